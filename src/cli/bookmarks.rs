//! `diptych bookmarks`: what the reader has kept, to be read or taken elsewhere.

use std::io::Write;

use jiff::Timestamp;
use serde::Serialize;

use super::page::{Page, print_json};
use super::told::{Failure, Told};
use super::{Common, Outcome};
use crate::cite::{self, Format, Quotation};
use crate::model::Bookmark;
use crate::paths;
use crate::runtime;
use crate::store::Store;

/// What is asked for.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only those with this tag; may be repeated, all must be there.
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,
    /// Only those of this briefing.
    #[arg(long = "in", value_name = "ID")]
    within: Option<String>,
    /// Prints them in a form to be kept: plain, markdown, json, csv or w3c.
    #[arg(long, value_name = "FORMAT", conflicts_with = "json")]
    format: Option<Format>,
    /// Prints JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    #[serde(rename = "ref")]
    reference: String,
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
}

/// Prints the bookmarks, oldest first.
pub fn run(common: &Common, args: &Args, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let data = paths::data().map_err(Told::new)?;
    let opened = Store::open_dir(&data.path, runtime::now()).map_err(Told::new)?;
    let mut store = opened.store;
    for notice in &opened.notices {
        super::warn(notice);
    }
    let mut bookmarks = store.kept().map_err(Told::new)?.bookmarks;
    bookmarks.retain(|bookmark| {
        args.tag.iter().all(|tag| bookmark.tags.contains(tag))
            && args
                .within
                .as_ref()
                .is_none_or(|id| *id == bookmark.place.briefing)
    });
    let quotations: Vec<Quotation> = bookmarks.iter().map(Quotation::of_bookmark).collect();
    if args.json {
        let items: Vec<Item> = bookmarks
            .iter()
            .zip(&quotations)
            .map(|(bookmark, quotation)| Item::of(bookmark, quotation))
            .collect();
        print_json(out, &items)?;
    } else if let Some(format) = args.format {
        out.write_all(cite::export(&quotations, format).as_bytes())?;
    } else {
        let mut page = Page::new(common, out);
        for (bookmark, quotation) in bookmarks.iter().zip(&quotations) {
            page.text(0, &quotation.words)?;
            page.text(2, &cite::citation(quotation))?;
            if !bookmark.note.is_empty() {
                page.hanging(2, "Note: ", &bookmark.note)?;
            }
            if !bookmark.tags.is_empty() {
                page.hanging(2, "Tags: ", &bookmark.tags.join(", "))?;
            }
            page.blank()?;
        }
    }
    Ok(if bookmarks.is_empty() {
        Outcome::Nothing
    } else {
        Outcome::Done
    })
}

impl<'a> Item<'a> {
    fn of(bookmark: &'a Bookmark, quotation: &Quotation) -> Item<'a> {
        let from = &bookmark.provenance;
        Item {
            id: &bookmark.id.0,
            reference: quotation.reference.clone(),
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
            created: moment(bookmark.created),
            changed: moment(bookmark.changed),
        }
    }
}

/// Writes seconds since 1970 UTC as RFC 3339.
fn moment(seconds: i64) -> String {
    Timestamp::from_second(seconds).map_or_else(|_| String::new(), |moment| moment.to_string())
}
