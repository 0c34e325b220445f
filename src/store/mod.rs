//! What a reader keeps, in one SQLite file of the data folder: bookmarks with notes and
//! tags, marks, reading positions, searches. The only module that names the database.
//!
//! Each write is on the disk when it returns (write-ahead log, synced at every
//! commit). Several windows and the shell may use the file at once: writes wait for
//! one another and are merged by bookmark, so that none takes another's words
//! with it. What was removed stays in the trash until that is emptied, and
//! what was changed stays in the table of versions. A file that cannot be read is
//! set aside, never overwritten; one that a newer version wrote is only read.

mod error;
mod fs;
mod id;
mod merge;
mod open;
mod preflight;
mod read;
mod recovery;
mod retry_queue;
mod schema;
mod wal;
mod write;

use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};

pub use error::{StoreError, StoreErrorKind};
pub use id::new_id;
pub use merge::merge_bookmark;
pub use retry_queue::{Delivery, RetryQueue};

use self::fs::FileIdentity;
use crate::model::{Bookmark, BookmarkId, Change, Mark, UserData};
use write::SyncBase;

/// Name of the file in the data folder.
pub const FILE: &str = "diptych.db";

/// How often a write is tried that finds the file locked; each try waits
/// [`BUSY_TIMEOUT`] for it.
const MAX_ATTEMPTS: u32 = 3;
/// How long one try waits for another window's write, which takes milliseconds.
const BUSY_TIMEOUT: Duration = Duration::from_secs(1);
/// The same where it is known already that the file is in trouble.
const SHORT_BUSY_TIMEOUT: Duration = Duration::from_millis(200);
/// How long it sleeps between two looks at the lock.
const RETRY_PAUSE: Duration = Duration::from_millis(2);

/// Bookmarks from which on it pays to read them on two threads.
const TWO_THREAD_THRESHOLD: i64 = 5_000;
/// Bookmarks up to which nobody notices that they are read before the first picture.
const INITIAL_READ_LIMIT: i64 = 2_000;

/// An opened store and what the reader must be told of it.
#[derive(Debug)]
pub struct OpenedStore {
    /// The store.
    pub store: Store,
    /// Sentences for the reader, in order; mostly none.
    pub notices: Vec<String>,
}

/// What a reader kept. Used by one thread at a time.
#[derive(Debug)]
pub struct Store {
    /// The database file; empty for a store in memory.
    path: PathBuf,
    backend: Backend,
    /// Which file was opened, to notice when another takes its place.
    identity: Option<FileIdentity>,
    sync_base: SyncBase,
    /// SQLite's number of the state that was last handed out.
    handed_version: Option<i64>,
    /// What was read while opening, for the first that asks.
    opening_snapshot: Option<(i64, StoreSnapshot)>,
    read_depth: ReadDepth,
    /// What the reader must be told, since the last time that was asked.
    notices: Vec<String>,
    /// The last time that was given, for the names of files set aside.
    clock: i64,
    busy_timeout: BusyTimeout,
}

/// How long a write waits for a file that another program holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BusyTimeout {
    /// As long as other windows can need, up to three seconds.
    Default,
    /// A fifth of a second: somebody waits for the answer, or it will be tried again.
    Short,
}

/// What is read of a file when it is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ReadDepth {
    /// All of it, so that damage is met at once.
    All,
    /// Of a long list of bookmarks nothing: that is read by the first [`Store::kept`].
    WithoutBookmarks,
}

/// Where the store writes.
#[derive(Debug)]
enum Backend {
    /// Nothing was kept yet: the file is made by the first write.
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
    /// Nothing was kept yet.
    Absent,
    /// Read and written on the disk.
    Disk,
    /// Only read.
    ReadOnly,
    /// Read and written in memory: it ends with the program.
    Memory,
}

/// A bookmark in the trash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trashed {
    /// As it was when it was removed.
    pub bookmark: Bookmark,
    /// Seconds since 1970 UTC of its removal.
    pub removed: i64,
}

/// Everything, with the number of the last write in it.
#[derive(Clone, Debug)]
struct StoreSnapshot {
    user_data: UserData,
    last_seq: i64,
}

impl Store {
    /// Opens the store of a data folder. Where nothing was kept yet, nothing
    /// is made until something is written. `now`, in seconds since 1970 UTC,
    /// goes into the name of a file that has to be set aside.
    ///
    /// # Errors
    /// Where the file is there but cannot be used: locked, out of reach, on a
    /// failing disk. A damaged file is no error: it is set aside with a notice.
    pub fn open_dir(dir: &Path, now: i64) -> Result<OpenedStore, StoreError> {
        let mut store = Store::with_backend(dir.join(FILE), Backend::Absent, now);
        store.connect_file()?;
        let notices = store.take_notices();
        Ok(OpenedStore { store, notices })
    }

