//! Queries as they are pasted and typed: invisible characters, words that a result lacks,
//! single characters of scripts without blanks.

use super::*;
use crate::model::{ArticleIx, Briefing, Passage, PassageKind};

#[test]
fn invisible_characters_in_a_query_are_nothing() {
    let index = index();
    for typed in [
        "pa\u{200B}wn geo\u{AD}political",
        "\u{FEFF}pawn",
        "pawn\u{200B}",
        "\"pawn in\u{2060} a\"",
        "wh\u{200B}o:bra\u{200E}ndt pawn ",
    ] {
        assert_eq!(find(&index, typed)[0], PAWN, "{typed:?}");
    }
    // What is said of a part stands where the part stands in what was typed.
    let typed = "\u{200B}pa\u{200B}wn xyz\u{200B}zy tag:nobody";
    let hits = index.find(&query(typed));
    let parts: Vec<&str> = hits
        .diagnostics
        .iter()
        .map(|n| &typed[n.range.clone()])
        .collect();
    assert!(parts.contains(&"xyz\u{200B}zy"), "{parts:?}");
    let briefing = Arc::new(sample::harbour());
    let page = ArticleSearch::new(&briefing, ArticleIx(0));
    let plain = page.search(&ArticleQuery::Query("pawn ".to_owned()));
    let pasted = page.search(&ArticleQuery::Query("pa\u{200B}wn ".to_owned()));
    assert_eq!(pasted, plain);
    assert!(!plain.ranges.is_empty());
}

#[test]
fn each_result_says_what_of_the_query_it_lacks() {
    let index = index();
    let hits = index.find(&query("pawn geopolitical game "));
    assert_eq!(names(&hits)[0], PAWN);
    assert_eq!(hits.results[0].missing_terms, [] as [&str; 0]);
    assert_eq!(hits.results[0].missing_label(), None);

    // Four words of which one is remembered wrongly; nothing has all of them.
    let hits = index.find(&query("used as a pawn in a geopolitical auditors "));
    let pawn = hits
        .results
        .iter()
        .find(|h| h.reference.to_string() == PAWN);
    assert_eq!(pawn.unwrap().missing_terms, ["auditors"]);
    assert_eq!(
        pawn.unwrap().missing_label().unwrap(),
        "without \"auditors\""
    );

    // One of several is enough: what has it lacks nothing.
    let hits = index.find(&query("(pawn OR ferries) "));
    assert!(hits.results.len() > 1);
    assert!(hits.results.iter().all(|hit| hit.missing_terms.is_empty()));

    // The speaker's name and the topic count as much as the words.
    let hits = index.find(&query("brandt pawn "));
    assert_eq!(hits.results[0].missing_terms, [] as [&str; 0]);
}

/// A briefing with one passage of a script without blanks.
fn dense(text: &str) -> Briefing {
    let mut briefing = sample::bridge();
    briefing.id = "dense".to_owned();
    briefing.statements.clear();
    let article = &mut briefing.articles[0];
    article.language = "zh".to_owned();
    article.text.text = text.to_owned();
    article.text.passages = vec![Passage {
        range: 0..text.len(),
        kind: PassageKind::Paragraph,
    }];
    article.text.body_end = text.len();
    briefing
}

#[test]
fn one_character_of_a_dense_script_is_found_wherever_it_stands() {
    for (text, first, within, last) in [
        ("卡巴斯基实验室表示遗憾。", "卡", "实", "憾"),
        ("東京タワーは高い。", "東", "タ", "い"),
        ("회사는 부인했다.", "회", "사", "다"),
        ("ภาษาไทย", "ภ", "ไ", "ย"),
    ] {
        let briefing = Arc::new(dense(text));
        let index = Index::in_memory().unwrap();
        index.update(&[Arc::clone(&briefing)]).unwrap();
        let page = ArticleSearch::new(&briefing, ArticleIx(0));
        for character in [first, within, last] {
            for typed in [character.to_owned(), format!("{character} ")] {
                let hits = index.find(&query(&typed));
                assert_eq!(
                    hits.results.len(),
                    1,
                    "{typed:?} in {text}: {:?}",
                    hits.diagnostics
                );
                assert!(
                    marked(&hits.results[0]).contains(&character),
                    "{typed:?} in {text}"
                );
                assert!(hits.results[0].missing_terms.is_empty());
                let ranges = page.search(&ArticleQuery::Query(typed.clone())).ranges;
                let marked: Vec<&str> = ranges.iter().map(|r| &text[r.clone()]).collect();
                assert!(
                    marked.contains(&character),
                    "{typed:?} in {text}: {marked:?}"
                );
            }
            assert!(
                find(&index, &format!("kind:passage -{character} ")).is_empty(),
                "{character}"
            );
        }
        assert!(index.find(&query("水 ")).results.is_empty(), "{text}");
    }
}

#[test]
fn joined_and_parted_spellings_find_each_other_and_say_so() {
    let index = index();
    // The library has "non-technical", "uncorroborated" and "geopolitical".
    for (typed, wanted, near) in [
        ("nontechnical sources ", SOURCES, "non technical"),
        ("un-corroborated claims ", SOURCES, "uncorroborated"),
        ("uncorro borated claims ", SOURCES, "uncorroborated"),
    ] {
        let hits = index.find(&query(typed));
        assert_eq!(names(&hits)[0], wanted, "{typed}");
        let messages: Vec<String> = hits
            .diagnostics
            .iter()
            .map(QueryDiagnostic::message)
            .collect();
        assert!(
            messages
                .iter()
                .any(|m| m.ends_with(&format!("did you mean \"{near}\"?"))),
            "{messages:?}"
        );
        assert!(hits.results[0].missing_terms.is_empty(), "{typed}");
        assert!(!marked(&hits.results[0]).is_empty(), "{typed}");
    }
    // What the library has as it was typed stays as it was typed.
    assert_eq!(index.find(&query("non-technical sources ")).diagnostics, []);
}
