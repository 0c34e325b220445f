//! The tests from outside: the library by its public functions, the reader by keys
//! and pictures, and the real program in a shell or a pseudo-terminal.
//!
//! They are one program because each program of tests links the search engine and the
//! database anew. `cargo test --test it NAME` runs those whose path has `NAME` in it:
//! `cli::`, `stories::reader::`. Only `tests/layers.rs` is a program of its own: it reads
//! sources and links nothing of ours.
//!
//! What the tests share: `story` presses keys without a terminal, `pty` is a terminal,
//! `generate` writes libraries of any size.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what fails here is a failed test"
)]

#[path = "../../examples/make_library/generate.rs"]
mod generate;
mod pty;
mod story;
#[path = "../../examples/picture/svg.rs"]
mod svg;

mod bundle;
mod bundle_writer;
mod cli;
mod columns;
mod comparison_forms;
mod curate;
mod curate_cli;
mod fresh;
mod fuzz;
mod handing_out;
mod hostile;
mod html_in_a_browser;
mod quotes;
mod quotes_cli;
mod readme;
mod search_language;
mod search_robust;
mod shipped_briefing;
mod sizes;
mod store_crash;
mod stories;
mod terminal;
