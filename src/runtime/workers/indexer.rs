//! The indexer: keeps the index of the library up to date. The index is a cache: if it cannot be
//! kept on disk, it is built in memory, and if it cannot be built at all, the program says so and
//! goes on without it.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender};

use crate::app::message::{Msg, StatusLevel};
use crate::model::{Briefing, IndexProgress};
use crate::runtime::library::eta::EtaEstimator;
use crate::runtime::support::event::{EventSender, send_msg};
use crate::runtime::workers::jobs::{Coverage, IndexJob, ScanJob, SearchJob};
use crate::runtime::workers::shared::SharedState;
use crate::search::{Index, RetryPolicy, SearchError};

/// Waits for as long as another process writes: that is no error, and the reader can read on.
const RETRY: RetryPolicy = RetryPolicy::forever(Duration::from_millis(500));

/// Batches that follow each other so closely are written in one commit. Longer than the scanner
/// takes to read the next batch, too short to be felt when a single briefing has changed.
const COALESCE_WINDOW: Duration = Duration::from_millis(50);

/// The indexer, with what it works with.
pub struct Indexer<'a> {
    /// Folder of the index; `None` for an index in memory.
    pub folder: Option<&'a Path>,
    /// What the workers share.
    pub shared: &'a SharedState,
    /// Its jobs.
    pub jobs: &'a Receiver<IndexJob>,
    /// Where messages are sent.
    pub event_tx: &'a EventSender,
    /// The scanner.
    pub scanner: &'a Sender<ScanJob>,
    /// The searcher.
    pub searcher: &'a Sender<SearchJob>,
}

impl Indexer<'_> {
    /// Opens the index, gives it to those who wait for it, and updates it until every sender is
    /// dropped.
    pub fn run(&self) {
        self.shared.wait_first_frame();
        let Some(index) = self.shared.publish_index(self.open()) else {
            return;
        };
        if let Some(notice) = index.notice() {
            send_msg(self.event_tx, Msg::Notify(StatusLevel::Hint, notice));
        }
        let mut run = IndexRun {
            indexer: self,
            index,
            eta: None,
            is_verified: false,
        };
        let mut next = None;
        while let Some(job) = next.take().or_else(|| self.jobs.recv().ok()) {
            let (result, coverage) = match job {
                IndexJob::Update(briefings, progress) => (
                    run.update(briefings, progress, &mut next),
                    Coverage::Partial,
                ),
                IndexJob::ScanComplete(ids) => run.complete_scan(ids.as_ref()),
            };
            let _ = self.searcher.send(SearchJob::Reanswer(coverage));
            if let Err(error) = result {
                self.report_error(error.to_string());
            }
        }
    }

    /// Opens the index on disk, else in memory.
    fn open(&self) -> Option<Index> {
        let opened = match self.folder {
            Some(folder) => Index::open_dir(folder).or_else(|error| {
                self.report_error(error.to_string());
                Index::in_memory()
            }),
            None => Index::in_memory(),
        };
        opened
            .map_err(|error| self.report_error(error.to_string()))
            .ok()
    }

    fn report_error(&self, message: String) {
        send_msg(self.event_tx, Msg::Notify(StatusLevel::Error, message));
    }

    fn report_progress(&self, progress: IndexProgress) {
        send_msg(self.event_tx, Msg::IndexProgress(progress));
    }

    /// Reports the notice of the index, and has everything sent again: the index was replaced by
    /// an empty one.
    fn refill(&self, index: &Index) {
        self.report_error(index.notice().unwrap_or_default());
        let _ = self.scanner.send(ScanJob::Rescan);
    }
}

/// What the indexer knows of the index while it runs.
struct IndexRun<'a> {
    indexer: &'a Indexer<'a>,
    index: &'a Index,
    /// The rate of the present scan; `None` while there is none.
    eta: Option<EtaEstimator>,
    /// Whether the files of the index have been verified.
    is_verified: bool,
}

impl IndexRun<'_> {
    /// Writes briefings, and those that follow closely, in one commit. A job of another kind that
    /// comes in between is left in `next`.
    fn update(
        &mut self,
        briefings: Vec<Arc<Briefing>>,
        progress: Option<IndexProgress>,
        next: &mut Option<IndexJob>,
    ) -> Result<(), SearchError> {
        if let Some(progress) = progress {
            // From now on, so that the time of the first batch counts.
            self.eta.get_or_insert_with(|| {
                EtaEstimator::new(Instant::now(), progress, briefings.len())
            });
        }
        let progress = Cell::new(progress);
        let mut batches = Coalescer {
            jobs: self.indexer.jobs,
            first: Some(briefings),
            progress: &progress,
            next,
        };
        let mut on_written = |briefings: &[Arc<Briefing>]| {
            if let Some(progress) = progress.get() {
                let eta = self.eta.get_or_insert_with(|| {
                    EtaEstimator::new(Instant::now(), progress, briefings.len())
                });
                self.indexer
                    .report_progress(eta.advance(briefings, progress));
            }
            let partial = SearchJob::Reanswer(Coverage::Partial);
            let _ = self.indexer.searcher.send(partial);
        };
        let notice_before = self.index.notice();
        let result = RETRY.run(
            || self.index.update_stream(&mut batches, &mut on_written),
            SearchError::is_busy,
        );
        if self.index.notice() != notice_before {
            // It goes on in memory, where the rest of the library is missing.
            self.indexer.refill(self.index);
        }
        if self.eta.is_none() {
            self.indexer.report_progress(IndexProgress::default());
        }
        result
    }

    /// Deletes the briefings that no longer exist. After the first scan, the files of the index are
    /// read again and compared with their checksums; if they are damaged, everything is sent again.
    fn complete_scan(
        &mut self,
        ids: Option<&BTreeSet<String>>,
    ) -> (Result<(), SearchError>, Coverage) {
        let result = ids.map_or(Ok(()), |ids| {
            RETRY.run(|| self.index.retain(ids), SearchError::is_busy)
        });
        if self.eta.take().is_some() {
            self.indexer.report_progress(IndexProgress::default());
        }
        let is_sound = self.is_verified || self.index.verify();
        self.is_verified = true;
        if is_sound {
            (result, Coverage::Complete)
        } else {
            self.indexer.refill(self.index);
            (result, Coverage::Partial)
        }
    }
}

/// The batches that follow each other within [`COALESCE_WINDOW`].
struct Coalescer<'a> {
    jobs: &'a Receiver<IndexJob>,
    first: Option<Vec<Arc<Briefing>>>,
    /// The progress of the scan with the last batch.
    progress: &'a Cell<Option<IndexProgress>>,
    /// A job of another kind, which ends the batches.
    next: &'a mut Option<IndexJob>,
}

impl Iterator for Coalescer<'_> {
    type Item = Vec<Arc<Briefing>>;

    fn next(&mut self) -> Option<Vec<Arc<Briefing>>> {
        if let Some(first) = self.first.take() {
            return Some(first);
        }
        match self.jobs.recv_timeout(COALESCE_WINDOW) {
            Ok(IndexJob::Update(briefings, progress)) => {
                self.progress.set(progress);
                Some(briefings)
            }
            Ok(job) => {
                *self.next = Some(job);
                None
            }
            Err(_) => None,
        }
    }
}
