//! What a reader did while the disk would not have it: kept here, in order,
//! tried again, and offered as a file when the program ends.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Value, json};

use super::{Patience, State, Store, StoreError};
use crate::model::{Bookmark, Change, Kept, Mark};

/// What became of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// It is on the disk, and all before it.
    Durable,
    /// It waits here, with others before it.
    Waiting {
        /// How many changes wait.
        count: usize,
        /// Why.
        error: StoreError,
    },
}

/// A store before which changes wait.
#[derive(Debug)]
pub struct Outbox {
    store: Store,
    waiting: Vec<Change>,
    delivered: Vec<Change>,
    /// Whether what waits was in vain before.
    in_vain: bool,
}

impl Outbox {
    /// Puts an outbox before a store.
    #[must_use]
    pub fn new(store: Store) -> Outbox {
        Outbox {
            store,
            waiting: Vec::new(),
            delivered: Vec::new(),
            in_vain: false,
        }
    }

    /// Writes a change after those that wait, or has it wait. `now` is in
    /// seconds since 1970 UTC.
    ///
    /// # Errors
    /// Where the change itself is wrong, so that no later try would help; it does not wait.
    pub fn send(&mut self, change: Change, now: i64) -> Result<Delivery, StoreError> {
        self.store.check(&change)?;
        self.waiting.push(change);
        Ok(self.retry(now))
    }

    /// Writes what waits, in order, as far as that goes. Where it was in vain
    /// before, it takes its time no more.
    pub fn retry(&mut self, now: i64) -> Delivery {
        self.store.set_patience(if self.in_vain {
            Patience::Brief
        } else {
            Patience::Usual
        });
        let mut done = 0;
        let mut trouble = None;
        for change in &self.waiting {
            match self.store.apply(change, now) {
                Ok(()) => done += 1,
                Err(error) => {
                    trouble = Some(error);
                    break;
                }
            }
        }
        let written = self.waiting.drain(..done);
        self.delivered
            .extend(written.map(|change| dated(change, now)));
        self.in_vain = trouble.is_some();
        match trouble {
            None => Delivery::Durable,
            Some(error) => Delivery::Waiting {
                count: self.waiting.len(),
                error,
            },
        }
    }

    /// Returns what waits, the oldest first.
    #[must_use]
    pub fn waiting(&self) -> &[Change] {
        &self.waiting
    }

    /// Returns what came onto the disk since this was last asked, the oldest first;
    /// new bookmarks with the time of it.
    pub fn take_delivered(&mut self) -> Vec<Change> {
        std::mem::take(&mut self.delivered)
    }

    /// Returns how many changes would end with the program. Reading positions are
    /// counted where nothing else waits, one for each article; questions are not:
    /// nobody would look for them in a file.
    #[must_use]
    pub fn unwritten(&mut self) -> usize {
        if self.store.state() == State::Memory {
            let kept = self.store.kept().unwrap_or_default();
            let others = kept.bookmarks.len() + kept.marks.len() + kept.searches.len();
            return either(others, kept.positions.len());
        }
        let waiting = self.waiting.iter();
        let others = waiting
            .filter(|change| !matches!(change, Change::Place(_) | Change::Ask(_)))
            .count();
        let articles: BTreeSet<_> = self.waiting.iter().filter_map(article).collect();
        either(others, articles.len())
    }

    /// Returns everything that is kept, with what waits.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn kept(&mut self, now: i64) -> Result<Kept, StoreError> {
        let kept = self.store.kept()?;
        Ok(self.with_waiting(kept, now))
    }

    /// As [`Store::kept_if_changed`], with what waits.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn kept_if_changed(&mut self, now: i64) -> Result<Option<Kept>, StoreError> {
        let kept = self.store.kept_if_changed()?;
        Ok(kept.map(|kept| self.with_waiting(kept, now)))
    }

    /// Returns what waits, or is in memory only, as JSON, to be saved to another
    /// disk: bookmarks whole, in the shape that the program itself reads and writes.
    #[must_use]
    pub fn rescue(&mut self) -> String {
        let mut kept = match self.store.state() {
            State::Memory => self.store.kept().unwrap_or_default(),
            _ => Kept::default(),
        };
        let mut removed = Vec::new();
        let mut cleared: Vec<&Mark> = Vec::new();
        for change in &self.waiting {
            overlay(&mut kept, change, 0);
            match change {
                Change::Remove(id) => removed.push(id),
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

    fn with_waiting(&self, mut kept: Kept, now: i64) -> Kept {
        for change in &self.waiting {
            overlay(&mut kept, change, now);
        }
        kept
    }
}

/// Gives a new bookmark the time at which it was written.
fn dated(mut change: Change, now: i64) -> Change {
    if let Change::Keep(new) = &mut change
        && new.created <= 0
    {
        (new.created, new.changed) = (now, now);
    }
    change
}

/// Returns the first number, the second where that is none.
fn either(others: usize, positions: usize) -> usize {
    if others == 0 { positions } else { others }
}

/// Returns the article of a reading position.
fn article(change: &Change) -> Option<(&str, &str)> {
    match change {
        Change::Place(position) => Some((&position.briefing, &position.article)),
        _ => None,
    }
}

/// Does to a value what a change will do to the file.
pub fn overlay(kept: &mut Kept, change: &Change, now: i64) {
    match change {
        Change::Keep(new) => {
            let bookmarks = Arc::make_mut(&mut kept.bookmarks);
            let mut new = (**new).clone();
            new.changed = now;
            if let Some(old) = bookmarks.iter_mut().find(|old| old.id == new.id) {
                new.created = old.created;
                *old = Arc::new(new);
            } else {
                if new.created <= 0 {
                    new.created = now;
                }
                let at = bookmarks.partition_point(|old| old.created <= new.created);
                bookmarks.insert(at, Arc::new(new));
            }
        }
        Change::Remove(id) => {
            if let Some(at) = kept.bookmarks.iter().position(|old| old.id == *id) {
                let removed = Arc::make_mut(&mut kept.bookmarks).remove(at);
                kept.trash.insert(0, Arc::unwrap_or_clone(removed));
            }
        }
        Change::EmptyTrash => kept.trash.clear(),
        Change::SetMark(mark) => {
            kept.marks.retain(|old| !same_mark(old, mark));
            let key = |m: &Mark| (m.letter, m.place.briefing.clone());
            let at = kept.marks.partition_point(|old| key(old) <= key(mark));
            kept.marks.insert(at, mark.clone());
        }
        Change::ClearMark(mark) => kept.marks.retain(|old| !same_mark(old, mark)),
        Change::Place(position) => {
            kept.positions
                .retain(|old| old.briefing != position.briefing || old.article != position.article);
            let mut position = position.clone();
            position.changed = now;
            kept.positions.insert(0, position);
        }
        Change::Ask(text) => kept.ask(text),
        Change::ForgetAsked => kept.asked.clear(),
        Change::SaveSearch(search) => kept.save_search(search),
        Change::RemoveSearch(name) => kept.remove_search(name),
    }
}

fn same_mark(a: &Mark, b: &Mark) -> bool {
    a.letter == b.letter && (a.letter.is_ascii_uppercase() || a.place.briefing == b.place.briefing)
}
