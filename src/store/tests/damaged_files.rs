//! Files that are foreign, damaged, or of another version.

use super::*;

#[test]
fn a_file_that_is_replaced_is_noticed() {
    let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut backup = open(other.path());
    backup.apply(&noted(7, "from the backup", &[]), 3).unwrap();
    drop(backup);
    let mut store = open(dir.path());
    store.apply(&keep(1), 5).unwrap();
    store.user_data().unwrap();
    for end in ["-wal", "-shm"] {
        std::fs::remove_file(dir.path().join(format!("{FILE}{end}"))).unwrap();
    }
    std::fs::rename(other.path().join(FILE), dir.path().join(FILE)).unwrap();
    assert_eq!(
        store.user_data_if_changed().unwrap().unwrap().bookmarks[0].note,
        "from the backup"
    );
    store.apply(&keep(2), 6).unwrap();
    drop(store);
    let kept = open(dir.path()).user_data().unwrap();
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
        assert_eq!(open(dir.path()).user_data().unwrap().bookmarks.len(), 1);
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
fn an_empty_file_is_told_and_set_aside() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join(FILE), "").unwrap();
    let mut opened = Store::open_dir(dir.path(), 77).unwrap();
    assert!(
        opened.notices[0].contains("is empty, so it was set aside as"),
        "{:?}",
        opened.notices
    );
    assert_eq!(files(dir.path()), ["diptych.db.unreadable-77"]);
    assert_eq!(opened.store.user_data().unwrap(), UserData::default());
    opened.store.apply(&keep(1), 5).unwrap();
}

/// Fills a file of many pages and returns where the pages are.
fn filled(dir: &Path, count: usize) -> PathBuf {
    let mut store = open(dir);
    for n in 0..count {
        store
            .apply(&noted(n, &"note ".repeat(60), &[]), 10)
            .unwrap();
    }
    store
        .apply(&Change::DeleteBookmark(bookmark(0).id), 11)
        .unwrap();
    store
        .apply(&Change::SetMark(mark('q', "b", 1)), 12)
        .unwrap();
    store
        .apply(&Change::SetPosition(position("x", 1, ReadState::Read)), 13)
        .unwrap();
    drop(store);
    assert_eq!(files(dir), [FILE]);
    dir.join(FILE)
}

/// Overwrites a page, counted from 1, with nonsense.
pub(super) fn spoil(path: &Path, page: usize) {
    let mut bytes = std::fs::read(path).unwrap();
    bytes[(page - 1) * 4096..page * 4096].fill(0xA5);
    std::fs::write(path, bytes).unwrap();
}

/// Returns the pages that hold rows of a table or entries of an index.
pub(super) fn leaves(path: &Path, of: &str) -> Vec<usize> {
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
        opened.notices[0].contains(" of your bookmarks are saved, others may be missing; "),
        "{:?}",
        opened.notices
    );
    let aside = dir.path().join("diptych.db.unreadable-99");
    assert_eq!(
        std::fs::read(aside).unwrap(),
        whole,
        "the old file is not touched"
    );
    let kept = opened.store.user_data().unwrap();
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
    assert_eq!(open(dir.path()).user_data().unwrap(), kept);
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
        store.user_data().unwrap().bookmarks.len(),
        299,
        "reading does not meet the damage"
    );
    let mut bystander = open(dir.path());
    bystander.user_data().unwrap();
    store.apply(&noted(5, "changed", &[]), 20).unwrap();
    store.apply(&noted(900, "new", &[]), 21).unwrap();
    let notices = store.take_notices();
    assert_eq!(notices.len(), 1);
    assert!(
        notices[0].starts_with("your 300 bookmarks are saved; "),
        "{notices:?}"
    );
    let kept = store.user_data().unwrap();
    assert_eq!(kept.bookmarks.len(), 300);
    // The new file does not know what this window knew: both notes stay.
    assert!(kept.bookmarks[4].note.starts_with("note note"));
    assert!(kept.bookmarks[4].note.ends_with("\n\nchanged"));
    assert_eq!(bystander.user_data_if_changed().unwrap(), Some(kept));
    bystander.apply(&noted(901, "newer", &[]), 22).unwrap();
    drop(bystander);
    assert_eq!(
        store
            .user_data_if_changed()
            .unwrap()
            .unwrap()
            .bookmarks
            .len(),
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
    assert_eq!(opened.store.state(), StoreState::ReadOnly);
    assert!(
        opened.notices[0].contains("newer version"),
        "{:?}",
        opened.notices
    );
    assert_eq!(opened.store.user_data().unwrap().bookmarks.len(), 1);
    let error = opened.store.apply(&keep(2), 7).unwrap_err();
    assert_eq!(error.kind, StoreErrorKind::Newer);
    conn.execute_batch("UPDATE bookmarks SET note = 'by the newer'")
        .unwrap();
    assert_eq!(
        opened
            .store
            .user_data_if_changed()
            .unwrap()
            .unwrap()
            .bookmarks[0]
            .note,
        "by the newer"
    );
    conn.execute_batch("ALTER TABLE bookmarks RENAME TO saved")
        .unwrap();
    let mut opened = Store::open_dir(dir.path(), 8).unwrap();
    assert_eq!(opened.notices.len(), 1);
    assert_eq!(
        opened.store.user_data().unwrap_err().kind,
        StoreErrorKind::Newer
    );
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
    let kept = store.user_data().unwrap();
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

#[test]
fn a_file_of_the_first_version_is_taken_over_with_all_it_holds() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE);
    let mut conn = Connection::open(&path).unwrap();
    schema::migrate(&mut conn, &path, &schema::MIGRATIONS[..1], 1).unwrap();
    conn.execute(
        "INSERT INTO positions VALUES ('b', 'a', 7, 3, 'read', 5, 1)",
        [],
    )
    .unwrap();
    drop(conn);
    let mut store = Store::open_dir(folder.path(), 9).unwrap().store;
    store
        .apply(&Change::RecordQuery("pawn".into()), 10)
        .unwrap();
    let kept = store.user_data().unwrap();
    assert_eq!((kept.positions[0].offset, kept.query_history.len()), (7, 1));
}

#[test]
fn a_file_of_the_first_version_is_taken_over_whole() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(FILE);
    let mut conn = rusqlite::Connection::open(&path).unwrap();
    super::schema::migrate(&mut conn, &path, &super::schema::MIGRATIONS[..1], 1).unwrap();
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
    let kept = store.user_data().unwrap().bookmarks;
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
    store
        .apply(&Change::PutBookmark(Box::new(lettered)), 10)
        .unwrap();
    assert_eq!(
        open(dir.path()).user_data().unwrap().bookmarks[0].letter,
        Some('r')
    );
}
