//! [`Style`]: the styles of citations by name.

use std::fmt;
use std::str::FromStr;

/// A style of citations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Style {
    /// Notes of the Chicago Manual of Style.
    #[default]
    Chicago,
    /// American Psychological Association.
    Apa,
    /// Modern Language Association.
    Mla,
    /// As in American court papers, close to the Bluebook.
    Law,
}

impl Style {
    /// All styles, in the order in which help lists them.
    pub const ALL: [Style; 4] = [Style::Chicago, Style::Apa, Style::Mla, Style::Law];

    /// Returns the name used on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Style::Chicago => "chicago",
            Style::Apa => "apa",
            Style::Mla => "mla",
            Style::Law => "law",
        }
    }
}

impl fmt::Display for Style {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Says that a text names no style, and which there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StyleError(String);

impl fmt::Display for StyleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Style::ALL.map(Style::name);
        write!(
            f,
            "\"{}\" is no style; write one of {}",
            self.0,
            names.join(", ")
        )
    }
}

impl std::error::Error for StyleError {}

impl FromStr for Style {
    type Err = StyleError;

    fn from_str(text: &str) -> Result<Self, StyleError> {
        Style::ALL
            .into_iter()
            .find(|style| style.name().eq_ignore_ascii_case(text))
            .ok_or_else(|| StyleError(text.to_owned()))
    }
}
