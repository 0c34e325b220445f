//! Keys, pastes and editing commands while something is written.

use crate::app::app_state::AppState;
use crate::app::input::keymap::KeyMatch;
use crate::app::message::key::Key;
use crate::app::prompt::text_input::{LineMode, TextEdit, TextInput};
use crate::app::prompt::{BrowseMode, Prompt};
use crate::app::state::command_outcome::CommandOutcome;

impl AppState {
    /// Handles a key while something is written: a character, or a command.
    pub(in crate::app) fn on_prompt_key(&mut self, key: Key) {
        let keymap = &self.settings.keymap;
        if let Some(c) = key.typed() {
            self.change_prompt(|input| input.insert(c));
        } else if let KeyMatch::Command(command, _) = keymap.match_keys(self.key_context(), &[key])
        {
            self.dispatch(command, None, "");
        }
    }

    /// Handles pasted text.
    pub(in crate::app) fn on_paste(&mut self, text: &str) {
        let lines = match &self.prompt {
            Some(Prompt::Note(..)) => LineMode::Multi,
            Some(_) => LineMode::Single,
            None => {
                self.hint("Pasted text is taken while something is written: / searches for it.");
                return;
            }
        };
        self.change_prompt(|input| input.paste(text, lines));
    }

    /// Carries out an editing command.
    pub(in crate::app) fn edit_prompt(&mut self, edit: TextEdit) -> CommandOutcome {
        self.change_prompt(|input| input.edit(edit))
    }

    /// Changes what is written, and shows what follows from it.
    fn change_prompt(&mut self, change: impl FnOnce(&mut TextInput)) -> CommandOutcome {
        let Some(prompt) = &mut self.prompt else {
            return CommandOutcome::Unchanged;
        };
        let before = prompt.input().text().to_owned();
        change(prompt.input_mut());
        if prompt.input().text() == before {
            // At most the cursor has moved.
            return CommandOutcome::Changed;
        }
        match prompt {
            Prompt::Search(prompt) => {
                prompt.browse_mode = BrowseMode::Undecided;
                self.on_search_edited();
            }
            Prompt::Command(prompt) => prompt.reset_completion(),
            Prompt::Filter(input) => {
                if let Some(list) = self.nav.list_mut() {
                    list.set_filter(input.text());
                }
            }
            Prompt::Argument(..) | Prompt::Note(..) => {}
        }
        CommandOutcome::Changed
    }
}
