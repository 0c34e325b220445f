//! A comparison as it leaves the program: row by row a claim with one reply to it, each
//! with its source, or a statement that stands alone under its topic, and why.

use std::collections::HashSet;
use std::sync::Arc;

use crate::cite::quotation::Quotation;
use crate::model::{
    Answer, AnswerRelation, AnswerStatus, Briefing, ComparisonRow, Reference, ReplyGraph,
    StatementIx, TopicIx,
};

/// Rows of a comparison with the sources of all that stands in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Id of the briefing.
    pub briefing: String,
    /// Its title.
    pub title: String,
    /// Ids and labels of the two sides, left and right.
    pub sides: Vec<(String, String)>,
    /// The rows, in the order of the screen.
    pub rows: Vec<QuotedRow>,
}

/// One row of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotedRow {
    /// Id and question of the topic, if any.
    pub topic: Option<(String, String)>,
    /// What stands in it: a claim and one reply to it, or one statement alone. Two that
    /// face each other stand as left and right; else the claim is first.
    pub cells: Vec<QuotedCell>,
    /// Whether what stands here alone is unanswered: it answers nothing, and nothing
    /// answers it.
    pub unanswered: bool,
    /// What the statements of the row have to do with under other topics; given once under
    /// each topic.
    pub cross_topic: Vec<CrossTopicLink>,
}

/// A pair of which only one statement stands under the topic of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrossTopicLink {
    /// Short reference of the statement that stands under the topic.
    pub statement: String,
    /// Short reference of the other.
    pub other: String,
    /// Whether the other one answers it; else it is answered by it.
    pub is_reply: bool,
    /// In which way, where the bundle says so.
    pub how: Option<&'static str>,
    /// The question of the first topic of the other, if it has one.
    pub topic: Option<String>,
}

impl CrossTopicLink {
    /// Says it in a sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        format!("{}: {}", self.description(), self.other)
    }

    /// Says it without the reference of the other statement.
    #[must_use]
    pub fn description(&self) -> String {
        let place = match &self.topic {
            Some(question) => format!("under “{question}”"),
            None => "without a topic".to_owned(),
        };
        let how = self.how.map_or_else(String::new, |how| format!(" ({how})"));
        let verb = if self.is_reply {
            "Answered"
        } else {
            "It answers a statement"
        };
        format!("{verb} {place}{how}")
    }
}

/// A statement in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotedCell {
    /// Where it stands.
    pub column: SideColumn,
    /// Its words and source; shared by all rows in which it stands.
    pub quotation: Arc<Quotation>,
    /// Whether it stands in full in a row above under the same topic.
    pub repeated: bool,
    /// What it answers: the claim of the row.
    pub answers: Option<ReplyTo>,
}

/// Where a statement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SideColumn {
    /// With the first side.
    Left,
    /// With the second side.
    Right,
    /// Between them: it is a third party's.
    Between,
}

/// What a statement answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplyTo {
    /// Short reference of the statement that is answered.
    pub reference: String,
    /// In which way, where the bundle says so.
    pub how: Option<&'static str>,
}

impl SideColumn {
    /// All columns, from left to right; what stands between comes last.
    pub const ALL: [SideColumn; 3] = [SideColumn::Left, SideColumn::Right, SideColumn::Between];

    /// Returns its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            SideColumn::Left => "left",
            SideColumn::Right => "right",
            SideColumn::Between => "between",
        }
    }
}

impl ReplyTo {
    /// Returns in which way, in a word.
    #[must_use]
    pub fn verb(&self) -> &'static str {
        self.how.unwrap_or("answers")
    }
}

/// Rows with their numbers, from 1.
pub(super) type NumberedRows<'c> = Vec<(usize, &'c QuotedRow)>;

impl Comparison {
    /// Quotes what stands in some rows of a briefing's comparison, as the first of its
    /// articles carries it.
    #[must_use]
    pub fn from_rows(
        briefing: &Briefing,
        graph: &ReplyGraph,
        rows: &[ComparisonRow],
    ) -> Comparison {
        let mut told = HashSet::new();
        let mut quoted: Vec<Option<Arc<Quotation>>> = vec![None; briefing.statements.len()];
        let quoted_rows = rows.iter().map(|row| {
            let mut cross_topic = Vec::new();
            let mut told_here = Vec::new();
            for ix in row.statements() {
                // Rows may have been chosen from: the first of those that are here counts.
                if told.insert((row.topic, ix)) {
                    told_here.push(ix);
                    cross_topic.extend(cross_topic_links(briefing, graph, ix, row.topic));
                }
            }
            let mut cell = |ix: StatementIx, answers| {
                let quotation = quoted[ix.0]
                    .get_or_insert_with(|| Arc::new(Quotation::from_statement(briefing, ix, 0)));
                QuotedCell {
                    column: column_of(briefing, ix),
                    quotation: quotation.clone(),
                    repeated: !told_here.contains(&ix),
                    answers,
                }
            };
            quote_row(briefing, graph, row, cross_topic, &mut cell)
        });
        let rows = quoted_rows.collect();
        let sides = briefing.sides.iter().take(2);
        Comparison {
            briefing: briefing.id.clone(),
            title: briefing.title.clone(),
            sides: sides.map(|s| (s.id.clone(), s.label.clone())).collect(),
            rows,
        }
    }

