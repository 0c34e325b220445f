//! Answers a question: as it was asked, or relaxed step by step until
//! something is found, with a note that says which step answered.

use std::collections::HashSet;

use crate::model::{self, Hits, Note, Ref, Scope};
use crate::search::bookmarks::docs::Ledger;
use crate::search::compile::{Asked, Strictness, ask};
use crate::search::engine::side_count_collector::SideCountCollector;
use crate::search::index::snapshot::Snapshot;
use crate::search::query::parser::{self, Parsed};
use crate::search::retrieve::note_hits::by_notes;
use crate::search::retrieve::rerank::{gather, the_best};
use crate::search::retrieve::results::{Found, sides_of};
use crate::search::retrieve::score::Judged;

/// Candidates of each class that are looked at closely, at least.
const CANDIDATES: usize = 30;
/// Candidates that are looked at closely where one of all words is enough.
const QUOTATIONS: usize = 60;
/// Words from which on a question may be a quotation with a wrong word in it.
const QUOTATION: usize = 4;
/// Share of a question in one run, beyond which nothing better is looked for.
const IN_ONE_RUN: f32 = 0.85;
/// Share of a question in one run, from which on a word may be missing.
const A_RUN: f32 = 0.5;
/// Share of the best result's words that others need where not all are found.
const NEARLY: f32 = 0.6;
/// Results that are shown at most, whatever is asked.
const MOST: usize = 2000;
/// The same of one briefing, where all statements that match may be wanted.
const MOST_OF_ONE: usize = 20_000;

/// Answers a question from one state of the index.
pub(crate) fn find(
    snapshot: &Snapshot,
    ledger: &Ledger,
    question: &model::Query,
) -> tantivy::Result<Hits> {
    let parsed = parser::parse(&question.text);
    let asked = ask(
        snapshot,
        ledger,
        &parsed,
        &question.scope,
        Strictness::AsAsked,
    )?;
    let mut answer = Hits {
        notes: parsed.notes.clone(),
        unfinished: parsed.unfinished.clone(),
        terms: asked.wants.terms(),
        ..Hits::default()
    };
    if snapshot.searcher.num_docs() == 0 {
        return Ok(answer);
    }
    answer.notes.extend(asked.notes.iter().cloned());
    let found = first_that_finds(snapshot, ledger, &parsed, question, &asked)?;
    for note in found.notes {
        if !answer.notes.contains(&note) {
            answer.notes.push(note);
        }
    }
    answer.terms = found.terms;
    answer.total = found.total;
    answer.sides = found.sides;
    answer.results = found.results.into_iter().map(|j| j.hit).collect();
    answer
        .results
        .truncate(question.limit.min(most_for(&question.scope)));
    sort_notes(&mut answer.notes);
    Ok(answer)
}

fn sort_notes(notes: &mut [Note]) {
    notes.sort_by(|a, b| {
        (a.range.start, a.range.end, &a.message).cmp(&(b.range.start, b.range.end, &b.message))
    });
}

/// The steps of relaxing that make sense for a question, strictest first.
fn steps(asked: &Asked, text: &str) -> Vec<(Strictness, Note)> {
    let whole = |message: String| Note {
        range: 0..text.len(),
        message,
    };
    let mut steps = Vec::new();
    if let Some(last) = &asked.last {
        let typed = text.get(last.clone()).unwrap_or_default();
        steps.push((
            Strictness::WithoutLast,
            Note {
                range: last.clone(),
                message: format!(
                    "Nothing has all of this together with {typed}; that is left out."
                ),
            },
        ));
    }
    if asked.phrases {
        steps.push((
            Strictness::LoosePhrases,
            whole("The phrase stands nowhere like this; its words are looked for.".to_owned()),
        ));
    }
    if asked.words > 0 {
        steps.push((
            Strictness::AnySpelling,
            whole("Nothing has all these words; similar spellings are let through.".to_owned()),
        ));
    }
    let words = asked.wants.words.len();
    // The words of a phrase may be missing, too, once they are loose.
    if asked.words > 1 || asked.phrases && words > 1 {
        let all = match words {
            2 => "both words; shown is what has one of them".to_owned(),
            _ => format!("all {words} words; shown is what has most of them"),
        };
        steps.push((Strictness::AnyWord, whole(format!("Nothing has {all}."))));
    }
    steps
}

