//! From the bytes of the terminal to keys, pastes and the mouse. Pure: bytes go
//! in, as they come, and what they mean comes out, however they were cut.
//!
//! Written out here because the terminal library's own reader cannot be
//! stopped, spins when the terminal goes away, and leaves what comes in one
//! large burst unread until the next key.

use crate::app::key::{Code, Key};
use crate::app::msg::{Mouse, Msg};
use crate::text::clean;

const ESC: u8 = 0x1b;
/// What ends a paste.
const PASTE_END: &[u8] = b"\x1b[201~";
/// Bytes of one paste that are kept; nobody pastes more into a line or a note.
const PASTE_LIMIT: usize = 1 << 20;
/// Bytes that a sequence may have; what is longer is none.
const SEQUENCE_LIMIT: usize = 64;

/// Reads the bytes of a terminal.
#[derive(Debug, Default)]
pub struct Decoder {
    /// What is not yet complete.
    rest: Vec<u8>,
    /// The paste that is under way.
    paste: Option<Vec<u8>>,
}

/// What stands at the beginning of some bytes.
enum Piece {
    /// Something that means this, so many bytes long.
    Whole(usize, Option<Input>),
    /// The beginning of something.
    Part,
}

enum Input {
    Key(Key),
    Mouse(Mouse),
    PasteBegins,
}

impl Decoder {
    /// Takes bytes and returns what they mean, with what came before them.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Msg> {
        self.rest.extend_from_slice(bytes);
        let mut heard = Vec::new();
        let mut at = 0;
        loop {
            if self.paste.is_some() {
                match self.paste(at) {
                    Some((end, msg)) => {
                        heard.push(msg);
                        at = end;
                    }
                    None => {
                        at = self.rest.len();
                        break;
                    }
                }
            }
            match piece(&self.rest[at..]) {
                Piece::Part => break,
                Piece::Whole(length, input) => {
                    at += length;
                    match input {
                        Some(Input::Key(key)) => heard.push(Msg::Key(key)),
                        Some(Input::Mouse(mouse)) => heard.push(Msg::Mouse(mouse)),
                        Some(Input::PasteBegins) => self.paste = Some(Vec::new()),
                        None => {}
                    }
                }
            }
        }
        self.rest.drain(..at);
        heard
    }

    /// Tells whether an escape sequence has begun that may yet be the Esc key.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        !self.rest.is_empty()
    }

    /// Takes what waits for what it is when nothing more comes: the Esc key, and
    /// the keys after it.
    pub fn give_up(&mut self) -> Vec<Msg> {
        let rest = std::mem::take(&mut self.rest);
        let mut heard = Vec::new();
        let tail = match rest.split_first() {
            Some((&ESC, tail)) => {
                heard.push(Msg::Key(Key::plain(Code::Esc)));
                tail
            }
            // Half a character.
            _ => &[],
        };
        for byte in tail {
            heard.extend(self.feed(&[*byte]));
        }
        heard
    }

    /// Goes on with the paste from `at`. Where it ends, returns where the bytes
    /// after it begin, and the text.
    fn paste(&mut self, at: usize) -> Option<(usize, Msg)> {
        let mut text = self.paste.take()?;
        // Its end may have been cut in two.
        let before = text.len();
        text.extend_from_slice(&self.rest[at..]);
        let from = before.saturating_sub(PASTE_END.len());
        let end = text[from..]
            .windows(PASTE_END.len())
            .position(|window| window == PASTE_END)
            .map(|found| from + found);
        let Some(end) = end else {
            if text.len() > PASTE_LIMIT {
                // The middle goes, so that the end is still seen.
                text.drain(PASTE_LIMIT..text.len() - PASTE_END.len());
            }
            self.paste = Some(text);
            return None;
        };
        let behind = end + PASTE_END.len() - before;
        let text = String::from_utf8_lossy(&text[..end.min(PASTE_LIMIT)]).into_owned();
        Some((at + behind, Msg::Paste(clean::clean(&text))))
    }
}

fn key(code: Code) -> Input {
    Input::Key(Key::plain(code))
}

fn control(c: char) -> Input {
    Input::Key(Key {
        code: Code::Char(c),
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
        b'\t' => key(Code::Tab),
        b'\r' | b'\n' => key(Code::Enter),
        0x08 | 0x7f => key(Code::Backspace),
        0x01..=0x1a => control(char::from(first - 1 + b'a')),
        0x1c..=0x1f => control(char::from(first + 0x40)),
        b' '..=b'~' => key(Code::Char(char::from(first))),
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
            Piece::Whole(length, c.map(|c| key(Code::Char(c))))
        }
        Err(error) if error.error_len().is_none() => Piece::Part,
        Err(_) => Piece::Whole(1, None),
    }
}

