//! Tests of the proposals, on words made up for them.

use super::check::{StatementWarningKind, check_statements};
use super::lexicon::Lexicon;
use super::same::{Difference, near_copies, similar_pairs, similarity};
use super::*;
use crate::curate::warnings::{WarningScope, warnings as not_accepted};
use crate::model::{
    Answer, Appearance, Article, ArticleIx, Briefing, BundleSource, CanonicalText, QuotationKind,
    QuoteSpan, QuoteVerification, Side, SideIx, Speaker, SpeakerIx, Statement, StatementIx, Topic,
    TopicIx,
};

/// Returns the kind, the words and the speaker's name of each proposal.
fn proposed(text: &str) -> Vec<(&'static str, String, Option<String>)> {
    propose(text)
        .into_iter()
        .map(|p| {
            (
                p.kind.name(),
                text[p.range].to_owned(),
                p.speaker.map(|s| s.name),
            )
        })
        .collect()
}

/// Returns the direct quotations with their speakers.
fn direct(text: &str) -> Vec<(String, Option<String>)> {
    proposed(text)
        .into_iter()
        .filter(|(kind, ..)| *kind == "direct")
        .map(|(_, words, speaker)| (words, speaker))
        .collect()
}

fn pair(words: &str, speaker: &str) -> (String, Option<String>) {
    (words.to_owned(), Some(speaker.to_owned()))
}

#[test]
fn every_list_of_the_language_file_is_known() {
    assert!(Lexicon::is_complete());
    assert!(Feature::NAMES.len() <= 200);
    assert_eq!(Weights::fitted().0.len(), Feature::NAMES.len());
}

#[test]
fn marks_of_several_kinds_are_found() {
    for (text, words) in [
        (
            "“We will not close the plant,” Jane Roe said.",
            "We will not close the plant,",
        ),
        (
            "\"We will not close the plant,\" Jane Roe said.",
            "We will not close the plant,",
        ),
        (
            "‘We will not close the plant,’ Jane Roe said.",
            "We will not close the plant,",
        ),
        (
            "«We will not close the plant,» Jane Roe said.",
            "We will not close the plant,",
        ),
        (
            "„We will not close the plant,“ Jane Roe said.",
            "We will not close the plant,",
        ),
        (
            "»We will not close the plant,« Jane Roe said.",
            "We will not close the plant,",
        ),
        // Opened with a single mark, closed with a double one.
        (
            "‘We will not close the plant,” Jane Roe said.",
            "We will not close the plant,",
        ),
        // Never closed.
        (
            "Jane Roe said: “We will not close the plant, not now.",
            "We will not close the plant, not now.",
        ),
        // Nested.
        (
            "“He told us ‘go home’ and we went away,” Jane Roe said.",
            "He told us ‘go home’ and we went away,",
        ),
    ] {
        assert_eq!(direct(text), [pair(words, "Jane Roe")], "{text}");
    }
}

#[test]
fn an_apostrophe_is_no_mark() {
    let text = "The workers' union met on Monday. It's the '90s again, the members' lawyer wrote.";
    assert!(
        propose(text).iter().all(|p| p.kind != ProposalKind::Direct),
        "{:?}",
        proposed(text)
    );
}

#[test]
fn a_speaker_stands_before_behind_and_between() {
    let text = "“The bridge is safe,” said Ana Holt, an engineer. “We tested it twice,” she added.\n\n\
        Mr. Pike told reporters: “I would not drive over it.”\n\n\
        “We have,” Ana Holt said, “nothing to hide from anybody here.”";
    assert_eq!(
        direct(text),
        [
            pair("The bridge is safe,", "Ana Holt"),
            pair("We tested it twice,", "Ana Holt"),
            pair("I would not drive over it.", "Pike"),
            pair("We have,", "Ana Holt"),
            pair("nothing to hide from anybody here.", "Ana Holt"),
        ]
    );
}

#[test]
fn a_quotation_over_paragraphs_is_one_item_for_each() {
    let text = "Governor Ray Stone said: “The river rose by two metres in a night.\n\n\
        “It will not be the last time that we see such a flood.”";
    assert_eq!(
        direct(text),
        [
            pair("The river rose by two metres in a night.", "Ray Stone"),
            pair(
                "It will not be the last time that we see such a flood.",
                "Ray Stone"
            ),
        ]
    );
}

#[test]
fn a_heading_before_the_words_is_not_their_speaker() {
    let text = "What lawmakers are saying: “The proof is plain, and we have seen it,” said Sen. Joan Whitlock in a statement.";
    assert_eq!(
        direct(text),
        [pair(
            "The proof is plain, and we have seen it,",
            "Joan Whitlock"
        )]
    );
}

