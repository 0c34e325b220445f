//! A strict JSON reader that remembers where everything stands, so that a problem can
//! name the line and the column of the value it is about.
//!
//! `reader` goes through a text, `value` is what it gives. RFC 8259 and nothing beside it;
//! depth and number of values are bounded, so that no file can exhaust stack or memory.
//!
//! Written by hand: `json-syntax` is strict and keeps the place of every value, too, but
//! has no limits for depth and values, copies every string, and its messages are not made
//! for curators.

use reader::JsonReader;
use std::borrow::Cow;
use value::{JsonNode, JsonValue, SyntaxError};

mod reader;
pub(crate) mod value;

/// Reads a whole text as one JSON value.
pub(crate) fn parse(text: &str) -> Result<JsonNode<'_>, SyntaxError> {
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
pub(crate) fn find_string_field<'a>(text: &'a str, name: &str) -> Option<Cow<'a, str>> {
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
