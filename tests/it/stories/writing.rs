//! Alt and Control while something is written, and the same bytes where nothing is.

use diptych::app::message::Msg;
use diptych::app::message::key::{Key, KeyCode};
use diptych::model::Change;

use crate::story::Story;

/// Sends Esc and a key that came as one.
fn esc_then(story: &mut Story, code: KeyCode) {
    story.send(Msg::EscThen(Key::new(code)));
}

#[test]
fn alt_with_any_key_never_leaves_a_note_or_runs_the_key() {
    let mut story = Story::small(80, 24);
    story.keys("gsb");
    story.keys("a").types("words to keep");
    let letters = ('!'..='~')
        .filter(|c| !"[]".contains(*c))
        .map(KeyCode::Char);
    let named = [
        KeyCode::Enter,
        KeyCode::Tab,
        KeyCode::Backspace,
        KeyCode::Up,
        KeyCode::Home,
    ];
    for code in letters.chain(named) {
        esc_then(&mut story, code);
        assert!(
            story.app.state().prompt().is_some(),
            "{code:?} left the note"
        );
    }
    story.keys("<Esc>");
    let bookmarks = story.app.state().user().bookmarks();
    assert_eq!(bookmarks.len(), 1);
}

#[test]
fn alt_b_in_a_note_goes_back_by_a_word() {
    let mut story = Story::small(80, 24);
    story.keys("gsb");
    story.keys("a").types("one two three");
    esc_then(&mut story, KeyCode::Char('b'));
    esc_then(&mut story, KeyCode::Char('b'));
    story.types("and ");
    esc_then(&mut story, KeyCode::Char('d'));
    esc_then(&mut story, KeyCode::Char('f'));
    story.types("!");
    esc_then(&mut story, KeyCode::Char('b'));
    story.keys("<C-Left><C-Right>").types("?");
    story.keys("<Esc>");
    let bookmarks = story.app.state().user().bookmarks();
    assert_eq!(bookmarks.len(), 1);
    let note = bookmarks.iter().next().unwrap().note.clone();
    assert_eq!(note, "one and?  three!");
}

#[test]
fn in_every_prompt_alt_edits_and_stays() {
    for open in ["/", ":", "\\", "gst", "gs|"] {
        let mut story = Story::small(80, 24);
        story.keys(if open == "\\" { "gs\\" } else { open });
        assert!(story.app.state().prompt().is_some(), "{open}");
        story.types("one two");
        esc_then(&mut story, KeyCode::Char('b'));
        esc_then(&mut story, KeyCode::Backspace);
        let text = story
            .app
            .state()
            .prompt()
            .map(|p| p.input().text().to_owned());
        assert_eq!(text.as_deref(), Some("two"), "{open}");
    }
}

#[test]
fn where_nothing_is_written_esc_and_a_key_are_two_keys() {
    let mut story = Story::small(80, 24);
    story.keys("gs");
    story.keys("5");
    esc_then(&mut story, KeyCode::Char('g'));
    story.keys("w");
    assert!(story.shows("Who speaks"), "{}", story.status());
}

#[test]
fn a_note_that_is_being_written_is_kept_when_the_terminal_goes() {
    let mut story = Story::small(100, 40);
    story.keys("gsa").types("draft words");
    story.send(Msg::Terminate);
    assert!(story.ended);
    let kept = story.saved.iter().any(
        |change| matches!(change, Change::PutBookmark(bookmark) if bookmark.note == "draft words"),
    );
    assert!(kept, "{:?}", story.saved);
}
