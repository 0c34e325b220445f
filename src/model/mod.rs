//! The nouns of the house: what a briefing holds, where a word stands, what a
//! reader keeps. Values only: no files, no terminal, no index. Every type that
//! crosses from one room to another lives here.

mod bookmark;
mod briefing;
pub mod date;
mod exchange;
mod library;
mod problem;
mod reference;
mod search;

pub use bookmark::{
    ASKED, Bookmark, BookmarkId, Bookmarks, Change, Kept, Mark, Position, Provenance, ReadState,
};
pub use briefing::{
    Answer, Appearance, Article, ArticleIx, Briefing, Canonical, How, Inline, InlineStyle, Kind,
    Passage, PassageKind, Proof, QuoteSpan, Side, SideIx, Speaker, SpeakerIx, Statement,
    StatementIx, Topic, TopicIx,
};
pub use date::{Date, DateError, Day};
pub use exchange::Exchange;
pub use library::{Counts, Entry, EntryState, Source};
pub use problem::{Problem, Severity};
pub use reference::{Place, Ref, RefError, is_slug};
pub use search::{
    ArticleHits, Field, Hit, HitKind, Hits, KeptHits, Note, NoteHit, Order, Progress, Query,
    SavedSearch, Scope, SideCount, Sought, Ticket, Why,
};
