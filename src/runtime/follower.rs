//! The follower: looks once a second whether the files of the open briefing are
//! still those that were read, and reads them again when they are not. It asks for
//! sizes and times only, so it also works where nothing can be watched (network
//! folders, links, files that an editor puts in place of others).

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};

use super::clock;
use super::event::{Inbox, tell};
use super::scanner;
use crate::app::message::Msg;
use crate::bundle::{self, Look};
use crate::model::{Briefing, BundleSource, Problem};

/// How long is waited between two looks.
const PAUSE: Duration = Duration::from_secs(1);
/// A look may take this share of the time at most: of a bundle of many files on a slow
/// disk the pause is longer.
const SHARE: u32 = 50;
/// How long nothing must have changed before what changed is read.
const QUIET: Duration = Duration::from_millis(300);
/// How long what cannot be read must have stayed so before that is told: a file is
/// written in several steps, and some programs delete it first.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long is waited at most for an end of the changes.
const MAX_WAIT: Duration = Duration::from_secs(10);
/// How many readings are remembered, for the way back to another briefing.
const MAX_READINGS: usize = 64;

/// Something for the follower to do.
#[derive(Debug)]
pub enum Job {
    /// This was read, by the loader: its content hash, and how its files looked before.
    Read(BundleSource, String, Look),
    /// Follow this bundle in place of the one before; its content hash on the screen, and
    /// the bundle in whose place it is shown, of which is told when it can be read again.
    Follow(BundleSource, String, Option<BundleSource>),
    /// Look now: something has changed somewhere.
    Look,
}

/// What the follower works with.
pub struct Worker {
    /// The way to the loop.
    pub inbox: Inbox,
    /// The way to the scanner.
    pub scanner: Sender<scanner::Job>,
}

impl Worker {
    /// Works until nobody can ask any more.
    pub fn run(self, jobs: &Receiver<Job>) {
        let mut readings = Readings::default();
        let mut follower: Option<Follower> = None;
        let mut awaited: Option<Follower> = None;
        let mut pause = None;
        loop {
            let job = match pause {
                Some(pause) => jobs.recv_timeout(pause),
                None => jobs.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match job {
                Ok(Job::Read(source, hash, look)) => {
                    readings.put(source, hash, look);
                    continue;
                }
                Ok(Job::Follow(source, hash, gone)) => {
                    let seen = readings.of(&source, &hash);
                    // Not begun anew where the one that is shown has changed only.
                    awaited = match (awaited.take(), gone) {
                        (Some(known), Some(gone)) if known.source == gone => Some(known),
                        (_, gone) => gone.map(|gone| Follower::new(gone, None)),
                    };
                    // What is built in never changes.
                    follower = (!matches!(source, BundleSource::BuiltIn(_)))
                        .then(|| Follower::new(source, seen));
                }
                Ok(Job::Look) | Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            pause = None;
            for (follower, is_awaited) in [(&mut follower, false), (&mut awaited, true)] {
                let Some(follower) = follower else {
                    continue;
                };
                let (news, next) = follower.step(Instant::now(), clock::now());
                pause = Some(pause.map_or(next, |pause: Duration| pause.min(next)));
                let Some(result) = news else {
                    continue;
                };
                if is_awaited && result.is_err() {
                    continue;
                }
                if let BundleSource::Folder(path) | BundleSource::Zip(path) = &follower.source {
                    let _ = self.scanner.send(scanner::Job::Touched(path.clone()));
                }
                let result = result.map(Arc::new);
                let source = follower.source.clone();
                if let (Ok(briefing), Some(look)) = (&result, follower.seen) {
                    readings.put(source.clone(), briefing.hash.clone(), look);
                }
                tell(&self.inbox, Msg::BundleChanged(source, result));
            }
        }
    }
}

/// How the files of what was read looked before, the last first.
#[derive(Default)]
struct Readings(VecDeque<(BundleSource, String, Look)>);

impl Readings {
    fn put(&mut self, source: BundleSource, hash: String, look: Look) {
        self.0.retain(|(s, h, _)| (s, h) != (&source, &hash));
        self.0.push_front((source, hash, look));
        self.0.truncate(MAX_READINGS);
    }

    fn of(&self, source: &BundleSource, hash: &str) -> Option<Look> {
        let mut all = self.0.iter();
        let known = all.find(|(s, h, _)| s == source && h == hash);
        known.map(|(_, _, look)| *look)
    }
}

/// What was read anew, or all that is wrong with it.
type News = Result<Briefing, Vec<Problem>>;

/// One bundle that is followed.
struct Follower {
    source: BundleSource,
    /// How its files looked when they were read last; `None` where that is not known.
    seen: Option<Look>,
    change: Option<Change>,
}

/// A change that has not been told yet.
#[derive(Clone, Copy)]
struct Change {
    begun: Instant,
    /// How the files look, and since when.
    look: Look,
    since: Instant,
    /// Whether they cannot be read as they look.
    is_broken: bool,
}

impl Follower {
    fn new(source: BundleSource, seen: Option<Look>) -> Follower {
        Follower {
            source,
            seen,
            change: None,
        }
    }

    /// Looks at the bundle; returns what there is to tell, and when to look again.
    fn step(&mut self, now: Instant, clock: i64) -> (Option<News>, Duration) {
        let begun = Instant::now();
        let look = bundle::look(&self.source, clock);
        let pause = PAUSE.max(begun.elapsed() * SHARE);
        if let Some(seen) = self.seen
            && seen.is_same(look)
        {
            self.change = None;
            if seen.is_settled || !look.is_settled {
                return (None, pause);
            }
            // It may have changed once more within the same tick of the clock.
            return (Some(self.read(look)), pause);
        }
        let mut change = self.change.unwrap_or(Change {
            begun: now,
            look,
            since: now,
            is_broken: false,
        });
        if !change.look.is_same(look) {
            change = Change {
                look,
                since: now,
                is_broken: false,
                ..change
            };
        }
        // Files of which nothing is known, and that have lain still, need no waiting.
        let is_quiet = now - change.since >= QUIET || (self.seen.is_none() && look.is_settled);
        let is_late = now - change.begun >= MAX_WAIT;
        self.change = Some(change);
        if !(is_quiet || is_late) {
            return (None, QUIET);
        }
        if change.is_broken && now - change.since < PATIENCE && !is_late {
            return (None, QUIET);
        }
        let seen = self.seen;
        let news = self.read(look);
        if news.is_err() && now - change.since < PATIENCE && !is_late {
            self.seen = seen;
            self.change = Some(Change {
                is_broken: true,
                ..change
            });
            return (None, QUIET);
        }
        (Some(news), pause)
    }

    fn read(&mut self, look: Look) -> News {
        let loaded = bundle::load(&self.source);
        self.seen = Some(look);
        self.change = None;
        loaded.briefing.ok_or(loaded.problems)
    }
}

#[cfg(test)]
mod tests;
