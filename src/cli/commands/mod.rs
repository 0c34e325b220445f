//! The arguments of the command line, and a file or folder for each subcommand.
//!
//! | file | what it does |
//! |---|---|
//! | `tui` | opens the reader on the terminal |
//! | `search`, `index` | searches the library; brings the index up to date |
//! | `compare`, `show`, `list` | print a comparison, what a reference names, the library |
//! | `new`, `add`, `check`, `quotes`, `review`, `schema` | for curators |
//! | `cite`, `bookmarks` | citations and bookmarks |
//! | `paths`, `doctor` | where files are; what works here |
//! | `completions`, `man` | for shells and man(1) |

mod add;
mod bookmarks;
mod check;
mod cite;
mod compare;
mod completions;
mod doctor;
mod index;
mod list;
mod man;
mod new;
mod paths;
mod quotes;
mod review;
mod schema;
mod search;
mod show;
mod tui;

use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use crate::cli::error::{CliError, Failure, Outcome};
use crate::cli::global_args::{GlobalArgs, ThemeArg};
use crate::cli::leading_hyphens;

/// Reads curated briefings: what one side says beside what the other says,
/// every word traceable to the sentence it was printed in.
#[derive(Debug, Parser)]
#[command(name = "diptych", version, max_term_width = 100)]
#[command(after_help = "\
References: ID, ID#STATEMENT, ID#TOPIC, ID/ARTICLE, ID/ARTICLE#pN.
A bundle whose folder is named like a subcommand is opened as ./NAME.
`diptych check` tells what is wrong with a bundle, `diptych paths` where everything is kept.")]
pub(super) struct Args {
    /// What to open: the path of a bundle or of a folder of bundles, or a
    /// reference. Without it, the article that was read last.
    #[arg(value_name = "PATH|REF")]
    target: Option<PathBuf>,
    #[command(flatten)]
    global: GlobalArgs,
    /// The colours of the reader.
    #[arg(long, value_enum)]
    theme: Option<ThemeArg>,
    #[command(subcommand)]
    command: Option<CliCommand>,
}

#[derive(Debug, Subcommand)]
enum CliCommand {
    /// Finds statements and passages.
    Search(search::Args),
    /// Brings the search index up to date.
    Index(index::Args),
    /// Sets the sides face to face, topic by topic.
    Compare(compare::Args),
    /// Prints a briefing, an article, a passage, a statement or a topic.
    Show(show::Args),
    /// Lists the briefings of the library.
    List(list::Args),
    /// Makes a bundle that opens, to be filled.
    New(new::Args),
    /// Takes saved or pasted pages into a bundle.
    Add(add::Args),
    /// Checks bundles and says all that is wrong with them.
    Check(check::Args),
    /// Proposes who said what in a page, an article or a bundle, with reasons.
    Quotes(quotes::Args),
    /// Lists what of a bundle is decided and what is open, and writes decisions.
    Review(Box<review::Args>),
    /// Prints the JSON Schema of briefing.json.
    Schema,
    /// Prints where everything is kept, and why there.
    Paths(paths::Args),
    /// Cites words with their source, or articles for a reference manager.
    Cite(cite::Args),
    /// Prints, adds, removes, exports and imports bookmarks.
    Bookmarks(bookmarks::Args),
    /// Tells what the terminal, the clipboard and the folders can do.
    Doctor(doctor::Args),
    /// Prints the completions of a shell.
    Completions(completions::Args),
    /// Prints the manual page.
    Man(man::Args),
}

/// Reads the command line, does what it says and returns the exit code.
#[must_use]
pub fn run() -> ExitCode {
    let mut typed = crate::paths::arguments();
    let name = typed.next().into_iter();
    let texts = leading_hyphens::protect_leading_hyphens(&Args::command(), typed.collect());
    let args = match Args::try_parse_from(name.chain(texts)) {
        Ok(args) => args,
        Err(error) => {
            let code = u8::try_from(error.exit_code()).unwrap_or(2);
            // Where the words cannot be printed, the code still says it.
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    let Args {
        target,
        global,
        theme,
        command,
    } = args;
    let done = match (command, target) {
        (None, target) => tui::run(&global, theme, target.as_deref()),
        (Some(_), Some(target)) => Err(Failure::Error(
            CliError::new("there is something before the subcommand")
                .at(target.display())
                .with_hint("write the subcommand first: diptych show REF"),
        )),
        (Some(command), None) => run_command(&global, command),
    };
    match done {
        Ok(code) => code,
        Err(Failure::Io(error)) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Failure::Io(error)) => {
            report_error(&CliError::new(format!("the output failed: {error}")))
        }
        Err(Failure::Error(error)) => report_error(&error),
    }
}

fn run_command(global: &GlobalArgs, command: CliCommand) -> Result<ExitCode, Failure> {
    let mut out = BufWriter::new(io::stdout().lock());
    let outcome = match command {
        CliCommand::Search(args) => search::run(global, &args, &mut out)?,
        CliCommand::Index(args) => index::run(global, &args, &mut out)?,
        CliCommand::Compare(args) => compare::run(global, &args, &mut out)?,
        CliCommand::Show(args) => show::run(global, &args, &mut out)?,
        CliCommand::List(args) => list::run(global, &args, &mut out)?,
        CliCommand::New(args) => new::run(global, &args, &mut out)?,
        CliCommand::Add(args) => add::run(global, &args, &mut out)?,
        CliCommand::Check(args) => check::run(global, &args, &mut out)?,
        CliCommand::Quotes(args) => quotes::run(global, &args, &mut out)?,
        CliCommand::Review(args) => review::run(global, &args, &mut out)?,
        CliCommand::Schema => schema::run(&mut out)?,
        CliCommand::Paths(args) => paths::run(global, &args, &mut out)?,
        CliCommand::Cite(args) => cite::run(global, &args, &mut out)?,
        CliCommand::Bookmarks(args) => bookmarks::run(global, args, &mut out)?,
        CliCommand::Doctor(args) => doctor::run(global, &args, &mut out)?,
        CliCommand::Completions(args) => completions::run(&args, Args::command(), &mut out)?,
        CliCommand::Man(args) => man::run(&args, Args::command(), &mut out)?,
    };
    out.flush()?;
    Ok(match outcome {
        Outcome::Done => ExitCode::SUCCESS,
        Outcome::Nothing | Outcome::Partial => ExitCode::from(1),
    })
}

fn report_error(error: &CliError) -> ExitCode {
    // Where standard error is closed, the code still says it.
    let _ = writeln!(io::stderr(), "{error}");
    ExitCode::from(error.exit_code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Args::command().debug_assert();
    }

    #[test]
    fn a_subcommand_goes_before_a_path_of_its_name() {
        let args = Args::try_parse_from(["diptych", "list"]).unwrap();
        assert!(matches!(args.command, Some(CliCommand::List(_))));
        let args = Args::try_parse_from(["diptych", "./list"]).unwrap();
        assert!(args.command.is_none() && args.target.is_some());
    }

    #[test]
    fn options_of_all_commands_stand_before_or_behind() {
        for line in [
            ["diptych", "--library", "/a", "list"],
            ["diptych", "list", "--library", "/a"],
        ] {
            let args = Args::try_parse_from(line).unwrap();
            assert_eq!(args.global.library, [PathBuf::from("/a")]);
        }
    }
}
