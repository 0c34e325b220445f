//! Panics on demand, to test that the terminal is restored and changes are saved when something
//! goes wrong. Debug builds only.

/// Which part panics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InjectedFault {
    /// The event loop, at the first key.
    EventLoop,
    /// The loader, at its first job.
    Loader,
    /// The searcher, at its first job.
    Searcher,
    /// The bookmark searcher, at its first job.
    BookmarkSearcher,
    /// The store writer, at its first job.
    StoreWriter,
}

impl InjectedFault {
    /// Returns the fault of a name (`DIPTYCH_FAULT`); `None` in a release build.
    #[must_use]
    pub fn from_name(name: &str) -> Option<InjectedFault> {
        if !cfg!(debug_assertions) {
            return None;
        }
        match name {
            "panic-main" => Some(InjectedFault::EventLoop),
            "panic-loader" => Some(InjectedFault::Loader),
            "panic-searcher" => Some(InjectedFault::Searcher),
            "panic-recaller" => Some(InjectedFault::BookmarkSearcher),
            "panic-keeper" => Some(InjectedFault::StoreWriter),
            _ => None,
        }
    }

    /// Panics if this is the fault to inject.
    ///
    /// # Panics
    /// See above; that is what it is for.
    pub fn trigger(self, asked: Option<InjectedFault>) {
        assert!(asked != Some(self), "the fault {self:?} was asked for");
    }
}
