//! [`SyncBase`]: what this process last read and wrote, against which its changes are merged.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};

use crate::model::{Bookmark, BookmarkId, Change, ReadState, UserData};
use crate::store::rows::read::StoredBookmark;

/// What this process knows of the database: what it last read, and what it has written since. A
/// change is merged relative to that, not to what is stored, which it may not have seen.
#[derive(Debug, Default)]
pub struct SyncBase {
    /// Number of the last write in what was read.
    last_seq: i64,
    /// Bookmarks as this process has written them since.
    sent: HashMap<BookmarkId, Bookmark>,
    /// Read states of articles as this process knows them, by briefing and article.
    pub(super) states: HashMap<(String, String), ReadState>,
}

impl SyncBase {
    /// Records that everything up to a write was read.
    pub fn on_snapshot(&mut self, upto: i64, kept: &UserData) {
        self.last_seq = upto;
        self.sent.clear();
        self.states = kept
            .positions
            .iter()
            .map(|p| ((p.briefing.clone(), p.article.clone()), p.state))
            .collect();
    }

    /// Returns the number of the last write that was read.
    pub fn last_seq(&self) -> i64 {
        self.last_seq
    }

    /// Forgets what was read, after the file was replaced.
    pub fn reset(&mut self) {
        self.last_seq = 0;
    }

    /// Records a change that was written.
    pub fn on_written(&mut self, change: &Change) {
        match change {
            Change::PutBookmark(bookmark) => {
                self.sent.insert(bookmark.id.clone(), (**bookmark).clone());
            }
            Change::SetPosition(position) => {
                let key = (position.briefing.clone(), position.article.clone());
                self.states.insert(key, position.state);
            }
            Change::DeleteBookmark(_)
            | Change::EmptyTrash
            | Change::SetMark(_)
            | Change::ClearMark(_)
            | Change::RecordQuery(_)
            | Change::ClearHistory
            | Change::SaveSearch(_)
            | Change::RemoveSearch(_) => {}
        }
    }

    /// Returns the bookmark as this process knows it, given the stored one.
    pub(super) fn merge_base(
        &self,
        tx: &Connection,
        stored: &StoredBookmark,
    ) -> rusqlite::Result<Option<Bookmark>> {
        let id = &stored.bookmark.id;
        if let Some(sent) = self.sent.get(id) {
            return Ok(Some(sent.clone()));
        }
        if stored.seq <= self.last_seq {
            return Ok(Some(stored.bookmark.clone()));
        }
        let json: Option<String> = tx
            .query_row(
                "SELECT bookmark FROM versions WHERE id = ?1 AND seq <= ?2 ORDER BY seq DESC LIMIT 1",
                params![id.0, self.last_seq],
                |row| row.get(0),
            )
            .optional()?;
        Ok(json.and_then(|json| serde_json::from_str(&json).ok()))
    }
}

/// Returns the number of the last write.
pub fn last_seq(conn: &Connection) -> rusqlite::Result<i64> {
    conn.query_row("SELECT n FROM counter", [], |row| row.get(0))
}
