//! Decides whether a write-ahead log belongs to the database that it was found beside.

use std::path::Path;

use crate::store::open::database_view::DatabaseView;
use crate::store::open::wal::{WalFile, WalIndex, WalTail};
use crate::store::sqlite::schema::FileKind;

/// Reason to keep a log away that would damage the database.
pub const DOES_NOT_FIT: &str = "does not fit the database";

/// What to do with a write-ahead log.
pub enum WalVerdict {
    /// It belongs to the database; SQLite may apply it.
    Belongs,
    /// SQLite may apply it, after both are copied.
    Doubtful(&'static str),
    /// It is moved aside.
    Foreign(&'static str),
    /// Neither the database nor the log can be read.
    Hopeless,
}

/// Decides what to do with a log, given the database with and without it.
pub fn judge_wal(
    log: &WalFile,
    index: &Path,
    with_log: &DatabaseView,
    without: &DatabaseView,
) -> WalVerdict {
    let without_is_bare = without.kind == Some(FileKind::Empty);
    if without.page_size != 0 && without.page_size != log.page_size {
        return WalVerdict::Foreign("has pages of another size");
    }
    if log.committed > 0 {
        if !with_log.is_whole {
            return if without.is_whole && !without_is_bare {
                WalVerdict::Foreign(DOES_NOT_FIT)
            } else {
                WalVerdict::Hopeless
            };
        }
        if without.kind == Some(FileKind::Foreign) {
            return WalVerdict::Hopeless;
        }
        if let Some(why) = with_log.succession_error(without) {
            return if without.is_whole {
                WalVerdict::Foreign(why)
            } else {
                WalVerdict::Doubtful(why)
            };
        }
        if without.rows.is_empty() && !without.is_whole {
            return WalVerdict::Doubtful("stood beside a database that could not be read");
        }
        if without
            .stable_rows()
            .any(|key| !with_log.rows.contains_key(key))
        {
            return WalVerdict::Doubtful("lacks bookmarks that the database holds");
        }
    }
    if let WalTail::Damaged(why) = log.tail {
        return WalVerdict::Doubtful(why);
    }
    if WalIndex::read(index).is_some_and(|index| log.is_shorter_than(&index)) {
        return WalVerdict::Doubtful("is shorter than it was");
    }
    WalVerdict::Belongs
}
