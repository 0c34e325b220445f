//! What can happen to the program.

use std::sync::Arc;

use crate::app::message::key::Key;
use crate::model::bookmark_lookup::BookmarkLookup;
use crate::model::{
    ArticleHits, BookmarkHits, Briefing, BundleSource, Change, Hits, IndexProgress, LibraryEntry,
    Problem, Ticket, UserData,
};

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
    /// The bookmarks were searched.
    BookmarkSearchFinished(Ticket, BookmarkHits),
    /// The index has come so far.
    IndexProgress(IndexProgress),
    /// All that the reader has stored: once it is read, and whenever another window wrote.
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
    /// Creates the message that all user data was loaded, with the lookup of its bookmarks.
    #[must_use]
    pub fn user_data_loaded(data: UserData) -> Msg {
        let lookup = BookmarkLookup::new(&data.bookmarks);
        Msg::UserDataLoaded(data, Box::new(lookup))
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
