//! One value of the file while it is read: its fields by name, and what has to
//! be told of them.

use std::collections::HashSet;

use crate::bundle::diagnostics::diagnostic::{
    Diagnostic, closest_name, error, fatal, quoted, warning,
};
use crate::bundle::diagnostics::json_path::JsonPath;
use crate::bundle::diagnostics::report::Report;
use crate::bundle::json::value::{JsonMember, JsonNode, JsonValue};
use crate::model::{Severity, is_slug};
use crate::text::clean::clean_line;

/// Whether a list must be there.
pub(crate) enum Presence {
    Optional,
    AtLeast(usize),
}

/// A value that is being read, with where it stands and where problems go.
pub(crate) struct ObjectReader<'n, 'r> {
    root: &'n JsonNode<'n>,
    pub(crate) node: &'n JsonNode<'n>,
    at: JsonPath<'r>,
    report: &'r mut Report,
    /// Whether this is an object: of anything else nothing more is said.
    is_object: bool,
}

impl<'n, 'r> ObjectReader<'n, 'r> {
    pub(crate) fn new(
        root: &'n JsonNode<'n>,
        node: &'n JsonNode<'n>,
        at: JsonPath<'r>,
        known: &[&str],
        report: &'r mut Report,
    ) -> ObjectReader<'n, 'r> {
        let mut fields = ObjectReader {
            root,
            node,
            at,
            report,
            is_object: false,
        };
        fields.check_fields(known);
        fields
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.report.add_at_path(self.root, &self.at, diagnostic);
    }

    fn report_field(&mut self, name: &str, diagnostic: Diagnostic) {
        self.report
            .add_at_path(self.root, &self.at.field(name), diagnostic);
    }

    /// Holds this to be an object of these fields; warns of any other and of doubles.
    pub(crate) fn check_fields(&mut self, known: &[&str]) {
        let JsonValue::Object(members) = &self.node.value else {
            let message = format!(
                "an object should stand here, but it is {}",
                self.node.value.describe()
            );
            let help = format!("Write `{{ \"{}\": … }}`.", known.first().unwrap_or(&""));
            return self.report(fatal(message, help));
        };
        self.is_object = true;
        let mut seen = HashSet::new();
        for member in members {
            if !known.contains(&member.name.as_ref()) {
                self.report_unknown(member, known);
            }
            if !seen.insert(&member.name) {
                let message = format!("the field {} stands twice", quoted(&member.name));
                let help = "Remove one of the two; the first one was read.";
                let at = self.at.field(&member.name);
                self.report
                    .add_at_offset(member.name_start, &at, error(message, help));
            }
        }
    }

    fn report_unknown(&mut self, member: &JsonMember, known: &[&str]) {
        let message = format!("the format has no field {} here", quoted(&member.name));
        let advice = !self.report.is_full(Severity::Warning);
        let help = match advice.then(|| closest_name(&member.name, known.iter().copied())) {
            Some(Some(name)) => format!("If `{name}` is meant, write it so; the field is ignored."),
            _ => format!(
                "The field is ignored; known here are {}.",
                list_names(known)
            ),
        };
        let at = self.at.field(&member.name);
        self.report
            .add_at_offset(member.name_start, &at, warning(message, help));
    }

    /// Returns a field's value; null counts as not given.
    fn get(&self, name: &str) -> Option<&'n JsonNode<'n>> {
        self.node
            .field(name)
            .map(|m| &m.value)
            .filter(|v| v.value != JsonValue::Null)
    }

    fn report_missing(&mut self, name: &str, what: &str) {
        if self.is_object {
            let message = format!("the field `{name}` is missing");
            self.report_field(name, fatal(message, format!("Add `\"{name}\": {what}`.")));
        }
    }

    fn report_type(&mut self, name: &str, wanted: &str, value: &JsonValue) {
        let message = format!("`{name}` should be {wanted}, but is {}", value.describe());
        let help = match value {
            JsonValue::Number(_) | JsonValue::Bool if wanted == "a string" => {
                "Put the value between quotation marks.".to_owned()
            }
            JsonValue::Null if wanted == "an array" => {
                "Leave the field out, or write a list between `[` and `]`.".to_owned()
            }
            _ if wanted == "an array" => "Put the value between `[` and `]`.".to_owned(),
            _ => format!("Write {wanted} here."),
        };
        self.report_field(name, fatal(message, help));
    }

