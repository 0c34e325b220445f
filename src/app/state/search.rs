//! What was searched for and what was found. Each screen of results has a question
//! of its own with its newest answer, so that the way back leads to the results
//! that one left.

use crate::model::{Hits, ResultOrder, SearchScope, Ticket};

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
    /// Sets what is asked, under a ticket; `false` where nothing is and the answer is empty.
    pub fn start(&mut self, query: &str, scope: &SearchScope, ticket: Ticket) -> bool {
        query.clone_into(&mut self.query);
        self.scope = Some(scope.clone());
        self.requested = ticket;
        self.reset_cursor = true;
        let is_asked = !query.trim().is_empty();
        if !is_asked {
            self.hits = Hits::default();
            self.answered_query.clear();
            self.answered = ticket;
        }
        is_asked
    }

    /// Takes over the answer. Returns `true` if it is to be looked at from its beginning.
    pub fn finish(&mut self, hits: Hits) -> bool {
        let reset_cursor = self.reset_cursor || self.hits.results.is_empty();
        self.hits = hits;
        self.answered_query.clone_from(&self.query);
        self.answered = self.requested;
        self.reset_cursor = false;
        reset_cursor
    }

    /// Returns `true` if the screen has yet to be answered, or was answered from a part
    /// of the library.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.answered != self.requested || self.hits.is_partial
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_pending_until_the_newest_query_is_answered() {
        let mut search = SearchState::default();
        assert!(search.start("pawn", &SearchScope::Library, Ticket(1)));
        assert!(search.is_pending());
        assert!(search.finish(Hits::default()));
        assert!(!search.is_pending());
        assert_eq!(search.answered_query, "pawn");
        let partial = Hits {
            is_partial: true,
            ..Hits::default()
        };
        search.finish(partial);
        assert!(search.is_pending());
    }

    #[test]
    fn an_empty_query_is_answered_at_once() {
        let mut search = SearchState::default();
        search.start("pawn", &SearchScope::Library, Ticket(1));
        search.finish(Hits::default());
        assert!(!search.start("  ", &SearchScope::Library, Ticket(2)));
        assert!(!search.is_pending() && search.answered_query.is_empty());
    }
}
