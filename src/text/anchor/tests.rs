use proptest::prelude::*;

use super::*;

const TEXT: &str = "“Kaspersky Lab is committed,” the company said. The ban took effect in July. \
    Critics said the ban was “a logical next step.” Later the company said: “The ban was wrong, \
    naïve and – in the U.S. – unlawful.”";

fn quote<'a>(prefix: &'a str, exact: &'a str, suffix: &'a str) -> TextQuote<'a> {
    TextQuote {
        exact,
        prefix,
        suffix,
    }
}

fn find(
    prefix: &str,
    exact: &str,
    suffix: &str,
    after: usize,
) -> Option<(usize, MatchQuality, usize)> {
    let found = Haystack::new(TEXT).find(&quote(prefix, exact, suffix), after)?;
    Some((found.range.start, found.quality, found.places))
}

fn nth(exact: &str, n: usize) -> usize {
    TEXT.match_indices(exact).nth(n).unwrap().0
}

#[test]
fn exact_words_are_found_letter_by_letter() {
    assert_eq!(
        find("", "a logical next step", "", 0),
        Some((nth("a logical", 0), MatchQuality::Exact, 1))
    );
    assert_eq!(find("", "an illogical step", "", 0), None);
    assert_eq!(find("", "", "", 0), None);
    assert_eq!(find("", "“”", "", 0), None);
}

#[test]
fn surroundings_single_one_place_out() {
    let second = nth("company said", 1);
    assert_eq!(
        find("", "company said", "", 0),
        Some((nth("company said", 0), MatchQuality::Exact, 2))
    );
    assert_eq!(
        find("Later the ", "company said", "", 0),
        Some((second, MatchQuality::Exact, 1))
    );
    assert_eq!(
        find("later the", "company said", "", 0),
        Some((second, MatchQuality::Exact, 1))
    );
    assert_eq!(
        find("", "company said", ": \"The ban", 0),
        Some((second, MatchQuality::Exact, 1))
    );
    assert_eq!(
        find("unlike the ", "company said", "", 0),
        Some((nth("company said", 0), MatchQuality::Exact, 2))
    );
    assert_eq!(
        find("", "company said", "", 100),
        Some((second, MatchQuality::Exact, 2))
    );
    assert_eq!(
        find("", "company said", "", 9999),
        Some((nth("company said", 0), MatchQuality::Exact, 2))
    );
    // The surroundings weigh more than the place to begin at.
    assert_eq!(
        find("committed,” the ", "company said", "", 100),
        Some((nth("company said", 0), MatchQuality::Exact, 1))
    );
}

#[test]
fn whole_words_come_before_parts_of_words() {
    let text = "partial art and more art, hackers";
    let haystack = Haystack::new(text);
    let found = haystack.find(&quote("", "art", ""), 0).unwrap();
    assert_eq!((found.range, found.places), (8..11, 2));
    assert_eq!(
        haystack.find(&quote("", "hack", ""), 0).unwrap().range,
        26..30
    );
}

#[test]
fn typography_does_not_hide_a_quotation() {
    let found = Haystack::new(TEXT)
        .find(
            &quote(
                "",
                "the ban was wrong, naive and - in the u.s. - unlawful.\"",
                "",
            ),
            0,
        )
        .unwrap();
    assert_eq!(found.quality, MatchQuality::Normalised);
    assert_eq!(
        &TEXT[found.range],
        "The ban was wrong, naïve and – in the U.S. – unlawful.”"
    );
    // Exact goes before normalised, whatever the surroundings.
    assert_eq!(
        find("company said: “", "the ban was", "", 0),
        Some((nth("the ban was", 0), MatchQuality::Exact, 1))
    );
}

#[test]
fn the_nearest_stretch_is_found_and_trimmed() {
    let haystack = Haystack::new(TEXT);
    let found = haystack
        .nearest(&quote("", "was a really logical next step!", ""))
        .unwrap();
    assert_eq!(&TEXT[found.range], "was “a logical next step");
    assert_eq!(
        (found.quality, found.places),
        (MatchQuality::Approximate(90), 1)
    );

    let found = haystack
        .nearest(&quote("", "Kaspersky Lab remains committed to it", ""))
        .unwrap();
    assert_eq!(&TEXT[found.range.clone()], "Kaspersky Lab is committed");

    assert_eq!(
        haystack.nearest(&quote("", "entirely different words here", "")),
        None
    );
    assert_eq!(haystack.nearest(&quote("", "", "")), None);
    assert_eq!(Haystack::new("").nearest(&quote("", "words", "")), None);
}

