//! Writes one change within a transaction, merged with what other windows wrote since
//! this one last read.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Map, Value};

use super::merge::merge_bookmark;
use super::read::{COLUMNS, StoredBookmark, read_state, state_word};
use crate::model::{
    Bookmark, BookmarkId, Change, MAX_HISTORY, Mark, Place, Position, Provenance, ReadState,
    SavedSearch, SearchScope, UserData,
};

/// How many former versions of one bookmark are kept.
const MAX_VERSIONS: i64 = 50;

/// What this window knows: what it was handed, and what it wrote since. A
/// change is measured against that, and not against what is stored, of which
/// the window may know nothing yet.
#[derive(Debug, Default)]
pub(super) struct SyncBase {
    /// Number of the last write that the window was handed.
    last_seq: i64,
    /// Bookmarks as the window sent them since.
    sent: HashMap<BookmarkId, Bookmark>,
    /// Read states of articles as the window knows them, by briefing and article.
    states: HashMap<(String, String), ReadState>,
}

impl SyncBase {
    /// Notes that the window was handed everything up to a write.
    pub(super) fn on_snapshot(&mut self, upto: i64, kept: &UserData) {
        self.last_seq = upto;
        self.sent.clear();
        self.states = kept
            .positions
            .iter()
            .map(|p| ((p.briefing.clone(), p.article.clone()), p.state))
            .collect();
    }

    /// Returns the number of the last write that the window was handed.
    pub(super) fn last_seq(&self) -> i64 {
        self.last_seq
    }

    /// Notes that another file takes the place of the one from which the window was handed.
    pub(super) fn reset(&mut self) {
        self.last_seq = 0;
    }

