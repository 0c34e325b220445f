//! The tables of the database, and the migration of older versions to the newest: forward only,
//! in one transaction, after a copy of the file.

use std::path::{Path, PathBuf};

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, TransactionBehavior};

use crate::store::sqlite::error::sqlite_code;
use crate::store::sqlite::files::unused_path;

/// Marks the file as a database of this program ("dptc").
pub const APPLICATION_ID: i64 = 0x6470_7463;

/// The statements that lead from one version to the next; the first create version 1 in an empty
/// file. A released migration is never changed, only followed by another.
pub const MIGRATIONS: &[&str] = &[V1_TABLES, V2_SOURCES, V3_SEARCHES];

/// Version 1. Each row has `seq`, the number of the write that made it, from the one counter of
/// the file: so a process knows what was written since it last read.
const V1_TABLES: &str = "
CREATE TABLE counter (n INTEGER NOT NULL) STRICT;
INSERT INTO counter VALUES (0);

-- `removed` is empty, or the second in which the bookmark went to the trash.
CREATE TABLE bookmarks (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  briefing TEXT NOT NULL,
  article TEXT NOT NULL,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  text_hash TEXT NOT NULL,
  exact TEXT NOT NULL,
  prefix TEXT NOT NULL,
  suffix TEXT NOT NULL,
  note TEXT NOT NULL,
  tags TEXT NOT NULL,
  provenance TEXT NOT NULL,
  created INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  removed INTEGER,
  seq INTEGER NOT NULL
) STRICT;

-- What a bookmark was before each change, as JSON.
CREATE TABLE versions (
  id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  bookmark TEXT NOT NULL,
  PRIMARY KEY (id, seq)
) STRICT, WITHOUT ROWID;

-- `scope` is the briefing for a-z and empty for A-Z.
CREATE TABLE marks (
  scope TEXT NOT NULL,
  letter TEXT NOT NULL,
  briefing TEXT NOT NULL,
  article TEXT NOT NULL,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (scope, letter)
) STRICT, WITHOUT ROWID;

CREATE TABLE positions (
  briefing TEXT NOT NULL,
  article TEXT NOT NULL,
  cursor INTEGER NOT NULL,
  top INTEGER NOT NULL,
  state TEXT NOT NULL,
  changed INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (briefing, article)
) STRICT, WITHOUT ROWID;
";

