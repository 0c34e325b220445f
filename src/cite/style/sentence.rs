//! Sentences of a citation: fields with commas between them, set into pieces so that
//! no stop is doubled, and stops stand within closing quotation marks.

use super::title_marks;

/// How a piece of a citation is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cite) enum Face {
    Roman,
    Italic,
    /// An address on the web.
    Address,
}

/// A stretch of a citation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cite) struct Piece {
    pub text: String,
    pub face: Face,
}

/// A field between two stops: pieces, and what closes behind the stop.
#[derive(Default)]
pub(super) struct Field {
    pub pieces: Vec<Piece>,
    closing: &'static str,
}

impl Field {
    pub fn of(text: impl Into<String>) -> Field {
        Field::default().and(text, Face::Roman)
    }

    pub fn italic(text: &str) -> Field {
        Field::default().and(text, Face::Italic)
    }

    pub fn address(text: &str) -> Field {
        Field::default().and(text, Face::Address)
    }

    /// A title in quotation marks; those within become single ones. One in square brackets
    /// is no words of the article, and stays without.
    pub fn title(text: &str) -> Field {
        if supplied(text) {
            return Field::of(text.trim());
        }
        Field {
            closing: "”",
            ..Field::of(format!("“{}", title_marks::nested(text.trim())))
        }
    }

    pub fn and(mut self, text: impl Into<String>, face: Face) -> Field {
        let text = text.into();
        if !text.is_empty() {
            self.pieces.push(Piece { text, face });
        }
        self
    }

    pub fn before(mut self, text: &str) -> Field {
        let piece = Piece {
            text: text.to_owned(),
            face: Face::Roman,
        };
        self.pieces.insert(0, piece);
        self
    }
}

/// Tells whether a title was given to an article that has none: it stands in square brackets.
pub(super) fn supplied(title: &str) -> bool {
    let inner = title.trim().strip_prefix('[');
    let inner = inner.and_then(|inner| inner.strip_suffix(']'));
    inner.is_some_and(|inner| !inner.contains(['[', ']']))
}

/// A sentence: fields with commas between them, and how it ends.
pub(super) struct Sentence {
    pub fields: Vec<Field>,
    pub stop: &'static str,
}

pub(super) fn sentence(fields: impl IntoIterator<Item = Field>) -> Sentence {
    Sentence {
        fields: fields.into_iter().collect(),
        stop: ".",
    }
}

/// Puts stops and blanks between the fields. No stop is doubled.
pub(super) fn set(sentences: Vec<Sentence>) -> Vec<Piece> {
    let mut line: Vec<Piece> = Vec::new();
    let roman = |text: String| Piece {
        text,
        face: Face::Roman,
    };
    for Sentence { mut fields, stop } in sentences {
        fields.retain(|field| !field.pieces.is_empty());
        let count = fields.len();
        if count > 0 && !line.is_empty() {
            line.push(roman(" ".to_owned()));
        }
        for (i, mut field) in fields.into_iter().enumerate() {
            let is_last = i + 1 == count;
            let mut closing = String::new();
            if let Some(piece) = field.pieces.last_mut().filter(|p| p.face != Face::Address) {
                let marks = title_marks::closing(&piece.text);
                closing = piece.text.split_off(piece.text.len() - marks);
            }
            let ends = field
                .pieces
                .last()
                .is_some_and(|p| p.text.ends_with(['.', '?', '!']));
            let mark = match (is_last, ends) {
                (true, true) => "",
                (true, false) => stop,
                (false, _) => ",",
            };
            if let Some(piece) = field.pieces.last_mut().filter(|_| !closing.is_empty()) {
                // The marks of the title itself are set as it is.
                piece.text += mark;
                piece.text += &closing;
            }
            let mark = if closing.is_empty() { mark } else { "" };
            let blank = if is_last { "" } else { " " };
            line.extend(field.pieces);
            let behind = format!("{mark}{}{blank}", field.closing);
            if !behind.is_empty() {
                line.push(roman(behind));
            }
        }
    }
    line
}
