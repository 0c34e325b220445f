//! From keys to commands.
//!
//! | file | what |
//! |---|---|
//! | `command` | the table of all commands |
//! | `key_context` | in which screens a command's keys work |
//! | `key_sequence` | key sequences as they are written |
//! | `keymap` | from keys to commands, with the reader's own bindings |
//! | `pending_keys` | a count and the beginning of a sequence |
//! | `deferred` | input that waits until it can be understood |

pub mod command;
pub mod deferred;
pub mod key_context;
pub mod key_sequence;
pub mod keymap;
pub mod pending_keys;
