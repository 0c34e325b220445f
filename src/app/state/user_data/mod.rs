//! What the reader has stored, as the program sees it: bookmarks, marks, positions and searches.
//! A change shows at once and goes to disk as an effect; it is undone by its inverse.
//!
//! | file | what |
//! |---|---|
//! | `mod` | the state, and what is looked up in it |
//! | `changes` | making changes, undoing them, and what becomes of them on the disk |
//! | `new_bookmark` | a bookmark of words that are not stored yet |
//! | `anchors` | where the words of bookmarks stand in texts that have changed |
//! | `pending_writes` | changes that are not known to be on disk |
//! | `undo` | the steps that can be undone and redone |

mod anchors;
mod changes;
pub mod new_bookmark;
mod pending_writes;
mod undo;

use std::ops::Range;
use std::sync::Arc;

use crate::app::state::user_data::anchors::ResolvedAnchors;
use crate::app::state::user_data::pending_writes::PendingWrites;
use crate::app::state::user_data::undo::UndoHistory;
use crate::model::bookmark_lookup::BookmarkLookup;
use crate::model::{
    Bookmark, BookmarkId, Bookmarks, Briefing, Mark, Position, ReadState, SavedSearch, UserData,
};

/// All that is stored, and the changes that can be undone.
#[derive(Clone, Debug, Default)]
pub struct UserState {
    data: UserData,
    lookup: BookmarkLookup,
    anchors: ResolvedAnchors,
    /// What was changed and is not yet known to be on disk.
    pending_writes: PendingWrites,
    undo: UndoHistory,
    /// Where the bookmarks stood that were removed, oldest first.
    removed: Vec<(BookmarkId, usize)>,
    id_seed: [u8; 16],
    id_counter: u64,
    version: u64,
}

impl UserState {
    /// Creates the state from what the store holds, with randomness for the ids of bookmarks.
    #[must_use]
    pub fn new(data: UserData, id_seed: [u8; 16]) -> UserState {
        UserState {
            lookup: BookmarkLookup::new(&data.bookmarks),
            data,
            id_seed,
            ..UserState::default()
        }
    }

    /// Takes over what the store held a moment ago, and makes again what was changed
    /// since: it is on its way there.
    pub fn reload(&mut self, data: UserData, lookup: BookmarkLookup) {
        self.data = data;
        self.lookup = lookup;
        for change in self.pending_writes.clone().changes() {
            self.apply(change);
        }
        self.version += 1;
    }

    /// Returns a number that is another one after each change that lists may show.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Returns how many changes are not yet known to be on disk, besides positions.
    #[must_use]
    pub fn unsaved(&self) -> usize {
        self.pending_writes.unsaved()
    }

    /// Returns `true` if the disk did not take some of them.
    #[must_use]
    pub fn has_failed_writes(&self) -> bool {
        self.pending_writes.failed() > 0
    }

    /// Returns `true` if the bookmarks are still being read.
    #[must_use]
    pub fn is_loading(&self) -> bool {
        self.data.bookmarks_pending
    }

    /// Returns the bookmarks, oldest first.
    #[must_use]
    pub fn bookmarks(&self) -> &Bookmarks {
        &self.data.bookmarks
    }

    /// Returns the bookmarks that were removed, the last first.
    #[must_use]
    pub fn trash(&self) -> &[Bookmark] {
        &self.data.trash
    }

    /// Returns the bookmark of that name.
    #[must_use]
    pub fn bookmark(&self, id: &BookmarkId) -> Option<&Bookmark> {
        self.shared_bookmark(id).map(AsRef::as_ref)
    }

    /// Returns the bookmark of that name as it stands in the list of all.
    #[must_use]
    pub fn shared_bookmark(&self, id: &BookmarkId) -> Option<&Arc<Bookmark>> {
        self.lookup.get(id)
    }

