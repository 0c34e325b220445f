//! One annotation: W3C's model, as this program and others write it, and Hypothesis's.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::diptych_json;
use super::imported::{ImportError, Imported};
use super::json_ld::{GraphNodes, as_list, first_field, has_type, local_name, node_id};
use super::selector::{self, SelectedWords};
use crate::cite::content_id::{URN_PREFIX, content_id};
use crate::model::{Bookmark, BookmarkId, Place, Provenance};

/// How deep bodies and targets are followed; in a graph they may lead in a circle. Far more
/// than any program writes.
const MAX_DEPTH: usize = 16;

/// How many characters of a note identify an annotation that is left out.
const MAX_NOTE_CHARS: usize = 60;

/// The purpose of a body that is a tag.
const TAGGING: &str = "tagging";

/// What a reader wrote: a note and tags.
#[derive(Default)]
struct NoteAndTags {
    notes: Vec<String>,
    tags: Vec<String>,
}

/// Reads an annotation: a bookmark for each of its targets that has words.
pub(super) fn read_annotation<'a>(
    nodes: &GraphNodes<'a>,
    item: &'a Value,
    at: &str,
    imported: &mut Imported,
) {
    let mut written = NoteAndTags::default();
    written.read_bodies(nodes, item, at, imported);
    let note = written.notes.join("\n\n");
    if let Some(own) = item.get("diptych:quotation")
        && let Ok(mut read) = diptych_json::read_quotation(own, &format!("{at}.diptych:quotation"))
    {
        // Another program may have changed note and tags, which it knows by the bodies.
        read.bookmark.note = note;
        read.bookmark.tags = written.tags;
        read.add_to(imported);
        return;
    }
    let left_out = |at: String, what: &str| {
        let begin: String = note.chars().take(MAX_NOTE_CHARS).collect();
        let cut = if begin.len() < note.len() { " …" } else { "" };
        let what = match begin.as_str() {
            "" => what.to_owned(),
            begin => format!("{what}; its note: \"{}{cut}\"", begin.replace('\n', " ")),
        };
        ImportError::new(at, what)
    };
    let is_reply = !as_list(item.get("references")).is_empty();
    if is_reply {
        let what = "it is a reply to another annotation, not about words of a page";
        imported.skip(left_out(at.to_owned(), what));
        return;
    }
    let targets = targets(nodes, item);
    if targets.is_empty() {
        imported.skip(left_out(at.to_owned(), "it has no target"));
        return;
    }
    let mut names = BTreeSet::new();
    let several = targets.len() > 1;
    for (i, target) in targets.into_iter().enumerate() {
        let mut address = selector::target_address(nodes, target);
        if address.is_empty() {
            let uri = item.get("uri").and_then(Value::as_str);
            uri.unwrap_or_default().clone_into(&mut address);
        }
        match selector::selected_words(nodes, target, &address) {
            Ok(words) => {
                let mut bookmark = unplaced_bookmark(item, target, &address, words, &mut names);
                bookmark.note.clone_from(&note);
                bookmark.tags.clone_from(&written.tags);
                imported.push_bookmark(bookmark);
            }
            Err(what) => {
                let number = if several {
                    format!("[{i}]")
                } else {
                    String::new()
                };
                imported.skip(left_out(format!("{at}.target{number}"), &what));
            }
        }
    }
}

static NO_TARGET: Value = Value::Null;

/// Returns the targets, those of a list or a set one by one.
fn targets<'a>(nodes: &GraphNodes<'a>, item: &'a Value) -> Vec<&'a Value> {
    fn add<'a>(nodes: &GraphNodes<'a>, target: &'a Value, depth: usize, all: &mut Vec<&'a Value>) {
        let target = nodes.resolve(target);
        let inner = as_list(first_field(target, &["items", "members"]));
        if inner.is_empty() || depth > MAX_DEPTH {
            all.push(target);
        } else if has_type(target, "Choice") {
            // Any of them will do: the first that has words.
            let mut alternatives = Vec::new();
            for item in inner {
                add(nodes, item, depth + 1, &mut alternatives);
            }
            let words = |t: &&Value| {
                let address = selector::target_address(nodes, t);
                selector::selected_words(nodes, t, &address).is_ok()
            };
            let found = alternatives.iter().copied().find(words);
            all.extend(found.or(alternatives.first().copied()));
        } else {
            for item in inner {
                add(nodes, item, depth + 1, all);
            }
        }
    }
    let mut all = Vec::new();
    for target in as_list(first_field(item, &["target", "hasTarget", "oa:hasTarget"])) {
        add(nodes, target, 0, &mut all);
    }
    if all.is_empty() && item.get("uri").is_some() {
        // Hypothesis may leave out the target of a note on a page.
        all.push(&NO_TARGET);
    }
    all
}

