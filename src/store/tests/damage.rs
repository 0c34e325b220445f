//! A table of what can be wrong with the database, its log and what else stands beside
//! it when the program starts. In each row nothing is overwritten, the reader opens and
//! can go on, what is out of order is told with a path that exists, and every bookmark
//! is either there or in a file that is named.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::symlink;

use rusqlite::config::DbConfig;

use super::*;

/// Bookmarks that the database holds.
const BASE: std::ops::Range<usize> = 0..40;
/// Bookmarks that only the log holds, each written by a commit of its own.
const LOGGED: std::ops::Range<usize> = 40..45;
/// Bookmarks of another reader.
const OTHER: std::ops::Range<usize> = 100..150;
const NOW: i64 = 77;
const PAGE: usize = 4096;
const FRAME: usize = 24 + PAGE;

fn write(dir: &Path, numbers: std::ops::Range<usize>) -> Store {
    let mut store = open(dir);
    let old = store.user_data().unwrap().bookmarks.len();
    for n in numbers {
        let change = noted(n, &"a long note ".repeat(30), &[]);
        store
            .apply(&change, 10 + i64::try_from(n + old).unwrap())
            .unwrap();
    }
    store
}

fn db(dir: &Path) -> PathBuf {
    dir.join(FILE)
}

fn beside(dir: &Path, end: &str) -> PathBuf {
    dir.join(format!("{FILE}{end}"))
}

/// Copies the files as a crash would leave them.
fn copy(from: &Path, to: &Path) {
    for end in ["", "-wal", "-shm"] {
        if beside(from, end).exists() {
            fs::copy(beside(from, end), beside(to, end)).unwrap();
        }
    }
}

/// The folders from which the rows take their files.
struct Made {
    /// A database with a log that belongs to it.
    hot: tempfile::TempDir,
    /// The same before the log was begun.
    closed: tempfile::TempDir,
    /// The same after the log was taken over and more was written and taken over.
    later: tempfile::TempDir,
    /// Another reader's database, all of it in the log but one page.
    other: tempfile::TempDir,
    /// Another reader's database with a log of its last commits.
    partly: tempfile::TempDir,
}

fn make() -> Made {
    let dir = || tempfile::tempdir().unwrap();
    let made = Made {
        hot: dir(),
        closed: dir(),
        later: dir(),
        other: dir(),
        partly: dir(),
    };
    let work = dir();
    drop(write(work.path(), BASE));
    copy(work.path(), made.closed.path());
    let store = write(work.path(), LOGGED);
    copy(work.path(), made.hot.path());
    drop(store);
    drop(write(work.path(), 45..60));
    copy(work.path(), made.later.path());
    let work = dir();
    let store = write(work.path(), OTHER);
    copy(work.path(), made.other.path());
    drop(store);
    let store = write(work.path(), 150..153);
    copy(work.path(), made.partly.path());
    drop(store);
    made
}

/// Changes bytes of a file.
fn edit(path: &Path, change: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = fs::read(path).unwrap();
    change(&mut bytes);
    fs::write(path, bytes).unwrap();
}

fn edit_log(dir: &Path, change: impl FnOnce(&mut Vec<u8>)) {
    edit(&beside(dir, "-wal"), change);
}

/// The frames of a log that end a commit, counted from 0.
fn commits(log: &[u8]) -> Vec<usize> {
    let frames = (log.len() - 32) / FRAME;
    let is_commit = |n: &usize| log[32 + n * FRAME + 4..][..4] != [0; 4];
    (0..frames).filter(is_commit).collect()
}

