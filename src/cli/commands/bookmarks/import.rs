//! Bookmarks taken in from a file: merged by name, nothing doubled.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Read, Write};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::edit::not_written;
use crate::app::state::user_data::UserState;
use crate::cite::{self, Imported, PageAddress};
use crate::cli::error::Outcome;
use crate::cli::error::{CliError, Failure};
use crate::cli::global_args::GlobalArgs;
use crate::cli::library::{self, Library};
use crate::cli::user_data::open_store;
use crate::model::{ArticleIx, Bookmark, BookmarkId, Briefing, Change, UserData};
use crate::runtime;
use crate::store::merge_bookmark;
use crate::text::anchor::{Haystack, Quote};
use crate::text::clean::clean_line;
use crate::text::plural::plural;

/// The largest file that is read, in bytes.
const MAX_FILE_BYTES: u64 = 256 * 1024 * 1024;

/// Takes a file in and tells what became of all that it holds.
pub fn run(common: &GlobalArgs, file: &Path, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let text = read_file(file).map_err(|error| {
        CliError::new(format!("it could not be read: {error}")).at(file.display())
    })?;
    let mut imported = cite::import(&text).map_err(|error| {
        CliError::new(error)
            .at(file.display())
            .with_hint("`--format json` and `--format w3c` of `diptych bookmarks`, `cite` and `compare` write what can be taken in")
    })?;
    let unplaced = place_foreign(common, &mut imported.bookmarks)?;
    restore_gaps(common, &mut imported.bookmarks)?;
    let now = runtime::now();
    // Compared and written in one transaction: other commands may write at the same time.
    let ImportCounts { new, changed, same } = open_store()?
        .update(now, |kept| {
            Ok::<_, CliError>(plan_writes(&imported, kept, now))
        })
        .map_err(|error| not_written(&error))??;
    let others = imported.changes.len();
    writeln!(
        out,
        "{} new, {changed} changed, {same} there already, {} left out",
        plural(new, "bookmark", "bookmarks"),
        imported.skipped.len()
    )?;
    if others > 0 {
        writeln!(
            out,
            "{} besides (removals, marks, reading positions)",
            plural(others, "change", "changes")
        )?;
    }
    unplaced.print(out)?;
    for (heading, errors) in [
        ("Left out:", &imported.skipped),
        ("Not in the file:", &imported.missing),
    ] {
        if !errors.is_empty() {
            writeln!(out, "{heading}")?;
        }
        for error in errors {
            writeln!(out, "  {}", clean_line(&error.to_string()))?;
        }
    }
    if imported.skipped.is_empty() && imported.missing.is_empty() {
        Ok(Outcome::Done)
    } else {
        Ok(Outcome::Partial)
    }
}

/// What became of the bookmarks of a file.
#[derive(Default)]
struct ImportCounts {
    new: usize,
    changed: usize,
    same: usize,
}

/// Compares a file with what is kept, and returns what is to be written.
fn plan_writes(
    imported: &Imported,
    kept: UserData,
    now: i64,
) -> (Vec<(Change, i64)>, ImportCounts) {
    let mut known: HashMap<BookmarkId, Bookmark> = kept
        .bookmarks
        .iter()
        .map(|b| (b.id.clone(), Bookmark::clone(b)))
        .collect();
    let keeping = UserState::new(kept, [0; 16]);
    let mut counts = ImportCounts::default();
    let mut writes: Vec<(Change, i64)> = Vec::new();
    for bookmark in &imported.bookmarks {
        let is_new =
            imported.derived_ids.contains(&bookmark.id) && !known.contains_key(&bookmark.id);
        let name = match id_at_same_place(&keeping, bookmark) {
            Some(name) if is_new => name,
            _ => &bookmark.id,
        };
        let (kept, at) = match known.get(name) {
            None => {
                counts.new += 1;
                let at = if bookmark.changed > 0 {
                    bookmark.changed
                } else {
                    now
                };
                (bookmark.clone(), at)
            }
            Some(old) => {
                // Where it stands, the store knows better than an older file, but
                // where its article was missing and is there now.
                let found = old.place.range.is_empty() && !bookmark.place.range.is_empty();
                let anchor = if found { bookmark } else { old };
                let mine = Bookmark {
                    note: bookmark.note.clone(),
                    tags: bookmark.tags.clone(),
                    ..anchor.clone()
                };
                let merged = merge_bookmark(None, old, &mine);
                if !found && merged.note == old.note && merged.tags == old.tags {
                    counts.same += 1;
                    continue;
                }
                counts.changed += 1;
                (merged, now)
            }
        };
        known.insert(kept.id.clone(), kept.clone());
        writes.push((Change::PutBookmark(Box::new(kept)), at));
    }
    let others = imported.changes.iter().cloned();
    writes.extend(others.map(|change| (change, now)));
    (writes, counts)
}