/// Creates a bookmark that has only words and an address.
fn unplaced_bookmark(
    item: &Value,
    target: &Value,
    address: &str,
    words: SelectedWords,
    names: &mut BTreeSet<String>,
) -> Bookmark {
    let own = address.strip_prefix(URN_PREFIX);
    let (briefing, article) = own
        .and_then(|place| place.split_once('/'))
        .unwrap_or_default();
    let created = parse_time(item, &["created"]).unwrap_or(0);
    let name = node_id(item).unwrap_or_default();
    // Annotations without an id are told apart by the text around their words.
    let mut text = match name {
        "" => format!(
            "{address}\n{}\n{}\n{}",
            words.prefix, words.exact, words.suffix
        ),
        name => format!("{name}\n{address}\n{}", words.exact),
    };
    while !names.insert(text.clone()) {
        text += "\n+";
    }
    let title = item.pointer("/document/title").or_else(|| {
        let source = target.get("source")?;
        first_field(source, &["title", "dc:title", "label"])
    });
    let title = as_list(title).into_iter().find_map(Value::as_str);
    let archived = as_list(target.get("state")).into_iter().find_map(|state| {
        let cached = as_list(state.get("cached"));
        cached.into_iter().find_map(Value::as_str)
    });
    Bookmark {
        id: BookmarkId(content_id(&text)),
        place: Place {
            briefing: briefing.to_owned(),
            article: article.to_owned(),
            range: 0..0,
        },
        text_hash: String::new(),
        exact: words.exact,
        prefix: words.prefix,
        suffix: words.suffix,
        provenance: Arc::new(Provenance {
            url: (!address.is_empty() && own.is_none()).then(|| address.to_owned()),
            archived_url: archived.map(ToOwned::to_owned),
            article_title: title.unwrap_or_default().to_owned(),
            ..Provenance::default()
        }),
        note: String::new(),
        tags: Vec::new(),
        letter: None,
        created,
        changed: parse_time(item, &["modified", "updated"]).unwrap_or(created),
    }
}

/// Returns a time in seconds; one without a zone is taken as UTC.
fn parse_time(item: &Value, names: &[&str]) -> Option<i64> {
    let text = first_field(item, names)?.as_str()?;
    let zoned = text.parse::<Timestamp>().ok();
    let moment = zoned.or_else(|| {
        let local: DateTime = text.parse().ok()?;
        local.to_zoned(TimeZone::UTC).ok().map(|z| z.timestamp())
    });
    moment.map(Timestamp::as_second)
}

impl NoteAndTags {
    /// Reads all bodies of an annotation; one that holds nothing to read is left out.
    fn read_bodies<'a>(
        &mut self,
        nodes: &GraphNodes<'a>,
        item: &'a Value,
        at: &str,
        imported: &mut Imported,
    ) {
        let mut purposes = purposes(item, &["motivation", "oa:motivatedBy", "motivatedBy"]);
        // One motivation of several does not say which body is the tag.
        if purposes.iter().any(|purpose| purpose != TAGGING) {
            purposes.clear();
        }
        let bodies = as_list(first_field(item, &["body", "hasBody", "oa:hasBody"]));
        let several = bodies.len() > 1;
        for (i, body) in bodies.into_iter().enumerate() {
            if !self.read_body(nodes, body, &purposes, 0) {
                let number = if several {
                    format!("[{i}]")
                } else {
                    String::new()
                };
                let what = "this body holds no text and no address";
                imported.skip(ImportError::new(format!("{at}.body{number}"), what));
            }
        }
        // A plain text of W3C's model, and the fields of Hypothesis.
        for name in ["bodyValue", "text"] {
            let Some(text) = item.get(name).and_then(Value::as_str) else {
                continue;
            };
            let is_tag = name == "bodyValue" && is_tagging(&purposes);
            self.push(text, is_tag);
        }
        for tag in as_list(item.get("tags")) {
            self.push(tag.as_str().unwrap_or_default(), true);
        }
    }

    /// Adds the text of a body; returns whether there was any, or nothing to be read.
    fn read_body<'a>(
        &mut self,
        nodes: &GraphNodes<'a>,
        body: &'a Value,
        outer: &[String],
        depth: usize,
    ) -> bool {
        let body = nodes.resolve(body);
        if depth > MAX_DEPTH {
            return false;
        }
        // The link to what a statement answers, in this program's own comparisons.
        if body.get("diptych:how").is_some() {
            return true;
        }
        let own = purposes(body, &["purpose", "oa:hasPurpose", "hasPurpose"]);
        let purposes = if own.is_empty() { outer } else { &own };
        let sets = ["Choice", "Composite", "List", "Independents"];
        if sets.iter().any(|set| has_type(body, set)) {
            let items = as_list(first_field(body, &["items", "members", "item", "default"]));
            let added = items
                .iter()
                .map(|i| self.read_body(nodes, i, purposes, depth + 1));
            return added.fold(false, |any, added| any | added);
        }
        let is_tag = is_tagging(purposes) || has_type(body, "Tag");
        if let Some(text) = body_text(body) {
            self.push(&text, is_tag);
            return true;
        }
        if let Some(source) = first_field(body, &["source", "hasSource", "oa:hasSource"]) {
            return self.read_body(nodes, source, purposes, depth + 1);
        }
        match node_id(body).filter(|id| !id.starts_with("_:")) {
            Some(address) => self.push(address, is_tag),
            None => return false,
        }
        true
    }

    fn push(&mut self, text: &str, is_tag: bool) {
        if text.is_empty() {
            return;
        }
        let all = if is_tag {
            &mut self.tags
        } else {
            &mut self.notes
        };
        if !all.iter().any(|known| known == text) {
            all.push(text.to_owned());
        }
    }
}

/// Returns the text that a body holds itself.
fn body_text(body: &Value) -> Option<String> {
    match body {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(_) => {
            let names = ["value", "rdf:value", "@value", "chars", "cnt:chars"];
            let texts: Vec<String> = as_list(first_field(body, &names))
                .into_iter()
                .filter_map(body_text)
                .collect();
            (!texts.is_empty()).then(|| texts.join("\n"))
        }
        _ => None,
    }
}

/// Returns purposes by their short names, one or several.
fn purposes(value: &Value, names: &[&str]) -> Vec<String> {
    let all = as_list(first_field(value, names)).into_iter();
    let full = all.filter_map(|purpose| purpose.as_str().or_else(|| node_id(purpose)));
    full.map(|name| local_name(name).to_owned()).collect()
}

fn is_tagging(purposes: &[String]) -> bool {
    purposes.iter().any(|purpose| purpose == TAGGING)
}
