//! Edits of `briefing.json` in every way of writing it, held against a plain model;
//! and saving, with a disk that fails at each step.

use std::cell::Cell;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use diptych::bundle;
use diptych::bundle::write::{
    AnswerEntry, AppearanceEntry, ArticleEntry, BriefingList, Disk, Document, Edit, EditError,
    EditTarget, FileLock, Json, NewFile, NotStatementEntry, RealDisk, SaveError, SelectorEntry,
    SideEntry, SpeakerEntry, StatementEntry, TopicEntry, VersionEntry, backup_path, save,
    save_beside, save_on,
};
use diptych::model::BundleSource;
use proptest::prelude::*;
use serde_json::{Value, json};

/// A way to write JSON.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a habit that files have or have not"
)]
struct Format {
    indent: &'static str,
    newline: &'static str,
    colon: &'static str,
    comma: &'static str,
    pad: &'static str,
    minified: bool,
    /// Objects with so many fields or fewer, and lists of strings, stand in one line.
    one_line: usize,
    /// A blank line between the elements of long lists.
    airy: bool,
    bom: bool,
    final_newline: bool,
    escapes: bool,
}

impl Format {
    fn write(&self, value: &Value) -> Vec<u8> {
        let mut out = String::new();
        if self.bom {
            out.push('\u{feff}');
        }
        self.value(&mut out, value, 0);
        if self.final_newline {
            out.push_str(self.newline);
        }
        out.into_bytes()
    }

    fn line(&self, out: &mut String, depth: usize) {
        out.push_str(self.newline);
        out.push_str(&self.indent.repeat(depth));
    }

    fn string(&self, text: &str) -> String {
        let text = Value::from(text).to_string();
        if !self.escapes {
            return text;
        }
        let mut out = String::new();
        for c in text.chars() {
            if c.is_ascii() {
                out.push(c);
            } else {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(out, "\\u{unit:04X}").unwrap();
                }
            }
        }
        out
    }

    fn value(&self, out: &mut String, value: &Value, depth: usize) {
        let parts: Vec<(Option<&str>, &Value)> = match value {
            Value::Array(items) => items.iter().map(|item| (None, item)).collect(),
            Value::Object(fields) => fields.iter().map(|(n, v)| (Some(n.as_str()), v)).collect(),
            Value::String(text) => return out.push_str(&self.string(text)),
            other => return out.push_str(&other.to_string()),
        };
        let (open, close) = if value.is_array() {
            ('[', ']')
        } else {
            ('{', '}')
        };
        out.push(open);
        let scalars = parts.iter().all(|(_, v)| !v.is_array() && !v.is_object());
        let one = self.minified || parts.is_empty() || scalars && parts.len() <= self.one_line;
        if one && !parts.is_empty() {
            out.push_str(self.pad);
        }
        for (i, (name, part)) in parts.iter().enumerate() {
            if i > 0 {
                out.push_str(if one { self.comma } else { "," });
            }
            if !one {
                if i > 0 && self.airy && depth < 2 {
                    out.push_str(self.newline);
                }
                self.line(out, depth + 1);
            }
            if let Some(name) = name {
                out.push_str(&self.string(name));
                out.push_str(self.colon);
            }
            self.value(out, part, depth + 1);
        }
        if one && !parts.is_empty() {
            out.push_str(self.pad);
        } else if !parts.is_empty() {
            self.line(out, depth);
        }
        out.push(close);
    }
}

fn formats() -> impl Strategy<Value = Format> {
    let spaces = (
        prop_oneof![Just("  "), Just("\t"), Just("    "), Just("")],
        prop_oneof![Just("\n"), Just("\r\n")],
        prop_oneof![Just(": "), Just(":"), Just(" : ")],
        prop_oneof![Just(", "), Just(",")],
        prop_oneof![Just(""), Just(" ")],
    );
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    (spaces, flags, prop::bool::weighted(0.2), 0..5_usize).prop_map(
        |((indent, newline, colon, comma, pad), (airy, bom, end, escapes), minified, one_line)| {
            Format {
                indent,
                newline,
                colon,
                comma,
                pad,
                minified,
                one_line,
                airy,
                bom,
                final_newline: end,
                escapes,
            }
        },
    )
}

/// A briefing with fields that the format does not know, and odd numbers.
fn briefing() -> Value {
    json!({
        "format": 1,
        "id": "bridge",
        "title": "The brüdge “é” \u{1f600}",
        "x-made-by": {"tool": "hand", "n": 1.5e300, "m": 100_000_000_000_000_000_001.0_f64, "list": []},
        "sides": [{"id": "side0", "label": "Town"}, {"id": "side1", "label": "Firm", "colour": "red"}],
        "topics": [{"id": "topic0", "question": "Is it safe?"}, {"id": "topic1", "question": "Who pays?"}],
        "speakers": [
            {"id": "speaker0", "name": "The mayor", "side": "side0", "aliases": ["A", "B"]},
            {"id": "speaker1", "name": "The builder", "side": "side1", "photo": null}
        ],
        "articles": [
            {"id": "article0", "title": "T", "publisher": "P", "text": "articles/a.txt",
             "authors": ["Ann"], "weight": 2.50},
            {"id": "article1", "title": "U", "publisher": "P", "text": "articles/b.txt"}
        ],
        "statements": [
            {"id": "statement0", "speaker": "speaker0", "topics": ["topic0"],
             "appearances": [{"article": "article0", "quote": [{"exact": "one"}], "seen": true}]},
            {"id": "statement1", "speaker": "speaker1", "topics": ["topic0", "topic1"],
             "answers": ["statement0", {"statement": "statement2", "how": "denies"}],
             "appearances": [{"article": "article1", "quote": [{"exact": "two"}, {"exact": "three", "prefix": "x"}]}]},
            {"id": "statement2", "speaker": "speaker0", "repeats": ["statement0"],
             "appearances": [{"article": "article0", "quote": [{"exact": "one"}]}]}
        ]
    })
}

fn ids(list: BriefingList) -> impl Strategy<Value = String> {
    (0..5_usize).prop_map(move |n| format!("{}{n}", list.noun()))
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("plain".to_owned()),
        Just("“é”\n\t\\\"\u{1}".to_owned()),
        Just("\u{1f600} and /".to_owned()),
        Just(String::new())
    ]
}

