//! What the workers share: the index once it is there, and whether it is behind
//! the library.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::search::Index;

/// What the workers share.
#[derive(Default)]
pub struct Shared {
    index: OnceLock<Option<Index>>,
    behind: AtomicBool,
}

impl Shared {
    /// Waits until the index is opened and returns it; none where there is none.
    pub fn index(&self) -> Option<&Index> {
        self.index.wait().as_ref()
    }

    /// Hands the index to all who wait for it.
    pub fn open(&self, index: Option<Index>) -> Option<&Index> {
        self.index.get_or_init(|| index).as_ref()
    }

    /// Says that part of the library is not yet indexed.
    pub fn fall_behind(&self) {
        self.behind.store(true, Ordering::Relaxed);
    }

    /// Says that all of it is.
    pub fn catch_up(&self) {
        self.behind.store(false, Ordering::Relaxed);
    }

    /// Tells whether part of the library is not yet indexed.
    pub fn is_behind(&self) -> bool {
        self.behind.load(Ordering::Relaxed)
    }
}
