//! Keeping: bookmarks with notes and tags, and the way back from each change.

use crate::model::{Bookmark, BookmarkId, Change};

use crate::app::actions::marks::parse_letter;
use crate::app::input::command::Command;
use crate::app::list::ListKind;
use crate::app::list::target::Target;
use crate::app::message::{Effect, StatusLevel};
use crate::app::prompt::Prompt;
use crate::app::prompt::text_input::TextInput;
use crate::app::{App, Screen};

impl App {
    /// Carries out a change that can be taken back, and sends it to disk.
    pub(in crate::app) fn apply_change(&mut self, what: &str, change: Change) {
        self.apply_changes(what, vec![change]);
    }

    /// Carries out changes that are taken back together.
    pub(in crate::app) fn apply_changes(&mut self, what: &str, changes: Vec<Change>) {
        self.release_rows();
        for change in self.user.apply_undoable(what, changes) {
            self.persist(change);
        }
    }

    /// Lets go of the list on the screen before it changes, so that it is not copied.
    fn release_rows(&mut self) {
        if let Screen::List(list) = &mut self.screen {
            list.release_bookmarks();
        }
    }

    pub(in crate::app) fn persist(&mut self, change: Change) {
        self.unsaved += usize::from(!matches!(change, Change::SetPosition(_)));
        self.data_version += 1;
        self.effects.push(Effect::Save(change));
    }

    /// Takes in whether a change is on disk.
    pub(in crate::app) fn on_saved(&mut self, change: &Change, result: Result<(), String>) {
        let place = matches!(change, Change::SetPosition(_));
        match result {
            Ok(()) => {
                // What could not be written stays counted until a later try is told.
                self.unsaved = self.unsaved.saturating_sub(usize::from(!place));
                let refused = self.failed_writes;
                self.failed_writes = refused.min(self.unsaved);
                if refused > 0 && self.failed_writes == 0 {
                    self.set_status(StatusLevel::Info, "All that you keep is on the disk again.");
                }
                if matches!(change, Change::PutBookmark(_)) {
                    self.release_rows();
                }
                if self.user.confirm_saved(change) {
                    self.data_version += 1;
                }
            }
            Err(why) => {
                self.failed_writes += usize::from(!place);
                self.set_status(StatusLevel::Error, format!("Not on disk: {why}"));
            }
        }
    }

    /// Takes the last change back, or makes it again.
    pub(in crate::app) fn undo_or_redo(&mut self, undo: bool) {
        self.release_rows();
        let step = if undo {
            self.user.undo()
        } else {
            self.user.redo()
        };
        match step {
            Some((what, changes)) => {
                for change in changes {
                    self.persist(change);
                }
                let text = if undo {
                    format!("Taken back: {what}.")
                } else {
                    format!("Done again: {what}.")
                };
                self.set_status(StatusLevel::Info, text);
            }
            None => {
                let text = if undo {
                    "There is nothing to take back."
                } else {
                    "There is nothing to do again."
                };
                self.set_status(StatusLevel::Hint, text);
            }
        }
    }

    /// Returns the bookmark that the cursor stands on, or one of the words there
    /// that is not yet kept.
    fn bookmark_at_cursor(&mut self) -> Option<Bookmark> {
        if let Target::Bookmark(id) = self.target() {
            return self.user.bookmark(&id).cloned();
        }
        let open = self.open.clone()?;
        let (article, ranges, statement) = match (&self.screen, self.selected_text()) {
            (_, Some(selected)) => (selected.article, vec![selected.range], selected.statement),
            (Screen::Article(reader), None) => match reader.statement() {
                Some(at) => (reader.article, reader.parts_of(at), Some(at)),
                None => (reader.article, vec![reader.sentence()], None),
            },
            (Screen::List(_), None) => match (self.statement_at_cursor(), self.hit_at_cursor()) {
                (Some((statement, appearance)), _) => {
                    let all = &open.briefing.statement(statement).appearances;
                    let shown = all.get(appearance)?;
                    let found = shown.quote.iter().map(|q| q.range.clone());
                    (shown.article, found.collect(), Some(statement))
                }
                (None, Some(hit)) if hit.place.briefing == open.briefing.id => {
                    let article = open.briefing.article_by_id(&hit.place.article)?;
                    (article, vec![hit.place.range.clone()], None)
                }
                _ => return None,
            },
        };
        let draft = self
            .user
            .new_bookmark(&open.briefing, article, &ranges, statement)?;
        Some(self.user.existing(&draft).cloned().unwrap_or(draft))
    }