fn statements() -> impl Strategy<Value = StatementEntry> {
    (
        ids(BriefingList::Statements),
        ids(BriefingList::Speakers),
        prop::collection::vec(ids(BriefingList::Topics), 0..3),
        prop::collection::vec((ids(BriefingList::Statements), any::<bool>()), 0..3),
        prop::collection::vec(
            (
                ids(BriefingList::Articles),
                words(),
                prop::option::of(words()),
                0..3_usize,
            ),
            1..3,
        ),
        prop::option::of(words()),
    )
        .prop_map(
            |(id, speaker, topics, answers, appearances, note)| StatementEntry {
                id,
                speaker,
                topics,
                answers: answers
                    .into_iter()
                    .map(|(statement, how)| AnswerEntry {
                        statement,
                        how: how.then(|| "denies".to_owned()),
                    })
                    .collect(),
                appearances: appearances
                    .into_iter()
                    .map(|(article, exact, attribution, more)| AppearanceEntry {
                        article,
                        quote: (0..=more)
                            .map(|n| SelectorEntry {
                                exact: format!("{exact}{n}"),
                                ..SelectorEntry::default()
                            })
                            .collect(),
                        attribution,
                        ..AppearanceEntry::default()
                    })
                    .collect(),
                note,
                ..StatementEntry::default()
            },
        )
}

fn items() -> impl Strategy<Value = EditTarget> {
    prop_oneof![
        Just(EditTarget::Briefing),
        (0..5_usize, 0..5_usize).prop_map(|(list, n)| {
            let list = BriefingList::ALL[list];
            EditTarget::Entry(list, format!("{}{n}", list.noun()))
        })
    ]
}

fn edits() -> impl Strategy<Value = Edit> {
    let topic = (ids(BriefingList::Topics), words())
        .prop_map(|(id, question)| Edit::AddTopic(TopicEntry { id, question }));
    let side = (ids(BriefingList::Sides), words())
        .prop_map(|(id, label)| Edit::AddSide(SideEntry { id, label }));
    let speaker = (
        ids(BriefingList::Speakers),
        ids(BriefingList::Sides),
        words(),
    )
        .prop_map(|(id, side, name)| {
            Edit::AddSpeaker(SpeakerEntry {
                id,
                side,
                name: name.clone(),
                aliases: vec![name],
                ..SpeakerEntry::default()
            })
        });
    let article =
        (ids(BriefingList::Articles), words(), words()).prop_map(|(id, title, publisher)| {
            Edit::AddArticle(Box::new(ArticleEntry {
                text: format!("articles/{id}.txt"),
                id,
                title,
                publisher,
                corrections: vec!["Correction: é".to_owned()],
                ..ArticleEntry::default()
            }))
        });
    let fields = prop_oneof![
        Just("title"),
        Just("note"),
        Just("summary"),
        Just("label"),
        Just("question"),
        Just("role"),
        Just("published"),
        Just("date"),
        Just("nonsense"),
        Just("id")
    ];
    prop_oneof![
        topic,
        side,
        speaker,
        article,
        (
            statements(),
            prop::option::of(ids(BriefingList::Statements))
        )
            .prop_map(|(s, after)| {
                Edit::AddStatement {
                    statement: Box::new(s),
                    after,
                }
            }),
        statements().prop_map(|s| Edit::ReplaceStatement(Box::new(s))),
        statements().prop_map(|s| Edit::ReplaceStatement(Box::new(s))),
        items().prop_map(Edit::Remove),
        (items(), fields, prop::option::of(words())).prop_map(|(item, field, value)| Edit::Set {
            item,
            field: field.to_owned(),
            value: value.map(Json::String),
        }),
        (items(), prop::collection::vec(words(), 0..3))
            .prop_map(|(item, names)| Edit::accepts(item, &names)),
        (ids(BriefingList::Articles), 0..3_usize)
            .prop_map(|(article, index)| Edit::RemoveNotStatement { article, index }),
        (
            ids(BriefingList::Articles),
            0..3_usize,
            prop::option::of(words())
        )
            .prop_map(|(article, index, why)| Edit::SetNotStatementReason {
                article,
                index,
                why,
            }),
        (ids(BriefingList::Statements), statements()).prop_map(|(statement, other)| {
            Edit::AddAppearance {
                statement,
                appearance: Box::new(other.appearances.into_iter().next().unwrap_or_default()),
            }
        }),
        (ids(BriefingList::Statements), 0..3_usize)
            .prop_map(|(statement, index)| Edit::RemoveAppearance { statement, index }),
        (
            ids(BriefingList::Statements),
            0..3_usize,
            prop::collection::vec(words(), 0..3)
        )
            .prop_map(|(statement, index, parts)| Edit::SetQuote {
                statement,
                index,
                quote: parts
                    .into_iter()
                    .map(|exact| SelectorEntry {
                        exact,
                        ..SelectorEntry::default()
                    })
                    .collect(),
            }),
        (ids(BriefingList::Articles), words()).prop_map(|(article, text)| Edit::AddVersion {
            article,
            version: VersionEntry {
                text,
                ..VersionEntry::default()
            }
        }),
        (ids(BriefingList::Articles), words()).prop_map(|(article, exact)| Edit::AddNotStatement {
            article,
            words: NotStatementEntry {
                exact,
                why: Some("title".to_owned()),
                ..NotStatementEntry::default()
            }
        }),
        (
            items(),
            prop_oneof![
                Just("new-id".to_owned()),
                Just("No Id".to_owned()),
                ids(BriefingList::Topics)
            ]
        )
            .prop_map(|(item, to)| Edit::Rename { item, to }),
        (0..5_usize, any::<bool>(), any::<bool>()).prop_map(|(list, turn, whole)| {
            // The order is completed from what is there when it is carried out.
            let marks = [turn.then_some("turn"), whole.then_some("whole")];
            Edit::Order(
                BriefingList::ALL[list],
                marks.into_iter().flatten().map(str::to_owned).collect(),
            )
        }),
    ]
}

fn plain(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(b) => Value::Bool(*b),
        Json::Number(n) => serde_json::from_str(n).unwrap(),
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(items) => items.iter().map(plain).collect(),
        Json::Object(fields) => fields.iter().map(|(n, v)| (n.clone(), plain(v))).collect(),
    }
}

