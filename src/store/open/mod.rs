//! Opening the database file: whatever state it and the files beside it are in, nothing is lost
//! and the program goes on.
//!
//! | file | what it does |
//! |---|---|
//! | `wal` | reads a write-ahead log by SQLite's rules |
//! | `database_view` | reads a database in one state, and compares two states |
//! | `wal_verdict` | decides whether a log belongs to the database |
//! | `preflight` | moves aside what does not belong, before SQLite acts on it |
//! | `recovery` | sets a damaged file aside, and reads what can still be read |
//! | `backend` | opens a file for writing, or for reading only |
//! | `connect` | all of that for a [`Store`](super::Store), also when the file is replaced |

mod backend;
mod connect;
mod database_view;
mod preflight;
mod recovery;
mod wal;
mod wal_verdict;
