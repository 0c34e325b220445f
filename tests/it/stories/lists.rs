//! Carriers, timeline, matrix, who speaks.

use insta::assert_snapshot;
use ratatui::style::Modifier;

use crate::story::Story;

#[test]
fn carriers_show_every_difference_in_wording() {
    let mut story = Story::small(80, 36);
    story.keys("gsgr");
    assert_snapshot!(story.picture(), @r"
    | Carriers › The lower bridge                                     1 of 2 · 100 %
    |   C City council                                                       ✓ exact
    |   Ada Voss, engineer, City council
    |   4 March 2019 · direct
    |   answered (denies): Mill Company: “The bridge is sound; our own engineers
    |     crossed it on Monday,”
    |   answered (rebuts): 李明: [… Ming, wrote in his own language:] “这座桥很安
    |     全，我们每天都走。”
    |   topic: Is the bridge safe?
    |
    |   2 articles carry it; the fullest wording is that of Herald
    | ▌ Herald, 4 March 2019                                                 ✓ exact
    | ▌ attributed: said Ada Voss, the council’s engineer
    | ▌   “Two of the four piers are cracked, and the bridge cannot carry lorries,”
    |
    |   Ledger, 5 March 2019                                                 ✓ exact
    |   attributed: Voss had said
    |     “Two of the four piers are cracked, and the bridge cannot carry trucks,”
    |     ≠ only here: “trucks”
    |     ≠ not here: “lorries”
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    | Enter passage  ]c difference  Y copy  b keep  ? keys  q close
    ");
    let (x, y) = story.places_of("trucks")[0];
    let (buffer, _) = story.buffer();
    assert!(
        buffer[(x, y)]
            .modifier
            .contains(Modifier::UNDERLINED | Modifier::BOLD)
    );
    let same = story.places_of("the bridge cannot carry");
    let same = same.iter().find(|p| p.1 == y).expect("on the same row");
    assert!(!buffer[*same].modifier.contains(Modifier::UNDERLINED));
}

#[test]
fn differences_are_gone_through_in_a_window_of_any_height() {
    for height in [6, 10, 40] {
        let mut story = Story::small(40, height);
        story.keys("gsgr]c");
        assert!(story.list().grid.cursor().0 > 0);
        assert_eq!(story.status(), "", "at {height}");
        assert!(
            story.chosen().is_empty() || story.chosen().starts_with("Ledger"),
            "{}",
            story.screen()
        );
        story.keys("]c");
        assert_eq!(story.status(), "No carrier differs further that way.");
        story.keys("y");
        assert!(story.copied[0].contains("trucks"));
    }
}

#[test]
fn a_carrier_opens_its_own_passage() {
    let mut story = Story::small(80, 40);
    story.keys("gsgrj<Enter>");
    assert!(story.row(0).contains("Ledger"));
    let reader = story.reader();
    assert!(reader.text().text[reader.cursor..].starts_with("Two of the four"));
    story.keys("<C-o>q");
    assert!(story.row(0).starts_with(" Side by side"));
}

#[test]
fn a_statement_of_one_article_has_no_other_wording() {
    let mut story = Story::small(80, 30);
    story.keys("gsGgr");
    assert!(story.shows("One article carries it"));
}

#[test]
fn the_timeline_is_in_the_order_of_time() {
    let mut story = Story::small(80, 60);
    story.keys("gt");
    let heads: Vec<u16> = ["4 March 2019", "5 March 2019", "No date known"]
        .iter()
        .map(|h| {
            story
                .place_of(h)
                .unwrap_or_else(|| panic!("{h} in\n{}", story.screen()))
                .1
        })
        .collect();
    assert!(heads.is_sorted(), "{}", story.screen());
    story.keys("}");
    assert_ne!(story.status(), "There is nothing further that way.");
    story.keys("gs");
    assert!(story.row(0).starts_with(" Side by side"));
}

