use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::cite::{BookmarkMeta, ExportFormat, Quotation, QuotedPart, Style, export};
use crate::model::{Author, BookmarkId, Change, Place};

mod foreign;

/// A clean text, as a reader types it or an article holds it.
fn words(pattern: &'static str) -> impl Strategy<Value = String> {
    pattern.prop_map(|text| clean::clean(&text))
}

/// A clean text of one line.
fn line(pattern: &'static str) -> impl Strategy<Value = String> {
    pattern.prop_map(|text| clean::clean_line(&text))
}

fn some(pattern: &'static str) -> impl Strategy<Value = Option<String>> {
    proptest::option::of(line(pattern).prop_filter("unknown", |text| !text.is_empty()))
}

fn provenance() -> impl Strategy<Value = Provenance> {
    (
        (
            some("[a-z]{1,5}"),
            some("(direct|paraphrase)"),
            some("[A-Z a-z]{1,9}"),
            some("[a-z]{1,5}"),
        ),
        (
            some("[a-z]{1,5}"),
            some("2018(-04)?[~?]?"),
            line("\\PC{0,9}"),
            line("\\PC{0,9}"),
        ),
        (
            line("\\PC{0,9}"),
            proptest::collection::vec("[A-Z][a-z]{1,4}", 0..3),
            some("2018"),
        ),
        (
            some("https://[a-z]{1,5}/"),
            some("https://[a-z]{1,5}/"),
            some("2026-05-03"),
        ),
    )
        .prop_map(|(a, b, c, d)| Provenance {
            statement: a.0,
            kind: a.1,
            speaker: a.2,
            role: a.3,
            side: b.0,
            said: b.1,
            parts: Vec::new(),
            topics: Vec::new(),
            briefing_title: b.2,
            article_title: b.3,
            publisher: c.0,
            language: String::new(),
            authors: c.1.into_iter().map(Author::from_name).collect(),
            published: c.2,
            url: d.0,
            archived_url: d.1,
            retrieved: d.2,
        })
}

