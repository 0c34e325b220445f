//! What is found by the words of the reader's notes.

use crate::model::{self, Field, Scope, Why};
use crate::search::bookmarks::docs::Ledger;
use crate::search::compile::Asked;
use crate::search::index::snapshot::Snapshot;
use crate::search::query::parser::{Node, Parsed, What};
use crate::search::retrieve::rerank::judge;
use crate::search::retrieve::score::Judged;
use crate::text::fold::fold;

/// Bookmarks that are looked at for the words of their notes, at most.
const NOTED: usize = 30;

/// Returns what has all that is asked in its words and the reader's note on it.
pub(crate) fn by_notes(
    snapshot: &Snapshot,
    ledger: &Ledger,
    parsed: &Parsed,
    asked: &Asked,
    question: &model::Query,
) -> tantivy::Result<Vec<Judged>> {
    let mut results: Vec<Judged> = Vec::new();
    if asked.words == 0 {
        return Ok(results);
    }
    let known = of_known_words(&question.text, parsed, asked);
    for (bookmark, documents) in ledger.noted(&known, NOTED)? {
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

/// Returns a question in words that are known: without the parts that were left out because
/// nobody and nothing is called so, also not in a note, and with the word that is spelt like it
/// in place of one that was guessed at. Dates are left out by whoever is asked.
fn of_known_words(text: &str, parsed: &Parsed, asked: &Asked) -> String {
    let mut known = text.to_owned();
    // From behind, so that the places of the others stay.
    for node in parsed.nodes.iter().rev() {
        let Node::Part(part) = node else {
            continue;
        };
        if !asked.notes.iter().any(|note| note.range == part.range) {
            continue;
        }
        let typed = fold(text.get(part.range.clone()).unwrap_or_default());
        let mut guessed = asked.wants.words.iter().filter(|w| !w.spelt.is_empty());
        let guessed = guessed.find(|w| typed.contains(&w.folded));
        match (&part.what, guessed) {
            (What::Filter { field, .. }, _) => {
                if !matches!(field, Field::Before | Field::After | Field::On) {
                    known.replace_range(part.range.clone(), " ");
                }
            }
            (_, Some(guessed)) => {
                // Of several words in one all are still wanted.
                if typed == guessed.folded {
                    known.replace_range(part.range.clone(), &guessed.spelt[0]);
                }
            }
            (_, None) => known.replace_range(part.range.clone(), " "),
        }
    }
    known
}
