//! Collections with their pages, and Hypothesis's lists.

use super::*;

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
