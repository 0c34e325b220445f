use crossbeam_channel::unbounded;

use super::*;
use crate::model::{Bookmark, BookmarkId, Mark, Place, ReadState};
use crate::runtime::support::event::Event;

fn position(article: &str, offset: usize) -> Change {
    Change::SetPosition(Position {
        briefing: "b".to_owned(),
        article: article.to_owned(),
        offset,
        top: 0,
        state: ReadState::Opened,
        changed: 0,
    })
}

#[test]
fn moves_in_quick_succession_are_written_once_and_none_is_lost_at_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open_dir(folder.path(), 1).unwrap().store;
    let (jobs, todo) = unbounded();
    let (event_tx, events) = unbounded();
    for offset in 0..50 {
        jobs.send(StoreJob::Save(position("a", offset))).unwrap();
    }
    jobs.send(StoreJob::Save(position("c", 7))).unwrap();
    drop(jobs);
    run(store, &todo, &event_tx, None);
    let saved: Vec<_> = events
        .try_iter()
        .filter(|event| matches!(event, Event::App(Msg::Saved(_, Ok(())))))
        .collect();
    assert!((2..10).contains(&saved.len()), "{}", saved.len());
    let kept = Store::open_dir(folder.path(), 2)
        .unwrap()
        .store
        .user_data()
        .unwrap();
    let mut offsets: Vec<_> = kept.positions.iter().map(|p| p.offset).collect();
    offsets.sort_unstable();
    assert_eq!(offsets, [7, 49]);
}

fn bookmark(n: usize) -> Bookmark {
    Bookmark {
        id: BookmarkId(format!("{n:032x}")),
        place: Place {
            briefing: "b".to_owned(),
            article: "a".to_owned(),
            range: 0..4,
        },
        text_hash: String::new(),
        exact: "word".to_owned(),
        prefix: String::new(),
        suffix: String::new(),
        provenance: std::sync::Arc::default(),
        note: String::new(),
        tags: Vec::new(),
        letter: None,
        created: 1,
        changed: 1,
    }
}

/// What became of changes, in order, until the last one is saved.
fn answers(events: &Receiver<Event>, last: &Change) -> Vec<(Change, bool)> {
    let mut heard = Vec::new();
    while !heard.contains(&(last.clone(), true)) {
        if let Event::App(Msg::Saved(change, result)) =
            events.recv_timeout(Duration::from_secs(20)).unwrap()
        {
            heard.push((change, result.is_ok()));
        }
    }
    heard
}

#[test]
fn what_the_disk_does_not_take_is_told_tried_again_and_told_when_it_is_safe() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    std::fs::write(&data, "in the way").unwrap();
    let store = Store::open_dir_or_defer(&data, 1).store;
    let (jobs, todo) = unbounded();
    let (event_tx, events) = unbounded();
    let keeper = std::thread::spawn(move || run(store, &todo, &event_tx, None));
    let (one, two) = (bookmark(1), bookmark(2));
    let (one, two) = (
        Change::PutBookmark(Box::new(one)),
        Change::PutBookmark(Box::new(two)),
    );
    for change in [&one, &two] {
        jobs.send(StoreJob::Save(change.clone())).unwrap();
    }
    for offset in 0..9 {
        jobs.send(StoreJob::Save(position("a", offset))).unwrap();
        jobs.send(StoreJob::Save(Change::ClearMark(Mark {
            letter: 'x',
            place: bookmark(1).place,
        })))
        .unwrap();
    }
    let FlushResult::Unwritten { count, json } = flush(&jobs, Duration::from_secs(20)) else {
        panic!("what could not be written is not handed out");
    };
    assert_eq!(count, 11, "positions alone are not offered");
    assert!(json.contains(&bookmark(2).id.0));

    std::fs::remove_file(&data).unwrap();
    let heard = answers(&events, &position("a", 8));
    for change in [one, two] {
        let told: Vec<bool> = heard
            .iter()
            .filter(|h| h.0 == change)
            .map(|h| h.1)
            .collect();
        assert_eq!(told, [false, true]);
    }
    assert_eq!(
        flush(&jobs, Duration::from_secs(20)),
        FlushResult::AllWritten
    );
    drop(jobs);
    keeper.join().unwrap();
    let kept = Store::open_dir(&data, 2)
        .unwrap()
        .store
        .user_data()
        .unwrap();
    assert_eq!((kept.bookmarks.len(), kept.positions[0].offset), (2, 8));
}

