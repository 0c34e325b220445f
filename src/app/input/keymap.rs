//! From keys to commands: the defaults of the command table, changed by the
//! reader's configuration, never with two meanings in one context.

use crate::app::input::command::{COMMANDS, Command};
use crate::app::input::key_context::KeyContexts;
use crate::app::input::key_sequence;
use crate::app::input::key_sequence::KeyError;
use crate::app::message::key::{Key, KeyCode, KeyStep};

/// Which keys run which commands.
#[derive(Clone, Debug)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Binding {
    steps: Vec<KeyStep>,
    command: Command,
}

/// Why a command cannot have a key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RebindError {
    /// It is no key sequence, or one that cannot be typed.
    #[error(transparent)]
    Sequence(#[from] KeyError),
    /// The key is taken.
    #[error(
        "the key {key} would mean both \"{}\" and \"{}\"; give one of them another key",
        .commands[0].spec().name,
        .commands[1].spec().name
    )]
    Conflict {
        /// The key, as it is written.
        key: String,
        /// The commands that it would run in one context.
        commands: [Command; 2],
    },
}

/// What the keys pressed so far come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyMatch {
    /// A command, with the letter where it takes one.
    Command(Command, Option<char>),
    /// The beginning of a sequence.
    Prefix,
    /// Nothing.
    Nothing,
}

impl Default for Keymap {
    fn default() -> Self {
        let mut bindings = Vec::new();
        for row in COMMANDS {
            for keys in row.keys {
                // The table's own keys are read back in a test.
                if let Ok(steps) = key_sequence::parse(keys) {
                    bindings.push(Binding {
                        steps,
                        command: row.command,
                    });
                }
            }
        }
        Keymap { bindings }
    }
}

impl Keymap {
    /// Gives a command other keys in place of those it has; none unbinds it.
    ///
    /// # Errors
    /// Where a text is no key sequence or one that never comes, or where a key would mean
    /// two things in one context. The map is then unchanged.
    pub fn rebind(&mut self, command: Command, keys: &[String]) -> Result<(), RebindError> {
        let mut changed = self.clone();
        changed.bindings.retain(|b| b.command != command);
        for text in keys {
            let steps = parse_binding(command, text)?;
            changed.bindings.push(Binding { steps, command });
        }
        if let Some((a, b)) = changed.conflict() {
            return Err(RebindError::Conflict {
                key: key_sequence::format(&a.steps),
                commands: [a.command, b.command],
            });
        }
        *self = changed;
        Ok(())
    }

    /// Returns what the keys come to in a context.
    #[must_use]
    pub fn match_keys(&self, context: KeyContexts, keys: &[Key]) -> KeyMatch {
        let mut prefix = false;
        for binding in &self.bindings {
            if !binding.command.spec().contexts.intersects(context) {
                continue;
            }
            let Some(PrefixMatch(letter)) = match_prefix(&binding.steps, keys) else {
                continue;
            };
            if binding.steps.len() == keys.len() {
                return KeyMatch::Command(binding.command, letter);
            }
            prefix = true;
        }
        if prefix {
            KeyMatch::Prefix
        } else {
            KeyMatch::Nothing
        }
    }

    /// Returns `true` if the keys begin a longer sequence on any screen. Where it means nothing
    /// its last key must not be taken for one of its own.
    #[must_use]
    pub fn is_prefix(&self, keys: &[Key]) -> bool {
        let mut longer = self.bindings.iter().filter(|b| b.steps.len() > keys.len());
        longer.any(|b| match_prefix(&b.steps, keys).is_some())
    }

    /// Returns the keys of a command as they are written.
    #[must_use]
    pub fn keys_of(&self, command: Command) -> Vec<String> {
        self.bindings
            .iter()
            .filter(|b| b.command == command)
            .map(|b| key_sequence::format(&b.steps))
            .collect()
    }

    /// Returns the names of the screens on which the keys, all of them, mean a command.
    #[must_use]
    pub fn screens_of(&self, keys: &[Key]) -> Vec<&'static str> {
        let screens = KeyContexts::ALL.into_iter();
        let screens = screens.filter(|(scope, _)| scope.intersects(KeyContexts::SCREENS));
        let means = |scope| matches!(self.match_keys(scope, keys), KeyMatch::Command(..));
        screens
            .filter(|(scope, _)| means(*scope))
            .map(|(_, name)| name)
            .collect()
    }

    /// Returns what may follow the keys pressed so far: the next key and the command.
    #[must_use]
    pub fn continuations(&self, context: KeyContexts, keys: &[Key]) -> Vec<(String, Command)> {
        self.bindings
            .iter()
            .filter(|b| b.command.spec().contexts.intersects(context) && b.steps.len() > keys.len())
            .filter(|b| match_prefix(&b.steps, keys).is_some())
            .map(|b| (key_sequence::format(&b.steps[keys.len()..]), b.command))
            .collect()
    }

    /// Returns two bindings that cannot both hold: in one context the one is the
    /// other or its beginning.
    fn conflict(&self) -> Option<(&Binding, &Binding)> {
        for (i, a) in self.bindings.iter().enumerate() {
            for b in &self.bindings[i + 1..] {
                let shared = a
                    .command
                    .spec()
                    .contexts
                    .intersects(b.command.spec().contexts);
                let n = a.steps.len().min(b.steps.len());
                if shared && a != b && conflicts_with(&a.steps[..n], &b.steps[..n]) {
                    return Some((a, b));
                }
            }
        }
        None
    }
}

