//! Changes of what the reader stores, on their way to the disk, what the disk answers, and the way
//! back from each.

use crate::app::app_state::AppState;
use crate::app::message::{Effect, PersistError};
use crate::app::state::command_outcome::CommandOutcome;
use crate::model::Change;

impl AppState {
    /// Applies a change that can be undone, and sends it to disk.
    pub(in crate::app) fn apply_change(&mut self, what: &str, change: Change) {
        self.apply_changes(what, vec![change]);
    }

    /// Applies changes that are undone together.
    pub(in crate::app) fn apply_changes(&mut self, what: &str, changes: Vec<Change>) {
        self.release_bookmarks();
        let changes = self.user.apply_undoable(what, changes);
        self.persist(changes);
    }

    /// Sends changes to disk.
    pub(in crate::app) fn persist(&mut self, changes: impl IntoIterator<Item = Change>) {
        self.outbox.extend(changes.into_iter().map(Effect::Save));
    }

    /// Makes the list on the screen drop its copy of the bookmarks before they change, so that
    /// `UserState` changes its list of all in place and does not copy it.
    fn release_bookmarks(&mut self) {
        if let Some(list) = self.nav.list_mut() {
            list.release_bookmarks();
        }
    }

    /// Handles the answer of the disk to a change.
    pub(in crate::app) fn on_saved(&mut self, change: &Change, result: Result<(), PersistError>) {
        match result {
            Ok(()) => {
                if matches!(change, Change::PutBookmark(_)) {
                    self.release_bookmarks();
                }
                if self.user.confirm_saved(change) {
                    self.info("All that you keep is on the disk again.");
                }
            }
            Err(error) => {
                self.user.note_failed(change);
                self.error(format!("Not on disk: {error}"));
            }
        }
    }

    /// Undoes the last change.
    pub(in crate::app) fn undo(&mut self) -> CommandOutcome {
        self.release_bookmarks();
        let Some((what, changes)) = self.user.undo() else {
            return self.hint("There is nothing to take back.");
        };
        self.persist(changes);
        self.info(format!("Taken back: {what}."))
    }

    /// Redoes the change that was undone last.
    pub(in crate::app) fn redo(&mut self) -> CommandOutcome {
        self.release_bookmarks();
        let Some((what, changes)) = self.user.redo() else {
            return self.hint("There is nothing to do again.");
        };
        self.persist(changes);
        self.info(format!("Done again: {what}."))
    }
}
