//! `diptych doctor`: what the terminal, the clipboard, the editor and the
//! folders can do here, and what to do where they cannot.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::Path;

use serde::Serialize;

use crate::cli::error::Failure;
use crate::cli::error::Outcome;
use crate::cli::file_names::SETTINGS_FILE;
use crate::cli::global_args::GlobalArgs;
use crate::cli::library::Library;
use crate::cli::output::{Printer, print_json};
use crate::cli::terminal::{can_place_text, terminal_env};
use crate::paths::{self, Environment, PathError, ResolvedPath};
use crate::runtime::{self, clipboard, config};
use crate::search::Index;
use crate::store::{FILE, Store, StoreState};
use crate::text::plural::plural;

/// What is asked for.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Puts a line on the clipboard, by the way that copies go; what was on
    /// it is lost.
    #[arg(long)]
    copy: bool,
    /// Prints JSON.
    #[arg(long)]
    json: bool,
}

/// How something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Health {
    Good,
    /// It works, with something to know.
    Note,
    /// It does not work.
    Trouble,
}

/// One thing that was looked at.
#[derive(Debug, Serialize)]
struct CheckResult {
    name: &'static str,
    health: Health,
    found: String,
    help: String,
}

fn check_result(
    name: &'static str,
    health: Health,
    found: impl Into<String>,
    help: &str,
) -> CheckResult {
    CheckResult {
        name,
        health,
        found: found.into(),
        help: help.to_owned(),
    }
}

/// Looks at everything. Something that does not work is exit code 1.
pub fn run(common: &GlobalArgs, args: &Args, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let around = paths::environment();
    let mut checks = vec![
        check_terminal(&around),
        check_colours(&around),
        check_window(),
        check_locale(&around),
        check_editor(&around),
        check_browser(&around),
        check_clipboard(&around),
    ];
    if args.copy {
        checks.push(check_copy(&around));
    }
    checks.push(check_folder("data", around.data()));
    checks.push(check_folder("cache", around.cache()));
    checks.push(check_folder("config", around.config()));
    checks.extend(check_libraries(common, &around));
    checks.push(check_settings(&around));
    checks.push(check_bookmarks(&around));
    checks.push(check_index(common));
    if args.json {
        print_json(out, &checks)?;
    } else {
        let mut page = Printer::new(common, out);
        for check in &checks {
            let sign = match check.health {
                Health::Good => "ok     ",
                Health::Note => "note   ",
                Health::Trouble => "TROUBLE",
            };
            page.hanging_indent(0, &format!("{sign}  {:<10} ", check.name), &check.found)?;
            if !check.help.is_empty() {
                page.hanging_indent(20, "-> ", &check.help)?;
            }
        }
    }
    let ill = checks.iter().any(|check| check.health == Health::Trouble);
    Ok(if ill { Outcome::Nothing } else { Outcome::Done })
}

fn check_terminal(around: &Environment) -> CheckResult {
    let mut found = match (around.term(), around.term_program()) {
        (term, program) if program.is_empty() => term,
        (term, program) => format!("{term}, {program}"),
    };
    for (there, name) in [
        (around.in_tmux(), "in tmux"),
        (around.in_screen(), "in screen"),
        (around.in_ssh(), "over SSH"),
    ] {
        if there {
            found += ", ";
            found += name;
        }
    }
    if !can_place_text(&around.term()) {
        let help = "the reader needs a terminal that can place text; `diptych show` and `compare` print plain text";
        return check_result(
            "terminal",
            Health::Trouble,
            format!("TERM is \"{found}\""),
            help,
        );
    }
    if around.term().is_empty() {
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
    match terminal_limits(around) {
        "" => check_result("terminal", Health::Good, found, ""),
        limits => check_result("terminal", Health::Note, found, limits),
    }
}

/// Returns what will not work in this terminal, as far as its name tells.
fn terminal_limits(around: &Environment) -> &'static str {
    if around.term() == "linux" {
        "the console has 16 colours and few letters beside Latin, Greek and Cyrillic, and no clipboard: `e` exports and `|` pipes what `y` would copy"
    } else if around.in_screen() {
        "GNU screen shows 24-bit colours from version 5 on, and passes the mouse and the clipboard on only where its own terminal has them"
    } else {
        ""
    }
}

fn check_colours(around: &Environment) -> CheckResult {
    let term = around.term();
    let found = if around.no_color() {
        "none: NO_COLOR is set"
    } else if ["truecolor", "24bit"].contains(&around.colorterm().as_str()) {
        "16 million (COLORTERM)"
    } else if term.contains("256color") || term.contains("kitty") || term.contains("direct") {
        "256 (TERM)"
    } else {
        "16"
    };
    check_result("colours", Health::Good, found, "")
}

