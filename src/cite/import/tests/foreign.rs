//! Annotations of other programs: W3C's model, and Hypothesis's.

#![allow(
    clippy::needless_pass_by_value,
    reason = "a table of JSON reads better without a sign before each value"
)]

use super::*;

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

#[test]
fn every_shape_of_a_body_gives_its_note_and_tags() {
    let body = |value: &str| json!({ "type": "TextualBody", "value": value });
    let tag = |value: &str, purpose: Value| json!({ "type": "TextualBody", "value": value, "purpose": purpose });
    for (more, note, tags) in [
        (json!({ "bodyValue": "a note" }), "a note", &[][..]),
        (
            json!({ "body": "https://example.org/post" }),
            "https://example.org/post",
            &[],
        ),
        (json!({ "body": body("a note") }), "a note", &[]),
        (json!({ "body": { "value": "a note" } }), "a note", &[]),
        (
            json!({ "body": { "type": "TextualBody", "value": "<p>a note</p>", "format": "text/html" } }),
            "<p>a note</p>",
            &[],
        ),
        (
            json!({ "body": [body("one"), "https://example.org/two"] }),
            "one\n\nhttps://example.org/two",
            &[],
        ),
        (
            json!({ "body": { "id": "https://example.org/talk.mp3", "type": "Sound" } }),
            "https://example.org/talk.mp3",
            &[],
        ),
        (
            json!({ "body": { "type": "Choice", "items": [body("one"), body("deux")] } }),
            "one\n\ndeux",
            &[],
        ),
        (
            json!({ "body": { "type": "Composite", "items": [body("one"), tag("t", "tagging".into())] } }),
            "one",
            &["t"],
        ),
        (
            json!({ "body": [body("one"), tag("t", json!(["tagging"]))] }),
            "one",
            &["t"],
        ),
        (
            json!({ "body": tag("t", json!(["oa:tagging", "identifying"])) }),
            "",
            &["t"],
        ),
        (json!({ "body": tag("n", json!("describing")) }), "n", &[]),
        (
            json!({ "body": { "type": "SpecificResource", "source": "https://example.org/city", "purpose": "tagging" } }),
            "",
            &["https://example.org/city"],
        ),
        (
            json!({ "body": { "type": "SpecificResource", "source": body("deep"), "purpose": "commenting" } }),
            "deep",
            &[],
        ),
        (
            json!({ "motivation": "tagging", "bodyValue": "t" }),
            "",
            &["t"],
        ),
        (
            json!({ "motivation": ["tagging", "commenting"], "bodyValue": "n" }),
            "n",
            &[],
        ),
        (
            json!({ "oa:hasBody": { "@type": "cnt:ContentAsText", "cnt:chars": "old" } }),
            "old",
            &[],
        ),
        (
            json!({ "body": { "@type": ["oa:Tag", "cnt:ContentAsText"], "chars": "t" } }),
            "",
            &["t"],
        ),
        (json!({ "body": null }), "", &[]),
        (
            json!({ "text": "a note", "tags": ["b", "a", "b"] }),
            "a note",
            &["a", "b"],
        ),
    ] {
        let file = annotated(more);
        let found = taken(&file).remove(0);
        assert_eq!(found.note, note, "{file:#}");
        assert_eq!(found.tags, tags, "{file:#}");
        assert_eq!(found.exact, "words");
    }
    let (taken, reasons) = reasons(&annotated(
        json!({ "body": [body("n"), { "type": "Image" }] }),
    ));
    assert_eq!(taken, 1);
    assert_eq!(
        reasons,
        ["[0].body[1]: this body holds no text and no address".replace("[0].", ".")]
    );
}

