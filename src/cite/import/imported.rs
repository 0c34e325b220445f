//! What a file held, and why a part of it was left out.

use std::collections::BTreeSet;
use std::fmt;

use crate::model::{Bookmark, BookmarkId, Change};

/// What a file held.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Imported {
    /// The bookmarks, in the order of the file. One that came from another program
    /// has no briefing in its place, only the address of what was annotated.
    pub bookmarks: Vec<Bookmark>,
    /// Those of them that were none when they left: their names are made of their places.
    pub derived_ids: BTreeSet<BookmarkId>,
    /// What else was to be written: removals, marks, reading positions, saved searches.
    pub changes: Vec<Change>,
    /// What of the file is not among these, and why.
    pub skipped: Vec<ImportError>,
    /// What the file speaks of and does not hold: pages behind an address.
    pub missing: Vec<ImportError>,
}

/// Why a file, or something in it, cannot be imported: where in it, and what is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportError {
    /// Path within the JSON, as `quotations[3].parts`; empty for the whole.
    pub path: String,
    /// What is wrong.
    pub message: String,
}

impl ImportError {
    pub(super) fn new(at: impl Into<String>, what: impl fmt::Display) -> ImportError {
        ImportError {
            path: at.into(),
            message: what.to_string(),
        }
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.path, self.message)
        }
    }
}

impl std::error::Error for ImportError {}

impl Imported {
    /// Adds a bookmark that was one when it left.
    pub(super) fn push_bookmark(&mut self, bookmark: Bookmark) {
        self.bookmarks.push(bookmark);
    }

    /// Adds a bookmark that is made of what was none; its name is made of place and words.
    pub(super) fn push_derived(&mut self, bookmark: Bookmark) {
        self.derived_ids.insert(bookmark.id.clone());
        self.bookmarks.push(bookmark);
    }

    pub(super) fn skip(&mut self, error: ImportError) {
        self.skipped.push(error);
    }
}
