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

#[cfg(test)]
mod tests;
