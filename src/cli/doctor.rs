//! `diptych doctor`: what the terminal, the clipboard, the editor and the
//! folders can do here, and what to do where they cannot.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::Path;

use serde::Serialize;

use super::library::Library;
use super::open::{places_text, terminal};
use super::page::{Page, count, print_json};
use super::paths::SETTINGS;
use super::told::Failure;
use super::{Common, Outcome};
use crate::paths::{self, Located, PathError, Surroundings};
use crate::runtime::{self, clip, config};
use crate::search::Index;
use crate::store::{FILE, State, Store};

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
struct Check {
    name: &'static str,
    health: Health,
    found: String,
    help: String,
}

fn check(name: &'static str, health: Health, found: impl Into<String>, help: &str) -> Check {
    Check {
        name,
        health,
        found: found.into(),
        help: help.to_owned(),
    }
}

/// Looks at everything. Something that does not work is exit code 1.
pub fn run(common: &Common, args: &Args, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let around = paths::surroundings();
    let mut checks = vec![
        about_terminal(&around),
        colours(&around),
        window(),
        locale(&around),
        editor(&around),
        browser(&around),
        clipboard(&around),
    ];
    if args.copy {
        checks.push(copy(&around));
    }
    checks.push(folder("data", around.data()));
    checks.push(folder("cache", around.cache()));
    checks.push(folder("config", around.config()));
    checks.extend(libraries(common, &around));
    checks.push(settings(&around));
    checks.push(bookmarks(&around));
    checks.push(index(common));
    if args.json {
        print_json(out, &checks)?;
    } else {
        let mut page = Page::new(common, out);
        for check in &checks {
            let sign = match check.health {
                Health::Good => "ok     ",
                Health::Note => "note   ",
                Health::Trouble => "TROUBLE",
            };
            page.hanging(0, &format!("{sign}  {:<10} ", check.name), &check.found)?;
            if !check.help.is_empty() {
                page.hanging(20, "-> ", &check.help)?;
            }
        }
    }
    let ill = checks.iter().any(|check| check.health == Health::Trouble);
    Ok(if ill { Outcome::Nothing } else { Outcome::Done })
}

fn about_terminal(around: &Surroundings) -> Check {
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
    if !places_text(&around.term()) {
        let help = "the reader needs a terminal that can place text; `diptych show` and `compare` print plain text";
        return check(
            "terminal",
            Health::Trouble,
            format!("TERM is \"{found}\""),
            help,
        );
    }
    if around.term().is_empty() {
        let help = "the reader takes it for one like xterm; set TERM to what it is, as in TERM=xterm-256color";
        let found = format!("TERM is not set{found}");
        return check("terminal", Health::Note, found, help);
    }
    if !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
        let found = format!("{found}; standard input or output is none");
        return check(
            "terminal",
            Health::Note,
            found,
            "run it in the terminal itself to see all",
        );
    }
    match limits(around) {
        "" => check("terminal", Health::Good, found, ""),
        limits => check("terminal", Health::Note, found, limits),
    }
}

/// Returns what will not work in this terminal, as far as its name tells.
fn limits(around: &Surroundings) -> &'static str {
    if around.term() == "linux" {
        "the console has 16 colours and few letters beside Latin, Greek and Cyrillic, and no clipboard: `e` exports and `|` pipes what `y` would copy"
    } else if around.in_screen() {
        "GNU screen shows 24-bit colours from version 5 on, and passes the mouse and the clipboard on only where its own terminal has them"
    } else {
        ""
    }
}

fn colours(around: &Surroundings) -> Check {
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
    check("colours", Health::Good, found, "")
}

fn window() -> Check {
    if !io::stdout().is_terminal() {
        return check(
            "width",
            Health::Note,
            "not known: standard output is no terminal",
            "",
        );
    }
    let size = runtime::window();
    let found = format!("{} columns, {} rows", size.width, size.height);
    match (size.width, size.height) {
        (..20, _) | (_, ..5) => check(
            "width",
            Health::Trouble,
            found,
            "the reader needs 20 columns and 5 rows",
        ),
        (..100, _) => check(
            "width",
            Health::Note,
            found,
            "from 100 columns on the sides stand side by side",
        ),
        _ => check("width", Health::Good, found, ""),
    }
}

