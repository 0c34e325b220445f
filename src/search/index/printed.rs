//! What the index keeps of a passage: there is one for each passage of the library, read
//! for each result, so it borrows what was stored.

use crate::search::index::codec::written;

/// What is stored of a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Printed<S = String> {
    /// Number in its article, counted from 1.
    pub number: usize,
    /// Byte of the canonical text at which it begins.
    pub start: usize,
    /// Whether it is also found by the article's headline.
    pub first: bool,
    /// The statements that stand in it.
    pub holds: Vec<Held<S>>,
    /// The words.
    pub text: S,
}

/// A statement, or a part of one, that stands in a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Held<S = String> {
    /// Id of the statement.
    pub id: S,
    /// Bytes of the passage.
    pub spans: Vec<(usize, usize)>,
}

written! {
    Printed { number, start, first, holds, text }
    Held { id, spans }
}

impl Held<&str> {
    pub fn owned(self) -> Held {
        Held {
            id: self.id.to_owned(),
            spans: self.spans,
        }
    }
}
