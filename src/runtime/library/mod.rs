//! The library: which bundles there are, and the index of them.
//!
//! | file | what is in it |
//! |---|---|
//! | `library_cache` | the remembered list of bundles, and scanning for what has changed |
//! | `folder_watch` | notices changes in the library's folders |
//! | `batch` | groups briefings that are indexed in one go |
//! | `index_sync` | brings the index up to date, for commands of the shell |
//! | `curator_warnings` | what a curator should look at in a bundle |

pub mod batch;
pub mod curator_warnings;
pub mod folder_watch;
pub mod index_sync;
pub mod library_cache;
