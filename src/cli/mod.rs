//! The command line. Each subcommand prints plain text for people and pipes, or JSON for
//! programs; without a subcommand the reader opens.
//!
//! | file | what it holds |
//! |---|---|
//! | `commands` | the arguments, and a file or folder for each subcommand |
//! | `library` | finds bundles: those of the library, and those that an argument names |
//! | `resolve` | what a reference names in its briefing |
//! | `user_data` | opens the database of bookmarks and saved searches |
//! | `terminal` | what is known of the terminal |
//! | `json_model` | the parts of JSON that several commands print |
//! | `labels` | references, names and dates in what is printed |
//! | `output`, `progress_bar` | prints text and JSON; shows how far long work is |
//! | `error` | errors with location and hint; how a command ends |
//! | `global_args`, `file_names` | options of every command; shared names |
//! | `leading_hyphens` | lets words and notes begin with a hyphen |
//!
//! Exit codes: 0 done; 1 nothing found, a check failed, or done in part; 2 could not run.
//! When the reader of a pipe closes it early, that is a success.

mod commands;
mod error;
mod file_names;
mod global_args;
mod json_model;
mod labels;
mod leading_hyphens;
mod library;
mod output;
mod progress_bar;
mod resolve;
mod terminal;
mod user_data;

pub use commands::run;
