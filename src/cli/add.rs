//! `diptych add`: takes saved or pasted pages into a bundle.

mod input;
mod plan;
mod print;

use std::io::Write;
use std::path::PathBuf;

use self::input::Taken;
use self::plan::Plan;
use super::library::{Library, Target, target};
use super::told::{Failure, Told};
use super::{Common, Outcome};
use crate::bundle::write::{Document, SaveError, save};
use crate::curate::page::MAX_BYTES;
use crate::model::BundleSource;
use crate::{bundle, runtime};

pub use self::input::take;

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
    taking: Taking,
}

/// How pages are taken in.
#[derive(Debug, Default, clap::Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of the command line"
)]
pub struct Taking {
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
pub fn run(common: &Common, args: &Args, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let taking = &args.taking;
    let (source, files) = divide(common, args)?;
    if let Some(source) = &source {
        // Before a page is read or a paste asked for.
        document(source)?;
    }
    let taken = take(files, taking)?;
    match source {
        Some(source) => finish(common, &source, &taken, taking, out),
        None => print::all(common, taking, &taken, None, out),
    }
}

/// Divides the arguments into the bundle and what is to be taken in.
fn divide<'a>(
    common: &Common,
    args: &'a Args,
) -> Result<(Option<BundleSource>, &'a [PathBuf]), Failure> {
    let Some((first, rest)) = args.names.split_first() else {
        return Err(Told::new("no bundle is named").into());
    };
    let is_bundle = first.join("briefing.json").exists();
    if args.taking.dry_run && !is_bundle && (rest.is_empty() || first.exists()) {
        return Ok((None, args.names.as_slice()));
    }
    if rest.is_empty() {
        let told = Told::new("there is nothing to take in").at(first.display());
        return Err(told
            .help("name the bundle, then the pages; `-` takes what is pasted or piped")
            .into());
    }
    let source = match target(first)? {
        Target::Bundle(source) => source,
        Target::Reference(reference) => Library::of(common)?.find(reference.briefing())?,
        Target::Folder(path) => {
            return Err(Told::new("that folder holds several bundles")
                .at(path.display())
                .help("name one of them")
                .into());
        }
    };
    Ok((Some(source), rest))
}

/// Reads the briefing of a bundle that can be changed.
fn document(source: &BundleSource) -> Result<Document, Told> {
    match source {
        BundleSource::Folder(_) => {}
        BundleSource::Zip(path) => return Err(unsaved(&SaveError::Packed(path.clone()))),
        BundleSource::BuiltIn(name) => return Err(unsaved(&SaveError::BuiltIn(name.clone()))),
    }
    let bytes =
        bundle::read_file(source, "briefing.json").map_err(|error| Told::new(error).at(source))?;
    Document::parse(&bytes).map_err(|error| {
        Told::new(error)
            .at(source)
            .help("mend it first; `diptych check` with that path shows all that is wrong")
    })
}

/// Writes what was taken to the bundle and tells what became of it.
pub fn finish(
    common: &Common,
    source: &BundleSource,
    taken: &Taken,
    taking: &Taking,
    out: &mut dyn Write,
) -> Result<Outcome, Failure> {
    let today = jiff::Timestamp::from_second(runtime::now())
        .unwrap_or_default()
        .to_zoned(runtime::time_zone())
        .date()
        .to_string();
    let mut attempts = 0;
    let plan = loop {
        let plan = Plan::new(document(source)?, source, &taken.articles, taking, &today)
            .map_err(|error| Told::new(error).at(source))?;
        if taking.dry_run || !plan.document.is_changed() {
            break plan;
        }
        attempts += 1;
        match save(source, &plan.document, &plan.files) {
            Ok(saved) => {
                if let Some(copy) = saved.copy {
                    let copy = copy.display().to_string();
                    let _ = writeln!(
                        std::io::stderr(),
                        "note: this is the first change of the bundle; {} is the state before it",
                        super::page::harmless(&copy)
                    );
                }
                break plan;
            }
            // What another has changed is read, and the articles are added to that.
            Err(SaveError::Conflict(_)) if attempts < MAX_ATTEMPTS => {}
            Err(error) => return Err(unsaved(&error).into()),
        }
    };
    print::all(common, taking, taken, Some(&plan), out)
}

/// Says why nothing was written.
pub fn unsaved(error: &SaveError) -> Told {
    Told::new(error).help(error.help())
}

/// The largest page that is read, in bytes.
fn limit() -> u64 {
    MAX_BYTES as u64
}
