//! What is done with a file that cannot be read: it goes aside under another
//! name, never away, and what can still be read of it is saved.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::rows::{self, COLUMNS, FORMER, Stored};
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
pub(super) fn free_name(path: &Path, suffix: &str) -> PathBuf {
    let name = |number: usize| match number {
        1 => joined(path, &format!(".{suffix}")),
        _ => joined(path, &format!(".{suffix}-{number}")),
    };
    let mut number = 1;
    while fs::symlink_metadata(name(number)).is_ok() {
        number += 1;
    }
    name(number)
}

fn joined(path: &Path, end: &str) -> PathBuf {
    let mut whole = OsString::from(path);
    whole.push(end);
    PathBuf::from(whole)
}

/// Gives an unreadable database and the files beside it another name. The
/// write-ahead log must go with it: left behind, it would be read into the next file.
pub(super) fn set_aside(path: &Path, now: i64) -> io::Result<PathBuf> {
    let aside = free_name(path, &format!("unreadable-{now}"));
    // The log first: a crash in between must not leave it to a new file.
    for end in ["-wal", "-shm", "-journal"] {
        match fs::rename(joined(path, end), joined(&aside, end)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    fs::rename(path, &aside)?;
    Ok(aside)
}

/// What could still be read of a damaged file.
#[derive(Debug, Default)]
pub(super) struct Saved {
    /// In the order in which they were kept, each with the second of its removal.
    pub bookmarks: Vec<(Bookmark, Option<i64>)>,
    pub marks: Vec<Mark>,
    pub positions: Vec<Position>,
    pub asked: Vec<String>,
    pub searches: Vec<SavedSearch>,
}

impl Saved {
    pub(super) fn is_empty(&self) -> bool {
        self.bookmarks.is_empty()
            && self.marks.is_empty()
            && self.positions.is_empty()
            && self.asked.is_empty()
            && self.searches.is_empty()
    }
}

/// Reads what can be read of a damaged file: bookmarks from the first on until
/// the damage, then from the last back to it.
pub(super) fn salvage(path: &Path) -> Saved {
    let mut saved = Saved::default();
    let Ok(conn) = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY) else {
        return saved;
    };
    for order in ["ASC", "DESC"] {
        let prepare = |columns: &str| {
            let from = format!("FROM bookmarks NOT INDEXED ORDER BY n {order}");
            conn.prepare(&format!("SELECT {columns} {from}"))
        };
        let Ok(mut query) = prepare(COLUMNS).or_else(|_| prepare(FORMER)) else {
            continue;
        };
        let Ok(rows) = query.query_map([], Stored::read) else {
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
        saved.bookmarks.append(&mut read);
        if whole {
            break;
        }
    }
    let mut names = std::collections::HashSet::new();
    saved
        .bookmarks
        .retain(|(bookmark, _)| names.insert(bookmark.id.clone()));
    saved
        .bookmarks
        .sort_by_key(|(bookmark, _)| bookmark.created);
    saved.marks = rows::marks(&conn).unwrap_or_default();
    saved.positions = rows::positions(&conn).unwrap_or_default();
    saved.asked = rows::asked(&conn).unwrap_or_default();
    saved.searches = rows::searches(&conn).unwrap_or_default();
    saved
}
