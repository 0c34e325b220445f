//! From a candidate to a result: how well its words are what was asked for,
//! why it matched, which words are shown and which of them are marked.
//!
//! The engine only brings candidates. What ranks them is how much of the
//! question stands in the words, how well it stands there, and how near and in
//! order: the measure for a half-remembered quotation.

use std::ops::Range;

use crate::model::{Date, Hit, HitKind, NoteHit, Place, Ref, Scope, Why};
use crate::search::index::record::{Carrier, Passage, Record, Wording};
use crate::search::query::matcher::{Match, Wants};
use crate::search::retrieve::snippet::excerpt;
use crate::text::words::{Analyser, Word};

/// Share of the score for having the words at all.
const FOR_WORDS: f32 = 0.45;
/// Share for having them near and in order.
const FOR_ORDER: f32 = 0.40;
/// Share for having little else.
const FOR_DENSITY: f32 = 0.10;
/// Share of the engine's own score.
const FOR_ENGINE: f32 = 0.05;
/// What a statement is worth beside a passage.
const STATEMENT: f32 = 1.08;
/// What a word is worth that stands in the speaker's name only.
const IN_NAME: f32 = 0.8;
/// What a word is worth that stands in the reader's own note only.
const IN_NOTE: f32 = 0.8;
/// What a word is worth that stands in a topic or a headline only.
const IN_TOPIC: f32 = 0.5;
/// Words of a text between two words of the question, beyond which they do not belong together.
const FAR: usize = 12;

/// Words between a light word and another one, up to which it is marked.
const BESIDE: usize = 3;

/// A candidate, judged.
pub(crate) struct Judged {
    /// As it is shown.
    pub hit: Hit,
    /// How much of what the question tells was found, 0 to 1.
    pub covered: f32,
    /// How much of it stands in order and near, 0 to 1.
    pub in_order: f32,
    /// Of a passage the statements that stand in it.
    pub holds: Vec<Ref>,
}

/// A wording with what was found in it.
struct Read<'r> {
    wording: &'r Wording,
    words: Vec<Word>,
    matches: Vec<Match>,
    order: f32,
    value: f32,
}

/// Judges candidates for one question.
pub(crate) struct Judge<'a> {
    /// What is looked for.
    pub wants: &'a Wants,
    /// Reads the words of the candidate.
    pub analyser: &'a Analyser,
    /// Where is looked.
    pub scope: &'a Scope,
    /// Finds the names of speaker and topics of a statement of the candidate's
    /// briefing, under which the statement itself is found.
    pub names: &'a dyn Fn(&str) -> tantivy::Result<Option<String>>,
    /// The reader's note on it, where it was found by that.
    pub note: Option<&'a str>,
}

