//! The quick way through pieces of plain ASCII, which is most of most texts, also with the
//! quotation marks and dashes of print around it. It gives
//! exactly what the word boundaries of UAX 29 and [`super::token`] give (a test
//! holds it to that); where it could not, the piece is not plain.

use std::ops::Range;

use super::token;

/// A letter or digit.
const IN_WORD: u8 = 1;
/// A capital letter.
const CAPITAL: u8 = 2;
/// A sign, which is no part of a word where it stands at its end.
const SIGN: u8 = 4;
/// A byte with which such a sign begins that is none of ASCII.
const MAYBE_SIGN: u8 = 8;
/// Of all bytes what they are; a blank is nothing of these, nor is what only the
/// slow way knows.
const KINDS: [u8; 256] = kinds();

const fn kinds() -> [u8; 256] {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        let ascii = byte as u8;
        kinds[byte] = match ascii {
            b'A'..=b'Z' => IN_WORD | CAPITAL,
            _ if ascii.is_ascii_alphanumeric() => IN_WORD,
            b'_' => 0,
            _ if ascii.is_ascii_whitespace() => 0,
            _ => SIGN,
        };
        byte += 1;
    }
    kinds[0xE2] = MAYBE_SIGN;
    kinds
}

/// What stands between two blanks of ASCII.
pub(super) struct Piece {
    /// All of it.
    pub range: Range<usize>,
    /// Its only word, where it is one plain word with signs around it or signs alone.
    pub word: Option<Word>,
}

/// A word of ASCII.
pub(super) struct Word {
    /// Its bytes; none where there are only signs.
    pub range: Range<usize>,
    /// Whether it has capital letters.
    pub capitals: bool,
}

/// Reads the piece that begins at `start`.
pub(super) fn piece(text: &[u8], start: usize) -> Piece {
    let from = behind_signs(text, start);
    let mut to = from;
    let mut seen = 0;
    for byte in &text[from..] {
        let kind = KINDS[usize::from(*byte)];
        if kind & IN_WORD == 0 {
            break;
        }
        seen |= kind;
        to += 1;
    }
    let mut at = behind_signs(text, to);
    let ends = text.get(at).is_none_or(u8::is_ascii_whitespace);
    if !ends {
        let rest = text[at..].iter().position(u8::is_ascii_whitespace);
        at = rest.map_or(text.len(), |rest| at + rest);
    }
    Piece {
        range: start..at,
        word: ends.then_some(Word {
            range: from..to,
            capitals: seen & CAPITAL != 0,
        }),
    }
}

/// Returns where the signs that begin at `at` end.
fn behind_signs(text: &[u8], mut at: usize) -> usize {
    while let Some(byte) = text.get(at) {
        match KINDS[usize::from(*byte)] {
            SIGN => at += 1,
            MAYBE_SIGN if is_typographic(&text[at..]) => at += 3,
            _ => break,
        }
    }
    at
}

/// Tells whether a text begins with a sign that stands beside words in print: a
/// quotation mark, a dash, an ellipsis. Between letters some join them, beside a blank none does.
fn is_typographic(text: &[u8]) -> bool {
    matches!(
        text,
        [
            0xE2,
            0x80,
            0x93 | 0x94 | 0x98 | 0x99 | 0x9C | 0x9D | 0xA6,
            ..
        ]
    )
}

/// Tells whether a piece without blanks holds nothing but runs of letters and
/// digits that no sign between them joins.
pub(super) fn is_plain(piece: &str) -> bool {
    let bytes = piece.as_bytes();
    piece.is_ascii()
        && bytes.iter().enumerate().all(|(i, byte)| match byte {
            b'_' => false,
            b'\'' | b'.' | b':' | b',' | b';' => {
                let before = i.checked_sub(1).and_then(|i| bytes.get(i));
                let after = bytes.get(i + 1);
                !(before.is_some_and(u8::is_ascii_alphanumeric)
                    && after.is_some_and(u8::is_ascii_alphanumeric))
            }
            _ => true,
        })
}

/// Gives the words of a plain piece; `folded` is only room to write in.
pub(super) fn each(piece: &str, folded: &mut String, mut take: impl FnMut(Range<usize>, &str)) {
    let bytes = piece.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        let length = bytes[at..]
            .iter()
            .position(|byte| !byte.is_ascii_alphanumeric());
        let word = at..length.map_or(bytes.len(), |length| at + length);
        at = word.end;
        if token::is_possessive(&piece[..word.start], &piece[word.clone()]) {
            continue;
        }
        folded.clear();
        folded.push_str(&piece[word.clone()]);
        folded.make_ascii_lowercase();
        take(word, folded);
    }
}
