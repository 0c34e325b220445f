use super::*;
use crate::model::{ASKED, Order, Place, Position, Provenance, ReadState, SavedSearch, Scope};

/// A bookmark of its own for each number.
mod beginning;

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
            authors: vec!["A. Writer".into()],
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
    Change::Keep(Box::new(Bookmark {
        created: now,
        changed: now,
        ..bookmark(n)
    }))
}

fn keep(n: usize) -> Change {
    Change::Keep(Box::new(bookmark(n)))
}

fn noted(n: usize, note: &str, tags: &[&str]) -> Change {
    Change::Keep(Box::new(Bookmark {
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
    assert_eq!(store.state(), State::Absent);
    assert_eq!(store.kept().unwrap(), Kept::default());
    assert_eq!(store.kept_if_changed().unwrap(), None);
    assert_eq!(store.trash().unwrap(), []);
    assert!(!store.restore(&bookmark(1).id, 5).unwrap());
    assert_eq!(store.empty_trash(5).unwrap(), 0);
    assert!(!data.exists());
    store.apply(&keep(1), 5).unwrap();
    assert_eq!(store.state(), State::Disk);
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
        .apply(&Change::Place(position("x", 70, ReadState::Read)), 13)
        .unwrap();
    drop(store);
    let kept = open(dir.path()).kept().unwrap();
    let Change::Keep(mut first) = noted(2, "a note\nof two lines", &["a", "z"]) else {
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
    store.apply(&Change::Remove(bookmark(1).id), 20).unwrap();
    store.apply(&Change::Remove(bookmark(2).id), 21).unwrap();
    store.apply(&Change::Remove(bookmark(2).id), 30).unwrap();
    store.apply(&Change::Remove(bookmark(9).id), 31).unwrap();
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
    assert_eq!(store.kept().unwrap().bookmarks.len(), 1);
    assert_eq!(store.bookmark(&bookmark(1).id).unwrap(), None);

    assert!(store.restore(&bookmark(1).id, 40).unwrap());
    assert!(!store.restore(&bookmark(1).id, 41).unwrap());
    assert_eq!(
        store.bookmark(&bookmark(1).id).unwrap().unwrap().created,
        10
    );
    store.apply(&Change::Remove(bookmark(1).id), 42).unwrap();
    store.apply(&noted(1, "undone", &[]), 43).unwrap();
    assert_eq!(
        store.bookmark(&bookmark(1).id).unwrap().unwrap().note,
        "undone"
    );
    assert_eq!(store.empty_trash(50).unwrap(), 1);
    assert_eq!(store.trash().unwrap(), []);
    assert_eq!(store.kept().unwrap().bookmarks.len(), 2);
}

#[test]
fn many_bookmarks_are_all_read_in_order_with_the_trash() {
    let many = usize::try_from(super::MANY).unwrap() + 1000;
    let dir = tempfile::tempdir().unwrap();
    let all: Vec<(Change, i64)> = (1..=many).map(|n| (keep(n), 10)).collect();
    let mut store = open(dir.path());
    store.apply_all(&all, 10).unwrap();
    for (n, when) in [(2, 20), (many, 22), (many / 2, 21)] {
        store.apply(&Change::Remove(bookmark(n).id), when).unwrap();
    }
    let mut store = open(dir.path());
    assert!(
        store
            .beside(super::MANY, store.first.as_ref().unwrap().1.upto)
            .is_some(),
        "the second connection sees the same state"
    );
    assert!(
        store.beside(super::MANY, 1).is_none(),
        "what is of another state is not used"
    );
    let kept = store.kept().unwrap();
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
    assert_eq!(store.kept().unwrap().marks, all);
    store
        .apply(&Change::ClearMark(mark('b', "y", 99)), 1)
        .unwrap();
    store
        .apply(&Change::ClearMark(mark('B', "elsewhere", 0)), 1)
        .unwrap();
    assert_eq!(store.kept().unwrap().marks, [mark('b', "x", 5)]);
    let error = store
        .apply(&Change::SetMark(mark('é', "x", 1)), 1)
        .unwrap_err();
    assert_eq!(error.trouble, Trouble::Invalid);
    assert!(!error.is_passing());
}

#[test]
fn the_last_place_comes_first() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    for (article, now) in [("a", 5), ("b", 6), ("c", 6), ("a", 6)] {
        store
            .apply(&Change::Place(position(article, 1, ReadState::Opened)), now)
            .unwrap();
    }
    let order: Vec<String> = store
        .kept()
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
        (one.kept().unwrap(), two.kept().unwrap()),
        Default::default()
    );
    one.apply(&keep(1), 5).unwrap();
    assert_eq!(two.kept_if_changed().unwrap().unwrap().bookmarks.len(), 1);
    assert_eq!(two.kept_if_changed().unwrap(), None);
    two.apply(&keep(2), 6).unwrap();
    assert_eq!(
        two.kept_if_changed().unwrap(),
        None,
        "its own write is no news"
    );
    let news = one.kept_if_changed().unwrap().unwrap();
    assert_eq!(news, two.kept().unwrap());
    assert_eq!(news.bookmarks.len(), 2);
    one.apply(&Change::Remove(bookmark(2).id), 7).unwrap();
    assert_eq!(two.kept_if_changed().unwrap().unwrap().bookmarks.len(), 1);
}

#[test]
fn windows_that_know_nothing_of_each_other_lose_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (mut one, mut two) = (open(dir.path()), open(dir.path()));
    one.apply(&noted(1, "first", &["x"]), 5).unwrap();
    two.kept().unwrap();
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
    assert!(one.kept_if_changed().unwrap().is_some());
    one.apply(&noted(1, "settled", &[]), 9).unwrap();
    let settled = one.bookmark(&bookmark(1).id).unwrap().unwrap();
    assert_eq!((settled.note.as_str(), settled.tags.len()), ("settled", 0));
}

#[test]
fn a_bookmark_that_another_window_removed_comes_back_when_it_is_changed() {
    let dir = tempfile::tempdir().unwrap();
    let (mut one, mut two) = (open(dir.path()), open(dir.path()));
    one.apply(&keep(1), 5).unwrap();
    two.kept().unwrap();
    two.apply(&Change::Remove(bookmark(1).id), 6).unwrap();
    one.apply(&noted(1, "still at work on it", &[]), 7).unwrap();
    assert_eq!(
        two.kept_if_changed().unwrap().unwrap().bookmarks[0].note,
        "still at work on it"
    );
}

#[test]
fn scrolling_in_one_window_does_not_undo_the_read_state_of_another() {
    let dir = tempfile::tempdir().unwrap();
    let (mut one, mut two) = (open(dir.path()), open(dir.path()));
    let place = |offset, state| Change::Place(position("x", offset, state));
    one.apply(&place(1, ReadState::Opened), 5).unwrap();
    two.kept().unwrap();
    two.apply(&place(2, ReadState::Read), 6).unwrap();
    one.apply(&place(3, ReadState::Opened), 7).unwrap();
    let now = |store: &mut Store| {
        let p = store.kept().unwrap().positions.remove(0);
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
    let mut changed = Bookmark::clone(&store.kept().unwrap().bookmarks[0]);
    std::sync::Arc::make_mut(&mut changed.provenance).publisher = "Reuters".into();
    store.apply(&Change::Keep(Box::new(changed)), 6).unwrap();
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

#[test]
fn a_full_disk_is_said_and_leaves_what_was_there() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    store.apply(&keep(1), 5).unwrap();
    let limit = |store: &Store, pages: i64| {
        store
            .connection()
            .unwrap()
            .pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))
            .unwrap();
    };
    limit(&store, 1);
    let mut outbox = Outbox::new(store);
    let long = "x".repeat(100_000);
    let Delivery::Waiting { count: 1, error } = outbox.send(noted(2, &long, &[]), 6).unwrap()
    else {
        panic!("a note of 100 kB went to a full disk");
    };
    assert_eq!(error.trouble, Trouble::Full);
    assert!(
        error
            .to_string()
            .contains("; free some space on that disk [")
    );
    let Delivery::Waiting { count: 2, .. } =
        outbox.send(Change::Remove(bookmark(1).id), 7).unwrap()
    else {
        panic!("a later change overtook one that waits");
    };
    let kept = outbox.kept(8).unwrap();
    assert_eq!(kept.bookmarks.len(), 1);
    assert_eq!(
        (kept.bookmarks[0].note.len(), kept.bookmarks[0].created),
        (100_000, 8)
    );
    assert!(outbox.rescue().contains(&long));
    assert!(outbox.rescue().contains(&bookmark(1).id.0));
    assert_eq!(
        *open(dir.path()).kept().unwrap().bookmarks,
        [std::sync::Arc::new(Bookmark {
            created: 5,
            changed: 5,
            ..bookmark(1)
        })]
    );

    limit(outbox.store(), 100_000);
    assert_eq!(outbox.retry(9), Delivery::Durable);
    assert!(outbox.waiting().is_empty());
    assert_eq!(open(dir.path()).kept().unwrap().bookmarks[0].note, long);
}

