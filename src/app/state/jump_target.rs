//! Where to go once a briefing is open, and why one was read again.

use crate::model::{Bookmark, Needle, Place, Reference, Ticket};

/// Where to go once a briefing is open.
#[derive(Clone, Debug)]
pub enum JumpTarget {
    /// Its first page.
    FrontPage,
    /// What a reference names.
    Reference(Reference),
    /// A place.
    Place(Place),
    /// A place that a search found: the query, and what to highlight there.
    SearchHit(Place, String, Vec<Needle>),
    /// A bookmark's words, wherever they stand now.
    Bookmark(Box<Bookmark>),
    /// Where the reader is: it was read again.
    Reload(ReloadReason),
}

impl JumpTarget {
    /// Returns `true` if a search of the library leads there: it found what the library holds.
    #[must_use]
    pub fn is_search_hit(&self) -> bool {
        matches!(self, JumpTarget::SearchHit(..))
    }
}

/// Why the open briefing was read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReloadReason {
    /// Its files have changed.
    Changed,
    /// The reader asked for it.
    Requested,
    /// Its bundle is gone, and another one of the same id is beside it.
    Replaced,
    /// The bundle that was opened is back; one beside it was shown meanwhile.
    Returned,
}

/// A briefing that is being read.
#[derive(Clone, Debug)]
pub struct PendingOpen {
    /// The ticket of its answer.
    pub ticket: Ticket,
    /// Where to go then.
    pub target: JumpTarget,
}
