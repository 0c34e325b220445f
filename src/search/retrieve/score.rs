//! From a candidate to a result: how well its words are what was asked for,
//! why it matched, which words are shown and which of them are marked.
//!
//! tantivy only brings candidates. What ranks them is how much of the
//! question stands in the words, how well it stands there, and how near and in
//! order: the measure for a half-remembered quotation.

use std::ops::Range;

use crate::model::{Date, Hit, HitKind, MatchReason, NoteHit, Place, Reference, SearchScope};
use crate::search::index::record::{CarrierRecord, PassageDetails, Record, Wording};
use crate::search::query::matcher::{Match, QueryTerms};
use crate::search::retrieve::snippet::snippet;
use crate::text::find::character_range;
use crate::text::words::{AnalyzedWord, Analyzer};

// The weights below are those of the first version. They were not fitted to a set, but they
// are held to one: `benches/search/ranking.rs` (295 half-remembered quotations, top-1 and
// MRR in docs/benchmarks.md), and a second set of 8,702 that nothing was tuned on.

/// Share of the score for having the words at all.
const W_COVERAGE: f32 = 0.45;
/// Share for having them near and in order.
const W_ORDER: f32 = 0.40;
/// Share for having little else.
const W_DENSITY: f32 = 0.10;
/// Share of tantivy's own score (BM25).
const W_BM25: f32 = 0.05;
/// What a statement is worth beside a passage.
const STATEMENT_BOOST: f32 = 1.08;
/// What a word is worth that stands in the speaker's name only.
const FIELD_FACTOR_NAME: f32 = 0.8;
/// What a word is worth that stands in the reader's own note only.
const FIELD_FACTOR_NOTE: f32 = 0.8;
/// What a word is worth that stands in a topic or a headline only.
const FIELD_FACTOR_TOPIC: f32 = 0.5;
/// Words of a text between two words of the question, beyond which they do not belong together.
const MAX_GAP: usize = 12;

/// Words between a light word and another one, up to which it is marked.
const MARK_WINDOW: usize = 3;

/// A candidate, scored.
pub(crate) struct ScoredHit {
    /// As it is shown.
    pub hit: Hit,
    /// How much of what the question tells was found, 0 to 1.
    pub covered: f32,
    /// How much of it stands in order and near, 0 to 1.
    pub in_order: f32,
    /// Of a passage the statements that stand in it.
    pub statements: Vec<Reference>,
}

/// A wording with what was found in it.
struct ScoredWording<'r> {
    wording: &'r Wording,
    words: Vec<AnalyzedWord>,
    matches: Vec<Match>,
    order: f32,
    value: f32,
}

/// Scores candidates for one question.
pub(crate) struct CandidateScorer<'a> {
    /// What is looked for.
    pub terms: &'a QueryTerms,
    /// Reads the words of the candidate.
    pub analyser: &'a Analyzer,
    /// Where is looked.
    pub scope: &'a SearchScope,
    /// Finds the names of speaker and topics of a statement of the candidate's
    /// briefing, under which the statement itself is found.
    pub names: &'a dyn Fn(&str) -> tantivy::Result<Option<String>>,
    /// The reader's note on it, where it was found by that.
    pub note: Option<&'a str>,
}

