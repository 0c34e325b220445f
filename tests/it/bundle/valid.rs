//! What is valid opens, without a remark, and is what the files say.

use std::cmp::Reverse;

use diptych::bundle::{load, peek_hash, peek_id, source_line};
use diptych::model::{
    AnswerRelation, ArticleIx, EntryState, Problem, QuotationKind, QuoteVerification, Severity,
    StatementIx,
};

use super::support::{Bundle, ONE, VALID, told};

#[test]
fn a_valid_bundle_opens_without_a_remark() {
    let (_dir, source) = Bundle::valid().folder();
    let loaded = load(&source);
    assert_eq!(told(&loaded), [""; 0]);
    let briefing = loaded.briefing.unwrap();
    assert_eq!(briefing.id, "valid");
    assert_eq!(briefing.summary, ["One.", "Two."]);
    assert_eq!(briefing.language, "en");
    assert_eq!(briefing.sides[1].label, "Company");
    assert_eq!(briefing.speakers[0].aliases, ["A. Shaw"]);
    assert_eq!(briefing.source, source);
    assert_eq!(peek_id(&source).as_deref(), Some("valid"));

    let entry = loaded.entry;
    let peeked = peek_hash(&source).unwrap();
    assert_eq!((&peeked.0, &peeked.1), (&entry.id, &entry.hash));
    assert_eq!(entry.state, EntryState::Ready);
    assert_eq!((entry.counts.articles, entry.counts.statements), (2, 2));
    let sides = [("Government".to_owned(), 1), ("Company".to_owned(), 1)];
    assert_eq!(entry.counts.sides, sides);
    assert_eq!(entry.hash, briefing.hash);
    assert_eq!(entry.hash.len(), 64);
}

#[test]
fn quotations_are_proved_where_they_stand() {
    let briefing = Bundle::valid().load().briefing.unwrap();
    let one = briefing.article(ArticleIx(0));
    assert!(one.text.text.contains("Ann Shaw told the Post."));
    assert!(one.text.text.ends_with("Corrected: the name."));
    assert!(!one.text.text[..one.text.body_end].contains("Corrected"));

    let answer = briefing.statement(StatementIx(1));
    assert_eq!(answer.kind, QuotationKind::Direct);
    assert_eq!(answer.answers[0].statement, StatementIx(0));
    assert_eq!(answer.answers[0].how, Some(AnswerRelation::Denies));
    let quote = &answer.appearances[0].quote;
    assert_eq!(quote[0].proof, QuoteVerification::Exact);
    // It stands twice; the suffix tells which one is meant.
    assert!(one.text.text[quote[0].range.end..].starts_with(",” said Bo Lake"));
    assert!(quote[1].range.start > quote[0].range.end);

    let two = briefing.article(ArticleIx(1));
    let span = &briefing.statement(StatementIx(0)).appearances[1].quote[0];
    assert_eq!(two.text.slice(&span.range), "The case is strong");
    assert_eq!(two.language, "en");
}

#[test]
fn a_byte_order_mark_and_crlf_change_nothing_but_the_hash() {
    let plain = Bundle::valid().load();
    let dressed = Bundle::valid()
        .put(
            "briefing.json",
            format!("\u{feff}{}", VALID.replace('\n', "\r\n")),
        )
        .put(
            "articles/one.txt",
            format!("\u{feff}{}", ONE.replace('\n', "\r\n")),
        )
        .load();
    assert_eq!(told(&dressed), [""; 0]);
    let (plain, dressed) = (plain.briefing.unwrap(), dressed.briefing.unwrap());
    assert_eq!(plain.articles[0].text, dressed.articles[0].text);
    assert_ne!(plain.articles[0].sha256, dressed.articles[0].sha256);
    assert_ne!(plain.hash, dressed.hash);
}

#[test]
fn every_string_of_a_bundle_is_cleaned() {
    let bundle = Bundle::with(
        "\"A valid briefing\"",
        r#""A\u001b[31m va\u202elid\nbriefing""#,
    );
    let loaded = bundle.load();
    assert_eq!(loaded.briefing.unwrap().title, "A valid briefing");
    assert_eq!(loaded.entry.title, "A valid briefing");
}

#[test]
fn a_wrong_quotation_stays_on_its_card_with_its_proof() {
    let loaded = Bundle::with("There is no case\"", "There really is not any case\"").load();
    let briefing = loaded.briefing.unwrap();
    let part = &briefing.statements[1].appearances[0].quote[0];
    assert_eq!(part.exact, "There really is not any case");
    assert!(part.proof > QuoteVerification::Normalised, "{part:?}");

    let loaded = Bundle::with("case against the company is", "case against the firm is").load();
    assert_eq!(loaded.entry.state, EntryState::Ready);
    let briefing = loaded.briefing.unwrap();
    let part = &briefing.statements[0].appearances[0].quote[0];
    let QuoteVerification::Approximate(Reverse(likeness)) = part.proof else {
        panic!("{part:?}");
    };
    assert!((50..100).contains(&likeness));
    let text = &briefing.articles[0].text;
    assert!(text.slice(&part.range).contains("against the company"));

    let loaded = Bundle::with(
        "The case against the company is strong",
        "Quite another matter",
    )
    .load();
    let briefing = loaded.briefing.unwrap();
    let part = &briefing.statements[0].appearances[0].quote[0];
    assert_eq!(
        (part.proof, part.range.len()),
        (QuoteVerification::NotFound, 0)
    );
}

#[test]
fn typography_is_told_but_is_no_error() {
    let loaded = Bundle::with(
        "The case against the company",
        "the case against  the company",
    )
    .load();
    assert_eq!(loaded.problems.len(), 1, "{:?}", told(&loaded));
    assert_eq!(loaded.problems[0].severity, Severity::Warning);
    // The two blanks are what is wrong: they must be seen.
    assert!(loaded.problems[0].message.contains("against  the"));
    assert!(
        loaded.problems[0]
            .help
            .contains("\"The case against the company is strong\"")
    );
    let part = &loaded.briefing.unwrap().statements[0].appearances[0].quote[0];
    assert_eq!(part.proof, QuoteVerification::Normalised);
}

#[test]
fn the_line_of_a_problem_is_shown_in_its_columns() {
    let bundle = Bundle::with("\"title\": \"A valid", "\t\"titel\": \"\u{202e}A valid");
    let (_dir, source) = bundle.folder();
    let loaded = load(&source);
    let problem = loaded.problems.iter().find(|p| p.path == "titel").unwrap();
    let line = source_line(&source, problem).unwrap();
    assert_eq!(line, "   \"titel\": \" A valid briefing\",");
    let marked: String = line.chars().skip(problem.column - 1).collect();
    assert!(marked.starts_with("\"titel\""), "{marked}");
    let nowhere = Problem {
        line: 9_999,
        ..problem.clone()
    };
    assert_eq!(source_line(&source, &nowhere), None);
    let nothing = Problem {
        line: 0,
        ..problem.clone()
    };
    assert_eq!(source_line(&source, &nothing), None);
    let outside = Problem {
        file: "../../etc/passwd".to_owned(),
        ..problem.clone()
    };
    assert_eq!(source_line(&source, &outside), None);
}