fn read_file(file: &Path) -> io::Result<String> {
    let mut text = String::new();
    // One byte more, to know that there is more.
    if file == Path::new("-") {
        io::stdin()
            .take(MAX_FILE_BYTES + 1)
            .read_to_string(&mut text)?;
    } else {
        fs::File::open(file)?
            .take(MAX_FILE_BYTES + 1)
            .read_to_string(&mut text)?;
    }
    if text.len() as u64 > MAX_FILE_BYTES {
        let what = format!("it is larger than {} MB", MAX_FILE_BYTES / (1024 * 1024));
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, what));
    }
    Ok(text)
}

/// Returns the name under which the same words of the same place are kept.
fn id_at_same_place<'a>(keeping: &'a UserState, bookmark: &Bookmark) -> Option<&'a BookmarkId> {
    let somewhere = !bookmark.place.range.is_empty();
    let same = somewhere.then(|| keeping.existing(bookmark)).flatten()?;
    Some(&same.id)
}

/// Takes what stands between the parts of broken quotations from their articles, where
/// these are in the library as they were.
fn restore_gaps(common: &GlobalArgs, bookmarks: &mut [Bookmark]) -> Result<(), CliError> {
    let broken = |b: &Bookmark| !b.provenance.parts.is_empty();
    if !bookmarks.iter().any(broken) {
        return Ok(());
    }
    let library = Library::from_args(common)?;
    let mut briefings: HashMap<String, Option<Briefing>> = HashMap::new();
    for bookmark in bookmarks.iter_mut().filter(|b| broken(b)) {
        let briefing = briefings
            .entry(bookmark.place.briefing.clone())
            .or_insert_with_key(|id| library::load_briefing(&library.find(id).ok()?).ok());
        let Some(briefing) = briefing else {
            continue;
        };
        let Some(article) = briefing.article_by_id(&bookmark.place.article) else {
            continue;
        };
        let text = &briefing.article(article).text;
        if text.hash == bookmark.text_hash
            && let Some((exact, parts)) = contiguous_text(bookmark, &text.text)
        {
            bookmark.exact = exact;
            Arc::make_mut(&mut bookmark.provenance).parts = parts;
        }
    }
    Ok(())
}

/// Returns all that stands where a broken quotation does, and which bytes of it are the quotation.
fn contiguous_text(bookmark: &Bookmark, text: &str) -> Option<(String, Vec<Range<usize>>)> {
    let exact = text.get(bookmark.place.range.clone())?;
    let mut parts: Vec<Range<usize>> = Vec::new();
    for part in bookmark.parts() {
        let from = parts.last().map_or(0, |before| before.end);
        let start = from + exact.get(from..)?.find(part)?;
        parts.push(start..start + part.len());
    }
    Some((exact.to_owned(), parts))
}

/// Annotations of other programs that are kept without a place in an article.
#[derive(Default)]
struct UnplacedCounts {
    /// Their articles are not in the library.
    no_article: usize,
    /// The stored articles do not have their words.
    no_words: usize,
}

impl UnplacedCounts {
    fn print(&self, out: &mut dyn Write) -> io::Result<()> {
        for (number, why) in [
            (self.no_article, "of no article in the library"),
            (
                self.no_words,
                "of words that the stored article does not have",
            ),
        ] {
            if number > 0 {
                writeln!(
                    out,
                    "{number} of them {why}: kept with their words and address"
                )?;
            }
        }
        Ok(())
    }
}

