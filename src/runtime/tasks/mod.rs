//! What is done once, at the reader's request, on a thread of its own: copying, exporting,
//! piping, opening an address, editing a note.
//!
//! | file | what is in it |
//! |---|---|
//! | `tracker` | which tasks run, so that the program waits for them at its end |
//! | [`clipboard`] | the way to the clipboard that fits: desktop tool, tmux, OSC 52 |
//! | `export` | what is exported → text, file |
//! | `external` | runs programs without the terminal: browser, pipes, clipboard tools |
//! | `editor` | runs programs that need the terminal: editor, text browser |

pub mod clipboard;
pub mod editor;
pub mod export;
pub mod external;
pub mod tracker;