#[test]
fn titles_are_no_statements() {
    let text = "She read from her new book, “The Long Road Home,” on stage.";
    let found = proposed(text);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].0, "not_statement", "{found:?}");
}

#[test]
fn reported_speech_has_its_extent() {
    for (text, words, name) in [
        (
            "Dana Cole said that the valves were never closed.",
            "the valves were never closed.",
            "Dana Cole",
        ),
        (
            "The company denied any part in the leak.",
            "The company denied any part in the leak.",
            "The company",
        ),
        (
            "The valves were never closed, according to Dana Cole.",
            "The valves were never closed",
            "Dana Cole",
        ),
        (
            "According to Dana Cole, the valves were never closed.",
            "the valves were never closed.",
            "Dana Cole",
        ),
        (
            "The valves were never closed, Dana Cole said.",
            "The valves were never closed",
            "Dana Cole",
        ),
    ] {
        let found = proposed(text);
        assert_eq!(
            found,
            [("paraphrase", words.to_owned(), Some(name.to_owned()))],
            "{text}"
        );
    }
}

#[test]
fn declining_is_said_to_be_declining() {
    for text in [
        "Norvik declined to comment on the letter.",
        "A spokesman for Norvik did not respond to a request for comment.",
        "The ministry would neither confirm nor deny the report.",
    ] {
        let found = proposed(text);
        assert_eq!(found.len(), 1, "{text} {found:?}");
        assert_eq!((found[0].0, found[0].1.as_str()), ("declined", text));
        assert!(found[0].2.is_some());
    }
}

#[test]
fn nobody_named_is_an_answer() {
    let found = propose("Many are accused of fraud in the case.");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].speaker, None);
}

#[test]
fn ranges_lie_in_the_text_and_in_order() {
    for text in [
        "",
        "\n\n",
        "“",
        "”",
        "‘’",
        "\"\"\"",
        "“a\n”b“\n“",
        "„x“ «y» ‹z›",
        "’’’‘‘‘",
        "é“ü”ß",
        "said said said",
        "“”said“”",
        "a, b, c, said, “x y z w,” said, d, who said",
        "\u{feff}“İstanbul,” İ said.",
        "-- “x” -- y --",
        "J.M. “a b c,” J.M. said.",
        // The mention behind "according to" stands in the next sentence.
        "It was closed, according to. Jane Roe left the hall.",
    ] {
        let mut last = 0;
        for p in propose(text) {
            assert!(text.get(p.range.clone()).is_some(), "{text}");
            assert!(
                text.get(p.outer.clone()).is_some() && text.get(p.description.clone()).is_some(),
                "{text}"
            );
            assert!(p.range.start >= last, "{text}");
            last = p.range.start;
        }
    }
}

#[test]
fn time_grows_with_the_text() {
    // Step limits, not a clock: what would be quadratic does not end in time.
    for unit in [
        "“a” said b ",
        "‘a ",
        "\"",
        "x, who said, ",
        "J. “",
        "A and B of C ",
        "’s ‘t ",
    ] {
        let text = unit.repeat(20_000);
        assert!(propose(&text).len() < 400_000);
    }
}

/// A briefing and speakers of whom the side is known, or that none is given.
type SideCase = (Briefing, Vec<(String, Option<usize>)>);

/// Reads `tests/fixtures/sides.txt`: cases of a briefing and what is printed.
fn side_set() -> Vec<SideCase> {
    let set = include_str!("../../../tests/fixtures/sides.txt");
    let mut cases: Vec<SideCase> = Vec::new();
    for line in set.lines() {
        if line.starts_with('#') || line == "---" || line.is_empty() {
            continue;
        }
        if line == "[case]" {
            cases.push((briefing(), Vec::new()));
            continue;
        }
        let (briefing, phrases) = cases.last_mut().unwrap();
        if let Some(label) = line.strip_prefix("side: ") {
            briefing.sides.push(Side {
                id: label.to_lowercase(),
                label: label.to_owned(),
            });
        } else if let Some(speaker) = line.strip_prefix("speaker: ") {
            let parts: Vec<&str> = speaker.split('|').map(str::trim).collect();
            briefing.speakers.push(Speaker {
                id: parts[0].to_lowercase(),
                name: parts[0].to_owned(),
                role: None,
                organisation: (!parts[1].is_empty()).then(|| parts[1].to_owned()),
                side: SideIx(parts[2].parse::<usize>().unwrap() - 1),
                aliases: parts[3]
                    .split(';')
                    .map(|a| a.trim().to_owned())
                    .filter(|a| !a.is_empty())
                    .collect(),
            });
        } else {
            let (phrase, side) = line.split_once('\t').unwrap();
            phrases.push((phrase.to_owned(), side.parse::<usize>().ok().map(|n| n - 1)));
        }
    }
    cases
}

