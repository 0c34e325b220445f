//! From keys to commands.

use crate::app::app_state::AppState;
use crate::app::input::command::Command;
use crate::app::input::pending_keys::KeyPress;
use crate::app::message::key::{Key, KeyCode};

/// How many screens are named at most on which a key means something.
const MAX_SCREENS_NAMED: usize = 3;

impl AppState {
    /// Handles a key: it goes to the prompt, or adds to a sequence that runs a command.
    pub(in crate::app) fn on_key(&mut self, key: Key) {
        if self.prompt.is_some() {
            self.on_prompt_key(key);
            return;
        }
        let context = self.key_context();
        let keymap = &self.settings.keymap;
        match self.pending_keys.press(key, keymap, context) {
            KeyPress::Incomplete | KeyPress::Cancelled => {}
            KeyPress::Command(command, count, letter) => {
                self.status.clear();
                let letter = letter.map(String::from).unwrap_or_default();
                self.execute(command, count, &letter);
                self.report_selection();
            }
            KeyPress::Unbound(keys) => self.report_unbound(&keys),
        }
    }

    /// Returns the keys that Esc and a key are which came as one. While something is
    /// written they are Alt and the key: readers who edit as in a shell press it, and Esc
    /// with a letter would leave the line and run the letter.
    pub(in crate::app) fn split_esc(&self, key: Key) -> Vec<Key> {
        if self.prompt.is_some() {
            vec![Key { alt: true, ..key }]
        } else {
            vec![Key::new(KeyCode::Esc), key]
        }
    }

    /// Says that keys run no command here, and on which screens they do.
    fn report_unbound(&mut self, keys: &[Key]) {
        let text: String = keys.iter().map(ToString::to_string).collect();
        let keymap = &self.settings.keymap;
        let elsewhere = keymap.screens_of(keys);
        let elsewhere = match elsewhere.len() {
            1..=MAX_SCREENS_NAMED => format!(", only on: {}", elsewhere.join(", ")),
            _ => String::new(),
        };
        let help = keymap.keys_of(Command::Help);
        let help = help.first().map_or("", String::as_str);
        self.hint(format!(
            "{text} means nothing here{elsewhere}; {help} lists the keys."
        ));
    }
}
