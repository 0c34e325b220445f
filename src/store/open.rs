//! Opens the database file, makes it, and reconnects when another takes its place.

use std::path::Path;
use std::thread;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::fs::{FileIdentity, create_dir_private, create_file_private, immutable_uri};
use super::preflight::{self, Preflight};
use super::recovery::{self, FolderLock, Salvage};
use super::schema::{self, FileKind, MIGRATIONS};
use super::{
    BUSY_TIMEOUT, Backend, BusyTimeout, RETRY_PAUSE, SHORT_BUSY_TIMEOUT, Store, StoreError,
    StoreErrorKind, StoreState, error, write,
};
use crate::model::Change;

impl Store {
    /// Opens the file where there is one, and sets it aside where it cannot be read.
    pub(super) fn connect_file(&mut self) -> Result<(), StoreError> {
        let looked = if preflight::is_needed(&self.path) {
            let _lock = self.lock_folder();
            self.run_preflight()
        } else {
            Ok(())
        };
        match looked.and_then(|()| self.try_connect()) {
            Err(error) if error.kind == StoreErrorKind::Damaged => {
                let _lock = self.lock_folder();
                // Another window may have set it aside before the lock was had.
                match self.run_preflight().and_then(|()| self.try_connect()) {
                    Err(error) if error.kind == StoreErrorKind::Damaged => self.quarantine(&error),
                    other => other,
                }
            }
            other => other,
        }
    }

    /// Puts aside what does not belong to the file, before SQLite takes it over.
    fn run_preflight(&mut self) -> Result<(), StoreError> {
        self.disconnect();
        if !preflight::is_needed(&self.path) {
            return Ok(());
        }
        let Preflight {
            mut notices,
            rebuilt,
        } = preflight::run(&self.path, self.clock)?;
        if let Some(rebuilt) = rebuilt {
            let said = self.salvage_from(&rebuilt);
            if let (Some(last), Some(said)) = (notices.last_mut(), said) {
                // First: where a line is cut, what is there again matters.
                *last = format!("{said}; {last}");
            }
        }
        self.notices.append(&mut notices);
        Ok(())
    }

    /// Opens the file anew where another one bears its name by now, or the first one does.
    pub(super) fn reconnect(&mut self) -> Result<(), StoreError> {
        // Where there is something else than a file now, attaching puts it aside.
        let is_same = || FileIdentity::from_path(&self.path).is_ok_and(|now| now == self.identity);
        if self.state() == StoreState::Memory || is_same() {
            return Ok(());
        }
        self.connect_file()
    }

    /// Opens a file anew that could only be read: perhaps it can be written by now.
    pub(super) fn reconnect_writable(&mut self) -> Result<(), StoreError> {
        if !matches!(self.backend, Backend::Readable(_, StoreErrorKind::ReadOnly)) {
            return Ok(());
        }
        let (upto, handed, told) = (
            self.sync_base.last_seq(),
            self.handed_version,
            self.notices.len(),
        );
        self.connect_file()?;
        if self.state() == StoreState::ReadOnly {
            self.notices.truncate(told);
        }
        // The numbers of states are those of one connection. Where nothing was
        // written meanwhile, what was handed out is still all there is.
        if let Some((version, snapshot)) = &self.opening_snapshot
            && handed.is_some()
            && snapshot.last_seq == upto
        {
            self.handed_version = Some(*version);
            self.sync_base.on_snapshot(upto, &snapshot.user_data);
            self.opening_snapshot = None;
        }
        Ok(())
    }

    /// Tells whether the file that was written is the one that bears the name.
    pub(super) fn is_in_place(&self) -> bool {
        self.state() == StoreState::Memory
            || FileIdentity::from_path(&self.path).is_ok_and(|identity| identity == self.identity)
    }

