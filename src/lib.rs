//! Diptych: what the government says beside what the company says, every word
//! traceable to the sentence it was printed in.
//!
//! The map of the house. A room may use only those that the table in
//! `docs/architecture.md` allows it; `tests/layers.rs` holds it to that.
//!
//! | room | what it does |
//! |---|---|
//! | [`model`] | the nouns: briefing, statement, place, bookmark |
//! | [`text`] | pure functions from text to byte ranges |
//! | [`bundle`] | files to a briefing, or to the list of all that is wrong with them |
//! | [`store`] | what a reader keeps; the only room that names the database |
//! | [`paths`] | folders and environment; the only file that asks for them |
//! | [`app`] | what the program knows and how it changes |

pub mod app;
pub mod bundle;
pub mod model;
pub mod paths;
pub mod store;
pub mod text;
