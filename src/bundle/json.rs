//! A strict JSON reader that remembers where everything stands, so that a
//! problem can name the line and the column of the value it is about. RFC
//! 8259 and nothing beside it; depth and size are bounded, so that no file can
//! exhaust the stack or the memory.

mod reader;

use std::borrow::Cow;
use std::ops::Range;

use reader::Reader;

/// A value with the bytes it stands on.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node<'a> {
    pub(super) span: Range<usize>,
    pub(super) value: Value<'a>,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value<'a> {
    Null,
    Bool,
    /// As written.
    Number(&'a str),
    /// Without quotation marks and escapes.
    Text(Cow<'a, str>),
    List(Vec<Node<'a>>),
    /// In the order of the file, duplicates and all.
    Object(Vec<Member<'a>>),
}

/// One field of an object.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Member<'a> {
    pub(super) name: Cow<'a, str>,
    pub(super) name_start: usize,
    pub(super) value: Node<'a>,
}

/// Where and why a text is no JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SyntaxError {
    pub(super) offset: usize,
    pub(super) message: String,
    pub(super) help: &'static str,
}

impl Value<'_> {
    /// Says what a value is, for messages.
    pub(super) fn describe(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Bool => "true or false",
            Value::Number(_) => "a number",
            Value::Text(_) => "a string",
            Value::List(_) => "an array",
            Value::Object(_) => "an object",
        }
    }
}

impl<'a> Node<'a> {
    /// Returns the first field of that name, if this is an object that has it.
    pub(super) fn field(&self, name: &str) -> Option<&Member<'a>> {
        match &self.value {
            Value::Object(members) => members.iter().find(|m| m.name == name),
            _ => None,
        }
    }

    /// Returns the string, if this is one.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the elements, if this is an array.
    pub(super) fn items(&self) -> Option<&[Node<'a>]> {
        match &self.value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }
}

/// Reads a whole text as one JSON value.
pub(super) fn parse(text: &str) -> Result<Node<'_>, SyntaxError> {
    let mut reader = Reader::new(text);
    reader.blanks();
    let node = reader.value(0)?;
    reader.blanks();
    if !reader.is_done() {
        return Err(reader.error(
            "something follows after the end of the JSON value",
            "Remove what stands behind the last closing bracket.",
        ));
    }
    Ok(node)
}

/// Returns the string field `name` of the outermost object without reading what
/// follows it: a cheap look into a big file.
pub(super) fn first_text<'a>(text: &'a str, name: &str) -> Option<Cow<'a, str>> {
    let mut reader = Reader::new(text);
    reader.blanks();
    if !reader.take(b'{') {
        return None;
    }
    loop {
        reader.blanks();
        let (key, _) = reader.key().ok()?;
        let value = reader.value(1).ok()?;
        if key == name {
            return match value.value {
                Value::Text(text) => Some(text),
                _ => None,
            };
        }
        reader.blanks();
        if !reader.take(b',') {
            return None;
        }
    }
}

#[cfg(test)]
mod tests;
