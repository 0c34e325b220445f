//! Finds the places of imported bookmarks in the library: by address and words, and what
//! stands between the parts of broken quotations.

use std::collections::HashMap;
use std::io::{self, Write};
use std::ops::Range;
use std::sync::Arc;

use crate::app::state::user_data::UserState;
use crate::cite::PageAddress;
use crate::cli::error::CliError;
use crate::cli::global_args::GlobalArgs;
use crate::cli::library::{self, Library};
use crate::model::{ArticleIx, Bookmark, Briefing, UserData};
use crate::text::anchor::{Haystack, TextQuote};

/// Takes what stands between the parts of broken quotations from their articles, where
/// these are in the library as they were.
pub fn restore_gaps(global: &GlobalArgs, bookmarks: &mut [Bookmark]) -> Result<(), CliError> {
    let broken = |b: &Bookmark| !b.provenance.parts.is_empty();
    if !bookmarks.iter().any(broken) {
        return Ok(());
    }
    let library = Library::from_args(global)?;
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

/// How many annotations of other programs are imported without a place in an article.
#[derive(Default)]
pub struct UnplacedCounts {
    /// Their articles are not in the library.
    no_article: usize,
    /// The stored articles do not have their words.
    no_words: usize,
}

impl UnplacedCounts {
    pub fn print(&self, out: &mut dyn Write) -> io::Result<()> {
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
pub fn place_foreign(
    global: &GlobalArgs,
    bookmarks: &mut [Bookmark],
) -> Result<UnplacedCounts, CliError> {
    let mut unplaced = UnplacedCounts::default();
    let is_foreign = |b: &Bookmark| b.place.range.is_empty() && b.text_hash.is_empty();
    if !bookmarks.iter().any(is_foreign) {
        return Ok(unplaced);
    }
    let loaded = Library::from_args(global)?.load_all().0;
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
    let quote = TextQuote {
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
