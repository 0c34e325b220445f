//! What happens to the store when a program that writes to it is killed, when
//! two of them write at once, and when the disk is full. The test program starts itself again as the
//! other process: with `STORE_CHILD` set, the test `child` writes.

use std::collections::{BTreeSet, HashSet};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use diptych::model::{Bookmark, BookmarkId, Change, Place, Provenance};
use diptych::store::{Delivery, RetryQueue, Store, StoreErrorKind, StoreState};

/// What the other process is told: the folder, the first number of its
/// bookmarks, how many, and a tag to put on the one that all share.
const CHILD: &str = "STORE_CHILD";

fn bookmark(n: usize) -> Bookmark {
    Bookmark {
        id: BookmarkId(format!("{n:032x}")),
        place: Place {
            briefing: "kaspersky-lab".into(),
            article: "axios-2018".into(),
            range: n..n + 9,
        },
        text_hash: "00".repeat(32),
        exact: format!("the words of bookmark number {n}"),
        prefix: "what stands before".into(),
        suffix: "what stands after".into(),
        provenance: std::sync::Arc::new(Provenance {
            publisher: "Axios".into(),
            ..Provenance::default()
        }),
        note: "note ".repeat(n % 200),
        tags: vec![],
        letter: None,
        created: 0,
        changed: 0,
    }
}

fn keep(bookmark: Bookmark) -> Change {
    Change::PutBookmark(Box::new(bookmark))
}

/// Bookmarks that a process writes one behind the other before it rests a second.
const BURST: usize = 20;

