//! How a file is written: its line ends, indentation and spacing, and which of its
//! lists and objects stand in one line. What is new is written the same way.

use std::collections::HashMap;

use super::json::Json;
use crate::bundle::json::value::{JsonNode, JsonValue};

/// The most fields of an object that counts as small.
const MAX_SMALL_FIELDS: usize = 3;

/// What a list or object is: the name of the field that holds it, and whether it
/// is that field's value or an element of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct NodeKey {
    pub(crate) name: String,
    pub(crate) is_item: bool,
}

impl NodeKey {
    pub(crate) fn root() -> NodeKey {
        NodeKey::value(String::new())
    }

    pub(crate) fn value(name: impl Into<String>) -> NodeKey {
        NodeKey {
            name: name.into(),
            is_item: false,
        }
    }

    /// Returns the key of the elements of what has this key.
    pub(crate) fn item(&self) -> NodeKey {
        NodeKey {
            name: self.name.clone(),
            is_item: true,
        }
    }
}

/// What counts as alike where a file holds nothing of that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum ShapeClass {
    ScalarList,
    OtherList,
    SmallObject,
    OtherObject,
}

/// How often something was met in one line, and how often in several.
#[derive(Clone, Copy, Debug, Default)]
struct LineVotes {
    one: usize,
    several: usize,
}

impl LineVotes {
    fn add(&mut self, is_one: bool) {
        if is_one {
            self.one += 1;
        } else {
            self.several += 1;
        }
    }

    /// Returns what was met more often; several lines where it is a draw.
    fn prefers_one_line(self) -> Option<bool> {
        (self.one + self.several > 0).then_some(self.one > self.several)
    }
}

/// The style of one file.
#[derive(Debug)]
pub(crate) struct JsonStyle {
    pub(crate) newline: &'static str,
    /// One step of indentation.
    indent_unit: String,
    /// What stands between a field's name and its value.
    colon: String,
    /// What parts elements that stand in one line.
    pub(crate) comma: String,
    /// What stands inside the brackets of an object, or a list, of one line.
    object_pad: String,
    list_pad: String,
    /// The file has no line end between its brackets.
    is_minified: bool,
    /// Letters beyond ASCII are written as escapes.
    escapes: bool,
    named: HashMap<NodeKey, LineVotes>,
    alike: HashMap<ShapeClass, LineVotes>,
}

/// How often each of several texts was met.
#[derive(Default)]
struct Tally(HashMap<String, usize>);

impl Tally {
    fn add(&mut self, text: &str) {
        match self.0.get_mut(text) {
            Some(count) => *count += 1,
            None => {
                self.0.insert(text.to_owned(), 1);
            }
        }
    }

    /// Returns the text that was met most often; of equals the shorter one.
    fn most_common(self, otherwise: &str) -> String {
        let order = |(text, count): &(String, usize)| (*count, std::cmp::Reverse(text.clone()));
        let best = self.0.into_iter().max_by_key(order);
        best.map_or_else(|| otherwise.to_owned(), |(text, _)| text)
    }
}

/// What is counted on the way through a file.
#[derive(Default)]
struct StyleSurvey {
    unit: Tally,
    colon: Tally,
    comma: Tally,
    object_pad: Tally,
    list_pad: Tally,
    named: HashMap<NodeKey, LineVotes>,
    alike: HashMap<ShapeClass, LineVotes>,
}

impl JsonStyle {
    /// Finds out how a file is written.
    pub(crate) fn detect(text: &str, root: &JsonNode) -> JsonStyle {
        let mut survey = StyleSurvey::default();
        survey.walk(text, root, &NodeKey::root());
        let body = &text[root.span.clone()];
        let is_minified = !body.contains('\n');
        let crlf = text.matches("\r\n").count();
        let all = text.matches('\n').count();
        let between = if is_minified { "" } else { " " };
        let is_ascii = text.is_ascii();
        JsonStyle {
            newline: if crlf * 2 > all { "\r\n" } else { "\n" },
            indent_unit: survey.unit.most_common("  "),
            colon: survey.colon.most_common(": "),
            comma: survey.comma.most_common(&format!(",{between}")),
            object_pad: survey.object_pad.most_common(between),
            list_pad: survey.list_pad.most_common(""),
            is_minified,
            escapes: is_ascii && body.contains("\\u"),
            named: survey.named,
            alike: survey.alike,
        }
    }

