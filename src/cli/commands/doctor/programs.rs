//! The programs that the reader starts: editor and browser.

use super::result::{CheckResult, Health, check_result};
use crate::paths::Environment;

pub fn check_editor(env: &Environment) -> CheckResult {
    let Some(command) = env.visual().or_else(|| env.editor()) else {
        let help = "set EDITOR, as in EDITOR=vim, to write notes in it";
        return check_result(
            "editor",
            Health::Note,
            "neither VISUAL nor EDITOR is set",
            help,
        );
    };
    let command = command.to_string_lossy().into_owned();
    let program = command.split_whitespace().next().unwrap_or_default();
    match env.find_command(program) {
        Some(_) => check_result("editor", Health::Good, command, ""),
        None => check_result(
            "editor",
            Health::Note,
            format!("{command}, which is not in PATH"),
            "name one that is there in VISUAL or EDITOR",
        ),
    }
}

pub fn check_browser(env: &Environment) -> CheckResult {
    let program = match env.browser() {
        Some(named) => {
            let named = named.to_string_lossy().into_owned();
            return check_result("browser", Health::Good, format!("{named} (BROWSER)"), "");
        }
        None if cfg!(target_os = "macos") => "open",
        None if env.in_ssh() || !env.has_display() => {
            let help = "`o` shows the address; set BROWSER to open it, as in BROWSER=w3m";
            return check_result(
                "browser",
                Health::Note,
                "no display, and BROWSER is not set",
                help,
            );
        }
        None => "xdg-open",
    };
    match env.find_command(program) {
        Some(_) => check_result("browser", Health::Good, program, ""),
        None => check_result(
            "browser",
            Health::Note,
            format!("{program}, which is not in PATH"),
            "set BROWSER, as in BROWSER=firefox",
        ),
    }
}
