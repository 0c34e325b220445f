//! The library as far as it is known, and what a curator should look at in one of its bundles.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use crate::model::{Briefing, BundleSource, EntryState, LibraryEntry, Problem};

/// The bundles that are known.
#[derive(Debug, Default)]
pub struct LibraryState {
    entries: Arc<[LibraryEntry]>,
    is_complete: bool,
    /// Of the bundle that was asked about last.
    warnings: Option<CuratorWarnings>,
    version: u64,
}

/// What a curator should look at in a bundle.
#[derive(Clone, Debug)]
pub struct CuratorWarnings {
    source: BundleSource,
    /// The title of the list that shows them.
    pub title: String,
    /// The bundle's problems, then what was found in its articles and statements.
    pub problems: Vec<Problem>,
    /// How many of them were found in its articles and statements.
    pub found: usize,
}

impl LibraryState {
    /// Returns the bundles, in the order of the screen.
    #[must_use]
    pub fn entries(&self) -> &[LibraryEntry] {
        &self.entries
    }

    /// Returns `true` if all bundles have been looked at.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// Returns a number that is another one after each change.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Takes over which bundles there are; returns where those known before are now, if
    /// any has moved.
    pub fn replace(
        &mut self,
        entries: Arc<[LibraryEntry]>,
        is_complete: bool,
    ) -> Option<MovedEntries> {
        let old = std::mem::replace(&mut self.entries, entries);
        self.is_complete = is_complete;
        self.version += 1;
        let mut pairs = old.iter().zip(self.entries.iter());
        let is_moved = pairs.any(|(a, b)| a.source != b.source);
        is_moved.then(|| MovedEntries::new(&old, &self.entries))
    }

    /// Returns the bundle of that source.
    #[must_use]
    pub fn by_source(&self, source: &BundleSource) -> Option<&LibraryEntry> {
        self.entries.iter().find(|e| e.source == *source)
    }

    /// Returns the bundle that opens under the id of a briefing.
    #[must_use]
    pub fn by_id(&self, briefing: &str) -> Option<&LibraryEntry> {
        let mut ready = self.entries.iter().filter(|e| e.state == EntryState::Ready);
        ready.find(|e| e.id == briefing)
    }

    /// Returns the bundle that may have taken the place of one that is gone: one of the
    /// same id in the same folder. No other one, and never a built-in one, is what the
    /// reader opened.
    #[must_use]
    pub fn successor_of(&self, briefing: &Briefing) -> Option<&LibraryEntry> {
        let folder = folder_of(&briefing.source)?;
        self.entries.iter().find(|e| {
            e.id == briefing.id
                && matches!(e.state, EntryState::Ready | EntryState::Hidden)
                && e.source != briefing.source
                && folder_of(&e.source) == Some(folder)
        })
    }

    /// Starts to collect what a curator should look at in a bundle. What is known of it
    /// from before is listed meanwhile.
    pub fn start_warnings(&mut self, entry: LibraryEntry) -> &CuratorWarnings {
        let known = self.warnings.take().filter(|w| w.source == entry.source);
        let known = known.map_or(Vec::new(), |w| {
            let own = w.problems.len() - w.found;
            w.problems[own..].to_vec()
        });
        let found = known.len();
        let mut problems = entry.problems;
        problems.extend(known);
        self.warnings.insert(CuratorWarnings {
            source: entry.source,
            title: entry.title,
            problems,
            found,
        })
    }

    /// Takes over what was found in articles and statements of a bundle; returns what was
    /// listed before and what is now, if it is the bundle that was asked about last.
    pub fn finish_warnings(
        &mut self,
        source: &BundleSource,
        found: &[Problem],
    ) -> Option<(CuratorWarnings, &CuratorWarnings)> {
        let warnings = self.warnings.as_mut().filter(|w| w.source == *source)?;
        let old = warnings.clone();
        warnings.problems.truncate(old.problems.len() - old.found);
        warnings.problems.extend_from_slice(found);
        warnings.found = found.len();
        Some((old, warnings))
    }
}

