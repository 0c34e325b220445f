//! JSON-LD, as far as annotations need it: nodes by name, fields with several names, lists
//! of one value.

use std::collections::HashMap;

use serde_json::Value;

/// The nodes of a `@graph`, to which other places of it may refer by name.
#[derive(Default)]
pub(super) struct GraphNodes<'a>(HashMap<&'a str, &'a Value>);

impl<'a> GraphNodes<'a> {
    pub(super) fn from_document(value: &'a Value) -> GraphNodes<'a> {
        let graph = first_field(value, &["@graph"]).and_then(Value::as_array);
        let nodes = graph.into_iter().flatten();
        GraphNodes(
            nodes
                .filter_map(|node| Some((node_id(node)?, node)))
                .collect(),
        )
    }

    /// Returns what a name stands for, and anything else as it is.
    pub fn resolve(&self, value: &'a Value) -> &'a Value {
        let name = match value {
            Value::String(name) => Some(name.as_str()),
            Value::Object(fields) if fields.len() == 1 => node_id(value),
            _ => None,
        };
        let node = name.and_then(|name| self.0.get(name));
        node.copied().unwrap_or(value)
    }
}

/// Returns the first of some fields that is there and not null.
pub(super) fn first_field<'a>(value: &'a Value, names: &[&str]) -> Option<&'a Value> {
    let mut fields = names.iter().filter_map(|name| value.get(name));
    fields.find(|field| !field.is_null())
}

/// Returns the name of a node.
pub(super) fn node_id(value: &Value) -> Option<&str> {
    first_field(value, &["id", "@id"])?.as_str()
}

/// Returns `true` if a node is of a type, by its short or its full name.
pub(super) fn has_type(value: &Value, kind: &str) -> bool {
    let named = |item: &Value| item.as_str().is_some_and(|name| local_name(name) == kind);
    as_list(first_field(value, &["type", "@type"]))
        .into_iter()
        .any(named)
}

/// Returns what stands behind the prefix of `oa:Annotation` or the address of a vocabulary.
pub(super) fn local_name(name: &str) -> &str {
    name.rsplit([':', '#', '/']).next().unwrap_or(name)
}

/// Returns one or several values as a list, as JSON-LD has it.
pub(super) fn as_list(value: Option<&Value>) -> Vec<&Value> {
    match value {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(list)) => list.iter().collect(),
        Some(Value::Object(fields)) if fields.len() == 1 && fields.contains_key("@list") => {
            as_list(fields.get("@list"))
        }
        Some(one) => vec![one],
    }
}
