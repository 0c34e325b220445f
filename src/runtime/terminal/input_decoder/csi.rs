//! Control sequences (`ESC [`, parameters, a final byte): keys with modifiers, as xterm, rxvt, the
//! Linux console and the kitty protocol encode them; the mouse; pastes.

use crate::app::message::Mouse;
use crate::app::message::key::{Key, KeyCode};
use crate::runtime::terminal::input_decoder::input_event::{InputEvent, Parsed};

/// Bytes of a sequence after `ESC [` at most; a longer one means nothing here.
pub const MAX_SEQUENCE: usize = 64;

const SHIFT: u32 = 1;
const ALT: u32 = 2;
const CONTROL: u32 = 4;
/// Super, Hyper and Meta: a key with one of them is bound to nothing.
const OTHER_MODIFIERS: u32 = 8 | 16 | 32;
/// The event type of a key that is released.
const RELEASE_EVENT: u32 = 3;

/// Returns `true` if a byte may be between `ESC [` and the final byte.
pub fn is_sequence_byte(byte: u8) -> bool {
    (0x20..=0x3f).contains(&byte)
}

/// Returns `true` if a byte ends a sequence.
pub fn is_final_byte(byte: u8) -> bool {
    (0x40..=0x7e).contains(&byte)
}

/// Parses the key after `ESC O` (SS3).
pub fn parse_ss3(byte: u8) -> Option<Key> {
    let plain = |code| Some(Key::new(code));
    match byte {
        b'A'..=b'D' | b'F' | b'H' => letter_key(byte).map(Key::new),
        b'M' => plain(KeyCode::Enter),
        b'P'..=b'S' => plain(KeyCode::Other),
        // rxvt's arrow keys with Control.
        b'a'..=b'd' => letter_key(byte.to_ascii_uppercase()).map(|code| Key {
            code,
            ctrl: true,
            alt: false,
        }),
        _ => None,
    }
}

fn letter_key(byte: u8) -> Option<KeyCode> {
    match byte {
        b'A' => Some(KeyCode::Up),
        b'B' => Some(KeyCode::Down),
        b'C' => Some(KeyCode::Right),
        b'D' => Some(KeyCode::Left),
        b'F' => Some(KeyCode::End),
        b'H' => Some(KeyCode::Home),
        b'Z' => Some(KeyCode::BackTab),
        b'P'..=b'S' => Some(KeyCode::Other),
        _ => None,
    }
}

/// Parses a control sequence. One that means nothing here is skipped as a whole.
pub fn parse_csi(bytes: &[u8]) -> Parsed {
    let body = &bytes[2..];
    let Some(length) = body.iter().position(|b| !is_sequence_byte(*b)) else {
        return if body.len() > MAX_SEQUENCE {
            Parsed::Complete(bytes.len(), Some(InputEvent::LongSequenceStart))
        } else {
            Parsed::Incomplete
        };
    };
    let (parameters, last) = (&body[..length], body[length]);
    let whole = 2 + length + 1;
    if !is_final_byte(last) {
        // Something else interrupts it.
        return Parsed::Complete(whole - 1, None);
    }
    match last {
        // Also one that came in one piece: see above.
        _ if length > MAX_SEQUENCE => return Parsed::Complete(whole, None),
        b'M' if parameters.is_empty() => {
            // The oldest encoding of the mouse (X10): three bytes follow.
            return match bytes.get(whole..whole + 3) {
                Some(report) => Parsed::Complete(whole + 3, parse_x10_mouse(report)),
                None => Parsed::Incomplete,
            };
        }
        b'[' if parameters.is_empty() => {
            // The Linux console's function keys: a letter follows.
            return match bytes.get(whole) {
                Some(b'A'..=b'E') => {
                    Parsed::Complete(whole + 1, Some(InputEvent::Key(Key::new(KeyCode::Other))))
                }
                Some(_) => Parsed::Complete(whole, None),
                None => Parsed::Incomplete,
            };
        }
        _ => {}
    }
    let input = if let Some(report) = parameters.strip_prefix(b"<") {
        parse_sgr_mouse(&Parameters::new(report), last)
    } else if last == b'c' && parameters.starts_with(b"?") {
        Some(InputEvent::DeviceAttributes)
    } else if parameters.first().is_some_and(|b| b"?>=".contains(b)) {
        // The terminal describes itself.
        None
    } else {
        Parameters::new(parameters).to_event(last)
    };
    Parsed::Complete(whole, input)
}

