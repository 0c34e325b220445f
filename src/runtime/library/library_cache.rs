//! The stock: what the library holds, known at once from its catalogue, and
//! brought up to date by looking at sizes and times. Only what may have changed
//! is opened. The reader and the shell's commands share it.

use std::collections::{BTreeSet, HashMap};
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::bundle::{
    self, CachePage, CacheReader, Catalogue, Fingerprint, LibraryRoot, LoadedBundle,
};
use crate::model::{Briefing, BundleSource, EntryState, LibraryEntry, Problem};
use crate::runtime::library::batch::MAX_TEXT_BYTES;
use crate::runtime::support::clock;

/// How soon the first news of a library that is not yet known is told; the next
/// is told after twice the time, and so on.
const PARTIAL_INTERVAL: Duration = Duration::from_millis(200);

/// Pages of a catalogue, or bundles, that are read at once, at most.
const MAX_THREADS: usize = 4;
/// Bundles that are looked at before any of them is handed on, where they are small.
const MAX_CHUNK: usize = 16;

/// How far a look at the library has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScanProgress {
    /// Bundles looked at.
    pub done: usize,
    /// Bundles in all.
    pub total: usize,
}

/// Whoever wants to know what a look at the library brings.
pub trait ScanSink {
    /// Tells whether the index has this content of a briefing.
    fn is_indexed(&self, id: &str, hash: &str) -> bool;
    /// Takes a briefing that the index has not.
    fn on_briefing(&mut self, briefing: Briefing, step: ScanProgress);
    /// Hears that so much has been looked at.
    fn on_progress(&mut self, _: ScanProgress) {}
    /// Hears what is known so far of a library that was not known before.
    fn on_partial(&mut self, _: Vec<LibraryEntry>) {}
}

/// What a look at the whole library brought.
#[derive(Debug, Default)]
pub struct ScanResult {
    /// What is wrong with the folders; then nothing is known of what they held.
    pub problems: Vec<Problem>,
    /// The ids of all briefings that open.
    pub ids: BTreeSet<String>,
}

/// Reads the rows behind the first of a catalogue, many on several threads.
fn read_remaining(sheets: CacheReader) -> Option<Vec<CachePage>> {
    let rows = sheets.read_tail()?;
    let pages = bundle::split_pages(&rows, thread_count());
    let pages = parallel_map(&pages, |page| bundle::parse_page(page));
    pages.into_iter().collect()
}

/// Reads bundles, several at once where there are several.
fn load_parallel(sources: &[&BundleSource]) -> Vec<LoadedBundle> {
    let each = sources.len().div_ceil(thread_count()).max(1);
    let parts: Vec<&[&BundleSource]> = sources.chunks(each).collect();
    let loaded = parallel_map(&parts, |part| -> Vec<LoadedBundle> {
        part.iter().map(|source| bundle::load(source)).collect()
    });
    loaded.into_iter().flatten().collect()
}

/// Returns how much is read at once.
fn thread_count() -> usize {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    cores.min(MAX_THREADS)
}

/// Does the work for all parts at once, for the first on this thread.
fn parallel_map<P: Sync, R: Send>(parts: &[P], work: impl Fn(&P) -> R + Sync) -> Vec<R> {
    let Some((first, others)) = parts.split_first() else {
        return Vec::new();
    };
    std::thread::scope(|scope| {
        let others: Vec<_> = others
            .iter()
            .map(|part| scope.spawn(|| work(part)))
            .collect();
        let first = work(first);
        // A panic there is one here.
        let others = others.into_iter();
        let others = others.map(|other| other.join().unwrap_or_else(|why| resume_unwind(why)));
        std::iter::once(first).chain(others).collect()
    })
}

/// The stock.
pub struct LibraryCache {
    roots: Vec<LibraryRoot>,
    file: Option<PathBuf>,
    catalogue: Catalogue,
    is_known: bool,
    /// The catalogue, where only its beginning was read yet.
    unread: Option<CacheReader>,
}

