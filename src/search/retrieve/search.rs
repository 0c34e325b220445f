//! Answers a question: as it was asked, or relaxed step by step until
//! something is found, with a note that says which step answered.

use std::collections::HashSet;

use crate::model::{self, DiagnosticKind, Hits, QueryDiagnostic, Reference, SearchScope};
use crate::search::bookmarks::docs::BookmarkDocs;
use crate::search::compile::{CompiledQuery, Strictness, compile};
use crate::search::engine::side_count_collector::SideCountCollector;
use crate::search::index::snapshot::Snapshot;
use crate::search::query::ast::ParsedQuery;
use crate::search::query::parser;
use crate::search::retrieve::note_hits::search_notes;
use crate::search::retrieve::rerank::{rerank, top_docs};
use crate::search::retrieve::results::{ResultSet, side_counts};
use crate::search::retrieve::score::ScoredHit;

// The thresholds below came with the relaxing to most of the words; the ranking set of
// `benches/search/ranking.rs` holds them, their origin is not recorded.

/// Candidates of each class that are looked at closely, at least.
const MIN_CANDIDATES: usize = 30;
/// Candidates that are looked at closely where one of all words is enough.
const ANY_TERM_CANDIDATES: usize = 60;
/// Words from which on a question may be a quotation with a wrong word in it.
const MIN_RUN_WORDS: usize = 4;
/// Share of a question in one run, beyond which nothing better is looked for.
const GOOD_RUN: f32 = 0.85;
/// Share of a question in one run, from which on a word may be missing.
const MIN_RUN: f32 = 0.5;
/// Share of the best result's words that others need where not all are found.
const MIN_COVERAGE: f32 = 0.6;
/// Results that are shown at most, whatever is asked.
const MAX_RESULTS: usize = 2000;
/// The same of one briefing, where all statements that match may be wanted.
const MAX_RESULTS_IN_BRIEFING: usize = 20_000;

/// Answers a question from one state of the index.
pub(crate) fn search(
    snapshot: &Snapshot,
    bookmarks: &BookmarkDocs,
    question: &model::Query,
) -> tantivy::Result<Hits> {
    let parsed = parser::parse(&question.text);
    let compiled = compile(
        snapshot,
        bookmarks,
        &parsed,
        &question.scope,
        Strictness::AsTyped,
    )?;
    let mut answer = Hits {
        diagnostics: parsed.notes.clone(),
        unfinished: parsed.unfinished.clone(),
        needles: compiled.terms.needles(),
        ..Hits::default()
    };
    if snapshot.searcher.num_docs() == 0 {
        return Ok(answer);
    }
    answer.diagnostics.extend(compiled.notes.iter().cloned());
    let found = search_relaxed(snapshot, bookmarks, &parsed, question, &compiled)?;
    for note in found.notes {
        if !answer.diagnostics.contains(&note) {
            answer.diagnostics.push(note);
        }
    }
    answer.needles = found.needles;
    answer.total = found.total;
    answer.side_counts = found.sides;
    answer.results = found.results.into_iter().map(|j| j.hit).collect();
    answer
        .results
        .truncate(question.limit.min(max_results(&question.scope)));
    sort_notes(&mut answer.diagnostics);
    Ok(answer)
}

fn sort_notes(notes: &mut [QueryDiagnostic]) {
    notes.sort_by_cached_key(|note| (note.range.start, note.range.end, note.message()));
}

/// Returns the steps of relaxing that make sense for a question, strictest first.
fn relaxations(compiled: &CompiledQuery, text: &str) -> Vec<(Strictness, QueryDiagnostic)> {
    let whole = |kind| QueryDiagnostic::new(0..text.len(), kind, "");
    let mut relaxations = Vec::new();
    if let Some(last) = &compiled.last {
        let typed = text.get(last.clone()).unwrap_or_default();
        relaxations.push((
            Strictness::WithoutLast,
            QueryDiagnostic::new(last.clone(), DiagnosticKind::WithoutLast, typed),
        ));
    }
    if compiled.phrases {
        relaxations.push((
            Strictness::LoosePhrases,
            whole(DiagnosticKind::LoosePhrases),
        ));
    }
    if compiled.words > 0 {
        relaxations.push((Strictness::AnySpelling, whole(DiagnosticKind::AnySpelling)));
    }
    let words = compiled.terms.words.len();
    // The words of a phrase may be missing, too, once they are loose.
    if compiled.words > 1 || compiled.phrases && words > 1 {
        relaxations.push((Strictness::AnyWord, whole(DiagnosticKind::AnyWord(words))));
    }
    relaxations
}

