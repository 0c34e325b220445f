//! The index under the real program: killed at any moment, cut off, damaged,
//! foreign, of another version, on a full disk, where nothing can be written,
//! and with several processes at once. Searching still answers, and nothing of
//! the library is touched.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::generate::{Plan, write_library};
use tempfile::TempDir;

struct World {
    dir: TempDir,
    cache: PathBuf,
}

impl World {
    fn new(briefings: usize) -> World {
        let dir = TempDir::new().unwrap();
        let plan = Plan {
            briefings,
            articles: 2,
            paragraphs: 4,
            seed: 5,
            article_bytes: 0,
        };
        write_library(&plan, &dir.path().join("library")).unwrap();
        let cache = dir.path().join("cache");
        World { dir, cache }
    }

    fn library(&self) -> PathBuf {
        self.dir.path().join("library")
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_diptych"));
        command
            .env("DIPTYCH_CACHE", &self.cache)
            .env("DIPTYCH_DATA", self.dir.path().join("data"))
            .env("DIPTYCH_CONFIG", self.dir.path().join("config"))
            .args(words)
            .arg("--library")
            .arg(self.library());
        command
    }

    fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().unwrap()
    }

    fn start(&self, words: &[&str]) -> Child {
        let mut command = self.command(words);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    }

    /// Asks, and returns the references that were found; `told` is what was said beside.
    fn search(&self) -> (Vec<String>, String) {
        read(&self.run(&[
            "search",
            "--json",
            "--limit",
            "500",
            "independent",
            "review",
        ]))
    }

    /// Returns the folders of all generations.
    fn generations(&self) -> Vec<PathBuf> {
        let library = fs::read_dir(self.cache.join("index")).unwrap().next();
        let mut found: Vec<PathBuf> = fs::read_dir(library.unwrap().unwrap().path())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_dir())
            .collect();
        found.sort();
        found
    }

    /// Returns the folder of the generation that is in use.
    fn generation(&self) -> PathBuf {
        self.generations().pop().unwrap()
    }
}

fn read(output: &Output) -> (Vec<String>, String) {
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!told.contains("panicked at"), "{told}");
    assert!(
        matches!(output.status.code(), Some(0 | 1)),
        "{:?}: {told}",
        output.status
    );
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let results = json["results"].as_array().unwrap();
    let mut found: Vec<String> = results
        .iter()
        .map(|hit| hit["ref"].as_str().unwrap().to_owned())
        .collect();
    found.sort();
    (found, told)
}

/// What is done to a file; none to remove it.
type Damage = fn(&[u8]) -> Option<Vec<u8>>;

/// Every file below a folder with its content.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    found
}

#[test]
fn killed_at_any_moment_it_goes_on() {
    let world = World::new(24);
    let before = files(&world.library());
    let (whole, _) = world.search();
    assert!(!whole.is_empty());
    for millis in [1, 5, 10, 20, 40, 60, 90, 130, 200, 300] {
        let mut child = world.start(&["index", "--rebuild"]);
        sleep(Duration::from_millis(millis));
        let _ = child.kill();
        child.wait().unwrap();
        let (found, told) = world.search();
        assert_eq!(found, whole, "after {millis} ms: {told}");
        assert!(told.is_empty(), "the old index is whole: {told}");
    }
    // What was left aside goes with the next one that is whole.
    assert!(world.run(&["index", "--rebuild"]).status.success());
    assert_eq!(world.generations().len(), 1);
    for millis in [1, 5, 10, 20, 40, 60, 90, 130, 200, 300] {
        fs::remove_dir_all(&world.cache).unwrap();
        let mut child = world.start(&["index"]);
        sleep(Duration::from_millis(millis));
        let _ = child.kill();
        child.wait().unwrap();
        let (found, told) = world.search();
        assert_eq!(found, whole, "first time, after {millis} ms: {told}");
    }
    assert_eq!(files(&world.library()), before);
}

#[test]
fn while_it_is_built_anew_the_old_one_answers() {
    let world = World::new(24);
    let (whole, _) = world.search();
    let old = world.generation();
    let mut child = world.start(&["index", "--rebuild"]);
    while child.try_wait().unwrap().is_none() {
        let (found, told) = world.search();
        assert_eq!((found, told.as_str()), (whole.clone(), ""));
    }
    assert!(child.wait().unwrap().success());
    assert_ne!(world.generation(), old);
    assert_eq!(world.search(), (whole, String::new()));
}

