//! The indexer: keeps the index of the library up to date. The index is a
//! cache: where it cannot be kept on disk it is built in memory, and where it
//! cannot be built at all the program says so and reads on.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender};

use crate::app::message::{Msg, StatusLevel};
use crate::model::{Briefing, IndexProgress};
use crate::runtime::event::{EventSender, send_msg};
use crate::runtime::workers::scanner;
use crate::runtime::workers::searcher::{self, Coverage};
use crate::runtime::workers::shared::SharedState;
use crate::search::{Index, SearchError};

/// How long to wait before asking again whether another process still writes.
const RETRY_DELAY: Duration = Duration::from_millis(500);

/// How soon more must come to be written in one go.
const COALESCE_WINDOW: Duration = Duration::from_millis(50);

/// Something for the indexer to do.
#[derive(Debug)]
pub enum Job {
    /// Index these briefings, anew where it knows them; a scan is then so far.
    Update(Vec<Arc<Briefing>>, Option<IndexProgress>),
    /// All there is has been handed over; forget all briefings but these.
    ScanComplete(Option<BTreeSet<String>>),
}

/// Opens the index, hands it to those who wait for it, and updates it until
/// nobody can ask any more. When the library has been gone through for the
/// first time, the files of the index are read again and compared with their
/// sums; where they are damaged, all is handed over once more.
pub fn run(
    folder: Option<&Path>,
    shared: &SharedState,
    jobs: &Receiver<Job>,
    event_tx: &EventSender,
    scanner: &Sender<scanner::Job>,
    searcher: &Sender<searcher::Job>,
) {
    let trouble = |message: String| send_msg(event_tx, Msg::Notify(StatusLevel::Error, message));
    shared.wait_first_frame();
    let opened = match folder {
        Some(folder) => Index::open_dir(folder).or_else(|error| {
            trouble(error.to_string());
            Index::in_memory()
        }),
        None => Index::in_memory(),
    };
    let index = opened.map_err(|error| trouble(error.to_string())).ok();
    let Some(index) = shared.publish_index(index) else {
        return;
    };
    if let Some(notice) = index.notice() {
        send_msg(event_tx, Msg::Notify(StatusLevel::Hint, notice));
    }
    let mut pace = None;
    let mut verified = false;
    let mut next = None;
    while let Some(job) = next.take().or_else(|| jobs.recv().ok()) {
        let (result, reach) = match job {
            Job::Update(briefings, progress) => {
                if let Some(progress) = progress {
                    // The time that the first of them takes counts, too.
                    pace.get_or_insert_with(|| {
                        EtaEstimator::new(Instant::now(), progress, briefings.len())
                    });
                }
                let at = Cell::new(progress);
                let mut first = Some(briefings);
                let mut coming = std::iter::from_fn(|| {
                    if let Some(first) = first.take() {
                        return Some(first);
                    }
                    // As long as more comes at once, it is written in one go.
                    match jobs.recv_timeout(COALESCE_WINDOW) {
                        Ok(Job::Update(briefings, progress)) => {
                            at.set(progress);
                            Some(briefings)
                        }
                        Ok(job) => {
                            next = Some(job);
                            None
                        }
                        Err(_) => None,
                    }
                });
                let mut done = |briefings: &[Arc<Briefing>]| {
                    if let Some(progress) = at.get() {
                        let pace = pace.get_or_insert_with(|| {
                            EtaEstimator::new(Instant::now(), progress, briefings.len())
                        });
                        send_msg(
                            event_tx,
                            Msg::IndexProgress(pace.advance(briefings, progress)),
                        );
                    }
                    let _ = searcher.send(searcher::Job::Reanswer(Coverage::Partial));
                };
                let before = index.notice();
                let result = retry_while_busy(|| index.update_stream(&mut coming, &mut done));
                if index.notice() != before {
                    // It goes on in memory, where the rest of the library is not.
                    trouble(index.notice().unwrap_or_default());
                    let _ = scanner.send(scanner::Job::Rescan);
                }
                if pace.is_none() {
                    send_msg(event_tx, Msg::IndexProgress(IndexProgress::default()));
                }
                (result, Coverage::Partial)
            }
            Job::ScanComplete(ids) => {
                let result = ids.map_or(Ok(()), |ids| retry_while_busy(|| index.retain(&ids)));
                if pace.take().is_some() {
                    send_msg(event_tx, Msg::IndexProgress(IndexProgress::default()));
                }
                let sound = verified || index.verify();
                verified = true;
                if sound {
                    (result, Coverage::Complete)
                } else {
                    trouble(index.notice().unwrap_or_default());
                    let _ = scanner.send(scanner::Job::Rescan);
                    (result, Coverage::Partial)
                }
            }
        };
        let _ = searcher.send(searcher::Job::Reanswer(reach));
        if let Err(error) = result {
            trouble(error.to_string());
        }
    }
}

/// Tries until no other process is writing: that is no trouble, only a wait.
fn retry_while_busy(mut work: impl FnMut() -> Result<(), SearchError>) -> Result<(), SearchError> {
    loop {
        match work() {
            Err(SearchError::Busy) => sleep(RETRY_DELAY),
            done => return done,
        }
    }
}

/// How fast it goes.
pub struct EtaEstimator {
    begun: Instant,
    passages: usize,
    /// Bundles that were done before.
    done_before: usize,
}

impl EtaEstimator {
    /// Measures from a moment on, when so many bundles of `progress` are not yet indexed.
    #[must_use]
    pub fn new(begun: Instant, progress: IndexProgress, waiting: usize) -> EtaEstimator {
        EtaEstimator {
            begun,
            passages: 0,
            done_before: progress.done.saturating_sub(waiting),
        }
    }

    /// Returns how far it is after these briefings, how fast, and how long it may still take.
    pub fn advance(
        &mut self,
        briefings: &[Arc<Briefing>],
        progress: IndexProgress,
    ) -> IndexProgress {
        let articles = briefings.iter().flat_map(|b| &b.articles);
        self.passages += articles.map(|a| a.text.passages.len()).sum::<usize>();
        let seconds = self.begun.elapsed().as_secs_f64().max(0.001);
        let done = progress.done.saturating_sub(self.done_before).max(1);
        let left = progress.total.saturating_sub(progress.done);
        IndexProgress {
            passages_per_second: (self.passages as f64 / seconds) as usize,
            seconds_left: (left as f64 * seconds / done as f64).ceil() as u64,
            ..progress
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_writer_is_waited_for() {
        let mut tries = 0;
        let done = retry_while_busy(|| {
            tries += 1;
            if tries < 2 {
                Err(SearchError::Busy)
            } else {
                Ok(())
            }
        });
        assert!(done.is_ok());
        assert_eq!(tries, 2);
    }

    #[test]
    fn the_time_left_follows_from_the_pace() {
        let progress = |done| IndexProgress {
            done,
            total: 100,
            ..IndexProgress::default()
        };
        let mut pace = EtaEstimator::new(Instant::now(), progress(10), 10);
        sleep(Duration::from_millis(20));
        let after = pace.advance(&[], progress(10));
        assert_eq!((after.done, after.total), (10, 100));
        assert!(after.seconds_left >= 1, "{after:?}");
        assert_eq!(pace.advance(&[], progress(100)).seconds_left, 0);
    }
}
