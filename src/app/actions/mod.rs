//! What commands do: `dispatch` is the one `match` from command to handler, the other files hold the
//! handlers by subject.

pub mod bookmark_search;
mod bookmarks;
pub mod deferred_input;
mod dispatch;
mod export;
pub mod filter_completion;
mod marks;
mod movement;
pub mod navigation;
mod prompt_input;
pub mod renewal;
mod search;
mod selection;
