//! tantivy `Document`s whose values stand in one piece of memory. There are millions,
//! created on one thread and dropped on others: an allocation for each would cost more
//! than its words do.

use std::iter::Empty;
use std::ops::Range;
use std::sync::Arc;

use tantivy::schema::Field;
use tantivy::schema::document::{Document, ReferenceValue, ReferenceValueLeaf, Value};

/// Documents that have to stay together in a segment, in order.
#[derive(Debug, Default)]
pub(crate) struct DocArena {
    text: String,
    values: Vec<(Field, FieldValue)>,
    /// For each document where its values begin.
    starts: Vec<usize>,
}

/// A value: a number, or where its text stands.
#[derive(Clone, Debug)]
enum FieldValue {
    Text(Range<usize>),
    U64(u64),
    I64(i64),
}

impl DocArena {
    /// Returns an empty one with memory for as much as another holds.
    pub fn with_capacity_of(other: &DocArena) -> DocArena {
        DocArena {
            text: String::with_capacity(other.text.len()),
            values: Vec::with_capacity(other.values.len()),
            starts: Vec::with_capacity(other.starts.len()),
        }
    }

    /// Returns how many documents there are.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Begins the next document; what is added belongs to it.
    pub fn start_doc(&mut self) {
        self.starts.push(self.values.len());
    }

    /// Adds a text.
    pub fn add_text(&mut self, field: Field, text: &str) {
        self.add_text_with(field, |out| out.push_str(text));
    }

    /// Adds the text that `write` writes.
    pub fn add_text_with(&mut self, field: Field, write: impl FnOnce(&mut String)) {
        let start = self.text.len();
        write(&mut self.text);
        let written = FieldValue::Text(start..self.text.len());
        self.values.push((field, written));
    }

    /// Adds a number.
    pub fn add_u64(&mut self, field: Field, number: u64) {
        self.values.push((field, FieldValue::U64(number)));
    }

    /// Adds a signed number.
    pub fn add_i64(&mut self, field: Field, number: i64) {
        self.values.push((field, FieldValue::I64(number)));
    }

    /// Returns the documents.
    pub fn into_documents(self) -> impl ExactSizeIterator<Item = ArenaDoc> {
        let count = self.len();
        let arena = Arc::new(self);
        (0..count).map(move |number| ArenaDoc {
            arena: Arc::clone(&arena),
            number,
        })
    }
}

/// One document of a arena.
#[derive(Clone, Debug)]
pub(crate) struct ArenaDoc {
    arena: Arc<DocArena>,
    number: usize,
}

impl Document for ArenaDoc {
    type Value<'a> = ArenaValue<'a>;
    type FieldsValuesIter<'a> = ArenaValues<'a>;

    fn iter_fields_and_values(&self) -> ArenaValues<'_> {
        let DocArena { values, starts, .. } = &*self.arena;
        let end = starts.get(self.number + 1).copied();
        ArenaValues {
            text: &self.arena.text,
            values: values[starts[self.number]..end.unwrap_or(values.len())].iter(),
        }
    }
}

/// The values of a document.
pub(crate) struct ArenaValues<'a> {
    text: &'a str,
    values: std::slice::Iter<'a, (Field, FieldValue)>,
}

impl<'a> Iterator for ArenaValues<'a> {
    type Item = (Field, ArenaValue<'a>);

    fn next(&mut self) -> Option<(Field, ArenaValue<'a>)> {
        let (field, written) = self.values.next()?;
        let leaf = match written {
            FieldValue::Text(range) => ArenaValue::Text(&self.text[range.clone()]),
            FieldValue::U64(number) => ArenaValue::U64(*number),
            FieldValue::I64(number) => ArenaValue::I64(*number),
        };
        Some((*field, leaf))
    }
}

/// A value as tantivy reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ArenaValue<'a> {
    Text(&'a str),
    U64(u64),
    I64(i64),
}

impl<'a> Value<'a> for ArenaValue<'a> {
    type ArrayIter = Empty<ArenaValue<'a>>;
    type ObjectIter = Empty<(&'a str, ArenaValue<'a>)>;

    fn as_value(&self) -> ReferenceValue<'a, ArenaValue<'a>> {
        ReferenceValue::Leaf(match self {
            ArenaValue::Text(text) => ReferenceValueLeaf::Str(text),
            ArenaValue::U64(number) => ReferenceValueLeaf::U64(*number),
            ArenaValue::I64(number) => ReferenceValueLeaf::I64(*number),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_document_has_its_own_values() {
        let field = Field::from_field_id;
        let mut arena = DocArena::default();
        arena.start_doc();
        arena.add_text(field(1), "pawn");
        arena.add_u64(field(2), 7);
        arena.start_doc();
        arena.start_doc();
        arena.add_i64(field(3), -2);
        arena.add_text_with(field(1), |out| out.push('é'));
        assert_eq!(arena.len(), 3);
        let documents: Vec<ArenaDoc> = arena.into_documents().collect();
        let seen: Vec<Vec<_>> = documents
            .iter()
            .map(|d| d.iter_fields_and_values().collect())
            .collect();
        assert_eq!(
            seen,
            [
                vec![
                    (field(1), ArenaValue::Text("pawn")),
                    (field(2), ArenaValue::U64(7))
                ],
                vec![],
                vec![
                    (field(3), ArenaValue::I64(-2)),
                    (field(1), ArenaValue::Text("é"))
                ],
            ]
        );
    }
}
