//! Finds bundles for the commands: those of the library, and those that are
//! named by a path or a reference.

use std::path::{Path, PathBuf};

use crate::bundle::{self, LibraryRoot, LoadedBundle};
use crate::cli::error::{CliError, Failure};
use crate::cli::file_names::{INDEX_DIR, LIBRARY_CACHE_FILE};
use crate::cli::global_args::GlobalArgs;
use crate::model::{Briefing, BundleSource, EntryState, LibraryEntry, Problem, Reference};
use crate::paths::{self, PathError};
use crate::runtime::LibraryCache;
use crate::text::suggest;

/// Where bundles are looked for.
pub struct Library {
    /// The first goes before the others.
    pub roots: Vec<LibraryRoot>,
    /// What there is to say about them.
    pub notices: Vec<String>,
}

/// What an argument names.
pub enum LibraryTarget {
    /// A bundle, by its path.
    Bundle(BundleSource),
    /// A folder with several bundles, by its path.
    Folder(PathBuf),
    /// Something in the library.
    Reference(Reference),
}

impl Library {
    /// Returns the library of the command line, the environment or the platform,
    /// with what is built in behind it. Where there is no home, only that is left.
    ///
    /// # Errors
    /// Where a variable names no proper folder.
    pub fn from_args(global: &GlobalArgs) -> Result<Library, CliError> {
        let (located, notices) = match paths::libraries(&global.library) {
            Ok(located) => (located, Vec::new()),
            Err(error @ PathError::Homeless { .. }) => (Vec::new(), vec![error.to_string()]),
            Err(error) => return Err(CliError::new(error)),
        };
        // Of the usual folder nobody expects that it is there.
        let usual = paths::data().map(|data| data.path.join("library")).ok();
        let mut roots: Vec<LibraryRoot> = located
            .into_iter()
            .map(|folder| folder.path)
            .filter(|path| path.exists() || usual.as_ref() != Some(path))
            .map(LibraryRoot::Path)
            .collect();
        roots.push(LibraryRoot::BuiltIn);
        Ok(Library { roots, notices })
    }

    /// Returns the folder of what can be made again of this library: the index
    /// and the catalogue. Each library has its own, so that none takes away
    /// what another has put there.
    ///
    /// # Errors
    /// Where no folder can be found.
    pub fn cache_dir(&self) -> Result<PathBuf, CliError> {
        let cache = paths::cache().map_err(CliError::new)?;
        Ok(cache
            .path
            .join(INDEX_DIR)
            .join(bundle::library_key(&self.roots)))
    }

    /// Returns what is remembered of the library.
    pub fn cache(&self) -> LibraryCache {
        LibraryCache::open(self.roots.clone(), self.cache_file())
    }

    /// Returns the beginning of what is remembered, which is enough to show it.
    pub fn cache_head(&self) -> LibraryCache {
        LibraryCache::open_head(self.roots.clone(), self.cache_file())
    }

    fn cache_file(&self) -> Option<PathBuf> {
        self.cache_dir()
            .ok()
            .map(|folder| folder.join(LIBRARY_CACHE_FILE))
    }

    /// Returns all bundles.
    pub fn discover(&self) -> (Vec<BundleSource>, Vec<Problem>) {
        bundle::discover(&self.roots)
    }

    /// Prints to standard error what is wrong with the folders.
    pub fn warn_problems(&self, problems: &[Problem]) {
        for notice in &self.notices {
            crate::cli::output::warn(notice);
        }
        for problem in problems {
            crate::cli::output::warn(&format!("{} ({})", problem.message, problem.bundle));
        }
    }

    /// Reads all bundles; of two with one id the later one is hidden.
    pub fn load_all(&self) -> (Vec<LoadedBundle>, Vec<Problem>) {
        let (sources, problems) = self.discover();
        let mut loaded: Vec<LoadedBundle> = sources.iter().map(bundle::load).collect();
        let entries: Vec<LibraryEntry> = loaded.iter().map(|l| l.entry.clone()).collect();
        for entry in bundle::resolve_duplicates(entries) {
            if let Some(loaded) = loaded.iter_mut().find(|l| l.entry.source == entry.source) {
                loaded.entry = entry;
            }
        }
        (loaded, problems)
    }

