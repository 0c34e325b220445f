use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use rusqlite::Connection;

use super::database::{Backend, INITIAL_READ_LIMIT, TWO_THREAD_THRESHOLD};
use super::sqlite::schema;
use super::*;
use crate::model::{
    Bookmark, BookmarkId, Change, MAX_HISTORY, Mark, Place, Position, Provenance, ReadState,
    ResultOrder, SavedSearch, SearchScope, UserData,
};

mod damage;
mod damaged_files;
mod failures;
mod initial_read;

/// A bookmark of its own for each number.
pub(super) fn bookmark(n: usize) -> Bookmark {
    Bookmark {
        id: BookmarkId(format!("{n:032x}")),
        place: Place {
            briefing: "kaspersky-lab".into(),
            article: format!("article-{}", n % 7),
            range: n..n + 20,
        },
        text_hash: "ab".repeat(32),
        exact: format!("words number {n}"),
        prefix: "before ".into(),
        suffix: " after".into(),
        provenance: std::sync::Arc::new(Provenance {
            speaker: Some("Jeanne Shaheen".into()),
            publisher: "Axios".into(),
            authors: vec![crate::model::Author::from_name("A. Writer")],
            published: Some("2018-04~".into()),
            ..Provenance::default()
        }),
        note: String::new(),
        tags: Vec::new(),
        letter: None,
        created: 0,
        changed: 0,
    }
}

/// A new bookmark as it is told of once it was written.
fn kept_at(n: usize, now: i64) -> Change {
    Change::PutBookmark(Box::new(Bookmark {
        created: now,
        changed: now,
        ..bookmark(n)
    }))
}

fn keep(n: usize) -> Change {
    Change::PutBookmark(Box::new(bookmark(n)))
}

fn noted(n: usize, note: &str, tags: &[&str]) -> Change {
    Change::PutBookmark(Box::new(Bookmark {
        note: note.into(),
        tags: tags.iter().map(ToString::to_string).collect(),
        ..bookmark(n)
    }))
}

fn mark(letter: char, briefing: &str, at: usize) -> Mark {
    Mark {
        letter,
        place: Place {
            briefing: briefing.into(),
            article: "a".into(),
            range: at..at + 1,
        },
    }
}

fn position(article: &str, offset: usize, state: ReadState) -> Position {
    Position {
        briefing: "b".into(),
        article: article.into(),
        offset,
        top: offset / 2,
        state,
        changed: 0,
    }
}

/// Opens a folder of which nothing has to be told.
fn open(dir: &Path) -> Store {
    let opened = Store::open_dir(dir, 1).unwrap();
    assert_eq!(opened.notices, Vec::<String>::new());
    opened.store
}

fn files(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn looking_makes_nothing_and_the_first_write_makes_the_folder() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("deep/data");
    let mut store = open(&data);
    assert_eq!(store.state(), StoreState::Absent);
    assert_eq!(store.user_data().unwrap(), UserData::default());
    assert_eq!(store.user_data_if_changed().unwrap(), None);
    assert_eq!(store.trash().unwrap(), []);
    assert!(!store.restore(&bookmark(1).id, 5).unwrap());
    assert_eq!(store.empty_trash(5).unwrap(), 0);
    assert!(!data.exists());
    store.apply(&keep(1), 5).unwrap();
    assert_eq!(store.state(), StoreState::Disk);
    assert!(data.join(FILE).is_file());
}

#[test]
fn what_is_kept_is_there_after_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    store
        .apply(&noted(2, "a note\nof two lines", &["z", "a", "z"]), 10)
        .unwrap();
    store.apply(&keep(1), 11).unwrap();
    store
        .apply(&Change::SetMark(mark('a', "b", 3)), 12)
        .unwrap();
    store
        .apply(&Change::SetPosition(position("x", 70, ReadState::Read)), 13)
        .unwrap();
    drop(store);
    let kept = open(dir.path()).user_data().unwrap();
    let Change::PutBookmark(mut first) = noted(2, "a note\nof two lines", &["a", "z"]) else {
        unreachable!()
    };
    (first.created, first.changed) = (10, 10);
    let mut second = bookmark(1);
    (second.created, second.changed) = (11, 11);
    assert_eq!(
        *kept.bookmarks,
        [*first, second].map(std::sync::Arc::new),
        "oldest first, tags sorted"
    );
    assert_eq!(kept.marks, [mark('a', "b", 3)]);
    let mut place = position("x", 70, ReadState::Read);
    place.changed = 13;
    assert_eq!(kept.positions, [place]);
}

