//! The loader: reads the bundles that are opened. It does nothing else, so that opening waits for
//! no scan of the library.

use std::collections::VecDeque;
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender};

use crate::app::message::Msg;
use crate::bundle;
use crate::model::{Briefing, BundleSource, Problem, Ticket};
use crate::runtime::library::curator_warnings::load_curator_warnings;
use crate::runtime::support::clock;
use crate::runtime::support::event::{EventSender, send_msg};
use crate::runtime::support::fault_injection::InjectedFault;
use crate::runtime::workers::jobs::{IndexJob, LoadJob, WatchJob};
use crate::runtime::workers::shared::SharedState;

/// Opened briefings that stay in memory, so that going back to one finds the same value: as many
/// as a reader goes back and forth between.
const MAX_RECENT: usize = 8;

/// The loader, with what it works with.
pub struct Loader {
    /// Where messages are sent.
    pub event_tx: EventSender,
    /// The indexer.
    pub indexer: Sender<IndexJob>,
    /// The bundle watcher.
    pub bundle_watcher: Sender<WatchJob>,
    /// What the workers share.
    pub shared: Arc<SharedState>,
    /// A fault to inject.
    pub fault: Option<InjectedFault>,
}

impl Loader {
    /// Runs until every sender is dropped.
    pub fn run(self, jobs: &Receiver<LoadJob>) {
        let mut recent = VecDeque::new();
        for job in jobs {
            InjectedFault::Loader.trigger(self.fault);
            match job {
                LoadJob::Open(ticket, source) => self.open(ticket, source, &mut recent),
                LoadJob::CollectWarnings(source) => {
                    let found = load_curator_warnings(&source);
                    send_msg(&self.event_tx, Msg::WarningsFound(source, found));
                }
                LoadJob::OpenIfGone(ticket, gone, source) => {
                    if bundle::is_gone(&gone) {
                        self.open(ticket, source, &mut recent);
                    } else {
                        send_msg(&self.event_tx, Msg::Opened(ticket, source, Err(Vec::new())));
                    }
                }
            }
        }
    }

    fn open(&self, ticket: Ticket, source: BundleSource, recent: &mut VecDeque<Arc<Briefing>>) {
        // Before the files are read, so that a change meanwhile is noticed.
        let metadata = bundle::read_metadata(&source, clock::now());
        let result = load(&source, recent);
        if let Ok(briefing) = &result {
            let hash = briefing.hash.clone();
            let loaded = WatchJob::Loaded(source.clone(), hash, metadata);
            let _ = self.bundle_watcher.send(loaded);
            self.index_early(briefing);
        }
        send_msg(&self.event_tx, Msg::Opened(ticket, source, result));
    }

    /// Has the opened briefing indexed before the rest of the library. If the indexer is busy or
    /// not ready, the scan will find it.
    fn index_early(&self, briefing: &Arc<Briefing>) {
        if let Some(index) = self.shared.try_index()
            && !index.is_current(&briefing.id, &briefing.hash)
        {
            let batch = vec![Arc::clone(briefing)];
            let _ = self.indexer.try_send(IndexJob::Update(batch, None));
        }
    }
}

/// Reads a bundle for the screen. The files are read each time, as they may have changed; if they
/// have not, the briefing is the same value as before.
fn load(
    source: &BundleSource,
    recent: &mut VecDeque<Arc<Briefing>>,
) -> Result<Arc<Briefing>, Vec<Problem>> {
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
