//! Which bundles there are under the folders of a library.

use crate::bundle::diagnostics::diagnostic::{Diagnostic, error, quoted, warning};
use crate::bundle::diagnostics::report::Report;
use crate::bundle::format::BRIEFING_FILE;
use crate::bundle::source::embedded::embedded_names;
use crate::bundle::source::errors::missing_source;
use crate::model::{BundleSource, Problem};
use std::collections::HashSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

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
                let sources = embedded_names().into_iter().map(BundleSource::BuiltIn);
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
