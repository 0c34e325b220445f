//! The ways to the clipboard.

use std::io::{self, IsTerminal};

use super::result::{CheckResult, Health, check_result};
use crate::cli::terminal::terminal_env;
use crate::paths::Environment;
use crate::runtime::clipboard;

pub fn check_clipboard(env: &Environment) -> CheckResult {
    let routes = clipboard::available_routes(terminal_env(env));
    let names: Vec<&str> = routes.iter().map(|route| route.name()).collect();
    let found = names.join(", then ");
    if routes.first() == Some(&clipboard::ClipboardRoute::Escape) {
        let (found, help) = escape_sequence_advice(env, found);
        return check_result("clipboard", Health::Note, found, help);
    }
    check_result(
        "clipboard",
        Health::Good,
        found,
        "`diptych doctor --copy` tries it",
    )
}

/// Returns what is known of the clipboard behind the terminal's escape sequence.
fn escape_sequence_advice(env: &Environment, found: String) -> (String, &'static str) {
    let program = env.term_program();
    if env.term() == "linux" {
        let help = "the console has no clipboard: export (`e`) or pipe (`|`) instead";
        (
            format!("{found}, which the Linux console does not know"),
            help,
        )
    } else if program == "Apple_Terminal" {
        let help = "export (`e`) or pipe (`|`) instead, as in `| pbcopy` on this machine";
        (format!("{found}, which Terminal.app does not know"), help)
    } else if !env.vte_version().is_empty() {
        let help = "if `diptych doctor --copy` and pasting show nothing, select with the mouse, export (`e`) or pipe (`|`)";
        (
            format!("{found}, which terminals of GNOME's library (VTE) mostly ignore"),
            help,
        )
    } else if env.in_screen() {
        let help = "the terminal around GNU screen must allow OSC 52; whether it does, `diptych doctor --copy` and pasting tell";
        (format!("{found}, wrapped for GNU screen"), help)
    } else {
        let help = "the terminal must allow OSC 52; whether it does, `diptych doctor --copy` and pasting tell";
        (found, help)
    }
}

pub fn check_copy(env: &Environment) -> CheckResult {
    let text = "copied by diptych doctor";
    let mut failed = Vec::new();
    for route in clipboard::available_routes(terminal_env(env)) {
        if route == clipboard::ClipboardRoute::Escape && !io::stdout().is_terminal() {
            failed.push("OSC 52: standard output is no terminal".to_owned());
            continue;
        }
        match clipboard::copy_via(route, text, terminal_env(env)) {
            Ok(()) => {
                let found = clipboard::done_message(route, text);
                return check_result(
                    "copy",
                    Health::Good,
                    found,
                    "paste somewhere: it must read \"copied by diptych doctor\"",
                );
            }
            Err(error) => failed.push(format!("{}: {error}", route.name())),
        }
    }
    check_result(
        "copy",
        Health::Trouble,
        failed.join("; "),
        "export to a file instead",
    )
}
