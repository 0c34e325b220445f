//! Who speaks: the speakers of both sides face to face, then the third parties;
//! and all that one speaker said.

use std::sync::Arc;

use crate::model::{SideIx, SpeakerIx, StatementIx};

use super::card::{Detail, card};
use super::desk::Desk;
use super::grid::{Cell, Row, Span};
use super::library::counted;
use super::listing::{Context, above_columns, heading};
use super::rich::{Role, both_ends, flow, piece};
use super::target::Target;

/// Writes the rows of all speakers.
#[must_use]
pub fn rows(context: &Context, desk: &Arc<Desk>) -> Vec<Row> {
    let mut rows = Vec::new();
    let of = |side: SideIx| -> Vec<SpeakerIx> {
        let all = desk.briefing.speakers.iter().enumerate();
        let mut mine: Vec<SpeakerIx> = all
            .filter(|(_, s)| s.side == side)
            .map(|(i, _)| SpeakerIx(i))
            .collect();
        mine.sort_by_key(|s| std::cmp::Reverse(statements(desk, *s).len()));
        mine
    };
    let first = usize::from(context.columns.wide) * 2;
    if context.columns.wide {
        let (left, right) = (of(SideIx(0)), of(SideIx(1)));
        let label = |i: usize| piece(desk.briefing.side_label(SideIx(i)), Role::Side(i as u8));
        let labels = above_columns(context, label(0), label(1));
        rows.push(Row::full(labels, Target::Nothing).head());
        for i in 0..left.len().max(right.len()) {
            let cells = [(left.get(i), Span::Left), (right.get(i), Span::Right)];
            rows.push(
                Row::of(
                    cells
                        .map(|(s, span)| cell(context, desk, s.copied(), span))
                        .into(),
                )
                .gap(1),
            );
        }
    }
    for i in first..desk.briefing.sides.len() {
        rows.push(heading(context, desk.briefing.side_label(SideIx(i))));
        for speaker in of(SideIx(i)) {
            rows.push(Row::of(vec![cell(context, desk, Some(speaker), Span::Full)]).gap(1));
        }
    }
    rows
}

/// Writes the rows of one speaker: each statement as a card.
#[must_use]
pub fn speaker(context: &Context, desk: &Arc<Desk>, ix: SpeakerIx) -> Vec<Row> {
    let speaker = desk.briefing.speaker(ix);
    let width = context.columns.words(Span::Full);
    let mut head = vec![piece(&speaker.name, Role::Title)];
    for fact in [&speaker.role, &speaker.organisation].into_iter().flatten() {
        head.push(piece(format!(", {fact}"), Role::Dim));
    }
    let mut rows = vec![Row::full(flow(&head, width, 0, 2), Target::Nothing).head()];
    for statement in statements(desk, ix) {
        rows.push(
            Row::full(
                card(desk, statement, 0, Detail::Full, width.min(84)),
                Target::statement(statement),
            )
            .gap(1),
        );
    }
    rows
}

fn statements(desk: &Desk, speaker: SpeakerIx) -> Vec<StatementIx> {
    let all = desk.briefing.statements.iter().enumerate();
    all.filter(|(_, s)| s.speaker == speaker)
        .map(|(i, _)| StatementIx(i))
        .collect()
}

fn cell(context: &Context, desk: &Desk, ix: Option<SpeakerIx>, span: Span) -> Cell {
    let Some(ix) = ix else {
        return Cell {
            span,
            lines: Vec::new(),
            target: Target::Nothing,
        };
    };
    let width = context.columns.words(span);
    let speaker = desk.briefing.speaker(ix);
    let column = Desk::column(speaker.side);
    let count = counted(statements(desk, ix).len(), "statement", "statements");
    let mut lines = both_ends(
        vec![
            piece(format!("{} ", desk.sign(speaker.side)), Role::Side(column)),
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
    Cell {
        span,
        lines,
        target: Target::Speaker(ix),
    }
}
