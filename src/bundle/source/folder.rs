//! A bundle that is a folder.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::bundle::diagnostics::diagnostic::{Diagnostic, fatal, quoted};
use crate::bundle::source::errors::{file_not_found, missing_source, unreadable};
use crate::bundle::source::limited_read::read_limited;

/// Names of a folder that are looked through for advice at most.
const MAX_SUGGESTION_NAMES: usize = 1_000;

/// A folder, by its real path.
pub(crate) struct FolderBundle {
    root: PathBuf,
}

impl FolderBundle {
    pub(crate) fn open(path: &Path) -> Result<FolderBundle, Diagnostic> {
        match fs::canonicalize(path) {
            Ok(root) if root.is_dir() => Ok(FolderBundle { root }),
            Ok(_) => Err(fatal(
                format!("{} is no folder", quoted(&path.display().to_string())),
                "Name the folder that holds briefing.json.",
            )),
            Err(e) => {
                Err(missing_source(path)
                    .unwrap_or_else(|| unreadable(&path.display().to_string(), &e)))
            }
        }
    }

    pub(crate) fn read(&self, path: &str, left: u64) -> Result<Vec<u8>, Diagnostic> {
        let (real, size) = self.locate(path)?;
        let file = File::open(&real).map_err(|e| unreadable(path, &e))?;
        read_limited(path, file, size, left, |e| unreadable(path, e))
    }

    /// Finds a file without reading it; returns its real path and its size in bytes.
    pub(crate) fn locate(&self, path: &str) -> Result<(PathBuf, u64), Diagnostic> {
        let named = self.root.join(path);
        let real = fs::canonicalize(&named).map_err(|e| match e.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => self.missing(path),
            _ => unreadable(path, &e),
        })?;
        if !real.starts_with(&self.root) {
            return Err(fatal(
                format!("{} is a link that leads out of the bundle", quoted(path)),
                "Put a copy of the file into the bundle.",
            ));
        }
        // Asked before opening: opening a pipe would wait for its other end.
        let meta = fs::metadata(&real).map_err(|e| unreadable(path, &e))?;
        if !meta.is_file() {
            return Err(fatal(
                format!("{} is not a regular file", quoted(path)),
                "Put a plain file there.",
            ));
        }
        Ok((real, meta.len()))
    }

    fn missing(&self, path: &str) -> Diagnostic {
        let (folder, prefix) = match path.rsplit_once('/') {
            Some((folder, _)) => (self.root.join(folder), format!("{folder}/")),
            None => (self.root.clone(), String::new()),
        };
        // A link may have led out: nothing is told of what is there.
        let inside = fs::canonicalize(&folder).is_ok_and(|f| f.starts_with(&self.root));
        let names: Vec<String> = fs::read_dir(folder)
            .into_iter()
            .flatten()
            .filter(|_| inside)
            .take(MAX_SUGGESTION_NAMES)
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .map(|name| format!("{prefix}{name}"))
            .collect();
        file_not_found(path, names.iter().map(String::as_str))
    }
}
