//! How fast the library is indexed, and how long that will still take.

use std::sync::Arc;
use std::time::Instant;

use crate::model::{Briefing, IndexProgress};

/// Estimates the remaining time from what was done so far.
pub struct EtaEstimator {
    started: Instant,
    passages: usize,
    /// Bundles that were done before.
    done_before: usize,
}

impl EtaEstimator {
    /// Creates an estimator that measures from `started`, when `waiting` of the bundles that
    /// `progress` counts as done were not yet indexed.
    #[must_use]
    pub fn new(started: Instant, progress: IndexProgress, waiting: usize) -> EtaEstimator {
        EtaEstimator {
            started,
            passages: 0,
            done_before: progress.done.saturating_sub(waiting),
        }
    }

    /// Returns the progress after these briefings, with rate and remaining time.
    pub fn advance(
        &mut self,
        briefings: &[Arc<Briefing>],
        progress: IndexProgress,
    ) -> IndexProgress {
        self.passages += passage_count(briefings);
        let seconds = self.started.elapsed().as_secs_f64().max(0.001);
        let done = progress.done.saturating_sub(self.done_before).max(1);
        let left = progress.total.saturating_sub(progress.done);
        IndexProgress {
            passages_per_second: (self.passages as f64 / seconds) as usize,
            seconds_left: (left as f64 * seconds / done as f64).ceil() as u64,
            ..progress
        }
    }
}

/// Returns the number of passages of some briefings.
#[must_use]
pub fn passage_count(briefings: &[Arc<Briefing>]) -> usize {
    let articles = briefings.iter().flat_map(|b| &b.articles);
    articles.map(|a| a.text.passages.len()).sum()
}

#[cfg(test)]
mod tests {
    use std::thread::sleep;
    use std::time::Duration;

    use super::*;

    #[test]
    fn the_time_left_follows_from_the_pace() {
        let progress = |done| IndexProgress {
            done,
            total: 100,
            ..IndexProgress::default()
        };
        let mut eta = EtaEstimator::new(Instant::now(), progress(10), 10);
        sleep(Duration::from_millis(20));
        let after = eta.advance(&[], progress(10));
        assert_eq!((after.done, after.total), (10, 100));
        assert!(after.seconds_left >= 1, "{after:?}");
        assert_eq!(eta.advance(&[], progress(100)).seconds_left, 0);
    }
}
