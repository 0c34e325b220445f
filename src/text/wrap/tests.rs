use proptest::prelude::*;

use super::*;
use crate::text::width::width;

fn rows(text: &str, columns: usize) -> Vec<&str> {
    wrap(text, columns)
        .into_iter()
        .map(|row| &text[row])
        .collect()
}

#[test]
fn words_are_kept_whole_and_blanks_stay_at_the_end() {
    assert_eq!(
        rows("Sanctioning Kaspersky Lab is a logical next step.", 16),
        [
            "Sanctioning ",
            "Kaspersky Lab is ",
            "a logical next ",
            "step."
        ]
    );
    assert_eq!(rows("", 10), [""]);
    assert_eq!(rows("abcd", 4), ["abcd"]);
    assert_eq!(rows("abcd    ef", 4), ["abcd    ", "ef"]);
}

#[test]
fn a_word_wider_than_a_row_is_cut_between_graphemes() {
    assert_eq!(rows("abcdefgh ij", 3), ["abc", "def", "gh ", "ij"]);
    assert_eq!(rows("x abcdefgh", 4), ["x ", "abcd", "efgh"]);
    assert_eq!(rows("卡巴斯基实验室", 5), ["卡巴", "斯基", "实验", "室"]);
    assert_eq!(rows("卡巴", 1), ["卡", "巴"]);
    assert_eq!(
        rows("e\u{301}e\u{301}e\u{301}", 2),
        ["e\u{301}e\u{301}", "e\u{301}"]
    );
}

#[test]
fn line_feeds_end_rows() {
    assert_eq!(rows("a\nb", 10), ["a\n", "b"]);
    assert_eq!(rows("a\n\nb\n", 10), ["a\n", "\n", "b\n"]);
}

#[test]
fn glue_and_hyphens_are_respected() {
    assert_eq!(rows("a U.\u{A0}S. b", 6), ["a ", "U.\u{A0}S. ", "b"]);
    assert_eq!(rows("cyber-security", 8), ["cyber-", "security"]);
    assert_eq!(rows("he said “no”", 9), ["he said ", "“no”"]);
}

#[test]
fn the_first_row_may_be_narrower_or_wider() {
    let text = "one two three four";
    let hanging = |first, rest| -> Vec<&str> {
        wrap_hanging(text, first, rest)
            .into_iter()
            .map(|row| &text[row])
            .collect()
    };
    assert_eq!(hanging(4, 10), ["one ", "two three ", "four"]);
    assert_eq!(hanging(2, 10), ["", "one two ", "three four"]);
    assert_eq!(
        hanging(2, 2),
        ["on", "e ", "tw", "o ", "th", "re", "e ", "fo", "ur"]
    );
    assert_eq!(hanging(18, 3), ["one two three four"]);
    assert_eq!(hanging(11, 3), ["one two ", "thr", "ee ", "fou", "r"]);
}

/// Hostile and ordinary pieces of text, mixed.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zA-Z]{1,12}",
        3 => Just(" ".to_owned()),
        1 => Just("   ".to_owned()),
        1 => "[,.;:!?“”‘’—–()-]{1,3}",
        1 => "[卡巴斯基实验室。、「」]{1,8}",
        1 => Just("👩\u{200D}👩\u{200D}👧".to_owned()),
        1 => Just("🇩🇪🇫".to_owned()),
        1 => "[e\u{301}\u{308}\u{FF9E}\u{200D}]{1,5}",
        1 => Just("https://www.example.org/a/very/long/path?with=a&query=b#fragment".to_owned()),
        1 => "[\u{A0}\u{2003}\u{3000}\u{202F}\n]{1,2}",
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn rows_adjoin_cover_and_fit(text in pieces(), first in 0_usize..300, rest in 0_usize..60) {
        let made = wrap_hanging(&text, first, rest);
        prop_assert!(!made.is_empty());
        prop_assert_eq!(made[0].start, 0);
        prop_assert_eq!(made[made.len() - 1].end, text.len());
        for pair in made.windows(2) {
            prop_assert_eq!(pair[0].end, pair[1].start);
        }
        for (n, row) in made.iter().enumerate() {
            prop_assert!(n == 0 || text.is_empty() || !row.is_empty());
            prop_assert!(text.is_char_boundary(row.start));
            let limit = if n == 0 { first } else { rest }.max(2);
            let seen = text[row.clone()].trim_end_matches(|c: char| is_blank(c.encode_utf8(&mut [0; 4])));
            let single = graphemes(seen).count() <= 1;
            prop_assert!(single || width(seen) <= limit, "{seen:?} is wider than {limit}");
        }
    }

    #[test]
    fn no_word_would_have_fitted_on_the_row_before(text in "[a-z]{1,9}( [a-z]{1,9}){0,30}", columns in 9_usize..60) {
        let made = wrap(&text, columns);
        for pair in made.windows(2) {
            let next = text[pair[1].clone()].split(' ').next().unwrap_or_default();
            prop_assert!(width(&text[pair[0].clone()]) + width(next) > columns);
        }
    }
}