/// Reads a key sequence for a command.
///
/// # Errors
/// Where it is none, or one that never comes where the command works.
pub fn parse_binding(command: Command, text: &str) -> Result<Vec<KeyStep>, KeyError> {
    let steps = key_sequence::parse(text)?;
    if command.spec().contexts.intersects(KeyContexts::SCREENS) {
        key_sequence::check_reachable(&steps)?;
    } else {
        key_sequence::check_reachable_in_text(&steps)?;
    }
    Ok(steps)
}

/// That keys are the beginning of a sequence, with the letter given so far.
struct PrefixMatch(Option<char>);

/// Returns `true` if the keys are the beginning of the steps.
fn match_prefix(steps: &[KeyStep], keys: &[Key]) -> Option<PrefixMatch> {
    if keys.len() > steps.len() {
        return None;
    }
    let mut letter = None;
    for (step, key) in steps.iter().zip(keys) {
        match (step, key) {
            (KeyStep::Key(wanted), key) if wanted == key => {}
            (
                KeyStep::Letter,
                Key {
                    code: KeyCode::Char(c),
                    ctrl: false,
                    alt: false,
                },
            ) if c.is_ascii_alphabetic() => {
                letter = Some(*c);
            }
            _ => return None,
        }
    }
    Some(PrefixMatch(letter))
}

fn conflicts_with(a: &[KeyStep], b: &[KeyStep]) -> bool {
    a.iter().zip(b).all(|(x, y)| match (x, y) {
        (KeyStep::Key(x), KeyStep::Key(y)) => x == y,
        (KeyStep::Letter, KeyStep::Letter) => true,
        (KeyStep::Letter, KeyStep::Key(k)) | (KeyStep::Key(k), KeyStep::Letter) => {
            k.typed().is_some_and(|c| c.is_ascii_alphabetic())
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<Key> {
        text.chars().map(|c| Key::new(KeyCode::Char(c))).collect()
    }

    #[test]
    fn no_key_of_the_table_means_two_things_in_one_context() {
        let map = Keymap::default();
        let conflict = map
            .conflict()
            .map(|(a, b)| (key_sequence::format(&a.steps), a.command, b.command));
        assert_eq!(conflict, None);
    }

    #[test]
    fn every_key_of_the_table_is_one() {
        for row in COMMANDS {
            for text in row.keys {
                assert_eq!(
                    key_sequence::format(&parse_binding(row.command, text).unwrap()),
                    *text
                );
            }
        }
    }

    #[test]
    fn nothing_needs_alt_a_multiplexer_key_or_flow_control() {
        let forbidden = ["C-a", "C-b", "C-s", "C-q"];
        for row in COMMANDS {
            for text in row.keys {
                assert!(!forbidden.contains(text), "{text}");
            }
            let alt = row.keys.iter().filter(|text| text.starts_with("A-"));
            let alt = alt.count();
            assert!(alt == 0 || alt < row.keys.len(), "{}", row.name);
        }
    }

    #[test]
    fn sequences_are_read_key_by_key() {
        let map = Keymap::default();
        assert_eq!(
            map.match_keys(KeyContexts::READER, &keys("g")),
            KeyMatch::Prefix
        );
        assert_eq!(
            map.match_keys(KeyContexts::READER, &keys("gs")),
            KeyMatch::Command(Command::GoCompare, None)
        );
        assert_eq!(
            map.match_keys(KeyContexts::READER, &keys("mq")),
            KeyMatch::Command(Command::SetMark, Some('q'))
        );
        assert_eq!(
            map.match_keys(KeyContexts::READER, &keys("gx")),
            KeyMatch::Nothing
        );
        assert_eq!(
            map.match_keys(KeyContexts::READER, &keys("is")),
            KeyMatch::Nothing
        );
    }

    #[test]
    fn a_second_meaning_is_refused_and_changes_nothing() {
        let mut map = Keymap::default();
        let error = map.rebind(Command::Help, &["j".to_owned()]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the key j would mean both \"down\" and \"help\"; give one of them another key"
        );
        assert_eq!(map.keys_of(Command::Help), ["?"]);
        let error = map.rebind(Command::Help, &["g".to_owned()]).unwrap_err();
        assert!(matches!(error, RebindError::Conflict { .. }), "{error}");
        map.rebind(Command::Help, &["F".to_owned()]).unwrap();
        assert_eq!(map.keys_of(Command::Help), ["F"]);
    }
}
