//! The carriers of a statement: the same words as each article printed them, with every
//! difference in wording marked.

use std::sync::Arc;

use crate::model::{Appearance, QuotationKind, RelayedBy, StatementIx};
use crate::text::diff::{self, DiffSpan as Difference};

use crate::app::list::grid::Row;
use crate::app::list::rows::{RowContext, heading};
use crate::app::list::target::Target;
use crate::app::state::open_briefing::OpenBriefing;
use crate::app::ui::card::{CardDetail, card, proof_mark};
use crate::app::ui::layout::ColumnSpan;
use crate::app::ui::styled_text::{Role, StyledLine, StyledSpan, justify, styled, wrap_spans};

/// Writes the rows: every article that carries the words, on whatever occasion they were
/// said, with the differences from the longest wording of all marked.
#[must_use]
pub fn rows(context: &RowContext, open: &Arc<OpenBriefing>, ix: StatementIx) -> Vec<Row> {
    let briefing = &open.briefing;
    let width = context.columns.text_width(ColumnSpan::Full).min(90);
    let occasions = match open.occasions.occasions_of(ix) {
        [] => vec![ix],
        all => all.to_vec(),
    };
    let carriers: Vec<(StatementIx, usize)> = occasions
        .iter()
        .flat_map(|s| (0..briefing.statement(*s).appearances.len()).map(|i| (*s, i)))
        .collect();
    let all: Vec<&Appearance> = carriers
        .iter()
        .map(|(s, i)| &briefing.statement(*s).appearances[*i])
        .collect();
    let Some(base) = all.get(longest_wording(&all)).copied() else {
        return Vec::new();
    };
    let own: Vec<&Appearance> = briefing.statement(ix).appearances.iter().collect();
    let facts = card(open, ix, longest_wording(&own), CardDetail::Facts, width);
    let mut rows = vec![Row::full(facts, Target::Nothing).with_gap(1)];
    let longest = &briefing.article(base.article).publisher;
    let title = match (all.len(), occasions.len()) {
        (1, _) => "One article carries it".to_owned(),
        (n, 1) => format!("{n} articles carry it; the fullest wording is that of {longest}"),
        (n, times) => format!(
            "{n} articles carry these words, said on {times} occasions; the fullest wording is \
             that of {longest}"
        ),
    };
    rows.push(heading(context, &title));
    let base_words = wording(base);
    let mut shown = None;
    for ((statement, i), appearance) in carriers.into_iter().zip(all) {
        if occasions.len() > 1 && shown != Some(statement) {
            shown = Some(statement);
            let mut text = occasion_heading(open, &occasions, statement);
            if statement == ix {
                text += " (the statement above)";
            }
            rows.push(heading(context, &text));
        }
        let base = (!std::ptr::eq(appearance, base)).then_some(base_words.as_str());
        let lines = carrier_lines(open, statement, appearance, base, width);
        let target = Target::Statement {
            statement,
            appearance: i,
            under: None,
        };
        rows.push(Row::full(lines, target).with_gap(1));
    }
    rows
}

/// Returns the heading of the carriers of one occasion.
fn occasion_heading(open: &OpenBriefing, occasions: &[StatementIx], ix: StatementIx) -> String {
    let number = occasions
        .iter()
        .position(|o| *o == ix)
        .map_or(0, |at| at + 1);
    let when = match &open.briefing.statement(ix).date {
        Some(date) => date.to_string(),
        None => "date not known".to_owned(),
    };
    format!("Occasion {number} of {}: {when}", occasions.len())
}

/// Lays out one carrier; `base` is the longest wording, unless it is the carrier's own.
fn carrier_lines(
    open: &OpenBriefing,
    ix: StatementIx,
    appearance: &Appearance,
    base: Option<&str>,
    width: usize,
) -> Vec<StyledLine> {
    let briefing = &open.briefing;
    let kind = briefing.statement(ix).kind;
    let column = open.column_of(ix);
    let article = briefing.article(appearance.article);
    let mut facts = vec![styled(&article.publisher, Role::Name)];
    if let Some(date) = &article.published {
        facts.push(styled(format!(", {date}"), Role::Dim));
    }
    let mut lines = justify(facts, vec![proof_mark(appearance.proof())], width);
    if let Some(attribution) = &appearance.attribution {
        let text = format!("attributed: {attribution}");
        lines.extend(wrap_spans(&[styled(text, Role::Dim)], width, 0, 2));
    }
    if !appearance.via.is_empty() {
        let hops: Vec<String> = appearance.via.iter().map(RelayedBy::label).collect();
        let text = format!("via {}", hops.join(" → "));
        lines.extend(wrap_spans(&[styled(text, Role::Dim)], width, 0, 2));
    }
    let own = wording(appearance);
    let role = match kind {
        QuotationKind::Direct => Role::Quoted(column),
        QuotationKind::Paraphrase => Role::Reported(column),
    };
    match base {
        None => {
            let pieces = quoted(kind, vec![styled(own, role)], role);
            lines.extend(wrap_spans(&pieces, width, 2, 2));
        }
        Some(base) => {
            let (pieces, missing) = diff_spans(base, &own, role);
            let shown = quoted(kind, pieces.clone(), role);
            lines.extend(wrap_spans(&shown, width, 2, 2));
            lines.extend(diff_summary(&pieces, &missing, width));
        }
    }
    if let Some(note) = &appearance.note {
        let text = [styled("curator: ", Role::Dim), styled(note, Role::Curator)];
        lines.extend(wrap_spans(&text, width, 2, 2));
    }
    lines
}