    /// Returns what a note, tags or a highlight are for: the shortest bookmark at the
    /// cursor of an article, where nothing is selected, else as [`App::keepsake`].
    fn annotation_target(&mut self) -> Option<Bookmark> {
        if let Screen::Article(reader) = &self.screen
            && reader.selection.is_none()
        {
            let briefing = &reader.open.briefing;
            let article = &briefing.article(reader.article).id;
            let over = self.user.covering(&briefing.id, article, reader.cursor);
            if let Some(bookmark) = over.first() {
                return Some((*bookmark).clone());
            }
        }
        self.bookmark_at_cursor()
    }

    fn report_nothing_to_bookmark(&mut self) {
        let elsewhere = self.hit_at_cursor().is_some();
        let text = if elsewhere {
            "This result is in another briefing; Enter opens it, then b keeps it."
        } else {
            "There are no words under the cursor to keep."
        };
        self.set_status(StatusLevel::Hint, text);
    }

    /// Keeps what is under the cursor, or lets it go.
    pub(in crate::app) fn toggle_bookmark(&mut self) {
        let caution = self.context_warning();
        let Some(bookmark) = self.bookmark_at_cursor() else {
            self.report_nothing_to_bookmark();
            return;
        };
        let begin = excerpt_start(bookmark.parts()[0]);
        if self.user.bookmark(&bookmark.id).is_some() {
            self.apply_change(
                "letting go of a bookmark",
                Change::DeleteBookmark(bookmark.id),
            );
            self.set_status(
                StatusLevel::Info,
                format!("Let go: {begin} (u brings it back)"),
            );
            self.clear_selection();
        } else {
            self.apply_change(
                "keeping a bookmark",
                Change::PutBookmark(Box::new(bookmark)),
            );
            self.set_status_with_warning(caution, StatusLevel::Info, &format!("Kept: {begin}"));
            self.clear_selection();
        }
    }

    /// Returns the bookmarks that were chosen, else the one under the cursor.
    fn selected_bookmarks(&self) -> Vec<Bookmark> {
        let Screen::List(list) = &self.screen else {
            return Vec::new();
        };
        // What a filter hides is not acted on.
        let is_shown = |t: &&Target| {
            !matches!(list.kind, ListKind::Bookmarks(_))
                || list.bookmark_rows.item(t, &self.user).is_some()
        };
        let mut targets: Vec<Target> = list.chosen.iter().filter(is_shown).cloned().collect();
        if list.chosen.is_empty() {
            targets.push(list.grid.target().clone());
        }
        let kept = targets.iter().filter_map(|t| match t {
            Target::Bookmark(id) => self.user.bookmark(id).cloned(),
            _ => None,
        });
        kept.collect()
    }

    /// Deletes the bookmarks that were chosen, or the one under the cursor.
    pub(in crate::app) fn delete_bookmarks(&mut self) {
        let bookmarks = self.selected_bookmarks();
        let text = match bookmarks.as_slice() {
            [] => {
                self.set_status(StatusLevel::Hint, "There is no bookmark under the cursor.");
                return;
            }
            [one] => format!(
                "Deleted: {} (u brings it back)",
                excerpt_start(one.parts()[0])
            ),
            many => format!("Deleted {} bookmarks (u brings them back)", many.len()),
        };
        let what = match bookmarks.len() {
            1 => "deleting a bookmark".to_owned(),
            n => format!("deleting {n} bookmarks"),
        };
        let removals = bookmarks.into_iter().map(|b| Change::DeleteBookmark(b.id));
        self.apply_changes(&what, removals.collect());
        self.clear_chosen();
        self.set_status(StatusLevel::Info, text);
    }

    /// Brings the bookmark under the cursor back out of the trash.
    pub(in crate::app) fn restore_from_trash(&mut self, id: &BookmarkId) {
        if let Some(bookmark) = self.user.trash().iter().find(|b| b.id == *id).cloned() {
            let begin = excerpt_start(bookmark.parts()[0]);
            self.apply_change(
                "bringing back a bookmark",
                Change::PutBookmark(Box::new(bookmark)),
            );
            self.set_status(StatusLevel::Info, format!("Brought back: {begin}"));
        }
    }

