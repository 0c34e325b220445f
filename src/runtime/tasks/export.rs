//! From what the reader points at to text that leaves the program: copies,
//! files, the input of a command.

use std::io::ErrorKind;
use std::path::Path;

use crate::app::message::{CopyForm, ExportItem, ExportPayload, StatusLevel};
use crate::cite::{self, Comparison, Format, Quotation, Style};
use crate::runtime::support::atomic_write;
use crate::runtime::tasks::external::TaskResult;
use crate::text::clean;
use crate::text::plural::plural;

/// Returns what a copy puts on the clipboard.
#[must_use]
pub fn copy_text(subject: &ExportItem, form: CopyForm) -> String {
    match form {
        CopyForm::Words => quotation(subject).words,
        CopyForm::Citation => cite::quote_with_citation(&quotation(subject), Style::default()),
        CopyForm::Reference => quotation(subject).reference,
    }
}

/// Returns what is taken out with its sources as text for people.
#[must_use]
pub fn pipe_text(taken: &ExportPayload) -> String {
    render_with_count(taken, Format::Plain).0
}

/// Writes what is taken out in the form that an ending of a file names.
///
/// # Errors
/// Where there is no such form: what to write instead.
pub fn render_by_extension(taken: &ExportPayload, ending: &str) -> Result<String, String> {
    let format = Format::from_extension(ending.trim_start_matches('.'));
    let format = format.ok_or_else(|| {
        let ending = clean::clean_line(ending);
        format!("\"{ending}\" is no form: write txt, md, csv, json, jsonld or html")
    })?;
    Ok(render_with_count(taken, format).0)
}

/// Writes what is taken out in a form; returns also how much of what it is.
fn render_with_count(taken: &ExportPayload, format: Format) -> (String, usize, [&'static str; 2]) {
    match taken {
        ExportPayload::Quotations(subjects) => {
            let quotations: Vec<_> = subjects.iter().map(quotation).collect();
            let text = cite::export(&quotations, format, Style::default());
            (text, quotations.len(), ["quotation", "quotations"])
        }
        ExportPayload::Comparison(briefing, rows) => {
            let graph = crate::model::ReplyGraph::new(briefing);
            let comparison = Comparison::from_rows(briefing, &graph, rows);
            let text = cite::export_comparison(&comparison, format, Style::default());
            let names = ["row of the comparison", "rows of the comparison"];
            (text, rows.len(), names)
        }
    }
}

/// Writes what is taken out to a new file, whose ending names the format.
#[must_use]
pub fn export_to_file(taken: &ExportPayload, path: &Path) -> TaskResult {
    let shown = clean::clean_line(&path.display().to_string());
    let ending = path.extension().and_then(|ending| ending.to_str());
    let Some(format) = ending.and_then(Format::from_extension) else {
        return (
            StatusLevel::Hint,
            format!("{shown}: end the name in .md, .txt, .csv, .json, .jsonld or .html"),
        );
    };
    let (text, count, [one, many]) = render_with_count(taken, format);
    match atomic_write::write_new(path, &cite::file_text(text, format)) {
        Ok(()) => (
            StatusLevel::Info,
            format!("Wrote {} to {shown}", plural(count, one, many)),
        ),
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

fn quotation(subject: &ExportItem) -> Quotation {
    match subject {
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
