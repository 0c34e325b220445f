//! From a statement, a bookmark or a stretch of an article to something that
//! can be printed or sued over: the words with their source, as plain text,
//! Markdown, JSON, CSV or W3C Web Annotations. Pure functions from values to text.
//!
//! Three rules hold in every form. Words that were printed in quotation marks
//! leave in quotation marks, the reporter's words without, and a cut is marked
//! "[…]". What is not known is left out, never made up; a date is as precise as
//! it is known. The words are never altered: where a form would need another
//! letter (a cell of CSV that begins with "="), they stay as they are.

mod csv;
mod format;
mod json;
mod markdown;
mod marks;
mod plain;
mod quotation;
mod w3c;

pub use format::{Format, FormatError};
pub use plain::citation;
pub use quotation::{KeptAs, Part, Quotation};

use crate::model::{ArticleIx, Briefing, Provenance, StatementIx};

/// Returns the words alone: what `y` copies.
#[must_use]
pub fn words(quotation: &Quotation) -> String {
    quotation.words.clone()
}

/// Returns the words and, on a line of its own, where they are from: what `Y` copies.
#[must_use]
pub fn one(quotation: &Quotation) -> String {
    format!("{}\n— {}", quotation.words, citation(quotation))
}

/// Writes quotations in a form, in the order in which they are given. The
/// same quotations give the same text; it ends with a line end.
#[must_use]
pub fn export(quotations: &[Quotation], format: Format) -> String {
    match format {
        Format::Plain => plain::export(quotations),
        Format::Markdown => markdown::export(quotations),
        Format::Json => json::export(quotations),
        Format::Csv => csv::export(quotations),
        Format::W3c => w3c::export(quotations),
    }
}

/// Sorts quotations as a reader meets them: by briefing, article and place.
pub fn sort(quotations: &mut [Quotation]) {
    quotations.sort_by(|a, b| a.place().cmp(&b.place()));
}

/// Copies the source of words of an article, and of the statement that they
/// are, for a bookmark to hold.
#[must_use]
pub fn provenance(
    briefing: &Briefing,
    article: ArticleIx,
    statement: Option<StatementIx>,
) -> Provenance {
    let printed = briefing.article(article);
    let edtf = |date: &crate::model::Date| date.edtf().to_owned();
    let mut provenance = Provenance {
        briefing_title: briefing.title.clone(),
        article_title: printed.title.clone(),
        publisher: printed.publisher.clone(),
        authors: printed.authors.clone(),
        published: printed.published.as_ref().map(edtf),
        url: printed.url.clone(),
        archived_url: printed.archived_url.clone(),
        retrieved: printed.retrieved.as_ref().map(edtf),
        ..Provenance::default()
    };
    if let Some(ix) = statement {
        let said = briefing.statement(ix);
        let speaker = briefing.speaker_of(ix);
        provenance.statement = Some(said.id.clone());
        provenance.kind = Some(said.kind.name().to_owned());
        provenance.speaker = Some(speaker.name.clone());
        provenance.role.clone_from(&speaker.role);
        provenance.side = Some(briefing.side_label(briefing.side_of(ix)).to_owned());
        provenance.said = said.date.as_ref().map(edtf);
    }
    provenance
}

#[cfg(test)]
mod tests;
