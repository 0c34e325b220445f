//! The filter of the bookmarks: a query in the language of the search, asked of a worker whenever
//! its words or the bookmarks have changed.

use crate::app::app_state::AppState;
use crate::app::list::ListKind;

impl AppState {
    /// Asks where the filter of the bookmarks on the screen, or the bookmarks, have changed.
    pub(in crate::app) fn request_bookmark_search(&mut self) {
        let is_bookmarks = |kind: &ListKind| matches!(kind, ListKind::Bookmarks(_));
        if let Some(list) = self.nav.list_if(is_bookmarks) {
            let query = list.filter.trim_start();
            let search = &mut self.search.bookmarks;
            search.update(query, self.user.bookmarks(), &mut self.outbox);
        }
    }
}
