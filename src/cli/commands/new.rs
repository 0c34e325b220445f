//! `diptych new`: creates a bundle that opens, to be filled.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::add::{self, AddOptions};
use crate::bundle::write::{Document, Json, SideEntry, create};
use crate::cli::error::{CliError, Failure, Outcome};
use crate::cli::global_args::GlobalArgs;
use crate::model::{BundleSource, is_slug};
use crate::text::clean::clean_line;
use crate::text::slug::{slug, unique_id};

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder to make.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The headline of the briefing.
    #[arg(long, value_name = "TITLE")]
    title: String,
    /// The name of a side; the first two face each other.
    #[arg(long, value_name = "LABEL", required = true)]
    side: Vec<String>,
    /// The id of the briefing; without it, one is made from the folder's name.
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// Saved pages to take in, as `diptych add` does.
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// Creates the bundle, and adds the pages.
pub fn run(global: &GlobalArgs, args: &Args, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let briefing = new_document(args)?;
    // Before anything is written: a page that cannot be read should not cost a second try.
    let options = AddOptions::default();
    let inputs = add::read_pages(&args.files, &options)?;
    create(&args.folder, &Document::new(&briefing), &[])
        .map_err(|error| add::save_error(&error))?;
    let id = match briefing.field("id") {
        Some(Json::String(id)) => id.clone(),
        _ => String::new(),
    };
    writeln!(
        out,
        "{id} is made: {}",
        crate::cli::output::sanitize(&args.folder.display().to_string())
    )?;
    let source = BundleSource::Folder(args.folder.clone());
    if args.files.is_empty() {
        writeln!(
            out,
            "Next: `diptych add` with that folder and saved pages takes articles in."
        )?;
        return Ok(Outcome::Done);
    }
    add::add_to_bundle(global, &source, &inputs, &options, out)
}

fn new_document(args: &Args) -> Result<Json, CliError> {
    let title = clean_line(&args.title);
    if title.is_empty() {
        return Err(
            CliError::new("the title is empty").with_hint("write --title \"WHAT IT IS ABOUT\"")
        );
    }
    let mut sides: Vec<SideEntry> = Vec::new();
    for (number, label) in args.side.iter().enumerate() {
        let label = clean_line(label);
        if label.is_empty() {
            return Err(
                CliError::new("the name of a side is empty").with_hint("write --side \"NAME\"")
            );
        }
        let id = slug(&label, 32).unwrap_or_else(|| format!("side-{}", number + 1));
        let id = unique_id(&id, |id| sides.iter().any(|side| side.id == id));
        sides.push(SideEntry { id, label });
    }
    if sides.len() < 2 {
        return Err(
            CliError::new("a briefing needs two sides").with_hint("write --side for each of them")
        );
    }
    let id = match &args.id {
        Some(id) if is_slug(id) => id.clone(),
        Some(id) => {
            let error = CliError::new(format!("\"{id}\" cannot be an id"));
            return Err(match slug(id, 64) {
                Some(near) => error.with_hint(format!("write --id {near}")),
                None => error.with_hint("an id is 1 to 64 of a–z, 0–9 and inner hyphens"),
            });
        }
        None => id_from_folder(&args.folder)
            .or_else(|| slug(&title, 48))
            .ok_or_else(|| {
                CliError::new("neither the folder nor the title gives an id")
                    .with_hint("write --id with 1 to 64 of a–z, 0–9 and inner hyphens")
            })?,
    };
    let fields = [
        ("format", Json::Number("1".to_owned())),
        ("id", Json::from(id)),
        ("title", Json::from(title)),
        (
            "sides",
            Json::Array(sides.iter().map(SideEntry::json).collect()),
        ),
        ("topics", Json::Array(Vec::new())),
        ("speakers", Json::Array(Vec::new())),
        ("articles", Json::Array(Vec::new())),
        ("statements", Json::Array(Vec::new())),
    ];
    Ok(Json::Object(
        fields.map(|(name, value)| (name.to_owned(), value)).into(),
    ))
}

/// Returns the id that a folder's name gives. Of `.` that is the name of the folder itself.
fn id_from_folder(folder: &Path) -> Option<String> {
    let real = folder.canonicalize();
    let path = real.as_deref().unwrap_or(folder);
    slug(&path.file_name()?.to_string_lossy(), 64)
}
