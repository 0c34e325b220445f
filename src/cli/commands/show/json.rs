//! A briefing, an article and its passages as JSON.

use serde::Serialize;

use crate::cli::json_model::{ArticleJson, SideJson, SpeakerJson, StatementJson, TopicJson};
use crate::cli::labels::{self, edtf};
use crate::model::{ArticleIx, Briefing, PassageKind, SideIx, StatementIx, TopicIx};

#[derive(Serialize)]
pub(super) struct BriefingJson {
    id: String,
    title: String,
    summary: Vec<String>,
    language: String,
    updated: Option<String>,
    curators: Vec<String>,
    source: String,
    hash: String,
    sides: Vec<SideJson>,
    topics: Vec<TopicJson>,
    speakers: Vec<SpeakerJson>,
    articles: Vec<ArticleJson>,
    statements: Vec<StatementJson>,
}

impl BriefingJson {
    pub(super) fn new(briefing: &Briefing) -> BriefingJson {
        let answered = briefing.answered_by();
        BriefingJson {
            id: briefing.id.clone(),
            title: briefing.title.clone(),
            summary: briefing.summary.clone(),
            language: briefing.language.clone(),
            updated: edtf(briefing.updated.as_ref()),
            curators: briefing.curators.clone(),
            source: briefing.source.to_string(),
            hash: briefing.hash.clone(),
            sides: (0..briefing.sides.len())
                .map(|i| SideJson::new(briefing, SideIx(i)))
                .collect(),
            topics: (0..briefing.topics.len())
                .map(|i| TopicJson::new(briefing, TopicIx(i)))
                .collect(),
            speakers: briefing
                .speakers
                .iter()
                .map(|speaker| SpeakerJson::new(briefing, speaker))
                .collect(),
            articles: (0..briefing.articles.len())
                .map(|i| ArticleJson::new(briefing, ArticleIx(i)))
                .collect(),
            statements: (0..briefing.statements.len())
                .map(StatementIx)
                .map(|ix| {
                    let by = answered.get(&ix).map_or(&[][..], Vec::as_slice);
                    StatementJson::new(briefing, ix, by)
                })
                .collect(),
        }
    }
}

/// An article with its passages, all of them or one.
#[derive(Serialize)]
pub(super) struct ArticleTextJson {
    #[serde(flatten)]
    head: ArticleJson,
    text: Vec<PassageJson>,
}

#[derive(Serialize)]
pub(super) struct PassageJson {
    #[serde(rename = "ref")]
    reference: String,
    number: usize,
    kind: &'static str,
    start: usize,
    end: usize,
    text: String,
    statements: Vec<PassageStatementJson>,
}

/// A part of a statement in a passage, in bytes of the canonical text.
#[derive(Serialize)]
pub(super) struct PassageStatementJson {
    #[serde(rename = "ref")]
    reference: String,
    start: usize,
    end: usize,
}

impl ArticleTextJson {
    pub(super) fn new(briefing: &Briefing, ix: ArticleIx, only: Option<usize>) -> ArticleTextJson {
        let text = &briefing.article(ix).text;
        let spans = briefing.spans_in(ix);
        let passages = text.passages.iter().enumerate();
        ArticleTextJson {
            head: ArticleJson::new(briefing, ix),
            text: passages
                .filter(|(i, _)| only.is_none_or(|n| n == *i))
                .map(|(i, passage)| PassageJson {
                    reference: labels::passage_ref(briefing, ix, i),
                    number: i + 1,
                    kind: passage_kind_name(&passage.kind),
                    start: passage.range.start,
                    end: passage.range.end,
                    text: text.slice(&passage.range).to_owned(),
                    statements: spans
                        .iter()
                        .filter(|(range, _)| {
                            range.start < passage.range.end && passage.range.start < range.end
                        })
                        .map(|(range, statement)| PassageStatementJson {
                            reference: labels::statement_ref(briefing, *statement),
                            start: range.start,
                            end: range.end,
                        })
                        .collect(),
                })
                .collect(),
        }
    }
}

fn passage_kind_name(kind: &PassageKind) -> &'static str {
    match kind {
        PassageKind::Paragraph => "paragraph",
        PassageKind::Heading(_) => "heading",
        PassageKind::Item { .. } => "item",
        PassageKind::Quote => "quote",
        PassageKind::Code => "code",
        PassageKind::Correction => "correction",
    }
}
