//! The library: which bundles there are, and the index of them.
//!
//! | file | what is in it |
//! |---|---|
//! | `parallel` | reading on several threads |
//! | `scan` | a scan under way: who wants to know what, and what comes of it |
//! | `library_cache` | the remembered list of bundles; scanning for what has changed |
//! | `folder_watch` | notices changes in the library's folders |
//! | `batch` | groups briefings that are indexed in one go |
//! | `eta` | the rate of indexing, and the remaining time |
//! | `index_sync` | brings the index up to date, for commands of the shell |
//! | `curator_warnings` | what a curator should look at in a bundle |

pub mod batch;
pub mod curator_warnings;
pub mod eta;
pub mod folder_watch;
pub mod index_sync;
pub mod library_cache;
pub mod parallel;
pub mod scan;
