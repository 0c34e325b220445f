//! Groups briefings that are indexed in one go: many small ones, or few large ones.

use std::sync::Arc;

use crate::model::Briefing;

/// Briefings of a batch at most: of small ones, so many share the cost of a batch.
const MAX_BRIEFINGS: usize = 256;
/// Bytes of text of a batch, about, at most: as much as is in memory for each batch that waits.
pub const MAX_TEXT_BYTES: usize = 4_000_000;

/// A batch that is being filled.
#[derive(Debug, Default)]
pub struct Batch {
    briefings: Vec<Arc<Briefing>>,
    bytes: usize,
}

impl Batch {
    /// Adds a briefing. Returns `true` if the batch is full.
    pub fn add(&mut self, briefing: Briefing) -> bool {
        self.bytes += briefing.text_bytes();
        self.briefings.push(Arc::new(briefing));
        self.briefings.len() >= MAX_BRIEFINGS || self.bytes >= MAX_TEXT_BYTES
    }

    /// Returns `true` if there is none.
    pub fn is_empty(&self) -> bool {
        self.briefings.is_empty()
    }

    /// Takes all of them, and empties the batch.
    pub fn take(&mut self) -> Vec<Arc<Briefing>> {
        std::mem::take(self).briefings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn briefing(bytes: usize) -> Briefing {
        let loaded = crate::bundle::load(&crate::model::BundleSource::BuiltIn(
            "kaspersky-lab".to_owned(),
        ));
        let mut briefing = loaded.briefing.unwrap();
        briefing.articles.truncate(1);
        briefing.articles[0].text.text = "a".repeat(bytes);
        briefing
    }

    #[test]
    fn a_batch_is_full_of_many_or_of_large_ones() {
        let mut batch = Batch::default();
        assert!(batch.add(briefing(MAX_TEXT_BYTES)));
        assert_eq!(batch.take().len(), 1);
        assert!(batch.is_empty() && !batch.add(briefing(MAX_TEXT_BYTES - 1)));
        assert!(batch.add(briefing(1)));
        assert_eq!(batch.take().len(), 2);
        let small = briefing(1);
        let added = (1..=MAX_BRIEFINGS).find(|_| batch.add(small.clone()));
        assert_eq!(added, Some(MAX_BRIEFINGS));
    }
}
