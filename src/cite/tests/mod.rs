use std::ops::Range;

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::model::{
    Appearance, Article, ArticleIx, Bookmark, BookmarkId, Briefing, BundleSource, CanonicalText,
    Date, Passage, PassageKind, Place, Provenance, QuotationKind, QuoteSpan, QuoteVerification,
    Side, SideIx, Speaker, SpeakerIx, Statement, StatementIx,
};

pub mod dates;
mod exports;

const TEXT: &str = "Naïve or not, the case is “overwhelming,” Shaheen told Axios. “It is alarming.”\n\
    “We help nobody,” said Kaspersky. “We never will,” he added.\n\
    The company’s “ties” were denied.";

fn span(exact: &str, proof: QuoteVerification) -> QuoteSpan {
    let start = TEXT.find(exact).unwrap_or(0);
    QuoteSpan {
        range: if proof == QuoteVerification::NotFound {
            0..0
        } else {
            start..start + exact.len()
        },
        exact: exact.into(),
        proof,
    }
}

fn statement(id: &str, speaker: usize, kind: QuotationKind, parts: &[&str]) -> Statement {
    Statement {
        id: id.into(),
        speaker: SpeakerIx(speaker),
        kind,
        date: Some(Date::parse("2018-04~").unwrap()),
        appearances: vec![Appearance {
            article: ArticleIx(0),
            quote: parts
                .iter()
                .map(|part| span(part, QuoteVerification::Exact))
                .collect(),
            attribution: Some("told Axios in a statement".into()),
            ..Appearance::default()
        }],
        ..Statement::default()
    }
}

fn briefing() -> Briefing {
    let mut start = 0;
    let passages = TEXT
        .split('\n')
        .map(|line| {
            let range = start..start + line.len();
            start = range.end + 1;
            Passage {
                range,
                kind: PassageKind::Paragraph,
            }
        })
        .collect();
    let speaker = |name: &str, role: Option<&str>, organisation: Option<&str>, side| Speaker {
        id: name.to_lowercase(),
        name: name.into(),
        role: role.map(Into::into),
        organisation: organisation.map(Into::into),
        side: SideIx(side),
        aliases: vec![],
    };
    let side = |id: &str, label: &str| Side {
        id: id.into(),
        label: label.into(),
    };
    let mut lost = statement("s-lost", 0, QuotationKind::Direct, &["overwhelming"]);
    lost.appearances[0].quote = vec![span("words of the bundle", QuoteVerification::NotFound)];
    lost.appearances[0].attribution = None;
    Briefing {
        id: "kaspersky-lab".into(),
        title: "Kaspersky Lab".into(),
        summary: vec![],
        language: "en".into(),
        updated: None,
        curators: Vec::new(),
        sides: vec![
            side("government", "Government"),
            side("company", "Kaspersky Lab"),
        ],
        topics: vec![],
        speakers: vec![
            speaker(
                "Jeanne Shaheen",
                Some("U.S. senator"),
                Some("U.S. Senate"),
                0,
            ),
            speaker("Kaspersky Lab", None, None, 1),
        ],
        articles: vec![Article {
            id: "axios-2018".into(),
            title: "A *starred* title".into(),
            publisher: "Axios".into(),
            authors: ["Ina Fried", "A. N. Other Jr."]
                .map(crate::model::Author::from_name)
                .into(),
            published: Some(Date::parse("2018-04-27").unwrap()),
            url: Some("https://example.org/a_b_c".into()),
            archived_url: Some("https://archive.example/1".into()),
            retrieved: Some(Date::parse("2026-05-03").unwrap()),
            language: "en".into(),
            path: "articles/axios-2018.txt".into(),
            text: CanonicalText {
                text: TEXT.into(),
                passages,
                inlines: vec![],
                body_end: TEXT.len(),
                hash: "cd".repeat(32),
            },
            ..Article::default()
        }],
        statements: vec![
            statement(
                "s-overwhelming",
                0,
                QuotationKind::Direct,
                &["overwhelming,", "It is alarming."],
            ),
            statement(
                "s-help",
                1,
                QuotationKind::Direct,
                &["We help nobody,", "We never will,"],
            ),
            statement(
                "s-denied",
                1,
                QuotationKind::Paraphrase,
                &["The company’s “ties” were denied."],
            ),
            lost,
        ],
        source: BundleSource::BuiltIn("kaspersky-lab".into()),
        hash: String::new(),
    }
}

fn of(id: &str) -> Quotation {
    let briefing = briefing();
    let ix = briefing.statement_by_id(id).unwrap();
    Quotation::from_statement(&briefing, ix, 0)
}

fn stretch(words: &str) -> Range<usize> {
    let start = TEXT.find(words).unwrap();
    start..start + words.len()
}

