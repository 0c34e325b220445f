//! Side by side: topic by topic, a statement of one side facing what answers it;
//! gaps shown as gaps, third parties between. In a narrow window the same cards
//! stand one below the other, each with its side's label.

use std::sync::Arc;

use crate::model::{StatementIx, TopicIx};

use super::card::{Detail, card, gist};
use super::desk::{Desk, Pair};
use super::grid::{Cell, Row, Span};
use super::listing::{Context, above_columns, notice};
use super::rich::{Line, Role, both_ends, flow, flow_text, piece};
use super::target::Target;

/// Writes the rows.
#[must_use]
pub fn rows(context: &Context, desk: &Arc<Desk>, third_parties: bool) -> Vec<Row> {
    let mut rows = Vec::new();
    let topics = desk.briefing.topics.len();
    for i in 0..topics {
        topic(context, desk, Some(TopicIx(i)), third_parties, &mut rows);
    }
    topic(context, desk, None, third_parties, &mut rows);
    if rows.is_empty() {
        rows.push(notice(context, "This briefing holds no statements."));
    }
    rows
}

fn topic(
    context: &Context,
    desk: &Desk,
    topic: Option<TopicIx>,
    third_parties: bool,
    rows: &mut Vec<Row>,
) {
    let pairs = desk.pairs(topic);
    if pairs.is_empty() {
        return;
    }
    let question = topic.map_or("No topic given", |t| &desk.briefing.topics[t.0].question);
    rows.push(head(context, desk, question));
    for pair in pairs {
        match pair {
            Pair::Between(statement) if third_parties => {
                rows.push(between(context, desk, statement, topic));
            }
            Pair::Between(_) => {}
            Pair::Facing { left, right, seen } => {
                let sides = [
                    (left, Span::Left, seen.left),
                    (right, Span::Right, seen.right),
                ];
                facing(context, desk, sides, topic, rows);
            }
        }
    }
}

/// The point in dispute, with the labels of the sides above their columns.
fn head(context: &Context, desk: &Desk, question: &str) -> Row {
    let width = context.columns.words(Span::Full);
    let mut lines = flow_text(question, Role::Heading, width, 0);
    if context.columns.wide {
        let sides = &desk.briefing.sides;
        let label = |i: usize| {
            let sign = desk.sign(crate::model::SideIx(i));
            piece(format!("{sign} {}", sides[i].label), Role::Side(i as u8))
        };
        lines.extend(above_columns(context, label(0), label(1)));
    }
    Row::full(lines, Target::Nothing).head()
}

fn facing(
    context: &Context,
    desk: &Desk,
    sides: [(Option<StatementIx>, Span, bool); 2],
    topic: Option<TopicIx>,
    rows: &mut Vec<Row>,
) {
    let [(left, ..), (right, ..)] = sides;
    let cells = sides.map(|(statement, span, seen)| {
        let width = context.columns.words(span);
        let other = if span == Span::Left { right } else { left };
        match statement {
            Some(ix) => {
                let mut lines = other.map_or_else(Vec::new, |o| relation(desk, ix, o, width));
                if seen {
                    lines.extend(again(desk, ix, width));
                } else {
                    lines.extend(card(desk, ix, 0, Detail::Card, width));
                }
                Cell {
                    span,
                    lines,
                    target: target(ix, topic),
                }
            }
            None => Cell {
                span,
                lines: gap(desk, other, width),
                target: Target::Nothing,
            },
        }
    });
    if context.columns.wide {
        rows.push(Row::of(cells.into()).gap(1));
        return;
    }
    // Narrow: what was said first stands first; the pair is kept together by its gap.
    let mut cells: Vec<Cell> = cells.into();
    if let (Some(l), Some(r)) = (left, right)
        && desk.answer_between(l, r).is_some()
        && desk.answer_between(r, l).is_none()
    {
        cells.reverse();
    }
    // A gap is said below the statement that has none facing it.
    cells.sort_by_key(|c| c.target == Target::Nothing);
    let last = cells.len() - 1;
    for (i, mut cell) in cells.into_iter().enumerate() {
        cell.span = Span::Full;
        rows.push(Row::of(vec![cell]).gap(usize::from(i == last)));
    }
}

fn between(context: &Context, desk: &Desk, ix: StatementIx, topic: Option<TopicIx>) -> Row {
    let width = context.columns.words(Span::Middle);
    Row::of(vec![Cell {
        span: Span::Middle,
        lines: card(desk, ix, 0, Detail::Card, width),
        target: target(ix, topic),
    }])
    .gap(1)
}

fn target(statement: StatementIx, under: Option<TopicIx>) -> Target {
    Target::Statement {
        statement,
        appearance: 0,
        under,
    }
}

/// In which way a statement answers the one that it faces; an empty line where
/// the other answers it, so that the cards' tops stay equal.
fn relation(desk: &Desk, ix: StatementIx, other: StatementIx, width: usize) -> Vec<Line> {
    if let Some(answer) = desk.answer_between(ix, other) {
        let how = answer.how.map_or("answers", crate::model::How::name);
        return flow(&[piece(format!("↳ {how}"), Role::Key)], width, 0, 0);
    }
    if desk.answer_between(other, ix).is_some() {
        return vec![Line::of("stated", Role::Dim)];
    }
    Vec::new()
}

/// A statement that stands in a row above already, in one line or two.
fn again(desk: &Desk, ix: StatementIx, width: usize) -> Vec<Line> {
    let column = desk.column_of(ix);
    let side = desk.briefing.side_of(ix);
    let mut lines = both_ends(
        vec![piece(
            format!("{} {}", desk.sign(side), desk.briefing.side_label(side)),
            Role::Side(column),
        )],
        vec![piece("as above", Role::Dim)],
        width,
    );
    lines.extend(flow(&[piece(gist(desk, ix), Role::Dim)], width, 0, 2));
    lines
}

/// What stands where no statement faces another.
fn gap(desk: &Desk, other: Option<StatementIx>, width: usize) -> Vec<Line> {
    let third = |ix: StatementIx| desk.column_of(ix) == 2;
    let to_third = other.and_then(|o| {
        let answers = &desk.briefing.statement(o).answers;
        answers.iter().map(|a| a.statement).find(|s| third(*s))
    });
    match to_third {
        Some(ix) => {
            let text = format!("— faces a third party — {}", gist(desk, ix));
            flow(&[piece(text, Role::Dim)], width, 0, 2)
        }
        None => {
            let elsewhere = other.and_then(|o| desk.partners(o).first().copied());
            let text = match elsewhere {
                Some(ix) => format!("— under another point: — {}", gist(desk, ix)),
                None => "— no answer in this briefing —".to_owned(),
            };
            flow(&[piece(text, Role::Dim)], width, 0, 2)
        }
    }
}
