//! Folders, settings, bookmarks and index.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use super::result::{CheckResult, Health, check_result};
use crate::cli::file_names::SETTINGS_FILE;
use crate::cli::global_args::GlobalArgs;
use crate::cli::library::Library;
use crate::paths::{Environment, PathError, ResolvedPath};
use crate::runtime::{self, config};
use crate::search::Index;
use crate::store::{FILE, Store, StoreState};
use crate::text::plural::plural;
pub fn check_folder(name: &'static str, located: Result<ResolvedPath, PathError>) -> CheckResult {
    let located = match located {
        Ok(located) => located,
        Err(error) => return check_result(name, Health::Trouble, error.to_string(), ""),
    };
    let shown = format!("{} ({})", located.path.display(), located.why);
    let there = located.path.ancestors().find(|path| path.exists());
    match there.map(probe_write) {
        Some(Ok(())) if there == Some(&located.path) => check_result(name, Health::Good, shown, ""),
        Some(Ok(())) => check_result(name, Health::Good, format!("{shown}, not there yet"), ""),
        Some(Err(error)) => check_result(
            name,
            Health::Trouble,
            format!("{shown}: {error}"),
            match error.kind() {
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "free some space on that disk",
                _ => "make it writable, or name another folder (`diptych paths` says how)",
            },
        ),
        None => check_result(
            name,
            Health::Trouble,
            format!("{shown}: no part of that path is there"),
            "",
        ),
    }
}

/// What is written to try a folder: about as much as a first bookmark takes. An empty
/// file can be created on a full disk, too.
const PROBE: [u8; 16 * 1024] = [b'.'; 16 * 1024];

/// Creates a file in a folder and removes it again.
fn probe_write(folder: &Path) -> io::Result<()> {
    let name = folder.join(format!(".diptych-doctor-{}", std::process::id()));
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&name)?;
    let written = file.write_all(&PROBE).and_then(|()| file.sync_all());
    fs::remove_file(&name)?;
    written
}

pub fn check_libraries(global: &GlobalArgs, env: &Environment) -> Vec<CheckResult> {
    let located = match env.libraries(&global.library) {
        Ok(located) => located,
        Err(error) => {
            return vec![check_result(
                "library",
                Health::Trouble,
                error.to_string(),
                "",
            )];
        }
    };
    located
        .into_iter()
        .map(|located| {
            let shown = format!("{} ({})", located.path.display(), located.why);
            match fs::read_dir(&located.path) {
                Ok(_) => match runtime::watch_obstacle(&located.path) {
                    None => check_result("library", Health::Good, shown, ""),
                    Some(why) => check_result(
                        "library",
                        Health::Note,
                        format!("{shown}: not all changes are seen by themselves: {why}"),
                        "`:reload` in the reader looks again; the open briefing is looked at all the same",
                    ),
                },
                Err(error) if error.kind() == io::ErrorKind::NotFound => check_result(
                    "library",
                    Health::Note,
                    format!("{shown}, not there yet"),
                    "",
                ),
                // A bundle may be named in place of a folder of them.
                Err(_) if located.path.is_file() => check_result("library", Health::Good, shown, ""),
                Err(error) => check_result("library", Health::Trouble, format!("{shown}: {error}"), ""),
            }
        })
        .collect()
}

pub fn check_settings(env: &Environment) -> CheckResult {
    let Ok(folder) = env.config() else {
        return check_result(
            "settings",
            Health::Note,
            "none: there is no folder for them",
            "",
        );
    };
    let path = folder.path.join(SETTINGS_FILE);
    match config::read(&path) {
        Ok(_) if path.exists() => {
            check_result("settings", Health::Good, path.display().to_string(), "")
        }
        Ok(_) => check_result("settings", Health::Good, "as they come", ""),
        Err(error) => check_result("settings", Health::Trouble, error.to_string(), ""),
    }
}

pub fn check_bookmarks(env: &Environment) -> CheckResult {
    let name = "bookmarks";
    let Ok(data) = env.data() else {
        return check_result(name, Health::Trouble, "there is no folder for them", "");
    };
    let mut opened = match Store::open_dir(&data.path, runtime::now()) {
        Ok(opened) => opened,
        Err(error) => return check_result(name, Health::Trouble, error.to_string(), ""),
    };
    let kept = match opened.store.user_data() {
        Ok(kept) => kept,
        Err(error) => return check_result(name, Health::Trouble, error.to_string(), ""),
    };
    let trash = opened.store.trash().map_or(0, |trash| trash.len());
    let found = format!(
        "{}, {trash} in the trash, {}, {}, {}",
        plural(kept.bookmarks.len(), "bookmark", "bookmarks"),
        plural(kept.searches.len(), "saved search", "saved searches"),
        plural(
            kept.query_history.len(),
            "remembered question",
            "remembered questions"
        ),
        data.path.join(FILE).display()
    );
    let help = opened.notices.join("; ");
    match opened.store.state() {
        StoreState::Absent if !help.is_empty() => {
            check_result(name, Health::Note, "none are left", &help)
        }
        StoreState::Absent => check_result(name, Health::Good, "none kept yet", ""),
        StoreState::ReadOnly => check_result(name, Health::Trouble, found, &help),
        StoreState::Disk | StoreState::Memory if !help.is_empty() => {
            check_result(name, Health::Note, found, &help)
        }
        StoreState::Disk | StoreState::Memory => check_result(name, Health::Good, found, ""),
    }
}

pub fn check_index(global: &GlobalArgs) -> CheckResult {
    let Ok(path) = Library::from_args(global).and_then(|library| library.cache_dir()) else {
        return check_result(
            "index",
            Health::Note,
            "kept in memory: there is no cache folder",
            "",
        );
    };
    if !path.exists() {
        return check_result("index", Health::Good, "not built yet", "");
    }
    let shown = path.display().to_string();
    match Index::open_dir(&path) {
        Ok(index) => match index.notice() {
            None => check_result("index", Health::Good, shown, ""),
            Some(notice) => check_result("index", Health::Note, format!("{shown}: {notice}"), ""),
        },
        Err(error) => check_result(
            "index",
            Health::Note,
            format!("{shown}: {error}"),
            "it is only a cache: it is built anew, and can be deleted",
        ),
    }
}
