//! The schema, the page on the format and the reader say the same: a thousand changes of
//! the shipped briefing are judged by the schema and by the reader.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use diptych::bundle::load;
use diptych::model::{BundleSource, Problem, Severity};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

const SCHEMA: &str = include_str!("../../../docs/briefing.schema.json");
const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/briefings/kaspersky-lab");
const CHANGES: usize = 1_000;

/// Errors that only the reader can see, by a part of their message, and why a schema
/// cannot see them.
const ONLY_THE_READER: &[(&str, &str)] = &[
    // A schema knows nothing of other places of the document.
    ("there is no side", "an id is looked up"),
    ("there is no speaker", "an id is looked up"),
    ("there is no article", "an id is looked up"),
    ("there is no statement", "an id is looked up"),
    ("there is no topic", "an id is looked up"),
    ("is taken by", "ids are compared with one another"),
    ("is by another speaker", "two statements are compared"),
    ("a later date", "two statements are compared"),
    (
        "in a circle",
        "statements are followed from one to the next",
    ),
    (
        "answers itself",
        "an id is compared with that of its statement",
    ),
    (
        "repeats itself",
        "an id is compared with that of its statement",
    ),
    // Nor does it open files.
    ("the bundle has no file", "a path is followed"),
    ("the path", "a path is judged as the system would"),
    (
        "ends neither in",
        "the ending of a path says how it is read",
    ),
    ("another SHA-256", "the bytes of a file are summed"),
    (
        "do not stand in article",
        "words are looked for in an article",
    ),
    ("stand in", "words are looked for in an article"),
    // A pattern for them would be longer than the sentence of the reader, and say less.
    ("is not an EDTF date", "a date is read"),
    ("is not a language tag", "a tag is read"),
    // What is blank, but not empty, is seen only by who cleans it first.
    ("is empty", "a text of blanks is cleaned first"),
];

/// A sequence of numbers that is the same each time (splitmix64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).unwrap()
    }
}

/// Lists the addresses of all values.
fn addresses(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let name = name.replace('~', "~0").replace('/', "~1");
                addresses(value, &format!("{at}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (i, value) in items.iter().enumerate() {
                addresses(value, &format!("{at}/{i}"), found);
            }
        }
        _ => {}
    }
}

/// Changes one value; says what was done.
fn change(root: &mut Value, numbers: &mut Numbers) -> String {
    let mut all = Vec::new();
    addresses(root, "", &mut all);
    // Each field as often as any other, however many objects have it.
    let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for at in all {
        let is_name = |part: &&str| part.parse::<usize>().is_err();
        let field: Vec<&str> = at.split('/').filter(is_name).collect();
        fields.entry(field.join("/")).or_default().push(at);
    }
    let places = fields.values().nth(numbers.below(fields.len())).unwrap();
    let at = places[numbers.below(places.len())].clone();
    let (parent, name) = at.rsplit_once('/').unwrap_or(("", ""));
    let kind = numbers.below(16);
    if kind < 3 && !at.is_empty() {
        let name = name.replace("~1", "/").replace("~0", "~");
        match root.pointer_mut(parent) {
            Some(Value::Object(fields)) if kind == 0 => {
                let value = fields.remove(&name).unwrap();
                fields.insert(format!("{name}s"), value);
                return format!("{at} is renamed");
            }
            Some(Value::Object(fields)) => {
                fields.remove(&name);
                return format!("{at} is left out");
            }
            Some(Value::Array(items)) => {
                let i: usize = name.parse().unwrap();
                if kind == 0 {
                    items.push(items[i].clone());
                    return format!("{at} is doubled");
                }
                items.remove(i);
                return format!("{at} is left out");
            }
            _ => {}
        }
    }
    let value = root.pointer_mut(&at).unwrap();
    let text = value.as_str().map(str::to_owned);
    let new = match text {
        // What stays a string goes deeper than what does not.
        Some(text) if kind > 7 && numbers.below(3) > 0 => json!(match numbers.below(6) {
            0 => text.to_uppercase(),
            1 => format!("{text}x"),
            2 => format!("../{text}"),
            3 => text.chars().take(text.chars().count() / 2).collect(),
            4 => text.chars().rev().collect(),
            _ => text.replace('-', "_"),
        }),
        _ => other(kind, value),
    };
    let told = format!("{at} becomes {new}");
    *value = new;
    told
}