/// Writes the checksums of a log anew, as somebody would who forges it.
fn forge(log: &mut [u8]) {
    let sum = |mut s: (u32, u32), bytes: &[u8]| {
        for pair in bytes.chunks(8) {
            let word = |b: &[u8]| u32::from_le_bytes(b.try_into().unwrap());
            s.0 = s.0.wrapping_add(word(&pair[..4])).wrapping_add(s.1);
            s.1 = s.1.wrapping_add(word(&pair[4..])).wrapping_add(s.0);
        }
        s
    };
    let put = |at: &mut [u8], s: (u32, u32)| {
        at[..4].copy_from_slice(&s.0.to_be_bytes());
        at[4..8].copy_from_slice(&s.1.to_be_bytes());
    };
    assert_eq!(log[3] & 1, 0, "made on a little-endian machine");
    let mut s = sum((0, 0), &log[..24]);
    put(&mut log[24..32], s);
    for frame in log[32..].chunks_exact_mut(FRAME) {
        s = sum(s, &frame[..8]);
        s = sum(s, &frame[24..]);
        put(&mut frame[16..24], s);
    }
}

/// What the reader holds afterwards.
enum Holds {
    /// What the database and its log held.
    All,
    /// What the database held.
    Base,
    /// At least what the database held, at most what the log held, too.
    Between,
    /// Nothing.
    Nothing,
    /// The bookmarks with these numbers.
    These(std::ops::Range<usize>),
}
use Holds::{All, Base, Between, Nothing, These};

