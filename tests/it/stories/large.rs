//! Very large briefings: what is written is what is near the window, whatever the list
//! holds. Counted in rows, not in time.

use std::fmt::Write;
use std::path::Path;

use serde_json::json;
use tempfile::TempDir;

use crate::story::Story;

const STATEMENTS: usize = 3_000;
const SPEAKERS: usize = 1_000;

fn write(path: &Path) {
    let statement = |i: usize| {
        json!({
            "id": format!("s{i}"), "speaker": format!("p{}", i % SPEAKERS),
            "topics": [format!("t{}", i % 7)],
            "answers": if i % 2 == 1 { vec![format!("s{}", i - 1)] } else { Vec::new() },
            "appearances": [{ "article": "a", "quote": [{ "exact": format!("word{i}x") }] }],
        })
    };
    let manifest = json!({
        "format": 1, "id": "x", "title": "T",
        "sides": [{ "id": "g", "label": "G" }, { "id": "c", "label": "C" }],
        "topics": (0..7).map(|i| json!({ "id": format!("t{i}"), "question": format!("Q{i}?") })).collect::<Vec<_>>(),
        "speakers": (0..SPEAKERS).map(|i| json!({
            "id": format!("p{i}"), "name": format!("Name {i}"), "side": if i % 2 == 0 { "g" } else { "c" },
        })).collect::<Vec<_>>(),
        "articles": [{ "id": "a", "title": "A", "publisher": "P", "text": "a.txt" }],
        "statements": (0..STATEMENTS).map(statement).collect::<Vec<_>>(),
    });
    let mut text = String::new();
    for i in 0..STATEMENTS {
        writeln!(text, "He said word{i}x to us.\n").unwrap();
    }
    std::fs::write(path.join("briefing.json"), manifest.to_string()).unwrap();
    std::fs::write(path.join("a.txt"), text).unwrap();
}

/// How many rows of the list are written.
fn written(story: &Story) -> usize {
    let rows = story.list().grid.rows().iter();
    rows.filter(|row| row.cells.iter().any(|cell| !cell.lines.is_empty()))
        .count()
}

#[test]
fn only_what_is_near_the_window_is_written() {
    let dir = TempDir::new().unwrap();
    write(dir.path());
    let mut story = Story::folder(dir.path(), 120, 40);
    story.keys("<Enter>");
    for screen in ["gs", "gt", "gm", "gu", "gw"] {
        for keys in [screen, "G", "gg", "\\name 7<Enter>", "<Esc>"] {
            story.keys(keys);
            let (all, near) = (story.list().grid.rows().len(), written(&story));
            // Three windows of rows at most, each of a line or more, and the headings.
            assert!(near <= 200, "{screen} {keys}: {near} of {all}");
        }
    }
}

#[test]
fn the_rows_that_are_not_written_are_filtered_and_found_as_well() {
    let dir = TempDir::new().unwrap();
    write(dir.path());
    let mut story = Story::folder(dir.path(), 120, 40);
    story.keys("<Enter>");
    for screen in ["gs", "gt", "gm"] {
        story
            .keys(screen)
            .keys("\\")
            .types("word2999x")
            .keys("<Enter>");
        assert!(story.shows("word2999x"), "{screen}: {}", story.screen());
        assert!(!story.shows("word1x"), "{screen}: {}", story.screen());
        story.keys("<Esc>");
    }
    story.keys("gw\\").types("name 999").keys("<Enter>");
    assert!(story.shows("Name 999"), "{}", story.screen());
}
