//! Changes the files of a bundle under the real reader in a pseudo-terminal, as a
//! curator with an editor would, and looks at what it shows then.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use tempfile::TempDir;

use crate::pty::{Home, Term};

const SMALL: &str = "tests/fixtures/small";
const FILES: [&str; 4] = [
    "briefing.json",
    "articles/herald.txt",
    "articles/ledger.md",
    "articles/courier.txt",
];
const HERALD: &str = "articles/herald.txt";
/// Longer than the reader waits before it says that something is broken.
const PATIENCE: Duration = Duration::from_secs(4);

/// A library with one bundle in it.
struct Library {
    dir: TempDir,
}

impl Library {
    fn new() -> Library {
        let library = Library {
            dir: TempDir::new().unwrap(),
        };
        copy(&library.bundle());
        library
    }

    fn bundle(&self) -> PathBuf {
        self.dir.path().join("library/bridge")
    }

    fn open(&self, home: &Home, at: &str) -> Term {
        let library = self.dir.path().join("library");
        let term = home.reader(&["--library", library.to_str().unwrap(), at], (30, 110));
        term.see("bridge");
        term
    }

    /// Writes as an editor does: a new file, which then takes the place of the old one.
    fn edit(&self, file: &str, from: &str, to: &str) {
        let path = self.bundle().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from}");
        let new = path.with_extension("tmp~");
        fs::write(&new, text.replace(from, to)).unwrap();
        fs::rename(new, path).unwrap();
    }

    fn reword(&self, from: &str, to: &str) {
        self.edit(HERALD, from, to);
        self.edit("briefing.json", from, to);
    }
}

fn copy(to: &Path) {
    fs::create_dir_all(to.join("articles")).unwrap();
    for file in FILES {
        fs::copy(Path::new(SMALL).join(file), to.join(file)).unwrap();
    }
}