type Row = (&'static str, bool, Holds, fn(&Made, &Path));

/// Name, whether something is told, what the reader holds, and the damage, which is done
/// to a copy of the hot database.
fn rows() -> Vec<Row> {
    vec![
        ("a hot log that belongs", false, All, |_, _| {}),
        ("a hot log without its index", false, All, |_, dir| {
            fs::remove_file(beside(dir, "-shm")).unwrap();
        }),
        (
            "a log that was taken over already",
            false,
            All,
            |made, dir| {
                // As after a crash between the taking over and the next write.
                let conn = Connection::open(db(dir)).unwrap();
                conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)
                    .unwrap();
                conn.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))
                    .unwrap();
                drop(conn);
                fs::copy(beside(made.hot.path(), "-wal"), beside(dir, "-wal")).unwrap();
            },
        ),
        ("a log that was half taken over", false, All, |made, dir| {
            // The first half of the pages is new, the others are old.
            let conn = Connection::open(db(dir)).unwrap();
            conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
                .unwrap();
            drop(conn);
            let old = fs::read(db(made.hot.path())).unwrap();
            edit(&db(dir), |new| {
                let half = new.len() / PAGE / 2 * PAGE;
                new.truncate(old.len().max(half));
                let end = old.len().min(new.len());
                new[half.min(end)..end].copy_from_slice(&old[half.min(end)..end]);
            });
            copy_log(made.hot.path(), dir);
        }),
        ("a write that a kill cut short", false, All, |_, dir| {
            edit_log(dir, |log| {
                let mut torn = log[32..32 + 24].to_vec();
                torn[8..16].copy_from_slice(&log[16..24]);
                log.extend(torn);
            });
        }),
        ("an empty log", true, Base, |_, dir| {
            // SQLite takes this for no log; the index tells of more.
            fs::write(beside(dir, "-wal"), "").unwrap();
        }),
        ("a log that was taken away", true, Base, |_, dir| {
            fs::remove_file(beside(dir, "-wal")).unwrap();
        }),
        ("a log cut in its header", true, Base, |_, dir| {
            edit_log(dir, |log| log.truncate(20));
        }),
        ("a log cut behind its header", true, Base, |_, dir| {
            edit_log(dir, |log| log.truncate(32));
        }),
        (
            "a log cut in the header of a frame",
            true,
            Between,
            |_, dir| {
                edit_log(dir, |log| log.truncate(log.len() - FRAME + 10));
            },
        ),
        (
            "a log cut behind the header of a frame",
            true,
            Between,
            |_, dir| {
                edit_log(dir, |log| log.truncate(log.len() - PAGE));
            },
        ),
        ("a log cut in a page", true, Between, |_, dir| {
            edit_log(dir, |log| log.truncate(log.len() - 1000));
        }),
        (
            "a log cut in a page, without its index",
            true,
            Between,
            |_, dir| {
                fs::remove_file(beside(dir, "-shm")).unwrap();
                edit_log(dir, |log| log.truncate(log.len() - 1000));
            },
        ),
        (
            "a log cut between the frames of a commit",
            true,
            Between,
            |_, dir| {
                edit_log(dir, |log| log.truncate(log.len() - FRAME));
            },
        ),
        ("a log cut between two commits", true, Between, |_, dir| {
            edit_log(dir, |log| {
                let commits = commits(log);
                log.truncate(32 + (commits[commits.len() - 2] + 1) * FRAME);
            });
        }),
        ("a log of zeros", true, Base, |_, dir| {
            edit_log(dir, |log| log.fill(0));
        }),
        ("a log of garbage", true, Base, |_, dir| {
            fs::write(beside(dir, "-wal"), "garbage ".repeat(5000)).unwrap();
        }),
        ("a log with another first word", true, Base, |_, dir| {
            edit_log(dir, |log| log[0] ^= 0xff);
        }),
        ("a log of another version", true, Base, |_, dir| {
            edit_log(dir, |log| {
                log[7] ^= 1;
                forge(log);
            });
        }),
        (
            "a log with a wrong checksum in its header",
            true,
            Base,
            |_, dir| {
                edit_log(dir, |log| log[25] ^= 1);
            },
        ),
        (
            "a log with an impossible page size",
            true,
            Base,
            |_, dir| {
                edit_log(dir, |log| {
                    log[8..12].copy_from_slice(&1000_u32.to_be_bytes());
                    forge(log);
                });
            },
        ),
        ("a log with pages of another size", true, Base, |_, dir| {
            edit_log(dir, |log| {
                let salts = log[16..24].to_vec();
                log.truncate(32);
                log[8..12].copy_from_slice(&8192_u32.to_be_bytes());
                forge(log);
                let mut frame = vec![0; 24 + 8192];
                frame[8..16].copy_from_slice(&salts);
                log.extend(frame);
            });
        }),
        (
            "a log with wrong salts in its header",
            true,
            Base,
            |_, dir| {
                edit_log(dir, |log| log[17] ^= 0x40);
            },
        ),
        (
            "a log with wrong salts in its header, forged",
            true,
            Base,
            |_, dir| {
                edit_log(dir, |log| {
                    log[16] ^= 0x40;
                    forge(log);
                });
            },
        ),
        (
            "a log with wrong salts in one frame",
            true,
            Between,
            |_, dir| {
                edit_log(dir, |log| {
                    let at = commits(log)[1] + 1;
                    log[32 + at * FRAME + 9] ^= 0x55;
                });
            },
        ),
        (
            "a log with a damaged page in the middle",
            true,
            Between,
            |_, dir| {
                edit_log(dir, |log| {
                    let at = commits(log)[1] + 1;
                    log[32 + at * FRAME + 500] ^= 1;
                });
            },
        ),
        ("a log with a damaged first page", true, Base, |_, dir| {
            edit_log(dir, |log| log[32 + 500] ^= 1);
        }),
        ("a log with a damaged last page", true, Between, |_, dir| {
            edit_log(dir, |log| {
                let end = log.len();
                log[end - 10] ^= 1;
            });
        }),
        ("a log with wrong page numbers", true, Between, |_, dir| {
            edit_log(dir, |log| {
                for frame in log[32..].chunks_exact_mut(FRAME) {
                    frame[3] ^= 3;
                }
                forge(log);
            });
        }),
        ("a log with a page of no number", true, Base, |_, dir| {
            edit_log(dir, |log| {
                log[32..36].fill(0);
                forge(log);
            });
        }),
        (
            "a log with the whole of another database",
            true,
            Base,
            |made, dir| {
                copy_log(made.other.path(), dir);
            },
        ),
        (
            "a log with some of another database",
            true,
            Base,
            |made, dir| {
                copy_log(made.partly.path(), dir);
            },
        ),
        (
            "a log of another program's database",
            true,
            Base,
            |_, dir| {
                let strange = tempfile::tempdir().unwrap();
                let conn = Connection::open(db(strange.path())).unwrap();
                conn.execute_batch(
                    "PRAGMA journal_mode = wal; CREATE TABLE moz_places (url TEXT); \
                 INSERT INTO moz_places VALUES ('u')",
                )
                .unwrap();
                copy_log(strange.path(), dir);
            },
        ),
        (
            "a log of an older state",
            true,
            These(0..60),
            |made, dir| {
                fs::copy(db(made.later.path()), db(dir)).unwrap();
            },
        ),
        (
            "a log in the other's place, with its index",
            true,
            Base,
            |made, dir| {
                copy_log(made.other.path(), dir);
                fs::copy(beside(made.other.path(), "-shm"), beside(dir, "-shm")).unwrap();
            },
        ),
        ("a folder in place of the log", true, Base, |_, dir| {
            fs::remove_file(beside(dir, "-wal")).unwrap();
            fs::create_dir(beside(dir, "-wal")).unwrap();
            fs::write(beside(dir, "-wal").join("x"), "x").unwrap();
        }),
        ("a dead link in place of the log", true, Base, |_, dir| {
            fs::remove_file(beside(dir, "-wal")).unwrap();
            symlink(dir.join("nowhere"), beside(dir, "-wal")).unwrap();
        }),
        ("a folder in place of the index", true, All, |_, dir| {
            fs::remove_file(beside(dir, "-shm")).unwrap();
            fs::create_dir(beside(dir, "-shm")).unwrap();
        }),
        ("an index of garbage", false, All, |_, dir| {
            fs::write(beside(dir, "-shm"), "garbage ".repeat(4096)).unwrap();
        }),
        (
            "an index left over without a log",
            false,
            Base,
            |made, dir| {
                copy(made.closed.path(), dir);
                fs::remove_file(beside(dir, "-wal")).unwrap();
                fs::write(beside(dir, "-shm"), [7; 32_768]).unwrap();
            },
        ),
        ("a journal of garbage", true, All, |_, dir| {
            fs::write(beside(dir, "-journal"), "garbage ".repeat(500)).unwrap();
        }),
        (
            "a hot journal of another database",
            true,
            Base,
            |made, dir| {
                copy(made.closed.path(), dir);
                fs::remove_file(beside(dir, "-wal")).unwrap();
                fs::write(beside(dir, "-journal"), hot_journal()).unwrap();
            },
        ),
        ("a folder in place of the journal", true, All, |_, dir| {
            fs::create_dir(beside(dir, "-journal")).unwrap();
        }),
        ("an empty database and no log", true, Nothing, |_, dir| {
            fs::write(db(dir), "").unwrap();
            fs::remove_file(beside(dir, "-wal")).unwrap();
        }),
        ("an empty database with a log", true, Nothing, |_, dir| {
            fs::write(db(dir), "").unwrap();
        }),
        (
            "an empty database with a log of everything",
            true,
            These(OTHER),
            |made, dir| {
                fs::write(db(dir), "").unwrap();
                copy_log(made.other.path(), dir);
            },
        ),
        ("no database, only a log", true, Nothing, |_, dir| {
            fs::remove_file(db(dir)).unwrap();
        }),
        (
            "no database, only a log of everything",
            true,
            These(OTHER),
            |made, dir| {
                fs::remove_file(db(dir)).unwrap();
                copy_log(made.other.path(), dir);
            },
        ),
        (
            "a dead link in place of the database",
            true,
            Nothing,
            |_, dir| {
                fs::remove_file(db(dir)).unwrap();
                fs::remove_file(beside(dir, "-wal")).unwrap();
                symlink(dir.join("away/diptych.db"), db(dir)).unwrap();
            },
        ),
        (
            "a link in a circle in place of the database",
            true,
            Nothing,
            |_, dir| {
                fs::remove_file(db(dir)).unwrap();
                fs::remove_file(beside(dir, "-wal")).unwrap();
                symlink(db(dir), db(dir)).unwrap();
            },
        ),
        (
            "a link to a database with its log",
            false,
            All,
            |made, dir| {
                let home = dir.join("home");
                fs::create_dir(&home).unwrap();
                copy(made.hot.path(), &home);
                for end in ["", "-wal", "-shm"] {
                    fs::remove_file(beside(dir, end)).unwrap();
                }
                symlink(db(&home), db(dir)).unwrap();
            },
        ),
        (
            "a link to a database with a strange log",
            true,
            Base,
            |made, dir| {
                let home = dir.join("home");
                fs::create_dir(&home).unwrap();
                copy(made.hot.path(), &home);
                copy_log(made.other.path(), &home);
                for end in ["", "-wal", "-shm"] {
                    fs::remove_file(beside(dir, end)).unwrap();
                }
                symlink(db(&home), db(dir)).unwrap();
            },
        ),
        (
            "a folder in place of the database",
            true,
            Nothing,
            |_, dir| {
                fs::remove_file(db(dir)).unwrap();
                fs::remove_file(beside(dir, "-wal")).unwrap();
                fs::create_dir(db(dir)).unwrap();
                fs::write(db(dir).join("x"), "x").unwrap();
            },
        ),
        (
            "a database of garbage with its log",
            true,
            Nothing,
            |_, dir| {
                fs::write(db(dir), "garbage ".repeat(5000)).unwrap();
            },
        ),
        (
            "a database of garbage with a strange log of everything",
            true,
            These(OTHER),
            |made, dir| {
                fs::write(db(dir), "garbage ".repeat(5000)).unwrap();
                copy_log(made.other.path(), dir);
            },
        ),
        (
            "a database cut to its first page",
            true,
            Between,
            |made, dir| {
                copy(made.closed.path(), dir);
                fs::remove_file(beside(dir, "-wal")).unwrap();
                edit(&db(dir), |bytes| bytes[PAGE..].fill(0x5a));
            },
        ),
    ]
}

