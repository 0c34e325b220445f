//! The index of the library: what was said and printed, found by half-remembered
//! words. The only module that names tantivy.
//!
//! The index is a cache. It is made from briefings, keyed by their content
//! hash, and can be thrown away at any time. Trouble with it is one line of
//! notice and a rebuild, never a stop.
//!
//! | folder | what it holds |
//! |---|---|
//! | `retry` | retrying while another process writes |
//! | [`query`] | the query language: typed text → tree; how its words match a text |
//! | `schema` | the fields of the index, and its version |
//! | `engine` | what implements traits of tantivy: collector, block joins, documents, tokenizer |
//! | `index` | briefings → documents; segments on disk; one frozen state of them |
//! | `bookmarks` | the same language asked of bookmarks; bookmarks → documents |
//! | `compile` | tree → query of tantivy |
//! | `retrieve` | asks, relaxes, ranks, and makes results ready to be shown |
//! | `article` | the same language asked of one article |
//! | `update` | `Index`: adding, replacing and dropping briefings |
//!
//! Each uses only those above it.

mod article;
mod bookmarks;
mod compile;
mod engine;
mod index;
pub mod query;
mod retrieve;
mod retry;
mod schema;
mod update;

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tantivy::TantivyError;

pub use article::ArticleSearch;
pub use bookmarks::index::BookmarkIndex;
pub use retry::RetryPolicy;

use crate::model::{
    AnswerStatus, Bookmarks, DiagnosticKind, Hits, Query, QueryDiagnostic, QueryField,
};
use crate::text::fold::fold;
use bookmarks::docs::BookmarkDocs;
use index::generation::{IndexWithNotice, OpenIndex, is_busy};
use index::snapshot::{FilterName, SEARCH_THREAD_PREFIX, Snapshot};
use query::parser::CompletionTarget;

/// Values offered at most when a filter is completed.
const MAX_COMPLETIONS: usize = 50;

/// Why the index could not be changed.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// Another process is writing it. What is there can be searched.
    #[error("another diptych is writing the search index; try again in a moment")]
    Busy,
    /// tantivy failed.
    #[error("the search index could not be written: {0}")]
    Engine(String),
}

impl SearchError {
    /// Returns `true` if another process is writing the index.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        matches!(self, SearchError::Busy)
    }
}

impl From<TantivyError> for SearchError {
    fn from(error: TantivyError) -> SearchError {
        if is_busy(&error) {
            SearchError::Busy
        } else {
            SearchError::Engine(error.to_string())
        }
    }
}

thread_local! {
    static IN_ENGINE: Cell<bool> = const { Cell::new(false) };
}

/// Returns `true` if this thread is inside tantivy, where a panic is caught: a
/// panic hook that puts the terminal in order passes over it.
#[must_use]
pub fn in_engine_call() -> bool {
    let is_search_thread = |thread: &str| thread.starts_with(SEARCH_THREAD_PREFIX);
    IN_ENGINE.get() || std::thread::current().name().is_some_and(is_search_thread)
}

/// Runs `work` so that a panic of tantivy is an error.
fn catch_panics<T>(work: impl FnOnce() -> tantivy::Result<T>) -> tantivy::Result<T> {
    let outer = IN_ENGINE.replace(true);
    let answer = catch_unwind(AssertUnwindSafe(work));
    IN_ENGINE.set(outer);
    answer.unwrap_or_else(|_| {
        Err(TantivyError::InternalError(
            "the engine stopped unexpectedly".to_owned(),
        ))
    })
}

/// The index. Searching and writing do not wait for each other; share it in an [`Arc`].
pub struct Index {
    dir: Option<PathBuf>,
    /// Where it is built, while nobody else is to see it.
    staging: Option<PathBuf>,
    current: RwLock<Arc<OpenIndex>>,
    notice: RwLock<Option<String>>,
    writing: Mutex<()>,
    bookmark_docs: Mutex<Option<Arc<BookmarkDocs>>>,
}

impl Index {
    fn new(dir: Option<PathBuf>, opened: IndexWithNotice) -> Index {
        Index {
            dir,
            staging: None,
            current: RwLock::new(Arc::new(opened.index)),
            notice: RwLock::new(opened.notice),
            writing: Mutex::new(()),
            bookmark_docs: Mutex::new(None),
        }
    }

