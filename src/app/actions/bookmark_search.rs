//! The filter of the bookmarks: a question in the language of the search, asked of
//! a worker whenever its words or what is kept have changed. The worker makes what is
//! kept ready as soon as it is on the screen.

use std::sync::{Arc, Weak};

use crate::model::{Bookmark, BookmarkHits, Ticket};

use crate::app::list::ListKind;
use crate::app::message::Effect;
use crate::app::{App, Screen};

/// The question to what is kept, and its newest answer.
#[derive(Clone, Debug, Default)]
pub struct BookmarkSearch {
    /// What was asked last, and of which bookmarks. They are not held: a list that is
    /// shared is copied when it changes.
    query: String,
    searched: Weak<Vec<Arc<Bookmark>>>,
    requested: Ticket,
    /// The newest answer; none before the first. It stays in view while a newer
    /// question is open.
    pub hits: Option<BookmarkHits>,
}

impl App {
    /// Asks anew where the filter of the bookmarks or what is kept has changed.
    pub(in crate::app) fn request_bookmark_search(&mut self) {
        let Screen::List(list) = &self.screen else {
            return;
        };
        if !matches!(list.kind, ListKind::Bookmarks(_)) {
            return;
        }
        let question = list.filter.trim_start();
        let bookmarks = self.user.bookmarks();
        let of = Arc::downgrade(bookmarks);
        let same = Weak::ptr_eq(&self.bookmark_search.searched, &of);
        if question.is_empty() {
            // Made ready before the first letter is typed.
            if !same && !bookmarks.is_empty() {
                self.effects
                    .push(Effect::WarmBookmarkIndex(bookmarks.clone()));
            }
            self.bookmark_search = BookmarkSearch {
                searched: of,
                ..BookmarkSearch::default()
            };
            return;
        }
        if same && self.bookmark_search.query == question {
            return;
        }
        question.clone_into(&mut self.bookmark_search.query);
        self.bookmark_search.searched = of;
        self.last_ticket += 1;
        self.bookmark_search.requested = Ticket(self.last_ticket);
        let (ticket, question) = (
            self.bookmark_search.requested,
            self.bookmark_search.query.clone(),
        );
        let of = self.user.bookmarks().clone();
        self.effects
            .push(Effect::SearchBookmarks(ticket, of, question));
    }

    /// Takes in what was found; an answer that is not the newest is dropped.
    pub(in crate::app) fn on_bookmark_search_finished(
        &mut self,
        ticket: Ticket,
        hits: BookmarkHits,
    ) {
        if ticket == self.bookmark_search.requested {
            self.bookmark_search.hits = Some(hits);
            self.data_version += 1;
        }
    }
}
