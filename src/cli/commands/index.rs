//! `diptych index`: brings the search index up to date.

use std::io::{self, Write};

use serde::Serialize;

use crate::cli::error::{CliError, Failure, Outcome};
use crate::cli::global_args::GlobalArgs;
use crate::cli::library::Library;
use crate::cli::output::{Printer, print_json};
use crate::cli::progress_bar::ProgressBar;
use crate::runtime::{BusyPolicy, sync_index};
use crate::search::Index;
use crate::text::plural::plural;

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Builds the index anew, and puts it in the place of the old one when it is whole.
    #[arg(long)]
    rebuild: bool,
    /// Prints JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct IndexReportJson {
    bundles: usize,
    briefings: usize,
    indexed: usize,
    passages: usize,
    seconds: f64,
    folder: String,
}

/// Indexes what is not yet indexed.
pub fn run(global: &GlobalArgs, args: &Args, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let library = Library::from_args(global)?;
    let folder = library.cache_dir()?;
    let index = if args.rebuild {
        Index::create_staging(&folder).map_err(|error| {
            CliError::new(error).with_hint("make room, or name another folder in DIPTYCH_CACHE")
        })?
    } else {
        Index::open_dir(&folder).map_err(CliError::new)?
    };
    if !index.is_on_disk() {
        let why = index.notice().unwrap_or_default();
        return Err(CliError::new(why.trim_end_matches('.'))
            .with_hint("name another folder in DIPTYCH_CACHE")
            .into());
    }
    if !args.rebuild && !index.verify() {
        crate::cli::output::warn(&index.notice().unwrap_or_default());
    }
    let mut stock = library.cache();
    let mut bar = ProgressBar::new();
    let caught = sync_index(&mut stock, &index, BusyPolicy::Wait, &mut |progress| {
        bar.draw(progress);
    });
    bar.clear();
    let caught = caught.map_err(|error| {
        CliError::new(error).with_hint("what was indexed before can be searched; try again")
    })?;
    library.warn_problems(&caught.scan.problems);
    if !index.is_on_disk() {
        let why = index.notice().unwrap_or_default();
        return Err(CliError::new(why.trim_end_matches('.'))
            .with_hint("make room, or name another folder in DIPTYCH_CACHE")
            .into());
    }
    if args.rebuild {
        index.publish().map_err(CliError::new)?;
    }
    let done = IndexReportJson {
        bundles: stock.entries().len(),
        briefings: caught.scan.ids.len(),
        indexed: caught.briefings,
        passages: caught.passages,
        seconds: caught.seconds,
        folder: folder.display().to_string(),
    };
    if args.json {
        print_json(out, &done)?;
    } else {
        print_report(&mut Printer::new(global, out), &done)?;
    }
    Ok(Outcome::Done)
}

fn print_report(printer: &mut Printer, done: &IndexReportJson) -> io::Result<()> {
    let whole = plural(done.briefings, "briefing", "briefings");
    if done.indexed == 0 {
        return printer.text(0, &format!("{whole}, all indexed already"));
    }
    let rate = done.passages as f64 / done.seconds.max(0.001);
    printer.text(
        0,
        &format!(
            "{whole}, {} indexed in {:.1} s ({}, {rate:.0} a second)",
            done.indexed,
            done.seconds,
            plural(done.passages, "passage", "passages"),
        ),
    )
}
