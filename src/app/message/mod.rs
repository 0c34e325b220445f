//! What can happen to the program, and what it can ask of the runtime. `App::update` turns one
//! into the other and does nothing else.
//!
//! | file | what |
//! |---|---|
//! | `msg` | what has happened: [`Msg`] |
//! | `effect` | what the runtime is to do: [`Effect`] |
//! | `key` | a key |

pub mod effect;
pub mod key;
pub mod msg;

pub use effect::{CopyForm, Effect, ExportItem, ExportPayload};
pub use msg::{EditorError, Mouse, Msg, PersistError, Shade, Size, StatusLevel};