/// Where the bundles of one state of the library are in the next.
#[derive(Debug)]
pub struct MovedEntries {
    /// For each old position the new one.
    positions: Vec<Option<usize>>,
}

impl MovedEntries {
    fn new(old: &[LibraryEntry], new: &[LibraryEntry]) -> MovedEntries {
        let sources = new.iter().enumerate().map(|(i, e)| (&e.source, i));
        let at: HashMap<&BundleSource, usize> = sources.collect();
        let position = |(i, entry): (usize, &LibraryEntry)| {
            let stays = new.get(i).is_some_and(|e| e.source == entry.source);
            if stays {
                Some(i)
            } else {
                at.get(&entry.source).copied()
            }
        };
        MovedEntries {
            positions: old.iter().enumerate().map(position).collect(),
        }
    }

    /// Returns where the bundle at an old position is now, if it is still there.
    #[must_use]
    pub fn position(&self, old: usize) -> Option<usize> {
        self.positions.get(old).copied().flatten()
    }
}

/// Returns the folder in which a bundle stands; none of one that is built in.
fn folder_of(source: &BundleSource) -> Option<&Path> {
    match source {
        BundleSource::Folder(path) | BundleSource::Zip(path) => path.parent(),
        BundleSource::BuiltIn(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{BriefingCounts, Severity};

    fn entry(path: &str, id: &str, state: EntryState) -> LibraryEntry {
        LibraryEntry {
            id: id.to_owned(),
            title: id.to_owned(),
            source: BundleSource::Folder(path.into()),
            updated: None,
            counts: BriefingCounts::default(),
            state,
            problems: Vec::new(),
            hash: String::new(),
        }
    }

    fn library(entries: Vec<LibraryEntry>) -> LibraryState {
        let mut library = LibraryState::default();
        library.replace(entries.into(), true);
        library
    }

    #[test]
    fn what_has_moved_is_found_by_its_source() {
        let ready = EntryState::Ready;
        let [a, b, c] = ["a", "b", "c"].map(|path| entry(path, path, ready));
        let mut library = library(vec![a.clone(), b.clone()]);
        let version = library.version();
        assert!(
            library
                .replace(vec![a.clone(), b.clone()].into(), true)
                .is_none()
        );
        assert_ne!(library.version(), version);
        let moved = library.replace(vec![c, a].into(), false).unwrap();
        assert_eq!([0, 1, 2].map(|i| moved.position(i)), [Some(1), None, None]);
        assert!(!library.is_complete());
    }

    #[test]
    fn only_a_bundle_that_opens_is_found_by_id() {
        let library = library(vec![
            entry("a", "one", EntryState::Broken),
            entry("b", "one", EntryState::Ready),
        ]);
        let found = library.by_id("one").map(|e| &e.source);
        assert_eq!(found, Some(&BundleSource::Folder("b".into())));
        assert!(library.by_id("two").is_none());
    }

    #[test]
    fn what_is_found_later_takes_the_place_of_what_was_known() {
        let problem = |text: &str| Problem {
            severity: Severity::Warning,
            bundle: String::new(),
            file: String::new(),
            path: String::new(),
            line: 0,
            column: 0,
            message: text.to_owned(),
            help: String::new(),
        };
        let mut entry = entry("a", "one", EntryState::Ready);
        entry.problems = vec![problem("own")];
        let source = entry.source.clone();
        let mut library = library(vec![entry.clone()]);
        assert_eq!(library.start_warnings(entry.clone()).problems.len(), 1);
        let (old, new) = library
            .finish_warnings(&source, &[problem("x"), problem("y")])
            .unwrap();
        assert_eq!(
            (old.problems.len(), new.problems.len(), new.found),
            (1, 3, 2)
        );
        assert_eq!(library.start_warnings(entry).problems.len(), 3);
        let (_, new) = library.finish_warnings(&source, &[problem("z")]).unwrap();
        assert_eq!(new.problems[1].message, "z");
        let other = BundleSource::Folder("b".into());
        assert!(library.finish_warnings(&other, &[]).is_none());
    }
}
