//! Values to write: JSON with its fields in order and its numbers as written.

use crate::bundle::json::value::{JsonNode, JsonValue};

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as it is written.
    Number(String),
    /// A string, without escapes.
    String(String),
    /// An array.
    Array(Vec<Json>),
    /// An object, its fields in the order in which they are written.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Returns an array of strings.
    pub fn strings<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Json {
        let texts = texts.into_iter();
        Json::Array(texts.map(|t| Json::String(t.as_ref().to_owned())).collect())
    }

    /// Returns a field of an object.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Json> {
        match self {
            Json::Object(fields) => fields.iter().find(|(n, _)| n == name).map(|(_, v)| v),
            _ => None,
        }
    }

    /// Reads a parsed value; of a field that stands twice the first counts.
    pub(crate) fn from_node(text: &str, node: &JsonNode) -> Json {
        match &node.value {
            JsonValue::Null => Json::Null,
            JsonValue::Bool => Json::Bool(text[node.span.clone()].starts_with('t')),
            JsonValue::Number(number) => Json::Number((*number).to_owned()),
            JsonValue::String(string) => Json::String(string.clone().into_owned()),
            JsonValue::Array(items) => {
                Json::Array(items.iter().map(|n| Json::from_node(text, n)).collect())
            }
            JsonValue::Object(members) => {
                let mut fields: Vec<(String, Json)> = Vec::with_capacity(members.len());
                for member in members {
                    if !fields.iter().any(|(name, _)| *name == member.name) {
                        let value = Json::from_node(text, &member.value);
                        fields.push((member.name.clone().into_owned(), value));
                    }
                }
                Json::Object(fields)
            }
        }
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Json {
        Json::String(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Json {
        Json::String(text)
    }
}
