//! Who speaks: the speakers of both sides face to face, then the third parties;
//! and all that one speaker said.

use std::sync::Arc;

use crate::model::{SideIx, SpeakerIx, StatementIx};
use crate::text::plural::plural;

use crate::app::list::grid::{Cell, LazyRow, Row, RowFilter};
use crate::app::list::rows::{RowContext, column_labels, estimate, heading};
use crate::app::list::target::Target;
use crate::app::state::open_briefing::OpenBriefing;
use crate::app::ui::card::{CardDetail, card};
use crate::app::ui::layout::ColumnSpan;
use crate::app::ui::styled_text::{Role, justify, styled, wrap_spans};

/// Lines of a speaker before it is laid out: most have a name and one line of facts.
const ESTIMATED_SPEAKER_LINES: u32 = 2;

/// Writes the rows of all speakers, each to be laid out when it comes near the window.
#[must_use]
pub fn rows(context: &RowContext, open: &Arc<OpenBriefing>) -> Vec<Row> {
    let mut rows = Vec::new();
    let first = usize::from(context.columns.wide) * 2;
    if context.columns.wide {
        let label = |i: usize| styled(open.briefing.side_label(SideIx(i)), Role::Side(i as u8));
        let labels = column_labels(context, label(0), label(1));
        rows.push(Row::full(labels, Target::Nothing).as_heading());
        let (left, right) = (speakers_of(open, SideIx(0)), speakers_of(open, SideIx(1)));
        for i in 0..left.len().max(right.len()) {
            let cells = [
                (left.get(i), ColumnSpan::Left),
                (right.get(i), ColumnSpan::Right),
            ];
            let names = cells.iter().filter_map(|(speaker, _)| *speaker);
            if context.stacks(names.map(|s| open.briefing.speaker(*s).name.as_str())) {
                let all = cells.iter().filter_map(|(speaker, _)| *speaker);
                rows.extend(all.map(|s| row(vec![lazy_cell(Some(*s), ColumnSpan::Full)])));
                continue;
            }
            rows.push(row(cells
                .map(|(speaker, span)| lazy_cell(speaker.copied(), span))
                .into()));
        }
    }
    for i in first..open.briefing.sides.len() {
        rows.push(heading(context, open.briefing.side_label(SideIx(i))));
        for speaker in speakers_of(open, SideIx(i)) {
            rows.push(row(vec![lazy_cell(Some(speaker), ColumnSpan::Full)]));
        }
    }
    rows
}

/// Returns the speakers of a side, those with the most statements first.
fn speakers_of(open: &OpenBriefing, side: SideIx) -> Vec<SpeakerIx> {
    let all = open.briefing.speakers.iter().enumerate();
    let mut mine: Vec<SpeakerIx> = all
        .filter(|(_, s)| s.side == side)
        .map(|(i, _)| SpeakerIx(i))
        .collect();
    mine.sort_by_key(|s| std::cmp::Reverse(open.statements_by(*s).len()));
    mine
}

/// Returns a row of speakers. Two in a row have nothing to do with each other, so a filter
/// keeps each for itself.
fn row(cells: Vec<Cell>) -> Row {
    let lazy = LazyRow {
        item: 0,
        lines: ESTIMATED_SPEAKER_LINES,
    };
    let mut row = Row::lazy_with_cells(cells, lazy).with_gap(1);
    row.filter = RowFilter::EachCell;
    row
}

fn lazy_cell(speaker: Option<SpeakerIx>, span: ColumnSpan) -> Cell {
    Cell::lazy(span, speaker.map_or(Target::Nothing, Target::Speaker))
}

/// Writes the rows of one speaker: each statement as a card.
#[must_use]
pub fn speaker_rows(context: &RowContext, open: &Arc<OpenBriefing>, ix: SpeakerIx) -> Vec<Row> {
    let speaker = open.briefing.speaker(ix);
    let width = context.columns.text_width(ColumnSpan::Full);
    let mut head = vec![styled(&speaker.name, Role::Title)];
    for fact in [&speaker.role, &speaker.organisation].into_iter().flatten() {
        head.push(styled(format!(", {fact}"), Role::Dim));
    }
    let mut rows = vec![Row::full(wrap_spans(&head, width, 0, 2), Target::Nothing).as_heading()];
    for statement in open.statements_by(ix) {
        let cell = Cell::lazy(ColumnSpan::Full, Target::statement(*statement));
        rows.push(
            Row::lazy_with_cells(vec![cell], estimate(open, *statement, width.min(84))).with_gap(1),
        );
    }
    rows
}

/// Lays out the card of a statement of one speaker.
#[must_use]
pub fn statement_cells(context: &RowContext, open: &OpenBriefing, ix: StatementIx) -> Vec<Cell> {
    let width = context.columns.text_width(ColumnSpan::Full).min(84);
    let lines = card(open, ix, 0, CardDetail::Full, width);
    vec![Cell::new(ColumnSpan::Full, lines, Target::statement(ix))]
}

/// Lays out a speaker.
#[must_use]
pub fn cell(context: &RowContext, open: &OpenBriefing, ix: SpeakerIx, span: ColumnSpan) -> Cell {
    let width = context.columns.text_width(span);
    let speaker = open.briefing.speaker(ix);
    let column = OpenBriefing::column(speaker.side);
    let count = plural(open.statements_by(ix).len(), "statement", "statements");
    let mut lines = justify(
        vec![
            styled(
                format!("{} ", open.side_letter(speaker.side)),
                Role::Side(column),
            ),
            styled(&speaker.name, Role::Name),
        ],
        vec![styled(count, Role::Dim)],
        width,
    );
    let facts: Vec<&str> = [&speaker.role, &speaker.organisation]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    if !facts.is_empty() {
        lines.extend(wrap_spans(
            &[styled(facts.join(", "), Role::Dim)],
            width,
            2,
            2,
        ));
    }
    if !speaker.aliases.is_empty() {
        let text = format!("also printed as {}", speaker.aliases.join(", "));
        lines.extend(wrap_spans(&[styled(text, Role::Dim)], width, 2, 2));
    }
    Cell::new(span, lines, Target::Speaker(ix))
}