/// Starts this program again to write bookmarks.
fn start(dir: &Path, first: usize, count: usize, tag: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args([
            "store_crash::child",
            "--exact",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(CHILD, format!("{first} {count} {tag} {}", dir.display()))
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap()
}

/// Returns the numbers that a process said were kept, until it ended.
fn acknowledged(child: &mut Child) -> Vec<usize> {
    BufReader::new(child.stdout.take().unwrap())
        .lines()
        .map_while(Result::ok)
        .filter_map(|line| line.strip_prefix("kept ").and_then(|n| n.parse().ok()))
        .collect()
}

/// Not a test of its own: what the other process does. It says each bookmark
/// only after the store has said it is kept.
#[test]
fn child() {
    let Ok(task) = std::env::var(CHILD) else {
        return;
    };
    let mut parts = task.splitn(4, ' ');
    let mut number = || parts.next().unwrap().parse::<usize>().unwrap();
    let (first, count) = (number(), number());
    let tag = parts.next().unwrap();
    let dir = Path::new(parts.next().unwrap());
    let mut store = Store::open_dir(dir, 1).unwrap().store;
    // What it believes of the one that all share: it never looks again.
    let mut shared = bookmark(0);
    println!("\nready");
    while tag != "-" && !dir.with_file_name("go").exists() {
        std::thread::sleep(Duration::from_millis(1));
    }
    for n in first..first + count {
        store.apply(&keep(bookmark(n)), 2).unwrap();
        println!("\nkept {n}");
        std::io::stdout().flush().unwrap();
        if tag != "-" {
            shared.tags.push(format!("{tag}-{n}"));
            store.apply(&keep(shared.clone()), 3).unwrap();
            // In bursts, so that both write at the same time, for ten seconds.
            if n % BURST == BURST - 1 {
                std::thread::sleep(Duration::from_secs(1));
            }
        }
    }
}

#[test]
fn what_was_acknowledged_survives_kill_9() {
    let mut total = 0;
    let mut killed = 0;
    for round in 0..6_u64 {
        let dir = tempfile::tempdir().unwrap();
        let mut acknowledged_all = HashSet::new();
        // The same file is killed several times over: recovery on recovery.
        for life in 0..4_u64 {
            let first = usize::try_from(1 + life * 1000).unwrap();
            let mut child = start(dir.path(), first, 500, "-");
            let lines = BufReader::new(child.stdout.take().unwrap()).lines();
            let mut said = lines
                .map_while(Result::ok)
                .filter_map(|line| line.strip_prefix("kept ")?.parse::<usize>().ok());
            // Spread over the writing, by a sequence that fills the interval evenly.
            let step = (round * 4 + life) * 389 % 997;
            let count = usize::try_from(step * 450 / 997).unwrap();
            acknowledged_all.extend(said.by_ref().take(count));
            std::thread::sleep(Duration::from_micros(step * 7 % 1000));
            child.kill().unwrap();
            if !child.wait().unwrap().success() {
                killed += 1;
            }
            acknowledged_all.extend(said);
        }
        let opened = Store::open_dir(dir.path(), 9).unwrap();
        assert_eq!(opened.notices, Vec::<String>::new());
        let mut store = opened.store;
        let kept = store.user_data().unwrap();
        let there: HashSet<&str> = kept.bookmarks.iter().map(|b| b.id.0.as_str()).collect();
        for n in &acknowledged_all {
            assert!(there.contains(bookmark(*n).id.0.as_str()), "lost {n}");
        }
        for kept in kept.bookmarks.iter() {
            let n = usize::from_str_radix(&kept.id.0, 16).unwrap();
            assert_eq!(
                (&kept.exact, &kept.note),
                (&bookmark(n).exact, &bookmark(n).note)
            );
        }
        store.apply(&keep(bookmark(99_999)), 10).unwrap();
        total += acknowledged_all.len();
    }
    println!("{killed} of 24 processes were killed after {total} bookmarks");
    assert!(
        killed > 12,
        "too few were killed while they wrote: {killed}"
    );
    assert!(
        total > 100,
        "the processes were killed before they wrote: {total}"
    );
}

#[test]
fn two_processes_at_once_lose_nothing() {
    let dir = tempfile::tempdir().unwrap();
    // Neither finds a file: both make it.
    let data = dir.path().join("data");
    let mut watching = Store::open_dir(&data, 1).unwrap().store;
    let mut one = start(&data, 1000, 200, "one");
    let mut two = start(&data, 2000, 200, "two");
    std::fs::write(dir.path().join("go"), "").unwrap();
    let mut seen = 0;
    let mut looks = 0;
    let begun = Instant::now();
    while one.try_wait().unwrap().is_none() || two.try_wait().unwrap().is_none() {
        if let Some(kept) = watching.user_data_if_changed().unwrap() {
            assert!(kept.bookmarks.len() >= seen, "bookmarks went away");
            seen = kept.bookmarks.len();
            looks += 1;
        }
        assert!(begun.elapsed() < Duration::from_secs(120));
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(acknowledged(&mut one).len(), 200);
    assert_eq!(acknowledged(&mut two).len(), 200);
    assert!(looks > 1, "the window saw nothing of it");
    assert!(begun.elapsed() >= Duration::from_secs(10));
    let kept = match watching.user_data_if_changed().unwrap() {
        Some(kept) => kept,
        None => watching.user_data().unwrap(),
    };
    let numbers: BTreeSet<String> = kept.bookmarks.iter().map(|b| b.id.0.clone()).collect();
    let wanted: BTreeSet<String> = [0]
        .into_iter()
        .chain(1000..1200)
        .chain(2000..2200)
        .map(|n| bookmark(n).id.0)
        .collect();
    assert_eq!(numbers, wanted);
    let shared = kept
        .bookmarks
        .iter()
        .find(|b| b.id == bookmark(0).id)
        .unwrap();
    let mut tags: Vec<String> = (1000..1200)
        .map(|n| format!("one-{n}"))
        .chain((2000..2200).map(|n| format!("two-{n}")))
        .collect();
    tags.sort();
    assert_eq!(
        shared.tags, tags,
        "a tag of one process took that of the other with it"
    );
}

/// What the process on the small disk is told: the folder.
const FULL: &str = "STORE_FULL";

/// Not a test of its own: what the process does whose disk is full.
#[test]
fn child_on_a_full_disk() {
    let Ok(dir) = std::env::var(FULL) else {
        return;
    };
    let dir = Path::new(&dir);
    // What can be thrown away later; where files may not be long, it stays short.
    let ballast = dir.join("ballast");
    let _ = std::fs::write(&ballast, vec![0; 400_000]);
    let data = dir.join("data");
    let mut outbox = RetryQueue::new(Store::open_dir(&data, 1).unwrap().store);
    let mut n = 0;
    let trouble = loop {
        n += 1;
        match outbox.send(keep(bookmark(n)), 2).unwrap() {
            Delivery::Durable => assert!(n < 20_000, "the disk is never full"),
            Delivery::Waiting { count, error } => {
                assert_eq!(count, 1);
                break error.kind;
            }
        }
    };
    assert!(
        [StoreErrorKind::Full, StoreErrorKind::Disk].contains(&trouble),
        "{trouble:?}"
    );
    assert!(
        outbox.pending_json().contains(&bookmark(n).id.0),
        "it is offered"
    );
    let kept = outbox.user_data(3).unwrap();
    assert_eq!(kept.bookmarks.len(), n, "it is shown");
    let there = |dir: &Path| Store::open_dir(dir, 4).unwrap().store.user_data().unwrap();
    assert_eq!(there(&data).bookmarks.len(), n - 1);
    std::fs::remove_file(&ballast).unwrap();
    if trouble == StoreErrorKind::Full {
        assert_eq!(outbox.retry(5), Delivery::Durable);
        assert_eq!(there(&data).bookmarks.len(), n);
    }
    println!("\nwhole after {n}, {trouble:?}");
}

/// On a disk of its own of one megabyte, where the system lets anybody make one;
/// else by a limit on the length of files. Either is the kernel's own refusal.
#[test]
fn a_full_disk_loses_nothing_that_was_acknowledged() {
    let dir = tempfile::tempdir().unwrap();
    let mount = "mount -t tmpfs -o size=1m none \"$0\" 2>/dev/null || exit 97; exec \"$@\"";
    let own_disk = |command: &[&std::ffi::OsStr]| {
        let mut shell = Command::new("unshare");
        shell.args(["--user", "--map-root-user", "--mount", "sh", "-c", mount]);
        shell.arg(dir.path()).args(command);
        shell
    };
    let possible = own_disk(&["true".as_ref()])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    let program = std::env::current_exe().unwrap();
    let arguments = [
        "store_crash::child_on_a_full_disk",
        "--exact",
        "--nocapture",
        "--test-threads=1",
    ];
    let mut command = vec![program.as_os_str()];
    command.extend(
        arguments
            .iter()
            .map(std::convert::AsRef::<std::ffi::OsStr>::as_ref),
    );
    let mut shell = if possible {
        own_disk(&command)
    } else {
        let mut shell = Command::new("sh");
        shell.args(["-c", "trap '' XFSZ; ulimit -f 600; exec \"$@\"", "sh"]);
        shell.args(&command);
        shell
    };
    let output = shell.env(FULL, dir.path()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("whole after"),
        "{output:?}"
    );
}

#[test]
fn a_hundred_thousand_bookmarks_open_in_reasonable_time() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open_dir(dir.path(), 1).unwrap().store;
    store.apply(&keep(bookmark(1)), 2).unwrap();
    assert_eq!(store.state(), StoreState::Disk);
    let path = store.path().to_owned();
    drop(store);
    // Written past the store, which would sync each of them.
    rusqlite::Connection::open(path)
        .unwrap()
        .execute_batch(
            "WITH RECURSIVE k(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM k WHERE n < 100000)
             INSERT INTO bookmarks SELECT k.n, printf('%032x', k.n), briefing, article, start + k.n,
               end + k.n, text_hash, exact || k.n, prefix, suffix, note, tags, source,
               created, changed, removed, seq, letter FROM bookmarks, k WHERE bookmarks.n = 1",
        )
        .unwrap();
    let begun = Instant::now();
    let mut store = Store::open_dir(dir.path(), 1).unwrap().store;
    let kept = store.user_data().unwrap();
    let opened = begun.elapsed();
    assert_eq!(kept.bookmarks.len(), 100_000);
    let begun = Instant::now();
    store.apply(&keep(bookmark(100_001)), 3).unwrap();
    let written = begun.elapsed();
    let begun = Instant::now();
    assert_eq!(store.user_data_if_changed().unwrap(), None);
    let asked = begun.elapsed();
    println!("open and read {opened:?}, keep {written:?}, ask {asked:?}");
    assert!(opened < Duration::from_secs(10), "{opened:?}");
    assert!(written < Duration::from_secs(2), "{written:?}");
    assert!(asked < Duration::from_millis(200), "{asked:?}");
}