impl LibraryCache {
    /// Reads the beginning of the catalogue of a library, if there is one: what the
    /// first picture needs.
    #[must_use]
    pub fn open_head(roots: Vec<LibraryRoot>, file: Option<PathBuf>) -> LibraryCache {
        let sheets = file.as_deref().and_then(CacheReader::open);
        let beginning = sheets
            .as_ref()
            .and_then(|sheets| bundle::parse_page(sheets.head()));
        LibraryCache {
            roots,
            file,
            is_known: beginning.is_some(),
            catalogue: beginning.into_iter().collect(),
            unread: sheets.filter(|sheets| !sheets.is_complete()),
        }
    }

    /// Reads the catalogue of a library, if there is one.
    #[must_use]
    pub fn open(roots: Vec<LibraryRoot>, file: Option<PathBuf>) -> LibraryCache {
        let mut library = LibraryCache::open_head(roots, file);
        library.load_remaining();
        library
    }

    /// Reads the rest of the catalogue.
    pub fn load_remaining(&mut self) {
        let Some(sheets) = self.unread.take() else {
            return;
        };
        let rest = read_remaining(sheets).filter(|_| self.is_known);
        self.is_known = rest.is_some();
        let beginning = std::mem::take(&mut self.catalogue);
        self.catalogue = rest.map_or_else(Catalogue::default, |rest| beginning.with_pages(rest));
    }

