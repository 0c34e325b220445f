//! What stands in one row of a comparison.

use super::{StatementIx, TopicIx};

/// One row of a comparison: a statement with what faces it, or a statement that
/// nothing faces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The point in dispute under which it stands, if any.
    pub topic: Option<TopicIx>,
    /// One statement or two, from left to right.
    pub statements: Vec<StatementIx>,
}