/// What an edit means, on plain values. Returns `false` where it must be refused.
fn model(value: &mut Value, edit: &Edit) -> bool {
    let list_of =
        |value: &Value, list: BriefingList| value[list.field()].as_array().unwrap().clone();
    let find = |value: &Value, list: BriefingList, id: &str| {
        list_of(value, list)
            .iter()
            .position(|item| item["id"] == id)
    };
    let slug = |id: &str| {
        id.bytes()
            .all(|b| b.is_ascii_alphanumeric() && !b.is_ascii_uppercase() || b == b'-')
    };
    let add = |value: &mut Value, list: BriefingList, entry: &Json, after: Option<&String>| {
        let entry = plain(entry);
        let id = entry["id"].as_str().unwrap();
        if find(value, list, id).is_some() {
            return false;
        }
        let items = list_of(value, list);
        let at = match after {
            None => items.len(),
            Some(after) => match find(value, list, after) {
                None => return false,
                Some(at) => at + 1,
            },
        };
        value[list.field()]
            .as_array_mut()
            .unwrap()
            .insert(at, entry);
        true
    };
    match edit {
        Edit::AddSide(e) => add(value, BriefingList::Sides, &e.json(), None),
        Edit::AddTopic(e) => add(value, BriefingList::Topics, &e.json(), None),
        Edit::AddSpeaker(e) => add(value, BriefingList::Speakers, &e.json(), None),
        Edit::AddArticle(e) => add(value, BriefingList::Articles, &e.json(), None),
        Edit::AddStatement { statement, after } => add(
            value,
            BriefingList::Statements,
            &statement.json(),
            after.as_ref(),
        ),
        Edit::ReplaceStatement(statement) => {
            let Some(at) = find(value, BriefingList::Statements, &statement.id) else {
                return false;
            };
            let old = &mut value["statements"][at];
            let new = plain(&statement.json());
            // Here only what is not known is kept, and only of the statement itself: what
            // is kept of appearances is compared without it.
            let known = [
                "id",
                "speaker",
                "topics",
                "kind",
                "date",
                "answers",
                "repeats",
                "response",
                "accepts",
                "appearances",
                "note",
            ];
            let fields = old.as_object_mut().unwrap();
            fields.retain(|name, _| !known.contains(&name.as_str()));
            fields.extend(new.as_object().unwrap().clone());
            true
        }
        Edit::Remove(EditTarget::Briefing) => false,
        Edit::Remove(EditTarget::Entry(list, id)) => {
            let Some(at) = find(value, *list, id) else {
                return false;
            };
            let used = match list {
                BriefingList::Sides => list_of(value, BriefingList::Speakers)
                    .iter()
                    .any(|s| s["side"] == **id),
                BriefingList::Speakers => list_of(value, BriefingList::Statements)
                    .iter()
                    .any(|s| s["speaker"] == **id),
                BriefingList::Articles => {
                    list_of(value, BriefingList::Statements).iter().any(|s| {
                        s["appearances"]
                            .as_array()
                            .unwrap()
                            .iter()
                            .any(|a| a["article"] == **id)
                    })
                }
                BriefingList::Topics | BriefingList::Statements => false,
            };
            if used || *list == BriefingList::Sides && list_of(value, *list).len() <= 2 {
                return false;
            }
            let names: &[&str] = match list {
                BriefingList::Topics => &["topics"],
                BriefingList::Statements => &["answers", "repeats"],
                _ => &[],
            };
            for statement in value["statements"].as_array_mut().unwrap() {
                for name in names {
                    if let Some(links) = statement.get_mut(name).and_then(Value::as_array_mut) {
                        links.retain(|l| {
                            *l != **id && l.get("statement").is_none_or(|s| *s != **id)
                        });
                    }
                }
            }
            value[list.field()].as_array_mut().unwrap().remove(at);
            true
        }
        Edit::Set {
            item,
            field,
            value: new,
        } => {
            let (of, required): (&[&str], &[&str]) = match item {
                EditTarget::Briefing => (&["title", "summary", "id"], &["title", "id"]),
                EditTarget::Entry(BriefingList::Sides, _) => (&["label"], &["label"]),
                EditTarget::Entry(BriefingList::Topics, _) => (&["question"], &["question"]),
                EditTarget::Entry(BriefingList::Speakers, _) => (&["role"], &[]),
                EditTarget::Entry(BriefingList::Articles, _) => (
                    &[
                        "title",
                        "note",
                        "published",
                        "accepts",
                        "not_statements",
                        "versions",
                    ],
                    &["title"],
                ),
                EditTarget::Entry(BriefingList::Statements, _) => {
                    (&["note", "date", "accepts"], &[])
                }
            };
            if !of.contains(&field.as_str()) || new.is_none() && required.contains(&field.as_str())
            {
                return false;
            }
            if field == "id" && !matches!(new, Some(Json::String(id)) if slug(id) && !id.is_empty())
            {
                return false;
            }
            let object = match item {
                EditTarget::Briefing => value,
                EditTarget::Entry(list, id) => match find(value, *list, id) {
                    None => return false,
                    Some(at) => &mut value[list.field()][at],
                },
            };
            let fields = object.as_object_mut().unwrap();
            match new {
                None => drop(fields.remove(field)),
                Some(new) => drop(fields.insert(field.clone(), plain(new))),
            }
            true
        }
        Edit::AddVersion { article, version } => {
            let Some(at) = find(value, BriefingList::Articles, article) else {
                return false;
            };
            let article = value["articles"][at].as_object_mut().unwrap();
            let list = article.entry("versions").or_insert_with(|| json!([]));
            list.as_array_mut().unwrap().push(plain(&version.json()));
            true
        }
        Edit::AddNotStatement { article, words } => {
            let Some(at) = find(value, BriefingList::Articles, article) else {
                return false;
            };
            let article = value["articles"][at].as_object_mut().unwrap();
            let list = article.entry("not_statements").or_insert_with(|| json!([]));
            list.as_array_mut().unwrap().push(plain(&words.json()));
            true
        }
        Edit::RemoveNotStatement { article, index } => {
            let at = find(value, BriefingList::Articles, article);
            let Some(article) = at.map(|at| &mut value["articles"][at]) else {
                return false;
            };
            remove_from(article, "not_statements", *index, 0)
        }
        Edit::SetNotStatementReason {
            article,
            index,
            why,
        } => {
            let at = find(value, BriefingList::Articles, article);
            let words = at.and_then(|at| value["articles"][at].get_mut("not_statements"));
            let Some(words) = words.and_then(|list| list.get_mut(index)) else {
                return false;
            };
            let words = words.as_object_mut().unwrap();
            match why {
                Some(why) => drop(words.insert("why".to_owned(), why.as_str().into())),
                None => drop(words.remove("why")),
            }
            true
        }
        Edit::AddAppearance {
            statement,
            appearance,
        } => {
            let Some(at) = find(value, BriefingList::Statements, statement) else {
                return false;
            };
            let list = value["statements"][at]["appearances"].as_array_mut();
            list.unwrap().push(plain(&appearance.json()));
            true
        }
        Edit::RemoveAppearance { statement, index } => {
            let at = find(value, BriefingList::Statements, statement);
            let Some(statement) = at.map(|at| &mut value["statements"][at]) else {
                return false;
            };
            remove_from(statement, "appearances", *index, 1)
        }
        Edit::SetQuote {
            statement,
            index,
            quote,
        } => {
            let at = find(value, BriefingList::Statements, statement);
            let appearance =
                at.and_then(|at| value["statements"][at]["appearances"].get_mut(index));
            let Some(appearance) = appearance.filter(|_| !quote.is_empty()) else {
                return false;
            };
            let parts: Vec<Value> = quote.iter().map(|part| plain(&part.json())).collect();
            appearance["quote"] = parts.into();
            true
        }
        Edit::Rename {
            item: EditTarget::Briefing,
            to,
        } => {
            if slug(to) {
                value["id"] = to.as_str().into();
            }
            slug(to)
        }
        Edit::Rename {
            item: EditTarget::Entry(list, id),
            to,
        } => {
            let Some(at) = find(value, *list, id) else {
                return false;
            };
            if id == to {
                return true;
            }
            if !slug(to) || find(value, *list, to).is_some() {
                return false;
            }
            value[list.field()][at]["id"] = to.as_str().into();
            let swap = |v: &mut Value| {
                if *v == **id {
                    *v = to.as_str().into();
                }
            };
            if *list == BriefingList::Sides {
                for speaker in value["speakers"].as_array_mut().unwrap() {
                    swap(&mut speaker["side"]);
                }
            }
            for statement in value["statements"].as_array_mut().unwrap() {
                let mut each = |name: &str, inner: &str| {
                    for v in statement
                        .get_mut(name)
                        .and_then(Value::as_array_mut)
                        .into_iter()
                        .flatten()
                    {
                        match v.get_mut(inner) {
                            Some(v) => swap(v),
                            None => swap(v),
                        }
                    }
                };
                match list {
                    BriefingList::Sides => {}
                    BriefingList::Topics => each("topics", ""),
                    BriefingList::Articles => each("appearances", "article"),
                    BriefingList::Statements => {
                        each("answers", "statement");
                        each("repeats", "");
                    }
                    BriefingList::Speakers => swap(&mut statement["speaker"]),
                }
            }
            true
        }
        Edit::Order(list, ids) => {
            let old = list_of(value, *list);
            if ids.len() != old.len() {
                return false;
            }
            let order: Vec<Value> = ids
                .iter()
                .map(|id| old[find(value, *list, id).unwrap()].clone())
                .collect();
            value[list.field()] = order.into();
            true
        }
    }
}

