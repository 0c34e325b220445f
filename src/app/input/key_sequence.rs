//! Key sequences as they are written in the command table and in the configuration: without
//! blanks between plain letters (`gg`, `]s`). What cannot be typed is refused, with the key
//! that was probably meant.

use std::fmt;

use crate::app::message::key::{KEY_NAMES, Key, KeyCode, KeyStep};
use crate::text::suggest::nearest;

/// Why a text is no key sequence, or one that cannot be typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyError {
    /// What is wrong.
    pub message: String,
    /// What to write instead; may be empty.
    pub help: String,
}

impl KeyError {
    fn new(message: String, help: impl Into<String>) -> KeyError {
        let help = help.into();
        KeyError { message, help }
    }

    /// Says that a name is none, and which one was meant.
    fn unknown(written: &str, meant: &str) -> KeyError {
        KeyError::new(
            format!("there is no key \"{written}\""),
            format!("did you mean \"{meant}\"?"),
        )
    }
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if !self.help.is_empty() {
            write!(f, ": {}", self.help)?;
        }
        Ok(())
    }
}

impl std::error::Error for KeyError {}

/// Names that other programs give to keys, in lower-case letters, and ours.
const OTHER_NAMES: [(&str, &str); 34] = [
    ("enter", "Enter"),
    ("return", "Enter"),
    ("ret", "Enter"),
    ("cr", "Enter"),
    ("esc", "Esc"),
    ("escape", "Esc"),
    ("tab", "Tab"),
    ("backtab", "S-Tab"),
    ("backspace", "Backspace"),
    ("bspace", "Backspace"),
    ("bs", "Backspace"),
    ("delete", "Delete"),
    ("del", "Delete"),
    ("up", "Up"),
    ("down", "Down"),
    ("left", "Left"),
    ("right", "Right"),
    ("arrowup", "Up"),
    ("arrowdown", "Down"),
    ("arrowleft", "Left"),
    ("arrowright", "Right"),
    ("home", "Home"),
    ("end", "End"),
    ("pageup", "PgUp"),
    ("pgup", "PgUp"),
    ("ppage", "PgUp"),
    ("prior", "PgUp"),
    ("pagedown", "PgDn"),
    ("pgdn", "PgDn"),
    ("pgdown", "PgDn"),
    ("npage", "PgDn"),
    ("space", "Space"),
    ("spacebar", "Space"),
    ("spc", "Space"),
];

/// From so many letters on a run of them is taken for a name, and not for keys that are
/// pressed one by one: no sequence of the table has more than two.
const MIN_NAME_LETTERS: usize = 4;

/// Bytes that a key sequence may have.
const MAX_SEQUENCE_BYTES: usize = 200;

/// Reads a key sequence as it is written in the command table and in the configuration.
///
/// # Errors
/// The part that is no key, with the name that was probably meant.
pub fn parse(text: &str) -> Result<Vec<KeyStep>, KeyError> {
    if text.len() > MAX_SEQUENCE_BYTES {
        let message = format!("a key sequence of {} bytes is none", text.len());
        return Err(KeyError::new(message, "write a few keys"));
    }
    let mut steps = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        check_modifiers(rest)?;
        if let Some(tail) = rest.strip_prefix("{a-z}") {
            steps.push(KeyStep::Letter);
            rest = tail;
        } else if let Some((key, tail)) = parse_named_key(rest) {
            steps.push(KeyStep::Key(key));
            rest = tail;
        } else if first.is_whitespace() || first.is_control() {
            return Err(KeyError::new(
                format!("\"{text}\" is no key sequence"),
                "write Space for the space bar",
            ));
        } else {
            check_name(rest)?;
            steps.push(KeyStep::Key(Key::new(KeyCode::Char(first))));
            rest = &rest[first.len_utf8()..];
        }
    }
    if steps.is_empty() {
        return Err(KeyError::new(
            "an empty text is no key sequence".to_owned(),
            "",
        ));
    }
    Ok(steps)
}

