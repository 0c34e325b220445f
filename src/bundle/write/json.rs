//! Values to write: JSON with its fields in order and its numbers as written.

use crate::bundle::json::{Node, Value};

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
    Text(String),
    /// An array.
    List(Vec<Json>),
    /// An object, its fields in the order in which they are written.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Returns an array of strings.
    pub fn texts<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Json {
        let texts = texts.into_iter();
        Json::List(texts.map(|t| Json::Text(t.as_ref().to_owned())).collect())
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
    pub(super) fn of(text: &str, node: &Node) -> Json {
        match &node.value {
            Value::Null => Json::Null,
            Value::Bool => Json::Bool(text[node.span.clone()].starts_with('t')),
            Value::Number(number) => Json::Number((*number).to_owned()),
            Value::Text(string) => Json::Text(string.clone().into_owned()),
            Value::List(items) => Json::List(items.iter().map(|n| Json::of(text, n)).collect()),
            Value::Object(members) => {
                let mut fields: Vec<(String, Json)> = Vec::with_capacity(members.len());
                for member in members {
                    if !fields.iter().any(|(name, _)| *name == member.name) {
                        let value = Json::of(text, &member.value);
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
        Json::Text(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Json {
        Json::Text(text)
    }
}
