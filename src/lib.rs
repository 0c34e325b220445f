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
//! | [`cite`] | words with their source, as text, Markdown, JSON, CSV, W3C annotation |
//! | [`store`] | what a reader keeps; the only room that names the database |
//! | [`paths`] | folders and environment; the only file that asks for them |

pub mod cite;
pub mod model;
pub mod paths;
pub mod store;
pub mod text;
