//! Sentences, words, graphemes and quoted stretches, as byte ranges.

use std::ops::Range;

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

mod abbreviation;
mod mark;
mod quoted;
mod sentence;

/// Returns the sentences of a passage, in order, without the blanks between
/// them. UAX 29 boundaries, joined again after abbreviations ("U.S.", "Sen.",
/// "D-N.H.", "J.").
#[must_use]
pub fn sentences(passage: &str) -> Vec<Range<usize>> {
    sentence::sentences(passage)
}

/// Returns the words of a text: UAX 29 words that hold a letter or a digit.
#[must_use]
pub fn words(text: &str) -> Vec<Range<usize>> {
    text.unicode_word_indices()
        .map(|(at, word)| at..at + word.len())
        .collect()
}

/// Returns the stretches between quotation marks of a passage, with their
/// marks, the outermost where one holds another. A mark that is never closed
/// runs to the end of the passage; straight and curly marks, guillemets and
/// mixed pairs (`‘ … ”`) are understood; an apostrophe is no mark.
#[must_use]
pub fn quotations(passage: &str) -> Vec<Range<usize>> {
    quoted::quotations(passage)
}

/// Returns the start of the grapheme that follows the one at `offset`; the
/// length of the text at its end.
#[must_use]
pub fn next_grapheme(text: &str, offset: usize) -> usize {
    let offset = floor_boundary(text, offset);
    let mut cursor = GraphemeCursor::new(offset, text.len(), true);
    cursor
        .next_boundary(text, 0)
        .ok()
        .flatten()
        .unwrap_or(text.len())
}

/// Returns the start of the grapheme before `offset`; 0 at the beginning.
#[must_use]
pub fn previous_grapheme(text: &str, offset: usize) -> usize {
    let offset = floor_boundary(text, offset);
    let mut cursor = GraphemeCursor::new(offset, text.len(), true);
    cursor.prev_boundary(text, 0).ok().flatten().unwrap_or(0)
}

/// Returns `offset` moved down to the nearest character boundary.
#[must_use]
pub fn floor_boundary(text: &str, offset: usize) -> usize {
    let offset = offset.min(text.len());
    (0..=offset)
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests;
