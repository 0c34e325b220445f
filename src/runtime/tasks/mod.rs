//! What is done once, at the reader's request, on a thread of its own: copying, exporting, piping,
//! opening an address, editing a note.
//!
//! | file | what is in it |
//! |---|---|
//! | `tracker` | which tasks run, so that the program waits for them at its end |
//! | `child_process` | runs a program without the terminal, with an input and a time limit |
//! | `pipe` | a text to a shell command or a clipboard tool |
//! | [`clipboard`] | the way to the clipboard that fits: desktop tool, tmux, OSC 52 |
//! | `export` | what is exported → text, file |
//! | `browser` | which browser opens an address |
//! | `terminal_program` | runs a program on the terminal |
//! | `editor` | edits a note in the reader's own editor |

pub mod browser;
pub mod child_process;
pub mod clipboard;
pub mod editor;
pub mod export;
pub mod pipe;
pub mod terminal_program;
pub mod tracker;
