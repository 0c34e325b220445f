//! From a statement, a bookmark or a stretch of an article to something that
//! can be printed or sued over: the words with their source, as plain text,
//! Markdown, HTML, JSON, CSV or W3C Web Annotations; and back from the latter two.
//! Pure functions from values to text.
//!
//! Three rules hold in every form. Words that were printed in quotation marks
//! leave in quotation marks, the reporter's words without, and a cut is marked
//! "[…]". What is not known is left out, never made up; a date is as precise as
//! it is known. The words are never altered: where a form would need another
//! letter (a cell of CSV that begins with "="), they stay as they are.

mod around;
mod bibliography;
mod comparison;
mod csv;
mod dates;
mod content_id;
mod format;
mod html;
mod import;
mod json;
mod markdown;
mod quote_marks;
mod person_names;
mod plain;
mod quotation;
mod speaker;
mod style;
mod web_annotation;

pub use bibliography::{BibliographyFormat, export_bibliography};
pub use comparison::{ReplyTo, QuotedCell, SideColumn, Comparison, CrossTopicLink, QuotedRow, cross_topic_links};
pub use format::{Format, FormatError};
pub use import::{ImportError, Imported, PageAddress, import};
pub use quotation::{BookmarkMeta, QuotedPart, Quotation};
pub use style::{Style, StyleError, citation};

/// Returns the words alone: what `y` copies.
#[must_use]
pub fn words(quotation: &Quotation) -> String {
    quotation.words.clone()
}

/// Returns the words and, on a line of its own, where they are from: what `Y`
/// copies. The citation is a Chicago note.
#[must_use]
pub fn one(quotation: &Quotation) -> String {
    quote_with_citation(quotation, Style::default())
}

/// As [`one`], in any style. Where nothing is known of the source, the short
/// reference stands for it.
#[must_use]
pub fn quote_with_citation(quotation: &Quotation, style: Style) -> String {
    let citation = match citation(quotation, style) {
        nothing if nothing.is_empty() && quotation.reference.is_empty() => {
            return quotation.words.clone();
        }
        nothing if nothing.is_empty() => format!("[{}]", quotation.reference),
        citation => citation,
    };
    format!("{}\n— {citation}", quotation.in_sentence())
}

/// Writes quotations in a form, in the order in which they are given, cited in
/// Chicago notes. The same quotations give the same text; it ends with a line end.
#[must_use]
pub fn export_default(quotations: &[Quotation], format: Format) -> String {
    export(quotations, format, Style::default())
}

/// As [`export`], in any style; forms that hold fields have no style.
#[must_use]
pub fn export(quotations: &[Quotation], format: Format, style: Style) -> String {
    match format {
        Format::Plain => plain::export_quotations(quotations, style),
        Format::Markdown => markdown::export_quotations(quotations, style),
        Format::Html => html::export_quotations(quotations, style),
        Format::Json => json::export_quotations(quotations),
        Format::Csv => csv::export_quotations(quotations),
        Format::W3c => web_annotation::export_quotations(quotations),
    }
}

/// Returns what was written in a form as it stands in a file: a table begins with a byte
/// order mark, without which spreadsheets take it for another encoding.
#[must_use]
pub fn file_text(text: String, format: Format) -> String {
    match format {
        Format::Csv => format!("\u{feff}{text}"),
        _ => text,
    }
}

/// Sorts quotations as a reader meets them: by briefing, article and place.
pub fn sort_by_place(quotations: &mut [Quotation]) {
    quotations.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
}

#[cfg(test)]
mod tests;