/// Puts the log of one folder beside the database of another.
fn copy_log(from: &Path, to: &Path) {
    fs::copy(beside(from, "-wal"), beside(to, "-wal")).unwrap();
    let _ = fs::remove_file(beside(to, "-shm"));
}

/// A rollback journal that SQLite would play into any database beside it.
fn hot_journal() -> Vec<u8> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("strange.db");
    let conn = Connection::open(&path).unwrap();
    conn.execute_batch(
        "CREATE TABLE t (a TEXT); INSERT INTO t VALUES (hex(zeroblob(20000))); \
         PRAGMA cache_size = 1; BEGIN; UPDATE t SET a = hex(randomblob(20000));",
    )
    .unwrap();
    conn.execute_batch("INSERT INTO t SELECT hex(randomblob(9000)) FROM t, t AS u")
        .unwrap();
    let journal = fs::read(dir.path().join("strange.db-journal")).unwrap();
    assert!(
        journal.len() > 5000 && journal[0] == 0xd9,
        "{}",
        journal.len()
    );
    journal
}

/// The numbers of the bookmarks of a reader.
fn numbers(store: &mut Store) -> BTreeSet<usize> {
    let kept = store.user_data().unwrap();
    let number = |b: &std::sync::Arc<Bookmark>| usize::from_str_radix(&b.id.0, 16).unwrap();
    kept.bookmarks.iter().map(number).collect()
}

