//! How long it takes to keep one bookmark so that it is on the disk, to open a
//! hundred thousand, to have one more on the screen, to go through them, and to find the place of bookmarks again in texts that were
//! edited; the latter beside the simplest thing that could work, with the rates of both.
#![allow(
    clippy::print_stdout,
    reason = "a bench prints what criterion does not"
)]
#![allow(missing_docs, reason = "the macros of the measuring crate write none")]
#![allow(clippy::unwrap_used, reason = "what cannot be measured ends it")]

use std::hint::black_box;
use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use diptych::app::message::key::{Key, KeyCode};
use diptych::app::message::{Effect, Msg, Size};
use diptych::app::settings::Settings;
use diptych::app::{App, AppInit, Start};
use diptych::bundle::{self, LibraryRoot};
use diptych::model::bookmark_lookup::BookmarkLookup;
use diptych::model::{Bookmark, BookmarkId, Bookmarks, Change, Place, Provenance, UserData};
use diptych::search::BookmarkIndex;
use diptych::store::{FILE, Store};
use diptych::text::reanchor::{Anchor, AnchorStatus, reanchor};
use diptych::view;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// How many bookmarks a heavy user has.
const MANY: usize = 100_000;
/// How many edited texts are looked at.
const TEXTS: usize = 1000;
/// Words of each text.
const LENGTH: usize = 400;

fn bookmark(n: usize) -> Bookmark {
    Bookmark {
        id: BookmarkId(format!("{:032x}", n as u128 * 0x9e37_79b9_7f4a_7c15)),
        place: Place {
            briefing: format!("briefing-{}", n % 50),
            article: format!("article-{}", n % 2000),
            range: n..n + 90,
        },
        text_hash: "3f".repeat(32),
        exact: format!(
            "The words of bookmark number {n}, about as long as a sentence in a paper is."
        ),
        prefix: "what stands before, up to 32 lett".into(),
        suffix: "what stands behind, up to 32 lett".into(),
        provenance: std::sync::Arc::new(Provenance {
            speaker: Some(format!("Speaker {}", n % 40)),
            side: Some("Government".into()),
            briefing_title: format!("Briefing {}", n % 50),
            article_title: format!("The headline of article {}", n % 2000),
            publisher: "The Outlet".into(),
            authors: vec![diptych::model::Author::from_name("An Author")],
            published: Some("2018-04-27".into()),
            url: Some(format!("https://example.org/{}", n % 2000)),
            ..Provenance::default()
        }),
        note: if n.is_multiple_of(5) {
            "A note of some words.".into()
        } else {
            String::new()
        },
        tags: if n.is_multiple_of(3) {
            vec!["court".into()]
        } else {
            Vec::new()
        },
        letter: None,
        created: 1_700_000_000 + n as i64,
        changed: 1_700_000_000 + n as i64,
    }
}

fn keep(n: usize) -> Change {
    Change::PutBookmark(Box::new(bookmark(n)))
}

fn one(c: &mut Criterion) {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open_dir(dir.path(), 1).unwrap().store;
    store.apply(&keep(0), 1).unwrap();
    let mut n = 0;
    let mut group = c.benchmark_group("keep");
    group.sample_size(30);
    group.bench_function("one bookmark, durable", |b| {
        b.iter(|| {
            n += 1;
            store.apply(&keep(n), 2).unwrap();
        });
    });
    // What the disk itself takes to have a line on it.
    let mut file = std::fs::File::create(dir.path().join("plain")).unwrap();
    group.bench_function("one line, written and synced", |b| {
        b.iter(|| {
            use std::io::Write;
            file.write_all(&[b'x'; 500]).unwrap();
            file.sync_data().unwrap();
        });
    });
    group.finish();
}