    /// Makes a store that ends with the program, for a disk that cannot be used.
    ///
    /// # Errors
    /// Where there is no memory for it.
    pub fn memory() -> Result<OpenedStore, StoreError> {
        let path = PathBuf::new();
        let made = Connection::open_in_memory().and_then(|mut conn| {
            schema::migrate(&mut conn, &path, schema::MIGRATIONS, 0)?;
            Ok(conn)
        });
        let conn = made.map_err(|error| StoreError::sqlite(&path, &error))?;
        Ok(OpenedStore {
            store: Store::with_backend(path, Backend::Memory(conn), 0),
            notices: vec![
                "what you keep now is in memory only and ends with the program: export it before you quit"
                    .to_owned(),
            ],
        })
    }

    /// Opens the store of a data folder. Where that fails now, a notice says
    /// why, and each write tries again to open it.
    #[must_use]
    pub fn open_dir_or_defer(dir: &Path, now: i64) -> OpenedStore {
        Store::open_dir(dir, now).unwrap_or_else(|error| Store::deferred(dir, now, &error))
    }

    fn deferred(dir: &Path, now: i64, error: &StoreError) -> OpenedStore {
        OpenedStore {
            store: Store::with_backend(dir.join(FILE), Backend::Absent, now),
            notices: vec![format!(
                "{error}; what you keep now waits in memory until it can be written"
            )],
        }
    }

    /// As [`Store::open_dir_or_defer`], and returns what the first picture needs of
    /// what is kept: everything or, where the bookmarks are many, all but them and the
    /// trash ([`UserData::bookmarks_pending`]); the first [`Store::kept`] reads these.
    pub fn open_initial(dir: &Path, now: i64) -> (OpenedStore, Result<UserData, StoreError>) {
        let mut store = Store::with_backend(dir.join(FILE), Backend::Absent, now);
        store.read_depth = ReadDepth::WithoutBookmarks;
        let (mut opened, kept) = match store.connect_file() {
            Ok(()) => {
                let kept = store.initial_user_data();
                let notices = store.take_notices();
                (OpenedStore { store, notices }, kept)
            }
            Err(error) => (Store::deferred(dir, now, &error), Ok(UserData::default())),
        };
        opened.store.read_depth = ReadDepth::All;
        (opened, kept)
    }

    fn initial_user_data(&mut self) -> Result<UserData, StoreError> {
        match &self.opening_snapshot {
            Some((_, first)) if first.user_data.bookmarks_pending => Ok(first.user_data.clone()),
            _ => self.user_data(),
        }
    }

    fn with_backend(path: PathBuf, backend: Backend, clock: i64) -> Store {
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

    /// Says how long the writes to come may wait.
    pub fn set_busy_timeout(&mut self, busy_timeout: BusyTimeout) {
        self.busy_timeout = busy_timeout;
        if let Backend::Disk(conn) | Backend::Readable(conn, _) = &mut self.backend {
            // Fails only where the handler is being called.
            let _ = open::set_busy_handler(conn, busy_timeout);
        }
    }

    /// Returns the file; empty for a store in memory.
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

    /// Returns what the reader must be told since this was last asked: that a file
    /// was set aside while the program ran.
    pub fn take_notices(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notices)
    }

    /// Writes one change. When it returns well, the change is on the disk.
    /// A bookmark that another window changed meanwhile is merged, see [`merge()`];
    /// one that it removed comes back. `now` is in seconds since 1970 UTC.
    ///
    /// # Errors
    /// Where the change was not written; nothing of it was.
    pub fn apply(&mut self, change: &Change, now: i64) -> Result<(), StoreError> {
        self.validate(change)?;
        self.write(now, |tx, seen| write::write_change(tx, change, now, seen))?;
        self.sync_base.on_written(change);
        Ok(())
    }

    /// Writes many changes, each as of its own time, all of them or none. They
    /// are on the disk when it returns well.
    ///
    /// # Errors
    /// Where they were not written; none of them was.
    pub fn apply_all(&mut self, changes: &[(Change, i64)], now: i64) -> Result<(), StoreError> {
        for (change, _) in changes {
            self.validate(change)?;
        }
        if changes.is_empty() {
            return Ok(());
        }
        self.write(now, |tx, seen| {
            changes
                .iter()
                .try_for_each(|(change, at)| write::write_change(tx, change, *at, seen))
        })?;
        for (change, _) in changes {
            self.sync_base.on_written(change);
        }
        Ok(())
    }