#[test]
fn what_another_window_writes_is_seen_within_a_second() {
    let folder = tempfile::tempdir().unwrap();
    let mut other = Store::open_dir(folder.path(), 1).unwrap().store;
    let mut store = Store::open_dir(folder.path(), 1).unwrap().store;
    store.user_data().unwrap();
    let (jobs, todo) = unbounded();
    let (event_tx, events) = unbounded();
    let keeper = std::thread::spawn(move || run(store, &todo, &event_tx, None));
    let keep = Change::PutBookmark(Box::new(bookmark(1)));
    other.apply(&keep, 5).unwrap();
    let written = Instant::now();
    loop {
        // This window is busy all the while.
        jobs.send(StoreJob::Save(position("a", 3))).unwrap();
        match events.recv_timeout(Duration::from_millis(20)) {
            Ok(Event::App(Msg::UserDataLoaded(kept, _))) => {
                assert_eq!(kept.bookmarks[0].id, bookmark(1).id);
                break;
            }
            _ => assert!(written.elapsed() < Duration::from_secs(5)),
        }
    }
    assert!(POLL_INTERVAL < Duration::from_secs(1));
    drop(jobs);
    keeper.join().unwrap();
}

#[test]
fn all_is_read_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open_dir(folder.path(), 1).unwrap().store;
    let keep = |n| Change::PutBookmark(Box::new(bookmark(n)));
    store.apply(&keep(1), 5).unwrap();
    let store = Store::open_initial(folder.path(), 2).0.store;
    let (jobs, todo) = unbounded();
    let (event_tx, events) = unbounded();
    jobs.send(StoreJob::Load).unwrap();
    jobs.send(StoreJob::Save(keep(2))).unwrap();
    drop(jobs);
    run(store, &todo, &event_tx, None);
    let heard: Vec<Event> = events.try_iter().collect();
    let [
        Event::App(Msg::UserDataLoaded(kept, register)),
        Event::App(Msg::Saved(_, Ok(()))),
    ] = &heard[..]
    else {
        panic!("{heard:?}");
    };
    assert_eq!(kept.bookmarks.len(), 1);
    assert_eq!(register.get(&bookmark(1).id), kept.bookmarks.first());
}

#[test]
fn a_flush_writes_what_waits_before_it_answers() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open_dir(folder.path(), 1).unwrap().store;
    let (jobs, todo) = unbounded();
    let (event_tx, _events) = unbounded();
    let keeper = std::thread::spawn(move || run(store, &todo, &event_tx, None));
    jobs.send(StoreJob::Save(position("a", 3))).unwrap();
    assert_eq!(
        flush(&jobs, Duration::from_secs(20)),
        FlushResult::AllWritten
    );
    let kept = Store::open_dir(folder.path(), 2)
        .unwrap()
        .store
        .user_data()
        .unwrap();
    assert_eq!(kept.positions[0].offset, 3);
    drop(jobs);
    keeper.join().unwrap();
}

#[test]
fn after_a_flush_the_database_alone_holds_all_that_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open_dir(folder.path(), 1).unwrap().store;
    let (jobs, todo) = unbounded();
    let (event_tx, _events) = unbounded();
    let keeper = std::thread::spawn(move || run(store, &todo, &event_tx, None));
    let mut window = Store::open_dir(folder.path(), 1).unwrap().store;
    // The file is made, and open in both.
    let asked = Change::RecordQuery("who answered?".to_owned());
    window.apply(&asked, 1).unwrap();
    let mark = Mark {
        letter: 'q',
        place: Place {
            briefing: "b".to_owned(),
            article: "a".to_owned(),
            range: 1..2,
        },
    };
    jobs.send(StoreJob::Save(Change::SetMark(mark))).unwrap();
    jobs.send(StoreJob::Save(position("a", 3))).unwrap();
    assert_eq!(
        flush(&jobs, Duration::from_secs(20)),
        FlushResult::AllWritten
    );
    // At this moment the program ends.
    let copy = tempfile::tempdir().unwrap();
    let file = crate::store::FILE;
    std::fs::copy(folder.path().join(file), copy.path().join(file)).unwrap();
    let alone = Store::open_dir(copy.path(), 2).unwrap().store.user_data();
    let alone = alone.unwrap();
    assert_eq!((alone.marks.len(), alone.positions.len()), (1, 1));
    assert_eq!(window.user_data().unwrap().marks, alone.marks);
    keeper.join().unwrap();
}
