//! The open briefing as it is on the disk now: every screen, also those on the way back,
//! shows the new one at the same place. Indices are never carried over; what a
//! screen is about is found again by its ids. Where the files cannot be read, the old
//! text stays and is said to be old.
//!
//! | file | what |
//! |---|---|
//! | `reloaded` | taking in another state of the briefing, and what is said of it |
//! | `replace` | putting it in place of the old one on all screens |
//! | `remap` | from the indices of one state to those of the other, by ids |
//! | `drafts` | marks, a note and a search that are being written meanwhile |
//! | `library` | which bundles there are, and which one takes the place of one that is gone |

mod drafts;
mod library;
mod reloaded;
mod remap;
mod replace;

/// What is said of a briefing that was read again and has changed.
pub(in crate::app) const CHANGED: &str =
    "This briefing has changed on the disk; it is shown as it is now.";

/// What is said of words that were taken from the old text.
pub(in crate::app) const OLD_WORDS: &str = "Old text: the bundle cannot be read now.";
