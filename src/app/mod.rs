//! What the program knows and how it changes: messages in, effects out. This
//! room knows no file, thread, clock, index or terminal.

pub mod command;
pub mod key;
pub mod keymap;
pub mod msg;
pub mod scope;
pub mod settings;
