//! Inspects the database and the files beside it before SQLite opens them. SQLite takes
//! over any log that it finds there, whose ever it is, and deletes one that stands
//! beside an empty file: so what does not belong is moved aside first.
//!
//! All of this happens while the folder is locked, and only where no other program has
//! the file open: a log in use holds the newest notes.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::fs::immutable_uri;
use super::recovery::{unused_path, with_suffix};
use super::schema::{self, FileKind, MIGRATIONS};
use super::wal::{self, WalFile, WalIndex, WalTail};
use super::{StoreError, StoreErrorKind};

/// What was found and done.
#[derive(Debug, Default)]
pub(super) struct Preflight {
    /// Sentences for the reader, each with the path of what was kept.
    pub notices: Vec<String>,
    /// A database that was made from a log alone, with what it holds.
    pub rebuilt: Option<PathBuf>,
}

/// Tells whether there is something to look at. Costs a few looks at names.
pub(super) fn is_needed(path: &Path) -> bool {
    let is_plain = fs::metadata(path).is_ok_and(|about| about.is_file() && about.len() > 0);
    let is_missing = fs::symlink_metadata(path).is_err();
    if !is_plain && !is_missing {
        return true;
    }
    let path = &resolve_link(path);
    ["-wal", "-journal", "-shm"].iter().any(|end| {
        fs::symlink_metadata(with_suffix(path, end))
            .is_ok_and(|about| !about.is_file() || about.len() > 0)
    })
}

/// Puts aside what does not belong. The folder must be locked.
///
/// # Errors
/// [`StoreErrorKind::Damaged`] where neither the database nor its log can be understood:
/// both should be set aside. Others where something could not be renamed.
pub(super) fn run(path: &Path, now: i64) -> Result<Preflight, StoreError> {
    match check_all(path, now) {
        // On a disk that cannot be written nothing can be overwritten either.
        Err(error) if error.kind == StoreErrorKind::ReadOnly => Ok(Preflight::default()),
        other => other,
    }
}

fn check_all(path: &Path, now: i64) -> Result<Preflight, StoreError> {
    let mut found = Preflight::default();
    let failed = |error: &io::Error| StoreError::io(path, error);
    if !check_main_file(path, now, &mut found).map_err(|error| failed(&error))? {
        return Ok(found);
    }
    let path = &resolve_link(path);
    for end in ["-journal", "-shm", "-wal"] {
        let beside = with_suffix(path, end);
        let is_odd = fs::symlink_metadata(&beside).is_ok_and(|about| !about.is_file());
        // SQLite follows no link here, so what is no file is of use to nobody.
        if is_odd {
            let aside = unused_path(&beside, &format!("unreadable-{now}"));
            fs::rename(&beside, &aside).map_err(|error| failed(&error))?;
            found.notices.push(format!(
                "your bookmarks are as the database has them; {} is no file, so it was set aside as {}",
                beside.display(),
                aside.display()
            ));
        }
    }
    check_journal(path, now, &mut found).map_err(|error| failed(&error))?;
    if has_content(&with_suffix(path, "-wal")) {
        check_wal(path, now, &mut found)?;
    } else {
        check_lost_wal(path, now, &mut found).map_err(|error| failed(&error))?;
    }
    Ok(found)
}

/// Looks at what bears the name itself. Returns whether it is a file with content.
fn check_main_file(path: &Path, now: i64, found: &mut Preflight) -> io::Result<bool> {
    let Ok(about) = fs::symlink_metadata(path) else {
        return quarantine_orphans(path, now, found).map(|()| false);
    };
    let what = match fs::metadata(path) {
        Ok(real) if real.is_file() && real.len() > 0 => return Ok(true),
        Ok(real) if real.is_file() => "is empty",
        Ok(real) if real.is_dir() => "is a folder, not a file",
        Ok(_) => "is not a file",
        // What may not be looked at may be there.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => return Ok(true),
        Err(_) if about.is_symlink() => "is a link to a file that is not there",
        Err(error) => return Err(error),
    };
    let target = fs::read_link(path);
    let aside = unused_path(path, &format!("unreadable-{now}"));
    fs::rename(path, &aside)?;
    let mut notice = format!(
        "nothing can be read from {}: it {what}, so it was set aside as {}",
        path.display(),
        aside.display()
    );
    if let Ok(target) = target {
        // Writing to a string cannot fail.
        let _ = write!(
            notice,
            "; if the disk of {} is only not connected, connect it and put the link back",
            target.display()
        );
    }
    found.notices.push(notice);
    quarantine_orphans(path, now, found).map(|()| false)
}

