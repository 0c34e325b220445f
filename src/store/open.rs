//! How the file is opened, made, and changed for another that takes its place.

use std::path::Path;
use std::thread;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::aside::{self, FolderLock, Saved};
use super::disk::{Identity, make_folder, make_private, unchanging};
use super::leftovers::{self, Leftovers};
use super::schema::{self, Kind, STEPS};
use super::{BRIEFLY, BUSY, Backing, PAUSE, Patience, State, Store, StoreError, Trouble, write};
use crate::model::Change;

impl Store {
    /// Opens the file where there is one, and sets it aside where it cannot be read.
    pub(super) fn attach(&mut self) -> Result<(), StoreError> {
        let looked = if leftovers::are_there(&self.path) {
            let _lock = self.lock_folder();
            self.settle()
        } else {
            Ok(())
        };
        match looked.and_then(|()| self.try_attach()) {
            Err(error) if error.trouble == Trouble::Damaged => {
                let _lock = self.lock_folder();
                // Another window may have set it aside before the lock was had.
                match self.settle().and_then(|()| self.try_attach()) {
                    Err(error) if error.trouble == Trouble::Damaged => self.put_aside(&error),
                    other => other,
                }
            }
            other => other,
        }
    }

    /// Puts aside what does not belong to the file, before SQLite takes it over.
    fn settle(&mut self) -> Result<(), StoreError> {
        self.detach();
        if !leftovers::are_there(&self.path) {
            return Ok(());
        }
        let Leftovers {
            mut notices,
            rebuilt,
        } = leftovers::settle(&self.path, self.clock)?;
        if let Some(rebuilt) = rebuilt {
            let said = self.take_over_from(&rebuilt);
            if let (Some(last), Some(said)) = (notices.last_mut(), said) {
                last.push_str("; ");
                last.push_str(&said);
            }
        }
        self.notices.append(&mut notices);
        Ok(())
    }

    /// Opens the file anew where another one bears its name by now, or the first one does.
    pub(super) fn attach_anew(&mut self) -> Result<(), StoreError> {
        // Where there is something else than a file now, attaching puts it aside.
        let is_same = || Identity::of(&self.path).is_ok_and(|now| now == self.identity);
        if self.state() == State::Memory || is_same() {
            return Ok(());
        }
        self.attach()
    }

    /// Opens a file anew that could only be read: perhaps it can be written by now.
    pub(super) fn attach_writable(&mut self) -> Result<(), StoreError> {
        if !matches!(self.backing, Backing::Readable(_, Trouble::ReadOnly)) {
            return Ok(());
        }
        let (upto, handed, told) = (self.seen.upto(), self.handed, self.notices.len());
        self.attach()?;
        if self.state() == State::ReadOnly {
            self.notices.truncate(told);
        }
        // The numbers of states are those of one connection. Where nothing was
        // written meanwhile, what was handed out is still all there is.
        if let Some((version, snapshot)) = &self.first
            && handed.is_some()
            && snapshot.upto == upto
        {
            self.handed = Some(*version);
            self.seen.handed(upto, &snapshot.kept);
            self.first = None;
        }
        Ok(())
    }

    /// Tells whether the file that was written is the one that bears the name.
    pub(super) fn is_in_place(&self) -> bool {
        self.state() == State::Memory
            || Identity::of(&self.path).is_ok_and(|identity| identity == self.identity)
    }

    /// Sets aside a file in which damage was met while writing.
    pub(super) fn recover(&mut self, error: &StoreError) -> Result<(), StoreError> {
        if self.state() == State::Memory {
            return Err(error.clone());
        }
        let _lock = self.lock_folder();
        if self.is_in_place() {
            self.put_aside(error)
        } else {
            self.settle().and_then(|()| self.try_attach())
        }
    }

    /// Makes folder and file where nothing was kept yet.
    pub(super) fn create(&mut self) -> Result<(), StoreError> {
        if self.state() != State::Absent {
            return Ok(());
        }
        if let Some(folder) = self.path.parent() {
            make_folder(folder).map_err(|error| StoreError::io(folder, &error))?;
        }
        // Whoever looks at the folder meanwhile must not take the beginnings of the
        // file for leftovers.
        let _lock = self.lock_folder();
        if !matches!(Identity::of(&self.path), Ok(Some(_))) && leftovers::are_there(&self.path) {
            self.settle()?;
        }
        self.create_in_locked_folder()
    }

