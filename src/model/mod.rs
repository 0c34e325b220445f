//! The nouns of the house: what a briefing holds, where a word stands, what a
//! reader keeps. Values only: no files, no terminal, no index. Every type that
//! crosses from one room to another lives here.

mod article;
mod bookmark;
mod briefing;
mod comparison;
pub mod date;
mod diagnostic;
mod library;
mod occasions;
mod problem;
mod reference;
mod search;
mod statement;

pub use article::{
    Article, ArticleVersion, Author, AuthorKind, Canonical, Inline, InlineStyle, NotStatement,
    Passage, PassageKind, StoredFile,
};
pub use bookmark::{
    ASKED, Bookmark, BookmarkId, Bookmarks, Change, Kept, Mark, Position, Provenance, ReadState,
};
pub use briefing::{
    ArticleIx, Briefing, Side, SideIx, Speaker, SpeakerIx, StatementIx, Topic, TopicIx,
};
pub use comparison::{AnswerStatus, ComparisonRow, ReplyGraph};
pub use date::{Date, DateError, Day};
pub use diagnostic::{DiagnosticKind, QueryDiagnostic};
pub use library::{Counts, Entry, EntryState, Source};
pub use occasions::Occasions;
pub use problem::{Problem, Severity};
pub use reference::{Place, Ref, RefError, is_slug};
pub use search::{
    ArticleHits, ArticleQuery, BookmarkHits, Field, Hit, HitKind, Hits, MatchReason, Needle,
    NoteHit, Order, Progress, Query, SavedSearch, Scope, SideCount, Ticket,
};
pub use statement::{
    Answer, Appearance, Hop, How, Kind, PartPlace, Proof, QuoteSpan, Response, Statement,
};
