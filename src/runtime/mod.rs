//! The full-screen program's terminal, threads and clock, and what the commands of the shell share
//! with it.
//!
//! | file or folder | what is in it |
//! |---|---|
//! | `support` | events, named threads, the clock, new files |
//! | [`config`] | the settings file |
//! | `terminal` | screen, input, signals |
//! | `tasks` | copying, exporting, editing, browsing: once, on a thread of its own |
//! | `library` | the list of bundles, and bringing the index up to date |
//! | [`review`] | a curator's decisions on a bundle |
//! | `workers` | the threads that load, scan, index, search and save |
//! | `effects` | [`Effect`](crate::app::message::Effect) → the worker or task that performs it |
//! | `event_loop` | events → [`App`](crate::app::App) → effects, frames |
//! | `session` | sets all of it up, and leaves everything in order |
//!
//! Each uses only those above it.

pub mod config;
mod effects;
mod error;
mod event_loop;
mod library;
pub mod review;
mod session;
mod support;
mod tasks;
mod terminal;
mod workers;

pub use error::{FlushOutcome, RunError};
pub use event_loop::SessionEnd;
pub use library::curator_warnings::{CuratorWarning, curator_warnings, load_curator_warnings};
pub use library::folder_watch::watch_obstacle;
pub use library::index_sync::{BusyPolicy, SyncReport, sync_index};
pub use library::library_cache::LibraryCache;
pub use library::scan::{ScanProgress, ScanResult, ScanSink};
pub use session::{Session, run};
pub use support::atomic_write::write_new;
pub use support::clock::{now, time_zone};
pub use support::fault_injection::InjectedFault;
pub use tasks::clipboard;
pub use tasks::export::{copy_text, render_by_extension};
pub use terminal::env::{Desktop, TerminalEnv};
pub use terminal::input_decoder::InputDecoder;
pub use terminal::paste::read_paste;
pub use terminal::screen::window_size;
