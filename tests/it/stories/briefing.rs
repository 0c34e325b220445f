//! The first page of a briefing.

use insta::assert_snapshot;

use crate::story::Story;

#[test]
fn the_first_page_tells_what_there_is() {
    let story = Story::small(80, 30);
    assert_snapshot!(story.picture(), @r"
    | The lower bridge                                                  1 of 7 · 0 %
    |   The lower bridge
    |   C City council 3 statements, 1 unanswered  ·  M Mill Company 5 statements, 1
    |   unanswered  ·  T Third parties 1 statement
    |
    | ▌ gs both sides, face to face   / search as you type   gw who speaks
    | ▌ gt by date   gm who carries what   gu what nobody answers   ? all keys
    |
    |   A bridge is closed, and two parties disagree about whether it is safe and
    |   who pays.
    |
    |   Everything in it is invented.
    |
    |   Points in dispute
    |   Is the bridge safe?                                           C  2 M  2 T  0
    |   Who pays for the repair?                                      C  1 M  2 T  1
    |
    |   Articles
    |   Council closes the lower bridge                                          new
    |     Herald · M. Ost · 4 March 2019 · 3 statements
    |   The mill answers                                                         new
    |     Ledger · 5 March 2019 · 4 statements
    |   Voices from both banks                                                   new
    |     Courier · about March 2019 · 3 statements
    |
    |   About this briefing
    |   id: lower-bridge
    |   updated: 9 March 2019
    |
    | Enter open  gs side by side  / search  gw who  gb bookmarks  ? keys  q close
    ");
}

#[test]
fn in_a_narrow_window_nothing_is_cut_off() {
    let mut story = Story::small(34, 60);
    let page = story.screen();
    assert!(!page.contains('…'), "{page}");
    for words in [
        "City council",
        "Mill Company",
        "Third parties",
        "Is the bridge safe?",
        "Ledger",
    ] {
        assert!(page.contains(words), "{words} in\n{page}");
    }
    story.keys("G");
    assert!(story.shows("weather"), "{}", story.screen());
}

#[test]
fn a_topic_opens_side_by_side_at_that_topic() {
    let mut story = Story::small(80, 24);
    story.keys("jj");
    assert!(
        story.chosen().starts_with("Who pays for the repair?"),
        "{}",
        story.chosen()
    );
    story.keys("<Enter>");
    assert!(story.row(0).starts_with(" Side by side"));
    assert!(
        story.row(1).contains("Who pays for the repair?"),
        "{}",
        story.screen()
    );
    story.keys("<C-o>");
    assert!(story.chosen().starts_with("Who pays for the repair?"));
}

#[test]
fn an_article_is_new_then_opened_then_read() {
    let mut story = Story::small(80, 30);
    story.keys("ga");
    assert!(story.chosen().ends_with("new"), "{}", story.chosen());
    story.keys("<Enter>q");
    assert!(story.chosen().ends_with("opened"), "{}", story.chosen());
    story.keys("r");
    assert!(story.chosen().ends_with("read ✓"), "{}", story.chosen());
    assert_eq!(
        story.status(),
        "Marked read: Council closes the lower bridge"
    );
    assert_eq!(story.app.state().user().unsaved(), 0);
    story.keys("u");
    assert!(story.chosen().ends_with("opened"), "{}", story.chosen());
    assert_eq!(story.app.state().user().unsaved(), 0);
    assert!(!story.shows("saving…"));
}

#[test]
fn taking_back_that_an_unopened_article_was_read_makes_it_new() {
    let mut story = Story::small(80, 30);
    story.keys("gar");
    assert!(story.chosen().ends_with("read ✓"));
    story.keys("u");
    assert!(story.chosen().ends_with("new"), "{}", story.chosen());
}

#[test]
fn unread_articles_are_gone_through() {
    let mut story = Story::small(80, 24);
    story.keys("gajr]u");
    assert_eq!(story.reader().article.0, 2, "the second is read");
    story.keys("[u");
    assert_eq!(story.reader().article.0, 0);
    story.keys("[u");
    assert_eq!(story.status(), "There is no earlier unread article.");
}

#[test]
fn about_tells_what_was_left_out() {
    let mut story = Story::small(80, 40);
    story.keys("g?");
    assert!(
        story.shows("herald: Herald — left out: the weather"),
        "{}",
        story.screen()
    );
    assert!(story.shows("read from: tests/fixtures/small"));
}

#[test]
fn about_is_shown_in_a_window_of_any_height() {
    for height in [8, 12, 16, 24] {
        let mut story = Story::small(80, height);
        story.keys("g?");
        assert!(
            story.shows("About this briefing"),
            "at {height}:\n{}",
            story.screen()
        );
    }
}

#[test]
fn the_shipped_briefing_opens_on_its_points_in_dispute() {
    let mut story = Story::shipped(100, 30);
    assert!(
        story
            .row(0)
            .starts_with(" Kaspersky Lab and the United States government")
    );
    story.keys("j");
    assert!(
        story
            .chosen()
            .starts_with("Do Kaspersky Lab or its founder have ties")
    );
}
