//! Words and citation as a person writes them under a quotation.

use super::{Quotation, one};
use crate::model::{Date, Kind};

/// Writes quotations one below the other, a blank line between them.
pub(super) fn export(quotations: &[Quotation]) -> String {
    let blocks: Vec<String> = quotations.iter().map(block).collect();
    if blocks.is_empty() {
        return String::new();
    }
    blocks.join("\n\n") + "\n"
}

fn block(quotation: &Quotation) -> String {
    let mut lines = vec![one(quotation)];
    if !quotation.note.is_empty() {
        lines.push(format!("Note: {}", quotation.note));
    }
    if !quotation.tags.is_empty() {
        lines.push(format!("Tags: {}", quotation.tags.join(", ")));
    }
    lines.join("\n")
}

/// Returns who said it, where it was printed and what is to be known of the
/// copy, in one line; what is unknown is left out.
#[must_use]
pub fn citation(quotation: &Quotation) -> String {
    let source = &quotation.source;
    let mut sentences = vec![speaker(quotation), printed(quotation)];
    sentences.extend(source.url.clone());
    sentences.extend(
        source
            .archived_url
            .as_ref()
            .map(|url| format!("Archived: {url}")),
    );
    sentences.extend(
        source
            .retrieved
            .as_ref()
            .map(|date| format!("Retrieved {}", shown(date))),
    );
    sentences.extend(doubt(quotation));
    let line = flowing(&sentences);
    if line.is_empty() {
        return format!("[{}]", quotation.reference);
    }
    format!("{line} [{}]", quotation.reference)
}

/// Joins what is known to a line of sentences. No stop is doubled.
pub(super) fn flowing(sentences: &[String]) -> String {
    let mut line = String::new();
    for sentence in sentences.iter().filter(|sentence| !sentence.is_empty()) {
        if !line.is_empty() {
            line += if line.ends_with(['.', '?', '!']) {
                " "
            } else {
                ". "
            };
        }
        line += sentence;
    }
    line
}

/// Who said it, as what, on which side, how and when.
pub(super) fn speaker(quotation: &Quotation) -> String {
    let source = &quotation.source;
    let Some(name) = &source.speaker else {
        return String::new();
    };
    let mut parts = vec![name.clone()];
    parts.extend(source.role.clone());
    if let Some(organisation) = &quotation.organisation {
        let named = [Some(name), source.role.as_ref()]
            .into_iter()
            .flatten()
            .any(|text| text.contains(organisation.as_str()));
        if !named {
            parts.push(organisation.clone());
        }
    }
    if let (Some(side), Some(last)) = (&source.side, parts.last_mut())
        && !last.is_empty()
        && side != name
    {
        *last = format!("{last} ({side})");
    }
    parts.extend(quotation.attribution.clone());
    if source.kind.as_deref() == Some(Kind::Paraphrase.name()) {
        parts.push("in the reporter's words".to_owned());
    }
    parts.extend(
        source
            .said
            .as_ref()
            .map(|date| format!("said {}", shown(date))),
    );
    parts.join(", ")
}

/// Where it was printed: authors, headline, outlet, date.
fn printed(quotation: &Quotation) -> String {
    let source = &quotation.source;
    let mut parts = Vec::new();
    if !source.authors.is_empty() {
        parts.push(source.authors.join(", "));
    }
    if !source.article_title.is_empty() {
        parts.push(format!("“{}”", source.article_title));
    }
    if !source.publisher.is_empty() {
        parts.push(source.publisher.clone());
    }
    parts.extend(source.published.as_deref().map(shown));
    parts.join(", ")
}

/// What a careful reader must know where the words are not letter by letter those of the article.
pub(super) fn doubt(quotation: &Quotation) -> Option<String> {
    match quotation.proof.as_deref()? {
        "exact" | "normalised" => None,
        "not found" => Some("These words were not found in the stored article".to_owned()),
        other => Some(format!(
            "The stored article has similar words only ({other})"
        )),
    }
}

/// Returns a date as a person reads it; the text itself, where it is no EDTF date.
pub(super) fn shown(edtf: &str) -> String {
    Date::parse(edtf).map_or_else(|_| edtf.to_owned(), |date| date.to_string())
}
