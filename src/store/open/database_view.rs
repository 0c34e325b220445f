//! What a database holds in one state, read without changing it, and whether one state can follow
//! another.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::store::sqlite::error::sqlite_code;
use crate::store::sqlite::files::immutable_uri;
use crate::store::sqlite::schema::{self, FileKind, MIGRATIONS};

/// A table, the key of its rows, and their content, as SQL.
type ComparedTable = (&'static str, &'static str, &'static str);

/// What is compared between two states of a database; exists in all versions.
const COMPARED: &[ComparedTable] = &[
    // Row, id and time of creation never change, and no two databases share them.
    (
        "bookmarks",
        "n || ' ' || id || ' ' || created",
        "briefing, article, start, exact, note, tags, changed, removed",
    ),
    ("positions", "briefing || '/' || article", "cursor, state"),
    (
        "marks",
        "scope || '/' || letter",
        "briefing, article, start",
    ),
    ("searches", "name", "question"),
    ("asked", "question", "question"),
];

/// Prefix of the keys of bookmarks, whose rows only emptying the trash deletes.
const STABLE_ROWS: &str = "bookmarks:";

/// What a database holds in one state, with or without its log, as far as it can be read.
#[derive(Debug, Default)]
pub struct DatabaseView {
    pub kind: Option<FileKind>,
    pub page_size: usize,
    pub is_whole: bool,
    /// Number of the last write.
    counter: Option<i64>,
    /// Of each row, by table and key: the number of its write and a hash of its content.
    pub rows: HashMap<String, (i64, u64)>,
}

impl DatabaseView {
    /// Reads the database without its log. Nothing is locked or written.
    pub fn without_log(path: &Path) -> DatabaseView {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        Connection::open_with_flags(immutable_uri(path), flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
            .and_then(|conn| {
                // A file that is shorter than its header says, as during a checkpoint, is read as
                // far as it goes. Nothing can be written through this connection.
                conn.pragma_update(None, "writable_schema", true)?;
                Ok(DatabaseView::read(&conn))
            })
            .unwrap_or_default()
    }

    /// Reads the database with its log applied, without a checkpoint. `None` if another process
    /// has it open, or if it cannot be written anyway.
    pub fn with_log(path: &Path) -> Option<DatabaseView> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(path, flags).ok()?;
        if conn.is_readonly(rusqlite::MAIN_DB).unwrap_or(true) {
            return None;
        }
        let begun = conn
            .busy_timeout(Duration::ZERO)
            // The last connection to close would otherwise run a checkpoint and delete the log.
            .and_then(|()| conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true))
            // Takes the lock that all readers respect before the log is read.
            .and_then(|_| {
                conn.pragma_update_and_check(None, "locking_mode", "exclusive", |_| Ok(()))
            });
        begun.ok()?;
        match conn.pragma_query_value(None, "schema_version", |_| Ok(())) {
            Err(error)
                if matches!(
                    sqlite_code(&error),
                    Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
                ) =>
            {
                return None;
            }
            Err(_) => return Some(DatabaseView::default()),
            Ok(()) => {}
        }
        Some(DatabaseView::read(&conn))
    }

    /// Reads the state that a connection sees.
    fn read(conn: &Connection) -> DatabaseView {
        let page_size = conn.pragma_query_value(None, "page_size", |row| row.get::<_, i64>(0));
        let mut view = DatabaseView {
            kind: schema::file_kind(conn).ok(),
            page_size: page_size.map_or(0, |size| usize::try_from(size).unwrap_or(0)),
            ..DatabaseView::default()
        };
        let Some(kind) = view.kind else {
            view.page_size = 0;
            return view;
        };
        let is_ours = match kind {
            FileKind::Empty => true,
            FileKind::Foreign => false,
            FileKind::Ours(version) if version > MIGRATIONS.len() => true,
            FileKind::Ours(version) => {
                schema::missing_parts(conn, version).is_ok_and(|l| l.is_none())
            }
        };
        let checked = || {
            conn.query_row("PRAGMA integrity_check(1)", [], |row| {
                row.get::<_, String>(0)
            })
        };
        view.is_whole = is_ours && checked().is_ok_and(|answer| answer == "ok");
        view.counter = conn
            .query_row("SELECT n FROM counter", [], |row| row.get(0))
            .ok();
        for (table, key, content) in COMPARED {
            // Rows before the damage are enough.
            let _ = view.read_rows(conn, table, key, content);
        }
        view
    }

    /// Reads the rows of a table.
    fn read_rows(
        &mut self,
        conn: &Connection,
        table: &str,
        key: &str,
        content: &str,
    ) -> rusqlite::Result<()> {
        let query = format!("SELECT {key}, seq, {content} FROM {table} NOT INDEXED");
        let mut query = conn
            .prepare(&query)
            .or_else(|_| conn.prepare(&query.replace(" NOT INDEXED", "")))?;
        let columns = query.column_count();
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let mut hash = DefaultHasher::new();
            for column in 2..columns {
                match row.get_ref(column)? {
                    ValueRef::Integer(n) => n.hash(&mut hash),
                    ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes.hash(&mut hash),
                    ValueRef::Null | ValueRef::Real(_) => 0.hash(&mut hash),
                }
            }
            let key: String = row.get(0)?;
            self.rows
                .insert(format!("{table}:{key}"), (row.get(1)?, hash.finish()));
        }
        Ok(())
    }

    /// Returns the keys of bookmarks.
    pub fn stable_rows(&self) -> impl Iterator<Item = &String> {
        self.rows.keys().filter(|key| key.starts_with(STABLE_ROWS))
    }

    /// Returns why this cannot be a later state of the same database; `None` if it can. Numbers
    /// of writes only grow, and a row of a number never changes.
    pub fn succession_error(&self, earlier: &DatabaseView) -> Option<&'static str> {
        if self.counter < earlier.counter {
            return Some("is older than the database");
        }
        let mut shared = 0;
        for (key, (seq, content)) in &earlier.rows {
            let Some((later, now)) = self.rows.get(key) else {
                continue;
            };
            shared += 1;
            if later < seq {
                return Some("is older than the database");
            }
            if later == seq && now != content {
                return Some("belongs to another database");
            }
        }
        let is_unlike = shared == 0 && !earlier.rows.is_empty();
        let is_strange = earlier.stable_rows().next().is_some()
            && !earlier.stable_rows().any(|key| self.rows.contains_key(key));
        (is_unlike || is_strange).then_some("belongs to another database")
    }
}
