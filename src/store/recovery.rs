//! Moves an unreadable database out of the way, never away, and salvages what can
//! still be read of it.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::fs::immutable_uri;
use super::read::{self, COLUMNS, COLUMNS_WITHOUT_SOURCE, StoredBookmark, V1_COLUMNS};
use super::schema;
use crate::model::{Bookmark, Mark, Position, SavedSearch};

/// Holds the folder while a file in it is set aside, so that two windows do
/// not set aside each other's new file. Let go when dropped.
pub(super) struct FolderLock {
    _folder: Option<File>,
}

impl FolderLock {
    /// Waits for the folder. Where folders cannot be locked (some network
    /// disks, Windows) the danger is a race of milliseconds and is taken.
    pub(super) fn take(folder: &Path) -> FolderLock {
        let folder = File::open(folder)
            .ok()
            .filter(|folder| folder.lock().is_ok());
        FolderLock { _folder: folder }
    }
}

/// Returns `path.suffix`, with a number where that is taken.
pub(super) fn unused_path(path: &Path, suffix: &str) -> PathBuf {
    let name = |number: usize| match number {
        1 => with_suffix(path, &format!(".{suffix}")),
        _ => with_suffix(path, &format!(".{suffix}-{number}")),
    };
    let mut number = 1;
    while fs::symlink_metadata(name(number)).is_ok() {
        number += 1;
    }
    name(number)
}

/// Returns `path` with something behind its last letter.
pub(super) fn with_suffix(path: &Path, end: &str) -> PathBuf {
    let mut whole = OsString::from(path);
    whole.push(end);
    PathBuf::from(whole)
}

/// Gives an unreadable database and the files beside it another name. The
/// write-ahead log must go with it: left behind, it would be read into the next file.
pub(super) fn quarantine_file(path: &Path, now: i64) -> io::Result<PathBuf> {
    let aside = unused_path(path, &format!("unreadable-{now}"));
    // The log first: a crash in between must not leave it to a new file.
    for end in ["-wal", "-shm", "-journal"] {
        match fs::rename(with_suffix(path, end), with_suffix(&aside, end)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    fs::rename(path, &aside)?;
    Ok(aside)
}

/// What could still be read of a damaged file.
#[derive(Debug, Default)]
pub(super) struct Salvage {
    /// In the order in which they were kept, each with the second of its removal.
    pub bookmarks: Vec<(Bookmark, Option<i64>)>,
    pub marks: Vec<Mark>,
    pub positions: Vec<Position>,
    pub asked: Vec<String>,
    pub searches: Vec<SavedSearch>,
    /// Whether one state of the file gave all its bookmarks.
    pub is_whole: bool,
}

impl Salvage {
    pub(super) fn is_empty(&self) -> bool {
        self.bookmarks.is_empty()
            && self.marks.is_empty()
            && self.positions.is_empty()
            && self.asked.is_empty()
            && self.searches.is_empty()
    }

    /// Says what was saved, for the reader.
    pub(super) fn summary(&self) -> String {
        match (self.bookmarks.len(), self.is_whole) {
            (0, true) => "your marks and reading positions are saved".to_owned(),
            (0, false) => "your bookmarks could not be read, the rest is saved".to_owned(),
            (1, true) => "your 1 bookmark is saved".to_owned(),
            (count, true) => format!("your {count} bookmarks are saved"),
            (1, false) => "1 of your bookmarks is saved, others may be missing".to_owned(),
            (count, false) => format!("{count} of your bookmarks are saved, others may be missing"),
        }
    }
}

/// Reads what can be read of a damaged file: with the log beside it, which is newer,
/// then without it.
pub(super) fn salvage(path: &Path) -> Salvage {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let mut saved = Salvage::default();
    let with_log = Connection::open_with_flags(path, flags).and_then(|conn| {
        // What was set aside stays as it is.
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        Ok(conn)
    });
    if let Ok(conn) = with_log {
        saved.add(&conn);
    }
    if fs::metadata(with_suffix(path, "-wal")).is_ok_and(|about| about.len() > 0) {
        let flags = flags | OpenFlags::SQLITE_OPEN_URI;
        if let Ok(conn) = Connection::open_with_flags(immutable_uri(path), flags) {
            saved.add(&conn);
        }
    }
    let mut names = std::collections::HashSet::new();
    saved
        .bookmarks
        .retain(|(bookmark, _)| names.insert(bookmark.id.clone()));
    saved
        .bookmarks
        .sort_by_key(|(bookmark, _)| bookmark.created);
    saved
}

impl Salvage {
    /// Adds what another state of the file holds: bookmarks from the first on until
    /// the damage, then from the last back to it.
    fn add(&mut self, conn: &Connection) {
        // Where even that cannot be done, the rest is read as it stands.
        let _ = schema::complete_for_reading(conn);
        let mut found_all = false;
        for order in ["ASC", "DESC"] {
            let prepare = |columns: &str| {
                let from = format!("FROM bookmarks NOT INDEXED ORDER BY n {order}");
                conn.prepare(&format!("SELECT {columns} {from}"))
            };
            let prepared = prepare(COLUMNS)
                .or_else(|_| prepare(V1_COLUMNS))
                .or_else(|_| prepare(COLUMNS_WITHOUT_SOURCE));
            let Ok(mut query) = prepared else {
                continue;
            };
            let Ok(rows) = query.query_map([], StoredBookmark::read) else {
                continue;
            };
            let mut read = Vec::new();
            let mut whole = true;
            for row in rows {
                let Ok(stored) = row else {
                    whole = false;
                    break;
                };
                read.push((stored.bookmark, stored.removed));
            }
            if order == "DESC" {
                read.reverse();
            }
            self.bookmarks.append(&mut read);
            if whole {
                found_all = order == "ASC";
                break;
            }
        }
        self.is_whole |= found_all;
        fill_if_empty(&mut self.marks, read::marks(conn));
        fill_if_empty(&mut self.positions, read::positions(conn));
        fill_if_empty(&mut self.asked, read::query_history(conn));
        fill_if_empty(&mut self.searches, read::searches(conn));
    }
}

/// Takes what was read where nothing was read before.
fn fill_if_empty<T>(kept: &mut Vec<T>, read: rusqlite::Result<Vec<T>>) {
    if kept.is_empty() {
        *kept = read.unwrap_or_default();
    }
}