    /// Tells whether all of the catalogue is read.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.unread.is_none()
    }

    /// Returns what is known.
    #[must_use]
    pub fn entries(&self) -> Arc<[LibraryEntry]> {
        Arc::clone(&self.catalogue.entries)
    }

    /// Looks here, too, before all other places.
    pub fn prepend_root(&mut self, path: PathBuf) {
        self.roots.insert(0, LibraryRoot::Path(path));
    }

    /// Tells whether anything is known: else the library must be looked at first.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.is_known
    }

    /// Looks at every bundle. Those that have kept sizes and times are not
    /// opened, unless the index lacks them.
    pub fn scan(&mut self, sink: &mut dyn ScanSink) -> ScanResult {
        self.load_remaining();
        let (sources, problems) = bundle::discover(&self.roots);
        let old: HashMap<&BundleSource, usize> = (self.catalogue.entries.iter().enumerate())
            .map(|(i, entry)| (&entry.source, i))
            .collect();
        let total = sources.len();
        let mut entries = Vec::with_capacity(total);
        let mut stamps = Vec::with_capacity(total);
        let mut ids = BTreeSet::new();
        let (mut told, mut wait) = (Instant::now(), PARTIAL_INTERVAL);
        let mut rest = &sources[..];
        let mut ahead = thread_count();
        while !rest.is_empty() {
            let sources;
            (sources, rest) = rest.split_at(ahead.min(rest.len()));
            let stamped = sources.iter().map(|s| bundle::fingerprint(s, clock::now()));
            let stamped: Vec<Fingerprint> = stamped.collect();
            let looked_at = sources.iter().zip(&stamped);
            let known: Vec<Option<&LibraryEntry>> = looked_at
                .map(|(source, stamp)| self.unchanged_entry(*old.get(source)?, *stamp, sink))
                .collect();
            let unread = sources.iter().zip(&known);
            let unread: Vec<&BundleSource> = unread
                .filter(|(_, known)| known.is_none())
                .map(|(source, _)| source)
                .collect();
            let loaded = load_parallel(&unread);
            let briefings = loaded.iter().filter_map(|l| l.briefing.as_ref());
            let bytes = briefings.map(Briefing::text_bytes).sum::<usize>();
            ahead = if bytes < MAX_TEXT_BYTES {
                (2 * ahead).min(MAX_CHUNK)
            } else {
                thread_count()
            };
            let mut loaded = loaded.into_iter();
            for (known, stamp) in known.into_iter().zip(stamped) {
                let step = ScanProgress {
                    done: entries.len() + 1,
                    total,
                };
                let entry = match known {
                    Some(entry) => {
                        if entry.state == EntryState::Ready {
                            ids.insert(entry.id.clone());
                        }
                        Some(entry.clone())
                    }
                    None => loaded
                        .next()
                        .map(|loaded| deliver(loaded, &mut ids, sink, step)),
                };
                entries.extend(entry);
                stamps.push(stamp);
                sink.on_progress(step);
                if !self.is_known && told.elapsed() >= wait {
                    told = Instant::now();
                    wait *= 2;
                    sink.on_partial(bundle::resolve_duplicates(entries.clone()));
                }
            }
        }
        self.replace(entries, stamps);
        ScanResult { problems, ids }
    }

    /// Returns an entry, where its bundle has kept sizes and times and the index has it.
    fn unchanged_entry(
        &self,
        i: usize,
        stamp: Fingerprint,
        sink: &dyn ScanSink,
    ) -> Option<&LibraryEntry> {
        let entry = &self.catalogue.entries[i];
        let known = stamp.is_same(self.catalogue.fingerprints[i])
            && match entry.state {
                EntryState::Broken => true,
                EntryState::Ready => sink.is_indexed(&entry.id, &entry.hash),
                // What hid it may be gone.
                EntryState::Hidden => false,
            };
        known.then_some(entry)
    }

    /// Looks at these bundles alone. False where that is not enough: one was
    /// not there before, is there no longer, or changed its id or its state.
    pub fn rescan(&mut self, bundles: &BTreeSet<PathBuf>, sink: &mut dyn ScanSink) -> bool {
        let total = bundles.len();
        let mut found = Vec::new();
        for path in bundles {
            let here = |entry: &LibraryEntry| match &entry.source {
                BundleSource::Folder(own) | BundleSource::Zip(own) => own == path,
                BundleSource::BuiltIn(_) => false,
            };
            match self.catalogue.entries.iter().position(here) {
                Some(i) if path.exists() => found.push(i),
                _ => return false,
            }
        }
        let mut entries = self.catalogue.entries.to_vec();
        for (n, i) in found.into_iter().enumerate() {
            let stamp = bundle::fingerprint(&entries[i].source, clock::now());
            if stamp.is_same(self.catalogue.fingerprints[i]) {
                continue;
            }
            let step = ScanProgress { done: n + 1, total };
            let loaded = bundle::load(&entries[i].source);
            let entry = deliver(loaded, &mut BTreeSet::new(), sink, step);
            let same = entry.state == entries[i].state && entry.id == entries[i].id;
            if !same || entry.state == EntryState::Hidden {
                return false;
            }
            entries[i] = entry;
            self.catalogue.fingerprints[i] = stamp;
        }
        let stamps = std::mem::take(&mut self.catalogue.fingerprints);
        self.replace(entries, stamps);
        true
    }

    /// Returns the bundle that a changed file belongs to, as the library names it.
    #[must_use]
    pub fn bundle_containing(&self, file: &Path) -> Option<PathBuf> {
        self.roots.iter().find_map(|root| {
            let LibraryRoot::Path(root) = root else {
                return None;
            };
            let mut below = file.strip_prefix(root).ok()?.components();
            let alone = BundleSource::Folder(root.clone());
            if self.catalogue.entries.iter().any(|e| e.source == alone) {
                return Some(root.clone());
            }
            Some(below.next().map_or(root.clone(), |name| root.join(name)))
        })
    }

    /// Returns the folders and files to be watched.
    pub fn watch_paths(&self) -> impl Iterator<Item = &Path> {
        self.roots.iter().filter_map(|root| match root {
            LibraryRoot::Path(path) => Some(path.as_path()),
            LibraryRoot::BuiltIn => None,
        })
    }

    fn replace(&mut self, entries: Vec<LibraryEntry>, stamps: Vec<Fingerprint>) {
        let entries = bundle::resolve_duplicates(entries);
        let same_stamps = stamps.len() == self.catalogue.fingerprints.len()
            && stamps
                .iter()
                .zip(&self.catalogue.fingerprints)
                .all(|(a, b)| a.is_same(*b));
        let same = self.is_known && *entries == *self.catalogue.entries;
        if !same {
            self.catalogue.entries = entries.into();
        }
        self.catalogue.fingerprints = stamps;
        self.is_known = true;
        if !(same && same_stamps)
            && let Some(file) = &self.file
        {
            // A cache: without it the next start is slower, nothing else.
            let _ = file.parent().map_or(Ok(()), std::fs::create_dir_all);
            let _ = self.catalogue.write(file);
        }
    }
}