    /// Decides on changes by what is kept, and writes them, in one transaction: nothing
    /// that another window or the shell writes comes in between. Each change is as of its
    /// own time; where `decide` fails, nothing is written. It may be called more than
    /// once, and what it returned last counts.
    ///
    /// # Errors
    /// Where the changes were not written; none of them was.
    pub fn update<T, E>(
        &mut self,
        now: i64,
        decide: impl Fn(UserData) -> Result<(Vec<(Change, i64)>, T), E>,
    ) -> Result<Result<T, E>, StoreError> {
        self.reconnect()?;
        self.reconnect_writable()?;
        if !matches!(self.state(), StoreState::Disk | StoreState::Memory) {
            // What changes nothing needs no file, and no right to write to it.
            match decide(self.user_data()?) {
                Ok((changes, _)) if !changes.is_empty() => {}
                other => return Ok(other.map(|(_, value)| value)),
            }
        }
        let path = self.path.clone();
        let done = self.write(now, |tx, _| {
            let upto = write::last_seq(tx)?;
            let kept = read::read_all(tx, None)?;
            let mut base = SyncBase::default();
            base.on_snapshot(upto, &kept);
            let (changes, value) = match decide(kept) {
                Ok(decided) => decided,
                Err(error) => return Ok(Ok(Err(error))),
            };
            for (change, _) in &changes {
                if let Err(error) = validate(&path, change) {
                    return Ok(Err(error));
                }
            }
            for (change, at) in &changes {
                write::write_change(tx, change, *at, &base)?;
                base.on_written(change);
            }
            Ok(Ok(Ok(value)))
        })?;
        // The caller was handed a state, but this store does not know what of it was kept.
        self.handed_version = None;
        done
    }

    /// Closes the file, so that it alone holds all that is kept: the log beside it is
    /// taken over and emptied, also where another window goes on. Where that cannot be
    /// done now, all stays on the disk in both, and the next to close does it.
    pub fn close(mut self) {
        self.set_busy_timeout(BusyTimeout::Short);
        if let Backend::Disk(conn) = &self.backend
            && self.is_in_place()
        {
            let _ = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        }
    }

