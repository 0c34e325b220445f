//! The pages that people read first are held against the program: its keys, its
//! subcommands, what its commands print, the picture, the links, the map of the source.
//!
//! `UPDATE=1 cargo test --test it readme::` writes the parts that are made by the program.

use std::collections::BTreeSet;
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::story::Story;
use crate::svg;
use diptych::app::input::command::{COMMANDS, CommandGroup, CommandSpec};
use diptych::store::Store;
use serde_json::Value;

const PROGRAM: &str = env!("CARGO_BIN_EXE_diptych");

pub(super) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub(super) fn page(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// Held while a test reads and writes the README.
static README: Mutex<()> = Mutex::new(());

/// Takes the README for oneself; what another test found there does not matter.
fn readme_alone() -> MutexGuard<'static, ()> {
    README.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Holds a file against what the program makes, or writes it where that is asked for.
fn hold(path: &str, made: &str) {
    if page(path) == made {
        return;
    }
    assert!(
        env::var_os("UPDATE").is_some(),
        "{path} is out of date: UPDATE=1 cargo test --test it readme::"
    );
    fs::write(root().join(path), made).unwrap();
}

/// Code of a page: the lines of its fenced blocks of a language.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in page.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) => open = Some((info.to_owned(), String::new())),
            (Some(_), Some(_)) => {
                let (info, text) = open.take().unwrap();
                if info == language {
                    blocks.push(text);
                }
            }
            (Some((_, text)), None) => {
                text.push_str(line);
                text.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block of code is not closed");
    blocks
}

/// Code within the lines of a page, blocks left out.
pub(super) fn spans(page: &str) -> Vec<String> {
    let mut fenced = false;
    let mut spans = Vec::new();
    for line in page.lines() {
        if line.starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            spans.extend(line.split('`').skip(1).step_by(2).map(str::to_owned));
        }
    }
    spans
}

/// Runs a line of shell with the program on its path, in the repository, with
/// folders of its own.
fn shell(line: &str, folder: &Path) -> (String, i32) {
    let bin = Path::new(PROGRAM).parent().unwrap().to_owned();
    let old = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths([bin].into_iter().chain(env::split_paths(&old))).unwrap();
    let output = Command::new("sh")
        .args(["-c", line])
        .current_dir(root())
        .env("PATH", path)
        .env("DIPTYCH_DATA", folder.join("data"))
        .env("DIPTYCH_CACHE", folder.join("cache"))
        .env("DIPTYCH_CONFIG", folder.join("config"))
        .env_remove("DIPTYCH_LIBRARY")
        .output()
        .unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    let text = String::from_utf8(output.stdout).unwrap() + &errors;
    (text, output.status.code().unwrap())
}

fn key_row(row: &CommandSpec) -> String {
    let keys: Vec<String> = row.keys.iter().map(|key| format!("`{key}`")).collect();
    let argument = match row.argument {
        "" => String::new(),
        argument => format!(" {argument}"),
    };
    let line = format!(
        "{} | `{}{argument}` | {}",
        keys.join(" "),
        row.name,
        row.help
    );
    // A bar inside a cell is written so; the two between the cells are not.
    let cells: Vec<String> = line
        .split(" | ")
        .map(|cell| cell.replace('|', "\\|"))
        .collect();
    format!("| {} |\n", cells.join(" | "))
}

fn key_table() -> String {
    let mut table = String::from("| keys | command | what it does |\n|---|---|---|\n");
    for group in CommandGroup::ALL {
        let _ = writeln!(table, "| **{}** | | |", group.title());
        for row in COMMANDS.iter().filter(|row| row.group == *group) {
            table.push_str(&key_row(row));
        }
    }
    table
}

/// Lines of the program's help that name a subcommand.
fn subcommands() -> BTreeSet<String> {
    let folder = tempfile::tempdir().unwrap();
    let (help, code) = shell("diptych --help", folder.path());
    assert_eq!(code, 0);
    let (_, list) = help.split_once("Commands:\n").unwrap();
    list.lines()
        .take_while(|line| !line.is_empty())
        .map(|line| line.split_whitespace().next().unwrap().to_owned())
        .collect()
}