#[test]
fn every_selector_that_holds_words_is_found() {
    let with = |exact: &str, prefix: &str, suffix: &str| json!({ "type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix });
    let position = json!({ "type": "TextPositionSelector", "start": 4, "end": 7 });
    for (selector, exact, prefix, suffix) in [
        (quote("words"), "words", "", ""),
        (with("words", "a ", " b"), "words", "a ", " b"),
        (
            json!([position, { "type": "XPathSelector", "value": "/p" }, quote("words")]),
            "words",
            "",
            "",
        ),
        (
            json!([{ "type": "TextQuoteSelector", "exact": null }, quote("words")]),
            "words",
            "",
            "",
        ),
        (
            json!({ "type": "FragmentSelector", "value": "para5", "refinedBy": with("words", "a ", "") }),
            "words",
            "a ",
            "",
        ),
        (
            json!({ "type": "XPathSelector", "value": "/p", "refinedBy": { "type": "CssSelector", "value": "b", "refinedBy": quote("words") } }),
            "words",
            "",
            "",
        ),
        (
            json!({ "type": "RangeSelector", "refinedBy": [quote("words")] }),
            "words",
            "",
            "",
        ),
        (
            json!({ "@type": "oa:TextQuoteSelector", "exact": "words" }),
            "words",
            "",
            "",
        ),
        // A refinement counts within the words that it refines.
        (
            json!({ "type": "TextQuoteSelector", "exact": "the nähe words", "prefix": "in ", "refinedBy": position }),
            "näh",
            "in the ",
            "e words",
        ),
        (
            json!({ "type": "TextQuoteSelector", "exact": "all the words here", "suffix": "!", "refinedBy": quote("words") }),
            "words",
            "all the ",
            " here!",
        ),
        (
            json!({ "type": "Choice", "items": [position, quote("words")] }),
            "words",
            "",
            "",
        ),
        (
            json!({ "type": "FragmentSelector", "value": ":~:text=before-,the%20words,-after" }),
            "the words",
            "before ",
            " after",
        ),
    ] {
        let found = taken(&annotated(json!({ "target": on(PAGE, selector) }))).remove(0);
        let words = (
            found.exact.as_str(),
            found.prefix.as_str(),
            found.suffix.as_str(),
        );
        assert_eq!(words, (exact, prefix, suffix));
        assert_eq!(found.provenance.url.as_deref(), Some(PAGE));
    }
}

#[test]
fn an_annotation_without_words_is_left_out_and_named() {
    let position = json!({ "type": "TextPositionSelector", "start": 4, "end": 7 });
    for (target, reason) in [
        (
            json!(PAGE),
            "it is about the whole of https://example.org/a",
        ),
        (json!({ "source": PAGE }), "it is about the whole of"),
        (
            json!({ "id": "https://example.org/photo", "type": "Image" }),
            "it is about the whole of https://example.org/photo",
        ),
        (
            on(PAGE, position.clone()),
            "it names its place only by TextPositionSelector",
        ),
        (
            on(PAGE, json!([{ "type": "RangeSelector" }, position])),
            "it names its place only by RangeSelector, TextPositionSelector",
        ),
        (
            on(PAGE, json!({ "type": "SvgSelector", "value": "<svg/>" })),
            "it names its place only by SvgSelector",
        ),
        (
            on(PAGE, json!({ "type": "DataPositionSelector" })),
            "it names its place only by DataPositionSelector",
        ),
        (
            on(PAGE, json!({ "type": "FragmentSelector", "value": "p5" })),
            "it names its place only by FragmentSelector",
        ),
        (
            on(
                PAGE,
                json!({ "type": "FragmentSelector", "value": ":~:text=from,to" }),
            ),
            "it names its place only by FragmentSelector",
        ),
        (
            on(PAGE, json!({ "type": "TextQuoteSelector", "exact": null })),
            "its TextQuoteSelector holds no words",
        ),
        (on(PAGE, quote(" ")), "its TextQuoteSelector holds no words"),
        (json!(null), "it has no target"),
    ] {
        let file = json!([
            annotated(json!({ "target": target, "bodyValue": "a\nnote" })),
            annotated(json!({})),
        ]);
        let (kept, reasons) = reasons(&file);
        assert_eq!((kept, reasons.len()), (1, 1), "{file:#}");
        assert!(
            reasons[0].starts_with("[0]") && reasons[0].contains(reason),
            "{reasons:?}"
        );
        assert!(reasons[0].ends_with("its note: \"a note\""), "{reasons:?}");
    }
    let (kept, reasons) = reasons(&json!([3, { "type": "Person" }, annotated(json!({}))]));
    assert_eq!(kept, 1);
    assert_eq!(
        reasons,
        ["[0]: this is no annotation", "[1]: this is no annotation"]
    );
}

#[test]
fn each_target_with_words_becomes_a_bookmark() {
    let targets = json!([
        on(PAGE, quote("one")),
        "https://example.org/whole",
        on("https://example.org/b", quote("two")),
        on(PAGE, quote("one")),
        { "type": "Choice", "items": ["https://example.org/c", on("https://example.org/d", quote("three"))] },
        { "type": "List", "items": [on(PAGE, quote("four")), on(PAGE, quote("five"))] },
    ]);
    let file = annotated(json!({ "bodyValue": "n", "target": targets }));
    let imported = import(&file.to_string()).unwrap();
    let found = &imported.bookmarks;
    let words: Vec<&str> = found.iter().map(|b| b.exact.as_str()).collect();
    assert_eq!(words, ["one", "two", "one", "three", "four", "five"]);
    assert!(found.iter().all(|b| b.note == "n"));
    let mut names: Vec<_> = found.iter().map(|b| &b.id).collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), found.len());
    assert_eq!(imported.skipped.len(), 1);
    assert_eq!(imported.skipped[0].path, ".target[1]");
    // Two that have no names are told by what stands around the words.
    let nameless = |prefix: &str| {
        json!({ "type": "Annotation", "target": on(PAGE, json!({
            "type": "TextQuoteSelector", "exact": "w", "prefix": prefix,
        })) })
    };
    let found = taken(&json!([nameless("a"), nameless("b"), nameless("a")]));
    assert_ne!(found[0].id, found[1].id);
    assert_eq!(found[0].id, found[2].id);
}