#[test]
fn the_timeline_as_a_picture() {
    let mut story = Story::small(60, 24);
    story.keys("gt");
    assert_snapshot!(story.picture(), @r"
    | Timeline › The lower bridge                   1 of 9 · 0 %
    |   about March 2019
    | ▌ T Third parties: Rosa Lind                        direct
    | ▌   “Nobody asked the drivers,”
    |
    |   4 March 2019
    |   C City council: Ada Voss                          direct
    |     “Two of the four piers are cracked, and the bridge
    |     cannot carry lorries,”
    |
    |   C City council: Ada Voss                          direct
    |     “It stays closed until the spring,”
    |
    |   C City council: City council                  paraphrase
    |     [The council said that] the Mill Company must pay for
    |     the repair, [as it had done in 1911.]
    |
    |   5 March 2019
    |   M Mill Company: Mill Company                      direct
    |     “The bridge is sound; our own engineers crossed it on
    |     Monday,”
    |
    |
    | Enter passage  } date  gs side by side  b keep  ? keys
    ");
}

#[test]
fn the_matrix_tells_which_article_carries_what() {
    let mut story = Story::small(80, 30);
    story.keys("gm");
    assert_snapshot!(story.picture(), @r"
    | Who carries what › The lower bridge                              1 of 12 · 0 %
    |   D all the words  d part of them  p in the reporter's words  · not in the
    |   stored article
    |
    | ▌  1 Herald, 4 March 2019: 3 of 9 statements
    |    2 Ledger, 5 March 2019: 4 of 9 statements
    |    3 Courier, about March 2019: 3 of 9 statements
    |
    |   Is the bridge safe?
    |    1  2  3
    |    D  D  · C Ada Voss: “Two of the four piers are cracked, and the bridge
    |              cannot carry lorries,”
    |    ·  D  · M Mill Company: “The bridge is sound; our own engineers crossed it
    |              on Monday,”
    |    ·  ·  D M 李明: [… Ming, wrote in his own language:] “这座桥很安全，我们每
    |              天都走。”
    |    D  ·  · C Ada Voss: “It stays closed until the spring,”
    |
    |   Who pays for the repair?
    |    1  2  3
    |    p  ·  · C City council: [The council said that] the Mill Company must pay
    |              for the repair
    |    ·  D  · M Jonas Brandt: “We will not pay,” […] “The bridge belongs to the
    |              city.”
    |    ·  ·  D T Rosa Lind: “Nobody asked the drivers,”
    |    ·  D  · M Jonas Brandt: “We are sorry for the detour,”
    |
    |   No topic given
    |
    | Enter passage  gr carriers  } topic  \ filter  ? keys  q close
    ");
}

#[test]
fn the_matrix_in_a_narrow_window_names_articles_by_number() {
    let mut story = Story::small(30, 40);
    story.keys("gm");
    assert!(story.shows("1D 2D"), "{}", story.screen());
    assert!(story.shows("1p"));
}

#[test]
fn speakers_stand_face_to_face() {
    let mut story = Story::small(100, 26);
    story.keys("gw");
    assert_snapshot!(story.picture(), @r"
    | Who speaks › The lower bridge                                                       1 of 4 · 100 %
    |   City council                                       Mill Company
    | ▌ C Ada Voss                       2 statements │    M Jonas Brandt                   3 statements
    | ▌   engineer, City council                      │      director, Mill Company
    | ▌   also printed as Voss                        │      also printed as Brandt
    |                                                 │
    |   C City council                    1 statement │    M Mill Company                    1 statement
    |                                                 │
    |                                                 │    M 李明                            1 statement
    |                                                 │      partner in Shanghai
    |                                                 │      also printed as Li Ming
    |                                                 │
    |   Third parties
    |   T Rosa Lind                                                                          1 statement
    |     drivers’ union
    |
    |
    |
    |
    |
    |
    |
    |
    |
    |
    | Enter open  l other side  \ filter  ? keys  q close
    ");
}

#[test]
fn a_speaker_opens_with_all_that_was_said() {
    let mut story = Story::small(80, 60);
    story.keys("gw");
    while !story.chosen().contains("Jonas Brandt") {
        story.keys("j");
        assert_eq!(story.status(), "");
    }
    story.keys("<Enter>");
    for words in [
        "We will not pay,",
        "We are sorry for the detour,",
        "We have carried flour",
    ] {
        assert!(story.shows(words), "{}", story.screen());
    }
    assert!(!story.shows("Two of the four piers are cracked, and the bridge cannot carry lorries"));
    story.keys("q");
    assert!(story.chosen().contains("Jonas Brandt"));
}
