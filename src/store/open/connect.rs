//! Opens the database file of a [`Store`], creates it, and reconnects when another file takes
//! its place.

use std::path::Path;

use rusqlite::{OpenFlags, Transaction};

use crate::model::Change;
use crate::store::database::{Backend, Store, StoreState};
use crate::store::open::backend::open_backend;
use crate::store::open::preflight::{self, Preflight};
use crate::store::open::recovery::{self, FolderLock, Salvage};
use crate::store::rows::sync_base::SyncBase;
use crate::store::rows::write;
use crate::store::sqlite::connection::{connect, make_durable};
use crate::store::sqlite::error::{StoreError, StoreErrorKind};
use crate::store::sqlite::files::{FileIdentity, create_dir_private, create_file_private};
use crate::store::sqlite::schema::{self, MIGRATIONS};

impl Store {
    /// Opens the file if there is one; a damaged one is set aside.
    pub(crate) fn connect_file(&mut self) -> Result<(), StoreError> {
        let looked = if preflight::is_needed(&self.path) {
            let _lock = self.lock_folder();
            self.run_preflight()
        } else {
            Ok(())
        };
        match looked.and_then(|()| self.try_connect()) {
            Err(error) if error.kind == StoreErrorKind::Damaged => {
                let _lock = self.lock_folder();
                // Another process may have set it aside before this one had the lock.
                match self.run_preflight().and_then(|()| self.try_connect()) {
                    Err(error) if error.kind == StoreErrorKind::Damaged => self.quarantine(&error),
                    other => other,
                }
            }
            other => other,
        }
    }

    /// Moves files aside that do not belong to the database, before SQLite reads them.
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
                // In front: the end of a long line may be cut off on the screen.
                *last = format!("{said}; {last}");
            }
        }
        self.notices.append(&mut notices);
        Ok(())
    }

    /// Opens the file again if another one has taken its place, or if there is one now.
    pub(crate) fn reconnect(&mut self) -> Result<(), StoreError> {
        // If something other than a file has taken its place, connecting moves that aside.
        let is_same = || FileIdentity::from_path(&self.path).is_ok_and(|now| now == self.identity);
        if self.state() == StoreState::Memory || is_same() {
            return Ok(());
        }
        self.connect_file()
    }

    /// Opens a read-only file again: it may have become writable.
    pub(crate) fn reconnect_writable(&mut self) -> Result<(), StoreError> {
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
        // `data_version` belongs to one connection. If nothing was written meanwhile, what the
        // caller has is still everything.
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

    /// Sets a file aside that turned out to be damaged after it was opened.
    pub(crate) fn recover(&mut self, error: &StoreError) -> Result<(), StoreError> {
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

    /// Creates folder and file if there is none.
    pub(crate) fn create(&mut self) -> Result<(), StoreError> {
        if self.state() != StoreState::Absent {
            return Ok(());
        }
        if let Some(folder) = self.path.parent() {
            create_dir_private(folder).map_err(|error| StoreError::io(folder, &error))?;
        }
        // Another process must not take the unfinished file for a leftover.
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
        let opened = open_backend(&self.path, self.clock, &mut self.notices);
        self.backend = opened?;
        self.identity = Some(identity);
        self.set_busy_timeout(self.busy_timeout);
        let read = self
            .data_version()
            .and_then(|version| Ok((version, self.snapshot(self.read_depth)?)));
        match read {
            Ok((Some(version), snapshot)) => self.opening_snapshot = Some((version, snapshot)),
            Ok((None, _)) => {}
            // Reported when it is read; the notice has been given.
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
        FolderLock::acquire(self.path.parent().unwrap_or(Path::new(".")))
    }

    /// Renames the file, and imports what can be read of it into a new one.
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

    /// Imports what can be read of a file that was set aside into a new one. Returns a message if
    /// there was anything. The folder must be locked.
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
        self.try_write(&|tx: &Transaction, seen: &SyncBase| {
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
            // They are listed from the most recent on; the last one written is the most recent.
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
