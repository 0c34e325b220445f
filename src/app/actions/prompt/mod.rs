//! What happens while something is written.
//!
//! | file | what |
//! |---|---|
//! | `input` | keys, pastes and editing commands |
//! | `accept` | accepting and leaving a prompt |
//! | `command_line` | running a command by its name |
//! | `completion` | Tab: completions, and the scope of a search |
//! | `suggestion` | Up and Down: results, and earlier queries |
//! | `note` | the panel of a note, and the reader's own editor |

mod accept;
mod command_line;
mod completion;
mod input;
mod note;
mod suggestion;
