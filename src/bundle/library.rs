//! The library: which bundles there are, and which of two with the same id is
//! the one that opens.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::files::{built_in_names, missing_source};
use super::report::{BRIEFING_FILE, Diagnostic, Report, error, quoted, warning};
use crate::model::{BundleSource, EntryState, LibraryEntry, Problem};

/// A place where bundles are looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LibraryRoot {
    /// A bundle, or a folder of bundles.
    Path(PathBuf),
    /// The briefings that come with the program.
    BuiltIn,
}

/// Lists the bundles under some roots, in the order of the roots and sorted by
/// name within each: folders that hold `briefing.json` and files that end in
/// `.briefing`. Nothing is opened. A bundle that is named twice is listed once.
/// The problems tell of roots that are not there or hold nothing readable.
#[must_use]
pub fn discover(roots: &[LibraryRoot]) -> (Vec<BundleSource>, Vec<Problem>) {
    let mut found = Discovery::default();
    for root in roots {
        match root {
            LibraryRoot::BuiltIn => {
                let sources = built_in_names().into_iter().map(BundleSource::BuiltIn);
                found.sources.extend(sources);
            }
            LibraryRoot::Path(path) => found.add_root(path),
        }
    }
    (found.sources, found.problems)
}

/// Returns `true` if nothing at all is where a bundle was, not even a broken one or a link
/// that leads nowhere. What is built in is never gone.
#[must_use]
pub fn is_gone(source: &BundleSource) -> bool {
    match source {
        BundleSource::Folder(path) | BundleSource::Zip(path) => path
            .symlink_metadata()
            .is_err_and(|e| e.kind() == ErrorKind::NotFound),
        BundleSource::BuiltIn(_) => false,
    }
}

#[derive(Default)]
struct Discovery {
    sources: Vec<BundleSource>,
    problems: Vec<Problem>,
    /// The real paths of what was listed.
    seen: HashSet<PathBuf>,
}

impl Discovery {
    fn add_root(&mut self, path: &Path) {
        let real = match fs::canonicalize(path) {
            Ok(real) => real,
            Err(e) => {
                let unreadable = || {
                    let message = format!("the library folder cannot be read: {e}");
                    error(message, "Create the folder, or name another one.")
                };
                let diagnostic = missing_source(path).map(Diagnostic::downgraded);
                return self.report(path, diagnostic.unwrap_or_else(unreadable));
            }
        };
        if let Some(source) = bundle_at(path) {
            return self.add(source, real);
        }
        if !real.is_dir() {
            let message = "this is no bundle: neither a folder nor a file that ends in .briefing";
            let help =
                "Name a folder with briefing.json in it, a .briefing file, or a folder of those.";
            return self.report(path, error(message, help));
        }
        let entries = match fs::read_dir(path) {
            Ok(entries) => entries,
            Err(e) => {
                let message = format!("the library folder cannot be read: {e}");
                return self.report(path, error(message, "Check who may read it."));
            }
        };
        let mut names: Vec<_> = entries.filter_map(|e| Some(e.ok()?.file_name())).collect();
        names.sort();
        for name in names {
            let here = path.join(&name);
            if let Some(source) = bundle_at(&here) {
                self.add(source, real.join(&name));
            } else if let (Ok(target), false) = (fs::read_link(&here), here.exists()) {
                let name = quoted(&name.to_string_lossy());
                let target = quoted(&target.display().to_string());
                let message = format!(
                    "the link {name} leads nowhere: {target} is not there or cannot be read"
                );
                let help = "Put back what it leads to, or remove the link.";
                self.report(&here, warning(message, help));
            }
        }
    }

    fn add(&mut self, source: BundleSource, real: PathBuf) {
        if self.seen.insert(real) {
            self.sources.push(source);
        }
    }

    fn report(&mut self, path: &Path, diagnostic: Diagnostic) {
        let mut report = Report::new(&path.display().to_string());
        report.add_to_bundle(diagnostic);
        self.problems.extend(report.finish(""));
    }
}

/// Tells whether a bundle is here, and of which kind. Any briefing.json makes
/// a folder a bundle, readable or not; whether it can be read is told on loading.
fn bundle_at(path: &Path) -> Option<BundleSource> {
    if path.join(BRIEFING_FILE).symlink_metadata().is_ok() {
        return Some(BundleSource::Folder(path.to_owned()));
    }
    let zip = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("briefing"));
    (zip && !path.is_dir()).then(|| BundleSource::Zip(path.to_owned()))
}