#[test]
fn a_wrong_change_does_not_wait() {
    let mut outbox = Outbox::new(Store::memory().unwrap().store);
    let error = outbox
        .send(Change::SetMark(mark('1', "b", 0)), 5)
        .unwrap_err();
    assert_eq!(error.trouble, Trouble::Invalid);
    assert!(outbox.waiting().is_empty());
}

#[test]
fn what_waits_looks_as_it_will_when_it_is_written() {
    let mut store = Store::memory().unwrap().store;
    let mut shown = Kept::default();
    let changes = [
        keep(1),
        keep(2),
        noted(1, "n", &["t"]),
        Change::SetMark(mark('b', "x", 1)),
        Change::SetMark(mark('B', "x", 2)),
        Change::SetMark(mark('B', "y", 3)),
        Change::SetMark(mark('b', "a", 4)),
        Change::Place(position("x", 1, ReadState::Opened)),
        Change::Place(position("y", 2, ReadState::New)),
        Change::Place(position("x", 3, ReadState::Read)),
        keep(3),
        Change::Remove(bookmark(2).id),
        Change::ClearMark(mark('b', "x", 0)),
    ];
    for (now, change) in (1..).zip(&changes) {
        store.apply(change, now).unwrap();
        overlay(&mut shown, change, now);
        assert_eq!(store.kept().unwrap(), shown, "{change:?}");
    }
}

