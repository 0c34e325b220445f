//! The search of a list of results, and its answer.

use crate::app::app_state::AppState;
use crate::app::list::target::Target;
use crate::app::list::{ListKind, ListScreen};
use crate::app::message::Effect;
use crate::app::state::command_outcome::CommandOutcome;
use crate::model::{Hits, Query, ResultOrder, SearchScope, Ticket};

/// How many results a search on the screen asks for. More would take longer at each key; the
/// total is counted in any case.
const MAX_RESULTS: usize = 100;

impl AppState {
    /// Asks for the results on the screen.
    pub(in crate::app) fn request_search(&mut self, text: String, scope: SearchScope) {
        let ticket = self.outbox.next_ticket();
        self.search.set_last_query(&text);
        let Some(list) = self.nav.list_mut() else {
            return;
        };
        list.invalidate();
        if !list.search.start(&text, &scope, ticket) {
            return;
        }
        let query = Query {
            text,
            scope,
            limit: MAX_RESULTS,
            bookmarks: self.user.bookmarks().clone(),
        };
        self.outbox.push(Effect::Search(ticket, query));
    }

    /// Asks again where results that one came back to were not fully answered: a
    /// newer search may have taken the place of theirs.
    pub(in crate::app) fn retry_search(&mut self) {
        let list = self.nav.list();
        if list.is_some_and(|list| list.search.is_pending()) {
            self.rerun_search();
        }
        self.rerun_match_filter();
    }

    /// Asks for the results on the screen again, where what they are made from may have
    /// changed. The cursor stays where it is.
    pub(in crate::app) fn rerun_search(&mut self) {
        let Some(list) = self.nav.list_if(|kind| *kind == ListKind::Results) else {
            return;
        };
        let Some(scope) = list.search.scope.clone() else {
            return;
        };
        let (text, reset_cursor) = (list.search.query.clone(), list.search.reset_cursor);
        self.request_search(text, scope);
        if let Some(list) = self.nav.list_mut() {
            list.search.reset_cursor = reset_cursor;
        }
    }

    /// Asks anew for what a search of the library answered on the screen, after the index
    /// or the briefing has changed.
    pub(in crate::app) fn rerun_library_search(&mut self) {
        self.rerun_search();
        let list = self.nav.list_mut();
        if let Some(filter) = list.and_then(|list| list.match_filter.as_mut()) {
            filter.remap(Some);
        }
        self.rerun_match_filter();
    }

    /// Handles the answer to a search; one that no screen waits for is dropped.
    pub(in crate::app) fn on_search_finished(&mut self, ticket: Ticket, hits: Hits) {
        let is_filter = |list: &ListScreen| {
            let filter = list.match_filter.as_ref();
            filter.is_some_and(|filter| filter.ticket == ticket)
        };
        let is_awaited =
            |list: &&mut ListScreen| list.search.requested == ticket || is_filter(list);
        let Some(list) = self.nav.lists_mut().find(is_awaited) else {
            return;
        };
        if let (Some(filter), Some(open)) = (&mut list.match_filter, &list.open) {
            filter.on_answer(open, &hits);
            let is_silent = filter.is_silent;
            list.invalidate();
            let is_on_screen = self.nav.list().is_some_and(is_filter);
            if is_on_screen && !is_silent && self.prompt.is_none() {
                self.report_match_filter();
            }
            return;
        }
        let reset_cursor = list.search.finish(hits);
        list.invalidate();
        self.layout();
        if let Some(list) = self.nav.list_mut()
            && list.search.answered == ticket
            && reset_cursor
        {
            // What is said of the query stands above, and stays in view where it can.
            list.grid.go_first();
            if *list.grid.target() != Target::Hit(0) {
                list.grid.seek(&Target::Hit(0));
            }
        }
    }

    /// Orders the results; without an argument the other way than they are.
    pub(in crate::app) fn order_results(&mut self, argument: &str) -> CommandOutcome {
        let Some(list) = self.nav.list_mut() else {
            return CommandOutcome::Unchanged;
        };
        let order = match (argument.trim(), list.search.order) {
            ("relevance", _) | ("", ResultOrder::Date) => ResultOrder::Relevance,
            ("date", _) | ("", ResultOrder::Relevance) => ResultOrder::Date,
            (other, _) => {
                return self.hint(format!("\"{other}\" is no order; write relevance or date."));
            }
        };
        list.search.order = order;
        list.invalidate();
        self.info(match order {
            ResultOrder::Relevance => "The best results first.",
            ResultOrder::Date => "The newest of these results first.",
        })
    }
}
