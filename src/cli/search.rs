//! `diptych search WORDS`: statements and passages of the library, best first.

mod saved;

use std::io::{self, Write, stderr};

use serde::Serialize;

use super::bar::Bar;
use super::json::edtf;
use super::library::Library;
use super::page::{Page, count, dotted, harmless, print_json};
use super::told::{Failure, Told};
use super::{Common, Outcome};
use crate::model::{Hit, HitKind, Hits, Order, Query, Ref, SavedSearch, Scope};
use crate::runtime::stock::Stock;
use crate::runtime::{Others, catch_up};
use crate::search::{Index, SearchError};

/// Bundles that are read for one search where the index cannot be had.
const FEW: usize = 64;

/// What is asked for.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Words are found in any form; \"several words\" stand one behind the other; geo* begins so;
-word is left out; OR and (…) work. Filters: side: who: outlet: kind: topic: before: after:
Put the question in single quotes so that the shell leaves it alone.")]
pub struct Args {
    /// What to look for.
    #[arg(required_unless_present_any = ["saved", "list_saved"], value_name = "WORDS")]
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
    /// How many results at most.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
    limit: u32,
    /// Prints JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Answer<'a> {
    query: &'a str,
    results: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Item<'a> {
    kind: HitKind,
    #[serde(rename = "ref")]
    reference: String,
    briefing: &'a str,
    article: &'a str,
    statement: Option<&'a str>,
    speaker: Option<&'a str>,
    side: Option<&'a str>,
    text: &'a str,
    score: f32,
    title: &'a str,
    publisher: &'a str,
    date: Option<String>,
    statement_kind: Option<&'static str>,
    carriers: usize,
    start: usize,
    end: usize,
}

/// Searches and prints what is found.
pub fn run(common: &Common, args: &Args, out: &mut dyn Write) -> Result<Outcome, Failure> {
    if args.list_saved {
        return saved::list(common, args.json, out);
    }
    let asked = match &args.saved {
        Some(name) => saved::named(name)?,
        None => SavedSearch {
            name: args.save.clone().unwrap_or_default(),
            text: args.words.join(" ").trim().to_owned(),
            scope: scope(args.within.as_deref())?,
            order: Order::Relevance,
        },
    };
    if args.save.is_some() {
        saved::save(&asked)?;
    }
    let library = Library::of(common)?;
    let (mut stock, index) = brought_up_to_date(&library)?;
    let typed = asked.text;
    let query = Query {
        // The question is finished: its last word is a word, not the beginning of one.
        text: format!("{typed} "),
        scope: asked.scope,
        limit: usize::try_from(args.limit).unwrap_or(usize::MAX),
        kept: saved::bookmarks(),
    };
    let before = index.notice();
    let mut hits = index.find(&query);
    if index.notice() != before {
        // It was damaged and is begun anew: filled again, it can answer.
        catch_up(&mut stock, &index, Others::GiveUp, &mut |_| ()).map_err(Told::new)?;
        hits = index.find(&query);
    }
    if let Some(notice) = index.notice() {
        super::warn(&notice);
    }
    if asked.order == Order::Date {
        hits.results.sort_by(Hit::newest_first);
    }
    for note in hits.notes.iter().chain(&hits.unfinished) {
        writeln!(stderr(), "note: {}", harmless(&note.message))?;
    }
    if args.json {
        let results = hits.results.iter().map(Item::of).collect();
        let query = &typed;
        print_json(out, &Answer { query, results })?;
    } else {
        print(&mut Page::new(common, out), &hits, &typed)?;
    }
    Ok(if hits.results.is_empty() {
        Outcome::Nothing
    } else {
        Outcome::Done
    })
}

