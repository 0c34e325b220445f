//! Control sequences (`ESC [`, parameters, a final byte): keys with what was held, as
//! xterm, rxvt, the Linux console and the kitty protocol write them; the mouse; pastes.

use super::{Input, MAX_SEQUENCE, Piece};
use crate::app::message::Mouse;
use crate::app::message::key::{Key, KeyCode};

const SHIFT: u32 = 1;
const ALT: u32 = 2;
const CONTROL: u32 = 4;
/// Super, Hyper and Meta: with them a key is none of ours.
const FOREIGN: u32 = 8 | 16 | 32;
/// The event of a key that is let go.
const RELEASED: u32 = 3;

/// Returns `true` if a byte may stand between `ESC [` and the final byte.
pub(super) fn is_inner(byte: u8) -> bool {
    (0x20..=0x3f).contains(&byte)
}

/// Returns `true` if a byte ends a sequence.
pub(super) fn is_final(byte: u8) -> bool {
    (0x40..=0x7e).contains(&byte)
}

/// Reads the key behind `ESC O`.
pub(super) fn application_key(byte: u8) -> Option<Key> {
    let plain = |code| Some(Key::new(code));
    match byte {
        b'A'..=b'D' | b'F' | b'H' => letter_key(byte).map(Key::new),
        b'M' => plain(KeyCode::Enter),
        b'P'..=b'S' => plain(KeyCode::Other),
        // rxvt's arrows with Control.
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

/// Reads a control sequence. One that means nothing here is passed over whole.
pub(super) fn read(bytes: &[u8]) -> Piece {
    let body = &bytes[2..];
    let Some(length) = body.iter().position(|b| !is_inner(*b)) else {
        return if body.len() > MAX_SEQUENCE {
            Piece::Whole(bytes.len(), Some(Input::LongSequence))
        } else {
            Piece::Part
        };
    };
    let (parameters, last) = (&body[..length], body[length]);
    let whole = 2 + length + 1;
    if !is_final(last) {
        // Something else begins in the middle of it.
        return Piece::Whole(whole - 1, None);
    }
    match last {
        // However it was cut: see above.
        _ if length > MAX_SEQUENCE => return Piece::Whole(whole, None),
        b'M' if parameters.is_empty() => {
            // The oldest way to report the mouse: three bytes follow.
            return match bytes.get(whole..whole + 3) {
                Some(report) => Piece::Whole(whole + 3, old_mouse(report)),
                None => Piece::Part,
            };
        }
        b'[' if parameters.is_empty() => {
            // The Linux console's function keys: a letter follows.
            return match bytes.get(whole) {
                Some(b'A'..=b'E') => {
                    Piece::Whole(whole + 1, Some(Input::Key(Key::new(KeyCode::Other))))
                }
                Some(_) => Piece::Whole(whole, None),
                None => Piece::Part,
            };
        }
        _ => {}
    }
    let input = if let Some(report) = parameters.strip_prefix(b"<") {
        mouse(&Parameters::new(report), last)
    } else if last == b'c' && parameters.starts_with(b"?") {
        Some(Input::Attributes)
    } else if parameters.first().is_some_and(|b| b"?>=".contains(b)) {
        // The terminal reports what it is.
        None
    } else {
        Parameters::new(parameters).input(last)
    };
    Piece::Whole(whole, input)
}

/// The numbers of a sequence, with their parts (`97:65;5`).
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

    /// Returns the first part of a number, 0 where there is none.
    fn number(&self, at: usize) -> u32 {
        self.get(at, 0).unwrap_or(0)
    }

    /// Returns what the sequence with this final byte means.
    fn input(&self, last: u8) -> Option<Input> {
        let mut held = self.number(1).saturating_sub(1);
        if self.get(1, 1) == Some(RELEASED) {
            return None;
        }
        let code = match last {
            b'u' => return self.unicode_key(self.number(0), held),
            b'~' | b'^' | b'@' if self.0.len() < 3 || last == b'~' => {
                if last != b'~' {
                    // rxvt's way to write Control.
                    held |= CONTROL;
                }
                match self.number(0) {
                    1 | 7 => KeyCode::Home,
                    4 | 8 => KeyCode::End,
                    3 => KeyCode::Delete,
                    5 => KeyCode::PageUp,
                    6 => KeyCode::PageDown,
                    // xterm's modifyOtherKeys.
                    27 if self.0.len() > 2 => return self.unicode_key(self.number(2), held),
                    200 => return Some(Input::PasteBegins),
                    // The end of a paste that never began is nothing.
                    0 | 201 => return None,
                    _ => KeyCode::Other,
                }
            }
            // The answer to a question for the cursor's place, which is nobody's key.
            b'R' if self.0.len() > 1 && self.number(0) > 1 => return None,
            // rxvt's arrows with Shift.
            b'a'..=b'd' => letter_key(last.to_ascii_uppercase())?,
            other => letter_key(other)?,
        };
        Some(pressed(code, held))
    }

    /// Returns the key of a code point, as the kitty protocol and xterm number keys.
    fn unicode_key(&self, number: u32, held: u32) -> Option<Input> {
        // What the layout makes of it with Shift, where the terminal says so.
        let shifted = self.get(0, 1).filter(|n| *n > 0 && held & SHIFT != 0);
        let typed = self
            .get(2, 0)
            .filter(|_| self.0.len() == 3 && self.number(0) != 27);
        let typed = typed.and_then(char::from_u32).filter(|c| !c.is_control());
        let code = match number {
            9 if held & SHIFT != 0 => KeyCode::BackTab,
            9 | 13 | 27 | 127 | 8 => named(number)?,
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
            // Shift, Control and their like, pressed alone, and the keys that lock.
            57_358..=57_360 | 57_441..=57_454 => return None,
            57_344..=63_743 => KeyCode::Other,
            _ => {
                let c = shifted.and_then(char::from_u32).or_else(|| {
                    let c = char::from_u32(number)?;
                    let upper = held & SHIFT != 0 && held & CONTROL == 0;
                    Some(if upper { upper_case(c) } else { c })
                })?;
                return character(typed.unwrap_or(c), held);
            }
        };
        Some(pressed(code, held))
    }
}

fn named(number: u32) -> Option<KeyCode> {
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

/// Returns a character with what was held. With Control it is what other terminals
/// send for it, so that a key is the same key everywhere.
fn character(c: char, held: u32) -> Option<Input> {
    if c.is_control() {
        return None;
    }
    if held & CONTROL == 0 {
        return Some(pressed(KeyCode::Char(c), held));
    }
    let code = match c.to_ascii_lowercase() {
        'i' => KeyCode::Tab,
        'j' | 'm' => KeyCode::Enter,
        'h' | '?' => KeyCode::Backspace,
        '[' => KeyCode::Esc,
        '@' => return Some(pressed(KeyCode::Char(' '), held)),
        c => return Some(pressed(KeyCode::Char(c), held)),
    };
    Some(pressed(code, held & !CONTROL))
}

fn pressed(code: KeyCode, held: u32) -> Input {
    let code = if held & FOREIGN != 0 {
        KeyCode::Other
    } else {
        code
    };
    Input::Key(Key {
        code,
        ctrl: held & CONTROL != 0,
        alt: held & ALT != 0,
    })
}

/// A report of the mouse: button, column and row from 1; `M` down, `m` up.
fn mouse(report: &Parameters, last: u8) -> Option<Input> {
    if last != b'M' || report.0.len() != 3 {
        return None;
    }
    let place = |at| u16::try_from(report.number(at)).ok()?.checked_sub(1);
    let button = u16::try_from(report.number(0)).ok()?;
    pointer(button, place(1)?, place(2)?)
}

fn old_mouse(report: &[u8]) -> Option<Input> {
    let [button, column, row] = *report else {
        return None;
    };
    let place = |byte: u8| byte.checked_sub(33).map(u16::from);
    pointer(
        u16::from(button.checked_sub(32)?),
        place(column)?,
        place(row)?,
    )
}

fn pointer(button: u16, column: u16, row: u16) -> Option<Input> {
    // Bits 4, 8 and 16 are the keys held meanwhile.
    let mouse = match button & !0b1_1100 {
        0 => Mouse::Press { column, row },
        32 => Mouse::Drag { column, row },
        64 => Mouse::Wheel(-1),
        65 => Mouse::Wheel(1),
        _ => return None,
    };
    Some(Input::Mouse(mouse))
}
