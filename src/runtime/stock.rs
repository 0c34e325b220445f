//! The stock: what the library holds, known at once from its catalogue, and
//! brought up to date by looking at sizes and times. Only what may have changed
//! is opened. The reader and the shell's commands share it.

use std::collections::{BTreeSet, HashMap};
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::batch::MUCH;
use super::clock;
use crate::bundle::{self, Catalogue, Loaded, Page, Root, Sheets, Stamp};
use crate::model::{Briefing, BundleSource, EntryState, LibraryEntry, Problem};

/// How soon the first news of a library that is not yet known is told; the next
/// is told after twice the time, and so on.
const NEWS: Duration = Duration::from_millis(200);

/// Pages of a catalogue, or bundles, that are read at once, at most.
const MOST_AT_ONCE: usize = 4;
/// Bundles that are looked at before any of them is handed on, where they are small.
const AHEAD: usize = 16;

/// How far a look at the library has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// Bundles looked at.
    pub done: usize,
    /// Bundles in all.
    pub total: usize,
}

/// Whoever wants to know what a look at the library brings.
pub trait Taker {
    /// Tells whether the index has this content of a briefing.
    fn has(&self, id: &str, hash: &str) -> bool;
    /// Takes a briefing that the index has not.
    fn take(&mut self, briefing: Briefing, step: Step);
    /// Hears that so much has been looked at.
    fn step(&mut self, _: Step) {}
    /// Hears what is known so far of a library that was not known before.
    fn news(&mut self, _: Vec<LibraryEntry>) {}
}

/// What a look at the whole library brought.
#[derive(Debug, Default)]
pub struct Survey {
    /// What is wrong with the folders; then nothing is known of what they held.
    pub problems: Vec<Problem>,
    /// The ids of all briefings that open.
    pub ids: BTreeSet<String>,
}

/// Reads the rows behind the first of a catalogue, many on several threads.
fn read_rest(sheets: Sheets) -> Option<Vec<Page>> {
    let rows = sheets.rest()?;
    let pages = bundle::pages(&rows, at_once());
    let pages = each_at_once(&pages, |page| bundle::read_page(page));
    pages.into_iter().collect()
}

/// Reads bundles, several at once where there are several.
fn load(sources: &[&BundleSource]) -> Vec<Loaded> {
    let each = sources.len().div_ceil(at_once()).max(1);
    let parts: Vec<&[&BundleSource]> = sources.chunks(each).collect();
    let loaded = each_at_once(&parts, |part| -> Vec<Loaded> {
        part.iter().map(|source| bundle::load(source)).collect()
    });
    loaded.into_iter().flatten().collect()
}

/// Returns how much is read at once.
fn at_once() -> usize {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    cores.min(MOST_AT_ONCE)
}

