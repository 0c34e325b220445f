//! What happens where the disk is full, locked or cannot be written.

use super::*;

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
    let mut outbox = RetryQueue::new(store);
    let long = "x".repeat(100_000);
    let Delivery::Waiting { count: 1, error } = outbox.send(noted(2, &long, &[]), 6).unwrap()
    else {
        panic!("a note of 100 kB went to a full disk");
    };
    assert_eq!(error.kind, StoreErrorKind::Full);
    assert!(
        error
            .to_string()
            .contains("; free some space on that disk [")
    );
    let Delivery::Waiting { count: 2, .. } = outbox
        .send(Change::DeleteBookmark(bookmark(1).id), 7)
        .unwrap()
    else {
        panic!("a later change overtook one that waits");
    };
    let kept = outbox.user_data(8).unwrap();
    assert_eq!(kept.bookmarks.len(), 1);
    assert_eq!(
        (kept.bookmarks[0].note.len(), kept.bookmarks[0].created),
        (100_000, 8)
    );
    assert!(outbox.pending_json().contains(&long));
    assert!(outbox.pending_json().contains(&bookmark(1).id.0));
    assert_eq!(
        *open(dir.path()).user_data().unwrap().bookmarks,
        [std::sync::Arc::new(Bookmark {
            created: 5,
            changed: 5,
            ..bookmark(1)
        })]
    );

    limit(outbox.store(), 100_000);
    assert_eq!(outbox.retry(9), Delivery::Durable);
    assert!(outbox.pending().is_empty());
    assert_eq!(
        open(dir.path()).user_data().unwrap().bookmarks[0].note,
        long
    );
}

#[test]
fn a_wrong_change_does_not_wait() {
    let mut outbox = RetryQueue::new(Store::memory().unwrap().store);
    let error = outbox
        .send(Change::SetMark(mark('1', "b", 0)), 5)
        .unwrap_err();
    assert_eq!(error.kind, StoreErrorKind::Invalid);
    assert!(outbox.pending().is_empty());
}

#[test]
fn what_waits_looks_as_it_will_when_it_is_written() {
    let mut store = Store::memory().unwrap().store;
    let mut shown = UserData::default();
    let changes = [
        keep(1),
        keep(2),
        noted(1, "n", &["t"]),
        Change::SetMark(mark('b', "x", 1)),
        Change::SetMark(mark('B', "x", 2)),
        Change::SetMark(mark('B', "y", 3)),
        Change::SetMark(mark('b', "a", 4)),
        Change::SetPosition(position("x", 1, ReadState::Opened)),
        Change::SetPosition(position("y", 2, ReadState::New)),
        Change::SetPosition(position("x", 3, ReadState::Read)),
        keep(3),
        Change::DeleteBookmark(bookmark(2).id),
        Change::ClearMark(mark('b', "x", 0)),
    ];
    for (now, change) in (1..).zip(&changes) {
        store.apply(change, now).unwrap();
        change.apply_to(&mut shown, now);
        assert_eq!(store.user_data().unwrap(), shown, "{change:?}");
    }
}

#[test]
fn what_the_folder_does_not_take_waits_until_it_does() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    std::fs::write(&file, "").unwrap();
    let error = Store::open_dir(&file, 1).unwrap_err();
    assert_eq!(error.kind, StoreErrorKind::Unreachable);
    assert!(
        error.to_string().contains(file.to_str().unwrap()),
        "{error}"
    );
    let opened = Store::open_dir_or_defer(&file, 1);
    assert_eq!(opened.notices.len(), 1, "{:?}", opened.notices);
    let mut outbox = RetryQueue::new(opened.store);
    let sent = outbox.send(keep(1), 5).unwrap();
    assert!(matches!(sent, Delivery::Waiting { count: 1, .. }));
    let place = Change::SetPosition(position("x", 1, ReadState::Read));
    outbox.send(place.clone(), 5).unwrap();
    assert_eq!((outbox.pending().len(), outbox.unwritten()), (2, 1));
    assert_eq!(outbox.take_acknowledged(), []);

    std::fs::remove_file(&file).unwrap();
    assert_eq!(outbox.retry(6), Delivery::Durable);
    assert_eq!(outbox.take_acknowledged(), [kept_at(1, 6), place]);
    assert_eq!(
        (outbox.take_acknowledged().len(), outbox.unwritten()),
        (0, 0)
    );
    assert_eq!(open(&file).user_data().unwrap().bookmarks.len(), 1);
}

