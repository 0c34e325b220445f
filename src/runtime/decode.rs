//! From the bytes of the terminal to keys, pastes and the mouse. Pure: bytes go
//! in, as they come, and what they mean comes out, however they were cut.
//!
//! Written out here because the terminal library's own reader cannot be
//! stopped, spins when the terminal goes away, and leaves what comes in one
//! large burst unread until the next key.
//!
//! What a terminal reports of itself (ECMA-48 control strings: OSC, DCS, APC, PM, SOS)
//! is no key. It is passed over up to its end, also where its end comes late.

mod report;
mod sequence;

pub use report::QUESTION;

use std::time::Duration;

use crate::app::message::key::{Key, KeyCode};
use crate::app::message::{Mouse, Msg, StatusLevel};
use crate::text::clean;

const ESC: u8 = 0x1b;
const BEL: u8 = 0x07;
/// What ends a paste.
const PASTE_END: &[u8] = b"\x1b[201~";
/// What ends a control string, beside BEL.
const STRING_END: &[u8] = b"\x1b\\";
/// Bytes of one paste that are kept; nobody pastes more into a line or a note.
const MAX_PASTE: usize = 1 << 20;
/// Bytes of a control string that are passed over. The longest report that a terminal
/// sends is a clipboard that another program asked for.
const MAX_STRING: usize = 1 << 20;
/// Bytes of a control string that are looked at; a colour has fewer.
const MAX_REPORT: usize = 64;
/// Parameter bytes that a sequence may have; what is longer means nothing here.
const MAX_SEQUENCE: usize = 64;
/// Bytes that come at once from which on they continue a paste that was given up: nobody
/// types as many, and no key is as long without ESC at its beginning.
const MIN_BURST: usize = 4;

/// How long the rest of an escape sequence may take. After this it was the Esc
/// key: too short to be felt, long enough for one that a line cut in two.
const ESC_PAUSE: Duration = Duration::from_millis(25);
/// How long the rest of what cannot have been typed may take.
const STRING_PAUSE: Duration = Duration::from_millis(100);
/// How long a paste may pause: a slow line pauses for a second or so.
const PASTE_PAUSE: Duration = Duration::from_secs(2);
/// How long the rest of a control string that was given up is waited for.
const LATE_STRING: Duration = Duration::from_secs(1);
/// How long the rest of a paste that was given up is waited for.
const LATE_PASTE: Duration = Duration::from_secs(10);

/// Reads the bytes of a terminal.
#[derive(Debug, Default)]
pub struct Decoder {
    /// What is not yet complete.
    rest: Vec<u8>,
    state: State,
}

/// What the next bytes belong to.
#[derive(Debug, Default)]
enum State {
    /// Keys and sequences.
    #[default]
    Keys,
    /// A paste that is under way: its bytes so far.
    Paste(Vec<u8>),
    /// A control string that is under way: how many bytes of it were passed over, and its
    /// beginning.
    String(usize, Vec<u8>),
    /// A sequence that is too long to mean anything.
    Sequence,
    /// Keys, or the rest of a control string that was given up.
    LateString,
    /// Keys, or the rest of a paste that was given up.
    LatePaste,
}

/// What stands at the beginning of some bytes.
enum Piece {
    /// Something that means this, so many bytes long.
    Whole(usize, Option<Input>),
    /// The beginning of something.
    Part,
}

#[derive(Clone, Copy)]
enum Input {
    Key(Key),
    /// Esc, or Alt, and this key.
    EscThen(Key),
    Mouse(Mouse),
    /// What the terminal answers when it is asked what it is.
    Attributes,
    PasteBegins,
    StringBegins,
    LongSequence,
}

