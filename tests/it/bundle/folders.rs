//! What a folder may not hold: links that lead out, and files that are none.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;
use std::time::{Duration, Instant};

use diptych::bundle::{LoadedBundle, load};
use diptych::model::BundleSource;
use tempfile::TempDir;

use super::support::{Bundle, ONE, VALID, told};

/// Loads a folder that holds the valid bundle, changed by `change`.
fn load_changed(change: impl FnOnce(&std::path::Path)) -> LoadedBundle {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("outside.txt"), ONE).unwrap();
    fs::write(dir.path().join("outside.json"), VALID).unwrap();
    let folder = dir.path().join("valid");
    Bundle::valid().write(&folder);
    change(&folder);
    load(&BundleSource::Folder(folder))
}

fn is_told(loaded: &LoadedBundle, path: &str, message: &str) {
    let found = |p: &&diptych::model::Problem| p.path == path && p.message.contains(message);
    assert!(
        loaded.problems.iter().find(found).is_some(),
        "{:?}",
        told(loaded)
    );
    assert!(loaded.briefing.is_none());
}

#[test]
fn links_that_lead_out_are_refused() {
    let loaded = load_changed(|folder| {
        fs::remove_file(folder.join("articles/one.txt")).unwrap();
        symlink("../../outside.txt", folder.join("articles/one.txt")).unwrap();
    });
    is_told(
        &loaded,
        "articles[0].text",
        "a link that leads out of the bundle",
    );

    let loaded = load_changed(|folder| {
        fs::remove_file(folder.join("briefing.json")).unwrap();
        symlink("../outside.json", folder.join("briefing.json")).unwrap();
    });
    is_told(&loaded, "", "a link that leads out of the bundle");

    let loaded = load_changed(|folder| {
        fs::rename(folder.join("articles"), folder.with_file_name("elsewhere")).unwrap();
        symlink("../elsewhere", folder.join("articles")).unwrap();
    });
    is_told(
        &loaded,
        "articles[0].text",
        "a link that leads out of the bundle",
    );

    let loaded = load_changed(|folder| {
        fs::remove_file(folder.join("articles/one.txt")).unwrap();
        symlink("one.txt", folder.join("articles/one.txt")).unwrap();
    });
    is_told(&loaded, "articles[0].text", "cannot be read");
}

#[test]
fn of_what_is_outside_no_name_is_told() {
    let loaded = load_changed(|folder| {
        fs::remove_dir_all(folder.join("articles")).unwrap();
        let elsewhere = folder.with_file_name("elsewhere");
        fs::create_dir(&elsewhere).unwrap();
        fs::write(elsewhere.join("onee.txt"), "").unwrap();
        symlink("../elsewhere", folder.join("articles")).unwrap();
    });
    assert!(!told(&loaded).concat().contains("onee.txt"));
}

#[test]
fn links_inside_are_followed() {
    let loaded = load_changed(|folder| {
        fs::rename(folder.join("articles/two.md"), folder.join("two.md")).unwrap();
        symlink("../two.md", folder.join("articles/two.md")).unwrap();
    });
    assert_eq!(told(&loaded), [""; 0]);
}

#[test]
fn a_bundle_may_itself_be_a_link() {
    let dir = TempDir::new().unwrap();
    Bundle::valid().write(&dir.path().join("real"));
    symlink("real", dir.path().join("link")).unwrap();
    let loaded = load(&BundleSource::Folder(dir.path().join("link")));
    assert_eq!(told(&loaded), [""; 0]);
}

#[test]
fn pipes_and_devices_are_refused_without_waiting() {
    let begun = Instant::now();
    let pipe = |path: &std::path::Path| {
        let made = Command::new("mkfifo").arg(path).status().unwrap();
        assert!(made.success());
    };
    let loaded = load_changed(|folder| {
        fs::remove_file(folder.join("articles/one.txt")).unwrap();
        pipe(&folder.join("articles/one.txt"));
    });
    is_told(&loaded, "articles[0].text", "not a regular file");
    let loaded = load_changed(|folder| {
        fs::remove_file(folder.join("briefing.json")).unwrap();
        pipe(&folder.join("briefing.json"));
    });
    is_told(&loaded, "", "not a regular file");

    let dir = TempDir::new().unwrap();
    let zip = dir.path().join("x.briefing");
    pipe(&zip);
    is_told(&load(&BundleSource::Zip(zip)), "", "not a regular file");
    is_told(
        &load(&BundleSource::Zip("/dev/zero".into())),
        "",
        "not a regular file",
    );
    assert!(begun.elapsed() < Duration::from_secs(5));
}
