//! What the program does when something happens. Handlers are methods of [`AppState`]; those of
//! commands return an [`CommandOutcome`].
//!
//! | file or folder | what |
//! |---|---|
//! | `dispatch` | the one `match` from command to handler |
//! | `keys`, `mouse` | from a key or the mouse to a command |
//! | `deferred_input` | keys that wait for a briefing or for the bookmarks |
//! | `navigation` | opening screens, jumping to places, going back |
//! | `movement` | moving the cursor on a screen |
//! | `selection` | selecting words, and warnings about what a selection leaves out |
//! | `search` | asking and showing searches, in the library, an article or the bookmarks |
//! | `bookmarks` | bookmarks, notes, tags, marks; undo, and what the disk answers |
//! | `export` | copies, files and pipes |
//! | `prompt` | what happens while something is written |
//! | `reload` | showing another state of the open briefing |
//! | `view_options` | colours, width, the mouse, what is shown besides the screen |
//!
//! [`AppState`]: crate::app::app_state::AppState
//! [`CommandOutcome`]: crate::app::state::command_outcome::CommandOutcome

mod bookmarks;
mod deferred_input;
mod dispatch;
mod export;
mod keys;
mod mouse;
mod movement;
mod navigation;
mod prompt;
mod reload;
mod search;
mod selection;
mod view_options;
