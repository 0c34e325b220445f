//! The formats in which quotations leave the program, by name.

use std::fmt;
use std::str::FromStr;

/// A form in which quotations leave the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExportFormat {
    /// Words and citation as text.
    Plain,
    /// The same in CommonMark, the words as block quotations.
    Markdown,
    /// All fields, in the program's own shape.
    Json,
    /// RFC 4180, a row for each quotation, all fields of the source.
    Csv,
    /// W3C Web Annotations, JSON-LD.
    W3c,
    /// A page of HTML that stands alone, the sides side by side.
    Html,
}

impl ExportFormat {
    /// All forms, in the order in which help lists them.
    pub const ALL: [ExportFormat; 6] = [
        ExportFormat::Plain,
        ExportFormat::Markdown,
        ExportFormat::Json,
        ExportFormat::Csv,
        ExportFormat::W3c,
        ExportFormat::Html,
    ];

    /// Returns the name used on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ExportFormat::Plain => "plain",
            ExportFormat::Markdown => "markdown",
            ExportFormat::Json => "json",
            ExportFormat::Csv => "csv",
            ExportFormat::W3c => "w3c",
            ExportFormat::Html => "html",
        }
    }

    /// Returns the form of a file whose name ends so; none where it could be anything.
    #[must_use]
    pub fn from_extension(ending: &str) -> Option<ExportFormat> {
        let ending = ending.to_ascii_lowercase();
        match ending.as_str() {
            "markdown" => Some(ExportFormat::Markdown),
            "w3c" => Some(ExportFormat::W3c),
            "htm" => Some(ExportFormat::Html),
            ending => ExportFormat::ALL
                .into_iter()
                .find(|format| format.extension() == ending),
        }
    }

    /// Returns the end of a file name for this form, without the dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            ExportFormat::Plain => "txt",
            ExportFormat::Markdown => "md",
            ExportFormat::Json => "json",
            ExportFormat::Csv => "csv",
            ExportFormat::W3c => "jsonld",
            ExportFormat::Html => "html",
        }
    }
}

impl fmt::Display for ExportFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Says that a text names no form, and which there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportFormatError(String);

impl fmt::Display for ExportFormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = ExportFormat::ALL.map(ExportFormat::name);
        write!(
            f,
            "\"{}\" is no format; write one of {}",
            self.0,
            names.join(", ")
        )
    }
}

impl std::error::Error for ExportFormatError {}

impl FromStr for ExportFormat {
    type Err = ExportFormatError;

    fn from_str(text: &str) -> Result<Self, ExportFormatError> {
        ExportFormat::ALL
            .into_iter()
            .find(|format| format.name().eq_ignore_ascii_case(text))
            .ok_or_else(|| ExportFormatError(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_found_by_its_name() {
        for format in ExportFormat::ALL {
            assert_eq!(format.name().parse(), Ok(format));
            assert_eq!(format.name().to_uppercase().parse(), Ok(format));
        }
        assert_eq!(
            "word".parse::<ExportFormat>().unwrap_err().to_string(),
            "\"word\" is no format; write one of plain, markdown, json, csv, w3c, html"
        );
    }
}
