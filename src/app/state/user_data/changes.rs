//! Making changes, undoing them, and what becomes of them on the disk.
//!
//! The list of bookmarks is one shared value, so that a query to it costs no copy. A change
//! alters it in place, which `Arc::make_mut` can only do while nobody else holds it; else it
//! copies a pointer for each bookmark. So the list on the screen drops its copy before
//! (`ListScreen::release_bookmarks`), and the search of the bookmarks holds it weakly. A worker
//! may hold it while it searches: then the copy is made, and nothing else is lost.

use std::collections::HashSet;
use std::sync::Arc;

use crate::app::state::user_data::UserState;
use crate::app::state::user_data::undo::UndoStep;
use crate::model::{Bookmark, BookmarkId, Change, Position, ReadState};

impl UserState {
    /// Applies changes that are undone together; returns them for the store.
    pub fn apply_undoable(&mut self, what: &str, changes: Vec<Change>) -> Vec<Change> {
        let mut step = UndoStep {
            what: what.to_owned(),
            changes: Vec::new(),
        };
        if changes.contains(&Change::EmptyTrash) {
            self.drop_trash_steps();
        }
        for change in &changes {
            let inverse = self.inverse(change);
            self.apply_tracked(change);
            if let Some(inverse) = inverse {
                step.changes.push((change.clone(), inverse));
            }
        }
        self.undo.push(step);
        changes
    }

    /// Drops the steps of what lies in the trash: what is deleted for good is not
    /// brought back by undoing either.
    fn drop_trash_steps(&mut self) {
        let gone: HashSet<&BookmarkId> = self.data.trash.iter().map(|b| &b.id).collect();
        self.undo.retain(|change| match change {
            Change::PutBookmark(b) => !gone.contains(&b.id),
            Change::DeleteBookmark(id) => !gone.contains(id),
            _ => true,
        });
    }

    /// Undoes the last step; returns what it was and what the store must do.
    pub fn undo(&mut self) -> Option<(String, Vec<Change>)> {
        let step = self.undo.undo()?;
        let inverses = step.changes.iter().rev();
        let inverses = inverses.map(|(_, inverse)| inverse.clone());
        let (what, changes) = (step.what.clone(), inverses.collect());
        Some((what, self.apply_all(changes)))
    }

    /// Redoes the step that was undone last; returns what it was and what the store must do.
    pub fn redo(&mut self) -> Option<(String, Vec<Change>)> {
        let step = self.undo.redo()?;
        let changes = step.changes.iter().map(|(change, _)| change.clone());
        let (what, changes) = (step.what.clone(), changes.collect());
        Some((what, self.apply_all(changes)))
    }

    fn apply_all(&mut self, changes: Vec<Change>) -> Vec<Change> {
        for change in &changes {
            self.apply_tracked(change);
        }
        changes
    }

    /// Applies a change that the reader did not ask for and that is not undone; returns it
    /// for the store.
    pub fn record(&mut self, change: Change) -> Change {
        self.apply_tracked(&change);
        change
    }

    /// Applies a change for this session only: it is not sent to the store.
    pub fn record_unsent(&mut self, change: &Change) {
        self.apply(change);
        self.pending_writes.add_unsent(change);
    }

    /// Remembers where the reader is in an article; returns the change for the store, where
    /// that is another place than before.
    pub fn record_position(
        &mut self,
        briefing: &str,
        article: &str,
        offset: usize,
        top: usize,
    ) -> Option<Change> {
        let old = self.position(briefing, article);
        let old_state = old.map(|old| old.state);
        let state = match old_state {
            Some(ReadState::Read) => ReadState::Read,
            _ => ReadState::Opened,
        };
        if old.is_some_and(|old| (old.offset, old.top, old.state) == (offset, top, state)) {
            return None;
        }
        let change = Change::SetPosition(Position {
            briefing: briefing.to_owned(),
            article: article.to_owned(),
            offset,
            top,
            state,
            changed: 0,
        });
        self.apply(&change);
        self.pending_writes.add(&change);
        // Lists show whether an article was read, and not where: they need not be written
        // again at every key.
        self.version += u64::from(old_state != Some(state));
        Some(change)
    }

