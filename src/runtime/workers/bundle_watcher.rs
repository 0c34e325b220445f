//! The bundle watcher: checks once a second whether the files of the open briefing have changed,
//! and reads them again if so.
//!
//! It asks only for sizes and times, so it also works where nothing can be watched: in network
//! folders, through links, for files that an editor replaces.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};

use crate::app::message::Msg;
use crate::bundle::{self, BundleMetadata};
use crate::model::{Briefing, BundleSource, Problem};
use crate::runtime::support::clock;
use crate::runtime::support::event::{EventSender, send_msg};
use crate::runtime::workers::jobs::{ScanJob, WatchJob};

/// Pause between two checks: what a curator who edits the bundle hardly notices.
const POLL_INTERVAL: Duration = Duration::from_secs(1);
/// The pause is at least so many times as long as a check took, so that a bundle of many files on
/// a slow disk takes two percent of the time at most.
const MIN_PAUSE_FACTOR: u32 = 50;
/// How long the files must stay the same before they are read: an editor writes in several steps.
const DEBOUNCE: Duration = Duration::from_millis(300);
/// How long files that cannot be read must stay the same before that is reported: some programs
/// delete a file before they write it again.
const BROKEN_GRACE: Duration = Duration::from_secs(2);
/// After so long, files that keep changing are read as they are.
const MAX_DEBOUNCE: Duration = Duration::from_secs(10);
/// Loads whose metadata are remembered, for going back to an earlier briefing. Each takes some
/// hundred bytes.
const MAX_REMEMBERED_LOADS: usize = 64;

/// The bundle watcher, with what it works with.
pub struct BundleWatcher {
    /// Where messages are sent.
    pub event_tx: EventSender,
    /// The scanner.
    pub scanner: Sender<ScanJob>,
}