#[test]
fn collections_are_read_with_all_pages_that_the_file_holds() {
    let item = |n: usize| {
        annotated(json!({ "id": format!("https://example.org/{n}"), "bodyValue": n.to_string() }))
    };
    let notes = |file: &Value| -> Vec<String> {
        import(&file.to_string())
            .unwrap()
            .bookmarks
            .into_iter()
            .map(|b| b.note)
            .collect()
    };
    let embedded = json!({
        "type": "AnnotationCollection",
        "total": 4,
        "first": {
            "type": "AnnotationPage",
            "items": [item(0), item(1)],
            "next": { "type": "AnnotationPage", "items": item(2), "next": { "type": "AnnotationPage", "items": [item(3)] } },
        },
    });
    assert_eq!(notes(&embedded), ["0", "1", "2", "3"]);
    assert_eq!(reasons(&embedded).1.len(), 0);
    let graph = json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "@graph": [
            { "id": "c", "type": "AnnotationCollection", "first": "p1", "last": "p2", "total": 3 },
            { "id": "p1", "type": "AnnotationPage", "items": [item(0), "anno"], "next": "p2" },
            { "id": "p2", "type": "AnnotationPage", "items": [item(2)], "next": "p1" },
            { "id": "anno", "type": "Annotation", "body": "b", "target": { "id": "t" } },
            { "@id": "b", "@type": "TextualBody", "value": "1" },
            { "id": "t", "type": "SpecificResource", "source": PAGE, "selector": "s" },
            { "id": "s", "type": "TextQuoteSelector", "exact": "words" },
        ],
    });
    assert_eq!(notes(&graph), ["0", "1", "2"]);
    assert_eq!(reasons(&graph).1, Vec::<String>::new());
    for (elsewhere, reason) in [
        (
            json!({ "type": "AnnotationCollection", "total": 9, "first": "https://example.org/p1" }),
            "first: this page is not in the file: https://example.org/p1",
        ),
        (
            json!({ "type": "AnnotationPage", "items": [item(0)], "next": "https://example.org/p2" }),
            "next: this page is not in the file: https://example.org/p2",
        ),
        (
            json!({ "type": "AnnotationPage", "items": ["https://example.org/7"] }),
            "items[0]: only an annotation's address is here: https://example.org/7",
        ),
        (
            json!({ "total": 143, "rows": [item(0)] }),
            "total: it speaks of 143 annotations, 1 are in the file",
        ),
    ] {
        assert_eq!(reasons(&elsewhere).1, [reason]);
    }
}