    /// Notes that a change is on disk, and takes over the times that the store has set.
    /// Returns `true` if with it all are that had failed.
    pub fn confirm_saved(&mut self, change: &Change) -> bool {
        let is_recovered = self.pending_writes.acknowledge(change);
        if let Change::PutBookmark(saved) = change {
            self.take_over_times(saved);
        }
        is_recovered
    }

    /// Notes that the disk did not take a change.
    pub fn note_failed(&mut self, change: &Change) {
        self.pending_writes.fail(change);
    }

    fn take_over_times(&mut self, saved: &Bookmark) {
        let is_same = |b: &&Bookmark| {
            (&b.note, &b.tags, b.letter) == (&saved.note, &saved.tags, saved.letter)
                && (b.created, b.changed) != (saved.created, saved.changed)
        };
        let Some(bookmark) = self.bookmark(&saved.id).filter(is_same) else {
            return;
        };
        let timed = Bookmark {
            created: saved.created,
            changed: saved.changed,
            ..bookmark.clone()
        };
        self.upsert(timed);
        self.version += 1;
    }

    fn inverse(&self, change: &Change) -> Option<Change> {
        Some(match change {
            Change::PutBookmark(b) => match self.bookmark(&b.id) {
                Some(old) => Change::PutBookmark(Box::new(old.clone())),
                None => Change::DeleteBookmark(b.id.clone()),
            },
            Change::DeleteBookmark(id) => Change::PutBookmark(Box::new(self.bookmark(id)?.clone())),
            Change::EmptyTrash | Change::RecordQuery(_) | Change::ClearHistory => return None,
            Change::SetMark(m) => match self.mark(m.letter, &m.place.briefing) {
                Some(old) => Change::SetMark(old.clone()),
                None => Change::ClearMark(m.clone()),
            },
            Change::ClearMark(m) => Change::SetMark(m.clone()),
            Change::SetPosition(p) => {
                Change::SetPosition(match self.position(&p.briefing, &p.article) {
                    Some(old) => Position {
                        state: old.state,
                        ..p.clone()
                    },
                    None => Position {
                        state: ReadState::New,
                        ..p.clone()
                    },
                })
            }
            Change::SaveSearch(s) => match self.search(&s.name) {
                Some(old) => Change::SaveSearch(Box::new(old.clone())),
                None => Change::RemoveSearch(s.name.clone()),
            },
            Change::RemoveSearch(name) => Change::SaveSearch(Box::new(self.search(name)?.clone())),
        })
    }

    /// Applies a change that is sent to the store.
    fn apply_tracked(&mut self, change: &Change) {
        self.apply(change);
        self.pending_writes.add(change);
        self.version += 1;
    }

    pub(super) fn apply(&mut self, change: &Change) {
        match change {
            Change::PutBookmark(bookmark) => self.upsert((**bookmark).clone()),
            Change::DeleteBookmark(id) => {
                if let Some(at) = self.index_of(id) {
                    let removed = Arc::make_mut(&mut self.data.bookmarks).remove(at);
                    self.lookup.remove(&removed);
                    let trash = &mut self.data.trash;
                    trash.insert(0, Arc::unwrap_or_clone(removed));
                    self.removed.push((id.clone(), at));
                }
            }
            Change::SetPosition(position) => change.apply_to(&mut self.data, position.changed),
            // Nothing of these depends on the time.
            other => other.apply_to(&mut self.data, 0),
        }
    }

    /// Returns where a bookmark stands in the list.
    fn index_of(&self, id: &BookmarkId) -> Option<usize> {
        let b = self.shared_bookmark(id)?;
        let mut all = self.data.bookmarks.iter();
        all.position(|other| Arc::ptr_eq(other, b))
    }