#[test]
fn what_the_folder_does_not_take_waits_until_it_does() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    std::fs::write(&file, "").unwrap();
    let error = Store::open_dir(&file, 1).unwrap_err();
    assert_eq!(error.trouble, Trouble::Unreachable);
    assert!(
        error.to_string().contains(file.to_str().unwrap()),
        "{error}"
    );
    let opened = Store::open_dir_or_later(&file, 1);
    assert_eq!(opened.notices.len(), 1, "{:?}", opened.notices);
    let mut outbox = Outbox::new(opened.store);
    let sent = outbox.send(keep(1), 5).unwrap();
    assert!(matches!(sent, Delivery::Waiting { count: 1, .. }));
    let place = Change::Place(position("x", 1, ReadState::Read));
    outbox.send(place.clone(), 5).unwrap();
    assert_eq!((outbox.waiting().len(), outbox.unwritten()), (2, 1));
    assert_eq!(outbox.take_delivered(), []);

    std::fs::remove_file(&file).unwrap();
    assert_eq!(outbox.retry(6), Delivery::Durable);
    assert_eq!(outbox.take_delivered(), [kept_at(1, 6), place]);
    assert_eq!((outbox.take_delivered().len(), outbox.unwritten()), (0, 0));
    assert_eq!(open(&file).kept().unwrap().bookmarks.len(), 1);
}

