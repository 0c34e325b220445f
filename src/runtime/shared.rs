//! What the workers share: the index, once it is there.

use std::sync::OnceLock;

use crate::search::Index;

/// What the workers share.
#[derive(Default)]
pub struct Shared {
    index: OnceLock<Option<Index>>,
}

impl Shared {
    /// Waits until the index is opened and returns it; none where there is none.
    pub fn index(&self) -> Option<&Index> {
        self.index.wait().as_ref()
    }

    /// Returns the index if it is opened already.
    pub fn opened(&self) -> Option<&Index> {
        self.index.get()?.as_ref()
    }

    /// Hands the index to all who wait for it.
    pub fn open(&self, index: Option<Index>) -> Option<&Index> {
        self.index.get_or_init(|| index).as_ref()
    }
}
