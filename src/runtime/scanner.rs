//! The scanner: knows which bundles there are. It shows what the catalogue
//! remembers at once, then looks for what has changed, and goes on looking
//! where the folders can be watched.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender};

use super::batch::Batch;
use super::event::{Inbox, tell};
use super::follower;
use super::indexer;
use super::shared::Shared;
use super::stock::{Step, Stock, Taker};
use super::watch::Watch;
use crate::app::message::{Msg, StatusLevel};
use crate::model::{Briefing, IndexProgress, LibraryEntry};

/// How long a briefing waits for others to go with it.
const GATHER: Duration = Duration::from_millis(1500);
/// How long nothing must have changed before what changed is looked at.
const QUIET: Duration = Duration::from_millis(300);
/// How long changes are gathered at most.
const RESTLESS: Duration = Duration::from_secs(3);

/// Something for the scanner to do.
#[derive(Debug)]
pub enum Job {
    /// Look at all bundles.
    Rescan,
    /// This file, or what it stands in, has changed.
    Touched(PathBuf),
}

/// What the scanner works with.
pub struct Scanner {
    /// What the library holds.
    pub stock: Stock,
    /// The way to the loop.
    pub inbox: Inbox,
    /// The way to the indexer.
    pub indexer: Sender<indexer::Job>,
    /// The way to the follower.
    pub follower: Sender<follower::Job>,
    /// What the workers share.
    pub shared: Arc<Shared>,
}

impl Scanner {
    /// Works until nobody can ask any more. `own` is the way to this worker,
    /// for what watches the folders.
    pub fn run(mut self, jobs: &Receiver<Job>, own: &Sender<Job>) {
        if self.stock.is_known() {
            if !self.stock.is_complete() {
                self.tell(false);
                self.shared.until_shown();
                self.stock.complete();
            }
            self.tell(true);
            self.shared.until_shown();
        }
        let mut watch = None;
        while let Ok(job) = jobs.recv() {
            match job {
                Job::Rescan => self.survey(),
                Job::Touched(path) => self.touched(path, jobs),
            }
            // Not before: the first look itself would be heard.
            if watch.is_none() {
                let begun = Watch::start(self.stock.watched(), own.clone());
                self.tell_unwatched(&begun);
                watch = Some(begun);
            }
        }
    }

    /// Says once what cannot be watched, and what to do about it.
    fn tell_unwatched(&self, watch: &Watch) {
        if let Some(failed) = watch.failed().first() {
            let said = format!(
                "Not all changes of the library are seen by themselves: {}. :reload looks again ({}).",
                failed.why,
                failed.path.display()
            );
            tell(&self.inbox, Msg::Notify(StatusLevel::Hint, said));
        }
    }

    fn survey(&mut self) {
        let mut handing = Handing::new(self);
        let survey = self.stock.survey(&mut handing);
        handing.flush();
        if let Some(problem) = survey.problems.first() {
            let message = problem.message.clone();
            tell(&self.inbox, Msg::Notify(StatusLevel::Error, message));
        }
        self.tell(true);
        // Of a folder that cannot be read nothing is forgotten.
        let kept = survey.problems.is_empty().then_some(survey.ids);
        let _ = self.indexer.send(indexer::Job::Whole(kept));
    }

    /// Gathers what changes until it is quiet, then looks at it.
    fn touched(&mut self, first: PathBuf, jobs: &Receiver<Job>) {
        let begun = Instant::now();
        let mut touched = BTreeSet::from([first]);
        while begun.elapsed() < RESTLESS {
            match jobs.recv_timeout(QUIET) {
                Ok(Job::Touched(path)) => {
                    touched.insert(path);
                }
                Ok(Job::Rescan) => return self.survey(),
                Err(_) => break,
            }
        }
        let _ = self.follower.send(follower::Job::Look);
        let bundles: Option<BTreeSet<PathBuf>> =
            touched.iter().map(|p| self.stock.bundle_of(p)).collect();
        let mut handing = Handing::new(self);
        let before = self.stock.entries();
        match bundles {
            Some(bundles) if self.stock.look_at(&bundles, &mut handing) => {
                handing.flush();
                let _ = self.indexer.send(indexer::Job::Whole(None));
                if !Arc::ptr_eq(&before, &self.stock.entries()) {
                    self.tell(true);
                }
            }
            _ => self.survey(),
        }
    }

    fn tell(&self, complete: bool) {
        let entries = self.stock.entries();
        tell(&self.inbox, Msg::Library { entries, complete });
    }
}

/// Hands briefings to the indexer, many at a time.
struct Handing {
    inbox: Inbox,
    indexer: Sender<indexer::Job>,
    shared: Arc<Shared>,
    batch: Batch,
    since: Instant,
    step: Step,
}

impl Handing {
    fn new(scanner: &Scanner) -> Handing {
        Handing {
            inbox: scanner.inbox.clone(),
            indexer: scanner.indexer.clone(),
            shared: Arc::clone(&scanner.shared),
            batch: Batch::default(),
            since: Instant::now(),
            step: Step::default(),
        }
    }

    fn flush(&mut self) {
        if self.batch.is_empty() {
            return;
        }
        let Step { done, total } = self.step;
        let progress = IndexProgress {
            done,
            total,
            ..IndexProgress::default()
        };
        let batch = self.batch.take();
        let _ = self
            .indexer
            .send(indexer::Job::Update(batch, Some(progress)));
    }
}

impl Taker for Handing {
    fn has(&self, id: &str, hash: &str) -> bool {
        // Where there is no index, nothing need be handed over.
        (self.shared.index()).is_none_or(|index| index.is_current(id, hash))
    }

    fn take(&mut self, briefing: Briefing, step: Step) {
        if self.batch.is_empty() {
            self.since = Instant::now();
        }
        self.step = step;
        if self.batch.add(briefing) {
            self.flush();
        }
    }

    fn step(&mut self, step: Step) {
        self.step = step;
        if self.since.elapsed() >= GATHER {
            self.since = Instant::now();
            self.flush();
        }
    }

    fn news(&mut self, entries: Vec<LibraryEntry>) {
        let entries = entries.into();
        let complete = false;
        tell(&self.inbox, Msg::Library { entries, complete });
    }
}