    /// Returns the bundle of an id; of several the first that opens.
    ///
    /// # Errors
    /// Where there is none: with the id that is most like it.
    pub fn find(&self, id: &str) -> Result<BundleSource, CliError> {
        if let Some(source) = find_cached(&self.cache(), id) {
            return Ok(source);
        }
        let (mut found, mut ids) = (Vec::new(), Vec::new());
        for source in self.discover().0 {
            match bundle::peek_id(&source) {
                Some(own) if own == id => found.push(source),
                Some(other) => ids.push(other),
                None => {}
            }
        }
        if found.len() > 1
            && let Some(opens) = found.iter().find(|s| bundle::load(s).briefing.is_some())
        {
            return Ok(opens.clone());
        }
        if !found.is_empty() {
            return Ok(found.remove(0));
        }
        let error = CliError::new(format!("there is no briefing \"{id}\" in the library"));
        Err(error
            .with_hint(match suggest::nearest(id, ids.iter().map(String::as_str)) {
                Some(near) => format!("did you mean \"{near}\"? `diptych list` shows all"),
                None => {
                    "`diptych list` shows all, `diptych paths` where they are looked for".into()
                }
            })
            .not_found())
    }

    /// Reads the briefing that an argument names, and the reference if it is one.
    ///
    /// # Errors
    /// Where there is none, or it cannot be opened.
    pub fn open_briefing(&self, argument: &Path) -> Result<(Briefing, Option<Reference>), Failure> {
        let (source, reference) = match parse_target(argument)? {
            LibraryTarget::Bundle(source) => (source, None),
            LibraryTarget::Reference(reference) => {
                (self.find(reference.briefing())?, Some(reference))
            }
            LibraryTarget::Folder(path) => {
                return Err(CliError::new("that folder holds several bundles")
                    .at(path.display())
                    .with_hint(
                        "name one of them, or the reference of one: `diptych list --library DIR`",
                    )
                    .into());
            }
        };
        Ok((load_briefing(&source)?, reference))
    }
}

/// Returns what an argument names: a path that is there and is a bundle or
/// holds bundles, else a reference.
///
/// # Errors
/// Where it is neither.
pub fn parse_target(argument: &Path) -> Result<LibraryTarget, CliError> {
    let words = argument.to_str();
    let reference = words.and_then(|words| words.parse::<Reference>().ok());
    // A link that leads nowhere exists, too: reading it says what is wrong.
    if argument.symlink_metadata().is_ok() {
        let (mut sources, problems) = bundle::discover(&[LibraryRoot::Path(argument.to_owned())]);
        return match (sources.len(), reference) {
            (1, _) => Ok(LibraryTarget::Bundle(sources.remove(0))),
            (0, Some(reference)) => Ok(LibraryTarget::Reference(reference)),
            (0, None) => Err(CliError::new(
                problems
                    .first()
                    .map_or("there is no bundle there", |p| p.message.as_str()),
            )
            .at(argument.display())
            .with_hint(
                "a bundle is a folder with briefing.json in it, or a file ending in .briefing",
            )),
            (_, _) => Ok(LibraryTarget::Folder(argument.to_owned())),
        };
    }
    match reference {
        Some(reference) => Ok(LibraryTarget::Reference(reference)),
        None if words.is_none_or(looks_like_path) => {
            Err(CliError::new("there is no such file or folder")
                .at(argument.display())
                .with_hint(
                    "look how it is written, or name a reference: `diptych list` shows the ids",
                ))
        }
        None => Err(CliError::new(format!(
            "\"{}\" is neither a path nor a reference",
            argument.display()
        ))
        .with_hint(
            "write ID, ID#STATEMENT, ID/ARTICLE or ID/ARTICLE#pN; `diptych list` shows the ids",
        )),
    }
}

/// Returns where a briefing was that opens, where it still is there.
pub fn find_cached(stock: &LibraryCache, id: &str) -> Option<BundleSource> {
    let entries = stock.entries();
    let entry = entries
        .iter()
        .find(|e| e.id == id && e.state == EntryState::Ready)?;
    (bundle::peek_id(&entry.source).as_deref() == Some(id)).then(|| entry.source.clone())
}

/// Reads a bundle that must open.
///
/// # Errors
/// Where it does not: the first problem.
pub fn load_briefing(source: &BundleSource) -> Result<Briefing, CliError> {
    let loaded = bundle::load(source);
    let first = loaded.problems.first();
    loaded.briefing.ok_or_else(|| {
        CliError::new(
            first
                .map_or_else(String::new, ToString::to_string)
                .trim_start_matches("error: "),
        )
        .at(source)
        .with_hint("`diptych check` with that path shows all that is wrong with it")
    })
}

fn looks_like_path(words: &str) -> bool {
    words.starts_with(['.', '/', '~']) || words.contains(std::path::MAIN_SEPARATOR)
}