/// Asks as it stands, then step by step less strictly. Where nothing finds anything, what
/// is returned only says which words are unknown.
fn first_that_finds(
    snapshot: &Snapshot,
    ledger: &Ledger,
    parsed: &Parsed,
    question: &model::Query,
    asked: &Asked,
) -> tantivy::Result<Found> {
    let steps = steps(asked, &question.text);
    let noted = by_notes(snapshot, ledger, parsed, asked, question)?;
    if let Some(mut found) = all_of(snapshot, asked, question)? {
        add_quotations(snapshot, ledger, parsed, question, asked, &mut found)?;
        found.add(noted);
        return Ok(found);
    }
    if !noted.is_empty() {
        let mut found = Found {
            terms: asked.wants.terms(),
            notes: asked.notes.clone(),
            ..Found::default()
        };
        found.add(noted);
        return Ok(found);
    }
    let mut nothing = Found {
        terms: asked.wants.terms(),
        ..Found::default()
    };
    for (strictness, note) in steps {
        let relaxed = ask(snapshot, ledger, parsed, &question.scope, strictness)?;
        nothing.notes.clone_from(&relaxed.notes);
        let found = if strictness == Strictness::AnyWord {
            most_of(snapshot, &relaxed, question)?
        } else {
            all_of(snapshot, &relaxed, question)?
        };
        if let Some(mut found) = found {
            if strictness != Strictness::AnyWord {
                add_quotations(snapshot, ledger, parsed, question, asked, &mut found)?;
            }
            found.notes.push(note);
            return Ok(found);
        }
    }
    Ok(nothing)
}

/// Returns what has all that is asked, if anything has.
fn all_of(
    snapshot: &Snapshot,
    asked: &Asked,
    question: &model::Query,
) -> tantivy::Result<Option<Found>> {
    let Some(query) = &asked.query else {
        return Ok(None);
    };
    let most = most_of_question(question);
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
    let (results, dropped) = gather(snapshot, candidates, asked, question)?;
    let (total, sides) = (fruit.total, fruit.sides);
    Ok((!results.is_empty()).then(|| Found {
        results,
        total: total - dropped,
        sides,
        terms: asked.wants.terms(),
        notes: asked.notes.clone(),
    }))
}

/// Returns what has nearly as much of the words as the best. It is counted
/// among the candidates that were looked at: "any of the words" says nothing.
fn most_of(
    snapshot: &Snapshot,
    asked: &Asked,
    question: &model::Query,
) -> tantivy::Result<Option<Found>> {
    let Some(query) = &asked.query else {
        return Ok(None);
    };
    let candidates = the_best(
        snapshot,
        query,
        QUOTATIONS
            .max(question.limit)
            .min(most_for(&question.scope)),
    )?;
    let (mut results, _) = gather(snapshot, candidates, asked, question)?;
    let best = results.iter().map(|j| j.covered).fold(0.0, f32::max);
    results.retain(|j| j.covered >= best * NEARLY);
    Ok((!results.is_empty()).then(|| Found {
        total: results.len(),
        sides: sides_of(&results),
        results,
        terms: asked.wants.terms(),
        notes: asked.notes.clone(),
    }))
}

/// Adds what has most of the words in one run, where what has all of them has
/// them scattered: of a long quotation a word may well be remembered wrongly.
fn add_quotations(
    snapshot: &Snapshot,
    ledger: &Ledger,
    parsed: &Parsed,
    question: &model::Query,
    asked: &Asked,
    found: &mut Found,
) -> tantivy::Result<()> {
    if asked.words < QUOTATION || asked.phrases {
        return Ok(());
    }
    let best = found.results.iter().map(|j| j.in_order).fold(0.0, f32::max);
    if best > IN_ONE_RUN {
        return Ok(());
    }
    let asked = ask(
        snapshot,
        ledger,
        parsed,
        &question.scope,
        Strictness::AnyWord,
    )?;
    let Some(query) = &asked.query else {
        return Ok(());
    };
    let known: HashSet<Ref> = found
        .results
        .iter()
        .map(|j| j.hit.reference.clone())
        .collect();
    let candidates = the_best(snapshot, query, QUOTATIONS)?;
    let (more, _) = gather(snapshot, candidates, &asked, question)?;
    let runs: Vec<Judged> = more
        .into_iter()
        .filter(|j| j.in_order > best.max(A_RUN) && !known.contains(&j.hit.reference))
        .collect();
    found.add(runs);
    Ok(())
}

/// Returns how many results are shown at most.
fn most_for(scope: &Scope) -> usize {
    match scope {
        Scope::Library => MOST,
        Scope::Briefing(_) | Scope::Article(..) => MOST_OF_ONE,
    }
}

/// Returns how many candidates a question needs.
fn most_of_question(question: &model::Query) -> usize {
    question.limit.clamp(CANDIDATES, most_for(&question.scope))
}
