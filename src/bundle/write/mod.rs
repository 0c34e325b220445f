//! Writes a bundle back: typed edits of `briefing.json` that touch nothing but
//! what they are about, and the way to the disk, whole or not at all.
//!
//! | file | what it does |
//! |---|---|
//! | `document` | the text under edit; carries out an [`Edit`] |
//! | `edit`, `entry` | what can be asked for |
//! | `json` | values to write |
//! | `merge` | from one value to another in the fewest changes |
//! | `splice` | one change: what to put in the place of which bytes |
//! | `style` | how this file is written, so that what is new is written so too |
//! | `save` | lock, copy, new files, the exchange of the old file for the new one |
//! | `disk` | what is asked of the file system, so that a test can make it fail |
//!
//! Editing is done on the text, with the places that the strict reader
//! (`bundle::json`) gives: bytes between two changes are never written anew, so
//! they cannot change. A concrete syntax tree was tried first (`jsonc-parser`
//! 0.34); inserting with it removes blank lines beside the place, breaks objects
//! of one line into several, and mixes both ways in a file without line ends.

mod disk;
mod document;
mod edit;
mod entry;
mod json;
mod merge;
mod save;
mod splice;
mod style;

pub use self::disk::{Disk, FileLock, RealDisk};
pub use self::document::{Document, DocumentError, EditError};
pub use self::edit::{BriefingList, Edit, EditTarget};
pub use self::entry::{
    AnswerEntry, AppearanceEntry, ArticleEntry, AuthorEntry, HopEntry, NotStatementEntry,
    SelectorEntry, SideEntry, SpeakerEntry, StatementEntry, TopicEntry, VersionEntry,
};
pub use self::json::Json;
pub use self::save::{
    NewFile, SaveError, SaveOutcome, UNSAVED_SUFFIX, backup_path, create, save, save_beside,
    save_on,
};