/// A value to put in place of another.
fn other(kind: usize, value: &Value) -> Value {
    match kind {
        3 | 4 => Value::Null,
        5 => json!(true),
        6 => json!(1),
        7 => json!(2.5),
        8 => json!(""),
        9 => json!(" \u{200b} "),
        10 => json!([]),
        11 => json!({}),
        12 => json!([null]),
        13 => json!([value.clone()]),
        14 => json!(-1e300),
        _ => json!("Not This"),
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Copies the shipped briefing to a folder, and gives it each field that it lacks.
fn with_every_field(folder: &Path) -> Value {
    copy(Path::new(SHIPPED), folder);
    let text = fs::read_to_string(folder.join("briefing.json")).unwrap();
    let mut briefing: Value = serde_json::from_str(&text).unwrap();
    let state = "An earlier state of the article.\n";
    let hash = format!("{:x}", Sha256::digest(state));
    for name in ["page.html", "state.txt"] {
        fs::write(folder.join(name), state).unwrap();
    }
    let mut add = |at: &str, more: Value| {
        let fields = briefing.pointer_mut(at).unwrap().as_object_mut().unwrap();
        for (name, value) in more.as_object().unwrap() {
            fields.entry(name).or_insert(value.clone());
        }
    };
    add(
        "",
        json!({ "$schema": "briefing.schema.json", "curators": ["A. Curator"] }),
    );
    add(
        "/articles/0",
        json!({
            "url": "https://example.org/a", "archived_url": "https://example.org/b",
            "modified": "2030-01-01", "retrieved": "2030-01-02", "language": "en",
            "original": "page.html", "original_sha256": hash, "accepts": ["some-warning"],
            "versions": [{
                "text": "state.txt", "retrieved": "2029", "sha256": hash, "original": "page.html",
                "original_sha256": hash, "note": "n"
            }],
            "not_statements": [],
        }),
    );
    add("/statements/0", json!({ "accepts": ["some-warning"] }));
    add(
        "/statements/0/appearances/0/quote/0",
        json!({ "prefix": "", "suffix": "" }),
    );
    let first = briefing
        .pointer("/statements/0/appearances/0")
        .unwrap()
        .clone();
    let article = first["article"].as_str().unwrap();
    let articles = briefing["articles"].as_array_mut().unwrap();
    let article = articles.iter_mut().find(|a| a["id"] == article).unwrap();
    let mut left_out = first["quote"][0].clone();
    left_out["why"] = "scare quotes".into();
    article["not_statements"] = json!([left_out]);
    article["authors"] = json!(["A. Name", { "name": "A Body", "kind": "organisation" }]);
    briefing
}

/// Collects the names of all fields.
fn names(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                found.insert(name.clone());
                names(value, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| names(item, found)),
        _ => {}
    }
}

/// Collects the names of all fields that a schema knows.
fn properties(schema: &Value, found: &mut BTreeSet<String>) {
    if let Some(fields) = schema["properties"].as_object() {
        found.extend(fields.keys().cloned());
    }
    match schema {
        Value::Object(parts) => parts.values().for_each(|part| properties(part, found)),
        Value::Array(parts) => parts.iter().for_each(|part| properties(part, found)),
        _ => {}
    }
}

/// The errors with which the reader takes a briefing.
fn errors(folder: &Path, briefing: &Value) -> Vec<Problem> {
    fs::write(folder.join("briefing.json"), briefing.to_string()).unwrap();
    let problems = load(&BundleSource::Folder(folder.to_owned()))
        .entry
        .problems;
    problems
        .into_iter()
        .filter(|p| p.severity >= Severity::Error)
        .collect()
}

#[test]
fn schema_and_reader_give_the_same_verdict_on_a_thousand_changes() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let dir = TempDir::new().unwrap();
    let shipped = with_every_field(dir.path());
    let (mut there, mut known) = (BTreeSet::new(), BTreeSet::new());
    names(&shipped, &mut there);
    properties(&serde_json::from_str(SCHEMA).unwrap(), &mut known);
    let lacking: Vec<_> = known.difference(&there).collect();
    assert!(lacking.is_empty(), "not tried: {lacking:?}");
    assert!(schema.is_valid(&shipped));
    assert_eq!(errors(dir.path(), &shipped), []);

    let mut numbers = Numbers(12);
    let mut faults = Vec::new();
    let (mut refused, mut only_reader) = (0, 0);
    for _ in 0..CHANGES {
        let mut briefing = shipped.clone();
        let what = change(&mut briefing, &mut numbers);
        let errors = errors(dir.path(), &briefing);
        if !schema.is_valid(&briefing) {
            refused += 1;
            if errors.is_empty() {
                faults.push(format!("{what}: only the schema refuses it"));
            }
            continue;
        }
        only_reader += usize::from(!errors.is_empty());
        for error in errors {
            let is_known = ONLY_THE_READER
                .iter()
                .any(|(part, _)| error.message.contains(part));
            if !is_known {
                faults.push(format!("{what}: {} ({})", error.message, error.path));
            }
        }
    }
    faults.sort();
    faults.dedup();
    println!("{refused} refused by both, {only_reader} by the reader alone");
    assert!(faults.is_empty(), "{} faults: {faults:#?}", faults.len());
    assert!(refused > 300 && only_reader > 50, "{refused} {only_reader}");
}

/// Lists, of which the page says that they are left out or are lists.
#[test]
fn null_is_no_list_for_schema_and_reader_and_is_nothing_everywhere_else() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let dir = TempDir::new().unwrap();
    let shipped = with_every_field(dir.path());
    for (place, fields) in [
        ("", &schema["properties"]),
        ("/speakers/0", &schema["$defs"]["Speaker"]["properties"]),
        ("/articles/0", &schema["$defs"]["Article"]["properties"]),
        ("/statements/0", &schema["$defs"]["Statement"]["properties"]),
        (
            "/statements/0/appearances/0",
            &schema["$defs"]["Appearance"]["properties"],
        ),
        (
            "/articles/0/versions/0",
            &schema["$defs"]["Version"]["properties"],
        ),
        (
            "/statements/0/appearances/0/quote/0",
            &schema["$defs"]["Selector"]["properties"],
        ),
    ] {
        for name in fields.as_object().unwrap().keys() {
            let mut briefing = shipped.clone();
            let owner = briefing.pointer_mut(place).unwrap();
            owner[name] = Value::Null;
            let at = format!("{place}/{name}");
            let is_valid = validator.is_valid(&briefing);
            let errors = errors(dir.path(), &briefing);
            assert_eq!(is_valid, errors.is_empty(), "{at}: {errors:?}");
            if fields[name]["type"] == "array" {
                assert!(!is_valid, "{at}");
            }
        }
    }
}
