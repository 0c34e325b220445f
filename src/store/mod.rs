//! What a reader keeps, in one SQLite file of the data folder: bookmarks with notes and tags,
//! marks, reading positions, searches. The only module that names the database.
//!
//! | file or folder | what it does |
//! |---|---|
//! | `sqlite` | the file: connections, tables, migrations, errors |
//! | `rows` | values of the model ↔ rows; merging |
//! | `database` | [`Store`]: the open database |
//! | `open` | opens, recovers and replaces the file |
//! | `operations` | what a [`Store`] can do |
//! | `retry_queue` | [`RetryQueue`]: changes that could not be written yet |
//! | `id` | ids of new bookmarks |
//!
//! Each uses only those above it.
//!
//! Each write is on disk when it returns (write-ahead log, synced at every commit). Several
//! processes may use the file at once: writes wait for one another and are merged by bookmark, so
//! that none overwrites another's words. Deleted bookmarks stay in the trash until that is emptied,
//! and former versions of a bookmark in a table of their own. A file that cannot be read is set
//! aside, never overwritten; one that a newer version wrote is only read.

mod database;
mod id;
mod open;
mod operations;
mod retry_queue;
mod rows;
mod sqlite;

pub use database::{FILE, Store, StoreState};
pub use id::new_id;
pub use operations::OpenedStore;
pub use retry_queue::{Delivery, RetryQueue};
pub use rows::merge::merge_bookmark;
pub use rows::read::Trashed;
pub use sqlite::connection::BusyTimeout;
pub use sqlite::error::{StoreError, StoreErrorKind};

#[cfg(test)]
mod tests;
