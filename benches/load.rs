//! How long loading and checking a bundle takes, beside what the same files cost
//! at the least: reading them and parsing their JSON without asking what it means.

#![allow(missing_docs, reason = "the macros of the measuring crate write none")]

#[path = "../examples/make_library/generate.rs"]
mod generate;

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use diptych::bundle::{LibraryRoot, discover, load};
use diptych::model::BundleSource;
use generate::{Plan, write_library};

/// Reads every file of a folder and parses its JSON; returns the bytes read.
fn read_and_parse(folder: &Path) -> u64 {
    let mut bytes = 0;
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(content) = fs::read(&path) {
                bytes += content.len() as u64;
                if path.extension().is_some_and(|e| e == "json") {
                    let value: Result<serde_json::Value, _> = serde_json::from_slice(&content);
                    black_box(value.is_ok());
                }
            }
        }
    }
    bytes
}

fn compare(c: &mut Criterion, name: &str, folder: &Path) {
    let source = BundleSource::Folder(folder.to_owned());
    let mut group = c.benchmark_group(name);
    group.throughput(Throughput::Bytes(read_and_parse(folder)));
    group.bench_function("load and check", |b| b.iter(|| black_box(load(&source))));
    group.bench_function("read and parse only", |b| {
        b.iter(|| black_box(read_and_parse(folder)));
    });
    group.finish();
}

/// Makes one bundle in a temporary folder; the folder goes when the first value is dropped.
fn made(plan: &Plan) -> Option<(tempfile::TempDir, PathBuf)> {
    let dir = tempfile::TempDir::new().ok()?;
    write_library(plan, dir.path()).ok()?;
    let folder = fs::read_dir(dir.path()).ok()?.next()?.ok()?.path();
    Some((dir, folder))
}

fn shipped(c: &mut Criterion) {
    let briefings = Path::new(env!("CARGO_MANIFEST_DIR")).join("briefings");
    for source in discover(&[LibraryRoot::Path(briefings)]).0 {
        if let BundleSource::Folder(folder) = source {
            let name = folder.file_name().unwrap_or_default().to_string_lossy();
            compare(c, &format!("shipped {name}"), &folder);
        }
    }
}

fn generated(c: &mut Criterion) {
    let plan = |articles, article_bytes| Plan {
        briefings: 1,
        articles,
        paragraphs: 10,
        seed: 1,
        article_bytes,
    };
    for (name, plan) in [
        ("of a large library: 5 articles", plan(5, 0)),
        ("many: 500 articles, 1,000 statements", plan(500, 0)),
        ("long: 5 articles of 2 MB", plan(5, 2_000_000)),
    ] {
        if let Some((_dir, folder)) = made(&plan) {
            compare(c, name, &folder);
        }
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = shipped, generated
}
criterion_main!(benches);
