use proptest::prelude::*;

use super::*;
use crate::model::{ArticleQuery, Briefing, Hit, HitKind, MatchReason, SearchScope};

mod index;
mod kept;
mod ranking;
mod sample;
mod spelling;
mod status;

fn query(text: &str) -> Query {
    Query {
        text: text.to_owned(),
        scope: SearchScope::Library,
        limit: 20,
        bookmarks: Bookmarks::default(),
    }
}

fn index() -> Index {
    let index = Index::in_memory().unwrap();
    index.update(&sample::library()).unwrap();
    index
}

/// What was found, in order: the ids of statements, the numbers of passages.
fn names(hits: &Hits) -> Vec<String> {
    hits.results
        .iter()
        .map(|hit| hit.reference.to_string())
        .collect()
}

fn find(index: &Index, text: &str) -> Vec<String> {
    names(&index.find(&query(text)))
}

fn marked(hit: &Hit) -> Vec<&str> {
    hit.highlights
        .iter()
        .map(|m| &hit.text[m.clone()])
        .collect()
}

const PAWN: &str = "harbour#s-pawn";
const SOURCES: &str = "harbour#s-sources";
const ALARMING: &str = "harbour#s-alarming";

#[test]
fn half_remembered_words_find_the_statement() {
    let index = index();
    for (typed, wanted) in [
        ("pawn geopolitical game ", PAWN),
        ("used pawn game", PAWN),
        ("pawns in geopolitics game ", PAWN),
        ("subjective non technical sources ", SOURCES),
        ("subjective nontechnical sources rumors", SOURCES),
        ("documented alarming", ALARMING),
        ("brandt pawn ", PAWN),
        ("sind brucken sicher ", "bridge#s-sicher"),
        ("SICHERE BRÜCKE ", "bridge#s-sicher"),
    ] {
        let found = find(&index, typed);
        assert_eq!(
            found.first().map(String::as_str),
            Some(wanted),
            "{typed}: {found:?}"
        );
    }
}

#[test]
fn one_statement_is_one_result_that_says_how_many_carry_it() {
    let hits = index().find(&query("\"used as a pawn\""));
    assert_eq!(names(&hits), [PAWN]);
    let hit = &hits.results[0];
    assert_eq!((hits.total, hit.carriers), (1, 2));
    assert_eq!(hit.kind, HitKind::Statement);
    assert_eq!(hit.speaker.as_deref(), Some("Viktor Brandt"));
    assert_eq!(hit.side, Some(("Brandt Shipyard".to_owned(), 1)));
    assert_eq!(marked(hit), ["used as a pawn"]);
    assert_eq!(hit.match_reasons, [MatchReason::Words]);
    assert_eq!(hit.publisher, "The Tide");
    assert_eq!(
        hit.text,
        "We are being used as a pawn in a geopolitical game, … Nobody has shown us evidence."
    );
}

#[test]
fn the_wording_that_fits_is_shown_with_its_carrier() {
    let hits = index().find(&query("\"is being used as a pawn\" "));
    assert_eq!(hits.results[0].publisher, "Morning Signal");
    assert_eq!(hits.results[0].place.article, "signal-2017");
    let library = sample::library();
    let text = &library[0].articles[1].text;
    assert_eq!(
        text.slice(&hits.results[0].place.range),
        "is being used as a pawn in a geopolitical game,"
    );
}

#[test]
fn a_passage_is_found_by_its_own_words_and_not_beside_its_statement() {
    let index = index();
    // The second passage of the article holds words of its own and a statement.
    assert_eq!(
        find(&index, "geopolitical fight "),
        ["harbour/signal-2017#p1"]
    );
    assert_eq!(find(&index, "\"pawn in a geopolitical game\" "), [PAWN]);
    assert_eq!(find(&index, "caught pawn "), ["harbour/signal-2017#p1"]);
    let hits = index.find(&query("testified "));
    assert_eq!(names(&hits), ["harbour/signal-2017#p3"]);
    assert_eq!(hits.results[0].kind, HitKind::Passage);
    assert_eq!(hits.results[0].side, None);
}

#[test]
fn typography_case_and_accents_do_not_matter() {
    let index = index();
    for typed in [
        "“Pawn in a GEOPOLITICAL game” ",
        "\"pawn  in a\u{a0}geopolitical game\" ",
        "\"subjective non-technical sources\" ",
        "\"subjective, non\u{2011}technical sources\" ",
        "\"the cafe's owner\" ",
        "\"the cafe\u{301}’s owner\" ",
        "\"geopolitical game, nobody has\" ",
    ] {
        let hits = index.find(&query(typed));
        assert!(
            hits.diagnostics.is_empty() || typed.contains("nobody"),
            "{typed}: {:?}",
            hits.diagnostics
        );
        assert_eq!(hits.total, 1, "{typed}: {:?}", names(&hits));
    }
}