/// Decides between bundles of the same id: those that open and are not built
/// in go before those that are; among equals the first. The others become
/// [`EntryState::Hidden`] and say which one goes before them. The order stays.
#[must_use]
pub fn resolve_duplicates(mut entries: Vec<LibraryEntry>) -> Vec<LibraryEntry> {
    let mut first: HashMap<String, usize> = HashMap::new();
    for (i, entry) in entries.iter().enumerate() {
        if entry.state != EntryState::Ready {
            continue;
        }
        match first.get(&entry.id) {
            Some(other) if !is_built_in(&entries[*other]) || is_built_in(entry) => {}
            _ => {
                first.insert(entry.id.clone(), i);
            }
        }
    }
    for i in 0..entries.len() {
        let Some(winner) = first.get(&entries[i].id).copied().filter(|w| *w != i) else {
            continue;
        };
        if entries[i].state != EntryState::Ready {
            continue;
        }
        let diagnostic = duplicate_warning(&entries[i], &entries[winner]);
        let entry = &mut entries[i];
        let mut report = Report::new(&entry.source.to_string());
        report.add_to_bundle(diagnostic);
        entry.problems.extend(report.finish(""));
        entry.state = EntryState::Hidden;
    }
    entries
}

fn duplicate_warning(entry: &LibraryEntry, winner: &LibraryEntry) -> Diagnostic {
    let other = quoted(&winner.source.to_string());
    if is_built_in(entry) {
        let message = format!("the bundle {other} of the same id goes before the built-in one");
        return warning(message, "Remove that bundle to read the built-in one.");
    }
    let own = quoted(&entry.source.to_string());
    let message = format!("{own} and {other} have the same id {}", quoted(&entry.id));
    warning(
        message,
        "Only the latter opens; give one of them another id, or remove it.",
    )
}

fn is_built_in(entry: &LibraryEntry) -> bool {
    matches!(entry.source, BundleSource::BuiltIn(_))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{BriefingCounts, Severity};

    fn entry(id: &str, source: BundleSource, state: EntryState) -> LibraryEntry {
        LibraryEntry {
            id: id.to_owned(),
            title: String::new(),
            source,
            updated: None,
            counts: BriefingCounts::default(),
            state,
            problems: Vec::new(),
            hash: String::new(),
        }
    }

    fn user(name: &str) -> BundleSource {
        BundleSource::Folder(PathBuf::from(name))
    }

    fn states(entries: Vec<LibraryEntry>) -> Vec<EntryState> {
        resolve_duplicates(entries)
            .into_iter()
            .map(|e| e.state)
            .collect()
    }

    #[test]
    fn of_one_id_the_users_first_opens() {
        use EntryState::{Broken, Hidden, Ready};
        let built_in = || BundleSource::BuiltIn("x".to_owned());
        assert_eq!(
            states(vec![
                entry("x", built_in(), Ready),
                entry("x", user("a"), Broken),
                entry("x", user("b"), Ready),
                entry("y", user("c"), Ready),
                entry("x", user("d"), Ready),
            ]),
            [Hidden, Broken, Ready, Ready, Hidden]
        );
        assert_eq!(
            states(vec![
                entry("x", user("a"), Broken),
                entry("x", built_in(), Ready)
            ]),
            [Broken, Ready]
        );
    }

    #[test]
    fn a_named_bundle_that_is_gone_is_said_to_be_not_there() {
        let dir = tempfile::tempdir().unwrap();
        let told = |path: &Path| {
            let (sources, problems) = discover(&[LibraryRoot::Path(path.to_owned())]);
            assert!(sources.is_empty());
            problems[0].message.clone()
        };
        let dead = dir.path().join("dead.briefing");
        assert!(is_gone(&BundleSource::Zip(dead.clone())));
        let said = told(&dead);
        assert!(said.starts_with("the bundle \""), "{said}");
        assert!(said.ends_with("dead.briefing\" is not there"), "{said}");
        std::os::unix::fs::symlink("moved/away.briefing", &dead).unwrap();
        assert!(!is_gone(&BundleSource::Zip(dead.clone())));
        let said = told(&dead);
        assert!(said.contains("a link to \"moved/away.briefing\""), "{said}");
        let said = told(&dir.path().join("bridge"));
        assert!(said.contains("bundle or folder"), "{said}");
        // The same is said where it is read.
        for source in [
            BundleSource::Zip(dead),
            BundleSource::Folder(dir.path().join("bridge")),
        ] {
            let problems = crate::bundle::load(&source).problems;
            assert!(problems[0].message.contains("is not there"), "{problems:?}");
        }
    }

    #[test]
    fn the_hidden_one_names_both() {
        let entries = resolve_duplicates(vec![
            entry("x", user("a"), EntryState::Ready),
            entry("x", user("b"), EntryState::Ready),
        ]);
        let problem = &entries[1].problems[0];
        assert_eq!(problem.severity, Severity::Warning);
        assert_eq!(problem.message, "\"b\" and \"a\" have the same id \"x\"");
        assert!(entries[0].problems.is_empty());
    }
}
