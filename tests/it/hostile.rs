//! Whatever a bundle holds, the terminal gets letters only: no control character,
//! no escape sequence, no override of the direction, nothing invisible.

use std::fs;

use crate::story::Story;
use crate::story::screens::SCREENS;
use diptych::app::message::{Msg, StatusLevel};
use diptych::model::{Bookmark, BookmarkId, Place, Provenance, UserData};
use diptych::text::clean::is_clean;
use serde_json::{Value, json};
use tempfile::TempDir;

/// Colours, a title for the terminal, a question to it, overrides of the
/// direction, invisible characters, tags, controls of both sets, tabs, a marker of
/// order, too many accents, wide and joined characters.
const EVIL: &str = "e\u{1b}[31mv\u{1b}]0;title\u{7}i\u{1b}P+q544e\u{1b}\\l \u{202E}der\u{2066}isrever\u{2069} \
    \u{200B}\u{200D}\u{FEFF}\u{AD}hidden \u{E0041}\u{E007F}tag\u{0}\u{8}\u{7f}\u{85}\u{9b}2J\t|\r\u{2028}x\
    a\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301} 卡👩\u{200D}👩\u{200D}👧\u{FE0F} שלום";

fn evil(label: &str) -> String {
    format!("{label} {EVIL} {label}")
}

/// A bundle in which every text that a curator writes is hostile.
fn bundle() -> Value {
    json!({
        "format": 1, "id": "hostile", "title": evil("title"), "summary": format!("{}\n\n{}", evil("one"), evil("two")),
        "updated": "2019-03-09", evil("unknown"): evil("value"),
        "sides": [
            { "id": "left", "label": evil("Left") }, { "id": "right", "label": evil("Right") },
            { "id": "third", "label": evil("Third") }
        ],
        "topics": [{ "id": "topic", "question": evil("question") }],
        "speakers": [
            { "id": "ann", "name": evil("Ann"), "role": evil("role"), "organisation": evil("firm"), "side": "left", "aliases": [evil("alias")] },
            { "id": "bob", "name": evil("Bob"), "side": "right" },
            { "id": "cyd", "name": evil("Cyd"), "side": "third" }
        ],
        "articles": [
            {
                "id": "one", "title": evil("headline"), "publisher": evil("Outlet"), "authors": [evil("author")],
                "published": "2019-03-04", "url": format!("https://one.example/{EVIL}"), "archived_url": evil("https://archive.example/"),
                "text": "articles/one.txt", "omitted": evil("omitted"), "note": evil("note"),
                "corrections": [evil("correction")]
            },
            { "id": "two", "title": evil("other"), "publisher": evil("Paper"), "text": "articles/two.md" }
        ],
        "statements": [
            {
                "id": "first", "speaker": "ann", "topics": ["topic"], "note": evil("remark"),
                "appearances": [
                    { "article": "one", "quote": [{ "exact": format!("we said {EVIL} clearly") }], "attribution": evil("said"), "note": evil("aside") },
                    { "article": "two", "quote": [{ "exact": "we said it" }], "attribution": evil("said") }
                ]
            },
            {
                "id": "second", "speaker": "bob", "topics": ["topic"], "answers": [{ "statement": "first", "how": "denies" }],
                "appearances": [{ "article": "two", "quote": [{ "exact": format!("nobody {EVIL}") }, { "exact": "said so" }] }]
            },
            { "id": "third", "speaker": "cyd", "kind": "paraphrase",
              "appearances": [{ "article": "one", "quote": [{ "exact": "a third party stood by" }] }] }
        ]
    })
}

fn write(root: &TempDir) -> std::path::PathBuf {
    let shelf = root.path().join("shelf");
    let folder = shelf.join("ho\u{1b}[31mst\u{202E}ile\u{7}");
    fs::create_dir_all(folder.join("articles")).expect("a folder");
    let one = format!(
        "{EVIL} The first, “we said {EVIL} clearly” and went.\n\n{EVIL}{EVIL}\n\na third party stood by {EVIL}\n"
    );
    let two = format!(
        "# {EVIL}\n\n> “nobody {EVIL}” — “said so”\n\n- {EVIL}\n- `{EVIL}`\n\n[{EVIL}](https://two.example/{EVIL}) we said it\n\n    {EVIL}\n"
    );
    fs::write(folder.join("articles/one.txt"), one).expect("writable");
    fs::write(folder.join("articles/two.md"), two).expect("writable");
    fs::write(folder.join("briefing.json"), bundle().to_string()).expect("writable");
    // And one that cannot be opened, with names of its own in what is wrong with it.
    let broken = shelf.join("broken\u{9b}31m\u{2066}");
    fs::create_dir_all(&broken).expect("a folder");
    let torn = json!({
        "format": 1, "id": evil("id"), "title": evil("torn"), evil("field"): 1,
        "sides": [{ "id": evil("side"), "label": 3 }], "speakers": [{ "id": "x", "name": "x", "side": evil("nowhere") }],
        "articles": [{ "id": "y", "title": "y", "publisher": "y", "text": evil("../../etc/passwd"), "published": evil("date") }],
        "statements": [{ "id": "z", "speaker": evil("nobody"), "topics": [evil("none")], "appearances": [{ "article": evil("missing"), "quote": [{ "exact": evil("exact") }] }] }]
    });
    fs::write(broken.join("briefing.json"), torn.to_string()).expect("writable");
    shelf
}

