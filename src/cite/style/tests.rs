use proptest::prelude::*;

use super::citation::citation;
use super::kind::Style;
use crate::cite::quotation::Quotation;
use crate::model::Author;

fn quoted() -> Quotation {
    let mut quotation = Quotation::default();
    let source = &mut quotation.source;
    source.kind = Some("direct".into());
    source.speaker = Some("Jeanne Shaheen".into());
    source.role = Some("U.S. senator".into());
    source.said = Some("2018-04~".into());
    source.article_title = "Is “it” overwhelming?".into();
    source.publisher = "Axios".into();
    source.authors = ["Ina Fried", "A. N. Other Jr."]
        .map(Author::from_name)
        .to_vec();
    source.published = Some("2018-04-27".into());
    source.url = Some("https://example.org/a".into());
    source.archived_url = Some("https://archive.example/1".into());
    source.retrieved = Some("2026-05-03".into());
    quotation
}

fn all(quotation: &Quotation) -> String {
    Style::ALL
        .map(|style| citation(quotation, style))
        .join("\n")
}

#[test]
fn a_statement_is_cited_as_quoted_in_its_article() {
    insta::assert_snapshot!(
        all(&quoted()),
        @r"
        Jeanne Shaheen, U.S. senator, ca. April 2018, quoted in Ina Fried and A. N. Other Jr., “Is ‘it’ overwhelming?,” Axios, April 27, 2018, https://example.org/a, archived at https://archive.example/1.
        Jeanne Shaheen, U.S. senator (ca. April 2018), as cited in Fried, I., & Other, A. N., Jr. (2018, April 27). Is “it” overwhelming? Axios. https://example.org/a; archived at https://archive.example/1
        Jeanne Shaheen, U.S. senator, circa Apr. 2018, qtd. in Fried, Ina, and A. N. Other Jr. “Is ‘it’ overwhelming?” Axios, 27 Apr. 2018, https://example.org/a. Archived at https://archive.example/1.
        Ina Fried & A. N. Other Jr., Is “it” overwhelming?, Axios (Apr. 27, 2018), https://example.org/a [https://archive.example/1] (quoting Jeanne Shaheen, U.S. senator, ca. Apr. 2018).
        "
    );
}

#[test]
fn a_title_that_the_curator_gave_stands_in_brackets_only() {
    let mut quotation = quoted();
    quotation.source.article_title = "[Sanctions considered]".into();
    quotation.source.authors.clear();
    quotation.source.url = None;
    quotation.source.archived_url = None;
    insta::assert_snapshot!(
        all(&quotation),
        @r"
        Jeanne Shaheen, U.S. senator, ca. April 2018, quoted in [Sanctions considered], Axios, April 27, 2018.
        Jeanne Shaheen, U.S. senator (ca. April 2018), as cited in [Sanctions considered]. (2018, April 27). Axios.
        Jeanne Shaheen, U.S. senator, circa Apr. 2018, qtd. in [Sanctions considered]. Axios, 27 Apr. 2018.
        [Sanctions considered], Axios (Apr. 27, 2018) (quoting Jeanne Shaheen, U.S. senator, ca. Apr. 2018).
        "
    );
    quotation.source.article_title = "[Sic] he said [again]".into();
    assert!(citation(&quotation, Style::Chicago).contains("“[Sic] he said [again],”"));
}

#[test]
fn a_role_that_the_name_tells_is_not_said_twice() {
    let mut quotation = quoted();
    quotation.source.speaker = Some("A Spokesperson (unnamed)".into());
    quotation.source.role = Some("spokesperson".into());
    quotation.organisation = Some("Kaspersky Lab".into());
    let cited = citation(&quotation, Style::Chicago);
    assert!(
        cited.starts_with("A Spokesperson (unnamed), Kaspersky Lab, ca. April 2018, quoted in"),
        "{cited}"
    );
}

