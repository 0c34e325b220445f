//! How a file is written: its line ends, indentation and spacing, and which of its
//! lists and objects stand in one line. What is new is written the same way.

use std::collections::HashMap;

use super::json::Json;
use crate::bundle::json::{Node, Value};

/// The most fields of an object that counts as small.
const SMALL: usize = 3;

/// What a list or object is: the name of the field that holds it, and whether it
/// is that field's value or an element of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub(super) name: String,
    pub(super) is_item: bool,
}

impl Key {
    pub(super) fn root() -> Key {
        Key::value(String::new())
    }

    pub(super) fn value(name: impl Into<String>) -> Key {
        Key {
            name: name.into(),
            is_item: false,
        }
    }

    /// Returns the key of the elements of what has this key.
    pub(super) fn item(&self) -> Key {
        Key {
            name: self.name.clone(),
            is_item: true,
        }
    }
}

/// What counts as alike where a file holds nothing of that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Class {
    ScalarList,
    OtherList,
    SmallObject,
    OtherObject,
}

/// How often something was met in one line, and how often in several.
#[derive(Clone, Copy, Debug, Default)]
struct Votes {
    one: usize,
    several: usize,
}

impl Votes {
    fn add(&mut self, is_one: bool) {
        if is_one {
            self.one += 1;
        } else {
            self.several += 1;
        }
    }

    /// Returns what was met more often; several lines where it is a draw.
    fn is_one(self) -> Option<bool> {
        (self.one + self.several > 0).then_some(self.one > self.several)
    }
}

/// The style of one file.
#[derive(Debug)]
pub(super) struct Style {
    pub(super) newline: &'static str,
    /// One step of indentation.
    unit: String,
    /// What stands between a field's name and its value.
    colon: String,
    /// What parts elements that stand in one line.
    pub(super) comma: String,
    /// What stands inside the brackets of an object, or a list, of one line.
    object_pad: String,
    list_pad: String,
    /// The file has no line end between its brackets.
    is_minified: bool,
    /// Letters beyond ASCII are written as escapes.
    escapes: bool,
    named: HashMap<Key, Votes>,
    alike: HashMap<Class, Votes>,
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
    fn most(self, otherwise: &str) -> String {
        let order = |(text, count): &(String, usize)| (*count, std::cmp::Reverse(text.clone()));
        let best = self.0.into_iter().max_by_key(order);
        best.map_or_else(|| otherwise.to_owned(), |(text, _)| text)
    }
}

/// What is counted on the way through a file.
#[derive(Default)]
struct Survey {
    unit: Tally,
    colon: Tally,
    comma: Tally,
    object_pad: Tally,
    list_pad: Tally,
    named: HashMap<Key, Votes>,
    alike: HashMap<Class, Votes>,
}

impl Style {
    /// Finds out how a file is written.
    pub(super) fn of(text: &str, root: &Node) -> Style {
        let mut survey = Survey::default();
        survey.walk(text, root, &Key::root());
        let body = &text[root.span.clone()];
        let is_minified = !body.contains('\n');
        let crlf = text.matches("\r\n").count();
        let all = text.matches('\n').count();
        let between = if is_minified { "" } else { " " };
        let is_ascii = text.is_ascii();
        Style {
            newline: if crlf * 2 > all { "\r\n" } else { "\n" },
            unit: survey.unit.most("  "),
            colon: survey.colon.most(": "),
            comma: survey.comma.most(&format!(",{between}")),
            object_pad: survey.object_pad.most(between),
            list_pad: survey.list_pad.most(""),
            is_minified,
            escapes: is_ascii && body.contains("\\u"),
            named: survey.named,
            alike: survey.alike,
        }
    }

