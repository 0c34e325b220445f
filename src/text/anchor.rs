//! Finds quoted words in a text again: letter by letter, then up to folding,
//! then approximately.

use std::ops::Range;

/// The words to find and what stands around them (W3C Web Annotation
/// `TextQuoteSelector`).
#[derive(Clone, Copy, Debug, Default)]
pub struct Quote<'a> {
    /// The words.
    pub exact: &'a str,
    /// What stands before them, if known.
    pub prefix: &'a str,
    /// What stands behind them, if known.
    pub suffix: &'a str,
}

/// Where a quotation was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// How well.
    pub fit: Fit,
    /// In how many places the words stand equally well, this one included;
    /// more than one where neither prefix nor suffix singles one out.
    pub places: usize,
}

/// How well a quotation was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// Letter by letter.
    Exact,
    /// Up to case, quotation marks, dashes, blanks and accents.
    Normalised,
    /// Similar, with the likeness of the words in per cent (below 100).
    Approximate(u8),
}

/// A text made ready for many searches.
#[derive(Clone, Debug)]
pub struct Haystack<'a> {
    text: &'a str,
}

impl<'a> Haystack<'a> {
    /// Makes a text ready. Costs one folding of the text.
    #[must_use]
    pub fn new(text: &'a str) -> Haystack<'a> {
        Haystack { text }
    }

    /// Finds a quotation, the best place first: exact before normalised, and
    /// among equals the one whose surroundings fit prefix and suffix best, then the
    /// first at or behind `after`, then the first of all.
    #[must_use]
    pub fn find(&self, quote: &Quote, after: usize) -> Option<Found> {
        unimplemented!("{}{quote:?}{after}", self.text)
    }

    /// Finds the stretch most like a quotation, with at least half of its words;
    /// the nearest passage for an error message, the candidate for a lost bookmark.
    #[must_use]
    pub fn nearest(&self, quote: &Quote) -> Option<Found> {
        unimplemented!("{}{quote:?}", self.text)
    }
}