/// Reads what begins with ESC. Esc and a key right behind it, as they come over a
/// slow line or with Alt held, are just that: nothing here is bound to Alt.
fn escape(bytes: &[u8]) -> Piece {
    match bytes.get(1) {
        None => Piece::Part,
        Some(b'[') => sequence(bytes),
        Some(b'O') => match bytes.get(2) {
            None => Piece::Part,
            Some(byte) => match application_key(*byte) {
                Some(code) => Piece::Whole(3, Some(key(code))),
                None => Piece::Whole(1, Some(key(Code::Esc))),
            },
        },
        Some(_) => Piece::Whole(1, Some(key(Code::Esc))),
    }
}

fn application_key(byte: u8) -> Option<Code> {
    match byte {
        b'A'..=b'D' | b'F' | b'H' => letter_key(byte),
        b'M' => Some(Code::Enter),
        b'P'..=b'S' => Some(Code::Other),
        _ => None,
    }
}

fn letter_key(byte: u8) -> Option<Code> {
    match byte {
        b'A' => Some(Code::Up),
        b'B' => Some(Code::Down),
        b'C' => Some(Code::Right),
        b'D' => Some(Code::Left),
        b'F' => Some(Code::End),
        b'H' => Some(Code::Home),
        b'Z' => Some(Code::BackTab),
        _ => None,
    }
}

/// Reads a control sequence: `ESC [`, parameters, a final byte. One that means
/// nothing here is passed over whole.
fn sequence(bytes: &[u8]) -> Piece {
    let body = &bytes[2..];
    let Some(length) = body.iter().position(|b| !(0x20..=0x3f).contains(b)) else {
        return if body.len() > SEQUENCE_LIMIT {
            Piece::Whole(bytes.len(), None)
        } else {
            Piece::Part
        };
    };
    let (parameters, last) = (&body[..length], body[length]);
    let whole = 2 + length + 1;
    if !(0x40..=0x7e).contains(&last) {
        // Something else begins in the middle of it.
        return Piece::Whole(whole - 1, None);
    }
    if last == b'M' && parameters.is_empty() {
        // The oldest way to report the mouse: three bytes follow.
        return match bytes.get(whole..whole + 3) {
            Some(report) => Piece::Whole(whole + 3, old_mouse(report)),
            None => Piece::Part,
        };
    }
    if let Some(report) = parameters.strip_prefix(b"<") {
        return Piece::Whole(whole, mouse(&numbers(report), last));
    }
    let numbers = numbers(parameters);
    let code = match last {
        b'~' => match numbers.first() {
            Some(1 | 7) => Some(Code::Home),
            Some(4 | 8) => Some(Code::End),
            Some(3) => Some(Code::Delete),
            Some(5) => Some(Code::PageUp),
            Some(6) => Some(Code::PageDown),
            Some(200) => return Piece::Whole(whole, Some(Input::PasteBegins)),
            // The end of a paste that never began is nothing.
            Some(201) | None => None,
            Some(_) => Some(Code::Other),
        },
        other => letter_key(other),
    };
    // The second number tells what was held: 1, and 1 for Shift, 2 for Alt, 4 for Control.
    let held = numbers.get(1).map_or(0, |n| n.saturating_sub(1));
    let input = code.map(|code| {
        Input::Key(Key {
            code,
            ctrl: held & 4 != 0,
            alt: held & 2 != 0,
        })
    });
    Piece::Whole(whole, input)
}

fn numbers(parameters: &[u8]) -> Vec<u16> {
    parameters
        .split(|b| *b == b';')
        .map(|digits| {
            std::str::from_utf8(digits)
                .ok()
                .and_then(|d| d.parse().ok())
        })
        .map(Option::unwrap_or_default)
        .collect()
}