#[test]
fn the_readme_lists_the_keys_as_they_are() {
    const BEGIN: &str = "<!-- keys -->\n";
    const END: &str = "<!-- /keys -->\n";
    let _alone = readme_alone();
    let readme = page("README.md");
    let (before, rest) = readme.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    hold(
        "README.md",
        &format!("{before}{BEGIN}{}{END}{after}", key_table()),
    );
}

#[test]
fn a_bar_in_the_table_of_keys_ends_no_cell() {
    for line in key_table().lines() {
        let bars = line.replace("\\|", "").matches('|').count();
        assert_eq!(bars, 4, "{line}");
    }
}

#[test]
fn keys_and_commands_within_the_text_are_those_of_the_table() {
    let readme = page("README.md");
    let keys: BTreeSet<&str> = COMMANDS.iter().flat_map(|row| row.keys).copied().collect();
    // Every `:name` and every sequence of two keys that is written in the text.
    for span in spans(&readme) {
        if let Some(name) = span.strip_prefix(':').filter(|name| !name.is_empty()) {
            let name = name.split(' ').next().unwrap();
            assert!(COMMANDS.iter().any(|row| row.name == name), "{span}");
        }
        let sequence = span.len() == 2 && span.starts_with(['g', ']', '[']);
        assert!(!sequence || keys.contains(span.as_str()), "{span}");
    }
}

#[test]
fn two_commands_run_and_test_the_program() {
    let readme = page("README.md");
    let shell = blocks(&readme, "sh").concat();
    let lines: Vec<&str> = shell.lines().collect();
    assert!(lines.contains(&"cargo run --release"));
    assert!(lines.contains(&"cargo test"));
    // The gate runs the very command.
    assert!(
        page(".ci/run")
            .lines()
            .any(|line| line == "step cargo test")
    );
}

#[test]
fn subcommands_and_options_of_the_readme_exist_and_none_is_forgotten() {
    let subcommands = subcommands();
    let folder = tempfile::tempdir().unwrap();
    let readme = page("README.md");
    let code = [blocks(&readme, "sh"), blocks(&readme, "console")]
        .concat()
        .concat();
    let mut lines = spans(&readme);
    lines.extend(code.lines().map(str::to_owned));
    let mut named = BTreeSet::new();
    for line in &lines {
        let line = line.strip_prefix("$ ").unwrap_or(line);
        let line = line.split(" | ").next().unwrap();
        let mut words = line.split(' ');
        if words.next() != Some("diptych") {
            continue;
        }
        let Some(second) = words.next() else {
            continue;
        };
        let is_command = subcommands.contains(second);
        if is_command {
            named.insert(second.to_owned());
        } else {
            // What is opened is a path, a reference, an option or stands for one.
            let opens = second.contains(['-', '/', '#', '.', '<', '[']);
            assert!(opens, "no subcommand {second:?}: {line}");
        }
        let command = if is_command { second } else { "" };
        let (help, _) = shell(&format!("diptych {command} --help"), folder.path());
        for option in line.split(' ').filter(|word| word.starts_with("--")) {
            assert!(help.contains(option), "no option {option}: {line}");
        }
    }
    named.insert("help".to_owned());
    assert_eq!(named, subcommands);
}

#[test]
fn the_examples_print_what_they_print() {
    let folder = tempfile::tempdir().unwrap();
    let _alone = readme_alone();
    let mut readme = page("README.md");
    for block in blocks(&readme, "console") {
        let mut made = String::new();
        for line in block.lines().filter_map(|line| line.strip_prefix("$ ")) {
            let (text, _) = shell(line, folder.path());
            let _ = write!(made, "$ {line}\n{text}");
        }
        assert!(!made.is_empty(), "an example without a command: {block}");
        readme = readme.replace(&block, &made);
    }
    hold("README.md", &readme);
}

/// Adds the names of all fields of a value.
fn fields(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                names.insert(name.clone());
                fields(value, names);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| fields(value, names)),
        _ => {}
    }
}

