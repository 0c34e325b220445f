use std::path::PathBuf;
use std::sync::Arc;

use proptest::prelude::*;

use crate::app::reader::article_reader::ScrollTop;
use crate::app::reader::*;
use crate::app::state::open_briefing::OpenBriefing;
use crate::bundle::load;
use crate::model::{ArticleIx, BundleSource};
use crate::text::width::width;

/// The small bundle of the tests, and the shipped one.
fn briefings() -> &'static [Arc<OpenBriefing>] {
    static BRIEFINGS: std::sync::OnceLock<Vec<Arc<OpenBriefing>>> = std::sync::OnceLock::new();
    BRIEFINGS.get_or_init(|| {
        let folders = ["tests/fixtures/small", "briefings/kaspersky-lab"];
        let loaded = folders.map(|folder| load(&BundleSource::Folder(PathBuf::from(folder))));
        let briefings = loaded.into_iter().filter_map(|l| l.briefing);
        briefings
            .map(|b| Arc::new(OpenBriefing::new(Arc::new(b))))
            .collect()
    })
}

/// A briefing and an article, by number.
fn articles() -> impl Strategy<Value = (usize, usize)> {
    let articles = briefings().iter().enumerate();
    let articles: Vec<(usize, usize)> = articles
        .flat_map(|(d, open)| (0..open.briefing.articles.len()).map(move |a| (d, a)))
        .collect();
    prop::sample::select(articles)
}

fn open((open, article): (usize, usize)) -> ArticleReader {
    ArticleReader::new(briefings()[open].clone(), ArticleIx(article))
}

#[derive(Clone, Copy, Debug)]
enum Act {
    Step(isize),
    Scroll(isize),
    Words(bool),
    Passage(bool),
    Statement(bool),
    Last(Option<usize>),
    First,
    Lay(usize, usize),
    Select(SelectionUnit),
    Point(usize, usize),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        (-9_isize..=9).prop_map(Act::Step),
        (-40_isize..=40).prop_map(Act::Scroll),
        any::<bool>().prop_map(Act::Words),
        any::<bool>().prop_map(Act::Passage),
        any::<bool>().prop_map(Act::Statement),
        prop::option::of(0_usize..40).prop_map(Act::Last),
        Just(Act::First),
        (1_usize..=300, 1_usize..60).prop_map(|(columns, rows)| Act::Lay(columns, rows)),
        prop::sample::select(vec![SelectionUnit::Word, SelectionUnit::Sentence])
            .prop_map(Act::Select),
        (0_usize..70, 0_usize..300).prop_map(|(y, x)| Act::Point(y, x)),
    ]
}

fn perform(reader: &mut ArticleReader, act: Act) {
    match act {
        Act::Step(down) => drop(reader.step(down)),
        Act::Scroll(lines) => drop(reader.scroll(lines)),
        Act::Words(forward) => drop(reader.step_words(forward)),
        Act::Passage(forward) => drop(reader.step_passage(forward)),
        Act::Statement(forward) => drop(reader.step_statement(forward)),
        Act::Last(nth) => reader.go_last(nth),
        Act::First => reader.go_first(),
        Act::Lay(columns, rows) => reader.layout(columns, rows),
        Act::Select(unit) => reader.select(unit),
        Act::Point(y, x) => {
            if let Some(at) = reader.offset_at_cell(y, x) {
                reader.cursor = at;
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) })]

    #[test]
    fn rows_cover_the_article_for_every_width(article in articles(), columns in 1_usize..=300) {
        let mut reader = open(article);
        reader.layout(columns, 10);
        let text = reader.text().text.clone();
        let drawn = (0..reader.rows.total).filter(|line| !matches!(reader.rows.row(*line), WindowRow::Blank));
        let blank = reader.rows.text.iter().filter(|r| r.spaced).count();
        prop_assert_eq!(drawn.count() + blank, reader.rows.total, "rows drawn are rows counted");
        let mut at = 0;
        for row in &reader.rows.text {
            prop_assert!(text.is_char_boundary(row.start) && text.is_char_boundary(row.end));
            let words = &text[row.start..row.end];
            let room = columns.max(2).saturating_sub(row.indent.into()).max(2);
            let taken = width(words.trim_end());
            prop_assert!(taken <= room || crate::text::width::graphemes(words.trim_end()).count() == 1, "{words:?} in {room}");
            prop_assert!(text[at..row.start].trim().is_empty(), "{:?} is in no row", &text[at..row.start]);
            at = row.end;
        }
        prop_assert!(text[at..].trim().is_empty());
    }

    #[test]
    fn the_cursor_stays_on_a_letter_and_in_the_window(article in articles(), acts in prop::collection::vec(act(), 1..40)) {
        let mut reader = open(article);
        reader.layout(72, 20);
        for act in acts {
            perform(&mut reader, act);
            let text = reader.text();
            prop_assert!(reader.cursor <= text.text.len() && text.text.is_char_boundary(reader.cursor), "{act:?}");
            if let Some(range) = reader.selected() {
                prop_assert!(text.text.get(range).is_some(), "{act:?}");
            }
            for range in [reader.word(), reader.sentence(), reader.paragraph()] {
                prop_assert!(text.text.get(range).is_some(), "{act:?}");
            }
            // A change of the window leaves the top where it is, whatever becomes of the cursor.
            let seen = reader.cursor_cell();
            if !matches!(act, Act::Lay(..) | Act::Select(_) | Act::Point(..) | Act::First) {
                // The head of an article may fill the window, with no letter to stand on.
                let in_head = matches!(reader.top, ScrollTop::Head(_));
                prop_assert!(seen.is_some() || in_head, "{act:?} left the cursor outside");
            } else if matches!(act, Act::Lay(..)) {
                reader.scroll(0);
            }
            if let Some((y, _)) = seen {
                prop_assert!(y < reader.height);
            }
            prop_assert!(reader.percent() <= 100);
            prop_assert_eq!(reader.window().len(), reader.height);
            let (n, total) = reader.statement_number();
            prop_assert!(n <= total);
        }
    }

    #[test]
    fn a_cell_names_the_letter_that_is_drawn_there(article in articles(), columns in 4_usize..=120, down in 0_isize..60) {
        let mut reader = open(article);
        reader.layout(columns, 30);
        reader.scroll(down);
        for y in 0..30 {
            for x in [0, 1, 7, columns / 2, columns - 1] {
                let Some(at) = reader.offset_at_cell(y, x) else { continue };
                reader.cursor = at;
                let cell = reader.cursor_cell();
                let Some((row, column)) = cell else { panic!("{y} {x} is not in view") };
                prop_assert!(row == y || column == 0, "{:?} for {:?}", cell, (y, x));
                prop_assert!(row != y || column <= x.max(8), "{:?} for {:?}", cell, (y, x));
            }
        }
    }

    #[test]
    fn the_top_is_the_same_after_any_widths(article in articles(), down in 1_isize..200, sizes in prop::collection::vec((1_usize..=300, 1_usize..60), 1..10)) {
        let mut reader = open(article);
        reader.layout(72, 20);
        reader.scroll(down);
        let (top, line) = (reader.top, reader.top_line());
        for (columns, rows) in sizes {
            reader.layout(columns, rows);
        }
        reader.layout(72, 20);
        prop_assert_eq!(reader.top, top);
        prop_assert_eq!(reader.top_line(), line);
    }
}
