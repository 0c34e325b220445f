use proptest::prelude::*;

use super::*;

fn split(passage: &str) -> Vec<&str> {
    sentences(passage)
        .into_iter()
        .map(|range| &passage[range])
        .collect()
}

fn quoted(passage: &str) -> Vec<&str> {
    quotations(passage)
        .into_iter()
        .map(|range| &passage[range])
        .collect()
}

#[test]
fn abbreviations_end_no_sentence() {
    for one in [
        "doing business in the U. S., CyberScoop reports.",
        "when U.S. -Russia relations deteriorated following Russia's 2014 annexation",
        "said Sen. Jeanne Shaheen (D-N.H.) to reporters.",
        "Rep. J. K. Smith (R-Fla.) met Gen. Paul M. Nakasone and Mr. Eugene Kaspersky.",
        "It sued the U.S. Department of Homeland Security, Kaspersky Lab Inc. Chairman Kaspersky said.",
        "Directive No. 17 was issued on Sept. 13 by Dr. Duke, etc. and so on.",
        "Kaspersky Lab v. Department, a case (e.g. Smith vs. Jones) of the D.C. Circuit.",
        "“Is it so?” he asked.",
        "It cost 1.5 billion.",
        "Gov. C.L. \"Butch\" Otter and Sen. Robert L. “Bob” Dole met.",
        "Yahoo! said no.",
    ] {
        assert_eq!(split(one), [one]);
    }
}

#[test]
fn sentences_end_where_a_reader_ends_them() {
    assert_eq!(
        split(
            "\"…federal systems,\" said Sen. Jeanne Shaheen (D-N.H.) to reporters in a statement. \"Sanctioning Kaspersky Lab is a logical next step.\""
        ),
        [
            "\"…federal systems,\" said Sen. Jeanne Shaheen (D-N.H.) to reporters in a statement.",
            "\"Sanctioning Kaspersky Lab is a logical next step.\"",
        ]
    );
    assert_eq!(
        split("It left the U.S. The company denied it. So did I. “No.” They did not."),
        [
            "It left the U.S.",
            "The company denied it.",
            "So did I.",
            "“No.”",
            "They did not."
        ]
    );
    assert_eq!(
        split("He said “No. ” Then he left."),
        ["He said “No. ”", "Then he left."]
    );
    assert_eq!(
        split("He said \"No. \" Then he left."),
        ["He said \"No. \"", "Then he left."]
    );
    assert_eq!(
        split("One. \"Two,\" he said."),
        ["One.", "\"Two,\" he said."]
    );
    assert_eq!(split("  One.   Two!  "), ["One.", "Two!"]);
    assert_eq!(split("One of St.\nNext line"), ["One of St.", "Next line"]);
    assert_eq!(split("卡巴斯基。实验室。"), ["卡巴斯基。", "实验室。"]);
    assert!(split(" ").is_empty());
}

#[test]
fn words_hold_a_letter_or_a_digit() {
    let text = "“Don’t,” he said – 5!";
    let found: Vec<&str> = words(text).into_iter().map(|range| &text[range]).collect();
    assert_eq!(found, ["Don’t", "he", "said", "5"]);
}

#[test]
fn every_kind_of_mark_is_understood() {
    assert_eq!(quoted("He said “no,” and \"yes.\""), ["“no,”", "\"yes.\""]);
    assert_eq!(quoted("Er sagte „nein“ und »ja«."), ["„nein“", "»ja«"]);
    assert_eq!(quoted("Il dit « non » et «oui»."), ["« non »", "«oui»"]);
    assert_eq!(quoted("Han sa ”nej” då."), ["”nej”"]);
    assert_eq!(quoted("彼は「いいえ『はい』」と"), ["「いいえ『はい』」"]);
    assert_eq!(quoted("He said ‘no’ and 'yes'."), ["‘no’", "'yes'"]);
    assert_eq!(quoted("(“no”)—“yes”—\"so\""), ["“no”", "“yes”", "\"so\""]);
}

