//! Unanswered statements of each side, and below them those that are answered only in some
//! other way.

use std::sync::Arc;

use crate::model::{Answer, AnswerStatus, SideIx, StatementIx};
use crate::text::plural::plural;

use crate::app::list::grid::{Cell, Row};
use crate::app::list::rows::{RowContext, estimate, heading, notice};
use crate::app::list::target::Target;
use crate::app::state::open_briefing::OpenBriefing;
use crate::app::ui::card::{CardDetail, card, summary};
use crate::app::ui::layout::ColumnSpan;
use crate::app::ui::styled_text::{Role, styled, wrap_spans, wrap_text};

/// Columns of a card at most: longer lines are hard to read.
const MAX_CARD_WIDTH: usize = 84;

/// The sections after the unanswered statements.
const OTHER_STATUSES: [AnswerStatus; 4] = [
    AnswerStatus::Elsewhere,
    AnswerStatus::Declined,
    AnswerStatus::ThirdParty,
    AnswerStatus::OwnSide,
];

/// Writes the rows; those of statements are laid out when they come near the window.
#[must_use]
pub fn rows(context: &RowContext, open: &Arc<OpenBriefing>) -> Vec<Row> {
    let width = context
        .columns
        .text_width(ColumnSpan::Full)
        .min(MAX_CARD_WIDTH);
    let unanswered = open.graph.with_status(AnswerStatus::Unanswered);
    let [left, right] = open.graph.unanswered_counts();
    let label = |side: usize| open.briefing.side_label(SideIx(side));
    let intro = format!(
        "{}: {} {left}, {} {right}. They answer nothing, and nothing in this briefing answers \
         them. No answer in these articles is not no answer in the world.",
        plural(
            unanswered.len(),
            "unanswered statement",
            "unanswered statements"
        ),
        label(0),
        label(1)
    );
    let mut rows =
        vec![Row::full(wrap_text(&intro, Role::Dim, width, 0), Target::Nothing).with_gap(1)];
    if unanswered.is_empty() {
        rows.push(notice(context, "Every statement has an answer or is one.").with_gap(1));
    }
    for side in 0..2 {
        let of_side = unanswered
            .iter()
            .filter(|ix| open.briefing.side_of(**ix) == SideIx(side));
        let label = open.briefing.side_label(SideIx(side));
        section(
            context,
            open,
            &format!("{label}: no answer in this briefing"),
            of_side,
            &mut rows,
        );
    }
    for status in OTHER_STATUSES {
        let list = open.graph.with_status(status);
        section(context, open, status.label(), list.iter(), &mut rows);
    }
    rows
}

fn section<'s>(
    context: &RowContext,
    open: &OpenBriefing,
    title: &str,
    statements: impl Iterator<Item = &'s StatementIx>,
    rows: &mut Vec<Row>,
) {
    let statements: Vec<StatementIx> = statements.copied().collect();
    if statements.is_empty() {
        return;
    }
    rows.push(heading(context, title));
    for ix in statements {
        let width = context
            .columns
            .text_width(ColumnSpan::Full)
            .min(MAX_CARD_WIDTH);
        let cell = Cell::lazy(ColumnSpan::Full, Target::statement(ix));
        rows.push(Row::lazy_with_cells(vec![cell], estimate(open, ix, width)).with_gap(1));
    }
}

/// Lays out the card of a statement, and below it what there is instead of an answer.
#[must_use]
pub fn cells(context: &RowContext, open: &OpenBriefing, ix: StatementIx) -> Vec<Cell> {
    let width = context
        .columns
        .text_width(ColumnSpan::Full)
        .min(MAX_CARD_WIDTH);
    let mut lines = card(open, ix, 0, CardDetail::Card, width);
    let answer_lines = |answer: &Answer, verb: &str| {
        let how = answer
            .how
            .map_or_else(String::new, |h| format!(" ({})", h.name()));
        let text = format!("{verb}{how}: {}", summary(open, answer.statement));
        wrap_spans(&[styled(text, Role::Dim)], width, 2, 4)
    };
    if open.graph.status(ix) != AnswerStatus::Unanswered {
        for answer in open.graph.replies(ix) {
            lines.extend(answer_lines(answer, "answered"));
        }
        for answer in &open.graph.claims(ix) {
            lines.extend(answer_lines(answer, "answers"));
        }
    }
    vec![Cell::new(ColumnSpan::Full, lines, Target::statement(ix))]
}