fn briefing() -> Briefing {
    Briefing {
        id: "b".to_owned(),
        title: String::new(),
        summary: Vec::new(),
        language: "en".to_owned(),
        updated: None,
        curators: Vec::new(),
        sides: Vec::new(),
        topics: Vec::new(),
        speakers: Vec::new(),
        articles: Vec::new(),
        statements: Vec::new(),
        source: BundleSource::BuiltIn("b".to_owned()),
        hash: String::new(),
    }
}

#[test]
fn sides_of_the_labelled_set() {
    let (mut given, mut right, mut known, mut unknown, mut sure_wrong) = (0, 0, 0, 0, Vec::new());
    let mut wrong = Vec::new();
    let mut missed = Vec::new();
    for (briefing, phrases) in side_set() {
        let sides = SideResolver::new(&briefing);
        for (phrase, expected) in phrases {
            let name = phrase.split(',').next().unwrap();
            let found = sides.propose(name, &phrase);
            assert!(!found.explanation(&briefing).is_empty());
            known += usize::from(expected.is_some());
            unknown += usize::from(expected.is_some() && found.side.is_none());
            if expected.is_some() && found.side.is_none() {
                missed.push(phrase.clone());
            }
            if let Some(side) = found.side {
                given += 1;
                if Some(side.0) == expected {
                    right += 1;
                } else {
                    wrong.push(format!("{phrase}: {found:?}"));
                    if found.doubt == Doubt::Sure {
                        sure_wrong.push(phrase);
                    }
                }
            }
        }
    }
    assert!(known >= 200, "{known}");
    assert!(right * 100 >= given * 95, "{right} of {given}: {wrong:#?}");
    assert!(
        unknown * 100 <= known * 15,
        "{unknown} of {known}: {missed:#?}"
    );
    assert!(sure_wrong.is_empty(), "{sure_wrong:?}");
}

#[test]
fn utterances_are_joined_but_not_over_a_number_a_negation_or_a_name() {
    let one = "The plant will close in March, and nobody will lose a job over it.";
    let cut = "the plant will close in March";
    assert!(similarity(one, cut).may_be_joined());
    for (other, differs) in [
        (
            "The plant will not close in March, and nobody will lose a job over it.",
            Difference::Negation,
        ),
        (
            "The plant will close in April, and nobody will lose a job over it.",
            Difference::Name,
        ),
        (
            "The 2 plant will close in March, and nobody will lose a job over it.",
            Difference::Number,
        ),
    ] {
        let found = similarity(one, other);
        assert_eq!(found.difference, Some(differs), "{other}");
        assert!(!found.may_be_joined());
    }
    let found = similar_pairs(&[
        one,
        "Something else was said at the meeting on that day.",
        cut,
    ]);
    assert_eq!(
        found
            .iter()
            .map(|m| (m.first, m.second))
            .collect::<Vec<_>>(),
        [(0, 2)]
    );
}

#[test]
fn near_copies_are_found() {
    let one = "The council met on Monday to talk about the bridge over the river and the cost of its repair this year.";
    let copy = format!("{one} The mayor was away.");
    let other = "A ship came in late, with grain for the mills and a crew that had not slept for two days on end.";
    let found = near_copies(&[one, &copy, other]);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].0, found[0].1), (0, 1));
}

/// A briefing of one article with the statements that `parts` gives: kind, words, accepts.
fn with_statements(text: &str, parts: &[(QuotationKind, &str)]) -> Briefing {
    let mut b = briefing();
    for label in ["One", "Two"] {
        b.sides.push(Side {
            id: label.to_lowercase(),
            label: label.to_owned(),
        });
    }
    for id in ["t", "u"] {
        b.topics.push(Topic {
            id: id.to_owned(),
            question: "?".to_owned(),
        });
    }
    b.speakers.push(Speaker {
        id: "roe".to_owned(),
        name: "Jane Roe".to_owned(),
        role: None,
        organisation: None,
        side: SideIx(0),
        aliases: Vec::new(),
    });
    b.articles.push(Article {
        id: "a".to_owned(),
        text: CanonicalText {
            text: text.to_owned(),
            body_end: text.len(),
            ..CanonicalText::default()
        },
        ..Article::default()
    });
    for (n, (kind, words)) in parts.iter().enumerate() {
        let start = text.find(words).unwrap();
        b.statements.push(Statement {
            id: format!("s{n}"),
            speaker: SpeakerIx(0),
            topics: vec![TopicIx(0)],
            kind: *kind,
            appearances: vec![Appearance {
                article: ArticleIx(0),
                quote: vec![QuoteSpan {
                    range: start..start + words.len(),
                    exact: (*words).to_owned(),
                    proof: QuoteVerification::Exact,
                }],
                ..Appearance::default()
            }],
            ..Statement::default()
        });
    }
    b
}