    fn create_in_locked_folder(&mut self) -> Result<(), StoreError> {
        if self.state() != State::Absent {
            return Ok(());
        }
        make_private(&self.path).map_err(|error| StoreError::io(&self.path, &error))?;
        let made = connect(&self.path, OpenFlags::SQLITE_OPEN_READ_WRITE).and_then(|mut conn| {
            make_durable(&conn)?;
            schema::migrate(&mut conn, &self.path, STEPS, self.clock)?;
            Ok(conn)
        });
        let conn = made.map_err(|error| self.trouble(&error))?;
        self.identity = Identity::of(&self.path)?;
        self.backing = Backing::Disk(conn);
        self.set_patience(self.patience);
        Ok(())
    }

    fn try_attach(&mut self) -> Result<(), StoreError> {
        self.detach();
        let Some(identity) = Identity::of(&self.path)? else {
            return Ok(());
        };
        let opened = open(&self.path, self.clock, &mut self.notices);
        self.backing = opened?;
        self.identity = Some(identity);
        self.set_patience(self.patience);
        let read = self
            .data_version()
            .and_then(|version| Ok((version, self.snapshot(self.depth)?)));
        match read {
            Ok((Some(version), snapshot)) => self.first = Some((version, snapshot)),
            Ok((None, _)) => {}
            // Said when it is asked for; the notice has been given.
            Err(error) if error.trouble == Trouble::Newer => {}
            Err(error) => {
                self.detach();
                return Err(error);
            }
        }
        Ok(())
    }

    fn detach(&mut self) {
        self.backing = Backing::Absent;
        self.identity = None;
        self.handed = None;
        self.first = None;
        self.seen.strange();
    }

    fn lock_folder(&self) -> FolderLock {
        FolderLock::take(self.path.parent().unwrap_or(Path::new(".")))
    }

    /// Gives the file another name, and takes what can be read of it into a new one.
    fn put_aside(&mut self, error: &StoreError) -> Result<(), StoreError> {
        self.detach();
        let aside = aside::set_aside(&self.path, self.clock)
            .map_err(|error| StoreError::io(&self.path, &error))?;
        let mut notices = vec![format!(
            "what you kept could not be read, so its file was set aside as {} [{}]",
            aside.display(),
            error.detail,
        )];
        notices.extend(self.take_over_from(&aside));
        self.notices.push(notices.join("; "));
        Ok(())
    }

    /// Takes what can be read of a file that was set aside into a new one. Says what came
    /// of it, where there was anything. The folder must be locked.
    fn take_over_from(&mut self, aside: &Path) -> Option<String> {
        let saved = aside::salvage(aside);
        if saved.is_empty() {
            return None;
        }
        let count = saved.bookmarks.len();
        let done = self
            .create_in_locked_folder()
            .and_then(|()| self.take_over(&saved));
        Some(match done {
            Ok(()) => format!("{count} of its bookmarks could be saved"),
            Err(error) => format!("its bookmarks could not be saved: {error}"),
        })
    }

    fn take_over(&mut self, saved: &Saved) -> Result<(), StoreError> {
        let now = self.clock;
        self.attempt(&|tx: &rusqlite::Transaction, seen: &write::Seen| {
            for (bookmark, removed) in &saved.bookmarks {
                let keep = Change::Keep(Box::new(bookmark.clone()));
                write::change(tx, &keep, bookmark.changed, seen)?;
                if let Some(when) = removed {
                    write::change(tx, &Change::Remove(bookmark.id.clone()), *when, seen)?;
                }
            }
            for mark in &saved.marks {
                write::change(tx, &Change::SetMark(mark.clone()), now, seen)?;
            }
            // The most recent first: written last, so that it stays the most recent.
            for position in saved.positions.iter().rev() {
                write::change(tx, &Change::Place(position.clone()), position.changed, seen)?;
            }
            for question in &saved.asked {
                write::change(tx, &Change::Ask(question.clone()), now, seen)?;
            }
            for search in &saved.searches {
                write::change(tx, &Change::SaveSearch(Box::new(search.clone())), now, seen)?;
            }
            Ok(())
        })
    }
}

