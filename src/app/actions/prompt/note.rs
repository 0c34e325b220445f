//! The panel of a note, and the reader's own editor.

use crate::app::app_state::AppState;
use crate::app::message::{EditorError, Effect};
use crate::app::prompt::Prompt;
use crate::app::prompt::text_input::{LineMode, TextInput};
use crate::app::state::command_outcome::CommandOutcome;

impl AppState {
    /// Closes the panel of a note, and stores what is written.
    pub(in crate::app) fn close_note(&mut self) -> CommandOutcome {
        match self.prompt.take_if(|p| matches!(p, Prompt::Note(..))) {
            Some(Prompt::Note(bookmark, input)) => self.save_note(*bookmark, input.text()),
            _ => CommandOutcome::Unchanged,
        }
    }

    /// Closes the panel of a note without a change.
    pub(in crate::app) fn discard_note(&mut self) -> CommandOutcome {
        self.prompt = None;
        self.status.take_pending_warning();
        self.hint("The note was left as it was.")
    }

    /// Moves the cursor of a note to the row above or below.
    pub(in crate::app) fn move_note_rows(&mut self, down: bool) -> CommandOutcome {
        let columns = self.note_columns();
        let Some(prompt) = &mut self.prompt else {
            return CommandOutcome::Unchanged;
        };
        prompt.input_mut().move_rows(down, columns);
        CommandOutcome::Changed
    }

    /// Opens what is written in the reader's own editor.
    pub(in crate::app) fn open_editor(&mut self) -> CommandOutcome {
        let Some(prompt) = &self.prompt else {
            return CommandOutcome::Unchanged;
        };
        let text = prompt.input().text().to_owned();
        self.request(Effect::OpenEditor(text))
    }

    /// Handles a note that was written in the reader's own editor.
    pub(in crate::app) fn on_editor_closed(&mut self, result: Result<String, EditorError>) {
        match (result, &mut self.prompt) {
            (Ok(text), Some(Prompt::Note(_, input))) => {
                *input = TextInput::default();
                input.paste(text.trim_end(), LineMode::Multi);
                self.info("The note came back from the editor; Esc keeps it.");
            }
            (Ok(_), _) => {
                self.hint("There is no note that the text belongs to.");
            }
            (Err(error), _) => {
                self.error(error.to_string());
            }
        }
    }
}