/// Reads a named key, with what is held: `PgDn`, `C-d`, `C-Left`, `A-b`.
fn parse_named_key(text: &str) -> Option<(Key, &str)> {
    let mut key = Key::new(KeyCode::Other);
    let mut rest = text;
    loop {
        if let Some(tail) = rest.strip_prefix("C-").filter(|_| !key.ctrl) {
            (key.ctrl, rest) = (true, tail);
        } else if let Some(tail) = rest.strip_prefix("A-").filter(|_| !key.alt) {
            (key.alt, rest) = (true, tail);
        } else {
            break;
        }
    }
    for (name, code) in KEY_NAMES {
        if let Some(tail) = rest.strip_prefix(name) {
            key.code = code;
            return Some((key, tail));
        }
    }
    let held = key.ctrl || key.alt;
    let c = rest.chars().next().filter(|c| held && !c.is_whitespace())?;
    let tail = &rest[c.len_utf8()..];
    let begins = |name: &str| tail.starts_with(name);
    let another = begins("C-") || begins("A-") || KEY_NAMES.iter().any(|(name, _)| begins(name));
    if !another && is_name(leading_word(rest)) {
        // `C-PageDown`: a name that is none, which would be read letter by letter.
        return None;
    }
    key.code = KeyCode::Char(if key.ctrl { c.to_ascii_lowercase() } else { c });
    Some((key, tail))
}

/// Returns the letters and digits at the beginning of a text.
fn leading_word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric());
    &text[..end.unwrap_or(text.len())]
}

/// Returns `true` if a word behind `C-` is a name rather than keys.
fn is_name(word: &str) -> bool {
    word.chars().count() > 2 || is_function(word) || other_name(word).is_some()
}

fn is_function(word: &str) -> bool {
    let number = word.strip_prefix('F');
    number.is_some_and(|n| !n.starts_with('0') && matches!(n.parse(), Ok(1..=24)))
}

fn other_name(word: &str) -> Option<&'static str> {
    let lower = word.to_ascii_lowercase();
    let found = OTHER_NAMES.iter().find(|(name, _)| *name == lower);
    found.map(|(_, name)| *name)
}

/// Refuses two modifiers before one key: terminals do not send that.
fn check_modifiers(text: &str) -> Result<(), KeyError> {
    let mut parts = text.splitn(3, '-');
    let (Some(first), Some(second), Some(rest)) = (parts.next(), parts.next(), parts.next()) else {
        return Ok(());
    };
    let are_two = is_modifier(first)
        && is_modifier(second)
        && second.starts_with(char::is_uppercase)
        && !rest.is_empty();
    if !are_two {
        return Ok(());
    }
    let whole = format!("{first}-{second}-{rest}");
    Err(match suggest(&format!("{first}-{rest}")) {
        Some(name) => KeyError::unknown(&whole, &name),
        None => unknown_key(&whole),
    })
}

/// Refuses what looks like the name of a key where none of ours stands.
fn check_name(text: &str) -> Result<(), KeyError> {
    if let Some((inner, _)) = text.strip_prefix('<').and_then(|t| t.split_once('>'))
        && inner.chars().count() > 1
    {
        let whole = format!("<{inner}>");
        return Err(match suggest(inner) {
            Some(name) => KeyError::unknown(&whole, &name),
            None => unknown_key(&whole),
        });
    }
    let mut letters = text.chars();
    if letters.next() == Some('^') && letters.next().is_some_and(|c| c.is_ascii_uppercase()) {
        let name: String = text.chars().take(2).collect();
        return Err(KeyError::unknown(
            &name,
            &format!("C-{}", name[1..].to_ascii_lowercase()),
        ));
    }
    let word = leading_word(text);
    let behind = &text[word.len()..];
    if let Some(tail) = behind.strip_prefix(['-', '+'])
        && is_modifier(word)
        && !tail.is_empty()
    {
        let held: String = tail
            .split(char::is_whitespace)
            .next()
            .unwrap_or("")
            .to_owned();
        let whole = format!("{word}{}{held}", &behind[..1]);
        return Err(match suggest(&whole) {
            Some(name) => KeyError::unknown(&whole, &name),
            None => unknown_key(&whole),
        });
    }
    let count = word.chars().count();
    if is_function(word) {
        return Err(KeyError::new(
            format!("there is no key \"{word}\" here"),
            "function keys are not used, since not every terminal has them; take a letter, or C- and a letter",
        ));
    }
    let other = other_name(word).filter(|_| count > 2 || word.starts_with(char::is_uppercase));
    if let Some(name) = other {
        return Err(KeyError::unknown(word, name));
    }
    let mut letters = word.chars();
    let capital = letters.next().is_some_and(char::is_uppercase);
    if count < MIN_NAME_LETTERS && !(capital && count > 2 && letters.all(char::is_lowercase)) {
        return Ok(());
    }
    // A name may stand behind the first keys of the sequence.
    let tails = || word.char_indices().skip(1).map(|(at, _)| word.split_at(at));
    let ours = |tail: &str| KEY_NAMES.iter().any(|(name, _)| tail.starts_with(name));
    let foreign = tails().find_map(|(_, tail)| Some((tail, other_name(tail)?)));
    if let Some((tail, name)) = foreign.filter(|(tail, _)| tail.len() > 2 && !ours(tail)) {
        return Err(KeyError::unknown(tail, name));
    }
    match tails().find(|(_, tail)| ours(tail)) {
        Some((before, _)) => check_name(before),
        None => Err(match suggest(word) {
            Some(name) => KeyError::unknown(word, &name),
            None => unknown_key(word),
        }),
    }
}

