//! The jobs of the workers: what each can be asked to do, and by whom it is asked.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use crossbeam_channel::Sender;

use crate::bundle::BundleMetadata;
use crate::model::{
    ArticleIx, ArticleQuery, Bookmarks, Briefing, BundleSource, Change, IndexProgress, Query,
    Ticket,
};

/// A job of the loader; sent by the event loop.
#[derive(Debug)]
pub enum LoadJob {
    /// Read a bundle for the screen.
    Open(Ticket, BundleSource),
    /// Look for what a curator should look at in a bundle.
    CollectWarnings(BundleSource),
    /// Read the second bundle if the first one no longer exists.
    OpenIfGone(Ticket, BundleSource, BundleSource),
}

/// A job of the bundle watcher.
#[derive(Debug)]
pub enum WatchJob {
    /// From the loader: a bundle was read; its content hash, and the metadata of its files before.
    Loaded(BundleSource, String, BundleMetadata),
    /// From the event loop: watch this bundle in place of the one before; its content hash on the
    /// screen; and the bundle in whose place it is shown, whose return is to be reported.
    Watch(BundleSource, String, Option<BundleSource>),
    /// From the scanner: look now, a file has changed.
    PollNow,
}

/// A job of the scanner.
#[derive(Debug)]
pub enum ScanJob {
    /// From the event loop, the indexer and the searcher: look at all bundles.
    Rescan,
    /// From the watched folders and the bundle watcher: this path, or a file in it, has changed.
    Changed(PathBuf),
}

/// A job of the indexer.
#[derive(Debug)]
pub enum IndexJob {
    /// From the loader and the scanner: add or replace these briefings; how far the scan is.
    Update(Vec<Arc<Briefing>>, Option<IndexProgress>),
    /// From the scanner: the scan is complete; delete all briefings but these.
    ScanComplete(Option<BTreeSet<String>>),
}

/// How much of the library the index holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coverage {
    /// A part.
    Partial,
    /// All of it.
    Complete,
}

/// A search of the index.
#[derive(Clone, Debug)]
pub struct SearchRequest {
    /// Ticket for the answer.
    pub ticket: Ticket,
    /// The query.
    pub query: Query,
}

/// A search of one article.
#[derive(Debug)]
pub struct ArticleSearchRequest {
    /// Ticket for the answer.
    pub ticket: Ticket,
    /// The briefing.
    pub briefing: Arc<Briefing>,
    /// The article.
    pub article: ArticleIx,
    /// The query.
    pub query: ArticleQuery,
}

/// A job of the searcher.
#[derive(Debug)]
pub enum SearchJob {
    /// From the event loop: search the index.
    Search(SearchRequest),
    /// From the event loop: search the article on the screen.
    SearchArticle(ArticleSearchRequest),
    /// From the event loop: complete a filter's value; the query, and the cursor in bytes.
    Complete(Ticket, String, usize, Bookmarks),
    /// From the indexer: the index has changed; answer the last search again if that gives more.
    Reanswer(Coverage),
}

/// A job of the bookmark searcher; sent by the event loop.
#[derive(Debug)]
pub enum BookmarkSearchJob {
    /// Prepare to search these bookmarks.
    Warm(Bookmarks),
    /// Search these bookmarks for a query.
    Search(Ticket, Bookmarks, String),
}

/// A job of the store writer; sent by the event loop.
#[derive(Debug)]
pub enum StoreJob {
    /// Read everything. Later changes are merged relative to it.
    Load,
    /// Write a change.
    Save(Change),
    /// Write everything that waits, and reply. If nothing is left unwritten, close the store and
    /// end; the reply channel is dropped after that.
    Flush(Sender<FlushResult>),
}

/// What is left unwritten at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FlushResult {
    /// Nothing.
    AllWritten,
    /// Changes that could not be written.
    Unwritten {
        /// How many.
        count: usize,
        /// The changes as JSON, to be saved elsewhere.
        json: String,
    },
    /// Unknown: the store writer did not reply in time.
    TimedOut,
}
