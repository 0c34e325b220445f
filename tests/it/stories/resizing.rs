//! Whatever the widths, what one was reading stays where it was.

use proptest::prelude::*;

use crate::story::Story;

/// The first row of text in the window, as bytes of the article.
fn top_row(story: &Story) -> std::ops::Range<usize> {
    use diptych::app::reader::WindowRow;
    let window = story.reader().window();
    let first = window.iter().find_map(|row| match row {
        WindowRow::Text(row) => Some(row.start..row.end),
        _ => None,
    });
    first.expect("a row of text")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]

    #[test]
    fn the_sentence_at_the_top_stays_at_the_top(
        article in 1_usize..=5,
        down in 5_usize..60,
        widths in prop::collection::vec((20_u16..220, 8_u16..50), 1..12),
    ) {
        let mut story = Story::shipped(80, 24);
        story.keys(&"J".repeat(article)).keys(&format!("{down}<C-d>30<C-u>"));
        story.keys(&format!("gg{down}j"));
        prop_assume!(story.reader().top_offset() > 0);
        let top = story.reader().top_offset();
        for (width, height) in widths {
            story.resize(width, height);
            let row = top_row(&story);
            let end = story.reader().percent() == 100;
            prop_assert!(row.contains(&top) || end, "{row:?} has not {top} at {width}×{height}");
        }
        story.resize(80, 24);
        prop_assert_eq!(story.reader().top_offset(), top);
        prop_assert!(top_row(&story).start == top || story.reader().percent() == 100);
    }

    #[test]
    fn the_chosen_row_of_a_list_stays_chosen_and_in_view(
        screen in prop::sample::select(vec!["gs", "gt", "gm", "gw", "?", "ga", "/the<Esc>"]),
        down in 0_usize..40,
        sizes in prop::collection::vec((20_u16..220, 8_u16..50), 1..12),
    ) {
        let mut story = Story::small(80, 24);
        story.keys(screen).keys(&format!("{down}j"));
        let target = story.list().grid.target().clone();
        for (width, height) in sizes {
            story.resize(width, height);
            prop_assert_eq!(story.list().grid.target(), &target);
            let (row, _) = story.list().grid.cursor();
            prop_assert!(story.list().grid.visible().any(|v| v.row == row), "at {}×{}", width, height);
        }
    }
}

#[test]
fn at_a_hundred_columns_the_two_sides_part() {
    let mut story = Story::small(99, 30);
    story.keys("gs");
    assert!(!story.shows("│"));
    story.resize(100, 30);
    assert!(story.shows("│"));
    story.keys("J");
    let parts = story.app.state().reader_regions();
    assert!(
        parts.card.x > parts.text.right(),
        "the card stands beside the text"
    );
    story.resize(99, 30);
    let parts = story.app.state().reader_regions();
    assert!(
        parts.card.y >= parts.text.bottom(),
        "the card stands below the text"
    );
}

#[test]
fn a_note_is_not_lost_by_a_resize() {
    let mut story = Story::small(80, 24);
    story.keys("gsa").types("half a sent");
    for (width, height) in [(10, 3), (20, 5), (200, 60), (40, 8)] {
        story.resize(width, height);
    }
    story.types("ence").keys("<Esc>");
    assert_eq!(
        story.app.state().user().bookmarks()[0].note,
        "half a sentence"
    );
}
