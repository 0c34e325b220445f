//! What the program asks of the runtime.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

#[cfg(doc)]
use crate::app::message::msg::Msg;
use crate::model::{
    ArticleIx, ArticleQuery, Bookmark, Bookmarks, Briefing, BundleSource, Change, ComparisonRow,
    Query, StatementIx, Ticket,
};

/// What a copy, an export or a pipe is about.
#[derive(Clone, Debug)]
pub enum ExportItem {
    /// A statement as one article carries it.
    Statement {
        /// The briefing.
        briefing: Arc<Briefing>,
        /// The statement.
        statement: StatementIx,
        /// Position in its list of appearances.
        appearance: usize,
    },
    /// Any words of an article.
    Range {
        /// The briefing.
        briefing: Arc<Briefing>,
        /// The article.
        article: ArticleIx,
        /// Bytes of its canonical text.
        range: Range<usize>,
        /// The statement that they are part of.
        statement: Option<StatementIx>,
    },
    /// A bookmark, whether or not its bundle is still there.
    Bookmark(Box<Bookmark>),
}

/// What an export or a pipe takes out.
#[derive(Clone, Debug)]
pub enum ExportPayload {
    /// Subjects, one by one.
    Quotations(Vec<ExportItem>),
    /// Rows of a briefing's comparison: each statement with what faces it.
    Comparison(Arc<Briefing>, Vec<ComparisonRow>),
}

/// What of a subject is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopyForm {
    /// The words.
    Words,
    /// The words with their source.
    Citation,
    /// The short reference.
    Reference,
}

/// Something for the runtime to do.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Read a briefing; answered by [`Msg::Opened`].
    Open(Ticket, BundleSource),
    /// Look through the articles and statements of a bundle; answered by [`Msg::WarningsFound`].
    CollectWarnings(BundleSource),
    /// Read the second bundle if nothing at all is where the first one was; answered by
    /// [`Msg::Opened`] of the second, with an error where the first is there.
    OpenReplacement(Ticket, BundleSource, BundleSource),
    /// Follow the files of this bundle, in place of those followed before; the content hash
    /// of what is shown; the bundle in whose place it is shown, whose return is awaited.
    /// Answered by [`Msg::BundleChanged`] whenever they are others.
    FollowBundle(BundleSource, String, Option<BundleSource>),
    /// Look at all bundles again; answered by [`Msg::Library`].
    Rescan,
    /// Search; answered by [`Msg::SearchFinished`] unless a newer search comes first.
    Search(Ticket, Query),
    /// Make the bookmarks ready to be searched.
    WarmBookmarkIndex(Bookmarks),
    /// Search the bookmarks; answered by [`Msg::BookmarkSearchFinished`] unless a newer search comes first.
    SearchBookmarks(Ticket, Bookmarks, String),
    /// Look for what can stand for the filter's value that ends at the cursor (bytes);
    /// answered by [`Msg::CompletionsReady`].
    CompleteFilter(Ticket, String, usize, Bookmarks),
    /// Find words in one article; answered by [`Msg::ArticleSearched`].
    SearchArticle {
        /// Ticket for the answer.
        ticket: Ticket,
        /// The briefing.
        briefing: Arc<Briefing>,
        /// The article.
        article: ArticleIx,
        /// What to look for.
        query: ArticleQuery,
    },
    /// Read all that the reader has stored; answered by [`Msg::UserDataLoaded`].
    LoadUserData,
    /// Write; answered by [`Msg::Saved`].
    Save(Change),
    /// Copy to the clipboard; answered by [`Msg::Notify`].
    Copy(Box<ExportItem>, CopyForm),
    /// Copy to the clipboard in the form that this ending of a file names; answered by
    /// [`Msg::Notify`].
    CopyAll(ExportPayload, String),
    /// Write to a file; the ending names the format. Answered by [`Msg::Notify`].
    Export(ExportPayload, PathBuf),
    /// Hand to a shell command as text; answered by [`Msg::Notify`].
    Pipe(ExportPayload, String),
    /// Open this text in the reader's own editor; answered by [`Msg::EditorClosed`].
    OpenEditor(String),
    /// Open an address in the user's browser; answered by [`Msg::Notify`].
    OpenUrl(String),
    /// Let the terminal report the mouse, or not.
    CaptureMouse(bool),
    /// Draw everything anew.
    Redraw,
    /// Give the terminal back and stop until continued.
    Suspend,
    /// End.
    Quit,
}
