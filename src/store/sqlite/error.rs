//! Errors of the store: which file, what went wrong, and what to do about it.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// Why something could not be written or read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreError {
    /// The file or folder concerned; empty for a store in memory.
    pub path: PathBuf,
    /// What went wrong.
    pub kind: StoreErrorKind,
    /// The message of the system or of SQLite; may be empty.
    pub detail: String,
}

/// What can go wrong with the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StoreErrorKind {
    /// Another process holds the lock for too long.
    Locked,
    /// The disk is full.
    Full,
    /// It can be read but not written.
    ReadOnly,
    /// A newer version of the program wrote it: it can be read but not written.
    Newer,
    /// It is no database of this program, or a damaged one.
    Damaged,
    /// The file or its folder cannot be reached or created.
    Unreachable,
    /// The disk failed while reading or writing.
    Disk,
    /// The change itself is not valid.
    Invalid,
    /// Anything else.
    Other,
}

impl StoreError {
    /// Creates an error about a file.
    pub(crate) fn new(path: &Path, kind: StoreErrorKind, detail: impl fmt::Display) -> StoreError {
        StoreError {
            path: path.to_owned(),
            kind,
            detail: detail.to_string(),
        }
    }

    /// Creates the error of a failed file operation.
    pub(crate) fn io(path: &Path, error: &io::Error) -> StoreError {
        let kind = match error.kind() {
            io::ErrorKind::ReadOnlyFilesystem => StoreErrorKind::ReadOnly,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StoreErrorKind::Full,
            _ => StoreErrorKind::Unreachable,
        };
        StoreError::new(path, kind, error)
    }

    /// Creates the error of a failed database operation.
    pub(crate) fn sqlite(path: &Path, error: &rusqlite::Error) -> StoreError {
        let kind = match sqlite_code(error) {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreErrorKind::Locked,
            Some(ErrorCode::DiskFull) => StoreErrorKind::Full,
            Some(ErrorCode::ReadOnly) => StoreErrorKind::ReadOnly,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreErrorKind::Damaged,
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                StoreErrorKind::Unreachable
            }
            Some(ErrorCode::SystemIoFailure) => StoreErrorKind::Disk,
            _ => StoreErrorKind::Other,
        };
        StoreError::new(path, kind, error)
    }

    /// Returns `true` if the same write may succeed later.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        self.kind != StoreErrorKind::Invalid
    }

    /// Returns what to do about it: a sentence without a full stop.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        match self.kind {
            StoreErrorKind::Locked => {
                "close the program that holds it, or wait until it has finished"
            }
            StoreErrorKind::Full => "free some space on that disk",
            StoreErrorKind::ReadOnly => {
                "make it writable, or name another folder in the variable DIPTYCH_DATA"
            }
            StoreErrorKind::Newer => "update the program to write to it",
            StoreErrorKind::Damaged => {
                "start the program anew: it sets the file aside and saves what can be read"
            }
            StoreErrorKind::Unreachable => {
                "look at the folder and its permissions, or name another one in the variable DIPTYCH_DATA"
            }
            StoreErrorKind::Disk => "look at the disk and its connection",
            StoreErrorKind::Invalid => "change it and keep it again",
            StoreErrorKind::Other => "try again",
        }
    }
}

/// Returns SQLite's code of an error. `sqlite_error_code` returns none if the library knows the
/// position of the error in the statement, such as that of a missing column.
pub(crate) fn sqlite_code(error: &rusqlite::Error) -> Option<ErrorCode> {
    match error {
        rusqlite::Error::SqlInputError { error, .. } => Some(error.code),
        other => other.sqlite_error_code(),
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            StoreErrorKind::Locked => "another program holds what you have kept locked",
            StoreErrorKind::Full => "no space is left for what you keep",
            StoreErrorKind::ReadOnly => "what you have kept cannot be written",
            StoreErrorKind::Newer => "a newer version of the program wrote what you have kept",
            StoreErrorKind::Damaged => "what you have kept cannot be read",
            StoreErrorKind::Unreachable => "the file for what you keep cannot be reached",
            StoreErrorKind::Disk => "the disk failed with what you have kept",
            StoreErrorKind::Invalid => "this cannot be kept",
            StoreErrorKind::Other => "something is wrong with what you have kept",
        };
        f.write_str(what)?;
        if !self.path.as_os_str().is_empty() {
            write!(f, " ({})", self.path.display())?;
        }
        write!(f, "; {}", self.advice())?;
        // Last: the end of a long line may be cut off, and the advice matters more.
        if !self.detail.is_empty() {
            write!(f, " [{}]", self.detail)?;
        }
        Ok(())
    }
}

impl std::error::Error for StoreError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_the_file_the_cause_and_the_remedy() {
        let error = StoreError::io(
            Path::new("/ro/diptych"),
            &io::Error::from(io::ErrorKind::ReadOnlyFilesystem),
        );
        assert_eq!(error.kind, StoreErrorKind::ReadOnly);
        assert_eq!(
            error.to_string(),
            "what you have kept cannot be written (/ro/diptych); make it writable, or name another folder \
             in the variable DIPTYCH_DATA [read-only filesystem or storage medium]"
        );
        assert!(error.is_transient());
    }
}
