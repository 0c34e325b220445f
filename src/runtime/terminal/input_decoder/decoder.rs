//! The decoder: collects bytes until they mean something, and gives up on what does not come.

use std::time::Duration;

use crate::app::message::key::{Key, KeyCode};
use crate::app::message::{Msg, StatusLevel};
use crate::runtime::terminal::input_decoder::background::parse_background;
use crate::runtime::terminal::input_decoder::control_string::{
    MAX_CONTROL_STRING, MAX_REPORT, StringEnd, is_control_string_byte, is_payload, parse_string_end,
};
use crate::runtime::terminal::input_decoder::csi;
use crate::runtime::terminal::input_decoder::input_event::{InputEvent, Parsed};
use crate::runtime::terminal::input_decoder::parse::{ESC, parse_one};
use crate::text::clean;

/// Ends a paste.
const PASTE_END: &[u8] = b"\x1b[201~";
/// Bytes of a paste that are kept at most: more than anybody pastes into a line or a note.
pub const MAX_PASTE: usize = 1 << 20;
/// So many bytes that come together continue a paste that was given up: nobody types so many at
/// once, and no key has so many without an ESC at its start.
const MIN_PASTE_BURST: usize = 4;

/// How long the rest of an escape sequence may take; after that it was the Esc key. Too short to be
/// felt, long enough for a sequence that a connection has split. (Vim and tmux use similar times.)
const ESC_TIMEOUT: Duration = Duration::from_millis(25);
/// How long the rest of a sequence that nobody types may take.
const SEQUENCE_TIMEOUT: Duration = Duration::from_millis(100);
/// How long a paste may pause: a slow connection pauses for about a second.
pub const PASTE_TIMEOUT: Duration = Duration::from_secs(2);
/// How long to expect the rest of a control string that was given up.
pub const LATE_STRING_TIMEOUT: Duration = Duration::from_secs(1);
/// How long to expect the rest of a paste that was given up.
const LATE_PASTE_TIMEOUT: Duration = Duration::from_secs(10);

/// Decodes the bytes of a terminal.
#[derive(Debug, Default)]
pub struct InputDecoder {
    /// Bytes that are not complete yet.
    pub(super) pending: Vec<u8>,
    state: DecoderState,
}

/// What the next bytes are part of.
#[derive(Debug, Default)]
enum DecoderState {
    /// Keys and sequences.
    #[default]
    Keys,
    /// A paste: its bytes so far.
    Paste(Vec<u8>),
    /// A control string: how many bytes of it were skipped, and its start.
    ControlString(usize, Vec<u8>),
    /// A sequence that is too long to mean anything.
    LongSequence,
    /// Keys, or the rest of a control string that was given up.
    LateString,
    /// Keys, or the rest of a paste that was given up.
    LatePaste,
}

impl InputDecoder {
    /// Adds bytes, and returns what they mean together with those before them.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Msg> {
        self.pending.extend_from_slice(bytes);
        let mut msgs = Vec::new();
        // Each step removes something, or returns `false` because it needs more.
        while self.step(&mut msgs) {}
        msgs
    }

    /// Returns how long to wait for more bytes, if some are incomplete. After that
    /// [`InputDecoder::flush`] must be called.
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

    /// Returns what the incomplete bytes mean if no more come: the Esc key and the keys after it; the
    /// paste as far as it came.
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
                // An ESC may still be the key, or the first half of the end.
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

    /// Decodes the incomplete bytes as keys.
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
            // Part of a sequence that nobody types, or half a character.
            _ => Vec::new(),
        }
    }

    /// Decodes what stands first. Returns `false` if it needs more bytes.
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

    /// Continues a paste.
    fn step_paste(&mut self, msgs: &mut Vec<Msg>) -> bool {
        let DecoderState::Paste(text) = &mut self.state else {
            return false;
        };
        // Its end may have been split.
        let before = text.len();
        text.append(&mut self.pending);
        let from = before.saturating_sub(PASTE_END.len());
        let Some(end) = find_bytes(&text[from..], PASTE_END).map(|found| from + found) else {
            if text.len() > MAX_PASTE {
                // The middle is dropped, so that the end is still recognised.
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

    /// Skips a control string.
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
            // A terminal that does not end it: what follows counts again.
            let beyond = *passed - MAX_CONTROL_STRING;
            self.pending.drain(..end - beyond);
            self.state = DecoderState::Keys;
            return true;
        }
        self.pending.drain(..end);
        match parse_string_end(&self.pending) {
            StringEnd::Complete(length) => {
                if let Some(shade) = parse_background(begin) {
                    msgs.push(Msg::Background(Some(shade)));
                }
                self.pending.drain(..length);
                self.state = DecoderState::Keys;
                true
            }
            StringEnd::Incomplete => false,
            // Whatever interrupts it counts.
            StringEnd::Interrupted => {
                self.state = DecoderState::Keys;
                true
            }
        }
    }

    /// Checks whether the rest of a control string has come.
    fn step_late_control_string(&mut self) -> bool {
        let Some(at) = self
            .pending
            .iter()
            .position(|b| !is_control_string_byte(*b))
        else {
            // The timeout decides.
            return false;
        };
        match parse_string_end(&self.pending[at..]) {
            StringEnd::Incomplete => return false,
            StringEnd::Complete(length) => drop(self.pending.drain(..at + length)),
            StringEnd::Interrupted if is_payload(&self.pending[..at]) => {
                drop(self.pending.drain(..at));
            }
            StringEnd::Interrupted => {}
        }
        self.state = DecoderState::Keys;
        true
    }

    /// Checks whether the rest of a paste has come.
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