/// Opens the index of the library, or one in memory, and brings it up to
/// date. Where another process is writing it, a small library is searched in
/// memory, and of a large one what is there; this is never waited for.
fn brought_up_to_date(library: &Library) -> Result<(Stock, Index), Failure> {
    let broken = |error| Failure::Told(Told::new(error));
    let index = match library.cache() {
        Ok(folder) => Index::open_dir(&folder).map_err(broken)?,
        Err(_) => Index::in_memory().map_err(broken)?,
    };
    let mut stock = library.stock();
    let mut bar = Bar::new();
    let caught = catch_up(&mut stock, &index, Others::GiveUp, &mut |progress| {
        if progress.seconds_left > 0 {
            bar.draw(progress);
        }
    });
    bar.wipe();
    match caught {
        Ok(caught) => {
            library.warn(&caught.survey.problems);
            return Ok((stock, index));
        }
        Err(SearchError::Busy) if stock.entries().len() > FEW => {
            super::warn("another diptych is indexing; what it has not reached is not found yet");
            return Ok((stock, index));
        }
        Err(_) => {}
    }
    let memory = Index::in_memory().map_err(broken)?;
    let caught = catch_up(&mut stock, &memory, Others::GiveUp, &mut |_| ()).map_err(broken)?;
    library.warn(&caught.survey.problems);
    Ok((stock, memory))
}

fn scope(within: Option<&str>) -> Result<Scope, Told> {
    let Some(within) = within else {
        return Ok(Scope::Library);
    };
    match within.parse() {
        Ok(Ref::Briefing(briefing)) => Ok(Scope::Briefing(briefing)),
        Ok(
            Ref::Article { briefing, article }
            | Ref::Passage {
                briefing, article, ..
            },
        ) => Ok(Scope::Article(briefing, article)),
        Ok(Ref::Fragment { .. }) => Err(Told::new("a statement cannot be searched")
            .at(within)
            .help("write --in ID or --in ID/ARTICLE")),
        Err(error) => Err(Told::new(error)),
    }
}

impl<'a> Item<'a> {
    fn of(hit: &'a Hit) -> Item<'a> {
        Item {
            kind: hit.kind,
            reference: hit.reference.to_string(),
            briefing: &hit.place.briefing,
            article: &hit.place.article,
            statement: hit.statement.as_deref(),
            speaker: hit.speaker.as_deref(),
            side: hit.side.as_ref().map(|(label, _)| label.as_str()),
            text: &hit.text,
            score: hit.score,
            title: &hit.article_title,
            publisher: &hit.publisher,
            date: edtf(hit.date.as_ref()),
            statement_kind: hit.statement_kind.map(crate::model::Kind::name),
            carriers: hit.carriers,
            start: hit.place.range.start,
            end: hit.place.range.end,
        }
    }
}

fn print(page: &mut Page, hits: &Hits, typed: &str) -> io::Result<()> {
    if hits.results.is_empty() {
        return page.text(0, &format!("Nothing found for {typed}"));
    }
    for (i, hit) in hits.results.iter().enumerate() {
        page.hanging(0, &format!("{:>3}. ", i + 1), &hit.text)?;
        let side = hit.side.as_ref().map(|(label, _)| label.clone());
        let kind = hit.statement_kind.map(|kind| kind.name().to_owned());
        let date = hit.date.as_ref().map(ToString::to_string);
        if hit.kind == HitKind::Statement {
            page.text(5, &dotted([hit.speaker.clone(), side, kind, date]))?;
        }
        let carriers = (hit.carriers > 1).then(|| format!("{} articles", hit.carriers));
        let title = Some(hit.article_title.clone());
        page.text(5, &dotted([Some(hit.publisher.clone()), title, carriers]))?;
        page.line(5, &hit.reference.to_string())?;
        page.blank()?;
    }
    let sides: Vec<String> = hits
        .sides
        .iter()
        .map(|side| format!("{} {}", side.label, side.count))
        .collect();
    let found = count(hits.total, "result", "results");
    let shown = (hits.total > hits.results.len()).then(|| format!("{} shown", hits.results.len()));
    page.text(0, &dotted([Some(found), shown, Some(sides.join(", "))]))
}
