//! What the program knows, a file for each part of it: the open briefing, what the reader
//! has stored, and what was searched for.
//!
//! | file | what |
//! |---|---|
//! | `open_briefing` | a briefing with the look-ups made once when it is opened |
//! | `search` | the query of a screen with its newest answer |
//! | `user_data` | bookmarks, marks and positions, with undo and unacknowledged writes |

pub mod open_briefing;
pub mod search;
pub mod user_data;