#[test]
fn mixed_pairs_and_unclosed_marks() {
    assert_eq!(
        quoted("said ‘Kaspersky Lab would be barred from allied countries,” and left"),
        ["‘Kaspersky Lab would be barred from allied countries,”"]
    );
    assert_eq!(quoted("said “no way,’ he added"), ["“no way,’"]);
    assert_eq!(quoted("said “no way,\" he added"), ["“no way,\""]);
    assert_eq!(quoted("said \"no way,” he added"), ["\"no way,”"]);
    assert_eq!(quoted("“We never did. "), ["“We never did."]);
    assert_eq!(quoted("“One. “Two,” he said"), ["“One.", "“Two,”"]);
    assert_eq!(
        quoted("\"One, he said. \"Two,\" he said"),
        ["\"One, he said.", "\"Two,\""]
    );
    assert_eq!(
        quoted("in \"systems, \"said the senator"),
        ["\"systems, \""]
    );
}

#[test]
fn an_apostrophe_is_no_mark() {
    assert!(quoted("Kaspersky's, Kaspersky’s and the companies’ or companies' don’t").is_empty());
    assert!(quoted("rock 'n' roll and rock ‘n’ roll of the '90s").is_empty());
    assert_eq!(
        quoted(
            "how ‘bout the headline of ‘16 and the ‘90s: “Surge alters residents’ routines.” So"
        ),
        ["“Surge alters residents’ routines.”"]
    );
    assert_eq!(
        quoted("‘He said “no” to us,’ she said"),
        ["‘He said “no” to us,’"]
    );
    assert_eq!(
        quoted("‘We never did. Not once."),
        ["‘We never did. Not once."]
    );
    assert_eq!(
        quoted("er sagte ‚nein‘ und ›ja‹ und ‹oui›"),
        ["‚nein‘", "›ja‹", "‹oui›"]
    );
    assert_eq!(quoted("他说“不”，走了"), ["“不”"]);
    assert_eq!(
        quoted("‘the companies’ data isn’t safe,’ he said"),
        ["‘the companies’ data isn’t safe,’"]
    );
    assert_eq!(
        quoted("“Russia’s ‘spies’ don't”"),
        ["“Russia’s ‘spies’ don't”"]
    );
    assert!(quoted("a 5\" disk and a 3.5\" one").is_empty());
}

#[test]
fn quotations_within_quotations_are_part_of_them() {
    assert_eq!(quoted("“He said “no” to me” yes"), ["“He said “no” to me”"]);
    assert_eq!(quoted("« Il dit “non” » oui"), ["« Il dit “non” »"]);
    assert_eq!(
        quoted("\"He said 'no' to me\" yes"),
        ["\"He said 'no' to me\""]
    );
}

#[test]
fn stepping_by_graphemes_is_bounded() {
    let text = "ae\u{301}👩\u{200D}👧b";
    assert_eq!(next_grapheme(text, 0), 1);
    assert_eq!(next_grapheme(text, 1), 4);
    assert_eq!(next_grapheme(text, 4), 15);
    assert_eq!(next_grapheme(text, 99), text.len());
    assert_eq!(previous_grapheme(text, 15), 4);
    assert_eq!(previous_grapheme(text, 4), 1);
    assert_eq!(previous_grapheme(text, 0), 0);
    assert_eq!(floor_boundary(text, 3), 2);
    assert_eq!(next_grapheme("", 0), 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn ranges_are_in_order_and_on_boundaries(
        passage in "([A-Za-zé]{1,5}|[ \n]|[.,?!…]|[\"“”‘’'„«»‹›‚「」]|U\\.S\\.|Sen\\.|卡。){0,40}"
    ) {
        for ranges in [sentences(&passage), quotations(&passage), words(&passage)] {
            let mut last = 0;
            for range in ranges {
                prop_assert!(range.start >= last && !range.is_empty());
                prop_assert!(passage.get(range.clone()).is_some());
                prop_assert_eq!(passage[range.clone()].trim(), &passage[range.clone()]);
                last = range.end;
            }
        }
        // Every word stands in a sentence.
        let whole: String = split(&passage).concat();
        prop_assert_eq!(
            whole.chars().filter(|c| !c.is_whitespace()).count(),
            passage.chars().filter(|c| !c.is_whitespace()).count()
        );
        for at in 0..=passage.len() {
            prop_assert!(passage.is_char_boundary(next_grapheme(&passage, at)));
            prop_assert!(previous_grapheme(&passage, at) <= at);
        }
    }
}
