//! The figures of searching, each beside its baseline, in one go:
//!
//! ```text
//! cargo bench --bench search                          # 2,000 made-up briefings
//! BRIEFINGS=20000 cargo bench --bench search          # a million passages
//! LIBRARY=/a/library cargo bench --bench search       # a library that is there
//! ONLY=ranking,everyday,building,typing,fts,process cargo bench --bench search    # some of it
//! QUOTATIONS=/a/file cargo bench --bench search       # its lines are remembered badly
//! ARTICLES=/a/file cargo bench --bench search         # everyday questions over its articles
//! ```
//!
//! Baselines: the engine alone as its examples use it (one field, stored, its
//! own analyser), and SQLite's FTS5 with `bm25` and the porter stemmer, on the
//! same passages and with the same questions.

#![allow(missing_docs, reason = "a program, not a library")]
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "what fails here is measured wrongly and has to stop"
)]

#[path = "../../examples/make_library/generate.rs"]
mod generate;

mod bare;
mod corpus;
mod everyday;
mod fts;
mod process;
mod ranking;

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use diptych::model::{Bookmarks, Briefing, Query, SearchScope};
use diptych::search::Index;

use bare::Bare;
use corpus::{Corpus, Place};
use fts::Fts;

/// Results that are asked for.
const LIMIT: usize = 20;
/// Briefings that are indexed at once, as the program does.
const BATCH: usize = 256;
/// How often both indexes are built.
const ROUNDS: usize = 3;
/// Questions of which the slow baseline answers all.
const SLOW: usize = 40;

fn main() {
    // `cargo test --benches` only wants to know that it starts.
    if std::env::args().any(|a| a == "--test") {
        return;
    }
    let place = ["process", "building", "typing", "fts"]
        .into_iter()
        .any(is_wanted)
        .then(Place::find);
    // First: a large process takes long to start another.
    if let Some(place) = &place
        && is_wanted("process")
    {
        process::report(&place.folder);
    }
    if is_wanted("everyday") {
        everyday::report();
    }
    if is_wanted("ranking") {
        ranking::report();
    }
    let Some(place) = place else {
        return;
    };
    let corpus = Corpus::of(&place);
    println!(
        "{} briefings, {} passages, {:.1} MB of text",
        corpus.sources.len(),
        corpus.passages.len(),
        corpus.bytes as f64 / 1e6
    );
    let dir = tempfile::TempDir::new().unwrap();
    if ["building", "typing", "fts"].into_iter().any(is_wanted) {
        let (index, bare) = building(dir.path(), &corpus);
        if is_wanted("typing") {
            typing(&corpus, &index, &bare);
        }
        if is_wanted("fts") {
            beside_fts(dir.path(), &corpus, &index);
        }
    }
}

/// Tells whether a part is wanted: all are where `ONLY` names none.
fn is_wanted(part: &str) -> bool {
    std::env::var("ONLY").map_or(true, |only| only.split(',').any(|p| p == part))
}

/// Builds our index and the bare one, in turns; returns the last of each.
fn building(dir: &Path, corpus: &Corpus) -> (Index, Bare) {
    // Read before: what is measured is building alone.
    let loaded = corpus::load(&corpus.sources);
    let (mut shares, mut costs) = (Vec::new(), Vec::new());
    let mut last = None;
    for round in 0..ROUNDS {
        let (own_dir, bare_dir) = (
            dir.join(format!("index-{round}")),
            dir.join(format!("bare-{round}")),
        );
        let (bare, bare_time) = timed(|| Bare::build(&bare_dir, &corpus.passages));
        let (index, own_time) = timed(|| build(&own_dir, &loaded));
        let rate = |time: &Time| corpus.passages.len() as f64 / time.wall;
        println!(
            "building: {:.0} passages/s and {:.2} s of CPU, the engine alone {:.0} and {:.2} s",
            rate(&own_time),
            own_time.cpu,
            rate(&bare_time),
            bare_time.cpu
        );
        shares.push(bare_time.wall / own_time.wall);
        costs.push(own_time.cpu / bare_time.cpu);
        last = Some((index, bare, own_dir, bare_dir));
    }
    let (index, bare, own_dir, bare_dir) = last.unwrap();
    println!(
        "  medians: {:.2} of its passages/s, {:.2} times its CPU",
        median(&mut shares),
        median(&mut costs)
    );
    let size = corpus::size_of(&own_dir);
    println!(
        "size: {:.1} MB, {:.2} of the text (stored in it); the engine alone {:.1} MB",
        size as f64 / 1e6,
        size as f64 / corpus.bytes as f64,
        corpus::size_of(&bare_dir) as f64 / 1e6
    );
    (index, bare)
}

