//! How many columns of the terminal a text takes. The one place that measures,
//! by grapheme, as the terminal library does when it draws.

/// Returns the columns that a text of one line takes.
#[must_use]
pub fn width(text: &str) -> usize {
    unimplemented!("{text}")
}

/// Returns the longest beginning of a text that takes at most `columns`, cut
/// between graphemes.
#[must_use]
pub fn clip(text: &str, columns: usize) -> &str {
    unimplemented!("{text}{columns}")
}

/// Returns a text of at most `columns`: whole where it fits, otherwise cut
/// between graphemes with "…" at its end.
#[must_use]
pub fn ellipsis(text: &str, columns: usize) -> String {
    unimplemented!("{text}{columns}")
}

/// Returns the byte offset of the grapheme that stands at a column, the length
/// of the text beyond its end.
#[must_use]
pub fn offset_at(text: &str, column: usize) -> usize {
    unimplemented!("{text}{column}")
}