fn zip(bundle: &Path, to: &Path) {
    let mut zip = zip::ZipWriter::new(fs::File::create(to).unwrap());
    for file in FILES {
        zip.start_file(file, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(&fs::read(bundle.join(file)).unwrap())
            .unwrap();
    }
    zip.finish().unwrap();
}

fn quit(mut term: Term) {
    term.press("Q");
    assert_eq!(term.exit_code(), 0);
}

#[test]
fn an_edit_is_shown_in_the_article_and_side_by_side() {
    let (home, library) = (Home::new(), Library::new());
    let mut term = library.open(&home, "lower-bridge/herald#p5");
    term.see("It stays closed until the spring");
    library.reword("until the spring", "until the summer");
    term.see("It stays closed until the summer");
    term.see("has changed on the disk");
    term.press("gs");
    term.see("Side by side");
    library.reword("Two of the four piers", "Three of the five piers");
    term.see("Three of the five piers");
    term.see("✓ exact");
    assert!(!term.screen().contents().contains("OLD TEXT"));
    quit(term);
}

#[test]
fn what_is_broken_is_said_to_be_old_until_it_is_mended() {
    let (home, library) = (Home::new(), Library::new());
    let mut term = library.open(&home, "lower-bridge#cracked");
    term.see("✓ exact");
    library.edit("briefing.json", "\"format\": 1,", "\"format\": 1");
    term.see_on_row(0, "OLD TEXT");
    term.see("? old text");
    assert!(!term.screen().contents().contains('✓'));
    term.press("b");
    term.see("Old text: the bundle cannot be read now. Kept:");
    term.press("gp");
    term.see("This is wrong with its bundle now");
    term.see("briefing.json");
    term.press("q");
    term.see("? old text");
    library.edit("briefing.json", "\"format\": 1", "\"format\": 1,");
    term.see("✓ exact");
    term.see("is as it was");
    assert!(!term.screen().contents().contains("OLD TEXT"));
    quit(term);
    assert!(home.run(&["bookmarks"]).contains("Two of the four"));
}

#[test]
fn a_missing_article_is_broken_too() {
    let (home, library) = (Home::new(), Library::new());
    let term = library.open(&home, "lower-bridge#cracked");
    term.see("✓ exact");
    let text = fs::read(library.bundle().join(HERALD)).unwrap();
    fs::remove_file(library.bundle().join(HERALD)).unwrap();
    term.see("? old text");
    fs::write(library.bundle().join(HERALD), text).unwrap();
    term.see("✓ exact");
    quit(term);
}

#[test]
fn a_save_in_several_steps_never_flashes() {
    let (home, library) = (Home::new(), Library::new());
    let term = library.open(&home, "lower-bridge/herald#p5");
    term.see("until the spring");
    library.edit(HERALD, "until the spring", "until the summer");
    let path = library.bundle().join("briefing.json");
    let json = fs::read_to_string(&path).unwrap();
    let json = json.replace("until the spring", "until the summer");
    let mut file = fs::File::create(&path).unwrap();
    let (one, two) = json.split_at(json.len() / 2);
    file.write_all(one.as_bytes()).unwrap();
    file.sync_all().unwrap();
    sleep(Duration::from_millis(900));
    file.write_all(two.as_bytes()).unwrap();
    drop(file);
    term.see("until the summer");
    sleep(PATIENCE);
    assert!(!term.raw().contains("OLD TEXT"));
    quit(term);
}

#[test]
fn a_deleted_bundle_is_said_to_be_gone_and_comes_back() {
    let (home, library) = (Home::new(), Library::new());
    let mut term = library.open(&home, "lower-bridge/herald#p5");
    term.see("It stays closed");
    fs::remove_dir_all(library.bundle()).unwrap();
    term.see_on_row(0, "OLD TEXT");
    term.press("j");
    term.see("It stays closed");
    copy(&library.bundle());
    term.wait("the notice goes", |screen| {
        !screen.contents().contains("OLD TEXT") && screen.contents().contains("It stays closed")
    });
    quit(term);
}

#[test]
fn a_zip_of_the_same_id_takes_the_place_of_a_folder() {
    let (home, library) = (Home::new(), Library::new());
    let mut term = library.open(&home, "lower-bridge/herald#p5");
    term.see("It stays closed until the spring");
    library.reword("until the spring", "until the summer");
    let file = library.dir.path().join("bridge.briefing");
    zip(&library.bundle(), &file);
    fs::remove_dir_all(library.bundle()).unwrap();
    let there = library.dir.path().join("library/bridge.briefing");
    fs::rename(&file, &there).unwrap();
    term.see("It stays closed until the summer");
    term.wait("the notice goes", |screen| {
        !screen.contents().contains("OLD TEXT")
    });
    // Another zip in its place is followed, too.
    copy(&library.bundle());
    library.reword("until the spring", "until the autumn");
    zip(&library.bundle(), &file);
    fs::remove_dir_all(library.bundle()).unwrap();
    fs::rename(&file, &there).unwrap();
    term.see("It stays closed until the autumn");
    // What is wrong with it is told of the zip.
    term.press("gp");
    term.see("bridge.briefing · briefing.json");
    quit(term);
}

#[test]
fn what_stands_in_for_a_deleted_bundle_gives_way_when_it_is_back() {
    let (home, library) = (Home::new(), Library::new());
    let mut term = library.open(&home, "lower-bridge/herald#p5");
    term.see("It stays closed until the spring");
    let aside = library.dir.path().join("aside");
    fs::rename(library.bundle(), &aside).unwrap();
    term.see_on_row(0, "OLD TEXT");
    // A zip beside it stands in for it, and is said to.
    let copied = library.dir.path().join("copied");
    copy(&copied);
    let there = library.dir.path().join("library/bridge.briefing");
    zip(&copied, &library.dir.path().join("new"));
    fs::rename(library.dir.path().join("new"), &there).unwrap();
    term.see("is gone; the one of the same id");
    term.press("g?");
    term.see("in place of:");
    fs::rename(&aside, library.bundle()).unwrap();
    term.see("is back and is shown again");
    library.reword("until the spring", "until the summer");
    term.press("\u{f}");
    term.see("It stays closed until the summer");
    quit(term);
}

#[test]
fn a_note_a_selection_a_mark_and_the_way_back_outlive_a_change() {
    let (home, library) = (Home::new(), Library::new());
    let mut term = library.open(&home, "lower-bridge/herald#p5");
    term.see("It stays closed until the spring");
    term.press("]s[sma");
    term.see("Mark a is set");
    term.press("gs");
    term.see("Side by side");
    term.press("\u{f}");
    term.see("It stays closed");
    term.press("Vis");
    term.see("“It stays closed");
    term.press("a");
    term.press("ask the cou");
    term.see("ask the cou");
    library.edit(
        HERALD,
        "The city council closed",
        "At last, the city council closed",
    );
    term.see("At last, the city council");
    term.press("ncil");
    term.see("ask the council");
    term.press("\u{1b}");
    term.see("The note is kept");
    term.press("gg'a");
    term.see("Mark a.");
    term.press("y");
    quit(term);
    let kept = home.run(&["bookmarks"]);
    assert!(kept.contains("ask the council"), "{kept}");
    assert!(kept.contains("It stays closed until the spring"), "{kept}");
}

#[test]
fn a_linked_bundle_is_followed_where_its_files_are() {
    let (home, library) = (Home::new(), Library::new());
    let aside = library.dir.path().join("aside");
    fs::rename(library.bundle(), &aside).unwrap();
    std::os::unix::fs::symlink(&aside, library.bundle()).unwrap();
    let mut term = library.open(&home, "lower-bridge/herald#p5");
    term.see("until the spring");
    for file in [HERALD, "briefing.json"] {
        let text = fs::read_to_string(aside.join(file)).unwrap();
        fs::write(
            aside.join(file),
            text.replace("until the spring", "until the summer"),
        )
        .unwrap();
    }
    term.see("until the summer");
    // Library and search have it, too.
    term.press("gl/summer");
    term.see("City council: 1 statement");
    term.press("\r");
    term.see_on_row(0, "Herald");
    quit(term);
}

#[test]
fn the_same_size_and_time_may_be_other_words() {
    let (home, library) = (Home::new(), Library::new());
    let term = library.open(&home, "lower-bridge/herald#p5");
    term.see("until the spring");
    let path = library.bundle().join(HERALD);
    let times = fs::metadata(&path).unwrap().modified().unwrap();
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("the spring", "the summer")).unwrap();
    fs::File::options()
        .write(true)
        .open(&path)
        .unwrap()
        .set_modified(times)
        .unwrap();
    term.see("until the summer");
    quit(term);
}

