//! Holds the tree of the sources to `docs/architecture.md`: which module may use which,
//! and which crates and parts of the standard library only one of them may name; in
//! which order the parts of a module stand; and that no files import each other in a
//! circle, no folder is too full, and no name is given to two types.
//!
//! | file | what it holds |
//! |---|---|
//! | `layers.rs` | what is allowed, and the modules held to it |
//! | `layers/tree.rs` | what holds for any tree: circles, order, folders, names of types |
//! | `layers/source.rs` | reads the sources, and finds the file that a path leads to |

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops where its ground gives way"
)]

#[path = "layers/source.rs"]
mod source;
#[path = "layers/tree.rs"]
mod tree;

use std::fs;
use std::path::Path;

use source::{Source, absolute, code, is_test, module_of, paths};

/// Which modules of ours each module may use, besides itself.
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

/// What may be named in these modules only.
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

/// Single files that may name more than their module.
const BUT: &[(&str, &str)] = &[("app/ui/layout.rs", "ratatui::layout")];

/// Single files that may start threads that end before the call does.
const HELPED: &[(&str, &str)] = &[("store/rows/read.rs", "thread::scope")];

/// What starts a thread, which only the runtime does.
const STARTS: &[&str] = &["thread::spawn", "thread::scope", "thread::Builder"];

/// The parts of a module, each of which may import from those before it only. A part is
/// a folder or a file of the module.
const ORDER: &[(&str, &str)] = &[
    (
        "text",
        "plural slug suggest width script segment context fold clean fragment wrap words find \
         diff anchor reanchor shift mod",
    ),
    (
        "bundle",
        "format limits hash url json diagnostics source parse canonical validate load \
         inspect library write mod",
    ),
    (
        "search",
        "retry query schema engine index bookmarks compile retrieve article mod update",
    ),
    (
        "store",
        "sqlite rows id database open operations retry_queue mod",
    ),
    (
        "cite",
        "content_id dates percent person_names quote_marks quotation speaker comparison \
         style import formats mod",
    ),
    (
        "app",
        "message state input settings ui prompt list reader screens app_state actions \
         preview chrome mod",
    ),
    ("view", "theme text chrome list reader overlay mod"),
    (
        "runtime",
        "support config terminal tasks library review workers effects error event_loop \
         session mod",
    ),
    (
        "cli",
        "error file_names global_args labels leading_hyphens progress_bar terminal \
         json_model output library user_data resolve commands mod",
    ),
];

/// Modules in which files still import each other in a circle.
const CIRCLES: &[&str] = &["curate", "model", "text"];

/// Folders that may hold more files than [`tree::MAX_FILES`].
const FULL: &[&str] = &["curate", "text"];

/// Names that several types may have, and why.
const TWICE: &[(&str, &str)] = &[(
    "Args",
    "what a subcommand takes: `add::Args`, `search::Args`",
)];

