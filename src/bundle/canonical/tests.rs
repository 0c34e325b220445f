use crate::model::InlineStyle;
use crate::text::clean::is_clean;
use proptest::prelude::*;

use super::*;

fn plain(source: &str) -> CanonicalText {
    canonicalize(source, SourceFormat::Plain, &[]).canonical
}

fn marked(source: &str) -> CanonicalText {
    canonicalize(source, SourceFormat::CommonMark, &[]).canonical
}

/// The passages with their kinds, and the stretches with their looks.
fn shown(canonical: &CanonicalText) -> Vec<(String, PassageKind)> {
    canonical
        .passages
        .iter()
        .map(|p| (canonical.slice(&p.range).to_owned(), p.kind.clone()))
        .collect()
}

fn looks(canonical: &CanonicalText) -> Vec<(&str, InlineStyle)> {
    canonical
        .inlines
        .iter()
        .map(|i| (canonical.slice(&i.range), i.style.clone()))
        .collect()
}

fn item(depth: u8, marker: &str) -> PassageKind {
    PassageKind::Item {
        depth,
        marker: marker.to_owned(),
    }
}

#[test]
fn blank_lines_part_paragraphs_of_plain_text() {
    for (source, text) in [
        ("a\nb\n\nc", "a b\nc"),
        ("\u{feff}a\r\nb\r\n\r\nc\r\n", "a b\nc"),
        ("  a  \n   b  b \n \t \n\n\nc\n", "a b  b\nc"),
        ("", ""),
        ("\n \n", ""),
        ("one.  Two", "one.  Two"),
    ] {
        assert_eq!(plain(source).text, text, "{source:?}");
    }
}

#[test]
fn corrections_stand_behind_the_body() {
    let canonical = canonicalize(
        "Body.",
        SourceFormat::Plain,
        &["First.\n\nMore.", "Second."],
    )
    .canonical;
    assert_eq!(canonical.text, "Body.\nFirst.\nMore.\nSecond.");
    assert_eq!(&canonical.text[..canonical.body_end], "Body.");
    let kinds: Vec<_> = canonical.passages.iter().map(|p| &p.kind).collect();
    assert_eq!(kinds[0], &PassageKind::Paragraph);
    assert!(kinds[1..].iter().all(|k| **k == PassageKind::Correction));
}

#[test]
fn commonmark_is_read_as_rendered() {
    let source = "# Head *line*\n\nA para\ngraph with\\\nbreaks.\n\n> Quoted.\n>\n> - in a list\n\n\
                  - one\n- two\n\n  more of two\n\n  1. first\n  2. second\n\n7. seven\n\n\
                  ```\n  code\n\nline\n```\n\n---\n\nLast &amp; least.\n";
    let expected = [
        ("Head line", PassageKind::Heading(1)),
        ("A para graph with breaks.", PassageKind::Paragraph),
        ("Quoted.", PassageKind::Quote),
        ("in a list", item(0, "•")),
        ("one", item(0, "•")),
        ("two", item(0, "•")),
        ("more of two", item(0, "")),
        ("first", item(1, "1.")),
        ("second", item(1, "2.")),
        ("seven", item(0, "7.")),
        ("  code", PassageKind::Code),
        ("line", PassageKind::Code),
        ("Last & least.", PassageKind::Paragraph),
    ];
    let canonical = marked(source);
    let expected: Vec<_> = expected.map(|(t, k)| (t.to_owned(), k)).into();
    assert_eq!(shown(&canonical), expected);
    assert_eq!(looks(&canonical), [("line", InlineStyle::Emphasis)]);
}

#[test]
fn looks_stand_on_the_words_they_belong_to() {
    let source = "First.\n\nä **strong *both*** `co*de` [li nk](https://x.org/a \"t\") \
                  ![alt *text*](i.png) [bad](javascript:alert) <https://y.org> end";
    let canonical = marked(source);
    assert_eq!(
        canonical.text,
        "First.\nä strong both co*de li nk alt text bad https://y.org end"
    );
    assert_eq!(
        looks(&canonical),
        [
            ("strong both", InlineStyle::Strong),
            ("both", InlineStyle::Emphasis),
            ("co*de", InlineStyle::Code),
            ("li nk", InlineStyle::Link("https://x.org/a".to_owned())),
            ("text", InlineStyle::Emphasis),
            (
                "https://y.org",
                InlineStyle::Link("https://y.org".to_owned())
            ),
        ]
    );
}

#[test]
fn looks_move_with_what_is_cleaned_away() {
    let canonical = marked("\u{202e}\u{1b}[31ma **b\u{200b}b** &#27;*c* e&#769; d&#10;d");
    assert_eq!(canonical.text, "a bb c é d d");
    assert_eq!(
        looks(&canonical),
        [("bb", InlineStyle::Strong), ("c", InlineStyle::Emphasis)]
    );
}

#[test]
fn raw_html_is_left_out_and_told() {
    let made = canonicalize(
        "One<br>two <b>three</b>.\n\n<div>\nlost\n</div>\n",
        SourceFormat::CommonMark,
        &[],
    );
    assert_eq!(made.canonical.text, "One two three.");
    assert_eq!(made.first_raw_html, Some(3));
    let made = canonicalize("One.\n\n<!-- a remark -->\n", SourceFormat::CommonMark, &[]);
    assert_eq!(
        (made.canonical.text.as_str(), made.first_raw_html),
        ("One.", None)
    );
}

/// What the model promises of every canonical text.
fn holds(canonical: &CanonicalText) -> Result<(), TestCaseError> {
    prop_assert!(is_clean(&canonical.text), "{:?}", canonical.text);
    prop_assert!(canonical.text.is_char_boundary(canonical.body_end));
    let mut end = None;
    for passage in &canonical.passages {
        let text = canonical.slice(&passage.range);
        prop_assert!(!text.is_empty() && !text.contains('\n'), "{text:?}");
        prop_assert_eq!(passage.range.start, end.map_or(0, |e: usize| e + 1));
        end = Some(passage.range.end);
    }
    prop_assert_eq!(end.unwrap_or(0), canonical.text.len());
    let mut start = 0;
    for inline in &canonical.inlines {
        prop_assert!(!canonical.slice(&inline.range).is_empty());
        prop_assert!(inline.range.start >= start);
        start = inline.range.start;
    }
    Ok(())
}

/// Texts full of what goes wrong.
fn nasty() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\n"),
        Just("\n\n"),
        Just(" "),
        Just("a"),
        Just("*"),
        Just("**"),
        Just("`"),
        Just("[x](https://a.b)"),
        Just("- "),
        Just("1. "),
        Just("> "),
        Just("# "),
        Just("```\n"),
        Just("<b>"),
        Just("&#769;"),
        Just("\u{301}"),
        Just("&#27;"),
        Just("\u{1b}[1m"),
        Just("\u{202e}"),
        Just("&#10;"),
        Just("\t"),
        Just("e"),
        Just("\r"),
        Just("\\"),
        Just("\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}"),
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_text_makes_a_sound_canonical_text(source in prop_oneof![nasty(), any::<String>()]) {
        for format in [SourceFormat::Plain, SourceFormat::CommonMark] {
            holds(&canonicalize(&source, format, &[&source]).canonical)?;
        }
    }
}
