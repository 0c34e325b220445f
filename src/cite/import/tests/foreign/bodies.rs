//! Bodies: notes and tags.

use super::*;

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
