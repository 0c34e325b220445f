use proptest::prelude::*;

use super::*;

fn folded(language: &str, text: &str) -> Vec<String> {
    Analyzer::new(language)
        .words(text)
        .into_iter()
        .map(|word| word.folded)
        .collect()
}

fn stems(language: &str, text: &str) -> Vec<String> {
    Analyzer::new(language)
        .words(text)
        .into_iter()
        .map(|word| word.stem)
        .collect()
}

#[test]
fn words_are_folded_without_their_possessives() {
    assert_eq!(
        folded("en", "Kaspersky's and Kaspersky’s “naïve” KASPERSKY'S"),
        ["kaspersky", "and", "kaspersky", "naive", "kaspersky"]
    );
    assert_eq!(folded("en", "don’t O'Brien"), ["don't", "o'brien"]);
}

#[test]
fn dotted_abbreviations_agree_with_their_plain_form() {
    assert_eq!(
        folded("en", "U.S. US u.s U.S.'s U.S'S D-N.H."),
        ["us", "us", "us", "us", "us", "d", "nh"]
    );
    assert_eq!(
        folded("en", "the U.S.-led, e.g. Ph.D."),
        ["the", "us", "led", "eg", "ph", "d"]
    );
}

#[test]
fn names_of_sites_and_compounds_are_split() {
    assert_eq!(
        folded("en", "kaspersky.com cyber-attack foo_bar a:b"),
        [
            "kaspersky",
            "com",
            "cyber",
            "attack",
            "foo",
            "bar",
            "a",
            "b"
        ]
    );
    let words = Analyzer::new("en").words("see kaspersky.com");
    assert_eq!(words[1].range, 4..13);
    assert_eq!(words[2].range, 14..17);
}

#[test]
fn numbers_keep_their_points_and_lose_their_groups() {
    assert_eq!(
        folded(
            "en",
            "1.5 2,000 10\u{202F}000 2,000,000.75 3.10.2017 400m 1,5"
        ),
        [
            "1.5",
            "2000",
            "10000",
            "2000000.75",
            "3.10.2017",
            "400m",
            "1,5"
        ]
    );
}

#[test]
fn stems_follow_the_language() {
    assert_eq!(
        stems("en-US", "Sanctioning sanctions sanctioned"),
        ["sanction"; 3]
    );
    assert_eq!(stems("de", "Sicherheiten Sicherheit"), ["sich", "sich"]);
    assert_eq!(stems("ru", "новый новая"), ["нов", "нов"]);
    assert_eq!(
        stems("fr", "l’entreprise d'accord"),
        ["l", "entrepris", "d", "accord"]
    );
    assert_eq!(stems("xx", "sanctions"), ["sanctions"]);
    assert_eq!(stems("en", "privacy 400m"), ["privaci", "400m"]);
}

#[test]
fn dense_scripts_give_overlapping_pairs() {
    assert_eq!(
        folded("zh", "卡巴斯基 X 室"),
        ["卡巴", "巴斯", "斯基", "x", "室"]
    );
    assert_eq!(
        folded("ja", "カスペルスキーの"),
        ["カス", "スペ", "ペル", "ルス", "スキ", "キー", "ーの"]
    );
    assert_eq!(folded("ko", "한국"), ["한국"]);
    assert_eq!(folded("th", "ที่นี่"), ["ที่นี่"]);
    let words = Analyzer::new("zh").words("a卡巴b");
    assert_eq!(
        words.iter().map(|w| w.range.clone()).collect::<Vec<_>>(),
        [0..1, 1..7, 7..8]
    );
}

#[test]
fn comparing_keeps_possessives_and_joins_abbreviations() {
    let words: Vec<String> = plain_words("The U.S.’s “Lab’s” 2,000")
        .into_iter()
        .map(|(_, word)| word)
        .collect();
    assert_eq!(words, ["the", "us's", "lab's", "2000"]);
}

#[test]
fn a_word_never_begins_with_a_blank() {
    for text in [" \u{c46}", "a \u{c46}b", "\u{a0}\u{c46}"] {
        for word in Analyzer::new("en").words(text) {
            let words = &text[word.range.clone()];
            assert_eq!(words, words.trim_start(), "{text:?}");
            assert_eq!(word.folded, word.folded.trim_start(), "{text:?}");
        }
    }
}

const LANGUAGES: [&str; 19] = [
    "ar", "da", "de", "el", "en", "es", "fi", "fr", "hu", "it", "nl", "no", "pt", "ro", "ru", "sv",
    "ta", "tr", "und",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_stemmer_fails(text in prop_oneof![
        "\\PC{0,40}",
        "[a-zåäöéèøßıæœ' ]{0,60}",
        "[а-яйґї ]{0,40}",
        "[α-ως ]{0,40}",
        "[\u{621}-\u{64A}\u{B85}-\u{BCD} ]{0,40}",
    ]) {
        for language in LANGUAGES {
            let words = Analyzer::new(language).words(&text);
            let mut last = 0..0;
            for word in words {
                prop_assert!(text.get(word.range.clone()).is_some());
                prop_assert!(!word.range.is_empty() && !word.folded.is_empty());
                prop_assert!(word.range.start >= last.start && word.range.end > last.end);
                last = word.range;
            }
        }
    }

    #[test]
    fn the_quick_way_gives_the_same(text in prop_oneof![
        "[a-zA-Z0-9 .,;:'_\"&/@\n-]{0,60}",
        "[a-zS.'’é卡巴\u{301}\u{200D} \t]{0,40}",
        "[aSs1.'’‘“”–—…\u{2020}\u{301}\u{AD} \n]{0,30}",
        "\\PC{0,40}",
    ]) {
        for language in ["en", "fr", "zh"] {
            let analyser = Analyzer::new(language);
            let mut whole = Vec::new();
            analyser.for_each_in_piece(&text, 0..text.len(), &mut |range, folded: &str| {
                whole.push((range, folded.to_owned()));
            });
            let mut quick = Vec::new();
            analyser.for_each_word(&text, |range, folded| quick.push((range, folded.to_owned())));
            prop_assert_eq!(&quick, &whole);
        }
    }

    #[test]
    fn case_does_not_count(text in "[a-zA-Z.’' éÉ-]{0,60}") {
        let forms = |text: &str| -> Vec<(String, String)> {
            Analyzer::new("en").words(text).into_iter().map(|w| (w.folded, w.stem)).collect()
        };
        prop_assert_eq!(forms(&text), forms(&text.to_uppercase()));
    }
}
