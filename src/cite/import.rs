//! What the program has written, read back: its own JSON, W3C annotations, and
//! the file into which changes go that no disk took. Whatever comes in is
//! cleaned: it has been in other hands.

mod annotations;

use std::collections::BTreeSet;
use std::fmt::{self, Write};
use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::marks::CUT;
use super::{Column, KeptAs, Part, Quotation};
use crate::model::{Bookmark, BookmarkId, Change, Mark, Place, Position, SavedSearch};
use crate::text::clean;
use annotations::{annotation, annotations, is};

/// Newest version of the program's own shape.
const FORMAT: u64 = 1;

/// What a file held.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Imported {
    /// The bookmarks, in the order of the file. One that came from another program
    /// has no briefing in its place, only the address of what was annotated.
    pub bookmarks: Vec<Bookmark>,
    /// Those of them that were none when they left: their names are made of their places.
    pub made: BTreeSet<BookmarkId>,
    /// What else was to be written: removals, marks, reading positions, saved searches.
    pub changes: Vec<Change>,
}

/// Why a file cannot be taken in: where in it, and what is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportError {
    /// Path within the JSON, as `quotations[3].parts`; empty for the whole.
    pub at: String,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.at.is_empty() {
            f.write_str(&self.what)
        } else {
            write!(f, "{}: {}", self.at, self.what)
        }
    }
}

impl std::error::Error for ImportError {}

/// Reads a file that was exported as JSON (quotations, or the pairs of a comparison) or
/// as W3C annotations, or was rescued from a disk that could not be written. A quotation that was no
/// bookmark becomes one, whose name is made of its place: twice the same file gives
/// twice the same bookmarks.
///
/// # Errors
/// Where the text is none of these, with the place of the fault; nothing of it is returned.
pub fn import(text: &str) -> Result<Imported, ImportError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let value: Value = serde_json::from_str(text)
        .map_err(|error| wrong("", format!("this is no JSON: {error}")))?;
    if let Some(format) = value.get("format").and_then(Value::as_u64)
        && format > FORMAT
    {
        let what =
            format!("format {format} is newer than this program knows ({FORMAT}): update it");
        return Err(wrong("format", what));
    }
    if let Some(quotations) = value.get("quotations") {
        let each = list(quotations, "quotations")?;
        return each
            .map(|(at, value)| quotation(value, &at))
            .collect::<Result<_, _>>()
            .map(kept);
    }
    if let Some(pairs) = value.get("pairs") {
        return paired(pairs).map(kept);
    }
    if value.get("bookmarks").is_some() {
        return rescued(&value);
    }
    let (items, at) = annotations(&value)?;
    let each = items.iter().enumerate();
    each.filter(|(_, item)| !is(item, "AnnotationPage"))
        .map(|(i, item)| annotation(item, &format!("{at}[{i}]")))
        .collect::<Result<_, _>>()
        .map(kept)
}

/// A bookmark that was read, and how it came by its name.
enum Read {
    /// It was one when it left.
    Own(Bookmark),
    /// It was none; the name is made of place and words.
    Made(Bookmark),
}

fn kept(read: Vec<Read>) -> Imported {
    let mut all = Imported::default();
    for read in read {
        all.bookmarks.push(match read {
            Read::Own(bookmark) => bookmark,
            Read::Made(bookmark) => {
                all.made.insert(bookmark.id.clone());
                bookmark
            }
        });
    }
    all
}

impl Read {
    fn bookmark(&mut self) -> &mut Bookmark {
        let (Read::Own(bookmark) | Read::Made(bookmark)) = self;
        bookmark
    }
}

fn wrong(at: &str, what: impl fmt::Display) -> ImportError {
    ImportError {
        at: at.to_owned(),
        what: what.to_string(),
    }
}

fn list<'a>(
    value: &'a Value,
    at: &'a str,
) -> Result<impl Iterator<Item = (String, &'a Value)>, ImportError> {
    let items = value
        .as_array()
        .ok_or_else(|| wrong(at, "this must be a list"))?;
    let each = items.iter().enumerate();
    Ok(each.map(move |(i, item)| (format!("{at}[{i}]"), item)))
}

fn read<'a, T: Deserialize<'a>>(value: &'a Value, at: &str) -> Result<T, ImportError> {
    T::deserialize(value).map_err(|error| wrong(at, error))
}

/// Reads the pairs of a comparison: each statement once, though it may stand in several.
fn paired(pairs: &Value) -> Result<Vec<Read>, ImportError> {
    let mut names = BTreeSet::new();
    let mut found = Vec::new();
    for (at, pair) in list(pairs, "pairs")? {
        let mut is_empty = true;
        for name in Column::ALL.map(Column::name).into_iter().chain(["reply"]) {
            let Some(said) = pair.get(name) else {
                continue;
            };
            is_empty = false;
            let mut read = quotation(said, &format!("{at}.{name}"))?;
            if names.insert(read.bookmark().id.clone()) {
                found.push(read);
            }
        }
        if is_empty {
            return Err(wrong(&at, "there is no statement"));
        }
    }
    Ok(found)
}

