//! Brings an index up to date with a library outside of a session, for the
//! shell's commands: one thread reads bundles, another writes the index.

use std::cell::Cell;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Sender, bounded};

use crate::model::{Briefing, IndexProgress};
use crate::runtime::library::batch::Batch;
use crate::runtime::library::library_cache::{LibraryCache, ScanProgress, ScanResult, ScanSink};
use crate::runtime::workers::indexer::EtaEstimator;
use crate::search::{Index, SearchError};

/// How many batches may wait.
const MAX_QUEUED_BATCHES: usize = 1;
/// How long another process may write before this one gives up, in tries.
const MAX_ATTEMPTS: usize = 60;
/// How long is waited between two tries.
const RETRY_DELAY: Duration = Duration::from_millis(500);

/// What came of it.
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
    /// Wait for it, for a minute at most.
    Wait,
    /// Give up with [`SearchError::Busy`].
    GiveUp,
}

impl BusyPolicy {
    /// Returns how often to try.
    fn max_attempts(self) -> usize {
        match self {
            BusyPolicy::Wait => MAX_ATTEMPTS,
            BusyPolicy::GiveUp => 1,
        }
    }
}

/// Looks at the library and writes what the index lacks; forgets what is no
/// longer there, unless a folder could not be read.
///
/// # Errors
/// The first error of writing. What was written before stays.
pub fn sync_index(
    library: &mut LibraryCache,
    index: &Index,
    others: BusyPolicy,
    told: &mut (dyn FnMut(IndexProgress) + Send),
) -> Result<SyncReport, SearchError> {
    let begun = Instant::now();
    let lay_on_disk = index.is_on_disk();
    let hears = &mut *told;
    let (sender, batches) = bounded::<(Vec<Arc<Briefing>>, ScanProgress)>(MAX_QUEUED_BATCHES);
    let (survey, written) = thread::scope(|scope| {
        let writer = scope.spawn(move || {
            let mut pace: Option<EtaEstimator> = None;
            let (mut briefings, mut passages) = (0, 0);
            let at = Cell::new(ScanProgress::default());
            let mut coming = batches.into_iter().map(|(batch, step)| {
                at.set(step);
                batch
            });
            let Some(first) = coming.next() else {
                return Ok((0, 0));
            };
            // Another writer is found before any batch but the first is taken.
            let mut coming = Some(first).into_iter().chain(coming);
            let mut done = |batch: &[Arc<Briefing>]| {
                let ScanProgress { done, total } = at.get();
                let progress = IndexProgress {
                    done,
                    total,
                    ..IndexProgress::default()
                };
                let articles = batch.iter().flat_map(|b| &b.articles);
                passages += articles.map(|a| a.text.passages.len()).sum::<usize>();
                briefings += batch.len();
                let pace =
                    pace.get_or_insert_with(|| EtaEstimator::new(begun, progress, batch.len()));
                hears(pace.advance(batch, progress));
            };
            let mut written = index.update_stream(&mut coming, &mut done);
            for _ in 1..others.max_attempts() {
                if !matches!(written, Err(SearchError::Busy)) {
                    break;
                }
                thread::sleep(RETRY_DELAY);
                written = index.update_stream(&mut coming, &mut done);
            }
            written?;
            Ok((briefings, passages))
        });
        let mut reading = SyncReader {
            index,
            sender,
            batch: Batch::default(),
        };
        let survey = library.scan(&mut reading);
        let total = library.entries().len();
        reading.flush(ScanProgress { done: total, total });
        drop(reading);
        let written = writer.join().unwrap_or_else(|_| {
            let why = "the writer stopped unexpectedly".to_owned();
            Err(SearchError::Engine(why))
        });
        (survey, written)
    });
    let (briefings, passages) = written?;
    if lay_on_disk && !index.is_on_disk() {
        // The disk has failed, and memory holds only what came after.
        return sync_index(library, index, others, told);
    }
    if survey.problems.is_empty() {
        index.retain(&survey.ids)?;
    }
    Ok(SyncReport {
        scan: survey,
        briefings,
        passages,
        seconds: begun.elapsed().as_secs_f64(),
    })
}

struct SyncReader<'a> {
    index: &'a Index,
    sender: Sender<(Vec<Arc<Briefing>>, ScanProgress)>,
    batch: Batch,
}

impl SyncReader<'_> {
    fn flush(&mut self, step: ScanProgress) {
        if !self.batch.is_empty() {
            // Where the writer has failed it says so itself.
            let _ = self.sender.send((self.batch.take(), step));
        }
    }
}

impl ScanSink for SyncReader<'_> {
    fn is_indexed(&self, id: &str, hash: &str) -> bool {
        self.index.is_current(id, hash)
    }

    fn on_briefing(&mut self, briefing: Briefing, step: ScanProgress) {
        if self.batch.add(briefing) {
            self.flush(step);
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
