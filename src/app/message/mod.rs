//! What can happen to the program, and what it can ask of the world. The
//! program itself (`App::update`) turns one into the other and does nothing else.

pub mod key;

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use crate::model::{
    ArticleHits, ArticleIx, ArticleQuery, Bookmark, BookmarkHits, Bookmarks, Briefing,
    BundleSource, Change, ComparisonRow, Hits, IndexProgress, LibraryEntry, Problem, Query,
    StatementIx, Ticket, UserData,
};

use crate::app::message::key::Key;
use crate::model::bookmark_lookup::BookmarkLookup;

/// The window, in columns and rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Size {
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub enum Msg {
    /// A key was pressed.
    Key(Key),
    /// Esc and a key came as one: Alt with the key while something is written, else the
    /// two keys, which a slow line may have joined.
    EscThen(Key),
    /// Text was pasted.
    Paste(String),
    /// The window has a new size, or the program came back from a suspension.
    Resized(Size),
    /// The mouse was used; only where the setting switches it on.
    Mouse(Mouse),
    /// The library as far as it is known, in the order of the screen.
    Library {
        /// One for each bundle.
        entries: Arc<[LibraryEntry]>,
        /// Whether all bundles have been looked at.
        complete: bool,
    },
    /// A briefing was read, or could not be.
    Opened(Ticket, BundleSource, Result<Arc<Briefing>, Vec<Problem>>),
    /// What a curator should look at in the articles and statements of a bundle.
    WarningsFound(BundleSource, Vec<Problem>),
    /// The files of the open briefing have changed: what they hold now, or why that cannot
    /// be read.
    BundleChanged(BundleSource, Result<Arc<Briefing>, Vec<Problem>>),
    /// A search was answered.
    SearchFinished(Ticket, Hits),
    /// An article was searched: where the words stand, in bytes of its canonical text.
    ArticleSearched(Ticket, ArticleHits),
    /// What can stand for the filter's value that is being typed, the best first.
    CompletionsReady(Ticket, Vec<String>),
    /// What is kept was searched.
    BookmarkSearchFinished(Ticket, BookmarkHits),
    /// The index has come so far.
    IndexProgress(IndexProgress),
    /// What the reader has kept: once it is all read, and whenever another window wrote.
    UserDataLoaded(UserData, Box<BookmarkLookup>),
    /// A change is durable; or it is not on the disk yet (why, in a line) and is tried
    /// again until this comes once more with `Ok`.
    Saved(Change, Result<(), PersistError>),
    /// The reader's editor has ended: the text, or why there is none.
    EditorClosed(Result<String, EditorError>),
    /// The terminal has said what its background is, or that it will not.
    Background(Option<Shade>),
    /// Something to say in the status line.
    Notify(StatusLevel, String),
    /// The program must end now (signal, vanished terminal).
    Terminate,
}

impl Msg {
    /// Makes the message of what is kept, with the register of it.
    #[must_use]
    pub fn user_data_loaded(kept: UserData) -> Msg {
        let register = BookmarkLookup::new(&kept.bookmarks);
        Msg::UserDataLoaded(kept, Box::new(register))
    }
}

/// Why a change is not on the disk.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PersistError {
    /// There is no folder to write to.
    #[error("no data folder: this is kept in memory, until you quit")]
    NoDataFolder,
    /// The store could not write it; what it says of that, in a line.
    #[error("{0}")]
    Store(String),
}

/// Why the reader's editor has left no text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct EditorError {
    reason: String,
}

impl EditorError {
    /// Takes over what became of the editor, in a line.
    pub fn new(error: impl std::fmt::Display) -> EditorError {
        EditorError {
            reason: error.to_string(),
        }
    }
}

/// A use of the mouse, in cells of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mouse {
    /// The left button went down.
    Press {
        /// Column from 0.
        column: u16,
        /// Row from 0.
        row: u16,
    },
    /// The pointer moved with the left button down.
    Drag {
        /// Column from 0.
        column: u16,
        /// Row from 0.
        row: u16,
    },
    /// The wheel turned by so many notches, downwards positive.
    Wheel(i8),
}

/// How bright a background is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shade {
    /// Dark.
    Dark,
    /// Light.
    Light,
}

/// How a line of status is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusLevel {
    /// What was asked for was done.
    Info,
    /// Nothing was done, and why.
    Hint,
    /// Something is wrong.
    Error,
}

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
    /// Answered by [`Msg::Followed`] whenever they are others.
    FollowBundle(BundleSource, String, Option<BundleSource>),
    /// Look at all bundles again; answered by [`Msg::Library`].
    Rescan,
    /// Search; answered by [`Msg::Found`] unless a newer search comes first.
    Search(Ticket, Query),
    /// Make what is kept ready to be searched.
    WarmBookmarkIndex(Bookmarks),
    /// Search what is kept; answered by [`Msg::FoundKept`] unless a newer search comes first.
    SearchBookmarks(Ticket, Bookmarks, String),
    /// Look for what can stand for the filter's value that ends at the cursor (bytes);
    /// answered by [`Msg::Completed`].
    CompleteFilter(Ticket, String, usize, Bookmarks),
    /// Find words in one article; answered by [`Msg::Marked`].
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
    /// Read all that is kept; answered by [`Msg::Kept`].
    LoadUserData,
    /// Write; answered by [`Msg::Saved`].
    Save(Change),
    /// Copy to the clipboard; answered by [`Msg::Told`].
    Copy(Box<ExportItem>, CopyForm),
    /// Copy to the clipboard in the form that this ending of a file names; answered by
    /// [`Msg::Told`].
    CopyAll(ExportPayload, String),
    /// Write to a file; the ending names the format. Answered by [`Msg::Told`].
    Export(ExportPayload, PathBuf),
    /// Hand to a shell command as text; answered by [`Msg::Told`].
    Pipe(ExportPayload, String),
    /// Open this text in the reader's own editor; answered by [`Msg::Edited`].
    OpenEditor(String),
    /// Open an address in the user's browser; answered by [`Msg::Told`].
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
