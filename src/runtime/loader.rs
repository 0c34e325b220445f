//! The loader: reads the bundles that are to be opened. It has nothing else to
//! do, so that opening waits for no scan of the library.

use std::collections::VecDeque;
use std::sync::Arc;

use crossbeam_channel::Receiver;

use super::event::{Inbox, tell};
use super::fault::Fault;
use crate::app::msg::Msg;
use crate::bundle;
use crate::model::{Briefing, Source, Ticket};

/// How many opened briefings stay in memory.
const RECENT: usize = 8;

/// A bundle to be read.
#[derive(Debug)]
pub struct Job(pub Ticket, pub Source);

/// Works until nobody can ask any more.
pub fn run(jobs: &Receiver<Job>, inbox: &Inbox, fault: Option<Fault>) {
    let mut recent = VecDeque::new();
    for Job(ticket, source) in jobs {
        Fault::Loader.strike(fault);
        let result = open(&source, &mut recent);
        tell(inbox, Msg::Opened(ticket, source, result));
    }
}

/// Reads a bundle for the screen. The files are read each time, for they
/// may have changed; where they have not, the briefing is the same value as before.
fn open(
    source: &Source,
    recent: &mut VecDeque<Arc<Briefing>>,
) -> Result<Arc<Briefing>, Vec<crate::model::Problem>> {
    let loaded = bundle::load(source);
    let Some(briefing) = loaded.briefing else {
        return Err(loaded.problems);
    };
    let known = recent
        .iter()
        .position(|old| old.source == *source && old.hash == briefing.hash);
    let briefing = known
        .and_then(|i| recent.remove(i))
        .unwrap_or_else(|| Arc::new(briefing));
    recent.push_front(Arc::clone(&briefing));
    recent.truncate(RECENT);
    Ok(briefing)
}
