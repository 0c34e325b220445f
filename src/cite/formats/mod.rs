//! The formats in which quotations and comparisons leave the program. [`writer`] is the one
//! table from a format to its functions.
//!
//! | file | what it writes |
//! |---|---|
//! | `format` | `ExportFormat`: the names and file endings |
//! | `plain`, `markdown`, `html` | for people |
//! | `json`, `csv` | all fields, for programs and spreadsheets |
//! | `web_annotation` | W3C Web Annotations in JSON-LD |
//! | `bibliography` | articles for reference managers: BibTeX, CSL-JSON |

pub mod bibliography;
mod csv;
pub mod format;
mod html;
mod json;
mod markdown;
mod plain;
mod web_annotation;

use self::format::ExportFormat;
use crate::cite::comparison::Comparison;
use crate::cite::quotation::Quotation;
use crate::cite::style::kind::Style;

/// The functions of a format. Formats that hold fields have no style.
struct Writer {
    quotations: fn(&[Quotation], Style) -> String,
    comparison: fn(&Comparison, Style) -> String,
}

fn writer(format: ExportFormat) -> Writer {
    match format {
        ExportFormat::Plain => Writer {
            quotations: plain::export_quotations,
            comparison: plain::export_comparison,
        },
        ExportFormat::Markdown => Writer {
            quotations: markdown::export_quotations,
            comparison: markdown::export_comparison,
        },
        ExportFormat::Html => Writer {
            quotations: html::export_quotations,
            comparison: html::export_comparison,
        },
        ExportFormat::Json => Writer {
            quotations: |quotations, _| json::export_quotations(quotations),
            comparison: |comparison, _| json::export_comparison(comparison),
        },
        ExportFormat::Csv => Writer {
            quotations: |quotations, _| csv::export_quotations(quotations),
            comparison: |comparison, _| csv::export_comparison(comparison),
        },
        ExportFormat::W3c => Writer {
            quotations: |quotations, _| web_annotation::export_quotations(quotations),
            comparison: |comparison, _| web_annotation::export_comparison(comparison),
        },
    }
}

/// Writes quotations in a format, in the order in which they are given. The same
/// quotations give the same text; it ends with a line end.
#[must_use]
pub fn export(quotations: &[Quotation], format: ExportFormat, style: Style) -> String {
    (writer(format).quotations)(quotations, style)
}

/// Writes a comparison in a format. The same comparison gives the same text; it ends with
/// a line end.
#[must_use]
pub fn export_comparison(comparison: &Comparison, format: ExportFormat, style: Style) -> String {
    (writer(format).comparison)(comparison, style)
}

/// Returns an export as it stands in a file: a table begins with a byte order mark, without
/// which spreadsheets take it for another encoding.
#[must_use]
pub fn file_text(text: String, format: ExportFormat) -> String {
    match format {
        ExportFormat::Csv => format!("\u{feff}{text}"),
        _ => text,
    }
}
