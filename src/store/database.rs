//! [`Store`]: the open database and what this process knows of it, with the one way to run a
//! transaction on it and the one way to read all of it.

use std::path::{Path, PathBuf};
use std::thread;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::model::UserData;
use crate::store::rows::read;
use crate::store::rows::sync_base::{SyncBase, last_seq};
use crate::store::sqlite::connection::{
    self, BusyTimeout, MAX_ATTEMPTS, RETRY_PAUSE, set_busy_handler,
};
use crate::store::sqlite::error::{StoreError, StoreErrorKind};
use crate::store::sqlite::files::FileIdentity;
use crate::store::sqlite::schema::{self, MIGRATIONS};

/// Name of the file in the data folder.
pub const FILE: &str = "diptych.db";

/// Number of bookmarks from which on they are read on two threads. Below, opening a second
/// connection costs more than it saves. An estimate: `benches/keep.rs` measures 100,000
/// bookmarks only, where two threads are faster.
pub const TWO_THREAD_THRESHOLD: i64 = 5_000;
/// Number of bookmarks up to which [`Store::open_initial`] reads them all: at the rate that
/// `benches/keep.rs` measures (100,000 in some 50 ms) they delay the first frame by a millisecond.
pub const INITIAL_READ_LIMIT: i64 = 2_000;

/// The database with what the reader keeps. Used by one thread at a time.
#[derive(Debug)]
pub struct Store {
    /// The database file; empty for a store in memory.
    pub(crate) path: PathBuf,
    pub(crate) backend: Backend,
    /// Which file was opened, to notice when another takes its place.
    pub(crate) identity: Option<FileIdentity>,
    pub(crate) sync_base: SyncBase,
    /// SQLite's `data_version` when the caller was last given everything.
    pub(crate) handed_version: Option<i64>,
    /// What was read while opening, with its `data_version`; the first read returns it.
    pub(crate) opening_snapshot: Option<(i64, StoreSnapshot)>,
    pub(crate) read_depth: ReadDepth,
    /// Messages for the reader that have not been taken yet.
    pub(crate) notices: Vec<String>,
    /// The time of the last call, for the names of files that are set aside.
    pub(crate) clock: i64,
    pub(crate) busy_timeout: BusyTimeout,
}

/// What is read of a file when it is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadDepth {
    /// All of it, so that damage is found at once.
    All,
    /// All but the bookmarks where there are many; [`Store::user_data`] reads them later.
    WithoutBookmarks,
}

/// Where the store writes.
#[derive(Debug)]
pub enum Backend {
    /// There is no file yet; the first write creates it.
    Absent,
    /// The file.
    Disk(Connection),
    /// The file, which must not be written, and why.
    Readable(Connection, StoreErrorKind),
    /// Memory only.
    Memory(Connection),
}

/// How a store can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreState {
    /// There is no file yet.
    Absent,
    /// Read and written on disk.
    Disk,
    /// Read only.
    ReadOnly,
    /// Read and written in memory; lost when the program ends.
    Memory,
}

/// Everything in the database, with the number of the last write in it.
#[derive(Clone, Debug)]
pub struct StoreSnapshot {
    pub user_data: UserData,
    pub last_seq: i64,
}

impl Store {
    /// Creates a store on a backend; nothing is read.
    pub(crate) fn with_backend(path: PathBuf, backend: Backend, clock: i64) -> Store {
        Store {
            path,
            backend,
            identity: None,
            sync_base: SyncBase::default(),
            handed_version: None,
            opening_snapshot: None,
            read_depth: ReadDepth::All,
            notices: Vec::new(),
            clock,
            busy_timeout: BusyTimeout::Default,
        }
    }

    /// Sets how long later writes wait for other processes.
    pub fn set_busy_timeout(&mut self, busy_timeout: BusyTimeout) {
        self.busy_timeout = busy_timeout;
        if let Backend::Disk(conn) | Backend::Readable(conn, _) = &mut self.backend {
            // Fails only while the handler is being called.
            let _ = set_busy_handler(conn, busy_timeout);
        }
    }

    /// Returns the path of the file; empty for a store in memory.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns how the store can be used.
    #[must_use]
    pub fn state(&self) -> StoreState {
        match self.backend {
            Backend::Absent => StoreState::Absent,
            Backend::Disk(_) => StoreState::Disk,
            Backend::Readable(..) => StoreState::ReadOnly,
            Backend::Memory(_) => StoreState::Memory,
        }
    }

