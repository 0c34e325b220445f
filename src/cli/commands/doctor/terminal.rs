//! The terminal: its kind, colours, size and character set.

use std::io::{self, IsTerminal};

use super::result::{CheckResult, Health, check_result};
use crate::cli::terminal::can_place_text;
use crate::paths::Environment;
use crate::runtime;

pub fn check_terminal(env: &Environment) -> CheckResult {
    let mut found = match (env.term(), env.term_program()) {
        (term, program) if program.is_empty() => term,
        (term, program) => format!("{term}, {program}"),
    };
    for (there, name) in [
        (env.in_tmux(), "in tmux"),
        (env.in_screen(), "in screen"),
        (env.in_ssh(), "over SSH"),
    ] {
        if there {
            found += ", ";
            found += name;
        }
    }
    if !can_place_text(&env.term()) {
        let help = "the reader needs a terminal that can place text; `diptych show` and `compare` print plain text";
        return check_result(
            "terminal",
            Health::Trouble,
            format!("TERM is \"{found}\""),
            help,
        );
    }
    if env.term().is_empty() {
        let help = "the reader takes it for one like xterm; set TERM to what it is, as in TERM=xterm-256color";
        let found = format!("TERM is not set{found}");
        return check_result("terminal", Health::Note, found, help);
    }
    if !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
        let found = format!("{found}; standard input or output is none");
        return check_result(
            "terminal",
            Health::Note,
            found,
            "run it in the terminal itself to see all",
        );
    }
    match terminal_limits(env) {
        "" => check_result("terminal", Health::Good, found, ""),
        limits => check_result("terminal", Health::Note, found, limits),
    }
}

/// Returns what will not work in this terminal, as far as its name says.
fn terminal_limits(env: &Environment) -> &'static str {
    if env.term() == "linux" {
        "the console has 16 colours and few letters beside Latin, Greek and Cyrillic, and no clipboard: `e` exports and `|` pipes what `y` would copy"
    } else if env.in_screen() {
        "GNU screen shows 24-bit colours from version 5 on, and passes the mouse and the clipboard on only where its own terminal has them"
    } else {
        ""
    }
}

pub fn check_colours(env: &Environment) -> CheckResult {
    let term = env.term();
    let found = if env.no_color() {
        "none: NO_COLOR is set"
    } else if ["truecolor", "24bit"].contains(&env.colorterm().as_str()) {
        "16 million (COLORTERM)"
    } else if term.contains("256color") || term.contains("kitty") || term.contains("direct") {
        "256 (TERM)"
    } else {
        "16"
    };
    check_result("colours", Health::Good, found, "")
}

pub fn check_window() -> CheckResult {
    if !io::stdout().is_terminal() {
        return check_result(
            "width",
            Health::Note,
            "not known: standard output is no terminal",
            "",
        );
    }
    let size = runtime::window_size();
    let found = format!("{} columns, {} rows", size.width, size.height);
    match (size.width, size.height) {
        (..20, _) | (_, ..5) => check_result(
            "width",
            Health::Trouble,
            found,
            "the reader needs 20 columns and 5 rows",
        ),
        (..100, _) => check_result(
            "width",
            Health::Note,
            found,
            "from 100 columns on the sides stand side by side",
        ),
        _ => check_result("width", Health::Good, found, ""),
    }
}

pub fn check_locale(env: &Environment) -> CheckResult {
    match (env.locale(), env.is_utf8()) {
        (locale, true) if locale.is_empty() => {
            check_result("locale", Health::Note, "none is set; UTF-8 is assumed", "")
        }
        (locale, true) => check_result("locale", Health::Good, locale, ""),
        (locale, false) => check_result(
            "locale",
            Health::Trouble,
            format!("{locale}, which is not UTF-8"),
            "set one that is, as in LC_ALL=C.UTF-8; quotation marks and dashes come out wrong else",
        ),
    }
}
