//! Answers a question: as it was asked, or relaxed step by step until
//! something is found, with a note that says which step answered.

use std::collections::{BTreeMap, HashSet};

use tantivy::collector::TopDocs;
use tantivy::query::Query;
use tantivy::{DocAddress, Score};

use super::fetch;
use super::grammar::{self, Node, Parsed, What};
use super::hits::{Judge, Judged};
use super::ledger::Ledger;
use super::query::{Asked, Strictness, ask};
use super::snapshot::{Answer, Snapshot};
use super::sweep::Sweep;
use crate::model::{self, Field, Hits, Note, Ref, Scope, SideCount, Why};
use crate::text::fold::fold;

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
/// Bookmarks that are looked at for the words of their notes, at most.
const NOTED: usize = 30;
/// Results that are shown at most, whatever is asked.
const MOST: usize = 2000;
/// The same of one briefing, where all statements that match may be wanted.
const MOST_OF_ONE: usize = 20_000;

/// Answers a question from one state of the index.
pub(super) fn find(snapshot: &Snapshot, ledger: &Ledger, question: &model::Query) -> Answer<Hits> {
    let parsed = grammar::parse(&question.text);
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

/// What a question found.
#[derive(Default)]
struct Found {
    /// Best first.
    results: Vec<Judged>,
    total: usize,
    sides: Vec<SideCount>,
    terms: Vec<String>,
    notes: Vec<Note>,
}

/// Asks as it stands, then step by step less strictly. Where nothing finds anything, what
/// is returned only says which words are unknown.
fn first_that_finds(
    snapshot: &Snapshot,
    ledger: &Ledger,
    parsed: &Parsed,
    question: &model::Query,
    asked: &Asked,
) -> Answer<Found> {
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
fn all_of(snapshot: &Snapshot, asked: &Asked, question: &model::Query) -> Answer<Option<Found>> {
    let Some(query) = &asked.query else {
        return Ok(None);
    };
    let most = most_of_question(question);
    let sweep = Sweep {
        said: snapshot.said(),
        best: most,
        statements: most.div_ceil(2),
    };
    let swept = snapshot.search(query, &sweep)?;
    if swept.total == 0 {
        return Ok(None);
    }
    let candidates = swept.best.into_iter().map(|(a, s)| (s, a));
    let (results, dropped) = gather(snapshot, candidates, asked, question)?;
    let (total, sides) = (swept.total, swept.sides);
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
fn most_of(snapshot: &Snapshot, asked: &Asked, question: &model::Query) -> Answer<Option<Found>> {
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
) -> Answer<()> {
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

impl Found {
    /// Adds more results; one that is there already gives way to the better of both.
    fn add(&mut self, more: Vec<Judged>) {
        let mut fresh = Vec::new();
        for judged in more {
            let same = |j: &&mut Judged| j.hit.reference == judged.hit.reference;
            match self.results.iter_mut().find(same) {
                Some(known) if known.hit.score < judged.hit.score => *known = judged,
                Some(_) => {}
                None => fresh.push(judged),
            }
        }
        self.total += fresh.len();
        for side in sides_of(&fresh) {
            let same = |s: &&mut SideCount| (s.column, &s.label) == (side.column, &side.label);
            match self.sides.iter_mut().find(same) {
                Some(known) => known.count += side.count,
                None => self.sides.push(side),
            }
        }
        self.results.extend(fresh);
        self.results
            .sort_by(|a, b| b.hit.score.total_cmp(&a.hit.score));
    }
}

/// Returns what has all that is asked in its words and the reader's note on it.
fn by_notes(
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

/// Judges candidates, best first; returns how many were
/// dropped because a statement that stands in them is a result of its own.
fn gather(
    snapshot: &Snapshot,
    candidates: impl IntoIterator<Item = (Score, DocAddress)>,
    asked: &Asked,
    question: &model::Query,
) -> Answer<(Vec<Judged>, usize)> {
    let mut results = Vec::new();
    let mut dropped = 0;
    for (score, address) in candidates {
        match judge(snapshot, address, score, None, asked, question)? {
            Some(judged) => results.push(judged),
            None => dropped += 1,
        }
    }
    let statements: HashSet<Ref> = results
        .iter()
        .filter(|j| j.hit.statement.is_some())
        .map(|j| j.hit.reference.clone())
        .collect();
    let before = results.len();
    results.retain(|j| !j.holds.iter().any(|held| statements.contains(held)));
    dropped += before - results.len();
    results.sort_by(|a, b| b.hit.score.total_cmp(&a.hit.score));
    Ok((results, dropped))
}

/// Judges one candidate, with the reader's note on it where it was found by that.
fn judge(
    snapshot: &Snapshot,
    address: DocAddress,
    score: Score,
    note: Option<&str>,
    asked: &Asked,
    question: &model::Query,
) -> Answer<Option<Judged>> {
    let Some(record) = fetch::record(snapshot, address)? else {
        return Ok(None);
    };
    let judge = Judge {
        wants: &asked.wants,
        analyser: &snapshot.analyser(&record.language),
        scope: &question.scope,
        names: &|id| {
            Ok(fetch::statement(snapshot, &record.briefing, id)?
                .and_then(|record| record.said)
                .map(|said| format!("{} \n {}", said.called(), said.asked())))
        },
        note,
    };
    judge.judge(&record, score)
}

/// Counts the statements among some results by side.
fn sides_of(results: &[Judged]) -> Vec<SideCount> {
    let mut sides: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    for (label, column) in results.iter().filter_map(|j| j.hit.side.as_ref()) {
        *sides.entry((*column, label)).or_default() += 1;
    }
    sides
        .into_iter()
        .map(|((column, label), count)| SideCount {
            label: label.to_owned(),
            column,
            count,
        })
        .collect()
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

/// Returns the best of a query of which only the best count: the engine then
/// passes over most of what is found.
fn the_best(
    snapshot: &Snapshot,
    query: &dyn Query,
    most: usize,
) -> Answer<Vec<(Score, DocAddress)>> {
    let top = TopDocs::with_limit(most.max(1)).order_by_score();
    snapshot.search(query, &top)
}