/// All paths of the folder that a sentence names, with the log beside each.
fn named(dir: &Path, notices: &[String]) -> Vec<PathBuf> {
    let dir = fs::canonicalize(dir).unwrap();
    let mut found = Vec::new();
    for folder in [dir.clone(), dir.join("home")] {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let stem = name
                .trim_end_matches("-wal")
                .trim_end_matches("-journal")
                .trim_end_matches("-shm")
                .to_owned();
            let is_named = |name: &str| notices.iter().any(|notice| notice.contains(name));
            if stem != FILE && (is_named(&name) || is_named(&stem)) {
                found.push(path);
            }
        }
    }
    found
}

/// The numbers of the bookmarks whose names stand in files.
fn words_in(files: &[PathBuf]) -> BTreeSet<usize> {
    const ZEROS: &[u8] = b"0000000000000000000000000000";
    let mut found = BTreeSet::new();
    for path in files.iter().filter(|path| path.is_file()) {
        let bytes = fs::read(path).unwrap();
        let names = bytes.windows(32).filter(|name| name.starts_with(ZEROS));
        let names = names.filter_map(|name| std::str::from_utf8(name).ok());
        found.extend(names.filter_map(|name| usize::from_str_radix(name, 16).ok()));
    }
    let known: BTreeSet<usize> = BASE.chain(LOGGED).chain(45..60).chain(OTHER).collect();
    &found & &known
}

