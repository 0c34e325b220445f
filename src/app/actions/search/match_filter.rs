//! Fading or hiding what does not match the last query.

use crate::app::app_state::AppState;
use crate::app::list::match_filter::MatchFilter;
use crate::app::message::Effect;
use crate::app::state::command_outcome::CommandOutcome;

impl AppState {
    /// Fades what does not match the last query, then hides it, then shows it again.
    pub(in crate::app) fn cycle_match_filter(&mut self) -> CommandOutcome {
        let ticket = self.outbox.next_ticket();
        let query = self.search.last_query();
        let Some(list) = self.nav.list_mut() else {
            return CommandOutcome::Unchanged;
        };
        match &mut list.match_filter {
            Some(filter) => {
                if !filter.hide_rest() {
                    return self.clear_match_filter();
                }
            }
            None if query.trim().is_empty() => {
                return self.hint(
                    "Nothing was searched for yet: / searches, then . fades what does not match.",
                );
            }
            None => {
                if list.open.is_none() {
                    return CommandOutcome::Unchanged;
                }
                list.match_filter = Some(MatchFilter::new(query, ticket));
                self.request_match_filter();
            }
        }
        if let Some(list) = self.nav.list_mut() {
            list.invalidate();
        }
        self.report_match_filter()
    }

    /// Asks what matches in the briefing of the list on the screen.
    fn request_match_filter(&mut self) {
        let Some(list) = self.nav.list() else {
            return;
        };
        let (Some(filter), Some(open)) = (&list.match_filter, &list.open) else {
            return;
        };
        let query = filter.query(&open.briefing, self.user.bookmarks());
        self.outbox.push(Effect::Search(filter.ticket, query));
    }

    /// Asks again where the briefing has changed since it was answered.
    pub(in crate::app) fn rerun_match_filter(&mut self) {
        let ticket = self.outbox.next_ticket();
        let list = self.nav.list_mut();
        let filter = list.and_then(|list| list.match_filter.as_mut());
        if filter.is_some_and(|filter| filter.rerun(ticket)) {
            self.request_match_filter();
        }
    }

    /// Shows what was faded or hidden.
    pub(in crate::app) fn clear_match_filter(&mut self) -> CommandOutcome {
        if let Some(list) = self.nav.list_mut() {
            list.match_filter = None;
            list.invalidate();
        }
        self.info("Everything is shown again.")
    }

    /// Says how much of the list on the screen matches.
    pub(in crate::app) fn report_match_filter(&mut self) -> CommandOutcome {
        self.layout();
        let list = self.nav.list();
        match list.and_then(|list| list.match_filter.as_ref()) {
            Some(filter) => self.info(filter.describe()),
            None => CommandOutcome::Unchanged,
        }
    }
}
