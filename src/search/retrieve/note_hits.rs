//! What is found by the words of the reader's notes.

use crate::model::{self, MatchReason, QueryField, SearchScope};
use crate::search::bookmarks::docs::BookmarkDocs;
use crate::search::compile::CompiledQuery;
use crate::search::index::snapshot::Snapshot;
use crate::search::query::ast::{LeafKind, ParsedQuery, QueryNode};
use crate::search::retrieve::rerank::score_candidate;
use crate::search::retrieve::score::ScoredHit;
use crate::text::fold::fold;

/// Bookmarks that are looked at for the words of their notes, at most.
const MAX_NOTE_HITS: usize = 30;

/// Returns what has all that is asked in its words and the reader's note on it.
pub(crate) fn search_notes(
    snapshot: &Snapshot,
    bookmarks: &BookmarkDocs,
    parsed: &ParsedQuery,
    compiled: &CompiledQuery,
    question: &model::Query,
) -> tantivy::Result<Vec<ScoredHit>> {
    let mut results: Vec<ScoredHit> = Vec::new();
    if compiled.words == 0 {
        return Ok(results);
    }
    let known = known_words_only(&question.text, parsed, compiled);
    for (bookmark, documents) in bookmarks.search_notes(&known, MAX_NOTE_HITS)? {
        for address in documents.iter() {
            let note = Some(bookmark.note.as_str());
            let Some(scored) = score_candidate(snapshot, *address, 0.0, note, compiled, question)?
            else {
                continue;
            };
            let known = results
                .iter()
                .any(|j| j.hit.reference == scored.hit.reference);
            let within = match &question.scope {
                SearchScope::Library => true,
                SearchScope::Briefing(briefing) => scored.hit.place.briefing == *briefing,
                SearchScope::Article(briefing, article) => {
                    (&scored.hit.place.briefing, &scored.hit.place.article) == (briefing, article)
                }
            };
            if within && !known && scored.hit.match_reasons.contains(&MatchReason::Note) {
                results.push(scored);
            }
        }
    }
    Ok(results)
}

/// Returns a question in words that are known: without the parts that were left out because
/// nobody and nothing is called so, also not in a note, and with the word that is spelt like it
/// in place of one that was guessed at. Dates are left out by whoever is asked.
fn known_words_only(text: &str, parsed: &ParsedQuery, compiled: &CompiledQuery) -> String {
    let mut known = text.to_owned();
    // From behind, so that the places of the others stay.
    for node in parsed.nodes.iter().rev() {
        let QueryNode::Leaf(leaf) = node else {
            continue;
        };
        if !compiled.notes.iter().any(|note| note.range == leaf.range) {
            continue;
        }
        let typed = fold(text.get(leaf.range.clone()).unwrap_or_default());
        let mut guessed = compiled
            .terms
            .words
            .iter()
            .filter(|w| !w.fuzzy_forms.is_empty());
        let guessed = guessed.find(|w| typed.contains(&w.folded));
        match (&leaf.kind, guessed) {
            (LeafKind::Filter { field, .. }, _) => {
                if !matches!(
                    field,
                    QueryField::Before | QueryField::After | QueryField::On
                ) {
                    known.replace_range(leaf.range.clone(), " ");
                }
            }
            (_, Some(guessed)) => {
                // Of several words in one all are still wanted.
                if typed == guessed.folded {
                    known.replace_range(leaf.range.clone(), &guessed.fuzzy_forms[0]);
                }
            }
            (_, None) => known.replace_range(leaf.range.clone(), " "),
        }
    }
    known
}
