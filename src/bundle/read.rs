//! Reads the format's types from parsed JSON: every missing, ill-typed, empty,
//! doubled or unknown field becomes a problem with its place, and reading goes
//! on, so that all come at once. What could not be read is left empty; lists
//! keep their length, so that paths by index stay true.

use std::collections::HashSet;

use super::FORMAT;
use super::json::{Member, Node, Value};
use super::raw::{Answer, Appearance, Article, Bundle, Selector, Side, Speaker, Statement, Topic};
use super::report::{At, Fault, Report, error, fatal, nearest, quoted, warning};
use crate::model::{Severity, is_slug};
use crate::text::clean::clean_line;

/// Reads a bundle. Of a format that is not known nothing is read.
pub(super) fn bundle<'n>(root: &'n Node<'_>, report: &mut Report) -> Option<Bundle<'n>> {
    let at = At::ROOT;
    if !matches!(root.value, Value::Object(_)) {
        let message = format!("the file holds {}, not an object", root.value.describe());
        let help = "Begin the file with `{` and the field `format`.";
        report.at(root, &at, fatal(message, help));
        return None;
    }
    let format = format(root, report)?;
    let mut o = Fields::open(root, root, at, Bundle::FIELDS, report);
    Some(Bundle {
        schema: o.optional("$schema"),
        format,
        id: o.slug("id"),
        title: o.label("title"),
        summary: o.optional("summary"),
        language: o.optional("language"),
        updated: o.optional("updated"),
        sides: o.list("sides", &Wanted::AtLeast(2), side),
        topics: o.list("topics", &Wanted::Optional, topic),
        speakers: o.list("speakers", &Wanted::AtLeast(0), speaker),
        articles: o.list("articles", &Wanted::AtLeast(1), article),
        statements: o.list("statements", &Wanted::AtLeast(0), statement),
    })
}

/// Reads the version. `None` where it is one that this reader does not know:
/// then nothing else may be reported, for nothing else can be judged.
fn format(root: &Node, report: &mut Report) -> Option<u32> {
    let top = At::ROOT;
    let at = top.field("format");
    let help = format!("Write `\"format\": {FORMAT}`.");
    let Some(member) = root.field("format") else {
        report.at(root, &at, fatal("the field `format` is missing", help));
        return Some(FORMAT);
    };
    let Value::Number(text) = member.value.value else {
        let found = member.value.value.describe();
        let message = format!("`format` should be the number {FORMAT}, but is {found}");
        report.at(root, &at, fatal(message, help));
        return Some(FORMAT);
    };
    let number: f64 = text.parse().unwrap_or(f64::NAN);
    if number > f64::from(FORMAT) {
        let message =
            format!("this bundle has format {text}, but this reader knows format {FORMAT}");
        let help = "Get a newer version of the reader, or an older version of the bundle.";
        report.clear();
        report.at(root, &at, fatal(message, help));
        return None;
    }
    if (number - f64::from(FORMAT)).abs() > f64::EPSILON {
        let message = format!("there is no format {text}");
        report.at(root, &at, fatal(message, help));
    }
    Some(FORMAT)
}

fn side<'n>(mut o: Fields<'n, '_>) -> Side<'n> {
    o.known(Side::FIELDS);
    Side {
        id: o.slug("id"),
        label: o.label("label"),
    }
}

fn topic<'n>(mut o: Fields<'n, '_>) -> Topic<'n> {
    o.known(Topic::FIELDS);
    Topic {
        id: o.slug("id"),
        question: o.label("question"),
    }
}

fn speaker<'n>(mut o: Fields<'n, '_>) -> Speaker<'n> {
    o.known(Speaker::FIELDS);
    Speaker {
        id: o.slug("id"),
        name: o.label("name"),
        role: o.optional("role"),
        organisation: o.optional("organisation"),
        side: o.reference("side"),
        aliases: o.list("aliases", &Wanted::Optional, text),
    }
}

