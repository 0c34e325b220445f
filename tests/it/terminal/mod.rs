//! The real reader in a pseudo-terminal.
//!
//! | file | what it tries |
//! |---|---|
//! | `session` | keys, signals, the end: what stays behind |
//! | `changed_files` | the files of the open bundle change |
//! | `outside_programs` | pipes, exports, the editor |

mod changed_files;
mod outside_programs;
mod session;
