//! `diptych search WORDS`: statements and passages of the library, best first.
//!
//! | file | what it does |
//! |---|---|
//! | `index` | opens the index, and brings it up to date |
//! | `text`, `json` | print what was found |
//! | `saved` | saved searches |

mod index;
mod json;
mod saved;
mod text;

use std::io::{Write, stderr};

use self::index::{PreparedIndex, open_current_index};
use self::json::SearchJson;
use self::text::print_hits;
use crate::cli::error::{CliError, Failure, Outcome};
use crate::cli::global_args::GlobalArgs;
use crate::cli::library::Library;
use crate::cli::output::{Printer, print_json, sanitize};
use crate::model::{Hit, Query, Reference, ResultOrder, SavedSearch, SearchScope};
use crate::runtime::{BusyPolicy, sync_index};

/// The arguments.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Words are found in any form; \"several words\" stand one behind the other; geo* begins so;
-word is left out; OR and (…) work. Filters: side: who: org: outlet: kind: topic: briefing: before:
after: on: status: has: tag:
Put the question in single quotes so that the shell leaves it alone: diptych search '-who:shaheen ban'")]
pub struct Args {
    /// What to look for.
    #[arg(required_unless_present_any = ["saved", "list_saved", "rename_saved", "delete_saved"], value_name = "WORDS")]
    words: Vec<String>,
    /// Only in this briefing (ID) or article (ID/ARTICLE).
    #[arg(long = "in", value_name = "REF")]
    within: Option<String>,
    /// Asks the saved search of this name anew.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["words", "within", "save"])]
    saved: Option<String>,
    /// Saves the question under this name, in place of the one that has it.
    #[arg(long, value_name = "NAME")]
    save: Option<String>,
    /// Prints the saved searches.
    #[arg(long, conflicts_with_all = ["words", "within", "saved", "save", "limit"])]
    list_saved: bool,
    /// Gives the saved search NAME another name, NEW.
    #[arg(long, num_args = 2, value_names = ["NAME", "NEW"],
        conflicts_with_all = ["words", "within", "saved", "save", "list_saved", "limit", "json"])]
    rename_saved: Option<Vec<String>>,
    /// Deletes the saved search of this name.
    #[arg(long, value_name = "NAME",
        conflicts_with_all = ["words", "within", "saved", "save", "list_saved", "rename_saved", "limit", "json"])]
    delete_saved: Option<String>,
    /// How many results at most.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
    limit: u32,
    /// Prints JSON.
    #[arg(long)]
    json: bool,
}

/// Searches and prints what is found.
pub fn run(global: &GlobalArgs, args: &Args, out: &mut dyn Write) -> Result<Outcome, Failure> {
    if args.list_saved {
        return saved::list(global, args.json, out);
    }
    if let Some([old, new]) = args.rename_saved.as_deref() {
        return saved::rename(old, new, out);
    }
    if let Some(name) = &args.delete_saved {
        return saved::delete(name, out);
    }
    let asked = match &args.saved {
        Some(name) => saved::find_saved(name)?,
        None => SavedSearch {
            name: args.save.clone().unwrap_or_default(),
            text: args.words.join(" ").trim().to_owned(),
            scope: parse_scope(args.within.as_deref())?,
            order: ResultOrder::Relevance,
        },
    };
    if args.save.is_some() {
        saved::save(&asked)?;
    }
    let library = Library::from_args(global)?;
    let PreparedIndex {
        mut stock,
        index,
        is_partial,
    } = open_current_index(&library)?;
    let typed = asked.text;
    let query = Query {
        // The question is finished: its last word is a word, not the beginning of one.
        text: format!("{typed} "),
        scope: asked.scope,
        limit: usize::try_from(args.limit).unwrap_or(usize::MAX),
        bookmarks: saved::bookmarks_or_none(),
    };
    let before = index.notice();
    let mut hits = index.find(&query);
    if index.notice() != before {
        // It was damaged and is begun anew: filled again, it can answer.
        sync_index(&mut stock, &index, BusyPolicy::GiveUp, &mut |_| ()).map_err(CliError::new)?;
        hits = index.find(&query);
    }
    hits.is_partial |= is_partial;
    if let Some(notice) = index.notice() {
        crate::cli::output::warn(&notice);
    }
    if asked.order == ResultOrder::Date {
        hits.results.sort_by(Hit::newest_first);
    }
    for note in hits.diagnostics.iter().chain(&hits.unfinished) {
        writeln!(stderr(), "note: {}", sanitize(&note.message()))?;
    }
    if args.json {
        print_json(out, &SearchJson::new(&hits, &typed))?;
    } else {
        print_hits(&mut Printer::new(global, out), &hits, &typed)?;
    }
    Ok(if hits.results.is_empty() {
        Outcome::Nothing
    } else {
        Outcome::Done
    })
}

fn parse_scope(within: Option<&str>) -> Result<SearchScope, CliError> {
    let Some(within) = within else {
        return Ok(SearchScope::Library);
    };
    match within.parse() {
        Ok(Reference::Briefing(briefing)) => Ok(SearchScope::Briefing(briefing)),
        Ok(
            Reference::Article { briefing, article }
            | Reference::Passage {
                briefing, article, ..
            },
        ) => Ok(SearchScope::Article(briefing, article)),
        Ok(Reference::Fragment { .. }) => Err(CliError::new("a statement cannot be searched")
            .at(within)
            .with_hint("write --in ID or --in ID/ARTICLE")),
        Err(error) => Err(CliError::new(error)),
    }
}