#[test]
fn nothing_is_overwritten_whatever_stands_beside_the_database() {
    let made = make();
    let mut faults = Vec::new();
    let (mut all, mut told) = (0, 0);
    for row in rows() {
        all += 1;
        told += usize::from(row.1);
        // Every row that fails is named, not the first alone.
        let name = row.0;
        if std::panic::catch_unwind(|| try_row(&made, row)).is_err() {
            faults.push(name);
        }
    }
    assert!(faults.is_empty(), "{} rows: {faults:#?}", faults.len());
    assert!(all >= 50 && told >= 40, "{all} rows, {told} told");
}

fn try_row(made: &Made, (name, is_told, holds, damage): Row) {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    copy(made.hot.path(), dir);
    damage(made, dir);
    let before = {
        let files = ["", "-wal", "-journal"].map(|end| beside(dir, end));
        let home = ["", "-wal"].map(|end| beside(&dir.join("home"), end));
        words_in(&[&files[..], &home[..]].concat())
    };

    let mut opened = Store::open_dir(dir, NOW).unwrap();
    let notices = &opened.notices;
    assert_eq!(!notices.is_empty(), is_told, "{name}: {notices:?}");
    let kept = named(dir, notices);
    assert_eq!(
        !kept.is_empty(),
        is_told,
        "{name}: {notices:?} {:?}",
        files(dir)
    );
    for notice in notices {
        assert!(
            !notice.contains('\n') && notice.contains(FILE),
            "{name}: {notice}"
        );
    }

    let there = numbers(&mut opened.store);
    let base: BTreeSet<usize> = BASE.collect();
    let full: BTreeSet<usize> = BASE.chain(LOGGED).collect();
    match holds {
        All => assert_eq!(there, full, "{name}"),
        Base => assert_eq!(there, base, "{name}"),
        Between => assert!(there.is_subset(&full), "{name}: {there:?}"),
        Nothing => assert!(there.is_empty(), "{name}: {there:?}"),
        These(range) => assert_eq!(there, range.collect(), "{name}"),
    }
    let mut found = words_in(&kept);
    found.extend(&there);
    assert!(
        before.is_subset(&found),
        "{name}: lost {:?}",
        before.difference(&found)
    );

    // The reader goes on, and nothing is told again.
    opened.store.apply(&keep(900), 90).unwrap();
    drop(opened);
    let mut again = open(dir);
    let mut wanted = there;
    wanted.insert(900);
    assert_eq!(numbers(&mut again), wanted, "{name}");
}

#[test]
fn a_log_that_another_window_uses_stays_where_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = write(folder.path(), 0..3);
    let mut two = open(folder.path());
    two.apply(&keep(7), 50).unwrap();
    assert_eq!(numbers(&mut one), numbers(&mut two));
    assert_eq!(files(folder.path()).len(), 3, "{:?}", files(folder.path()));
}

#[test]
fn a_table_that_is_lacking_is_told_and_what_the_others_hold_is_saved() {
    for (table, saved) in [
        ("counter", 40),
        ("sources", 40),
        ("versions", 40),
        ("marks", 40),
        ("positions", 40),
        ("asked", 40),
        ("searches", 40),
        ("bookmarks", 0),
    ] {
        let folder = tempfile::tempdir().unwrap();
        drop(write(folder.path(), BASE));
        let conn = Connection::open(db(folder.path())).unwrap();
        conn.execute_batch(&format!("DROP TABLE {table}")).unwrap();
        drop(conn);
        let mut opened = Store::open_dir(folder.path(), NOW).unwrap();
        assert_eq!(opened.notices.len(), 1, "{table}: {:?}", opened.notices);
        assert!(opened.notices[0].contains("diptych.db.unreadable-77"));
        assert!(opened.notices[0].contains(table), "{:?}", opened.notices);
        assert_eq!(numbers(&mut opened.store).len(), saved, "{table}");
        opened.store.apply(&keep(900), 90).unwrap();
        drop(opened);
        assert_eq!(
            numbers(&mut open(folder.path())).len(),
            saved + 1,
            "{table}"
        );
    }
}

