//! Targets and selectors: which words are meant.

use super::*;

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
