//! A strict JSON reader that remembers where everything stands, so that a
//! problem can name the line and the column of the value it is about. RFC
//! 8259 and nothing beside it; depth and size are bounded, so that no file can
//! exhaust the stack or the memory.

mod reader;

use std::borrow::Cow;
use std::ops::Range;

use reader::JsonReader;

/// A value with the bytes it stands on.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct JsonNode<'a> {
    pub(super) span: Range<usize>,
    pub(super) value: JsonValue<'a>,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum JsonValue<'a> {
    Null,
    Bool,
    /// As written.
    Number(&'a str),
    /// Without quotation marks and escapes.
    String(Cow<'a, str>),
    Array(Vec<JsonNode<'a>>),
    /// In the order of the file, duplicates and all.
    Object(Vec<JsonMember<'a>>),
}

/// One field of an object.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct JsonMember<'a> {
    pub(super) name: Cow<'a, str>,
    pub(super) name_start: usize,
    pub(super) value: JsonNode<'a>,
}

/// Where and why a text is no JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SyntaxError {
    pub(super) offset: usize,
    pub(super) message: String,
    pub(super) help: &'static str,
}

impl JsonValue<'_> {
    /// Says what a value is, for messages.
    pub(super) fn describe(&self) -> &'static str {
        match self {
            JsonValue::Null => "null",
            JsonValue::Bool => "true or false",
            JsonValue::Number(_) => "a number",
            JsonValue::String(_) => "a string",
            JsonValue::Array(_) => "an array",
            JsonValue::Object(_) => "an object",
        }
    }
}

impl<'a> JsonNode<'a> {
    /// Returns the first field of that name, if this is an object that has it.
    pub(super) fn field(&self, name: &str) -> Option<&JsonMember<'a>> {
        match &self.value {
            JsonValue::Object(members) => members.iter().find(|m| m.name == name),
            _ => None,
        }
    }

    /// Returns the string, if this is one.
    pub(super) fn as_str(&self) -> Option<&str> {
        match &self.value {
            JsonValue::String(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the elements, if this is an array.
    pub(super) fn as_array(&self) -> Option<&[JsonNode<'a>]> {
        match &self.value {
            JsonValue::Array(items) => Some(items),
            _ => None,
        }
    }
}

/// Reads a whole text as one JSON value.
pub(super) fn parse(text: &str) -> Result<JsonNode<'_>, SyntaxError> {
    let mut reader = JsonReader::new(text);
    reader.skip_whitespace();
    let node = reader.value(0)?;
    reader.skip_whitespace();
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
pub(super) fn find_string_field<'a>(text: &'a str, name: &str) -> Option<Cow<'a, str>> {
    let mut reader = JsonReader::new(text);
    reader.skip_whitespace();
    if !reader.eat(b'{') {
        return None;
    }
    loop {
        reader.skip_whitespace();
        let (key, _) = reader.member_name().ok()?;
        let value = reader.value(1).ok()?;
        if key == name {
            return match value.value {
                JsonValue::String(text) => Some(text),
                _ => None,
            };
        }
        reader.skip_whitespace();
        if !reader.eat(b',') {
            return None;
        }
    }
}

#[cfg(test)]
mod tests;
