//! What the workers share: the index, once it is open, and whether the first frame is drawn.

use std::sync::{Condvar, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use crate::search::Index;

/// How long work that the first frame does not need waits for it at most. A start takes less
/// (`docs/benchmarks.md`); on a slower machine that work then only competes with it.
const FIRST_FRAME_TIMEOUT: Duration = Duration::from_millis(100);

/// What the workers share.
#[derive(Default)]
pub struct SharedState {
    index: OnceLock<Option<Index>>,
    is_first_frame_shown: Mutex<bool>,
    first_frame: Condvar,
}

impl SharedState {
    /// Waits until the index is open and returns it; `None` if there is none.
    pub fn index(&self) -> Option<&Index> {
        self.index.wait().as_ref()
    }

    /// Returns the index if it is already open.
    pub fn try_index(&self) -> Option<&Index> {
        self.index.get()?.as_ref()
    }

    /// Wakes those who wait for the first frame.
    pub fn notify_first_frame(&self) {
        *self
            .is_first_frame_shown
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = true;
        self.first_frame.notify_all();
    }

    /// Waits for the first frame, a moment at most: other work would only slow it down.
    pub fn wait_first_frame(&self) {
        let shown = self
            .is_first_frame_shown
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let _shown = self
            .first_frame
            .wait_timeout_while(shown, FIRST_FRAME_TIMEOUT, |shown| !*shown);
    }

    /// Gives the index to all who wait for it.
    pub fn publish_index(&self, index: Option<Index>) -> Option<&Index> {
        self.index.get_or_init(|| index).as_ref()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Instant;

    use super::*;

    #[test]
    fn what_waits_for_the_first_picture_goes_on_with_it() {
        let shared = Arc::new(SharedState::default());
        let waiting = std::thread::spawn({
            let shared = Arc::clone(&shared);
            move || {
                shared.wait_first_frame();
                *shared.is_first_frame_shown.lock().unwrap()
            }
        });
        shared.notify_first_frame();
        assert!(waiting.join().unwrap());
        shared.wait_first_frame();
    }

    #[test]
    fn nothing_waits_for_ever() {
        let begun = Instant::now();
        SharedState::default().wait_first_frame();
        assert!(begun.elapsed() >= FIRST_FRAME_TIMEOUT);
    }
}
