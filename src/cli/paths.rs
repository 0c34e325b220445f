//! `diptych paths`: where everything is kept, and why there.

use std::io::Write;

use serde::Serialize;

use super::page::{Page, print_json};
use super::told::{Failure, Told};
use super::{Common, Outcome};
use crate::paths::{self, Located};
use crate::store;

/// Name of the settings file in its folder.
pub const SETTINGS: &str = "config.toml";
/// Name of the index's folder in the cache folder.
pub const INDEX: &str = "index";

/// What is asked for.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Prints JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Folder {
    path: String,
    why: String,
    exists: bool,
}

#[derive(Serialize)]
struct All {
    data: Folder,
    cache: Folder,
    config: Folder,
    libraries: Vec<Folder>,
    bookmarks: String,
    settings: String,
    index: String,
}

impl Folder {
    fn of(located: &Located) -> Folder {
        Folder {
            path: located.path.display().to_string(),
            why: located.why.clone(),
            exists: located.path.exists(),
        }
    }
}

/// Prints the folders and files.
pub fn run(common: &Common, args: &Args, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let found = paths::surroundings()
        .paths(&common.library)
        .map_err(Told::new)?;
    let within = |folder: &Located, name| folder.path.join(name).display().to_string();
    let all = All {
        data: Folder::of(&found.data),
        cache: Folder::of(&found.cache),
        config: Folder::of(&found.config),
        libraries: found.libraries.iter().map(Folder::of).collect(),
        bookmarks: within(&found.data, store::FILE),
        settings: within(&found.config, SETTINGS),
        index: within(&found.cache, INDEX),
    };
    if args.json {
        print_json(out, &all)?;
        return Ok(Outcome::Done);
    }
    let mut page = Page::new(common, out);
    let named = [
        ("data    ", &all.data),
        ("cache   ", &all.cache),
        ("config  ", &all.config),
    ];
    let libraries = all.libraries.iter().map(|folder| ("library ", folder));
    for (name, folder) in named.into_iter().chain(libraries) {
        let there = if folder.exists { "" } else { ", not there yet" };
        page.line(
            0,
            &format!("{name} {} ({}{there})", folder.path, folder.why),
        )?;
    }
    page.blank()?;
    page.line(0, &format!("bookmarks {} (and searches)", all.bookmarks))?;
    page.line(0, &format!("settings  {}", all.settings))?;
    page.line(0, &format!("index     {} (can be deleted)", all.index))?;
    Ok(Outcome::Done)
}
