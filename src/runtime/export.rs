//! From what the reader points at to text that leaves the program: copies,
//! files, the input of a command.

use std::io::ErrorKind;
use std::path::Path;

use super::file;
use super::outside::Answer;
use crate::app::msg::{CopyForm, Subject, Tone};
use crate::cite::{self, Format, Quotation};
use crate::text::clean;

/// Returns what a copy puts on the clipboard.
#[must_use]
pub fn copied(subject: &Subject, form: CopyForm) -> String {
    match form {
        CopyForm::Words => cite::words(&quotation(subject)),
        CopyForm::Citation => cite::one(&quotation(subject)),
        CopyForm::Reference => quotation(subject).reference,
    }
}

/// Returns the subjects with their sources as text for people.
#[must_use]
pub fn as_text(subjects: &[Subject]) -> String {
    let quotations: Vec<_> = subjects.iter().map(quotation).collect();
    cite::export(&quotations, Format::Plain)
}

/// Writes the subjects to a new file, whose ending names the format.
#[must_use]
pub fn to_file(subjects: &[Subject], path: &Path) -> Answer {
    let shown = clean::clean_line(&path.display().to_string());
    let ending = path.extension().and_then(|ending| ending.to_str());
    let Some(format) = ending.and_then(Format::of_extension) else {
        return (
            Tone::Nothing,
            format!("{shown}: end the name in .md, .txt, .csv, .json, .jsonld or .html"),
        );
    };
    let quotations: Vec<_> = subjects.iter().map(quotation).collect();
    match file::write_new(path, &cite::export(&quotations, format)) {
        Ok(()) => {
            let count = match quotations.len() {
                1 => "1 quotation".to_owned(),
                n => format!("{n} quotations"),
            };
            (Tone::Done, format!("Wrote {count} to {shown}"))
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => (
            Tone::Nothing,
            format!("{shown} is there already and stays as it is: give another name"),
        ),
        Err(error) => (
            Tone::Trouble,
            format!("{shown} could not be written: {error}"),
        ),
    }
}

fn quotation(subject: &Subject) -> Quotation {
    match subject {
        Subject::Statement {
            briefing,
            statement,
            appearance,
        } => Quotation::of_statement(briefing, *statement, *appearance),
        Subject::Range {
            briefing,
            article,
            range,
        } => Quotation::of_range(briefing, *article, range.clone()),
        Subject::Bookmark(bookmark) => Quotation::of_bookmark(bookmark),
    }
}
