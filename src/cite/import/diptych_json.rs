//! The program's own JSON: quotations, the rows of a comparison, and the rescue file, into
//! which changes go that could not be written to the database.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;

use super::imported::{ImportError, Imported};
use crate::cite::comparison::SideColumn;
use crate::cite::content_id::content_id;
use crate::cite::quotation::{BookmarkMeta, Quotation, QuotedPart};
use crate::cite::quote_marks::ELLIPSIS;
use crate::model::{Bookmark, BookmarkId, Change, Mark, Place, Position, SavedSearch};
use crate::text::clean;

/// Reads quotations; one that cannot be read is left out.
pub(super) fn read_quotations(list: &Value) -> Result<Imported, ImportError> {
    let mut imported = Imported::default();
    for (at, value) in list_items(list, "quotations")? {
        match read_quotation(value, &at) {
            Ok(read) => read.add_to(&mut imported),
            Err(error) => imported.skip(error),
        }
    }
    Ok(imported)
}

/// Reads the pairs of a comparison: each statement once, though it may stand in several.
pub(super) fn read_comparison(list: &Value) -> Result<Imported, ImportError> {
    let mut names = BTreeSet::new();
    let mut imported = Imported::default();
    for (at, pair) in list_items(list, "pairs")? {
        let mut is_empty = true;
        for name in SideColumn::ALL
            .map(SideColumn::name)
            .into_iter()
            .chain(["reply"])
        {
            let Some(said) = pair.get(name) else {
                continue;
            };
            is_empty = false;
            match read_quotation(said, &format!("{at}.{name}")) {
                Ok(read) => {
                    if names.insert(read.bookmark.id.clone()) {
                        read.add_to(&mut imported);
                    }
                }
                Err(error) => imported.skip(error),
            }
        }
        if is_empty {
            imported.skip(ImportError::new(at, "there is no statement"));
        }
    }
    Ok(imported)
}

/// Reads what was rescued from a disk that could not be written. `unclean` names the
/// strings that cleaning has changed.
pub(super) fn read_rescue_file(
    value: &Value,
    unclean: &BTreeSet<String>,
) -> Result<Imported, ImportError> {
    fn all<T: for<'a> Deserialize<'a>>(
        value: &Value,
        field: &str,
        imported: &mut Imported,
    ) -> Result<Vec<(String, T)>, ImportError> {
        let Some(list) = value.get(field) else {
            return Ok(Vec::new());
        };
        let mut read = Vec::new();
        for (at, item) in list_items(list, field)? {
            match T::deserialize(item) {
                Ok(item) => read.push((at, item)),
                Err(error) => imported.skip(ImportError::new(at, error)),
            }
        }
        Ok(read)
    }
    let mut imported = Imported::default();
    for (at, bookmark) in all::<Bookmark>(value, "bookmarks", &mut imported)? {
        // The parts are counted in bytes: in other words they would be other words.
        let changed = unclean.contains(&format!("{at}.exact"));
        if !bookmark.provenance.parts.is_empty() && (changed || !has_parts(&bookmark)) {
            let what = "its parts do not fit its words";
            imported.skip(ImportError::new(at, what));
        } else {
            imported.push_bookmark(bookmark);
        }
    }
    let without_place = |(_, item)| item;
    let removed = all::<BookmarkId>(value, "removed", &mut imported)?;
    let marks = all::<Mark>(value, "marks", &mut imported)?;
    let cleared = all::<Mark>(value, "cleared", &mut imported)?;
    let positions = all::<Position>(value, "positions", &mut imported)?;
    let searches = all::<SavedSearch>(value, "searches", &mut imported)?;
    let removed = removed
        .into_iter()
        .map(|(_, id)| Change::DeleteBookmark(id));
    imported.changes.extend(removed);
    let cleared = cleared.into_iter().map(|(_, mark)| Change::ClearMark(mark));
    imported.changes.extend(cleared);
    let marks = marks.into_iter().map(|(_, mark)| Change::SetMark(mark));
    imported.changes.extend(marks);
    // The most recent first: written last, so that it stays the most recent.
    let positions = positions
        .into_iter()
        .rev()
        .map(|(_, at)| Change::SetPosition(at));
    imported.changes.extend(positions);
    for search in searches.into_iter().map(without_place) {
        imported
            .changes
            .push(Change::SaveSearch(Box::new(SavedSearch {
                name: clean::clean_line(&search.name),
                text: clean::clean_line(&search.text),
                ..search
            })));
    }
    Ok(imported)
}