#[test]
fn the_modules_keep_to_their_table() {
    let source = Source::read();
    let faults: Vec<String> = source
        .files()
        .flat_map(|(file, text)| check(file, text))
        .collect();
    for (module, _) in TABLE {
        let mut files = source.files();
        let is_there = files.any(|(file, _)| module_of(file) == *module);
        assert!(is_there, "there is no module {module}");
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_documentation_names_functions_that_are_there() {
    let source = Source::read();
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/architecture.md");
    let page = fs::read_to_string(page).unwrap();
    let mut faults = Vec::new();
    for (line, text) in page.lines().enumerate() {
        // `file.rs`: `one`, `another` names functions of that file.
        let mut here: Option<(&str, &str)> = None;
        for (n, part) in text.split('`').enumerate() {
            if n % 2 == 0 {
                here = here.filter(|_| [": ", ", "].contains(&part));
            } else if Path::new(part).extension().is_some_and(|end| end == "rs") {
                let inner = format!("/{part}");
                let whole = source.files().find(|(file, _)| *file == part);
                here = whole.or_else(|| source.files().find(|(f, _)| f.ends_with(&inner)));
            } else if let Some((file, code)) = here
                && !code.contains(&format!("fn {part}("))
            {
                let line = line + 1;
                faults.push(format!("line {line}: there is no fn {part} in {file}"));
            }
        }
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
        let [modules, _, may_use] = cells[..] else {
            continue;
        };
        let is_module = |name: &&str| TABLE.iter().any(|(module, _)| module == name);
        let named = modules.split(", ").map(|name| name.trim_matches('`'));
        for module in named.filter(is_module) {
            let mut used: Vec<String> = if may_use.starts_with("all above") {
                shown.iter().map(|(name, _)| name.clone()).collect()
            } else {
                let words = may_use.split([',', ';']).map(str::trim);
                words.filter(is_module).map(str::to_owned).collect()
            };
            used.sort();
            shown.push((module.to_owned(), used));
        }
    }
    for (module, allowed) in TABLE {
        let (_, used) = shown
            .iter()
            .find(|(name, _)| name == module)
            .unwrap_or_else(|| panic!("docs/architecture.md: no module {module}"));
        assert_eq!(used, allowed, "docs/architecture.md: {module}");
    }
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let source = Source::read();
    let circles = tree::circles(&source);
    let is_open = |file: &&str| CIRCLES.contains(&module_of(file));
    let faults: Vec<String> = circles
        .iter()
        .filter(|circle| !circle.iter().all(is_open))
        .map(|circle| format!("src/{} -> src/{}", circle.join(" -> src/"), circle[0]))
        .collect();
    assert!(faults.is_empty(), "in a circle:\n{}", faults.join("\n"));
    for module in CIRCLES {
        let found = circles
            .iter()
            .flatten()
            .any(|file| module_of(file) == *module);
        assert!(found, "{module} has no circle: take it out of `CIRCLES`");
    }
}

#[test]
fn the_parts_of_a_module_import_from_those_before_them_only() {
    let source = Source::read();
    let faults: Vec<String> = ORDER
        .iter()
        .flat_map(|(module, order)| {
            let order: Vec<&str> = order.split_whitespace().collect();
            tree::against_order(&source, module, &order)
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_folder_is_too_full() {
    let source = Source::read();
    let full = tree::full_folders(&source);
    let faults: Vec<String> = full
        .iter()
        .filter(|(folder, _)| !FULL.contains(folder))
        .map(|(folder, count)| format!("src/{folder} has {count} files"))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    for folder in FULL {
        let found = full.iter().any(|(name, _)| name == folder);
        assert!(found, "src/{folder} is not full: take it out of `FULL`");
    }
}

#[test]
#[ignore = "some names are still those of two types"]
fn no_two_types_have_one_name() {
    let source = Source::read();
    let repeated = tree::repeated_types(&source);
    let faults: Vec<String> = repeated
        .iter()
        .filter(|(name, _)| !TWICE.iter().any(|(allowed, _)| allowed == name))
        .map(|(name, files)| format!("{name}: src/{}", files.join(", src/")))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    for (name, _) in TWICE {
        let found = repeated.iter().any(|(repeated, _)| repeated == name);
        assert!(found, "{name} is there once: take it out of `TWICE`");
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
            "search/index/codec.rs",
            "use super::super::super::store::Store;",
            "store",
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
            "use crate::app::card::Card;\nuse ratatui::Frame;",
        ),
        ("app/ui/layout.rs", "use ratatui::layout::Rect;"),
        (
            "search/mod.rs",
            "use tantivy::Index;\nuse crate::text::fold::fold;",
        ),
        (
            "search/index/codec.rs",
            "use super::super::super::text::fold;",
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

#[test]
fn a_circle_is_found_however_it_is_written() {
    for (case, files) in [
        (
            "two files",
            &[
                ("text/a.rs", "use crate::text::b::B;"),
                ("text/b.rs", "fn f() { super::a::g(); }"),
            ][..],
        ),
        (
            "a folder and its child",
            &[
                ("text/mod.rs", "mod a;\npub use a::A;"),
                ("text/a.rs", "use super::B;"),
            ],
        ),
        (
            "a file and its child, which is named only where it is called",
            &[
                ("text/a.rs", "mod b;\nfn f() { b::g(); }"),
                ("text/a/b.rs", "use super::*;"),
            ],
        ),
        (
            "across modules, in groups",
            &[
                ("text/a.rs", "use crate::{model::{self, M}, text::c};"),
                ("text/c.rs", ""),
                ("model/mod.rs", "use crate::text::{a::{A, B}, c::C};"),
            ],
        ),
        (
            "through a third",
            &[
                ("text/a.rs", "use super::b;"),
                ("text/b.rs", "use super::c;"),
                ("text/c.rs", "use super::a as first;"),
            ],
        ),
    ] {
        let source = Source::from_files(files);
        assert_eq!(tree::circles(&source).len(), 1, "{case}");
    }
}

#[test]
fn what_is_no_circle_is_let_pass() {
    let source = Source::from_files(&[
        // A parent that only declares and hands on what its children hold.
        ("text/mod.rs", "pub mod a;\nmod b;\npub use a::A;"),
        ("text/a.rs", "use crate::text::b::B;\nuse std::text::mod;"),
        // A scope, a comment, words and a test are no imports.
        (
            "text/b.rs",
            "pub(in crate::text::a) struct B;\n// crate::text::a\nconst C: &str = \"crate::text::a\";\n#[cfg(test)]\nmod tests {\n    use crate::text::a::A;\n}\n",
        ),
        ("text/b/tests.rs", "use crate::text::a::A;"),
        ("lib.rs", "pub mod text;\npub use text::A;"),
    ]);
    assert_eq!(tree::circles(&source), Vec::<Vec<&str>>::new());
}

#[test]
fn an_import_against_the_order_of_the_parts_is_found() {
    let files = [
        ("app/mod.rs", "use crate::app::screens::library::L;"),
        ("app/settings.rs", ""),
        ("app/ui/card.rs", "use crate::app::settings::S;"),
        ("app/ui/mod.rs", ""),
        (
            "app/screens/library.rs",
            "use crate::app::ui::card::C;\nuse crate::text::wrap;",
        ),
        ("text/wrap.rs", ""),
    ];
    let faults = |order: &[&str]| {
        let source = Source::from_files(&files);
        tree::against_order(&source, "app", order)
    };
    assert_eq!(
        faults(&["settings", "ui", "screens", "mod"]),
        Vec::<String>::new()
    );
    assert_eq!(
        faults(&["settings", "screens", "ui", "mod"]),
        [
            "src/app/screens/library.rs imports from src/app/ui/card.rs: in app, ui comes after screens"
        ]
    );
    assert_eq!(
        faults(&["settings", "ui", "screens", "mod", "reader"]),
        ["there is no app/reader"]
    );
    assert_eq!(
        faults(&["ui", "screens", "mod"]),
        ["src/app/settings.rs: settings is not in the order of app"]
    );
}

#[test]
fn a_folder_that_is_too_full_is_found() {
    let names: Vec<String> = (0..=tree::MAX_FILES)
        .map(|n| format!("text/f{n}.rs"))
        .collect();
    let mut files: Vec<(&str, &str)> = names.iter().map(|name| (&**name, "")).collect();
    files.push(("text/deep/a.rs", ""));
    assert_eq!(
        tree::full_folders(&Source::from_files(&files)),
        [("text", tree::MAX_FILES + 1)]
    );
    files.remove(0);
    assert_eq!(tree::full_folders(&Source::from_files(&files)), []);
}

#[test]
fn a_name_of_two_types_is_found() {
    let source = Source::from_files(&[
        (
            "text/a.rs",
            "pub struct Row<'a>(&'a str);\npub enum Key {}\n",
        ),
        (
            "text/b.rs",
            "pub(in crate::text) enum Row {}\nimpl I for Row {\n    type Key = u8;\n}\n",
        ),
        (
            "text/c.rs",
            "trait Keys {}\n#[cfg(test)]\nmod tests {\nstruct Row;\n}\n",
        ),
    ]);
    assert_eq!(
        tree::repeated_types(&source),
        [("Row".to_owned(), vec!["text/a.rs", "text/b.rs"])]
    );
}

/// Returns what a file of a module names and may not.
fn check(file: &str, text: &str) -> Vec<String> {
    let module = module_of(file);
    if module == "lib" || is_test(file) {
        return Vec::new();
    }
    let Some((_, allowed)) = TABLE.iter().find(|(name, _)| *name == module) else {
        return vec![format!(
            "src/{file}: the module {module} is not in the table"
        )];
    };
    let excused = |path: &str| BUT.iter().any(|(f, p)| *f == file && path.starts_with(p));
    let mut faults = Vec::new();
    let mut fault = |path: &str| faults.push(format!("src/{file} ({module}) names {path}"));
    for path in paths(&code(text)) {
        if excused(&path) {
            continue;
        }
        match absolute(file, &path) {
            Some(whole) => {
                let other = whole.split("::").nth(1).unwrap_or_default();
                let is_module = TABLE.iter().any(|(name, _)| *name == other);
                if is_module && other != module && !allowed.contains(&other) {
                    fault(&path);
                }
            }
            // Above the crate there is nothing.
            None if path.starts_with("super::") => fault(&path),
            None => {}
        }
        for (name, modules) in ONLY {
            if is_within(&path, name) && !modules.contains(&module) {
                fault(&path);
            }
        }
        let helped = HELPED.iter().any(|(f, p)| *f == file && path.contains(p));
        if module != "runtime" && !helped && STARTS.iter().any(|start| path.contains(start)) {
            fault(&path);
        }
    }
    faults
}

/// Returns `true` if a path is a name or leads into it.
fn is_within(path: &str, name: &str) -> bool {
    path.strip_prefix(name)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}
