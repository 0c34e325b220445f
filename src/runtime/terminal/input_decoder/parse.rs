//! Bytes → keys and the starts of longer things.

use crate::app::message::key::{Key, KeyCode};
use crate::runtime::terminal::input_decoder::csi;
use crate::runtime::terminal::input_decoder::input_event::{InputEvent, Parsed};

/// The byte that starts sequences, and that of the Esc key.
pub const ESC: u8 = 0x1b;

/// Parses what stands first.
pub fn parse_one(bytes: &[u8]) -> Parsed {
    let Some(&first) = bytes.first() else {
        return Parsed::Incomplete;
    };
    let input = match first {
        ESC => return parse_escape(bytes),
        0 => ctrl_key(' '),
        b'\t' => plain_key(KeyCode::Tab),
        b'\r' | b'\n' => plain_key(KeyCode::Enter),
        0x08 | 0x7f => plain_key(KeyCode::Backspace),
        0x01..=0x1a => ctrl_key(char::from(first - 1 + b'a')),
        0x1c..=0x1f => ctrl_key(char::from(first + 0x40)),
        b' '..=b'~' => plain_key(KeyCode::Char(char::from(first))),
        _ => return parse_char(bytes),
    };
    Parsed::Complete(1, Some(input))
}

/// Parses a character of more than one byte; invalid bytes are skipped.
fn parse_char(bytes: &[u8]) -> Parsed {
    let length = match bytes[0] {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return Parsed::Complete(1, None),
    };
    let there = &bytes[..length.min(bytes.len())];
    match std::str::from_utf8(there) {
        Ok(text) => {
            let c = text.chars().next().filter(|c| !c.is_control());
            Parsed::Complete(length, c.map(|c| plain_key(KeyCode::Char(c))))
        }
        Err(error) if error.error_len().is_none() => Parsed::Incomplete,
        Err(_) => Parsed::Complete(1, None),
    }
}

/// Parses what starts with ESC. Whether ESC and a key right after it are Alt and the key, or two
/// keys that a slow line has joined, depends on the screen: the program decides.
fn parse_escape(bytes: &[u8]) -> Parsed {
    const ALONE: Parsed = Parsed::Complete(1, Some(InputEvent::Key(Key::new(KeyCode::Esc))));
    let Some(&second) = bytes.get(1) else {
        return Parsed::Incomplete;
    };
    match (second, bytes.get(2)) {
        (b'[', _) => csi::parse_csi(bytes),
        (b'O' | b'P' | b'X' | b'^' | b'_' | b']', None) => Parsed::Incomplete,
        (b'O', Some(third)) => match csi::parse_ss3(*third) {
            Some(key) => Parsed::Complete(3, Some(InputEvent::Key(key))),
            None => Parsed::Complete(2, Some(InputEvent::EscThen(Key::new(KeyCode::Char('O'))))),
        },
        (b'P' | b'X' | b'^' | b'_', _) => Parsed::Complete(2, Some(InputEvent::ControlStringStart)),
        (b']', Some(third)) if third.is_ascii_digit() => {
            Parsed::Complete(2, Some(InputEvent::ControlStringStart))
        }
        // `]` starts key sequences of commands.
        (b']', Some(_)) => ALONE,
        // Some terminals send Alt with an arrow as ESC and the arrow's sequence.
        (ESC, None) => Parsed::Incomplete,
        (ESC, Some(b'[' | b'O')) => match parse_escape(&bytes[1..]) {
            Parsed::Incomplete => Parsed::Incomplete,
            Parsed::Complete(length, Some(InputEvent::Key(key))) if key.code != KeyCode::Esc => {
                Parsed::Complete(length + 1, Some(InputEvent::EscThen(key)))
            }
            Parsed::Complete(..) => ALONE,
        },
        (ESC, Some(_)) => ALONE,
        _ => match parse_one(&bytes[1..]) {
            Parsed::Incomplete => Parsed::Incomplete,
            Parsed::Complete(length, Some(InputEvent::Key(key))) => {
                Parsed::Complete(length + 1, Some(InputEvent::EscThen(key)))
            }
            Parsed::Complete(..) => ALONE,
        },
    }
}

fn plain_key(code: KeyCode) -> InputEvent {
    InputEvent::Key(Key::new(code))
}

fn ctrl_key(c: char) -> InputEvent {
    InputEvent::Key(Key {
        code: KeyCode::Char(c),
        ctrl: true,
        alt: false,
    })
}
