//! The keys pressed so far that are not yet a command: a count, and the beginning of a sequence.

use crate::app::input::command::Command;
use crate::app::input::key_context::KeyContexts;
use crate::app::input::keymap::{KeyMatch, Keymap};
use crate::app::message::key::{Key, KeyCode};

/// The highest count that is taken: it bounds the arithmetic with counts.
const MAX_COUNT: usize = 1_000_000;

/// The keys pressed so far that are not yet a command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PendingKeys {
    /// The count typed before.
    pub count: Option<usize>,
    /// The beginning of a sequence.
    pub keys: Vec<Key>,
}

/// What a key comes to together with those pressed before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyPress {
    /// More keys are awaited.
    Incomplete,
    /// The keys pressed before were given up.
    Cancelled,
    /// A command, with its count, and the letter where it takes one.
    Command(Command, Option<usize>, Option<char>),
    /// The keys run no command here.
    Unbound(Vec<Key>),
}

impl PendingKeys {
    /// Adds a key.
    pub fn press(&mut self, key: Key, keymap: &Keymap, context: KeyContexts) -> KeyPress {
        let digit = key.typed().and_then(|c| c.to_digit(10));
        if self.keys.is_empty()
            && let Some(digit) = digit.filter(|d| *d > 0 || self.count.is_some())
        {
            let count = self.count.unwrap_or(0);
            let count = count.saturating_mul(10).saturating_add(digit as usize);
            self.count = Some(count.min(MAX_COUNT));
            return KeyPress::Incomplete;
        }
        let was_empty = *self == PendingKeys::default();
        self.keys.push(key);
        match keymap.match_keys(context, &self.keys) {
            KeyMatch::Prefix => KeyPress::Incomplete,
            _ if !was_empty && key.code == KeyCode::Esc => {
                self.take();
                KeyPress::Cancelled
            }
            KeyMatch::Command(command, letter) => {
                let pressed = self.take();
                KeyPress::Command(command, pressed.count, letter)
            }
            // The last key of a sequence that means something on another screen only is not
            // to be taken for a command of its own.
            KeyMatch::Nothing if keymap.is_prefix(&self.keys) => KeyPress::Incomplete,
            KeyMatch::Nothing => KeyPress::Unbound(self.take().keys),
        }
    }

    fn take(&mut self) -> PendingKeys {
        std::mem::take(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(pending: &mut PendingKeys, keys: &str) -> KeyPress {
        let keymap = Keymap::default();
        let mut last = KeyPress::Incomplete;
        for c in keys.chars() {
            let code = if c == '^' {
                KeyCode::Esc
            } else {
                KeyCode::Char(c)
            };
            last = pending.press(Key::new(code), &keymap, KeyContexts::READER);
        }
        last
    }

    #[test]
    fn a_count_stands_before_a_sequence() {
        let mut pending = PendingKeys::default();
        assert_eq!(press(&mut pending, "12"), KeyPress::Incomplete);
        assert_eq!(pending.count, Some(12));
        let command = KeyPress::Command(Command::NextStatement, Some(12), None);
        assert_eq!(press(&mut pending, "]s"), command);
        assert_eq!(pending, PendingKeys::default());
    }

    #[test]
    fn a_letter_goes_with_its_command_and_counts_are_bounded() {
        let mut pending = PendingKeys::default();
        let command = KeyPress::Command(Command::SetMark, None, Some('q'));
        assert_eq!(press(&mut pending, "mq"), command);
        press(&mut pending, "99999999999");
        assert_eq!(pending.count, Some(MAX_COUNT));
    }

    #[test]
    fn esc_gives_up_what_was_begun_and_unbound_keys_are_returned() {
        let mut pending = PendingKeys::default();
        assert_eq!(press(&mut pending, "3g^"), KeyPress::Cancelled);
        assert_eq!(pending, PendingKeys::default());
        let KeyPress::Unbound(keys) = press(&mut pending, "gx") else {
            panic!("gx runs a command");
        };
        assert_eq!(keys.len(), 2);
    }
}
