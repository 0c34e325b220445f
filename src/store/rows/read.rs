//! Reads rows of the database into values of the model. A value that cannot be parsed is read as
//! empty: one odd row must not hide the others.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::thread;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

use crate::model::{
    Bookmark, BookmarkId, Mark, Place, Position, Provenance, ReadState, ResultOrder, SavedSearch,
    SearchScope, UserData,
};

/// The columns of [`StoredBookmark`], in its order.
pub const COLUMNS: &str = "id, briefing, article, start, end, text_hash, exact, prefix, \
     suffix, note, tags, (SELECT json FROM sources WHERE n = source), created, changed, letter, \
     removed, seq";
/// The same for a file of version 1.
pub const V1_COLUMNS: &str = "id, briefing, article, start, end, text_hash, exact, prefix, \
     suffix, note, tags, provenance, created, changed, '', removed, seq";
/// The same for a damaged file without the table of sources.
pub const COLUMNS_WITHOUT_SOURCE: &str = "id, briefing, article, start, end, text_hash, exact, prefix, \
     suffix, note, tags, '{}', created, changed, letter, removed, seq";
/// The same with the row of the source, for reading many bookmarks.
const COLUMNS_WITH_SOURCE_ID: &str = "id, briefing, article, start, end, text_hash, exact, prefix, \
     suffix, note, tags, source, created, changed, letter";

/// A bookmark in the trash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trashed {
    /// As it was when it was deleted.
    pub bookmark: Bookmark,
    /// Time of its deletion, in seconds since 1970 UTC.
    pub removed: i64,
}

/// One row of the table of bookmarks.
pub struct StoredBookmark {
    pub bookmark: Bookmark,
    /// The JSON from which the provenance was read: it may hold fields that
    /// this version does not know.
    pub source: String,
    pub removed: Option<i64>,
    pub seq: i64,
}

impl StoredBookmark {
    pub fn read(row: &Row) -> rusqlite::Result<StoredBookmark> {
        let source = text(row, 11)?;
        Ok(StoredBookmark {
            bookmark: bookmark(row, Arc::new(provenance(&source)))?,
            source,
            removed: row.get(15)?,
            seq: row.get(16)?,
        })
    }
}

/// Reads a bookmark whose provenance is known.
fn bookmark(row: &Row, provenance: Arc<Provenance>) -> rusqlite::Result<Bookmark> {
    Ok(Bookmark {
        id: BookmarkId(text(row, 0)?),
        place: place(row, 1)?,
        text_hash: text(row, 5)?,
        exact: text(row, 6)?,
        prefix: text(row, 7)?,
        suffix: text(row, 8)?,
        provenance,
        note: text(row, 9)?,
        tags: match text(row, 10)?.as_str() {
            "[]" => Vec::new(),
            tags => serde_json::from_str(tags).unwrap_or_default(),
        },
        created: row.get(12)?,
        changed: row.get(13)?,
        letter: text(row, 14)?.chars().next(),
    })
}

/// Reads everything. With a second connection, which must see the same state, half of the
/// bookmarks are read through it on another thread.
pub fn read_all(conn: &Connection, second: Option<Connection>) -> rusqlite::Result<UserData> {
    let BookmarkRows { bookmarks, trash } = bookmarks(conn, second)?;
    Ok(UserData {
        bookmarks_pending: false,
        bookmarks: Arc::new(bookmarks),
        trash: trash.into_iter().map(|removed| removed.bookmark).collect(),
        ..read_without_bookmarks(conn)?
    })
}

/// Reads everything but the bookmarks and the trash.
pub fn read_without_bookmarks(conn: &Connection) -> rusqlite::Result<UserData> {
    Ok(UserData {
        bookmarks_pending: true,
        marks: marks(conn)?,
        positions: positions(conn)?,
        query_history: query_history(conn)?,
        searches: searches(conn)?,
        ..UserData::default()
    })
}

/// Reads the bookmarks in the trash, last deleted first.
pub fn trash(conn: &Connection) -> rusqlite::Result<Vec<Trashed>> {
    conn.prepare(&format!(
        "SELECT {COLUMNS} FROM bookmarks WHERE removed IS NOT NULL ORDER BY removed DESC, seq DESC"
    ))?
    .query_map([], |row| {
        StoredBookmark::read(row).map(|stored| Trashed {
            bookmark: stored.bookmark,
            removed: stored.removed.unwrap_or(0),
        })
    })?
    .collect()
}

/// The bookmarks of some rows.
#[derive(Default)]
struct BookmarkRows {
    bookmarks: Vec<Arc<Bookmark>>,
    trash: Vec<TrashedRow>,
}

/// A bookmark in the trash, and by what it is sorted there.
struct TrashedRow {
    bookmark: Bookmark,
    when: (i64, i64),
}

/// Returns the number of the last row of the bookmarks. Rows are numbered from 1.
pub fn last_bookmark_row(conn: &Connection) -> rusqlite::Result<i64> {
    conn.query_row("SELECT ifnull(max(n), 0) FROM bookmarks", [], |row| {
        row.get(0)
    })
}

