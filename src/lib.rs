//! Diptych: what the government says beside what the company says, every word
//! traceable to the sentence it was printed in.
//!
//! A module may use only those that the table in `docs/architecture.md` allows it;
//! `tests/layers.rs` checks that.
//!
//! | module | what it does |
//! |---|---|
//! | [`model`] | the nouns: briefing, statement, place, bookmark |
//! | [`text`] | pure functions from text to byte ranges |
//! | [`bundle`] | files to a briefing, or to the list of all that is wrong with them |
//! | [`curate`] | pages to articles, and what to look at in them |
//! | [`search`] | the index: what is found, where, and why |
//! | [`store`] | what a reader keeps, on disk |
//! | [`cite`] | a statement or a bookmark as a citation, in several forms |
//! | [`paths`] | where files are, and what the environment says |
//! | [`app`] | what the program knows and how it changes |
//! | [`view`] | draws it |
//! | [`runtime`] | terminal, threads, clock: carries out effects |
//! | [`cli`] | one file per subcommand |

pub mod app;
pub mod bundle;
pub mod cite;
pub mod cli;
pub mod curate;
pub mod model;
pub mod paths;
pub mod runtime;
pub mod search;
pub mod store;
pub mod text;
pub mod view;