    /// Tells whether a list or object is to be written in one line.
    fn is_one_line(&self, value: &Json, key: &NodeKey) -> bool {
        if self.is_minified {
            return true;
        }
        let named = self
            .named
            .get(key)
            .and_then(|votes| votes.prefers_one_line());
        named.unwrap_or_else(|| {
            let class = class_of(value);
            let alike = self
                .alike
                .get(&class)
                .and_then(|votes| votes.prefers_one_line());
            alike.unwrap_or(class == ShapeClass::ScalarList)
        })
    }

    /// Writes a value that begins in a line of the given indentation.
    pub(crate) fn render(&self, value: &Json, key: &NodeKey, indent: &str) -> String {
        let mut out = String::new();
        self.write(&mut out, value, key, indent);
        out
    }

    /// Writes a field: name, colon, value.
    pub(crate) fn render_member(&self, name: &str, value: &Json, indent: &str) -> String {
        let mut out = String::new();
        self.member(&mut out, name, value, indent);
        out
    }

    fn member(&self, out: &mut String, name: &str, value: &Json, indent: &str) {
        out.push_str(&self.string(name));
        out.push_str(&self.colon);
        self.write(out, value, &NodeKey::value(name), indent);
    }

    fn write(&self, out: &mut String, value: &Json, key: &NodeKey, indent: &str) {
        match value {
            Json::Null => out.push_str("null"),
            Json::Bool(true) => out.push_str("true"),
            Json::Bool(false) => out.push_str("false"),
            Json::Number(number) => out.push_str(number),
            Json::String(text) => out.push_str(&self.string(text)),
            Json::Array(items) if items.is_empty() => out.push_str("[]"),
            Json::Object(fields) if fields.is_empty() => out.push_str("{}"),
            Json::Array(items) => {
                let one = self.is_one_line(value, key);
                let inner = self.open(out, '[', one, &self.list_pad, indent);
                for (i, item) in items.iter().enumerate() {
                    self.part(out, i, one, &inner);
                    self.write(out, item, &key.item(), &inner);
                }
                self.close(out, ']', one, &self.list_pad, indent);
            }
            Json::Object(fields) => {
                let one = self.is_one_line(value, key);
                let inner = self.open(out, '{', one, &self.object_pad, indent);
                for (i, (name, value)) in fields.iter().enumerate() {
                    self.part(out, i, one, &inner);
                    self.member(out, name, value, &inner);
                }
                self.close(out, '}', one, &self.object_pad, indent);
            }
        }
    }

    /// Opens a bracket and returns the indentation of the lines inside.
    fn open(&self, out: &mut String, bracket: char, one: bool, pad: &str, indent: &str) -> String {
        out.push(bracket);
        if one {
            out.push_str(pad);
            return indent.to_owned();
        }
        let inner = format!("{indent}{}", self.indent_unit);
        out.push_str(self.newline);
        out.push_str(&inner);
        inner
    }

    fn part(&self, out: &mut String, index: usize, one: bool, inner: &str) {
        if index == 0 {
            return;
        }
        if one {
            out.push_str(&self.comma);
        } else {
            out.push(',');
            out.push_str(self.newline);
            out.push_str(inner);
        }
    }

    fn close(&self, out: &mut String, bracket: char, one: bool, pad: &str, indent: &str) {
        if one {
            out.push_str(pad);
        } else {
            out.push_str(self.newline);
            out.push_str(indent);
        }
        out.push(bracket);
    }

