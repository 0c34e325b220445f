//! Who speaks: the speakers of both sides face to face, then the third parties;
//! and all that one speaker said.

use std::sync::Arc;

use crate::model::{SideIx, SpeakerIx, StatementIx};

use crate::app::list::grid::{Cell, Promise, Row, RowFilter, Span};
use crate::app::list::target::Target;
use crate::app::list::{Context, above_columns, estimate, heading};
use crate::app::screens::library::counted;
use crate::app::state::open_briefing::OpenBriefing;
use crate::app::ui::card::{Detail, card};
use crate::app::ui::styled_text::{Role, both_ends, flow, piece};

/// Lines that a speaker takes, about.
const SPEAKER_LINES: u32 = 2;

/// Writes the rows of all speakers, each written when it comes near the window.
#[must_use]
pub fn rows(context: &Context, open: &Arc<OpenBriefing>) -> Vec<Row> {
    let mut rows = Vec::new();
    let first = usize::from(context.columns.wide) * 2;
    if context.columns.wide {
        let label = |i: usize| piece(open.briefing.side_label(SideIx(i)), Role::Side(i as u8));
        let labels = above_columns(context, label(0), label(1));
        rows.push(Row::full(labels, Target::Nothing).head());
        let (left, right) = (of_side(open, SideIx(0)), of_side(open, SideIx(1)));
        for i in 0..left.len().max(right.len()) {
            let cells = [(left.get(i), Span::Left), (right.get(i), Span::Right)];
            let names = cells.iter().filter_map(|(speaker, _)| *speaker);
            if context.stacks(names.map(|s| open.briefing.speaker(*s).name.as_str())) {
                let all = cells.iter().filter_map(|(speaker, _)| *speaker);
                rows.extend(all.map(|s| row(vec![unwritten(Some(*s), Span::Full)])));
                continue;
            }
            rows.push(row(cells
                .map(|(speaker, span)| unwritten(speaker.copied(), span))
                .into()));
        }
    }
    for i in first..open.briefing.sides.len() {
        rows.push(heading(context, open.briefing.side_label(SideIx(i))));
        for speaker in of_side(open, SideIx(i)) {
            rows.push(row(vec![unwritten(Some(speaker), Span::Full)]));
        }
    }
    rows
}

/// Returns the speakers of a side, those with the most statements first.
fn of_side(open: &OpenBriefing, side: SideIx) -> Vec<SpeakerIx> {
    let all = open.briefing.speakers.iter().enumerate();
    let mut mine: Vec<SpeakerIx> = all
        .filter(|(_, s)| s.side == side)
        .map(|(i, _)| SpeakerIx(i))
        .collect();
    mine.sort_by_key(|s| std::cmp::Reverse(open.statements_by(*s).len()));
    mine
}

/// Two speakers in a row have nothing to do with each other.
fn row(cells: Vec<Cell>) -> Row {
    let promise = Promise {
        item: 0,
        lines: SPEAKER_LINES,
    };
    let mut row = Row::lazy(cells, promise).gap(1);
    row.filtered = RowFilter::EachCell;
    row
}

fn unwritten(speaker: Option<SpeakerIx>, span: Span) -> Cell {
    Cell::unwritten(span, speaker.map_or(Target::Nothing, Target::Speaker))
}

/// Writes the rows of one speaker: each statement as a card.
#[must_use]
pub fn speaker(context: &Context, open: &Arc<OpenBriefing>, ix: SpeakerIx) -> Vec<Row> {
    let speaker = open.briefing.speaker(ix);
    let width = context.columns.words(Span::Full);
    let mut head = vec![piece(&speaker.name, Role::Title)];
    for fact in [&speaker.role, &speaker.organisation].into_iter().flatten() {
        head.push(piece(format!(", {fact}"), Role::Dim));
    }
    let mut rows = vec![Row::full(flow(&head, width, 0, 2), Target::Nothing).head()];
    for statement in open.statements_by(ix) {
        let cell = Cell::unwritten(Span::Full, Target::statement(*statement));
        rows.push(Row::lazy(vec![cell], estimate(open, *statement, width.min(84))).gap(1));
    }
    rows
}

/// Writes the card of a statement of one speaker.
#[must_use]
pub fn statement_cells(context: &Context, open: &OpenBriefing, ix: StatementIx) -> Vec<Cell> {
    let width = context.columns.words(Span::Full).min(84);
    let lines = card(open, ix, 0, Detail::Full, width);
    vec![Cell::new(Span::Full, lines, Target::statement(ix))]
}

/// Writes a speaker.
#[must_use]
pub fn cell(context: &Context, open: &OpenBriefing, ix: SpeakerIx, span: Span) -> Cell {
    let width = context.columns.words(span);
    let speaker = open.briefing.speaker(ix);
    let column = OpenBriefing::column(speaker.side);
    let count = counted(open.statements_by(ix).len(), "statement", "statements");
    let mut lines = both_ends(
        vec![
            piece(
                format!("{} ", open.side_letter(speaker.side)),
                Role::Side(column),
            ),
            piece(&speaker.name, Role::Name),
        ],
        vec![piece(count, Role::Dim)],
        width,
    );
    let facts: Vec<&str> = [&speaker.role, &speaker.organisation]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    if !facts.is_empty() {
        lines.extend(flow(&[piece(facts.join(", "), Role::Dim)], width, 2, 2));
    }
    if !speaker.aliases.is_empty() {
        let text = format!("also printed as {}", speaker.aliases.join(", "));
        lines.extend(flow(&[piece(text, Role::Dim)], width, 2, 2));
    }
    Cell::new(span, lines, Target::Speaker(ix))
}