    /// Sets aside a file in which damage was met while writing.
    pub(super) fn recover(&mut self, error: &StoreError) -> Result<(), StoreError> {
        if self.state() == StoreState::Memory {
            return Err(error.clone());
        }
        let _lock = self.lock_folder();
        if self.is_in_place() {
            self.quarantine(error)
        } else {
            self.run_preflight().and_then(|()| self.try_connect())
        }
    }

    /// Makes folder and file where nothing was kept yet.
    pub(super) fn create(&mut self) -> Result<(), StoreError> {
        if self.state() != StoreState::Absent {
            return Ok(());
        }
        if let Some(folder) = self.path.parent() {
            create_dir_private(folder).map_err(|error| StoreError::io(folder, &error))?;
        }
        // Whoever looks at the folder meanwhile must not take the beginnings of the
        // file for leftovers.
        let _lock = self.lock_folder();
        if !matches!(FileIdentity::from_path(&self.path), Ok(Some(_)))
            && preflight::is_needed(&self.path)
        {
            self.run_preflight()?;
        }
        self.create_in_locked_folder()
    }

    fn create_in_locked_folder(&mut self) -> Result<(), StoreError> {
        if self.state() != StoreState::Absent {
            return Ok(());
        }
        create_file_private(&self.path).map_err(|error| StoreError::io(&self.path, &error))?;
        let made = connect(&self.path, OpenFlags::SQLITE_OPEN_READ_WRITE).and_then(|mut conn| {
            make_durable(&conn)?;
            schema::migrate(&mut conn, &self.path, MIGRATIONS, self.clock)?;
            Ok(conn)
        });
        let conn = made.map_err(|error| self.to_store_error(&error))?;
        self.identity = FileIdentity::from_path(&self.path)?;
        self.backend = Backend::Disk(conn);
        self.set_busy_timeout(self.busy_timeout);
        Ok(())
    }

    fn try_connect(&mut self) -> Result<(), StoreError> {
        self.disconnect();
        let Some(identity) = FileIdentity::from_path(&self.path)? else {
            return Ok(());
        };
        let opened = open(&self.path, self.clock, &mut self.notices);
        self.backend = opened?;
        self.identity = Some(identity);
        self.set_busy_timeout(self.busy_timeout);
        let read = self
            .data_version()
            .and_then(|version| Ok((version, self.snapshot(self.read_depth)?)));
        match read {
            Ok((Some(version), snapshot)) => self.opening_snapshot = Some((version, snapshot)),
            Ok((None, _)) => {}
            // Said when it is asked for; the notice has been given.
            Err(error) if error.kind == StoreErrorKind::Newer => {}
            Err(error) => {
                self.disconnect();
                return Err(error);
            }
        }
        Ok(())
    }

    fn disconnect(&mut self) {
        self.backend = Backend::Absent;
        self.identity = None;
        self.handed_version = None;
        self.opening_snapshot = None;
        self.sync_base.reset();
    }

    fn lock_folder(&self) -> FolderLock {
        FolderLock::take(self.path.parent().unwrap_or(Path::new(".")))
    }

    /// Gives the file another name, and takes what can be read of it into a new one.
    fn quarantine(&mut self, error: &StoreError) -> Result<(), StoreError> {
        self.disconnect();
        let aside = recovery::quarantine_file(&self.path, self.clock)
            .map_err(|error| StoreError::io(&self.path, &error))?;
        let said = match self.salvage_from(&aside) {
            Some(said) => format!("{said}; the file could not be used, so it was set aside as"),
            None => "what you kept could not be read, so its file was set aside as".to_owned(),
        };
        let notice = format!("{said} {} [{}]", aside.display(), error.detail);
        self.notices.push(notice);
        Ok(())
    }

    /// Takes what can be read of a file that was set aside into a new one. Says what came
    /// of it, where there was anything. The folder must be locked.
    fn salvage_from(&mut self, aside: &Path) -> Option<String> {
        let saved = recovery::salvage(aside);
        if saved.is_empty() {
            return None;
        }
        let done = self
            .create_in_locked_folder()
            .and_then(|()| self.import_salvaged(&saved));
        Some(match done {
            Ok(()) => saved.summary(),
            Err(error) => format!("your bookmarks could not be saved: {error}"),
        })
    }