/// Returns `true` if all parts of a broken quotation are within its words, in order.
fn has_parts(bookmark: &Bookmark) -> bool {
    let mut end = 0;
    bookmark.provenance.parts.iter().all(|part| {
        let follows = part.start >= end && bookmark.exact.get(part.clone()).is_some();
        end = part.end;
        follows
    })
}

/// A bookmark that was read, and how it came by its name.
pub(super) struct ImportItem {
    pub bookmark: Bookmark,
    /// Whether it was no bookmark when it left: its name is made of place and words.
    pub is_derived: bool,
}

impl ImportItem {
    pub fn add_to(self, imported: &mut Imported) {
        if self.is_derived {
            imported.push_derived(self.bookmark);
        } else {
            imported.push_bookmark(self.bookmark);
        }
    }
}

fn list_items<'a>(
    value: &'a Value,
    at: &'a str,
) -> Result<impl Iterator<Item = (String, &'a Value)>, ImportError> {
    let items = value
        .as_array()
        .ok_or_else(|| ImportError::new(at, "this must be a list"))?;
    let each = items.iter().enumerate();
    Ok(each.map(move |(i, item)| (format!("{at}[{i}]"), item)))
}

/// Creates a bookmark from a quotation: the one it was, where it was one.
pub(super) fn read_quotation(value: &Value, at: &str) -> Result<ImportItem, ImportError> {
    let quotation = Quotation::deserialize(value).map_err(|error| ImportError::new(at, error))?;
    let Some((first, last)) = quotation.parts.first().zip(quotation.parts.last()) else {
        return Err(ImportError::new(
            format!("{at}.parts"),
            "there are no words",
        ));
    };
    if quotation
        .parts
        .iter()
        .all(|part| part.exact.trim().is_empty())
    {
        return Err(ImportError::new(
            format!("{at}.parts"),
            "there are no words",
        ));
    }
    let range = |part: &QuotedPart| part.bytes.clone().unwrap_or(0..0);
    if range(first).end < range(first).start {
        return Err(ImportError::new(
            format!("{at}.parts[0].bytes"),
            "it ends before it begins",
        ));
    }
    let mut source = quotation.source.clone();
    let mut exact = first.exact.clone();
    if quotation.parts.len() > 1 {
        // What stood between the parts is not in the file.
        source.parts = std::iter::once(0..exact.len()).collect();
        for part in &quotation.parts[1..] {
            exact += ELLIPSIS;
            let start = exact.len();
            exact += &part.exact;
            source.parts.push(start..exact.len());
        }
    }
    let kept = quotation.bookmark.clone().filter(|b| !b.id.is_empty());
    let is_made = kept.is_none();
    let BookmarkMeta {
        id,
        created,
        changed,
    } = kept.unwrap_or_else(|| BookmarkMeta {
        id: derived_id(&quotation),
        created: 0,
        changed: 0,
    });
    let bookmark = Bookmark {
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
    };
    if !bookmark.provenance.parts.is_empty() && !has_parts(&bookmark) {
        return Err(ImportError::new(
            format!("{at}.source.parts"),
            "its parts do not fit its words",
        ));
    }
    Ok(ImportItem {
        bookmark,
        is_derived: is_made,
    })
}

/// Names what was no bookmark by its place and its words.
fn derived_id(quotation: &Quotation) -> String {
    let mut text = format!(
        "{}\n{}\n{}",
        quotation.briefing, quotation.article, quotation.text_hash
    );
    for part in &quotation.parts {
        let _ = write!(text, "\n{:?} {}", part.bytes, part.exact);
    }
    content_id(&text)
}
