//! The recaller: answers questions to what the reader keeps, on a thread of its own,
//! so that no question to the library waits while many bookmarks are made ready.
//! Only the newest question is answered.

use crossbeam_channel::Receiver;

use super::event::{Inbox, tell};
use super::fault::Fault;
use crate::app::msg::Msg;
use crate::model::{Bookmarks, Ticket};
use crate::search::Notebook;

/// A question: the ticket for the answer, of which bookmarks it is asked, its words.
#[derive(Debug)]
pub struct Job(pub Ticket, pub Bookmarks, pub String);

/// Answers until nobody can ask any more.
pub fn run(jobs: &Receiver<Job>, inbox: &Inbox, fault: Option<Fault>) {
    let mut notebook = Notebook::default();
    while let Ok(job) = jobs.recv() {
        Fault::Recaller.strike(fault);
        let Job(ticket, of, question) = jobs.try_iter().last().unwrap_or(job);
        tell(inbox, Msg::FoundKept(ticket, notebook.find(&of, &question)));
    }
}
