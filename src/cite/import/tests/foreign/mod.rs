//! Annotations of other programs: W3C's model, and Hypothesis's.

#![allow(
    clippy::needless_pass_by_value,
    reason = "a table of JSON reads better without a sign before each value"
)]

use super::*;

mod bodies;
mod collections;
mod selectors;

#[test]
fn annotations_of_other_programs_are_read() {
    let text = json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "https://example.org/anno/1",
        "type": "Annotation",
        "created": "2023-11-14T22:13:20Z",
        "body": [{ "type": "TextualBody", "value": "Look\u{1b}[31m" },
                 { "type": "TextualBody", "purpose": "tagging", "value": "court" }],
        "target": {
            "source": "https://example.org/a",
            "selector": [
                { "type": "RangeSelector" },
                { "type": "TextQuoteSelector", "exact": "overwhelming", "prefix": "is “" },
            ],
        },
    });
    for text in [
        text.to_string(),
        json!([text]).to_string(),
        json!({ "items": [text] }).to_string(),
    ] {
        let found = import(&text).unwrap().bookmarks.remove(0);
        assert_eq!(
            (found.exact.as_str(), found.prefix.as_str()),
            ("overwhelming", "is “")
        );
        assert_eq!(
            found.provenance.url.as_deref(),
            Some("https://example.org/a")
        );
        assert_eq!(found.place.briefing, "");
        assert_eq!(
            (found.created, found.changed),
            (1_700_000_000, 1_700_000_000)
        );
        assert_eq!(found.tags, ["court"]);
        assert!(clean::is_clean(&found.note) && found.note.starts_with("Look"));
    }
}

fn taken(file: &Value) -> Vec<Bookmark> {
    let imported = import(&file.to_string()).unwrap();
    assert_eq!(imported.skipped, [], "{file:#}");
    assert_eq!(imported.missing, [], "{file:#}");
    imported.bookmarks
}

fn reasons(file: &Value) -> (usize, Vec<String>) {
    let imported = import(&file.to_string()).unwrap();
    let reasons = imported.skipped.iter().chain(&imported.missing);
    let reasons = reasons.map(ToString::to_string).collect();
    (imported.bookmarks.len(), reasons)
}

fn quote(exact: &str) -> Value {
    json!({ "type": "TextQuoteSelector", "exact": exact })
}

fn on(page: &str, selector: Value) -> Value {
    json!({ "source": page, "selector": selector })
}

const PAGE: &str = "https://example.org/a";

/// An annotation of some words, with other fields besides.
fn annotated(more: Value) -> Value {
    let mut annotation = json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "https://example.org/anno/1",
        "type": "Annotation",
        "target": on(PAGE, quote("words")),
    });
    for (name, field) in more.as_object().unwrap() {
        annotation[name.as_str()] = field.clone();
    }
    annotation
}
