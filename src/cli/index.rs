//! `diptych index`: brings the search index up to date.

use std::io::{self, Write};

use serde::Serialize;

use super::bar::Bar;
use super::library::Library;
use super::page::{Page, count, print_json};
use super::told::{Failure, Told};
use super::{Common, Outcome};
use crate::runtime::{Others, catch_up};
use crate::search::Index;

/// What is asked for.
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
struct Done {
    bundles: usize,
    briefings: usize,
    indexed: usize,
    passages: usize,
    seconds: f64,
    folder: String,
}

/// Indexes what is not yet indexed.
pub fn run(common: &Common, args: &Args, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let library = Library::of(common)?;
    let folder = library.cache()?;
    let index = if args.rebuild {
        Index::create_staging(&folder).map_err(|error| {
            Told::new(error).help("make room, or name another folder in DIPTYCH_CACHE")
        })?
    } else {
        Index::open_dir(&folder).map_err(Told::new)?
    };
    if !index.is_on_disk() {
        let why = index.notice().unwrap_or_default();
        return Err(Told::new(why.trim_end_matches('.'))
            .help("name another folder in DIPTYCH_CACHE")
            .into());
    }
    if !args.rebuild && !index.verify() {
        super::warn(&index.notice().unwrap_or_default());
    }
    let mut stock = library.stock();
    let mut bar = Bar::new();
    let caught = catch_up(&mut stock, &index, Others::Wait, &mut |progress| {
        bar.draw(progress);
    });
    bar.wipe();
    let caught = caught.map_err(|error| {
        Told::new(error).help("what was indexed before can be searched; try again")
    })?;
    library.warn(&caught.survey.problems);
    if !index.is_on_disk() {
        let why = index.notice().unwrap_or_default();
        return Err(Told::new(why.trim_end_matches('.'))
            .help("make room, or name another folder in DIPTYCH_CACHE")
            .into());
    }
    if args.rebuild {
        index.publish().map_err(Told::new)?;
    }
    let done = Done {
        bundles: stock.entries().len(),
        briefings: caught.survey.ids.len(),
        indexed: caught.briefings,
        passages: caught.passages,
        seconds: caught.seconds,
        folder: folder.display().to_string(),
    };
    if args.json {
        print_json(out, &done)?;
    } else {
        print(&mut Page::new(common, out), &done)?;
    }
    Ok(Outcome::Done)
}

fn print(page: &mut Page, done: &Done) -> io::Result<()> {
    let whole = count(done.briefings, "briefing", "briefings");
    if done.indexed == 0 {
        return page.text(0, &format!("{whole}, all indexed already"));
    }
    let rate = done.passages as f64 / done.seconds.max(0.001);
    page.text(
        0,
        &format!(
            "{whole}, {} indexed in {:.1} s ({}, {rate:.0} a second)",
            done.indexed,
            done.seconds,
            count(done.passages, "passage", "passages"),
        ),
    )
}
