//! Brings an index up to date with a library, for the commands of the shell: one thread reads
//! bundles, another writes the index.

use std::cell::Cell;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, bounded};

use crate::model::{Briefing, IndexProgress};
use crate::runtime::library::batch::Batch;
use crate::runtime::library::eta::{EtaEstimator, passage_count};
use crate::runtime::library::library_cache::LibraryCache;
use crate::runtime::library::scan::{ScanProgress, ScanResult, ScanSink};
use crate::search::{Index, RetryPolicy, SearchError};

/// Batches that may wait for the writer: one, so that reading and writing overlap while memory
/// stays small.
const MAX_QUEUED_BATCHES: usize = 1;

/// What a synchronisation did.
#[derive(Debug, Default)]
pub struct SyncReport {
    /// What the library holds.
    pub scan: ScanResult,
    /// Number of briefings that were written.
    pub briefings: usize,
    /// Number of their passages.
    pub passages: usize,
    /// How long it took.
    pub seconds: f64,
}

/// What to do while another process writes the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BusyPolicy {
    /// Wait for it, for half a minute at most.
    Wait,
    /// Fail with [`SearchError::Busy`].
    GiveUp,
}

impl BusyPolicy {
    fn retry_policy(self) -> RetryPolicy {
        match self {
            BusyPolicy::Wait => RetryPolicy::new(60, Duration::from_millis(500)),
            BusyPolicy::GiveUp => RetryPolicy::new(1, Duration::ZERO),
        }
    }
}

/// A batch of briefings, with the progress of the scan.
type ScannedBatch = (Vec<Arc<Briefing>>, ScanProgress);

/// Scans the library and writes what the index lacks; deletes what no longer exists, unless a
/// folder could not be read.
///
/// # Errors
/// The first error of writing. What was written before stays.
pub fn sync_index(
    library: &mut LibraryCache,
    index: &Index,
    busy: BusyPolicy,
    on_progress: &mut (dyn FnMut(IndexProgress) + Send),
) -> Result<SyncReport, SearchError> {
    let started = Instant::now();
    let was_on_disk = index.is_on_disk();
    let progress_sink = &mut *on_progress;
    let (sender, batches) = bounded(MAX_QUEUED_BATCHES);
    let (scan, written) = thread::scope(|scope| {
        let writer =
            scope.spawn(move || write_batches(index, busy, started, batches, progress_sink));
        let mut reader = SyncReader {
            index,
            sender,
            batch: Batch::default(),
        };
        let scan = library.scan(&mut reader);
        let total = library.entries().len();
        reader.flush(ScanProgress { done: total, total });
        drop(reader);
        let written = writer.join().unwrap_or_else(|_| {
            let why = "the writer stopped unexpectedly".to_owned();
            Err(SearchError::Engine(why))
        });
        (scan, written)
    });
    let (briefings, passages) = written?;
    if was_on_disk && !index.is_on_disk() {
        // The disk has failed, and the index in memory holds only what came after that.
        return sync_index(library, index, busy, on_progress);
    }
    if scan.problems.is_empty() {
        index.retain(&scan.ids)?;
    }
    Ok(SyncReport {
        scan,
        briefings,
        passages,
        seconds: started.elapsed().as_secs_f64(),
    })
}

/// Writes batches until there are no more. Returns the number of briefings and of passages.
fn write_batches(
    index: &Index,
    busy: BusyPolicy,
    started: Instant,
    batches: Receiver<ScannedBatch>,
    on_progress: &mut (dyn FnMut(IndexProgress) + Send),
) -> Result<(usize, usize), SearchError> {
    let mut eta: Option<EtaEstimator> = None;
    let (mut briefings, mut passages) = (0, 0);
    let scan_progress = Cell::new(ScanProgress::default());
    let mut batches = batches.into_iter().map(|(batch, progress)| {
        scan_progress.set(progress);
        batch
    });
    let Some(first) = batches.next() else {
        return Ok((0, 0));
    };
    // Whether another process writes is found out before any batch but the first is taken.
    let mut batches = Some(first).into_iter().chain(batches);
    let mut on_written = |batch: &[Arc<Briefing>]| {
        let progress = scan_progress.get().into();
        passages += passage_count(batch);
        briefings += batch.len();
        let eta = eta.get_or_insert_with(|| EtaEstimator::new(started, progress, batch.len()));
        on_progress(eta.advance(batch, progress));
    };
    busy.retry_policy().run(
        || index.update_stream(&mut batches, &mut on_written),
        SearchError::is_busy,
    )?;
    Ok((briefings, passages))
}

/// Sends the briefings that the index lacks to the writer.
struct SyncReader<'a> {
    index: &'a Index,
    sender: Sender<ScannedBatch>,
    batch: Batch,
}

impl SyncReader<'_> {
    fn flush(&mut self, progress: ScanProgress) {
        if !self.batch.is_empty() {
            // If the writer has failed, it returns the error itself.
            let _ = self.sender.send((self.batch.take(), progress));
        }
    }
}

impl ScanSink for SyncReader<'_> {
    fn is_indexed(&self, id: &str, hash: &str) -> bool {
        self.index.is_current(id, hash)
    }

    fn on_briefing(&mut self, briefing: Briefing, progress: ScanProgress) {
        if self.batch.add(briefing) {
            self.flush(progress);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::LibraryRoot;

    #[test]
    fn the_pace_of_the_first_batch_counts_from_the_beginning() {
        let mut library = LibraryCache::open(vec![LibraryRoot::BuiltIn], None);
        let index = Index::in_memory().unwrap();
        let mut heard: Option<(IndexProgress, f64)> = None;
        let begun = Instant::now();
        let caught = sync_index(&mut library, &index, BusyPolicy::GiveUp, &mut |progress| {
            heard.get_or_insert((progress, begun.elapsed().as_secs_f64()));
        });
        let (progress, seconds) = heard.unwrap();
        let passages = caught.unwrap().passages as f64;
        let rate = progress.passages_per_second as f64;
        assert!(passages > 0.0 && rate > 0.0);
        // Counted from when the batch was written, it would have taken no time at all.
        assert!(rate < 1.5 * passages / seconds, "{rate} after {seconds} s");
    }
}