fn article<'n>(mut o: Fields<'n, '_>) -> Article<'n> {
    o.known(Article::FIELDS);
    Article {
        id: o.slug("id"),
        title: o.label("title"),
        publisher: o.label("publisher"),
        authors: o.list("authors", &Wanted::Optional, text),
        published: o.optional("published"),
        url: o.optional("url"),
        archived_url: o.optional("archived_url"),
        retrieved: o.optional("retrieved"),
        sha256: o.optional("sha256"),
        language: o.optional("language"),
        text: o.reference("text"),
        corrections: o.list("corrections", &Wanted::Optional, text),
        omitted: o.optional("omitted"),
        note: o.optional("note"),
    }
}

fn statement<'n>(mut o: Fields<'n, '_>) -> Statement<'n> {
    o.known(Statement::FIELDS);
    Statement {
        id: o.slug("id"),
        speaker: o.reference("speaker"),
        topics: o.list("topics", &Wanted::Optional, text),
        kind: o.optional("kind"),
        date: o.optional("date"),
        answers: o.list("answers", &Wanted::Optional, answer),
        appearances: o.list("appearances", &Wanted::AtLeast(1), appearance),
        note: o.optional("note"),
    }
}

fn answer<'n>(mut o: Fields<'n, '_>) -> Answer<'n> {
    if let Some(id) = o.node.text() {
        return Answer::Id(id);
    }
    o.known(Answer::FIELDS);
    Answer::With {
        statement: o.reference("statement"),
        how: o.optional("how"),
    }
}

fn appearance<'n>(mut o: Fields<'n, '_>) -> Appearance<'n> {
    o.known(Appearance::FIELDS);
    Appearance {
        article: o.reference("article"),
        quote: o.list("quote", &Wanted::AtLeast(1), selector),
        attribution: o.optional("attribution"),
        note: o.optional("note"),
    }
}

fn selector<'n>(mut o: Fields<'n, '_>) -> Selector<'n> {
    o.known(Selector::FIELDS);
    Selector {
        exact: o.reference("exact"),
        prefix: o.optional("prefix"),
        suffix: o.optional("suffix"),
    }
}

/// An element that is nothing but a string.
fn text<'n>(mut o: Fields<'n, '_>) -> &'n str {
    o.itself()
}

/// Whether a list must be there.
enum Wanted {
    Optional,
    AtLeast(usize),
}

/// A value that is being read, with where it stands and where problems go.
struct Fields<'n, 'r> {
    root: &'n Node<'n>,
    node: &'n Node<'n>,
    at: At<'r>,
    report: &'r mut Report,
    /// Whether this is an object: of anything else nothing more is said.
    object: bool,
}

impl<'n, 'r> Fields<'n, 'r> {
    fn open(
        root: &'n Node<'n>,
        node: &'n Node<'n>,
        at: At<'r>,
        known: &[&str],
        report: &'r mut Report,
    ) -> Fields<'n, 'r> {
        let mut fields = Fields {
            root,
            node,
            at,
            report,
            object: false,
        };
        fields.known(known);
        fields
    }

    fn here(&mut self, fault: Fault) {
        self.report.at(self.root, &self.at, fault);
    }

    fn below(&mut self, name: &str, fault: Fault) {
        self.report.at(self.root, &self.at.field(name), fault);
    }

    /// Holds this to be an object of these fields; warns of any other and of doubles.
    fn known(&mut self, known: &[&str]) {
        let Value::Object(members) = &self.node.value else {
            let message = format!(
                "an object should stand here, but it is {}",
                self.node.value.describe()
            );
            let help = format!("Write `{{ \"{}\": … }}`.", known.first().unwrap_or(&""));
            return self.here(fatal(message, help));
        };
        self.object = true;
        let mut seen = HashSet::new();
        for member in members {
            if !known.contains(&member.name.as_ref()) {
                self.unknown(member, known);
            }
            if !seen.insert(&member.name) {
                let message = format!("the field {} stands twice", quoted(&member.name));
                let help = "Remove one of the two; the first one was read.";
                let at = self.at.field(&member.name);
                self.report
                    .offset(member.name_start, &at, error(message, help));
            }
        }
    }

