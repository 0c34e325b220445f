//! What a filter shows is what the cursor stands on, what is acted on and what is taken
//! out: on every screen that can be filtered, wide and narrow.

use diptych::app::list::target::Target;
use diptych::app::message::{ExportItem, ExportPayload, Msg, StatusLevel};
use diptych::app::ui::styled_text::StyledLine;
use diptych::model::{AnswerStatus, ComparisonRow, StatementIx};

use crate::story::Story;

/// Screens that can be filtered, by their keys, with a word that some of their rows hold.
const SCREENS: &[(&str, &str)] = &[
    ("gs", "joyce"),
    ("gw", "shaheen"),
    ("gt", "joyce"),
    ("gm", "joyce"),
    ("gu", "germany"),
    ("ga", "axios"),
];

/// What the cell under the cursor shows, and what is known of the statement it is about.
fn under_cursor(story: &Story) -> String {
    let list = story.list();
    let (row, cell) = list.grid.cursor();
    let cell = &list.grid.rows()[row].cells[cell];
    let shown: Vec<String> = cell.lines.iter().map(StyledLine::plain).collect();
    shown.join(" ").to_lowercase()
}

/// The statements on the screen that hold what the filter asks for.
fn matching(story: &Story) -> Vec<StatementIx> {
    let cells = story.list().grid.rows().iter().flat_map(|row| &row.cells);
    let mut found: Vec<StatementIx> = cells
        .filter(|cell| cell.is_match)
        .filter_map(|cell| match &cell.target {
            Target::Statement { statement, .. } => Some(*statement),
            _ => None,
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The statements that an export takes out.
fn taken(story: &mut Story) -> Vec<StatementIx> {
    story.keys("e").types("out.md").keys("<Enter>");
    let mut all = match story.taken.pop() {
        Some(ExportPayload::Comparison(_, rows)) => {
            rows.iter().flat_map(ComparisonRow::statements).collect()
        }
        Some(ExportPayload::Quotations(subjects)) => subjects
            .iter()
            .filter_map(|subject| match subject {
                ExportItem::Statement { statement, .. } => Some(*statement),
                _ => None,
            })
            .collect(),
        None => Vec::new(),
    };
    all.sort_unstable();
    all.dedup();
    all
}

#[test]
fn the_cursor_goes_to_a_cell_that_matches_on_every_screen() {
    for (width, height) in [(120, 40), (60, 24), (40, 12)] {
        for (screen, word) in SCREENS {
            let mut story = Story::shipped(width, height);
            // From the other column, where there is one.
            story
                .keys(screen)
                .keys("l")
                .keys("\\")
                .types(word)
                .keys("<Enter>");
            let cell = under_cursor(&story);
            assert!(
                cell.contains(word),
                "{screen} at {width}: {cell}\n{}",
                story.screen()
            );
        }
    }
}

#[test]
fn filtering_who_speaks_opens_the_speaker_that_matches() {
    let mut story = Story::shipped(120, 40);
    story.keys("gwl\\").types("shaheen").keys("<Enter><Enter>");
    assert!(story.shows("Jeanne Shaheen"), "{}", story.screen());
    assert!(!story.shows("Eugene Kaspersky, "), "{}", story.screen());
}

#[test]
fn what_is_taken_out_is_what_the_filter_shows() {
    for (width, height) in [(120, 40), (60, 24)] {
        for (screen, word) in [
            ("gs", "joyce"),
            ("gt", "joyce"),
            ("gm", "joyce"),
            ("gu", "germany"),
        ] {
            let mut story = Story::shipped(width, height);
            story.keys(screen);
            let whole = taken(&mut story).len();
            story.keys("\\").types(word).keys("<Enter>");
            let shown = matching(&story);
            let out = taken(&mut story);
            assert!(
                !shown.is_empty() && out.len() < whole,
                "{screen}: {out:?} of {whole}"
            );
            assert!(shown.iter().all(|ix| out.contains(ix)), "{screen}");
            if screen != "gs" {
                assert_eq!(out, shown, "{screen} at {width}");
            }
        }
    }
}

#[test]
fn a_filtered_comparison_leaves_with_the_rows_that_are_shown_and_says_how_many() {
    let mut story = Story::shipped(120, 40);
    story.keys("gs\\").types("joyce").keys("<Enter>");
    story.keys("e").types("x.md").keys("<Enter>");
    let Some(ExportPayload::Comparison(_, rows)) = story.taken.pop() else {
        panic!("{}", story.status());
    };
    let open = story.app.state().open().unwrap().clone();
    let shown: Vec<Target> = story.list().grid.targets().cloned().collect();
    for row in &rows {
        let on_screen = |ix: StatementIx| {
            shown.iter().any(|t| {
                matches!(t, Target::Statement { statement, under, .. }
                    if *statement == ix && *under == row.topic)
            })
        };
        assert!(row.statements().all(on_screen), "{row:?}");
    }
    let joyce = rows.iter().flat_map(ComparisonRow::statements);
    let mut joyce = joyce.filter(|ix| open.briefing.speaker_of(*ix).name.contains("Joyce"));
    assert!(joyce.next().is_some());
    assert!(rows.len() < 10, "{}", rows.len());
    story.send(Msg::Notify(StatusLevel::Info, "Wrote the rows.".to_owned()));
    assert!(
        story.status().contains("Only what the filter shows"),
        "{}",
        story.status()
    );
}

#[test]
fn the_status_of_an_answer_filters_every_list_to_the_same_statements() {
    for screen in ["gs", "gt", "gm", "gu"] {
        let mut story = Story::shipped(120, 40);
        story
            .keys(screen)
            .keys("\\")
            .types("status:unanswered")
            .keys("<Enter>");
        let open = story.app.state().open().unwrap().clone();
        let expected = open.graph.with_status(AnswerStatus::Unanswered);
        assert_eq!(matching(&story), expected, "{screen}");
    }
    let mut story = Story::shipped(120, 40);
    story.keys("gs\\").types("status:mute").keys("<Enter>");
    assert!(story.shows("There is no status"), "{}", story.screen());
}

#[test]
fn what_nobody_answers_is_counted_on_the_first_page_and_listed() {
    let mut story = Story::shipped(120, 40);
    let open = story.app.state().open().unwrap().clone();
    let [left, right] = open.graph.unanswered_counts();
    assert!(
        story.shows(&format!("{left} unanswered")),
        "{}",
        story.screen()
    );
    assert!(
        story.shows(&format!("{right} unanswered")),
        "{}",
        story.screen()
    );
    story.keys("gu");
    let total = left + right;
    assert!(
        story.shows(&format!("{total} unanswered statements")),
        "{}",
        story.screen()
    );
    let listed = matching(&story);
    for ix in open.graph.with_status(AnswerStatus::Unanswered) {
        assert!(listed.contains(&ix));
    }
}

#[test]
fn a_fragment_is_shown_with_its_lead_in_on_cards() {
    let mut story = Story::shipped(120, 40);
    story.keys("gs\\").types("personally").keys("<Enter>");
    assert!(
        story.shows("he was] “personally involved” [in"),
        "{}",
        story.screen()
    );
}

#[test]
fn a_pointer_leads_to_where_the_answer_stands() {
    let dir = tempfile::TempDir::new().unwrap();
    let manifest = serde_json::json!({
        "format": 1, "id": "b", "title": "B",
        "sides": [{ "id": "t", "label": "Town" }, { "id": "f", "label": "Firm" }],
        "topics": [{ "id": "one", "question": "One?" }, { "id": "two", "question": "Two?" }],
        "speakers": [
            { "id": "m", "name": "Mayor", "side": "t" },
            { "id": "o", "name": "Owner", "side": "f" },
        ],
        "articles": [{ "id": "a", "title": "A", "publisher": "P", "text": "a.txt" }],
        "statements": [
            { "id": "claim", "speaker": "m", "topics": ["one"],
              "appearances": [{ "article": "a", "quote": [{ "exact": "It leaks." }] }] },
            { "id": "reply", "speaker": "o", "topics": ["two"],
              "answers": [{ "statement": "claim", "how": "denies" }],
              "appearances": [{ "article": "a", "quote": [{ "exact": "It is dry." }] }] },
        ],
    });
    std::fs::write(dir.path().join("briefing.json"), manifest.to_string()).unwrap();
    std::fs::write(dir.path().join("a.txt"), "“It leaks.” “It is dry.”").unwrap();
    let mut story = Story::folder(dir.path(), 120, 40);
    story.keys("<Enter>gs");
    assert!(
        !story.shows("no answer in this briefing"),
        "{}",
        story.screen()
    );
    assert!(
        story.shows("answered (denies) under “Two?”"),
        "{}",
        story.screen()
    );
    story.keys("l<Enter>");
    let (row, cell) = story.list().grid.cursor();
    let target = &story.list().grid.rows()[row].cells[cell].target;
    let Target::Statement {
        statement, under, ..
    } = target
    else {
        panic!("{target:?}");
    };
    assert_eq!((statement.0, under.unwrap().0), (1, 1));
}
