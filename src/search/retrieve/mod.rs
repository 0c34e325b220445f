//! From a query to results: asked as it stands, relaxed step by step where nothing
//! is found, ranked by our own measure, and made ready to be shown.
//!
//! | file | what it holds |
//! |---|---|
//! | `search` | asks, relaxes, and says which step answered |
//! | `note_hits` | what the words of the reader's notes find |
//! | `rerank` | candidates of tantivy → scored results |
//! | `score` | how well a candidate's words are what was asked |
//! | `snippet` | which part of a long passage is shown |
//! | `results` | results of several ways of asking, put together |

pub(crate) mod note_hits;
pub(crate) mod rerank;
pub(crate) mod results;
pub(crate) mod score;
pub(crate) mod search;
pub(crate) mod snippet;
