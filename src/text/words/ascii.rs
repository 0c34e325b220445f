//! The quick way through pieces of plain ASCII, which is most of most texts. It gives
//! exactly what the word boundaries of UAX 29 and [`super::token`] give (a test
//! holds it to that); where it could not, the piece is not plain.

use std::ops::Range;

use super::token;

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