/// Finds the places of what other programs annotated, by address and words.
fn place_foreign(
    common: &GlobalArgs,
    bookmarks: &mut [Bookmark],
) -> Result<UnplacedCounts, CliError> {
    let mut unplaced = UnplacedCounts::default();
    let is_foreign = |b: &Bookmark| b.place.range.is_empty() && b.text_hash.is_empty();
    if !bookmarks.iter().any(is_foreign) {
        return Ok(unplaced);
    }
    let loaded = Library::from_args(common)?.load_all().0;
    let briefings: Vec<Briefing> = loaded.into_iter().filter_map(|l| l.briefing).collect();
    let pages = ArticlesByAddress::new(&briefings);
    let mut keeping = UserState::new(UserData::default(), [0; 16]);
    for bookmark in bookmarks.iter_mut().filter(|b| is_foreign(b)) {
        let articles = pages.candidates(bookmark);
        let mut places = articles
            .iter()
            .map(|at| place_in_article(at, bookmark, &mut keeping));
        match places.find_map(|found| found) {
            Some(found) => *bookmark = found,
            None if articles.is_empty() => unplaced.no_article += 1,
            None => unplaced.no_words += 1,
        }
    }
    Ok(unplaced)
}

/// An article of the library.
type StoredArticle<'a> = (&'a Briefing, ArticleIx);

/// The articles of a library by their addresses.
struct ArticlesByAddress<'a> {
    briefings: &'a [Briefing],
    exact: HashMap<&'a str, Vec<StoredArticle<'a>>>,
    alike: HashMap<PageAddress, Vec<StoredArticle<'a>>>,
}

impl<'a> ArticlesByAddress<'a> {
    fn new(briefings: &'a [Briefing]) -> ArticlesByAddress<'a> {
        let (mut exact, mut alike) = (HashMap::new(), HashMap::new());
        for briefing in briefings {
            for (i, article) in briefing.articles.iter().enumerate() {
                let stored = (briefing, ArticleIx(i));
                for url in [&article.url, &article.archived_url].into_iter().flatten() {
                    exact
                        .entry(url.as_str())
                        .or_insert_with(Vec::new)
                        .push(stored);
                    if let Some(page) = PageAddress::parse(url) {
                        alike.entry(page).or_insert_with(Vec::new).push(stored);
                    }
                }
            }
        }
        ArticlesByAddress {
            briefings,
            exact,
            alike,
        }
    }

    /// Returns the articles that an annotation may be of, those of the very address first.
    fn candidates(&self, foreign: &Bookmark) -> Vec<StoredArticle<'a>> {
        let mut found: Vec<StoredArticle> = Vec::new();
        let place = &foreign.place;
        if !place.briefing.is_empty() {
            let named = self.briefings.iter().filter(|b| b.id == place.briefing);
            found.extend(named.filter_map(|b| Some((b, b.article_by_id(&place.article)?))));
        }
        let source = &foreign.provenance;
        let addresses = [source.url.as_deref(), source.archived_url.as_deref()];
        for address in addresses.into_iter().flatten() {
            found.extend(self.exact.get(address).into_iter().flatten());
            let page = PageAddress::parse(address);
            let alike = page.and_then(|page| self.alike.get(&page));
            found.extend(alike.into_iter().flatten());
        }
        found
    }
}

fn place_in_article(
    stored: &StoredArticle,
    foreign: &Bookmark,
    keeping: &mut UserState,
) -> Option<Bookmark> {
    let (briefing, article) = *stored;
    let quote = Quote {
        exact: &foreign.exact,
        prefix: &foreign.prefix,
        suffix: &foreign.suffix,
    };
    let found = Haystack::new(&briefing.article(article).text.text).find(&quote, 0)?;
    let draft = keeping.new_bookmark(briefing, article, &[found.range], None)?;
    Some(Bookmark {
        id: foreign.id.clone(),
        note: foreign.note.clone(),
        tags: foreign.tags.clone(),
        letter: foreign.letter,
        created: foreign.created,
        changed: foreign.changed,
        ..draft
    })
}
