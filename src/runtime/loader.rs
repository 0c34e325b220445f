//! The loader: reads the bundles that are to be opened. It has nothing else to
//! do, so that opening waits for no scan of the library.

use std::collections::VecDeque;
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender};

use super::checked::curator_warnings_of;
use super::clock;
use super::event::{Inbox, tell};
use super::fault::Fault;
use super::follower;
use super::indexer;
use super::shared::Shared;
use crate::app::message::Msg;
use crate::bundle;
use crate::model::{Briefing, BundleSource, Ticket};

/// How many opened briefings stay in memory.
const RECENT: usize = 8;

/// What there is to do with a bundle.
#[derive(Debug)]
pub enum Job {
    /// It is read for the screen.
    Open(Ticket, BundleSource),
    /// Its articles and statements are looked through for what a curator should look at.
    Warn(BundleSource),
    /// The second, if the first is gone.
    Replace(Ticket, BundleSource, BundleSource),
}

/// What the loader works with.
pub struct Loader {
    /// The way to the loop.
    pub inbox: Inbox,
    /// The way to the indexer.
    pub indexer: Sender<indexer::Job>,
    /// The way to the follower.
    pub follower: Sender<follower::Job>,
    /// The index, once it is there.
    pub shared: Arc<Shared>,
    /// A fault to try.
    pub fault: Option<Fault>,
}

impl Loader {
    /// Works until nobody can ask any more.
    pub fn run(self, jobs: &Receiver<Job>) {
        let mut recent = VecDeque::new();
        for job in jobs {
            Fault::Loader.strike(self.fault);
            let (ticket, source) = match job {
                Job::Open(ticket, source) => (ticket, source),
                Job::Warn(source) => {
                    let found = curator_warnings_of(&source);
                    tell(&self.inbox, Msg::Warned(source, found));
                    continue;
                }
                Job::Replace(ticket, gone, source) => {
                    if !bundle::is_gone(&gone) {
                        tell(&self.inbox, Msg::Opened(ticket, source, Err(Vec::new())));
                        continue;
                    }
                    (ticket, source)
                }
            };
            // Before the files are read: what changes meanwhile is a change.
            let look = bundle::look(&source, clock::now());
            let result = open(&source, &mut recent);
            if let Ok(briefing) = &result {
                let hash = briefing.hash.clone();
                let read = follower::Job::Read(source.clone(), hash, look);
                let _ = self.follower.send(read);
                self.index_first(briefing);
            }
            tell(&self.inbox, Msg::Opened(ticket, source, result));
        }
    }

    /// Has what is on the screen indexed before the rest of the library. Where
    /// the indexer is busy or not there yet, the scan sees to it.
    fn index_first(&self, briefing: &Arc<Briefing>) {
        if let Some(index) = self.shared.opened()
            && !index.is_current(&briefing.id, &briefing.hash)
        {
            let batch = vec![Arc::clone(briefing)];
            let _ = self.indexer.try_send(indexer::Job::Update(batch, None));
        }
    }
}

/// Reads a bundle for the screen. The files are read each time, for they
/// may have changed; where they have not, the briefing is the same value as before.
fn open(
    source: &BundleSource,
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