impl Decoder {
    /// Takes bytes and returns what they mean, with what came before them.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Msg> {
        self.rest.extend_from_slice(bytes);
        let mut heard = Vec::new();
        // Each step takes something away or says that it needs more.
        while self.step(&mut heard) {}
        heard
    }

    /// Returns how long the rest of what has begun is waited for; none where nothing has.
    /// After this [`Decoder::give_up`] must be called.
    #[must_use]
    pub fn pause(&self) -> Option<Duration> {
        match self.state {
            State::Paste(_) => Some(PASTE_PAUSE),
            State::String(..) | State::Sequence => Some(STRING_PAUSE),
            State::LateString if self.rest.is_empty() => Some(LATE_STRING),
            State::LatePaste if self.rest.is_empty() => Some(LATE_PASTE),
            State::LateString | State::LatePaste => Some(ESC_PAUSE),
            State::Keys => match self.rest[..] {
                [] => None,
                [ESC, b'P' | b'X' | b'^' | b'_'] | [ESC, b'[' | b'O', _, ..] => Some(STRING_PAUSE),
                _ => Some(ESC_PAUSE),
            },
        }
    }

    /// Takes what waits for what it is when nothing more comes: the Esc key, and
    /// the keys after it; the paste as far as it came.
    pub fn give_up(&mut self) -> Vec<Msg> {
        match std::mem::take(&mut self.state) {
            State::Keys => self.give_up_keys(),
            State::Paste(text) => {
                self.rest.clear();
                self.state = State::LatePaste;
                let said = "The end of the pasted text did not come; what came before was taken.";
                vec![
                    pasted(&text),
                    Msg::Notify(StatusLevel::Error, said.to_owned()),
                ]
            }
            State::String(..) => {
                // An ESC that waits may still be the key, or the first half of the end.
                self.state = State::LateString;
                Vec::new()
            }
            State::Sequence => Vec::new(),
            State::LateString => {
                if is_payload(&self.rest) {
                    self.rest.clear();
                    self.state = State::LateString;
                    return Vec::new();
                }
                self.read_anew()
            }
            State::LatePaste => self.read_anew(),
        }
    }

    /// Reads what waits as keys.
    fn read_anew(&mut self) -> Vec<Msg> {
        let mut heard = self.feed(&[]);
        if self.rest == [ESC] {
            heard.extend(self.give_up());
        }
        heard
    }

    fn give_up_keys(&mut self) -> Vec<Msg> {
        let rest = std::mem::take(&mut self.rest);
        match rest[..] {
            // Esc, or Esc and half a character.
            [ESC] | [ESC, 0x80..=0xff, ..] => vec![Msg::Key(Key::new(KeyCode::Esc))],
            [ESC, ESC, ..] => {
                self.rest = rest[1..].to_vec();
                let mut heard = vec![Msg::Key(Key::new(KeyCode::Esc))];
                heard.extend(self.give_up_keys());
                heard
            }
            [ESC, b']'] => {
                self.state = State::LateString;
                vec![
                    Msg::Key(Key::new(KeyCode::Esc)),
                    Msg::Key(Key::new(KeyCode::Char(']'))),
                ]
            }
            [ESC, c @ (b'P' | b'X' | b'^' | b'_')] => {
                self.state = State::LateString;
                vec![Msg::EscThen(Key::new(KeyCode::Char(c.into())))]
            }
            [ESC, c @ (b'[' | b'O')] => vec![Msg::EscThen(Key::new(KeyCode::Char(c.into())))],
            // A part of a sequence that nobody types, or half a character.
            _ => Vec::new(),
        }
    }

    /// Reads what stands first; false where more is needed for it.
    fn step(&mut self, heard: &mut Vec<Msg>) -> bool {
        match &mut self.state {
            State::Keys => self.step_keys(heard),
            State::Paste(_) => self.step_paste(heard),
            State::String(..) => self.step_string(heard),
            State::Sequence => {
                let end = self.rest.iter().position(|b| !sequence::is_inner(*b));
                let Some(end) = end else {
                    self.rest.clear();
                    return false;
                };
                let final_byte = usize::from(sequence::is_final(self.rest[end]));
                self.rest.drain(..end + final_byte);
                self.state = State::Keys;
                true
            }
            State::LateString => self.step_late_string(),
            State::LatePaste => self.step_late_paste(),
        }
    }

    fn step_keys(&mut self, heard: &mut Vec<Msg>) -> bool {
        let mut at = 0;
        while at < self.rest.len() {
            let Piece::Whole(length, input) = piece(&self.rest[at..]) else {
                break;
            };
            at += length;
            let state = match input {
                Some(Input::Key(key)) => {
                    heard.push(Msg::Key(key));
                    continue;
                }
                Some(Input::EscThen(key)) => {
                    heard.push(Msg::EscThen(key));
                    continue;
                }
                Some(Input::Mouse(mouse)) => {
                    heard.push(Msg::Mouse(mouse));
                    continue;
                }
                Some(Input::Attributes) => {
                    heard.push(Msg::Background(None));
                    continue;
                }
                None => continue,
                Some(Input::PasteBegins) => State::Paste(Vec::new()),
                Some(Input::StringBegins) => State::String(0, vec![self.rest[at - 1]]),
                Some(Input::LongSequence) => State::Sequence,
            };
            self.state = state;
            self.rest.drain(..at);
            return true;
        }
        self.rest.drain(..at);
        false
    }

    /// Goes on with a paste.
    fn step_paste(&mut self, heard: &mut Vec<Msg>) -> bool {
        let State::Paste(text) = &mut self.state else {
            return false;
        };
        // Its end may have been cut in two.
        let before = text.len();
        text.append(&mut self.rest);
        let from = before.saturating_sub(PASTE_END.len());
        let Some(end) = find(&text[from..], PASTE_END).map(|found| from + found) else {
            if text.len() > MAX_PASTE {
                // The middle goes, so that the end is still seen.
                text.drain(MAX_PASTE..text.len() - PASTE_END.len());
            }
            return false;
        };
        self.rest = text.split_off(end + PASTE_END.len());
        text.truncate(end.min(MAX_PASTE));
        heard.push(pasted(text));
        self.state = State::Keys;
        true
    }

    /// Passes over a control string.
    fn step_string(&mut self, heard: &mut Vec<Msg>) -> bool {
        let State::String(passed, begin) = &mut self.state else {
            return false;
        };
        let inner = self.rest.iter().position(|b| !is_string(*b));
        let end = inner.unwrap_or(self.rest.len());
        let room = MAX_REPORT.saturating_sub(begin.len());
        begin.extend(&self.rest[..end.min(room)]);
        *passed += end;
        if *passed > MAX_STRING {
            // A terminal that does not end it: what comes behind it counts again.
            let beyond = *passed - MAX_STRING;
            self.rest.drain(..end - beyond);
            self.state = State::Keys;
            return true;
        }
        self.rest.drain(..end);
        match string_end(&self.rest) {
            End::Here(length) => {
                if let Some(shade) = report::background(begin) {
                    heard.push(Msg::Background(Some(shade)));
                }
                self.rest.drain(..length);
                self.state = State::Keys;
                true
            }
            End::Unsure => false,
            // Whatever else stands there cuts it off and counts.
            End::Other => {
                self.state = State::Keys;
                true
            }
        }
    }

    /// Looks whether the rest of a control string has come.
    fn step_late_string(&mut self) -> bool {
        let Some(at) = self.rest.iter().position(|b| !is_string(*b)) else {
            // It is the pause that tells.
            return false;
        };
        match string_end(&self.rest[at..]) {
            End::Unsure => return false,
            End::Here(length) => drop(self.rest.drain(..at + length)),
            End::Other if is_payload(&self.rest[..at]) => drop(self.rest.drain(..at)),
            End::Other => {}
        }
        self.state = State::Keys;
        true
    }

    /// Looks whether the rest of a paste has come.
    fn step_late_paste(&mut self) -> bool {
        if self.rest.is_empty() {
            return false;
        }
        if self.rest.starts_with(PASTE_END) {
            self.rest.drain(..PASTE_END.len());
            self.state = State::Keys;
            return true;
        }
        if self.rest[0] == ESC {
            if PASTE_END.starts_with(&self.rest) {
                return false;
            }
            self.state = State::Keys;
            return true;
        }
        if self.rest.len() >= MIN_BURST {
            self.state = State::Paste(Vec::new());
            return true;
        }
        false
    }
}

