//! The recaller: answers questions to what the reader keeps, on a thread of its own,
//! so that no question to the library waits while many bookmarks are made ready.
//! Only the newest question is answered.

use crossbeam_channel::Receiver;

use crate::app::message::Msg;
use crate::model::{Bookmarks, Ticket};
use crate::runtime::event::{EventSender, send_msg};
use crate::runtime::support::fault_injection::InjectedFault;
use crate::runtime::workers::shared::SharedState;
use crate::search::BookmarkIndex;

/// Something for the recaller to do.
#[derive(Debug)]
pub enum Job {
    /// Make these bookmarks ready for questions.
    Warm(Bookmarks),
    /// Answer: the ticket for the answer, of which bookmarks it is asked, its words.
    Search(Ticket, Bookmarks, String),
}

/// Works until nobody can ask any more.
pub fn run(
    jobs: &Receiver<Job>,
    shared: &SharedState,
    event_tx: &EventSender,
    fault: Option<InjectedFault>,
) {
    let mut index = BookmarkIndex::default();
    while let Ok(job) = jobs.recv() {
        InjectedFault::BookmarkSearcher.trigger(fault);
        match jobs.try_iter().last().unwrap_or(job) {
            Job::Warm(bookmarks) => index.update(&bookmarks),
            Job::Search(ticket, of, question) => {
                let status_of = |briefing: &str, statement: &str| {
                    shared.index()?.answer_status(briefing, statement)
                };
                let hits = index.search_with(&of, &question, Some(&status_of));
                send_msg(event_tx, Msg::BookmarkSearchFinished(ticket, hits));
            }
        }
    }
}
