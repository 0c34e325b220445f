//! The loader: reads the bundles that are to be opened. It has nothing else to
//! do, so that opening waits for no scan of the library.

use std::collections::VecDeque;
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender};

use crate::app::message::Msg;
use crate::bundle;
use crate::model::{Briefing, BundleSource, Ticket};
use crate::runtime::event::{EventSender, send_msg};
use crate::runtime::library::curator_warnings::load_curator_warnings;
use crate::runtime::support::clock;
use crate::runtime::support::fault_injection::InjectedFault;
use crate::runtime::workers::bundle_watcher;
use crate::runtime::workers::indexer;
use crate::runtime::workers::shared::SharedState;

/// How many opened briefings stay in memory.
const MAX_RECENT: usize = 8;

/// What there is to do with a bundle.
#[derive(Debug)]
pub enum Job {
    /// It is read for the screen.
    Open(Ticket, BundleSource),
    /// Its articles and statements are looked through for what a curator should look at.
    CollectWarnings(BundleSource),
    /// The second, if the first is gone.
    OpenIfGone(Ticket, BundleSource, BundleSource),
}

/// What the loader works with.
pub struct Loader {
    /// The way to the loop.
    pub event_tx: EventSender,
    /// The way to the indexer.
    pub indexer: Sender<indexer::Job>,
    /// The way to the follower.
    pub bundle_watcher: Sender<bundle_watcher::Job>,
    /// The index, once it is there.
    pub shared: Arc<SharedState>,
    /// A fault to try.
    pub fault: Option<InjectedFault>,
}

impl Loader {
    /// Works until nobody can ask any more.
    pub fn run(self, jobs: &Receiver<Job>) {
        let mut recent = VecDeque::new();
        for job in jobs {
            InjectedFault::Loader.trigger(self.fault);
            let (ticket, source) = match job {
                Job::Open(ticket, source) => (ticket, source),
                Job::CollectWarnings(source) => {
                    let found = load_curator_warnings(&source);
                    send_msg(&self.event_tx, Msg::WarningsFound(source, found));
                    continue;
                }
                Job::OpenIfGone(ticket, gone, source) => {
                    if !bundle::is_gone(&gone) {
                        send_msg(&self.event_tx, Msg::Opened(ticket, source, Err(Vec::new())));
                        continue;
                    }
                    (ticket, source)
                }
            };
            // Before the files are read: what changes meanwhile is a change.
            let look = bundle::read_metadata(&source, clock::now());
            let result = load(&source, &mut recent);
            if let Ok(briefing) = &result {
                let hash = briefing.hash.clone();
                let read = bundle_watcher::Job::Loaded(source.clone(), hash, look);
                let _ = self.bundle_watcher.send(read);
                self.index_early(briefing);
            }
            send_msg(&self.event_tx, Msg::Opened(ticket, source, result));
        }
    }

    /// Has what is on the screen indexed before the rest of the library. Where
    /// the indexer is busy or not there yet, the scan sees to it.
    fn index_early(&self, briefing: &Arc<Briefing>) {
        if let Some(index) = self.shared.try_index()
            && !index.is_current(&briefing.id, &briefing.hash)
        {
            let batch = vec![Arc::clone(briefing)];
            let _ = self.indexer.try_send(indexer::Job::Update(batch, None));
        }
    }
}

/// Reads a bundle for the screen. The files are read each time, for they
/// may have changed; where they have not, the briefing is the same value as before.
fn load(
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
    recent.truncate(MAX_RECENT);
    Ok(briefing)
}
