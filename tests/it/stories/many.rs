//! A thousand bookmarks: what is not on the screen is there all the same. And what
//! is typed while they are still being read.

use std::sync::Arc;

use diptych::app::list::target::Target;
use diptych::app::message::key::{Key, KeyCode};
use diptych::app::message::{Effect, ExportItem, ExportPayload, Msg};
use diptych::model::{
    Bookmark, BookmarkId, Change, Mark, Place, Position, Provenance, ReadState, UserData,
};

use jiff::tz::TimeZone;

use crate::story::Story;

/// Bookmarks of other briefings: ten of each day, with words of different length.
fn bookmark(n: usize) -> Bookmark {
    Bookmark {
        id: BookmarkId(format!("{n:032x}")),
        place: Place {
            briefing: format!("briefing-{}", n % 4),
            article: format!("article-{}", n % 40),
            range: n..n + 9,
        },
        text_hash: "3f".repeat(32),
        exact: format!("Words number {n}.{}", " And more of them.".repeat(n % 17)),
        prefix: String::new(),
        suffix: String::new(),
        provenance: Arc::new(Provenance {
            speaker: Some(format!("Speaker {}", n % 7)),
            side: (!n.is_multiple_of(3)).then(|| format!("Side {}", n % 3)),
            briefing_title: format!("Briefing {}", n % 4),
            publisher: "Herald".to_owned(),
            published: Some("2019-03-04".to_owned()),
            ..Provenance::default()
        }),
        note: if n.is_multiple_of(5) {
            "A note.\nIts second line.".to_owned()
        } else {
            String::new()
        },
        tags: match n % 10 {
            0 => vec!["court".to_owned(), "doubt".to_owned()],
            1 => vec!["court".to_owned()],
            _ => Vec::new(),
        },
        letter: (n % 100 == 50).then_some('r'),
        created: 1_600_000_000 + (n as i64 / 10) * 86_400,
        changed: 1_700_000_000,
    }
}

fn kept(count: usize) -> UserData {
    let all = (0..count).map(|n| Arc::new(bookmark(n)));
    UserData {
        bookmarks: Arc::new(all.collect()),
        ..UserData::default()
    }
}

fn many() -> Story {
    let mut story = Story::keeping(kept(1000), 80, 24);
    story.keys("gb");
    story
}

/// Returns the number of the bookmark under the cursor.
fn here(story: &Story) -> usize {
    match story.list().grid.target() {
        Target::Bookmark(id) => usize::from_str_radix(&id.0, 16).unwrap(),
        other => panic!("the cursor stands on {other:?}"),
    }
}

/// Returns the bookmarks that are taken out.
fn taken_out(story: &mut Story) -> Vec<usize> {
    story.keys("e").types("out.md").keys("<Enter>");
    let Some(ExportPayload::Quotations(subjects)) = story.taken.last() else {
        panic!("nothing was taken out");
    };
    let numbers = subjects.iter().map(|s| match s {
        ExportItem::Bookmark(b) => usize::from_str_radix(&b.id.0, 16).unwrap(),
        other => panic!("{other:?}"),
    });
    numbers.collect()
}

#[test]
fn the_first_and_the_last_of_many_are_shown_whole() {
    let mut story = many();
    assert_eq!(
        story.row(0).trim(),
        "Bookmarks                                                      1 of 1000 · 0 %"
    );
    assert_eq!(story.row(1).trim(), "Briefing 0 (250)");
    assert_eq!(here(&story), 0);
    assert!(story.shows("note: Its second line."));
    story.keys("G");
    assert_eq!(here(&story), 999);
    assert!(
        story.row(0).ends_with("1000 of 1000 · 99 %"),
        "{}",
        story.row(0)
    );
    // The words of the last one wrap; all of it is in the window, down to its source.
    let rows: Vec<String> = (1..22).map(|y| story.row(y)).collect();
    let last = rows
        .iter()
        .rposition(|row| row.contains("Herald, 4 March 2019"));
    let first = rows
        .iter()
        .rposition(|row| row.contains("Words number 999."));
    assert!(first < last, "{}", story.screen());
    story.keys("gg");
    assert_eq!(here(&story), 0);
    assert_eq!(story.row(1).trim(), "Briefing 0 (250)");
}

