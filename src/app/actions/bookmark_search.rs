//! The filter of the bookmarks: a question in the language of the search, asked of
//! a worker whenever its words or what is kept have changed. The worker makes what is
//! kept ready as soon as it is on the screen.

use std::sync::{Arc, Weak};

use crate::model::{Bookmark, BookmarkHits, Ticket};

use crate::app::list::Kind;
use crate::app::message::Effect;
use crate::app::{App, Screen};

/// The question to what is kept, and its newest answer.
#[derive(Clone, Debug, Default)]
pub struct Recall {
    /// What was asked last, and of which bookmarks. They are not held: a list that is
    /// shared is copied when it changes.
    question: String,
    of: Weak<Vec<Arc<Bookmark>>>,
    asked: Ticket,
    /// The newest answer; none before the first. It stays in view while a newer
    /// question is open.
    pub hits: Option<BookmarkHits>,
}

impl App {
    /// Asks anew where the filter of the bookmarks or what is kept has changed.
    pub(in crate::app) fn recall(&mut self) {
        let Screen::List(list) = &self.screen else {
            return;
        };
        if !matches!(list.kind, Kind::Bookmarks(_)) {
            return;
        }
        let question = list.filter.trim_start();
        let bookmarks = self.keeping.bookmarks();
        let of = Arc::downgrade(bookmarks);
        let same = Weak::ptr_eq(&self.recall.of, &of);
        if question.is_empty() {
            // Made ready before the first letter is typed.
            if !same && !bookmarks.is_empty() {
                self.effects.push(Effect::ReadyKept(bookmarks.clone()));
            }
            self.recall = Recall {
                of,
                ..Recall::default()
            };
            return;
        }
        if same && self.recall.question == question {
            return;
        }
        question.clone_into(&mut self.recall.question);
        self.recall.of = of;
        self.tickets += 1;
        self.recall.asked = Ticket(self.tickets);
        let (ticket, question) = (self.recall.asked, self.recall.question.clone());
        let of = self.keeping.bookmarks().clone();
        self.effects.push(Effect::FindKept(ticket, of, question));
    }

    /// Takes in what was found; an answer that is not the newest is dropped.
    pub(in crate::app) fn recalled(&mut self, ticket: Ticket, hits: BookmarkHits) {
        if ticket == self.recall.asked {
            self.recall.hits = Some(hits);
            self.version += 1;
        }
    }
}
