//! `diptych search WORDS`: statements and passages of the library, best first.

mod saved;

use std::cmp::Reverse;
use std::io::{self, Write, stderr};

use serde::Serialize;

use super::bar::Bar;
use super::json::edtf;
use super::library::Library;
use super::page::{Page, count, dotted, harmless, print_json};
use super::told::{Failure, Told};
use super::{Common, Outcome};
use crate::model::{Hit, HitKind, Hits, Order, Query, Ref, SavedSearch, Scope, SideCount};
use crate::runtime::stock::Stock;
use crate::runtime::{Others, catch_up};
use crate::search::{Index, SearchError};

/// Bundles that are read for one search where the index cannot be had.
const FEW: usize = 64;
/// Sides that are named at most below the results.
const SIDES: usize = 8;

/// What is asked for.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Words are found in any form; \"several words\" stand one behind the other; geo* begins so;
-word is left out; OR and (…) work. Filters: side: who: org: outlet: kind: topic: briefing: before:
after: on: status: has: tag:
Put the question in single quotes so that the shell leaves it alone; one that begins with - stands
behind --: diptych search -- '-who:shaheen ban'")]
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

#[derive(Serialize)]
struct Answer<'a> {
    query: &'a str,
    /// How many results there are in all.
    total: usize,
    /// What was left out, guessed at, or relaxed.
    notes: Vec<&'a str>,
    /// Whether a part of the library is still being indexed.
    partial: bool,
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
    /// What matched: words, speaker, topic, title, note.
    why: Vec<&'static str>,
    /// What of the reader's note matched, where it was found by that.
    note: Option<&'a str>,
}

/// Searches and prints what is found.
pub fn run(common: &Common, args: &Args, out: &mut dyn Write) -> Result<Outcome, Failure> {
    if args.list_saved {
        return saved::list(common, args.json, out);
    }
    if let Some([old, new]) = args.rename_saved.as_deref() {
        return saved::rename(old, new, out);
    }
    if let Some(name) = &args.delete_saved {
        return saved::delete(name, out);
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
    let Ready {
        mut stock,
        index,
        partial,
    } = brought_up_to_date(&library)?;
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
    hits.partial |= partial;
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
        let notes = hits.notes.iter().chain(&hits.unfinished);
        let answer = Answer {
            query: &typed,
            total: hits.total,
            partial: hits.partial,
            notes: notes.map(|n| n.message.as_str()).collect(),
            results,
        };
        print_json(out, &answer)?;
    } else {
        print(&mut Page::new(common, out), &hits, &typed)?;
    }
    Ok(if hits.results.is_empty() {
        Outcome::Nothing
    } else {
        Outcome::Done
    })
}

/// What is searched.
struct Ready {
    stock: Stock,
    index: Index,
    /// Whether another process is still writing it.
    partial: bool,
}

/// Opens the index of the library, or one in memory, and brings it up to
/// date. Where another process is writing it, a small library is searched in
/// memory, and of a large one what is there; this is never waited for.
fn brought_up_to_date(library: &Library) -> Result<Ready, Failure> {
    let ready = |stock, index, partial| Ready {
        stock,
        index,
        partial,
    };
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
            return Ok(ready(stock, index, false));
        }
        Err(SearchError::Busy) if stock.entries().len() > FEW => {
            super::warn("another diptych is indexing; what it has not reached is not found yet");
            return Ok(ready(stock, index, true));
        }
        Err(_) => {}
    }
    let memory = Index::in_memory().map_err(broken)?;
    let caught = catch_up(&mut stock, &memory, Others::GiveUp, &mut |_| ()).map_err(broken)?;
    library.warn(&caught.survey.problems);
    Ok(ready(stock, memory, false))
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
            why: hit.why.iter().map(|why| why.name()).collect(),
            note: hit.note.as_ref().map(|note| note.text.as_str()),
        }
    }
}

fn print(page: &mut Page, hits: &Hits, typed: &str) -> io::Result<()> {
    if hits.results.is_empty() {
        let yet = if hits.partial { " yet" } else { "" };
        return page.text(0, &format!("Nothing found{yet} for {typed}"));
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
        if let Some(why) = hit.besides_words() {
            page.text(5, &format!("matched by {why}"))?;
        }
        if let Some(note) = &hit.note {
            page.hanging(5, "your note: ", &note.text)?;
        }
        page.line(5, &hit.reference.to_string())?;
        page.blank()?;
    }
    let sides = sides(&hits.sides);
    let found = count(hits.total, "result", "results");
    let shown = (hits.total > hits.results.len()).then(|| format!("{} shown", hits.results.len()));
    page.text(0, &dotted([Some(found), shown, Some(sides)]))
}

/// Says how many statements each side has: of a library those with the most by name.
fn sides(counts: &[SideCount]) -> String {
    let mut by_count: Vec<&SideCount> = counts.iter().collect();
    by_count.sort_by_key(|side| Reverse(side.count));
    let named: Vec<_> = by_count
        .iter()
        .take(SIDES)
        .map(|s| (s.column, &s.label))
        .collect();
    let (shown, rest): (Vec<_>, Vec<_>) = counts
        .iter()
        .partition(|s| named.contains(&(s.column, &s.label)));
    let mut said: Vec<String> = shown
        .iter()
        .map(|side| format!("{} {}", side.label, side.count))
        .collect();
    if !rest.is_empty() {
        let others = count(rest.len(), "other side", "other sides");
        let sum: usize = rest.iter().map(|side| side.count).sum();
        said.push(format!("{others} {sum}"));
    }
    said.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_sides_those_with_the_most_are_named() {
        let side = |n: usize| SideCount {
            label: format!("S{n}"),
            column: n % 2,
            count: n,
        };
        let few: Vec<_> = (1..=2).map(side).collect();
        assert_eq!(sides(&few), "S1 1, S2 2");
        let many: Vec<_> = (1..=10).map(side).collect();
        assert_eq!(
            sides(&many),
            "S3 3, S4 4, S5 5, S6 6, S7 7, S8 8, S9 9, S10 10, 2 other sides 3"
        );
        assert_eq!(sides(&[]), "");
    }
}
