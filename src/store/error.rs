//! What can go wrong with the file that holds what a reader kept, said with
//! the file's address and what to do.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// Why something could not be kept or read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreError {
    /// The file or folder concerned; empty for a store in memory.
    pub path: PathBuf,
    /// The kind of trouble.
    pub trouble: Trouble,
    /// What the system says of it; may be empty.
    pub detail: String,
}

/// The kinds of trouble with the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Trouble {
    /// Another program holds it, longer than was waited.
    Locked,
    /// No room is left on the disk.
    Full,
    /// It may be read but not written.
    ReadOnly,
    /// A newer version of the program wrote it: it may be read but not written.
    Newer,
    /// What it holds cannot be understood.
    Damaged,
    /// The file or its folder cannot be reached or made.
    Unreachable,
    /// The disk failed while reading or writing.
    Disk,
    /// What was to be kept is not well formed.
    Invalid,
    /// Anything else.
    Other,
}

impl StoreError {
    pub(super) fn new(path: &Path, trouble: Trouble, detail: impl fmt::Display) -> StoreError {
        StoreError {
            path: path.to_owned(),
            trouble,
            detail: detail.to_string(),
        }
    }

    pub(super) fn io(path: &Path, error: &io::Error) -> StoreError {
        let trouble = match error.kind() {
            io::ErrorKind::ReadOnlyFilesystem => Trouble::ReadOnly,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Trouble::Full,
            _ => Trouble::Unreachable,
        };
        StoreError::new(path, trouble, error)
    }

    pub(super) fn sqlite(path: &Path, error: &rusqlite::Error) -> StoreError {
        let trouble = match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Trouble::Locked,
            Some(ErrorCode::DiskFull) => Trouble::Full,
            Some(ErrorCode::ReadOnly) => Trouble::ReadOnly,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Trouble::Damaged,
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => Trouble::Unreachable,
            Some(ErrorCode::SystemIoFailure) => Trouble::Disk,
            _ => Trouble::Other,
        };
        StoreError::new(path, trouble, error)
    }

    /// Tells whether the same write may succeed later without being changed.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        self.trouble != Trouble::Invalid
    }

    /// Returns what to do about it, one sentence without its full stop.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        match self.trouble {
            Trouble::Locked => "close the program that holds it, or wait until it has finished",
            Trouble::Full => "free some space on that disk",
            Trouble::ReadOnly => {
                "make it writable, or name another folder in the variable DIPTYCH_DATA"
            }
            Trouble::Newer => "update the program to write to it",
            Trouble::Damaged => {
                "start the program anew: it sets the file aside and saves what can be read"
            }
            Trouble::Unreachable => {
                "look at the folder and its permissions, or name another one in the variable DIPTYCH_DATA"
            }
            Trouble::Disk => "look at the disk and its connection",
            Trouble::Invalid => "change it and keep it again",
            Trouble::Other => "try again",
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.trouble {
            Trouble::Locked => "another program holds what you have kept locked",
            Trouble::Full => "no space is left for what you keep",
            Trouble::ReadOnly => "what you have kept cannot be written",
            Trouble::Newer => "a newer version of the program wrote what you have kept",
            Trouble::Damaged => "what you have kept cannot be read",
            Trouble::Unreachable => "the file for what you keep cannot be reached",
            Trouble::Disk => "the disk failed with what you have kept",
            Trouble::Invalid => "this cannot be kept",
            Trouble::Other => "something is wrong with what you have kept",
        };
        f.write_str(what)?;
        if !self.path.as_os_str().is_empty() {
            write!(f, " ({})", self.path.display())?;
        }
        write!(f, "; {}", self.advice())?;
        // Last: where a line is cut, the advice is what matters.
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
        assert_eq!(error.trouble, Trouble::ReadOnly);
        assert_eq!(
            error.to_string(),
            "what you have kept cannot be written (/ro/diptych); make it writable, or name another folder \
             in the variable DIPTYCH_DATA [read-only filesystem or storage medium]"
        );
        assert!(error.is_passing());
    }
}