#[test]
fn reading_positions_alone_are_offered_too() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("data");
    std::fs::write(&file, "in the way").unwrap();
    let mut waiting = Outbox::new(Store::open_dir_or_later(&file, 1).store);
    let mut memory = Outbox::new(Store::memory().unwrap().store);
    for outbox in [&mut waiting, &mut memory] {
        assert_eq!(outbox.unwritten(), 0);
        for (article, offset) in [("x", 1), ("y", 2), ("x", 3)] {
            let place = Change::Place(position(article, offset, ReadState::Opened));
            outbox.send(place, 5).unwrap();
        }
        assert_eq!(outbox.unwritten(), 2, "one for each article");
        let imported = rescued_positions(&outbox.rescue());
        assert_eq!(imported, [("x".to_owned(), 3), ("y".to_owned(), 2)]);
        outbox.send(keep(1), 6).unwrap();
        assert_eq!(outbox.unwritten(), 1, "what was kept is what counts");
    }
}

/// Articles and offsets of the reading positions in a rescued file.
fn rescued_positions(json: &str) -> Vec<(String, usize)> {
    let json: serde_json::Value = serde_json::from_str(json).unwrap();
    let positions: Vec<Position> = serde_json::from_value(json["positions"].clone()).unwrap();
    positions
        .into_iter()
        .map(|p| (p.article, p.offset))
        .collect()
}

#[test]
fn what_is_in_memory_only_is_counted_and_handed_out() {
    let mut outbox = Outbox::new(Store::memory().unwrap().store);
    assert_eq!(outbox.send(keep(7), 5).unwrap(), Delivery::Durable);
    assert_eq!(outbox.unwritten(), 1);
    assert!(outbox.rescue().contains(&bookmark(7).id.0));
}

#[test]
fn a_locked_file_is_waited_for_only_once() {
    let dir = tempfile::tempdir().unwrap();
    open(dir.path()).apply(&keep(1), 5).unwrap();
    let other = Connection::open(dir.path().join(FILE)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut outbox = Outbox::new(open(dir.path()));
    let Ok(Delivery::Waiting { error, .. }) = outbox.send(keep(2), 6) else {
        panic!("it was written past the lock");
    };
    assert_eq!(error.trouble, Trouble::Locked);
    let begun = std::time::Instant::now();
    outbox.send(keep(3), 7).unwrap();
    outbox.retry(8);
    let took = begun.elapsed();
    assert!(took < std::time::Duration::from_secs(2), "{took:?}");
    other.execute_batch("COMMIT").unwrap();
    assert_eq!(outbox.retry(9), Delivery::Durable);
    assert_eq!(outbox.take_delivered(), [kept_at(2, 9), kept_at(3, 9)]);
}

#[test]
fn a_file_that_could_only_be_read_is_written_when_it_can_be() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = open(dir.path());
    writer.apply(&keep(1), 5).unwrap();
    let mut store = open(dir.path());
    let before = store.kept().unwrap();
    // As it is on a disk that is mounted for reading only.
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    let conn = Connection::open_with_flags(dir.path().join(FILE), flags).unwrap();
    store.backing = Backing::Readable(conn, Trouble::ReadOnly);
    store.apply(&keep(2), 6).unwrap();
    assert_eq!(store.state(), State::Disk);
    assert_eq!(store.take_notices(), Vec::<String>::new());
    assert_eq!(store.kept_if_changed().unwrap(), None);
    assert_eq!(
        before.bookmarks.len() + 1,
        writer.kept().unwrap().bookmarks.len()
    );
}

