//! The bookmarks that a list shows, which its rows are laid out from.

use std::sync::Arc;

use crate::model::{Bookmark, Bookmarks, Needle};

use crate::app::list::target::Target;
use crate::app::state::user_data::UserState;

/// The bookmarks that the screen shows: all, or those that match its filter.
#[derive(Clone, Debug, Default)]
pub struct ListedBookmarks {
    /// The bookmarks; a row shows the item of its number.
    pub bookmarks: Bookmarks,
    /// What is highlighted in them.
    pub needles: Vec<Needle>,
}

impl ListedBookmarks {
    /// Returns the bookmark of an item of the list.
    #[must_use]
    pub fn get(&self, item: u32) -> Option<&Arc<Bookmark>> {
        self.bookmarks.get(item as usize)
    }

    /// Returns the item of the list that a target is about.
    #[must_use]
    pub fn item(&self, target: &Target, user: &UserState) -> Option<u32> {
        let Target::Bookmark(id) = target else {
            return None;
        };
        let same = user.shared_bookmark(id);
        let mut all = self.bookmarks.iter();
        let found = if Arc::ptr_eq(&self.bookmarks, user.bookmarks()) {
            all.position(|b| same.is_some_and(|same| Arc::ptr_eq(b, same)))
        } else {
            // The result of a search may be older than the stored bookmarks.
            all.position(|b| b.id == *id)
        };
        found.and_then(|at| u32::try_from(at).ok())
    }
}
