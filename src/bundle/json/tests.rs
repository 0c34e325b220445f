use super::*;
use crate::bundle::limits::MAX_DEPTH;
use proptest::prelude::*;

fn diagnostic(text: &str) -> (usize, String) {
    let error = parse(text).unwrap_err();
    (error.offset, error.message)
}

#[test]
fn values_know_where_they_stand() {
    let text = r#"{ "a": [1, "zw\u00f6lf"], "b": null }"#;
    let root = parse(text).unwrap();
    let a = root.field("a").unwrap();
    assert_eq!(a.name_start, 2);
    let items = a.value.as_array().unwrap();
    assert_eq!(&text[items[0].span.clone()], "1");
    assert_eq!(items[1].as_str(), Some("zwölf"));
    assert_eq!(&text[items[1].span.clone()], r#""zw\u00f6lf""#);
    assert_eq!(root.field("b").unwrap().value.value, JsonValue::Null);
}

#[test]
fn strings_without_escapes_are_not_copied() {
    let root = parse(r#"["plain", "es\tcaped", "\ud83d\ude00"]"#).unwrap();
    let items = root.as_array().unwrap();
    assert!(matches!(
        &items[0].value,
        JsonValue::String(Cow::Borrowed("plain"))
    ));
    assert!(matches!(&items[1].value, JsonValue::String(Cow::Owned(_))));
    assert_eq!(items[2].as_str(), Some("😀"));
}

#[test]
fn faults_are_named_where_they_are() {
    for (text, offset, words) in [
        ("", 0, "the file ends"),
        ("{", 1, "the file ends"),
        ("{\"a\":1", 0, "never closed"),
        ("[1, 2", 0, "never closed"),
        ("[1,]", 3, "`]` stands here"),
        ("{\"a\":1,}", 7, "`}` stands here"),
        ("{'a':1}", 1, "`'` stands here"),
        ("[1 2]", 3, "`2` stands here"),
        ("{\"a\" 1}", 5, "`1` stands here"),
        ("[01]", 1, "begin with 0"),
        ("[-]", 2, "a digit"),
        ("[1.]", 3, "a digit"),
        ("[1e]", 3, "a digit"),
        ("[+1]", 1, "`+` stands here"),
        ("[NaN]", 1, "`N` stands here"),
        ("[nul]", 1, "`n` stands here"),
        ("[\"a\nb\"]", 3, "line ends inside"),
        ("[\"a\u{1}b\"]", 3, "control character"),
        ("[\"abc]", 1, "never closed"),
        (r#"["\x41"]"#, 2, "backslash"),
        (r#"["\u00g1"]"#, 6, "hexadecimal"),
        (r#"["\ud83d"]"#, 2, "surrogate"),
        (r#"["\ud83d\u0041"]"#, 2, "surrogate"),
        (r#"["\ude00"]"#, 2, "surrogate"),
        ("[1] []", 4, "follows"),
        ("[1] // no", 4, "follows"),
        ("\u{a0}[1]", 0, "stands here"),
    ] {
        let (at, message) = diagnostic(text);
        assert_eq!(at, offset, "{text}: {message}");
        assert!(message.contains(words), "{text}: {message}");
    }
}

#[test]
fn depth_is_bounded() {
    let nested = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
    assert!(parse(&nested(MAX_DEPTH)).is_ok());
    assert!(diagnostic(&nested(MAX_DEPTH + 1)).1.contains("nested"));
    assert!(diagnostic(&"[".repeat(1_000_000)).1.contains("nested"));
    assert!(
        diagnostic(&"{\"a\":".repeat(1_000_000))
            .1
            .contains("nested")
    );
}

#[test]
fn a_field_is_found_without_reading_on() {
    let text = r#"{"format": 1, "id": "x-1", "rest": [broken"#;
    assert_eq!(find_string_field(text, "id").as_deref(), Some("x-1"));
    assert_eq!(find_string_field(text, "rest"), None);
    assert_eq!(find_string_field(r#"{"id": 5}"#, "id"), None);
    assert_eq!(find_string_field("[]", "id"), None);
    assert_eq!(find_string_field("{}", "id"), None);
}

/// Texts that are nearly JSON.
fn nearly() -> impl Strategy<Value = String> {
    let token = prop_oneof![
        Just("{"),
        Just("}"),
        Just("["),
        Just("]"),
        Just(","),
        Just(":"),
        Just("\"a\""),
        Just("\"\\u00e9\""),
        Just("1"),
        Just("-0.5e3"),
        Just("01"),
        Just("true"),
        Just("null"),
        Just(" "),
        Just("\n"),
        Just("\\"),
        Just("\""),
        Just("ü"),
        Just("\"a\":1"),
        Just("[1,2]"),
    ];
    proptest::collection::vec(token, 0..12).prop_map(|tokens| tokens.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn what_is_json_is_what_serde_json_takes(text in nearly()) {
        let other: Result<serde::de::IgnoredAny, _> = serde_json::from_str(&text);
        prop_assert_eq!(parse(&text).is_ok(), other.is_ok(), "{}", text);
    }

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        if let Err(error) = parse(&text) {
            prop_assert!(text.is_char_boundary(error.offset));
        }
        let _ = find_string_field(&text, "id");
    }
}