#[test]
fn removed_bookmarks_stay_in_the_trash_until_it_is_emptied() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    for n in 1..=3 {
        store.apply(&keep(n), 10).unwrap();
    }
    store
        .apply(&Change::DeleteBookmark(bookmark(1).id), 20)
        .unwrap();
    store
        .apply(&Change::DeleteBookmark(bookmark(2).id), 21)
        .unwrap();
    store
        .apply(&Change::DeleteBookmark(bookmark(2).id), 30)
        .unwrap();
    store
        .apply(&Change::DeleteBookmark(bookmark(9).id), 31)
        .unwrap();
    let mut store = open(dir.path());
    let trash: Vec<(String, i64)> = store
        .trash()
        .unwrap()
        .into_iter()
        .map(|t| (t.bookmark.exact, t.removed))
        .collect();
    assert_eq!(
        trash,
        [("words number 2".into(), 21), ("words number 1".into(), 20)]
    );
    assert_eq!(store.user_data().unwrap().bookmarks.len(), 1);
    assert_eq!(store.bookmark(&bookmark(1).id).unwrap(), None);

    assert!(store.restore(&bookmark(1).id, 40).unwrap());
    assert!(!store.restore(&bookmark(1).id, 41).unwrap());
    assert_eq!(
        store.bookmark(&bookmark(1).id).unwrap().unwrap().created,
        10
    );
    store
        .apply(&Change::DeleteBookmark(bookmark(1).id), 42)
        .unwrap();
    store.apply(&noted(1, "undone", &[]), 43).unwrap();
    assert_eq!(
        store.bookmark(&bookmark(1).id).unwrap().unwrap().note,
        "undone"
    );
    assert_eq!(store.empty_trash(50).unwrap(), 1);
    assert_eq!(store.trash().unwrap(), []);
    assert_eq!(store.user_data().unwrap().bookmarks.len(), 2);
}

#[test]
fn many_bookmarks_are_all_read_in_order_with_the_trash() {
    let many = usize::try_from(TWO_THREAD_THRESHOLD).unwrap() + 1000;
    let dir = tempfile::tempdir().unwrap();
    let all: Vec<(Change, i64)> = (1..=many).map(|n| (keep(n), 10)).collect();
    let mut store = open(dir.path());
    store.apply_all(&all, 10).unwrap();
    for (n, when) in [(2, 20), (many, 22), (many / 2, 21)] {
        store
            .apply(&Change::DeleteBookmark(bookmark(n).id), when)
            .unwrap();
    }
    let mut store = open(dir.path());
    assert!(
        store
            .second_connection(
                TWO_THREAD_THRESHOLD,
                store.opening_snapshot.as_ref().unwrap().1.last_seq
            )
            .is_some(),
        "the second connection sees the same state"
    );
    assert!(
        store.second_connection(TWO_THREAD_THRESHOLD, 1).is_none(),
        "what is of another state is not used"
    );
    let kept = store.user_data().unwrap();
    let names = |bookmarks: Vec<&Bookmark>| -> Vec<String> {
        bookmarks.into_iter().map(|b| b.id.0.clone()).collect()
    };
    let still = (1..=many).filter(|n| ![2, many / 2, many].contains(n));
    let expected: Vec<String> = still.map(|n| bookmark(n).id.0).collect();
    assert_eq!(
        names(kept.bookmarks.iter().map(AsRef::as_ref).collect()),
        expected
    );
    let gone = [many, many / 2, 2].map(|n| bookmark(n).id.0);
    assert_eq!(names(kept.trash.iter().collect()), gone);
}