    /// A string that may be left out.
    pub(crate) fn optional_str(&mut self, name: &str) -> Option<&'n str> {
        let value = self.get(name)?;
        if value.as_str().is_none() {
            self.report_type(name, "a string", &value.value);
        }
        value.as_str()
    }

    /// A string that must be there; empty where it is not.
    fn required_str(&mut self, name: &str) -> Option<&'n str> {
        if self.get(name).is_none() {
            self.report_missing(name, "\"…\"");
        }
        self.optional_str(name)
    }

    /// A string without which the bundle has no meaning: not empty.
    pub(crate) fn reference(&mut self, name: &str) -> &'n str {
        let text = self.required_str(name);
        if text.is_some_and(is_blank) {
            self.report_field(name, fatal(format!("`{name}` is empty"), "Fill it in."));
        }
        text.unwrap_or("")
    }

    /// A string that is shown to readers: it should not be empty.
    pub(crate) fn label(&mut self, name: &str) -> &'n str {
        let text = self.required_str(name);
        if text.is_some_and(is_blank) {
            let help = "Fill it in; where nothing is known, say so in words.";
            self.report_field(name, error(format!("`{name}` is empty"), help));
        }
        text.unwrap_or("")
    }

    /// An id that is given here.
    pub(crate) fn slug(&mut self, name: &str) -> &'n str {
        let text = self.reference(name);
        if !is_blank(text) && !is_slug(text) {
            let message = format!("{} is not a slug", quoted(text));
            let rule = "Use `a`–`z`, `0`–`9` and `-` inside, at most 64 characters";
            let help = match slugify(text) {
                Some(slug) => format!("{rule}, for example `{slug}`."),
                None => format!("{rule}."),
            };
            self.report_field(name, fatal(message, help));
        }
        text
    }

    /// This value itself, where it should be a string that is not empty.
    pub(crate) fn as_str(&mut self) -> &'n str {
        let Some(text) = self.node.as_str() else {
            let found = self.node.value.describe();
            let message = format!("a string should stand here, but it is {found}");
            self.report(fatal(message, "Put text between quotation marks."));
            return "";
        };
        if is_blank(text) {
            self.report(error("this string is empty", "Fill it in or remove it."));
        }
        text
    }

    pub(crate) fn list<T>(
        &mut self,
        name: &str,
        wanted: &Presence,
        mut read: impl FnMut(ObjectReader<'n, '_>) -> T,
    ) -> Vec<T> {
        // A list that has nothing to say is left out; unlike other fields it is never null.
        let Some(value) = self.node.field(name).map(|member| &member.value) else {
            if let Presence::AtLeast(_) = wanted {
                self.report_missing(name, "[…]");
            }
            return Vec::new();
        };
        let Some(items) = value.as_array() else {
            self.report_type(name, "an array", &value.value);
            return Vec::new();
        };
        if let Presence::AtLeast(least) = *wanted
            && items.len() < least
        {
            let message = match items.len() {
                0 => format!("`{name}` is empty"),
                n => format!("`{name}` holds {n}, but needs at least {least}"),
            };
            let help = format!("Add what belongs into `{name}`: at least {least}.");
            self.report_field(name, fatal(message, help));
        }
        let at = self.at.field(name);
        items
            .iter()
            .enumerate()
            .map(|(i, node)| {
                read(ObjectReader {
                    root: self.root,
                    node,
                    at: at.item(i),
                    report: self.report,
                    is_object: false,
                })
            })
            .collect()
    }
}

/// Tells whether a text holds nothing that a reader would see.
pub(crate) fn is_blank(text: &str) -> bool {
    clean_line(text).is_empty()
}

/// Names a list of fields in words.
pub(crate) fn list_names(names: &[&str]) -> String {
    let code: Vec<String> = names.iter().map(|n| format!("`{n}`")).collect();
    code.join(", ")
}

/// Makes a slug of a text, for advice.
pub(crate) fn slugify(text: &str) -> Option<String> {
    let mut slug = String::new();
    for c in text.chars().take(64) {
        match c.to_ascii_lowercase() {
            c if c.is_ascii_alphanumeric() => slug.push(c),
            _ if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    is_slug(&slug).then_some(slug)
}
