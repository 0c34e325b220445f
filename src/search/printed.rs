//! What the index keeps of a passage, written by hand: there is one for each passage
//! of the library, written while it is indexed and read for each result. On the first
//! line stand its numbers, behind it the words as they are.

use std::fmt::Write as _;

/// What is stored of a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Printed<'a> {
    /// Number in its article, counted from 1.
    pub number: usize,
    /// Byte of the canonical text at which it begins.
    pub start: usize,
    /// Whether it is also found by the article's headline.
    pub first: bool,
    /// The statements that stand in it.
    pub holds: Vec<Held>,
    /// The words.
    pub text: &'a str,
}

/// A statement, or a part of one, that stands in a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Held {
    /// Id of the statement.
    pub id: String,
    /// Bytes of the passage.
    pub spans: Vec<(usize, usize)>,
}

/// Stands on the first line of a passage that is found by the headline.
const FIRST: &str = "headline";

impl Printed<'_> {
    /// Adds its written form to `out`: `number start`, [`FIRST`] where it is that, and
    /// for each statement `id=from-to,from-to`.
    pub fn write(&self, out: &mut String) {
        // Writing to a string cannot fail.
        let _ = write!(out, "{} {}", self.number, self.start);
        if self.first {
            out.push(' ');
            out.push_str(FIRST);
        }
        for held in &self.holds {
            let _ = write!(out, " {}=", held.id);
            for (i, (from, to)) in held.spans.iter().enumerate() {
                let comma = if i > 0 { "," } else { "" };
                let _ = write!(out, "{comma}{from}-{to}");
            }
        }
        out.push('\n');
        out.push_str(self.text);
    }

    /// Reads what [`Printed::write`] gave; none where it is something else.
    pub fn read(written: &str) -> Option<Printed<'_>> {
        let (line, text) = written.split_once('\n')?;
        let mut fields = line.split(' ').peekable();
        Some(Printed {
            number: fields.next()?.parse().ok()?,
            start: fields.next()?.parse().ok()?,
            first: fields.next_if_eq(&FIRST).is_some(),
            holds: fields.map(read_held).collect::<Option<_>>()?,
            text,
        })
    }
}

fn read_held(written: &str) -> Option<Held> {
    let (id, spans) = written.split_once('=')?;
    let span = |span: &str| {
        let (from, to) = span.split_once('-')?;
        Some((from.parse().ok()?, to.parse().ok()?))
    };
    Some(Held {
        id: id.to_owned(),
        spans: spans.split(',').map(span).collect::<Option<_>>()?,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(
            (number, start, first) in any::<(usize, usize, bool)>(),
            holds in prop::collection::vec(
                ("[a-z][a-z0-9-]{0,12}", prop::collection::vec(any::<(usize, usize)>(), 1..4)),
                0..4,
            ),
            text in "(\\PC|\n){0,40}",
        ) {
            let holds = holds.into_iter().map(|(id, spans)| Held { id, spans }).collect();
            let printed = Printed { number, start, first, holds, text: &text };
            let mut written = String::new();
            printed.write(&mut written);
            prop_assert_eq!(Printed::read(&written), Some(printed));
        }

        #[test]
        fn what_is_damaged_is_no_fault(text in "[0-9a-z =,\n-]{0,30}") {
            let _ = Printed::read(&text);
        }
    }

    #[test]
    fn another_form_is_not_taken() {
        for text in [
            "",
            "1 2",
            "a 2\nx",
            "1 2 held\nx",
            "1 2 s=1\nx",
            "{\"n\":1}",
        ] {
            assert_eq!(Printed::read(text), None, "{text}");
        }
    }
}