/// Puts aside logs of a database that is not there, and rebuilds it where a log holds
/// all of it: SQLite would delete them.
fn quarantine_orphans(path: &Path, now: i64, found: &mut Preflight) -> io::Result<()> {
    let aside = unused_path(path, &format!("unreadable-{now}"));
    let mut moved = Vec::new();
    for end in ["-wal", "-journal", "-shm"] {
        let beside = with_suffix(path, end);
        if fs::symlink_metadata(&beside).is_err() {
            continue;
        }
        let away = with_suffix(&aside, end);
        fs::rename(&beside, &away)?;
        if end != "-shm" && (has_content(&away) || !away.is_file()) {
            moved.push(away);
        }
    }
    let Some(first) = moved.first() else {
        return Ok(());
    };
    let mut notice = format!(
        "a log stood beside {} without its database, so it was set aside as {}",
        path.display(),
        first.display()
    );
    if let Some(bytes) = wal::rebuild_database(&with_suffix(&aside, "-wal")) {
        let rebuilt = unused_path(path, &format!("from-log-{now}"));
        write_private(&rebuilt, &bytes)?;
        let _ = write!(notice, "; what it holds is in {}", rebuilt.display());
        found.rebuilt = Some(rebuilt);
    }
    found.notices.push(notice);
    Ok(())
}

fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    super::fs::create_file_private(path)?;
    fs::write(path, bytes)
}

/// Looks at a rollback journal. This program keeps its database in write-ahead mode,
/// where none is used; SQLite would play any that it finds into the database.
fn check_journal(path: &Path, now: i64, found: &mut Preflight) -> io::Result<()> {
    let beside = with_suffix(path, "-journal");
    if !has_content(&beside) {
        return Ok(());
    }
    let aside = unused_path(path, &format!("journal-{now}"));
    let kept = with_suffix(&aside, "-journal");
    if DatabaseView::without_log(path).is_whole {
        fs::rename(&beside, &kept)?;
        found.notices.push(format!(
            "your bookmarks are as they were; a journal beside {} is not needed, so it was set aside as {}",
            path.display(),
            kept.display()
        ));
    } else {
        // A change that was cut short: SQLite takes it back, and the state before is kept.
        fs::copy(path, &aside)?;
        fs::copy(&beside, &kept)?;
        found.notices.push(format!(
            "your bookmarks are as they were before another program changed {}: that was cut \
             short and is taken back; what was found is in {} and {}",
            path.display(),
            aside.display(),
            kept.display()
        ));
    }
    Ok(())
}

/// Looks for the index of a log that somebody took away or emptied.
fn check_lost_wal(path: &Path, now: i64, found: &mut Preflight) -> io::Result<()> {
    let index = with_suffix(path, "-shm");
    if !WalIndex::read(&index).is_some_and(|index| index.needs_wal())
        || DatabaseView::with_log(path).is_none()
    {
        return Ok(());
    }
    let kept = with_suffix(&unused_path(path, &format!("log-{now}")), "-shm");
    fs::rename(&index, &kept)?;
    found.notices.push(format!(
        "the last changes of your bookmarks are missing: the log beside {} was emptied or \
         taken away; what was left of it was set aside as {}",
        path.display(),
        kept.display()
    ));
    Ok(())
}

/// Why a log stays out with which the database would be damaged.
const DOES_NOT_FIT: &str = "does not fit the database";