fn locale(around: &Surroundings) -> Check {
    match (around.locale(), around.is_utf8()) {
        (locale, true) if locale.is_empty() => {
            check("locale", Health::Note, "none is set; UTF-8 is assumed", "")
        }
        (locale, true) => check("locale", Health::Good, locale, ""),
        (locale, false) => check(
            "locale",
            Health::Trouble,
            format!("{locale}, which is not UTF-8"),
            "set one that is, as in LC_ALL=C.UTF-8; quotation marks and dashes come out wrong else",
        ),
    }
}

fn editor(around: &Surroundings) -> Check {
    let Some(command) = around.visual().or_else(|| around.editor()) else {
        let help = "set EDITOR, as in EDITOR=vim, to write notes in it";
        return check(
            "editor",
            Health::Note,
            "neither VISUAL nor EDITOR is set",
            help,
        );
    };
    let command = command.to_string_lossy().into_owned();
    let program = command.split_whitespace().next().unwrap_or_default();
    match around.command(program) {
        Some(_) => check("editor", Health::Good, command, ""),
        None => check(
            "editor",
            Health::Note,
            format!("{command}, which is not in PATH"),
            "name one that is there in VISUAL or EDITOR",
        ),
    }
}

fn clipboard(around: &Surroundings) -> Check {
    let routes = clip::routes_here(terminal(around));
    let names: Vec<&str> = routes.iter().map(|route| route.name()).collect();
    let found = names.join(", then ");
    if routes.first() == Some(&clip::Route::Escape) {
        let (found, help) = about_escape(around, found);
        return check("clipboard", Health::Note, found, help);
    }
    check(
        "clipboard",
        Health::Good,
        found,
        "`diptych doctor --copy` tries it",
    )
}

/// Returns what is known of the clipboard behind the terminal's escape sequence.
fn about_escape(around: &Surroundings, found: String) -> (String, &'static str) {
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

fn browser(around: &Surroundings) -> Check {
    let program = match around.browser() {
        Some(named) => {
            let named = named.to_string_lossy().into_owned();
            return check("browser", Health::Good, format!("{named} (BROWSER)"), "");
        }
        None if cfg!(target_os = "macos") => "open",
        None if around.in_ssh() || !around.has_display() => {
            let help = "`o` shows the address; set BROWSER to open it, as in BROWSER=w3m";
            return check(
                "browser",
                Health::Note,
                "no display, and BROWSER is not set",
                help,
            );
        }
        None => "xdg-open",
    };
    match around.command(program) {
        Some(_) => check("browser", Health::Good, program, ""),
        None => check(
            "browser",
            Health::Note,
            format!("{program}, which is not in PATH"),
            "set BROWSER, as in BROWSER=firefox",
        ),
    }
}

fn copy(around: &Surroundings) -> Check {
    let text = "copied by diptych doctor";
    let mut failed = Vec::new();
    for route in clip::routes_here(terminal(around)) {
        if route == clip::Route::Escape && !io::stdout().is_terminal() {
            failed.push("OSC 52: standard output is no terminal".to_owned());
            continue;
        }
        match clip::deliver(route, text, terminal(around)) {
            Ok(()) => {
                let found = clip::said(route, text);
                return check(
                    "copy",
                    Health::Good,
                    found,
                    "paste somewhere: it must read \"copied by diptych doctor\"",
                );
            }
            Err(error) => failed.push(format!("{}: {error}", route.name())),
        }
    }
    check(
        "copy",
        Health::Trouble,
        failed.join("; "),
        "export to a file instead",
    )
}

fn folder(name: &'static str, located: Result<Located, PathError>) -> Check {
    let located = match located {
        Ok(located) => located,
        Err(error) => return check(name, Health::Trouble, error.to_string(), ""),
    };
    let shown = format!("{} ({})", located.path.display(), located.why);
    let there = located.path.ancestors().find(|path| path.exists());
    match there.map(try_writing) {
        Some(Ok(())) if there == Some(&located.path) => check(name, Health::Good, shown, ""),
        Some(Ok(())) => check(name, Health::Good, format!("{shown}, not there yet"), ""),
        Some(Err(error)) => check(
            name,
            Health::Trouble,
            format!("{shown}: {error}"),
            match error.kind() {
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "free some space on that disk",
                _ => "make it writable, or name another folder (`diptych paths` says how)",
            },
        ),
        None => check(
            name,
            Health::Trouble,
            format!("{shown}: no part of that path is there"),
            "",
        ),
    }
}

/// What is written to try a folder: about as much as a first bookmark takes. An empty
/// file has room on a full disk, too.
const TRIAL: [u8; 16 * 1024] = [b'.'; 16 * 1024];

/// Makes a file in a folder and takes it away again.
fn try_writing(folder: &Path) -> io::Result<()> {
    let name = folder.join(format!(".diptych-doctor-{}", std::process::id()));
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&name)?;
    let written = file.write_all(&TRIAL).and_then(|()| file.sync_all());
    fs::remove_file(&name)?;
    written
}

