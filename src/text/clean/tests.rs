use proptest::prelude::*;

use super::*;

#[test]
fn line_ends_and_tabs_are_settled() {
    assert_eq!(clean("\u{FEFF}a\r\nb\rc\n"), "a\nb\nc\n");
    assert_eq!(
        clean("a\u{B}b\u{C}c\u{85}d\u{2028}e\u{2029}f"),
        "a\nb\nc\nd\ne\nf"
    );
    assert_eq!(clean("\ta"), "    a");
}

#[test]
fn escape_sequences_go_with_all_their_bytes() {
    assert_eq!(clean("a\u{1B}[31;1mb\u{1B}[0mc"), "abc");
    assert_eq!(clean("a\u{9B}2Jb"), "ab");
    assert_eq!(clean("a\u{1B}]0;title\u{7}b"), "ab");
    assert_eq!(
        clean("a\u{1B}]8;;http://x\u{1B}\\link\u{1B}]8;;\u{1B}\\b"),
        "alinkb"
    );
    assert_eq!(clean("a\u{9D}52;c;AAAA\u{9C}b"), "ab");
    assert_eq!(clean("a\u{1B}Pq#0\u{1B}\\b\u{90}x\u{9C}c"), "abc");
    assert_eq!(
        clean("a\u{1B}_apc\u{1B}\\b\u{1B}^pm\u{1B}\\c\u{1B}Xsos\u{1B}\\d"),
        "abcd"
    );
    assert_eq!(clean("a\u{1B}(Bb\u{1B}cd\u{1B}7e"), "abde");
    assert_eq!(clean("a\u{1B}\u{1B}[2Jb"), "ab");
    assert_eq!(clean("a\u{1B}"), "a");
    assert_eq!(clean("a\u{1B}[31"), "a");
}

#[test]
fn an_unterminated_string_ends_with_its_line() {
    assert_eq!(clean("a\u{1B}]0;never\nb"), "a\nb");
    assert_eq!(clean("a\u{1B}Pnever\r\nb"), "a\nb");
    assert_eq!(clean("a\u{90}never\u{2028}b"), "a\nb");
    assert_eq!(clean("a\u{1B}]0;cut\u{1B}[31mb"), "ab");
    assert_eq!(clean("a\u{1B}]0;cut\u{18}b"), "ab");
}

#[test]
fn controls_and_the_invisible_go_without_a_trace() {
    assert_eq!(clean("a\u{0}b\u{8}c\u{7F}d\u{91}e"), "abcde");
    assert_eq!(clean("a\u{202E}b\u{2066}c\u{200F}d\u{61C}e"), "abcde");
    assert_eq!(
        clean("a\u{200B}b\u{2060}c\u{FFF9}d\u{E0041}e\u{AD}f"),
        "abcdef"
    );
    assert_eq!(clean("❤\u{FE0F} ✔\u{FE0E}"), "❤ ✔");
    assert_eq!(clean("[\u{1B}\u{0}31m"), "[31m");
}

#[test]
fn joiners_stay_inside_and_go_at_a_line_start() {
    let family = "👩\u{200D}👩\u{200D}👧";
    assert_eq!(clean(family), family);
    assert_eq!(clean("می\u{200C}خواهم"), "می\u{200C}خواهم");
    assert_eq!(clean("\u{200D}a\n\u{200C}\u{200D}b"), "a\nb");
}

#[test]
fn graphemes_are_bounded_and_composed() {
    assert_eq!(clean("cafe\u{301}"), "café");
    assert_eq!(clean("e\u{200B}\u{301}"), "é");
    let flood = format!("e{}x", "\u{303}\u{320}".repeat(500));
    let cleaned = clean(&flood);
    assert!(cleaned.ends_with('x'));
    assert_eq!(cleaned.graphemes(true).count(), 2);
    assert!(cleaned.chars().count() <= 9);
    // Prefixes join whatever follows: they must not eat the text.
    let prefixes = format!("{}ab word", "\u{600}".repeat(9));
    assert_eq!(clean(&prefixes), "b word");
}

#[test]
fn no_break_spaces_and_ordinary_text_stay() {
    let text = "“Kaspersky\u{A0}Lab” – 10\u{202F}000 … naïve\n\nnext";
    assert_eq!(clean(text), text);
    assert!(is_clean(text));
}

#[test]
fn a_line_has_single_blanks_and_none_at_its_ends() {
    assert_eq!(
        clean_line("  A\u{A0}\u{A0}title\n of\tone  line "),
        "A title of one line"
    );
    assert_eq!(
        clean_line(" \u{200D}\u{301}a"),
        clean_line(&clean_line(" \u{200D}\u{301}a"))
    );
    assert_eq!(clean_line(" \n "), "");
}

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => "[a-z ]{1,6}",
        2 => "[\u{1B}\u{9B}\u{9D}\u{90}\u{9C}\u{7}\\[\\]P\\\\^_X0-9;mJ]{1,8}",
        2 => "[\r\n\t\u{B}\u{85}\u{2028}]{1,3}",
        2 => "[\u{200B}-\u{200F}\u{202A}-\u{202E}\u{2060}-\u{206F}\u{FE0F}\u{AD}\u{FEFF}]{1,4}",
        2 => "[e\u{301}\u{323}\u{308}\u{345}\u{94D}\u{915}\u{937}\u{200D}]{1,14}",
        1 => "[\u{600}\u{111C2}\u{1100}\u{AC00}\u{11A8}🇩🇪👩\u{1F3FB}\u{200D}]{1,14}",
        1 => "[\u{1D15E}\u{1D160}\u{2126}\u{212B}\u{340}\u{F73}\u{FB1F}]{1,4}",
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn cleaning_settles(raw in hostile()) {
        let once = clean(&raw);
        prop_assert!(is_clean(&once), "{once:?}");
        prop_assert_eq!(clean(&once), once.clone());
        prop_assert_eq!(is_clean(&raw), clean(&raw) == raw);
        prop_assert!(!once.contains(|c: char| c.is_control() && c != '\n'));
        prop_assert!(once.graphemes(true).all(|g| g.chars().count() <= 8));

        let line = clean_line(&raw);
        prop_assert!(is_clean(&line));
        prop_assert_eq!(clean_line(&line), line.clone());
        prop_assert!(!line.contains('\n') && !line.contains("  ") && line.trim() == line);
    }

    #[test]
    fn ordinary_text_comes_through(text in "[A-Za-z0-9 ,.“”‘’—éüß\n]{0,80}") {
        prop_assert_eq!(clean(&text), text);
    }
}
