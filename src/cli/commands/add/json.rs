//! What was added, as a line of JSON for each article.

use serde::Serialize;

use super::input::IncomingArticle;
use super::plan::PlannedArticle;
use crate::curate::meta::authors::PageAuthor;

/// One article, as `docs/json.md` describes it.
#[derive(Serialize)]
pub struct AddedArticleJson<'a> {
    file: &'a str,
    id: Option<&'a str>,
    status: Option<&'static str>,
    title: Option<&'a str>,
    authors: Vec<PageAuthorJson<'a>>,
    publisher: Option<&'a str>,
    published: Option<&'a str>,
    modified: Option<&'a str>,
    url: Option<&'a str>,
    language: Option<&'a str>,
    corrections: &'a [String],
    text: String,
    omitted: Vec<OmittedJson>,
    alternatives: AlternativesJson<'a>,
    format: &'static str,
    charset: &'static str,
    notes: Vec<&'static str>,
    private: &'a [String],
}

#[derive(Serialize)]
struct PageAuthorJson<'a> {
    name: &'a str,
    kind: &'static str,
}

#[derive(Serialize)]
struct OmittedJson {
    id: String,
    text: String,
    reason: &'static str,
}

/// The readings of each field of which a page gives more than one, the best first.
#[derive(Serialize)]
struct AlternativesJson<'a> {
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    title: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Vec<PageAuthorJson<'a>>>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    publisher: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    published: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    modified: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    url: &'a [String],
}

fn authors_json(list: &[PageAuthor]) -> Vec<PageAuthorJson<'_>> {
    list.iter()
        .map(|author| PageAuthorJson {
            name: &author.name,
            kind: author.kind.name(),
        })
        .collect()
}

/// Describes an article, and what becomes of it.
pub fn article_json<'a>(
    incoming: &'a IncomingArticle,
    planned: Option<&'a PlannedArticle>,
) -> AddedArticleJson<'a> {
    let article = &incoming.article;
    let readings = &article.candidates;
    let several = |list: &'a [String], chosen: &str| {
        let needed = list.len() > 1 || list.first().is_some_and(|first| first != chosen);
        if needed { list } else { &[] }
    };
    AddedArticleJson {
        file: &incoming.file,
        id: planned.map(|p| p.id.as_str()),
        status: planned.map(|p| p.status.name()),
        title: non_empty(&article.title),
        authors: authors_json(&article.authors),
        publisher: non_empty(&article.publisher),
        published: non_empty(&article.published),
        modified: non_empty(&article.modified),
        url: non_empty(&article.url),
        language: non_empty(&article.language),
        corrections: &article.corrections,
        text: article.text(),
        omitted: article
            .omitted()
            .into_iter()
            .map(|piece| OmittedJson {
                id: piece.id,
                text: piece.text,
                reason: piece.reason.name(),
            })
            .collect(),
        alternatives: AlternativesJson {
            title: several(&readings.title, &article.title),
            authors: if readings.authors.len() > 1 {
                readings
                    .authors
                    .iter()
                    .map(|list| authors_json(list))
                    .collect()
            } else {
                Vec::new()
            },
            publisher: several(&readings.publisher, &article.publisher),
            published: several(&readings.published, &article.published),
            modified: several(&readings.modified, &article.modified),
            url: several(&readings.url, &article.url),
        },
        format: article.format.name(),
        charset: article.charset,
        notes: article.notes.iter().map(|note| note.name()).collect(),
        private: &incoming.private,
    }
}

/// Returns a text, none where it is empty.
pub fn non_empty(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}
