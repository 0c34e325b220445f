//! The follower: looks once a second whether the files of the open briefing are
//! still those that were read, and reads them again when they are not. It asks for
//! sizes and times only, so it also works where nothing can be watched (network
//! folders, links, files that an editor puts in place of others).

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};

use crate::app::message::Msg;
use crate::bundle::{self, BundleMetadata};
use crate::model::{Briefing, BundleSource, Problem};
use crate::runtime::event::{EventSender, send_msg};
use crate::runtime::support::clock;
use crate::runtime::workers::scanner;

/// How long is waited between two looks.
const POLL_INTERVAL: Duration = Duration::from_secs(1);
/// A look may take this share of the time at most: of a bundle of many files on a slow
/// disk the pause is longer.
const MAX_POLL_SHARE: u32 = 50;
/// How long nothing must have changed before what changed is read.
const DEBOUNCE: Duration = Duration::from_millis(300);
/// How long what cannot be read must have stayed so before that is told: a file is
/// written in several steps, and some programs delete it first.
const BROKEN_GRACE: Duration = Duration::from_secs(2);
/// How long is waited at most for an end of the changes.
const MAX_DEBOUNCE: Duration = Duration::from_secs(10);
/// How many readings are remembered, for the way back to another briefing.
const MAX_REMEMBERED_LOADS: usize = 64;

/// Something for the follower to do.
#[derive(Debug)]
pub enum Job {
    /// This was read, by the loader: its content hash, and how its files looked before.
    Loaded(BundleSource, String, BundleMetadata),
    /// Follow this bundle in place of the one before; its content hash on the screen, and
    /// the bundle in whose place it is shown, of which is told when it can be read again.
    Watch(BundleSource, String, Option<BundleSource>),
    /// Look now: something has changed somewhere.
    PollNow,
}

/// What the follower works with.
pub struct BundleWatcher {
    /// The way to the loop.
    pub event_tx: EventSender,
    /// The way to the scanner.
    pub scanner: Sender<scanner::Job>,
}

impl BundleWatcher {
    /// Works until nobody can ask any more.
    pub fn run(self, jobs: &Receiver<Job>) {
        let mut readings = RecentLoads::default();
        let mut follower: Option<WatchedBundle> = None;
        let mut awaited: Option<WatchedBundle> = None;
        let mut pause = None;
        loop {
            let job = match pause {
                Some(pause) => jobs.recv_timeout(pause),
                None => jobs.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match job {
                Ok(Job::Loaded(source, hash, look)) => {
                    readings.record(source, hash, look);
                    continue;
                }
                Ok(Job::Watch(source, hash, gone)) => {
                    let seen = readings.find(&source, &hash);
                    // Not begun anew where the one that is shown has changed only.
                    awaited = match (awaited.take(), gone) {
                        (Some(known), Some(gone)) if known.source == gone => Some(known),
                        (_, gone) => gone.map(|gone| WatchedBundle::new(gone, None)),
                    };
                    // What is built in never changes.
                    follower = (!matches!(source, BundleSource::BuiltIn(_)))
                        .then(|| WatchedBundle::new(source, seen));
                }
                Ok(Job::PollNow) | Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            pause = None;
            for (follower, is_awaited) in [(&mut follower, false), (&mut awaited, true)] {
                let Some(follower) = follower else {
                    continue;
                };
                let (news, next) = follower.poll(Instant::now(), clock::now());
                pause = Some(pause.map_or(next, |pause: Duration| pause.min(next)));
                let Some(result) = news else {
                    continue;
                };
                if is_awaited && result.is_err() {
                    continue;
                }
                if let BundleSource::Folder(path) | BundleSource::Zip(path) = &follower.source {
                    let _ = self.scanner.send(scanner::Job::Changed(path.clone()));
                }
                let result = result.map(Arc::new);
                let source = follower.source.clone();
                if let (Ok(briefing), Some(look)) = (&result, follower.seen) {
                    readings.record(source.clone(), briefing.hash.clone(), look);
                }
                send_msg(&self.event_tx, Msg::BundleChanged(source, result));
            }
        }
    }
}

/// How the files of what was read looked before, the last first.
#[derive(Default)]
struct RecentLoads(VecDeque<(BundleSource, String, BundleMetadata)>);

impl RecentLoads {
    fn record(&mut self, source: BundleSource, hash: String, look: BundleMetadata) {
        self.0.retain(|(s, h, _)| (s, h) != (&source, &hash));
        self.0.push_front((source, hash, look));
        self.0.truncate(MAX_REMEMBERED_LOADS);
    }

    fn find(&self, source: &BundleSource, hash: &str) -> Option<BundleMetadata> {
        let mut all = self.0.iter();
        let known = all.find(|(s, h, _)| s == source && h == hash);
        known.map(|(_, _, look)| *look)
    }
}

/// What was read anew, or all that is wrong with it.
type ReloadResult = Result<Briefing, Vec<Problem>>;

/// One bundle that is followed.
struct WatchedBundle {
    source: BundleSource,
    /// How its files looked when they were read last; `None` where that is not known.
    seen: Option<BundleMetadata>,
    change: Option<PendingChange>,
}

/// A change that has not been told yet.
#[derive(Clone, Copy)]
struct PendingChange {
    begun: Instant,
    /// How the files look, and since when.
    look: BundleMetadata,
    since: Instant,
    /// Whether they cannot be read as they look.
    is_broken: bool,
}

impl WatchedBundle {
    fn new(source: BundleSource, seen: Option<BundleMetadata>) -> WatchedBundle {
        WatchedBundle {
            source,
            seen,
            change: None,
        }
    }

    /// Looks at the bundle; returns what there is to tell, and when to look again.
    fn poll(&mut self, now: Instant, clock: i64) -> (Option<ReloadResult>, Duration) {
        let begun = Instant::now();
        let look = bundle::read_metadata(&self.source, clock);
        let pause = POLL_INTERVAL.max(begun.elapsed() * MAX_POLL_SHARE);
        if let Some(seen) = self.seen
            && seen.is_same(look)
        {
            self.change = None;
            if seen.is_settled || !look.is_settled {
                return (None, pause);
            }
            // It may have changed once more within the same tick of the clock.
            return (Some(self.reload(look)), pause);
        }
        let mut change = self.change.unwrap_or(PendingChange {
            begun: now,
            look,
            since: now,
            is_broken: false,
        });
        if !change.look.is_same(look) {
            change = PendingChange {
                look,
                since: now,
                is_broken: false,
                ..change
            };
        }
        // Files of which nothing is known, and that have lain still, need no waiting.
        let is_quiet = now - change.since >= DEBOUNCE || (self.seen.is_none() && look.is_settled);
        let is_late = now - change.begun >= MAX_DEBOUNCE;
        self.change = Some(change);
        if !(is_quiet || is_late) {
            return (None, DEBOUNCE);
        }
        if change.is_broken && now - change.since < BROKEN_GRACE && !is_late {
            return (None, DEBOUNCE);
        }
        let seen = self.seen;
        let news = self.reload(look);
        if news.is_err() && now - change.since < BROKEN_GRACE && !is_late {
            self.seen = seen;
            self.change = Some(PendingChange {
                is_broken: true,
                ..change
            });
            return (None, DEBOUNCE);
        }
        (Some(news), pause)
    }

    fn reload(&mut self, look: BundleMetadata) -> ReloadResult {
        let loaded = bundle::load(&self.source);
        self.seen = Some(look);
        self.change = None;
        loaded.briefing.ok_or(loaded.problems)
    }
}

#[cfg(test)]
mod tests;
