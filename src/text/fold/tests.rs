use proptest::prelude::*;

use super::*;

/// Returns what the first occurrence of a folded needle was made from.
fn origin<'a>(original: &'a str, needle: &str) -> &'a str {
    let folded = Folded::new(original);
    let at = folded.text.find(needle).unwrap();
    &original[folded.to_original(at..at + needle.len())]
}

#[test]
fn case_accents_and_ligatures_do_not_count() {
    assert_eq!(fold("Kaspersky LAB"), "kaspersky lab");
    assert_eq!(fold("Ça été naïve, Åse"), "ca ete naive, ase");
    assert_eq!(fold("STRASSE straße STRAẞE"), "strasse strasse strasse");
    assert_eq!(fold("İstanbul IŞIK ışık"), "istanbul isik isik");
    assert_eq!(
        fold("Łódź Øre Đorđe Æsop œuvre ﬁn"),
        "lodz ore dorde aesop oeuvre fin"
    );
    assert_eq!(fold("ΣΊΣΥΦΟΣ Σίσυφος"), "σισυφοσ σισυφοσ");
    assert_eq!(fold("Ｋａｓｐ № ①"), "kasp no 1");
    assert_eq!(fold("cafe\u{301}"), "cafe");
}

#[test]
fn letters_that_only_look_accented_stay() {
    assert_eq!(fold("Новый Ёлка"), "новый елка");
    assert_eq!(fold("нов\u{44B}и\u{306}"), "новый");
    assert_eq!(fold("ガ ｶ\u{FF9E} か\u{3099}"), "ガ ガ が");
    assert_eq!(fold("한국"), "한국");
    assert_eq!(fold("हिन्दी ไทย"), "हिन्दी ไทย");
}

#[test]
fn marks_dashes_and_blanks_have_one_shape() {
    assert_eq!(fold("“a” „b“ «c» ‘d’ e’s"), "\"a\" \"b\" \"c\" 'd' e's");
    assert_eq!(fold("a–b—c−d‑e"), "a-b-c-d-e");
    assert_eq!(fold("a\u{A0}\u{2009} \n\tb"), "a b");
    assert_eq!(fold("a…"), "a...");
    assert_eq!(fold("co\u{AD}op\u{200B}er\u{2060}ate"), "cooperate");
    assert_eq!(fold(" \u{200B} a"), " a");
}

#[test]
fn every_stretch_knows_where_it_came_from() {
    assert_eq!(origin("the Straße ends", "strasse"), "Straße");
    assert_eq!(origin("the Straße ends", "stras"), "Straß");
    assert_eq!(origin("the Straße ends", "se e"), "ße e");
    assert_eq!(origin("a cafe\u{301} b", "cafe"), "cafe\u{301}");
    assert_eq!(origin("a \u{A0}\n b", "a b"), "a \u{A0}\n b");
    assert_eq!(origin("a \u{A0}\n b", " "), " \u{A0}\n ");
    assert_eq!(origin("co\u{AD}op", "coop"), "co\u{AD}op");
    assert_eq!(origin("İİ x", "x"), "x");
    assert_eq!(origin("“No,” he said…", "\"no,\""), "“No,”");
    assert_eq!(origin("he said… “No”", "..."), "…");
    assert_eq!(origin("НОВЫЙ мир", "новый"), "НОВЫЙ");
}

#[test]
fn empty_and_outlying_ranges_are_bounded() {
    let folded = Folded::new("ab\u{AD}");
    assert_eq!(folded.to_original(0..0), 0..0);
    assert_eq!(folded.to_original(2..2), 4..4);
    assert_eq!(folded.to_original(0..99), 0..4);
    assert_eq!(Folded::new("").to_original(0..5), 0..0);
    assert_eq!(Folded::new("\u{AD}").text, "");
}

#[test]
fn folding_any_character_settles_it() {
    let mut texts = String::new();
    for c in (0..=0x2_FFFF).filter_map(char::from_u32) {
        if matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{20000}'..) {
            continue;
        }
        texts.push(c);
        texts.push('x');
    }
    let once = fold(&texts);
    let twice = fold(&once);
    assert_eq!(once.len(), twice.len());
    assert!(once == twice);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn ranges_are_boundaries_in_order(text in prop_oneof![
        "[a-zA-Z “”ßéİ…\u{301}\u{308}\u{AD}\u{A0}\nяЙи\u{306}ｶ\u{FF9E}ﬁ한]{0,40}",
        "\\PC{0,30}",
    ]) {
        let folded = Folded::new(&text);
        prop_assert_eq!(&fold(&text), &folded.text);
        prop_assert_eq!(&fold(&folded.text), &folded.text);
        let mut last = 0..0;
        for (at, c) in folded.text.char_indices() {
            let range = folded.to_original(at..at + c.len_utf8());
            prop_assert!(text.get(range.clone()).is_some());
            prop_assert!(range.start < range.end);
            prop_assert!(range.start >= last.start && range.end >= last.end);
            prop_assert_eq!(folded.to_original(0..at + c.len_utf8()).end, range.end);
            last = range;
        }
        for from in 0..=folded.text.len() {
            for to in from..=folded.text.len() {
                prop_assert!(text.get(folded.to_original(from..to)).is_some());
            }
        }
    }

    #[test]
    fn plain_lower_case_is_its_own_shadow(text in "[a-z0-9.,'\"-]{0,20}( [a-z0-9.,'\"-]{1,20}){0,5}") {
        let folded = Folded::new(&text);
        prop_assert_eq!(&folded.text, &text);
        prop_assert_eq!(folded.to_original(0..text.len()), 0..text.len());
    }
}
