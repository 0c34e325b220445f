//! Answers a question: as it was asked, or relaxed step by step until
//! something is found, with a note that says which step answered.

use std::collections::BTreeMap;

use tantivy::collector::{Collector, Count, SegmentCollector, TopDocs};
use tantivy::columnar::StrColumn;
use tantivy::query::{BooleanQuery, ConstScoreQuery, Query, TermQuery};
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader, TantivyDocument, Term};

use super::grammar::{self, Parsed};
use super::hits;
use super::query::{Asked, Strictness, ask};
use super::record::{Record, read_seat};
use super::schema::STATEMENT;
use super::snapshot::{Answer, Snapshot};
use crate::model::{self, Hits, Note, SideCount};

/// Candidates of each class that are looked at closely, at least.
const CANDIDATES: usize = 80;
/// Results that are shown at most, whatever is asked.
const MOST: usize = 2000;

/// Answers a question from one state of the index.
pub(super) fn find(snapshot: &Snapshot, question: &model::Query) -> Answer<Hits> {
    let parsed = grammar::parse(&question.text);
    let asked = ask(snapshot, &parsed, &question.scope, Strictness::default())?;
    let mut answer = Hits {
        notes: parsed.notes.clone(),
        terms: asked.wants.terms(),
        ..Hits::default()
    };
    if snapshot.searcher.num_docs() == 0 {
        return Ok(answer);
    }
    answer.notes.extend(asked.notes.iter().cloned());
    if asked.query.is_none() {
        sort_notes(&mut answer.notes);
        return Ok(answer);
    }
    let Some((asked, counted, relaxed)) = first_that_finds(snapshot, &parsed, question, asked)?
    else {
        sort_notes(&mut answer.notes);
        return Ok(answer);
    };
    for note in asked.notes.iter().chain(&relaxed) {
        if !answer.notes.contains(note) {
            answer.notes.push(note.clone());
        }
    }
    sort_notes(&mut answer.notes);
    answer.terms = asked.wants.terms();
    answer.total = counted.total;
    answer.sides = counted.sides;
    let limit = question.limit.min(MOST);
    if let Some(query) = &asked.query {
        let candidates = candidates(snapshot, query, limit.max(CANDIDATES))?;
        let mut results: Vec<model::Hit> = Vec::with_capacity(candidates.len());
        for (score, address) in candidates {
            let Some(record) = record(snapshot, address)? else {
                continue;
            };
            let analyser = snapshot.analyser(&record.language);
            match hits::judge(&record, &asked.wants, &analyser, &question.scope, score) {
                Some(hit) => results.push(hit),
                None => answer.total = answer.total.saturating_sub(1),
            }
        }
        results.sort_by(|a, b| b.score.total_cmp(&a.score));
        results.truncate(limit);
        answer.results = results;
    }
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
            Strictness {
                without_last: true,
                ..Strictness::default()
            },
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
            Strictness {
                loose_phrases: true,
                ..Strictness::default()
            },
            whole("The phrase stands nowhere like this; its words are looked for.".to_owned()),
        ));
    }
    if asked.words > 0 {
        steps.push((
            Strictness {
                loose_phrases: true,
                any_spelling: true,
                ..Strictness::default()
            },
            whole("Nothing has all these words; similar spellings are let through.".to_owned()),
        ));
    }
    let words = asked.wants.words.len();
    for missing in 1..words {
        steps.push((
            Strictness {
                loose_phrases: true,
                missing,
                ..Strictness::default()
            },
            whole(format!(
                "Nothing has all {words} words; shown is what has {} of them.",
                words - missing
            )),
        ));
    }
    steps
}

/// Asks as it stands, then step by step less strictly.
fn first_that_finds(
    snapshot: &Snapshot,
    parsed: &Parsed,
    question: &model::Query,
    asked: Asked,
) -> Answer<Option<(Asked, Counted, Option<Note>)>> {
    let steps = steps(&asked, &question.text);
    if let Some(counted) = found(snapshot, &asked)? {
        return Ok(Some((asked, counted, None)));
    }
    for (strictness, note) in steps {
        let asked = ask(snapshot, parsed, &question.scope, strictness)?;
        // Of so few words not all may be missing.
        if strictness.missing > 0 && strictness.missing >= asked.words {
            continue;
        }
        if let Some(counted) = found(snapshot, &asked)? {
            return Ok(Some((asked, counted, Some(note))));
        }
    }
    Ok(None)
}