#[test]
fn sides_are_counted_over_all_that_was_found() {
    let index = index();
    let mut question = query("the ");
    question.limit = 1;
    let hits = index.find(&question);
    assert_eq!(hits.results.len(), 1);
    assert!(hits.total > 5, "{}", hits.total);
    let sides: Vec<_> = hits
        .side_counts
        .iter()
        .map(|s| (s.column, s.label.as_str(), s.count))
        .collect();
    assert_eq!(sides, [(0, "Port authority", 1), (1, "Brandt Shipyard", 2)]);
}

#[test]
fn filters_choose() {
    let index = index();
    for (typed, wanted) in [
        ("side:government ", vec![ALARMING]),
        ("side:\"port authority\" ", vec![ALARMING]),
        ("who:holm ", vec![ALARMING]),
        ("who:senator ", vec![ALARMING]),
        ("who:\"state senate\" ", vec![ALARMING]),
        ("org:senate ", vec![ALARMING]),
        ("outlet:tide status:elsewhere ", vec![ALARMING]),
        ("outlet:signal kind:direct ", vec![PAWN, SOURCES]),
        ("topic:motives ", vec![PAWN, SOURCES]),
        ("topic:\"does the quay leak\" ", vec![ALARMING]),
        ("status:unanswered -side:company ", vec!["bridge#s-sicher"]),
        (
            "kind:statement -topic:motives briefing:harbour ",
            vec![ALARMING],
        ),
        ("briefing:\"north quay\" who:brandt ", vec![PAWN, SOURCES]),
        (
            "side:land OR side:government ",
            vec![ALARMING, "bridge#s-sicher"],
        ),
        ("speaker:viktor pawn ", vec![PAWN]),
    ] {
        let hits = index.find(&query(typed));
        let mut found = names(&hits);
        found.retain(|name| !name.contains('/'));
        found.sort();
        let mut wanted = wanted;
        wanted.sort_unstable();
        assert_eq!(found, wanted, "{typed}");
        assert_eq!(hits.diagnostics, [], "{typed}");
    }
}

#[test]
fn dates_let_through_what_possibly_fits() {
    let index = index();
    let statements = |typed: &str| {
        let mut found = find(&index, &format!("kind:statement briefing:harbour {typed} "));
        found.sort();
        found
    };
    // Said on 16 April 2018; printed first on 17 April 2018; said in 2017, perhaps.
    assert_eq!(statements("before:2018"), [SOURCES]);
    assert_eq!(statements("after:2017"), [ALARMING, PAWN]);
    assert_eq!(statements("on:2018-04"), [ALARMING, PAWN]);
    assert_eq!(statements("before:2018-04-17"), [ALARMING, SOURCES]);
    assert_eq!(statements("after:2018-04-16"), [PAWN]);
    assert_eq!(statements("on:2017-07"), [SOURCES]);
    assert_eq!(statements("-on:2017"), [ALARMING, PAWN]);
}

#[test]
fn what_is_unknown_is_marked_and_the_rest_searches() {
    let index = index();
    for (typed, marked, words) in [
        (
            "pawn who:brnadt ",
            "who:brnadt",
            "The nearest is Brandt Shipyard.",
        ),
        ("pawn side:goverment ", "side:goverment", "Port authority"),
        ("pawn before:yesterday ", "before:yesterday", "no date"),
        ("pawn kind:shouted ", "kind:shouted", "direct, paraphrase"),
        ("pawn wo:brandt ", "wo:", "Did you mean who:?"),
        ("pawn tag:later ", "tag:later", "that you keep"),
        ("pawn zzzzzz ", "zzzzzz", "left out"),
        ("pawn 2999 ", "2999", "left out"),
        ("pwan ", "pwan", "did you mean \"pawn\"?"),
    ] {
        let hits = index.find(&query(typed));
        assert_eq!(
            names(&hits).first().map(String::as_str),
            Some(PAWN),
            "{typed}"
        );
        let note = hits
            .diagnostics
            .iter()
            .find(|n| &typed[n.range.clone()] == marked)
            .unwrap_or_else(|| panic!("{typed}: {:?}", hits.diagnostics));
        assert!(
            note.message().contains(words),
            "{typed}: {}",
            note.message()
        );
    }
}

#[test]
fn where_nothing_is_found_unknown_words_of_a_phrase_are_named() {
    let hits = index().find(&query("\"quixotry zzz\" "));
    let notes: Vec<String> = hits
        .diagnostics
        .iter()
        .map(QueryDiagnostic::message)
        .collect();
    assert_eq!(hits.total, 0);
    for word in ["quixotry", "zzz"] {
        assert!(notes.iter().any(|note| note.contains(word)), "{notes:?}");
    }
}

