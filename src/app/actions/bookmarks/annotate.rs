//! Notes, tags and highlights. What they are given to is stored with them.

use crate::app::actions::bookmarks::marks::parse_letter;
use crate::app::app_state::AppState;
use crate::app::input::command::Command;
use crate::app::message::StatusLevel;
use crate::app::prompt::Prompt;
use crate::app::prompt::text_input::TextInput;
use crate::app::state::command_outcome::CommandOutcome;
use crate::model::{Bookmark, Change};

impl AppState {
    /// Returns what a note, tags or a highlight are for: the shortest bookmark at the
    /// cursor of an article, where nothing is selected, else the one at the cursor.
    fn annotation_target(&mut self) -> Option<Bookmark> {
        if let Some(reader) = self.nav.reader().filter(|r| r.selection.is_none()) {
            let briefing = &reader.open.briefing;
            let article = &briefing.article(reader.article).id;
            let covering = self.user.covering(&briefing.id, article, reader.cursor);
            if let Some(bookmark) = covering.first() {
                return Some((*bookmark).clone());
            }
        }
        self.bookmark_at_cursor()
    }

    /// Returns the bookmarks that a command is for: those chosen, else the one at the cursor.
    fn target_bookmarks(&mut self) -> Vec<Bookmark> {
        let mut bookmarks = self.selected_bookmarks();
        if bookmarks.is_empty() {
            bookmarks.extend(self.annotation_target());
        }
        bookmarks
    }

    /// Opens the panel for a note.
    pub(in crate::app) fn open_note_editor(&mut self) -> CommandOutcome {
        let Some(bookmark) = self.annotation_target() else {
            return self.report_nothing_to_bookmark();
        };
        // The panel lays a list out anew, which ends the mouse's selection.
        let warning = self.context_warning();
        self.status.set_pending_warning(warning);
        let input = TextInput::from_text(&bookmark.note);
        self.open_prompt(Prompt::Note(Box::new(bookmark), input))
    }

    /// Stores a note that was written.
    pub(in crate::app) fn save_note(
        &mut self,
        mut bookmark: Bookmark,
        note: &str,
    ) -> CommandOutcome {
        let warning = self.status.take_pending_warning();
        let note = note.trim_end();
        let is_stored = self.user.bookmark(&bookmark.id).is_some();
        if bookmark.note == note && is_stored {
            return self.hint("The note is as it was.");
        }
        if note.is_empty() && !is_stored {
            return self.hint("No note was written; nothing was kept.");
        }
        note.clone_into(&mut bookmark.note);
        self.apply_change("writing a note", Change::PutBookmark(Box::new(bookmark)));
        // The article may have changed while it was written.
        self.resolve_anchors();
        self.status
            .set_with_warning(warning, StatusLevel::Info, "The note is kept.");
        self.clear_selection();
        CommandOutcome::Reported
    }

    /// Gives what is chosen, or under the cursor, a highlight with a letter; removes it
    /// where all of it has that letter.
    pub(in crate::app) fn highlight(&mut self, letter: &str) -> CommandOutcome {
        let letter = parse_letter(letter).filter(char::is_ascii_lowercase);
        let Some(letter) = letter else {
            return self.hint("A highlight is one letter, a to z.");
        };
        let bookmarks = self.target_bookmarks();
        if bookmarks.is_empty() {
            return self.report_nothing_to_bookmark();
        }
        let is_removed = bookmarks.iter().all(|b| b.letter == Some(letter));
        let count = bookmarks.len();
        let warning = self.context_warning().filter(|_| !is_removed);
        self.put_all("highlighting", bookmarks, |bookmark| {
            bookmark.letter = (!is_removed).then_some(letter);
        });
        let text = match (is_removed, count) {
            (true, 1) => "No highlight any more; it stays kept.".to_owned(),
            (true, _) => format!("{count} bookmarks: no highlight any more; they stay kept."),
            (false, 1) => format!("Highlighted {letter}."),
            (false, _) => format!("{count} bookmarks: highlighted {letter}."),
        };
        self.status
            .set_with_warning(warning, StatusLevel::Info, &text);
        CommandOutcome::Reported
    }

    /// Asks for tags, or sets those given on all that is chosen.
    pub(in crate::app) fn edit_tags(&mut self, argument: &str) -> CommandOutcome {
        let mut bookmarks = self.target_bookmarks();
        if bookmarks.is_empty() {
            return self.report_nothing_to_bookmark();
        }
        if argument.is_empty() {
            let input = TextInput::from_text(&bookmarks[0].tags.join(", "));
            return self.open_prompt(Prompt::Argument(Command::Tags, input));
        }
        let tags = argument.split(',').map(|t| t.trim().to_owned());
        let mut tags: Vec<String> = tags.filter(|t| !t.is_empty()).collect();
        tags.sort();
        tags.dedup();
        if tags.is_empty() {
            // What is not stored yet is not stored for want of tags.
            bookmarks.retain(|b| self.user.bookmark(&b.id).is_some());
        }
        let count = bookmarks.len();
        if count == 0 {
            return self.hint("No tags were written; nothing was kept.");
        }
        let warning = self.context_warning();
        self.put_all("setting tags", bookmarks, |bookmark| {
            bookmark.tags.clone_from(&tags);
        });
        let written = tags.join(", ");
        let text = match (tags.is_empty(), count) {
            (true, 1) => "No tags any more.".to_owned(),
            (true, _) => format!("{count} bookmarks: no tags any more."),
            (false, 1) => format!("Tagged: {written}"),
            (false, _) => format!("{count} bookmarks tagged: {written}"),
        };
        self.status
            .set_with_warning(warning, StatusLevel::Info, &text);
        CommandOutcome::Reported
    }

    /// Changes bookmarks together, and ends what was chosen or selected.
    fn put_all(&mut self, what: &str, bookmarks: Vec<Bookmark>, change: impl Fn(&mut Bookmark)) {
        let changes = bookmarks.into_iter().map(|mut bookmark| {
            change(&mut bookmark);
            Change::PutBookmark(Box::new(bookmark))
        });
        self.apply_changes(what, changes.collect());
        self.clear_chosen();
        self.clear_selection();
    }
}
