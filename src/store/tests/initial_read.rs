//! What is read before the first picture, and what after it.

use super::damaged_files::{leaves, spoil};
use super::*;

/// Fills a store with so many bookmarks, the first of them in the trash, and with one
/// of everything else.
fn store_of(dir: &Path, bookmarks: i64) -> PathBuf {
    let mut store = open(dir);
    let all = (0..usize::try_from(bookmarks).unwrap()).map(|n| (keep(n), 10));
    store.apply_all(&all.collect::<Vec<_>>(), 10).unwrap();
    for change in [
        Change::DeleteBookmark(bookmark(0).id),
        Change::SetMark(mark('q', "b", 1)),
        Change::SetPosition(position("x", 1, ReadState::Read)),
        Change::RecordQuery("who pays".into()),
    ] {
        store.apply(&change, 12).unwrap();
    }
    dir.join(FILE)
}

#[test]
fn of_many_bookmarks_none_is_read_before_the_first_picture() {
    let dir = tempfile::tempdir().unwrap();
    store_of(dir.path(), INITIAL_READ_LIMIT + 1);
    let whole = open(dir.path()).user_data().unwrap();
    let (mut opened, kept) = Store::open_initial(dir.path(), 20);
    assert_eq!(opened.notices, Vec::<String>::new());
    let kept = kept.unwrap();
    assert!(kept.bookmarks_pending && kept.bookmarks.is_empty() && kept.trash.is_empty());
    assert_eq!(
        (&kept.marks, &kept.positions),
        (&whole.marks, &whole.positions)
    );
    assert_eq!(kept.query_history, ["who pays"]);
    assert_eq!(opened.store.user_data().unwrap(), whole);
    assert_eq!(opened.store.user_data_if_changed().unwrap(), None);
}

#[test]
fn few_bookmarks_are_read_at_once() {
    let dir = tempfile::tempdir().unwrap();
    store_of(dir.path(), INITIAL_READ_LIMIT);
    let (mut opened, kept) = Store::open_initial(dir.path(), 20);
    let kept = kept.unwrap();
    assert!(!kept.bookmarks_pending);
    assert_eq!(
        kept.bookmarks.len(),
        usize::try_from(INITIAL_READ_LIMIT).unwrap() - 1
    );
    assert_eq!(opened.store.user_data_if_changed().unwrap(), None);
    let empty = tempfile::tempdir().unwrap();
    let (_, kept) = Store::open_initial(empty.path(), 20);
    assert_eq!(kept.unwrap(), UserData::default());
}

#[test]
fn what_is_written_before_all_is_read_is_merged_as_by_any_other_window() {
    let dir = tempfile::tempdir().unwrap();
    store_of(dir.path(), INITIAL_READ_LIMIT + 1);
    let (mut opened, _) = Store::open_initial(dir.path(), 20);
    let mut other = open(dir.path());
    other.apply(&noted(5, "theirs", &["court"]), 21).unwrap();
    opened.store.apply(&noted(5, "mine", &[]), 22).unwrap();
    let kept = opened.store.user_data().unwrap();
    let five = kept
        .bookmarks
        .iter()
        .find(|b| b.id == bookmark(5).id)
        .unwrap();
    assert_eq!(five.note, "theirs\n\nmine");
    assert_eq!(five.tags, ["court"]);
}

#[test]
fn damage_that_is_met_after_the_first_picture_is_mended() {
    let dir = tempfile::tempdir().unwrap();
    let path = store_of(dir.path(), INITIAL_READ_LIMIT + 500);
    let pages = leaves(&path, "bookmarks");
    spoil(&path, pages[pages.len() / 2]);
    let (mut opened, kept) = Store::open_initial(dir.path(), 99);
    assert_eq!(opened.notices, Vec::<String>::new());
    assert_eq!(kept.unwrap().marks.len(), 1);
    let kept = opened.store.user_data().unwrap();
    let lost = usize::try_from(INITIAL_READ_LIMIT).unwrap() + 499 - kept.bookmarks.len();
    assert!((1..60).contains(&lost), "{lost} are lost");
    let told = opened.store.take_notices();
    assert!(told[0].contains("bookmarks are saved"), "{told:?}");
    assert!(dir.path().join("diptych.db.unreadable-99").exists());
    opened.store.apply(&keep(7), 100).unwrap();
    assert_eq!(open(dir.path()).user_data().unwrap().marks.len(), 1);
}