#[test]
fn a_folder_that_cannot_be_made_is_named_when_something_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("later/data");
    let mut store = open(&data);
    std::fs::write(dir.path().join("later"), "").unwrap();
    let error = store.apply(&keep(1), 5).unwrap_err();
    assert_eq!(error.trouble, Trouble::Unreachable);
    assert!(error.to_string().contains("DIPTYCH_DATA"), "{error}");
    std::fs::remove_file(dir.path().join("later")).unwrap();
    store.apply(&keep(1), 6).unwrap();
    assert_eq!(open(&data).kept().unwrap().bookmarks.len(), 1);
}

#[test]
fn a_file_held_by_another_program_is_waited_for() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    store.apply(&keep(1), 5).unwrap();
    let other = Connection::open(dir.path().join(FILE)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let holder = thread::spawn(move || {
        thread::sleep(Duration::from_millis(300));
        other.execute_batch("COMMIT").unwrap();
    });
    store.apply(&keep(2), 6).unwrap();
    holder.join().unwrap();
    assert_eq!(store.kept().unwrap().bookmarks.len(), 2);
}

#[test]
fn a_file_that_is_replaced_is_noticed() {
    let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut backup = open(other.path());
    backup.apply(&noted(7, "from the backup", &[]), 3).unwrap();
    drop(backup);
    let mut store = open(dir.path());
    store.apply(&keep(1), 5).unwrap();
    store.kept().unwrap();
    for end in ["-wal", "-shm"] {
        std::fs::remove_file(dir.path().join(format!("{FILE}{end}"))).unwrap();
    }
    std::fs::rename(other.path().join(FILE), dir.path().join(FILE)).unwrap();
    assert_eq!(
        store.kept_if_changed().unwrap().unwrap().bookmarks[0].note,
        "from the backup"
    );
    store.apply(&keep(2), 6).unwrap();
    drop(store);
    let kept = open(dir.path()).kept().unwrap();
    assert_eq!(kept.bookmarks.len(), 2);
    assert_eq!(files(dir.path()), [FILE]);
}

#[test]
fn a_foreign_file_is_set_aside_and_said_so() {
    for content in [
        &b"{\"not\": \"a database\"}"[..],
        &[0; 5000],
        b"SQLite format 3\0",
    ] {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join(FILE), content).unwrap();
        let mut opened = Store::open_dir(dir.path(), 77).unwrap();
        assert_eq!(opened.notices.len(), 1, "{:?}", opened.notices);
        assert!(
            opened.notices[0].contains("diptych.db.unreadable-77"),
            "{:?}",
            opened.notices
        );
        assert_eq!(files(dir.path()), ["diptych.db.unreadable-77"]);
        opened.store.apply(&keep(1), 78).unwrap();
        assert_eq!(
            std::fs::read(dir.path().join("diptych.db.unreadable-77")).unwrap(),
            content
        );
        assert_eq!(open(dir.path()).kept().unwrap().bookmarks.len(), 1);
    }
}

#[test]
fn another_programs_database_is_set_aside_with_what_it_holds() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("diptych.db.unreadable-77"), "an older one").unwrap();
    let path = dir.path().join(FILE);
    Connection::open(&path)
        .unwrap()
        .execute_batch("CREATE TABLE bookmarks (url TEXT); INSERT INTO bookmarks VALUES ('u')")
        .unwrap();
    let opened = Store::open_dir(dir.path(), 77).unwrap();
    assert!(
        opened.notices[0].contains("another program's database"),
        "{:?}",
        opened.notices
    );
    let aside = Connection::open(dir.path().join("diptych.db.unreadable-77-2")).unwrap();
    let url: String = aside
        .query_row("SELECT url FROM bookmarks", [], |row| row.get(0))
        .unwrap();
    assert_eq!(url, "u");
}

#[test]
fn an_empty_file_is_nothing_kept() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join(FILE), "").unwrap();
    let mut store = open(dir.path());
    assert_eq!(store.kept().unwrap(), Kept::default());
    store.apply(&keep(1), 5).unwrap();
}