/// Version 3: the query history, and saved searches. `briefing` and `article` are the scope; both
/// are empty for the whole library.
const V3_SEARCHES: &str = "
CREATE TABLE asked (
  question TEXT NOT NULL PRIMARY KEY,
  seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE searches (
  name TEXT NOT NULL PRIMARY KEY,
  question TEXT NOT NULL,
  briefing TEXT NOT NULL,
  article TEXT NOT NULL,
  ordering TEXT NOT NULL,
  seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
";

/// Version 2: the provenance, which most bookmarks of an article share, is stored once; and a
/// bookmark may have the letter of a highlight (else empty).
const V2_SOURCES: &str = "
CREATE TABLE sources (
  n INTEGER PRIMARY KEY,
  json TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO sources (json) SELECT DISTINCT provenance FROM bookmarks;

ALTER TABLE bookmarks RENAME TO former;
CREATE TABLE bookmarks (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  briefing TEXT NOT NULL,
  article TEXT NOT NULL,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  text_hash TEXT NOT NULL,
  exact TEXT NOT NULL,
  prefix TEXT NOT NULL,
  suffix TEXT NOT NULL,
  note TEXT NOT NULL,
  tags TEXT NOT NULL,
  source INTEGER NOT NULL,
  created INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  removed INTEGER,
  seq INTEGER NOT NULL,
  letter TEXT NOT NULL
) STRICT;
INSERT INTO bookmarks SELECT n, id, briefing, article, start, end, text_hash, exact, prefix, suffix,
  note, tags, (SELECT s.n FROM sources s WHERE s.json = provenance), created, changed, removed, seq, ''
  FROM former;
DROP TABLE former;
";

/// What kind of file it is, by its first page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// An empty file.
    Empty,
    /// A database of this program, with its version.
    Ours(usize),
    /// Another program's database.
    Foreign,
}

/// Returns the kind of the open file.
pub fn file_kind(conn: &Connection) -> rusqlite::Result<FileKind> {
    let number = |pragma: &str| conn.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
    let version = number("user_version")?;
    let application = number("application_id")?;
    let tables: i64 = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(match usize::try_from(version) {
        Ok(0) if tables == 0 => FileKind::Empty,
        Ok(version) if version > 0 && application == APPLICATION_ID => FileKind::Ours(version),
        _ => FileKind::Foreign,
    })
}

/// A table: its name, its columns, and the versions that have it in this form.
type TableSpec = (&'static str, &'static str, std::ops::RangeInclusive<usize>);

/// The tables that a file must have to be used.
const TABLES: &[TableSpec] = &[
    ("counter", "n", 1..=usize::MAX),
    (
        "bookmarks",
        "n, id, briefing, article, start, end, text_hash, exact, prefix, suffix, note, tags, \
         provenance, created, changed, removed, seq",
        1..=1,
    ),
    (
        "bookmarks",
        "n, id, briefing, article, start, end, text_hash, exact, prefix, suffix, note, tags, \
         source, created, changed, removed, seq, letter",
        2..=usize::MAX,
    ),
    ("sources", "n, json", 2..=usize::MAX),
    ("versions", "id, seq, bookmark", 1..=usize::MAX),
    (
        "marks",
        "scope, letter, briefing, article, start, end, seq",
        1..=usize::MAX,
    ),
    (
        "positions",
        "briefing, article, cursor, top, state, changed, seq",
        1..=usize::MAX,
    ),
    ("asked", "question, seq", 3..=usize::MAX),
    (
        "searches",
        "name, question, briefing, article, ordering, seq",
        3..=usize::MAX,
    ),
];

/// Returns what a file lacks of the tables of its version; `None` if nothing.
pub fn missing_parts(conn: &Connection, version: usize) -> rusqlite::Result<Option<String>> {
    // Makes SQLite read the schema again if another connection has changed it.
    conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    for (name, columns, versions) in TABLES {
        if !versions.contains(&version) {
            continue;
        }
        match conn.prepare(&format!("SELECT {columns} FROM {name} NOT INDEXED")) {
            Ok(_) => {}
            // SQLite's general error: a name in the statement does not exist.
            Err(error) if sqlite_code(&error) == Some(ErrorCode::Unknown) => {
                return missing_part(conn, name, columns).map(Some);
            }
            Err(error) => return Err(error),
        }
    }
    let counters: i64 = conn.query_row("SELECT count(*) FROM counter", [], |row| row.get(0))?;
    Ok((counters != 1).then(|| "its table \"counter\" is empty".to_owned()))
}

/// Returns what is missing of one table.
fn missing_part(conn: &Connection, table: &str, wanted: &str) -> rusqlite::Result<String> {
    let found = columns(conn, table)?;
    let missing = wanted
        .split(", ")
        .find(|column| !found.iter().any(|name| name == column));
    Ok(match missing {
        _ if found.is_empty() => format!("it lacks the table \"{table}\""),
        Some(column) => format!("it lacks the column \"{column}\" of its table \"{table}\""),
        None => format!("its table \"{table}\" cannot be read"),
    })
}

/// Returns the names of the columns of a table; none if there is no such table.
fn columns(conn: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    conn.prepare("SELECT name FROM pragma_table_info(?1)")?
        .query_map([table], |row| row.get(0))?
        .collect()
}

/// Makes tables that lack columns readable as if they had them, with empty values, through this
/// connection only. The file is not changed.
pub fn complete_for_reading(conn: &Connection) -> rusqlite::Result<()> {
    let FileKind::Ours(version) = file_kind(conn)? else {
        return Ok(());
    };
    for (name, wanted, versions) in TABLES {
        let found = columns(conn, name)?;
        let has = |column: &str| found.iter().any(|name| name == column);
        if !versions.contains(&version) || found.is_empty() || wanted.split(", ").all(has) {
            continue;
        }
        let selected: Vec<String> = wanted
            .split(", ")
            .map(|column| match column {
                column if has(column) => column.to_owned(),
                column => format!("{} AS {column}", empty_value(column)),
            })
            .collect();
        // SQLite looks up temporary names first.
        conn.execute_batch(&format!(
            "CREATE TEMP VIEW {name} AS SELECT {} FROM main.{name}",
            selected.join(", ")
        ))?;
    }
    Ok(())
}

/// Returns the value of a column that is missing.
fn empty_value(column: &str) -> &'static str {
    match column {
        "removed" => "NULL",
        "tags" => "'[]'",
        "provenance" | "json" => "'{}'",
        "n" | "start" | "end" | "source" | "created" | "changed" | "seq" | "cursor" | "top" => "0",
        _ => "''",
    }
}

/// Migrates a file to the newest version. Returns the copy of its former state, if one was made.
/// Another process may do the same at the same time: the second waits and finds it done.
pub fn migrate(
    conn: &mut Connection,
    path: &Path,
    steps: &[&str],
    now: i64,
) -> rusqlite::Result<Option<PathBuf>> {
    let copy = match file_kind(conn)? {
        FileKind::Ours(version) if version < steps.len() => {
            let copy = unused_path(path, &format!("before-{}-{now}", steps.len()));
            copy_to(conn, &copy)?;
            Some(copy)
        }
        FileKind::Ours(_) => return Ok(None),
        FileKind::Empty | FileKind::Foreign => None,
    };
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done = match file_kind(&tx)? {
        FileKind::Ours(version) => version,
        FileKind::Empty | FileKind::Foreign => 0,
    };
    for step in steps.iter().skip(done) {
        tx.execute_batch(step)?;
    }
    if done < steps.len() {
        tx.pragma_update(None, "application_id", APPLICATION_ID)?;
        tx.pragma_update(None, "user_version", steps.len().to_string())?;
    }
    tx.commit()?;
    Ok(copy)
}

/// Writes a compact copy of the database to a new file.
fn copy_to(conn: &Connection, copy: &Path) -> rusqlite::Result<()> {
    conn.execute("VACUUM INTO ?1", [PathText(copy)])?;
    // Where syncing fails (some network disks), the copy is written nevertheless.
    if let Ok(file) = std::fs::File::open(copy) {
        let _ = file.sync_all();
    }
    Ok(())
}

/// A path as a parameter of a statement: its bytes, even if they are not UTF-8.
struct PathText<'a>(&'a Path);