/// Reads the bookmarks, oldest first, and those in the trash, last deleted first.
fn bookmarks(conn: &Connection, second: Option<Connection>) -> rusqlite::Result<BookmarkRows> {
    // Most bookmarks of an article share their source: each is parsed once.
    let sources: HashMap<i64, Arc<Provenance>> = conn
        .prepare("SELECT n, json FROM sources")?
        .query_map([], |row| {
            Ok((row.get(0)?, Arc::new(provenance(&text(row, 1)?))))
        })?
        .collect::<rusqlite::Result<_>>()?;
    let mut all = match second {
        None => read_range(conn, &sources, i64::MIN..=i64::MAX)?,
        Some(other) => {
            let half = last_bookmark_row(conn)? / 2;
            let sources = &sources;
            let (first, second) = thread::scope(|scope| {
                let second = scope.spawn(move || read_range(&other, sources, half + 1..=i64::MAX));
                let first = read_range(conn, sources, i64::MIN..=half);
                (first, second.join())
            });
            let second = second.unwrap_or_else(|fault| std::panic::resume_unwind(fault))?;
            let mut all = first?;
            all.bookmarks.extend(second.bookmarks);
            all.trash.extend(second.trash);
            all
        }
    };
    // The rows are nearly sorted already; SQLite would copy them all to sort them.
    all.bookmarks.sort_by_key(|bookmark| bookmark.created);
    all.trash.sort_by_key(|removed| Reverse(removed.when));
    Ok(all)
}

/// Reads the bookmarks of a range of rows, in the order of the rows.
fn read_range(
    conn: &Connection,
    sources: &HashMap<i64, Arc<Provenance>>,
    numbers: RangeInclusive<i64>,
) -> rusqlite::Result<BookmarkRows> {
    let mut query = conn.prepare(&format!(
        "SELECT {COLUMNS_WITH_SOURCE_ID}, removed, seq FROM bookmarks WHERE n BETWEEN ?1 AND ?2 ORDER BY n"
    ))?;
    let mut read = BookmarkRows::default();
    let mut rows = query.query([numbers.start(), numbers.end()])?;
    while let Some(row) = rows.next()? {
        let source = sources.get(&row.get(11)?).cloned().unwrap_or_default();
        let bookmark = bookmark(row, source)?;
        match row.get(15)? {
            None => read.bookmarks.push(Arc::new(bookmark)),
            Some(removed) => read.trash.push(TrashedRow {
                bookmark,
                when: (removed, row.get(16)?),
            }),
        }
    }
    Ok(read)
}

pub fn marks(conn: &Connection) -> rusqlite::Result<Vec<Mark>> {
    let mut query = conn.prepare(
        "SELECT letter, briefing, article, start, end FROM marks ORDER BY letter, scope",
    )?;
    let mut marks = Vec::new();
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let letter = text(row, 0)?;
        if let Some(letter) = letter.chars().next() {
            marks.push(Mark {
                letter,
                place: place(row, 1)?,
            });
        }
    }
    Ok(marks)
}

pub fn positions(conn: &Connection) -> rusqlite::Result<Vec<Position>> {
    conn.prepare(
        "SELECT briefing, article, cursor, top, state, changed FROM positions \
         ORDER BY changed DESC, seq DESC",
    )?
    .query_map([], |row| {
        let state = text(row, 4)?;
        Ok(Position {
            briefing: text(row, 0)?,
            article: text(row, 1)?,
            offset: offset(row, 2)?,
            top: offset(row, 3)?,
            state: read_state(&state),
            changed: row.get(5)?,
        })
    })?
    .collect()
}

/// Reads the query history, oldest first.
pub fn query_history(conn: &Connection) -> rusqlite::Result<Vec<String>> {
    conn.prepare("SELECT question FROM asked ORDER BY seq")?
        .query_map([], |row| text(row, 0))?
        .collect()
}

/// Reads the saved searches.
pub fn searches(conn: &Connection) -> rusqlite::Result<Vec<SavedSearch>> {
    conn.prepare("SELECT name, question, briefing, article, ordering FROM searches ORDER BY name")?
        .query_map([], |row| {
            let scope = match (text(row, 2)?, text(row, 3)?) {
                (briefing, _) if briefing.is_empty() => SearchScope::Library,
                (briefing, article) if article.is_empty() => SearchScope::Briefing(briefing),
                (briefing, article) => SearchScope::Article(briefing, article),
            };
            let order = match text(row, 4)?.as_str() {
                "date" => ResultOrder::Date,
                _ => ResultOrder::Relevance,
            };
            Ok(SavedSearch {
                name: text(row, 0)?,
                text: text(row, 1)?,
                scope,
                order,
            })
        })?
        .collect()
}

pub fn read_state(word: &str) -> ReadState {
    match word {
        "read" => ReadState::Read,
        "opened" => ReadState::Opened,
        _ => ReadState::New,
    }
}

pub fn state_word(state: ReadState) -> &'static str {
    match state {
        ReadState::New => "new",
        ReadState::Opened => "opened",
        ReadState::Read => "read",
    }
}

fn provenance(json: &str) -> Provenance {
    serde_json::from_str(json).unwrap_or_default()
}

/// Reads briefing, article, start and end from four columns.
fn place(row: &Row, first: usize) -> rusqlite::Result<Place> {
    let start = offset(row, first + 2)?;
    Ok(Place {
        briefing: text(row, first)?,
        article: text(row, first + 1)?,
        range: start..offset(row, first + 3)?.max(start),
    })
}

/// Reads a text, with U+FFFD for what is not UTF-8.
fn text(row: &Row, column: usize) -> rusqlite::Result<String> {
    Ok(match row.get_ref(column)? {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
            String::from_utf8_lossy(bytes).into_owned()
        }
        _ => String::new(),
    })
}

fn offset(row: &Row, column: usize) -> rusqlite::Result<usize> {
    row.get::<_, i64>(column)
        .map(|n| usize::try_from(n).unwrap_or(0))
}
