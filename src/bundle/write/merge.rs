//! From the value that stands in a file to the one that should, in small steps:
//! what is equal is not touched, and fields that the format does not know are kept.

use super::json::Json;
use super::splice::{Splice, Spot, position, remove};
use super::style::Key;
use crate::bundle::json::{Member, Node, Value};
use crate::bundle::raw;

/// Returns the fields that the format knows of the objects with this key.
pub(super) fn fields_of(key: &Key) -> &'static [&'static str] {
    match (key.name.as_str(), key.is_item) {
        ("", false) => raw::Bundle::FIELDS,
        ("sides", true) => raw::Side::FIELDS,
        ("topics", true) => raw::Topic::FIELDS,
        ("speakers", true) => raw::Speaker::FIELDS,
        ("articles", true) => raw::Article::FIELDS,
        ("statements", true) => raw::Statement::FIELDS,
        ("authors", true) => raw::Author::FIELDS,
        ("not_statements", true) => raw::NotStatement::FIELDS,
        ("versions", true) => raw::Version::FIELDS,
        ("answers", true) => raw::Answer::FIELDS,
        ("appearances", true) => raw::Appearance::FIELDS,
        ("quote", true) => raw::Selector::FIELDS,
        ("via", true) => raw::Hop::FIELDS,
        _ => &[],
    }
}

/// Tells whether a value is the wanted one but for fields that the format does not know.
fn is_same(text: &str, node: &Node, key: &Key, wanted: &Json) -> bool {
    match (&node.value, wanted) {
        (Value::List(items), Json::List(new)) => {
            items.len() == new.len()
                && items
                    .iter()
                    .zip(new)
                    .all(|(item, new)| is_same(text, item, &key.item(), new))
        }
        (Value::Object(members), Json::Object(fields)) => {
            !members.iter().any(|m| is_needless(key, m, wanted))
                && fields.iter().all(|(name, value)| {
                    let found = node.field(name);
                    found
                        .is_some_and(|m| is_same(text, &m.value, &Key::value(name.as_str()), value))
                })
        }
        _ => Json::of(text, node) == *wanted,
    }
}

/// Tells whether a field says something that is not wanted. What is `null` or empty says
/// nothing, and stays.
fn is_needless(key: &Key, member: &Member, wanted: &Json) -> bool {
    let says_something = match &member.value.value {
        Value::Null => false,
        Value::List(items) => !items.is_empty(),
        _ => true,
    };
    let name: &str = &member.name;
    says_something && fields_of(key).contains(&name) && wanted.field(name).is_none()
}

/// Returns the next change on the way from a value to the wanted one; `None` where
/// it is there.
pub(super) fn step(spot: &Spot, node: &Node, key: &Key, wanted: &Json) -> Option<Splice> {
    if is_same(spot.text, node, key, wanted) {
        return None;
    }
    match (&node.value, wanted) {
        (Value::List(_), Json::List(new)) if !new.is_empty() => list(spot, node, key, new),
        (Value::Object(_), Json::Object(_)) => object(spot, node, key, wanted),
        _ => Some(spot.replace(node, key, wanted)),
    }
}

fn object(spot: &Spot, node: &Node, key: &Key, wanted: &Json) -> Option<Splice> {
    let (Value::Object(members), Json::Object(fields)) = (&node.value, wanted) else {
        return None;
    };
    let known = fields_of(key);
    for (name, value) in fields {
        match node.field(name) {
            None => {
                let at = position(node, known, name);
                return Some(spot.insert_member(node, key, at, name, value));
            }
            Some(member) => {
                let key = Key::value(name.as_str());
                if let Some(splice) = step(spot, &member.value, &key, value) {
                    return Some(splice);
                }
            }
        }
    }
    let index = members.iter().position(|m| is_needless(key, m, wanted))?;
    Some(remove(node, index))
}

fn list(spot: &Spot, node: &Node, key: &Key, new: &[Json]) -> Option<Splice> {
    let old = node.items().unwrap_or(&[]);
    if old.is_empty() {
        return Some(spot.replace(node, key, &Json::List(new.to_vec())));
    }
    let item = key.item();
    let same = |old: &Node, new: &Json| is_same(spot.text, old, &item, new);
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
        ([_, ..], []) => Some(remove(node, start)),
        ([first, ..], [value, ..]) => {
            // What stood here comes later: something was put before it.
            if new_rest.len() > old_rest.len() && new_rest.iter().any(|new| same(first, new)) {
                return Some(spot.insert_item(node, key, start, value));
            }
            if old_rest.len() > new_rest.len() && old_rest.iter().any(|old| same(old, value)) {
                return Some(remove(node, start));
            }
            if is_about_the_same(first, &item, value) {
                return step(spot, first, &item, value);
            }
            Some(spot.replace(first, &item, value))
        }
    }
}

/// Tells whether two objects are two states of one: then the fields of it that the
/// format does not know stay with it.
fn is_about_the_same(node: &Node, key: &Key, wanted: &Json) -> bool {
    let Some(first) = fields_of(key).first() else {
        return false;
    };
    let old = node.field(first).and_then(|m| m.value.text());
    match wanted.field(first) {
        Some(Json::Text(new)) => old == Some(new.as_str()),
        _ => false,
    }
}
