//! What a row of the comparison is laid out from: which statement or gap its cells show.

use crate::model::{Answer, AnswerRelation, ComparisonRow, StatementIx, TopicIx};

use crate::app::ui::layout::ColumnSpan;

/// What a row of the list is laid out from.
#[derive(Clone, Debug)]
pub struct ComparisonItem {
    /// The topic under which it stands.
    pub topic: Option<TopicIx>,
    /// Its cells, each with what stands in the cell beside it.
    pub cells: Vec<(ColumnSpan, CellContent, Option<CellContent>)>,
    /// The row of the comparison, which is what an export writes. Several rows of the list
    /// may show one row of the comparison.
    pub row: ComparisonRow,
}

/// What stands in a cell.
#[derive(Clone, Copy, Debug)]
pub enum CellContent {
    /// A statement, whether it stands above already, and its part in a pair.
    Statement(StatementIx, bool, Option<PairRole>),
    /// Nothing faces the statement, and why.
    Gap(StatementIx, Gap),
}

impl CellContent {
    /// Returns the statement that it shows, or beside which it is a gap.
    #[must_use]
    pub fn statement(self) -> StatementIx {
        match self {
            CellContent::Statement(ix, ..) | CellContent::Gap(ix, _) => ix,
        }
    }
}

/// The part that a statement has in a pair.
#[derive(Clone, Copy, Debug)]
pub enum PairRole {
    /// It is answered.
    Claim,
    /// It answers, in this way. Last the claim, where that does not face it.
    Reply(Option<AnswerRelation>, Option<StatementIx>),
}

/// Why a cell holds no statement.
#[derive(Clone, Copy, Debug)]
pub enum Gap {
    /// Nothing answers the statement beside it, which answers nothing.
    Unanswered,
    /// What answers it stands under another topic.
    ReplyElsewhere(Answer),
    /// What it answers stands under another topic.
    ClaimElsewhere(Answer),
    /// It replies to a third party, or to its own side, in the row above.
    RepliesAbove,
    /// What answers it, a third party or its own side, stands below.
    AnsweredBelow(StatementIx),
    /// It replies to a third party, which is hidden.
    RepliesHidden,
    /// A third party answers it, which is hidden.
    AnsweredHidden(StatementIx),
}