#[test]
fn what_hypothesis_writes_is_read() {
    let row = |more: Value| {
        let mut row = json!({
            "id": "WFMnSC3FEeaNvLeGkQeJbg",
            "created": "2016-05-03T15:33:55.343189+00:00",
            "updated": "2016-05-03T15:33:56.343189+00:00",
            "user": "acct:name@hypothes.is",
            "uri": PAGE,
            "text": "a note",
            "tags": ["t", "s"],
            "group": "__world__",
            "document": { "title": ["A Title"] },
            "links": { "html": "https://hypothes.is/a/WFMnSC3FEeaNvLeGkQeJbg" },
            "target": [{ "source": PAGE, "selector": [
                { "type": "RangeSelector", "startContainer": "/p[1]", "endContainer": "/p[1]", "startOffset": 1, "endOffset": 6 },
                { "type": "TextPositionSelector", "start": 1, "end": 6 },
                { "type": "TextQuoteSelector", "exact": "words", "prefix": "p ", "suffix": " s" },
            ] }],
        });
        for (name, field) in more.as_object().unwrap() {
            row[name.as_str()] = field.clone();
        }
        row
    };
    let good = row(json!({}));
    for file in [
        json!({ "total": 1, "rows": [good] }),
        json!({ "export_date": "2026-01-01T00:00:00Z", "export_userid": "u", "client_version": "1", "annotations": [good] }),
        json!([good]),
        good.clone(),
    ] {
        let found = taken(&file).remove(0);
        assert_eq!(
            (found.exact.as_str(), found.note.as_str()),
            ("words", "a note")
        );
        assert_eq!((found.prefix.as_str(), found.suffix.as_str()), ("p ", " s"));
        assert_eq!(found.tags, ["s", "t"]);
        assert_eq!(found.provenance.url.as_deref(), Some(PAGE));
        assert_eq!(found.provenance.article_title, "A Title");
        assert_eq!(
            (found.created, found.changed),
            (1_462_289_635, 1_462_289_636)
        );
    }
    let mut bare = row(json!({ "text": "on the page" }));
    bare.as_object_mut().unwrap().remove("target");
    let file = json!({ "rows": [
        row(json!({ "target": [{ "source": PAGE }], "text": "on the page" })),
        row(json!({ "references": ["abc"], "text": "a reply" })),
        bare,
        good,
        row(json!({ "id": "other", "target": [{ "selector": [quote("more")] }], "text": "" })),
    ] });
    let imported = import(&file.to_string()).unwrap();
    assert_eq!(imported.bookmarks.len(), 2);
    assert_eq!(imported.bookmarks[1].provenance.url.as_deref(), Some(PAGE));
    let left_out: Vec<String> = imported.skipped.iter().map(ToString::to_string).collect();
    assert_eq!(
        left_out,
        [
            "rows[0].target: it is about the whole of https://example.org/a, not about words in it; its note: \"on the page\"",
            "rows[1]: it is a reply to another annotation, not about words of a page; its note: \"a reply\"",
            "rows[2].target: it is about the whole of https://example.org/a, not about words in it; its note: \"on the page\"",
        ]
    );
}