/// What some work took, in seconds.
struct Time {
    wall: f64,
    cpu: f64,
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Time) {
    let begun = (Instant::now(), process::cpu_seconds());
    let done = work();
    let time = Time {
        wall: begun.0.elapsed().as_secs_f64(),
        cpu: process::cpu_seconds() - begun.1,
    };
    (done, time)
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Asks our index.
fn ask(index: &Index, text: &str) -> usize {
    let query = Query {
        text: text.to_owned(),
        scope: SearchScope::Library,
        limit: LIMIT,
        bookmarks: Bookmarks::default(),
    };
    index.find(&query).total
}

/// Types and asks, beside the bare index.
fn typing(corpus: &Corpus, index: &Index, bare: &Bare) {
    for question in corpus.questions.iter().take(20) {
        let _ = (ask(index, question), bare.find(question, LIMIT));
    }
    let mut typed = Vec::new();
    for question in &corpus.questions {
        let ends = question.char_indices().map(|(end, _)| end).skip(1);
        for end in ends.chain([question.len()]) {
            typed.push(millis(|| ask(index, &question[..end])));
        }
    }
    tell("each letter typed", &mut typed);
    let mut own = whole(corpus, &|q| ask(index, &format!("{q} ")), usize::MAX);
    let mut alone = whole(corpus, &|q| bare.find(q, LIMIT), usize::MAX);
    let (own_50, own_99) = tell("whole questions", &mut own);
    let (bare_50, bare_99) = tell("the engine alone, OR of the same words", &mut alone);
    println!(
        "  {:.2} of it at p50, {:.2} at p99",
        own_50 / bare_50,
        own_99 / bare_99
    );
    let mut one: Vec<f64> = (0..5)
        .map(|n| {
            let mut changed = (*corpus::load(&corpus.sources[n..=n])[0]).clone();
            changed.hash = format!("changed {n}");
            let batch = [std::sync::Arc::new(changed)];
            millis(|| index.update(&batch).unwrap())
        })
        .collect();
    tell("one changed briefing indexed again", &mut one);
}

/// Asks our index and SQLite's.
fn beside_fts(dir: &Path, corpus: &Corpus, index: &Index) {
    let fts = Fts::build(&dir.join("fts.db"), &corpus.passages);
    let mut own = whole(corpus, &|q| ask(index, &format!("{q} ")), SLOW);
    let mut slow = whole(corpus, &|q| fts.find(q, LIMIT), SLOW);
    let (own_50, _) = tell("the first of the questions", &mut own);
    let (fts_50, _) = tell("SQLite FTS5", &mut slow);
    println!("  {:.0} times ours at p50", fts_50 / own_50);
}

fn whole(corpus: &Corpus, ask: &dyn Fn(&str) -> usize, count: usize) -> Vec<f64> {
    let questions = corpus.questions.iter().take(count);
    questions.map(|q| millis(|| ask(q))).collect()
}

/// Builds our index.
fn build(dir: &Path, loaded: &[Arc<Briefing>]) -> Index {
    let index = Index::open_dir(dir).unwrap();
    let mut batches = loaded.chunks(BATCH).map(<[_]>::to_vec);
    index.update_stream(&mut batches, &mut |_| ()).unwrap();
    index
}

fn millis<T>(work: impl FnOnce() -> T) -> f64 {
    let begun = Instant::now();
    std::hint::black_box(work());
    begun.elapsed().as_secs_f64() * 1e3
}

/// Prints and returns the median and the 99th of a hundred.
fn tell(what: &str, times: &mut [f64]) -> (f64, f64) {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    let (half, most) = (at(0.5), at(0.99));
    println!(
        "{what} ({}): p50 {half:.2} ms, p99 {most:.2} ms",
        times.len()
    );
    (half, most)
}
