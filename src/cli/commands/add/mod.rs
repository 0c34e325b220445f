//! `diptych add`: adds saved or pasted pages to a bundle.
//!
//! | file | what it does |
//! |---|---|
//! | `options` | the options |
//! | `input` | reads files, folders, pipes and pastes; finds the articles in them |
//! | `existing` | what the bundle has already, and which of it is the same page |
//! | `plan` | decides what becomes of each article |
//! | `entry` | the id and the entry of a new article |
//! | `json`, `print` | print what was added |

mod entry;
mod existing;
mod input;
mod json;
mod options;
mod plan;
mod print;

use std::io::Write;
use std::path::PathBuf;

use self::input::PageInputs;
pub use self::options::AddOptions;
use self::plan::AddPlan;
use crate::bundle::write::{Document, SaveError, save};
use crate::cli::error::{CliError, Failure, Outcome};
use crate::cli::global_args::GlobalArgs;
use crate::cli::library::{Library, LibraryTarget, parse_target};
use crate::model::BundleSource;
use crate::{bundle, runtime};

pub use self::input::read_pages;

/// Attempts to save, where other processes change the bundle meanwhile. Each reads anew what
/// they wrote; a bundle that changes five times within them is not waited for.
const MAX_ATTEMPTS: usize = 5;

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The bundle (its folder or its id), then what to take in: saved pages, text files,
    /// folders of them, or `-` for what is pasted or piped. With --dry-run the bundle
    /// may be left out.
    #[arg(value_name = "BUNDLE FILE|DIR|-", required = true)]
    names: Vec<PathBuf>,
    #[command(flatten)]
    options: AddOptions,
}

/// Adds the pages.
pub fn run(global: &GlobalArgs, args: &Args, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let options = &args.options;
    let (source, files) = split_arguments(global, args)?;
    if let Some(source) = &source {
        // Before a page is read or a paste asked for.
        read_document(source)?;
    }
    let inputs = read_pages(files, options)?;
    match source {
        Some(source) => add_to_bundle(global, &source, &inputs, options, out),
        None => print::print_all(global, options, &inputs, None, out),
    }
}

/// Splits the arguments into the bundle and the pages to be added.
fn split_arguments<'a>(
    global: &GlobalArgs,
    args: &'a Args,
) -> Result<(Option<BundleSource>, &'a [PathBuf]), Failure> {
    let Some((first, rest)) = args.names.split_first() else {
        return Err(CliError::new("no bundle is named").into());
    };
    let is_bundle = first.join("briefing.json").exists();
    if args.options.dry_run && !is_bundle && (rest.is_empty() || first.exists()) {
        return Ok((None, args.names.as_slice()));
    }
    if rest.is_empty() {
        let error = CliError::new("there is nothing to take in").at(first.display());
        return Err(error
            .with_hint("name the bundle, then the pages; `-` takes what is pasted or piped")
            .into());
    }
    let source = match parse_target(first)? {
        LibraryTarget::Bundle(source) => source,
        LibraryTarget::Reference(reference) => {
            Library::from_args(global)?.find(reference.briefing())?
        }
        LibraryTarget::Folder(path) => {
            return Err(CliError::new("that folder holds several bundles")
                .at(path.display())
                .with_hint("name one of them")
                .into());
        }
    };
    Ok((Some(source), rest))
}

/// Reads the briefing of a bundle that can be changed.
fn read_document(source: &BundleSource) -> Result<Document, CliError> {
    match source {
        BundleSource::Folder(_) => {}
        BundleSource::Zip(path) => return Err(save_error(&SaveError::Packed(path.clone()))),
        BundleSource::BuiltIn(name) => return Err(save_error(&SaveError::BuiltIn(name.clone()))),
    }
    let bytes = bundle::read_file(source, "briefing.json")
        .map_err(|error| CliError::new(error).at(source))?;
    Document::parse(&bytes).map_err(|error| {
        CliError::new(error)
            .at(source)
            .with_hint("mend it first; `diptych check` with that path shows all that is wrong")
    })
}

/// Adds the articles to the bundle, and prints what became of each.
pub fn add_to_bundle(
    global: &GlobalArgs,
    source: &BundleSource,
    inputs: &PageInputs,
    options: &AddOptions,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let today = jiff::Timestamp::from_second(runtime::now())
        .unwrap_or_default()
        .to_zoned(runtime::time_zone())
        .date()
        .to_string();
    let mut attempts = 0;
    let plan = loop {
        let plan = AddPlan::new(
            read_document(source)?,
            source,
            &inputs.articles,
            options,
            &today,
        )
        .map_err(|error| CliError::new(error).at(source))?;
        if options.dry_run || !plan.document.is_changed() {
            break plan;
        }
        attempts += 1;
        match save(source, &plan.document, &plan.files) {
            Ok(saved) => {
                if let Some(copy) = saved.backup {
                    let copy = copy.display().to_string();
                    let _ = writeln!(
                        std::io::stderr(),
                        "note: this is the first change of the bundle; {} is the state before it",
                        crate::cli::output::sanitize(&copy)
                    );
                }
                break plan;
            }
            // What another has changed is read, and the articles are added to that.
            Err(SaveError::Conflict(_)) if attempts < MAX_ATTEMPTS => {}
            Err(error) => return Err(save_error(&error).into()),
        }
    };
    print::print_all(global, options, inputs, Some(&plan), out)
}

/// Says why nothing was written.
pub fn save_error(error: &SaveError) -> CliError {
    CliError::new(error).with_hint(error.help())
}