    /// Returns the rows point by point, each with its number, from 1.
    pub(super) fn rows_by_topic(&self) -> Vec<(Option<&str>, NumberedRows<'_>)> {
        let numbered: Vec<(usize, &QuotedRow)> = (1..).zip(&self.rows).collect();
        let points = numbered.chunk_by(|a, b| a.1.topic == b.1.topic);
        let points = points.map(|rows| {
            let point = rows[0].1.topic.as_ref();
            (point.map(|(_, question)| question.as_str()), rows.to_vec())
        });
        points.collect()
    }
}

impl QuotedRow {
    /// Returns what stands in a column.
    pub(super) fn cell(&self, column: SideColumn) -> Option<&QuotedCell> {
        self.cells.iter().find(|cell| cell.column == column)
    }
}

impl QuotedCell {
    /// Says in which way it answers: what it faces, else what the reference names.
    pub(super) fn relation_label(&self, pair: &QuotedRow) -> Option<String> {
        let answers = self.answers.as_ref()?;
        let faces = pair
            .cells
            .iter()
            .any(|cell| cell.quotation.reference == answers.reference);
        Some(if faces {
            answers.verb().to_owned()
        } else {
            format!("{} {}", answers.verb(), answers.reference)
        })
    }
}

/// Stands where nothing answers a statement.
pub(super) const NO_ANSWER_LABEL: &str = "No answer in this briefing.";
/// What stands above what bears on no point in dispute.
pub(super) const NO_TOPIC_LABEL: &str = "No topic given";

fn column_of(briefing: &Briefing, ix: StatementIx) -> SideColumn {
    match briefing.side_of(ix).0 {
        0 => SideColumn::Left,
        1 => SideColumn::Right,
        _ => SideColumn::Between,
    }
}

fn statement_ref(briefing: &Briefing, ix: StatementIx) -> String {
    Reference::Fragment {
        briefing: briefing.id.clone(),
        fragment: briefing.statement(ix).id.clone(),
    }
    .to_string()
}

fn quote_row(
    briefing: &Briefing,
    graph: &ReplyGraph,
    row: &ComparisonRow,
    cross_topic: Vec<CrossTopicLink>,
    cell: &mut impl FnMut(StatementIx, Option<ReplyTo>) -> QuotedCell,
) -> QuotedRow {
    let mut cells = vec![cell(row.claim, None)];
    if let Some(reply) = row.reply {
        let answers = ReplyTo {
            reference: statement_ref(briefing, row.claim),
            how: row.how.map(AnswerRelation::name),
        };
        cells.push(cell(reply, Some(answers)));
    }
    let [first, last] = [cells.first(), cells.last()].map(|c| c.map(|c| c.column));
    if (first, last) == (Some(SideColumn::Right), Some(SideColumn::Left)) {
        cells.reverse();
    }
    let status = graph.status(row.claim);
    QuotedRow {
        topic: row.topic.map(|ix| {
            let topic = &briefing.topics[ix.0];
            (topic.id.clone(), topic.question.clone())
        }),
        cells,
        unanswered: row.reply.is_none() && status == AnswerStatus::Unanswered,
        cross_topic,
    }
}

/// Returns what a statement has to do with that does not stand under a topic.
#[must_use]
pub fn cross_topic_links(
    briefing: &Briefing,
    graph: &ReplyGraph,
    ix: StatementIx,
    topic: Option<TopicIx>,
) -> Vec<CrossTopicLink> {
    let pointer = |answer: Answer, is_reply: bool| {
        let topic = graph.topic_of_pair(ix, answer.statement);
        CrossTopicLink {
            statement: statement_ref(briefing, ix),
            other: statement_ref(briefing, answer.statement),
            is_reply,
            how: answer.how.map(AnswerRelation::name),
            topic: topic.map(|t| briefing.topics[t.0].question.clone()),
        }
    };
    let replies = graph.replies_outside(ix, topic).into_iter();
    let claims = graph.claims_outside(ix, topic).into_iter();
    replies
        .map(|answer| pointer(answer, true))
        .chain(claims.map(|answer| pointer(answer, false)))
        .collect()
}