impl Judge<'_> {
    /// Judges a candidate; none where it is a passage in which only what one
    /// statement says was found, for the statement is a result of its own.
    pub fn judge(&self, record: &Record, engine: f32) -> tantivy::Result<Option<Judged>> {
        let (wants, analyser) = (self.wants, self.analyser);
        let Some(read) = best_wording(record, wants, analyser, self.scope) else {
            return Ok(None);
        };
        let weight = wants.weight().max(f32::MIN_POSITIVE);
        let mut credits = vec![0.0f32; wants.words.len()];
        for m in &read.matches {
            credits[m.wanted] = credits[m.wanted].max(m.credit);
        }
        let mut why = Vec::new();
        if credits.iter().any(|c| *c > 0.0) {
            why.push(Why::Words);
        }
        let mut elsewhere = |text: &str, worth: f32, reason: Why| {
            if credits.iter().all(|credit| *credit >= worth) {
                return;
            }
            let found = wants.matches(&wants.read(analyser, text));
            let mut helps = false;
            for m in found {
                if credits[m.wanted] < m.credit * worth {
                    credits[m.wanted] = m.credit * worth;
                    helps = true;
                }
            }
            if helps {
                why.push(reason);
            }
        };
        if let Some(said) = &record.said {
            elsewhere(&said.called(), IN_NAME, Why::Speaker);
            elsewhere(&said.asked(), IN_TOPIC, Why::Topic);
        }
        if let Some(note) = self.note {
            elsewhere(note, IN_NOTE, Why::Note);
        }
        if let Some(passage) = &record.passage {
            if let Some(headline) = &passage.headline {
                elsewhere(headline, IN_TOPIC, Why::Title);
            }
            if self.note.is_none() && self.repeats_a_statement(passage, &read, &credits)? {
                return Ok(None);
            }
        }
        let covered: f32 = credits
            .iter()
            .zip(&wants.words)
            .map(|(credit, want)| credit * want.weight)
            .sum();
        let density = (read.matches.len() as f32 / read.words.len().max(1) as f32).min(1.0);
        let mut worth = FOR_WORDS * covered / weight
            + FOR_ORDER * read.order / weight
            + FOR_DENSITY * density
            + FOR_ENGINE * engine / (engine + 10.0);
        if record.said.is_some() {
            worth *= STATEMENT;
        }
        let by_note = self.note.filter(|_| why.contains(&Why::Note));
        let note = by_note.map(|note| noted(note, wants, analyser));
        let held = record.passage.iter().flat_map(|p| &p.holds);
        Ok(Some(Judged {
            covered: covered / weight,
            in_order: read.order / weight,
            holds: held.map(|h| said_in(record, &h.id)).collect(),
            hit: Hit {
                note,
                ..show(record, wants, &read, self.scope, why, worth)
            },
        }))
    }

    /// Tells whether all that was found in a passage is found in one statement
    /// that stands in it, or in the statement's speaker and topics.
    fn repeats_a_statement(
        &self,
        passage: &Passage,
        read: &Read,
        credits: &[f32],
    ) -> tantivy::Result<bool> {
        let all_are = |by_statement: &[bool]| {
            let mut both = credits.iter().zip(by_statement);
            both.all(|(credit, by_statement)| *credit == 0.0 || *by_statement)
        };
        for held in &passage.holds {
            let mut by_statement = vec![false; credits.len()];
            for m in &read.matches {
                let word = &read.words[m.at].range;
                let mut spans = held.spans.iter();
                if spans.any(|(start, end)| *start < word.end && word.start < *end) {
                    by_statement[m.wanted] = true;
                }
            }
            if all_are(&by_statement) {
                return Ok(true);
            }
            let names = (self.names)(&held.id)?.unwrap_or_default();
            for m in self.wants.matches(&self.wants.read(self.analyser, &names)) {
                by_statement[m.wanted] = true;
            }
            if all_are(&by_statement) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Returns what of a note is shown, with what was found in it marked.
fn noted(note: &str, wants: &Wants, analyser: &Analyser) -> NoteHit {
    let note = note.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = wants.read(analyser, &note);
    let matches = wants.matches(&words);
    let marks = marks(wants, &words, &worth_a_mark(wants, &matches));
    let (text, marks) = excerpt(&note, &words, wants, &matches).apply(&note, &marks);
    NoteHit { text, marks }
}

/// Returns the reference of a statement of the record's briefing.
fn said_in(record: &Record, id: &str) -> Ref {
    Ref::Fragment {
        briefing: record.briefing.clone(),
        fragment: id.to_owned(),
    }
}

/// Returns the carriers of a wording that the scope lets through.
fn carriers<'w>(wording: &'w Wording, scope: &Scope) -> impl Iterator<Item = &'w Carrier> {
    let wanted = match scope {
        Scope::Article(_, article) => Some(article.clone()),
        Scope::Library | Scope::Briefing(_) => None,
    };
    wording
        .carriers
        .iter()
        .filter(move |c| wanted.as_ref().is_none_or(|w| *w == c.article))
}

