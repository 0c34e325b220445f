//! A scan of the library: who wants to know what, and what comes of it.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use crate::bundle::{self, Fingerprint, LoadedBundle};
use crate::model::{Briefing, EntryState, IndexProgress, LibraryEntry, Problem};

/// When a scan of an unknown library first reports what it has found; then after twice the time,
/// and so on, so that reporting does not slow a long scan down.
const PARTIAL_INTERVAL: Duration = Duration::from_millis(200);

/// How far a scan is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScanProgress {
    /// Bundles scanned.
    pub done: usize,
    /// Bundles in all.
    pub total: usize,
}

impl From<ScanProgress> for IndexProgress {
    fn from(ScanProgress { done, total }: ScanProgress) -> IndexProgress {
        IndexProgress {
            done,
            total,
            ..IndexProgress::default()
        }
    }
}

/// Receives what a scan finds.
pub trait ScanSink {
    /// Returns `true` if the index has this content of a briefing.
    fn is_indexed(&self, id: &str, hash: &str) -> bool;
    /// Receives a briefing that the index lacks.
    fn on_briefing(&mut self, briefing: Briefing, progress: ScanProgress);
    /// Receives the progress after each bundle.
    fn on_progress(&mut self, _: ScanProgress) {}
    /// Receives what has been found so far of a library that was unknown.
    fn on_partial(&mut self, _: Vec<LibraryEntry>) {}
}

/// The result of a scan of the whole library.
#[derive(Debug, Default)]
pub struct ScanResult {
    /// Folders that could not be read; nothing is known of what they hold.
    pub problems: Vec<Problem>,
    /// The ids of all briefings that open.
    pub ids: BTreeSet<String>,
}

/// A running scan: what it has found, and who receives that.
pub struct Scan<'s> {
    sink: &'s mut dyn ScanSink,
    total: usize,
    /// What was found of each bundle.
    pub entries: Vec<LibraryEntry>,
    /// How the files of each bundle were.
    pub fingerprints: Vec<Fingerprint>,
    /// The ids of all briefings that open.
    pub ids: BTreeSet<String>,
    /// When what was found is reported next, and how long after that again; `None` for a library
    /// that was known before.
    next_partial: Option<(Instant, Duration)>,
}

impl<'s> Scan<'s> {
    /// Creates a scan of so many bundles.
    pub fn new(sink: &'s mut dyn ScanSink, total: usize, is_library_known: bool) -> Scan<'s> {
        let first = (Instant::now() + PARTIAL_INTERVAL, 2 * PARTIAL_INTERVAL);
        Scan {
            sink,
            total,
            entries: Vec::with_capacity(total),
            fingerprints: Vec::with_capacity(total),
            ids: BTreeSet::new(),
            next_partial: (!is_library_known).then_some(first),
        }
    }

    /// Returns the receiver.
    pub fn sink(&self) -> &dyn ScanSink {
        self.sink
    }

    /// Adds a bundle that has not changed.
    pub fn add_unchanged(&mut self, entry: LibraryEntry, fingerprint: Fingerprint) {
        if entry.state == EntryState::Ready {
            self.ids.insert(entry.id.clone());
        }
        self.add(entry, fingerprint);
    }

    /// Adds a bundle that was read.
    pub fn add_loaded(&mut self, loaded: LoadedBundle, fingerprint: Fingerprint) {
        let progress = ScanProgress {
            done: self.entries.len() + 1,
            total: self.total,
        };
        let entry = deliver(loaded, &mut self.ids, self.sink, progress);
        self.add(entry, fingerprint);
    }

    fn add(&mut self, entry: LibraryEntry, fingerprint: Fingerprint) {
        self.entries.push(entry);
        self.fingerprints.push(fingerprint);
        self.sink.on_progress(ScanProgress {
            done: self.entries.len(),
            total: self.total,
        });
        if let Some((when, wait)) = self.next_partial
            && Instant::now() >= when
        {
            self.next_partial = Some((Instant::now() + wait, 2 * wait));
            let entries = bundle::resolve_duplicates(self.entries.clone());
            self.sink.on_partial(entries);
        }
    }
}

/// Passes on the briefing of a bundle if the index lacks it. Returns the entry of the bundle.
pub fn deliver(
    loaded: LoadedBundle,
    ids: &mut BTreeSet<String>,
    sink: &mut dyn ScanSink,
    progress: ScanProgress,
) -> LibraryEntry {
    if loaded.entry.state == EntryState::Ready
        && let Some(briefing) = loaded.briefing
        && ids.insert(briefing.id.clone())
        && !sink.is_indexed(&briefing.id, &briefing.hash)
    {
        sink.on_briefing(briefing, progress);
    }
    loaded.entry
}
