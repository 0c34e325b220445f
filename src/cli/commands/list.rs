//! `diptych list`: the briefings of the library.

use std::io::Write;

use serde::Serialize;

use crate::cli::error::{Failure, Outcome};
use crate::cli::global_args::GlobalArgs;
use crate::cli::labels::edtf;
use crate::cli::library::Library;
use crate::cli::output::{Printer, join_dots, print_json};
use crate::model::{Briefing, EntryState, LibraryEntry, Severity};
use crate::runtime::{ScanProgress, ScanSink};
use crate::text::plural::plural;

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Prints JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct LibraryEntryJson {
    id: String,
    title: String,
    source: String,
    state: &'static str,
    updated: Option<String>,
    articles: usize,
    statements: usize,
    sides: Vec<SideCountJson>,
    errors: usize,
    warnings: usize,
}

#[derive(Serialize)]
struct SideCountJson {
    label: String,
    statements: usize,
}

/// Prints the briefings.
pub fn run(global: &GlobalArgs, args: &Args, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let library = Library::from_args(global)?;
    let mut stock = library.cache();
    library.warn_problems(&stock.scan(&mut NoIndex).problems);
    let entries = stock.entries();
    if args.json {
        print_json(
            out,
            &entries
                .iter()
                .map(LibraryEntryJson::new)
                .collect::<Vec<_>>(),
        )?;
    } else {
        let mut printer = Printer::new(global, out);
        for entry in entries.iter() {
            print_entry(&mut printer, entry)?;
        }
    }
    Ok(if entries.is_empty() {
        Outcome::Nothing
    } else {
        Outcome::Done
    })
}

/// Wants the entries, not what the briefings hold.
struct NoIndex;

impl ScanSink for NoIndex {
    fn is_indexed(&self, _: &str, _: &str) -> bool {
        true
    }

    fn on_briefing(&mut self, _: Briefing, _: ScanProgress) {}
}

impl LibraryEntryJson {
    fn new(entry: &LibraryEntry) -> LibraryEntryJson {
        let errors = entry.count(Severity::Error);
        LibraryEntryJson {
            id: entry.id.clone(),
            title: entry.title.clone(),
            source: entry.source.to_string(),
            state: match entry.state {
                EntryState::Ready => "ready",
                EntryState::Broken => "broken",
                EntryState::Hidden => "hidden",
            },
            updated: edtf(entry.updated.as_ref()),
            articles: entry.counts.articles,
            statements: entry.counts.statements,
            sides: entry
                .counts
                .sides
                .iter()
                .map(|(label, statements)| SideCountJson {
                    label: label.clone(),
                    statements: *statements,
                })
                .collect(),
            errors,
            warnings: entry.problems.len() - errors,
        }
    }
}

fn print_entry(printer: &mut Printer, entry: &LibraryEntry) -> std::io::Result<()> {
    printer.text(0, &format!("{}: {}", entry.id, entry.title))?;
    let counts = &entry.counts;
    let held = format!(
        "{}, {}",
        plural(counts.articles, "article", "articles"),
        plural(counts.statements, "statement", "statements")
    );
    let sides: Vec<String> = counts
        .sides
        .iter()
        .map(|(l, n)| format!("{l} {n}"))
        .collect();
    let updated = entry.updated.as_ref().map(|date| format!("updated {date}"));
    printer.text(2, &join_dots([Some(held), Some(sides.join(", ")), updated]))?;
    printer.line(2, &entry.source.to_string())?;
    let errors = entry.count(Severity::Error);
    let warnings = entry.problems.len() - errors;
    if errors + warnings > 0 {
        let says = match entry.state {
            EntryState::Ready => "opens",
            EntryState::Broken => "does not open",
            EntryState::Hidden => "is hidden",
        };
        let problems = format!(
            "{says}; {}, {} (diptych check)",
            plural(errors, "error", "errors"),
            plural(warnings, "warning", "warnings")
        );
        printer.text(2, &problems)?;
    }
    Ok(())
}