/// Returns the wording that fits best, the first of equals.
fn best_wording<'r>(
    record: &'r Record,
    wants: &Wants,
    analyser: &Analyser,
    scope: &Scope,
) -> Option<Read<'r>> {
    let mut best: Option<Read<'r>> = None;
    for wording in &record.wordings {
        if carriers(wording, scope).next().is_none() {
            continue;
        }
        let words = wants.read(analyser, &wording.text);
        let matches = wants.matches(&words);
        let order = in_order(wants, &matches);
        let mut credits = vec![0.0f32; wants.words.len()];
        for m in &matches {
            credits[m.wanted] = credits[m.wanted].max(m.credit * wants.words[m.wanted].weight);
        }
        let value = order + credits.iter().sum::<f32>();
        if best.as_ref().is_none_or(|b| value > b.value) {
            best = Some(Read {
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
fn in_order(wants: &Wants, matches: &[Match]) -> f32 {
    let mut best = 0.0f32;
    let mut runs: Vec<f32> = Vec::with_capacity(matches.len());
    for (i, m) in matches.iter().enumerate() {
        let worth = wants.words[m.wanted].weight * m.credit;
        let mut run = worth * 0.5;
        for (j, before) in matches[..i].iter().enumerate().rev() {
            let apart = m.at - before.at;
            if apart > FAR {
                break;
            }
            if apart == 0 || before.wanted >= m.wanted {
                continue;
            }
            // Words left out of the question leave gaps in the text, and the other way round.
            let gap = apart.abs_diff(m.wanted - before.wanted);
            run = run.max(runs[j] + worth * (0.5 + 0.5 / (1.0 + 0.25 * gap as f32)));
        }
        best = best.max(run);
        runs.push(run);
    }
    best
}

/// Returns the matches that are worth a mark: light words only next to others.
fn worth_a_mark(wants: &Wants, matches: &[Match]) -> Vec<Match> {
    let near = |a: &Match, b: &Match| a.at.abs_diff(b.at) <= BESIDE;
    matches
        .iter()
        .filter(|m| {
            !wants.is_light(m.wanted)
                || matches
                    .iter()
                    .any(|other| near(m, other) && !wants.is_light(other.wanted))
        })
        .copied()
        .collect()
}

/// Returns the bytes of a text to mark, in order, not overlapping. A phrase is one mark.
fn marks(wants: &Wants, words: &[Word], matches: &[Match]) -> Vec<Range<usize>> {
    let phrase_of = |m: &Match| {
        wants
            .phrases
            .iter()
            .position(|p| p.within == 0 && p.words.contains(&m.wanted))
    };
    let mut marks: Vec<Range<usize>> = Vec::new();
    let mut before: Option<&Match> = None;
    for m in matches {
        let range = words[m.at].range.clone();
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

fn show(
    record: &Record,
    wants: &Wants,
    read: &Read,
    scope: &Scope,
    why: Vec<Why>,
    worth: f32,
) -> Hit {
    let marks = marks(wants, &read.words, &worth_a_mark(wants, &read.matches));
    // There is one: `best_wording` looked for it.
    let carrier = carriers(read.wording, scope)
        .next()
        .unwrap_or(&read.wording.carriers[0]);
    let start = carrier.range.0;
    let (text, marks, range) = if record.said.is_some() {
        let text = read.wording.text.clone();
        (text, marks, start..carrier.range.1)
    } else {
        let cut = excerpt(&read.wording.text, &read.words, wants, &read.matches);
        let (text, marks) = cut.apply(&read.wording.text, &marks);
        (text, marks, start + cut.range.start..start + cut.range.end)
    };
    let reference = match (&record.said, &record.passage) {
        (Some(said), _) => said_in(record, &said.id),
        (None, printed) => Ref::Passage {
            briefing: record.briefing.clone(),
            article: carrier.article.clone(),
            number: printed.as_ref().map_or(1, |p| p.number),
        },
    };
    let said = record.said.as_ref();
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
        marks,
        why,
        note: None,
        score: worth,
    }
}