/// Removes an element of a list of which some must stay; with the last one goes the list.
fn remove_from(owner: &mut Value, field: &str, index: usize, least: usize) -> bool {
    let owner = owner.as_object_mut().unwrap();
    let Some(list) = owner.get_mut(field).and_then(Value::as_array_mut) else {
        return false;
    };
    if index >= list.len() || list.len() <= least {
        return false;
    }
    list.remove(index);
    if list.is_empty() {
        owner.remove(field);
    }
    true
}

/// Makes the order that an edit stands for from what is there.
fn completed(edit: &Edit, value: &Value) -> Edit {
    let Edit::Order(list, marks) = edit else {
        return edit.clone();
    };
    let items = value[list.field()].as_array().unwrap();
    let mut ids: Vec<String> = items
        .iter()
        .map(|i| i["id"].as_str().unwrap().to_owned())
        .collect();
    if marks.iter().any(|m| m == "turn") {
        ids.reverse();
    }
    if !marks.iter().any(|m| m == "whole") {
        ids.pop();
    }
    Edit::Order(*list, ids)
}

/// Takes out what a replaced statement may keep or not: fields of appearances that no
/// entry has, and lists that say nothing.
fn without_unknown(mut value: Value) -> Value {
    for statement in value["statements"].as_array_mut().unwrap() {
        let fields = statement.as_object_mut().unwrap();
        fields.retain(|_, v| v.as_array().is_none_or(|list| !list.is_empty()));
        for appearance in statement["appearances"].as_array_mut().unwrap() {
            appearance.as_object_mut().unwrap().remove("seen");
        }
    }
    value
}

fn read(bytes: &[u8]) -> Value {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    serde_json::from_slice(bytes).unwrap()
}

/// Returns how many bytes two texts have in common at the beginning and at the end,
/// without counting a byte twice.
fn common(old: &[u8], new: &[u8]) -> (usize, usize) {
    let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let room = old.len().min(new.len()) - start;
    let ends = old.iter().rev().zip(new.iter().rev());
    (start, ends.take(room).take_while(|(a, b)| a == b).count())
}

