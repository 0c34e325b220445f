//! One change of a text: what to put in the place of which bytes. Everything
//! outside of these bytes stays what it is.

use std::ops::Range;

use super::json::Json;
use super::style::{JsonStyle, NodeKey, children, line_indent};
use crate::bundle::json::value::{JsonNode, JsonValue};

/// New text for a range of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Splice {
    pub(crate) range: Range<usize>,
    pub(crate) text: String,
}

/// Carries out changes that do not overlap.
pub(crate) fn apply_splices(text: &str, mut splices: Vec<Splice>) -> String {
    splices.sort_by_key(|s| s.range.start);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for splice in splices {
        out.push_str(&text[at..splice.range.start]);
        out.push_str(&splice.text);
        at = splice.range.end;
    }
    out.push_str(&text[at..]);
    out
}

/// The text of a file, how it is written, and what is changed in it.
pub(crate) struct SpliceContext<'t> {
    pub(crate) text: &'t str,
    pub(crate) style: &'t JsonStyle,
}

impl SpliceContext<'_> {
    /// Puts a value in the place of another.
    pub(crate) fn replace(&self, node: &JsonNode, key: &NodeKey, value: &Json) -> Splice {
        let indent = line_indent(self.text, node.span.start);
        Splice {
            range: node.span.clone(),
            text: self.style.render(value, key, indent),
        }
    }

    /// Puts an element before the one at `index` of a list, or behind the last.
    pub(crate) fn insert_item(
        &self,
        list: &JsonNode,
        key: &NodeKey,
        index: usize,
        value: &Json,
    ) -> Splice {
        if children(list).is_empty() {
            return self.replace(list, key, &Json::Array(vec![value.clone()]));
        }
        self.insert(list, index, |indent| {
            self.style.render(value, &key.item(), indent)
        })
    }

    /// Puts a field before the one at `index` of an object, or behind the last.
    pub(crate) fn insert_member(
        &self,
        object: &JsonNode,
        key: &NodeKey,
        index: usize,
        name: &str,
        value: &Json,
    ) -> Splice {
        if children(object).is_empty() {
            let whole = Json::Object(vec![(name.to_owned(), value.clone())]);
            return self.replace(object, key, &whole);
        }
        self.insert(object, index, |indent| {
            self.style.render_member(name, value, indent)
        })
    }

    /// Puts something among the parts of a list or object that has some, parted from
    /// them as they are from each other.
    fn insert(&self, node: &JsonNode, index: usize, render: impl Fn(&str) -> String) -> Splice {
        let parts = children(node);
        let between = self.between(node, &parts);
        let index = index.min(parts.len());
        let at = match index {
            0 => parts[0].start,
            _ => parts[index - 1].end,
        };
        let indent = match between.rsplit_once('\n') {
            Some((_, line)) => &line[..line.len() - line.trim_start_matches([' ', '\t']).len()],
            None => line_indent(self.text, at),
        };
        let new = render(indent);
        Splice {
            range: at..at,
            text: if index == 0 {
                format!("{new}{between}")
            } else {
                format!("{between}{new}")
            },
        }
    }

    /// Returns what parts two elements here: as the others are parted, without blank
    /// lines; else as the first stands behind the bracket.
    fn between(&self, node: &JsonNode, parts: &[Range<usize>]) -> String {
        let all = parts.windows(2).map(|p| &self.text[p[0].end..p[1].start]);
        let (several, one): (Vec<&str>, Vec<&str>) = all.partition(|b| b.contains('\n'));
        let kind = if several.len() >= one.len() {
            several
        } else {
            one
        };
        if let Some(shortest) = kind.into_iter().min_by_key(|b| b.len()) {
            return shortest.to_owned();
        }
        let lead = &self.text[node.span.start + 1..parts[0].start];
        match lead.rsplit_once('\n') {
            Some((_, indent)) => format!(",{}{indent}", self.style.newline),
            None => self.style.comma.clone(),
        }
    }

    /// Puts the elements of a list in another order: `order` names for each place the
    /// element that comes there. What stands between the places stays.
    pub(crate) fn permute(&self, list: &JsonNode, order: &[usize]) -> Vec<Splice> {
        let parts = children(list);
        let moved = order.iter().enumerate().filter(|(to, from)| to != *from);
        moved
            .map(|(to, from)| Splice {
                range: parts[to].clone(),
                text: self.text[parts[*from].clone()].to_owned(),
            })
            .collect()
    }

    /// Writes another string in the place of one.
    pub(crate) fn replace_string(&self, node: &JsonNode, to: &str) -> Splice {
        Splice {
            range: node.span.clone(),
            text: self.style.string(to),
        }
    }
}

/// Takes a part of a list or object out, with the comma that is then too many.
pub(crate) fn remove_part(node: &JsonNode, index: usize) -> Splice {
    let parts = children(node);
    let range = if parts.len() == 1 {
        node.span.start + 1..node.span.end - 1
    } else if index == 0 {
        parts[0].start..parts[1].start
    } else {
        parts[index - 1].end..parts[index].end
    };
    Splice {
        range,
        text: String::new(),
    }
}

/// Returns the position before which a field belongs, so that the fields stand in
/// the order of the format as far as they do already.
pub(crate) fn field_position(object: &JsonNode, order: &[&str], name: &str) -> usize {
    let JsonValue::Object(members) = &object.value else {
        return 0;
    };
    let rank = |name: &str| order.iter().position(|known| *known == name);
    let Some(own) = rank(name) else {
        return members.len();
    };
    let before = members
        .iter()
        .rposition(|m| rank(&m.name).is_some_and(|rank| rank < own));
    before.map_or(0, |last| last + 1)
}