/// What is to be done with a log.
enum WalVerdict {
    /// It belongs to the database.
    Belongs,
    /// It is taken over, and both are copied first.
    Doubtful(&'static str),
    /// It stays out.
    Foreign(&'static str),
    /// Nothing can be made of either.
    Hopeless,
}

fn check_wal(path: &Path, now: i64, found: &mut Preflight) -> Result<(), StoreError> {
    let Some(with_log) = DatabaseView::with_log(path) else {
        return Ok(());
    };
    let without = DatabaseView::without_log(path);
    let beside = with_suffix(path, "-wal");
    let failed = |error: &io::Error| StoreError::io(path, error);
    let log = wal::inspect(&beside).map_err(|error| failed(&error))?;
    let verdict = match &log {
        Err(why) => WalVerdict::Foreign(why),
        Ok(log) => judge_wal(log, &with_suffix(path, "-shm"), &with_log, &without),
    };
    let aside = unused_path(path, &format!("log-{now}"));
    let kept = with_suffix(&aside, "-wal");
    match verdict {
        WalVerdict::Belongs => return Ok(()),
        WalVerdict::Hopeless => {
            return Err(StoreError::new(
                path,
                StoreErrorKind::Damaged,
                "neither the database nor its log can be read",
            ));
        }
        WalVerdict::Foreign(why) => {
            // The database itself stays as it is; its copy shows what the log stood beside.
            let _ = fs::copy(path, &aside);
            fs::rename(&beside, &kept).map_err(|error| failed(&error))?;
            // A log that cannot be read, or that fits nothing, may have held the last changes.
            let said = if log.is_ok() && why != DOES_NOT_FIT {
                "your bookmarks are as they were"
            } else {
                "your bookmarks are as the database has them, without the last changes"
            };
            found.notices.push(format!(
                "{said}; the log beside {} {why}, so it was set aside as {}, with a copy of \
                 the database",
                path.display(),
                kept.display()
            ));
        }
        WalVerdict::Doubtful(why) => {
            fs::copy(path, &aside).map_err(|error| failed(&error))?;
            fs::copy(&beside, &kept).map_err(|error| failed(&error))?;
            found.notices.push(format!(
                "the last changes of your bookmarks may be missing: the log beside {} {why}; \
                 the state before that is in {} and {}",
                path.display(),
                aside.display(),
                kept.display()
            ));
        }
    }
    Ok(())
}

fn judge_wal(
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

/// A table, what names its rows, and what their content is.
type ComparedTable = (&'static str, &'static str, &'static str);

/// What can be compared between two states of a database, of all versions.
const COMPARED: &[ComparedTable] = &[
    // Row, name and time of the first save never change, and no two databases share them.
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
/// Of these, rows that only emptying the trash takes away.
const STABLE_ROWS: &str = "bookmarks:";

/// What a database holds in one state, as far as it can be read.
#[derive(Debug, Default)]
struct DatabaseView {
    kind: Option<FileKind>,
    page_size: usize,
    is_whole: bool,
    /// Number of the last write.
    counter: Option<i64>,
    /// The number of the write and a hash of the content of each row.
    rows: HashMap<String, (i64, u64)>,
}

impl DatabaseView {
    /// Reads the database as it is without any log. Nothing is locked or written.
    fn without_log(path: &Path) -> DatabaseView {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        Connection::open_with_flags(immutable_uri(path), flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
            .and_then(|conn| {
                // A file that is shorter than it says, as while a log is taken over, is
                // read as far as it goes. Nothing can be written through this connection.
                conn.pragma_update(None, "writable_schema", true)?;
                Ok(DatabaseView::read(&conn))
            })
            .unwrap_or_default()
    }

    /// Reads the database as SQLite would take it over with its log, without doing so;
    /// none where another program has it open, or where it cannot be written anyway.
    fn with_log(path: &Path) -> Option<DatabaseView> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(path, flags).ok()?;
        if conn.is_readonly(rusqlite::MAIN_DB).unwrap_or(true) {
            return None;
        }
        let begun = conn
            .busy_timeout(std::time::Duration::ZERO)
            // The last to close a database writes its log into it, and deletes that.
            .and_then(|()| conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true))
            // Then the lock that every reader respects is taken before the log is read.
            .and_then(|_| {
                conn.pragma_update_and_check(None, "locking_mode", "exclusive", |_| Ok(()))
            });
        begun.ok()?;
        match conn.pragma_query_value(None, "schema_version", |_| Ok(())) {
            Err(error)
                if matches!(
                    super::error::sqlite_code(&error),
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
            // What can be read before the damage is enough.
            let _ = view.read_rows(conn, table, key, content);
        }
        view
    }

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

    fn stable_rows(&self) -> impl Iterator<Item = &String> {
        self.rows.keys().filter(|key| key.starts_with(STABLE_ROWS))
    }

    /// Says why this cannot be a later state of what the file holds. Numbers of writes
    /// only grow, and what was written under one number stays so.
    fn succession_error(&self, earlier: &DatabaseView) -> Option<&'static str> {
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

fn has_content(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|about| about.is_file() && about.len() > 0)
}

/// Returns the path that SQLite works with: it follows a link to the database, and
/// looks for the log beside the file itself.
fn resolve_link(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}
