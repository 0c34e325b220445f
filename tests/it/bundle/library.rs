//! Which bundles are found, and that a broken one leaves its neighbours alone.

use std::fs;

use diptych::bundle::{LibraryRoot, discover, load, resolve_duplicates};
use diptych::model::{BundleSource, EntryState, Severity};
use tempfile::TempDir;

use super::support::Bundle;

fn path(dir: &TempDir, name: &str) -> std::path::PathBuf {
    dir.path().join(name)
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_told_and_takes_no_neighbour_down() {
    let dir = TempDir::new().unwrap();
    let elsewhere = TempDir::new().unwrap();
    Bundle::valid().write(&path(&elsewhere, "b"));
    Bundle::valid().write(&path(&dir, "a"));
    let link = |name: &str, target: std::path::PathBuf| {
        std::os::unix::fs::symlink(target, path(&dir, name)).unwrap();
    };
    link("sound", path(&elsewhere, "b"));
    link("dead", path(&elsewhere, "gone"));
    link("circle", path(&dir, "circle"));
    let (sources, problems) = discover(&[LibraryRoot::Path(dir.path().to_owned())]);
    assert_eq!(sources.len(), 2);
    let told: Vec<_> = problems
        .iter()
        .map(|p| (p.severity, p.message.as_str()))
        .collect();
    assert_eq!(told.len(), 2, "{told:?}");
    for ((severity, message), name) in told.iter().zip(["circle", "dead"]) {
        assert_eq!(*severity, Severity::Warning);
        assert!(
            message.contains(&format!("the link \"{name}\" leads nowhere")),
            "{message}"
        );
    }
    assert!(
        problems[1].bundle.ends_with("dead"),
        "{}",
        problems[1].bundle
    );
}

#[test]
fn a_root_is_a_bundle_or_a_folder_of_bundles() {
    let dir = TempDir::new().unwrap();
    Bundle::valid().write(&path(&dir, "b"));
    Bundle::valid().write(&path(&dir, "a"));
    fs::write(path(&dir, "c.briefing"), "no zip").unwrap();
    fs::write(path(&dir, "notes.txt"), "").unwrap();
    fs::create_dir(path(&dir, "empty")).unwrap();

    let all = LibraryRoot::Path(dir.path().to_owned());
    let (sources, problems) = discover(std::slice::from_ref(&all));
    assert_eq!(problems, []);
    let expected = [
        BundleSource::Folder(path(&dir, "a")),
        BundleSource::Folder(path(&dir, "b")),
        BundleSource::Zip(path(&dir, "c.briefing")),
    ];
    assert_eq!(sources, expected);

    let one = LibraryRoot::Path(path(&dir, "b"));
    assert_eq!(
        discover(std::slice::from_ref(&one)).0,
        [BundleSource::Folder(path(&dir, "b"))]
    );
    // Named twice, listed once, where it was named first.
    let (sources, _) = discover(&[one, all]);
    assert_eq!(sources.len(), 3);
    assert_eq!(sources[0], BundleSource::Folder(path(&dir, "b")));
}

#[cfg(unix)]
#[test]
fn a_dead_link_in_a_library_is_told() {
    let dir = TempDir::new().unwrap();
    Bundle::valid().write(&path(&dir, "b"));
    std::os::unix::fs::symlink(path(&dir, "away"), path(&dir, "dead")).unwrap();
    std::os::unix::fs::symlink(path(&dir, "b"), path(&dir, "living")).unwrap();
    let (sources, problems) = discover(&[LibraryRoot::Path(dir.path().to_owned())]);
    assert_eq!(sources.len(), 2);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0].severity, Severity::Warning);
    assert!(problems[0].bundle.ends_with("dead"), "{problems:?}");
    assert!(problems[0].message.contains("leads nowhere"));
}

#[test]
fn a_root_that_is_none_is_told() {
    let dir = TempDir::new().unwrap();
    fs::write(path(&dir, "file.txt"), "").unwrap();
    let roots = ["missing", "file.txt"].map(|name| LibraryRoot::Path(path(&dir, name)));
    let (sources, problems) = discover(&roots);
    assert_eq!(sources, []);
    assert_eq!(problems.len(), 2);
    assert!(problems.iter().all(|p| p.severity == Severity::Error));
    assert!(problems[0].bundle.ends_with("missing"));
    assert!(problems[1].message.contains("no bundle"));
}

#[test]
fn a_broken_bundle_is_listed_and_its_neighbours_open() {
    let dir = TempDir::new().unwrap();
    Bundle::valid().write(&path(&dir, "good"));
    Bundle::with("\"speaker\": \"shaw\"", "\"speaker\": \"shay\"").write(&path(&dir, "bad"));
    Bundle::valid()
        .put("briefing.json", "{")
        .write(&path(&dir, "worse"));
    fs::write(path(&dir, "worst.briefing"), [0, 1, 2]).unwrap();
    let (sources, _) = discover(&[LibraryRoot::Path(dir.path().to_owned())]);
    let entries = resolve_duplicates(sources.iter().map(|s| load(s).entry).collect());
    let shown: Vec<_> = entries
        .iter()
        .map(|e| (e.id.as_str(), e.title.as_str(), e.state))
        .collect();
    assert_eq!(
        shown,
        [
            ("valid", "A valid briefing", EntryState::Broken),
            ("valid", "A valid briefing", EntryState::Ready),
            ("worse", "worse", EntryState::Broken),
            ("worst", "worst", EntryState::Broken),
        ]
    );
    assert_eq!(entries[0].counts.statements, 2);
    for entry in entries.iter().filter(|e| e.state == EntryState::Broken) {
        assert!(entry.count(Severity::Fatal) > 0);
    }
}
