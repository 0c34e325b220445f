//! `diptych bookmarks`: prints, adds, removes, exports and imports bookmarks, as the screen
//! does.
//!
//! | file | what it does |
//! |---|---|
//! | `filter` | which bookmarks are meant |
//! | `print` | lists, shows and exports them |
//! | `edit` | adds, removes and restores them |
//! | `import` | reads a file of bookmarks or annotations, and merges it |
//! | `place` | finds the places of imported bookmarks in the library |

mod edit;
mod filter;
mod import;
mod place;
mod print;

use std::io::Write;
use std::path::PathBuf;

use self::filter::BookmarkFilter;
use self::print::ListArgs;
use crate::cite::{ExportFormat, Style};
use crate::cli::error::{Failure, Outcome};
use crate::cli::global_args::GlobalArgs;

/// The arguments.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Args {
    #[command(flatten)]
    list: ListArgs,
    #[command(subcommand)]
    action: Option<BookmarksCommand>,
}

#[derive(Debug, clap::Subcommand)]
enum BookmarksCommand {
    /// Keeps a statement or a passage.
    Add {
        /// What to keep: ID#STATEMENT or ID/ARTICLE#pN.
        #[arg(value_name = "REF")]
        target: PathBuf,
        /// A note.
        #[arg(long, value_name = "TEXT")]
        note: Option<String>,
        /// A tag; may be repeated.
        #[arg(long, value_name = "TAG")]
        tag: Vec<String>,
    },
    /// Prints the bookmarks, oldest first.
    List(ListArgs),
    /// Prints one bookmark with all that it holds.
    Show {
        /// Its name, or as much of the beginning as tells it from the others.
        id: String,
        /// The style of the citation: chicago, apa, mla or law.
        #[arg(long, value_name = "STYLE", default_value_t)]
        style: Style,
        /// Prints JSON.
        #[arg(long)]
        json: bool,
    },
    /// Puts bookmarks into the trash.
    Remove {
        /// Their names, or as much of the beginning as tells them from the others.
        #[arg(required = true)]
        id: Vec<String>,
    },
    /// Takes bookmarks out of the trash.
    Restore {
        /// Their names, or as much of the beginning as tells them from the others.
        #[arg(required = true)]
        id: Vec<String>,
    },
    /// Writes bookmarks to a file that is not there yet, or prints them.
    Export {
        #[command(flatten)]
        only: BookmarkFilter,
        /// The form: plain, markdown, json, csv, w3c or html. Without it, the
        /// one of the file's ending, else markdown.
        #[arg(long, value_name = "FORMAT")]
        format: Option<ExportFormat>,
        /// The style of the citations: chicago, apa, mla or law.
        #[arg(long, value_name = "STYLE", default_value_t)]
        style: Style,
        /// The file.
        file: Option<PathBuf>,
    },
    /// Takes bookmarks in from what `--format json` and `--format w3c` of `bookmarks`,
    /// `cite` and `compare` print, or from W3C annotations of other programs.
    Import {
        /// The file, or - for standard input.
        file: PathBuf,
    },
}

/// Runs the subcommand; without one, lists the bookmarks.
pub fn run(global: &GlobalArgs, args: Args, out: &mut dyn Write) -> Result<Outcome, Failure> {
    match args.action {
        None => print::list(global, &args.list, out),
        Some(BookmarksCommand::List(list)) => print::list(global, &list, out),
        Some(BookmarksCommand::Show { id, style, json }) => {
            print::show(global, &id, style, json, out)
        }
        Some(BookmarksCommand::Add { target, note, tag }) => {
            edit::add(global, &target, note.as_deref(), &tag, out)
        }
        Some(BookmarksCommand::Remove { id }) => edit::remove(&id, out),
        Some(BookmarksCommand::Restore { id }) => edit::restore(&id, out),
        Some(BookmarksCommand::Export {
            only,
            format,
            style,
            file,
        }) => print::export(global, &only, format, style, file.as_deref(), out),
        Some(BookmarksCommand::Import { file }) => import::run(global, &file, out),
    }
}