/// Holds the bytes of an edit to what the edit is about.
fn nothing_else_changed(edit: &Edit, old: &[u8], new: &[u8]) {
    let (start, end) = common(old, new);
    let gone = String::from_utf8_lossy(&old[start..old.len() - end]);
    let come = String::from_utf8_lossy(&new[start..new.len() - end]);
    match edit {
        Edit::AddSide(_)
        | Edit::AddTopic(_)
        | Edit::AddSpeaker(_)
        | Edit::AddArticle(_)
        | Edit::AddStatement { .. }
        | Edit::AddVersion { .. }
        | Edit::AddAppearance { .. }
        | Edit::AddNotStatement { .. } => assert!(gone.trim().is_empty(), "{edit:?}: {gone:?}"),
        Edit::Set { value: None, .. }
        | Edit::RemoveNotStatement { .. }
        | Edit::RemoveAppearance { .. } => assert!(come.trim().is_empty(), "{edit:?}: {come:?}"),
        Edit::Remove(EditTarget::Entry(
            BriefingList::Sides | BriefingList::Speakers | BriefingList::Articles,
            _,
        )) => {
            assert!(come.trim().is_empty(), "{edit:?}: {come:?}");
        }
        Edit::Set {
            value: Some(Json::String(_)),
            ..
        } => {
            assert!(!gone.contains(['{', '[', '\n']), "{edit:?}: {gone:?}");
        }
        Edit::Order(..) => {
            let sorted = |bytes: &[u8]| {
                let mut bytes = bytes.to_vec();
                bytes.sort_unstable();
                bytes
            };
            assert_eq!(sorted(old), sorted(new), "{edit:?}");
        }
        // Of these the property is that of the values; `a_diff_shows_the_change` has the bytes.
        Edit::Rename { .. }
        | Edit::ReplaceStatement(_)
        | Edit::Set { .. }
        | Edit::SetQuote { .. }
        | Edit::SetNotStatementReason { .. }
        | Edit::Remove(_) => {}
    }
    if old.starts_with(b"\xef\xbb\xbf") {
        assert!(new.starts_with(b"\xef\xbb\xbf"));
    }
    assert_eq!(old.last(), new.last());
    let crlf = |bytes: &[u8]| bytes.windows(2).filter(|w| w == b"\r\n").count();
    let lf = |bytes: &[u8]| String::from_utf8_lossy(bytes).matches('\n').count();
    if crlf(old) == lf(old) && lf(old) > 1 {
        assert_eq!(crlf(new), lf(new), "{edit:?}: a line ends otherwise");
    }
    if crlf(old) == 0 {
        assert_eq!(crlf(new), 0, "{edit:?}: a line ends otherwise");
    }
    if lf(old) <= 1 {
        assert_eq!(lf(new), lf(old), "{edit:?}: a file of one line got several");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, max_shrink_iters: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn any_edits_read_back_are_those_of_the_model(
        format in formats(),
        edits in prop::collection::vec(edits(), 1..12),
    ) {
        let mut expected = briefing();
        let bytes = format.write(&expected);
        let mut document = Document::parse(&bytes).unwrap();
        prop_assert_eq!(document.bytes(), bytes.clone());
        for edit in edits {
            let edit = completed(&edit, &expected);
            let before = document.bytes();
            let mut after = expected.clone();
            let allowed = model(&mut after, &edit);
            let done = document.apply(&edit);
            prop_assert_eq!(done.is_ok(), allowed, "{:?}: {:?}", edit, done);
            let now = document.bytes();
            if !allowed {
                prop_assert_eq!(now, before);
                continue;
            }
            prop_assert_eq!(
                without_unknown(read(&now)),
                without_unknown(after),
                "{:?} of {}", edit, String::from_utf8_lossy(&before)
            );
            nothing_else_changed(&edit, &before, &now);
            expected = read(&now);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn of_a_damaged_file_nothing_is_made_worse(
        cuts in prop::collection::vec((0..20_000_usize, 0..3_usize, prop_oneof![
            Just(""), Just("{"), Just("]"), Just(","), Just("\""), Just("\\"), Just("null"), Just("[]"), Just("\r"), Just(" ")
        ]), 0..3),
        edits in prop::collection::vec(edits(), 1..5),
    ) {
        let mut text = format().write(&briefing());
        for (at, gone, new) in cuts {
            let at = at % text.len();
            let end = (at + gone).min(text.len());
            text.splice(at..end, new.bytes());
        }
        let Ok(mut document) = Document::parse(&text) else {
            return Ok(());
        };
        for edit in edits {
            let before = document.bytes();
            match document.apply(&edit) {
                // What was JSON is JSON.
                Ok(()) => drop(serde_json::from_slice::<Value>(&document.bytes()).unwrap()),
                Err(_) => prop_assert_eq!(document.bytes(), before),
            }
        }
    }
}

fn edited(text: &str, edits: &[Edit]) -> String {
    let mut document = Document::parse(text.as_bytes()).unwrap();
    for edit in edits {
        document.apply(edit).unwrap();
    }
    String::from_utf8(document.bytes()).unwrap()
}

fn topic(id: &str) -> Edit {
    Edit::AddTopic(TopicEntry {
        id: id.to_owned(),
        question: "Why?".to_owned(),
    })
}

fn shipped() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("briefings/kaspersky-lab/briefing.json");
    fs::read_to_string(path).unwrap()
}

/// Returns the lines that only the old text has, and those that only the new one has.
fn diff(old: &str, new: &str) -> (Vec<String>, Vec<String>) {
    let diff = similar::TextDiff::from_lines(old, new);
    let of = |tag| {
        diff.iter_all_changes()
            .filter(|c| c.tag() == tag)
            .map(|c| c.value().to_owned())
            .collect()
    };
    (
        of(similar::ChangeTag::Delete),
        of(similar::ChangeTag::Insert),
    )
}

#[test]
fn a_diff_of_the_shipped_briefing_shows_the_change_and_nothing_else() {
    let old = shipped();
    let id = read(old.as_bytes())["statements"][3]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let (gone, come) = diff(
        &old,
        &edited(
            &old,
            &[Edit::set(EditTarget::statement(&id), "date", "2017-07-11?")],
        ),
    );
    assert!(gone.len() <= 1 && come.len() == 1, "{gone:?} {come:?}");
    let article = Edit::AddArticle(Box::new(ArticleEntry {
        id: "new-2018".to_owned(),
        title: "New".to_owned(),
        publisher: "Post".to_owned(),
        text: "articles/new-2018.txt".to_owned(),
        ..ArticleEntry::default()
    }));
    let (gone, come) = diff(&old, &edited(&old, &[article]));
    // The bracket before it gets a comma.
    assert!(gone.len() <= 1, "{gone:?}");
    assert!(come.len() <= 7, "{come:?}");
    let renamed = edited(
        &old,
        &[Edit::Rename {
            item: EditTarget::speaker("kaspersky-lab"),
            to: "kl".to_owned(),
        }],
    );
    let back = edited(
        &renamed,
        &[Edit::Rename {
            item: EditTarget::speaker("kl"),
            to: "kaspersky-lab".to_owned(),
        }],
    );
    assert_ne!(renamed, old);
    assert_eq!(back, old);
}

#[test]
fn what_is_added_and_taken_out_again_leaves_no_trace() {
    let old = shipped();
    let articles = read(old.as_bytes())["articles"].as_array().unwrap().clone();
    let bare = |a: &&Value| {
        let has = |name: &str| a.get(name).is_some();
        !has("not_statements") && !has("modified") && !has("accepts")
    };
    let id = articles.iter().find(bare).unwrap()["id"].as_str().unwrap();
    let words = NotStatementEntry {
        exact: "“a”".to_owned(),
        ..NotStatementEntry::default()
    };
    let there = [
        topic("why"),
        Edit::AddNotStatement {
            article: id.to_owned(),
            words,
        },
        Edit::set(EditTarget::article(id), "modified", "2018-05"),
        Edit::accepts(EditTarget::article(id), &["furniture".to_owned()]),
    ];
    let back = [
        Edit::Remove(EditTarget::topic("why")),
        Edit::not_statements(id, &[]),
        Edit::clear(EditTarget::article(id), "modified"),
        Edit::accepts(EditTarget::article(id), &[]),
    ];
    let middle = edited(&old, &there);
    assert!(edited(&middle, &back) == old);
    let again = edited(
        &old,
        &[there.as_slice(), back.as_slice(), there.as_slice()].concat(),
    );
    assert!(again == middle);
}

#[test]
fn what_is_new_is_written_as_the_rest_is() {
    // One line for each element, as the others have it.
    let text = "{\n \"format\": 1,\n \"topics\": [\n  {\"id\": \"a\", \"question\": \"A?\"},\n\n  {\"id\": \"b\", \"question\": \"B?\"}\n ]\n}";
    assert_eq!(
        edited(text, &[topic("c")]),
        text.replace(
            "\"B?\"}",
            "\"B?\"},\n\n  {\"id\": \"c\", \"question\": \"Why?\"}"
        )
    );
    // Commas before the elements.
    let text = "{ \"format\": 1\n, \"topics\":\n  [ { \"id\": \"a\", \"question\": \"A?\" }\n  , { \"id\": \"b\", \"question\": \"B?\" }\n  ]\n}\n";
    assert_eq!(
        edited(text, &[topic("c")]),
        text.replace(
            "\"B?\" }",
            "\"B?\" }\n  , { \"id\": \"c\", \"question\": \"Why?\" }"
        )
    );
    // A file of one line stays one.
    let text = "{\"format\":1,\"topics\":[{\"id\":\"a\",\"question\":\"A?\"}]}";
    assert_eq!(
        edited(
            text,
            &[topic("c"), Edit::set(EditTarget::Briefing, "title", "T")]
        ),
        "{\"format\":1,\"title\":\"T\",\"topics\":[{\"id\":\"a\",\"question\":\"A?\"},{\"id\":\"c\",\"question\":\"Why?\"}]}"
    );
    // Lists of strings over several lines, where such lists are.
    let text = "{\r\n\t\"format\": 1,\r\n\t\"curators\": [\r\n\t\t\"Ada\"\r\n\t],\r\n\t\"articles\": [\r\n\t\t{\r\n\t\t\t\"id\": \"a\"\r\n\t\t}\r\n\t]\r\n}";
    assert_eq!(
        edited(
            text,
            &[Edit::accepts(
                EditTarget::article("a"),
                &["x".to_owned(), "y".to_owned()]
            )]
        ),
        text.replace(
            "\"a\"\r\n\t\t}",
            "\"a\",\r\n\t\t\t\"accepts\": [\r\n\t\t\t\t\"x\",\r\n\t\t\t\t\"y\"\r\n\t\t\t]\r\n\t\t}"
        )
    );
    // An empty list gets its first element in the file's own indentation.
    let text = "{\n    \"format\": 1,\n    \"topics\": []\n}\n";
    assert_eq!(
        edited(text, &[topic("c")]),
        text.replace("[]", "[\n        {\n            \"id\": \"c\",\n            \"question\": \"Why?\"\n        }\n    ]")
    );
}

#[test]
fn numbers_doubled_fields_and_what_is_not_known_stay() {
    let text = "{\"format\": 1.0, \"z\": 1e400, \"z\": -0.00, \"articles\": [{\"id\": \"a\", \"n\": 10000000000000000000001, \"note\": \"x\", \"note\": \"y\"}]}";
    assert_eq!(
        edited(text, &[Edit::clear(EditTarget::article("a"), "note")]),
        text.replace(", \"note\": \"x\", \"note\": \"y\"", "")
    );
}

#[test]
fn a_statement_that_is_replaced_keeps_what_is_equal() {
    let text = String::from_utf8(format().write(&briefing())).unwrap();
    let entry = StatementEntry {
        id: "statement0".to_owned(),
        speaker: "speaker0".to_owned(),
        topics: vec!["topic0".to_owned(), "topic1".to_owned()],
        appearances: vec![AppearanceEntry {
            article: "article0".to_owned(),
            quote: vec![SelectorEntry {
                exact: "one".to_owned(),
                ..SelectorEntry::default()
            }],
            ..AppearanceEntry::default()
        }],
        ..StatementEntry::default()
    };
    let new = edited(&text, &[Edit::ReplaceStatement(Box::new(entry))]);
    let (gone, come) = diff(&text, &new);
    assert_eq!((gone.len(), come.len()), (1, 1), "{gone:?} {come:?}");
    assert_eq!(
        read(new.as_bytes())["statements"][0]["appearances"][0]["seen"],
        true
    );
}

#[test]
fn edits_that_would_break_the_briefing_are_refused_with_a_reason() {
    let mut document = Document::parse(shipped().as_bytes()).unwrap();
    for (edit, said) in [
        (topic("No Slug"), "cannot be an id"),
        (topic("evidence"), "there is a topic \"evidence\" already"),
        (
            Edit::Remove(EditTarget::speaker("kaspersky-lab")),
            "is named by the statement",
        ),
        (
            Edit::Remove(EditTarget::article("none")),
            "there is no article \"none\"",
        ),
        (
            Edit::clear(EditTarget::article("axios-2018"), "title"),
            "needs the field \"title\"",
        ),
        (
            Edit::set(EditTarget::article("axios-2018"), "titel", "x"),
            "cannot be set",
        ),
        (
            Edit::set(EditTarget::Briefing, "format", "2"),
            "cannot be set",
        ),
        (
            Edit::Order(BriefingList::Topics, vec!["evidence".to_owned()]),
            "does not name each topic once",
        ),
    ] {
        let error = document.apply(&edit).unwrap_err();
        assert!(error.to_string().contains(said), "{edit:?}: {error}");
        assert!(!document.is_changed(), "{edit:?}");
    }
    assert!(matches!(
        document.apply(&Edit::Remove(EditTarget::Briefing)),
        Err(EditError::Field { .. })
    ));
    for text in [
        "",
        "[]",
        "{\"format\": 2}",
        "{\"format\": 1,}",
        "{\"format\": 1} // x",
        "{format: 1}",
        "\u{0}",
    ] {
        assert!(Document::parse(text.as_bytes()).is_err(), "{text}");
    }
    assert!(Document::parse(b"{\"format\": 1, \"a\": \"\xff\"}").is_err());
}

fn format() -> Format {
    Format {
        indent: "  ",
        newline: "\n",
        colon: ": ",
        comma: ", ",
        pad: " ",
        minified: false,
        one_line: 3,
        airy: false,
        bom: false,
        final_newline: true,
        escapes: false,
    }
}

/// A folder with a bundle in it.
fn bundle() -> (tempfile::TempDir, BundleSource) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("articles")).unwrap();
    for name in ["a", "b"] {
        let text = "He said “one”, “two”, “three”.\n";
        fs::write(folder.path().join(format!("articles/{name}.txt")), text).unwrap();
    }
    fs::write(
        folder.path().join("briefing.json"),
        format().write(&briefing()),
    )
    .unwrap();
    let source = BundleSource::Folder(folder.path().to_owned());
    (folder, source)
}