    fn import_salvaged(&mut self, saved: &Salvage) -> Result<(), StoreError> {
        let now = self.clock;
        self.try_write(&|tx: &rusqlite::Transaction, seen: &write::SyncBase| {
            for (bookmark, removed) in &saved.bookmarks {
                let keep = Change::PutBookmark(Box::new(bookmark.clone()));
                write::write_change(tx, &keep, bookmark.changed, seen)?;
                if let Some(when) = removed {
                    write::write_change(
                        tx,
                        &Change::DeleteBookmark(bookmark.id.clone()),
                        *when,
                        seen,
                    )?;
                }
            }
            for mark in &saved.marks {
                write::write_change(tx, &Change::SetMark(mark.clone()), now, seen)?;
            }
            // The most recent first: written last, so that it stays the most recent.
            for position in saved.positions.iter().rev() {
                write::write_change(
                    tx,
                    &Change::SetPosition(position.clone()),
                    position.changed,
                    seen,
                )?;
            }
            for question in &saved.asked {
                write::write_change(tx, &Change::RecordQuery(question.clone()), now, seen)?;
            }
            for search in &saved.searches {
                write::write_change(tx, &Change::SaveSearch(Box::new(search.clone())), now, seen)?;
            }
            Ok(())
        })
    }
}

/// Opens a file that is there, and brings it to the newest version.
fn open(path: &Path, clock: i64, notices: &mut Vec<String>) -> Result<Backend, StoreError> {
    let trouble = |error: &rusqlite::Error| StoreError::sqlite(path, error);
    let opened = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE).and_then(|conn| {
        let kind = schema::file_kind(&conn)?;
        Ok((conn.is_readonly(rusqlite::MAIN_DB)?, kind, conn))
    });
    let (mut conn, kind) = match opened {
        Ok((false, kind, conn)) => (conn, kind),
        Ok((true, _, _)) => return open_readable(path, notices),
        Err(error) => {
            return match error::sqlite_code(&error) {
                // The log beside the file cannot be made.
                Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen) => open_readable(path, notices),
                _ => Err(trouble(&error)),
            };
        }
    };
    match kind {
        FileKind::Foreign => Err(not_ours_error(path)),
        FileKind::Ours(version) if version > MIGRATIONS.len() => {
            open_newer_version(path, conn, notices)
        }
        FileKind::Empty | FileKind::Ours(_) => {
            if let Some(lacking) = missing_parts_error(path, &conn, kind)? {
                return Err(lacking);
            }
            let ready = make_durable(&conn)
                .and_then(|()| schema::migrate(&mut conn, path, MIGRATIONS, clock));
            match ready {
                Ok(None) => Ok(Backend::Disk(conn)),
                Ok(Some(copy)) => {
                    notices.push(format!(
                        "what you have kept was taken over into the form of this version; \
                         the former state is in {}",
                        copy.display()
                    ));
                    Ok(Backend::Disk(conn))
                }
                Err(error) if error::sqlite_code(&error) == Some(ErrorCode::ReadOnly) => {
                    open_readable(path, notices)
                }
                // The steps are right for every file that is what it claims to be.
                Err(error) if error::sqlite_code(&error) == Some(ErrorCode::Unknown) => {
                    Err(StoreError::new(path, StoreErrorKind::Damaged, &error))
                }
                Err(error) => Err(trouble(&error)),
            }
        }
    }
}

/// Returns the error of a file that lacks what its version should have.
fn missing_parts_error(
    path: &Path,
    conn: &Connection,
    kind: FileKind,
) -> Result<Option<StoreError>, StoreError> {
    let FileKind::Ours(version) = kind else {
        return Ok(None);
    };
    schema::missing_parts(conn, version)
        .map(|what| what.map(|what| StoreError::new(path, StoreErrorKind::Damaged, what)))
        .map_err(|error| StoreError::sqlite(path, &error))
}