/// Fills a file of many pages and returns where the pages are.
fn filled(dir: &Path, count: usize) -> PathBuf {
    let mut store = open(dir);
    for n in 0..count {
        store
            .apply(&noted(n, &"note ".repeat(60), &[]), 10)
            .unwrap();
    }
    store.apply(&Change::Remove(bookmark(0).id), 11).unwrap();
    store
        .apply(&Change::SetMark(mark('q', "b", 1)), 12)
        .unwrap();
    store
        .apply(&Change::Place(position("x", 1, ReadState::Read)), 13)
        .unwrap();
    drop(store);
    assert_eq!(files(dir), [FILE]);
    dir.join(FILE)
}

/// Overwrites a page, counted from 1, with nonsense.
fn spoil(path: &Path, page: usize) {
    let mut bytes = std::fs::read(path).unwrap();
    bytes[(page - 1) * 4096..page * 4096].fill(0xA5);
    std::fs::write(path, bytes).unwrap();
}

/// Returns the pages that hold rows of a table or entries of an index.
fn leaves(path: &Path, of: &str) -> Vec<usize> {
    let conn = Connection::open(path).unwrap();
    let mut query = conn
        .prepare("SELECT pageno FROM dbstat WHERE name = ?1 AND pagetype = 'leaf' ORDER BY path")
        .unwrap();
    let pages = query.query_map([of], |row| row.get::<_, i64>(0)).unwrap();
    pages
        .map(|page| usize::try_from(page.unwrap()).unwrap())
        .collect()
}

#[test]
fn what_a_damaged_file_still_holds_is_saved() {
    let dir = tempfile::tempdir().unwrap();
    let path = filled(dir.path(), 300);
    let pages = leaves(&path, "bookmarks");
    assert!(pages.len() > 20);
    spoil(&path, pages[pages.len() / 2]);
    let whole = std::fs::read(&path).unwrap();
    let mut opened = Store::open_dir(dir.path(), 99).unwrap();
    assert!(
        opened.notices[0].contains("could be saved"),
        "{:?}",
        opened.notices
    );
    let aside = dir.path().join("diptych.db.unreadable-99");
    assert_eq!(
        std::fs::read(aside).unwrap(),
        whole,
        "the old file is not touched"
    );
    let kept = opened.store.kept().unwrap();
    assert!(
        (280..299).contains(&kept.bookmarks.len()),
        "{}",
        kept.bookmarks.len()
    );
    assert_eq!(kept.bookmarks[0].exact, "words number 1");
    assert_eq!(kept.bookmarks.last().unwrap().exact, "words number 299");
    assert!(
        kept.bookmarks
            .iter()
            .all(|b| b.created == 10 && b.changed == 10)
    );
    assert_eq!(opened.store.trash().unwrap().len(), 1);
    assert_eq!((kept.marks.len(), kept.positions.len()), (1, 1));
    assert_eq!(open(dir.path()).kept().unwrap(), kept);
}

#[test]
fn damage_met_while_writing_is_mended_and_nothing_is_lost() {
    let dir = tempfile::tempdir().unwrap();
    let path = filled(dir.path(), 300);
    for page in leaves(&path, "sqlite_autoindex_bookmarks_1") {
        spoil(&path, page);
    }
    let mut store = open(dir.path());
    assert_eq!(
        store.kept().unwrap().bookmarks.len(),
        299,
        "reading does not meet the damage"
    );
    let mut bystander = open(dir.path());
    bystander.kept().unwrap();
    store.apply(&noted(5, "changed", &[]), 20).unwrap();
    store.apply(&noted(900, "new", &[]), 21).unwrap();
    let notices = store.take_notices();
    assert_eq!(notices.len(), 1);
    assert!(
        notices[0].contains("300 of its bookmarks could be saved"),
        "{notices:?}"
    );
    let kept = store.kept().unwrap();
    assert_eq!(kept.bookmarks.len(), 300);
    // The new file does not know what this window knew: both notes stay.
    assert!(kept.bookmarks[4].note.starts_with("note note"));
    assert!(kept.bookmarks[4].note.ends_with("\n\nchanged"));
    assert_eq!(bystander.kept_if_changed().unwrap(), Some(kept));
    bystander.apply(&noted(901, "newer", &[]), 22).unwrap();
    drop(bystander);
    assert_eq!(
        store.kept_if_changed().unwrap().unwrap().bookmarks.len(),
        301
    );
}

