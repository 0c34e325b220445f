//! The reader's bookmarks under the query language: found by themselves, and in the
//! library by what is noted on a place.
//!
//! | file | what it holds |
//! |---|---|
//! | `index` | an inverted index of bookmarks, in memory, and queries to it |
//! | `docs` | bookmarks → documents of the library's index: `has:`, `tag:`, notes |

pub(crate) mod docs;
pub(crate) mod index;