/// Asks as it stands, then step by step less strictly. Where nothing finds anything, what
/// is returned only says which words are unknown.
fn search_relaxed(
    snapshot: &Snapshot,
    bookmarks: &BookmarkDocs,
    parsed: &ParsedQuery,
    question: &model::Query,
    compiled: &CompiledQuery,
) -> tantivy::Result<ResultSet> {
    let relaxations = relaxations(compiled, &question.text);
    let noted = search_notes(snapshot, bookmarks, parsed, compiled, question)?;
    if let Some(mut found) = search_all_terms(snapshot, compiled, question)? {
        add_run_matches(snapshot, bookmarks, parsed, question, compiled, &mut found)?;
        found.add(noted);
        return Ok(found);
    }
    if !noted.is_empty() {
        let mut found = ResultSet {
            needles: compiled.terms.needles(),
            notes: compiled.notes.clone(),
            ..ResultSet::default()
        };
        found.add(noted);
        return Ok(found);
    }
    let mut nothing = ResultSet {
        needles: compiled.terms.needles(),
        ..ResultSet::default()
    };
    for (strictness, note) in relaxations {
        let relaxed = compile(snapshot, bookmarks, parsed, &question.scope, strictness)?;
        nothing.notes.clone_from(&relaxed.notes);
        let found = if strictness == Strictness::AnyWord {
            search_any_term(snapshot, &relaxed, question)?
        } else {
            search_all_terms(snapshot, &relaxed, question)?
        };
        if let Some(mut found) = found {
            if strictness != Strictness::AnyWord {
                add_run_matches(snapshot, bookmarks, parsed, question, compiled, &mut found)?;
            }
            found.notes.push(note);
            return Ok(found);
        }
    }
    Ok(nothing)
}

/// Returns what has all that is asked, if anything has.
fn search_all_terms(
    snapshot: &Snapshot,
    compiled: &CompiledQuery,
    question: &model::Query,
) -> tantivy::Result<Option<ResultSet>> {
    let Some(query) = &compiled.query else {
        return Ok(None);
    };
    let most = candidate_count(question);
    let collector = SideCountCollector {
        statement_bits: snapshot.statements(),
        best: most,
        statements: most.div_ceil(2),
    };
    let fruit = snapshot.search(query, &collector)?;
    if fruit.total == 0 {
        return Ok(None);
    }
    let candidates = fruit.best.into_iter().map(|(a, s)| (s, a));
    let (results, dropped) = rerank(snapshot, candidates, compiled, question)?;
    let (total, sides) = (fruit.total, fruit.sides);
    Ok((!results.is_empty()).then(|| ResultSet {
        results,
        total: total - dropped,
        sides,
        needles: compiled.terms.needles(),
        notes: compiled.notes.clone(),
    }))
}

/// Returns what has nearly as much of the words as the best. It is counted
/// among the candidates that were looked at: "any of the words" says nothing.
fn search_any_term(
    snapshot: &Snapshot,
    compiled: &CompiledQuery,
    question: &model::Query,
) -> tantivy::Result<Option<ResultSet>> {
    let Some(query) = &compiled.query else {
        return Ok(None);
    };
    let candidates = top_docs(
        snapshot,
        query,
        ANY_TERM_CANDIDATES
            .max(question.limit)
            .min(max_results(&question.scope)),
    )?;
    let (mut results, _) = rerank(snapshot, candidates, compiled, question)?;
    let best = results.iter().map(|j| j.covered).fold(0.0, f32::max);
    results.retain(|j| j.covered >= best * MIN_COVERAGE);
    Ok((!results.is_empty()).then(|| ResultSet {
        total: results.len(),
        sides: side_counts(&results),
        results,
        needles: compiled.terms.needles(),
        notes: compiled.notes.clone(),
    }))
}

/// Adds what has most of the words in one run, where what has all of them has
/// them scattered: of a long quotation a word may well be remembered wrongly.
fn add_run_matches(
    snapshot: &Snapshot,
    bookmarks: &BookmarkDocs,
    parsed: &ParsedQuery,
    question: &model::Query,
    compiled: &CompiledQuery,
    found: &mut ResultSet,
) -> tantivy::Result<()> {
    if compiled.words < MIN_RUN_WORDS || compiled.phrases {
        return Ok(());
    }
    let best = found.results.iter().map(|j| j.in_order).fold(0.0, f32::max);
    if best > GOOD_RUN {
        return Ok(());
    }
    let compiled = compile(
        snapshot,
        bookmarks,
        parsed,
        &question.scope,
        Strictness::AnyWord,
    )?;
    let Some(query) = &compiled.query else {
        return Ok(());
    };
    let known: HashSet<Reference> = found
        .results
        .iter()
        .map(|j| j.hit.reference.clone())
        .collect();
    let candidates = top_docs(snapshot, query, ANY_TERM_CANDIDATES)?;
    let (more, _) = rerank(snapshot, candidates, &compiled, question)?;
    let runs: Vec<ScoredHit> = more
        .into_iter()
        .filter(|j| j.in_order > best.max(MIN_RUN) && !known.contains(&j.hit.reference))
        .collect();
    found.add(runs);
    Ok(())
}

/// Returns how many results are shown at most.
fn max_results(scope: &SearchScope) -> usize {
    match scope {
        SearchScope::Library => MAX_RESULTS,
        SearchScope::Briefing(_) | SearchScope::Article(..) => MAX_RESULTS_IN_BRIEFING,
    }
}

/// Returns how many candidates a question needs.
fn candidate_count(question: &model::Query) -> usize {
    question
        .limit
        .clamp(MIN_CANDIDATES, max_results(&question.scope))
}