fn unknown_key(written: &str) -> KeyError {
    let names: Vec<&str> = KEY_NAMES.iter().map(|(name, _)| *name).collect();
    KeyError::new(
        format!("there is no key \"{written}\""),
        format!("the names are {}, and C- with a letter", names.join(", ")),
    )
}

/// Returns `true` if a word is what programs call a key that is held.
fn is_modifier(word: &str) -> bool {
    modifier_prefix(&word.to_ascii_lowercase()).is_some()
}

/// Returns how what is held is written here; nothing where it cannot be.
fn modifier_prefix(word: &str) -> Option<&'static str> {
    match word {
        "c" | "ctrl" | "control" | "ctl" | "strg" => Some("C-"),
        "a" | "m" | "alt" | "meta" | "option" => Some("A-"),
        "s" | "shift" => Some("S-"),
        "d" | "cmd" | "command" | "super" | "win" => Some(""),
        _ => None,
    }
}

/// Returns what was probably meant by a name that is none of ours.
fn suggest(written: &str) -> Option<String> {
    let (held, name) = match written.split_once(['-', '+']) {
        Some((held, name)) if is_modifier(held) && !name.is_empty() => {
            (modifier_prefix(&held.to_ascii_lowercase())?, name)
        }
        _ => ("", written),
    };
    let mut letters = name.chars();
    if let (Some(c), None) = (letters.next(), letters.next()) {
        return match held {
            "" => None,
            "S-" => Some(c.to_uppercase().to_string()),
            held => Some(format!("{held}{}", c.to_lowercase())),
        };
    }
    let near = || {
        let near = nearest(name, OTHER_NAMES.iter().map(|row| row.0))?;
        other_name(near)
    };
    let name = other_name(name).or_else(near)?;
    let held = if held == "S-" && name != "Tab" {
        ""
    } else {
        held
    };
    Some(format!("{held}{name}"))
}