fn kinds(briefing: &Briefing) -> Vec<&'static str> {
    not_accepted(briefing, WarningScope::Usual)
        .iter()
        .map(|w| w.name)
        .collect()
}

const TEXT: &str = "“The old bridge is not safe,” Jane Roe said. The council was told so in May.";

#[test]
fn a_sound_briefing_has_no_warning() {
    let sound = with_statements(
        TEXT,
        &[(QuotationKind::Direct, "The old bridge is not safe,")],
    );
    assert_eq!(kinds(&sound), Vec::<&str>::new());
}

#[test]
fn each_warning_is_given_and_can_be_switched_off() {
    let quote = (QuotationKind::Direct, "The old bridge is not safe,");
    let mut cases: Vec<(&str, Briefing)> = vec![
        ("uncovered", with_statements(TEXT, &[])),
        (
            "unquoted",
            with_statements(
                TEXT,
                &[
                    quote,
                    (QuotationKind::Direct, "The council was told so in May."),
                ],
            ),
        ),
        (
            "quoted",
            with_statements(TEXT, &[(QuotationKind::Paraphrase, "bridge is not safe")]),
        ),
        (
            "marks",
            with_statements(
                TEXT,
                &[(QuotationKind::Direct, "“The old bridge is not safe,”")],
            ),
        ),
        (
            "marks",
            with_statements(
                TEXT,
                &[(QuotationKind::Direct, "bridge is not safe,” Jane")],
            ),
        ),
        ("unjoined", with_statements(TEXT, &[quote, quote])),
    ];
    let mut attributed = with_statements(TEXT, &[quote]);
    attributed.statements[0].appearances[0].attribution = Some("John Doe shouted".to_owned());
    cases.push(("attribution", attributed));
    let mut unnamed = with_statements(TEXT, &[quote]);
    unnamed.speakers[0].name = "Karl Marten".to_owned();
    cases.push(("speaker", unnamed));
    let mut answered = with_statements(
        TEXT,
        &[
            quote,
            (QuotationKind::Paraphrase, "The council was told so in May."),
        ],
    );
    answered.statements[1].answers.push(Answer {
        statement: StatementIx(0),
        how: None,
    });
    cases.push(("own-side", answered.clone()));
    answered.statements[1].topics = vec![TopicIx(1)];
    answered.statements[1].note = Some("as she said again".to_owned());
    cases.push(("topics", answered));
    for (name, mut briefing) in cases {
        assert_eq!(kinds(&briefing), [name]);
        assert!(StatementWarningKind::ALL.iter().any(|k| k.name() == name));
        for statement in &mut briefing.statements {
            statement.accepts.push(name.to_owned());
        }
        briefing.articles[0].accepts.push(name.to_owned());
        assert_eq!(kinds(&briefing), Vec::<&str>::new(), "{name}");
    }
}

#[test]
fn words_that_were_decided_to_be_no_statement_are_covered() {
    let mut briefing = with_statements(TEXT, &[]);
    briefing.articles[0]
        .not_statements
        .push(crate::model::NotStatement {
            range: 3..29,
            exact: "The old bridge is not safe".to_owned(),
            verification: QuoteVerification::Exact,
            why: None,
        });
    assert_eq!(kinds(&briefing), Vec::<&str>::new());
}

#[test]
fn reports_are_asked_for_only_when_wanted() {
    let text = "Jane Roe said that the bridge would be closed.";
    let briefing = with_statements(text, &[]);
    assert_eq!(kinds(&briefing), Vec::<&str>::new());
    assert_eq!(
        check_statements(&briefing, true)
            .iter()
            .map(|w| w.kind)
            .collect::<Vec<_>>(),
        [StatementWarningKind::Unreported]
    );
}

#[test]
fn a_message_shows_line_breaks() {
    let text = "Jane Roe said: “The old bridge is not safe.\n\n“It never was, and it will not be.”";
    let words = "The old bridge is not safe.\n\n“It never was, and it will not be.";
    let briefing = with_statements(text, &[(QuotationKind::Direct, words)]);
    let found = check_statements(&briefing, false);
    assert!(
        found
            .iter()
            .any(|w| w.kind == StatementWarningKind::Marks && w.message.contains('⏎')),
        "{found:?}"
    );
}