fn kept() -> Bookmark {
    let range = stretch("It is alarming.");
    Bookmark {
        id: BookmarkId("0123456789ab4def8123456789abcdef".into()),
        place: Place {
            briefing: "kaspersky-lab".into(),
            article: "axios-2018".into(),
            range: range.clone(),
        },
        text_hash: "cd".repeat(32),
        exact: TEXT[range].into(),
        prefix: "told Axios. “".into(),
        suffix: "”\n“We help".into(),
        provenance: std::sync::Arc::new(Provenance::from_statement(
            &briefing(),
            ArticleIx(0),
            None,
        )),
        note: "Check *this*.\nTwice.".into(),
        tags: vec!["court".into(), "press".into()],
        letter: None,
        created: 1_700_000_000,
        changed: 1_700_000_060,
    }
}

#[test]
fn a_statement_is_cited_with_all_that_is_known() {
    assert_eq!(
        quote_with_citation(&of("s-overwhelming"), Style::default()),
        "[Naïve or not, the case is] “overwhelming, […] It is alarming.”\n\
         — Jeanne Shaheen, U.S. senator, U.S. Senate, ca. April 2018, quoted in \
         Ina Fried and A. N. Other Jr., “A *starred* title,” Axios, April 27, 2018, \
         https://example.org/a_b_c, archived at https://archive.example/1."
    );
}

#[test]
fn own_words_have_marks_and_the_reporters_have_none() {
    assert_eq!(of("s-help").words, "“We help nobody, […] We never will,”");
    let reported = of("s-denied");
    assert_eq!(reported.words, "The company’s “ties” were denied.");
    let line = citation(&reported, Style::Chicago);
    assert!(line.contains("paraphrased in Ina Fried"), "{line}");
}

#[test]
fn what_was_not_found_says_so_and_gives_the_words_of_the_bundle() {
    let lost = of("s-lost");
    assert_eq!(lost.words, "“words of the bundle”");
    assert!(citation(&lost, Style::Chicago).contains("not found in the stored article"));
    assert_eq!(lost.parts[0].bytes, None);
}

#[test]
fn an_appearance_that_is_not_there_is_the_first() {
    let briefing = briefing();
    assert_eq!(
        Quotation::from_statement(&briefing, StatementIx(1), 9),
        Quotation::from_statement(&briefing, StatementIx(1), 0)
    );
}

#[test]
fn nothing_is_made_up_for_what_is_unknown() {
    let mut bare = briefing();
    let article = &mut bare.articles[0];
    article.authors.clear();
    (article.published, article.retrieved) = (None, None);
    (article.url, article.archived_url) = (None, None);
    bare.speakers[0].role = None;
    bare.speakers[0].organisation = None;
    bare.statements[0].date = None;
    bare.statements[0].appearances[0].attribution = None;
    let quotation = Quotation::from_statement(&bare, StatementIx(0), 0);
    assert_eq!(
        citation(&quotation, Style::Chicago),
        "Jeanne Shaheen, quoted in “A *starred* title,” Axios."
    );
    let json: Value =
        serde_json::from_str(&export(&[quotation], ExportFormat::Json, Style::default())).unwrap();
    let source = json["quotations"][0]["source"].as_object().unwrap();
    let mut fields: Vec<&str> = source.keys().map(String::as_str).collect();
    fields.sort_unstable();
    assert_eq!(
        fields,
        [
            "article_title",
            "briefing_title",
            "kind",
            "language",
            "publisher",
            "side",
            "speaker",
            "statement"
        ]
    );
    assert_eq!(
        quote_with_citation(&Quotation::default(), Style::default()),
        ""
    );
}

#[test]
fn a_stretch_stands_as_it_is_with_the_marks_that_the_cut_took() {
    let briefing = briefing();
    for (from, words) in [
        ("told Axios", "told Axios"),
        ("overwhelming", "“overwhelming”"),
        ("“overwhelming,”", "“overwhelming,”"),
        ("is alarming", "“is alarming”"),
        (
            "alarming.”\n“We help nobody,” said",
            "“alarming.”\n“We help nobody,” said",
        ),
        ("Axios. “It is", "Axios. “It is”"),
        ("Axios. “", "Axios. “"),
        ("Naïve or not, ", "Naïve or not, "),
    ] {
        let quotation = Quotation::from_range(&briefing, ArticleIx(0), stretch(from));
        assert_eq!(quotation.words, words, "{from}");
        assert_eq!(quotation.parts[0].exact, from);
    }
    let quotation = Quotation::from_range(&briefing, ArticleIx(0), stretch("he added"));
    assert_eq!(quotation.reference, "kaspersky-lab/axios-2018#p2");
    assert_eq!(quotation.source.speaker, None);
    for (start, end) in [(5, 2), (3, 4), (0, 9999)] {
        assert_eq!(
            Quotation::from_range(&briefing, ArticleIx(0), start..end).words,
            ""
        );
    }
}

#[test]
fn a_bookmark_of_no_article_has_no_reference() {
    let mut bookmark = kept();
    bookmark.place.article.clear();
    let quotation = Quotation::from_bookmark(&bookmark);
    assert_eq!(quotation.reference, "kaspersky-lab");
    bookmark.place.briefing.clear();
    let quotation = Quotation::from_bookmark(&bookmark);
    assert_eq!(quotation.reference, "");
    for format in [
        ExportFormat::Plain,
        ExportFormat::Markdown,
        ExportFormat::Html,
    ] {
        let written = export(std::slice::from_ref(&quotation), format, Style::default());
        for left in ["[]", "[/]", "``", "`/`", "<code></code>", "<code>/</code>"] {
            assert!(!written.contains(left), "{left} in {written}");
        }
    }
    let nowhere = Bookmark {
        provenance: std::sync::Arc::default(),
        ..bookmark
    };
    let written = quote_with_citation(&Quotation::from_bookmark(&nowhere), Style::default());
    assert!(!written.contains(['/', '[', '—']), "{written}");
}