/// Refuses a sequence that can never be typed where nothing is written.
///
/// # Errors
/// The key that never comes, and why.
pub fn check_reachable(steps: &[KeyStep]) -> Result<(), KeyError> {
    for (at, step) in steps.iter().enumerate() {
        let KeyStep::Key(key) = step else { continue };
        check_sent(*key)?;
        if key.alt {
            return Err(KeyError::new(
                format!("{key} works only while something is written"),
                "take a key without Alt",
            ));
        }
        match key.code {
            KeyCode::Char(c @ '1'..='9') if at == 0 && !key.ctrl => {
                return Err(KeyError::new(
                    format!("the key {c} never comes: a digit is a count, as in 5j"),
                    "put a letter before it",
                ));
            }
            KeyCode::Esc if at > 0 => {
                return Err(KeyError::new(
                    "Esc within a sequence never comes: it takes back the keys before it"
                        .to_owned(),
                    "end the sequence with another key",
                ));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Refuses a sequence that can never be typed while something is written.
///
/// # Errors
/// The key that never comes, and why.
pub fn check_reachable_in_text(steps: &[KeyStep]) -> Result<(), KeyError> {
    match steps {
        [KeyStep::Key(key)] if key.typed().is_some() => Err(KeyError::new(
            format!("the key {key} never comes: while something is written it is text"),
            format!("take a key with a name, or C-{key}"),
        )),
        [KeyStep::Key(key)] => check_sent(*key),
        _ => Err(KeyError::new(
            format!(
                "{} never comes: while something is written, each key counts by itself",
                format(steps)
            ),
            "take one key",
        )),
    }
}

/// Refuses a key that terminals send as another one, or not at all.
fn check_sent(key: Key) -> Result<(), KeyError> {
    if !key.ctrl {
        return Ok(());
    }
    let same = match key.code {
        KeyCode::Char('i') => "Tab",
        KeyCode::Char('j' | 'm') => "Enter",
        KeyCode::Char('h' | '?') => "Backspace",
        KeyCode::Char('[') => "Esc",
        KeyCode::Char('@') => "C-Space",
        KeyCode::Char('a'..='z' | ' ' | '\\' | ']' | '^' | '_')
        | KeyCode::Up
        | KeyCode::Down
        | KeyCode::Left
        | KeyCode::Right
        | KeyCode::Home
        | KeyCode::End
        | KeyCode::PageUp
        | KeyCode::PageDown
        | KeyCode::Delete => return Ok(()),
        _ => {
            return Err(KeyError::new(
                format!("the key {key} never comes: most terminals do not send it"),
                "take another key",
            ));
        }
    };
    Err(KeyError::new(
        format!("the key {key} never comes: terminals send it as {same}"),
        format!("write {same}, or take another key"),
    ))
}

/// Writes a key sequence as [`parse`] reads it.
#[must_use]
pub fn format(steps: &[KeyStep]) -> String {
    steps.iter().map(ToString::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_are_read_back_as_written() {
        for text in [
            "j", "gg", "]s", "C-d", "Space", "m{a-z}", "S-Tab", "g?", "C-]", "Esc", "|", "ZZ",
            "gqq", "C-Left", "A-b", "C-Space", "gEnter", "g5", "<", "<<", "^", "C-^", "-", "C--",
            "up", "é", "日本", "C-dC-u", "gPgDn", "C-xb",
        ] {
            assert_eq!(format(&parse(text).unwrap()), text);
        }
    }

    #[test]
    fn names_that_are_none_are_refused_with_the_one_that_was_meant() {
        for (written, suggest) in [
            ("PageDown", "PgDn"),
            ("pagedown", "PgDn"),
            ("Page", "PgUp"),
            ("Return", "Enter"),
            ("enter", "Enter"),
            ("Entr", "Enter"),
            ("ESC", "Esc"),
            ("escape", "Esc"),
            ("Del", "Delete"),
            ("BackTab", "S-Tab"),
            ("space", "Space"),
            ("Spc", "Space"),
            ("UP", "Up"),
            ("<C-n>", "C-n"),
            ("<c-N>", "C-n"),
            ("<CR>", "Enter"),
            ("<Space>", "Space"),
            ("<M-b>", "A-b"),
            ("Ctrl-x", "C-x"),
            ("C-S-x", "C-x"),
            ("C-M-x", "C-x"),
            ("ctrl+X", "C-x"),
            ("Control-Left", "C-Left"),
            ("Shift-Tab", "S-Tab"),
            ("shift-a", "A"),
            ("S-Up", "Up"),
            ("c-x", "C-x"),
            ("Alt-b", "A-b"),
            ("C-PageDown", "C-PgDn"),
            ("C-up", "C-Up"),
            ("gPageDown", "PgDn"),
            ("^X", "C-x"),
        ] {
            let error = parse(written).unwrap_err();
            assert!(
                error.help.ends_with(&format!("\"{suggest}\"?")),
                "{written}: {error}"
            );
        }
        for written in [
            "F5", "F12", "gF1", "<F5>", "Insert", "Foo", "hyper", "Super-x", "volume",
        ] {
            assert!(parse(written).is_err(), "{written}");
        }
    }

    #[test]
    fn keys_that_never_come_are_refused() {
        let check = |text: &str| check_reachable(&parse(text).unwrap());
        for text in [
            "C-i", "C-m", "C-j", "C-h", "C-[", "C-?", "5", "5j", "9", "gEsc", "C-;", "C-5",
            "C-Enter", "A-b", "gC-i", "C-Tab", "C-é",
        ] {
            assert!(check(text).is_err(), "{text}");
        }
        for text in [
            "0", "g5", "C-d", "C-\\", "C-Space", "C-Left", "Esc", "j", "C-Delete",
        ] {
            assert_eq!(check(text), Ok(()), "{text}");
        }
        assert!(check("C-i").unwrap_err().message.contains("as Tab"));
        let check = |text: &str| check_reachable_in_text(&parse(text).unwrap());
        for text in ["x", "Space", "gg", "C-m", "C-xC-e", "m{a-z}"] {
            assert!(check(text).is_err(), "{text}");
        }
        for text in ["C-x", "A-b", "Enter", "Esc", "A-Backspace", "C-Right"] {
            assert_eq!(check(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn blanks_and_nothing_are_refused() {
        assert!(parse("").is_err());
        assert!(parse("g g").is_err());
    }
}
