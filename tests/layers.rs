//! Holds the rooms to their table: which of the others each may use, and which
//! crates and parts of the standard library only one of them may name. The table
//! of `docs/architecture.md` is the one below.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops where its ground gives way"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// Which rooms of ours each room may use, besides itself.
const TABLE: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("text", &[]),
    ("bundle", &["model", "text"]),
    ("curate", &["model", "text"]),
    ("search", &["model", "text"]),
    ("store", &["model", "text"]),
    ("cite", &["model", "text"]),
    ("paths", &[]),
    ("app", &["model", "text"]),
    ("view", &["app", "model", "text"]),
    (
        "runtime",
        &[
            "app", "bundle", "cite", "curate", "model", "paths", "search", "store", "text", "view",
        ],
    ),
    (
        "cli",
        &[
            "app", "bundle", "cite", "curate", "model", "paths", "runtime", "search", "store",
            "text", "view",
        ],
    ),
    (
        "main",
        &[
            "app", "bundle", "cite", "cli", "curate", "model", "paths", "runtime", "search",
            "store", "text", "view",
        ],
    ),
];

/// What may be named in these rooms only.
const ONLY: &[(&str, &[&str])] = &[
    ("tantivy", &["search"]),
    ("rusqlite", &["store"]),
    ("trafilatura", &["curate"]),
    ("libreadability", &["curate"]),
    ("scraper", &["curate"]),
    ("directories", &["paths"]),
    ("std::env", &["paths"]),
    ("crossterm", &["runtime"]),
    ("rustix", &["runtime", "bundle"]),
    ("signal_hook", &["runtime"]),
    ("clap", &["cli"]),
    ("std::process", &["runtime", "cli", "main"]),
    ("std::io", &["runtime", "cli", "bundle", "store", "search"]),
    ("std::fs", &["runtime", "cli", "bundle", "store", "search"]),
    ("std::net", &[]),
    ("std::time", &["runtime", "store", "search"]),
    // The latter two only wait for another process; see `STARTS`.
    ("std::thread", &["runtime", "search", "store"]),
    ("ratatui", &["view", "runtime"]),
];

/// Single files that may name more than their room.
const BUT: &[(&str, &str)] = &[("app/ui/layout.rs", "ratatui::layout")];

/// Single files that may start threads that end before the call does.
const HELPED: &[(&str, &str)] = &[("store/read.rs", "thread::scope")];

/// What starts a thread, which only the runtime does.
const STARTS: &[&str] = &["thread::spawn", "thread::scope", "thread::Builder"];

#[test]
fn the_rooms_keep_to_their_table() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut faults = Vec::new();
    let mut rooms = Vec::new();
    for file in files(&source) {
        let name = file.strip_prefix(&source).unwrap().to_str().unwrap();
        let text = fs::read_to_string(&file).unwrap();
        rooms.push(room_of(name).to_owned());
        faults.extend(check(name, &text));
    }
    for (room, _) in TABLE {
        assert!(rooms.iter().any(|r| r == room), "there is no room {room}");
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_documentation_shows_this_table() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/architecture.md");
    let page = fs::read_to_string(page).unwrap();
    let mut shown: Vec<(String, Vec<String>)> = Vec::new();
    for line in page.lines() {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [rooms, _, may_use] = cells[..] else {
            continue;
        };
        let is_room = |name: &str| TABLE.iter().any(|(room, _)| *room == name);
        for room in rooms.split(", ").map(|room| room.trim_matches('`')) {
            if !is_room(room) {
                continue;
            }
            let above = shown.iter().map(|(room, _)| room.clone());
            let named = may_use.split([',', ';']).map(str::trim);
            let mut rooms: Vec<String> = if may_use.starts_with("all above") {
                above.collect()
            } else {
                named.filter(|n| is_room(n)).map(str::to_owned).collect()
            };
            rooms.sort();
            shown.push((room.to_owned(), rooms));
        }
    }
    for (room, allowed) in TABLE {
        let (_, told) = shown
            .iter()
            .find(|(name, _)| name == room)
            .unwrap_or_else(|| panic!("docs/architecture.md: no room {room}"));
        assert_eq!(told, allowed, "docs/architecture.md: {room}");
    }
}

#[test]
fn the_checker_finds_what_is_forbidden() {
    for (file, text, named) in [
        ("text/fold.rs", "use crate::model::Ref;", "model"),
        ("view/card.rs", "fn f() { crate::store::open(); }", "store"),
        ("app/mod.rs", "use std::fs;\n", "std::fs"),
        (
            "app/mod.rs",
            "use std::{collections::BTreeMap, time::Instant};",
            "std::time",
        ),
        ("app/reader.rs", "use ratatui::style::Style;", "ratatui"),
        ("bundle/mod.rs", "use tantivy::Index;", "tantivy"),
        (
            "search/mod.rs",
            "use super::super::store::Store;",
            "super::super",
        ),
        (
            "store/mod.rs",
            "let home = std::env::var(\"HOME\");",
            "std::env",
        ),
        ("view/mod.rs", "use crossterm::event::Event;", "crossterm"),
        ("bundle/mod.rs", "use std::thread;", "std::thread"),
        (
            "store/mod.rs",
            "fn f() { thread::spawn(|| {}); }",
            "thread::spawn",
        ),
        ("model/mod.rs", "use crate::{text::fold, app};", "text"),
        ("attic/mod.rs", "", "attic"),
    ] {
        let faults = check(file, text);
        assert!(
            faults.iter().any(|fault| fault.contains(named)),
            "{file} {text}: {faults:?}"
        );
    }
}

