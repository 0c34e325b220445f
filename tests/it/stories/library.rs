//! The library: bundles that open, that do not, that are hidden, that are not yet known.

use diptych::app::message::Msg;
use insta::assert_snapshot;

use crate::story::Story;

#[test]
fn every_bundle_is_listed_with_what_is_wrong_with_it() {
    let story = Story::shelf(80, 24);
    assert_snapshot!(story.picture(), @r#"
    | Library                                                         1 of 3 · 100 %
    | ▌ The lower bridge
    | ▌   lower-bridge · 3 articles · 9 statements · City council 3 · Mill Company 5
    | ▌   · Third parties 1 · updated 9 March 2019
    | ▌   tests/fixtures/small
    | ▌   1 warning (gp shows them). warning: statements[8].topics: this statement
    | ▌   bears on no topic
    |
    |   A torn briefing  ✗ cannot be opened
    |     torn
    |     tests/fixtures/shelf/broken
    |     1 error, 3 warnings (gp shows them). error: sides: `sides` holds 1, but
    |     needs at least 2
    |
    |   The lower bridge, copied  hidden by another of the same id
    |     lower-bridge · 1 article · 1 statement · City council 1 · Mill Company 0
    |     tests/fixtures/shelf/twin
    |     2 warnings (gp shows them). warning: "tests/fixtures/shelf/twin" and
    |     "tests/fixtures/small" have the same id "lower-bridge"
    |
    |
    |
    |
    | Enter open  gp problems  / search  gb bookmarks  ? keys  q quit
    "#);
}

#[test]
fn an_empty_library_says_what_to_do() {
    let story = Story::empty(60, 8);
    assert_snapshot!(story.picture(), @r#"
    | Library
    |   No bundle was found. Give a folder with --library, or
    |   put bundles into the library folder that "diptych paths"
    |   names.
    |
    |
    |
    | Enter open  gp problems  / search  gb bookmarks  ? keys
    "#);
}

#[test]
fn a_library_that_is_still_read_says_so() {
    let mut story = Story::empty(60, 8);
    let unfinished = |entries: Vec<diptych::model::LibraryEntry>| Msg::Library {
        entries: entries.into(),
        complete: false,
    };
    story.send(unfinished(Vec::new()));
    assert!(story.shows("Looking for bundles…"), "{}", story.screen());
    assert!(!story.shows("No bundle was found"));

    let mut shelf = Story::shelf(60, 12);
    let first = shelf.entries()[..1].to_vec();
    shelf.send(unfinished(first));
    assert!(shelf.shows("The lower bridge"));
    assert!(
        shelf.shows("Looking for more bundles…"),
        "{}",
        shelf.screen()
    );
}

#[test]
fn the_cursor_stays_on_its_bundle_while_others_are_found() {
    let mut story = Story::shelf(80, 24);
    story.keys("j");
    let chosen = story.chosen();
    let entries = story.entries().to_vec();
    story.send(Msg::Library {
        entries: entries.into(),
        complete: false,
    });
    assert_eq!(story.chosen(), chosen);
}

#[test]
fn a_ready_bundle_opens_and_q_comes_back_to_it() {
    let mut story = Story::shelf(80, 24);
    assert!(story.chosen().starts_with("The lower bridge"));
    story.keys("<Enter>");
    assert!(story.row(0).starts_with(" The lower bridge"));
    story.keys("q");
    assert!(story.row(0).starts_with(" Library"));
    assert!(!story.ended);
    story.keys("q");
    assert!(story.ended);
}

#[test]
fn a_broken_bundle_shows_its_problems_and_hurts_no_other() {
    let mut story = Story::shelf(80, 24);
    while !story.chosen().contains("torn") {
        let before = story.chosen();
        story.keys("j");
        assert_ne!(before, story.chosen(), "there is no broken bundle");
    }
    story.keys("<Enter>");
    assert_eq!(
        story.status(),
        "This bundle cannot be opened until these are mended."
    );
    assert_snapshot!(story.picture(), @r#"
    | Problems                                                        1 of 4 · 100 %
    |   A torn briefing
    |
    | ▌ error: `sides` holds 1, but needs at least 2
    | ▌   tests/fixtures/shelf/broken · briefing.json:1:67 · sides
    | ▌   help: Add what belongs into `sides`: at least 2.
    |
    |   warning: no speaker stands on the side "one"
    |     tests/fixtures/shelf/broken · briefing.json:1:68 · sides[0]
    |     help: Give it speakers, or remove the side.
    |
    |   warning: the briefing has no article yet
    |     tests/fixtures/shelf/broken · briefing.json:1:130 · articles
    |     help: Add the first article.
    |
    |   warning: the briefing has no statement yet
    |     tests/fixtures/shelf/broken · briefing.json:1:148 · statements
    |     help: Add the first statement.
    |
    |
    |
    |
    | ! This bundle cannot be opened until these are mended.
    | j next  \ filter  q close
    "#);
    story.keys("qgg<Enter>");
    assert!(story.row(0).starts_with(" The lower bridge"));
}

#[test]
fn gp_shows_the_problems_of_the_bundle_under_the_cursor() {
    let mut story = Story::shelf(80, 24);
    story.keys("Ggp");
    assert!(story.row(0).starts_with(" Problems"));
    assert!(
        story.shows("same id \"lower-bridge\""),
        "{}",
        story.screen()
    );
}

#[test]
fn what_a_curator_should_look_at_comes_to_the_problems_of_its_bundle() {
    let mut story = Story::shelf(80, 24);
    story.keys("Ggp");
    assert!(story.status().contains("in articles and statements"));
    let (twin, small) = (story.entries()[2].clone(), story.entries()[0].clone());
    let mut found = twin.problems[0].clone();
    found.message = "[furniture] articles/herald.txt: “Share this” looks odd".to_owned();
    let of_another = Msg::WarningsFound(small.source.clone(), vec![found.clone()]);
    story.send(of_another);
    assert!(!story.shows("[furniture]"), "{}", story.screen());
    // Also where another screen is shown meanwhile.
    story.keys("gl");
    story.send(Msg::WarningsFound(twin.source.clone(), vec![found]));
    story.keys("<C-o>");
    assert!(story.row(0).starts_with(" Problems"), "{}", story.screen());
    assert!(story.shows("same id") && story.shows("[furniture]"));
    // What is no longer so goes away.
    story.send(Msg::WarningsFound(twin.source, Vec::new()));
    assert!(story.shows("same id") && !story.shows("[furniture]"));
}

#[test]
fn places_of_a_briefing_need_a_briefing() {
    for keys in ["gs", "ga", "gw", "gt", "gm", "g?"] {
        let mut story = Story::empty(80, 24);
        story.keys(keys);
        assert!(
            story.status().starts_with("No briefing is open"),
            "{keys}: {}",
            story.status()
        );
    }
}

#[test]
fn a_library_of_twenty_thousand_is_written_as_it_comes_into_view() {
    let mut story = Story::shelf(80, 24);
    let one = story.entries()[0].clone();
    let entries: Vec<diptych::model::LibraryEntry> = (0..20_000)
        .map(|n| diptych::model::LibraryEntry {
            id: format!("made-{n}"),
            title: format!("Case {n}"),
            ..one.clone()
        })
        .collect();
    story.send(Msg::Library {
        entries: entries.into(),
        complete: true,
    });
    assert!(story.picture().contains("Case 3"), "{}", story.picture());
    story.keys("G");
    assert!(
        story.picture().contains("Case 19999"),
        "{}",
        story.picture()
    );
    assert!(!story.picture().contains("Case 3\n"));
    story.keys("gg\\").types("case 12345");
    assert!(
        story.picture().contains("Case 12345"),
        "{}",
        story.picture()
    );
    assert!(!story.picture().contains("Case 12346"));
    story.keys("<Esc>");
    assert!(
        story.picture().contains("Case 12346"),
        "{}",
        story.picture()
    );
}