/// Reads what was rescued from a disk that could not be written.
fn rescued(value: &Value) -> Result<Imported, ImportError> {
    fn all<T: for<'a> Deserialize<'a>>(value: &Value, field: &str) -> Result<Vec<T>, ImportError> {
        match value.get(field) {
            None => Ok(Vec::new()),
            Some(items) => list(items, field)?
                .map(|(at, item)| read(item, &at))
                .collect(),
        }
    }
    let bookmarks = all::<Bookmark>(value, "bookmarks")?;
    let removed = all::<BookmarkId>(value, "removed")?;
    let marks = all::<Mark>(value, "marks")?;
    let cleared = all::<Mark>(value, "cleared")?;
    let positions = all::<Position>(value, "positions")?;
    let searches = all::<SavedSearch>(value, "searches")?;
    let mut changes: Vec<Change> = removed.into_iter().map(Change::Remove).collect();
    changes.extend(cleared.into_iter().map(Change::ClearMark));
    changes.extend(marks.into_iter().map(Change::SetMark));
    // The most recent first: written last, so that it stays the most recent.
    changes.extend(positions.into_iter().rev().map(Change::Place));
    changes.extend(searches.into_iter().map(|search| {
        Change::SaveSearch(Box::new(SavedSearch {
            name: clean::clean_line(&search.name),
            text: clean::clean_line(&search.text),
            ..search
        }))
    }));
    Ok(Imported {
        bookmarks: bookmarks.into_iter().map(cleaned).collect(),
        changes,
        ..Imported::default()
    })
}

fn quotation(value: &Value, at: &str) -> Result<Read, ImportError> {
    bookmark(&read(value, at)?, at)
}

/// Makes a bookmark of a quotation, the one it was, where it was one.
fn bookmark(quotation: &Quotation, at: &str) -> Result<Read, ImportError> {
    let Some((first, last)) = quotation.parts.first().zip(quotation.parts.last()) else {
        return Err(wrong(&format!("{at}.parts"), "there are no words"));
    };
    let range = |part: &Part| part.bytes.clone().unwrap_or(0..0);
    if range(first).end < range(first).start {
        return Err(wrong(
            &format!("{at}.parts[0].bytes"),
            "it ends before it begins",
        ));
    }
    let mut source = quotation.source.clone();
    let mut exact = first.exact.clone();
    if quotation.parts.len() > 1 {
        // What stood between the parts is not in the file.
        source.parts = std::iter::once(0..exact.len()).collect();
        for part in &quotation.parts[1..] {
            exact += CUT;
            let start = exact.len();
            exact += &part.exact;
            source.parts.push(start..exact.len());
        }
    }
    let KeptAs {
        id,
        created,
        changed,
    } = quotation.bookmark.clone().unwrap_or_else(|| KeptAs {
        id: name_of(quotation),
        created: 0,
        changed: 0,
    });
    let bookmark = cleaned(Bookmark {
        id: BookmarkId(id),
        place: Place {
            briefing: quotation.briefing.clone(),
            article: quotation.article.clone(),
            range: range(first).start..range(last).end.max(range(first).start),
        },
        text_hash: quotation.text_hash.clone(),
        exact,
        prefix: first.prefix.clone(),
        suffix: last.suffix.clone(),
        provenance: Arc::new(source),
        note: quotation.note.clone(),
        tags: quotation.tags.clone(),
        letter: quotation.letter,
        created,
        changed,
    });
    Ok(match quotation.bookmark {
        Some(_) => Read::Own(bookmark),
        None => Read::Made(bookmark),
    })
}

/// Names what was no bookmark by its place and its words.
fn name_of(quotation: &Quotation) -> String {
    let mut text = format!(
        "{}\n{}\n{}",
        quotation.briefing, quotation.article, quotation.text_hash
    );
    for part in &quotation.parts {
        let _ = write!(text, "\n{:?} {}", part.bytes, part.exact);
    }
    digest(&text)
}

/// 32 hex digits that stand for a text.
fn digest(text: &str) -> String {
    let hash = Sha256::digest(text);
    hash.iter().take(16).fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Leaves nothing in a bookmark that must not reach a terminal, and its tags in order.
fn cleaned(mut bookmark: Bookmark) -> Bookmark {
    let tidy = |text: &mut String| {
        if !clean::is_clean(text) {
            *text = clean::clean(text);
        }
    };
    let from = Arc::make_mut(&mut bookmark.provenance);
    for text in [
        &mut bookmark.id.0,
        &mut bookmark.place.briefing,
        &mut bookmark.place.article,
        &mut bookmark.text_hash,
        &mut bookmark.exact,
        &mut bookmark.prefix,
        &mut bookmark.suffix,
        &mut bookmark.note,
        &mut from.briefing_title,
        &mut from.article_title,
        &mut from.publisher,
        &mut from.language,
    ] {
        tidy(text);
    }
    let optional = [
        &mut from.statement,
        &mut from.kind,
        &mut from.speaker,
        &mut from.role,
        &mut from.side,
        &mut from.said,
        &mut from.published,
        &mut from.url,
        &mut from.archived_url,
        &mut from.retrieved,
    ];
    optional.into_iter().flatten().for_each(tidy);
    from.authors.iter_mut().for_each(tidy);
    bookmark.tags.iter_mut().for_each(tidy);
    bookmark.tags.sort();
    bookmark.tags.dedup();
    bookmark.letter = bookmark.letter.filter(char::is_ascii_lowercase);
    bookmark
}

#[cfg(test)]
mod tests;