#[test]
fn the_surroundings_decide_between_like_stretches() {
    let text = "First: the ban was plainly wrong. Second: the ban was clearly wrong.";
    let haystack = Haystack::new(text);
    let found = haystack
        .nearest(&quote("", "the ban was utterly wrong", ""))
        .unwrap();
    assert_eq!((found.range.start, found.places), (7, 2));
    let found = haystack
        .nearest(&quote("Second: ", "the ban was utterly wrong", ""))
        .unwrap();
    assert_eq!(
        (&text[found.range], found.places),
        ("the ban was clearly wrong", 1)
    );
}

#[test]
fn common_words_do_not_draw_the_search_away() {
    let mut text = "of the and to in a is that it was for on ".repeat(400);
    let at = text.len();
    text.push_str("the spokesman for the agency denied that it was aware of the breach. ");
    text.push_str(&"of the and to in a is that it was for on ".repeat(400));
    let found = Haystack::new(&text)
        .nearest(&quote(
            "",
            "a spokeswoman for the agency denied it was aware of that breach",
            "",
        ))
        .unwrap();
    assert!(
        found.range.start >= at && found.range.end < at + 70,
        "{:?}",
        &text[found.range]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_stands_there_is_found(text in "[a-d“”é卡 .,\n]{1,60}", from in 0_usize..60, length in 1_usize..20) {
        let chars: Vec<(usize, char)> = text.char_indices().collect();
        let start = chars[from % chars.len()].0;
        let end = chars.get(from % chars.len() + length).map_or(text.len(), |&(at, _)| at);
        let haystack = Haystack::new(&text);
        let exact = &text[start..end];
        let found = haystack.find(&quote(&text[..start], exact, &text[end..]), start).unwrap();
        prop_assert_eq!(found.quality, MatchQuality::Exact);
        prop_assert_eq!(&text[found.range.clone()], exact);
        prop_assert!(found.places >= 1);

        let shouted = exact.to_uppercase().replace('\n', " \u{A0}").replace('“', "\"");
        if let Some(found) = haystack.find(&quote("", &shouted, ""), 0) {
            prop_assert!(text.get(found.range.clone()).is_some());
            let (there, wanted) = (fold(&text[found.range]), fold(&shouted));
            prop_assert_eq!(there.trim(), wanted.trim());
        } else {
            prop_assert!(fold(&shouted).trim().is_empty());
        }
    }

    #[test]
    fn surroundings_bring_back_the_very_place(
        words in prop::collection::vec("ab|cd|ef|gh", 3..30), from in 0_usize..30, length in 1_usize..4
    ) {
        let text = words.join(" ");
        let from = from % words.len();
        let until = (from + length).min(words.len());
        let start = words[..from].iter().map(|word| word.len() + 1).sum::<usize>();
        let end = start + words[from..until].join(" ").len();
        let haystack = Haystack::new(&text);
        let found = haystack.find(&quote(&text[..start], &text[start..end], &text[end..]), 0).unwrap();
        prop_assert_eq!((found.range, found.places), (start..end, 1));
    }

    #[test]
    fn a_changed_quotation_is_found_where_it_was(
        words in prop::collection::vec("[a-z]{4,7}", 60..200), from in 0_usize..40, changed in 1_usize..5, seed in 0_usize..3
    ) {
        let text = words.join(" ");
        let start = words[..from].iter().map(|word| word.len() + 1).sum::<usize>();
        let end = start + words[from..from + 15].join(" ").len();
        let mut altered = words[from..from + 15].to_vec();
        for n in 1..=changed {
            match (n + seed) % 3 {
                0 => altered[2 * n] = "OTHER".to_owned(),
                1 => altered.insert(2 * n, "more words".to_owned()),
                _ => { altered.remove(2 * n); }
            }
        }
        let exact = altered.join(", ").to_uppercase();
        let found = Haystack::new(&text).nearest(&quote("", &exact, "")).unwrap();
        prop_assert_eq!(found.range, start..end);
    }

    #[test]
    fn the_nearest_is_bounded(text in "([a-f]{1,2}|[ .,“]|卡){0,60}", exact in "([a-f]{1,2}|[ .,“]|卡){0,12}") {
        if let Some(found) = Haystack::new(&text).nearest(&quote("", &exact, "")) {
            prop_assert!(text.get(found.range.clone()).is_some() && !found.range.is_empty());
            prop_assert!(matches!(found.quality, MatchQuality::Approximate(50..=99)));
            prop_assert!(found.places >= 1);
        }
    }
}
