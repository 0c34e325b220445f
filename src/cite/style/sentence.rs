//! Sentences of a citation: fields with commas between them, set into pieces so that
//! no stop is doubled.

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
        let inner = text.trim().replace('“', "‘").replace('”', "’");
        Field {
            closing: "”",
            ..Field::of(format!("“{inner}"))
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
        for (i, field) in fields.into_iter().enumerate() {
            let ends = field
                .pieces
                .last()
                .is_some_and(|p| p.text.ends_with(['.', '?', '!']));
            line.extend(field.pieces);
            let behind = match (i + 1 == count, ends) {
                (true, true) => field.closing.to_owned(),
                (true, false) => format!("{stop}{}", field.closing),
                (false, _) => format!(",{} ", field.closing),
            };
            if !behind.is_empty() {
                line.push(roman(behind));
            }
        }
    }
    line
}
