//! Changes the index: adds and replaces briefings, and drops those that are gone.

use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use tantivy::TantivyError;

use crate::model::Briefing;
use crate::search::index::batch_writer::{Amount, Writing};
use crate::search::index::generation::{Shelf, is_busy};
use crate::search::{Index, SearchError, guard};

/// How long what is written in bulk may stay unseen.
const UNSEEN: Duration = Duration::from_secs(4);
/// How often, and how long each time, a writer waits for that of another process.
const PATIENCE: (u32, Duration) = (40, Duration::from_millis(25));

impl Index {
    /// Adds or replaces briefings: one commit, seen by searches all at once.
    /// Where the disk fails, the index goes on in memory with these briefings
    /// only, a notice says so, and the others are no longer current.
    ///
    /// # Errors
    /// [`SearchError::Busy`] where another process is writing and did not write
    /// these; otherwise where the engine fails also in memory.
    pub fn update(&self, briefings: &[Arc<Briefing>]) -> Result<(), SearchError> {
        if briefings.is_empty() {
            return Ok(());
        }
        let write = |shelf: &Shelf| {
            let mut writing = Writing::begin(shelf, Amount::Little)?;
            writing.add(briefings)?;
            writing.finish()
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
    /// is taken; otherwise where the engine fails also in memory.
    pub fn update_all(
        &self,
        batches: &mut dyn Iterator<Item = Vec<Arc<Briefing>>>,
        done: &mut dyn FnMut(&[Arc<Briefing>]),
    ) -> Result<(), SearchError> {
        let _alone = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut pending: Option<Vec<Arc<Briefing>>> = None;
        loop {
            let current = self.shelf();
            let mut ended = false;
            let begun = patiently(|| guard(|| Writing::begin(&current, Amount::Much)));
            let written = begun.and_then(|mut writing| {
                let mut seen = Instant::now();
                while let Some(batch) = pending.take().or_else(|| batches.next()) {
                    let added = guard(|| writing.add(&batch));
                    pending = Some(batch);
                    added?;
                    if seen.elapsed() >= UNSEEN {
                        guard(|| writing.commit())?;
                        seen = Instant::now();
                    }
                    if let Some(batch) = pending.take() {
                        done(&batch);
                    }
                }
                ended = true;
                guard(|| writing.finish())
            });
            match written {
                Err(error) if !is_busy(&error) && current.is_on_disk() => {
                    let memory = guard(Shelf::in_memory)?;
                    self.replace(memory, in_memory_because(&error));
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
            let snapshot = self.shelf().snapshot();
            let stamps = snapshot.stamps().keys();
            stamps.filter(|id| !ids.contains(*id)).cloned().collect()
        };
        if gone().is_empty() {
            return Ok(());
        }
        let write = |shelf: &Shelf| {
            let writing = Writing::begin(shelf, Amount::Little)?;
            for id in gone() {
                writing.remove(&id)?;
            }
            writing.finish()
        };
        self.change(write, || gone().is_empty())
    }

    /// Writes, waiting a little for another process to finish; `done` tells
    /// whether that one has written the same.
    fn change(
        &self,
        write: impl Fn(&Shelf) -> tantivy::Result<()>,
        done: impl Fn() -> bool,
    ) -> Result<(), SearchError> {
        let _alone = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let current = self.shelf();
        let mut written = guard(|| write(&current));
        for _ in 0..PATIENCE.0 {
            if !written.as_ref().is_err_and(is_busy) {
                break;
            }
            std::thread::sleep(PATIENCE.1);
            if guard(|| current.refresh()).is_ok() && done() {
                return Ok(());
            }
            written = guard(|| write(&current));
        }
        match written {
            Err(error) if !is_busy(&error) && current.is_on_disk() => {
                let memory = guard(Shelf::in_memory)?;
                guard(|| write(&memory))?;
                self.replace(memory, in_memory_because(&error));
                Ok(())
            }
            written => Ok(written?),
        }
    }
}

/// Tries until no other process is writing, for a moment.
fn patiently<T>(work: impl Fn() -> tantivy::Result<T>) -> tantivy::Result<T> {
    let mut done = work();
    for _ in 0..PATIENCE.0 {
        if !done.as_ref().is_err_and(is_busy) {
            break;
        }
        std::thread::sleep(PATIENCE.1);
        done = work();
    }
    done
}

fn in_memory_because(error: &TantivyError) -> String {
    let why = match error {
        // A thread of the engine that cannot write says no more than that it has ended.
        TantivyError::ErrorInThread(_) => "perhaps the disk is full".to_owned(),
        error => error.to_string(),
    };
    format!("The search index is kept in memory: it could not be written ({why}).")
}