    /// Returns everything that is kept.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn user_data(&mut self) -> Result<UserData, StoreError> {
        self.reconnect()?;
        match self.read() {
            // What was not looked at when the file was opened.
            Err(error) if error.kind == StoreErrorKind::Damaged => {
                self.recover(&error)?;
                self.read()
            }
            other => other,
        }
    }

    fn read(&mut self) -> Result<UserData, StoreError> {
        let Some(version) = self.data_version()? else {
            return Ok(UserData::default());
        };
        let snapshot = match self.opening_snapshot.take() {
            Some((at, first)) if at == version && !first.user_data.bookmarks_pending => first,
            _ => self.snapshot(ReadDepth::All)?,
        };
        self.handed_version = Some(version);
        self.sync_base
            .on_snapshot(snapshot.last_seq, &snapshot.user_data);
        Ok(snapshot.user_data)
    }

    /// Returns everything that is kept where another window or the shell has
    /// written since it was last handed out; nothing where it has not. Takes
    /// microseconds then, and may be asked several times a second.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn user_data_if_changed(&mut self) -> Result<Option<UserData>, StoreError> {
        self.reconnect()?;
        if self.data_version()? == self.handed_version {
            return Ok(None);
        }
        self.user_data().map(Some)
    }

    /// Returns a bookmark that is not in the trash.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn bookmark(&self, id: &BookmarkId) -> Result<Option<Bookmark>, StoreError> {
        let Some(conn) = self.connection() else {
            return Ok(None);
        };
        let stored = write::find_bookmark(conn, id).map_err(|error| self.to_store_error(&error))?;
        Ok(stored
            .filter(|stored| stored.removed.is_none())
            .map(|stored| stored.bookmark))
    }

    /// Returns the bookmarks in the trash, the last removed first.
    ///
    /// # Errors
    /// Where they cannot be read.
    pub fn trash(&self) -> Result<Vec<Trashed>, StoreError> {
        let Some(conn) = self.connection() else {
            return Ok(Vec::new());
        };
        read::trash(conn).map_err(|error| self.to_store_error(&error))
    }

    /// Takes a bookmark out of the trash. Returns whether it was there.
    ///
    /// # Errors
    /// Where that could not be written.
    pub fn restore(&mut self, id: &BookmarkId, now: i64) -> Result<bool, StoreError> {
        if matches!(self.backend, Backend::Absent) {
            return Ok(false);
        }
        self.write(now, |tx, _| write::restore(tx, id, now))
    }

    /// Forgets what is in the trash, with its former versions. Returns how
    /// many bookmarks that were.
    ///
    /// # Errors
    /// Where that could not be written.
    pub fn empty_trash(&mut self, now: i64) -> Result<usize, StoreError> {
        if matches!(self.backend, Backend::Absent) {
            return Ok(0);
        }
        self.write(now, |tx, _| write::empty_trash(tx))
    }

    fn validate(&self, change: &Change) -> Result<(), StoreError> {
        validate(&self.path, change)
    }

    /// Does some work in one transaction. A damaged file is set aside and the
    /// work done in the new one.
    fn write<T>(
        &mut self,
        now: i64,
        work: impl Fn(&Transaction, &SyncBase) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        self.clock = now;
        // Where the file is set aside or taken away in the middle of it, the
        // work is done again in the one that took its place.
        for _ in 0..MAX_ATTEMPTS {
            self.reconnect()?;
            self.reconnect_writable()?;
            self.create()?;
            match self.try_write(&work) {
                Ok(value) if self.is_in_place() => return Ok(value),
                Ok(_) => {}
                Err(error) if error.kind == StoreErrorKind::Damaged => self.recover(&error)?,
                Err(error) => return Err(error),
            }
        }
        Err(StoreError::new(
            &self.path,
            StoreErrorKind::Unreachable,
            "another file takes its place again and again",
        ))
    }

    fn try_write<T>(
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
                    // SQLite has waited already, except where it saw a deadlock coming.
                    thread::sleep(RETRY_PAUSE);
                }
            }
        }
    }

    /// Reads everything as it stood at one moment, or its beginning.
    fn snapshot(&self, depth: ReadDepth) -> Result<StoreSnapshot, StoreError> {
        let Some(conn) = self.connection() else {
            return Ok(StoreSnapshot {
                user_data: UserData::default(),
                last_seq: 0,
            });
        };
        let read = || {
            let tx = conn.unchecked_transaction()?;
            let upto = write::last_seq(&tx)?;
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

    /// Opens the file a second time to read many bookmarks on two threads; nothing
    /// where that does not pay, or where what it sees is not the state of this write.
    fn second_connection(&self, bookmarks: i64, upto: i64) -> Option<Connection> {
        if bookmarks < TWO_THREAD_THRESHOLD || !matches!(self.backend, Backend::Disk(_)) {
            return None;
        }
        let conn = open::second_connection(&self.path).ok()?;
        let same = write::last_seq(&conn).is_ok_and(|last| last == upto) && self.is_in_place();
        same.then_some(conn)
    }

    /// Returns SQLite's number of the state of the file, which changes when
    /// another connection writes; none where there is no file.
    fn data_version(&self) -> Result<Option<i64>, StoreError> {
        let Some(conn) = self.connection() else {
            return Ok(None);
        };
        conn.pragma_query_value(None, "data_version", |row| row.get(0))
            .map(Some)
            .map_err(|error| self.to_store_error(&error))
    }

    fn connection(&self) -> Option<&Connection> {
        match &self.backend {
            Backend::Absent => None,
            Backend::Disk(conn) | Backend::Readable(conn, _) | Backend::Memory(conn) => Some(conn),
        }
    }

    fn to_store_error(&self, error: &rusqlite::Error) -> StoreError {
        let mut error = StoreError::sqlite(&self.path, error);
        match &self.backend {
            _ if error.kind != StoreErrorKind::Other => {}
            Backend::Readable(_, StoreErrorKind::Newer) => error.kind = StoreErrorKind::Newer,
            Backend::Disk(conn) | Backend::Readable(conn, _) => {
                // Another program may have taken a table away.
                let lacking = schema::missing_parts(conn, schema::MIGRATIONS.len());
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

/// Refuses what no later try would make right.
fn validate(path: &Path, change: &Change) -> Result<(), StoreError> {
    let wrong = |what: String| Err(StoreError::new(path, StoreErrorKind::Invalid, what));
    match change {
        Change::PutBookmark(bookmark) if bookmark.id.0.is_empty() => {
            wrong("the bookmark has no name".to_owned())
        }
        Change::SetMark(Mark { letter, .. }) | Change::ClearMark(Mark { letter, .. })
            if !letter.is_ascii_alphabetic() =>
        {
            wrong(format!("a mark is a letter a–z or A–Z, not \"{letter}\""))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