#[test]
fn reading_positions_alone_are_offered_too() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("data");
    std::fs::write(&file, "in the way").unwrap();
    let mut waiting = RetryQueue::new(Store::open_dir_or_defer(&file, 1).store);
    let mut memory = RetryQueue::new(Store::memory().unwrap().store);
    for outbox in [&mut waiting, &mut memory] {
        assert_eq!(outbox.unwritten(), 0);
        for (article, offset) in [("x", 1), ("y", 2), ("x", 3)] {
            let place = Change::SetPosition(position(article, offset, ReadState::Opened));
            outbox.send(place, 5).unwrap();
        }
        assert_eq!(outbox.unwritten(), 2, "one for each article");
        let imported = rescued_positions(&outbox.pending_json());
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
    let mut outbox = RetryQueue::new(Store::memory().unwrap().store);
    assert_eq!(outbox.send(keep(7), 5).unwrap(), Delivery::Durable);
    assert_eq!(outbox.unwritten(), 1);
    assert!(outbox.pending_json().contains(&bookmark(7).id.0));
}

#[test]
fn a_locked_file_is_waited_for_only_once() {
    let dir = tempfile::tempdir().unwrap();
    open(dir.path()).apply(&keep(1), 5).unwrap();
    let other = Connection::open(dir.path().join(FILE)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut outbox = RetryQueue::new(open(dir.path()));
    let Ok(Delivery::Waiting { error, .. }) = outbox.send(keep(2), 6) else {
        panic!("it was written past the lock");
    };
    assert_eq!(error.kind, StoreErrorKind::Locked);
    let begun = std::time::Instant::now();
    outbox.send(keep(3), 7).unwrap();
    outbox.retry(8);
    let took = begun.elapsed();
    // Two full waits are six seconds; a busy machine sleeps longer than it is asked to.
    assert!(took < std::time::Duration::from_secs(5), "{took:?}");
    other.execute_batch("COMMIT").unwrap();
    assert_eq!(outbox.retry(9), Delivery::Durable);
    assert_eq!(outbox.take_acknowledged(), [kept_at(2, 9), kept_at(3, 9)]);
}

#[test]
fn a_file_that_could_only_be_read_is_written_when_it_can_be() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = open(dir.path());
    writer.apply(&keep(1), 5).unwrap();
    let mut store = open(dir.path());
    let before = store.user_data().unwrap();
    // As it is on a disk that is mounted for reading only.
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    let conn = Connection::open_with_flags(dir.path().join(FILE), flags).unwrap();
    store.backend = Backend::Readable(conn, StoreErrorKind::ReadOnly);
    store.apply(&keep(2), 6).unwrap();
    assert_eq!(store.state(), StoreState::Disk);
    assert_eq!(store.take_notices(), Vec::<String>::new());
    assert_eq!(store.user_data_if_changed().unwrap(), None);
    assert_eq!(
        before.bookmarks.len() + 1,
        writer.user_data().unwrap().bookmarks.len()
    );
}

#[test]
fn a_folder_that_cannot_be_made_is_named_when_something_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("later/data");
    let mut store = open(&data);
    std::fs::write(dir.path().join("later"), "").unwrap();
    let error = store.apply(&keep(1), 5).unwrap_err();
    assert_eq!(error.kind, StoreErrorKind::Unreachable);
    assert!(error.to_string().contains("DIPTYCH_DATA"), "{error}");
    std::fs::remove_file(dir.path().join("later")).unwrap();
    store.apply(&keep(1), 6).unwrap();
    assert_eq!(open(&data).user_data().unwrap().bookmarks.len(), 1);
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
    assert_eq!(store.user_data().unwrap().bookmarks.len(), 2);
}

#[test]
fn a_search_that_waits_is_in_the_rescued_file() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    std::fs::write(&data, "in the way").unwrap();
    let mut outbox = RetryQueue::new(Store::open_dir_or_defer(&data, 1).store);
    let search = saved_search("a", SearchScope::Library);
    outbox
        .send(Change::SaveSearch(Box::new(search.clone())), 2)
        .unwrap();
    outbox.send(Change::RecordQuery("pawn".into()), 2).unwrap();
    assert_eq!(outbox.unwritten(), 1, "questions are not counted");
    let json: serde_json::Value = serde_json::from_str(&outbox.pending_json()).unwrap();
    let rescued: SavedSearch = serde_json::from_value(json["searches"][0].clone()).unwrap();
    assert_eq!(rescued, search);
}
