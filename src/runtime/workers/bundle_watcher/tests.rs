use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::*;

const JSON: &str = include_str!("../../../../tests/fixtures/small/briefing.json");

struct Bundle {
    _dir: TempDir,
    path: PathBuf,
    watched: WatchedBundle,
    begun: Instant,
    clock: i64,
}

impl Bundle {
    fn new() -> Bundle {
        let dir = TempDir::new().unwrap();
        let path = dir.path().join("bridge");
        copy(&path);
        let source = BundleSource::Folder(path.clone());
        let clock = clock::now() + 60;
        let seen = bundle::read_metadata(&source, clock);
        assert!(seen.is_settled);
        Bundle {
            _dir: dir,
            path,
            watched: WatchedBundle::new(source, Some(seen)),
            begun: Instant::now(),
            clock,
        }
    }

    fn write(&self, json: &str) {
        fs::write(self.path.join("briefing.json"), json).unwrap();
    }

    /// Looks so many milliseconds after the beginning; returns the title that it reads.
    fn at(&mut self, millis: u64) -> Option<Result<String, usize>> {
        let now = self.begun + Duration::from_millis(millis);
        let (news, _) = self.watched.poll(now, self.clock);
        news.map(|n| n.map(|b| b.title).map_err(|p| p.len()))
    }
}

fn copy(path: &Path) {
    fs::create_dir_all(path.join("articles")).unwrap();
    for file in [
        "briefing.json",
        "articles/herald.txt",
        "articles/ledger.md",
        "articles/courier.txt",
    ] {
        let from = Path::new("tests/fixtures/small").join(file);
        fs::write(path.join(file), fs::read(from).unwrap()).unwrap();
    }
}

#[test]
fn what_does_not_change_is_not_read() {
    let mut bundle = Bundle::new();
    for millis in [0, 1000, 2000, 60_000] {
        assert!(bundle.at(millis).is_none());
    }
}

#[test]
fn a_change_is_told_once_when_it_is_quiet() {
    let mut bundle = Bundle::new();
    bundle.write(&JSON.replace("The lower bridge", "The upper bridge"));
    assert!(bundle.at(1000).is_none());
    assert_eq!(bundle.at(1300), Some(Ok("The upper bridge".to_owned())));
    assert!(bundle.at(2300).is_none());
}

#[test]
fn a_save_in_several_steps_is_never_told_as_broken() {
    let mut bundle = Bundle::new();
    bundle.write(&JSON[..400]);
    for millis in [1000, 1300, 1600, 1900, 2500] {
        assert!(bundle.at(millis).is_none(), "{millis}");
    }
    bundle.write(&JSON.replace("The lower bridge", "The upper bridge"));
    assert!(bundle.at(2800).is_none());
    assert_eq!(bundle.at(3100), Some(Ok("The upper bridge".to_owned())));
}

#[test]
fn what_stays_broken_is_told_and_so_is_its_mending() {
    let mut bundle = Bundle::new();
    bundle.write("{");
    let mut told = Vec::new();
    for millis in (1000..5000).step_by(300) {
        told.extend(bundle.at(millis));
    }
    assert!(matches!(told.as_slice(), [Err(1..)]), "{told:?}");
    bundle.write(JSON);
    assert!(bundle.at(6000).is_none());
    assert_eq!(bundle.at(6300), Some(Ok("The lower bridge".to_owned())));
}

#[test]
fn what_never_comes_to_rest_is_told_all_the_same() {
    let mut bundle = Bundle::new();
    let mut told = None;
    let mut millis = 1000;
    while told.is_none() && millis < 30_000 {
        // A stamp of its own for each step, however coarse the clock of the disk is.
        bundle.write(&format!("{{{}", " ".repeat(millis as usize)));
        told = bundle.at(millis);
        millis += 200;
    }
    assert!(matches!(told, Some(Err(1..))), "{told:?} after {millis}");
    assert!((11_000..=11_500).contains(&millis), "{millis}");
}

#[test]
fn a_deleted_bundle_is_told_and_one_that_comes_back() {
    let mut bundle = Bundle::new();
    fs::remove_dir_all(&bundle.path).unwrap();
    let mut told = Vec::new();
    for millis in (1000..5000).step_by(300) {
        told.extend(bundle.at(millis));
    }
    assert!(matches!(told.as_slice(), [Err(1..)]), "{told:?}");
    copy(&bundle.path);
    assert!(bundle.at(6000).is_none());
    assert_eq!(bundle.at(6300), Some(Ok("The lower bridge".to_owned())));
}

#[test]
fn an_editor_that_deletes_and_writes_anew_is_no_deletion() {
    let mut bundle = Bundle::new();
    let file = bundle.path.join("briefing.json");
    fs::remove_file(&file).unwrap();
    assert!(bundle.at(1000).is_none());
    assert!(bundle.at(1300).is_none());
    let new = bundle.path.join(".briefing.json.tmp");
    fs::write(&new, JSON.replace("The lower bridge", "The wooden bridge")).unwrap();
    fs::rename(&new, &file).unwrap();
    assert!(bundle.at(1600).is_none());
    assert_eq!(bundle.at(1900), Some(Ok("The wooden bridge".to_owned())));
}

#[test]
fn what_changes_within_the_grain_of_the_clock_is_read_once_more() {
    let mut bundle = Bundle::new();
    let real = bundle.clock - 60;
    // Read at the very moment at which it was written: the same size and time may
    // stand for other words a moment later.
    let seen = bundle::read_metadata(&bundle.watched.source, real);
    assert!(!seen.is_settled);
    bundle.watched.loaded = Some(seen);
    bundle.clock = real;
    assert!(bundle.at(1000).is_none());
    bundle.clock = real + 60;
    assert_eq!(bundle.at(4000), Some(Ok("The lower bridge".to_owned())));
    assert!(bundle.at(5000).is_none());
}

#[test]
fn links_are_followed_to_the_files() {
    let mut bundle = Bundle::new();
    let dir = TempDir::new().unwrap();
    let aside = dir.path().join("aside");
    fs::rename(&bundle.path, &aside).unwrap();
    std::os::unix::fs::symlink(&aside, &bundle.path).unwrap();
    bundle.watched.loaded = Some(bundle::read_metadata(&bundle.watched.source, bundle.clock));
    assert!(bundle.at(0).is_none());
    let json = JSON.replace("The lower bridge", "The upper bridge");
    fs::write(aside.join("briefing.json"), json).unwrap();
    assert!(bundle.at(1000).is_none());
    assert_eq!(bundle.at(1300), Some(Ok("The upper bridge".to_owned())));
}

#[test]
fn what_was_read_at_an_unknown_time_is_read_at_once() {
    let mut bundle = Bundle::new();
    bundle.watched.loaded = None;
    assert_eq!(bundle.at(0), Some(Ok("The lower bridge".to_owned())));
    assert!(bundle.at(1000).is_none());
}