fn libraries(common: &Common, around: &Surroundings) -> Vec<Check> {
    let located = match around.libraries(&common.library) {
        Ok(located) => located,
        Err(error) => return vec![check("library", Health::Trouble, error.to_string(), "")],
    };
    located
        .into_iter()
        .map(|located| {
            let shown = format!("{} ({})", located.path.display(), located.why);
            match fs::read_dir(&located.path) {
                Ok(_) => match runtime::unwatched_because(&located.path) {
                    None => check("library", Health::Good, shown, ""),
                    Some(why) => check(
                        "library",
                        Health::Note,
                        format!("{shown}: not all changes are seen by themselves: {why}"),
                        "`:reload` in the reader looks again; the open briefing is looked at all the same",
                    ),
                },
                Err(error) if error.kind() == io::ErrorKind::NotFound => check(
                    "library",
                    Health::Note,
                    format!("{shown}, not there yet"),
                    "",
                ),
                // A bundle may be named in place of a folder of them.
                Err(_) if located.path.is_file() => check("library", Health::Good, shown, ""),
                Err(error) => check("library", Health::Trouble, format!("{shown}: {error}"), ""),
            }
        })
        .collect()
}

fn settings(around: &Surroundings) -> Check {
    let Ok(folder) = around.config() else {
        return check(
            "settings",
            Health::Note,
            "none: there is no folder for them",
            "",
        );
    };
    let path = folder.path.join(SETTINGS);
    match config::read(&path) {
        Ok(_) if path.exists() => check("settings", Health::Good, path.display().to_string(), ""),
        Ok(_) => check("settings", Health::Good, "as they come", ""),
        Err(error) => check("settings", Health::Trouble, error.to_string(), ""),
    }
}

fn bookmarks(around: &Surroundings) -> Check {
    let name = "bookmarks";
    let Ok(data) = around.data() else {
        return check(name, Health::Trouble, "there is no folder for them", "");
    };
    let mut opened = match Store::open_dir(&data.path, runtime::now()) {
        Ok(opened) => opened,
        Err(error) => return check(name, Health::Trouble, error.to_string(), ""),
    };
    let kept = match opened.store.kept() {
        Ok(kept) => kept,
        Err(error) => return check(name, Health::Trouble, error.to_string(), ""),
    };
    let trash = opened.store.trash().map_or(0, |trash| trash.len());
    let found = format!(
        "{}, {trash} in the trash, {}, {}, {}",
        count(kept.bookmarks.len(), "bookmark", "bookmarks"),
        count(kept.searches.len(), "saved search", "saved searches"),
        count(
            kept.query_history.len(),
            "remembered question",
            "remembered questions"
        ),
        data.path.join(FILE).display()
    );
    let help = opened.notices.join("; ");
    match opened.store.state() {
        State::Absent if !help.is_empty() => check(name, Health::Note, "none are left", &help),
        State::Absent => check(name, Health::Good, "none kept yet", ""),
        State::ReadOnly => check(name, Health::Trouble, found, &help),
        State::Disk | State::Memory if !help.is_empty() => check(name, Health::Note, found, &help),
        State::Disk | State::Memory => check(name, Health::Good, found, ""),
    }
}

fn index(common: &Common) -> Check {
    let Ok(path) = Library::of(common).and_then(|library| library.cache()) else {
        return check(
            "index",
            Health::Note,
            "kept in memory: there is no cache folder",
            "",
        );
    };
    if !path.exists() {
        return check("index", Health::Good, "not built yet", "");
    }
    let shown = path.display().to_string();
    match Index::open_dir(&path) {
        Ok(index) => match index.notice() {
            None => check("index", Health::Good, shown, ""),
            Some(notice) => check("index", Health::Note, format!("{shown}: {notice}"), ""),
        },
        Err(error) => check(
            "index",
            Health::Note,
            format!("{shown}: {error}"),
            "it is only a cache: it is built anew, and can be deleted",
        ),
    }
}
