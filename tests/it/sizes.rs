//! Every screen at every size: nothing panics, nothing is drawn outside the
//! window, the header is there as soon as there is room, and the cursor is in the
//! window or nowhere.

use crate::story::Story;
use crate::story::screens::SCREENS;
use diptych::app::input::command::COMMANDS;
use diptych::app::input::key_sequence;
use diptych::app::message::{Mouse, Msg, Size, key};
use diptych::app::ui::layout;
use diptych::text::clean::is_clean;
use diptych::view;
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws into a buffer that is larger than the window.
fn draw(story: &Story, case: &str) {
    let Size { width, height } = story.app.state().size();
    let mut buffer = Buffer::empty(Rect::new(0, 0, width + 2, height + 1));
    let area = Rect::new(0, 0, width, height);
    let cursor = view::paint(story.app.state(), &mut buffer, area);
    let blank = Buffer::empty(Rect::new(0, 0, 1, 1))[(0, 0)].clone();
    let outside = buffer.content.iter().enumerate().find(|(i, cell)| {
        let (x, y) = buffer.pos_of(*i);
        !area.contains((x, y).into()) && **cell != blank
    });
    if let Some((i, cell)) = outside {
        let at = buffer.pos_of(i);
        panic!(
            "{case} at {width}×{height}: {:?} is drawn at {at:?}",
            cell.symbol()
        );
    }
    if let Some(cursor) = cursor {
        assert!(
            area.contains(cursor),
            "{case} at {width}×{height}: cursor at {cursor:?}"
        );
    }
    let size = Size { width, height };
    if !layout::is_too_small(size) && story.app.state().regions().header.height > 0 {
        let row: String = (0..width).map(|x| buffer[(x, 0)].symbol()).collect();
        assert!(
            !row.trim().is_empty(),
            "{case} at {width}×{height} has no header"
        );
    }
    if !layout::is_too_small(size) && !story.app.state().zen() {
        assert_eq!(
            story.app.state().regions().header.height,
            1,
            "{case} at {width}×{height}"
        );
    }
}

fn every_size(begin: fn(u16, u16) -> Story, sizes: &[(u16, u16)]) {
    for (name, keys) in SCREENS {
        let mut story = begin(80, 24);
        story.keys(keys);
        for &(width, height) in sizes {
            story.resize(width, height);
            draw(&story, name);
        }
        // Opened in a window that was small from the beginning.
        for (width, height) in [(1, 1), (20, 5), (23, 7), (40, 9)] {
            let mut story = begin(width, height);
            story.keys(keys);
            draw(&story, name);
        }
    }
}

fn small_sizes() -> Vec<(u16, u16)> {
    let rows = |width| (1..=12).map(move |height| (width, height));
    (1..=40).flat_map(rows).collect()
}

/// Larger ones, the limits of the layout among them.
const LARGE: [(u16, u16); 14] = [
    (41, 13),
    (60, 16),
    (66, 30),
    (79, 24),
    (80, 24),
    (99, 24),
    (100, 24),
    (101, 5),
    (120, 40),
    (132, 7),
    (172, 50),
    (200, 60),
    (300, 100),
    (300, 5),
];

#[test]
fn an_empty_library_at_every_small_size() {
    every_size(Story::empty, &small_sizes());
}

#[test]
fn the_small_briefing_at_every_small_size() {
    every_size(Story::small, &small_sizes());
}

#[test]
fn the_shelf_at_every_large_size() {
    every_size(Story::shelf, &LARGE);
}

#[test]
fn the_shipped_briefing_at_some_sizes() {
    let small: Vec<_> = small_sizes()
        .into_iter()
        .filter(|(w, h)| (w * 7 + h * 3) % 29 == 0)
        .collect();
    every_size(Story::shipped, &small);
}

#[test]
fn all_at_every_large_size() {
    every_size(Story::empty, &LARGE);
    every_size(Story::small, &LARGE);
    every_size(Story::shipped, &LARGE);
}

#[test]
fn a_window_of_no_size_is_no_window() {
    let mut story = Story::small(80, 24);
    for (_, keys) in SCREENS {
        story.send(Msg::Resized(Size {
            width: 0,
            height: 0,
        }));
        story.keys(keys);
        let (buffer, cursor) = story.buffer();
        assert!(buffer.content.is_empty() && cursor.is_none());
    }
}

/// What happens in one step of a random session.
#[derive(Clone, Debug)]
enum Step {
    Keys(String),
    Type(char),
    Paste(String),
    Resize(u16, u16),
    Mouse(Mouse),
}

fn step() -> impl Strategy<Value = Step> {
    let mut sequences: Vec<String> = Vec::new();
    for row in COMMANDS {
        for keys in row.keys {
            let steps = key_sequence::parse(keys).expect("keys of the table");
            let one = |step: &key::KeyStep| match step {
                key::KeyStep::Letter => "a".to_owned(),
                key::KeyStep::Key(key) => {
                    let name = key.to_string();
                    if name.chars().count() > 1 {
                        format!("<{name}>")
                    } else {
                        name
                    }
                }
            };
            sequences.push(steps.iter().map(one).collect());
        }
    }
    let keys = prop::sample::select(sequences);
    let size = (1_u16..=170, 1_u16..=60);
    prop_oneof![
        30 => keys.prop_map(Step::Keys),
        4 => prop::char::any().prop_map(Step::Type),
        6 => prop::sample::select(vec!['b', 'e', 't', ' ', '"', ':', '1', '9', '桥', '\u{301}', '\u{200D}', '👩'])
            .prop_map(Step::Type),
        1 => "[a-z\n\t\u{1b}桥\u{301}\u{202E} ]{0,12}".prop_map(Step::Paste),
        6 => size.prop_map(|(width, height)| Step::Resize(width, height)),
        2 => (0_u16..170, 0_u16..60, 0..3).prop_map(|(column, row, kind)| Step::Mouse(match kind {
            0 => Mouse::Press { column, row },
            1 => Mouse::Drag { column, row },
            _ => Mouse::Wheel(if row % 2 == 0 { 3 } else { -3 }),
        })),
    ]
}

fn play(mut story: Story, steps: &[Step]) {
    for step in steps {
        match step {
            Step::Keys(keys) => story.keys(keys),
            Step::Type(c) => story.types(&c.to_string()),
            Step::Paste(text) => story.send(Msg::Paste(text.clone())),
            Step::Resize(width, height) => story.resize(*width, *height),
            Step::Mouse(mouse) => story.send(Msg::Mouse(*mouse)),
        };
        if !matches!(step, Step::Type(_)) {
            draw(&story, "a random session");
        }
    }
    let (buffer, _) = story.buffer();
    let dirty = buffer.content.iter().find(|cell| !is_clean(cell.symbol()));
    assert_eq!(dirty, None, "of {steps:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, max_shrink_iters: 2000, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn no_sequence_of_keys_and_sizes_hurts(steps in prop::collection::vec(step(), 60)) {
        play(Story::small(80, 24), &steps);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, max_shrink_iters: 500, ..ProptestConfig::with_cases(20) })]

    #[test]
    fn nor_in_larger_and_in_empty_libraries(steps in prop::collection::vec(step(), 60)) {
        play(Story::shipped(100, 30), &steps);
        play(Story::shelf(100, 30), &steps);
        play(Story::empty(100, 30), &steps);
    }
}
