//! The library as a list: one entry for each bundle that was found, readable or not.

use std::path::PathBuf;

use super::{Date, Problem, Severity};

/// Where a bundle is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BundleSource {
    /// A folder with `briefing.json` in it.
    Folder(PathBuf),
    /// A zip whose name ends in `.briefing`.
    Zip(PathBuf),
    /// Compiled into the program, by its folder name.
    BuiltIn(String),
}

impl std::fmt::Display for BundleSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            BundleSource::Folder(path) | BundleSource::Zip(path) => write!(f, "{}", path.display()),
            BundleSource::BuiltIn(name) => write!(f, "built in: {name}"),
        }
    }
}

/// What the library screen says of one bundle.
#[derive(Clone, Debug, PartialEq)]
pub struct LibraryEntry {
    /// The briefing's id; the file name where the id could not be read.
    pub id: String,
    /// The title; the file name where the title could not be read.
    pub title: String,
    /// Where it is.
    pub source: BundleSource,
    /// When the curator last changed it.
    pub updated: Option<Date>,
    /// What it holds.
    pub counts: BriefingCounts,
    /// Whether it can be opened.
    pub state: EntryState,
    /// All that is wrong with it, worst first.
    pub problems: Vec<Problem>,
    /// Lower-case hex SHA-256 over the bundle's files; empty where it could not be read.
    pub hash: String,
}

/// Whether a bundle can be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryState {
    /// It opens.
    Ready,
    /// It cannot be opened; the problems say why.
    Broken,
    /// It would open, but another bundle of the same id goes before it.
    Hidden,
}

/// How much a briefing holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BriefingCounts {
    /// Number of articles.
    pub articles: usize,
    /// Number of statements.
    pub statements: usize,
    /// Label of each side with the number of its statements, in the bundle's order.
    pub sides: Vec<(String, usize)>,
}

impl LibraryEntry {
    /// Returns how many problems are at least as bad as `severity`.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.problems
            .iter()
            .filter(|p| p.severity >= severity)
            .count()
    }
}
