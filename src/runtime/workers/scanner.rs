//! The scanner: knows which bundles there are. It shows what the catalogue
//! remembers at once, then looks for what has changed, and goes on looking
//! where the folders can be watched.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender};

use crate::app::message::{Msg, StatusLevel};
use crate::model::{Briefing, IndexProgress, LibraryEntry};
use crate::runtime::event::{EventSender, send_msg};
use crate::runtime::library::batch::Batch;
use crate::runtime::library::folder_watch::FolderWatch;
use crate::runtime::library::library_cache::{LibraryCache, ScanProgress, ScanSink};
use crate::runtime::workers::bundle_watcher;
use crate::runtime::workers::indexer;
use crate::runtime::workers::shared::SharedState;

/// How long a briefing waits for others to go with it.
const BATCH_WINDOW: Duration = Duration::from_millis(1500);
/// How long nothing must have changed before what changed is looked at.
const DEBOUNCE: Duration = Duration::from_millis(300);
/// How long changes are gathered at most.
const MAX_DEBOUNCE: Duration = Duration::from_secs(3);

/// Something for the scanner to do.
#[derive(Debug)]
pub enum Job {
    /// Look at all bundles.
    Rescan,
    /// This file, or what it stands in, has changed.
    Changed(PathBuf),
}

/// What the scanner works with.
pub struct Scanner {
    /// What the library holds.
    pub library: LibraryCache,
    /// The way to the loop.
    pub event_tx: EventSender,
    /// The way to the indexer.
    pub indexer: Sender<indexer::Job>,
    /// The way to the follower.
    pub bundle_watcher: Sender<bundle_watcher::Job>,
    /// What the workers share.
    pub shared: Arc<SharedState>,
}

impl Scanner {
    /// Works until nobody can ask any more. `own` is the way to this worker,
    /// for what watches the folders.
    pub fn run(mut self, jobs: &Receiver<Job>, own: &Sender<Job>) {
        if self.library.is_known() {
            if !self.library.is_complete() {
                self.report_entries(false);
                self.shared.wait_first_frame();
                self.library.load_remaining();
            }
            self.report_entries(true);
            self.shared.wait_first_frame();
        }
        let mut watch = None;
        while let Ok(job) = jobs.recv() {
            match job {
                Job::Rescan => self.scan(),
                Job::Changed(path) => self.on_changed(path, jobs),
            }
            // Not before: the first look itself would be heard.
            if watch.is_none() {
                let begun = FolderWatch::start(self.library.watch_paths(), own.clone());
                self.report_unwatched(&begun);
                watch = Some(begun);
            }
        }
    }

    /// Says once what cannot be watched, and what to do about it.
    fn report_unwatched(&self, watch: &FolderWatch) {
        if let Some(failed) = watch.failed().first() {
            let message = format!(
                "Not all changes of the library are seen by themselves: {}. :reload looks again ({}).",
                failed.why,
                failed.path.display()
            );
            send_msg(&self.event_tx, Msg::Notify(StatusLevel::Hint, message));
        }
    }

    fn scan(&mut self) {
        let mut handing = IndexFeed::new(self);
        let survey = self.library.scan(&mut handing);
        handing.flush();
        if let Some(problem) = survey.problems.first() {
            let message = problem.message.clone();
            send_msg(&self.event_tx, Msg::Notify(StatusLevel::Error, message));
        }
        self.report_entries(true);
        // Of a folder that cannot be read nothing is forgotten.
        let kept = survey.problems.is_empty().then_some(survey.ids);
        let _ = self.indexer.send(indexer::Job::ScanComplete(kept));
    }

    /// Gathers what changes until it is quiet, then looks at it.
    fn on_changed(&mut self, first: PathBuf, jobs: &Receiver<Job>) {
        let begun = Instant::now();
        let mut touched = BTreeSet::from([first]);
        while begun.elapsed() < MAX_DEBOUNCE {
            match jobs.recv_timeout(DEBOUNCE) {
                Ok(Job::Changed(path)) => {
                    touched.insert(path);
                }
                Ok(Job::Rescan) => return self.scan(),
                Err(_) => break,
            }
        }
        let _ = self.bundle_watcher.send(bundle_watcher::Job::PollNow);
        let bundles: Option<BTreeSet<PathBuf>> = touched
            .iter()
            .map(|p| self.library.bundle_containing(p))
            .collect();
        let mut handing = IndexFeed::new(self);
        let before = self.library.entries();
        match bundles {
            Some(bundles) if self.library.rescan(&bundles, &mut handing) => {
                handing.flush();
                let _ = self.indexer.send(indexer::Job::ScanComplete(None));
                if !Arc::ptr_eq(&before, &self.library.entries()) {
                    self.report_entries(true);
                }
            }
            _ => self.scan(),
        }
    }

    fn report_entries(&self, complete: bool) {
        let entries = self.library.entries();
        send_msg(&self.event_tx, Msg::Library { entries, complete });
    }
}

/// Hands briefings to the indexer, many at a time.
struct IndexFeed {
    event_tx: EventSender,
    indexer: Sender<indexer::Job>,
    shared: Arc<SharedState>,
    batch: Batch,
    since: Instant,
    progress: ScanProgress,
}

impl IndexFeed {
    fn new(scanner: &Scanner) -> IndexFeed {
        IndexFeed {
            event_tx: scanner.event_tx.clone(),
            indexer: scanner.indexer.clone(),
            shared: Arc::clone(&scanner.shared),
            batch: Batch::default(),
            since: Instant::now(),
            progress: ScanProgress::default(),
        }
    }

    fn flush(&mut self) {
        if self.batch.is_empty() {
            return;
        }
        let ScanProgress { done, total } = self.progress;
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

impl ScanSink for IndexFeed {
    fn is_indexed(&self, id: &str, hash: &str) -> bool {
        // Where there is no index, nothing need be handed over.
        (self.shared.index()).is_none_or(|index| index.is_current(id, hash))
    }

    fn on_briefing(&mut self, briefing: Briefing, step: ScanProgress) {
        if self.batch.is_empty() {
            self.since = Instant::now();
        }
        self.progress = step;
        if self.batch.add(briefing) {
            self.flush();
        }
    }

    fn on_progress(&mut self, step: ScanProgress) {
        self.progress = step;
        if self.since.elapsed() >= BATCH_WINDOW {
            self.since = Instant::now();
            self.flush();
        }
    }

    fn on_partial(&mut self, entries: Vec<LibraryEntry>) {
        let entries = entries.into();
        let complete = false;
        send_msg(&self.event_tx, Msg::Library { entries, complete });
    }
}
