//! What is done on the screens of bookmarks and of the trash: choosing, deleting, grouping, bringing
//! back.

use crate::app::actions::bookmarks::toggle::excerpt_start;
use crate::app::app_state::AppState;
use crate::app::list::ListKind;
use crate::app::list::target::Target;
use crate::app::state::command_outcome::CommandOutcome;
use crate::app::state::user_data::new_bookmark::moved_to;
use crate::model::{Bookmark, BookmarkId, Change};
use crate::text::reanchor::AnchorStatus;

impl AppState {
    /// Returns the bookmarks that were chosen, else the one under the cursor.
    pub(in crate::app) fn selected_bookmarks(&self) -> Vec<Bookmark> {
        let Some(list) = self.nav.list() else {
            return Vec::new();
        };
        // What a filter hides is not acted on.
        let is_shown = |t: &&Target| {
            !matches!(list.kind, ListKind::Bookmarks(_))
                || list.listed_bookmarks.item(t, &self.user).is_some()
        };
        let mut targets: Vec<&Target> = list.chosen.iter().filter(is_shown).collect();
        if list.chosen.is_empty() {
            targets.push(list.grid.target());
        }
        let bookmarks = targets.into_iter().filter_map(|t| match t {
            Target::Bookmark(id) => self.user.bookmark(id).cloned(),
            _ => None,
        });
        bookmarks.collect()
    }

    /// Deletes the bookmarks that were chosen, or the one under the cursor.
    pub(in crate::app) fn delete_bookmarks(&mut self) -> CommandOutcome {
        let bookmarks = self.selected_bookmarks();
        let (what, text) = match bookmarks.as_slice() {
            [] => return self.hint("There is no bookmark under the cursor."),
            [one] => {
                let excerpt = excerpt_start(one.parts()[0]);
                let text = format!("Deleted: {excerpt} (u brings it back)");
                ("deleting a bookmark".to_owned(), text)
            }
            many => {
                let count = many.len();
                let text = format!("Deleted {count} bookmarks (u brings them back)");
                (format!("deleting {count} bookmarks"), text)
            }
        };
        let removals = bookmarks.into_iter().map(|b| Change::DeleteBookmark(b.id));
        self.apply_changes(&what, removals.collect());
        self.clear_chosen();
        self.info(text)
    }

    /// Brings a bookmark back out of the trash.
    pub(in crate::app) fn restore_from_trash(&mut self, id: &BookmarkId) -> CommandOutcome {
        let mut trash = self.user.trash().iter();
        let Some(bookmark) = trash.find(|b| b.id == *id).cloned() else {
            return CommandOutcome::Unchanged;
        };
        let excerpt = excerpt_start(bookmark.parts()[0]);
        self.apply_change(
            "bringing back a bookmark",
            Change::PutBookmark(Box::new(bookmark)),
        );
        self.info(format!("Brought back: {excerpt}"))
    }

    /// Deletes for good what lies in the trash, when that is asked for in so many words.
    pub(in crate::app) fn empty_trash(&mut self, argument: &str) -> CommandOutcome {
        let count = self.user.trash().len();
        if count == 0 {
            self.hint("Nothing was deleted.")
        } else if argument.trim() == "yes" {
            self.apply_change("emptying the trash", Change::EmptyTrash);
            self.info(format!("Forgotten for good: {count}."))
        } else {
            self.hint(format!(
                "This forgets {count} for good; write :empty-trash yes."
            ))
        }
    }

    /// Ends the choice of rows.
    pub(in crate::app) fn clear_chosen(&mut self) {
        if let Some(list) = self.nav.list_mut() {
            list.chosen.clear();
        }
    }

    /// Chooses the row under the cursor, or no longer, and goes on to the next.
    pub(in crate::app) fn toggle_chosen(&mut self) -> CommandOutcome {
        let Some(list) = self.nav.list_mut() else {
            return CommandOutcome::Unchanged;
        };
        let target = list.grid.target().clone();
        if target == Target::Nothing {
            return self.hint("There is nothing to choose under the cursor.");
        }
        match list.chosen.iter().position(|t| *t == target) {
            Some(i) => {
                list.chosen.remove(i);
            }
            None => list.chosen.push(target),
        }
        list.grid.step(1);
        match list.chosen.len() {
            0 => self.info("Nothing is chosen."),
            count => self.info(format!(
                "{count} chosen; dd, t, e and | handle them together, Esc lets them go."
            )),
        }
    }

    /// Groups the bookmarks by something else.
    pub(in crate::app) fn set_grouping(&mut self, name: &str) -> CommandOutcome {
        let Some(list) = self.nav.list_mut() else {
            return CommandOutcome::Unchanged;
        };
        let ListKind::Bookmarks(grouping) = &mut list.kind else {
            return CommandOutcome::Unchanged;
        };
        match grouping.next(name.trim()) {
            Some(next) => {
                *grouping = next;
                list.invalidate();
                self.info(format!("Grouped by {}.", next.name()))
            }
            None => self.hint(format!(
                "\"{name}\" is no grouping; write briefing, point, side, tag, letter or day."
            )),
        }
    }

    /// Takes over the place where the words of a bookmark were found again.
    pub(in crate::app) fn accept_anchor(&mut self) -> CommandOutcome {
        let (Target::Bookmark(id), Some(open)) = (self.target(), self.open().cloned()) else {
            return self.hint("There is no bookmark of an open briefing under the cursor.");
        };
        let Some(old) = self.user.bookmark(&id).cloned() else {
            return CommandOutcome::Unchanged;
        };
        let parts = match self.user.anchors().placement(&old) {
            AnchorStatus::Here(_) => None,
            AnchorStatus::Moved(_) | AnchorStatus::Approximate(..) => {
                Some(self.user.anchors().ranges(&old))
            }
            AnchorStatus::Unplaced(candidate) => candidate.map(|(range, _)| vec![range]),
        };
        let article = open.briefing.article_by_id(&old.place.article);
        let new = parts.zip(article).and_then(|(parts, article)| {
            let id = old.provenance.statement.as_deref();
            let statement = id.and_then(|s| open.briefing.statement_by_id(s));
            self.user
                .new_bookmark(&open.briefing, article, &parts, statement)
        });
        let Some(new) = new else {
            return self.hint("There is no new place to take over.");
        };
        let accepted = moved_to(old, new);
        self.apply_change(
            "taking over a place",
            Change::PutBookmark(Box::new(accepted)),
        );
        self.resolve_anchors();
        self.info("The bookmark holds the words as they stand now (u takes it back).")
    }
}
