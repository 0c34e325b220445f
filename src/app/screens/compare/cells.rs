//! Lays out the cells of the comparison: cards, repeated statements, and why a cell is empty.

use crate::model::{Answer, AnswerRelation, StatementIx, TopicIx};

use crate::app::list::comparison_item::{CellContent, ComparisonItem, Gap, PairRole};
use crate::app::list::grid::Cell;
use crate::app::list::rows::RowContext;
use crate::app::list::target::Target;
use crate::app::state::open_briefing::OpenBriefing;
use crate::app::ui::card::{CardDetail, card, summary};
use crate::app::ui::layout::ColumnSpan;
use crate::app::ui::styled_text::{Role, StyledLine, justify, styled, wrap_spans};

/// Lays out the cells of a row.
#[must_use]
pub fn cells(context: &RowContext, open: &OpenBriefing, item: &ComparisonItem) -> Vec<Cell> {
    let cells = item.cells.iter();
    cells
        .map(|(span, content, other)| cell(context, open, item.topic, *span, *content, *other))
        .collect()
}

fn cell(
    context: &RowContext,
    open: &OpenBriefing,
    topic: Option<TopicIx>,
    span: ColumnSpan,
    shown: CellContent,
    other: Option<CellContent>,
) -> Cell {
    let width = context.columns.text_width(span);
    let target = target(open, topic, shown);
    let lines = match shown {
        CellContent::Statement(ix, repeated, part) => {
            let faces_statement = matches!(other, Some(CellContent::Statement(..)));
            let mut lines = part_lines(open, part, faces_statement, width);
            if repeated {
                lines.extend(repeated_lines(open, ix, width));
            } else {
                lines.extend(card(open, ix, 0, CardDetail::Card, width));
            }
            lines
        }
        CellContent::Gap(ix, gap) => {
            wrap_spans(&[styled(gap_text(open, ix, gap), Role::Dim)], width, 0, 2)
        }
    };
    Cell::new(span, lines, target)
}

/// Returns the line above a card that says how it answers another. The claim that faces it
/// has a line, too, so that both cards start on the same row.
fn part_lines(
    open: &OpenBriefing,
    part: Option<PairRole>,
    faces_statement: bool,
    width: usize,
) -> Vec<StyledLine> {
    match part {
        Some(PairRole::Reply(how, to)) => {
            let mut text = format!("↳ {}", how.map_or("answers", AnswerRelation::name));
            if let Some(ix) = to {
                text = format!("{text} {}: {}", party_label(open, ix), summary(open, ix));
            }
            wrap_spans(&[styled(text, Role::Key)], width, 0, 2)
        }
        Some(PairRole::Claim) if faces_statement => vec![StyledLine::from_text("claim", Role::Dim)],
        _ => Vec::new(),
    }
}

/// Returns the text of a cell without statement.
fn gap_text(open: &OpenBriefing, ix: StatementIx, gap: Gap) -> String {
    let elsewhere = |answer: Answer, what: &str| {
        let place = match open.graph.topic_of_pair(ix, answer.statement) {
            Some(topic) => format!("under “{}”", open.briefing.topics[topic.0].question),
            None => "without a topic".to_owned(),
        };
        let how = answer
            .how
            .map_or_else(String::new, |h| format!(" ({})", h.name()));
        format!(
            "→ {what}{how} {place}: {} (Enter goes there)",
            summary(open, answer.statement)
        )
    };
    match gap {
        Gap::Unanswered => "— no answer in this briefing —".to_owned(),
        Gap::ReplyElsewhere(answer) => elsewhere(answer, "answered"),
        Gap::ClaimElsewhere(answer) => elsewhere(answer, "it answers a statement"),
        Gap::AnsweredBelow(reply) => format!("— answered by {}, below —", party_label(open, reply)),
        Gap::AnsweredHidden(reply) => {
            let whose = party_label(open, reply);
            format!("— answered by {whose}: {} —", summary(open, reply))
        }
        // The card of the reply says whom it answers.
        Gap::RepliesAbove | Gap::RepliesHidden => String::new(),
    }
}

/// Returns what a party is called that does not face a statement.
fn party_label(open: &OpenBriefing, ix: StatementIx) -> &'static str {
    match open.column_of(ix) {
        2 => "a third party",
        _ => "its own side",
    }
}

/// Returns the lines of a statement that is shown in a row above already.
fn repeated_lines(open: &OpenBriefing, ix: StatementIx, width: usize) -> Vec<StyledLine> {
    let column = open.column_of(ix);
    let side = open.briefing.side_of(ix);
    let mut lines = justify(
        vec![styled(
            format!(
                "{} {}",
                open.side_letter(side),
                open.briefing.side_label(side)
            ),
            Role::Side(column),
        )],
        vec![styled("as above", Role::Dim)],
        width,
    );
    lines.extend(wrap_spans(
        &[styled(summary(open, ix), Role::Dim)],
        width,
        0,
        2,
    ));
    lines
}

/// Returns what a cell is about.
#[must_use]
pub fn target(open: &OpenBriefing, under: Option<TopicIx>, content: CellContent) -> Target {
    match content {
        CellContent::Statement(statement, ..) => Target::Statement {
            statement,
            appearance: 0,
            under,
        },
        CellContent::Gap(ix, Gap::ReplyElsewhere(answer) | Gap::ClaimElsewhere(answer)) => {
            Target::Elsewhere {
                statement: answer.statement,
                under: open.graph.topic_of_pair(ix, answer.statement),
            }
        }
        CellContent::Gap(..) => Target::Nothing,
    }
}