#[test]
fn nothing_found_is_relaxed_with_a_note() {
    let index = index();
    for (typed, wanted, words) in [
        (
            "pawn harvest geopolitical evidence alarming ",
            PAWN,
            "most of them",
        ),
        ("\"pawn of the geopolitical game\" ", PAWN, "stands nowhere"),
        ("who:holm pawn alarming ", ALARMING, "one of them"),
        ("\"pawn in a\" alarming ", PAWN, "most of them"),
    ] {
        let hits = index.find(&query(typed));
        assert_eq!(
            names(&hits).first().map(String::as_str),
            Some(wanted),
            "{typed}"
        );
        assert!(
            hits.diagnostics.iter().any(|n| n.message().contains(words)),
            "{typed}: {:?}",
            hits.diagnostics
        );
    }
    assert_eq!(find(&index, "who:holm zzzzz "), [ALARMING]);
    assert_eq!(find(&index, "zzzzz "), [] as [&str; 0]);
}

#[test]
fn typing_never_blanks_the_list() {
    let index = index();
    for question in [
        "pawn in a geopolitical game",
        "\"pawn in a geopolitical game\" who:brandt",
        "pawn who:\"viktor brandt\" before:2018-05-01",
        "subjective OR alarming -pawn",
        "side:company kind:direct topic:motives sources",
        "(pawn OR sources) -who:holm \"nobody has\"",
        "\"pawn game\"~5 status:unanswered",
        "geopol* game -testified",
        "after:2017 outlet:tide yard",
    ] {
        let mut found = false;
        for end in (1..=question.len()).filter(|i| question.is_char_boundary(*i)) {
            let hits = index.find(&query(&question[..end]));
            assert!(
                !found || !hits.results.is_empty(),
                "{:?} blanks: {:?}",
                &question[..end],
                hits.diagnostics
            );
            // The first word may be one that nobody said.
            found |= !hits.results.is_empty() && question[..end].contains(' ');
        }
        assert!(found, "{question}");
    }
}

#[test]
fn scope_is_kept() {
    let index = index();
    let mut question = query("game ");
    question.scope = SearchScope::Briefing("bridge".to_owned());
    assert_eq!(names(&index.find(&question)), ["bridge/kurier-2019#p2"]);
    question.scope = SearchScope::Article("harbour".to_owned(), "signal-2017".to_owned());
    let hits = index.find(&question);
    assert_eq!(names(&hits), [PAWN]);
    assert_eq!(hits.results[0].place.article, "signal-2017");
    question.scope = SearchScope::Article("harbour".to_owned(), "nowhere".to_owned());
    assert_eq!(index.find(&question).total, 0);
}

#[test]
fn exact_and_near_and_in_order_come_first() {
    let texts = [
        ["The game was over when the pawn fell to a geopolitical rival of the other player."],
        ["A geopolitical pawn game."],
        ["One pawn in the geopolitical game was enough."],
    ];
    let mut briefing = sample::harbour();
    briefing.statements.clear();
    briefing.articles.truncate(1);
    let passages: Vec<&'static str> = texts.iter().map(|t| t[0]).collect();
    let text = sample::Text(
        "x",
        "X",
        "2018",
        "en",
        "X",
        Box::leak(passages.into_boxed_slice()),
    );
    briefing.articles[0] = sample::article(&text);
    let index = Index::in_memory().unwrap();
    index.update(&[Arc::new(briefing)]).unwrap();
    assert_eq!(
        find(&index, "pawn geopolitical game "),
        ["harbour/x#p3", "harbour/x#p2", "harbour/x#p1"]
    );
}

#[test]
fn long_passages_are_cut_to_the_densest_sentences() {
    let hits = index().find(&query("subjective weighed "));
    let hit = &hits.results[0];
    assert_eq!(hit.reference.to_string(), "harbour/tide-2018#p4");
    assert!(hit.text.len() <= 310, "{}", hit.text);
    assert!(hit.text.starts_with("Nothing in the order"), "{}", hit.text);
    assert_eq!(marked(hit), ["subjective", "weighed"]);
    let library = sample::library();
    assert_eq!(
        library[0].articles[0].text.slice(&hit.place.range),
        hit.text
    );
}

#[test]
fn marks_stand_on_words_in_every_form() {
    let index = index();
    for (typed, marks) in [
        ("pawn game ", vec!["pawn", "game"]),
        ("paw", vec!["pawn"]),
        ("geopol* ", vec!["geopolitical"]),
        ("pwan ", vec!["pawn"]),
        ("\"geopolitical game\" ", vec!["geopolitical game"]),
        ("\"pawn game\"~5 ", vec!["pawn", "game"]),
        ("games ", vec!["game"]),
    ] {
        let hits = index.find(&query(typed));
        let hit = hits
            .results
            .iter()
            .find(|h| h.reference.to_string() == PAWN)
            .unwrap_or_else(|| panic!("{typed}: {:?}", names(&hits)));
        assert_eq!(marked(hit), marks, "{typed}");
    }
}

