//! The recaller: answers questions to what the reader keeps, on a thread of its own,
//! so that no question to the library waits while many bookmarks are made ready.
//! Only the newest question is answered.

use crossbeam_channel::Receiver;

use super::event::{Inbox, tell};
use super::fault::Fault;
use super::shared::Shared;
use crate::app::message::Msg;
use crate::model::{Bookmarks, Ticket};
use crate::search::BookmarkIndex;

/// Something for the recaller to do.
#[derive(Debug)]
pub enum Job {
    /// Make these bookmarks ready for questions.
    Ready(Bookmarks),
    /// Answer: the ticket for the answer, of which bookmarks it is asked, its words.
    Find(Ticket, Bookmarks, String),
}

/// Works until nobody can ask any more.
pub fn run(jobs: &Receiver<Job>, shared: &Shared, inbox: &Inbox, fault: Option<Fault>) {
    let mut index = BookmarkIndex::default();
    while let Ok(job) = jobs.recv() {
        Fault::Recaller.strike(fault);
        match jobs.try_iter().last().unwrap_or(job) {
            Job::Ready(bookmarks) => index.update(&bookmarks),
            Job::Find(ticket, of, question) => {
                let status_of = |briefing: &str, statement: &str| {
                    shared.index()?.answer_status(briefing, statement)
                };
                let hits = index.search_with(&of, &question, Some(&status_of));
                tell(inbox, Msg::BookmarkSearchFinished(ticket, hits));
            }
        }
    }
}