impl BundleWatcher {
    /// Runs until every sender is dropped.
    pub fn run(self, jobs: &Receiver<WatchJob>) {
        let mut loads = RecentLoads::default();
        // The bundle on the screen, and the one whose return is awaited.
        let mut shown: Option<WatchedBundle> = None;
        let mut awaited: Option<WatchedBundle> = None;
        let mut pause = None;
        loop {
            let job = match pause {
                Some(pause) => jobs.recv_timeout(pause),
                None => jobs.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match job {
                Ok(WatchJob::Loaded(source, hash, metadata)) => {
                    loads.record(source, hash, metadata);
                    continue;
                }
                Ok(WatchJob::Watch(source, hash, gone)) => {
                    let loaded = loads.find(&source, &hash);
                    // Kept if only the bundle on the screen has changed.
                    awaited = match (awaited.take(), gone) {
                        (Some(known), Some(gone)) if known.source == gone => Some(known),
                        (_, gone) => gone.map(|gone| WatchedBundle::new(gone, None)),
                    };
                    // A built-in bundle never changes.
                    shown = (!matches!(source, BundleSource::BuiltIn(_)))
                        .then(|| WatchedBundle::new(source, loaded));
                }
                Ok(WatchJob::PollNow) | Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            pause = None;
            for (bundle, is_awaited) in [(&mut shown, false), (&mut awaited, true)] {
                let Some(bundle) = bundle else {
                    continue;
                };
                let (reloaded, next) = bundle.poll(Instant::now(), clock::now());
                pause = Some(pause.map_or(next, |pause: Duration| pause.min(next)));
                match reloaded {
                    Some(Err(_)) if is_awaited => {}
                    Some(result) => self.report(bundle, result, &mut loads),
                    None => {}
                }
            }
        }
    }

    fn report(&self, bundle: &WatchedBundle, result: ReloadResult, loads: &mut RecentLoads) {
        let source = bundle.source.clone();
        if let BundleSource::Folder(path) | BundleSource::Zip(path) = &source {
            let _ = self.scanner.send(ScanJob::Changed(path.clone()));
        }
        let result = result.map(Arc::new);
        if let (Ok(briefing), Some(metadata)) = (&result, bundle.loaded) {
            loads.record(source.clone(), briefing.hash.clone(), metadata);
        }
        send_msg(&self.event_tx, Msg::BundleChanged(source, result));
    }
}

/// The metadata of loaded bundles before they were read, the last first.
#[derive(Default)]
struct RecentLoads(VecDeque<(BundleSource, String, BundleMetadata)>);

impl RecentLoads {
    fn record(&mut self, source: BundleSource, hash: String, metadata: BundleMetadata) {
        self.0.retain(|(s, h, _)| (s, h) != (&source, &hash));
        self.0.push_front((source, hash, metadata));
        self.0.truncate(MAX_REMEMBERED_LOADS);
    }

    fn find(&self, source: &BundleSource, hash: &str) -> Option<BundleMetadata> {
        let mut all = self.0.iter();
        let known = all.find(|(s, h, _)| s == source && h == hash);
        known.map(|(_, _, metadata)| *metadata)
    }
}

/// The briefing that was read again, or the problems with it.
type ReloadResult = Result<Briefing, Vec<Problem>>;

/// A bundle that is watched.
struct WatchedBundle {
    source: BundleSource,
    /// The metadata of its files before they were last read; `None` if unknown.
    loaded: Option<BundleMetadata>,
    change: Option<PendingChange>,
}

/// A change that has not been reported yet.
#[derive(Clone, Copy)]
struct PendingChange {
    begun: Instant,
    /// The metadata now, and since when.
    metadata: BundleMetadata,
    since: Instant,
    /// Whether the files cannot be read in this state.
    is_broken: bool,
}

impl WatchedBundle {
    fn new(source: BundleSource, loaded: Option<BundleMetadata>) -> WatchedBundle {
        WatchedBundle {
            source,
            loaded,
            change: None,
        }
    }

    /// Checks the files. Returns the briefing if they were read again, and the pause before the
    /// next check.
    fn poll(&mut self, now: Instant, clock: i64) -> (Option<ReloadResult>, Duration) {
        let begun = Instant::now();
        let metadata = bundle::read_metadata(&self.source, clock);
        let pause = POLL_INTERVAL.max(begun.elapsed() * MIN_PAUSE_FACTOR);
        if let Some(loaded) = self.loaded
            && loaded.is_same(metadata)
        {
            self.change = None;
            if loaded.is_settled || !metadata.is_settled {
                return (None, pause);
            }
            // It may have changed again within the same tick of the clock.
            return (Some(self.reload(metadata)), pause);
        }
        let mut change = self.change.unwrap_or(PendingChange {
            begun: now,
            metadata,
            since: now,
            is_broken: false,
        });
        if !change.metadata.is_same(metadata) {
            change = PendingChange {
                metadata,
                since: now,
                is_broken: false,
                ..change
            };
        }
        // Files that have not changed for a while need no waiting, if nothing is known of them.
        let is_quiet =
            now - change.since >= DEBOUNCE || (self.loaded.is_none() && metadata.is_settled);
        let is_late = now - change.begun >= MAX_DEBOUNCE;
        self.change = Some(change);
        if !(is_quiet || is_late) {
            return (None, DEBOUNCE);
        }
        if change.is_broken && now - change.since < BROKEN_GRACE && !is_late {
            return (None, DEBOUNCE);
        }
        let loaded = self.loaded;
        let reloaded = self.reload(metadata);
        if reloaded.is_err() && now - change.since < BROKEN_GRACE && !is_late {
            self.loaded = loaded;
            self.change = Some(PendingChange {
                is_broken: true,
                ..change
            });
            return (None, DEBOUNCE);
        }
        (Some(reloaded), pause)
    }

    fn reload(&mut self, metadata: BundleMetadata) -> ReloadResult {
        let loaded = bundle::load(&self.source);
        self.loaded = Some(metadata);
        self.change = None;
        loaded.briefing.ok_or(loaded.problems)
    }
}

#[cfg(test)]
mod tests;