/// What each style makes of a title, up to the outlet.
fn titled(title: &str) -> [String; 4] {
    let mut quotation = Quotation::default();
    quotation.source.article_title = title.into();
    quotation.source.publisher = "Axios".into();
    Style::ALL.map(|style| citation(&quotation, style))
}

#[test]
fn stops_stand_within_the_quotation_marks_of_a_title_and_are_not_doubled() {
    for (title, cited) in [
        (
            "CEO: \"Not a spy\"",
            [
                "“CEO: ‘Not a spy,’” Axios.",
                "CEO: \"Not a spy.\" (n.d.). Axios.",
                "“CEO: ‘Not a spy.’” Axios.",
                "CEO: \"Not a spy,\" Axios.",
            ],
        ),
        (
            "He said “no”",
            [
                "“He said ‘no,’” Axios.",
                "He said “no.” (n.d.). Axios.",
                "“He said ‘no.’” Axios.",
                "He said “no,” Axios.",
            ],
        ),
        (
            "Who said “why?”",
            [
                "“Who said ‘why?,’” Axios.",
                "Who said “why?” (n.d.). Axios.",
                "“Who said ‘why?’” Axios.",
                "Who said “why?,” Axios.",
            ],
        ),
        (
            "The Joneses’",
            [
                "“The Joneses’,” Axios.",
                "The Joneses’. (n.d.). Axios.",
                "“The Joneses’.” Axios.",
                "The Joneses’, Axios.",
            ],
        ),
    ] {
        assert_eq!(titled(title), cited);
    }
}

#[test]
fn an_organisation_is_never_turned_round() {
    let mut quotation = quoted();
    quotation.source.speaker = None;
    quotation.source.archived_url = None;
    quotation.source.authors = vec![
        Author {
            name: "Blue Frog".into(),
            kind: Some(crate::model::AuthorKind::Organisation),
        },
        Author::from_name("By Human Rights Watch"),
    ];
    insta::assert_snapshot!(
        all(&quotation),
        @r"
        Blue Frog and Human Rights Watch, “Is ‘it’ overwhelming?,” Axios, April 27, 2018, https://example.org/a.
        Blue Frog, & Human Rights Watch (2018, April 27). Is “it” overwhelming? Axios. https://example.org/a
        Blue Frog, and Human Rights Watch. “Is ‘it’ overwhelming?” Axios, 27 Apr. 2018, https://example.org/a.
        Blue Frog & Human Rights Watch, Is “it” overwhelming?, Axios (Apr. 27, 2018), https://example.org/a.
        "
    );
}

#[test]
fn an_article_is_cited_without_a_speaker() {
    let mut article = quoted();
    article.source.speaker = None;
    article.source.article_title = "A plain title".into();
    article.source.archived_url = None;
    insta::assert_snapshot!(
        all(&article),
        @r"
        Ina Fried and A. N. Other Jr., “A plain title,” Axios, April 27, 2018, https://example.org/a.
        Fried, I., & Other, A. N., Jr. (2018, April 27). A plain title. Axios. https://example.org/a
        Fried, Ina, and A. N. Other Jr. “A plain title.” Axios, 27 Apr. 2018, https://example.org/a.
        Ina Fried & A. N. Other Jr., A plain title, Axios (Apr. 27, 2018), https://example.org/a.
        "
    );
}

#[test]
fn a_paraphrase_says_so() {
    let mut quotation = quoted();
    quotation.source.kind = Some("paraphrase".into());
    for style in Style::ALL {
        assert!(citation(&quotation, style).contains("paraphras"), "{style}");
    }
}