    /// Forgets what was deleted, when that is asked for in so many words.
    pub(in crate::app) fn empty_trash(&mut self, argument: &str) {
        let count = self.user.trash().len();
        if count == 0 {
            self.set_status(StatusLevel::Hint, "Nothing was deleted.");
        } else if argument.trim() == "yes" {
            self.apply_change("emptying the trash", Change::EmptyTrash);
            self.set_status(StatusLevel::Info, format!("Forgotten for good: {count}."));
        } else {
            self.set_status(
                StatusLevel::Hint,
                format!("This forgets {count} for good; write :empty-trash yes."),
            );
        }
    }

    fn clear_chosen(&mut self) {
        if let Screen::List(list) = &mut self.screen {
            list.chosen.clear();
        }
    }

    /// Chooses the row under the cursor, or lets it go again, and goes on.
    pub(in crate::app) fn toggle_chosen(&mut self) {
        let Screen::List(list) = &mut self.screen else {
            return;
        };
        let target = list.grid.target().clone();
        if target == Target::Nothing {
            self.set_status(
                StatusLevel::Hint,
                "There is nothing to choose under the cursor.",
            );
            return;
        }
        match list.chosen.iter().position(|t| *t == target) {
            Some(i) => {
                list.chosen.remove(i);
            }
            None => list.chosen.push(target),
        }
        list.grid.step(1);
        let count = list.chosen.len();
        let text = if count == 0 {
            "Nothing is chosen.".to_owned()
        } else {
            format!("{count} chosen; dd, t, e and | handle them together, Esc lets them go.")
        };
        self.set_status(StatusLevel::Info, text);
    }

    /// Groups the bookmarks by something else.
    pub(in crate::app) fn set_grouping(&mut self, name: &str) {
        let Screen::List(list) = &mut self.screen else {
            return;
        };
        if let ListKind::Bookmarks(grouping) = &mut list.kind {
            match grouping.next(name.trim()) {
                Some(next) => {
                    *grouping = next;
                    list.invalidate();
                    self.set_status(StatusLevel::Info, format!("Grouped by {}.", next.name()));
                }
                None => self.set_status(
                    StatusLevel::Hint,
                    format!("\"{name}\" is no grouping; write briefing, point, side, tag, letter or day."),
                ),
            }
        }
    }

    /// Takes over the place where the words of a bookmark were found again.
    pub(in crate::app) fn accept_anchor(&mut self) {
        use crate::text::reanchor::Placed;
        let (Target::Bookmark(id), Some(open)) = (self.target(), self.open.clone()) else {
            self.set_status(
                StatusLevel::Hint,
                "There is no bookmark of an open briefing under the cursor.",
            );
            return;
        };
        let Some(old) = self.user.bookmark(&id).cloned() else {
            return;
        };
        let range = match self.user.anchors().placement(&old) {
            Placed::Here(_) => None,
            Placed::Moved(_) | Placed::Approximate(..) => Some(self.user.anchors().ranges(&old)),
            Placed::Unplaced(candidate) => candidate.map(|(range, _)| vec![range]),
        };
        let article = open.briefing.article_by_id(&old.place.article);
        let draft = range.zip(article).and_then(|(parts, article)| {
            let id = old.provenance.statement.as_deref();
            let statement = id.and_then(|s| open.briefing.statement_by_id(s));
            self.user
                .new_bookmark(&open.briefing, article, &parts, statement)
        });
        let Some(draft) = draft else {
            self.set_status(StatusLevel::Hint, "There is no new place to take over.");
            return;
        };
        let accepted = Bookmark {
            id: old.id,
            note: old.note,
            tags: old.tags,
            letter: old.letter,
            created: old.created,
            ..draft
        };
        self.apply_change(
            "taking over a place",
            Change::PutBookmark(Box::new(accepted)),
        );
        self.resolve_anchors();
        self.set_status(
            StatusLevel::Info,
            "The bookmark holds the words as they stand now (u takes it back).",
        );
    }

    /// Opens the panel for a note.
    pub(in crate::app) fn open_note_editor(&mut self) {
        match self.annotation_target() {
            Some(bookmark) => {
                let field = TextInput::from_text(&bookmark.note);
                // The panel lays a list anew, and what the mouse swept is let go then.
                self.pending_warning = self.context_warning();
                self.prompt = Some(Prompt::Note(Box::new(bookmark), field));
            }
            None => self.report_nothing_to_bookmark(),
        }
    }

