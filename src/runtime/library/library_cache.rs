//! The remembered list of the library's bundles. It is known at once, from a cache file, and brought
//! up to date by comparing sizes and times; only bundles that may have changed are read. The
//! full-screen program and the commands of the shell share it.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::bundle::{self, CachePage, CacheReader, Catalogue, Fingerprint, LibraryRoot};
use crate::model::{Briefing, BundleSource, EntryState, LibraryEntry};
use crate::runtime::library::batch::MAX_TEXT_BYTES;
use crate::runtime::library::parallel::{load_parallel, parallel_map, thread_count};
use crate::runtime::library::scan::{Scan, ScanProgress, ScanResult, ScanSink, deliver};
use crate::runtime::support::clock;

/// Small bundles that are read before any of them is passed on, at most: enough to keep all threads
/// busy, few enough to stay in memory.
const MAX_CHUNK: usize = 16;

/// The list of bundles, with the cache file that remembers it.
pub struct LibraryCache {
    roots: Vec<LibraryRoot>,
    file: Option<PathBuf>,
    catalogue: Catalogue,
    is_known: bool,
    /// The rest of the cache file, while only its beginning has been read.
    unread: Option<CacheReader>,
}

impl LibraryCache {
    /// Reads the beginning of the cache file, if there is one: what the first frame needs.
    #[must_use]
    pub fn open_head(roots: Vec<LibraryRoot>, file: Option<PathBuf>) -> LibraryCache {
        let reader = file.as_deref().and_then(CacheReader::open);
        let head = reader
            .as_ref()
            .and_then(|reader| bundle::parse_page(reader.head()));
        LibraryCache {
            roots,
            file,
            is_known: head.is_some(),
            catalogue: head.into_iter().collect(),
            unread: reader.filter(|reader| !reader.is_complete()),
        }
    }

    /// Reads the cache file, if there is one.
    #[must_use]
    pub fn open(roots: Vec<LibraryRoot>, file: Option<PathBuf>) -> LibraryCache {
        let mut library = LibraryCache::open_head(roots, file);
        library.load_remaining();
        library
    }

    /// Reads the rest of the cache file.
    pub fn load_remaining(&mut self) {
        let Some(reader) = self.unread.take() else {
            return;
        };
        let rest = read_remaining(reader).filter(|_| self.is_known);
        self.is_known = rest.is_some();
        let head = std::mem::take(&mut self.catalogue);
        self.catalogue = rest.map_or_else(Catalogue::default, |rest| head.with_pages(rest));
    }