    /// Puts a bookmark in place of the one of its id; a new one behind all others,
    /// and one that was removed back where it was.
    fn upsert(&mut self, bookmark: Bookmark) {
        let bookmark = Arc::new(bookmark);
        let at = self.index_of(&bookmark.id);
        let all = Arc::make_mut(&mut self.data.bookmarks);
        if let Some(at) = at {
            all[at] = bookmark;
            self.lookup.replace(all, at);
            return;
        }
        self.data.trash.retain(|old| old.id != bookmark.id);
        let removed = self.removed.iter().rposition(|(id, _)| *id == bookmark.id);
        match removed.map(|i| self.removed.remove(i).1) {
            Some(at) if at < all.len() => {
                all.insert(at, bookmark);
                self.lookup.insert(all, at);
            }
            _ => {
                all.push(Arc::clone(&bookmark));
                self.lookup.add(&bookmark);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::bookmark_lookup::BookmarkLookup;
    use crate::model::{Mark, Place, ResultOrder, SavedSearch, SearchScope, UserData};

    fn mark(letter: char) -> Change {
        Change::SetMark(Mark {
            letter,
            place: Place {
                briefing: "b".to_owned(),
                article: "a".to_owned(),
                range: 3..3,
            },
        })
    }

    fn search(name: &str) -> Change {
        Change::SaveSearch(Box::new(SavedSearch {
            name: name.to_owned(),
            text: "pawn".to_owned(),
            scope: SearchScope::Library,
            order: ResultOrder::default(),
        }))
    }

    #[test]
    fn what_is_undone_is_sent_to_the_store_as_its_inverse() {
        let mut user = UserState::new(UserData::default(), [0; 16]);
        user.apply_undoable("saving a search", vec![search("one"), search("two")]);
        assert_eq!((user.searches().len(), user.unsaved()), (2, 2));
        let (what, sent) = user.undo().unwrap();
        assert_eq!(what, "saving a search");
        let removed = ["two", "one"].map(|name| Change::RemoveSearch(name.to_owned()));
        assert_eq!(sent, removed);
        assert!(user.searches().is_empty());
        user.redo().unwrap();
        assert_eq!(user.searches().len(), 2);
        assert!(user.redo().is_none());
    }

    #[test]
    fn what_cannot_be_undone_makes_no_step() {
        let mut user = UserState::new(UserData::default(), [0; 16]);
        user.apply_undoable("emptying the trash", vec![Change::EmptyTrash]);
        assert!(user.undo().is_none());
        user.record(mark('a'));
        assert!(user.undo().is_none() && user.mark('a', "b").is_some());
    }

    #[test]
    fn a_position_is_sent_when_it_is_another_and_lists_change_with_its_state_only() {
        let mut user = UserState::new(UserData::default(), [0; 16]);
        let version = user.version();
        assert!(user.record_position("b", "a", 5, 0).is_some());
        let opened = user.version();
        assert_ne!(opened, version);
        assert!(user.record_position("b", "a", 5, 0).is_none());
        assert!(user.record_position("b", "a", 9, 4).is_some());
        assert_eq!((user.version(), user.unsaved()), (opened, 0));
        assert_eq!(user.position("b", "a").map(|p| p.offset), Some(9));
    }

    #[test]
    fn what_the_store_does_not_have_yet_is_made_again_in_what_it_tells() {
        let mut user = UserState::new(UserData::default(), [0; 16]);
        user.apply_undoable("setting a mark", vec![mark('a')]);
        user.record_unsent(&Change::RecordQuery("pawn".to_owned()));
        user.reload(UserData::default(), BookmarkLookup::new(&[]));
        assert!(user.mark('a', "b").is_some());
        assert_eq!(user.query_history(), ["pawn"]);
        user.confirm_saved(&mark('a'));
        user.reload(UserData::default(), BookmarkLookup::new(&[]));
        assert!(user.mark('a', "b").is_none());
    }
}
