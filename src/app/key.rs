//! Keys as the program knows them, and how they are written: `j`, `G`, `C-d`,
//! `Esc`, `Space`; a sequence is written without blanks between plain letters
//! (`gg`, `]s`) and a place for any letter as `{a-z}`.

use std::fmt;

/// A key that was pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// Which one.
    pub code: Code,
    /// Whether Control was held.
    pub ctrl: bool,
    /// Whether Alt was held.
    pub alt: bool,
}

/// Which key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Code {
    /// A character, with Shift already in it.
    Char(char),
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift and Tab.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// A key that means nothing here.
    Other,
}

/// One step of a key sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// This key.
    Key(Key),
    /// Any letter, which is handed to the command.
    Letter,
}

const NAMES: [(&str, Code); 15] = [
    ("Enter", Code::Enter),
    ("Esc", Code::Esc),
    ("S-Tab", Code::BackTab),
    ("Tab", Code::Tab),
    ("Backspace", Code::Backspace),
    ("Delete", Code::Delete),
    ("Up", Code::Up),
    ("Down", Code::Down),
    ("Left", Code::Left),
    ("Right", Code::Right),
    ("Home", Code::Home),
    ("End", Code::End),
    ("PgUp", Code::PageUp),
    ("PgDn", Code::PageDown),
    ("Space", Code::Char(' ')),
];

impl Key {
    /// Makes a key without modifiers.
    #[must_use]
    pub const fn plain(code: Code) -> Key {
        Key {
            code,
            ctrl: false,
            alt: false,
        }
    }

    /// Returns the character that the key types, if it types one.
    #[must_use]
    pub fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("C-")?;
        }
        if self.alt {
            f.write_str("A-")?;
        }
        if let Some((name, _)) = NAMES.iter().find(|(_, code)| *code == self.code) {
            return f.write_str(name);
        }
        match self.code {
            Code::Char(c) => write!(f, "{c}"),
            _ => f.write_str("?"),
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Step::Key(key) => key.fmt(f),
            Step::Letter => f.write_str("{a-z}"),
        }
    }
}

/// Reads a key sequence as it is written in the command table and in the configuration.
///
/// # Errors
/// The part that is no key.
pub fn parse(text: &str) -> Result<Vec<Step>, String> {
    let mut steps = Vec::new();
    let mut rest = text;
    'next: while let Some(first) = rest.chars().next() {
        if let Some(tail) = rest.strip_prefix("{a-z}") {
            steps.push(Step::Letter);
            rest = tail;
            continue;
        }
        for (name, code) in NAMES {
            if let Some(tail) = rest.strip_prefix(name) {
                steps.push(Step::Key(Key::plain(code)));
                rest = tail;
                continue 'next;
            }
        }
        if let Some(tail) = rest.strip_prefix("C-")
            && let Some(c) = tail.chars().next()
        {
            steps.push(Step::Key(Key {
                code: Code::Char(c.to_ascii_lowercase()),
                ctrl: true,
                alt: false,
            }));
            rest = &tail[c.len_utf8()..];
            continue;
        }
        if first.is_whitespace() || first.is_control() {
            return Err(format!(
                "\"{text}\" is no key sequence: write Space for the space bar"
            ));
        }
        steps.push(Step::Key(Key::plain(Code::Char(first))));
        rest = &rest[first.len_utf8()..];
    }
    if steps.is_empty() {
        return Err("an empty text is no key sequence".to_owned());
    }
    Ok(steps)
}

/// Writes a key sequence as [`parse`] reads it.
#[must_use]
pub fn show(steps: &[Step]) -> String {
    steps.iter().map(ToString::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_are_read_back_as_written() {
        for text in [
            "j", "gg", "]s", "C-d", "Space", "m{a-z}", "S-Tab", "g?", "C-]", "Esc", "|",
        ] {
            assert_eq!(show(&parse(text).unwrap()), text);
        }
    }

    #[test]
    fn blanks_and_nothing_are_refused() {
        assert!(parse("").is_err());
        assert!(parse("g g").is_err());
    }
}