#[test]
fn a_table_that_goes_while_the_program_runs_is_told_and_the_note_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = write(folder.path(), 0..3);
    let conn = Connection::open(db(folder.path())).unwrap();
    conn.execute_batch("DROP TABLE versions").unwrap();
    drop(conn);
    store.apply(&noted(1, "changed", &[]), 60).unwrap();
    let notices = store.take_notices();
    assert!(notices[0].contains("versions"), "{notices:?}");
    let kept = store.user_data().unwrap();
    assert_eq!(kept.bookmarks.len(), 3);
    assert!(kept.bookmarks.iter().any(|b| b.note.ends_with("changed")));
}

#[test]
fn an_old_version_that_lacks_a_table_is_told_not_tried_for_ever() {
    for (version, table) in [
        (1, "bookmarks"),
        (1, "counter"),
        (2, "sources"),
        (2, "marks"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = db(folder.path());
        let mut conn = Connection::open(&path).unwrap();
        schema::migrate(&mut conn, &path, &schema::MIGRATIONS[..version], 1).unwrap();
        conn.execute_batch(&format!("DROP TABLE {table}")).unwrap();
        drop(conn);
        let mut opened = Store::open_dir(folder.path(), NOW).unwrap();
        assert!(opened.notices[0].contains(table), "{:?}", opened.notices);
        opened.store.apply(&keep(1), 90).unwrap();
        assert_eq!(numbers(&mut open(folder.path())).len(), 1);
    }
}

/// Takes each column away that SQLite lets go, one after the other.
fn for_each_column(mut check: impl FnMut(&str, &str)) {
    let folder = tempfile::tempdir().unwrap();
    drop(write(folder.path(), 0..1));
    let conn = Connection::open(db(folder.path())).unwrap();
    let mut query = conn
        .prepare(
            "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c \
             WHERE t.type = 'table'",
        )
        .unwrap();
    let all: Vec<(String, String)> = query
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let mut checked = 0;
    for (table, column) in all {
        let drop = format!("BEGIN; ALTER TABLE {table} DROP COLUMN {column}; ROLLBACK");
        if conn.execute_batch(&drop).is_ok() {
            check(&table, &column);
            checked += 1;
        } else {
            let _ = conn.execute_batch("ROLLBACK");
        }
    }
    assert!(checked > 25, "{checked}");
}

/// Writes some of everything.
fn write_all_kinds(dir: &Path) {
    let mut store = write(dir, 0..3);
    store
        .apply(&Change::DeleteBookmark(bookmark(2).id), 60)
        .unwrap();
    store
        .apply(&Change::SetMark(mark('q', "b", 1)), 61)
        .unwrap();
    store
        .apply(&Change::SetPosition(position("x", 1, ReadState::Read)), 62)
        .unwrap();
    store
        .apply(&Change::RecordQuery("who answered?".to_owned()), 63)
        .unwrap();
    store
        .apply(
            &Change::SaveSearch(Box::new(SavedSearch {
                name: "mine".to_owned(),
                text: "who".to_owned(),
                scope: SearchScope::Library,
                order: ResultOrder::Date,
            })),
            64,
        )
        .unwrap();
}

#[test]
fn a_column_that_is_lacking_is_told_and_what_the_others_hold_is_saved() {
    for_each_column(|table, column| {
        let folder = tempfile::tempdir().unwrap();
        write_all_kinds(folder.path());
        let conn = Connection::open(db(folder.path())).unwrap();
        conn.execute_batch(&format!("ALTER TABLE {table} DROP COLUMN {column}"))
            .unwrap();
        drop(conn);
        let mut opened = Store::open_dir(folder.path(), NOW).unwrap();
        let what = format!("{table}.{column}: {:?}", opened.notices);
        assert_eq!(opened.notices.len(), 1, "{what}");
        let told = &opened.notices[0];
        assert!(told.contains("diptych.db.unreadable-77"), "{what}");
        assert!(
            told.contains(&format!("\"{column}\" of its table \"{table}\"")),
            "{what}"
        );
        assert!(!told.contains('\n'), "{what}");
        let kept = opened.store.user_data().unwrap();
        assert_eq!(kept.bookmarks.len() + kept.trash.len(), 3, "{what}");
        for bookmark in kept.bookmarks.iter() {
            let is_noted = bookmark.note.starts_with("a long note");
            assert_eq!(is_noted, (table, column) != ("bookmarks", "note"), "{what}");
        }
        let others = (
            kept.marks.len(),
            kept.positions.len(),
            kept.query_history.len(),
        );
        assert_eq!(others, (1, 1, 1), "{what}");
        assert_eq!(kept.searches.len(), 1, "{what}");
        opened.store.apply(&keep(900), 90).unwrap();
        drop(opened);
        let again = open(folder.path()).user_data().unwrap();
        assert_eq!(again.bookmarks.len(), kept.bookmarks.len() + 1, "{what}");
    });
}

#[test]
fn a_column_that_goes_while_the_program_runs_is_told_and_the_note_is_kept() {
    for (table, column) in [
        ("bookmarks", "letter"),
        ("bookmarks", "suffix"),
        ("versions", "bookmark"),
        ("marks", "seq"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        write_all_kinds(folder.path());
        let mut store = open(folder.path());
        store.user_data().unwrap();
        let conn = Connection::open(db(folder.path())).unwrap();
        conn.execute_batch(&format!("ALTER TABLE {table} DROP COLUMN {column}"))
            .unwrap();
        drop(conn);
        store.apply(&noted(1, "changed", &[]), 70).unwrap();
        store
            .apply(&Change::SetMark(mark('r', "b", 2)), 71)
            .unwrap();
        let kept = store.user_data().unwrap();
        let notices = store.take_notices();
        assert!(notices[0].contains(column), "{column}: {notices:?}");
        assert_eq!(kept.bookmarks.len(), 2, "{column}");
        assert!(
            kept.bookmarks.iter().any(|b| b.note.ends_with("changed")),
            "{column}"
        );
        assert_eq!(kept.marks.len(), 2, "{column}");
    }
}

#[test]
fn a_notice_begins_with_what_became_of_the_bookmarks() {
    let folder = tempfile::tempdir().unwrap();
    drop(write(folder.path(), BASE));
    fs::write(beside(folder.path(), "-journal"), [7; 900]).unwrap();
    let opened = Store::open_dir(folder.path(), NOW).unwrap();
    let told = &opened.notices[0];
    assert!(
        told.starts_with("your bookmarks are as they were; "),
        "{told}"
    );
    drop(opened);

    let other = tempfile::tempdir().unwrap();
    let stranger = write(other.path(), OTHER);
    fs::copy(beside(other.path(), "-wal"), beside(folder.path(), "-wal")).unwrap();
    let mut opened = Store::open_dir(folder.path(), NOW).unwrap();
    let told = opened.notices[0].clone();
    assert!(told.starts_with("your bookmarks are as "), "{told}");
    assert_eq!(numbers(&mut opened.store).len(), BASE.len());
    drop((opened, stranger));

    let conn = Connection::open(db(folder.path())).unwrap();
    conn.execute_batch("DROP TABLE versions").unwrap();
    drop(conn);
    let opened = Store::open_dir(folder.path(), NOW).unwrap();
    let told = &opened.notices[0];
    assert!(told.starts_with("your 40 bookmarks are saved; "), "{told}");
}