/// Hands the briefing of a bundle over where the index lacks it.
fn deliver(
    loaded: LoadedBundle,
    ids: &mut BTreeSet<String>,
    sink: &mut dyn ScanSink,
    step: ScanProgress,
) -> LibraryEntry {
    if loaded.entry.state == EntryState::Ready
        && let Some(briefing) = loaded.briefing
        && ids.insert(briefing.id.clone())
        && !sink.is_indexed(&briefing.id, &briefing.hash)
    {
        sink.on_briefing(briefing, step);
    }
    loaded.entry
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use tempfile::TempDir;

    #[derive(Default)]
    struct Counting {
        held: BTreeSet<(String, String)>,
        taken: Vec<String>,
    }

    impl ScanSink for Counting {
        fn is_indexed(&self, id: &str, hash: &str) -> bool {
            self.held.contains(&(id.to_owned(), hash.to_owned()))
        }
        fn on_briefing(&mut self, briefing: Briefing, _: ScanProgress) {
            self.taken.push(briefing.id.clone());
            self.held.insert((briefing.id, briefing.hash));
        }
    }

    fn put(library: &Path, name: &str, words: &str) {
        let folder = library.join(name);
        fs::create_dir_all(folder.join("articles")).unwrap();
        let json = include_str!("../../../tests/it/bundle/valid.json");
        let json = json.replacen("\"id\": \"", &format!("\"id\": \"{name}-"), 1);
        fs::write(folder.join("briefing.json"), json).unwrap();
        for (file, text) in [
            ("one.txt", include_str!("../../../tests/it/bundle/one.txt")),
            ("two.md", include_str!("../../../tests/it/bundle/two.md")),
        ] {
            fs::write(folder.join("articles").join(file), text).unwrap();
        }
        fs::write(folder.join("more.txt"), words).unwrap();
    }

    #[test]
    fn a_library_is_known_at_once_and_only_what_changed_is_opened() {
        let dir = TempDir::new().unwrap();
        let root = dir.path().join("library");
        for name in ["a", "b"] {
            put(&root, name, "");
        }
        let file = dir.path().join("cache/catalogue");
        let roots = vec![LibraryRoot::Path(root.clone())];
        let mut sink = Counting::default();
        let mut library = LibraryCache::open(roots.clone(), Some(file.clone()));
        assert!(!library.is_known());
        let survey = library.scan(&mut sink);
        assert!(survey.problems.is_empty());
        assert_eq!(library.entries().len(), 2);
        assert_eq!(sink.taken.len(), survey.ids.len());
        let mut again = LibraryCache::open(roots, Some(file));
        assert!(again.is_known());
        assert_eq!(again.entries(), library.entries());
        again.scan(&mut sink);
        assert_eq!(sink.taken.len(), survey.ids.len());
        fs::remove_dir_all(root.join("b")).unwrap();
        assert!(!again.rescan(&BTreeSet::from([root.join("b")]), &mut sink));
        again.scan(&mut sink);
        assert_eq!(again.entries().len(), 1);
        assert_eq!(
            again.bundle_containing(&root.join("a/articles/one.txt")),
            Some(root.join("a"))
        );
        assert_eq!(again.bundle_containing(Path::new("/elsewhere/x")), None);
    }
}