#[test]
fn without_a_date_the_day_of_the_copy_stands_where_the_style_has_it() {
    let mut quotation = quoted();
    quotation.source.published = None;
    quotation.source.archived_url = None;
    quotation.source.speaker = None;
    insta::assert_snapshot!(
        all(&quotation),
        @r"
        Ina Fried and A. N. Other Jr., “Is ‘it’ overwhelming?,” Axios, accessed May 3, 2026, https://example.org/a.
        Fried, I., & Other, A. N., Jr. (n.d.). Is “it” overwhelming? Axios. Retrieved May 3, 2026, from https://example.org/a
        Fried, Ina, and A. N. Other Jr. “Is ‘it’ overwhelming?” Axios, https://example.org/a. Accessed 3 May 2026.
        Ina Fried & A. N. Other Jr., Is “it” overwhelming?, Axios, https://example.org/a (last visited May 3, 2026).
        "
    );
}

#[test]
fn without_an_author_the_title_comes_first() {
    let mut quotation = quoted();
    quotation.source.authors.clear();
    quotation.source.archived_url = None;
    insta::assert_snapshot!(
        all(&quotation),
        @r"
        Jeanne Shaheen, U.S. senator, ca. April 2018, quoted in “Is ‘it’ overwhelming?,” Axios, April 27, 2018, https://example.org/a.
        Jeanne Shaheen, U.S. senator (ca. April 2018), as cited in Is “it” overwhelming? (2018, April 27). Axios. https://example.org/a
        Jeanne Shaheen, U.S. senator, circa Apr. 2018, qtd. in “Is ‘it’ overwhelming?” Axios, 27 Apr. 2018, https://example.org/a.
        Is “it” overwhelming?, Axios (Apr. 27, 2018), https://example.org/a (quoting Jeanne Shaheen, U.S. senator, ca. Apr. 2018).
        "
    );
}

#[test]
fn nothing_known_is_nothing_said() {
    for style in Style::ALL {
        assert_eq!(citation(&Quotation::default(), style), "", "{style}");
    }
}

#[test]
fn every_style_is_found_by_its_name() {
    for style in Style::ALL {
        assert_eq!(style.name().to_uppercase().parse(), Ok(style));
    }
    assert_eq!(
        "ieee".parse::<Style>().unwrap_err().to_string(),
        "\"ieee\" is no style; write one of chicago, apa, mla, law"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever is known is in the citation, whatever is not is not.
    #[test]
    fn a_citation_holds_what_is_known_and_nothing_else(known in 0_u16..1 << 9) {
        let whole = quoted();
        let has = |n: u16| known & (1 << n) != 0;
        let mut quotation = Quotation::default();
        let (source, from) = (&mut quotation.source, &whole.source);
        source.speaker = from.speaker.clone().filter(|_| has(0));
        source.role = from.role.clone().filter(|_| has(0) && has(1));
        source.said = from.said.clone().filter(|_| has(0) && has(2));
        if has(3) { source.article_title.clone_from(&from.article_title); }
        if has(4) { source.publisher.clone_from(&from.publisher); }
        if has(5) { source.authors.clone_from(&from.authors); }
        source.published = from.published.clone().filter(|_| has(6));
        source.url = from.url.clone().filter(|_| has(7));
        source.archived_url = from.archived_url.clone().filter(|_| has(8));
        for style in Style::ALL {
            let line = citation(&quotation, style);
            for (there, word) in [
                (has(0), "Shaheen"),
                (has(0) && has(1), "U.S. senator"),
                (has(3), "overwhelming"),
                (has(4), "Axios"),
                (has(5), "Fried"),
                (has(5), "Other"),
                (has(6), "27"),
                (has(7), "https://example.org/a"),
                (has(8), "https://archive.example/1"),
            ] {
                prop_assert_eq!(line.contains(word), there, "{} in {}", word, line);
            }
            let about = line.contains("ca. Apr") || line.contains("circa Apr");
            prop_assert_eq!(about, has(0) && has(2), "{}", line);
            for fault in ["  ", "..", ",,", ", .", " ,", ", (", "()", "null"] {
                prop_assert!(!line.contains(fault), "{:?} in {}", fault, line);
            }
            prop_assert_eq!(line.trim(), line.as_str());
        }
    }
}