fn pasted(text: &[u8]) -> Msg {
    let text = &text[..text.len().min(MAX_PASTE)];
    Msg::Paste(clean::clean(&String::from_utf8_lossy(text)))
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|w| w == wanted)
}

/// Returns `true` if a byte may stand within a control string.
fn is_string(byte: u8) -> bool {
    matches!(byte, 0 | 0x08..=0x0d | 0x20..)
}

/// What stands where a control string cannot go on.
enum End {
    /// Its end, so many bytes long.
    Here(usize),
    /// Perhaps its end.
    Unsure,
    /// Something else.
    Other,
}

fn string_end(bytes: &[u8]) -> End {
    match bytes {
        [] | [ESC] => End::Unsure,
        // CAN and SUB cut any sequence off and mean nothing else then.
        [BEL | 0x18 | 0x1a, ..] => End::Here(1),
        bytes if bytes.starts_with(STRING_END) => End::Here(STRING_END.len()),
        _ => End::Other,
    }
}

/// Returns `true` if bytes that came at once look like the middle of a terminal's report
/// (colours and capabilities in hexadecimal digits) rather than like keys.
fn is_payload(bytes: &[u8]) -> bool {
    let digits = |b: &u8| b.is_ascii_hexdigit() || b"/:;+=".contains(b);
    bytes.len() > 1 && bytes.iter().all(digits)
}

