//! The rows of the database: the values of the model, read and written.
//!
//! | file | what it does |
//! |---|---|
//! | `read` | rows → values |
//! | `merge` | two changes of one bookmark → one |
//! | `sync_base` | what this process last read, against which its changes are merged |
//! | `write` | a change → rows |

pub mod merge;
pub mod read;
pub mod sync_base;
pub mod write;
