//! `diptych paths`: where everything is kept, and why there.

use std::io::Write;

use serde::Serialize;

use crate::cli::error::{CliError, Failure, Outcome};
use crate::cli::file_names::{INDEX_DIR, SETTINGS_FILE};
use crate::cli::global_args::GlobalArgs;
use crate::cli::output::{Printer, print_json};
use crate::paths::{self, ResolvedPath};
use crate::store;

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Prints JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct FolderJson {
    path: String,
    why: String,
    exists: bool,
}

#[derive(Serialize)]
struct PathsJson {
    data: FolderJson,
    cache: FolderJson,
    config: FolderJson,
    libraries: Vec<FolderJson>,
    bookmarks: String,
    settings: String,
    index: String,
}

impl FolderJson {
    fn new(located: &ResolvedPath) -> FolderJson {
        FolderJson {
            path: located.path.display().to_string(),
            why: located.why.clone(),
            exists: located.path.exists(),
        }
    }
}

/// Prints the folders and files.
pub fn run(global: &GlobalArgs, args: &Args, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let found = paths::environment()
        .paths(&global.library)
        .map_err(CliError::new)?;
    let within = |folder: &ResolvedPath, name| folder.path.join(name).display().to_string();
    let all = PathsJson {
        data: FolderJson::new(&found.data),
        cache: FolderJson::new(&found.cache),
        config: FolderJson::new(&found.config),
        libraries: found.libraries.iter().map(FolderJson::new).collect(),
        bookmarks: within(&found.data, store::FILE),
        settings: within(&found.config, SETTINGS_FILE),
        index: within(&found.cache, INDEX_DIR),
    };
    if args.json {
        print_json(out, &all)?;
        return Ok(Outcome::Done);
    }
    let mut printer = Printer::new(global, out);
    let named = [
        ("data    ", &all.data),
        ("cache   ", &all.cache),
        ("config  ", &all.config),
    ];
    let libraries = all.libraries.iter().map(|folder| ("library ", folder));
    for (name, folder) in named.into_iter().chain(libraries) {
        let there = if folder.exists { "" } else { ", not there yet" };
        printer.line(
            0,
            &format!("{name} {} ({}{there})", folder.path, folder.why),
        )?;
    }
    printer.blank()?;
    printer.line(0, &format!("bookmarks {} (and searches)", all.bookmarks))?;
    printer.line(0, &format!("settings  {}", all.settings))?;
    printer.line(0, &format!("index     {} (can be deleted)", all.index))?;
    Ok(Outcome::Done)
}
