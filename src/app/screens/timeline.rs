//! The statements by date, as precisely as it is known; those without a date at the end.

use std::sync::Arc;

use crate::model::{Date, StatementIx};

use crate::app::list::grid::{Cell, Row};
use crate::app::list::rows::{RowContext, estimate, heading};
use crate::app::list::target::Target;
use crate::app::state::open_briefing::OpenBriefing;
use crate::app::ui::card::quote_in_sentence;
use crate::app::ui::layout::ColumnSpan;
use crate::app::ui::styled_text::{Role, StyledLine, justify, styled, wrap_spans};

/// Writes the rows.
#[must_use]
pub fn rows(context: &RowContext, open: &Arc<OpenBriefing>) -> Vec<Row> {
    let briefing = &open.briefing;
    let width = context.columns.text_width(ColumnSpan::Full).min(100);
    let mut dated: Vec<(&Date, StatementIx)> = Vec::new();
    let mut undated = Vec::new();
    for (i, s) in briefing.statements.iter().enumerate() {
        match &s.date {
            Some(date) => dated.push((date, StatementIx(i))),
            None => undated.push(StatementIx(i)),
        }
    }
    // If the dates do not decide, repeated words follow the first occasion.
    let rank = |ix: StatementIx| {
        let all = open.occasions.occasions_of(ix);
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
        rows.push(row(open, ix, width));
    }
    if !undated.is_empty() {
        rows.push(heading(context, "No date known"));
        for ix in undated {
            rows.push(row(open, ix, width));
        }
    }
    rows
}

fn row(open: &OpenBriefing, ix: StatementIx, width: usize) -> Row {
    let cell = Cell::lazy(ColumnSpan::Full, Target::statement(ix));
    Row::lazy_with_cells(vec![cell], estimate(open, ix, width)).with_gap(1)
}

/// Lays out a statement.
#[must_use]
pub fn cells(context: &RowContext, open: &OpenBriefing, ix: StatementIx) -> Vec<Cell> {
    let width = context.columns.text_width(ColumnSpan::Full).min(100);
    let lines = lines(open, ix, width);
    vec![Cell::new(ColumnSpan::Full, lines, Target::statement(ix))]
}

fn lines(open: &OpenBriefing, ix: StatementIx, width: usize) -> Vec<StyledLine> {
    let briefing = &open.briefing;
    let s = briefing.statement(ix);
    let speaker = briefing.speaker(s.speaker);
    let column = open.column_of(ix);
    let kind = match open.occasions.occasions_of(ix) {
        [] => s.kind.name().to_owned(),
        [first, ..] if *first == ix => format!("↻ said again · {}", s.kind.name()),
        _ => format!("↻ said before · {}", s.kind.name()),
    };
    let mut lines = justify(
        vec![
            styled(
                format!(
                    "{} {}: ",
                    open.side_letter(speaker.side),
                    briefing.side_label(speaker.side)
                ),
                Role::Side(column),
            ),
            styled(&speaker.name, Role::Name),
        ],
        vec![styled(kind, Role::Dim)],
        width,
    );
    if let Some(first) = s.appearances.first() {
        lines.extend(wrap_spans(
            &quote_in_sentence(open, s.kind, column, first),
            width,
            2,
            2,
        ));
    }
    lines
}