fn any_bookmark() -> impl Strategy<Value = Bookmark> {
    (
        (
            "[0-9a-f]{32}",
            "[a-z]{1,5}",
            "[a-z]{1,5}",
            0_usize..999,
            0_usize..99,
        ),
        (
            words("\\PC{1,30}"),
            words("\\PC{0,9}"),
            words("\\PC{0,9}"),
            words("(\\PC|\n){0,30}"),
        ),
        (
            provenance(),
            proptest::collection::btree_set("[a-z]{1,4}", 0..3),
        ),
        (1_i64..2_000_000_000, 1_i64..2_000_000_000, any::<bool>()),
    )
        .prop_map(|(place, text, more, times)| {
            let mut provenance = more.0;
            let exact = text.0;
            if times.2
                && let Some(c) = exact.chars().next()
            {
                provenance.parts = vec![0..c.len_utf8(), c.len_utf8()..exact.len()];
            }
            Bookmark {
                id: BookmarkId(place.0),
                place: Place {
                    briefing: place.1,
                    article: place.2,
                    range: place.3..place.3 + place.4,
                },
                text_hash: "ab".repeat(32),
                exact,
                prefix: text.1,
                suffix: text.2,
                provenance: std::sync::Arc::new(provenance),
                note: text.3,
                tags: more.1.into_iter().collect(),
                letter: times.2.then_some('q'),
                created: times.0,
                changed: times.1,
            }
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]
    #[test]
    fn what_is_exported_comes_back_as_it_was(
        bookmarks in proptest::collection::vec(any_bookmark(), 0..4),
    ) {
        let quotations: Vec<Quotation> = bookmarks.iter().map(Quotation::from_bookmark).collect();
        for format in [ExportFormat::Json, ExportFormat::W3c] {
            let out = export(&quotations, format, Style::default());
            let back = import(&out).unwrap();
            prop_assert_eq!(&back.bookmarks, &bookmarks);
            prop_assert!(back.changes.is_empty());
            let again: Vec<Quotation> = back.bookmarks.iter().map(Quotation::from_bookmark).collect();
            prop_assert_eq!(export(&again, format, Style::default()), out);
        }
        let rescue = json!({ "format": 1, "bookmarks": bookmarks }).to_string();
        prop_assert_eq!(import(&rescue).unwrap().bookmarks, bookmarks);
    }

    #[test]
    fn no_file_breaks_it(text in "[\\[\\]{}\",:a-z0-9 ]{0,40}") {
        let _ = import(&text);
    }
}

#[test]
fn what_was_no_bookmark_becomes_one_with_a_name_that_stays() {
    let mut quotation = Quotation {
        briefing: "b".into(),
        article: "a".into(),
        parts: ["We help", "We will"]
            .map(|exact| QuotedPart {
                exact: exact.into(),
                ..QuotedPart::default()
            })
            .to_vec(),
        ..Quotation::default()
    };
    (quotation.parts[0].bytes, quotation.parts[1].bytes) = (Some(5..12), Some(20..27));
    let out = export(&[quotation], ExportFormat::Json, Style::default());
    let first = import(&out).unwrap().bookmarks.remove(0);
    assert_eq!(first, import(&out).unwrap().bookmarks[0]);
    assert_eq!(first.id.0.len(), 32);
    assert_eq!(first.parts(), ["We help", "We will"]);
    assert_eq!(first.place.range, 5..27);
    assert!(import(&out).unwrap().derived_ids.contains(&first.id));
}

#[test]
fn a_rescued_file_holds_all_that_was_to_be_written() {
    let place = json!({ "briefing": "b", "article": "a", "range": { "start": 1, "end": 2 } });
    let text = json!({
        "format": 1,
        "bookmarks": [],
        "removed": ["ff"],
        "marks": [{ "letter": "a", "place": place }],
        "cleared": [{ "letter": "b", "place": place }],
        "positions": [{
            "briefing": "b", "article": "a", "offset": 3, "top": 0, "state": "read", "changed": 9,
        }],
        "searches": [{
            "name": "n", "text": "pa\u{1b}[1mwn", "scope": { "briefing": "b" }, "order": "date",
        }],
    });
    let changes = import(&text.to_string()).unwrap().changes;
    assert_eq!(changes.len(), 5);
    assert_eq!(changes[0], Change::DeleteBookmark(BookmarkId("ff".into())));
    assert!(matches!(&changes[1], Change::ClearMark(mark) if mark.letter == 'b'));
    assert!(matches!(&changes[2], Change::SetMark(mark) if mark.letter == 'a'));
    assert!(matches!(&changes[3], Change::SetPosition(position) if position.offset == 3));
    assert!(matches!(&changes[4], Change::SaveSearch(search) if search.text == "pawn"));
}

#[test]
fn a_note_that_another_program_changed_is_taken_over() {
    let quotation = Quotation {
        parts: vec![QuotedPart {
            exact: "word".into(),
            ..QuotedPart::default()
        }],
        note: "old".into(),
        tags: vec!["old".into()],
        bookmark: Some(BookmarkMeta {
            id: "ab".repeat(16),
            created: 1,
            changed: 1,
        }),
        ..Quotation::default()
    };
    let mut value: Value =
        serde_json::from_str(&export(&[quotation], ExportFormat::W3c, Style::default())).unwrap();
    value["first"]["items"][0]["body"] = json!({ "type": "TextualBody", "value": "new" });
    let found = import(&value.to_string()).unwrap().bookmarks.remove(0);
    assert_eq!((found.note.as_str(), found.tags.len()), ("new", 0));
    assert_eq!(found.id.0, "ab".repeat(16));
}

#[test]
fn what_is_something_else_is_refused_with_its_place() {
    for (text, said) in [
        ("", "EOF while parsing a value at line 1 column 0"),
        ("{}", "neither the program's own JSON"),
        (
            r#"{"format": 9, "quotations": []}"#,
            "format: format 9 is newer",
        ),
        (r#"{"quotations": 3}"#, "quotations: this must be a list"),
        (r#"[{"ref": "a#b"}]"#, "this is what `--json` prints"),
    ] {
        let error = import(text).unwrap_err().to_string();
        assert!(error.contains(said), "{text}: {error}");
    }
}

#[test]
fn one_item_that_cannot_be_read_leaves_the_others() {
    let good = json!({ "parts": [{ "exact": "w" }] });
    let kept = json!({
        "id": "aa", "place": { "briefing": "b", "article": "a", "range": { "start": 0, "end": 5 } },
        "text_hash": "", "exact": "one two", "prefix": "", "suffix": "", "provenance": {},
        "note": "", "tags": [], "created": 1, "changed": 1,
    });
    let mut broken = kept.clone();
    broken["exact"] = json!("o\u{9b}ne two");
    broken["provenance"] = json!({ "parts": [{ "start": 0, "end": 3 }, { "start": 4, "end": 7 }] });
    let mut beyond = kept.clone();
    beyond["provenance"] = json!({ "parts": [{ "start": 0, "end": 99 }] });
    for (file, kept, reasons) in [
        (
            json!({ "quotations": [{ "parts": 3 }, good, {}, { "parts": [{ "exact": " " }] }] }),
            1,
            &[
                "quotations[0]: invalid type",
                "quotations[2].parts: there are no words",
                "quotations[3].parts: ",
            ][..],
        ),
        (
            json!({ "pairs": [{ "left": good }, { "pair": 2 }, { "between": {} }] }),
            1,
            &[
                "pairs[1]: there is no statement",
                "pairs[2].between.parts: there are no words",
            ],
        ),
        (
            json!({ "bookmarks": [{}, kept, broken, beyond] }),
            1,
            &[
                "bookmarks[0]: missing field",
                "bookmarks[2]: its parts do not fit",
                "bookmarks[3]: its parts",
            ],
        ),
        (
            json!({ "bookmarks": [], "marks": [3], "removed": ["ff", 1] }),
            0,
            &["removed[1]: invalid type", "marks[0]: invalid type"],
        ),
    ] {
        let imported = import(&file.to_string()).unwrap();
        assert_eq!(imported.bookmarks.len(), kept, "{file}");
        let left_out: Vec<String> = imported.skipped.iter().map(ToString::to_string).collect();
        assert_eq!(left_out.len(), reasons.len(), "{left_out:?}");
        for (left_out, reason) in left_out.iter().zip(reasons) {
            assert!(left_out.starts_with(reason), "{left_out}");
        }
    }
}

/// Puts what must not reach a terminal into every string of a file, however deep, and a
/// line end into most.
fn soil(value: &mut Value) {
    match value {
        Value::String(text)
            if text.len() > 1
                && text != "Annotation"
                && text != "date"
                && !text.ends_with("Selector") =>
        {
            text.push_str("\u{1b}[31m\n\u{9b}4m\u{202e}x");
        }
        Value::Array(items) => items.iter_mut().for_each(soil),
        Value::Object(fields) => fields.values_mut().for_each(soil),
        _ => {}
    }
}

fn strings<'a>(value: &'a Value, all: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => all.push(text),
        Value::Array(items) => items.iter().for_each(|item| strings(item, all)),
        Value::Object(fields) => fields.values().for_each(|field| strings(field, all)),
        _ => {}
    }
}

#[test]
fn every_string_that_comes_in_is_cleaned() {
    let text = || Some("tt".to_owned());
    let quotation = Quotation {
        parts: vec![QuotedPart {
            exact: "word".into(),
            prefix: "pp".into(),
            suffix: "ss".into(),
            bytes: Some(1..5),
            code_points: None,
        }],
        briefing: "bb".into(),
        article: "aa".into(),
        source: Provenance {
            statement: text(),
            kind: text(),
            speaker: text(),
            role: text(),
            side: text(),
            said: text(),
            parts: Vec::new(),
            topics: vec!["tt".into()],
            briefing_title: "tt".into(),
            article_title: "tt".into(),
            publisher: "tt".into(),
            language: "en".into(),
            authors: vec![Author::from_name("tt")],
            published: text(),
            url: text(),
            archived_url: text(),
            retrieved: text(),
        },
        note: "nn".into(),
        tags: vec!["tt".into()],
        text_hash: "hh".into(),
        bookmark: Some(BookmarkMeta {
            id: "ab".into(),
            created: 1,
            changed: 1,
        }),
        ..Quotation::default()
    };
    let place = json!({ "briefing": "bb", "article": "aa", "range": { "start": 1, "end": 2 } });
    let own: Value =
        serde_json::from_str(&export(&[quotation], ExportFormat::Json, Style::default())).unwrap();
    let bookmark = serde_json::to_value(&import(&own.to_string()).unwrap().bookmarks[0]).unwrap();
    let files = [
        own,
        json!({
            "bookmarks": [bookmark],
            "removed": ["ff"],
            "marks": [{ "letter": "a", "place": place }],
            "searches": [{ "name": "nn", "text": "tt", "scope": { "briefing": "bb" }, "order": "date" }],
        }),
        json!({
            "type": "Annotation",
            "body": { "type": "TextualBody", "value": "vv" },
            "tags": ["tt"],
            "document": { "title": ["tt"] },
            "target": {
                "source": "https://example.org/a#:~:text=%1B%5B31mx",
                "selector": { "type": "TextQuoteSelector", "exact": "ee", "prefix": "pp" },
                "state": { "cached": "https://archive.example/a" },
            },
        }),
    ];
    for mut file in files {
        soil(&mut file);
        let imported = import(&file.to_string()).unwrap();
        assert_eq!(imported.skipped, []);
        for bookmark in &imported.bookmarks {
            let value = serde_json::to_value(bookmark).unwrap();
            let mut all = Vec::new();
            strings(&value, &mut all);
            for text in all {
                assert!(clean::is_clean(text), "{text:?} in {value:#}");
            }
            // Several lines are for words and notes only.
            let mut source = Vec::new();
            strings(&value["provenance"], &mut source);
            strings(&value["tags"], &mut source);
            assert!(source.iter().all(|text| !text.contains('\n')), "{source:?}");
        }
        let shown = format!("{:?}", imported.changes);
        assert!(
            !shown.contains("u{1b}") && !shown.contains("u{9b}"),
            "{shown}"
        );
    }
    let directive = json!({
        "type": "Annotation",
        "target": "https://example.org/a#:~:text=%1B%5B31mx%C2%9B,-y%E2%80%AE",
    });
    let found = import(&directive.to_string()).unwrap().bookmarks.remove(0);
    assert!(
        clean::is_clean(&found.exact) && clean::is_clean(&found.suffix),
        "{found:?}"
    );
}
