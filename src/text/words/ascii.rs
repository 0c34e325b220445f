//! The quick way through pieces of plain ASCII, which is most of most texts, also with the
//! quotation marks and dashes of print around it. It gives
//! exactly what the word boundaries of UAX 29 and [`super::token`] give (a test
//! holds it to that); where it could not, the piece is not plain.

use std::ops::Range;

use super::token;

/// What a byte says of where words may end.
#[derive(Clone, Copy)]
enum ByteKind {
    /// A letter, a digit, a blank, or what only the slow way knows.
    Other,
    /// A sign, which is no part of a word where it stands at its end.
    Sign,
    /// With it begins such a sign that is none of ASCII, perhaps.
    MaybeSign,
}

/// Of all bytes what they are.
const BYTE_KINDS: [ByteKind; 256] = byte_kinds();

const fn byte_kinds() -> [ByteKind; 256] {
    let mut kinds = [ByteKind::Other; 256];
    let mut ascii: u8 = 0;
    while ascii < 128 {
        if !(ascii.is_ascii_alphanumeric() || ascii.is_ascii_whitespace() || ascii == b'_') {
            kinds[ascii as usize] = ByteKind::Sign;
        }
        ascii += 1;
    }
    kinds[0xE2] = ByteKind::MaybeSign;
    kinds
}

/// What stands between two blanks of ASCII.
pub(super) struct AsciiPiece {
    /// All of it.
    pub range: Range<usize>,
    /// Its only word, where it is one plain word with signs around it or signs alone.
    pub word: Option<AsciiWord>,
}

/// A word of ASCII.
pub(super) struct AsciiWord {
    /// Its bytes; none where there are only signs.
    pub range: Range<usize>,
    /// Whether it has capital letters.
    pub capitals: bool,
}

/// Reads the piece that begins at `start`.
pub(super) fn read_piece(text: &[u8], start: usize) -> AsciiPiece {
    let from = skip_signs(text, start);
    let (to, capitals) = word_end(text, from);
    let mut at = skip_signs(text, to);
    let ends = text.get(at).is_none_or(u8::is_ascii_whitespace);
    if !ends {
        let rest = text[at..].iter().position(u8::is_ascii_whitespace);
        at = rest.map_or(text.len(), |rest| at + rest);
    }
    AsciiPiece {
        range: start..at,
        word: ends.then_some(AsciiWord {
            range: from..to,
            capitals,
        }),
    }
}

/// Returns where the word that begins at `at` ends, and whether it has capital letters.
/// Eight bytes are looked at together, as the eight parts of one number.
fn word_end(text: &[u8], mut at: usize) -> (usize, bool) {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const TOPS: u64 = ONES << 7;
    /// Tells by the top bit of each part, of which none is above 127, whether it is at least `least`.
    const fn reaches(parts: u64, least: u8) -> u64 {
        parts + ONES * (128 - least as u64)
    }
    const fn between(parts: u64, least: u8, most: u8) -> u64 {
        reaches(parts, least) & !reaches(parts, most + 1) & TOPS
    }
    let mut capitals = false;
    while let Some(eight) = text[at..].first_chunk() {
        let eight = u64::from_le_bytes(*eight);
        let low = eight & !TOPS;
        let letters = between(low | ONES << 5, b'a', b'z');
        let in_word = (letters | between(low, b'0', b'9')) & !eight;
        let behind = (in_word ^ TOPS).trailing_zeros() / 8;
        let those = !u64::MAX.unbounded_shl(8 * behind);
        capitals |= between(low, b'A', b'Z') & those != 0;
        at += behind as usize;
        if behind < 8 {
            return (at, capitals);
        }
    }
    for byte in &text[at..] {
        if !byte.is_ascii_alphanumeric() {
            break;
        }
        capitals |= byte.is_ascii_uppercase();
        at += 1;
    }
    (at, capitals)
}

/// Returns where the signs that begin at `at` end.
fn skip_signs(text: &[u8], mut at: usize) -> usize {
    while let Some(byte) = text.get(at) {
        match BYTE_KINDS[usize::from(*byte)] {
            ByteKind::Sign => at += 1,
            ByteKind::MaybeSign if is_typographic(&text[at..]) => at += 3,
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
pub(super) fn for_each_word(
    piece: &str,
    folded: &mut String,
    mut take: impl FnMut(Range<usize>, &str),
) {
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
