//! Proposes quotations and speakers for a set of articles in JSON Lines
//! (`{"id", "text"}` on each line) and prints them in the form that scorers of
//! such sets read; with `--fit`, fits the weights on a set with solutions.
//!
//! `quote_speakers SET.jsonl` · `quote_speakers --fit SET.jsonl` ·
//! `quote_speakers --cross SET.jsonl` (proposals of weights that were fitted
//! without the outlet of the article).

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a tool for the command line"
)]

mod fit;

use std::io::Write;

use diptych::curate::quotes::{ProposalKind, Weights, propose_with};
use fit::Article;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (mode, path) = match &arguments[..] {
        [path] => ("", path),
        [mode, path] => (mode.as_str(), path),
        _ => {
            eprintln!("quote_speakers [--fit | --cross] SET.jsonl");
            std::process::exit(2);
        }
    };
    let lines = match std::fs::read_to_string(path) {
        Ok(lines) => lines,
        Err(error) => {
            eprintln!("{path}: {error}");
            std::process::exit(2);
        }
    };
    let articles: Vec<Article> = lines.lines().filter_map(Article::from_line).collect();
    match mode {
        "--fit" => {
            let all: Vec<&Article> = articles.iter().collect();
            fit::print(&fit::fit(&all));
        }
        "--cross" => {
            let mut outlets: Vec<&str> = articles.iter().map(|a| a.outlet.as_str()).collect();
            outlets.sort_unstable();
            outlets.dedup();
            for outlet in outlets {
                let others: Vec<&Article> =
                    articles.iter().filter(|a| a.outlet != outlet).collect();
                let weights = fit::fit(&others);
                for article in articles.iter().filter(|a| a.outlet == outlet) {
                    print(article, &weights);
                }
            }
        }
        _ => {
            for article in &articles {
                print(article, &Weights::fitted());
            }
        }
    }
}

/// Prints the direct quotations of an article.
fn print(article: &Article, weights: &Weights) {
    let quotes: Vec<serde_json::Value> = propose_with(&article.text, weights, &mut |_| {})
        .into_iter()
        .filter(|p| p.kind == ProposalKind::Direct)
        .map(|p| {
            let speaker = p.speaker.map(|s| {
                serde_json::json!({
                    "start": s.range.start, "end": s.range.end,
                    "text": article.text[s.range], "name": s.name,
                })
            });
            serde_json::json!({
                "start": p.range.start, "end": p.range.end,
                "speaker": speaker, "likelihood": p.speaker_likelihood, "statement": p.statement_likelihood,
            })
        })
        .collect();
    let line = serde_json::json!({"id": article.id, "quotes": quotes});
    if writeln!(std::io::stdout(), "{line}").is_err() {
        std::process::exit(1);
    }
}
