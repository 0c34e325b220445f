//! The nouns of the house: what a briefing holds, where a word stands, what a
//! reader keeps. Values only: no files, no terminal, no index. Every type that
//! crosses from one room to another lives here.

mod article;
mod bookmark;
pub mod bookmark_lookup;
mod briefing;
mod comparison;
pub mod date;
mod diagnostic;
mod library;
mod occasions;
mod problem;
mod reference;
mod review;
mod search;
mod statement;

pub use article::{
    Article, ArticleVersion, Author, AuthorKind, CanonicalText, InlineSpan, InlineStyle,
    NotStatement, Passage, PassageKind, StoredFile,
};
pub use bookmark::{
    Bookmark, BookmarkId, Bookmarks, Change, MAX_HISTORY, Mark, Position, Provenance, ReadState,
    UserData,
};
pub use briefing::{
    ArticleIx, Briefing, Side, SideIx, Speaker, SpeakerIx, StatementIx, Topic, TopicIx,
};
pub use comparison::{AnswerStatus, ComparisonRow, ReplyGraph};
pub use date::{Date, DateError, Day};
pub use diagnostic::{DiagnosticKind, QueryDiagnostic};
pub use library::{BriefingCounts, BundleSource, EntryState, LibraryEntry};
pub use occasions::Occasions;
pub use problem::{Problem, Severity};
pub use reference::{Place, Reference, ReferenceError, is_slug};
pub use review::{
    AnswerChange, Decision, Doubt, NewSpeaker, ProposalKind, ReviewItem, ReviewQueue, ReviewState,
    SimilarWords, SpeakerCandidate, SpeakerChoice,
};
pub use search::{
    ArticleHits, ArticleQuery, BookmarkHits, Hit, HitKind, Hits, IndexProgress, MatchReason,
    Needle, NoteHit, Query, QueryField, ResultOrder, SavedSearch, SearchScope, SideCount, Ticket,
};
pub use statement::{
    Answer, AnswerRelation, Appearance, QuotationKind, QuotePosition, QuoteSpan, QuoteVerification,
    RelayedBy, ResponseKind, Statement,
};