#[test]
fn days_are_those_of_the_readers_time_zone() {
    // Kept at 12:26 UTC: the first day on the one side of the date line, the next on
    // the other.
    for (hours, day) in [(0, "2020-09-13"), (14, "2020-09-14"), (-11, "2020-09-13")] {
        let zone = TimeZone::fixed(jiff::tz::offset(hours));
        let mut story = Story::keeping_in(kept(4), zone, 80, 24);
        story.keys("gb:").types("group day").keys("<Enter>");
        assert!(story.shows(&format!("{day} (4)")), "{}", story.screen());
        assert!(story.shows(&format!("kept {day}")), "{}", story.screen());
    }
}

#[test]
fn going_down_and_up_again_shows_every_bookmark_once() {
    let mut story = Story::keeping(kept(400), 60, 18);
    story.keys("gb");
    let mut seen = vec![here(&story)];
    for _ in 0..2000 {
        story.keys("j");
        let row = story.row(0);
        if seen.last() != Some(&here(&story)) {
            assert!(
                story.shows(&format!("Words number {}.", here(&story))),
                "{}",
                story.screen()
            );
            seen.push(here(&story));
        }
        if row.contains("400 of 400") {
            break;
        }
    }
    let mut sorted = seen.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, (0..400).collect::<Vec<_>>());
    let mut back = vec![here(&story)];
    while here(&story) != 0 {
        story.keys("k");
        if back.last() != Some(&here(&story)) {
            back.push(here(&story));
        }
    }
    back.reverse();
    assert_eq!(back, seen);
}

#[test]
fn many_are_grouped_by_each_of_what_they_have() {
    let mut story = many();
    for (name, first, groups) in [
        ("side", "No side: the article's own words (334)", 3),
        ("tag", "No tag (800)", 3),
        ("letter", "Highlight r (10)", 2),
        ("day", "2020-09-13 (10)", 100),
        ("briefing", "Briefing 0 (250)", 4),
        ("point", "No point in dispute (1000)", 1),
    ] {
        story
            .keys(":")
            .types(&format!("group {name}"))
            .keys("<Enter>gg");
        assert_eq!(story.row(1).trim(), first, "{name}");
        let headings = story.list().grid.rows().iter().filter(|row| row.is_heading);
        assert_eq!(headings.count(), groups, "{name}");
    }
    // One with two tags stands in both groups, and is taken out once.
    story.keys(":").types("group tag").keys("<Enter>");
    let (_, total) = story.list().grid.position();
    assert_eq!(total, 1100);
    assert_eq!(taken_out(&mut story).len(), 1000);
}

#[test]
fn the_cursor_stays_on_its_bookmark_when_they_are_grouped_anew() {
    let mut story = many();
    story.keys("500G");
    let stood = here(&story);
    let row = story.place_of("▌").unwrap().1;
    for _ in 0..6 {
        story.keys("S");
        assert_eq!(here(&story), stood);
        assert!(
            story.shows(&format!("Words number {stood}.")),
            "{}",
            story.screen()
        );
    }
    assert_eq!(
        story.place_of("▌").unwrap().1,
        row,
        "and where it was in the window"
    );
    story.resize(100, 40).resize(40, 12);
    assert_eq!(here(&story), stood);
    assert!(story.shows("Words number"), "{}", story.screen());
}

#[test]
fn what_is_found_among_many_is_grouped_and_its_hits_are_marked() {
    let mut story = many();
    story.keys("\\").types("tag:court note");
    assert!(story.row(0).contains("1 of 100"), "{}", story.row(0));
    story.keys("<Enter>");
    story.keys(":").types("group day").keys("<Enter>gg");
    assert_eq!(story.row(1).trim(), "2020-09-13 (1)");
    // The same question without the tag answers with more than fit at once.
    story.keys("\\<C-u>").types("words more");
    let (_, total) = story.list().grid.position();
    assert_eq!(total, 941, "all but every seventeenth");
    story.keys("<Enter>G");
    assert!(here(&story) >= 990);
    let found = story.cell_of("Words");
    assert_ne!(found.style(), story.cell_of("number").style());
    story.keys("<Esc>");
    assert_eq!(story.list().grid.position().1, 1000);
    assert!(
        here(&story) >= 990,
        "the cursor stays when all are shown again"
    );
}

#[test]
fn those_chosen_are_handled_together_wherever_they_are() {
    let mut story = many();
    story.keys("x");
    story.keys("600Gx");
    story.keys("Gx");
    assert!(story.status().starts_with("3 chosen"), "{}", story.status());
    let mut chosen = taken_out(&mut story);
    assert_eq!(chosen.len(), 3);
    chosen.sort_unstable();
    assert_eq!((chosen[0], chosen[2]), (0, 999));
    story.keys("t<C-u>").types("mine").keys("<Enter>");
    let tagged = || story.app.state().user().bookmarks().iter();
    assert_eq!(tagged().filter(|b| b.tags == ["mine"]).count(), 3);
    story.keys("ggxGxdd");
    assert_eq!(story.app.state().user().bookmarks().len(), 998);
    story.keys("u");
    assert_eq!(story.app.state().user().bookmarks().len(), 1000);
    story.keys("gg");
    assert_eq!(here(&story), 0);
    story.keys("G");
    assert_eq!(here(&story), 999);
}

