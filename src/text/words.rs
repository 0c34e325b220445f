//! The analyser: the one way in which a text becomes searchable words. The
//! index, the hit finder and the reader's own search all use it, so that what
//! the index finds is what the reader marks.

use std::ops::Range;

/// A word of a text as search sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Bytes of the text it was made from.
    pub range: Range<usize>,
    /// Folded form: "U.S." and "US" are both `us`, "Kaspersky's" and "Kaspersky’s" are `kaspersky`.
    pub folded: String,
    /// Stem of the folded form in the analyser's language; the folded form
    /// itself where the language has no stemmer.
    pub stem: String,
}

/// Splits text into words for one language.
#[derive(Clone)]
pub struct Analyser {
    language: String,
}

impl Analyser {
    /// Makes an analyser for a BCP 47 tag; one whose language has no stemmer
    /// is told apart by script only.
    #[must_use]
    pub fn new(language: &str) -> Analyser {
        Analyser {
            language: language.to_owned(),
        }
    }

    /// Returns the words of a text in order. Chinese, Japanese, Korean and Thai
    /// runs give overlapping pairs of characters (bigrams).
    #[must_use]
    pub fn words(&self, text: &str) -> Vec<Word> {
        unimplemented!("{text}{}", self.language)
    }
}