impl CandidateScorer<'_> {
    /// Scores a candidate; `None` if it is a passage in which only what one
    /// statement says was found, for the statement is a result of its own.
    pub fn score(&self, record: &Record, engine: f32) -> tantivy::Result<Option<ScoredHit>> {
        let (terms, analyser) = (self.terms, self.analyser);
        let Some(read) = best_wording(record, terms, analyser, self.scope) else {
            return Ok(None);
        };
        let weight = terms.weight().max(f32::MIN_POSITIVE);
        let mut credits = vec![0.0f32; terms.words.len()];
        for m in &read.matches {
            credits[m.term] = credits[m.term].max(m.quality);
        }
        let mut why = Vec::new();
        if credits.iter().any(|c| *c > 0.0) {
            why.push(MatchReason::Words);
        }
        let mut elsewhere = |text: &str, worth: f32, reason: MatchReason| {
            if credits.iter().all(|credit| *credit >= worth) {
                return;
            }
            let found = terms.matches(&terms.read(analyser, text));
            let mut helps = false;
            for m in found {
                if credits[m.term] < m.quality * worth {
                    credits[m.term] = m.quality * worth;
                    helps = true;
                }
            }
            if helps {
                why.push(reason);
            }
        };
        if let Some(said) = &record.statement {
            elsewhere(&said.all_names(), FIELD_FACTOR_NAME, MatchReason::Speaker);
            elsewhere(
                &said.topic_questions(),
                FIELD_FACTOR_TOPIC,
                MatchReason::Topic,
            );
        }
        if let Some(note) = self.note {
            elsewhere(note, FIELD_FACTOR_NOTE, MatchReason::Note);
        }
        if let Some(passage) = &record.passage {
            if let Some(headline) = &passage.headline {
                elsewhere(headline, FIELD_FACTOR_TOPIC, MatchReason::Title);
            }
            if self.note.is_none() && self.repeats_a_statement(passage, &read, &credits)? {
                return Ok(None);
            }
        }
        let covered: f32 = credits
            .iter()
            .zip(&terms.words)
            .map(|(credit, want)| credit * want.weight)
            .sum();
        let density = (read.matches.len() as f32 / read.words.len().max(1) as f32).min(1.0);
        let mut worth = W_COVERAGE * covered / weight
            + W_ORDER * read.order / weight
            + W_DENSITY * density
            + W_BM25 * engine / (engine + 10.0);
        if record.statement.is_some() {
            worth *= STATEMENT_BOOST;
        }
        let by_note = self.note.filter(|_| why.contains(&MatchReason::Note));
        let note = by_note.map(|note| note_hit(note, terms, analyser));
        let held = record.passage.iter().flat_map(|p| &p.statements);
        Ok(Some(ScoredHit {
            covered: covered / weight,
            in_order: read.order / weight,
            statements: held.map(|h| statement_ref(record, &h.id)).collect(),
            hit: Hit {
                note,
                missing_terms: self.lacking(record, &credits),
                ..to_hit(record, terms, &read, self.scope, why, worth)
            },
        }))
    }

    /// Returns the words that were asked for and that no wording of a candidate has, in the
    /// order of the query.
    fn lacking(&self, record: &Record, credits: &[f32]) -> Vec<String> {
        let terms = self.terms.words.iter().zip(credits).enumerate();
        let mut lacking: Vec<usize> = terms
            .filter(|(_, (term, credit))| term.is_required && **credit == 0.0)
            .map(|(i, _)| i)
            .collect();
        if lacking.is_empty() {
            return Vec::new();
        }
        for wording in &record.wordings {
            let words = self.terms.read(self.analyser, &wording.text);
            for m in self.terms.matches(&words) {
                lacking.retain(|term| *term != m.term);
            }
        }
        let mut lacks: Vec<String> = Vec::new();
        for term in lacking {
            let word = &self.terms.words[term].folded;
            if !lacks.contains(word) {
                lacks.push(word.clone());
            }
        }
        lacks
    }

    /// Returns `true` if all that was found in a passage is found in one statement
    /// that stands in it, or in the statement's speaker and topics.
    fn repeats_a_statement(
        &self,
        passage: &PassageDetails,
        read: &ScoredWording,
        credits: &[f32],
    ) -> tantivy::Result<bool> {
        let all_are = |by_statement: &[bool]| {
            let mut both = credits.iter().zip(by_statement);
            both.all(|(credit, by_statement)| *credit == 0.0 || *by_statement)
        };
        for held in &passage.statements {
            let mut by_statement = vec![false; credits.len()];
            for m in &read.matches {
                let word = &read.words[m.at].range;
                let mut spans = held.spans.iter();
                if spans.any(|(start, end)| *start < word.end && word.start < *end) {
                    by_statement[m.term] = true;
                }
            }
            if all_are(&by_statement) {
                return Ok(true);
            }
            let names = (self.names)(&held.id)?.unwrap_or_default();
            for m in self.terms.matches(&self.terms.read(self.analyser, &names)) {
                by_statement[m.term] = true;
            }
            if all_are(&by_statement) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Returns what of a note is shown, with what was found in it marked.
fn note_hit(note: &str, terms: &QueryTerms, analyser: &Analyzer) -> NoteHit {
    let note = note.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = terms.read(analyser, &note);
    let matches = terms.matches(&words);
    let marks = marks(terms, &words, &visible_matches(terms, &matches));
    let (text, marks) = snippet(&note, &words, terms, &matches).apply(&note, &marks);
    NoteHit {
        text,
        highlights: marks,
    }
}

/// Returns the reference of a statement of the record's briefing.
fn statement_ref(record: &Record, id: &str) -> Reference {
    Reference::Fragment {
        briefing: record.briefing.clone(),
        fragment: id.to_owned(),
    }
}

/// Returns the carriers of a wording that the scope lets through.
fn carriers<'w>(
    wording: &'w Wording,
    scope: &SearchScope,
) -> impl Iterator<Item = &'w CarrierRecord> {
    let wanted = match scope {
        SearchScope::Article(_, article) => Some(article.clone()),
        SearchScope::Library | SearchScope::Briefing(_) => None,
    };
    wording
        .carriers
        .iter()
        .filter(move |c| wanted.as_ref().is_none_or(|w| *w == c.article))
}

/// Returns the wording that fits best, the first of equals.
fn best_wording<'r>(
    record: &'r Record,
    terms: &QueryTerms,
    analyser: &Analyzer,
    scope: &SearchScope,
) -> Option<ScoredWording<'r>> {
    let mut best: Option<ScoredWording<'r>> = None;
    for wording in &record.wordings {
        if carriers(wording, scope).next().is_none() {
            continue;
        }
        let words = terms.read(analyser, &wording.text);
        let matches = terms.matches(&words);
        let order = in_order(terms, &matches);
        let mut credits = vec![0.0f32; terms.words.len()];
        for m in &matches {
            credits[m.term] = credits[m.term].max(m.quality * terms.words[m.term].weight);
        }
        let value = order + credits.iter().sum::<f32>();
        if best.as_ref().is_none_or(|b| value > b.value) {
            best = Some(ScoredWording {
                wording,
                words,
                matches,
                order,
                value,
            });
        }
    }
    best
}

