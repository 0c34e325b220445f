//! What colours tell is told without them as well.

use ratatui::style::{Color, Modifier};

use crate::story::Story;
use crate::story::screens::SCREENS;

#[test]
fn without_colours_no_cell_has_one() {
    for begin in [Story::small, Story::shelf] {
        for (name, keys) in SCREENS {
            for width in [60, 120] {
                let mut story = begin(width, 30);
                story.keys(":theme plain<Enter>").keys(keys);
                let (buffer, _) = story.buffer();
                let coloured = buffer.content.iter().find(|c| {
                    c.fg != Color::Reset
                        || c.bg != Color::Reset
                        || c.underline_color != Color::Reset
                });
                assert_eq!(coloured, None, "{name}");
            }
        }
    }
}

#[test]
fn with_colours_the_sides_differ_in_them() {
    for theme in ["dark", "light"] {
        let mut story = Story::small(100, 40);
        story.keys(&format!(":theme {theme}<Enter>")).keys("gs");
        let left = story.cell_of("“Two of the four");
        let right = story.cell_of("“The bridge is sound;");
        assert_ne!(left.fg, Color::Reset);
        assert_ne!(left.fg, right.fg);
        assert_eq!(
            story.cell_of("C City council").fg,
            left.fg,
            "a label has the colour of its words"
        );
    }
}

#[test]
fn only_the_terminals_own_sixteen_colours_are_used() {
    for theme in ["dark", "light"] {
        for (name, keys) in SCREENS {
            let mut story = Story::small(100, 30);
            story.keys(&format!(":theme {theme}<Enter>")).keys(keys);
            let (buffer, _) = story.buffer();
            let other = buffer
                .content
                .iter()
                .find(|c| matches!(c.fg, Color::Rgb(..) | Color::Indexed(_)));
            assert_eq!(other, None, "{name}");
            assert!(
                buffer.content.iter().any(|c| c.fg != Color::Reset),
                "{name} has no colour at all"
            );
        }
    }
}

/// Every card, row and margin names its side by a letter or a label.
#[test]
fn sides_are_told_apart_without_colours() {
    let plain = |keys: &str, width| {
        let mut story = Story::small(width, 60);
        story.keys(":theme plain<Enter>").keys(keys);
        story
    };
    for width in [60, 120] {
        let story = plain("gs", width);
        assert!(story.shows("C City council") && story.shows("M Mill Company"));
        let story = plain("gt", width);
        assert!(story.shows("C City council: ") && story.shows("M Mill Company: "));
        let story = plain("/bridge<Esc>", width);
        assert!(story.shows("City council: ") && story.shows("Mill Company: "));
        let story = plain("gw", width);
        assert!(story.shows("C Ada Voss") && story.shows("M Jonas Brandt"));
    }
    let story = plain("gm", 80);
    assert!(
        story.shows("C Ada Voss: ") && story.shows("M Mill Company: "),
        "{}",
        story.screen()
    );
    let story = plain("JJ", 80);
    let rows: Vec<String> = story
        .screen()
        .lines()
        .map(|r| r.trim_start().to_owned())
        .collect();
    assert!(
        rows.iter().any(|r| r.starts_with("M “We will not pay")),
        "{}",
        story.screen()
    );
}

#[test]
fn quoted_words_differ_from_reported_ones_without_colours() {
    let mut story = Story::small(100, 60);
    story.keys(":theme plain<Enter>gs");
    let quoted = story.cell_of("“Two of the four");
    let reported = story.cell_of("pay for the repair");
    assert_ne!(quoted.modifier, reported.modifier);
    assert!(reported.modifier.contains(Modifier::ITALIC));
    // And by their marks: only what stood between quotation marks has them.
    assert!(!story.shows("“the Mill Company must pay"));
}

#[test]
fn the_chosen_row_and_the_header_are_told_without_colours() {
    let mut story = Story::small(80, 24);
    story.keys(":theme plain<Enter>gs");
    assert!(story.shows("▌"));
    let (buffer, _) = story.buffer();
    assert!((0..80).all(|x| buffer[(x, 0)].modifier.contains(Modifier::REVERSED)));
    story.keys(":<Tab>");
    let (_, y) = story
        .places_of("help")
        .into_iter()
        .next()
        .expect("a completion");
    let (buffer, _) = story.buffer();
    assert!(
        buffer[(0, y)].modifier.contains(Modifier::REVERSED),
        "{}",
        story.screen()
    );
}
