//! Parts of what the program knows, each with its own rules. They name messages and values only, and
//! are tested alone.
//!
//! | file | what |
//! |---|---|
//! | `window` | the window's size, and what is shown besides the screen |
//! | `history` | the way back and forward through screens |
//! | `open_briefing` | a briefing with the look-ups made once when it is opened |
//! | `jump_target` | where to go once a briefing is open |
//! | `followed_bundle` | the bundle whose files are followed |
//! | `library` | the bundles that are known |
//! | `user_data` | bookmarks, marks and positions, with undo and unacknowledged writes |
//! | `search` | the query of a list of results with its newest answer |
//! | `search_session` | what of searching is not bound to one screen |
//! | `filter_completion`, `bookmark_search` | its parts |
//! | `status_line` | what the last action came to |
//! | `command_outcome` | what a command came to |
//! | `outbox` | effects and tickets |

pub mod bookmark_search;
pub mod command_outcome;
pub mod filter_completion;
pub mod followed_bundle;
pub mod history;
pub mod jump_target;
pub mod library;
pub mod open_briefing;
pub mod outbox;
pub mod search;
pub mod search_session;
pub mod status_line;
pub mod user_data;
pub mod window;