fn open(source: &BundleSource) -> Document {
    let BundleSource::Folder(folder) = source else {
        panic!("no folder");
    };
    Document::parse(&fs::read(folder.join("briefing.json")).unwrap()).unwrap()
}

/// Returns the names of all files of a folder with what they hold.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            found.push((format!("{name}/"), Vec::new()));
            found.extend(
                files(&path)
                    .into_iter()
                    .map(|(n, b)| (format!("{name}/{n}"), b)),
            );
        } else {
            found.push((name, fs::read(&path).unwrap()));
        }
    }
    found.sort();
    found
}

fn new_file() -> NewFile {
    NewFile {
        path: "originals/deep/c.html".to_owned(),
        bytes: b"<p>as received".to_vec(),
    }
}

#[test]
fn the_first_change_leaves_a_copy_and_later_ones_leave_that() {
    let (folder, source) = bundle();
    let first = fs::read(folder.path().join("briefing.json")).unwrap();
    let mut document = open(&source);
    document.apply(&topic("why")).unwrap();
    let saved = save(&source, &document, &[new_file()]).unwrap();
    assert_eq!(
        saved.backup.as_deref(),
        Some(backup_path(&folder.path().canonicalize().unwrap()).as_path())
    );
    assert_eq!(fs::read(backup_path(folder.path())).unwrap(), first);
    assert_eq!(
        fs::read(folder.path().join("originals/deep/c.html")).unwrap(),
        new_file().bytes
    );
    let mut document = open(&source);
    assert_eq!(document.base_hash(), saved.hash);
    document.apply(&topic("how")).unwrap();
    assert_eq!(save(&source, &document, &[]).unwrap().backup, None);
    assert_eq!(fs::read(backup_path(folder.path())).unwrap(), first);
    let names: Vec<String> = files(folder.path()).into_iter().map(|(n, _)| n).collect();
    assert_eq!(
        names,
        [
            "articles/",
            "articles/a.txt",
            "articles/b.txt",
            "briefing.json",
            "briefing.json~",
            "originals/",
            "originals/deep/",
            "originals/deep/c.html",
        ]
    );
    assert!(bundle::load(&source).briefing.is_some());
}

