//! What the reader exports → text, in the format that a file extension names: for a copy, a pipe, a
//! file.

use std::io::ErrorKind;
use std::path::Path;

use crate::app::message::{CopyForm, ExportItem, ExportPayload, StatusLevel};
use crate::cite::{self, Comparison, ExportFormat, Quotation, Style};
use crate::model::ReplyGraph;
use crate::runtime::support::atomic_write;
use crate::runtime::tasks::tracker::TaskResult;
use crate::text::clean;
use crate::text::plural::plural;

/// A file extension that names no format.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{extension}\" is no form: write txt, md, csv, json, jsonld or html")]
pub struct UnknownExtension {
    extension: String,
}

/// Returns what a copy puts on the clipboard.
#[must_use]
pub fn copy_text(item: &ExportItem, form: CopyForm) -> String {
    match form {
        CopyForm::Words => quotation(item).words,
        CopyForm::Citation => cite::quote_with_citation(&quotation(item), Style::default()),
        CopyForm::Reference => quotation(item).reference,
    }
}

/// Returns what a pipe gets: plain text, with sources.
#[must_use]
pub fn pipe_text(payload: &ExportPayload) -> String {
    render(payload, ExportFormat::Plain).text
}

/// Renders what is exported in the format of a file extension.
///
/// # Errors
/// There is no such format.
pub fn render_by_extension(
    payload: &ExportPayload,
    extension: &str,
) -> Result<String, UnknownExtension> {
    let format = ExportFormat::from_extension(extension.trim_start_matches('.'));
    let format = format.ok_or_else(|| UnknownExtension {
        extension: clean::clean_line(extension),
    })?;
    Ok(render(payload, format).text)
}

/// What was rendered.
struct Rendered {
    text: String,
    /// How much of what it contains.
    contents: String,
}

fn render(payload: &ExportPayload, format: ExportFormat) -> Rendered {
    match payload {
        ExportPayload::Quotations(items) => {
            let quotations: Vec<_> = items.iter().map(quotation).collect();
            Rendered {
                text: cite::export(&quotations, format, Style::default()),
                contents: plural(quotations.len(), "quotation", "quotations"),
            }
        }
        ExportPayload::Comparison(briefing, rows) => {
            let graph = ReplyGraph::new(briefing);
            let comparison = Comparison::from_rows(briefing, &graph, rows);
            let (one, many) = ("row of the comparison", "rows of the comparison");
            Rendered {
                text: cite::export_comparison(&comparison, format, Style::default()),
                contents: plural(rows.len(), one, many),
            }
        }
    }
}

/// Writes what is exported to a new file, in the format of its extension.
#[must_use]
pub fn export_to_file(payload: &ExportPayload, path: &Path) -> TaskResult {
    let shown = clean::clean_line(&path.display().to_string());
    let extension = path.extension().and_then(|extension| extension.to_str());
    let Some(format) = extension.and_then(ExportFormat::from_extension) else {
        return (
            StatusLevel::Hint,
            format!("{shown}: end the name in .md, .txt, .csv, .json, .jsonld or .html"),
        );
    };
    let Rendered { text, contents } = render(payload, format);
    match atomic_write::write_new(path, &cite::file_text(text, format)) {
        Ok(()) => (StatusLevel::Info, format!("Wrote {contents} to {shown}")),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => (
            StatusLevel::Hint,
            format!("{shown} is there already and stays as it is: give another name"),
        ),
        Err(error) => (
            StatusLevel::Error,
            format!("{shown} could not be written: {error}"),
        ),
    }
}

fn quotation(item: &ExportItem) -> Quotation {
    match item {
        ExportItem::Statement {
            briefing,
            statement,
            appearance,
        } => Quotation::from_statement(briefing, *statement, *appearance),
        ExportItem::Range {
            briefing,
            article,
            range,
            statement,
        } => {
            let quotation = Quotation::from_range(briefing, *article, range.clone());
            match statement {
                Some(statement) => quotation.with_speaker_of(briefing, *article, *statement),
                None => quotation,
            }
        }
        ExportItem::Bookmark(bookmark) => Quotation::from_bookmark(bookmark),
    }
}
