//! A comparison as it leaves the program: row by row a statement with what faces it,
//! each with its source, and which of them answers the other, and how.

use super::{Format, Quotation, Style, csv, html, json, markdown, plain, w3c};
use crate::model::{Briefing, Exchange, How, StatementIx};

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
    /// What stands in it: one statement, or two that face each other, left and right.
    pub cells: Vec<Cell>,
    /// Whether nothing in the briefing answers what stands here alone, and it answers nothing.
    pub unanswered: bool,
}

/// A statement in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Where it stands.
    pub column: Column,
    /// Its words and source.
    pub quotation: Quotation,
    /// What it answers: what it faces, or the statement of a third party above it.
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
    pub fn of(briefing: &Briefing, rows: &[Exchange]) -> Comparison {
        let answered = briefing.answered_by();
        let mut third = None;
        let mut pairs = Vec::new();
        for row in rows {
            let mut cells = Vec::new();
            for ix in &row.statements {
                let faced = row.statements.iter().find(|other| *other != ix);
                let answers = answering(briefing, *ix, faced.copied())
                    .or_else(|| answering(briefing, *ix, third));
                cells.push(Cell {
                    column: column(briefing, *ix),
                    quotation: Quotation::of_statement(briefing, *ix, 0),
                    answers,
                });
            }
            let unanswered = match row.statements[..] {
                [ix] => {
                    let silent = !answered.contains_key(&ix);
                    silent && briefing.statement(ix).answers.is_empty()
                }
                _ => false,
            };
            // What the sides say to a third party stands below it, each in a row.
            third = match row.statements[..] {
                [ix] if column(briefing, ix) == Column::Between => Some(ix),
                [_] => third,
                _ => None,
            };
            pairs.push(Pair {
                topic: row.topic.map(|ix| {
                    let topic = &briefing.topics[ix.0];
                    (topic.id.clone(), topic.question.clone())
                }),
                unanswered: unanswered && cells.iter().all(|c| c.column != Column::Between),
                cells,
            });
        }
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

fn answering(briefing: &Briefing, from: StatementIx, to: Option<StatementIx>) -> Option<Answering> {
    let to = to?;
    let mut answers = briefing.statement(from).answers.iter();
    let answer = answers.find(|answer| answer.statement == to)?;
    Some(Answering {
        reference: Quotation::of_statement(briefing, to, 0).reference,
        how: answer.how.map(How::name),
    })
}