fn many(c: &mut Criterion) {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open_dir(dir.path(), 1).unwrap().store;
    let all: Vec<(Change, i64)> = (0..MANY).map(|n| (keep(n), 1)).collect();
    store.apply_all(&all, 1).unwrap();
    drop(store);
    let size = std::fs::metadata(dir.path().join(FILE)).unwrap().len();
    println!("{MANY} bookmarks take {} MB", size / 1_000_000);
    let mut group = c.benchmark_group("open");
    group.sample_size(20);
    group.bench_function("100,000 bookmarks", |b| {
        b.iter_batched(
            || (),
            |()| {
                let mut store = Store::open_dir(dir.path(), 1).unwrap().store;
                let kept = store.user_data().unwrap();
                assert_eq!(kept.bookmarks.len(), MANY);
                (store, kept)
            },
            BatchSize::PerIteration,
        );
    });
    let bare = rusqlite::Connection::open(dir.path().join(FILE)).unwrap();
    group.bench_function("the same columns into strings, the bare library", |b| {
        b.iter_batched(|| (), |()| bare_rows(&bare), BatchSize::PerIteration);
    });
    let mut store = Store::open_dir(dir.path(), 1).unwrap().store;
    let kept = store.user_data().unwrap();
    letters(&kept.bookmarks);
    on_screen(&kept);
    group.bench_function("asking whether another window wrote", |b| {
        b.iter(|| black_box(store.user_data_if_changed().unwrap().is_none()));
    });
    group.finish();
}

/// Reads what a bookmark needs with nothing but the library.
fn bare_rows(conn: &rusqlite::Connection) -> Vec<[String; 9]> {
    let mut query = conn
        .prepare(
            "SELECT id, briefing, article, text_hash, exact, prefix, suffix, note, tags, start, end, \
             source, created, changed, letter FROM bookmarks WHERE removed IS NULL ORDER BY n",
        )
        .unwrap();
    let rows = query.query_map([], |row| {
        let mut texts: [String; 9] = Default::default();
        for (i, text) in texts.iter_mut().enumerate() {
            *text = row.get(i)?;
        }
        for i in 9..14 {
            black_box(row.get::<_, i64>(i)?);
        }
        Ok(texts)
    });
    rows.unwrap().map(Result::unwrap).collect()
}

/// Types questions letter by letter, and prints how long each answer took.
fn letters(bookmarks: &Bookmarks) {
    let mut book = BookmarkIndex::default();
    let begun = Instant::now();
    book.search(bookmarks, "");
    println!(
        "{MANY} bookmarks made ready for questions in {:?}",
        begun.elapsed()
    );
    let mut took = Vec::new();
    let mut contains = Vec::new();
    for question in [
        "number 4711",
        "sentence paper -note",
        "\"as long as a sentence\"",
        "who:speaker note words",
        "tag:court before:2019 long",
        "headline OR outlet",
        "has:note bookmark",
        "side:gov number 99",
    ] {
        for (end, _) in question.char_indices().skip(1) {
            let begun = Instant::now();
            black_box(book.search(bookmarks, &question[..end]));
            took.push(begun.elapsed());
            let begun = Instant::now();
            let held = |b: &&Arc<Bookmark>| b.exact.contains(&question[..end]);
            black_box(bookmarks.iter().filter(held).count());
            contains.push(begun.elapsed());
        }
    }
    for (what, mut times) in [
        ("a letter typed", took),
        ("naive: the words contain it", contains),
    ] {
        times.sort_unstable();
        let at = |percent: usize| times[(times.len() - 1) * percent / 100];
        println!("{what}: p50 {:?}, p99 {:?}", at(50), at(99));
    }
}

/// A session on the shipped briefing, with nothing behind it: what it asks for beyond
/// the briefing stays undone, but for the disk, which takes everything at once.
struct Screen {
    app: App,
    buffer: Buffer,
    /// What the worker has ready that answers questions to the bookmarks.
    notebook: BookmarkIndex,
}

