//! The objects of JSON that several commands print. `docs/json.md` describes them and is a
//! promise: fields are added, never renamed or given another meaning.

use serde::Serialize;

use crate::cite::Quotation;
use crate::cli::labels::{
    appearance_ref, article_ref, edtf, statement_ref, statement_words, statements_in,
};
use crate::model::{Answer, ArticleIx, Briefing, QuoteVerification, SideIx, StatementIx, TopicIx};

/// A side of a briefing.
#[derive(Serialize)]
pub struct SideJson {
    pub id: String,
    pub label: String,
}

/// A point in dispute.
#[derive(Serialize)]
pub struct TopicJson {
    pub id: String,
    pub question: String,
}

/// Who speaks.
#[derive(Serialize)]
pub struct SpeakerJson {
    pub id: String,
    pub name: String,
    pub role: Option<String>,
    pub organisation: Option<String>,
    pub side: SideJson,
}

/// A statement with all its carriers.
#[derive(Serialize)]
pub struct StatementJson {
    #[serde(rename = "ref")]
    pub reference: String,
    pub id: String,
    pub speaker: SpeakerJson,
    pub kind: &'static str,
    pub date: Option<String>,
    pub topics: Vec<String>,
    pub text: String,
    pub appearances: Vec<AppearanceJson>,
    pub answers: Vec<ReplyLinkJson>,
    pub answered_by: Vec<ReplyLinkJson>,
    /// The statements of earlier occasions on which the same speaker said these words.
    pub repeats: Vec<String>,
    /// `declined` or `none`, where what is reported is that the speaker did not answer.
    pub response: Option<&'static str>,
    pub accepts: Vec<String>,
    pub note: Option<String>,
}

/// How one article carries a statement.
#[derive(Serialize)]
pub struct AppearanceJson {
    pub article: String,
    /// The passage in which it begins; the article where it was not found.
    #[serde(rename = "ref")]
    pub reference: String,
    pub title: String,
    pub publisher: String,
    pub published: Option<String>,
    pub url: Option<String>,
    pub text: String,
    pub parts: Vec<QuotePartJson>,
    pub attribution: Option<String>,
    /// Where the words are a fragment of a sentence: what stands before them in it.
    pub lead_in: String,
    /// The rest of that sentence.
    pub rest: String,
    /// The hops from the speaker to the outlet, the nearest to the speaker first.
    pub via: Vec<RelayJson>,
    pub proof: &'static str,
    pub likeness: Option<u8>,
    pub note: Option<String>,
}

/// One step on the way of words to the outlet.
#[derive(Serialize)]
pub struct RelayJson {
    pub who: Option<String>,
    pub how: Option<String>,
}

/// An unbroken part of a quotation, in bytes of the canonical text.
#[derive(Serialize)]
pub struct QuotePartJson {
    pub exact: String,
    pub start: Option<usize>,
    pub end: Option<usize>,
}

/// That one statement answers another.
#[derive(Serialize)]
pub struct ReplyLinkJson {
    #[serde(rename = "ref")]
    pub reference: String,
    pub how: Option<&'static str>,
}

/// The head of an article.
#[derive(Serialize)]
pub struct ArticleJson {
    #[serde(rename = "ref")]
    pub reference: String,
    pub id: String,
    pub title: String,
    pub publisher: String,
    pub authors: Vec<String>,
    /// The same authors, each with what bears the name where the bundle says so.
    pub author_details: Vec<AuthorJson>,
    pub published: Option<String>,
    pub url: Option<String>,
    pub archived_url: Option<String>,
    pub retrieved: Option<String>,
    pub language: String,
    pub sha256: String,
    pub omitted: Option<String>,
    pub modified: Option<String>,
    pub original: Option<String>,
    pub original_sha256: Option<String>,
    pub not_statements: Vec<NotStatementJson>,
    pub versions: Vec<VersionJson>,
    pub accepts: Vec<String>,
    pub note: Option<String>,
    pub passages: usize,
    pub statements: usize,
}

/// Somebody named as an author.
#[derive(Serialize)]
pub struct AuthorJson {
    pub name: String,
    /// `person` or `organisation`.
    pub kind: Option<&'static str>,
}

/// Words that a curator has decided not to take as a statement, in bytes of the
/// canonical text.
#[derive(Serialize)]
pub struct NotStatementJson {
    pub exact: String,
    pub start: Option<usize>,
    pub end: Option<usize>,
    pub why: Option<String>,
}

/// Another state of an article.
#[derive(Serialize)]
pub struct VersionJson {
    pub text: String,
    pub sha256: String,
    pub retrieved: Option<String>,
    pub original: Option<String>,
    pub note: Option<String>,
}

impl SideJson {
    pub fn new(briefing: &Briefing, ix: SideIx) -> SideJson {
        let side = &briefing.sides[ix.0];
        SideJson {
            id: side.id.clone(),
            label: side.label.clone(),
        }
    }
}

impl TopicJson {
    pub fn new(briefing: &Briefing, ix: TopicIx) -> TopicJson {
        let topic = &briefing.topics[ix.0];
        TopicJson {
            id: topic.id.clone(),
            question: topic.question.clone(),
        }
    }
}