/// A report of the mouse: button, column and row from 1; `M` down, `m` up.
fn mouse(numbers: &[u16], last: u8) -> Option<Input> {
    let [button, column, row] = *numbers else {
        return None;
    };
    if last != b'M' {
        return None;
    }
    pointer(button, column.checked_sub(1)?, row.checked_sub(1)?)
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Writes what was heard as the command table would.
    fn shown(heard: &[Msg]) -> String {
        let words: Vec<String> = heard
            .iter()
            .map(|msg| match msg {
                Msg::Key(key) => key.to_string(),
                Msg::Paste(text) => format!("«{text}»"),
                Msg::Mouse(mouse) => format!("{mouse:?}"),
                other => panic!("{other:?}"),
            })
            .collect();
        words.join(" ")
    }

    fn all(bytes: &[u8]) -> String {
        let mut decoder = Decoder::default();
        let mut heard = decoder.feed(bytes);
        heard.extend(decoder.give_up());
        shown(&heard)
    }

    #[test]
    fn keys_are_those_of_the_command_table() {
        for (bytes, keys) in [
            ("j", "j"),
            ("G", "G"),
            ("é日", "é 日"),
            (" ", "Space"),
            ("\r\n", "Enter Enter"),
            ("\t\u{1b}[Z", "Tab S-Tab"),
            ("\u{4}\u{1a}\u{c}", "C-d C-z C-l"),
            ("\u{1c}\u{1d}", "C-\\ C-]"),
            ("\u{7f}\u{8}", "Backspace Backspace"),
            ("\u{1b}[A\u{1b}[B\u{1b}OC\u{1b}OD", "Up Down Right Left"),
            ("\u{1b}[H\u{1b}[4~\u{1b}[1~\u{1b}OF", "Home End Home End"),
            ("\u{1b}[5~\u{1b}[6~\u{1b}[3~", "PgUp PgDn Delete"),
            ("\u{1b}", "Esc"),
            ("\u{1b}\u{1b}", "Esc Esc"),
            ("\u{1b}q", "Esc q"),
            ("\u{1b}]s", "Esc ] s"),
            ("\u{1b}[", "Esc ["),
            ("\u{1b}O", "Esc O"),
            ("\u{1b}Ox", "Esc O x"),
            ("\u{1b}[1;5A", "C-Up"),
            ("\u{1b}[1;2B", "Down"),
        ] {
            assert_eq!(all(bytes.as_bytes()), keys, "{bytes:?}");
        }
    }

    #[test]
    fn what_means_nothing_is_passed_over_whole() {
        for bytes in [
            "\u{1b}[I",
            "\u{1b}[?62;c",
            "\u{1b}[12;40R",
            "\u{1b}[201~",
            "\u{85}",
            "\u{1b}[<0;1;1m",
        ] {
            assert_eq!(all(format!("{bytes}j").as_bytes()), "j", "{bytes:?}");
        }
        assert_eq!(all(b"\xff\xc3j"), "j");
        assert_eq!(all(b"\x1b[12\x1b[A"), "Up");
    }

    #[test]
    fn a_paste_is_one_piece_and_clean() {
        let pasted = "\u{1b}[200~one\r\ntwo \u{1b}[31mred\u{7}\u{1b}[201~j";
        assert_eq!(all(pasted.as_bytes()), "«one\ntwo red» j");
        let long = format!("\u{1b}[200~{}\u{1b}[201~j", "a".repeat(2 * PASTE_LIMIT));
        let heard = Decoder::default().feed(long.as_bytes());
        assert!(matches!(&heard[0], Msg::Paste(text) if text.len() == PASTE_LIMIT));
        assert_eq!(heard.len(), 2);
    }

    #[test]
    fn the_mouse_is_counted_from_0() {
        assert_eq!(
            all(b"\x1b[<0;3;5M\x1b[<32;4;5M\x1b[<65;1;1M\x1b[<64;1;1M\x1b[<2;1;1M\x1b[M !!"),
            "Press { column: 2, row: 4 } Drag { column: 3, row: 4 } Wheel(1) Wheel(-1) \
             Press { column: 0, row: 0 }"
        );
    }

    proptest! {
        #[test]
        fn it_does_not_matter_how_the_bytes_are_cut(
            parts in prop::collection::vec(
                prop_oneof![
                    Just("\u{1b}[A".to_owned()),
                    Just("\u{1b}[200~x\u{1b}[2y\u{1b}[201~".to_owned()),
                    Just("\u{1b}[<0;3;5M".to_owned()),
                    "[a-z日é\\r\\u{1}]{1,5}",
                ],
                0..8,
            ),
            cuts in prop::collection::vec(1usize..7, 0..40),
        ) {
            let bytes = parts.concat().into_bytes();
            let mut decoder = Decoder::default();
            let mut heard = Vec::new();
            let mut rest = &bytes[..];
            for cut in cuts {
                let (now, later) = rest.split_at(cut.min(rest.len()));
                heard.extend(decoder.feed(now));
                rest = later;
            }
            heard.extend(decoder.feed(rest));
            prop_assert!(!decoder.is_waiting());
            prop_assert_eq!(shown(&heard), all(&bytes));
        }

        #[test]
        fn any_bytes_are_read_to_their_end(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut decoder = Decoder::default();
            decoder.feed(&bytes);
            decoder.give_up();
            decoder.give_up();
            prop_assert!(decoder.rest.len() <= 3 + SEQUENCE_LIMIT);
        }

        #[test]
        fn what_is_typed_arrives(text in "[ -~à-ÿ日-本]{0,300}") {
            let typed: String = Decoder::default()
                .feed(text.as_bytes())
                .iter()
                .filter_map(|msg| match msg {
                    Msg::Key(key) => key.typed(),
                    _ => None,
                })
                .collect();
            prop_assert_eq!(typed, text);
        }
    }
}