    /// Takes the messages for the reader that have come up since the last call, such as that a
    /// file was set aside.
    pub fn take_notices(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notices)
    }

    /// Returns `true` if the open file is still the one at [`Store::path`].
    pub(crate) fn is_in_place(&self) -> bool {
        self.state() == StoreState::Memory
            || FileIdentity::from_path(&self.path).is_ok_and(|identity| identity == self.identity)
    }

    /// Runs `work` in one transaction on the open file, and again while others hold the lock.
    pub(crate) fn try_write<T>(
        &mut self,
        work: &impl Fn(&Transaction, &SyncBase) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let mut tries = 0;
        loop {
            tries += 1;
            let conn = match &mut self.backend {
                Backend::Disk(conn) | Backend::Memory(conn) => conn,
                Backend::Readable(_, trouble) => {
                    return Err(StoreError::new(&self.path, *trouble, ""));
                }
                Backend::Absent => {
                    return Err(StoreError::new(&self.path, StoreErrorKind::Unreachable, ""));
                }
            };
            let done = conn
                .transaction_with_behavior(TransactionBehavior::Immediate)
                .and_then(|tx| {
                    let value = work(&tx, &self.sync_base)?;
                    tx.commit()?;
                    Ok(value)
                });
            match done {
                Ok(value) => {
                    self.opening_snapshot = None;
                    return Ok(value);
                }
                Err(error) => {
                    let error = self.to_store_error(&error);
                    let enough = tries == MAX_ATTEMPTS || self.busy_timeout == BusyTimeout::Short;
                    if error.kind != StoreErrorKind::Locked || enough {
                        return Err(error);
                    }
                    // SQLite has already waited, unless it detected a deadlock.
                    thread::sleep(RETRY_PAUSE);
                }
            }
        }
    }

    /// Reads everything in one consistent state, or all but the bookmarks (see [`ReadDepth`]).
    pub(crate) fn snapshot(&self, depth: ReadDepth) -> Result<StoreSnapshot, StoreError> {
        let Some(conn) = self.connection() else {
            return Ok(StoreSnapshot {
                user_data: UserData::default(),
                last_seq: 0,
            });
        };
        let read = || {
            let tx = conn.unchecked_transaction()?;
            let upto = self::last_seq(&tx)?;
            let bookmarks = read::last_bookmark_row(&tx)?;
            let kept = if depth == ReadDepth::WithoutBookmarks && bookmarks > INITIAL_READ_LIMIT {
                read::read_without_bookmarks(&tx)?
            } else {
                read::read_all(&tx, self.second_connection(bookmarks, upto))?
            };
            let snapshot = StoreSnapshot {
                user_data: kept,
                last_seq: upto,
            };
            tx.finish()?;
            Ok(snapshot)
        };
        read().map_err(|error| self.to_store_error(&error))
    }

    /// Opens a second connection to read many bookmarks on two threads. `None` if there are few,
    /// or if another process has written since `last_seq`: both must read the same state.
    pub(crate) fn second_connection(&self, bookmarks: i64, upto: i64) -> Option<Connection> {
        if bookmarks < TWO_THREAD_THRESHOLD || !matches!(self.backend, Backend::Disk(_)) {
            return None;
        }
        let conn = connection::open_for_reading(&self.path).ok()?;
        let same = self::last_seq(&conn).is_ok_and(|last| last == upto) && self.is_in_place();
        same.then_some(conn)
    }

    /// Returns SQLite's `data_version`, which changes when another connection writes; `None`
    /// without a file.
    pub(crate) fn data_version(&self) -> Result<Option<i64>, StoreError> {
        let Some(conn) = self.connection() else {
            return Ok(None);
        };
        conn.pragma_query_value(None, "data_version", |row| row.get(0))
            .map(Some)
            .map_err(|error| self.to_store_error(&error))
    }

    /// Returns the connection, if there is a file.
    pub(crate) fn connection(&self) -> Option<&Connection> {
        match &self.backend {
            Backend::Absent => None,
            Backend::Disk(conn) | Backend::Readable(conn, _) | Backend::Memory(conn) => Some(conn),
        }
    }

    /// Converts an error of SQLite, after a look at the file where its code says little.
    pub(crate) fn to_store_error(&self, error: &rusqlite::Error) -> StoreError {
        let mut error = StoreError::sqlite(&self.path, error);
        match &self.backend {
            _ if error.kind != StoreErrorKind::Other => {}
            Backend::Readable(_, StoreErrorKind::Newer) => error.kind = StoreErrorKind::Newer,
            Backend::Disk(conn) | Backend::Readable(conn, _) => {
                // Another program may have dropped a table.
                let lacking = schema::missing_parts(conn, MIGRATIONS.len());
                if let Ok(Some(what)) = lacking {
                    error.kind = StoreErrorKind::Damaged;
                    error.detail = what;
                }
            }
            Backend::Absent | Backend::Memory(_) => {}
        }
        error
    }
}
