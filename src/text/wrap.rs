//! The one routine that breaks text into rows. It serves measuring, drawing,
//! hit-testing, selecting and copying, so that they never disagree.

use std::ops::Range;

/// Breaks a text of one paragraph into rows of at most `width` columns, at the
/// opportunities of UAX 14, between graphemes where a word is wider than a row.
/// The rows are byte ranges of `text`, in order, adjoining, covering it all
/// (blanks at a row's end belong to it and do not count for its width). An
/// empty text has one empty row. A width below 2 is taken as 2, so that a wide
/// grapheme always fits. Line feeds end a row.
#[must_use]
pub fn wrap(text: &str, width: usize) -> Vec<Range<usize>> {
    unimplemented!("{text}{width}")
}

/// As [`wrap`], with a narrower first row: `first` columns for the first,
/// `rest` for the others.
#[must_use]
pub fn wrap_hanging(text: &str, first: usize, rest: usize) -> Vec<Range<usize>> {
    unimplemented!("{text}{first}{rest}")
}