#[test]
fn the_checker_lets_pass_what_is_allowed() {
    for (file, text) in [
        (
            "view/card.rs",
            "use crate::app::ui::card::Card;\nuse ratatui::Frame;",
        ),
        ("app/ui/layout.rs", "use ratatui::layout::Rect;"),
        (
            "search/mod.rs",
            "use tantivy::Index;\nuse crate::text::fold::fold;",
        ),
        (
            "text/fold.rs",
            "// crate::model is not for us\nlet tantivy = 1;",
        ),
        (
            "text/fold.rs",
            "/// See `std::env` and [`crate::model::Ref`].\nfn f() {}",
        ),
        (
            "app/mod.rs",
            "fn f() {}\n#[cfg(test)]\nmod tests {\n    use std::fs;\n    use crate::bundle;\n}\n",
        ),
        ("bundle/mod/tests.rs", "use std::thread;"),
    ] {
        assert_eq!(check(file, text), Vec::<String>::new(), "{file} {text}");
    }
}

/// Returns what a file of a room names and may not.
fn check(file: &str, text: &str) -> Vec<String> {
    let room = room_of(file);
    if room == "lib" || file.ends_with("tests.rs") || file.contains("/tests/") {
        return Vec::new();
    }
    let Some((_, allowed)) = TABLE.iter().find(|(name, _)| *name == room) else {
        return vec![format!("src/{file}: the room {room} is not in the table")];
    };
    let excused = |path: &str| BUT.iter().any(|(f, p)| *f == file && path.starts_with(p));
    let mut faults = Vec::new();
    let mut fault = |path: &str| faults.push(format!("src/{file} ({room}) names {path}"));
    for path in paths(&code(text)) {
        if excused(&path) {
            continue;
        }
        if let Some(inner) = path.strip_prefix("crate::") {
            let other = inner.split("::").next().unwrap_or_default();
            let is_room = TABLE.iter().any(|(name, _)| *name == other);
            if is_room && other != room && !allowed.contains(&other) {
                fault(&path);
            }
        }
        let deep = path.strip_prefix("super::super").is_some();
        if deep && file.matches('/').count() < 2 {
            // From the first floor this leads out of the room.
            fault(&path);
        }
        for (name, rooms) in ONLY {
            if under(&path, name) && !rooms.contains(&room) {
                fault(&path);
            }
        }
        let helped = HELPED.iter().any(|(f, p)| *f == file && path.contains(p));
        if room != "runtime" && !helped && STARTS.iter().any(|start| path.contains(start)) {
            fault(&path);
        }
    }
    faults
}

fn under(path: &str, name: &str) -> bool {
    path.strip_prefix(name)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

fn room_of(file: &str) -> &str {
    let first = file.split('/').next().unwrap_or(file);
    first.strip_suffix(".rs").unwrap_or(first)
}

/// Returns a file's code without comments, text in quotation marks and the
/// modules of its own tests.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or(text);
    let mut code = String::new();
    for line in text.lines() {
        let line = line.trim_start();
        if line.starts_with("//") {
            continue;
        }
        let mut quoted = false;
        let mut before = ' ';
        for c in line.split("// ").next().unwrap_or(line).chars() {
            if c == '"' && before != '\\' && before != '\'' {
                quoted = !quoted;
            } else if !quoted {
                code.push(c);
            }
            before = c;
        }
        code.push('\n');
    }
    code
}

/// Returns all paths of a file's code, those of grouped imports written out.
fn paths(code: &str) -> Vec<String> {
    let mut paths = Vec::new();
    let mut stack: Vec<String> = Vec::new();
    let mut path = String::new();
    let mut chars = code.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | '$' => path.push(c),
            ':' if chars.peek() == Some(&':') => {
                chars.next();
                path.push_str("::");
            }
            '{' => {
                // Only an import has a group behind a path.
                let prefix = stack.last().cloned().unwrap_or_default();
                let group = path.ends_with("::");
                let inner = if group {
                    format!("{prefix}{path}")
                } else {
                    String::new()
                };
                if !group {
                    keep(&mut paths, &stack, &path);
                }
                stack.push(inner);
                path.clear();
            }
            '}' => {
                keep(&mut paths, &stack, &path);
                path.clear();
                stack.pop();
            }
            _ => {
                keep(&mut paths, &stack, &path);
                path.clear();
            }
        }
    }
    keep(&mut paths, &stack, &path);
    paths
}

fn keep(paths: &mut Vec<String>, stack: &[String], path: &str) {
    let whole = format!("{}{path}", stack.last().map_or("", String::as_str));
    if !path.is_empty() && whole.contains("::") {
        paths.push(whole);
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}
