//! Writes a citation in a style.

use super::kind::Style;
use super::rules::{CitationFields, apa, chicago, law, mla};
use super::sentence::{CitationField, CitationSpan, join_sentences, sentence};
use crate::cite::quotation::Quotation;
use crate::cite::speaker;

/// Returns a citation in pieces, without its reference.
pub fn citation_spans(quotation: &Quotation, style: Style) -> Vec<CitationSpan> {
    let known = CitationFields::new(quotation, style);
    let mut sentences = match style {
        Style::Chicago => chicago(&known),
        Style::Apa => apa(&known),
        Style::Mla => mla(&known),
        Style::Law => law(&known),
    };
    sentences.extend(
        speaker::proof_caveat(quotation).map(|doubt| sentence([CitationField::plain(doubt)])),
    );
    join_sentences(sentences)
}

/// Returns a citation as plain text, without its reference; empty where
/// nothing is known.
#[must_use]
pub fn citation(quotation: &Quotation, style: Style) -> String {
    let pieces = citation_spans(quotation, style);
    pieces.iter().map(|piece| piece.text.as_str()).collect()
}

/// Returns the words and, on a line of their own, where they are from. Where nothing is
/// known of the source, the short reference stands for it.
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
