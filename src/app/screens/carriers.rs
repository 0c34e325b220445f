//! One utterance, many carriers: the same words as each article printed them,
//! every difference in wording marked.

use std::sync::Arc;

use crate::model::{Appearance, QuotationKind, RelayedBy, StatementIx};
use crate::text::diff::{self, Piece as Difference};

use crate::app::list::grid::{Row, Span};
use crate::app::list::target::Target;
use crate::app::list::{Context, heading};
use crate::app::state::open_briefing::OpenBriefing;
use crate::app::ui::card::{Detail, card, proof_piece};
use crate::app::ui::styled_text::{Line, Piece, Role, both_ends, flow, piece};

/// Writes the rows: every article that carries the words, on whatever occasion they were
/// said, with the differences from the fullest wording of all marked.
#[must_use]
pub fn rows(context: &Context, open: &Arc<OpenBriefing>, ix: StatementIx) -> Vec<Row> {
    let briefing = &open.briefing;
    let width = context.columns.words(Span::Full).min(90);
    let occasions = match open.occasions.others(ix) {
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
    let Some(base) = all.get(fullest(&all)).copied() else {
        return Vec::new();
    };
    let own: Vec<&Appearance> = briefing.statement(ix).appearances.iter().collect();
    let facts = card(open, ix, fullest(&own), Detail::Facts, width);
    let mut rows = vec![Row::full(facts, Target::Nothing).gap(1)];
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
    let base_words = words_of(base);
    let mut shown = None;
    for ((statement, i), appearance) in carriers.into_iter().zip(all) {
        if occasions.len() > 1 && shown != Some(statement) {
            shown = Some(statement);
            let mut text = occasion(open, &occasions, statement);
            if statement == ix {
                text += " (the statement above)";
            }
            rows.push(heading(context, &text));
        }
        let base = (!std::ptr::eq(appearance, base)).then_some(base_words.as_str());
        let lines = carrier(open, statement, appearance, base, width);
        let target = Target::Statement {
            statement,
            appearance: i,
            under: None,
        };
        rows.push(Row::full(lines, target).gap(1));
    }
    rows
}

/// Heads the carriers of one occasion.
fn occasion(open: &OpenBriefing, occasions: &[StatementIx], ix: StatementIx) -> String {
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

/// Writes one carrier; `base` is the fullest wording, where that is another's.
fn carrier(
    open: &OpenBriefing,
    ix: StatementIx,
    appearance: &Appearance,
    base: Option<&str>,
    width: usize,
) -> Vec<Line> {
    let briefing = &open.briefing;
    let kind = briefing.statement(ix).kind;
    let column = open.column_of(ix);
    let article = briefing.article(appearance.article);
    let mut facts = vec![piece(&article.publisher, Role::Name)];
    if let Some(date) = &article.published {
        facts.push(piece(format!(", {date}"), Role::Dim));
    }
    let mut lines = both_ends(facts, vec![proof_piece(appearance.proof())], width);
    if let Some(attribution) = &appearance.attribution {
        let text = format!("attributed: {attribution}");
        lines.extend(flow(&[piece(text, Role::Dim)], width, 0, 2));
    }
    if !appearance.via.is_empty() {
        let hops: Vec<String> = appearance.via.iter().map(RelayedBy::label).collect();
        let text = format!("via {}", hops.join(" → "));
        lines.extend(flow(&[piece(text, Role::Dim)], width, 0, 2));
    }
    let own = words_of(appearance);
    let quoted = match kind {
        QuotationKind::Direct => Role::Quoted(column),
        QuotationKind::Paraphrase => Role::Reported(column),
    };
    match base {
        None => {
            let pieces = in_marks(kind, vec![piece(own, quoted)], quoted);
            lines.extend(flow(&pieces, width, 2, 2));
        }
        Some(base) => {
            let (pieces, missing) = compared(base, &own, quoted);
            let shown = in_marks(kind, pieces.clone(), quoted);
            lines.extend(flow(&shown, width, 2, 2));
            lines.extend(verdict(&pieces, &missing, width));
        }
    }
    if let Some(note) = &appearance.note {
        let text = [piece("curator: ", Role::Dim), piece(note, Role::Curator)];
        lines.extend(flow(&text, width, 2, 2));
    }
    lines
}

/// Sets a speaker's own words in quotation marks.
fn in_marks(kind: QuotationKind, mut pieces: Vec<Piece>, role: Role) -> Vec<Piece> {
    if kind == QuotationKind::Direct {
        pieces.insert(0, piece("“", role));
        pieces.push(piece("”", role));
    }
    pieces
}

/// Tells which appearance prints the most words.
fn fullest(appearances: &[&Appearance]) -> usize {
    let lengths = appearances.iter().map(|a| words_of(a).len()).enumerate();
    lengths
        .max_by_key(|(i, length)| (*length, std::cmp::Reverse(*i)))
        .map_or(0, |(i, _)| i)
}

/// Returns `true` if a carrier's wording differs from the fullest one of all occasions.
#[must_use]
pub fn differs(open: &OpenBriefing, ix: StatementIx, appearance: usize) -> bool {
    let occasions = match open.occasions.others(ix) {
        [] => vec![ix],
        all => all.to_vec(),
    };
    let statements = occasions.iter().map(|s| open.briefing.statement(*s));
    let all: Vec<&Appearance> = statements.flat_map(|s| &s.appearances).collect();
    let base = all
        .get(fullest(&all))
        .map(|a| words_of(a))
        .unwrap_or_default();
    let own = open.briefing.statement(ix).appearances.get(appearance);
    let own = own.map(words_of).unwrap_or_default();
    let pieces = diff::words(&base, &own);
    pieces.iter().any(|p| !matches!(p, Difference::Same(..)))
}

fn words_of(appearance: &Appearance) -> String {
    let parts: Vec<&str> = appearance.quote.iter().map(|q| q.exact.as_str()).collect();
    parts.join(" […] ")
}

/// Returns the own words with what only they have marked, and what they lack.
fn compared(base: &str, own: &str, role: Role) -> (Vec<Piece>, Vec<String>) {
    let mut pieces = Vec::new();
    let mut missing = Vec::new();
    let mut at = 0;
    for difference in diff::words(base, own) {
        match difference {
            Difference::Removed(range) => {
                let words = base.get(range).unwrap_or_default().trim();
                let words = words.trim_matches(['[', ']', '…', ' ']);
                if !words.is_empty() {
                    missing.push(words.to_owned());
                }
            }
            Difference::Added(range) => {
                pieces.push(piece(own.get(at..range.start).unwrap_or_default(), role));
                let words = own.get(range.clone()).unwrap_or_default();
                let role = if words.trim_matches(['[', ']', '…', ' ']).is_empty() {
                    Role::Dim
                } else {
                    Role::Different
                };
                pieces.push(piece(words, role));
                at = range.end;
            }
            Difference::Same(_, range) => {
                pieces.push(piece(own.get(at..range.end).unwrap_or_default(), role));
                at = range.end;
            }
        }
    }
    pieces.push(piece(own.get(at..).unwrap_or_default(), role));
    pieces.retain(|p| !p.text.is_empty());
    (pieces, missing)
}

fn verdict(pieces: &[Piece], missing: &[String], width: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    let other: Vec<String> = pieces
        .iter()
        .filter(|p| p.role == Role::Different)
        .map(|p| format!("“{}”", p.text.trim()))
        .collect();
    if !other.is_empty() {
        let text = format!("≠ only here: {}", other.join(", "));
        lines.extend(flow(&[piece(text, Role::Doubt)], width, 2, 4));
    }
    if !missing.is_empty() {
        let quoted: Vec<String> = missing.iter().map(|m| format!("“{m}”")).collect();
        let text = format!("≠ not here: {}", quoted.join(", "));
        lines.extend(flow(&[piece(text, Role::Doubt)], width, 2, 4));
    }
    if other.is_empty() && missing.is_empty() {
        lines.push(Line::of("  = the same words", Role::Good));
    }
    lines
}