/// Opens a file that is there, and brings it to the newest version.
fn open(path: &Path, clock: i64, notices: &mut Vec<String>) -> Result<Backing, StoreError> {
    let trouble = |error: &rusqlite::Error| StoreError::sqlite(path, error);
    let opened = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE).and_then(|conn| {
        let kind = schema::kind(&conn)?;
        Ok((conn.is_readonly(rusqlite::MAIN_DB)?, kind, conn))
    });
    let (mut conn, kind) = match opened {
        Ok((false, kind, conn)) => (conn, kind),
        Ok((true, _, _)) => return open_readable(path, notices),
        Err(error) => {
            return match error.sqlite_error_code() {
                // The log beside the file cannot be made.
                Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen) => open_readable(path, notices),
                _ => Err(trouble(&error)),
            };
        }
    };
    match kind {
        Kind::Foreign => Err(foreign(path)),
        Kind::Ours(version) if version > STEPS.len() => newer(path, conn, notices),
        Kind::Empty | Kind::Ours(_) => {
            if let Some(lacking) = lacking(path, &conn, kind)? {
                return Err(lacking);
            }
            let ready =
                make_durable(&conn).and_then(|()| schema::migrate(&mut conn, path, STEPS, clock));
            match ready {
                Ok(None) => Ok(Backing::Disk(conn)),
                Ok(Some(copy)) => {
                    notices.push(format!(
                        "what you have kept was taken over into the form of this version; \
                         the former state is in {}",
                        copy.display()
                    ));
                    Ok(Backing::Disk(conn))
                }
                Err(error) if error.sqlite_error_code() == Some(ErrorCode::ReadOnly) => {
                    open_readable(path, notices)
                }
                // The steps are right for every file that is what it claims to be.
                Err(error) if error.sqlite_error_code() == Some(ErrorCode::Unknown) => {
                    Err(StoreError::new(path, Trouble::Damaged, &error))
                }
                Err(error) => Err(trouble(&error)),
            }
        }
    }
}

/// Returns the error of a file that lacks what its version should have.
fn lacking(path: &Path, conn: &Connection, kind: Kind) -> Result<Option<StoreError>, StoreError> {
    let Kind::Ours(version) = kind else {
        return Ok(None);
    };
    schema::lacking(conn, version)
        .map(|what| what.map(|what| StoreError::new(path, Trouble::Damaged, what)))
        .map_err(|error| StoreError::sqlite(path, &error))
}

/// Opens a file that cannot be written.
fn open_readable(path: &Path, notices: &mut Vec<String>) -> Result<Backing, StoreError> {
    let read = |path: &Path, flags| {
        let conn = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY | flags)?;
        let kind = schema::kind(&conn)?;
        Ok::<_, rusqlite::Error>((conn, kind))
    };
    // Where not even the log beside it can be read, the file is taken as it stands.
    let (conn, kind) = read(path, OpenFlags::empty())
        .or_else(|_| read(Path::new(&unchanging(path)), OpenFlags::SQLITE_OPEN_URI))
        .map_err(|error| StoreError::sqlite(path, &error))?;
    match kind {
        Kind::Foreign => Err(foreign(path)),
        Kind::Ours(version) if version > STEPS.len() => newer(path, conn, notices),
        Kind::Ours(version) if version == STEPS.len() => {
            notices.push(format!(
                "what you keep now waits in memory: {} can be read but not written",
                path.display()
            ));
            Ok(Backing::Readable(conn, Trouble::ReadOnly))
        }
        Kind::Empty | Kind::Ours(_) => Err(StoreError::new(
            path,
            Trouble::ReadOnly,
            "it has to be taken over into the form of this version first",
        )),
    }
}

fn newer(path: &Path, conn: Connection, notices: &mut Vec<String>) -> Result<Backing, StoreError> {
    conn.pragma_update(None, "query_only", true)
        .map_err(|error| StoreError::sqlite(path, &error))?;
    notices.push(format!(
        "what you keep now is not saved: a newer version of the program wrote {}, so it is only read; \
         update the program",
        path.display()
    ));
    Ok(Backing::Readable(conn, Trouble::Newer))
}

fn foreign(path: &Path) -> StoreError {
    StoreError::new(
        path,
        Trouble::Damaged,
        "another program's database has this name",
    )
}

fn connect(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    let mut conn = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    wait(&mut conn, Patience::Usual)?;
    Ok(conn)
}

/// Opens a file that is open already once more, to read it in one state.
pub(super) fn beside(path: &Path) -> rusqlite::Result<Connection> {
    let conn = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    conn.execute_batch("BEGIN")?;
    Ok(conn)
}

/// Says how long a connection waits for others. SQLite's own waiting sleeps
/// longer and longer, and comes away with nothing where other windows write
/// without a pause.
pub(super) fn wait(conn: &mut Connection, patience: Patience) -> rusqlite::Result<()> {
    fn pause(tries: i32, limit: std::time::Duration) -> bool {
        thread::sleep(PAUSE);
        PAUSE * tries.unsigned_abs() < limit
    }
    conn.busy_handler(Some(match patience {
        Patience::Usual => |tries: i32| pause(tries, BUSY),
        Patience::Brief => |tries: i32| pause(tries, BRIEFLY),
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
                if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
                    && PAUSE * tries < BUSY =>
            {
                thread::sleep(PAUSE);
            }
            other => break other?,
        }
    }
    conn.pragma_update(None, "synchronous", "full")?;
    conn.pragma_update(None, "fullfsync", true)
}
