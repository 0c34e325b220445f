//! The worker threads. Each does one kind of work, takes jobs from a channel, and sends what
//! comes of them to the event loop.
//!
//! | file | what it does |
//! |---|---|
//! | `jobs` | no thread: what each worker can be asked to do, and by whom |
//! | `shared` | no thread: the index and the first frame, for which several wait |
//! | `loader` | reads the bundles that are opened |
//! | `bundle_watcher` | reloads the open bundle when its files change |
//! | `scanner` | keeps the list of bundles up to date |
//! | `indexer` | keeps the index up to date |
//! | `searcher` | searches the library and the open article |
//! | `bookmark_searcher` | searches the bookmarks |
//! | `store_writer` | writes bookmarks, notes and positions to disk |

pub mod bookmark_searcher;
pub mod bundle_watcher;
pub mod indexer;
pub mod jobs;
pub mod loader;
pub mod scanner;
pub mod searcher;
pub mod shared;
pub mod store_writer;