    /// Returns the bookmarks in an article.
    pub fn in_article(&self, briefing: &str, article: &str) -> impl Iterator<Item = &Bookmark> {
        let here = self.lookup.in_article(briefing, article);
        here.iter().map(AsRef::as_ref)
    }

    /// Returns the bookmarks that lie over a byte of an article, the shortest first.
    #[must_use]
    pub fn covering(&self, briefing: &str, article: &str, offset: usize) -> Vec<&Bookmark> {
        let here = self.in_article(briefing, article);
        let mut over: Vec<(usize, &Bookmark)> = here
            .map(|b| (self.anchors().ranges(b), b))
            .filter(|(ranges, _)| ranges.iter().any(|r| r.contains(&offset)))
            .map(|(ranges, b)| (ranges.iter().map(Range::len).sum(), b))
            .collect();
        over.sort_by_key(|(len, _)| *len);
        over.into_iter().map(|(_, b)| b).collect()
    }

    /// Returns the bookmark that holds exactly these words in this place.
    #[must_use]
    pub fn existing(&self, draft: &Bookmark) -> Option<&Bookmark> {
        let same =
            |b: &&Bookmark| b.place == draft.place && b.provenance.parts == draft.provenance.parts;
        let place = &draft.place;
        self.in_article(&place.briefing, &place.article).find(same)
    }

    /// Returns all tags in use, in order.
    #[must_use]
    pub fn tags(&self) -> Vec<String> {
        self.lookup.tags().cloned().collect()
    }

    /// Looks for the bookmarks of the open briefing whose articles have changed.
    pub fn resolve_anchors(&mut self, briefing: &Briefing) {
        self.anchors.update(briefing, &self.lookup);
    }

    /// Returns where the bookmarks stand now.
    #[must_use]
    pub fn anchors(&self) -> &ResolvedAnchors {
        &self.anchors
    }

    /// Returns where the reader was in an article.
    #[must_use]
    pub fn position(&self, briefing: &str, article: &str) -> Option<&Position> {
        self.data
            .positions
            .iter()
            .find(|p| p.briefing == briefing && p.article == article)
    }

    /// Returns the read state of an article.
    #[must_use]
    pub fn read_state(&self, briefing: &str, article: &str) -> ReadState {
        self.position(briefing, article)
            .map_or(ReadState::New, |p| p.state)
    }

    /// Returns the mark of a letter: a small one within a briefing, a capital anywhere.
    #[must_use]
    pub fn mark(&self, letter: char, briefing: &str) -> Option<&Mark> {
        self.data.marks.iter().find(|m| {
            m.letter == letter && (letter.is_ascii_uppercase() || m.place.briefing == briefing)
        })
    }

    /// Returns all marks.
    #[must_use]
    pub fn marks(&self) -> &[Mark] {
        &self.data.marks
    }

    /// Returns the questions that led somewhere, oldest first.
    #[must_use]
    pub fn query_history(&self) -> &[String] {
        &self.data.query_history
    }

    /// Returns an earlier question that begins like this, counted back from the newest.
    #[must_use]
    pub fn earlier_query(&self, beginning: &str, back: usize) -> Option<&str> {
        let asked = self.data.query_history.iter().rev().map(String::as_str);
        let mut alike = asked.filter(|a| a.starts_with(beginning) && *a != beginning.trim_end());
        alike.nth(back)
    }

    /// Returns the saved searches, in the order of their names.
    #[must_use]
    pub fn searches(&self) -> &[SavedSearch] {
        &self.data.searches
    }

    /// Returns the saved search of that name.
    #[must_use]
    pub fn search(&self, name: &str) -> Option<&SavedSearch> {
        self.data.searches.iter().find(|s| s.name == name)
    }
}

/// Returns the sign of a bookmark in the gutter: the letter of its highlight, else a star.
#[must_use]
pub fn gutter_sign(letter: Option<char>) -> char {
    letter.unwrap_or('*')
}
