//! Bookmarks taken in from a file: merged by name, nothing doubled.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Read, Write};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::super::library::{self, Library};
use super::super::page::count;
use super::super::told::{Failure, Told};
use super::super::{Common, Outcome};
use super::change::unsaved;
use super::open;
use crate::app::keeping::Keeping;
use crate::cite;
use crate::model::{Bookmark, BookmarkId, Briefing, Change, Kept};
use crate::runtime;
use crate::store::merge;
use crate::text::anchor::{Haystack, Quote};

/// The largest file that is read, in bytes.
const LIMIT: u64 = 256 * 1024 * 1024;

/// Takes a file in and tells what became of it.
pub fn run(common: &Common, file: &Path, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let text = read(file)
        .map_err(|error| Told::new(format!("it could not be read: {error}")).at(file.display()))?;
    let mut imported = cite::import(&text).map_err(|error| {
        Told::new(error)
            .at(file.display())
            .help("`--format json` and `--format w3c` of `diptych bookmarks`, `cite` and `compare` write what can be taken in")
    })?;
    let strange = place(common, &mut imported.bookmarks)?;
    complete(common, &mut imported.bookmarks)?;
    let mut store = open()?;
    let kept = store.kept().map_err(Told::new)?;
    let now = runtime::now();
    let mut known: HashMap<BookmarkId, Bookmark> = kept
        .bookmarks
        .iter()
        .map(|b| (b.id.clone(), Bookmark::clone(b)))
        .collect();
    let keeping = Keeping::new(kept, [0; 16]);
    let (mut new, mut changed, mut same) = (0, 0, 0);
    let mut writes: Vec<(Change, i64)> = Vec::new();
    for bookmark in imported.bookmarks {
        let is_new = imported.made.contains(&bookmark.id) && !known.contains_key(&bookmark.id);
        let name = match same_place(&keeping, &bookmark) {
            Some(name) if is_new => name,
            _ => &bookmark.id,
        };
        let (kept, at) = match known.get(name) {
            None => {
                new += 1;
                let at = if bookmark.changed > 0 {
                    bookmark.changed
                } else {
                    now
                };
                (bookmark, at)
            }
            Some(old) => {
                // Where it stands, the store knows better than an older file, but
                // where its article was missing and is there now.
                let found = old.place.briefing.is_empty() && !bookmark.place.briefing.is_empty();
                let anchor = if found { bookmark.clone() } else { old.clone() };
                let mine = Bookmark {
                    note: bookmark.note,
                    tags: bookmark.tags,
                    ..anchor
                };
                let merged = merge(None, old, &mine);
                if !found && merged.note == old.note && merged.tags == old.tags {
                    same += 1;
                    continue;
                }
                changed += 1;
                (merged, now)
            }
        };
        known.insert(kept.id.clone(), kept.clone());
        writes.push((Change::Keep(Box::new(kept)), at));
    }
    let others = imported.changes.len();
    writes.extend(imported.changes.into_iter().map(|change| (change, now)));
    store
        .apply_all(&writes, now)
        .map_err(|error| unsaved(&error))?;
    writeln!(
        out,
        "{} new, {changed} changed, {same} there already",
        count(new, "bookmark", "bookmarks")
    )?;
    if others > 0 {
        writeln!(
            out,
            "{} besides (removals, marks, reading positions)",
            count(others, "change", "changes")
        )?;
    }
    if strange > 0 {
        writeln!(
            out,
            "{strange} of them of no article in the library: kept with their words and address"
        )?;
    }
    Ok(Outcome::Done)
}

fn read(file: &Path) -> io::Result<String> {
    let mut text = String::new();
    if file == Path::new("-") {
        io::stdin().take(LIMIT).read_to_string(&mut text)?;
    } else {
        fs::File::open(file)?
            .take(LIMIT)
            .read_to_string(&mut text)?;
    }
    Ok(text)
}