#[test]
fn what_another_wrote_meanwhile_is_not_written_over() {
    let (folder, source) = bundle();
    let mut document = open(&source);
    document.apply(&topic("why")).unwrap();
    let path = folder.path().join("briefing.json");
    let theirs = fs::read_to_string(&path)
        .unwrap()
        .replace("Who pays?", "Who will pay?");
    fs::write(&path, &theirs).unwrap();
    let before = files(folder.path());
    let error = save(&source, &document, &[new_file()]).unwrap_err();
    assert!(matches!(error, SaveError::Conflict(_)), "{error}");
    assert_eq!(files(folder.path()), before);
    // Both can be kept.
    let mine = save_beside(&source, &document).unwrap();
    assert_eq!(fs::read(&mine).unwrap(), document.bytes());
    let second = save_beside(&source, &document).unwrap();
    assert_ne!(mine, second);
    assert_eq!(fs::read_to_string(&path).unwrap(), theirs);
}

/// A disk that fails at one step, having written half of what it should.
struct Failing<'a> {
    /// Steps that still succeed.
    left: Cell<usize>,
    kind: io::ErrorKind,
    /// Carried out right before the file is replaced.
    meanwhile: &'a dyn Fn(),
    knows_exchange: bool,
}

impl Failing<'_> {
    fn step(&self) -> io::Result<()> {
        match self.left.get().checked_sub(1) {
            None => Err(self.kind.into()),
            Some(left) => {
                self.left.set(left);
                Ok(())
            }
        }
    }
}

