//! Changes the index: adds and replaces briefings, and drops those that are gone.

use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use tantivy::TantivyError;

use crate::model::Briefing;
use crate::search::index::batch_writer::{BatchWriter, WriterProfile};
use crate::search::index::generation::{OpenIndex, is_busy};
use crate::search::retry::RetryPolicy;
use crate::search::{Index, SearchError, catch_panics};

/// Time between commits in bulk: how long what is written may stay unseen.
const COMMIT_INTERVAL: Duration = Duration::from_secs(4);
/// How long a writer waits for another process to finish: a second in all, longer than a small
/// commit takes.
const LOCK_RETRY: RetryPolicy = RetryPolicy::new(41, Duration::from_millis(25));

impl Index {
    /// Adds or replaces briefings: one commit, seen by searches all at once.
    /// Where the disk fails, the index goes on in memory with these briefings
    /// only, a notice says so, and the others are no longer current.
    ///
    /// # Errors
    /// [`SearchError::Busy`] where another process is writing and did not write
    /// these; otherwise where tantivy fails also in memory.
    pub fn update(&self, briefings: &[Arc<Briefing>]) -> Result<(), SearchError> {
        if briefings.is_empty() {
            return Ok(());
        }
        let write = |index: &OpenIndex| {
            let mut writer = BatchWriter::open(index, WriterProfile::Small)?;
            writer.add(briefings)?;
            writer.finish()
        };
        let done = || briefings.iter().all(|b| self.is_current(&b.id, &b.hash));
        self.change(write, done)
    }

    /// Adds or replaces many briefings, batch after batch, as they come. What is
    /// written is seen after a while, all of it at the end; `done` hears of
    /// each batch. Where the disk fails, the rest goes on in memory, as for
    /// [`Index::update`].
    ///
    /// # Errors
    /// [`SearchError::Busy`] where another process is writing, before any batch
    /// is taken; otherwise where tantivy fails also in memory.
    pub fn update_stream(
        &self,
        batches: &mut dyn Iterator<Item = Vec<Arc<Briefing>>>,
        done: &mut dyn FnMut(&[Arc<Briefing>]),
    ) -> Result<(), SearchError> {
        let _alone = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut pending: Option<Vec<Arc<Briefing>>> = None;
        loop {
            let current = self.current();
            let mut ended = false;
            let open = || catch_panics(|| BatchWriter::open(&current, WriterProfile::Bulk));
            let begun = LOCK_RETRY.run(open, is_busy);
            let written = begun.and_then(|mut writer| {
                let mut seen = Instant::now();
                while let Some(batch) = pending.take().or_else(|| batches.next()) {
                    let added = catch_panics(|| writer.add(&batch));
                    pending = Some(batch);
                    added?;
                    if seen.elapsed() >= COMMIT_INTERVAL {
                        catch_panics(|| writer.commit())?;
                        seen = Instant::now();
                    }
                    if let Some(batch) = pending.take() {
                        done(&batch);
                    }
                }
                ended = true;
                catch_panics(|| writer.finish())
            });
            match written {
                Err(error) if !is_busy(&error) && current.is_on_disk() => {
                    let memory = catch_panics(OpenIndex::in_memory)?;
                    self.replace(memory, fallback_notice(&error));
                    if ended {
                        // Nothing is left to write; nothing is current any more.
                        return Ok(());
                    }
                }
                written => return Ok(written?),
            }
        }
    }

    /// Drops all briefings that are not among `ids`.
    ///
    /// # Errors
    /// As [`Index::update`].
    pub fn retain(&self, ids: &BTreeSet<String>) -> Result<(), SearchError> {
        let gone = || -> Vec<String> {
            let snapshot = self.current().snapshot();
            let stamps = snapshot.content_hashes().keys();
            stamps.filter(|id| !ids.contains(*id)).cloned().collect()
        };
        if gone().is_empty() {
            return Ok(());
        }
        let write = |index: &OpenIndex| {
            let writer = BatchWriter::open(index, WriterProfile::Small)?;
            for id in gone() {
                writer.remove(&id)?;
            }
            writer.finish()
        };
        self.change(write, || gone().is_empty())
    }

    /// Writes, waiting a little for another process to finish; `done` tells
    /// whether that one has written the same.
    fn change(
        &self,
        write: impl Fn(&OpenIndex) -> tantivy::Result<()>,
        done: impl Fn() -> bool,
    ) -> Result<(), SearchError> {
        let _alone = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let current = self.current();
        let mut is_first = true;
        let attempt = || {
            let is_retry = !std::mem::take(&mut is_first);
            if is_retry && catch_panics(|| current.refresh()).is_ok() && done() {
                return Ok(());
            }
            catch_panics(|| write(&current))
        };
        match LOCK_RETRY.run(attempt, is_busy) {
            Err(error) if !is_busy(&error) && current.is_on_disk() => {
                let memory = catch_panics(OpenIndex::in_memory)?;
                catch_panics(|| write(&memory))?;
                self.replace(memory, fallback_notice(&error));
                Ok(())
            }
            written => Ok(written?),
        }
    }
}

fn fallback_notice(error: &TantivyError) -> String {
    let why = match error {
        // A thread of tantivy that cannot write says no more than that it has ended.
        TantivyError::ErrorInThread(_) => "perhaps the disk is full".to_owned(),
        error => error.to_string(),
    };
    format!("The search index is kept in memory: it could not be written ({why}).")
}
