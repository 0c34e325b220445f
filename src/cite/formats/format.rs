//! The formats in which quotations leave the program, by name.

use std::fmt;
use std::str::FromStr;

/// A form in which quotations leave the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
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

impl Format {
    /// All forms, in the order in which help lists them.
    pub const ALL: [Format; 6] = [
        Format::Plain,
        Format::Markdown,
        Format::Json,
        Format::Csv,
        Format::W3c,
        Format::Html,
    ];

    /// Returns the name used on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Format::Plain => "plain",
            Format::Markdown => "markdown",
            Format::Json => "json",
            Format::Csv => "csv",
            Format::W3c => "w3c",
            Format::Html => "html",
        }
    }

    /// Returns the form of a file whose name ends so; none where it could be anything.
    #[must_use]
    pub fn from_extension(ending: &str) -> Option<Format> {
        let ending = ending.to_ascii_lowercase();
        match ending.as_str() {
            "markdown" => Some(Format::Markdown),
            "w3c" => Some(Format::W3c),
            "htm" => Some(Format::Html),
            ending => Format::ALL
                .into_iter()
                .find(|format| format.extension() == ending),
        }
    }

    /// Returns the end of a file name for this form, without the dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Format::Plain => "txt",
            Format::Markdown => "md",
            Format::Json => "json",
            Format::Csv => "csv",
            Format::W3c => "jsonld",
            Format::Html => "html",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Says that a text names no form, and which there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormatError(String);

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Format::ALL.map(Format::name);
        write!(
            f,
            "\"{}\" is no format; write one of {}",
            self.0,
            names.join(", ")
        )
    }
}

impl std::error::Error for FormatError {}

impl FromStr for Format {
    type Err = FormatError;

    fn from_str(text: &str) -> Result<Self, FormatError> {
        Format::ALL
            .into_iter()
            .find(|format| format.name().eq_ignore_ascii_case(text))
            .ok_or_else(|| FormatError(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_found_by_its_name() {
        for format in Format::ALL {
            assert_eq!(format.name().parse(), Ok(format));
            assert_eq!(format.name().to_uppercase().parse(), Ok(format));
        }
        assert_eq!(
            "word".parse::<Format>().unwrap_err().to_string(),
            "\"word\" is no format; write one of plain, markdown, json, csv, w3c, html"
        );
    }
}
