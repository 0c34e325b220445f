//! The filter of the bookmarks: a query to what is kept, and its newest answer.

use std::sync::{Arc, Weak};

use crate::app::message::Effect;
use crate::app::state::outbox::Outbox;
use crate::model::{Bookmark, BookmarkHits, Bookmarks, Ticket};

/// The query to the bookmarks, and its newest answer.
#[derive(Clone, Debug, Default)]
pub struct BookmarkSearch {
    query: String,
    /// The bookmarks that were searched or made ready. Held weakly: `UserState` changes its
    /// list in place, and would copy one that somebody else holds as well.
    searched: Weak<Vec<Arc<Bookmark>>>,
    requested: Ticket,
    hits: Option<BookmarkHits>,
    version: u64,
}

impl BookmarkSearch {
    /// Returns the newest answer; none before the first. It stays in view while a newer
    /// query is not yet answered.
    #[must_use]
    pub fn hits(&self) -> Option<&BookmarkHits> {
        self.hits.as_ref()
    }

    /// Returns a number that is another one after each answer.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Asks where the query or the bookmarks are others than those asked for last. An empty
    /// query only has the bookmarks made ready, before its first letter is typed.
    pub fn update(&mut self, query: &str, bookmarks: &Bookmarks, outbox: &mut Outbox) {
        let searched = Arc::downgrade(bookmarks);
        let is_same_list = Weak::ptr_eq(&self.searched, &searched);
        if query.is_empty() {
            if !is_same_list && !bookmarks.is_empty() {
                outbox.push(Effect::WarmBookmarkIndex(bookmarks.clone()));
            }
            *self = BookmarkSearch {
                searched,
                version: self.version,
                ..BookmarkSearch::default()
            };
            return;
        }
        if is_same_list && self.query == query {
            return;
        }
        query.clone_into(&mut self.query);
        self.searched = searched;
        self.requested = outbox.next_ticket();
        outbox.push(Effect::SearchBookmarks(
            self.requested,
            bookmarks.clone(),
            self.query.clone(),
        ));
    }

    /// Takes over an answer; one that is not the newest is dropped.
    pub fn finish(&mut self, ticket: Ticket, hits: BookmarkHits) {
        if ticket == self.requested {
            self.hits = Some(hits);
            self.version += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(outbox: &mut Outbox) -> Vec<(Ticket, String)> {
        let effects = outbox.take().into_iter();
        let asked = effects.filter_map(|effect| match effect {
            Effect::SearchBookmarks(ticket, _, query) => Some((ticket, query)),
            _ => None,
        });
        asked.collect()
    }

    #[test]
    fn it_asks_when_the_query_or_the_bookmarks_change_and_not_otherwise() {
        let (mut search, mut outbox) = (BookmarkSearch::default(), Outbox::default());
        let bookmarks = Bookmarks::default();
        search.update("pawn", &bookmarks, &mut outbox);
        assert_eq!(asked(&mut outbox).len(), 1);
        search.update("pawn", &bookmarks, &mut outbox);
        assert_eq!(asked(&mut outbox).len(), 0);
        search.update("pawns", &bookmarks, &mut outbox);
        assert_eq!(asked(&mut outbox).len(), 1);
        let others = Bookmarks::new(Vec::new());
        search.update("pawns", &others, &mut outbox);
        assert_eq!(asked(&mut outbox).len(), 1);
    }

    #[test]
    fn only_the_newest_answer_counts_and_an_empty_query_drops_it() {
        let (mut search, mut outbox) = (BookmarkSearch::default(), Outbox::default());
        let bookmarks = Bookmarks::default();
        search.update("pawn", &bookmarks, &mut outbox);
        let old = asked(&mut outbox)[0].0;
        search.update("pawns", &bookmarks, &mut outbox);
        let new = asked(&mut outbox)[0].0;
        let version = search.version();
        search.finish(old, BookmarkHits::default());
        assert!(search.hits().is_none() && search.version() == version);
        search.finish(new, BookmarkHits::default());
        assert!(search.hits().is_some() && search.version() != version);
        search.update("", &bookmarks, &mut outbox);
        assert!(search.hits().is_none());
    }

    #[test]
    fn it_does_not_hold_the_bookmarks() {
        let (mut search, mut outbox) = (BookmarkSearch::default(), Outbox::default());
        let bookmarks = Bookmarks::default();
        search.update("pawn", &bookmarks, &mut outbox);
        drop(outbox.take());
        assert_eq!(Arc::strong_count(&bookmarks), 1);
    }
}