    fn unknown(&mut self, member: &Member, known: &[&str]) {
        let message = format!("the format has no field {} here", quoted(&member.name));
        let advice = !self.report.is_full(Severity::Warning);
        let help = match advice.then(|| nearest(&member.name, known.iter().copied())) {
            Some(Some(name)) => format!("If `{name}` is meant, write it so; the field is ignored."),
            _ => format!("The field is ignored; known here are {}.", listed(known)),
        };
        let at = self.at.field(&member.name);
        self.report
            .offset(member.name_start, &at, warning(message, help));
    }

    /// Returns a field's value; null counts as not given.
    fn get(&self, name: &str) -> Option<&'n Node<'n>> {
        self.node
            .field(name)
            .map(|m| &m.value)
            .filter(|v| v.value != Value::Null)
    }

    fn missing(&mut self, name: &str, what: &str) {
        if self.object {
            let message = format!("the field `{name}` is missing");
            self.below(name, fatal(message, format!("Add `\"{name}\": {what}`.")));
        }
    }

    fn ill_typed(&mut self, name: &str, wanted: &str, value: &Value) {
        let message = format!("`{name}` should be {wanted}, but is {}", value.describe());
        let help = match value {
            Value::Number(_) | Value::Bool if wanted == "a string" => {
                "Put the value between quotation marks.".to_owned()
            }
            _ if wanted == "an array" => "Put the value between `[` and `]`.".to_owned(),
            _ => format!("Write {wanted} here."),
        };
        self.below(name, fatal(message, help));
    }

    /// A string that may be left out.
    fn optional(&mut self, name: &str) -> Option<&'n str> {
        let value = self.get(name)?;
        if value.text().is_none() {
            self.ill_typed(name, "a string", &value.value);
        }
        value.text()
    }

    /// A string that must be there; empty where it is not.
    fn required(&mut self, name: &str) -> Option<&'n str> {
        if self.get(name).is_none() {
            self.missing(name, "\"…\"");
        }
        self.optional(name)
    }

    /// A string without which the bundle has no meaning: not empty.
    fn reference(&mut self, name: &str) -> &'n str {
        let text = self.required(name);
        if text.is_some_and(is_blank) {
            self.below(name, fatal(format!("`{name}` is empty"), "Fill it in."));
        }
        text.unwrap_or("")
    }

    /// A string that is shown to readers: it should not be empty.
    fn label(&mut self, name: &str) -> &'n str {
        let text = self.required(name);
        if text.is_some_and(is_blank) {
            let help = "Fill it in; where nothing is known, say so in words.";
            self.below(name, error(format!("`{name}` is empty"), help));
        }
        text.unwrap_or("")
    }

    /// An id that is given here.
    fn slug(&mut self, name: &str) -> &'n str {
        let text = self.reference(name);
        if !is_blank(text) && !is_slug(text) {
            let message = format!("{} is not a slug", quoted(text));
            let rule = "Use `a`–`z`, `0`–`9` and `-` inside, at most 64 characters";
            let help = match slugged(text) {
                Some(slug) => format!("{rule}, for example `{slug}`."),
                None => format!("{rule}."),
            };
            self.below(name, fatal(message, help));
        }
        text
    }

    /// This value itself, where it should be a string that is not empty.
    fn itself(&mut self) -> &'n str {
        let Some(text) = self.node.text() else {
            let found = self.node.value.describe();
            let message = format!("a string should stand here, but it is {found}");
            self.here(fatal(message, "Put text between quotation marks."));
            return "";
        };
        if is_blank(text) {
            self.here(error("this string is empty", "Fill it in or remove it."));
        }
        text
    }

    fn list<T>(
        &mut self,
        name: &str,
        wanted: &Wanted,
        mut read: impl FnMut(Fields<'n, '_>) -> T,
    ) -> Vec<T> {
        let Some(value) = self.get(name) else {
            if let Wanted::AtLeast(_) = wanted {
                self.missing(name, "[…]");
            }
            return Vec::new();
        };
        let Some(items) = value.items() else {
            self.ill_typed(name, "an array", &value.value);
            return Vec::new();
        };
        if let Wanted::AtLeast(least) = *wanted
            && items.len() < least
        {
            let message = match items.len() {
                0 => format!("`{name}` is empty"),
                n => format!("`{name}` holds {n}, but needs at least {least}"),
            };
            let help = format!("Add what belongs into `{name}`: at least {least}.");
            self.below(name, fatal(message, help));
        }
        let at = self.at.field(name);
        items
            .iter()
            .enumerate()
            .map(|(i, node)| {
                read(Fields {
                    root: self.root,
                    node,
                    at: at.item(i),
                    report: self.report,
                    object: false,
                })
            })
            .collect()
    }
}