    /// Notes a change that was written.
    pub(super) fn on_written(&mut self, change: &Change) {
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

    /// Returns the bookmark as the window knows it, given the one stored.
    fn merge_base(
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
pub(super) fn last_seq(conn: &Connection) -> rusqlite::Result<i64> {
    conn.query_row("SELECT n FROM counter", [], |row| row.get(0))
}

/// Writes one change.
pub(super) fn write_change(
    tx: &Connection,
    change: &Change,
    now: i64,
    seen: &SyncBase,
) -> rusqlite::Result<()> {
    match change {
        Change::PutBookmark(bookmark) => put_bookmark(tx, bookmark, now, seen),
        Change::DeleteBookmark(id) => delete_bookmark(tx, id, now),
        Change::EmptyTrash => empty_trash(tx).map(|_| ()),
        Change::SetMark(mark) => set_mark(tx, mark),
        Change::ClearMark(mark) => clear_mark(tx, mark),
        Change::SetPosition(position) => set_position(tx, position, now, seen),
        Change::RecordQuery(text) => record_query(tx, text),
        Change::ClearHistory => clear_history(tx),
        Change::SaveSearch(search) => save_search(tx, search),
        Change::RemoveSearch(name) => remove_search(tx, name),
    }
}

/// Reads one bookmark, be it in the trash or not.
pub(super) fn find_bookmark(
    conn: &Connection,
    id: &BookmarkId,
) -> rusqlite::Result<Option<StoredBookmark>> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM bookmarks WHERE id = ?1"))?
        .query_row([&id.0], StoredBookmark::read)
        .optional()
}

fn put_bookmark(
    tx: &Connection,
    mine: &Bookmark,
    now: i64,
    seen: &SyncBase,
) -> rusqlite::Result<()> {
    let seq = next_seq(tx)?;
    let Some(old) = find_bookmark(tx, &mine.id)? else {
        let created = if mine.created > 0 { mine.created } else { now };
        let source = source_id(tx, &provenance_json(&mine.provenance, ""))?;
        return insert_bookmark(tx, mine, source, created, now, seq);
    };
    let base = seen.merge_base(tx, &old)?;
    let merged = merge_bookmark(base.as_ref(), &old.bookmark, mine);
    if merged != old.bookmark {
        save_version(tx, &old)?;
    }
    tx.prepare_cached(
        "UPDATE bookmarks SET briefing = ?2, article = ?3, start = ?4, end = ?5, text_hash = ?6, \
         exact = ?7, prefix = ?8, suffix = ?9, note = ?10, tags = ?11, source = ?12, \
         changed = ?13, removed = NULL, seq = ?14, letter = ?15 WHERE id = ?1",
    )?
    .execute(params![
        merged.id.0,
        merged.place.briefing,
        merged.place.article,
        to_sql_integer(merged.place.range.start),
        to_sql_integer(merged.place.range.end),
        merged.text_hash,
        merged.exact,
        merged.prefix,
        merged.suffix,
        merged.note,
        tags_json(&merged.tags),
        source_id(tx, &provenance_json(&merged.provenance, &old.source))?,
        now,
        seq,
        letter_text(merged.letter),
    ])?;
    Ok(())
}

fn insert_bookmark(
    tx: &Connection,
    bookmark: &Bookmark,
    source: i64,
    created: i64,
    changed: i64,
    seq: i64,
) -> rusqlite::Result<()> {
    let Place {
        briefing,
        article,
        range,
    } = &bookmark.place;
    tx.prepare_cached(
        "INSERT INTO bookmarks (id, briefing, article, start, end, text_hash, exact, prefix, \
         suffix, note, tags, source, created, changed, removed, seq, letter) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, NULL, ?15, ?16)",
    )?
    .execute(params![
        bookmark.id.0,
        briefing,
        article,
        to_sql_integer(range.start),
        to_sql_integer(range.end),
        bookmark.text_hash,
        bookmark.exact,
        bookmark.prefix,
        bookmark.suffix,
        bookmark.note,
        tags_json(&bookmark.tags),
        source,
        created,
        changed,
        seq,
        letter_text(bookmark.letter),
    ])?;
    Ok(())
}

/// Keeps what a bookmark was before it changes, and forgets what is oldest.
fn save_version(tx: &Connection, old: &StoredBookmark) -> rusqlite::Result<()> {
    let json = serde_json::to_string(&old.bookmark).unwrap_or_default();
    tx.prepare_cached("INSERT OR REPLACE INTO versions (id, seq, bookmark) VALUES (?1, ?2, ?3)")?
        .execute(params![old.bookmark.id.0, old.seq, json])?;
    tx.prepare_cached(
        "DELETE FROM versions WHERE id = ?1 AND seq <= \
         (SELECT seq FROM versions WHERE id = ?1 ORDER BY seq DESC LIMIT 1 OFFSET ?2)",
    )?
    .execute(params![old.bookmark.id.0, MAX_VERSIONS])?;
    Ok(())
}

fn delete_bookmark(tx: &Connection, id: &BookmarkId, now: i64) -> rusqlite::Result<()> {
    let seq = next_seq(tx)?;
    tx.execute(
        "UPDATE bookmarks SET removed = ?2, seq = ?3 WHERE id = ?1 AND removed IS NULL",
        params![id.0, now, seq],
    )?;
    Ok(())
}

/// Takes a bookmark out of the trash. Returns whether it was there.
pub(super) fn restore(tx: &Connection, id: &BookmarkId, now: i64) -> rusqlite::Result<bool> {
    let seq = next_seq(tx)?;
    let rows = tx.execute(
        "UPDATE bookmarks SET removed = NULL, changed = ?2, seq = ?3 \
         WHERE id = ?1 AND removed IS NOT NULL",
        params![id.0, now, seq],
    )?;
    Ok(rows > 0)
}

/// Forgets what is in the trash. Returns how many bookmarks that were.
pub(super) fn empty_trash(tx: &Connection) -> rusqlite::Result<usize> {
    next_seq(tx)?;
    tx.execute(
        "DELETE FROM versions WHERE id IN (SELECT id FROM bookmarks WHERE removed IS NOT NULL)",
        [],
    )?;
    let forgotten = tx.execute("DELETE FROM bookmarks WHERE removed IS NOT NULL", [])?;
    tx.execute(
        "DELETE FROM sources WHERE n NOT IN (SELECT source FROM bookmarks)",
        [],
    )?;
    Ok(forgotten)
}

fn set_mark(tx: &Connection, mark: &Mark) -> rusqlite::Result<()> {
    let seq = next_seq(tx)?;
    tx.execute(
        "INSERT OR REPLACE INTO marks (scope, letter, briefing, article, start, end, seq) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            mark_scope(mark),
            mark.letter.to_string(),
            mark.place.briefing,
            mark.place.article,
            to_sql_integer(mark.place.range.start),
            to_sql_integer(mark.place.range.end),
            seq,
        ],
    )?;
    Ok(())
}

fn clear_mark(tx: &Connection, mark: &Mark) -> rusqlite::Result<()> {
    next_seq(tx)?;
    tx.execute(
        "DELETE FROM marks WHERE scope = ?1 AND letter = ?2",
        params![mark_scope(mark), mark.letter.to_string()],
    )?;
    Ok(())
}

/// Writes where the reader is. A read state that this window did not touch
/// stays as another window set it.
fn set_position(
    tx: &Connection,
    position: &Position,
    now: i64,
    seen: &SyncBase,
) -> rusqlite::Result<()> {
    let seq = next_seq(tx)?;
    let stored: Option<String> = tx
        .query_row(
            "SELECT state FROM positions WHERE briefing = ?1 AND article = ?2",
            params![position.briefing, position.article],
            |row| row.get(0),
        )
        .optional()?;
    let key = (position.briefing.clone(), position.article.clone());
    let known = seen.states.get(&key).copied().unwrap_or_default();
    let state = match stored.as_deref().map(read_state) {
        Some(stored) if stored != known && position.state == known => stored,
        Some(ReadState::Read) if known != ReadState::Read => ReadState::Read,
        _ => position.state,
    };
    tx.execute(
        "INSERT OR REPLACE INTO positions (briefing, article, cursor, top, state, changed, seq) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            position.briefing,
            position.article,
            to_sql_integer(position.offset),
            to_sql_integer(position.top),
            state_word(state),
            now,
            seq,
        ],
    )?;
    Ok(())
}

