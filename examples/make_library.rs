//! Writes a library of made-up briefings, of any size and the same for the same
//! seed: for measuring, and for trying the program with more than it comes with.
//!
//! ```text
//! cargo run --example make_library -- --briefings 200 --articles 5 /tmp/library
//! ```

#[path = "make_library/generate.rs"]
mod generate;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use generate::{Plan, write_library};

/// Writes a library of made-up briefings into a folder.
#[derive(Parser)]
struct Arguments {
    /// Number of bundles.
    #[arg(long, default_value_t = 20)]
    briefings: usize,
    /// Articles in each.
    #[arg(long, default_value_t = 5)]
    articles: usize,
    /// Paragraphs of each article.
    #[arg(long, default_value_t = 10)]
    paragraphs: usize,
    /// Seed: the same one gives the same library.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Bytes that an article has at least; longer than its paragraphs where they
    /// do not suffice.
    #[arg(long, default_value_t = 0)]
    article_bytes: usize,
    /// Folder that is made, with one folder for each bundle.
    out: PathBuf,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let plan = Plan {
        briefings: arguments.briefings,
        articles: arguments.articles,
        paragraphs: arguments.paragraphs,
        seed: arguments.seed,
        article_bytes: arguments.article_bytes,
    };
    match write_library(&plan, &arguments.out) {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            use std::io::Write as _;
            let place = arguments.out.display();
            // Where not even this can be written, nothing is left to say.
            let _ = writeln!(std::io::stderr(), "{place}: {e}");
            ExitCode::from(2)
        }
    }
}