fn key(code: KeyCode) -> Input {
    Input::Key(Key::new(code))
}

fn control(c: char) -> Input {
    Input::Key(Key {
        code: KeyCode::Char(c),
        ctrl: true,
        alt: false,
    })
}

/// Reads what stands first.
fn piece(bytes: &[u8]) -> Piece {
    let Some(&first) = bytes.first() else {
        return Piece::Part;
    };
    let input = match first {
        ESC => return escape(bytes),
        0 => control(' '),
        b'\t' => key(KeyCode::Tab),
        b'\r' | b'\n' => key(KeyCode::Enter),
        0x08 | 0x7f => key(KeyCode::Backspace),
        0x01..=0x1a => control(char::from(first - 1 + b'a')),
        0x1c..=0x1f => control(char::from(first + 0x40)),
        b' '..=b'~' => key(KeyCode::Char(char::from(first))),
        _ => return character(bytes),
    };
    Piece::Whole(1, Some(input))
}

/// Reads a character of more than one byte; what is none is passed over.
fn character(bytes: &[u8]) -> Piece {
    let length = match bytes[0] {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return Piece::Whole(1, None),
    };
    let there = &bytes[..length.min(bytes.len())];
    match std::str::from_utf8(there) {
        Ok(text) => {
            let c = text.chars().next().filter(|c| !c.is_control());
            Piece::Whole(length, c.map(|c| key(KeyCode::Char(c))))
        }
        Err(error) if error.error_len().is_none() => Piece::Part,
        Err(_) => Piece::Whole(1, None),
    }
}

/// Reads what begins with ESC. Whether ESC and a key right behind it are Alt and the key,
/// or two keys that a slow line has joined, depends on what is on the screen.
fn escape(bytes: &[u8]) -> Piece {
    const ALONE: Piece = Piece::Whole(1, Some(Input::Key(Key::new(KeyCode::Esc))));
    let Some(&second) = bytes.get(1) else {
        return Piece::Part;
    };
    match (second, bytes.get(2)) {
        (b'[', _) => sequence::read(bytes),
        (b'O' | b'P' | b'X' | b'^' | b'_' | b']', None) => Piece::Part,
        (b'O', Some(third)) => match sequence::application_key(*third) {
            Some(key) => Piece::Whole(3, Some(Input::Key(key))),
            None => Piece::Whole(2, Some(Input::EscThen(Key::new(KeyCode::Char('O'))))),
        },
        (b'P' | b'X' | b'^' | b'_', _) => Piece::Whole(2, Some(Input::StringBegins)),
        (b']', Some(third)) if third.is_ascii_digit() => Piece::Whole(2, Some(Input::StringBegins)),
        // `]` begins sequences of the command table.
        (b']', Some(_)) => ALONE,
        // Some terminals send Alt with an arrow as ESC and the arrow's sequence.
        (ESC, None) => Piece::Part,
        (ESC, Some(b'[' | b'O')) => match escape(&bytes[1..]) {
            Piece::Part => Piece::Part,
            Piece::Whole(length, Some(Input::Key(key))) if key.code != KeyCode::Esc => {
                Piece::Whole(length + 1, Some(Input::EscThen(key)))
            }
            Piece::Whole(..) => ALONE,
        },
        (ESC, Some(_)) => ALONE,
        _ => match piece(&bytes[1..]) {
            Piece::Part => Piece::Part,
            Piece::Whole(length, Some(Input::Key(key))) => {
                Piece::Whole(length + 1, Some(Input::EscThen(key)))
            }
            Piece::Whole(..) => ALONE,
        },
    }
}

#[cfg(test)]
mod tests;