/// Remembers a question as the newest, and forgets what is oldest.
fn record_query(tx: &Connection, text: &str) -> rusqlite::Result<()> {
    let seq = next_seq(tx)?;
    tx.execute(
        "INSERT OR REPLACE INTO asked (question, seq) VALUES (?1, ?2)",
        params![text, seq],
    )?;
    tx.execute(
        "DELETE FROM asked WHERE seq <= (SELECT seq FROM asked ORDER BY seq DESC LIMIT 1 OFFSET ?1)",
        [to_sql_integer(MAX_HISTORY)],
    )?;
    Ok(())
}

fn clear_history(tx: &Connection) -> rusqlite::Result<()> {
    next_seq(tx)?;
    tx.execute("DELETE FROM asked", [])?;
    Ok(())
}

fn save_search(tx: &Connection, search: &SavedSearch) -> rusqlite::Result<()> {
    let seq = next_seq(tx)?;
    let (briefing, article) = match &search.scope {
        SearchScope::Library => ("", ""),
        SearchScope::Briefing(briefing) => (briefing.as_str(), ""),
        SearchScope::Article(briefing, article) => (briefing.as_str(), article.as_str()),
    };
    tx.execute(
        "INSERT OR REPLACE INTO searches (name, question, briefing, article, ordering, seq) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            search.name,
            search.text,
            briefing,
            article,
            search.order.name(),
            seq,
        ],
    )?;
    Ok(())
}

fn remove_search(tx: &Connection, name: &str) -> rusqlite::Result<()> {
    next_seq(tx)?;
    tx.execute("DELETE FROM searches WHERE name = ?1", [name])?;
    Ok(())
}

fn next_seq(tx: &Connection) -> rusqlite::Result<i64> {
    tx.query_row("UPDATE counter SET n = n + 1 RETURNING n", [], |row| {
        row.get(0)
    })
}

/// Where a letter is unique: in its briefing, or (upper case) everywhere.
fn mark_scope(mark: &Mark) -> &str {
    if mark.letter.is_ascii_uppercase() {
        ""
    } else {
        &mark.place.briefing
    }
}

/// Writes a provenance over the stored one, whose unknown fields stay.
fn provenance_json(provenance: &Provenance, stored: &str) -> String {
    let mut fields: Map<String, Value> = serde_json::from_str(stored).unwrap_or_default();
    if let Ok(Value::Object(known)) = serde_json::to_value(provenance) {
        fields.extend(known);
    }
    Value::Object(fields).to_string()
}

/// Returns the number of a source, which is written once.
fn source_id(tx: &Connection, json: &str) -> rusqlite::Result<i64> {
    let known = tx
        .prepare_cached("SELECT n FROM sources WHERE json = ?1")?
        .query_row([json], |row| row.get(0))
        .optional()?;
    if let Some(known) = known {
        return Ok(known);
    }
    tx.prepare_cached("INSERT INTO sources (json) VALUES (?1)")?
        .insert([json])
}

fn letter_text(letter: Option<char>) -> String {
    letter.map_or_else(String::new, String::from)
}

fn tags_json(tags: &[String]) -> String {
    let mut sorted: Vec<&str> = tags.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    sorted.dedup();
    Value::from(sorted).to_string()
}

fn to_sql_integer(offset: usize) -> i64 {
    i64::try_from(offset).unwrap_or(i64::MAX)
}
