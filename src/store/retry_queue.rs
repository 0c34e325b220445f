//! A queue of changes that could not be written: kept in order, retried, and exported as JSON if
//! they are still unwritten when the program ends.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::model::{Bookmark, Change, Mark, UserData};
use crate::store::database::{Store, StoreState};
use crate::store::sqlite::connection::BusyTimeout;
use crate::store::sqlite::error::StoreError;

/// What happened to a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// It is on disk, with all before it.
    Durable,
    /// It waits in the queue.
    Waiting {
        /// How many changes wait.
        count: usize,
        /// Why.
        error: StoreError,
    },
}

/// A store with a queue of the changes that could not be written yet.
#[derive(Debug)]
pub struct RetryQueue {
    store: Store,
    pending: Vec<Change>,
    acknowledged: Vec<Change>,
    /// Whether the last attempt to write failed.
    last_retry_failed: bool,
}

impl RetryQueue {
    /// Creates an empty queue in front of a store.
    #[must_use]
    pub fn new(store: Store) -> RetryQueue {
        RetryQueue {
            store,
            pending: Vec::new(),
            acknowledged: Vec::new(),
            last_retry_failed: false,
        }
    }

    /// Writes a change after those in the queue, or adds it to them. `now` is in seconds since
    /// 1970 UTC.
    ///
    /// # Errors
    /// The change itself is invalid, so no retry would help; it is not queued.
    pub fn send(&mut self, change: Change, now: i64) -> Result<Delivery, StoreError> {
        self.store.validate(&change)?;
        self.pending.push(change);
        Ok(self.retry(now))
    }

    /// Writes the queue, in order, up to the first failure. After an attempt that failed it waits
    /// for the lock only briefly, so that the reader is not held up.
    pub fn retry(&mut self, now: i64) -> Delivery {
        self.store.set_busy_timeout(if self.last_retry_failed {
            BusyTimeout::Short
        } else {
            BusyTimeout::Default
        });
        let mut done = 0;
        let mut trouble = None;
        for change in &self.pending {
            match self.store.apply(change, now) {
                Ok(()) => done += 1,
                Err(error) => {
                    trouble = Some(error);
                    break;
                }
            }
        }
        let written = self.pending.drain(..done);
        self.acknowledged
            .extend(written.map(|change| with_timestamp(change, now)));
        self.last_retry_failed = trouble.is_some();
        match trouble {
            None => Delivery::Durable,
            Some(error) => Delivery::Waiting {
                count: self.pending.len(),
                error,
            },
        }
    }

    /// Returns the changes in the queue, oldest first.
    #[must_use]
    pub fn pending(&self) -> &[Change] {
        &self.pending
    }

    /// Takes the changes that were written since the last call, oldest first; new bookmarks with
    /// the time of that.
    pub fn take_acknowledged(&mut self) -> Vec<Change> {
        std::mem::take(&mut self.acknowledged)
    }

    /// Returns how many changes would be lost if the program ended now. Reading positions count
    /// only if nothing else is queued, one for each article; the query history does not: nobody
    /// would look for it in a file.
    #[must_use]
    pub fn unwritten(&mut self) -> usize {
        if self.store.state() == StoreState::Memory {
            let kept = self.store.user_data().unwrap_or_default();
            let others = kept.bookmarks.len() + kept.marks.len() + kept.searches.len();
            return nonzero_or(others, kept.positions.len());
        }
        let waiting = self.pending.iter();
        let others = waiting
            .filter(|change| !matches!(change, Change::SetPosition(_) | Change::RecordQuery(_)))
            .count();
        let articles: BTreeSet<_> = self.pending.iter().filter_map(article).collect();
        nonzero_or(others, articles.len())
    }

    /// Returns everything, with the queue applied to it.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn user_data(&mut self, now: i64) -> Result<UserData, StoreError> {
        let kept = self.store.user_data()?;
        Ok(self.with_pending(kept, now))
    }

    /// As [`Store::user_data_if_changed`], with the queue applied.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn user_data_if_changed(&mut self, now: i64) -> Result<Option<UserData>, StoreError> {
        let kept = self.store.user_data_if_changed()?;
        Ok(kept.map(|kept| self.with_pending(kept, now)))
    }

    /// Returns the queue, or what is in memory only, as JSON, to be saved elsewhere: bookmarks
    /// complete, in the form that the program itself reads and writes.
    #[must_use]
    pub fn pending_json(&mut self) -> String {
        let mut kept = match self.store.state() {
            StoreState::Memory => self.store.user_data().unwrap_or_default(),
            _ => UserData::default(),
        };
        let mut removed = Vec::new();
        let mut cleared: Vec<&Mark> = Vec::new();
        for change in &self.pending {
            change.apply_to(&mut kept, 0);
            match change {
                Change::DeleteBookmark(id) => removed.push(id),
                Change::ClearMark(mark) => cleared.push(mark),
                _ => {}
            }
        }
        let value: Value = json!({
            "format": 1,
            "bookmarks": kept.bookmarks.iter().map(AsRef::as_ref).collect::<Vec<&Bookmark>>(),
            "removed": removed,
            "marks": kept.marks,
            "cleared": cleared,
            "positions": kept.positions,
            "searches": kept.searches,
        });
        format!("{value:#}\n")
    }

    /// Returns the store.
    pub fn store(&mut self) -> &mut Store {
        &mut self.store
    }

    /// Closes the store, see [`Store::close`].
    pub fn close(self) {
        self.store.close();
    }

    fn with_pending(&self, mut kept: UserData, now: i64) -> UserData {
        for change in &self.pending {
            change.apply_to(&mut kept, now);
        }
        kept
    }
}

/// Sets the time of a new bookmark to that at which it was written.
fn with_timestamp(mut change: Change, now: i64) -> Change {
    if let Change::PutBookmark(new) = &mut change
        && new.created <= 0
    {
        (new.created, new.changed) = (now, now);
    }
    change
}

/// Returns the first number, or the second if that is 0.
fn nonzero_or(others: usize, positions: usize) -> usize {
    if others == 0 { positions } else { others }
}

/// Returns the article of a reading position.
fn article(change: &Change) -> Option<(&str, &str)> {
    match change {
        Change::SetPosition(position) => Some((&position.briefing, &position.article)),
        _ => None,
    }
}