impl Screen {
    fn of(kept: UserData) -> Screen {
        let size = Size {
            width: 120,
            height: 40,
        };
        let mut app = App::new(AppInit {
            size,
            settings: Settings::default(),
            id_seed: [7; 16],
            user_data: kept,
            notices: Vec::new(),
        });
        let source = bundle::discover(&[LibraryRoot::BuiltIn]).0.remove(0);
        let briefing = Arc::new(bundle::load(&source).briefing.unwrap());
        let begun = app.start(Start::Open { source, at: None });
        for effect in begun {
            if let Effect::Open(ticket, source) = effect {
                app.update(Msg::Opened(ticket, source, Ok(briefing.clone())));
            }
        }
        Screen {
            app,
            buffer: Buffer::empty(Rect::new(0, 0, size.width, size.height)),
            notebook: BookmarkIndex::default(),
        }
    }

    /// Presses keys and draws; returns how long that took. What is written then is
    /// answered as saved, off the clock.
    fn press(&mut self, keys: &str) -> Duration {
        let area = self.buffer.area;
        let begun = Instant::now();
        let mut asked = Vec::new();
        for c in keys.chars() {
            let key = Key::new(KeyCode::Char(c));
            asked.extend(self.app.update(Msg::Key(key)));
        }
        view::paint(self.app.state(), &mut self.buffer, area);
        let took = begun.elapsed();
        for effect in asked {
            match effect {
                Effect::Save(change) => drop(self.app.update(Msg::Saved(change, Ok(())))),
                Effect::WarmBookmarkIndex(of) => self.notebook.update(&of),
                _ => {}
            }
        }
        took
    }

    /// Tells the middle one of some tries.
    fn tell(&mut self, what: &str, tries: usize, keys: &[&str], before: &str) {
        let mut took: Vec<Duration> = Vec::new();
        for i in 0..tries {
            if !before.is_empty() {
                self.press(before);
            }
            took.push(self.press(keys[i % keys.len()]));
        }
        took.sort_unstable();
        let (middle, most) = (took[tries / 2], took[tries - 1]);
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        println!(
            "{what}: {:.2} ms, at most {:.2} (update and drawing, {MANY} kept), a frame is 16 ms",
            ms(middle),
            ms(most)
        );
    }
}

/// Prints how long it takes until the screen shows what was done, with so many kept.
fn on_screen(kept: &UserData) {
    let begun = Instant::now();
    black_box(BookmarkLookup::new(&kept.bookmarks));
    println!(
        "{MANY} bookmarks entered in the register in {:?}",
        begun.elapsed()
    );
    let mut screen = Screen::of(kept.clone());
    screen.press("gs");
    screen.tell("keeping one: on screen in", 40, &["b", "b"], "");
    screen.tell("the bookmark screen opened", 20, &["gb"], "q");
    screen.tell("a row down or up there", 200, &["j", "j", "k"], "");
    screen.tell("to the end or the beginning", 40, &["G", "gg"], "");
    screen.tell("to the next group", 40, &["}"], "");
    screen.tell("grouped anew", 42, &["S"], "");
    screen.tell("one deleted there, or brought back", 40, &["dd", "u"], "");
    screen.press("q");
    screen.tell(
        "keeping one, after the bookmarks were looked at: on screen in",
        40,
        &["b"],
        "gbq",
    );
}

/// A simple generator, so that each run sees the same texts.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % n
    }

    /// Half of all words are of the twenty most frequent ones.
    fn word(&mut self) -> String {
        let n = if self.below(2) == 0 {
            self.below(20)
        } else {
            self.below(3000)
        };
        let letters = "etaoinshrdlucmfwypvbgk".as_bytes();
        let mut word = String::new();
        let mut rest = n + 1;
        while rest > 0 {
            word.push(char::from(letters[rest % letters.len()]));
            rest /= letters.len();
        }
        word
    }
}

/// A bookmark of a text, the text as it is now, and where the words are in it.
struct Case {
    then: String,
    range: Range<usize>,
    now: String,
    there: Range<usize>,
}

fn range_of(words: &[String], first: usize, last: usize) -> Range<usize> {
    let start: usize = words[..first].iter().map(|w| w.len() + 1).sum();
    let length: usize = words[first..=last].iter().map(|w| w.len() + 1).sum();
    start..start + length - 1
}

