//! Documents as the engine is given them: all of a group in one piece of memory. There
//! are millions, made on one thread and let go on others; memory of its own for
//! each would cost more than its words do.

use std::iter::Empty;
use std::ops::Range;
use std::sync::Arc;

use tantivy::schema::Field;
use tantivy::schema::document::{Document, ReferenceValue, ReferenceValueLeaf, Value};

/// Documents that have to stay together, in order.
#[derive(Debug, Default)]
pub(crate) struct Group {
    text: String,
    values: Vec<(Field, Written)>,
    /// For each document where its values begin.
    starts: Vec<usize>,
}

/// A value: a number, or where its text stands.
#[derive(Clone, Debug)]
enum Written {
    Text(Range<usize>),
    U64(u64),
    I64(i64),
}

impl Group {
    /// Begins with room for as much as another holds.
    pub fn like(other: &Group) -> Group {
        Group {
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
    pub fn begin(&mut self) {
        self.starts.push(self.values.len());
    }

    /// Adds a text.
    pub fn text(&mut self, field: Field, text: &str) {
        self.write(field, |out| out.push_str(text));
    }

    /// Adds the text that `write` writes.
    pub fn write(&mut self, field: Field, write: impl FnOnce(&mut String)) {
        let start = self.text.len();
        write(&mut self.text);
        let written = Written::Text(start..self.text.len());
        self.values.push((field, written));
    }

    /// Adds a number.
    pub fn number(&mut self, field: Field, number: u64) {
        self.values.push((field, Written::U64(number)));
    }

    /// Adds a day.
    pub fn day(&mut self, field: Field, day: i64) {
        self.values.push((field, Written::I64(day)));
    }

    /// Returns the documents.
    pub fn into_documents(self) -> impl ExactSizeIterator<Item = OfGroup> {
        let count = self.len();
        let group = Arc::new(self);
        (0..count).map(move |number| OfGroup {
            group: Arc::clone(&group),
            number,
        })
    }
}

/// One document of a group.
#[derive(Clone, Debug)]
pub(crate) struct OfGroup {
    group: Arc<Group>,
    number: usize,
}

impl Document for OfGroup {
    type Value<'a> = Leaf<'a>;
    type FieldsValuesIter<'a> = Values<'a>;

    fn iter_fields_and_values(&self) -> Values<'_> {
        let Group { values, starts, .. } = &*self.group;
        let end = starts.get(self.number + 1).copied();
        Values {
            text: &self.group.text,
            values: values[starts[self.number]..end.unwrap_or(values.len())].iter(),
        }
    }
}

/// The values of a document.
pub(crate) struct Values<'a> {
    text: &'a str,
    values: std::slice::Iter<'a, (Field, Written)>,
}

impl<'a> Iterator for Values<'a> {
    type Item = (Field, Leaf<'a>);

    fn next(&mut self) -> Option<(Field, Leaf<'a>)> {
        let (field, written) = self.values.next()?;
        let leaf = match written {
            Written::Text(range) => Leaf::Text(&self.text[range.clone()]),
            Written::U64(number) => Leaf::U64(*number),
            Written::I64(number) => Leaf::I64(*number),
        };
        Some((*field, leaf))
    }
}

/// A value as the engine reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Leaf<'a> {
    Text(&'a str),
    U64(u64),
    I64(i64),
}

impl<'a> Value<'a> for Leaf<'a> {
    type ArrayIter = Empty<Leaf<'a>>;
    type ObjectIter = Empty<(&'a str, Leaf<'a>)>;

    fn as_value(&self) -> ReferenceValue<'a, Leaf<'a>> {
        ReferenceValue::Leaf(match self {
            Leaf::Text(text) => ReferenceValueLeaf::Str(text),
            Leaf::U64(number) => ReferenceValueLeaf::U64(*number),
            Leaf::I64(number) => ReferenceValueLeaf::I64(*number),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_document_has_its_own_values() {
        let field = Field::from_field_id;
        let mut group = Group::default();
        group.begin();
        group.text(field(1), "pawn");
        group.number(field(2), 7);
        group.begin();
        group.begin();
        group.day(field(3), -2);
        group.write(field(1), |out| out.push('é'));
        assert_eq!(group.len(), 3);
        let documents: Vec<OfGroup> = group.into_documents().collect();
        let seen: Vec<Vec<_>> = documents
            .iter()
            .map(|d| d.iter_fields_and_values().collect())
            .collect();
        assert_eq!(
            seen,
            [
                vec![(field(1), Leaf::Text("pawn")), (field(2), Leaf::U64(7))],
                vec![],
                vec![(field(3), Leaf::I64(-2)), (field(1), Leaf::Text("é"))],
            ]
        );
    }
}
