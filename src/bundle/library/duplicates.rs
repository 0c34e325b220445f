//! Which of several bundles with the same id is the one that opens.

use crate::bundle::diagnostics::diagnostic::{Diagnostic, quoted, warning};
use crate::bundle::diagnostics::report::Report;
use crate::model::{BundleSource, EntryState, LibraryEntry};
use std::collections::HashMap;

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
    use crate::bundle::LibraryRoot;
    use crate::bundle::discover;
    use crate::bundle::is_gone;
    use crate::model::{BriefingCounts, Severity};
    use std::path::Path;
    use std::path::PathBuf;

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
