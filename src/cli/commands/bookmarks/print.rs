//! Lists, shows and exports bookmarks.

use std::collections::HashMap;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::filter::{BookmarkFilter, find_by_prefix};
use crate::cite::{self, ExportFormat, Quotation, Style};
use crate::cli::error::{CliError, Failure, Outcome};
use crate::cli::global_args::GlobalArgs;
use crate::cli::library::{self, Library};
use crate::cli::output::{Printer, print_json};
use crate::cli::user_data::open_store;
use crate::model::{Bookmark, BookmarkId, Briefing};
use crate::runtime;
use crate::text::plural::plural;

/// Which bookmarks are printed, and how.
#[derive(Debug, clap::Args)]
pub struct ListArgs {
    #[command(flatten)]
    only: BookmarkFilter,
    /// Prints them in a form to be kept: plain, markdown, json, csv, w3c or html.
    #[arg(long, value_name = "FORMAT", conflicts_with = "json")]
    format: Option<ExportFormat>,
    /// The style of the citations: chicago, apa, mla or law.
    #[arg(long, value_name = "STYLE", default_value_t)]
    style: Style,
    /// Prints those in the trash, the last removed first.
    #[arg(long)]
    trash: bool,
    /// Prints JSON for programs; `--format json` is for taking them elsewhere.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct BookmarkJson<'a> {
    id: &'a str,
    #[serde(rename = "ref")]
    reference: Option<String>,
    briefing: &'a str,
    article: &'a str,
    statement: Option<&'a str>,
    start: usize,
    end: usize,
    text: &'a str,
    speaker: Option<&'a str>,
    side: Option<&'a str>,
    title: &'a str,
    publisher: &'a str,
    published: Option<&'a str>,
    url: Option<&'a str>,
    note: &'a str,
    tags: &'a [String],
    created: String,
    changed: String,
    removed: Option<String>,
}

/// Prints the bookmarks, oldest first, or those in the trash.
pub fn list(global: &GlobalArgs, args: &ListArgs, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let mut store = open_store()?;
    let all: Vec<(Arc<Bookmark>, Option<i64>)> = if args.trash {
        let trash = store.trash().map_err(CliError::new)?;
        trash
            .into_iter()
            .map(|t| (Arc::new(t.bookmark), Some(t.removed)))
            .collect()
    } else {
        let kept = store.user_data().map_err(CliError::new)?;
        kept.bookmarks
            .iter()
            .map(|b| (Arc::clone(b), None))
            .collect()
    };
    let removed: HashMap<BookmarkId, Option<i64>> =
        all.iter().map(|(b, when)| (b.id.clone(), *when)).collect();
    let meant = args
        .only
        .apply(global, all.into_iter().map(|(b, _)| b).collect());
    let when = |b: &Bookmark| removed.get(&b.id).copied().flatten();
    let all: Vec<(Arc<Bookmark>, Option<i64>)> = meant
        .into_iter()
        .map(|b| (Arc::clone(&b), when(&b)))
        .collect();
    let quotations: Vec<Quotation> = all
        .iter()
        .map(|(b, _)| Quotation::from_bookmark(b))
        .collect();
    if args.json {
        let items: Vec<BookmarkJson> = all
            .iter()
            .zip(&quotations)
            .map(|((bookmark, removed), quotation)| {
                BookmarkJson::new(bookmark, quotation, *removed)
            })
            .collect();
        print_json(out, &items)?;
    } else if let Some(format) = args.format {
        out.write_all(cite::export(&quotations, format, args.style).as_bytes())?;
    } else {
        let mut printer = Printer::new(global, out);
        for ((bookmark, _), quotation) in all.iter().zip(&quotations) {
            print_block(&mut printer, bookmark, quotation, args.style)?;
            printer.blank()?;
        }
    }
    Ok(outcome_of(all.is_empty()))
}

/// Prints one bookmark with all that it holds.
pub fn show(
    global: &GlobalArgs,
    id: &str,
    style: Style,
    json: bool,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let mut store = open_store()?;
    let kept = store.user_data().map_err(CliError::new)?.bookmarks;
    let bookmark = find_by_prefix(id, kept.iter().map(AsRef::as_ref), "")?;
    let quotation = Quotation::from_bookmark(bookmark);
    if json {
        print_json(out, &BookmarkJson::new(bookmark, &quotation, None))?;
        return Ok(Outcome::Done);
    }
    let mut printer = Printer::new(global, out);
    print_block(&mut printer, bookmark, &quotation, style)?;
    let place = &bookmark.place;
    printer.line(2, &format!("Name: {}", bookmark.id.0))?;
    if !quotation.reference.is_empty() {
        printer.line(2, &format!("Reference: {}", quotation.reference))?;
    }
    printer.line(
        2,
        &format!(
            "Place: {}/{}, bytes {} to {}",
            place.briefing, place.article, place.range.start, place.range.end
        ),
    )?;
    let zone = runtime::time_zone();
    printer.line(
        2,
        &format!("Kept: {}", format_local_time(bookmark.created, &zone)),
    )?;
    printer.line(
        2,
        &format!("Changed: {}", format_local_time(bookmark.changed, &zone)),
    )?;
    Ok(Outcome::Done)
}