#[test]
fn letters_are_unique_in_a_briefing_or_everywhere() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    for (letter, briefing, at) in [
        ('b', "x", 1),
        ('b', "y", 2),
        ('B', "x", 3),
        ('B', "y", 4),
        ('b', "x", 5),
    ] {
        store
            .apply(&Change::SetMark(mark(letter, briefing, at)), 1)
            .unwrap();
    }
    let all = [mark('B', "y", 4), mark('b', "x", 5), mark('b', "y", 2)];
    assert_eq!(store.user_data().unwrap().marks, all);
    store
        .apply(&Change::ClearMark(mark('b', "y", 99)), 1)
        .unwrap();
    store
        .apply(&Change::ClearMark(mark('B', "elsewhere", 0)), 1)
        .unwrap();
    assert_eq!(store.user_data().unwrap().marks, [mark('b', "x", 5)]);
    let error = store
        .apply(&Change::SetMark(mark('é', "x", 1)), 1)
        .unwrap_err();
    assert_eq!(error.kind, StoreErrorKind::Invalid);
    assert!(!error.is_transient());
}

#[test]
fn the_last_place_comes_first() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    for (article, now) in [("a", 5), ("b", 6), ("c", 6), ("a", 6)] {
        store
            .apply(
                &Change::SetPosition(position(article, 1, ReadState::Opened)),
                now,
            )
            .unwrap();
    }
    let order: Vec<String> = store
        .user_data()
        .unwrap()
        .positions
        .into_iter()
        .map(|p| p.article)
        .collect();
    assert_eq!(order, ["a", "c", "b"]);
}

#[test]
fn a_window_sees_what_another_wrote() {
    let dir = tempfile::tempdir().unwrap();
    let (mut one, mut two) = (open(dir.path()), open(dir.path()));
    assert_eq!(
        (one.user_data().unwrap(), two.user_data().unwrap()),
        Default::default()
    );
    one.apply(&keep(1), 5).unwrap();
    assert_eq!(
        two.user_data_if_changed().unwrap().unwrap().bookmarks.len(),
        1
    );
    assert_eq!(two.user_data_if_changed().unwrap(), None);
    two.apply(&keep(2), 6).unwrap();
    assert_eq!(
        two.user_data_if_changed().unwrap(),
        None,
        "its own write is no news"
    );
    let news = one.user_data_if_changed().unwrap().unwrap();
    assert_eq!(news, two.user_data().unwrap());
    assert_eq!(news.bookmarks.len(), 2);
    one.apply(&Change::DeleteBookmark(bookmark(2).id), 7)
        .unwrap();
    assert_eq!(
        two.user_data_if_changed().unwrap().unwrap().bookmarks.len(),
        1
    );
}

#[test]
fn windows_that_know_nothing_of_each_other_lose_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (mut one, mut two) = (open(dir.path()), open(dir.path()));
    one.apply(&noted(1, "first", &["x"]), 5).unwrap();
    two.user_data().unwrap();
    two.apply(&noted(1, "second", &["x", "two"]), 6).unwrap();
    // `one` has not looked: it still believes in "first".
    one.apply(&noted(1, "first", &["one"]), 7).unwrap();
    let merged = one.bookmark(&bookmark(1).id).unwrap().unwrap();
    assert_eq!(
        (merged.note.as_str(), merged.tags.as_slice()),
        ("second", &["one".to_owned(), "two".to_owned()][..])
    );
    // And still, when it types on.
    one.apply(&noted(1, "first and more", &["one"]), 8).unwrap();
    let merged = one.bookmark(&bookmark(1).id).unwrap().unwrap();
    assert_eq!(merged.note, "second\n\nfirst and more");
    assert_eq!(merged.tags, ["one", "two"]);
    // Once it has looked, it may rewrite all.
    assert!(one.user_data_if_changed().unwrap().is_some());
    one.apply(&noted(1, "settled", &[]), 9).unwrap();
    let settled = one.bookmark(&bookmark(1).id).unwrap().unwrap();
    assert_eq!((settled.note.as_str(), settled.tags.len()), ("settled", 0));
}

#[test]
fn a_bookmark_that_another_window_removed_comes_back_when_it_is_changed() {
    let dir = tempfile::tempdir().unwrap();
    let (mut one, mut two) = (open(dir.path()), open(dir.path()));
    one.apply(&keep(1), 5).unwrap();
    two.user_data().unwrap();
    two.apply(&Change::DeleteBookmark(bookmark(1).id), 6)
        .unwrap();
    one.apply(&noted(1, "still at work on it", &[]), 7).unwrap();
    assert_eq!(
        two.user_data_if_changed().unwrap().unwrap().bookmarks[0].note,
        "still at work on it"
    );
}

