//! The tests from outside: the library by its public functions, the reader by keys
//! and pictures, and the real program in a shell or a pseudo-terminal.
//!
//! They are one program because each program of tests links the search engine and the
//! database anew. `cargo test --test it NAME` runs those whose path has `NAME` in it:
//! `cli::`, `stories::reader::`. Only `tests/layers.rs` is a program of its own: it reads
//! sources and links nothing of ours. Tests of what happens to a process that is killed or
//! has no disk left start this program again (`store_crash`), or the real one.
//!
//! | by what | files |
//! |---|---|
//! | keys, without a terminal (`story`) | `stories`, `sizes`, `hostile`, `comparison_forms` |
//! | the real program in a pseudo-terminal (`pty`) | `terminal` |
//! | the real program in a shell | `cli`, `search_robust`, `html_in_a_browser` |
//! | the functions of the library | `bundle`, `curate`, `columns`, `store_crash`, `fuzz` |
//! | what is written | `docs`, `shipped_briefing` |

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
mod cli;
mod columns;
mod comparison_forms;
mod curate;
mod docs;
mod fuzz;
mod hostile;
mod html_in_a_browser;
mod search_robust;
mod shipped_briefing;
mod sizes;
mod store_crash;
mod stories;
mod terminal;