/// Returns the name under which the same words of the same place are kept.
fn same_place<'a>(keeping: &'a Keeping, bookmark: &Bookmark) -> Option<&'a BookmarkId> {
    let somewhere = !bookmark.place.range.is_empty();
    let same = somewhere.then(|| keeping.at(bookmark)).flatten()?;
    Some(&same.id)
}

/// Takes what stands between the parts of broken quotations from their articles, where
/// these are in the library as they were.
fn complete(common: &Common, bookmarks: &mut [Bookmark]) -> Result<(), Told> {
    let broken = |b: &Bookmark| !b.provenance.parts.is_empty();
    if !bookmarks.iter().any(broken) {
        return Ok(());
    }
    let library = Library::of(common)?;
    let mut briefings: HashMap<String, Option<Briefing>> = HashMap::new();
    for bookmark in bookmarks.iter_mut().filter(|b| broken(b)) {
        let briefing = briefings
            .entry(bookmark.place.briefing.clone())
            .or_insert_with_key(|id| library::open(&library.find(id).ok()?).ok());
        let Some(briefing) = briefing else {
            continue;
        };
        let Some(article) = briefing.article_by_id(&bookmark.place.article) else {
            continue;
        };
        let text = &briefing.article(article).text;
        if text.hash == bookmark.text_hash
            && let Some((exact, parts)) = unbroken(bookmark, &text.text)
        {
            bookmark.exact = exact;
            Arc::make_mut(&mut bookmark.provenance).parts = parts;
        }
    }
    Ok(())
}

/// Returns all that stands where a broken quotation does, and which bytes of it are the quotation.
fn unbroken(bookmark: &Bookmark, text: &str) -> Option<(String, Vec<Range<usize>>)> {
    let exact = text.get(bookmark.place.range.clone())?;
    let mut parts: Vec<Range<usize>> = Vec::new();
    for part in bookmark.parts() {
        let from = parts.last().map_or(0, |before| before.end);
        let start = from + exact.get(from..)?.find(part)?;
        parts.push(start..start + part.len());
    }
    Some((exact.to_owned(), parts))
}

/// Finds the articles of what other programs annotated, by address and words.
/// Returns how many were not found.
fn place(common: &Common, bookmarks: &mut [Bookmark]) -> Result<usize, Told> {
    if bookmarks.iter().all(|b| !b.place.briefing.is_empty()) {
        return Ok(0);
    }
    let loaded = Library::of(common)?.load_all().0;
    let briefings: Vec<Briefing> = loaded.into_iter().filter_map(|l| l.briefing).collect();
    let mut keeping = Keeping::new(Kept::default(), [0; 16]);
    let mut strange = 0;
    for bookmark in bookmarks.iter_mut().filter(|b| b.place.briefing.is_empty()) {
        match find(&briefings, bookmark, &mut keeping) {
            Some(placed) => *bookmark = placed,
            None => strange += 1,
        }
    }
    Ok(strange)
}

fn find(briefings: &[Briefing], foreign: &Bookmark, keeping: &mut Keeping) -> Option<Bookmark> {
    let address = foreign.provenance.url.as_deref()?;
    let quote = Quote {
        exact: &foreign.exact,
        prefix: &foreign.prefix,
        suffix: &foreign.suffix,
    };
    for briefing in briefings {
        for (i, article) in briefing.articles.iter().enumerate() {
            let of_it = [&article.url, &article.archived_url];
            if !of_it.iter().any(|url| url.as_deref() == Some(address)) {
                continue;
            }
            let Some(found) = Haystack::new(&article.text.text).find(&quote, 0) else {
                continue;
            };
            let article = crate::model::ArticleIx(i);
            let draft = keeping.draft(briefing, article, &[found.range], None)?;
            return Some(Bookmark {
                id: foreign.id.clone(),
                note: foreign.note.clone(),
                tags: foreign.tags.clone(),
                created: foreign.created,
                changed: foreign.changed,
                ..draft
            });
        }
    }
    None
}