#[test]
fn scrolling_in_one_window_does_not_undo_the_read_state_of_another() {
    let dir = tempfile::tempdir().unwrap();
    let (mut one, mut two) = (open(dir.path()), open(dir.path()));
    let place = |offset, state| Change::SetPosition(position("x", offset, state));
    one.apply(&place(1, ReadState::Opened), 5).unwrap();
    two.user_data().unwrap();
    two.apply(&place(2, ReadState::Read), 6).unwrap();
    one.apply(&place(3, ReadState::Opened), 7).unwrap();
    let now = |store: &mut Store| {
        let p = store.user_data().unwrap().positions.remove(0);
        (p.offset, p.state)
    };
    assert_eq!(now(&mut one), (3, ReadState::Read));
    one.apply(&place(3, ReadState::New), 8).unwrap();
    assert_eq!(
        now(&mut two),
        (3, ReadState::New),
        "said on purpose by one who knew"
    );
}

#[test]
fn former_versions_are_kept_but_not_without_end() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    for n in 0..70 {
        store
            .apply(&noted(1, &format!("note {n}"), &[]), 5)
            .unwrap();
    }
    store.apply(&noted(1, "note 69", &[]), 5).unwrap();
    let (count, last): (i64, String) = store
        .connection()
        .unwrap()
        .query_row(
            "SELECT count(*), bookmark ->> '$.note' FROM versions HAVING seq = max(seq)",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .unwrap();
    assert_eq!((count, last.as_str()), (50, "note 68"));
}

#[test]
fn fields_that_a_later_version_added_stay() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    store.apply(&keep(1), 5).unwrap();
    store
        .connection()
        .unwrap()
        .execute("UPDATE sources SET json = json_set(json, '$.page', 12)", [])
        .unwrap();
    let mut changed = Bookmark::clone(&store.user_data().unwrap().bookmarks[0]);
    std::sync::Arc::make_mut(&mut changed.provenance).publisher = "Reuters".into();
    store
        .apply(&Change::PutBookmark(Box::new(changed)), 6)
        .unwrap();
    let (page, publisher): (i64, String) = store
        .connection()
        .unwrap()
        .query_row(
            "SELECT json ->> '$.page', json ->> '$.publisher' FROM bookmarks, sources s WHERE s.n = source",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .unwrap();
    assert_eq!((page, publisher.as_str()), (12, "Reuters"));
}

fn saved_search(name: &str, scope: SearchScope) -> SavedSearch {
    SavedSearch {
        name: name.to_owned(),
        text: "pawn \"geopolitical game\"".to_owned(),
        scope,
        order: ResultOrder::Date,
    }
}

#[test]
fn searches_and_questions_are_there_in_the_next_session() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open_dir(folder.path(), 1).unwrap().store;
    let searches = [
        saved_search("a", SearchScope::Library),
        saved_search("b", SearchScope::Briefing("x".into())),
        saved_search("c", SearchScope::Article("x".into(), "y".into())),
    ];
    for search in searches.iter().rev() {
        store
            .apply(&Change::SaveSearch(Box::new(search.clone())), 5)
            .unwrap();
    }
    for n in (0..MAX_HISTORY + 20).chain([30]) {
        store
            .apply(&Change::RecordQuery(format!("question {n}")), 5)
            .unwrap();
    }
    let mut other = Store::open_dir(folder.path(), 2).unwrap().store;
    let kept = other.user_data().unwrap();
    assert_eq!(kept.searches, searches);
    assert_eq!(kept.query_history.len(), MAX_HISTORY);
    assert_eq!(kept.query_history[0], "question 20");
    assert_eq!(
        kept.query_history.last().unwrap(),
        "question 30",
        "asked again, it is the newest"
    );
    other.apply(&Change::RemoveSearch("b".into()), 6).unwrap();
    other.apply(&Change::ClearHistory, 6).unwrap();
    let kept = store.user_data_if_changed().unwrap().unwrap();
    let names: Vec<_> = kept.searches.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["a", "c"]);
    assert!(kept.query_history.is_empty());
}

