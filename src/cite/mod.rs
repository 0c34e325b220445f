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
mod digest;
mod format;
mod html;
mod import;
mod json;
mod markdown;
mod marks;
mod person_names;
mod plain;
mod quotation;
mod speaker;
mod style;
mod w3c;

pub use bibliography::{Bibliography, bibliography};
pub use comparison::{Answering, Cell, Column, Comparison, Elsewhere, Pair, pointers};
pub use format::{Format, FormatError};
pub use import::{ImportError, Imported, PageAddress, import};
pub use quotation::{KeptAs, Part, Quotation};
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
    one_in(quotation, Style::default())
}

/// As [`one`], in any style. Where nothing is known of the source, the short
/// reference stands for it.
#[must_use]
pub fn one_in(quotation: &Quotation, style: Style) -> String {
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
pub fn export(quotations: &[Quotation], format: Format) -> String {
    export_in(quotations, format, Style::default())
}

/// As [`export`], in any style; forms that hold fields have no style.
#[must_use]
pub fn export_in(quotations: &[Quotation], format: Format, style: Style) -> String {
    match format {
        Format::Plain => plain::export(quotations, style),
        Format::Markdown => markdown::export(quotations, style),
        Format::Html => html::export(quotations, style),
        Format::Json => json::export(quotations),
        Format::Csv => csv::export(quotations),
        Format::W3c => w3c::export(quotations),
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
pub fn sort(quotations: &mut [Quotation]) {
    quotations.sort_by(|a, b| a.place().cmp(&b.place()));
}

#[cfg(test)]
mod tests;