#[test]
fn every_field_of_the_json_is_described() {
    let folder = tempfile::tempdir().unwrap();
    // Something to list: a statement that is kept.
    let mut reading = Story::at("kaspersky-lab#s-kl-pawn", 100, 30);
    reading.keys("b");
    let mut store = Store::open_dir(&folder.path().join("data"), 0)
        .unwrap()
        .store;
    for change in &reading.saved {
        store.apply(change, 0).unwrap();
    }
    let broken = folder.path().join("broken");
    fs::create_dir(&broken).unwrap();
    fs::write(broken.join("briefing.json"), "{ \"format\": 1 }").unwrap();
    let broken = format!("check '{}'", broken.display());
    let pasted = folder.path().join("page.txt");
    let article = "Barrier to close every night\n\nBy Ada Quill\n\nThe town council voted on Tuesday to close the storm barrier at the mouth of the harbour every night until the end of the winter season.\n\n“We will not wait for a third flood,” mayor Ines Harrow told reporters outside the town hall.\n\nSign up for our newsletter\n";
    fs::write(&pasted, article).unwrap();
    let added = format!("add --dry-run '{}'", pasted.display());

    let json = page("docs/json.md");
    let (own, shared) = json.split_once("\n## Shapes that").unwrap();
    for (command, code) in [
        ("search kaspersky", 0),
        ("compare kaspersky-lab", 0),
        ("show kaspersky-lab", 0),
        ("show kaspersky-lab/axios-2018", 0),
        ("show 'kaspersky-lab#s-kl-pawn'", 0),
        ("show 'kaspersky-lab#evidence'", 0),
        ("list", 0),
        (broken.as_str(), 1),
        (added.as_str(), 0),
        ("bookmarks", 0),
        ("paths", 0),
        ("quotes kaspersky-lab/axios-2018", 0),
        ("review kaspersky-lab/axios-2018", 0),
    ] {
        let (text, status) = shell(
            &format!("diptych {command} --json 2>/dev/null"),
            folder.path(),
        );
        assert_eq!(status, code, "{command}");
        let mut names = BTreeSet::new();
        for value in serde_json::Deserializer::from_str(&text).into_iter() {
            fields(&value.unwrap(), &mut names);
        }
        assert!(names.len() > 5, "{command}: {text}");
        let verb = command.split(' ').next().unwrap();
        let heading = format!("\n## `diptych {verb} ");
        let (_, section) = own.split_once(&heading).unwrap();
        let section = section.split("\n## ").next().unwrap();
        // What `show` prints of a topic is told with `compare`.
        let topic = match verb {
            "show" => own.split_once("\n## `diptych compare ").unwrap().1,
            _ => "",
        };
        let topic = topic.split("\n## ").next().unwrap();
        for name in names {
            let code = format!("`{name}`");
            let told = [section, shared, topic].iter().any(|s| s.contains(&code));
            assert!(told, "docs/json.md: {name} of {command}");
        }
    }
}

#[test]
fn each_step_of_the_five_minutes_is_true() {
    for (width, height) in [(120, 40), (80, 24)] {
        let mut tour = Story::shipped(width, height);
        let mut step = |keys: &str, seen: &[&str]| {
            tour.keys(keys);
            let screen = tour.screen();
            for words in seen {
                assert!(screen.contains(words), "{keys}: no {words:?}\n{screen}");
            }
        };
        step("", &["23 statements", "Five articles follow"]);
        step(
            "gs",
            &["Side by side", "Shaheen", "✓ exact", "K Kaspersky Lab"],
        );
        step("}", &["Were the products used to steal American secrets"]);
        step("ggj", &["Kaspersky Lab denies any wrongdoing"]);
        step("gg<Enter>", &[" U ", "Statement 6 of 10 in Axios."]);
        step("]s", &["statement 7 of 10"]);
        step("<C-o>", &["Side by side"]);
        step("/sole purpose", &["1 of 1", "Daily Caller"]);
        step("<Enter>", &["with the sole purpose", "Match 1 of"]);
        step("gr", &["Occasion 1 of 2", "sole purpose"]);
        step("j", &["Occasion 2 of 2", "“goal”"]);
        step("<C-o>", &["with the sole purpose"]);
        step("b", &["Kept:"]);
        step("aTo be checked<Esc>", &["with the sole purpose"]);
        step("gb", &["Bookmarks", "To be checked"]);
        step("<Enter>", &["with the sole purpose"]);
        step("gbdd", &["Deleted:"]);
        step("u", &["Taken back", "To be checked"]);
        step("<C-o>Y", &["clipboard"]);
        step("?", &["Only here"]);
        step("\\zen<Enter>", &["Shows the text alone"]);
        step("qQ", &[]);
        assert!(tour.ended);
        assert!(tour.copied[0].contains("Daily Caller News Foundation"));
    }
}