/// Writes bookmarks to a file, or prints them.
pub fn export(
    global: &GlobalArgs,
    only: &BookmarkFilter,
    format: Option<ExportFormat>,
    style: Style,
    file: Option<&Path>,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let of_ending = || {
        let ending = file?.extension()?.to_str()?;
        ExportFormat::from_extension(ending)
    };
    let format = format.or_else(of_ending).unwrap_or(ExportFormat::Markdown);
    let mut store = open_store()?;
    let kept = store.user_data().map_err(CliError::new)?.bookmarks;
    let bookmarks = only.apply(global, Arc::unwrap_or_clone(kept));
    let quotations = quotations_of(global, &bookmarks)?;
    let text = cite::export(&quotations, format, style);
    match file {
        None => out.write_all(text.as_bytes())?,
        Some(path) => {
            let text = cite::file_text(text, format);
            runtime::write_new(path, &text).map_err(|error| write_error(path, &error))?;
            let number = plural(quotations.len(), "bookmark", "bookmarks");
            writeln!(out, "{number} written to {}", path.display())?;
        }
    }
    Ok(outcome_of(bookmarks.is_empty()))
}

fn write_error(path: &Path, error: &io::Error) -> CliError {
    if error.kind() == io::ErrorKind::AlreadyExists {
        return CliError::new("that file is there already and stays as it is")
            .at(path.display())
            .with_hint("give another name, or move it away");
    }
    CliError::new(format!("it could not be written: {error}")).at(path.display())
}

/// Quotes bookmarks, with what only their texts can tell where these are there.
fn quotations_of(
    global: &GlobalArgs,
    bookmarks: &[Arc<Bookmark>],
) -> Result<Vec<Quotation>, CliError> {
    let library = Library::from_args(global)?;
    let mut briefings: HashMap<&str, Option<Briefing>> = HashMap::new();
    for bookmark in bookmarks {
        let id = bookmark.place.briefing.as_str();
        briefings
            .entry(id)
            .or_insert_with(|| library::load_briefing(&library.find(id).ok()?).ok());
    }
    let quote = |bookmark: &Bookmark| {
        let quotation = Quotation::from_bookmark(bookmark);
        match briefings.get(bookmark.place.briefing.as_str()) {
            Some(Some(briefing)) => quotation.located_in(briefing),
            _ => quotation,
        }
    };
    Ok(bookmarks.iter().map(|b| quote(b)).collect())
}

fn print_block(
    printer: &mut Printer,
    bookmark: &Bookmark,
    quotation: &Quotation,
    style: Style,
) -> io::Result<()> {
    printer.text(0, &quotation.words)?;
    printer.text(2, &cite::citation(quotation, style))?;
    if !bookmark.note.is_empty() {
        printer.hanging_indent(2, "Note: ", &bookmark.note)?;
    }
    if !bookmark.tags.is_empty() {
        printer.hanging_indent(2, "Tags: ", &bookmark.tags.join(", "))?;
    }
    Ok(())
}

fn outcome_of(is_empty: bool) -> Outcome {
    if is_empty {
        Outcome::Nothing
    } else {
        Outcome::Done
    }
}

impl<'a> BookmarkJson<'a> {
    fn new(
        bookmark: &'a Bookmark,
        quotation: &Quotation,
        removed: Option<i64>,
    ) -> BookmarkJson<'a> {
        let from = &bookmark.provenance;
        BookmarkJson {
            id: &bookmark.id.0,
            // What stands in no article has none.
            reference: (!quotation.reference.is_empty()).then(|| quotation.reference.clone()),
            briefing: &bookmark.place.briefing,
            article: &bookmark.place.article,
            statement: from.statement.as_deref(),
            start: bookmark.place.range.start,
            end: bookmark.place.range.end,
            text: &bookmark.exact,
            speaker: from.speaker.as_deref(),
            side: from.side.as_deref(),
            title: &from.article_title,
            publisher: &from.publisher,
            published: from.published.as_deref(),
            url: from.url.as_deref(),
            note: &bookmark.note,
            tags: &bookmark.tags,
            created: format_utc_time(bookmark.created),
            changed: format_utc_time(bookmark.changed),
            removed: removed.map(format_utc_time),
        }
    }
}

/// Writes a time as the clock of a time zone shows it, and by how much that differs
/// from UTC.
fn format_local_time(seconds: i64, zone: &TimeZone) -> String {
    Timestamp::from_second(seconds).map_or_else(
        |_| String::new(),
        |time| {
            time.to_zoned(zone.clone())
                .strftime("%F %T %:z")
                .to_string()
        },
    )
}

/// Writes seconds since 1970 UTC as RFC 3339.
fn format_utc_time(seconds: i64) -> String {
    Timestamp::from_second(seconds).map_or_else(|_| String::new(), |moment| moment.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_for_people_are_those_of_their_zone_and_those_for_programs_utc() {
        let new_york = TimeZone::posix("EST5EDT,M3.2.0,M11.1.0").unwrap();
        let evening = 1_795_318_200;
        assert_eq!(
            format_local_time(evening, &new_york),
            "2026-11-21 22:30:00 -05:00"
        );
        assert_eq!(
            format_local_time(evening, &TimeZone::UTC),
            "2026-11-22 03:30:00 +00:00"
        );
        assert_eq!(format_utc_time(evening), "2026-11-22T03:30:00Z");
    }
}