#[test]
fn what_a_newer_version_wrote_is_read_but_not_written() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    store.apply(&keep(1), 5).unwrap();
    drop(store);
    let conn = Connection::open(dir.path().join(FILE)).unwrap();
    conn.execute_batch("ALTER TABLE bookmarks ADD COLUMN colour TEXT; PRAGMA user_version = 99")
        .unwrap();
    let mut opened = Store::open_dir(dir.path(), 6).unwrap();
    assert_eq!(opened.store.state(), State::ReadOnly);
    assert!(
        opened.notices[0].contains("newer version"),
        "{:?}",
        opened.notices
    );
    assert_eq!(opened.store.kept().unwrap().bookmarks.len(), 1);
    let error = opened.store.apply(&keep(2), 7).unwrap_err();
    assert_eq!(error.trouble, Trouble::Newer);
    conn.execute_batch("UPDATE bookmarks SET note = 'by the newer'")
        .unwrap();
    assert_eq!(
        opened.store.kept_if_changed().unwrap().unwrap().bookmarks[0].note,
        "by the newer"
    );
    conn.execute_batch("ALTER TABLE bookmarks RENAME TO saved")
        .unwrap();
    let mut opened = Store::open_dir(dir.path(), 8).unwrap();
    assert_eq!(opened.notices.len(), 1);
    assert_eq!(opened.store.kept().unwrap_err().trouble, Trouble::Newer);
    assert_eq!(files(dir.path())[0], FILE, "it stays where it is");
    let version: i64 = conn
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap();
    assert_eq!(version, 99);
}

#[test]
fn one_odd_row_does_not_hide_the_others() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    store.apply(&keep(1), 5).unwrap();
    store.apply(&keep(2), 5).unwrap();
    store
        .connection()
        .unwrap()
        .execute_batch(
            "INSERT INTO sources (n, json) VALUES (99, '[]'); \
             UPDATE bookmarks SET note = CAST(x'61ff62' AS TEXT), tags = 'no json', \
             source = 99, start = -5, end = -9 WHERE n = 1",
        )
        .unwrap();
    let kept = store.kept().unwrap();
    assert_eq!(kept.bookmarks.len(), 2);
    let odd = &kept.bookmarks[0];
    assert_eq!(
        (odd.note.as_str(), odd.place.range.clone()),
        ("a\u{fffd}b", 0..0)
    );
    assert_eq!(
        (odd.tags.len(), (*odd.provenance).clone()),
        (0, Provenance::default())
    );
}

fn saved_search(name: &str, scope: Scope) -> SavedSearch {
    SavedSearch {
        name: name.to_owned(),
        text: "pawn \"geopolitical game\"".to_owned(),
        scope,
        order: Order::Date,
    }
}

