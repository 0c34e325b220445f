//! One utterance, many carriers: the same words as each article printed them,
//! every difference in wording marked.

use std::sync::Arc;

use crate::model::{Appearance, Kind, StatementIx};
use crate::text::diff::{self, Piece as Difference};

use super::card::{Detail, card, proof_piece};
use super::desk::Desk;
use super::grid::{Row, Span};
use super::listing::{Context, heading};
use super::rich::{Line, Piece, Role, both_ends, flow, piece};
use super::target::Target;

/// Writes the rows.
#[must_use]
pub fn rows(context: &Context, desk: &Arc<Desk>, ix: StatementIx) -> Vec<Row> {
    let briefing = &desk.briefing;
    let statement = briefing.statement(ix);
    let width = context.columns.words(Span::Full).min(90);
    let column = desk.column_of(ix);
    let fullest = fullest(&statement.appearances);
    let mut rows = vec![
        Row::full(
            card(desk, ix, fullest, Detail::Facts, width),
            Target::Nothing,
        )
        .gap(1),
    ];
    let carriers = statement.appearances.len();
    let title = if carriers == 1 {
        "One article carries it".to_owned()
    } else {
        let longest = &briefing
            .article(statement.appearances[fullest].article)
            .publisher;
        format!("{carriers} articles carry it; the fullest wording is that of {longest}")
    };
    rows.push(heading(context, &title));
    let base = words_of(&statement.appearances[fullest]);
    for (i, appearance) in statement.appearances.iter().enumerate() {
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
        let own = words_of(appearance);
        let quoted = match statement.kind {
            Kind::Direct => Role::Quoted(column),
            Kind::Paraphrase => Role::Reported(column),
        };
        if i == fullest {
            let pieces = in_marks(statement.kind, vec![piece(own, quoted)], quoted);
            lines.extend(flow(&pieces, width, 2, 2));
        } else {
            let (pieces, missing) = compared(&base, &own, quoted);
            let shown = in_marks(statement.kind, pieces.clone(), quoted);
            lines.extend(flow(&shown, width, 2, 2));
            lines.extend(verdict(&pieces, &missing, width));
        }
        if let Some(note) = &appearance.note {
            let text = [piece("curator: ", Role::Dim), piece(note, Role::Curator)];
            lines.extend(flow(&text, width, 2, 2));
        }
        rows.push(
            Row::full(
                lines,
                Target::Statement {
                    statement: ix,
                    appearance: i,
                    under: None,
                },
            )
            .gap(1),
        );
    }
    rows
}

/// Sets a speaker's own words in quotation marks.
fn in_marks(kind: Kind, mut pieces: Vec<Piece>, role: Role) -> Vec<Piece> {
    if kind == Kind::Direct {
        pieces.insert(0, piece("“", role));
        pieces.push(piece("”", role));
    }
    pieces
}

/// Tells which appearance prints the most words.
fn fullest(appearances: &[Appearance]) -> usize {
    let lengths = appearances.iter().map(|a| words_of(a).len()).enumerate();
    lengths
        .max_by_key(|(i, length)| (*length, std::cmp::Reverse(*i)))
        .map_or(0, |(i, _)| i)
}

/// Tells whether a carrier's wording differs from the fullest one.
#[must_use]
pub fn differs(desk: &Desk, ix: StatementIx, appearance: usize) -> bool {
    let appearances = &desk.briefing.statement(ix).appearances;
    let base = words_of(&appearances[fullest(appearances)]);
    let own = appearances
        .get(appearance)
        .map(words_of)
        .unwrap_or_default();
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
