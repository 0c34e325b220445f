//! A comparison as it leaves the program: row by row a claim with one reply to it, each
//! with its source, or a statement that stands alone under its topic, and why.

use std::collections::HashSet;
use std::sync::Arc;

use super::{Format, Quotation, Style, csv, html, json, markdown, plain, w3c};
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
    pub pairs: Vec<Pair>,
}

/// One row of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Id and question of the topic, if any.
    pub topic: Option<(String, String)>,
    /// What stands in it: a claim and one reply to it, or one statement alone. Two that
    /// face each other stand as left and right; else the claim is first.
    pub cells: Vec<Cell>,
    /// Whether what stands here alone is unanswered: it answers nothing, and nothing
    /// answers it.
    pub unanswered: bool,
    /// What the statements of the row have to do with under other topics; told once under
    /// each topic.
    pub elsewhere: Vec<Elsewhere>,
}

/// A pair of which only one statement stands under the topic of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
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

impl Elsewhere {
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
pub struct Cell {
    /// Where it stands.
    pub column: Column,
    /// Its words and source; shared by all rows in which it stands.
    pub quotation: Arc<Quotation>,
    /// Whether it stands in full in a row above under the same topic.
    pub repeated: bool,
    /// What it answers: the claim of the row.
    pub answers: Option<Answering>,
}

/// Where a statement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// With the first side.
    Left,
    /// With the second side.
    Right,
    /// Between them: it is a third party's.
    Between,
}

/// What a statement answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answering {
    /// Short reference of the statement that is answered.
    pub reference: String,
    /// In which way, where the bundle says so.
    pub how: Option<&'static str>,
}

impl Column {
    /// All columns, from left to right; what stands between comes last.
    pub const ALL: [Column; 3] = [Column::Left, Column::Right, Column::Between];

    /// Returns its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Column::Left => "left",
            Column::Right => "right",
            Column::Between => "between",
        }
    }
}

impl Answering {
    /// Returns in which way, in a word.
    #[must_use]
    pub fn word(&self) -> &'static str {
        self.how.unwrap_or("answers")
    }
}

/// Rows with their numbers, from 1.
pub(super) type Numbered<'c> = Vec<(usize, &'c Pair)>;

impl Comparison {
    /// Quotes what stands in some rows of a briefing's comparison, as the first of its
    /// articles carries it.
    #[must_use]
    pub fn of(briefing: &Briefing, graph: &ReplyGraph, rows: &[ComparisonRow]) -> Comparison {
        let mut told = HashSet::new();
        let mut quoted: Vec<Option<Arc<Quotation>>> = vec![None; briefing.statements.len()];
        let pairs = rows.iter().map(|row| {
            let mut elsewhere = Vec::new();
            let mut told_here = Vec::new();
            for ix in row.statements() {
                // Rows may have been chosen from: the first of those that are here counts.
                if told.insert((row.topic, ix)) {
                    told_here.push(ix);
                    elsewhere.extend(pointers(briefing, graph, ix, row.topic));
                }
            }
            let mut cell = |ix: StatementIx, answers| {
                let quotation = quoted[ix.0]
                    .get_or_insert_with(|| Arc::new(Quotation::of_statement(briefing, ix, 0)));
                Cell {
                    column: column(briefing, ix),
                    quotation: quotation.clone(),
                    repeated: !told_here.contains(&ix),
                    answers,
                }
            };
            pair(briefing, graph, row, elsewhere, &mut cell)
        });
        let pairs = pairs.collect();
        let sides = briefing.sides.iter().take(2);
        Comparison {
            briefing: briefing.id.clone(),
            title: briefing.title.clone(),
            sides: sides.map(|s| (s.id.clone(), s.label.clone())).collect(),
            pairs,
        }
    }

    /// Writes the comparison in a form. The same comparison gives the same text; it
    /// ends with a line end.
    #[must_use]
    pub fn export(&self, format: Format, style: Style) -> String {
        match format {
            Format::Plain => plain::comparison(self, style),
            Format::Markdown => markdown::comparison(self, style),
            Format::Html => html::comparison(self, style),
            Format::Json => json::comparison(self),
            Format::Csv => csv::comparison(self),
            Format::W3c => w3c::comparison(self),
        }
    }

    /// Returns the rows point by point, each with its number, from 1.
    pub(super) fn points(&self) -> Vec<(Option<&str>, Numbered<'_>)> {
        let numbered: Vec<(usize, &Pair)> = (1..).zip(&self.pairs).collect();
        let points = numbered.chunk_by(|a, b| a.1.topic == b.1.topic);
        let points = points.map(|rows| {
            let point = rows[0].1.topic.as_ref();
            (point.map(|(_, question)| question.as_str()), rows.to_vec())
        });
        points.collect()
    }
}

impl Pair {
    /// Returns what stands in a column.
    pub(super) fn cell(&self, column: Column) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.column == column)
    }
}

impl Cell {
    /// Says in which way it answers: what it faces, else what the reference names.
    pub(super) fn relation(&self, pair: &Pair) -> Option<String> {
        let answers = self.answers.as_ref()?;
        let faces = pair
            .cells
            .iter()
            .any(|cell| cell.quotation.reference == answers.reference);
        Some(if faces {
            answers.word().to_owned()
        } else {
            format!("{} {}", answers.word(), answers.reference)
        })
    }
}

/// What is said where nothing faces a statement.
pub(super) const NO_ANSWER: &str = "No answer in this briefing.";
/// What stands above what bears on no point in dispute.
pub(super) const NO_POINT: &str = "No topic given";

fn column(briefing: &Briefing, ix: StatementIx) -> Column {
    match briefing.side_of(ix).0 {
        0 => Column::Left,
        1 => Column::Right,
        _ => Column::Between,
    }
}

fn reference(briefing: &Briefing, ix: StatementIx) -> String {
    Reference::Fragment {
        briefing: briefing.id.clone(),
        fragment: briefing.statement(ix).id.clone(),
    }
    .to_string()
}

fn pair(
    briefing: &Briefing,
    graph: &ReplyGraph,
    row: &ComparisonRow,
    elsewhere: Vec<Elsewhere>,
    cell: &mut impl FnMut(StatementIx, Option<Answering>) -> Cell,
) -> Pair {
    let mut cells = vec![cell(row.claim, None)];
    if let Some(reply) = row.reply {
        let answers = Answering {
            reference: reference(briefing, row.claim),
            how: row.how.map(AnswerRelation::name),
        };
        cells.push(cell(reply, Some(answers)));
    }
    let [first, last] = [cells.first(), cells.last()].map(|c| c.map(|c| c.column));
    if (first, last) == (Some(Column::Right), Some(Column::Left)) {
        cells.reverse();
    }
    let status = graph.status(row.claim);
    Pair {
        topic: row.topic.map(|ix| {
            let topic = &briefing.topics[ix.0];
            (topic.id.clone(), topic.question.clone())
        }),
        cells,
        unanswered: row.reply.is_none() && status == AnswerStatus::Unanswered,
        elsewhere,
    }
}

/// Returns what a statement has to do with that does not stand under a topic.
#[must_use]
pub fn pointers(
    briefing: &Briefing,
    graph: &ReplyGraph,
    ix: StatementIx,
    topic: Option<TopicIx>,
) -> Vec<Elsewhere> {
    let pointer = |answer: Answer, is_reply: bool| {
        let topic = graph.place_of_pair(ix, answer.statement);
        Elsewhere {
            statement: reference(briefing, ix),
            other: reference(briefing, answer.statement),
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