    /// Returns `true` if the whole cache file has been read.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.unread.is_none()
    }

    /// Returns what is known.
    #[must_use]
    pub fn entries(&self) -> Arc<[LibraryEntry]> {
        Arc::clone(&self.catalogue.entries)
    }

    /// Adds a folder or bundle that takes precedence over all others.
    pub fn prepend_root(&mut self, path: PathBuf) {
        self.roots.insert(0, LibraryRoot::Path(path));
    }

    /// Returns `true` if the list is known; otherwise the library must be scanned first.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.is_known
    }

    /// Looks at every bundle. A bundle is read only if its sizes or times have changed, or if the
    /// index lacks it.
    pub fn scan(&mut self, sink: &mut dyn ScanSink) -> ScanResult {
        self.load_remaining();
        let (sources, problems) = bundle::discover(&self.roots);
        let old: HashMap<&BundleSource, usize> = (self.catalogue.entries.iter().enumerate())
            .map(|(i, entry)| (&entry.source, i))
            .collect();
        let mut scan = Scan::new(sink, sources.len(), self.is_known);
        let mut rest = &sources[..];
        let mut chunk_size = thread_count();
        while !rest.is_empty() {
            let chunk;
            (chunk, rest) = rest.split_at(chunk_size.min(rest.len()));
            let bytes = self.scan_chunk(chunk, &old, &mut scan);
            chunk_size = if bytes < MAX_TEXT_BYTES {
                (2 * chunk_size).min(MAX_CHUNK)
            } else {
                thread_count()
            };
        }
        let Scan {
            entries,
            fingerprints,
            ids,
            ..
        } = scan;
        self.replace(entries, fingerprints);
        ScanResult { problems, ids }
    }

    /// Scans some bundles. Returns the bytes of text that were read.
    fn scan_chunk(
        &self,
        chunk: &[BundleSource],
        old: &HashMap<&BundleSource, usize>,
        scan: &mut Scan,
    ) -> usize {
        let fingerprints = chunk.iter().map(|s| bundle::fingerprint(s, clock::now()));
        let fingerprints: Vec<Fingerprint> = fingerprints.collect();
        let unchanged: Vec<Option<&LibraryEntry>> = (chunk.iter().zip(&fingerprints))
            .map(|(source, fingerprint)| {
                self.unchanged_entry(*old.get(source)?, *fingerprint, scan.sink())
            })
            .collect();
        let changed: Vec<&BundleSource> = (chunk.iter().zip(&unchanged))
            .filter(|(_, unchanged)| unchanged.is_none())
            .map(|(source, _)| source)
            .collect();
        let loaded = load_parallel(&changed);
        let briefings = loaded.iter().filter_map(|l| l.briefing.as_ref());
        let bytes = briefings.map(Briefing::text_bytes).sum::<usize>();
        let mut loaded = loaded.into_iter();
        for (unchanged, fingerprint) in unchanged.into_iter().zip(fingerprints) {
            if let Some(entry) = unchanged {
                scan.add_unchanged(entry.clone(), fingerprint);
            } else if let Some(loaded) = loaded.next() {
                scan.add_loaded(loaded, fingerprint);
            }
        }
        bytes
    }

    /// Returns an entry if its bundle has the same sizes and times and the index has it.
    fn unchanged_entry(
        &self,
        i: usize,
        fingerprint: Fingerprint,
        sink: &dyn ScanSink,
    ) -> Option<&LibraryEntry> {
        let entry = &self.catalogue.entries[i];
        let is_unchanged = fingerprint.is_same(self.catalogue.fingerprints[i])
            && match entry.state {
                EntryState::Broken => true,
                EntryState::Ready => sink.is_indexed(&entry.id, &entry.hash),
                // The bundle that hid it may be gone.
                EntryState::Hidden => false,
            };
        is_unchanged.then_some(entry)
    }

    /// Looks at these bundles only. Returns `false` if a scan is needed: one is new, is gone, or has
    /// changed its id or state.
    pub fn rescan(&mut self, bundles: &BTreeSet<PathBuf>, sink: &mut dyn ScanSink) -> bool {
        let total = bundles.len();
        let mut found = Vec::new();
        for path in bundles {
            let is_at_path = |entry: &LibraryEntry| match &entry.source {
                BundleSource::Folder(own) | BundleSource::Zip(own) => own == path,
                BundleSource::BuiltIn(_) => false,
            };
            match self.catalogue.entries.iter().position(is_at_path) {
                Some(i) if path.exists() => found.push(i),
                _ => return false,
            }
        }
        let mut entries = self.catalogue.entries.to_vec();
        for (n, i) in found.into_iter().enumerate() {
            let fingerprint = bundle::fingerprint(&entries[i].source, clock::now());
            if fingerprint.is_same(self.catalogue.fingerprints[i]) {
                continue;
            }
            let progress = ScanProgress { done: n + 1, total };
            let loaded = bundle::load(&entries[i].source);
            let entry = deliver(loaded, &mut BTreeSet::new(), sink, progress);
            let is_same = entry.state == entries[i].state && entry.id == entries[i].id;
            if !is_same || entry.state == EntryState::Hidden {
                return false;
            }
            entries[i] = entry;
            self.catalogue.fingerprints[i] = fingerprint;
        }
        let fingerprints = std::mem::take(&mut self.catalogue.fingerprints);
        self.replace(entries, fingerprints);
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
            let is_bundle = BundleSource::Folder(root.clone());
            if self.catalogue.entries.iter().any(|e| e.source == is_bundle) {
                return Some(root.clone());
            }
            Some(below.next().map_or(root.clone(), |name| root.join(name)))
        })
    }

    /// Returns the folders and files to watch.
    pub fn watch_paths(&self) -> impl Iterator<Item = &Path> {
        self.roots.iter().filter_map(|root| match root {
            LibraryRoot::Path(path) => Some(path.as_path()),
            LibraryRoot::BuiltIn => None,
        })
    }

    /// Replaces the list, and writes the cache file if it has changed.
    fn replace(&mut self, entries: Vec<LibraryEntry>, fingerprints: Vec<Fingerprint>) {
        let entries = bundle::resolve_duplicates(entries);
        let are_files_same = fingerprints.len() == self.catalogue.fingerprints.len()
            && fingerprints
                .iter()
                .zip(&self.catalogue.fingerprints)
                .all(|(a, b)| a.is_same(*b));
        let are_entries_same = self.is_known && *entries == *self.catalogue.entries;
        if !are_entries_same {
            self.catalogue.entries = entries.into();
        }
        self.catalogue.fingerprints = fingerprints;
        self.is_known = true;
        if !(are_entries_same && are_files_same)
            && let Some(file) = &self.file
        {
            // A cache: if it cannot be written, the next start is slower, nothing else.
            let _ = file.parent().map_or(Ok(()), std::fs::create_dir_all);
            let _ = self.catalogue.write(file);
        }
    }
}

/// Reads the rows after the head of a cache file, many on several threads.
fn read_remaining(reader: CacheReader) -> Option<Vec<CachePage>> {
    let rows = reader.read_tail()?;
    let pages = bundle::split_pages(&rows, thread_count());
    let pages = parallel_map(&pages, |page| bundle::parse_page(page));
    pages.into_iter().collect()
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
