//! The styles of citations: Chicago notes, APA, MLA, and one for lawyers. Each is
//! a row of a table (dates, names, words between) and an order of the fields.
//!
//! A statement is cited as quoted in the article that carries it. All authors
//! are named, also where a style would end with "et al.": a citation holds all
//! that is known. What is unknown is left out as the style has it.

mod rules;
mod sentence;
mod title_marks;

use std::fmt;
use std::str::FromStr;

use self::rules::{CitationFields, apa, chicago, law, mla};
use self::sentence::{CitationField, sentence, join_sentences};
use super::{Quotation, speaker};

pub(super) use self::sentence::{FontStyle, CitationSpan};

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

/// Returns a citation in pieces, without its reference.
pub(super) fn citation_spans(quotation: &Quotation, style: Style) -> Vec<CitationSpan> {
    let known = CitationFields::new(quotation, style);
    let mut sentences = match style {
        Style::Chicago => chicago(&known),
        Style::Apa => apa(&known),
        Style::Mla => mla(&known),
        Style::Law => law(&known),
    };
    sentences.extend(speaker::proof_caveat(quotation).map(|doubt| sentence([CitationField::plain(doubt)])));
    join_sentences(sentences)
}

/// Returns a citation as plain text, without its reference; empty where
/// nothing is known.
#[must_use]
pub fn citation(quotation: &Quotation, style: Style) -> String {
    let pieces = citation_spans(quotation, style);
    pieces.iter().map(|piece| piece.text.as_str()).collect()
}

#[cfg(test)]
mod tests;
