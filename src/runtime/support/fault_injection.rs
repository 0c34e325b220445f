//! Faults on demand, to try that the terminal is restored and the work saved
//! when something goes wrong. Only debug builds know them.

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InjectedFault {
    /// The loop panics at the first key.
    EventLoop,
    /// The loader panics at its first job.
    Loader,
    /// The searcher panics at its first job.
    Searcher,
    /// The recaller panics at its first job.
    BookmarkSearcher,
    /// The keeper panics at its first job.
    StoreWriter,
}

impl InjectedFault {
    /// Returns the fault of that name; none in a release build.
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

    /// Does what was asked for.
    ///
    /// # Panics
    /// Where the fault that was asked for is this one.
    pub fn trigger(self, asked: Option<InjectedFault>) {
        assert!(asked != Some(self), "the fault {self:?} was asked for");
    }
}
