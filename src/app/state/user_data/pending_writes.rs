//! Changes on their way to the disk. What the store tells of itself meanwhile does not
//! hold them yet; they are made again in it, so that nothing vanishes from the screen.

use std::collections::VecDeque;

use crate::model::Change;

/// Changes that are not yet known to be on disk.
#[derive(Clone, Debug, Default)]
pub struct PendingWrites {
    /// The oldest first.
    queue: VecDeque<Change>,
    /// How many were sent, besides positions: those come with every key.
    unsaved: usize,
    /// How many of them the disk did not take. They are tried again.
    failed: usize,
}

impl PendingWrites {
    /// Adds a change that is sent to the store.
    pub fn add(&mut self, change: &Change) {
        self.add_unsent(change);
        self.unsaved += usize::from(!is_position(change));
    }

    /// Adds a change that is not sent, and stays in this session.
    pub fn add_unsent(&mut self, change: &Change) {
        // Of the reading positions in an article the newest counts.
        if let Change::SetPosition(new) = change {
            self.queue.retain(|old| {
                !matches!(old, Change::SetPosition(old)
                    if (&old.briefing, &old.article) == (&new.briefing, &new.article))
            });
        }
        self.queue.push_back(change.clone());
    }

    /// Notes that a change is on disk. Returns `true` if with it all are that had failed.
    pub fn acknowledge(&mut self, change: &Change) -> bool {
        // They arrive in order: it is the first one, or nearly.
        let at = self.queue.iter().position(|sent| match (sent, change) {
            // A new bookmark comes back with its time.
            (Change::PutBookmark(sent), Change::PutBookmark(saved)) => {
                sent.id == saved.id
                    && (&sent.note, &sent.tags, sent.letter)
                        == (&saved.note, &saved.tags, saved.letter)
            }
            (sent, saved) => sent == saved,
        });
        if let Some(at) = at {
            self.queue.remove(at);
        }
        self.unsaved = self
            .unsaved
            .saturating_sub(usize::from(!is_position(change)));
        // What could not be written stays counted until a later try is acknowledged.
        let had_failed = self.failed > 0;
        self.failed = self.failed.min(self.unsaved);
        had_failed && self.failed == 0
    }

    /// Notes that the disk did not take a change.
    pub fn fail(&mut self, change: &Change) {
        self.failed += usize::from(!is_position(change));
    }

    /// Returns how many were sent and are not acknowledged, besides positions.
    #[must_use]
    pub fn unsaved(&self) -> usize {
        self.unsaved
    }

    /// Returns how many of them the disk did not take.
    #[must_use]
    pub fn failed(&self) -> usize {
        self.failed
    }

    /// Returns the changes, the oldest first.
    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        self.queue.iter()
    }
}

fn is_position(change: &Change) -> bool {
    matches!(change, Change::SetPosition(_))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Position, ReadState};

    fn removal(name: &str) -> Change {
        Change::RemoveSearch(name.to_owned())
    }

    fn position(article: &str, offset: usize) -> Change {
        Change::SetPosition(Position {
            briefing: "b".to_owned(),
            article: article.to_owned(),
            offset,
            top: 0,
            state: ReadState::Opened,
            changed: 0,
        })
    }

    #[test]
    fn what_failed_is_counted_until_it_is_written() {
        let mut writes = PendingWrites::default();
        writes.add(&removal("a"));
        writes.add(&removal("b"));
        writes.fail(&removal("a"));
        assert_eq!((writes.unsaved(), writes.failed()), (2, 1));
        assert!(!writes.acknowledge(&removal("b")));
        assert!(writes.acknowledge(&removal("a")));
        assert_eq!((writes.unsaved(), writes.failed()), (0, 0));
        assert_eq!(writes.changes().count(), 0);
    }

    #[test]
    fn of_positions_the_newest_waits_and_none_is_counted() {
        let mut writes = PendingWrites::default();
        for change in [position("x", 1), position("y", 2), position("x", 3)] {
            writes.add(&change);
        }
        let waiting: Vec<_> = writes.changes().cloned().collect();
        assert_eq!(waiting, [position("y", 2), position("x", 3)]);
        assert_eq!(writes.unsaved(), 0);
    }
}
