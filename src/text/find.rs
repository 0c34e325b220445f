//! Finds what was asked for in a text and says where it stands: the hit finder
//! behind every highlight.

use std::ops::Range;

use super::words::{Analyser, Word};

/// What to look for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Needle {
    /// A word, with all that share its stem.
    Word(String),
    /// Words that begin with these letters (folded).
    Prefix(String),
    /// Words that stand one behind the other, exact up to folding.
    Phrase(Vec<String>),
}

/// Reads what was typed into a search prompt without filters: words and
/// phrases in quotation marks; the last word is a prefix where the text does not
/// end in a blank or a quotation mark. An unclosed phrase runs to the end.
#[must_use]
pub fn needles(typed: &str, analyser: &Analyser) -> Vec<Needle> {
    unimplemented!("{typed}{:?}", analyser.words(""))
}

/// Returns where any needle stands, in order, merged where they overlap, in
/// bytes of the text from which `words` were made.
#[must_use]
pub fn marks(words: &[Word], needles: &[Needle]) -> Vec<Range<usize>> {
    unimplemented!("{words:?}{needles:?}")
}