#[test]
fn they_are_made_ready_for_questions_before_the_first_letter() {
    let mut story = many();
    assert_eq!(story.asked, ["ReadyKept(1000)"]);
    story.keys("jkG");
    assert_eq!(story.asked.len(), 1, "once is enough");
    story.keys("dd");
    assert_eq!(story.asked[1..], ["ReadyKept(999)"]);
    story.keys("\\").types("court");
    assert_eq!(story.asked.len(), 2, "the question brings them along");
}

#[test]
fn one_deleted_of_many_leaves_the_cursor_beside_it() {
    let mut story = many();
    story.keys("300G");
    let stood = here(&story);
    story.keys("j");
    let next = here(&story);
    story.keys("kdd");
    assert_eq!(here(&story), next);
    let words = format!(" Words number {stood}.");
    assert!(!story.shows(&words), "{}", story.screen());
    story.keys("u");
    assert!(story.shows(&words), "{}", story.screen());
}

#[test]
fn one_comes_back_to_the_same_place_of_a_long_list() {
    let mut story = many();
    story.keys("700G");
    let screen = story.screen();
    story.keys("gl");
    assert!(!story.shows("Words number"));
    story.keys("<C-o>");
    assert_eq!(story.screen(), screen);
}

/// Sends a key and returns what the program asks for, answering nothing.
fn press(story: &mut Story, key: char) -> Vec<Effect> {
    story.app.update(Msg::Key(Key::new(KeyCode::Char(key))))
}

fn saved(effects: &[Effect]) -> Vec<&Change> {
    let saved = effects.iter().filter_map(|effect| match effect {
        Effect::Save(change) if !matches!(change, Change::SetPosition(_)) => Some(change),
        _ => None,
    });
    saved.collect()
}

/// A reader who kept one statement with a note, whose bookmarks are still being
/// read; and what will have been read.
fn early() -> (Story, UserData) {
    let mut before = Story::small(80, 24);
    before.keys("gsa").types("Ask Voss.").keys("<Esc>");
    let bookmarks = before.app.state().user().bookmarks().clone();
    let later = UserData {
        bookmarks,
        ..UserData::default()
    };
    let unread = UserData {
        bookmarks_pending: true,
        ..UserData::default()
    };
    (Story::keeping(unread, 80, 24), later)
}

#[test]
fn what_is_kept_is_asked_for_where_it_is_not_read_yet() {
    let (story, _) = early();
    assert!(
        story.asked.contains(&"LoadUserData".to_owned()),
        "{:?}",
        story.asked
    );
    assert!(
        !Story::small(80, 24)
            .asked
            .contains(&"LoadUserData".to_owned())
    );
}

#[test]
fn b_waits_for_the_bookmarks_and_keeps_nothing_twice() {
    let (mut story, later) = early();
    story.keys("gs");
    let asked = press(&mut story, 'b');
    assert_eq!(saved(&asked), [] as [&Change; 0]);
    assert_eq!(story.status(), "Reading what is kept…");
    // What is typed behind it waits, too: it is the statement above that is meant.
    story.keys("jb");
    assert!(story.chosen().starts_with("Two") || story.shows("▌"));
    story.send(Msg::user_data_loaded(later));
    let all = story.app.state().user().bookmarks();
    let exact: Vec<&str> = all.iter().map(|b| b.exact.as_str()).collect();
    assert_eq!(
        exact.len(),
        1,
        "the first was let go, the second kept: {exact:?}"
    );
    assert!(!exact[0].starts_with("Two of the four"), "{exact:?}");
    assert!(matches!(
        story.saved.as_slice(),
        [.., Change::DeleteBookmark(_), Change::PutBookmark(_)]
    ));
    story.keys("u").keys("u");
    assert_eq!(story.app.state().user().bookmarks()[0].note, "Ask Voss.");
}

#[test]
fn a_note_is_written_below_the_one_that_was_not_read_yet() {
    let (mut story, later) = early();
    story.keys("gsa").types("Then the mayor.");
    assert!(story.app.state().prompt().is_none());
    story.send(Msg::Paste(" Soon.".to_owned())).keys("<Esc>");
    story.send(Msg::user_data_loaded(later));
    let all = story.app.state().user().bookmarks();
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].note, "Ask Voss.Then the mayor. Soon.");
}