#[test]
fn a_bookmark_is_cited_without_its_bundle() {
    let mut bookmark = kept();
    let quotation = Quotation::from_bookmark(&bookmark);
    assert_eq!(quotation.words, "“It is alarming.”");
    assert_eq!(quotation.reference, "kaspersky-lab/axios-2018");
    assert!(
        citation(&quotation, Style::Chicago)
            .starts_with("Ina Fried and A. N. Other Jr., “A *starred* title,”")
    );
    let placed = quotation.clone().located_in(&briefing());
    assert_eq!(placed.reference, "kaspersky-lab/axios-2018#p1");
    let points = placed.parts[0].code_points.clone().unwrap();
    let found: String = TEXT.chars().skip(points.start).take(points.len()).collect();
    assert_eq!(found, "It is alarming.");
    let mut other = briefing();
    other.articles[0].text.hash = "a corrected text".into();
    assert_eq!(quotation.clone().located_in(&other), quotation);

    bookmark.provenance = std::sync::Arc::new(Provenance::from_statement(
        &briefing(),
        ArticleIx(0),
        Some(StatementIx(2)),
    ));
    bookmark.exact = "The company’s “ties” were denied.".into();
    let reported = Quotation::from_bookmark(&bookmark);
    assert_eq!(reported.words, bookmark.exact);
    assert_eq!(reported.reference, "kaspersky-lab#s-denied");
}

#[test]
fn a_fragment_keeps_its_lead_in_also_as_a_bookmark() {
    let statement = of("s-overwhelming");
    let range = stretch("overwhelming,").start..stretch("It is alarming.").end;
    let mut source = Provenance::from_statement(&briefing(), ArticleIx(0), Some(StatementIx(0)));
    let end = "overwhelming,".len();
    let next = range.len() - "It is alarming.".len();
    source.parts = vec![0..end, next..range.len()];
    let bookmark = Bookmark {
        exact: TEXT[range.clone()].into(),
        prefix: TEXT[..range.start]
            .chars()
            .rev()
            .take(32)
            .collect::<Vec<_>>()
            .iter()
            .rev()
            .collect(),
        suffix: TEXT[range.end..].chars().take(32).collect(),
        place: Place {
            range,
            ..kept().place
        },
        provenance: std::sync::Arc::new(source),
        ..kept()
    };
    let alone = Quotation::from_bookmark(&bookmark);
    assert_eq!(alone.in_sentence(), statement.in_sentence());
    let placed = alone.located_in(&briefing());
    assert_eq!(placed.in_sentence(), statement.in_sentence());
    assert_eq!(placed.attribution, statement.attribution);
    // What the bookmark holds is cut at a word, and says so.
    let cut = Bookmark {
        exact: "personally involved".into(),
        prefix: "y Director Mike Rogers claimed he was “"
            .chars()
            .skip(7)
            .collect(),
        suffix: "” in the case against it, and that "
            .chars()
            .take(32)
            .collect(),
        ..bookmark
    };
    assert_eq!(cut.prefix.chars().count(), 32);
    let source = std::sync::Arc::new(Provenance {
        parts: Vec::new(),
        ..(*cut.provenance).clone()
    });
    let cut = Bookmark {
        provenance: source,
        ..cut
    };
    assert_eq!(
        Quotation::from_bookmark(&cut).in_sentence(),
        "[… Mike Rogers claimed he was] “personally involved” [in the case against it, and …]"
    );
}

#[test]
fn sorting_follows_the_text() {
    let mut all = vec![
        of("s-denied"),
        Quotation::from_bookmark(&kept()),
        of("s-help"),
        of("s-overwhelming"),
    ];
    sort_by_place(&mut all);
    let order: Vec<&str> = all.iter().map(|q| q.reference.as_str()).collect();
    assert_eq!(
        order,
        [
            "kaspersky-lab#s-overwhelming",
            "kaspersky-lab/axios-2018",
            "kaspersky-lab#s-help",
            "kaspersky-lab#s-denied"
        ]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn any_range_can_be_cited_in_every_form(start in 0..TEXT.len() + 3, length in 0_usize..80) {
        let quotation = Quotation::from_range(&briefing(), ArticleIx(0), start..start + length);
        for format in ExportFormat::ALL {
            let once = export(std::slice::from_ref(&quotation), format, Style::default());
            prop_assert_eq!(&once, &export(std::slice::from_ref(&quotation), format, Style::default()));
        }
        if let Some(words) = TEXT.get(start..start + length) {
            prop_assert!(quotation.words.contains(words));
            let added = quotation.words.chars().count() - words.chars().count();
            prop_assert!(added <= 2, "{}", quotation.words);
        }
    }
}
