//! The screens that are lists: each file turns a briefing, the library or the reader's own data into
//! rows.

pub mod bookmarks;
pub mod briefing;
pub mod carriers;
pub mod compare;
pub mod help;
pub mod library;
pub mod matrix;
pub mod problems;
pub mod results;
pub mod saved_searches;
pub mod speakers;
pub mod timeline;
pub mod unanswered;
