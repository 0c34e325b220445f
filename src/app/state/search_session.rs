//! What of searching is not bound to one screen: the last query, the search of an article
//! that is under way, completion, and the search of the bookmarks.

use crate::app::state::bookmark_search::BookmarkSearch;
use crate::app::state::filter_completion::FilterCompletion;
use crate::model::Ticket;

/// Searching across screens.
#[derive(Clone, Debug, Default)]
pub struct SearchSession {
    last_query: String,
    pending_article: Option<PendingArticleSearch>,
    /// Completion of the filter being typed.
    pub completion: FilterCompletion,
    /// The filter of the bookmarks.
    pub bookmarks: BookmarkSearch,
}

/// A search of the article on the screen whose answer is awaited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct PendingArticleSearch {
    ticket: Ticket,
    /// Whether the answer is only shown, and nothing said of it.
    is_quiet: bool,
}

impl SearchSession {
    /// Returns the last query, wherever it was asked.
    #[must_use]
    pub fn last_query(&self) -> &str {
        &self.last_query
    }

    /// Remembers a query, unless it is blank.
    pub fn set_last_query(&mut self, query: &str) {
        if !query.trim().is_empty() {
            query.clone_into(&mut self.last_query);
        }
    }

    /// Awaits the answer to a search of the article in place of any other.
    pub fn start_article_search(&mut self, ticket: Ticket, is_quiet: bool) {
        self.pending_article = Some(PendingArticleSearch { ticket, is_quiet });
    }

    /// Awaits no answer: one that is still to come is too late.
    pub fn cancel_article_search(&mut self) {
        self.pending_article = None;
    }

    /// Returns `true` if the answer to a search of the article is awaited.
    #[must_use]
    pub fn is_article_search_pending(&self) -> bool {
        self.pending_article.is_some()
    }

    /// Ends the search of the article that has that ticket, and returns whether nothing is
    /// to be said of it; `None` where another answer, or none, is awaited.
    pub fn finish_article_search(&mut self, ticket: Ticket) -> Option<bool> {
        let finished = self.pending_article.take_if(|p| p.ticket == ticket)?;
        Some(finished.is_quiet)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_newest_search_of_the_article_is_awaited() {
        let mut search = SearchSession::default();
        search.start_article_search(Ticket(1), true);
        search.start_article_search(Ticket(2), false);
        assert_eq!(search.finish_article_search(Ticket(1)), None);
        assert_eq!(search.finish_article_search(Ticket(2)), Some(false));
        assert!(!search.is_article_search_pending());
        search.start_article_search(Ticket(3), true);
        search.cancel_article_search();
        assert_eq!(search.finish_article_search(Ticket(3)), None);
    }

    #[test]
    fn a_blank_query_does_not_become_the_last_one() {
        let mut search = SearchSession::default();
        search.set_last_query("pawn");
        search.set_last_query("  ");
        assert_eq!(search.last_query(), "pawn");
    }
}