impl SpeakerJson {
    pub fn new(briefing: &Briefing, speaker: &crate::model::Speaker) -> SpeakerJson {
        SpeakerJson {
            id: speaker.id.clone(),
            name: speaker.name.clone(),
            role: speaker.role.clone(),
            organisation: speaker.organisation.clone(),
            side: SideJson::new(briefing, speaker.side),
        }
    }
}

impl StatementJson {
    /// Describes a statement; `answered_by` is what answers it.
    pub fn new(briefing: &Briefing, ix: StatementIx, answered_by: &[Answer]) -> StatementJson {
        let statement = briefing.statement(ix);
        let link = |answer: &Answer| ReplyLinkJson {
            reference: statement_ref(briefing, answer.statement),
            how: answer.how.map(crate::model::AnswerRelation::name),
        };
        StatementJson {
            reference: statement_ref(briefing, ix),
            id: statement.id.clone(),
            speaker: SpeakerJson::new(briefing, briefing.speaker_of(ix)),
            kind: statement.kind.name(),
            date: edtf(statement.date.as_ref()),
            topics: statement
                .topics
                .iter()
                .map(|topic| briefing.topics[topic.0].id.clone())
                .collect(),
            text: statement_words(briefing, ix, 0),
            appearances: (0..statement.appearances.len())
                .map(|i| AppearanceJson::new(briefing, ix, i))
                .collect(),
            answers: statement.answers.iter().map(link).collect(),
            answered_by: answered_by.iter().map(link).collect(),
            repeats: statement
                .repeats
                .iter()
                .map(|ix| statement_ref(briefing, *ix))
                .collect(),
            response: statement.response.map(crate::model::ResponseKind::name),
            accepts: statement.accepts.clone(),
            note: statement.note.clone(),
        }
    }
}

impl AppearanceJson {
    fn new(briefing: &Briefing, ix: StatementIx, number: usize) -> AppearanceJson {
        let appearance = &briefing.statement(ix).appearances[number];
        let article = briefing.article(appearance.article);
        let proof = appearance.proof();
        let quotation = Quotation::from_statement(briefing, ix, number);
        AppearanceJson {
            article: article.id.clone(),
            reference: appearance_ref(briefing, appearance),
            title: article.title.clone(),
            publisher: article.publisher.clone(),
            published: edtf(article.published.as_ref()),
            url: article.url.clone(),
            text: quotation.words,
            lead_in: quotation.lead_in,
            rest: quotation.rest,
            via: appearance
                .via
                .iter()
                .map(|hop| RelayJson {
                    who: hop.who.clone(),
                    how: hop.how.clone(),
                })
                .collect(),
            parts: appearance
                .quote
                .iter()
                .map(|span| {
                    let found = (span.proof != QuoteVerification::NotFound).then_some(&span.range);
                    QuotePartJson {
                        exact: span.exact.clone(),
                        start: found.map(|range| range.start),
                        end: found.map(|range| range.end),
                    }
                })
                .collect(),
            attribution: appearance.attribution.clone(),
            proof: proof.name(),
            likeness: match proof {
                QuoteVerification::Approximate(percent) => Some(percent.0),
                _ => None,
            },
            note: appearance.note.clone(),
        }
    }
}

impl ArticleJson {
    pub fn new(briefing: &Briefing, ix: ArticleIx) -> ArticleJson {
        let article = briefing.article(ix);
        ArticleJson {
            reference: article_ref(briefing, ix),
            id: article.id.clone(),
            title: article.title.clone(),
            publisher: article.publisher.clone(),
            authors: article.author_names().map(str::to_owned).collect(),
            published: edtf(article.published.as_ref()),
            url: article.url.clone(),
            archived_url: article.archived_url.clone(),
            retrieved: edtf(article.retrieved.as_ref()),
            language: article.language.clone(),
            sha256: article.sha256.clone(),
            omitted: article.omitted.clone(),
            author_details: article
                .authors
                .iter()
                .map(|author| AuthorJson {
                    name: author.name.clone(),
                    kind: author.kind.map(crate::model::AuthorKind::name),
                })
                .collect(),
            modified: edtf(article.modified.as_ref()),
            original: article.original.as_ref().map(|file| file.path.clone()),
            original_sha256: article.original.as_ref().and_then(|f| f.sha256.clone()),
            not_statements: article
                .not_statements
                .iter()
                .map(NotStatementJson::new)
                .collect(),
            versions: article.versions.iter().map(VersionJson::new).collect(),
            accepts: article.accepts.clone(),
            note: article.note.clone(),
            passages: article.text.passages.len(),
            statements: statements_in(briefing, ix).len(),
        }
    }
}

impl NotStatementJson {
    fn new(words: &crate::model::NotStatement) -> NotStatementJson {
        let found = (words.verification != QuoteVerification::NotFound).then_some(&words.range);
        NotStatementJson {
            exact: words.exact.clone(),
            start: found.map(|range| range.start),
            end: found.map(|range| range.end),
            why: words.why.clone(),
        }
    }
}

impl VersionJson {
    fn new(version: &crate::model::ArticleVersion) -> VersionJson {
        VersionJson {
            text: version.path.clone(),
            sha256: version.sha256.clone(),
            retrieved: edtf(version.retrieved.as_ref()),
            original: version.original.as_ref().map(|file| file.path.clone()),
            note: version.note.clone(),
        }
    }
}
