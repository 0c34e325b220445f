//! Sets a damaged database aside, and salvages what can still be read of it. Nothing is deleted.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::model::{Bookmark, Mark, Position, SavedSearch};
use crate::store::rows::read::{self, COLUMNS, COLUMNS_WITHOUT_SOURCE, StoredBookmark, V1_COLUMNS};
use crate::store::sqlite::files::{immutable_uri, unused_path, with_suffix};
use crate::store::sqlite::schema;

/// A lock on the folder while a file in it is set aside, so that two processes do not set each
/// other's new file aside. Released when dropped.
pub struct FolderLock {
    _folder: Option<File>,
}

impl FolderLock {
    /// Waits for the lock. If folders cannot be locked (some network disks, Windows), a race of
    /// milliseconds remains; it is accepted.
    pub fn acquire(folder: &Path) -> FolderLock {
        let folder = File::open(folder)
            .ok()
            .filter(|folder| folder.lock().is_ok());
        FolderLock { _folder: folder }
    }
}

/// Renames a damaged database and the files beside it. The write-ahead log must go with it:
/// SQLite would apply one that is left behind to the next file.
pub fn quarantine_file(path: &Path, now: i64) -> io::Result<PathBuf> {
    let aside = unused_path(path, &format!("unreadable-{now}"));
    // The log first: after a crash in between it must not be applied to a new file.
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
pub struct Salvage {
    /// In the order of creation, each with the time of its deletion if it was in the trash.
    pub bookmarks: Vec<(Bookmark, Option<i64>)>,
    pub marks: Vec<Mark>,
    pub positions: Vec<Position>,
    pub asked: Vec<String>,
    pub searches: Vec<SavedSearch>,
    /// Whether all bookmarks of one state of the file could be read.
    pub is_whole: bool,
}

impl Salvage {
    pub fn is_empty(&self) -> bool {
        self.bookmarks.is_empty()
            && self.marks.is_empty()
            && self.positions.is_empty()
            && self.asked.is_empty()
            && self.searches.is_empty()
    }

    /// Returns a message for the reader about what was saved.
    pub fn summary(&self) -> String {
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

/// Reads what can be read of a damaged file: with the log beside it, which is newer, then
/// without it.
pub fn salvage(path: &Path) -> Salvage {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let mut saved = Salvage::default();
    let with_log = Connection::open_with_flags(path, flags).and_then(|conn| {
        // A file that was set aside is not changed.
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
    /// Adds what one state of the file holds: bookmarks from the first up to the damage, then
    /// from the last back to it.
    fn add(&mut self, conn: &Connection) {
        // If even that fails, tables are read as they are.
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

/// Stores what was read, unless something was read before.
fn fill_if_empty<T>(kept: &mut Vec<T>, read: rusqlite::Result<Vec<T>>) {
    if kept.is_empty() {
        *kept = read.unwrap_or_default();
    }
}
