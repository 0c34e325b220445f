//! What a search found, for programs.

use serde::Serialize;

use crate::cli::labels::edtf;
use crate::model::{Hit, HitKind, Hits, QueryDiagnostic};

/// The answer to a question.
#[derive(Serialize)]
pub struct SearchJson<'a> {
    query: &'a str,
    /// How many results there are in all.
    total: usize,
    /// What was left out, guessed at, or relaxed.
    notes: Vec<String>,
    /// Whether a part of the library is still being indexed.
    partial: bool,
    results: Vec<HitJson<'a>>,
}

/// One result.
#[derive(Serialize)]
struct HitJson<'a> {
    kind: HitKind,
    #[serde(rename = "ref")]
    reference: String,
    briefing: &'a str,
    article: &'a str,
    statement: Option<&'a str>,
    speaker: Option<&'a str>,
    side: Option<&'a str>,
    text: &'a str,
    score: f32,
    title: &'a str,
    publisher: &'a str,
    date: Option<String>,
    statement_kind: Option<&'static str>,
    carriers: usize,
    start: usize,
    end: usize,
    /// What matched: words, speaker, topic, title, note.
    why: Vec<&'static str>,
    /// Words of the query that it does not have.
    lacks: &'a [String],
    /// What of the reader's note matched, where it was found by that.
    note: Option<&'a str>,
}

impl<'a> SearchJson<'a> {
    /// Returns the answer to what was typed.
    pub fn new(hits: &'a Hits, typed: &'a str) -> SearchJson<'a> {
        let notes = hits.diagnostics.iter().chain(&hits.unfinished);
        SearchJson {
            query: typed,
            total: hits.total,
            notes: notes.map(QueryDiagnostic::message).collect(),
            partial: hits.is_partial,
            results: hits.results.iter().map(HitJson::new).collect(),
        }
    }
}

impl<'a> HitJson<'a> {
    fn new(hit: &'a Hit) -> HitJson<'a> {
        HitJson {
            kind: hit.kind,
            reference: hit.reference.to_string(),
            briefing: &hit.place.briefing,
            article: &hit.place.article,
            statement: hit.statement.as_deref(),
            speaker: hit.speaker.as_deref(),
            side: hit.side.as_ref().map(|(label, _)| label.as_str()),
            text: &hit.text,
            score: hit.score,
            title: &hit.article_title,
            publisher: &hit.publisher,
            date: edtf(hit.date.as_ref()),
            statement_kind: hit.statement_kind.map(crate::model::QuotationKind::name),
            carriers: hit.carriers,
            start: hit.place.range.start,
            end: hit.place.range.end,
            why: hit.match_reasons.iter().map(|why| why.name()).collect(),
            lacks: &hit.missing_terms,
            note: hit.note.as_ref().map(|note| note.text.as_str()),
        }
    }
}
