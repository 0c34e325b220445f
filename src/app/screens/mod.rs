//! The screens that are lists: each file turns a briefing, the library or the reader's own
//! data into rows.
//!
//! | file | what |
//! |---|---|
//! | `spec` | the table with a row for each screen: title, keys, parent, footer |
//! | `row_source` | which of the other files writes the rows of which screen |
//! | `library`, `problems` | the bundles; what is wrong with one |
//! | `briefing` | the first page of a briefing |
//! | `compare` | both sides face to face |
//! | `speakers`, `carriers` | who speaks; how each article prints a statement |
//! | `timeline`, `matrix`, `unanswered` | statements by date, by article, and without an answer |
//! | `results`, `saved_searches` | what a search found; the searches that were saved |
//! | `bookmarks` | the bookmarks in groups, and the deleted ones |
//! | `help` | the keys |

pub mod bookmarks;
pub mod briefing;
pub mod carriers;
pub mod compare;
pub mod help;
pub mod library;
pub mod matrix;
pub mod problems;
pub mod results;
pub mod row_source;
pub mod saved_searches;
pub mod speakers;
pub mod spec;
pub mod timeline;
pub mod unanswered;