    /// Keeps a note that was written.
    pub(in crate::app) fn save_note(&mut self, mut bookmark: Bookmark, note: &str) {
        let caution = self.pending_warning.take();
        let note = note.trim_end();
        if bookmark.note == note && self.user.bookmark(&bookmark.id).is_some() {
            self.set_status(StatusLevel::Hint, "The note is as it was.");
            return;
        }
        if note.is_empty() && self.user.bookmark(&bookmark.id).is_none() {
            self.set_status(StatusLevel::Hint, "No note was written; nothing was kept.");
            return;
        }
        note.clone_into(&mut bookmark.note);
        self.apply_change("writing a note", Change::PutBookmark(Box::new(bookmark)));
        // The article may have changed while it was written.
        self.resolve_anchors();
        self.set_status_with_warning(caution, StatusLevel::Info, "The note is kept.");
        self.clear_selection();
    }

    /// Gives what is chosen, or under the cursor, a highlight with a letter; takes it
    /// away where all of it has that letter.
    pub(in crate::app) fn highlight(&mut self, letter: &str) {
        let letter = parse_letter(letter).filter(char::is_ascii_lowercase);
        let Some(letter) = letter else {
            self.set_status(StatusLevel::Hint, "A highlight is one letter, a to z.");
            return;
        };
        let bookmarks = self.target_bookmarks();
        if bookmarks.is_empty() {
            self.report_nothing_to_bookmark();
            return;
        }
        let away = bookmarks.iter().all(|b| b.letter == Some(letter));
        let count = bookmarks.len();
        let caution = self.context_warning().filter(|_| !away);
        let changes = bookmarks.into_iter().map(|mut bookmark| {
            bookmark.letter = (!away).then_some(letter);
            Change::PutBookmark(Box::new(bookmark))
        });
        let changes = changes.collect();
        self.apply_changes("highlighting", changes);
        self.clear_chosen();
        self.clear_selection();
        let text = match (away, count) {
            (true, 1) => "No highlight any more; it stays kept.".to_owned(),
            (true, _) => format!("{count} bookmarks: no highlight any more; they stay kept."),
            (false, 1) => format!("Highlighted {letter}."),
            (false, _) => format!("{count} bookmarks: highlighted {letter}."),
        };
        self.set_status_with_warning(caution, StatusLevel::Info, &text);
    }

    /// Returns the bookmarks that a command means: those chosen, else the one here.
    fn target_bookmarks(&mut self) -> Vec<Bookmark> {
        let mut bookmarks = self.selected_bookmarks();
        if bookmarks.is_empty() {
            bookmarks.extend(self.annotation_target());
        }
        bookmarks
    }

    /// Asks for tags, or sets those given on all that is chosen.
    pub(in crate::app) fn edit_tags(&mut self, argument: &str) {
        let mut bookmarks = self.target_bookmarks();
        if bookmarks.is_empty() {
            self.report_nothing_to_bookmark();
            return;
        }
        if argument.is_empty() {
            let field = TextInput::from_text(&bookmarks[0].tags.join(", "));
            self.prompt = Some(Prompt::Argument(Command::Tags, field));
            return;
        }
        let mut tags: Vec<String> = argument
            .split(',')
            .map(|t| t.trim().to_owned())
            .filter(|t| !t.is_empty())
            .collect();
        tags.sort();
        tags.dedup();
        if tags.is_empty() {
            // What is not yet kept is not kept for want of tags.
            bookmarks.retain(|b| self.user.bookmark(&b.id).is_some());
        }
        let count = bookmarks.len();
        if count == 0 {
            self.set_status(StatusLevel::Hint, "No tags were written; nothing was kept.");
            return;
        }
        let caution = self.context_warning();
        let changes = bookmarks.into_iter().map(|mut bookmark| {
            bookmark.tags.clone_from(&tags);
            Change::PutBookmark(Box::new(bookmark))
        });
        self.apply_changes("setting tags", changes.collect());
        self.clear_chosen();
        self.clear_selection();
        let written = tags.join(", ");
        let text = match (tags.is_empty(), count) {
            (true, 1) => "No tags any more.".to_owned(),
            (true, _) => format!("{count} bookmarks: no tags any more."),
            (false, 1) => format!("Tagged: {written}"),
            (false, _) => format!("{count} bookmarks tagged: {written}"),
        };
        self.set_status_with_warning(caution, StatusLevel::Info, &text);
    }
}

/// Returns how some words begin, for the status line.
fn excerpt_start(words: &str) -> String {
    let mut text: String = words
        .split_whitespace()
        .take(8)
        .collect::<Vec<_>>()
        .join(" ");
    if text.len() < words.trim().len() {
        text.push('…');
    }
    format!("“{text}”")
}