#[test]
fn library_and_results_open_what_is_there() {
    let (home, library) = (Home::new(), Library::new());
    let mut term = library.open(&home, "lower-bridge");
    term.see("The lower bridge");
    term.press("gs");
    term.see("Side by side");
    library.edit("briefing.json", "The lower bridge", "The upper bridge");
    library.reword("until the spring", "until the sommer");
    term.press("gl");
    term.see("The upper bridge");
    term.press("\r");
    term.see_on_row(0, "The upper bridge");
    library.reword("until the sommer", "until the winter");
    term.press("/winter");
    // Found as soon as the index has it, without another key.
    term.see("City council: 1 statement");
    term.press("\r");
    term.see("It stays closed until the winter");
    quit(term);
}

#[test]
fn reload_answers() {
    let (home, library) = (Home::new(), Library::new());
    let mut term = library.open(&home, "lower-bridge/herald#p5");
    term.see("until the spring");
    term.press(":reload\r");
    term.see("Nothing has changed on the disk.");
    quit(term);
}

#[test]
fn doctor_says_of_each_library_whether_it_is_watched() {
    let (home, library) = (Home::new(), Library::new());
    let path = library.dir.path().join("library");
    let told = home.run(&["--library", path.to_str().unwrap(), "doctor"]);
    let line = told.lines().find(|line| line.contains("library"));
    assert!(line.unwrap().starts_with("ok"), "{told}");
}