#[test]
fn each_result_says_why() {
    let index = index();
    let why = |typed: &str| index.find(&query(typed)).results[0].match_reasons.clone();
    assert_eq!(why("pawn "), [MatchReason::Words]);
    assert_eq!(
        why("viktor pawn "),
        [MatchReason::Words, MatchReason::Speaker]
    );
    assert_eq!(why("viktor "), [MatchReason::Speaker]);
    assert_eq!(
        why("leak oil alarming "),
        [MatchReason::Words, MatchReason::Topic]
    );
    assert_eq!(
        why("quarrel pawn caught "),
        [MatchReason::Words, MatchReason::Title]
    );
}

#[test]
fn filters_complete() {
    let index = index();
    let complete = |text: &str| index.complete(text, text.len(), &Bookmarks::default());
    assert_eq!(
        complete("pawn who:bra"),
        ["\"Brandt Shipyard\"", "\"Viktor Brandt\""]
    );
    assert_eq!(complete("who:\"viktor b"), ["\"Viktor Brandt\""]);
    assert_eq!(
        complete("outlet:"),
        ["Kurier", "\"Morning Signal\"", "\"The Tide\""]
    );
    assert_eq!(complete("status:un"), ["unanswered"]);
    assert_eq!(complete("-topic:mo"), ["motives"]);
    assert_eq!(complete("briefing:h"), ["harbour"]);
    assert_eq!(complete("org:verk"), ["Verkehrsministerium"]);
    assert_eq!(complete("o"), ["org:", "outlet:", "on:"]);
    assert_eq!(complete("pawn "), [] as [&str; 0]);
    assert_eq!(
        index.complete("who:vik pawn", 7, &Bookmarks::default()),
        ["\"Viktor Brandt\""]
    );
}

#[test]
fn nothing_asked_or_nothing_indexed_is_no_error() {
    let empty = Index::in_memory().unwrap();
    assert_eq!(empty.find(&query("pawn who:x \"a b\" -c ")).total, 0);
    assert_eq!(
        empty.complete("who:", 4, &Bookmarks::default()),
        [] as [&str; 0]
    );
    let index = index();
    for typed in [
        "", " ", "-", "\"", "\"\"", "()", "*", "—", "who:", "OR", "~5",
    ] {
        let hits = index.find(&query(typed));
        assert_eq!(hits.results, [], "{typed:?}");
    }
    let mut question = query("pawn");
    question.limit = 0;
    let hits = index.find(&question);
    assert_eq!((hits.results.len(), hits.total), (0, 1));
    assert!(index.find(&query("-pawn ")).total > 3);
}

#[test]
fn a_phrase_can_be_left_out() {
    let index = index();
    for question in [
        "-pawn*pawn\"",
        "game -\"pawn in their\"",
        "-\"geopolitical game\"",
    ] {
        let hits = index.find(&query(question));
        assert!(!hits.is_partial, "{question}: {:?}", hits.diagnostics);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn any_question_is_answered_with_marks_on_boundaries(
        pieces in proptest::collection::vec(
            prop_oneof![
                Just("\"".to_owned()), Just("(".to_owned()), Just(")".to_owned()),
                Just("-".to_owned()), Just(" ".to_owned()), Just(" OR ".to_owned()),
                Just("who:".to_owned()), Just("before:".to_owned()), Just("side:".to_owned()),
                Just("*".to_owned()), Just("~3".to_owned()), Just("pawn".to_owned()),
                Just("geopolitical ".to_owned()), Just("brücke".to_owned()),
                Just("2018".to_owned()), "[a-zé字]{1,4}",
            ],
            0..12,
        ),
        limit in 0usize..5,
    ) {
        thread_local! {
            static INDEX: Index = index();
        }
        let mut question = query(&pieces.concat());
        question.limit = limit;
        let hits = INDEX.with(|index| index.find(&question));
        prop_assert!(hits.results.len() <= limit);
        prop_assert!(hits.total >= hits.results.len());
        prop_assert!(!hits.is_partial, "{:?}", hits.diagnostics);
        for hit in &hits.results {
            let mut end = 0;
            for mark in &hit.highlights {
                prop_assert!(mark.start >= end && mark.start < mark.end);
                prop_assert!(hit.text.get(mark.clone()).is_some());
                end = mark.end;
            }
        }
        for note in &hits.diagnostics {
            prop_assert!(question.text.get(note.range.clone()).is_some());
        }
    }
}
