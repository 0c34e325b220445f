//! `diptych add`: takes saved or pasted pages into a bundle.

mod input;
mod plan;
mod print;

use std::io::Write;
use std::path::PathBuf;

use self::input::PageInputs;
use self::plan::AddPlan;
use crate::bundle::write::{Document, SaveError, save};
use crate::cli::error::Outcome;
use crate::cli::error::{CliError, Failure};
use crate::cli::global_args::GlobalArgs;
use crate::cli::library::{Library, LibraryTarget, parse_target};
use crate::curate::page::MAX_BYTES;
use crate::model::BundleSource;
use crate::{bundle, runtime};

pub use self::input::read_pages;

/// Attempts to save, where others change the bundle meanwhile.
const MAX_ATTEMPTS: usize = 5;

/// What is asked for.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The bundle (its folder or its id), then what to take in: saved pages, text files,
    /// folders of them, or `-` for what is pasted or piped. With --dry-run the bundle
    /// may be left out.
    #[arg(value_name = "BUNDLE FILE|DIR|-", required = true)]
    names: Vec<PathBuf>,
    #[command(flatten)]
    taking: AddOptions,
}

/// How pages are taken in.
#[derive(Debug, Default, clap::Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of the command line"
)]
pub struct AddOptions {
    /// The address of the page; for one page only.
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// Shows what would be taken in, and writes nothing.
    #[arg(long)]
    dry_run: bool,
    /// Prints JSON: one line for each article.
    #[arg(long)]
    json: bool,
    /// Lists what is left out of the page, with ids for --keep.
    #[arg(long)]
    show_omitted: bool,
    /// Puts back what was left out, by its id; may be repeated.
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    keep: Vec<String>,
    /// Takes tokens, form fields and addresses of the reader out of the stored original.
    #[arg(long)]
    scrub: bool,
}

/// Takes the pages in.
pub fn run(common: &GlobalArgs, args: &Args, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let taking = &args.taking;
    let (source, files) = split_arguments(common, args)?;
    if let Some(source) = &source {
        // Before a page is read or a paste asked for.
        read_document(source)?;
    }
    let taken = read_pages(files, taking)?;
    match source {
        Some(source) => add_to_bundle(common, &source, &taken, taking, out),
        None => print::print_all(common, taking, &taken, None, out),
    }
}

/// Divides the arguments into the bundle and what is to be taken in.
fn split_arguments<'a>(
    common: &GlobalArgs,
    args: &'a Args,
) -> Result<(Option<BundleSource>, &'a [PathBuf]), Failure> {
    let Some((first, rest)) = args.names.split_first() else {
        return Err(CliError::new("no bundle is named").into());
    };
    let is_bundle = first.join("briefing.json").exists();
    if args.taking.dry_run && !is_bundle && (rest.is_empty() || first.exists()) {
        return Ok((None, args.names.as_slice()));
    }
    if rest.is_empty() {
        let told = CliError::new("there is nothing to take in").at(first.display());
        return Err(told
            .with_hint("name the bundle, then the pages; `-` takes what is pasted or piped")
            .into());
    }
    let source = match parse_target(first)? {
        LibraryTarget::Bundle(source) => source,
        LibraryTarget::Reference(reference) => {
            Library::from_args(common)?.find(reference.briefing())?
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

/// Writes what was taken to the bundle and tells what became of it.
pub fn add_to_bundle(
    common: &GlobalArgs,
    source: &BundleSource,
    taken: &PageInputs,
    taking: &AddOptions,
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
            &taken.articles,
            taking,
            &today,
        )
        .map_err(|error| CliError::new(error).at(source))?;
        if taking.dry_run || !plan.document.is_changed() {
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
    print::print_all(common, taking, taken, Some(&plan), out)
}

/// Says why nothing was written.
pub fn save_error(error: &SaveError) -> CliError {
    CliError::new(error).with_hint(error.help())
}

/// The largest page that is read, in bytes.
fn max_bytes() -> u64 {
    MAX_BYTES as u64
}
