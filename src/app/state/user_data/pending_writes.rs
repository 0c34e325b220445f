//! Changes on their way to the disk. What the store tells of itself meanwhile does not
//! hold them yet; they are made again in it, so that nothing vanishes from the screen.

use std::collections::VecDeque;

use crate::model::Change;

/// Changes that are not yet known to be on disk, the oldest first.
#[derive(Clone, Debug, Default)]
pub struct PendingWrites(VecDeque<Change>);

impl PendingWrites {
    /// Notes a change. Of the reading positions in an article the newest counts.
    pub fn add(&mut self, change: &Change) {
        if let Change::SetPosition(new) = change {
            self.0.retain(|old| {
                !matches!(old, Change::SetPosition(old)
                    if (&old.briefing, &old.article) == (&new.briefing, &new.article))
            });
        }
        self.0.push_back(change.clone());
    }

    /// Notes that a change is on disk.
    pub fn acknowledge(&mut self, change: &Change) {
        // They arrive in order: it is the first one, or nearly.
        let at = self.0.iter().position(|sent| match (sent, change) {
            // A new bookmark comes back with its time.
            (Change::PutBookmark(sent), Change::PutBookmark(saved)) => {
                sent.id == saved.id
                    && (&sent.note, &sent.tags, sent.letter)
                        == (&saved.note, &saved.tags, saved.letter)
            }
            (sent, saved) => sent == saved,
        });
        if let Some(at) = at {
            self.0.remove(at);
        }
    }

    /// Returns the changes, the oldest first.
    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        self.0.iter()
    }
}
