//! The statements in the order in which they were said, as precisely as that is
//! known; those without a date at the end.

use std::sync::Arc;

use crate::model::{Date, StatementIx};

use crate::app::list::grid::{Cell, Row, Span};
use crate::app::list::target::Target;
use crate::app::list::{Context, estimate, heading};
use crate::app::state::open_briefing::Desk;
use crate::app::ui::card::words_in_sentence;
use crate::app::ui::styled_text::{Line, Role, both_ends, flow, piece};

/// Writes the rows.
#[must_use]
pub fn rows(context: &Context, desk: &Arc<Desk>) -> Vec<Row> {
    let briefing = &desk.briefing;
    let width = context.columns.words(Span::Full).min(100);
    let mut dated: Vec<(&Date, StatementIx)> = Vec::new();
    let mut undated = Vec::new();
    for (i, s) in briefing.statements.iter().enumerate() {
        match &s.date {
            Some(date) => dated.push((date, StatementIx(i))),
            None => undated.push(StatementIx(i)),
        }
    }
    // What repeats other words stands behind them where the dates do not tell.
    let rank = |ix: StatementIx| {
        let all = desk.occasions.others(ix);
        let place = all.iter().position(|other| *other == ix);
        let earlier = &all[..place.map_or(0, |at| at + 1)];
        (
            earlier.iter().copied().max().unwrap_or(ix),
            place.unwrap_or(0),
        )
    };
    dated.sort_by(|a, b| {
        a.0.chronological(b.0)
            .then_with(|| rank(a.1).cmp(&rank(b.1)))
    });
    let mut rows = Vec::new();
    let mut shown = None;
    for (date, ix) in dated {
        if shown != Some(date) {
            rows.push(heading(context, &date.to_string()));
            shown = Some(date);
        }
        rows.push(row(desk, ix, width));
    }
    if !undated.is_empty() {
        rows.push(heading(context, "No date known"));
        for ix in undated {
            rows.push(row(desk, ix, width));
        }
    }
    rows
}

fn row(desk: &Desk, ix: StatementIx, width: usize) -> Row {
    let cell = Cell::unwritten(Span::Full, Target::statement(ix));
    Row::lazy(vec![cell], estimate(desk, ix, width)).gap(1)
}

/// Writes a statement.
#[must_use]
pub fn cells(context: &Context, desk: &Desk, ix: StatementIx) -> Vec<Cell> {
    let width = context.columns.words(Span::Full).min(100);
    let lines = lines(desk, ix, width);
    vec![Cell::new(Span::Full, lines, Target::statement(ix))]
}

fn lines(desk: &Desk, ix: StatementIx, width: usize) -> Vec<Line> {
    let briefing = &desk.briefing;
    let s = briefing.statement(ix);
    let speaker = briefing.speaker(s.speaker);
    let column = desk.column_of(ix);
    let kind = match desk.occasions.others(ix) {
        [] => s.kind.name().to_owned(),
        [first, ..] if *first == ix => format!("↻ said again · {}", s.kind.name()),
        _ => format!("↻ said before · {}", s.kind.name()),
    };
    let mut lines = both_ends(
        vec![
            piece(
                format!(
                    "{} {}: ",
                    desk.sign(speaker.side),
                    briefing.side_label(speaker.side)
                ),
                Role::Side(column),
            ),
            piece(&speaker.name, Role::Name),
        ],
        vec![piece(kind, Role::Dim)],
        width,
    );
    if let Some(first) = s.appearances.first() {
        lines.extend(flow(
            &words_in_sentence(desk, s.kind, column, first),
            width,
            2,
            2,
        ));
    }
    lines
}