fn letters_only(story: &Story, case: &str) {
    let (buffer, _) = story.buffer();
    for (i, cell) in buffer.content.iter().enumerate() {
        let symbol = cell.symbol();
        let harmless = is_clean(symbol)
            && !symbol.chars().any(char::is_control)
            && symbol.chars().count() <= 8;
        assert!(
            harmless,
            "{case}: {symbol:?} at {:?} of\n{}",
            buffer.pos_of(i),
            story.screen()
        );
    }
}

/// As [`letters_only`]; and of a sequence nothing is left at all.
fn check(story: &Story, case: &str) {
    letters_only(story, case);
    let screen = story.screen();
    let left = ["[31m", "]0;title", "+q544e"]
        .iter()
        .find(|part| screen.contains(**part));
    assert_eq!(
        left, None,
        "{case} shows what is left of a sequence:\n{screen}"
    );
}

#[test]
fn no_screen_lets_anything_through() {
    let root = TempDir::new().expect("a folder");
    let shelf = write(&root);
    let mut story = Story::folder(&shelf, 80, 24);
    assert_eq!(story.entries().len(), 2);
    check(&story, "the library");
    story.keys("gp");
    check(&story, "problems of the first");
    story.keys("qjgp");
    check(&story, "problems of the second");
    story.keys("q<Enter>");
    check(&story, "a bundle that cannot be opened");

    for (width, height) in [(80, 24), (120, 40), (30, 12), (200, 100)] {
        for (name, keys) in SCREENS {
            let mut story = Story::folder_of(&shelf, width, height);
            // Both bundles: the one that opens is gone to first.
            while story.app.state().open().is_none() {
                story.keys("<Enter>");
                if story.app.state().open().is_none() {
                    story.keys("qj");
                }
            }
            story.keys(keys);
            check(&story, name);
            story.keys("<Esc><Esc>G");
            check(&story, name);
        }
    }
}

#[test]
fn the_hinge_is_straight_whatever_the_words() {
    let root = TempDir::new().expect("a folder");
    let shelf = write(&root);
    for width in [100, 121, 180] {
        for keys in ["gs", "gw", "/said<Esc>"] {
            let mut story = Story::folder_with_rtl_columns(&shelf, width, 100);
            while story.app.state().open().is_none() {
                story.keys("<Enter>");
                if story.app.state().open().is_none() {
                    story.keys("qj");
                }
            }
            story.keys(keys);
            let hinges = story.places_of("│");
            assert!(hinges.len() > 3, "{keys}:\n{}", story.screen());
            assert!(
                hinges.iter().all(|p| p.0 == hinges[0].0),
                "{keys}:\n{}",
                story.screen()
            );
        }
    }
}

#[test]
fn what_the_world_tells_is_drawn_as_letters_only() {
    let mut story = Story::small(120, 24);
    story.send(Msg::Notify(StatusLevel::Error, EVIL.to_owned()));
    check(&story, "a word from outside");
    story.send(Msg::Paste(EVIL.to_owned()));
    check(&story, "a paste where nothing is written");
    for keys in ["/", ":", "gs\\", "gse", "gst", "gsa", "J/"] {
        let mut story = Story::small(120, 24);
        story.keys(keys).send(Msg::Paste(EVIL.to_owned()));
        check(&story, keys);
        // Typed one by one, what stands between the controls is words.
        story.types(EVIL);
        letters_only(&story, keys);
        story.keys("<Enter>");
        letters_only(&story, keys);
        story.keys("<Esc>gb");
        letters_only(&story, keys);
    }
}

#[test]
fn a_bookmark_from_elsewhere_is_drawn_as_letters_only() {
    let bookmark = Bookmark {
        id: BookmarkId("00".to_owned()),
        place: Place {
            briefing: evil("briefing"),
            article: evil("article"),
            range: 0..3,
        },
        text_hash: String::new(),
        exact: evil("words"),
        prefix: evil("before"),
        suffix: evil("behind"),
        provenance: std::sync::Arc::new(Provenance {
            briefing_title: evil("title"),
            publisher: evil("outlet"),
            speaker: Some(evil("speaker")),
            side: Some(evil("side")),
            ..Provenance::default()
        }),
        note: evil("note"),
        tags: vec![evil("tag")],
        letter: None,
        created: 0,
        changed: 0,
    };
    let kept = UserData {
        bookmarks: std::sync::Arc::new(vec![std::sync::Arc::new(bookmark)]),
        ..UserData::default()
    };
    let mut story = Story::small(100, 30);
    story.send(Msg::user_data_loaded(kept));
    for keys in [
        "gb",
        "a",
        "<C-c>t",
        "<Esc><Enter>",
        "gbdd",
        "u",
        "S",
        "S",
        "S",
    ] {
        story.keys(keys);
        check(&story, keys);
    }
}