impl Disk for Failing<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        RealDisk.read(path)
    }

    fn write_new(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        if let Err(error) = self.step() {
            RealDisk.write_new(path, &bytes[..bytes.len() / 2])?;
            return Err(error);
        }
        RealDisk.write_new(path, bytes)
    }

    fn copy_mode(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        RealDisk.copy_mode(from, to)
    }

    fn create_dir(&self, path: &Path) -> io::Result<bool> {
        self.step()?;
        RealDisk.create_dir(path)
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        self.step()?;
        if !self.knows_exchange {
            return Err(io::ErrorKind::Unsupported.into());
        }
        (self.meanwhile)();
        RealDisk.exchange(one, other)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        RealDisk.rename(from, to)
    }

    // What is cleared away is cleared away.
    fn remove(&self, path: &Path) -> io::Result<()> {
        RealDisk.remove(path)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        RealDisk.remove_dir(path)
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        RealDisk.sync_dir(path)
    }

    fn lock(&self, path: &Path) -> io::Result<FileLock> {
        self.step()?;
        RealDisk.lock(path)
    }
}

#[test]
fn where_the_disk_fails_the_bundle_is_as_it_was() {
    for knows_exchange in [true, false] {
        for kind in [io::ErrorKind::StorageFull, io::ErrorKind::PermissionDenied] {
            let mut failures = 0;
            for steps in 0.. {
                let (folder, source) = bundle();
                let mut document = open(&source);
                document.apply(&topic("why")).unwrap();
                let before = files(folder.path());
                let disk = Failing {
                    left: Cell::new(steps),
                    kind,
                    meanwhile: &|| {},
                    knows_exchange,
                };
                match save_on(&disk, &source, &document, &[new_file()]) {
                    Err(error) => {
                        failures += 1;
                        assert_eq!(files(folder.path()), before, "after {steps} steps");
                        assert!(error.to_string().contains("cannot be written"), "{error}");
                        assert!(error.help().contains("Nothing was changed"), "{error}");
                    }
                    Ok(_) => {
                        let now = fs::read(folder.path().join("briefing.json")).unwrap();
                        assert_eq!(now, document.bytes());
                        break;
                    }
                }
            }
            assert!(failures >= 6, "only {failures} steps were tried");
        }
    }
}

#[test]
fn a_change_at_the_last_moment_is_found_by_what_was_replaced() {
    let (folder, source) = bundle();
    let path = folder.path().join("briefing.json");
    let mut document = open(&source);
    document.apply(&topic("why")).unwrap();
    let theirs = fs::read_to_string(&path)
        .unwrap()
        .replace("Who pays?", "Who will pay?");
    let before: Vec<String> = files(folder.path()).into_iter().map(|(n, _)| n).collect();
    let write = || {
        if fs::read_to_string(&path).unwrap() != theirs {
            // As an editor saves: a new file under the old name.
            let other = folder.path().join("articles/other");
            fs::write(&other, &theirs).unwrap();
            fs::rename(&other, &path).unwrap();
        }
    };
    // At the second exchange theirs is in the draft, and nothing is written.
    let once = Cell::new(true);
    let meanwhile = || {
        if once.replace(false) {
            write();
        }
    };
    let disk = Failing {
        left: Cell::new(100),
        kind: io::ErrorKind::Other,
        meanwhile: &meanwhile,
        knows_exchange: true,
    };
    let error = save_on(&disk, &source, &document, &[new_file()]).unwrap_err();
    assert!(matches!(error, SaveError::Conflict(_)), "{error}");
    assert_eq!(fs::read_to_string(&path).unwrap(), theirs);
    let after: Vec<String> = files(folder.path()).into_iter().map(|(n, _)| n).collect();
    assert_eq!(after, before);
}

#[test]
fn what_a_killed_session_left_is_kept_unless_it_is_a_copy() {
    let (folder, source) = bundle();
    let mut document = open(&source);
    document.apply(&topic("why")).unwrap();
    fs::write(folder.path().join(".briefing.json.draft"), "the only copy").unwrap();
    save(&source, &document, &[]).unwrap();
    let kept = fs::read_to_string(folder.path().join("briefing.json.mine")).unwrap();
    assert_eq!(kept, "the only copy");
    assert!(!folder.path().join(".briefing.json.draft").exists());
}

#[test]
fn only_a_folder_is_written_to_and_nothing_outside_of_it() {
    let (folder, source) = bundle();
    let document = open(&source);
    let zip = BundleSource::Zip(folder.path().join("x.briefing"));
    for (source, said) in [
        (zip, "a bundle that is one file cannot be changed"),
        (
            BundleSource::BuiltIn("kaspersky-lab".to_owned()),
            "comes with the program",
        ),
    ] {
        let error = save(&source, &document, &[]).unwrap_err();
        assert!(error.to_string().contains(said), "{error}");
        assert!(!error.help().is_empty());
    }
    let outside = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(outside.path(), folder.path().join("out")).unwrap();
    for path in ["../x.txt", "/tmp/x.txt", "out/x.txt", "articles/../../x"] {
        let file = NewFile {
            path: path.to_owned(),
            bytes: Vec::new(),
        };
        let before = files(folder.path());
        let error = save(&source, &document, &[file]).unwrap_err();
        assert!(matches!(error, SaveError::Path(_)), "{error}");
        assert_eq!(files(folder.path()), before);
    }
    assert_eq!(files(outside.path()), []);
    // A file that is there is not written over.
    let file = NewFile {
        path: "articles/a.txt".to_owned(),
        bytes: Vec::new(),
    };
    assert!(matches!(
        save(&source, &document, &[file]),
        Err(SaveError::Exists(_))
    ));
}

#[test]
fn of_many_writers_at_once_each_change_is_there_or_told() {
    let (folder, source) = bundle();
    let done: usize = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..8)
            .map(|n| {
                let source = &source;
                scope.spawn(move || {
                    for _ in 0..200 {
                        let mut document = open(source);
                        document.apply(&topic(&format!("why-{n}"))).unwrap();
                        match save(source, &document, &[]) {
                            Ok(_) => return 1,
                            Err(SaveError::Conflict(_)) => {}
                            Err(error) => panic!("{error}"),
                        }
                    }
                    0
                })
            })
            .collect();
        writers.into_iter().map(|w| w.join().unwrap()).sum()
    });
    assert_eq!(done, 8);
    let value = read(&fs::read(folder.path().join("briefing.json")).unwrap());
    assert_eq!(value["topics"].as_array().unwrap().len(), 10);
    assert!(!folder.path().join("briefing.json.lock").exists());
}
