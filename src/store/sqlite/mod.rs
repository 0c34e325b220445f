//! The database file: names, connections, tables.
//!
//! | file | what it does |
//! |---|---|
//! | `error` | [`StoreError`](super::StoreError): which file, what went wrong, what to do |
//! | `files` | names of files that are set aside, private files, the identity of a file |
//! | `connection` | connections, how long they wait, durability |
//! | `schema` | tables, versions, migrations |

pub mod connection;
pub mod error;
pub mod files;
pub mod schema;
