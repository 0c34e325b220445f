//! Runs the fuzz targets without a fuzzer: over their seeds and over seeds that are
//! changed at random, the same ones each time.

#[path = "../../fuzz/session.rs"]
mod session;
#[path = "../../fuzz/targets.rs"]
mod targets;

use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};

/// A number from the numbers before: the same ones each time.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }
}

/// What stands in many inputs and means something there.
const WORDS: [&[u8]; 20] = [
    b"\x1b",
    b"\x1b[",
    b"\x1b]11;",
    b"\x1b\\",
    b"\x07",
    b"\x1b[200~",
    b"\x1b[201~",
    b"\x1bP",
    b"\x00",
    b"\xff",
    b"\"",
    b"null",
    b"{",
    b"]",
    b"-1",
    b"\xe2\x80\x9c",
    b"\xcc\x81",
    b"OR ",
    b"who:",
    b"PK\x01\x02",
];

fn changed(seeds: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = seeds[chance.below(seeds.len())].clone();
    for _ in 0..=chance.below(6) {
        let at = chance.below(bytes.len() + 1);
        let end = at + chance.below((bytes.len() - at).min(40) + 1);
        match chance.below(6) {
            0 if at < bytes.len() => bytes[at] ^= 1 << chance.below(8),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let again = bytes[at..end].to_vec();
                bytes.splice(at..at, again);
            }
            3 => {
                let other = &seeds[chance.below(seeds.len())];
                let from = chance.below(other.len() + 1);
                let to = from + chance.below((other.len() - from).min(200) + 1);
                bytes.splice(at..end, other[from..to].iter().copied());
            }
            4 => bytes.truncate(at),
            _ => {
                let word = WORDS[chance.below(WORDS.len())];
                bytes.splice(at..at, word.iter().copied());
            }
        }
    }
    bytes
}

fn run(name: &str, target: fn(&[u8]), usual: usize) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/seeds")
        .join(name);
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let seeds: Vec<Vec<u8>> = files.iter().map(|file| fs::read(file).unwrap()).collect();
    assert!(!seeds.is_empty(), "{name} has no seeds");
    for (file, seed) in files.iter().zip(&seeds) {
        attempt(&file.display().to_string(), target, seed);
    }
    let asked = std::env::var("DIPTYCH_FUZZ_RUNS").ok();
    let runs = asked.and_then(|runs| runs.parse().ok()).unwrap_or(usual);
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    for number in 0..runs {
        let bytes = changed(&seeds, &mut chance);
        attempt(&format!("{name}, run {number}"), target, &bytes);
    }
}

/// Runs a target; where it fails, the input is kept to look at.
fn attempt(what: &str, target: fn(&[u8]), bytes: &[u8]) {
    if panic::catch_unwind(AssertUnwindSafe(|| target(bytes))).is_err() {
        let file = std::env::temp_dir().join("diptych-fuzz-input");
        let _ = fs::write(&file, bytes);
        panic!(
            "{what}: failed as told above; the input is in {}",
            file.display()
        );
    }
}

#[test]
fn any_briefing_is_read_or_refused() {
    run("bundle", targets::bundle, 400);
}

#[test]
fn any_briefing_is_edited_or_left_as_it_was() {
    run("edit", targets::edit, 2_000);
}

#[test]
fn any_zip_is_read_or_refused() {
    run("zip", targets::zip, 400);
}

#[test]
fn any_import_is_read_or_refused() {
    run("import", targets::import, 2_000);
}

#[test]
fn any_settings_are_read_or_refused() {
    run("settings", targets::settings, 2_000);
}

#[test]
fn any_bytes_of_a_terminal_are_read() {
    run("terminal", targets::terminal, 5_000);
}

#[test]
fn any_question_is_answered() {
    run("query", targets::query, 200);
}

#[test]
fn any_article_is_searched_for_quotations() {
    run("quotes", targets::quotes, 5_000);
}

#[test]
fn any_text_of_an_article_is_read() {
    run("articles", targets::articles, 400);
}

#[test]
fn any_page_gives_articles_or_a_reason() {
    run("pages", targets::pages, 200);
}

#[test]
fn any_keys_leave_a_screen() {
    run("keys", session::keys, 200);
}