#[test]
fn the_example_of_the_settings_can_be_read() {
    let readme = page("README.md");
    let examples = blocks(&readme, "toml");
    assert!(!examples.is_empty());
    for example in examples {
        diptych::runtime::config::parse(&example).unwrap();
    }
}

#[test]
fn links_lead_somewhere() {
    let mut pages = vec![root().join("README.md"), root().join("CHANGELOG.md")];
    for entry in fs::read_dir(root().join("docs")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "md") {
            pages.push(path);
        }
    }
    let mut seen = 0;
    for path in pages {
        let text = fs::read_to_string(&path).unwrap();
        for link in links(&text) {
            if link.contains("://") {
                continue;
            }
            seen += 1;
            let (file, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let target = if file.is_empty() {
                path.clone()
            } else {
                path.parent().unwrap().join(file)
            };
            let place = path.display();
            assert!(target.exists(), "{place} links to {link}");
            assert!(
                anchor.is_empty() || headings(&target).contains(anchor),
                "{place} links to {link}: no such heading"
            );
        }
    }
    assert!(seen > 5, "only {seen} links were looked at");
}

/// Targets of `[…](target)` and `![…](target)`.
fn links(text: &str) -> Vec<String> {
    let starts = text.match_indices("](");
    let targets = starts.filter_map(|(at, mark)| {
        let rest = &text[at + mark.len()..];
        rest.split([')', '\n']).next()
    });
    targets.map(str::to_owned).collect()
}

/// Anchors of a page's headings, as they are commonly made from their words.
fn headings(path: &PathBuf) -> BTreeSet<String> {
    let text = fs::read_to_string(path).unwrap();
    let lines = text.lines().filter(|line| line.starts_with('#'));
    let names = lines.map(|line| line.trim_start_matches('#').trim().to_lowercase());
    names
        .map(|name| {
            let kept = |c: &char| c.is_alphanumeric() || *c == ' ' || *c == '-' || *c == '_';
            let kept: String = name.chars().filter(kept).collect();
            kept.replace(' ', "-")
        })
        .collect()
}

#[test]
fn the_map_of_the_source_names_every_module() {
    let readme = page("README.md");
    let architecture = page("docs/architecture.md");
    for entry in fs::read_dir(root().join("src")).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let module = if entry.file_type().unwrap().is_dir() {
            if root().join("src").join(format!("{name}.rs")).exists() {
                // The rest of a file that is named.
                continue;
            }
            format!("{name}/")
        } else {
            name
        };
        assert!(readme.contains(&module), "README.md: src/{module}");
        let word = module.trim_end_matches('/').trim_end_matches(".rs");
        assert!(
            architecture.contains(word),
            "docs/architecture.md: src/{module}"
        );
    }
}

#[test]
fn the_picture_shows_the_program_as_it_is() {
    hold(
        "docs/side-by-side.svg",
        &svg::picture("gs", (120, 36), "dark"),
    );
}

#[test]
fn the_change_log_knows_this_version() {
    let heading = format!("## [{}]", env!("CARGO_PKG_VERSION"));
    assert!(page("CHANGELOG.md").contains(&heading), "{heading}");
}