/// Tells whether a text holds nothing that a reader would see.
pub(super) fn is_blank(text: &str) -> bool {
    clean_line(text).is_empty()
}

/// Names a list of fields in words.
pub(super) fn listed(names: &[&str]) -> String {
    let code: Vec<String> = names.iter().map(|n| format!("`{n}`")).collect();
    code.join(", ")
}

/// Makes a slug of a text, for advice.
fn slugged(text: &str) -> Option<String> {
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

#[cfg(test)]
mod tests {
    use super::super::json::parse;
    use super::*;
    use crate::model::Problem;

    fn read(json: &str) -> Vec<Problem> {
        let root = parse(json).unwrap();
        let mut report = Report::new("b");
        bundle(&root, &mut report);
        report.finish(json)
    }

    #[test]
    fn what_is_written_is_read_again() {
        let written = Bundle {
            schema: None,
            format: 1,
            id: "a-1",
            title: "T",
            summary: Some("S"),
            language: None,
            updated: Some("2018"),
            sides: vec![
                Side {
                    id: "l",
                    label: "L",
                },
                Side {
                    id: "r",
                    label: "R",
                },
            ],
            topics: vec![Topic {
                id: "t",
                question: "?",
            }],
            speakers: vec![Speaker {
                id: "s",
                name: "N",
                side: "l",
                aliases: vec!["M", "O"],
                ..Speaker::default()
            }],
            articles: vec![Article {
                id: "x",
                title: "X",
                publisher: "P",
                text: "x.txt",
                corrections: vec!["C"],
                ..Article::default()
            }],
            statements: vec![Statement {
                id: "u",
                speaker: "s",
                kind: Some("paraphrase"),
                answers: vec![
                    Answer::Id("v"),
                    Answer::With {
                        statement: "w",
                        how: Some("denies"),
                    },
                ],
                appearances: vec![Appearance {
                    article: "x",
                    quote: vec![Selector {
                        exact: "e",
                        prefix: None,
                        suffix: Some("f"),
                    }],
                    ..Appearance::default()
                }],
                ..Statement::default()
            }],
        };
        let json = serde_json::to_string(&written).unwrap();
        let root = parse(&json).unwrap();
        let mut report = Report::new("b");
        assert_eq!(bundle(&root, &mut report), Some(written));
        assert_eq!(report.finish(&json), []);
    }

    #[test]
    fn every_missing_field_is_named_at_once() {
        let problems = read(r#"{"format": 1, "articles": [{}, 5], "sides": []}"#);
        let paths: Vec<_> = problems.iter().map(|p| p.path.as_str()).collect();
        for path in [
            "id",
            "title",
            "speakers",
            "statements",
            "sides",
            "articles[0].id",
            "articles[0].text",
            "articles[1]",
        ] {
            assert!(paths.contains(&path), "{path} in {paths:?}");
        }
        assert!(!paths.iter().any(|p| p.starts_with("articles[1].")));
    }

    #[test]
    fn of_a_newer_format_nothing_else_is_said() {
        let problems = read(r#"{"format": 2, "format": 3, "novelty": [], "sides": {}}"#);
        assert_eq!(problems.len(), 1);
        assert_eq!(
            problems[0].message,
            "this bundle has format 2, but this reader knows format 1"
        );
    }

    #[test]
    fn slugs_are_advised() {
        assert_eq!(slugged("Kaspersky Lab!"), Some("kaspersky-lab".to_owned()));
        assert_eq!(slugged("…"), None);
    }
}
