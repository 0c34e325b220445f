//! From the bytes of the terminal to keys, pastes and the mouse. Pure: bytes go
//! in, as they come, and what they mean comes out, however they were cut.
//!
//! Written out here because the terminal library's own reader cannot be
//! stopped, spins when the terminal goes away, and leaves what comes in one
//! large burst unread until the next key.
//!
//! What a terminal reports of itself (ECMA-48 control strings: OSC, DCS, APC, PM, SOS)
//! is no key. It is passed over up to its end, also where its end comes late.

mod background;
mod csi;

pub use background::BACKGROUND_QUERY;

use std::time::Duration;

use crate::app::message::key::{Key, KeyCode};
use crate::app::message::{Mouse, Msg, StatusLevel};
use crate::text::clean;

const ESC: u8 = 0x1b;
const BEL: u8 = 0x07;
/// What ends a paste.
const PASTE_END: &[u8] = b"\x1b[201~";
/// What ends a control string, beside BEL.
const ST: &[u8] = b"\x1b\\";
/// Bytes of one paste that are kept; nobody pastes more into a line or a note.
const MAX_PASTE: usize = 1 << 20;
/// Bytes of a control string that are passed over. The longest report that a terminal
/// sends is a clipboard that another program asked for.
const MAX_CONTROL_STRING: usize = 1 << 20;
/// Bytes of a control string that are looked at; a colour has fewer.
const MAX_REPORT: usize = 64;
/// Parameter bytes that a sequence may have; what is longer means nothing here.
const MAX_SEQUENCE: usize = 64;
/// Bytes that come at once from which on they continue a paste that was given up: nobody
/// types as many, and no key is as long without ESC at its beginning.
const MIN_PASTE_BURST: usize = 4;

/// How long the rest of an escape sequence may take. After this it was the Esc
/// key: too short to be felt, long enough for one that a line cut in two.
const ESC_TIMEOUT: Duration = Duration::from_millis(25);
/// How long the rest of what cannot have been typed may take.
const SEQUENCE_TIMEOUT: Duration = Duration::from_millis(100);
/// How long a paste may pause: a slow line pauses for a second or so.
const PASTE_TIMEOUT: Duration = Duration::from_secs(2);
/// How long the rest of a control string that was given up is waited for.
const LATE_STRING_TIMEOUT: Duration = Duration::from_secs(1);
/// How long the rest of a paste that was given up is waited for.
const LATE_PASTE_TIMEOUT: Duration = Duration::from_secs(10);

/// Reads the bytes of a terminal.
#[derive(Debug, Default)]
pub struct InputDecoder {
    /// What is not yet complete.
    pending: Vec<u8>,
    state: DecoderState,
}

/// What the next bytes belong to.
#[derive(Debug, Default)]
enum DecoderState {
    /// Keys and sequences.
    #[default]
    Keys,
    /// A paste that is under way: its bytes so far.
    Paste(Vec<u8>),
    /// A control string that is under way: how many bytes of it were passed over, and its
    /// beginning.
    ControlString(usize, Vec<u8>),
    /// A sequence that is too long to mean anything.
    LongSequence,
    /// Keys, or the rest of a control string that was given up.
    LateString,
    /// Keys, or the rest of a paste that was given up.
    LatePaste,
}

/// What stands at the beginning of some bytes.
enum Parsed {
    /// Something that means this, so many bytes long.
    Complete(usize, Option<InputEvent>),
    /// The beginning of something.
    Incomplete,
}

#[derive(Clone, Copy)]
enum InputEvent {
    Key(Key),
    /// Esc, or Alt, and this key.
    EscThen(Key),
    Mouse(Mouse),
    /// What the terminal answers when it is asked what it is.
    DeviceAttributes,
    PasteStart,
    ControlStringStart,
    LongSequenceStart,
}