/// Does the work for all parts at once, for the first on this thread.
fn each_at_once<P: Sync, R: Send>(parts: &[P], work: impl Fn(&P) -> R + Sync) -> Vec<R> {
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
pub struct Stock {
    roots: Vec<Root>,
    file: Option<PathBuf>,
    catalogue: Catalogue,
    known: bool,
    /// The catalogue, where only its beginning was read yet.
    unread: Option<Sheets>,
}

impl Stock {
    /// Reads the beginning of the catalogue of a library, if there is one: what the
    /// first picture needs.
    #[must_use]
    pub fn begin(roots: Vec<Root>, file: Option<PathBuf>) -> Stock {
        let sheets = file.as_deref().and_then(Sheets::open);
        let beginning = sheets
            .as_ref()
            .and_then(|sheets| bundle::read_page(sheets.beginning()));
        Stock {
            roots,
            file,
            known: beginning.is_some(),
            catalogue: beginning.into_iter().collect(),
            unread: sheets.filter(|sheets| !sheets.is_all_read()),
        }
    }

    /// Reads the catalogue of a library, if there is one.
    #[must_use]
    pub fn open(roots: Vec<Root>, file: Option<PathBuf>) -> Stock {
        let mut stock = Stock::begin(roots, file);
        stock.complete();
        stock
    }

    /// Reads the rest of the catalogue.
    pub fn complete(&mut self) {
        let Some(sheets) = self.unread.take() else {
            return;
        };
        let rest = read_rest(sheets).filter(|_| self.known);
        self.known = rest.is_some();
        let beginning = std::mem::take(&mut self.catalogue);
        self.catalogue = rest.map_or_else(Catalogue::default, |rest| beginning.and(rest));
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
    pub fn look_first(&mut self, path: PathBuf) {
        self.roots.insert(0, Root::Path(path));
    }

    /// Tells whether anything is known: else the library must be looked at first.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.known
    }

    /// Looks at every bundle. Those that have kept sizes and times are not
    /// opened, unless the index lacks them.
    pub fn survey(&mut self, taker: &mut dyn Taker) -> Survey {
        self.complete();
        let (sources, problems) = bundle::discover(&self.roots);
        let old: HashMap<&BundleSource, usize> = (self.catalogue.entries.iter().enumerate())
            .map(|(i, entry)| (&entry.source, i))
            .collect();
        let total = sources.len();
        let mut entries = Vec::with_capacity(total);
        let mut stamps = Vec::with_capacity(total);
        let mut ids = BTreeSet::new();
        let (mut told, mut wait) = (Instant::now(), NEWS);
        let mut rest = &sources[..];
        let mut ahead = at_once();
        while !rest.is_empty() {
            let sources;
            (sources, rest) = rest.split_at(ahead.min(rest.len()));
            let stamped = sources.iter().map(|s| bundle::stamp(s, clock::now()));
            let stamped: Vec<Stamp> = stamped.collect();
            let looked_at = sources.iter().zip(&stamped);
            let known: Vec<Option<&LibraryEntry>> = looked_at
                .map(|(source, stamp)| self.known(*old.get(source)?, *stamp, taker))
                .collect();
            let unread = sources.iter().zip(&known);
            let unread: Vec<&BundleSource> = unread
                .filter(|(_, known)| known.is_none())
                .map(|(source, _)| source)
                .collect();
            let loaded = load(&unread);
            let briefings = loaded.iter().filter_map(|l| l.briefing.as_ref());
            let bytes = briefings.map(Briefing::text_bytes).sum::<usize>();
            ahead = if bytes < MUCH {
                (2 * ahead).min(AHEAD)
            } else {
                at_once()
            };
            let mut loaded = loaded.into_iter();
            for (known, stamp) in known.into_iter().zip(stamped) {
                let step = Step {
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
                        .map(|loaded| hand_over(loaded, &mut ids, taker, step)),
                };
                entries.extend(entry);
                stamps.push(stamp);
                taker.step(step);
                if !self.known && told.elapsed() >= wait {
                    told = Instant::now();
                    wait *= 2;
                    taker.news(bundle::settle(entries.clone()));
                }
            }
        }
        self.replace(entries, stamps);
        Survey { problems, ids }
    }

    /// Returns an entry, where its bundle has kept sizes and times and the index has it.
    fn known(&self, i: usize, stamp: Stamp, taker: &dyn Taker) -> Option<&LibraryEntry> {
        let entry = &self.catalogue.entries[i];
        let known = stamp.is_same(self.catalogue.stamps[i])
            && match entry.state {
                EntryState::Broken => true,
                EntryState::Ready => taker.has(&entry.id, &entry.hash),
                // What hid it may be gone.
                EntryState::Hidden => false,
            };
        known.then_some(entry)
    }

    /// Looks at these bundles alone. False where that is not enough: one was
    /// not there before, is there no longer, or changed its id or its state.
    pub fn look_at(&mut self, bundles: &BTreeSet<PathBuf>, taker: &mut dyn Taker) -> bool {
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
            let stamp = bundle::stamp(&entries[i].source, clock::now());
            if stamp.is_same(self.catalogue.stamps[i]) {
                continue;
            }
            let step = Step { done: n + 1, total };
            let loaded = bundle::load(&entries[i].source);
            let entry = hand_over(loaded, &mut BTreeSet::new(), taker, step);
            let same = entry.state == entries[i].state && entry.id == entries[i].id;
            if !same || entry.state == EntryState::Hidden {
                return false;
            }
            entries[i] = entry;
            self.catalogue.stamps[i] = stamp;
        }
        let stamps = std::mem::take(&mut self.catalogue.stamps);
        self.replace(entries, stamps);
        true
    }

    /// Returns the bundle that a changed file belongs to, as the library names it.
    #[must_use]
    pub fn bundle_of(&self, file: &Path) -> Option<PathBuf> {
        self.roots.iter().find_map(|root| {
            let Root::Path(root) = root else {
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
    pub fn watched(&self) -> impl Iterator<Item = &Path> {
        self.roots.iter().filter_map(|root| match root {
            Root::Path(path) => Some(path.as_path()),
            Root::BuiltIn => None,
        })
    }

    fn replace(&mut self, entries: Vec<LibraryEntry>, stamps: Vec<Stamp>) {
        let entries = bundle::settle(entries);
        let same_stamps = stamps.len() == self.catalogue.stamps.len()
            && stamps
                .iter()
                .zip(&self.catalogue.stamps)
                .all(|(a, b)| a.is_same(*b));
        let same = self.known && *entries == *self.catalogue.entries;
        if !same {
            self.catalogue.entries = entries.into();
        }
        self.catalogue.stamps = stamps;
        self.known = true;
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
fn hand_over(
    loaded: Loaded,
    ids: &mut BTreeSet<String>,
    taker: &mut dyn Taker,
    step: Step,
) -> LibraryEntry {
    if loaded.entry.state == EntryState::Ready
        && let Some(briefing) = loaded.briefing
        && ids.insert(briefing.id.clone())
        && !taker.has(&briefing.id, &briefing.hash)
    {
        taker.take(briefing, step);
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

    impl Taker for Counting {
        fn has(&self, id: &str, hash: &str) -> bool {
            self.held.contains(&(id.to_owned(), hash.to_owned()))
        }
        fn take(&mut self, briefing: Briefing, _: Step) {
            self.taken.push(briefing.id.clone());
            self.held.insert((briefing.id, briefing.hash));
        }
    }

    fn put(library: &Path, name: &str, words: &str) {
        let folder = library.join(name);
        fs::create_dir_all(folder.join("articles")).unwrap();
        let json = include_str!("../../tests/it/bundle/valid.json");
        let json = json.replacen("\"id\": \"", &format!("\"id\": \"{name}-"), 1);
        fs::write(folder.join("briefing.json"), json).unwrap();
        for (file, text) in [
            ("one.txt", include_str!("../../tests/it/bundle/one.txt")),
            ("two.md", include_str!("../../tests/it/bundle/two.md")),
        ] {
            fs::write(folder.join("articles").join(file), text).unwrap();
        }
        fs::write(folder.join("more.txt"), words).unwrap();
    }

    #[test]
    fn a_library_is_known_at_once_and_only_what_changed_is_opened() {
        let dir = TempDir::new().unwrap();
        let library = dir.path().join("library");
        for name in ["a", "b"] {
            put(&library, name, "");
        }
        let file = dir.path().join("cache/catalogue");
        let roots = vec![Root::Path(library.clone())];
        let mut taker = Counting::default();
        let mut stock = Stock::open(roots.clone(), Some(file.clone()));
        assert!(!stock.is_known());
        let survey = stock.survey(&mut taker);
        assert!(survey.problems.is_empty());
        assert_eq!(stock.entries().len(), 2);
        assert_eq!(taker.taken.len(), survey.ids.len());
        let mut again = Stock::open(roots, Some(file));
        assert!(again.is_known());
        assert_eq!(again.entries(), stock.entries());
        again.survey(&mut taker);
        assert_eq!(taker.taken.len(), survey.ids.len());
        fs::remove_dir_all(library.join("b")).unwrap();
        assert!(!again.look_at(&BTreeSet::from([library.join("b")]), &mut taker));
        again.survey(&mut taker);
        assert_eq!(again.entries().len(), 1);
        assert_eq!(
            again.bundle_of(&library.join("a/articles/one.txt")),
            Some(library.join("a"))
        );
        assert_eq!(again.bundle_of(Path::new("/elsewhere/x")), None);
    }
}