/// The parameters of a sequence, with their parts (`97:65;5`).
struct Parameters(Vec<Vec<u32>>);

impl Parameters {
    fn new(bytes: &[u8]) -> Parameters {
        let number = |digits: &[u8]| {
            let digits = std::str::from_utf8(digits).ok();
            digits.and_then(|d| d.parse().ok()).unwrap_or_default()
        };
        let parts = |bytes: &[u8]| bytes.split(|b| *b == b':').map(number).collect();
        Parameters(bytes.split(|b| *b == b';').map(parts).collect())
    }

    fn get(&self, at: usize, part: usize) -> Option<u32> {
        self.0.get(at)?.get(part).copied()
    }

    /// Returns the first part of a parameter; 0 if there is none.
    fn number(&self, at: usize) -> u32 {
        self.get(at, 0).unwrap_or(0)
    }

    /// Returns what a sequence with this final byte means.
    fn to_event(&self, last: u8) -> Option<InputEvent> {
        let mut modifiers = self.number(1).saturating_sub(1);
        if self.get(1, 1) == Some(RELEASE_EVENT) {
            return None;
        }
        let code = match last {
            b'u' => return self.unicode_key(self.number(0), modifiers),
            b'~' | b'^' | b'@' if self.0.len() < 3 || last == b'~' => {
                if last != b'~' {
                    // How rxvt encodes Control.
                    modifiers |= CONTROL;
                }
                match self.number(0) {
                    1 | 7 => KeyCode::Home,
                    4 | 8 => KeyCode::End,
                    3 => KeyCode::Delete,
                    5 => KeyCode::PageUp,
                    6 => KeyCode::PageDown,
                    // xterm's modifyOtherKeys.
                    27 if self.0.len() > 2 => return self.unicode_key(self.number(2), modifiers),
                    200 => return Some(InputEvent::PasteStart),
                    // The end of a paste that has not started means nothing.
                    0 | 201 => return None,
                    _ => KeyCode::Other,
                }
            }
            // The reply to a query for the position of the cursor, which is no key.
            b'R' if self.0.len() > 1 && self.number(0) > 1 => return None,
            // rxvt's arrow keys with Shift.
            b'a'..=b'd' => letter_key(last.to_ascii_uppercase())?,
            other => letter_key(other)?,
        };
        Some(key_event(code, modifiers))
    }