/// Puts quotation marks around a direct quotation.
fn quoted(kind: QuotationKind, mut pieces: Vec<StyledSpan>, role: Role) -> Vec<StyledSpan> {
    if kind == QuotationKind::Direct {
        pieces.insert(0, styled("“", role));
        pieces.push(styled("”", role));
    }
    pieces
}

/// Returns the index of the appearance with the longest wording, the first of equals.
fn longest_wording(appearances: &[&Appearance]) -> usize {
    let lengths = appearances.iter().map(|a| wording(a).len()).enumerate();
    lengths
        .max_by_key(|(i, length)| (*length, std::cmp::Reverse(*i)))
        .map_or(0, |(i, _)| i)
}

/// Returns `true` if a carrier's wording differs from the longest one of all occasions.
#[must_use]
pub fn differs(open: &OpenBriefing, ix: StatementIx, appearance: usize) -> bool {
    let occasions = match open.occasions.occasions_of(ix) {
        [] => vec![ix],
        all => all.to_vec(),
    };
    let statements = occasions.iter().map(|s| open.briefing.statement(*s));
    let all: Vec<&Appearance> = statements.flat_map(|s| &s.appearances).collect();
    let base = all
        .get(longest_wording(&all))
        .map(|a| wording(a))
        .unwrap_or_default();
    let own = open.briefing.statement(ix).appearances.get(appearance);
    let own = own.map(wording).unwrap_or_default();
    let pieces = diff::diff_words(&base, &own);
    pieces.iter().any(|p| !matches!(p, Difference::Same(..)))
}

fn wording(appearance: &Appearance) -> String {
    let parts: Vec<&str> = appearance.quote.iter().map(|q| q.exact.as_str()).collect();
    parts.join(" […] ")
}

/// Compares a wording with the longest one: returns its words, with those marked that only
/// it has, and the words that it lacks.
fn diff_spans(base: &str, own: &str, role: Role) -> (Vec<StyledSpan>, Vec<String>) {
    let mut pieces = Vec::new();
    let mut missing = Vec::new();
    let mut at = 0;
    for difference in diff::diff_words(base, own) {
        match difference {
            Difference::Removed(range) => {
                let words = base.get(range).unwrap_or_default().trim();
                let words = words.trim_matches(['[', ']', '…', ' ']);
                if !words.is_empty() {
                    missing.push(words.to_owned());
                }
            }
            Difference::Added(range) => {
                pieces.push(styled(own.get(at..range.start).unwrap_or_default(), role));
                let words = own.get(range.clone()).unwrap_or_default();
                let role = if words.trim_matches(['[', ']', '…', ' ']).is_empty() {
                    Role::Dim
                } else {
                    Role::Different
                };
                pieces.push(styled(words, role));
                at = range.end;
            }
            Difference::Same(_, range) => {
                pieces.push(styled(own.get(at..range.end).unwrap_or_default(), role));
                at = range.end;
            }
        }
    }
    pieces.push(styled(own.get(at..).unwrap_or_default(), role));
    pieces.retain(|p| !p.text.is_empty());
    (pieces, missing)
}

fn diff_summary(pieces: &[StyledSpan], missing: &[String], width: usize) -> Vec<StyledLine> {
    let mut lines = Vec::new();
    let other: Vec<String> = pieces
        .iter()
        .filter(|p| p.role == Role::Different)
        .map(|p| format!("“{}”", p.text.trim()))
        .collect();
    if !other.is_empty() {
        let text = format!("≠ only here: {}", other.join(", "));
        lines.extend(wrap_spans(&[styled(text, Role::Doubt)], width, 2, 4));
    }
    if !missing.is_empty() {
        let quoted: Vec<String> = missing.iter().map(|m| format!("“{m}”")).collect();
        let text = format!("≠ not here: {}", quoted.join(", "));
        lines.extend(wrap_spans(&[styled(text, Role::Doubt)], width, 2, 4));
    }
    if other.is_empty() && missing.is_empty() {
        lines.push(StyledLine::from_text("  = the same words", Role::Good));
    }
    lines
}
