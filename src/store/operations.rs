//! The operations of [`Store`]: opening, reading, writing, closing.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction};

use crate::model::{Bookmark, BookmarkId, Change, Mark, UserData};
use crate::store::database::{Backend, FILE, ReadDepth, Store, StoreState};
use crate::store::rows::read::Trashed;
use crate::store::rows::sync_base::{SyncBase, last_seq};
use crate::store::rows::{read, write};
use crate::store::sqlite::connection::{BusyTimeout, MAX_ATTEMPTS};
use crate::store::sqlite::error::{StoreError, StoreErrorKind};
use crate::store::sqlite::schema;

/// An opened store, and messages for the reader.
#[derive(Debug)]
pub struct OpenedStore {
    /// The store.
    pub store: Store,
    /// Messages for the reader, in order; usually none.
    pub notices: Vec<String>,
}

impl Store {
    /// Opens the store of a data folder. Without a file, none is created until the first write.
    /// `now`, in seconds since 1970 UTC, goes into the name of a file that has to be set aside.
    ///
    /// # Errors
    /// The file is there but cannot be used: locked, unreachable, on a failing disk. A damaged
    /// file is no error: it is set aside, with a notice.
    pub fn open_dir(dir: &Path, now: i64) -> Result<OpenedStore, StoreError> {
        let mut store = Store::with_backend(dir.join(FILE), Backend::Absent, now);
        store.connect_file()?;
        let notices = store.take_notices();
        Ok(OpenedStore { store, notices })
    }

    /// Creates a store in memory, for a disk that cannot be used. It ends with the program.
    ///
    /// # Errors
    /// There is no memory for it.
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

    /// Opens the store of a data folder. If that fails, a notice says why, and each write tries
    /// to open it again.
    #[must_use]
    pub fn open_dir_or_defer(dir: &Path, now: i64) -> OpenedStore {
        Store::open_dir(dir, now).unwrap_or_else(|error| Store::deferred(dir, now, &error))
    }

    /// Creates a store whose file could not be opened yet.
    fn deferred(dir: &Path, now: i64, error: &StoreError) -> OpenedStore {
        OpenedStore {
            store: Store::with_backend(dir.join(FILE), Backend::Absent, now),
            notices: vec![format!(
                "{error}; what you keep now waits in memory until it can be written"
            )],
        }
    }

    /// As [`Store::open_dir_or_defer`], and returns what the first frame needs: everything or,
    /// with many bookmarks, all but them and the trash ([`UserData::bookmarks_pending`]), which
    /// [`Store::user_data`] reads.
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

    /// Returns everything.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn user_data(&mut self) -> Result<UserData, StoreError> {
        self.reconnect()?;
        match self.read() {
            // In the part that was not read when the file was opened.
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

    /// Returns everything if another process has written since this store last returned it.
    /// If none has, this takes microseconds and may be called several times a second.
    ///
    /// # Errors
    /// It cannot be read.
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
    /// It cannot be read.
    pub fn bookmark(&self, id: &BookmarkId) -> Result<Option<Bookmark>, StoreError> {
        let Some(conn) = self.connection() else {
            return Ok(None);
        };
        let stored = write::find_bookmark(conn, id).map_err(|error| self.to_store_error(&error))?;
        Ok(stored
            .filter(|stored| stored.removed.is_none())
            .map(|stored| stored.bookmark))
    }

    /// Returns the bookmarks in the trash, the last deleted first.
    ///
    /// # Errors
    /// They cannot be read.
    pub fn trash(&self) -> Result<Vec<Trashed>, StoreError> {
        let Some(conn) = self.connection() else {
            return Ok(Vec::new());
        };
        read::trash(conn).map_err(|error| self.to_store_error(&error))
    }

    /// Writes one change. After `Ok` it is durable on disk. A bookmark that another process
    /// changed meanwhile is merged, see [`merge_bookmark`](super::merge_bookmark); one that it
    /// deleted comes back. `now` is in seconds since 1970 UTC.
    ///
    /// # Errors
    /// Nothing of the change was written.
    pub fn apply(&mut self, change: &Change, now: i64) -> Result<(), StoreError> {
        self.validate(change)?;
        self.write(now, |tx, seen| write::write_change(tx, change, now, seen))?;
        self.sync_base.on_written(change);
        Ok(())
    }

    /// Writes many changes, each with its own time, all or none. After `Ok` they are durable.
    ///
    /// # Errors
    /// None of them was written.
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

    /// Reads everything, lets `decide` choose changes, and writes them, in one transaction: no
    /// other process can write in between. Each change has its own time; if `decide` fails,
    /// nothing is written. `decide` may be called more than once; its last result counts.
    ///
    /// # Errors
    /// None of the changes was written.
    pub fn update<T, E>(
        &mut self,
        now: i64,
        decide: impl Fn(UserData) -> Result<(Vec<(Change, i64)>, T), E>,
    ) -> Result<Result<T, E>, StoreError> {
        self.reconnect()?;
        self.reconnect_writable()?;
        if !matches!(self.state(), StoreState::Disk | StoreState::Memory) {
            // No changes, no need for a file or for the right to write to it.
            match decide(self.user_data()?) {
                Ok((changes, _)) if !changes.is_empty() => {}
                other => return Ok(other.map(|(_, value)| value)),
            }
        }
        let path = self.path.clone();
        let done = self.write(now, |tx, _| {
            let upto = last_seq(tx)?;
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
        // The caller got a state, but not what was written on top of it.
        self.handed_version = None;
        done
    }

    /// Restores a bookmark from the trash. Returns whether it was there.
    ///
    /// # Errors
    /// It could not be written.
    pub fn restore(&mut self, id: &BookmarkId, now: i64) -> Result<bool, StoreError> {
        if matches!(self.backend, Backend::Absent) {
            return Ok(false);
        }
        self.write(now, |tx, _| write::restore(tx, id, now))
    }

    /// Deletes the bookmarks in the trash for good, with their former versions. Returns how many
    /// there were.
    ///
    /// # Errors
    /// It could not be written.
    pub fn empty_trash(&mut self, now: i64) -> Result<usize, StoreError> {
        if matches!(self.backend, Backend::Absent) {
            return Ok(0);
        }
        self.write(now, |tx, _| write::empty_trash(tx))
    }

    /// Closes the file after a checkpoint, so that it holds everything without the write-ahead
    /// log beside it, also while another process has it open. If the checkpoint fails, both files
    /// together hold everything, and the next process to close tries again.
    pub fn close(mut self) {
        self.set_busy_timeout(BusyTimeout::Short);
        if let Backend::Disk(conn) = &self.backend
            && self.is_in_place()
        {
            let _ = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        }
    }

    /// Rejects a change that no retry could make valid.
    pub(crate) fn validate(&self, change: &Change) -> Result<(), StoreError> {
        validate(&self.path, change)
    }

    /// Runs `work` in one transaction. A file that turns out to be damaged is set aside, and
    /// `work` is run on the new one.
    fn write<T>(
        &mut self,
        now: i64,
        work: impl Fn(&Transaction, &SyncBase) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        self.clock = now;
        // If the file is replaced meanwhile, the work is repeated on its replacement.
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
}

/// Rejects a change that no retry could make valid.
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
