//! What is found by the words of the reader's notes.

use super::gather::judge;
use super::grammar::{Node, Parsed, What};
use super::hits::Judged;
use super::ledger::Ledger;
use super::query::Asked;
use super::snapshot::{Answer, Snapshot};
use crate::model::{self, Field, Scope, Why};
use crate::text::fold::fold;

/// Bookmarks that are looked at for the words of their notes, at most.
const NOTED: usize = 30;

/// Returns what has all that is asked in its words and the reader's note on it.
pub(super) fn by_notes(
    snapshot: &Snapshot,
    ledger: &Ledger,
    parsed: &Parsed,
    asked: &Asked,
    question: &model::Query,
) -> Answer<Vec<Judged>> {
    let mut results: Vec<Judged> = Vec::new();
    if asked.words == 0 {
        return Ok(results);
    }
    for (bookmark, documents) in
        ledger.noted(&without_unknown(&question.text, parsed, asked), NOTED)?
    {
        for address in documents.iter() {
            let note = Some(bookmark.note.as_str());
            let Some(judged) = judge(snapshot, *address, 0.0, note, asked, question)? else {
                continue;
            };
            let known = results
                .iter()
                .any(|j| j.hit.reference == judged.hit.reference);
            let within = match &question.scope {
                Scope::Library => true,
                Scope::Briefing(briefing) => judged.hit.place.briefing == *briefing,
                Scope::Article(briefing, article) => {
                    (&judged.hit.place.briefing, &judged.hit.place.article) == (briefing, article)
                }
            };
            if within && !known && judged.hit.why.contains(&Why::Note) {
                results.push(judged);
            }
        }
    }
    Ok(results)
}

/// Blanks the parts of a question that were left out because nobody and nothing is called
/// so, also not in a note. Dates are left out by whoever is asked.
fn without_unknown(text: &str, parsed: &Parsed, asked: &Asked) -> String {
    let mut kept = text.to_owned();
    for node in &parsed.nodes {
        let Node::Part(part) = node else {
            continue;
        };
        let word = fold(text.get(part.range.clone()).unwrap_or_default());
        let mut wanted = asked.wants.words.iter();
        let drops = match &part.what {
            What::Filter { field, .. } => {
                !matches!(field, Field::Before | Field::After | Field::On)
            }
            // What was taken for a word that is spelt like it is still wanted.
            _ => !wanted.any(|w| !w.spelt.is_empty() && word.contains(&w.folded)),
        };
        if drops && asked.notes.iter().any(|note| note.range == part.range) {
            kept.replace_range(part.range.clone(), &" ".repeat(part.range.len()));
        }
    }
    kept
}
