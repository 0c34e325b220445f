//! The briefings that are compiled into the program.

use include_dir::{Dir, include_dir};

use crate::bundle::diagnostics::diagnostic::{Diagnostic, fatal, quoted};
use crate::bundle::format::BRIEFING_FILE;
use crate::bundle::source::errors::file_not_found;

static BRIEFINGS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/briefings");

/// Returns the folder names of all built-in briefings, sorted.
pub(crate) fn embedded_names() -> Vec<String> {
    let mut names: Vec<String> = BRIEFINGS
        .dirs()
        .filter(|dir| dir.contains(dir.path().join(BRIEFING_FILE)))
        .filter_map(|dir| Some(dir.path().to_str()?.to_owned()))
        .collect();
    names.sort();
    names
}

/// One folder of the briefings.
pub(crate) struct EmbeddedBundle {
    folder: &'static Dir<'static>,
}

impl EmbeddedBundle {
    pub(crate) fn open(name: &str) -> Result<EmbeddedBundle, Diagnostic> {
        let dir = BRIEFINGS.get_dir(name);
        dir.map(|folder| EmbeddedBundle { folder }).ok_or_else(|| {
            fatal(
                format!("no briefing {} is built in", quoted(name)),
                "List the library to see which there are.",
            )
        })
    }

    pub(crate) fn read(&self, path: &str) -> Result<&'static [u8], Diagnostic> {
        self.folder
            .get_file(self.folder.path().join(path))
            .map(include_dir::File::contents)
            .ok_or_else(|| file_not_found(path, []))
    }
}