impl rusqlite::ToSql for PathText<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(ValueRef::Text(
            self.0.as_os_str().as_encoded_bytes(),
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn migration_goes_forward_after_a_copy() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("d.db");
        let mut conn = Connection::open(&path).unwrap();
        assert_eq!(file_kind(&conn).unwrap(), FileKind::Empty);
        let old = ["CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('kept')"];
        assert_eq!(migrate(&mut conn, &path, &old, 5).unwrap(), None);
        assert_eq!(file_kind(&conn).unwrap(), FileKind::Ours(1));

        let new = [
            old[0],
            "ALTER TABLE t ADD COLUMN b TEXT NOT NULL DEFAULT 'new'",
        ];
        let copy = migrate(&mut conn, &path, &new, 6).unwrap().unwrap();
        assert_eq!(copy, dir.path().join("d.db.before-2-6"));
        assert_eq!(file_kind(&conn).unwrap(), FileKind::Ours(2));
        let row: (String, String) = conn
            .query_row("SELECT a, b FROM t", [], |r| Ok((r.get(0)?, r.get(1)?)))
            .unwrap();
        assert_eq!(row, ("kept".into(), "new".into()));
        let before = Connection::open(&copy).unwrap();
        assert_eq!(file_kind(&before).unwrap(), FileKind::Ours(1));
        let kept: String = before
            .query_row("SELECT a FROM t", [], |r| r.get(0))
            .unwrap();
        assert_eq!(kept, "kept");
        assert_eq!(migrate(&mut conn, &path, &new, 7).unwrap(), None);
    }

    #[test]
    fn a_step_that_fails_leaves_the_old_version_whole() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("d.db");
        let mut conn = Connection::open(&path).unwrap();
        let good = "CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('kept')";
        migrate(&mut conn, &path, &[good], 5).unwrap();
        let bad = "DROP TABLE t; CREATE TABLE oops (";
        assert!(migrate(&mut conn, &path, &[good, bad], 6).is_err());
        assert_eq!(file_kind(&conn).unwrap(), FileKind::Ours(1));
        let kept: String = conn.query_row("SELECT a FROM t", [], |r| r.get(0)).unwrap();
        assert_eq!(kept, "kept");
    }

    #[test]
    fn each_version_has_the_tables_that_it_must_have_and_no_others() {
        for version in 1..=MIGRATIONS.len() {
            let mut conn = Connection::open_in_memory().unwrap();
            migrate(&mut conn, Path::new(""), &MIGRATIONS[..version], 0).unwrap();
            assert_eq!(missing_parts(&conn, version).unwrap(), None, "{version}");
            let mut query = conn
                .prepare(
                    "SELECT t.name, group_concat(c.name, ', ') FROM sqlite_schema t, \
                     pragma_table_info(t.name) c WHERE t.type = 'table' GROUP BY t.name",
                )
                .unwrap();
            let made = query
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
                .unwrap();
            let made: Vec<(String, String)> = made.map(Result::unwrap).collect();
            let mut wanted: Vec<(String, String)> = TABLES
                .iter()
                .filter(|(.., versions)| versions.contains(&version))
                .map(|(name, columns, _)| ((*name).to_owned(), (*columns).to_owned()))
                .collect();
            wanted.sort();
            assert_eq!(made, wanted, "{version}");
        }
    }

    #[test]
    fn what_a_file_lacks_is_named() {
        let fresh = || {
            let mut conn = Connection::open_in_memory().unwrap();
            migrate(&mut conn, Path::new(""), MIGRATIONS, 0).unwrap();
            conn
        };
        for (name, ..) in TABLES {
            let conn = fresh();
            conn.execute_batch(&format!("DROP TABLE {name}")).unwrap();
            let lacking = missing_parts(&conn, MIGRATIONS.len()).unwrap();
            assert!(lacking.unwrap().contains(name), "{name}");
        }
        let conn = fresh();
        conn.execute_batch("DELETE FROM counter").unwrap();
        assert!(missing_parts(&conn, MIGRATIONS.len()).unwrap().is_some());
    }

    #[test]
    fn a_strange_database_is_told_from_ours() {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch("CREATE TABLE moz_places (id INTEGER)")
            .unwrap();
        assert_eq!(file_kind(&conn).unwrap(), FileKind::Foreign);
        conn.pragma_update(None, "user_version", 3).unwrap();
        assert_eq!(file_kind(&conn).unwrap(), FileKind::Foreign);
    }
}