#[test]
fn files_that_are_cut_damaged_or_foreign_are_told_and_rebuilt() {
    let world = World::new(6);
    let (whole, told) = world.search();
    assert!(told.is_empty(), "{told}");
    let damages: [Damage; 4] = [
        |_| None,
        |bytes| Some(bytes[..bytes.len() / 2].to_vec()),
        |_| Some(b"nothing of ours\n".to_vec()),
        |bytes| Some(bytes.iter().map(|b| b ^ 0x55).collect()),
    ];
    for (n, damage) in damages.into_iter().enumerate() {
        let names: Vec<PathBuf> = files(&world.generation()).into_keys().collect();
        let mut kinds: BTreeMap<String, PathBuf> = BTreeMap::new();
        for name in names {
            let kind = name.extension().unwrap_or(name.file_name().unwrap());
            kinds.insert(kind.to_string_lossy().into_owned(), name.clone());
        }
        for kind in kinds.keys() {
            if kind.starts_with('.') || kind == "lock" {
                continue;
            }
            assert!(world.run(&["index"]).status.success());
            let Some((file, bytes)) = files(&world.generation()).into_iter().find(|(name, _)| {
                name.extension()
                    .is_some_and(|e| e.to_string_lossy() == *kind)
            }) else {
                continue;
            };
            match damage(&bytes) {
                None => fs::remove_file(&file).unwrap(),
                Some(other) => fs::write(&file, other).unwrap(),
            }
            // What is damaged may hide from one question; nothing breaks, though.
            let _ = world.search();
            let mended = world.run(&["index"]);
            assert!(mended.status.success(), "{n} {kind}: {mended:?}");
            let (found, told) = world.search();
            assert_eq!(found, whole, "{n} {kind}: {told}");
        }
    }
}

#[test]
fn a_damaged_catalogue_and_another_version_are_passed_over() {
    let world = World::new(4);
    let (whole, _) = world.search();
    let folder = world.generation().parent().unwrap().to_owned();
    let catalogue = folder.join("catalogue");
    let bytes = fs::read(&catalogue).unwrap();
    for other in [&bytes[..bytes.len() / 2], b"", b"foreign\n", &[0xff; 64]] {
        fs::write(&catalogue, other).unwrap();
        assert_eq!(world.search().0, whole);
    }
    fs::create_dir(folder.join("v999-7")).unwrap();
    fs::write(folder.join("v999-7/meta.json"), "of a later program").unwrap();
    fs::create_dir(folder.join("mine")).unwrap();
    fs::write(folder.join("mine/letter.txt"), "not ours").unwrap();
    assert_eq!(world.search().0, whole);
    assert!(folder.join("mine/letter.txt").exists());
}

#[test]
fn where_nothing_can_be_written_memory_answers_and_one_line_tells() {
    let mut world = World::new(4);
    let (whole, _) = world.search();
    // A file where the folder should be: also an administrator cannot write there.
    let file = world.dir.path().join("file");
    fs::write(&file, "mine").unwrap();
    world.cache = file.join("cache");
    let (found, told) = world.search();
    assert_eq!(found, whole);
    assert_eq!(told.lines().count(), 1, "{told}");
    assert!(told.contains("kept in memory"), "{told}");
    let refused = world.run(&["index"]);
    assert_eq!(refused.status.code(), Some(2));
    assert_eq!(fs::read_to_string(file).unwrap(), "mine");
}

#[test]
fn on_a_full_disk_memory_answers() {
    let mut world = World::new(12);
    let (whole, _) = world.search();
    let small = world.dir.path().join("small");
    fs::create_dir(&small).unwrap();
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"])
        .arg(&small)
        .output();
    if !mounted.is_ok_and(|m| m.status.success()) {
        // Only an administrator may make a disk that is soon full.
        return;
    }
    world.cache = small.join("cache");
    let (found, told) = world.search();
    let unmounted = Command::new("umount").arg(&small).status();
    assert!(unmounted.is_ok_and(|status| status.success()));
    assert_eq!(found, whole, "{told}");
    assert!(told.contains("kept in memory"), "{told}");
}

#[test]
fn several_processes_at_once_all_answer() {
    let world = World::new(16);
    let (whole, _) = world.search();
    let writers: Vec<Child> = (0..2)
        .map(|_| world.start(&["index", "--rebuild"]))
        .collect();
    let ask = [
        "search",
        "--json",
        "--limit",
        "500",
        "independent",
        "review",
    ];
    let askers: Vec<Child> = (0..4).map(|_| world.start(&ask)).collect();
    for asker in askers {
        let (found, told) = read(&asker.wait_with_output().unwrap());
        assert_eq!(found, whole, "{told}");
    }
    for writer in writers {
        let output = writer.wait_with_output().unwrap();
        assert!(output.status.success(), "{output:?}");
    }
    assert_eq!(world.search().0, whole);
}

#[test]
fn one_changed_briefing_costs_one_briefing() {
    let world = World::new(8);
    let count =
        |output: &Output| -> serde_json::Value { serde_json::from_slice(&output.stdout).unwrap() };
    let first = count(&world.run(&["index", "--json"]));
    assert_eq!(first["indexed"], first["briefings"]);
    let again = count(&world.run(&["index", "--json"]));
    assert_eq!(again["indexed"], 0);
    let file = world.library().join("made-000003/briefing.json");
    let json = fs::read_to_string(&file).unwrap();
    fs::write(
        &file,
        json.replacen("\"title\": \"", "\"title\": \"Anew: ", 1),
    )
    .unwrap();
    let changed = count(&world.run(&["index", "--json"]));
    assert_eq!(changed["indexed"], 1);
}
