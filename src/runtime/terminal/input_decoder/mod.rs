//! Bytes of the terminal → keys, pastes, mouse events. Pure: bytes go in as they come, and what they
//! mean comes out, however they were split.
//!
//! | file | what it does |
//! |---|---|
//! | `decoder` | collects bytes until they mean something, and gives up on what does not come |
//! | `parse` | bytes → keys and the starts of longer things |
//! | `csi` | control sequences: keys with modifiers, mouse, pastes |
//! | `control_string` | what control strings consist of and how they end |
//! | `background` | the reply about the background colour |
//! | `input_event` | the types in between |
//!
//! Written by hand because crossterm's reader cannot be stopped, spins when the terminal goes away,
//! and leaves part of a large burst unread until the next key.
//!
//! What a terminal reports about itself (ECMA-48 control strings: OSC, DCS, APC, PM, SOS) is no key.
//! It is skipped up to its end, also if its end comes late.

mod background;
mod control_string;
mod csi;
mod decoder;
mod input_event;
mod parse;

pub use background::BACKGROUND_QUERY;
pub use decoder::InputDecoder;

#[cfg(test)]
mod tests;