#[test]
fn the_bookmarks_are_not_said_to_be_none_before_they_are_read() {
    let (mut story, later) = early();
    story.keys("gb");
    assert!(!story.shows("Nothing is kept yet."), "{}", story.screen());
    assert_eq!(story.status(), "Reading what is kept…");
    story.send(Msg::user_data_loaded(later));
    assert!(story.row(0).starts_with(" Bookmarks"));
    assert!(story.shows("Ask Voss."));
    assert_eq!(story.status(), "");
}

#[test]
fn what_waits_for_a_disk_that_does_not_answer_can_be_given_up() {
    let (mut story, later) = early();
    story.keys("gsbjj<C-c>");
    assert_eq!(
        story.status(),
        "Given up: what is kept is still being read."
    );
    story.keys("j");
    story.send(Msg::user_data_loaded(later));
    assert_eq!(
        story.app.state().user().bookmarks().len(),
        1,
        "nothing was let go"
    );
}

#[test]
fn the_margin_shows_what_is_kept_as_soon_as_it_is_read() {
    let (mut story, later) = early();
    story.keys("J]s");
    let words = story.place_of("“Two of the four").expect("the words");
    let sign = |story: &Story| story.buffer().0[(words.0 - 3, words.1)].symbol().to_owned();
    assert_eq!(sign(&story), " ");
    story.send(Msg::user_data_loaded(later));
    assert_eq!(sign(&story), "*");
}

#[test]
fn a_question_for_tags_is_asked_again_when_they_are_read() {
    let (mut story, mut later) = early();
    let all = Arc::make_mut(&mut later.bookmarks);
    Arc::make_mut(&mut all[0]).tags = vec!["piers".to_owned()];
    story.keys("/").types("tag:piers").keys("<Enter>");
    let found = |story: &Story| match story.app.state().screen() {
        diptych::app::Screen::List(list) => list.search.hits.results.len(),
        diptych::app::Screen::Article(_) => 1,
    };
    assert_eq!(found(&story), 0, "{}", story.screen());
    story.send(Msg::user_data_loaded(later));
    assert_eq!(found(&story), 1, "{}", story.screen());
}

#[test]
fn what_was_done_meanwhile_is_not_undone_by_what_was_read() {
    let (mut story, later) = early();
    // Nothing of it is answered as saved when the bookmarks come.
    story.keys("J]s]s");
    let mark = Mark {
        letter: 'q',
        place: Place {
            briefing: "lower-bridge".to_owned(),
            article: "herald".to_owned(),
            range: 0..0,
        },
    };
    press(&mut story, 'm');
    let asked = press(&mut story, 'q');
    let [Change::SetMark(set)] = saved(&asked)[..] else {
        panic!("{asked:?}");
    };
    assert_eq!(set.letter, mark.letter);
    let place = story
        .app
        .state()
        .user()
        .position("lower-bridge", "herald")
        .cloned();
    let stale = UserData {
        positions: vec![Position {
            briefing: "lower-bridge".to_owned(),
            article: "herald".to_owned(),
            offset: 0,
            top: 0,
            state: ReadState::New,
            changed: 1,
        }],
        ..later
    };
    story.send(Msg::user_data_loaded(stale.clone()));
    assert_eq!(
        story.app.state().user().mark('q', "lower-bridge"),
        Some(set)
    );
    assert_eq!(
        story
            .app
            .state()
            .user()
            .position("lower-bridge", "herald")
            .cloned(),
        place
    );
    // Once it is on disk, what the store tells counts again.
    story.send(Msg::Saved(Change::SetMark(set.clone()), Ok(())));
    story.send(Msg::user_data_loaded(stale));
    assert_eq!(story.app.state().user().mark('q', "lower-bridge"), None);
}

#[test]
fn a_bookmark_on_its_way_to_the_disk_stays_when_another_window_writes() {
    let mut story = Story::small(80, 24);
    story.keys("gs");
    let asked = press(&mut story, 'b');
    assert!(matches!(saved(&asked)[..], [Change::PutBookmark(_)]));
    story.send(Msg::user_data_loaded(kept(3)));
    assert_eq!(story.app.state().user().bookmarks().len(), 4);
    assert_eq!(press(&mut story, 'b').len(), 1, "and can be let go");
    assert_eq!(story.app.state().user().bookmarks().len(), 3);
}