    /// Creates an empty index in memory.
    ///
    /// # Errors
    /// Where tantivy cannot be started.
    pub fn in_memory() -> Result<Index, SearchError> {
        let index = catch_panics(OpenIndex::in_memory)?;
        Ok(Index::new(
            None,
            IndexWithNotice {
                index,
                notice: None,
            },
        ))
    }

    /// Opens the index of a cache folder, which is made where it is not there.
    /// One that is damaged, or of another version, is left alone and a new one
    /// begun beside it; where the folder cannot be written, it is kept in
    /// memory. [`Index::notice`] then says so.
    ///
    /// # Errors
    /// Where not even an index in memory can be had.
    pub fn open_dir(dir: &Path) -> Result<Index, SearchError> {
        let opened = catch_panics(|| OpenIndex::open(dir))?;
        Ok(Index::new(Some(dir.to_owned()), opened))
    }

    /// Returns `true` if the index lies on a disk, so that it is there the next time.
    #[must_use]
    pub fn is_on_disk(&self) -> bool {
        self.current().is_on_disk()
    }

    /// Begins a new, empty index beside the one of a cache folder. Nobody else sees it
    /// before [`Index::publish`].
    ///
    /// # Errors
    /// Where the folder cannot be written.
    pub fn create_staging(dir: &Path) -> Result<Index, SearchError> {
        let (index, staging) = catch_panics(|| OpenIndex::create_staging(dir))?;
        let notice = None;
        Ok(Index {
            staging: Some(staging),
            ..Index::new(Some(dir.to_owned()), IndexWithNotice { index, notice })
        })
    }

    /// Puts an index that was built aside in the place of the one that is there; those who
    /// have that open go on with it. Does nothing with one that is not on disk any more.
    ///
    /// # Errors
    /// Where the folder cannot be written.
    pub fn publish(self) -> Result<(), SearchError> {
        let shared = self.current.into_inner();
        let shared = shared.unwrap_or_else(PoisonError::into_inner);
        match (Arc::into_inner(shared), &self.staging, &self.dir) {
            (Some(whole), Some(staging), Some(dir)) if whole.is_on_disk() => {
                Ok(catch_panics(|| whole.publish(staging, dir))?)
            }
            _ => Ok(()),
        }
    }