/// Texts of which one word in twenty was replaced, taken away or put in.
fn cases() -> Vec<Case> {
    let mut dice = Dice(42);
    (0..TEXTS)
        .map(|round| {
            let words: Vec<String> = (0..LENGTH).map(|_| dice.word()).collect();
            let (mut now, mut went) = (Vec::new(), Vec::new());
            for word in &words {
                let fate = dice.below(60);
                if fate == 2 {
                    now.push(dice.word());
                }
                went.push((fate > 1).then_some(now.len()));
                if fate == 0 {
                    now.push(dice.word());
                } else if fate != 1 {
                    now.push(word.clone());
                }
            }
            let length = [3, 8, 15, 30][round % 4];
            let first = dice.below(LENGTH - length);
            let last = first + length - 1;
            let kept: Vec<usize> = went[first..=last].iter().copied().flatten().collect();
            let there = match (kept.first(), kept.last()) {
                (Some(first), Some(last)) => range_of(&now, *first, *last),
                _ => 0..0,
            };
            Case {
                range: range_of(&words, first, last),
                then: words.join(" "),
                now: now.join(" "),
                there,
            }
        })
        .collect()
}

fn ours(case: &Case) -> AnchorStatus {
    let Case {
        then, range, now, ..
    } = case;
    let from = range.start.saturating_sub(32);
    let to = (range.end + 32).min(then.len());
    let anchor = Anchor {
        range: range.clone(),
        exact: &then[range.clone()],
        prefix: &then[from..range.start],
        suffix: &then[range.end..to],
    };
    reanchor(&anchor, now)
}

/// The simplest thing that could work: the first place of the same words.
fn naive(case: &Case) -> Option<Range<usize>> {
    let words = &case.then[case.range.clone()];
    case.now.find(words).map(|at| at..at + words.len())
}

fn again(c: &mut Criterion) {
    let cases = cases();
    let meets = |range: &Range<usize>, there: &Range<usize>| {
        let shared = range
            .end
            .min(there.end)
            .saturating_sub(range.start.max(there.start));
        2 * shared >= range.len().max(there.len())
    };
    let (mut right, mut wrong, mut unplaced, mut false_exact) = (0, 0, 0, 0);
    let (mut naive_right, mut naive_wrong) = (0, 0);
    for case in &cases {
        match ours(case) {
            AnchorStatus::Here(range) | AnchorStatus::Moved(range)
                if meets(&range, &case.there) =>
            {
                right += 1;
            }
            AnchorStatus::Here(_) | AnchorStatus::Moved(_) => false_exact += 1,
            AnchorStatus::Approximate(range, _) if meets(&range, &case.there) => right += 1,
            AnchorStatus::Approximate(..) => wrong += 1,
            AnchorStatus::Unplaced(_) => unplaced += 1,
        }
        match naive(case) {
            Some(range) if meets(&range, &case.there) => naive_right += 1,
            Some(_) => naive_wrong += 1,
            None => {}
        }
    }
    let rate = |n: i32| f64::from(n) / TEXTS as f64 * 100.0;
    println!(
        "{TEXTS} texts with 5 % of words changed: right {:.1} %, wrong {:.1} %, listed as unplaced \
         {:.1} %, wrong but said to be exact {false_exact}",
        rate(right),
        rate(wrong),
        rate(unplaced)
    );
    println!(
        "the same words searched for: right {:.1} %, wrong {:.1} %, not found {:.1} %",
        rate(naive_right),
        rate(naive_wrong),
        100.0 - rate(naive_right) - rate(naive_wrong)
    );
    let mut group = c.benchmark_group("find 1,000 bookmarks again");
    group.sample_size(10);
    group.bench_function("position, words, likeness", |b| {
        b.iter(|| {
            cases
                .iter()
                .filter(|case| ours(black_box(case)).range().is_some())
                .count()
        });
    });
    group.bench_function("naive: the same words", |b| {
        b.iter(|| {
            cases
                .iter()
                .filter(|case| naive(black_box(case)).is_some())
                .count()
        });
    });
    group.finish();
}

criterion_group!(benches, one, many, again);
criterion_main!(benches);
