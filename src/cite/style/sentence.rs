//! Sentences of a citation: fields with commas between them, set into pieces so that
//! no stop is doubled, and stops stand within closing quotation marks.

use super::title_marks;

/// How a piece of a citation is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FontStyle {
    Roman,
    Italic,
    /// An address on the web.
    Address,
}

/// A stretch of a citation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CitationSpan {
    pub text: String,
    pub font: FontStyle,
}

/// A field between two stops: spans, and what closes after the stop.
#[derive(Default)]
pub(super) struct CitationField {
    pub spans: Vec<CitationSpan>,
    closing: &'static str,
}

impl CitationField {
    pub fn plain(text: impl Into<String>) -> CitationField {
        CitationField::default().then(text, FontStyle::Roman)
    }

    pub fn italic(text: &str) -> CitationField {
        CitationField::default().then(text, FontStyle::Italic)
    }

    pub fn address(text: &str) -> CitationField {
        CitationField::default().then(text, FontStyle::Address)
    }

    /// A title in quotation marks; those within become single ones. One in square brackets
    /// is no words of the article, and stays without.
    pub fn title(text: &str) -> CitationField {
        if is_bracketed(text) {
            return CitationField::plain(text.trim());
        }
        CitationField {
            closing: "”",
            ..CitationField::plain(format!("“{}", title_marks::nest_marks(text.trim())))
        }
    }

    pub fn then(mut self, text: impl Into<String>, face: FontStyle) -> CitationField {
        let text = text.into();
        if !text.is_empty() {
            self.spans.push(CitationSpan { text, font: face });
        }
        self
    }

    pub fn prefixed(mut self, text: &str) -> CitationField {
        let piece = CitationSpan {
            text: text.to_owned(),
            font: FontStyle::Roman,
        };
        self.spans.insert(0, piece);
        self
    }
}

/// Returns `true` if a title was given by a curator to an article that has none: it stands in
/// square brackets.
pub(super) fn is_bracketed(title: &str) -> bool {
    let inner = title.trim().strip_prefix('[');
    let inner = inner.and_then(|inner| inner.strip_suffix(']'));
    inner.is_some_and(|inner| !inner.contains(['[', ']']))
}

/// A sentence: fields with commas between them, and how it ends.
pub(super) struct CitationSentence {
    pub fields: Vec<CitationField>,
    pub stop: &'static str,
}

pub(super) fn sentence(fields: impl IntoIterator<Item = CitationField>) -> CitationSentence {
    CitationSentence {
        fields: fields.into_iter().collect(),
        stop: ".",
    }
}

/// Puts stops and blanks between the fields. No stop is doubled.
pub(super) fn join_sentences(sentences: Vec<CitationSentence>) -> Vec<CitationSpan> {
    let mut line: Vec<CitationSpan> = Vec::new();
    let roman = |text: String| CitationSpan {
        text,
        font: FontStyle::Roman,
    };
    for CitationSentence { mut fields, stop } in sentences {
        fields.retain(|field| !field.spans.is_empty());
        let count = fields.len();
        if count > 0 && !line.is_empty() {
            line.push(roman(" ".to_owned()));
        }
        for (i, mut field) in fields.into_iter().enumerate() {
            let is_last = i + 1 == count;
            let mut closing = String::new();
            if let Some(piece) = field
                .spans
                .last_mut()
                .filter(|p| p.font != FontStyle::Address)
            {
                let marks = title_marks::closing_marks_len(&piece.text);
                closing = piece.text.split_off(piece.text.len() - marks);
            }
            let ends = field
                .spans
                .last()
                .is_some_and(|p| p.text.ends_with(['.', '?', '!']));
            let mark = match (is_last, ends) {
                (true, true) => "",
                (true, false) => stop,
                (false, _) => ",",
            };
            if let Some(piece) = field.spans.last_mut().filter(|_| !closing.is_empty()) {
                // The marks of the title itself are set as it is.
                piece.text += mark;
                piece.text += &closing;
            }
            let mark = if closing.is_empty() { mark } else { "" };
            let blank = if is_last { "" } else { " " };
            line.extend(field.spans);
            let behind = format!("{mark}{}{blank}", field.closing);
            if !behind.is_empty() {
                line.push(roman(behind));
            }
        }
    }
    line
}