impl InputDecoder {
    /// Takes bytes and returns what they mean, with what came before them.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Msg> {
        self.pending.extend_from_slice(bytes);
        let mut msgs = Vec::new();
        // Each step takes something away or says that it needs more.
        while self.step(&mut msgs) {}
        msgs
    }

    /// Returns how long the rest of what has begun is waited for; none where nothing has.
    /// After this [`Decoder::give_up`] must be called.
    #[must_use]
    pub fn timeout(&self) -> Option<Duration> {
        match self.state {
            DecoderState::Paste(_) => Some(PASTE_TIMEOUT),
            DecoderState::ControlString(..) | DecoderState::LongSequence => Some(SEQUENCE_TIMEOUT),
            DecoderState::LateString if self.pending.is_empty() => Some(LATE_STRING_TIMEOUT),
            DecoderState::LatePaste if self.pending.is_empty() => Some(LATE_PASTE_TIMEOUT),
            DecoderState::LateString | DecoderState::LatePaste => Some(ESC_TIMEOUT),
            DecoderState::Keys => match self.pending[..] {
                [] => None,
                [ESC, b'P' | b'X' | b'^' | b'_'] | [ESC, b'[' | b'O', _, ..] => {
                    Some(SEQUENCE_TIMEOUT)
                }
                _ => Some(ESC_TIMEOUT),
            },
        }
    }

    /// Takes what waits for what it is when nothing more comes: the Esc key, and
    /// the keys after it; the paste as far as it came.
    pub fn flush(&mut self) -> Vec<Msg> {
        match std::mem::take(&mut self.state) {
            DecoderState::Keys => self.flush_keys(),
            DecoderState::Paste(text) => {
                self.pending.clear();
                self.state = DecoderState::LatePaste;
                let message =
                    "The end of the pasted text did not come; what came before was taken.";
                vec![
                    paste_msg(&text),
                    Msg::Notify(StatusLevel::Error, message.to_owned()),
                ]
            }
            DecoderState::ControlString(..) => {
                // An ESC that waits may still be the key, or the first half of the end.
                self.state = DecoderState::LateString;
                Vec::new()
            }
            DecoderState::LongSequence => Vec::new(),
            DecoderState::LateString => {
                if is_payload(&self.pending) {
                    self.pending.clear();
                    self.state = DecoderState::LateString;
                    return Vec::new();
                }
                self.reparse()
            }
            DecoderState::LatePaste => self.reparse(),
        }
    }

    /// Reads what waits as keys.
    fn reparse(&mut self) -> Vec<Msg> {
        let mut msgs = self.feed(&[]);
        if self.pending == [ESC] {
            msgs.extend(self.flush());
        }
        msgs
    }

    fn flush_keys(&mut self) -> Vec<Msg> {
        let rest = std::mem::take(&mut self.pending);
        match rest[..] {
            // Esc, or Esc and half a character.
            [ESC] | [ESC, 0x80..=0xff, ..] => vec![Msg::Key(Key::new(KeyCode::Esc))],
            [ESC, ESC, ..] => {
                self.pending = rest[1..].to_vec();
                let mut msgs = vec![Msg::Key(Key::new(KeyCode::Esc))];
                msgs.extend(self.flush_keys());
                msgs
            }
            [ESC, b']'] => {
                self.state = DecoderState::LateString;
                vec![
                    Msg::Key(Key::new(KeyCode::Esc)),
                    Msg::Key(Key::new(KeyCode::Char(']'))),
                ]
            }
            [ESC, c @ (b'P' | b'X' | b'^' | b'_')] => {
                self.state = DecoderState::LateString;
                vec![Msg::EscThen(Key::new(KeyCode::Char(c.into())))]
            }
            [ESC, c @ (b'[' | b'O')] => vec![Msg::EscThen(Key::new(KeyCode::Char(c.into())))],
            // A part of a sequence that nobody types, or half a character.
            _ => Vec::new(),
        }
    }

    /// Reads what stands first; false where more is needed for it.
    fn step(&mut self, msgs: &mut Vec<Msg>) -> bool {
        match &mut self.state {
            DecoderState::Keys => self.step_keys(msgs),
            DecoderState::Paste(_) => self.step_paste(msgs),
            DecoderState::ControlString(..) => self.step_control_string(msgs),
            DecoderState::LongSequence => {
                let end = self.pending.iter().position(|b| !csi::is_sequence_byte(*b));
                let Some(end) = end else {
                    self.pending.clear();
                    return false;
                };
                let final_byte = usize::from(csi::is_final_byte(self.pending[end]));
                self.pending.drain(..end + final_byte);
                self.state = DecoderState::Keys;
                true
            }
            DecoderState::LateString => self.step_late_control_string(),
            DecoderState::LatePaste => self.step_late_paste(),
        }
    }

    fn step_keys(&mut self, msgs: &mut Vec<Msg>) -> bool {
        let mut at = 0;
        while at < self.pending.len() {
            let Parsed::Complete(length, input) = parse_one(&self.pending[at..]) else {
                break;
            };
            at += length;
            let state = match input {
                Some(InputEvent::Key(key)) => {
                    msgs.push(Msg::Key(key));
                    continue;
                }
                Some(InputEvent::EscThen(key)) => {
                    msgs.push(Msg::EscThen(key));
                    continue;
                }
                Some(InputEvent::Mouse(mouse)) => {
                    msgs.push(Msg::Mouse(mouse));
                    continue;
                }
                Some(InputEvent::DeviceAttributes) => {
                    msgs.push(Msg::Background(None));
                    continue;
                }
                None => continue,
                Some(InputEvent::PasteStart) => DecoderState::Paste(Vec::new()),
                Some(InputEvent::ControlStringStart) => {
                    DecoderState::ControlString(0, vec![self.pending[at - 1]])
                }
                Some(InputEvent::LongSequenceStart) => DecoderState::LongSequence,
            };
            self.state = state;
            self.pending.drain(..at);
            return true;
        }
        self.pending.drain(..at);
        false
    }

    /// Goes on with a paste.
    fn step_paste(&mut self, msgs: &mut Vec<Msg>) -> bool {
        let DecoderState::Paste(text) = &mut self.state else {
            return false;
        };
        // Its end may have been cut in two.
        let before = text.len();
        text.append(&mut self.pending);
        let from = before.saturating_sub(PASTE_END.len());
        let Some(end) = find_bytes(&text[from..], PASTE_END).map(|found| from + found) else {
            if text.len() > MAX_PASTE {
                // The middle goes, so that the end is still seen.
                text.drain(MAX_PASTE..text.len() - PASTE_END.len());
            }
            return false;
        };
        self.pending = text.split_off(end + PASTE_END.len());
        text.truncate(end.min(MAX_PASTE));
        msgs.push(paste_msg(text));
        self.state = DecoderState::Keys;
        true
    }

    /// Passes over a control string.
    fn step_control_string(&mut self, msgs: &mut Vec<Msg>) -> bool {
        let DecoderState::ControlString(passed, begin) = &mut self.state else {
            return false;
        };
        let inner = self
            .pending
            .iter()
            .position(|b| !is_control_string_byte(*b));
        let end = inner.unwrap_or(self.pending.len());
        let room = MAX_REPORT.saturating_sub(begin.len());
        begin.extend(&self.pending[..end.min(room)]);
        *passed += end;
        if *passed > MAX_CONTROL_STRING {
            // A terminal that does not end it: what comes behind it counts again.
            let beyond = *passed - MAX_CONTROL_STRING;
            self.pending.drain(..end - beyond);
            self.state = DecoderState::Keys;
            return true;
        }
        self.pending.drain(..end);
        match parse_string_end(&self.pending) {
            StringEnd::Complete(length) => {
                if let Some(shade) = background::parse_background(begin) {
                    msgs.push(Msg::Background(Some(shade)));
                }
                self.pending.drain(..length);
                self.state = DecoderState::Keys;
                true
            }
            StringEnd::Incomplete => false,
            // Whatever else stands there cuts it off and counts.
            StringEnd::Interrupted => {
                self.state = DecoderState::Keys;
                true
            }
        }
    }

    /// Looks whether the rest of a control string has come.
    fn step_late_control_string(&mut self) -> bool {
        let Some(at) = self
            .pending
            .iter()
            .position(|b| !is_control_string_byte(*b))
        else {
            // It is the pause that tells.
            return false;
        };
        match parse_string_end(&self.pending[at..]) {
            StringEnd::Incomplete => return false,
            StringEnd::Complete(length) => drop(self.pending.drain(..at + length)),
            StringEnd::Interrupted if is_payload(&self.pending[..at]) => {
                drop(self.pending.drain(..at))
            }
            StringEnd::Interrupted => {}
        }
        self.state = DecoderState::Keys;
        true
    }

    /// Looks whether the rest of a paste has come.
    fn step_late_paste(&mut self) -> bool {
        if self.pending.is_empty() {
            return false;
        }
        if self.pending.starts_with(PASTE_END) {
            self.pending.drain(..PASTE_END.len());
            self.state = DecoderState::Keys;
            return true;
        }
        if self.pending[0] == ESC {
            if PASTE_END.starts_with(&self.pending) {
                return false;
            }
            self.state = DecoderState::Keys;
            return true;
        }
        if self.pending.len() >= MIN_PASTE_BURST {
            self.state = DecoderState::Paste(Vec::new());
            return true;
        }
        false
    }
}

