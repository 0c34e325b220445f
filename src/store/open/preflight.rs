//! Checks the database and the files beside it before SQLite opens them.
//!
//! SQLite applies any log that it finds beside a database, whichever database it belongs to, and
//! deletes one beside an empty file. So files that do not belong are moved aside first. This
//! happens while the folder is locked, and only if no other process has the database open: a log
//! in use holds the newest changes.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::store::open::database_view::DatabaseView;
use crate::store::open::wal::{self, WalIndex};
use crate::store::open::wal_verdict::{DOES_NOT_FIT, WalVerdict, judge_wal};
use crate::store::sqlite::error::{StoreError, StoreErrorKind};
use crate::store::sqlite::files::{create_file_private, unused_path, with_suffix};

/// What was found and moved.
#[derive(Debug, Default)]
pub struct Preflight {
    /// Messages for the reader, each with the path of what was moved or copied.
    pub notices: Vec<String>,
    /// A database that was rebuilt from a log alone.
    pub rebuilt: Option<PathBuf>,
}

/// Returns `true` if there is anything to check. Takes a few calls of `stat`.
pub fn is_needed(path: &Path) -> bool {
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

/// Moves files aside that do not belong. The folder must be locked.
///
/// # Errors
/// [`StoreErrorKind::Damaged`] if neither the database nor its log can be read: both should be
/// set aside. Other kinds if a file could not be renamed.
pub fn run(path: &Path, now: i64) -> Result<Preflight, StoreError> {
    match check_all(path, now) {
        // On a read-only disk nothing can be overwritten either.
        Err(error) if error.kind == StoreErrorKind::ReadOnly => Ok(Preflight::default()),
        other => other,
    }
}

/// Checks all files and moves those aside that do not belong.
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
        // SQLite does not follow links here, so only a plain file is of any use.
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

/// Checks the database file itself. Returns `true` if it is a file with content.
fn check_main_file(path: &Path, now: i64, found: &mut Preflight) -> io::Result<bool> {
    let Ok(about) = fs::symlink_metadata(path) else {
        return quarantine_orphans(path, now, found).map(|()| false);
    };
    let what = match fs::metadata(path) {
        Ok(real) if real.is_file() && real.len() > 0 => return Ok(true),
        Ok(real) if real.is_file() => "is empty",
        Ok(real) if real.is_dir() => "is a folder, not a file",
        Ok(_) => "is not a file",
        // Without the permission to look, it may be there.
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

/// Moves logs without a database aside, which SQLite would delete, and rebuilds the database if a
/// log holds all of it.
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

/// Writes a new file that only its owner can read.
fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    create_file_private(path)?;
    fs::write(path, bytes)
}

/// Checks a rollback journal. This program keeps its database in write-ahead mode, which uses
/// none; SQLite would apply any that it finds.
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
        // An interrupted change: SQLite rolls it back, so the present state is copied.
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

/// Checks for the index of a write-ahead log that was removed or emptied.
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

/// Checks a write-ahead log that has content.
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
            // The database stays; its copy shows what the log was found beside.
            let _ = fs::copy(path, &aside);
            fs::rename(&beside, &kept).map_err(|error| failed(&error))?;
            // A log that cannot be read, or that does not fit, may have held the last changes.
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

/// Returns `true` if there is a file with content.
fn has_content(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|about| about.is_file() && about.len() > 0)
}

/// Returns the path that SQLite uses: it follows a link to the database, and looks for the log
/// beside the file that the link leads to.
fn resolve_link(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}
