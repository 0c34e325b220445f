//! The folded shadow of a text: what is left when case, accents, the shapes of
//! quotation marks and dashes, ligatures, soft hyphens and the kinds of blank
//! do not count; with a map back to the bytes of the original.

use std::ops::Range;

/// A text as search and anchoring see it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// The folded text: lower case without diacritics, straight quotation
    /// marks, hyphen-minus for every dash, one blank for every run of white
    /// space (line feeds too).
    pub text: String,
    starts: Vec<u32>,
    ends: Vec<u32>,
}

impl Folded {
    /// Folds a text.
    #[must_use]
    pub fn new(original: &str) -> Folded {
        unimplemented!("{original}")
    }

    /// Returns the bytes of the original from which a byte range of the folded
    /// text was made. Both ends are character boundaries of the original.
    #[must_use]
    pub fn to_original(&self, range: Range<usize>) -> Range<usize> {
        unimplemented!("{range:?}{:?}{:?}", self.starts, self.ends)
    }
}

/// Folds a text without a map back.
#[must_use]
pub fn fold(original: &str) -> String {
    unimplemented!("{original}")
}
