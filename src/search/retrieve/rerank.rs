//! From tantivy's candidates to results: loads them, scores them, and drops what
//! stands in another.

use std::collections::HashSet;

use tantivy::collector::TopDocs;
use tantivy::query::Query;
use tantivy::{DocAddress, Score};

use crate::model::{self, Reference};
use crate::search::compile::CompiledQuery;
use crate::search::index::snapshot::Snapshot;
use crate::search::index::stored;
use crate::search::retrieve::score::{CandidateScorer, ScoredHit};

/// Scores candidates, best first; returns how many were
/// dropped because a statement that stands in them is a result of its own.
pub(crate) fn rerank(
    snapshot: &Snapshot,
    candidates: impl IntoIterator<Item = (Score, DocAddress)>,
    compiled: &CompiledQuery,
    question: &model::Query,
) -> tantivy::Result<(Vec<ScoredHit>, usize)> {
    let mut results = Vec::new();
    let mut dropped = 0;
    for (score, address) in candidates {
        match score_candidate(snapshot, address, score, None, compiled, question)? {
            Some(scored) => results.push(scored),
            None => dropped += 1,
        }
    }
    let statements: HashSet<Reference> = results
        .iter()
        .filter(|j| j.hit.statement.is_some())
        .map(|j| j.hit.reference.clone())
        .collect();
    let before = results.len();
    results.retain(|j| !j.statements.iter().any(|held| statements.contains(held)));
    dropped += before - results.len();
    results.sort_by(|a, b| b.hit.score.total_cmp(&a.hit.score));
    Ok((results, dropped))
}

/// Scores one candidate, with the reader's note on it where it was found by that.
pub(crate) fn score_candidate(
    snapshot: &Snapshot,
    address: DocAddress,
    score: Score,
    note: Option<&str>,
    compiled: &CompiledQuery,
    question: &model::Query,
) -> tantivy::Result<Option<ScoredHit>> {
    let Some(record) = stored::record(snapshot, address)? else {
        return Ok(None);
    };
    let scorer = CandidateScorer {
        terms: &compiled.terms,
        analyser: &snapshot.analyser(&record.language),
        scope: &question.scope,
        names: &|id| {
            Ok(stored::statement(snapshot, &record.briefing, id)?
                .and_then(|record| record.statement)
                .map(|said| format!("{} \n {}", said.all_names(), said.topic_questions())))
        },
        note,
    };
    scorer.score(&record, score)
}

/// Returns the best of a query of which only the best count: tantivy then
/// passes over most of what is found.
pub(crate) fn top_docs(
    snapshot: &Snapshot,
    query: &dyn Query,
    most: usize,
) -> tantivy::Result<Vec<(Score, DocAddress)>> {
    let top = TopDocs::with_limit(most.max(1)).order_by_score();
    snapshot.search(query, &top)
}