/// Copies the database without what stands beside it, and reads the copy.
pub(super) fn read_alone(dir: &Path) -> UserData {
    let copy = tempfile::tempdir().unwrap();
    std::fs::copy(dir.join(FILE), copy.path().join(FILE)).unwrap();
    open(copy.path()).user_data().unwrap()
}

#[test]
fn a_closed_file_alone_holds_all_and_a_second_window_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let mut one = open(dir.path());
    one.apply(&keep(1), 5).unwrap();
    let mut two = open(dir.path());
    two.user_data().unwrap();
    one.apply(&Change::SetMark(mark('q', "b", 1)), 6).unwrap();
    assert_eq!(read_alone(dir.path()).marks.len(), 0, "it is in the log");
    one.close();
    let alone = read_alone(dir.path());
    assert_eq!((alone.bookmarks.len(), alone.marks.len()), (1, 1));
    let log = dir.path().join("diptych.db-wal");
    assert_eq!(std::fs::metadata(&log).unwrap().len(), 0);
    assert_eq!(two.user_data().unwrap().marks.len(), 1);
    two.apply(&keep(2), 7).unwrap();
    assert_eq!(two.user_data().unwrap().bookmarks.len(), 2);
    two.close();
    assert_eq!(files(dir.path()), [FILE]);
    assert_eq!(open(dir.path()).user_data().unwrap().bookmarks.len(), 2);
}

#[test]
fn closing_does_not_wait_long_for_a_window_that_reads() {
    let dir = tempfile::tempdir().unwrap();
    let mut one = open(dir.path());
    one.apply(&keep(1), 5).unwrap();
    let reader = Connection::open(dir.path().join(FILE)).unwrap();
    reader
        .execute_batch("BEGIN; SELECT count(*) FROM bookmarks")
        .unwrap();
    one.apply(&keep(2), 6).unwrap();
    let begun = std::time::Instant::now();
    one.close();
    assert!(begun.elapsed() < Duration::from_secs(3));
    let seen: i64 = reader
        .query_row("SELECT count(*) FROM bookmarks", [], |row| row.get(0))
        .unwrap();
    assert_eq!(seen, 1);
    drop(reader);
    assert_eq!(open(dir.path()).user_data().unwrap().bookmarks.len(), 2);
}

#[test]
fn nothing_is_written_between_a_decision_and_its_changes() {
    let dir = tempfile::tempdir().unwrap();
    let mut one = open(dir.path());
    one.apply(&keep(1), 5).unwrap();
    let mut two = open(dir.path());
    two.set_busy_timeout(BusyTimeout::Short);
    let two = std::cell::RefCell::new(two);
    let seen = one
        .update(6, |kept| {
            let error = two.borrow_mut().apply(&keep(3), 6).unwrap_err();
            assert_eq!(error.kind, StoreErrorKind::Locked);
            Ok::<_, ()>((vec![(keep(2), 6)], kept.bookmarks.len()))
        })
        .unwrap();
    assert_eq!(seen, Ok(1));
    let mut two = two.into_inner();
    two.apply(&keep(3), 7).unwrap();
    assert_eq!(two.user_data().unwrap().bookmarks.len(), 3);
    // What the decision knew, the window may not know.
    let kept = one.user_data_if_changed().unwrap().unwrap();
    assert_eq!(kept.bookmarks.len(), 3);
}

#[test]
fn a_decision_that_fails_or_changes_nothing_writes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    let refused = store.update(5, |_| Err::<(Vec<_>, ()), _>("no such bookmark"));
    assert_eq!(refused.unwrap(), Err("no such bookmark"));
    let same = store.update(5, |_| Ok::<_, ()>((Vec::new(), "is kept already")));
    assert_eq!(same.unwrap(), Ok("is kept already"));
    assert_eq!(files(dir.path()), [""; 0], "not even the file is made");
    let nameless = Change::PutBookmark(Box::new(Bookmark {
        id: BookmarkId(String::new()),
        ..bookmark(1)
    }));
    let both = vec![(keep(2), 5), (nameless, 5)];
    let error = store
        .update(5, |_| Ok::<_, ()>((both.clone(), ())))
        .unwrap_err();
    assert_eq!(error.kind, StoreErrorKind::Invalid);
    assert_eq!(store.user_data().unwrap().bookmarks.len(), 0);
}