/// Returns the weight of the best run of words that stand in the order of the
/// question, each the less the farther it stands from the one before.
fn in_order(terms: &QueryTerms, matches: &[Match]) -> f32 {
    let mut best = 0.0f32;
    let mut runs: Vec<f32> = Vec::with_capacity(matches.len());
    for (i, m) in matches.iter().enumerate() {
        let worth = terms.words[m.term].weight * m.quality;
        let mut run = worth * 0.5;
        for (j, before) in matches[..i].iter().enumerate().rev() {
            let apart = m.at - before.at;
            if apart > MAX_GAP {
                break;
            }
            if apart == 0 || before.term >= m.term {
                continue;
            }
            // Words left out of the question leave gaps in the text, and the other way round.
            let gap = apart.abs_diff(m.term - before.term);
            run = run.max(runs[j] + worth * (0.5 + 0.5 / (1.0 + 0.25 * gap as f32)));
        }
        best = best.max(run);
        runs.push(run);
    }
    best
}

/// Returns the matches that are worth a mark: light words only next to others.
fn visible_matches(terms: &QueryTerms, matches: &[Match]) -> Vec<Match> {
    let near = |a: &Match, b: &Match| a.at.abs_diff(b.at) <= MARK_WINDOW;
    matches
        .iter()
        .filter(|m| {
            !terms.is_stopword_like(m.term)
                || matches
                    .iter()
                    .any(|other| near(m, other) && !terms.is_stopword_like(other.term))
        })
        .copied()
        .collect()
}

/// Returns the bytes of a text to mark, in order, not overlapping. A phrase is one mark.
fn marks(terms: &QueryTerms, words: &[AnalyzedWord], matches: &[Match]) -> Vec<Range<usize>> {
    let phrase_of = |m: &Match| {
        terms
            .phrases
            .iter()
            .position(|p| p.slop == 0 && p.words.contains(&m.term))
    };
    let mut marks: Vec<Range<usize>> = Vec::new();
    let mut before: Option<&Match> = None;
    for m in matches {
        let word = &words[m.at];
        let part = terms.words[m.term].is_character;
        let part = part.then(|| character_range(word, &terms.words[m.term].folded));
        let range = part.flatten().unwrap_or_else(|| word.range.clone());
        let joins = before.is_some_and(|b| {
            m.at <= b.at + 1 && phrase_of(m).is_some() && phrase_of(m) == phrase_of(b)
        });
        match marks.last_mut() {
            Some(last) if joins || range.start < last.end => last.end = last.end.max(range.end),
            _ => marks.push(range),
        }
        before = Some(m);
    }
    marks
}

fn to_hit(
    record: &Record,
    terms: &QueryTerms,
    read: &ScoredWording,
    scope: &SearchScope,
    why: Vec<MatchReason>,
    worth: f32,
) -> Hit {
    let marks = marks(terms, &read.words, &visible_matches(terms, &read.matches));
    // There is one: `best_wording` looked for it.
    let carrier = carriers(read.wording, scope)
        .next()
        .unwrap_or(&read.wording.carriers[0]);
    let start = carrier.range.0;
    let (text, marks, range) = if record.statement.is_some() {
        let text = read.wording.text.clone();
        (text, marks, start..carrier.range.1)
    } else {
        let cut = snippet(&read.wording.text, &read.words, terms, &read.matches);
        let (text, marks) = cut.apply(&read.wording.text, &marks);
        (text, marks, start + cut.range.start..start + cut.range.end)
    };
    let reference = match (&record.statement, &record.passage) {
        (Some(said), _) => statement_ref(record, &said.id),
        (None, printed) => Reference::Passage {
            briefing: record.briefing.clone(),
            article: carrier.article.clone(),
            number: printed.as_ref().map_or(1, |p| p.number),
        },
    };
    let said = record.statement.as_ref();
    Hit {
        kind: if said.is_some() {
            HitKind::Statement
        } else {
            HitKind::Passage
        },
        reference,
        briefing_title: record.briefing_title.clone(),
        place: Place {
            briefing: record.briefing.clone(),
            article: carrier.article.clone(),
            range,
        },
        article_title: carrier.title.clone(),
        publisher: carrier.publisher.clone(),
        date: record.date.as_deref().and_then(|d| Date::parse(d).ok()),
        statement: said.map(|s| s.id.clone()),
        statement_kind: said.map(|s| s.kind),
        speaker: said.map(|s| s.speaker.clone()),
        side: said.map(|s| (s.side.clone(), s.column)),
        carriers: said.map_or(1, |s| s.carriers),
        text,
        highlights: marks,
        match_reasons: why,
        missing_terms: Vec::new(),
        note: None,
        score: worth,
    }
}
