//! Writes one change in a transaction, merged with what other processes have written since this
//! one last read.

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Map, Value};

use crate::model::{
    Bookmark, BookmarkId, Change, MAX_HISTORY, Mark, Place, Position, Provenance, ReadState,
    SavedSearch, SearchScope,
};
use crate::store::rows::merge::merge_bookmark;
use crate::store::rows::read::{COLUMNS, StoredBookmark, read_state, state_word};
use crate::store::rows::sync_base::SyncBase;

/// Former versions of a bookmark that are kept at most: enough to recover from mistakes, without
/// letting a note that is edited daily grow for ever.
const MAX_VERSIONS: i64 = 50;

/// Writes one change.
pub fn write_change(
    tx: &Connection,
    change: &Change,
    now: i64,
    base: &SyncBase,
) -> rusqlite::Result<()> {
    match change {
        Change::PutBookmark(bookmark) => put_bookmark(tx, bookmark, now, base),
        Change::DeleteBookmark(id) => delete_bookmark(tx, id, now),
        Change::EmptyTrash => empty_trash(tx).map(|_| ()),
        Change::SetMark(mark) => set_mark(tx, mark),
        Change::ClearMark(mark) => clear_mark(tx, mark),
        Change::SetPosition(position) => set_position(tx, position, now, base),
        Change::RecordQuery(text) => record_query(tx, text),
        Change::ClearHistory => clear_history(tx),
        Change::SaveSearch(search) => save_search(tx, search),
        Change::RemoveSearch(name) => remove_search(tx, name),
    }
}

/// Reads one bookmark, in the trash or not.
pub fn find_bookmark(
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
    base: &SyncBase,
) -> rusqlite::Result<()> {
    let seq = next_seq(tx)?;
    let Some(old) = find_bookmark(tx, &mine.id)? else {
        let created = if mine.created > 0 { mine.created } else { now };
        let source = source_id(tx, &provenance_json(&mine.provenance, ""))?;
        return insert_bookmark(tx, mine, source, created, now, seq);
    };
    let base = base.merge_base(tx, &old)?;
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

/// Saves what a bookmark was before a change, and deletes its oldest versions.
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

/// Restores a bookmark from the trash. Returns whether it was there.
pub fn restore(tx: &Connection, id: &BookmarkId, now: i64) -> rusqlite::Result<bool> {
    let seq = next_seq(tx)?;
    let rows = tx.execute(
        "UPDATE bookmarks SET removed = NULL, changed = ?2, seq = ?3 \
         WHERE id = ?1 AND removed IS NOT NULL",
        params![id.0, now, seq],
    )?;
    Ok(rows > 0)
}

/// Deletes the bookmarks in the trash for good. Returns how many there were.
pub fn empty_trash(tx: &Connection) -> rusqlite::Result<usize> {
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

/// Writes a reading position. A read state that this process did not change stays as another
/// process set it.
fn set_position(
    tx: &Connection,
    position: &Position,
    now: i64,
    base: &SyncBase,
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
    let known = base.states.get(&key).copied().unwrap_or_default();
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

/// Writes a query as the newest of the history, and deletes the oldest.
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

/// Returns where the letter of a mark is unique: in its briefing, or (upper case) everywhere.
fn mark_scope(mark: &Mark) -> &str {
    if mark.letter.is_ascii_uppercase() {
        ""
    } else {
        &mark.place.briefing
    }
}

/// Returns a provenance as JSON, with the fields of the stored one that this version does not
/// know.
fn provenance_json(provenance: &Provenance, stored: &str) -> String {
    let mut fields: Map<String, Value> = serde_json::from_str(stored).unwrap_or_default();
    if let Ok(Value::Object(known)) = serde_json::to_value(provenance) {
        fields.extend(known);
    }
    Value::Object(fields).to_string()
}

/// Returns the row of a provenance, which is inserted if it is not there.
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