    /// Returns the key of a code point, as the kitty protocol and xterm encode keys.
    fn unicode_key(&self, number: u32, modifiers: u32) -> Option<InputEvent> {
        // The shifted key, if the terminal sends it.
        let shifted = self.get(0, 1).filter(|n| *n > 0 && modifiers & SHIFT != 0);
        let typed = self
            .get(2, 0)
            .filter(|_| self.0.len() == 3 && self.number(0) != 27);
        let typed = typed.and_then(char::from_u32).filter(|c| !c.is_control());
        let code = match number {
            9 if modifiers & SHIFT != 0 => KeyCode::BackTab,
            9 | 13 | 27 | 127 | 8 => named_key(number)?,
            // Keys of the number pad.
            57_399..=57_408 => KeyCode::Char(char::from_digit(number - 57_399, 10)?),
            57_409 => KeyCode::Char('.'),
            57_410 => KeyCode::Char('/'),
            57_411 => KeyCode::Char('*'),
            57_412 => KeyCode::Char('-'),
            57_413 => KeyCode::Char('+'),
            57_414 => KeyCode::Enter,
            57_415 => KeyCode::Char('='),
            57_416 => KeyCode::Char(','),
            57_417 => KeyCode::Left,
            57_418 => KeyCode::Right,
            57_419 => KeyCode::Up,
            57_420 => KeyCode::Down,
            57_421 => KeyCode::PageUp,
            57_422 => KeyCode::PageDown,
            57_423 => KeyCode::Home,
            57_424 => KeyCode::End,
            57_426 => KeyCode::Delete,
            // Modifiers pressed alone, and lock keys.
            57_358..=57_360 | 57_441..=57_454 => return None,
            57_344..=63_743 => KeyCode::Other,
            _ => {
                let c = shifted.and_then(char::from_u32).or_else(|| {
                    let c = char::from_u32(number)?;
                    let upper = modifiers & SHIFT != 0 && modifiers & CONTROL == 0;
                    Some(if upper { upper_case(c) } else { c })
                })?;
                return char_event(typed.unwrap_or(c), modifiers);
            }
        };
        Some(key_event(code, modifiers))
    }
}

fn named_key(number: u32) -> Option<KeyCode> {
    Some(match number {
        9 => KeyCode::Tab,
        13 => KeyCode::Enter,
        27 => KeyCode::Esc,
        8 | 127 => KeyCode::Backspace,
        _ => return None,
    })
}

fn upper_case(c: char) -> char {
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(upper), None) => upper,
        _ => c,
    }
}

/// Returns a character with its modifiers. With Control it is what other terminals send for it, so
/// that a key is the same everywhere.
fn char_event(c: char, modifiers: u32) -> Option<InputEvent> {
    if c.is_control() {
        return None;
    }
    if modifiers & CONTROL == 0 {
        return Some(key_event(KeyCode::Char(c), modifiers));
    }
    let code = match c.to_ascii_lowercase() {
        'i' => KeyCode::Tab,
        'j' | 'm' => KeyCode::Enter,
        'h' | '?' => KeyCode::Backspace,
        '[' => KeyCode::Esc,
        '@' => return Some(key_event(KeyCode::Char(' '), modifiers)),
        c => return Some(key_event(KeyCode::Char(c), modifiers)),
    };
    Some(key_event(code, modifiers & !CONTROL))
}

fn key_event(code: KeyCode, modifiers: u32) -> InputEvent {
    let code = if modifiers & OTHER_MODIFIERS != 0 {
        KeyCode::Other
    } else {
        code
    };
    InputEvent::Key(Key {
        code,
        ctrl: modifiers & CONTROL != 0,
        alt: modifiers & ALT != 0,
    })
}

/// Parses a mouse event in SGR encoding: button, column and row from 1; `M` down, `m` up.
fn parse_sgr_mouse(report: &Parameters, last: u8) -> Option<InputEvent> {
    if last != b'M' || report.0.len() != 3 {
        return None;
    }
    let place = |at| u16::try_from(report.number(at)).ok()?.checked_sub(1);
    let button = u16::try_from(report.number(0)).ok()?;
    mouse_event(button, place(1)?, place(2)?)
}

fn parse_x10_mouse(report: &[u8]) -> Option<InputEvent> {
    let [button, column, row] = *report else {
        return None;
    };
    let place = |byte: u8| byte.checked_sub(33).map(u16::from);
    mouse_event(
        u16::from(button.checked_sub(32)?),
        place(column)?,
        place(row)?,
    )
}

fn mouse_event(button: u16, column: u16, row: u16) -> Option<InputEvent> {
    // Bits 4, 8 and 16 are modifiers.
    let mouse = match button & !0b1_1100 {
        0 => Mouse::Press { column, row },
        32 => Mouse::Drag { column, row },
        64 => Mouse::Wheel(-1),
        65 => Mouse::Wheel(1),
        _ => return None,
    };
    Some(InputEvent::Mouse(mouse))
}