/// Opens a file that cannot be written.
fn open_readable(path: &Path, notices: &mut Vec<String>) -> Result<Backend, StoreError> {
    let read = |path: &Path, flags| {
        let conn = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY | flags)?;
        let kind = schema::file_kind(&conn)?;
        Ok::<_, rusqlite::Error>((conn, kind))
    };
    // Where not even the log beside it can be read, the file is taken as it stands.
    let (conn, kind) = read(path, OpenFlags::empty())
        .or_else(|_| read(Path::new(&immutable_uri(path)), OpenFlags::SQLITE_OPEN_URI))
        .map_err(|error| StoreError::sqlite(path, &error))?;
    match kind {
        FileKind::Foreign => Err(not_ours_error(path)),
        FileKind::Ours(version) if version > MIGRATIONS.len() => {
            open_newer_version(path, conn, notices)
        }
        FileKind::Ours(version) if version == MIGRATIONS.len() => {
            notices.push(format!(
                "what you keep now waits in memory: {} can be read but not written",
                path.display()
            ));
            Ok(Backend::Readable(conn, StoreErrorKind::ReadOnly))
        }
        FileKind::Empty | FileKind::Ours(_) => Err(StoreError::new(
            path,
            StoreErrorKind::ReadOnly,
            "it has to be taken over into the form of this version first",
        )),
    }
}

fn open_newer_version(
    path: &Path,
    conn: Connection,
    notices: &mut Vec<String>,
) -> Result<Backend, StoreError> {
    conn.pragma_update(None, "query_only", true)
        .map_err(|error| StoreError::sqlite(path, &error))?;
    notices.push(format!(
        "what you keep now is not saved: a newer version of the program wrote {}, so it is only read; \
         update the program",
        path.display()
    ));
    Ok(Backend::Readable(conn, StoreErrorKind::Newer))
}

fn not_ours_error(path: &Path) -> StoreError {
    StoreError::new(
        path,
        StoreErrorKind::Damaged,
        "another program's database has this name",
    )
}

fn connect(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    let mut conn = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    set_busy_handler(&mut conn, BusyTimeout::Default)?;
    Ok(conn)
}

/// Opens a file that is open already once more, to read it in one state.
pub(super) fn second_connection(path: &Path) -> rusqlite::Result<Connection> {
    let conn = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    conn.execute_batch("BEGIN")?;
    Ok(conn)
}

/// Says how long a connection waits for others. SQLite's own waiting sleeps
/// longer and longer, and comes away with nothing where other windows write
/// without a pause.
pub(super) fn set_busy_handler(
    conn: &mut Connection,
    timeout: BusyTimeout,
) -> rusqlite::Result<()> {
    fn pause(tries: i32, limit: std::time::Duration) -> bool {
        thread::sleep(RETRY_PAUSE);
        RETRY_PAUSE * tries.unsigned_abs() < limit
    }
    conn.busy_handler(Some(match timeout {
        BusyTimeout::Default => |tries: i32| pause(tries, BUSY_TIMEOUT),
        BusyTimeout::Short => |tries: i32| pause(tries, SHORT_BUSY_TIMEOUT),
    }))
}

/// Has every commit on the disk before it is answered.
fn make_durable(conn: &Connection) -> rusqlite::Result<()> {
    // The change to a write-ahead log fails at once where another window is
    // just doing the same, without the wait that other statements have.
    let mut tries = 0_u32;
    loop {
        tries += 1;
        match conn.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(())) {
            Err(error)
                if error::sqlite_code(&error) == Some(ErrorCode::DatabaseBusy)
                    && RETRY_PAUSE * tries < BUSY_TIMEOUT =>
            {
                thread::sleep(RETRY_PAUSE);
            }
            other => break other?,
        }
    }
    conn.pragma_update(None, "synchronous", "full")?;
    conn.pragma_update(None, "fullfsync", true)
}