    /// Tells whether a list or object is to be written in one line.
    fn is_one_line(&self, value: &Json, key: &Key) -> bool {
        if self.is_minified {
            return true;
        }
        let named = self.named.get(key).and_then(|votes| votes.is_one());
        named.unwrap_or_else(|| {
            let class = class_of(value);
            let alike = self.alike.get(&class).and_then(|votes| votes.is_one());
            alike.unwrap_or(class == Class::ScalarList)
        })
    }

    /// Writes a value that begins in a line of the given indentation.
    pub(super) fn render(&self, value: &Json, key: &Key, indent: &str) -> String {
        let mut out = String::new();
        self.write(&mut out, value, key, indent);
        out
    }

    /// Writes a field: name, colon, value.
    pub(super) fn render_member(&self, name: &str, value: &Json, indent: &str) -> String {
        let mut out = String::new();
        self.member(&mut out, name, value, indent);
        out
    }

    fn member(&self, out: &mut String, name: &str, value: &Json, indent: &str) {
        out.push_str(&self.string(name));
        out.push_str(&self.colon);
        self.write(out, value, &Key::value(name), indent);
    }

    fn write(&self, out: &mut String, value: &Json, key: &Key, indent: &str) {
        match value {
            Json::Null => out.push_str("null"),
            Json::Bool(true) => out.push_str("true"),
            Json::Bool(false) => out.push_str("false"),
            Json::Number(number) => out.push_str(number),
            Json::Text(text) => out.push_str(&self.string(text)),
            Json::List(items) if items.is_empty() => out.push_str("[]"),
            Json::Object(fields) if fields.is_empty() => out.push_str("{}"),
            Json::List(items) => {
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
        let inner = format!("{indent}{}", self.unit);
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
    pub(super) fn string(&self, text: &str) -> String {
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

fn class_of(value: &Json) -> Class {
    let is_scalar = |v: &Json| !matches!(v, Json::List(_) | Json::Object(_));
    match value {
        Json::Object(fields) if fields.len() <= SMALL => {
            if fields.iter().all(|(_, v)| is_scalar(v)) {
                Class::SmallObject
            } else {
                Class::OtherObject
            }
        }
        Json::Object(_) => Class::OtherObject,
        Json::List(items) if items.iter().all(is_scalar) => Class::ScalarList,
        _ => Class::OtherList,
    }
}

impl Survey {
    fn walk(&mut self, text: &str, node: &Node, key: &Key) {
        let is_scalar = |n: &Node| !matches!(n.value, Value::List(_) | Value::Object(_));
        let class = match &node.value {
            Value::List(items) => {
                for item in items {
                    self.walk(text, item, &key.item());
                }
                if items.iter().all(is_scalar) {
                    Class::ScalarList
                } else {
                    Class::OtherList
                }
            }
            Value::Object(members) => {
                for member in members {
                    let between = &text[member.name_start..member.value.span.start];
                    if let Some(colon) = between.rfind(':') {
                        let name = between[..colon].trim_end().len();
                        if !between[name..].contains('\n') {
                            self.colon.add(&between[name..]);
                        }
                    }
                    let key = Key::value(member.name.clone().into_owned());
                    self.walk(text, &member.value, &key);
                }
                if members.len() <= SMALL && members.iter().all(|m| is_scalar(&m.value)) {
                    Class::SmallObject
                } else {
                    Class::OtherObject
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
        if *key != Key::root() {
            self.alike.entry(class).or_default().add(is_one);
        }
        if is_one {
            match node.value {
                Value::Object(_) => self.object_pad.add(lead),
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
pub(super) fn children(node: &Node) -> Vec<std::ops::Range<usize>> {
    match &node.value {
        Value::List(items) => items.iter().map(|n| n.span.clone()).collect(),
        Value::Object(members) => members
            .iter()
            .map(|m| m.name_start..m.value.span.end)
            .collect(),
        _ => Vec::new(),
    }
}

/// Returns the blanks with which the line of a byte begins.
pub(super) fn line_indent(text: &str, at: usize) -> &str {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = &text[start..];
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}