fn check_window() -> CheckResult {
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

fn check_locale(around: &Environment) -> CheckResult {
    match (around.locale(), around.is_utf8()) {
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

fn check_editor(around: &Environment) -> CheckResult {
    let Some(command) = around.visual().or_else(|| around.editor()) else {
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
    match around.find_command(program) {
        Some(_) => check_result("editor", Health::Good, command, ""),
        None => check_result(
            "editor",
            Health::Note,
            format!("{command}, which is not in PATH"),
            "name one that is there in VISUAL or EDITOR",
        ),
    }
}

fn check_clipboard(around: &Environment) -> CheckResult {
    let routes = clipboard::available_routes(terminal_env(around));
    let names: Vec<&str> = routes.iter().map(|route| route.name()).collect();
    let found = names.join(", then ");
    if routes.first() == Some(&clipboard::ClipboardRoute::Escape) {
        let (found, help) = escape_sequence_advice(around, found);
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
fn escape_sequence_advice(around: &Environment, found: String) -> (String, &'static str) {
    let program = around.term_program();
    if around.term() == "linux" {
        let help = "the console has no clipboard: export (`e`) or pipe (`|`) instead";
        (
            format!("{found}, which the Linux console does not know"),
            help,
        )
    } else if program == "Apple_Terminal" {
        let help = "export (`e`) or pipe (`|`) instead, as in `| pbcopy` on this machine";
        (format!("{found}, which Terminal.app does not know"), help)
    } else if !around.vte_version().is_empty() {
        let help = "if `diptych doctor --copy` and pasting show nothing, select with the mouse, export (`e`) or pipe (`|`)";
        (
            format!("{found}, which terminals of GNOME's library (VTE) mostly ignore"),
            help,
        )
    } else if around.in_screen() {
        let help = "the terminal around GNU screen must allow OSC 52; whether it does, `diptych doctor --copy` and pasting tell";
        (format!("{found}, wrapped for GNU screen"), help)
    } else {
        let help = "the terminal must allow OSC 52; whether it does, `diptych doctor --copy` and pasting tell";
        (found, help)
    }
}

fn check_browser(around: &Environment) -> CheckResult {
    let program = match around.browser() {
        Some(named) => {
            let named = named.to_string_lossy().into_owned();
            return check_result("browser", Health::Good, format!("{named} (BROWSER)"), "");
        }
        None if cfg!(target_os = "macos") => "open",
        None if around.in_ssh() || !around.has_display() => {
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
    match around.find_command(program) {
        Some(_) => check_result("browser", Health::Good, program, ""),
        None => check_result(
            "browser",
            Health::Note,
            format!("{program}, which is not in PATH"),
            "set BROWSER, as in BROWSER=firefox",
        ),
    }
}

fn check_copy(around: &Environment) -> CheckResult {
    let text = "copied by diptych doctor";
    let mut failed = Vec::new();
    for route in clipboard::available_routes(terminal_env(around)) {
        if route == clipboard::ClipboardRoute::Escape && !io::stdout().is_terminal() {
            failed.push("OSC 52: standard output is no terminal".to_owned());
            continue;
        }
        match clipboard::copy_via(route, text, terminal_env(around)) {
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

fn check_folder(name: &'static str, located: Result<ResolvedPath, PathError>) -> CheckResult {
    let located = match located {
        Ok(located) => located,
        Err(error) => return check_result(name, Health::Trouble, error.to_string(), ""),
    };
    let shown = format!("{} ({})", located.path.display(), located.why);
    let there = located.path.ancestors().find(|path| path.exists());
    match there.map(probe_write) {
        Some(Ok(())) if there == Some(&located.path) => check_result(name, Health::Good, shown, ""),
        Some(Ok(())) => check_result(name, Health::Good, format!("{shown}, not there yet"), ""),
        Some(Err(error)) => check_result(
            name,
            Health::Trouble,
            format!("{shown}: {error}"),
            match error.kind() {
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "free some space on that disk",
                _ => "make it writable, or name another folder (`diptych paths` says how)",
            },
        ),
        None => check_result(
            name,
            Health::Trouble,
            format!("{shown}: no part of that path is there"),
            "",
        ),
    }
}

/// What is written to try a folder: about as much as a first bookmark takes. An empty
/// file has room on a full disk, too.
const PROBE: [u8; 16 * 1024] = [b'.'; 16 * 1024];

/// Makes a file in a folder and takes it away again.
fn probe_write(folder: &Path) -> io::Result<()> {
    let name = folder.join(format!(".diptych-doctor-{}", std::process::id()));
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&name)?;
    let written = file.write_all(&PROBE).and_then(|()| file.sync_all());
    fs::remove_file(&name)?;
    written
}

fn check_libraries(common: &GlobalArgs, around: &Environment) -> Vec<CheckResult> {
    let located = match around.libraries(&common.library) {
        Ok(located) => located,
        Err(error) => {
            return vec![check_result(
                "library",
                Health::Trouble,
                error.to_string(),
                "",
            )];
        }
    };
    located
        .into_iter()
        .map(|located| {
            let shown = format!("{} ({})", located.path.display(), located.why);
            match fs::read_dir(&located.path) {
                Ok(_) => match runtime::watch_obstacle(&located.path) {
                    None => check_result("library", Health::Good, shown, ""),
                    Some(why) => check_result(
                        "library",
                        Health::Note,
                        format!("{shown}: not all changes are seen by themselves: {why}"),
                        "`:reload` in the reader looks again; the open briefing is looked at all the same",
                    ),
                },
                Err(error) if error.kind() == io::ErrorKind::NotFound => check_result(
                    "library",
                    Health::Note,
                    format!("{shown}, not there yet"),
                    "",
                ),
                // A bundle may be named in place of a folder of them.
                Err(_) if located.path.is_file() => check_result("library", Health::Good, shown, ""),
                Err(error) => check_result("library", Health::Trouble, format!("{shown}: {error}"), ""),
            }
        })
        .collect()
}

fn check_settings(around: &Environment) -> CheckResult {
    let Ok(folder) = around.config() else {
        return check_result(
            "settings",
            Health::Note,
            "none: there is no folder for them",
            "",
        );
    };
    let path = folder.path.join(SETTINGS_FILE);
    match config::read(&path) {
        Ok(_) if path.exists() => {
            check_result("settings", Health::Good, path.display().to_string(), "")
        }
        Ok(_) => check_result("settings", Health::Good, "as they come", ""),
        Err(error) => check_result("settings", Health::Trouble, error.to_string(), ""),
    }
}

fn check_bookmarks(around: &Environment) -> CheckResult {
    let name = "bookmarks";
    let Ok(data) = around.data() else {
        return check_result(name, Health::Trouble, "there is no folder for them", "");
    };
    let mut opened = match Store::open_dir(&data.path, runtime::now()) {
        Ok(opened) => opened,
        Err(error) => return check_result(name, Health::Trouble, error.to_string(), ""),
    };
    let kept = match opened.store.user_data() {
        Ok(kept) => kept,
        Err(error) => return check_result(name, Health::Trouble, error.to_string(), ""),
    };
    let trash = opened.store.trash().map_or(0, |trash| trash.len());
    let found = format!(
        "{}, {trash} in the trash, {}, {}, {}",
        plural(kept.bookmarks.len(), "bookmark", "bookmarks"),
        plural(kept.searches.len(), "saved search", "saved searches"),
        plural(
            kept.query_history.len(),
            "remembered question",
            "remembered questions"
        ),
        data.path.join(FILE).display()
    );
    let help = opened.notices.join("; ");
    match opened.store.state() {
        StoreState::Absent if !help.is_empty() => {
            check_result(name, Health::Note, "none are left", &help)
        }
        StoreState::Absent => check_result(name, Health::Good, "none kept yet", ""),
        StoreState::ReadOnly => check_result(name, Health::Trouble, found, &help),
        StoreState::Disk | StoreState::Memory if !help.is_empty() => {
            check_result(name, Health::Note, found, &help)
        }
        StoreState::Disk | StoreState::Memory => check_result(name, Health::Good, found, ""),
    }
}

fn check_index(common: &GlobalArgs) -> CheckResult {
    let Ok(path) = Library::from_args(common).and_then(|library| library.cache_dir()) else {
        return check_result(
            "index",
            Health::Note,
            "kept in memory: there is no cache folder",
            "",
        );
    };
    if !path.exists() {
        return check_result("index", Health::Good, "not built yet", "");
    }
    let shown = path.display().to_string();
    match Index::open_dir(&path) {
        Ok(index) => match index.notice() {
            None => check_result("index", Health::Good, shown, ""),
            Some(notice) => check_result("index", Health::Note, format!("{shown}: {notice}"), ""),
        },
        Err(error) => check_result(
            "index",
            Health::Note,
            format!("{shown}: {error}"),
            "it is only a cache: it is built anew, and can be deleted",
        ),
    }
}
