//! Faults on demand, to try that the terminal is restored and the work saved
//! when something goes wrong. Only debug builds know them.

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The loop panics at the first key.
    Main,
    /// The loader panics at its first job.
    Loader,
    /// The searcher panics at its first job.
    Searcher,
    /// The recaller panics at its first job.
    Recaller,
    /// The keeper panics at its first job.
    Keeper,
}

impl Fault {
    /// Returns the fault of that name; none in a release build.
    #[must_use]
    pub fn named(name: &str) -> Option<Fault> {
        if !cfg!(debug_assertions) {
            return None;
        }
        match name {
            "panic-main" => Some(Fault::Main),
            "panic-loader" => Some(Fault::Loader),
            "panic-searcher" => Some(Fault::Searcher),
            "panic-recaller" => Some(Fault::Recaller),
            "panic-keeper" => Some(Fault::Keeper),
            _ => None,
        }
    }

    /// Does what was asked for.
    ///
    /// # Panics
    /// Where the fault that was asked for is this one.
    pub fn strike(self, asked: Option<Fault>) {
        assert!(asked != Some(self), "the fault {self:?} was asked for");
    }
}