fn paste_msg(text: &[u8]) -> Msg {
    let text = &text[..text.len().min(MAX_PASTE)];
    Msg::Paste(clean::clean(&String::from_utf8_lossy(text)))
}

fn find_bytes(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|w| w == wanted)
}

/// Returns `true` if a byte may stand within a control string.
fn is_control_string_byte(byte: u8) -> bool {
    matches!(byte, 0 | 0x08..=0x0d | 0x20..)
}

/// What stands where a control string cannot go on.
enum StringEnd {
    /// Its end, so many bytes long.
    Complete(usize),
    /// Perhaps its end.
    Incomplete,
    /// Something else.
    Interrupted,
}

fn parse_string_end(bytes: &[u8]) -> StringEnd {
    match bytes {
        [] | [ESC] => StringEnd::Incomplete,
        // CAN and SUB cut any sequence off and mean nothing else then.
        [BEL | 0x18 | 0x1a, ..] => StringEnd::Complete(1),
        bytes if bytes.starts_with(ST) => StringEnd::Complete(ST.len()),
        _ => StringEnd::Interrupted,
    }
}

/// Returns `true` if bytes that came at once look like the middle of a terminal's report
/// (colours and capabilities in hexadecimal digits) rather than like keys.
fn is_payload(bytes: &[u8]) -> bool {
    let digits = |b: &u8| b.is_ascii_hexdigit() || b"/:;+=".contains(b);
    bytes.len() > 1 && bytes.iter().all(digits)
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

/// Reads what stands first.
fn parse_one(bytes: &[u8]) -> Parsed {
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

/// Reads a character of more than one byte; what is none is passed over.
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

/// Reads what begins with ESC. Whether ESC and a key right behind it are Alt and the key,
/// or two keys that a slow line has joined, depends on what is on the screen.
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
        // `]` begins sequences of the command table.
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

#[cfg(test)]
mod tests;
