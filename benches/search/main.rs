//! The figures of the search room, each beside its baseline, in one go:
//!
//! ```text
//! cargo bench --bench search                          # 2,000 made-up briefings
//! BRIEFINGS=20000 cargo bench --bench search          # a million passages
//! LIBRARY=/a/library cargo bench --bench search       # a library that is there
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
mod fts;
mod process;
mod ranking;

use std::time::Instant;

use diptych::model::{Query, Scope};
use diptych::search::Index;

use bare::Bare;
use corpus::Corpus;
use fts::Fts;

/// Results that are asked for.
const LIMIT: usize = 20;
/// Briefings that are indexed at once, as the program does.
const BATCH: usize = 256;
/// Questions of which the slow baseline answers all.
const SLOW: usize = 40;

fn main() {
    // `cargo test --benches` only wants to know that it starts.
    if std::env::args().any(|a| a == "--test") {
        return;
    }
    let corpus = Corpus::find();
    println!(
        "{} briefings, {} passages, {:.1} MB of text",
        corpus.sources.len(),
        corpus.passages.len(),
        corpus.bytes as f64 / 1e6
    );
    let dir = tempfile::TempDir::new().unwrap();
    ranking::report();

    let begun = Instant::now();
    let bare = Bare::build(&dir.path().join("bare"), &corpus.passages);
    let bare_rate = corpus.passages.len() as f64 / begun.elapsed().as_secs_f64();
    let (index, own_rate) = build(&dir.path().join("index"), &corpus);
    println!(
        "building: {own_rate:.0} passages/s, the engine alone {bare_rate:.0}, {:.2} of it",
        own_rate / bare_rate
    );
    let size = corpus::size_of(&dir.path().join("index"));
    println!(
        "size: {:.1} MB, {:.2} of the text (stored in it); the engine alone {:.1} MB",
        size as f64 / 1e6,
        size as f64 / corpus.bytes as f64,
        corpus::size_of(&dir.path().join("bare")) as f64 / 1e6
    );

    let ask = |text: &str| {
        index.find(&Query {
            text: text.to_owned(),
            scope: Scope::Library,
            limit: LIMIT,
        })
    };
    for question in corpus.questions.iter().take(20) {
        let _ = (ask(question), bare.find(question, LIMIT));
    }
    let mut typed = Vec::new();
    for question in &corpus.questions {
        for (end, _) in question.char_indices().skip(1) {
            typed.push(millis(|| ask(&question[..end]).total));
        }
        typed.push(millis(|| ask(question).total));
    }
    tell("each letter typed", &mut typed);
    let whole = |ask: &dyn Fn(&str) -> usize, count: usize| -> Vec<f64> {
        let questions = corpus.questions.iter().take(count);
        questions.map(|q| millis(|| ask(q))).collect()
    };
    let mut own = whole(&|q| ask(&format!("{q} ")).total, usize::MAX);
    let mut alone = whole(&|q| bare.find(q, LIMIT), usize::MAX);
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
    let fts = Fts::build(&dir.path().join("fts.db"), &corpus.passages);
    let (fts_50, _) = tell("SQLite FTS5", &mut whole(&|q| fts.find(q, LIMIT), SLOW));
    println!("  {:.0} times ours at p50", fts_50 / own_50);
    process::report(&corpus);
}

fn build(dir: &std::path::Path, corpus: &Corpus) -> (Index, f64) {
    let index = Index::open_dir(dir).unwrap();
    // Read before: what is measured is building alone.
    let loaded = corpus::load(&corpus.sources);
    let mut batches = loaded.chunks(BATCH).map(<[_]>::to_vec);
    let begun = Instant::now();
    index.update_all(&mut batches, &mut |_| ()).unwrap();
    let rate = corpus.passages.len() as f64 / begun.elapsed().as_secs_f64();
    (index, rate)
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
