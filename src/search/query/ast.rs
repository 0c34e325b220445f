//! The tree of a query, with the positions of its parts.

use std::ops::Range;

use crate::model::{QueryDiagnostic, QueryField};

/// A question, understood.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ParsedQuery {
    /// What is wanted, all of it; empty where nothing was asked.
    pub nodes: Vec<QueryNode>,
    /// What was not understood, in order.
    pub notes: Vec<QueryDiagnostic>,
    /// What is still open and taken as far as it goes, in order.
    pub unfinished: Vec<QueryDiagnostic>,
}

/// A node of the tree.
#[derive(Clone, Debug, PartialEq)]
pub enum QueryNode {
    /// All of these.
    All(Vec<QueryNode>),
    /// At least one of these.
    Any(Vec<QueryNode>),
    /// Not this.
    Not(Box<QueryNode>),
    /// A leaf.
    Leaf(Leaf),
}

/// A leaf of the tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaf {
    /// Bytes of the question, with quotation marks, star and filter name.
    pub range: Range<usize>,
    /// What it asks for.
    pub kind: LeafKind,
    /// Whether it is still being typed: it ends where the question ends.
    pub typing: bool,
}

/// What a leaf asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum LeafKind {
    /// A word in any of its forms.
    Word(String),
    /// Words that begin so.
    Prefix(String),
    /// Words one behind the other, with at most `slop` others between them.
    Phrase {
        /// The words as typed.
        words: String,
        /// How many other words may stand between them.
        slop: u32,
    },
    /// A filter.
    Filter {
        /// Which.
        field: QueryField,
        /// Its value as typed, without quotation marks.
        value: String,
    },
}

/// Whether a value is still being typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Completeness {
    /// It is.
    Partial,
    /// It is complete.
    Complete,
}

impl Leaf {
    /// Returns whether its value is still being typed.
    pub(crate) fn completeness(&self) -> Completeness {
        if self.typing {
            Completeness::Partial
        } else {
            Completeness::Complete
        }
    }
}