#[test]
fn searches_and_questions_are_there_in_the_next_session() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open_dir(folder.path(), 1).unwrap().store;
    let searches = [
        saved_search("a", Scope::Library),
        saved_search("b", Scope::Briefing("x".into())),
        saved_search("c", Scope::Article("x".into(), "y".into())),
    ];
    for search in searches.iter().rev() {
        store
            .apply(&Change::SaveSearch(Box::new(search.clone())), 5)
            .unwrap();
    }
    for n in (0..ASKED + 20).chain([30]) {
        store
            .apply(&Change::Ask(format!("question {n}")), 5)
            .unwrap();
    }
    let mut other = Store::open_dir(folder.path(), 2).unwrap().store;
    let kept = other.kept().unwrap();
    assert_eq!(kept.searches, searches);
    assert_eq!(kept.asked.len(), ASKED);
    assert_eq!(kept.asked[0], "question 20");
    assert_eq!(
        kept.asked.last().unwrap(),
        "question 30",
        "asked again, it is the newest"
    );
    other.apply(&Change::RemoveSearch("b".into()), 6).unwrap();
    other.apply(&Change::ForgetAsked, 6).unwrap();
    let kept = store.kept_if_changed().unwrap().unwrap();
    let names: Vec<_> = kept.searches.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["a", "c"]);
    assert!(kept.asked.is_empty());
}

#[test]
fn a_file_of_the_first_version_is_taken_over_with_all_it_holds() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE);
    let mut conn = Connection::open(&path).unwrap();
    schema::migrate(&mut conn, &path, &schema::STEPS[..1], 1).unwrap();
    conn.execute(
        "INSERT INTO positions VALUES ('b', 'a', 7, 3, 'read', 5, 1)",
        [],
    )
    .unwrap();
    drop(conn);
    let mut store = Store::open_dir(folder.path(), 9).unwrap().store;
    store.apply(&Change::Ask("pawn".into()), 10).unwrap();
    let kept = store.kept().unwrap();
    assert_eq!((kept.positions[0].offset, kept.asked.len()), (7, 1));
}

#[test]
fn a_search_that_waits_is_in_the_rescued_file() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    std::fs::write(&data, "in the way").unwrap();
    let mut outbox = Outbox::new(Store::open_dir_or_later(&data, 1).store);
    let search = saved_search("a", Scope::Library);
    outbox
        .send(Change::SaveSearch(Box::new(search.clone())), 2)
        .unwrap();
    outbox.send(Change::Ask("pawn".into()), 2).unwrap();
    assert_eq!(outbox.unwritten(), 1, "questions are not counted");
    let json: serde_json::Value = serde_json::from_str(&outbox.rescue()).unwrap();
    let rescued: SavedSearch = serde_json::from_value(json["searches"][0].clone()).unwrap();
    assert_eq!(rescued, search);
}

#[test]
fn a_file_of_the_first_version_is_taken_over_whole() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(FILE);
    let mut conn = rusqlite::Connection::open(&path).unwrap();
    super::schema::migrate(&mut conn, &path, &super::schema::STEPS[..1], 1).unwrap();
    let source = serde_json::to_string(&*bookmark(1).provenance).unwrap();
    for n in [1, 2] {
        conn.execute(
            "INSERT INTO bookmarks VALUES (?1, ?2, 'b', 'a', 3, 7, 'h', 'word', 'p', 's', 'note', \
             '[\"t\"]', ?3, 5, 6, NULL, ?1)",
            rusqlite::params![n, format!("{n:032x}"), source],
        )
        .unwrap();
    }
    drop(conn);
    let opened = Store::open_dir(dir.path(), 9).unwrap();
    assert!(opened.notices[0].contains("the former state is in"));
    let mut store = opened.store;
    let kept = store.kept().unwrap().bookmarks;
    assert_eq!(kept.len(), 2);
    assert_eq!(
        (kept[1].note.as_str(), kept[1].tags.as_slice()),
        ("note", &["t".to_owned()][..])
    );
    assert_eq!(kept[0].provenance, bookmark(1).provenance);
    assert!(std::sync::Arc::ptr_eq(
        &kept[0].provenance,
        &kept[1].provenance
    ));

    let lettered = Bookmark {
        letter: Some('r'),
        ..Bookmark::clone(&kept[0])
    };
    store.apply(&Change::Keep(Box::new(lettered)), 10).unwrap();
    assert_eq!(
        open(dir.path()).kept().unwrap().bookmarks[0].letter,
        Some('r')
    );
}
