//! What the program has written, and annotations of other programs, read back.
//!
//! One item that cannot be read never refuses the file: it is left out and named, the rest
//! is taken in. Whatever comes in has been in other hands: every string of a file is
//! cleaned in one place, before anything is read from it.

mod page_address;
mod annotation;
mod collection;
mod diptych_json;
mod selector;

use std::collections::BTreeSet;
use std::fmt::{self, Write};

use serde_json::Value;

use crate::model::{Bookmark, BookmarkId, Change, Provenance};
use crate::text::clean;

pub use page_address::PageAddress;

/// Newest version of the program's own shape.
const MAX_FORMAT_VERSION: u64 = 1;

/// What a file held.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Imported {
    /// The bookmarks, in the order of the file. One that came from another program
    /// has no briefing in its place, only the address of what was annotated.
    pub bookmarks: Vec<Bookmark>,
    /// Those of them that were none when they left: their names are made of their places.
    pub derived_ids: BTreeSet<BookmarkId>,
    /// What else was to be written: removals, marks, reading positions, saved searches.
    pub changes: Vec<Change>,
    /// What of the file is not among these, and why.
    pub skipped: Vec<ImportError>,
    /// What the file speaks of and does not hold: pages behind an address.
    pub missing: Vec<ImportError>,
}

/// Why a file, or something in it, cannot be taken in: where in it, and what is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportError {
    /// Path within the JSON, as `quotations[3].parts`; empty for the whole.
    pub path: String,
    /// What is wrong.
    pub message: String,
}

impl ImportError {
    fn new(at: impl Into<String>, what: impl fmt::Display) -> ImportError {
        ImportError {
            path: at.into(),
            message: what.to_string(),
        }
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.path, self.message)
        }
    }
}

impl std::error::Error for ImportError {}

/// Reads a file that was exported as JSON (quotations, or the pairs of a comparison) or as
/// W3C annotations, annotations of other programs, or what was rescued from a disk that
/// could not be written. A quotation that was no bookmark becomes one, whose name is made
/// of its place: twice the same file gives twice the same bookmarks.
///
/// # Errors
/// Where the text as a whole is none of these. A single item that cannot be read is no
/// error: [`Imported::left_out`] names it.
pub fn import(text: &str) -> Result<Imported, ImportError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut value: Value = serde_json::from_str(text)
        .map_err(|error| ImportError::new("", format!("this is no JSON: {error}")))?;
    if let Some(format) = value.get("format").and_then(Value::as_u64)
        && format > MAX_FORMAT_VERSION
    {
        let what =
            format!("format {format} is newer than this program knows ({MAX_FORMAT_VERSION}): update it");
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
        skipped: found.left_out,
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

/// Brings a bookmark into the shape that the store gives to its own: texts of one line on
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

impl Imported {
    /// Adds a bookmark that was one when it left.
    fn push_bookmark(&mut self, bookmark: Bookmark) {
        self.bookmarks.push(bookmark);
    }

    /// Adds a bookmark that is made of what was none; its name is made of place and words.
    fn push_derived(&mut self, bookmark: Bookmark) {
        self.derived_ids.insert(bookmark.id.clone());
        self.bookmarks.push(bookmark);
    }

    fn skip(&mut self, error: ImportError) {
        self.skipped.push(error);
    }
}

#[cfg(test)]
mod tests;
