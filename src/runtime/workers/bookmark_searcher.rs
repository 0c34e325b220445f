//! The bookmark searcher: searches bookmarks, on a thread of its own, so that a search of the
//! library never waits while many bookmarks are indexed. Only the newest job is done.

use crossbeam_channel::Receiver;

use crate::app::message::Msg;
use crate::runtime::support::event::{EventSender, send_msg};
use crate::runtime::support::fault_injection::InjectedFault;
use crate::runtime::workers::jobs::BookmarkSearchJob;
use crate::runtime::workers::shared::SharedState;
use crate::search::BookmarkIndex;

/// Runs until every sender is dropped.
pub fn run(
    jobs: &Receiver<BookmarkSearchJob>,
    shared: &SharedState,
    event_tx: &EventSender,
    fault: Option<InjectedFault>,
) {
    let mut index = BookmarkIndex::default();
    while let Ok(job) = jobs.recv() {
        InjectedFault::BookmarkSearcher.trigger(fault);
        match jobs.try_iter().last().unwrap_or(job) {
            BookmarkSearchJob::Warm(bookmarks) => index.update(&bookmarks),
            BookmarkSearchJob::Search(ticket, bookmarks, query) => {
                let status_of = |briefing: &str, statement: &str| {
                    shared.index()?.answer_status(briefing, statement)
                };
                let hits = index.search_with(&bookmarks, &query, Some(&status_of));
                send_msg(event_tx, Msg::BookmarkSearchFinished(ticket, hits));
            }
        }
    }
}
