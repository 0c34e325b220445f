//! The terminal: what is drawn on it, what is read from it, and the signals that concern it.
//!
//! | file | what is in it |
//! |---|---|
//! | `env` | what the environment says of the terminal |
//! | `screen` | takes the terminal over, draws, and gives it back as it was |
//! | `width_safe_backend` | draws right also where the terminal counts columns differently |
//! | `input_thread` | reads the terminal's bytes on a thread of its own |
//! | `input_decoder` | bytes → keys, pastes, mouse events; pure |
//! | `background_query` | asks the terminal for its background colour |
//! | `signals` | termination, job control, window size |
//! | `paste` | reads pasted text outside of the full-screen program |

pub mod background_query;
pub mod env;
pub mod input_decoder;
pub mod input_thread;
pub mod paste;
pub mod screen;
pub mod signals;
pub mod width_safe_backend;