    /// Writes a string with its quotation marks.
    pub(crate) fn string(&self, text: &str) -> String {
        use std::fmt::Write as _;
        let mut out = String::with_capacity(text.len() + 2);
        out.push('"');
        for c in text.chars() {
            match c {
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\t' => out.push_str("\\t"),
                c if c < ' ' || c == '\u{7f}' || (self.escapes && !c.is_ascii()) => {
                    for unit in c.encode_utf16(&mut [0; 2]) {
                        // Writing to a string cannot fail.
                        let _ = write!(out, "\\u{unit:04x}");
                    }
                }
                c => out.push(c),
            }
        }
        out.push('"');
        out
    }
}

fn class_of(value: &Json) -> ShapeClass {
    let is_scalar = |v: &Json| !matches!(v, Json::Array(_) | Json::Object(_));
    match value {
        Json::Object(fields) if fields.len() <= MAX_SMALL_FIELDS => {
            if fields.iter().all(|(_, v)| is_scalar(v)) {
                ShapeClass::SmallObject
            } else {
                ShapeClass::OtherObject
            }
        }
        Json::Object(_) => ShapeClass::OtherObject,
        Json::Array(items) if items.iter().all(is_scalar) => ShapeClass::ScalarList,
        _ => ShapeClass::OtherList,
    }
}

impl StyleSurvey {
    fn walk(&mut self, text: &str, node: &JsonNode, key: &NodeKey) {
        let is_scalar =
            |n: &JsonNode| !matches!(n.value, JsonValue::Array(_) | JsonValue::Object(_));
        let class = match &node.value {
            JsonValue::Array(items) => {
                for item in items {
                    self.walk(text, item, &key.item());
                }
                if items.iter().all(is_scalar) {
                    ShapeClass::ScalarList
                } else {
                    ShapeClass::OtherList
                }
            }
            JsonValue::Object(members) => {
                for member in members {
                    let between = &text[member.name_start..member.value.span.start];
                    if let Some(colon) = between.rfind(':') {
                        let name = between[..colon].trim_end().len();
                        if !between[name..].contains('\n') {
                            self.colon.add(&between[name..]);
                        }
                    }
                    let key = NodeKey::value(member.name.clone().into_owned());
                    self.walk(text, &member.value, &key);
                }
                if members.len() <= MAX_SMALL_FIELDS && members.iter().all(|m| is_scalar(&m.value))
                {
                    ShapeClass::SmallObject
                } else {
                    ShapeClass::OtherObject
                }
            }
            _ => return,
        };
        let parts = children(node);
        let Some(first) = parts.first() else {
            return;
        };
        let lead = &text[node.span.start + 1..first.start];
        let is_one = !lead.contains('\n');
        self.named.entry(key.clone()).or_default().add(is_one);
        if *key != NodeKey::root() {
            self.alike.entry(class).or_default().add(is_one);
        }
        if is_one {
            match node.value {
                JsonValue::Object(_) => self.object_pad.add(lead),
                _ => self.list_pad.add(lead),
            }
            for pair in parts.windows(2) {
                let between = &text[pair[0].end..pair[1].start];
                if !between.contains('\n') {
                    self.comma.add(between);
                }
            }
        } else if let Some(unit) = lead
            .rsplit('\n')
            .next()
            .and_then(|inner| inner.strip_prefix(line_indent(text, node.span.start)))
            .filter(|unit| !unit.is_empty())
        {
            self.unit.add(unit);
        }
    }
}

/// Returns where the elements of a list, or the fields of an object, stand.
pub(crate) fn children(node: &JsonNode) -> Vec<std::ops::Range<usize>> {
    match &node.value {
        JsonValue::Array(items) => items.iter().map(|n| n.span.clone()).collect(),
        JsonValue::Object(members) => members
            .iter()
            .map(|m| m.name_start..m.value.span.end)
            .collect(),
        _ => Vec::new(),
    }
}

/// Returns the blanks with which the line of a byte begins.
pub(crate) fn line_indent(text: &str, at: usize) -> &str {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = &text[start..];
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}
