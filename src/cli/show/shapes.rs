//! A briefing, an article and its passages as JSON.

use serde::Serialize;

use super::super::json::{self, edtf};
use crate::model::{ArticleIx, Briefing, PassageKind, SideIx, StatementIx, TopicIx};

#[derive(Serialize)]
pub(super) struct Whole {
    id: String,
    title: String,
    summary: Vec<String>,
    language: String,
    updated: Option<String>,
    curators: Vec<String>,
    source: String,
    hash: String,
    sides: Vec<json::Side>,
    topics: Vec<json::Topic>,
    speakers: Vec<json::Speaker>,
    articles: Vec<json::Article>,
    statements: Vec<json::Statement>,
}

impl Whole {
    pub(super) fn of(briefing: &Briefing) -> Whole {
        let answered = briefing.answered_by();
        Whole {
            id: briefing.id.clone(),
            title: briefing.title.clone(),
            summary: briefing.summary.clone(),
            language: briefing.language.clone(),
            updated: edtf(briefing.updated.as_ref()),
            curators: briefing.curators.clone(),
            source: briefing.source.to_string(),
            hash: briefing.hash.clone(),
            sides: (0..briefing.sides.len())
                .map(|i| json::Side::of(briefing, SideIx(i)))
                .collect(),
            topics: (0..briefing.topics.len())
                .map(|i| json::Topic::of(briefing, TopicIx(i)))
                .collect(),
            speakers: briefing
                .speakers
                .iter()
                .map(|speaker| json::Speaker::of(briefing, speaker))
                .collect(),
            articles: (0..briefing.articles.len())
                .map(|i| json::Article::of(briefing, ArticleIx(i)))
                .collect(),
            statements: (0..briefing.statements.len())
                .map(StatementIx)
                .map(|ix| {
                    let by = answered.get(&ix).map_or(&[][..], Vec::as_slice);
                    json::Statement::of(briefing, ix, by)
                })
                .collect(),
        }
    }
}

/// An article with its passages, all of them or one.
#[derive(Serialize)]
pub(super) struct Printed {
    #[serde(flatten)]
    head: json::Article,
    text: Vec<Passage>,
}

#[derive(Serialize)]
pub(super) struct Passage {
    #[serde(rename = "ref")]
    reference: String,
    number: usize,
    kind: &'static str,
    start: usize,
    end: usize,
    text: String,
    statements: Vec<Carried>,
}

/// A part of a statement in a passage, in bytes of the canonical text.
#[derive(Serialize)]
pub(super) struct Carried {
    #[serde(rename = "ref")]
    reference: String,
    start: usize,
    end: usize,
}

impl Printed {
    pub(super) fn of(briefing: &Briefing, ix: ArticleIx, only: Option<usize>) -> Printed {
        let text = &briefing.article(ix).text;
        let spans = briefing.spans_in(ix);
        let passages = text.passages.iter().enumerate();
        Printed {
            head: json::Article::of(briefing, ix),
            text: passages
                .filter(|(i, _)| only.is_none_or(|n| n == *i))
                .map(|(i, passage)| Passage {
                    reference: json::passage_ref(briefing, ix, i),
                    number: i + 1,
                    kind: kind(&passage.kind),
                    start: passage.range.start,
                    end: passage.range.end,
                    text: text.slice(&passage.range).to_owned(),
                    statements: spans
                        .iter()
                        .filter(|(range, _)| {
                            range.start < passage.range.end && passage.range.start < range.end
                        })
                        .map(|(range, statement)| Carried {
                            reference: json::statement_ref(briefing, *statement),
                            start: range.start,
                            end: range.end,
                        })
                        .collect(),
                })
                .collect(),
        }
    }
}

fn kind(kind: &PassageKind) -> &'static str {
    match kind {
        PassageKind::Paragraph => "paragraph",
        PassageKind::Heading(_) => "heading",
        PassageKind::Item { .. } => "item",
        PassageKind::Quote => "quote",
        PassageKind::Code => "code",
        PassageKind::Correction => "correction",
    }
}