    /// Returns one line on what is not as it should be, if anything.
    #[must_use]
    pub fn notice(&self) -> Option<String> {
        self.notice
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn current(&self) -> Arc<OpenIndex> {
        self.current
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn replace(&self, fresh: OpenIndex, notice: String) {
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(fresh);
        *self.notice.write().unwrap_or_else(PoisonError::into_inner) = Some(notice);
    }

    /// Takes up what another process has written. Cheap where there is nothing new.
    ///
    /// # Errors
    /// Where the index can no longer be read.
    pub fn refresh(&self) -> Result<(), SearchError> {
        let current = self.current();
        Ok(catch_panics(|| current.refresh())?)
    }

    /// Returns `true` if a briefing is indexed with this content.
    #[must_use]
    pub fn is_current(&self, briefing_id: &str, hash: &str) -> bool {
        let snapshot = self.current().snapshot();
        catch_panics(|| {
            Ok(snapshot
                .content_hashes()
                .get(briefing_id)
                .map(String::as_str)
                == Some(hash))
        })
        .unwrap_or(false)
    }

    /// Reads every file of the index again and compares checksums; to be called
    /// in the background. Returns whether it is sound. One that is not is left alone and a
    /// new, empty one begun, so that no briefing is current any more.
    #[must_use]
    pub fn verify(&self) -> bool {
        let current = self.current();
        if catch_panics(|| current.is_sound()).unwrap_or(false) {
            return true;
        }
        let _alone = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        if !Arc::ptr_eq(&current, &self.current()) {
            // Another thread has replaced it meanwhile.
            return false;
        }
        let fresh = match &self.dir {
            Some(dir) => catch_panics(|| OpenIndex::create_next(dir)),
            None => catch_panics(OpenIndex::in_memory),
        };
        if let Ok(fresh) = fresh.or_else(|_| catch_panics(OpenIndex::in_memory)) {
            self.replace(
                fresh,
                "The search index was damaged; it is rebuilt.".to_owned(),
            );
        }
        false
    }

    /// Answers a question; see [`query::parser`] for what can be asked. An
    /// unfinished or unknown part is left out with a note; trouble with the
    /// index is a note, too.
    #[must_use]
    pub fn find(&self, query: &Query) -> Hits {
        let snapshot = self.current().snapshot();
        let docs = self.bookmark_docs(&snapshot, &query.bookmarks);
        match catch_panics(|| retrieve::search::search(&snapshot, &docs, query)) {
            Ok(hits) => hits,
            Err(error) => {
                let (kind, subject) = if self.verify() {
                    (DiagnosticKind::SearchFailed, error.to_string())
                } else {
                    (DiagnosticKind::IndexDamaged, String::new())
                };
                let range = 0..query.text.len();
                Hits {
                    diagnostics: vec![QueryDiagnostic::new(range, kind, subject)],
                    is_partial: true,
                    ..Hits::default()
                }
            }
        }
    }

    /// Returns what the library holds by way of answer to a statement, by the ids of its
    /// briefing and its own; `None` if it is not indexed.
    #[must_use]
    pub fn answer_status(&self, briefing: &str, statement: &str) -> Option<AnswerStatus> {
        let snapshot = self.current().snapshot();
        catch_panics(|| index::stored::answer_status(&snapshot, briefing, statement))
            .ok()
            .flatten()
    }

    /// Returns what is kept, as one state of the index sees it.
    fn bookmark_docs(&self, snapshot: &Arc<Snapshot>, kept: &Bookmarks) -> Arc<BookmarkDocs> {
        let mut cached = self
            .bookmark_docs
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        match &*cached {
            Some(known) if known.is_for(snapshot, kept) => Arc::clone(known),
            _ => {
                let fresh = Arc::new(BookmarkDocs::new(Arc::clone(snapshot), Arc::clone(kept)));
                *cached = Some(Arc::clone(&fresh));
                fresh
            }
        }
    }

    /// Returns what can stand for the word at `cursor` (bytes): the values of
    /// the filter that is being typed, in quotation marks where they hold blanks,
    /// those first that begin so; or the names of filters with their colons. Tags
    /// are those of `kept`.
    #[must_use]
    pub fn complete(&self, text: &str, cursor: usize, kept: &Bookmarks) -> Vec<String> {
        match query::parser::completion_at(text, cursor) {
            None => Vec::new(),
            Some(CompletionTarget::Name(start)) => {
                let start = start.to_lowercase();
                QueryField::ALL
                    .into_iter()
                    .map(|field| format!("{}:", field.name()))
                    .filter(|name| name.starts_with(&start))
                    .collect()
            }
            Some(CompletionTarget::Value(field, start)) => self.values(field, &start, kept),
        }
    }

    fn values(&self, field: QueryField, start: &str, kept: &Bookmarks) -> Vec<String> {
        let fixed: &[&str] = match field {
            QueryField::Kind => &["direct", "paraphrase", "statement", "passage"],
            QueryField::Status => &AnswerStatus::ALL.map(AnswerStatus::name),
            QueryField::Has => &query::value_match::HAS_VALUES,
            _ => &[],
        };
        let start = fold(start);
        let mut values: Vec<String> = fixed
            .iter()
            .filter(|value| value.starts_with(&start))
            .map(|value| (*value).to_owned())
            .collect();
        let snapshot = self.current().snapshot();
        let names = match field {
            QueryField::Tag => BookmarkDocs::tags(kept)
                .into_iter()
                .map(FilterName::new)
                .collect(),
            QueryField::Has => BookmarkDocs::highlights(kept)
                .into_iter()
                .map(FilterName::new)
                .collect(),
            _ => catch_panics(|| Ok(snapshot.names(field).to_vec())).unwrap_or_default(),
        };
        let begins = |name: &str| name.starts_with(&start);
        let word_begins = |name: &str| {
            name.split(|c: char| !c.is_alphanumeric())
                .any(|word| !word.is_empty() && word.starts_with(&start))
        };
        let first = names.iter().filter(|n| begins(&n.folded));
        let then = names
            .iter()
            .filter(|n| !begins(&n.folded) && word_begins(&n.folded));
        values.extend(
            first
                .chain(then)
                .take(MAX_COMPLETIONS)
                .map(|name| QueryField::format_value(&name.shown)),
        );
        values
    }
}

#[cfg(test)]
mod tests;
