//! From the value that stands in a file to the one that should, in small steps:
//! what is equal is not touched, and fields that the format does not know are kept.

use super::json::Json;
use super::splice::{Splice, SpliceContext, field_position, remove_part};
use super::style::NodeKey;
use crate::bundle::json::value::{JsonMember, JsonNode, JsonValue};
use crate::bundle::parse::raw;

/// Returns the fields that the format knows of the objects with this key.
pub(crate) fn known_fields(key: &NodeKey) -> &'static [&'static str] {
    match (key.name.as_str(), key.is_item) {
        ("", false) => raw::RawBundle::FIELDS,
        ("sides", true) => raw::RawSide::FIELDS,
        ("topics", true) => raw::RawTopic::FIELDS,
        ("speakers", true) => raw::RawSpeaker::FIELDS,
        ("articles", true) => raw::RawArticle::FIELDS,
        ("statements", true) => raw::RawStatement::FIELDS,
        ("authors", true) => raw::RawAuthor::FIELDS,
        ("not_statements", true) => raw::RawNotStatement::FIELDS,
        ("versions", true) => raw::RawVersion::FIELDS,
        ("answers", true) => raw::RawAnswer::FIELDS,
        ("appearances", true) => raw::RawAppearance::FIELDS,
        ("quote", true) => raw::RawSelector::FIELDS,
        ("via", true) => raw::RawHop::FIELDS,
        _ => &[],
    }
}

/// Tells whether a value is the wanted one but for fields that the format does not know.
fn is_same(text: &str, node: &JsonNode, key: &NodeKey, wanted: &Json) -> bool {
    match (&node.value, wanted) {
        (JsonValue::Array(items), Json::Array(new)) => {
            items.len() == new.len()
                && items
                    .iter()
                    .zip(new)
                    .all(|(item, new)| is_same(text, item, &key.item(), new))
        }
        (JsonValue::Object(members), Json::Object(fields)) => {
            !members.iter().any(|m| is_superfluous(key, m, wanted))
                && fields.iter().all(|(name, value)| {
                    let found = node.field(name);
                    found.is_some_and(|m| {
                        is_same(text, &m.value, &NodeKey::value(name.as_str()), value)
                    })
                })
        }
        _ => Json::from_node(text, node) == *wanted,
    }
}

/// Tells whether a field says something that is not wanted. What is `null` or empty says
/// nothing, and stays.
fn is_superfluous(key: &NodeKey, member: &JsonMember, wanted: &Json) -> bool {
    let says_something = match &member.value.value {
        JsonValue::Null => false,
        JsonValue::Array(items) => !items.is_empty(),
        _ => true,
    };
    let name: &str = &member.name;
    says_something && known_fields(key).contains(&name) && wanted.field(name).is_none()
}

/// Returns the next change on the way from a value to the wanted one; `None` where
/// it is there.
pub(crate) fn next_splice(
    spot: &SpliceContext,
    node: &JsonNode,
    key: &NodeKey,
    wanted: &Json,
) -> Option<Splice> {
    if is_same(spot.text, node, key, wanted) {
        return None;
    }
    match (&node.value, wanted) {
        (JsonValue::Array(_), Json::Array(new)) if !new.is_empty() => list(spot, node, key, new),
        (JsonValue::Object(_), Json::Object(_)) => object(spot, node, key, wanted),
        _ => Some(spot.replace(node, key, wanted)),
    }
}

fn object(spot: &SpliceContext, node: &JsonNode, key: &NodeKey, wanted: &Json) -> Option<Splice> {
    let (JsonValue::Object(members), Json::Object(fields)) = (&node.value, wanted) else {
        return None;
    };
    let known = known_fields(key);
    for (name, value) in fields {
        match node.field(name) {
            None => {
                let at = field_position(node, known, name);
                return Some(spot.insert_member(node, key, at, name, value));
            }
            Some(member) => {
                let key = NodeKey::value(name.as_str());
                if let Some(splice) = next_splice(spot, &member.value, &key, value) {
                    return Some(splice);
                }
            }
        }
    }
    let index = members
        .iter()
        .position(|m| is_superfluous(key, m, wanted))?;
    Some(remove_part(node, index))
}

fn list(spot: &SpliceContext, node: &JsonNode, key: &NodeKey, new: &[Json]) -> Option<Splice> {
    let old = node.as_array().unwrap_or(&[]);
    if old.is_empty() {
        return Some(spot.replace(node, key, &Json::Array(new.to_vec())));
    }
    let item = key.item();
    let same = |old: &JsonNode, new: &Json| is_same(spot.text, old, &item, new);
    let pairs = old.iter().zip(new);
    let start = pairs.take_while(|(old, new)| same(old, new)).count();
    let (old_rest, new_rest) = (&old[start..], &new[start..]);
    let ends = old_rest.iter().rev().zip(new_rest.iter().rev());
    let end = ends.take_while(|(old, new)| same(old, new)).count();
    let old_rest = &old_rest[..old_rest.len() - end];
    let new_rest = &new_rest[..new_rest.len() - end];
    match (old_rest, new_rest) {
        ([], []) => None,
        ([], [value, ..]) => Some(spot.insert_item(node, key, start, value)),
        ([_, ..], []) => Some(remove_part(node, start)),
        ([first, ..], [value, ..]) => {
            // What stood here comes later: something was put before it.
            if new_rest.len() > old_rest.len() && new_rest.iter().any(|new| same(first, new)) {
                return Some(spot.insert_item(node, key, start, value));
            }
            if old_rest.len() > new_rest.len() && old_rest.iter().any(|old| same(old, value)) {
                return Some(remove_part(node, start));
            }
            if is_same_entity(first, &item, value) {
                return next_splice(spot, first, &item, value);
            }
            Some(spot.replace(first, &item, value))
        }
    }
}

/// Tells whether two objects are two states of one: then the fields of it that the
/// format does not know stay with it.
fn is_same_entity(node: &JsonNode, key: &NodeKey, wanted: &Json) -> bool {
    let Some(first) = known_fields(key).first() else {
        return false;
    };
    let old = node.field(first).and_then(|m| m.value.as_str());
    match wanted.field(first) {
        Some(Json::String(new)) => old == Some(new.as_str()),
        _ => false,
    }
}