/// Returns how much a question finds, if it finds anything.
fn found(snapshot: &Snapshot, asked: &Asked) -> Answer<Option<Counted>> {
    let Some(query) = &asked.query else {
        return Ok(None);
    };
    let counted = count(snapshot, query)?;
    Ok((counted.total > 0).then_some(counted))
}

/// How much a query finds.
struct Counted {
    total: usize,
    sides: Vec<SideCount>,
}

fn of_statements(snapshot: &Snapshot, query: &dyn Query) -> BooleanQuery {
    let class = TermQuery::new(
        Term::from_field_text(snapshot.fields.class, STATEMENT),
        IndexRecordOption::Basic,
    );
    BooleanQuery::intersection(vec![
        query.box_clone(),
        Box::new(ConstScoreQuery::new(Box::new(class), 0.0)),
    ])
}

fn count(snapshot: &Snapshot, query: &dyn Query) -> Answer<Counted> {
    let total = snapshot.searcher.search(query, &Count)?;
    let sides = if total == 0 {
        Vec::new()
    } else {
        snapshot
            .searcher
            .search(&of_statements(snapshot, query), &Seats)?
    };
    Ok(Counted { total, sides })
}

/// Returns the best statements and the best of all, each once.
fn candidates(
    snapshot: &Snapshot,
    query: &dyn Query,
    limit: usize,
) -> Answer<Vec<(Score, DocAddress)>> {
    let top = |query: &dyn Query| {
        snapshot
            .searcher
            .search(query, &TopDocs::with_limit(limit.max(1)).order_by_score())
    };
    let mut found: BTreeMap<DocAddress, Score> = BTreeMap::new();
    for (score, address) in top(query)? {
        found.insert(address, score);
    }
    for (score, address) in top(&of_statements(snapshot, query))? {
        found.insert(address, score);
    }
    Ok(found.into_iter().map(|(a, s)| (s, a)).collect())
}

fn record(snapshot: &Snapshot, address: DocAddress) -> Answer<Option<Record>> {
    let document: TantivyDocument = snapshot.searcher.doc(address)?;
    Ok(document
        .get_first(snapshot.fields.record)
        .and_then(|value| value.as_str())
        .and_then(|json| serde_json::from_str(json).ok()))
}

/// Counts the statements of each side.
struct Seats;

/// Counts within one segment.
struct SeatsOfSegment {
    column: Option<StrColumn>,
    counts: Vec<usize>,
}

impl Collector for Seats {
    type Fruit = Vec<SideCount>;
    type Child = SeatsOfSegment;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> Answer<SeatsOfSegment> {
        let column = segment.fast_fields().str("seat")?;
        let counts = vec![0; column.as_ref().map_or(0, |c| c.num_terms())];
        Ok(SeatsOfSegment { column, counts })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<Vec<(String, usize)>>) -> Answer<Vec<SideCount>> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for (seat, count) in segments.into_iter().flatten() {
            *counts.entry(seat).or_default() += count;
        }
        let mut sides: Vec<SideCount> = counts
            .iter()
            .filter_map(|(seat, count)| {
                let (column, label) = read_seat(seat)?;
                Some(SideCount {
                    label: label.to_owned(),
                    column,
                    count: *count,
                })
            })
            .collect();
        sides.sort_by(|a, b| (a.column, b.count, &a.label).cmp(&(b.column, a.count, &b.label)));
        Ok(sides)
    }
}

impl SegmentCollector for SeatsOfSegment {
    type Fruit = Vec<(String, usize)>;

    fn collect(&mut self, doc: DocId, _: Score) {
        if let Some(column) = &self.column {
            for ord in column.term_ords(doc) {
                if let Some(count) = self.counts.get_mut(ord as usize) {
                    *count += 1;
                }
            }
        }
    }

    fn harvest(self) -> Self::Fruit {
        let Some(column) = &self.column else {
            return Vec::new();
        };
        let mut seats = Vec::new();
        for (ord, count) in self.counts.iter().enumerate().filter(|(_, n)| **n > 0) {
            let mut seat = String::new();
            if column.ord_to_str(ord as u64, &mut seat).is_ok() {
                seats.push((seat, *count));
            }
        }
        seats
    }
}
