//! A parsed JSON value in which every part knows the bytes it stands on.

use std::borrow::Cow;
use std::ops::Range;

/// A value with the bytes it stands on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct JsonNode<'a> {
    pub(crate) span: Range<usize>,
    pub(crate) value: JsonValue<'a>,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum JsonValue<'a> {
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
pub(crate) struct JsonMember<'a> {
    pub(crate) name: Cow<'a, str>,
    pub(crate) name_start: usize,
    pub(crate) value: JsonNode<'a>,
}

/// Where and why a text is no JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    pub(crate) offset: usize,
    pub(crate) message: String,
    pub(crate) help: &'static str,
}

impl JsonValue<'_> {
    /// Says what a value is, for messages.
    pub(crate) fn describe(&self) -> &'static str {
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
    pub(crate) fn field(&self, name: &str) -> Option<&JsonMember<'a>> {
        match &self.value {
            JsonValue::Object(members) => members.iter().find(|m| m.name == name),
            _ => None,
        }
    }

    /// Returns the string, if this is one.
    pub(crate) fn as_str(&self) -> Option<&str> {
        match &self.value {
            JsonValue::String(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the elements, if this is an array.
    pub(crate) fn as_array(&self) -> Option<&[JsonNode<'a>]> {
        match &self.value {
            JsonValue::Array(items) => Some(items),
            _ => None,
        }
    }
}
