//! What the workers share: the index, once it is there, and whether the first picture
//! is on the screen.

use std::sync::{Condvar, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use crate::search::Index;

/// How long work that the first picture does not need waits for it at most.
const FIRST: Duration = Duration::from_millis(100);

/// What the workers share.
#[derive(Default)]
pub struct Shared {
    index: OnceLock<Option<Index>>,
    shown: Mutex<bool>,
    showing: Condvar,
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

    /// Tells those who wait for it that the first picture is on the screen.
    pub fn shown_now(&self) {
        *self.shown.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.showing.notify_all();
    }

    /// Waits until the first picture is on the screen, a moment at most: what it does not
    /// need would only take the processor from it.
    pub fn until_shown(&self) {
        let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let _shown = self
            .showing
            .wait_timeout_while(shown, FIRST, |shown| !*shown);
    }

    /// Hands the index to all who wait for it.
    pub fn open(&self, index: Option<Index>) -> Option<&Index> {
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
        let shared = Arc::new(Shared::default());
        let waiting = std::thread::spawn({
            let shared = Arc::clone(&shared);
            move || {
                shared.until_shown();
                *shared.shown.lock().unwrap()
            }
        });
        shared.shown_now();
        assert!(waiting.join().unwrap());
        shared.until_shown();
    }

    #[test]
    fn nothing_waits_for_ever() {
        let begun = Instant::now();
        Shared::default().until_shown();
        assert!(begun.elapsed() >= FIRST);
    }
}
