//! The scanner: knows which bundles there are. It reports those of the cached list at once, then
//! looks for what has changed, and keeps looking where folders can be watched.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender};

use crate::app::message::{Msg, StatusLevel};
use crate::model::{Briefing, LibraryEntry};
use crate::runtime::library::batch::Batch;
use crate::runtime::library::folder_watch::FolderWatch;
use crate::runtime::library::library_cache::LibraryCache;
use crate::runtime::library::scan::{ScanProgress, ScanSink};
use crate::runtime::support::event::{EventSender, send_msg};
use crate::runtime::workers::jobs::{IndexJob, ScanJob, WatchJob};
use crate::runtime::workers::shared::SharedState;

/// How long a briefing waits for others of its batch: shorter, and a scan of a slow disk would
/// commit for each; longer, and the progress would stand still.
const BATCH_WINDOW: Duration = Duration::from_millis(1500);
/// How long nothing must have changed before the changes are looked at: an editor or `git`
/// writes several files in a row.
const DEBOUNCE: Duration = Duration::from_millis(300);
/// After so long, changes are looked at although more keep coming.
const MAX_DEBOUNCE: Duration = Duration::from_secs(3);

/// The scanner, with what it works with.
pub struct Scanner {
    /// The library, as far as it is known.
    pub library: LibraryCache,
    /// Where messages are sent.
    pub event_tx: EventSender,
    /// The indexer.
    pub indexer: Sender<IndexJob>,
    /// The bundle watcher.
    pub bundle_watcher: Sender<WatchJob>,
    /// What the workers share.
    pub shared: Arc<SharedState>,
}

impl Scanner {
    /// Runs until every sender is dropped. `self_tx` is the way to this worker, for the watched
    /// folders.
    pub fn run(mut self, jobs: &Receiver<ScanJob>, self_tx: &Sender<ScanJob>) {
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
                ScanJob::Rescan => self.scan(),
                ScanJob::Changed(path) => self.on_changed(path, jobs),
            }
            // Not before the first scan, whose own reads would be reported.
            if watch.is_none() {
                let scanner = self_tx.clone();
                let started = FolderWatch::start(self.library.watch_paths(), move |path| {
                    let _ = scanner.send(ScanJob::Changed(path));
                });
                self.report_unwatched(&started);
                watch = Some(started);
            }
        }
    }

    /// Reports what cannot be watched, and what to do about it.
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

    /// Looks at all bundles.
    fn scan(&mut self) {
        let mut feed = IndexFeed::new(self);
        let scan = self.library.scan(&mut feed);
        feed.flush();
        if let Some(problem) = scan.problems.first() {
            let message = problem.message.clone();
            send_msg(&self.event_tx, Msg::Notify(StatusLevel::Error, message));
        }
        self.report_entries(true);
        // If a folder cannot be read, nothing is deleted: its briefings may still be there.
        let ids = scan.problems.is_empty().then_some(scan.ids);
        let _ = self.indexer.send(IndexJob::ScanComplete(ids));
    }

    /// Collects changes until no more come for a while, then looks at them.
    fn on_changed(&mut self, first: PathBuf, jobs: &Receiver<ScanJob>) {
        let begun = Instant::now();
        let mut changed = BTreeSet::from([first]);
        while begun.elapsed() < MAX_DEBOUNCE {
            match jobs.recv_timeout(DEBOUNCE) {
                Ok(ScanJob::Changed(path)) => {
                    changed.insert(path);
                }
                Ok(ScanJob::Rescan) => return self.scan(),
                Err(_) => break,
            }
        }
        let _ = self.bundle_watcher.send(WatchJob::PollNow);
        let bundles: Option<BTreeSet<PathBuf>> = changed
            .iter()
            .map(|p| self.library.bundle_containing(p))
            .collect();
        let mut feed = IndexFeed::new(self);
        let before = self.library.entries();
        match bundles {
            Some(bundles) if self.library.rescan(&bundles, &mut feed) => {
                feed.flush();
                let _ = self.indexer.send(IndexJob::ScanComplete(None));
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

/// Sends briefings to the indexer in batches.
struct IndexFeed {
    event_tx: EventSender,
    indexer: Sender<IndexJob>,
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
        let batch = self.batch.take();
        let progress = Some(self.progress.into());
        let _ = self.indexer.send(IndexJob::Update(batch, progress));
    }
}

impl ScanSink for IndexFeed {
    fn is_indexed(&self, id: &str, hash: &str) -> bool {
        // Without an index nothing is to be sent.
        (self.shared.index()).is_none_or(|index| index.is_current(id, hash))
    }

    fn on_briefing(&mut self, briefing: Briefing, progress: ScanProgress) {
        if self.batch.is_empty() {
            self.since = Instant::now();
        }
        self.progress = progress;
        if self.batch.add(briefing) {
            self.flush();
        }
    }

    fn on_progress(&mut self, progress: ScanProgress) {
        self.progress = progress;
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
