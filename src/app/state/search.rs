//! What was searched for and what was found. Each screen of results has a question
//! of its own with its newest answer, so that the way back leads to the results
//! that one left.

use crate::model::{Hits, Query, ResultOrder, SearchScope, Ticket};

use crate::app::list::target::Target;
use crate::app::list::{ListKind, ListScreen};
use crate::app::message::{Effect, StatusLevel};
use crate::app::{App, Screen};

/// What one screen of results was asked and what it was answered.
#[derive(Clone, Debug, Default)]
pub struct SearchState {
    /// What was asked last.
    pub query: String,
    /// Where it looked.
    pub scope: Option<SearchScope>,
    /// The newest answer. While a newer question is open it stays in view.
    pub hits: Hits,
    /// The text that this answer belongs to.
    pub answered_query: String,
    /// The question whose answer is awaited.
    pub requested: Ticket,
    /// The question that the answer in view belongs to.
    pub answered: Ticket,
    /// How the results are shown.
    pub order: ResultOrder,
    /// Whether the answer to come is looked at from its beginning.
    pub reset_cursor: bool,
}

impl SearchState {
    /// Tells whether the screen has yet to be answered, or was answered from a part
    /// of the library.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.answered != self.requested || self.hits.is_partial
    }
}

/// How many results a search on the screen asks for.
const MAX_RESULTS: usize = 100;

impl App {
    /// Asks the question of the results on the screen.
    pub(in crate::app) fn request_search(&mut self, text: String, scope: SearchScope) {
        let ticket = self.next_ticket();
        if !text.trim().is_empty() {
            self.last_query.clone_from(&text);
        }
        let Screen::List(list) = &mut self.screen else {
            return;
        };
        list.invalidate();
        let search = &mut list.search;
        search.query.clone_from(&text);
        search.scope = Some(scope.clone());
        search.requested = ticket;
        search.reset_cursor = true;
        if text.trim().is_empty() {
            search.hits = Hits::default();
            search.answered_query.clear();
            search.answered = ticket;
            return;
        }
        self.effects.push(Effect::Search(
            ticket,
            Query {
                text,
                scope,
                limit: MAX_RESULTS,
                bookmarks: self.user.bookmarks().clone(),
            },
        ));
    }

    /// Asks again where results that one came back to were not fully answered: a
    /// newer question may have taken the place of theirs.
    pub(in crate::app) fn retry_search(&mut self) {
        let Screen::List(list) = &self.screen else {
            return;
        };
        if list.search.is_pending() {
            self.rerun_search();
        }
        self.rerun_match_filter();
    }

    /// Asks again where what is kept was not there yet when the results on the screen
    /// were asked for.
    pub(in crate::app) fn rerun_search(&mut self) {
        let Screen::List(list) = &self.screen else {
            return;
        };
        if list.kind != ListKind::Results {
            return;
        }
        if let Some(scope) = list.search.scope.clone() {
            let (text, reset_cursor) = (list.search.query.clone(), list.search.reset_cursor);
            self.request_search(text, scope);
            if let Screen::List(list) = &mut self.screen {
                list.search.reset_cursor = reset_cursor;
            }
        }
    }

    /// Takes in the answer to a search; one that no screen waits for is dropped.
    pub(in crate::app) fn on_search_finished(&mut self, ticket: Ticket, hits: Hits) {
        let waits = |list: &&mut ListScreen| {
            list.search.requested == ticket
                || list
                    .match_filter
                    .as_ref()
                    .is_some_and(|s| s.ticket == ticket)
        };
        let Some(list) = self.list_screens_mut().find(waits) else {
            return;
        };
        if let (Some(sieve), Some(open)) = (&mut list.match_filter, &list.open) {
            sieve.on_answer(open, &hits);
            let quiet = sieve.is_silent;
            list.invalidate();
            let here = matches!(&self.screen, Screen::List(l) if l.match_filter.as_ref().is_some_and(|s| s.ticket == ticket));
            if here && !quiet && self.prompt.is_none() {
                self.report_match_filter();
            }
            return;
        }
        let search = &mut list.search;
        let reset_cursor = search.reset_cursor || search.hits.results.is_empty();
        search.hits = hits;
        search.answered_query.clone_from(&search.query);
        search.answered = ticket;
        search.reset_cursor = false;
        list.invalidate();
        self.layout();
        if let Screen::List(list) = &mut self.screen
            && list.search.answered == ticket
            && reset_cursor
        {
            // What is said of the question stands above, and stays in view where it can.
            list.grid.go_first();
            if *list.grid.target() != Target::Hit(0) {
                list.grid.seek(&Target::Hit(0));
            }
        }
    }

    /// Returns the lists on the screen and on the way back and forward.
    pub(in crate::app) fn list_screens_mut(&mut self) -> impl Iterator<Item = &mut ListScreen> {
        let trail = self
            .history
            .back
            .iter_mut()
            .chain(&mut self.history.forward);
        let screens = std::iter::once(&mut self.screen).chain(trail);
        screens.filter_map(|screen| match screen {
            Screen::List(list) => Some(list.as_mut()),
            Screen::Article(_) => None,
        })
    }

    /// Orders the results; without an argument the other way than they are.
    pub(in crate::app) fn order_results(&mut self, argument: &str) {
        let Screen::List(list) = &mut self.screen else {
            return;
        };
        let order = match (argument.trim(), list.search.order) {
            ("relevance", _) | ("", ResultOrder::Date) => ResultOrder::Relevance,
            ("date", _) | ("", ResultOrder::Relevance) => ResultOrder::Date,
            (other, _) => {
                let text = format!("\"{other}\" is no order; write relevance or date.");
                return self.set_status(StatusLevel::Hint, text);
            }
        };
        list.search.order = order;
        list.invalidate();
        self.set_status(
            StatusLevel::Info,
            match order {
                ResultOrder::Relevance => "The best results first.",
                ResultOrder::Date => "The newest of these results first.",
            },
        );
    }
}
