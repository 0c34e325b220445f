//! Reads back what the program has exported, and annotations of other programs.
//!
//! | file | what it reads |
//! |---|---|
//! | `imported` | `Imported`: what a file held; `ImportError`: why a part was left out |
//! | `diptych_json` | the program's own JSON, and the rescue file |
//! | `collection` | where in a file its annotations are |
//! | `annotation` | one annotation: bodies and targets |
//! | `selector` | which words a target selects |
//! | `json_ld` | JSON-LD: nodes by name, one value or several |
//! | `page_address` | `PageAddress`: whether two addresses are those of one page |
//!
//! One item that cannot be read never refuses the file: it is left out and named, the rest
//! is read. What comes in may have been changed by anybody: every string of a file is
//! cleaned in one place, before anything is read from it.

mod annotation;
mod collection;
mod diptych_json;
pub mod imported;
mod json_ld;
pub mod page_address;
mod selector;

use std::collections::BTreeSet;
use std::fmt::Write;

use serde_json::Value;

use self::imported::{ImportError, Imported};
use crate::model::{Bookmark, Provenance};
use crate::text::clean;

/// Newest version of the program's own JSON that is read.
const MAX_FORMAT_VERSION: u64 = 1;

/// Reads a file that was exported as JSON (quotations, or the pairs of a comparison) or as
/// W3C annotations, annotations of other programs, or what was rescued from a disk that
/// could not be written. A quotation that was no bookmark becomes one, whose name is made
/// of its place: twice the same file gives twice the same bookmarks.
///
/// # Errors
/// Where the text as a whole is none of these. A single item that cannot be read is no
/// error: [`Imported::skipped`] names it.
pub fn import(text: &str) -> Result<Imported, ImportError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut value: Value = serde_json::from_str(text)
        .map_err(|error| ImportError::new("", format!("this is no JSON: {error}")))?;
    if let Some(format) = value.get("format").and_then(Value::as_u64)
        && format > MAX_FORMAT_VERSION
    {
        let what = format!(
            "format {format} is newer than this program knows ({MAX_FORMAT_VERSION}): update it"
        );
        return Err(ImportError::new("format", what));
    }
    let unclean = clean_strings(&mut value, &mut String::new());
    let mut imported = if let Some(quotations) = value.get("quotations") {
        diptych_json::read_quotations(quotations)?
    } else if let Some(pairs) = value.get("pairs") {
        diptych_json::read_comparison(pairs)?
    } else if value.get("bookmarks").is_some() {
        diptych_json::read_rescue_file(&value, &unclean)?
    } else {
        read_annotations(&value)?
    };
    imported.bookmarks.iter_mut().for_each(normalize);
    Ok(imported)
}

fn read_annotations(value: &Value) -> Result<Imported, ImportError> {
    let found = collection::find_annotations(value)?;
    let mut imported = Imported {
        skipped: found.skipped,
        missing: found.missing,
        ..Imported::default()
    };
    for (at, item) in &found.annotations {
        annotation::read_annotation(&found.nodes, item, at, &mut imported);
    }
    Ok(imported)
}

/// Cleans every string of a file: nothing else is read, so nothing comes in uncleaned.
/// Returns the paths of those that were not clean.
fn clean_strings(value: &mut Value, at: &mut String) -> BTreeSet<String> {
    let mut unclean = BTreeSet::new();
    let length = at.len();
    match value {
        Value::String(text) if !clean::is_clean(text) => {
            *text = clean::clean(text);
            unclean.insert(at.clone());
        }
        Value::Array(items) => {
            for (i, item) in items.iter_mut().enumerate() {
                // Writing to a String cannot fail.
                let _ = write!(at, "[{i}]");
                unclean.append(&mut clean_strings(item, at));
                at.truncate(length);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                at.push_str(if at.is_empty() { "" } else { "." });
                at.push_str(name);
                unclean.append(&mut clean_strings(field, at));
                at.truncate(length);
            }
        }
        _ => {}
    }
    unclean
}

/// Brings a bookmark into the form in which the store keeps its own: texts of one line on
/// one line, tags in order.
fn normalize(bookmark: &mut Bookmark) {
    let mut source = Provenance::clone(&bookmark.provenance);
    // All fields by name, so that the compiler asks about a new one.
    let Provenance {
        statement,
        kind,
        speaker,
        role,
        side,
        said,
        parts: _,
        topics,
        briefing_title,
        article_title,
        publisher,
        language,
        authors,
        published,
        url,
        archived_url,
        retrieved,
    } = &mut source;
    let optional = [
        statement,
        kind,
        speaker,
        role,
        side,
        said,
        published,
        url,
        archived_url,
        retrieved,
    ];
    let authors = authors.iter_mut().map(|author| &mut author.name);
    let lists = topics.iter_mut().chain(authors).chain(&mut bookmark.tags);
    [briefing_title, article_title, publisher, language]
        .into_iter()
        .chain([
            &mut bookmark.id.0,
            &mut bookmark.place.briefing,
            &mut bookmark.place.article,
            &mut bookmark.text_hash,
        ])
        .chain(optional.into_iter().flatten())
        .chain(lists)
        .filter(|text| text.contains('\n'))
        .for_each(|text| *text = clean::clean_line(text));
    if source != *bookmark.provenance {
        bookmark.provenance = std::sync::Arc::new(source);
    }
    bookmark.tags.retain(|tag| !tag.is_empty());
    bookmark.tags.sort();
    bookmark.tags.dedup();
    bookmark.letter = bookmark.letter.filter(char::is_ascii_lowercase);
}

#[cfg(test)]
mod tests;
