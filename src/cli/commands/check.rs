//! `diptych check`: all that is wrong with bundles, printed as compilers print errors.

use std::io::{self, Write};
use std::path::PathBuf;

use serde::Serialize;

use crate::bundle::{self, LibraryRoot};
use crate::cli::error::{CliError, Failure, Outcome};
use crate::cli::global_args::GlobalArgs;
use crate::cli::library::Library;
use crate::cli::output::{Printer, print_json};
use crate::curate::warnings::WarningScope;
use crate::model::{BundleSource, LibraryEntry, Problem, Severity};
use crate::runtime::curator_warnings;
use crate::text::plural::plural;

/// Columns of a source line that are shown around the place that is meant.
const MAX_LINE_CHARS: usize = 100;

/// The arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Bundles or folders of bundles; without one, the whole library.
    #[arg(value_name = "PATH")]
    bundles: Vec<PathBuf>,
    /// Prints JSON: a list with one object for each problem.
    #[arg(long)]
    json: bool,
    /// Makes warnings count: the check fails where there is one.
    #[arg(long)]
    strict: bool,
    /// Also gives the warnings that are wrong more often than right: reported speech that
    /// is in no statement, lines that look like the head of a printed page.
    #[arg(long)]
    all_warnings: bool,
}

#[derive(Serialize)]
struct ProblemJson<'a> {
    bundle: &'a str,
    severity: &'static str,
    name: Option<&'static str>,
    path: &'a str,
    file: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    message: &'a str,
    help: &'a str,
}

/// A problem with the name that `accepts` takes, where it has one.
struct NamedProblem<'a> {
    source: Option<&'a BundleSource>,
    name: Option<&'static str>,
    problem: &'a Problem,
}

/// Checks the bundles. A check fails where there is an error; warnings pass unless they are
/// to count.
pub fn run(global: &GlobalArgs, args: &Args, out: &mut dyn Write) -> Result<Outcome, Failure> {
    let library = Library::from_args(global)?;
    let (sources, outer) = if args.bundles.is_empty() {
        library.discover()
    } else {
        discover_at(&args.bundles)?
    };
    let scope = if args.all_warnings {
        WarningScope::All
    } else {
        WarningScope::Usual
    };
    let (mut entries, mut curators) = (Vec::new(), Vec::new());
    for source in &sources {
        let loaded = bundle::load(source);
        let found = loaded.briefing.map(|b| curator_warnings(&b, scope));
        entries.push(loaded.entry);
        curators.push(found.unwrap_or_default());
    }
    let entries: Vec<LibraryEntry> = bundle::resolve_duplicates(entries);
    let mut problems: Vec<NamedProblem> =
        outer.iter().map(|p| NamedProblem::new(None, p)).collect();
    for (entry, found) in entries.iter().zip(&curators) {
        let source = Some(&entry.source);
        problems.extend(entry.problems.iter().map(|p| NamedProblem::new(source, p)));
        problems.extend(found.iter().map(|warning| NamedProblem {
            source,
            name: warning.name,
            problem: &warning.problem,
        }));
    }
    if args.json {
        let items: Vec<ProblemJson> = problems.iter().map(ProblemJson::new).collect();
        print_json(out, &items)?;
    } else {
        let mut printer = Printer::new(global, out);
        for listed in &problems {
            print_problem(&mut printer, listed.source, listed.problem)?;
        }
        let errors = problems.iter().filter(|l| is_error(l.problem)).count();
        printer.line(
            0,
            &format!(
                "{} checked: {}, {}",
                plural(entries.len(), "bundle", "bundles"),
                plural(errors, "error", "errors"),
                plural(problems.len() - errors, "warning", "warnings")
            ),
        )?;
    }
    let counts = |listed: &NamedProblem| args.strict || is_error(listed.problem);
    Ok(if problems.iter().any(counts) {
        Outcome::Nothing
    } else {
        Outcome::Done
    })
}

/// Returns the bundles at the paths, and what is wrong with the paths.
fn discover_at(paths: &[PathBuf]) -> Result<(Vec<BundleSource>, Vec<Problem>), CliError> {
    let roots: Vec<LibraryRoot> = paths.iter().cloned().map(LibraryRoot::Path).collect();
    for root in &roots {
        let LibraryRoot::Path(path) = root else {
            continue;
        };
        let (sources, problems) = bundle::discover(std::slice::from_ref(root));
        if sources.is_empty() {
            return Err(CliError::new(
                problems
                    .first()
                    .map_or("there is no bundle there", |p| p.message.as_str()),
            )
            .at(path.display())
            .with_hint(
                "a bundle is a folder with briefing.json in it, or a file ending in .briefing",
            ));
        }
    }
    Ok(bundle::discover(&roots))
}

fn is_error(problem: &Problem) -> bool {
    problem.severity >= Severity::Error
}

impl<'a> NamedProblem<'a> {
    fn new(source: Option<&'a BundleSource>, problem: &'a Problem) -> NamedProblem<'a> {
        NamedProblem {
            source,
            name: None,
            problem,
        }
    }
}

impl<'a> ProblemJson<'a> {
    fn new(listed: &NamedProblem<'a>) -> ProblemJson<'a> {
        let problem = listed.problem;
        ProblemJson {
            name: listed.name,
            bundle: &problem.bundle,
            severity: problem.severity.name(),
            path: &problem.path,
            file: &problem.file,
            line: (problem.line > 0).then_some(problem.line),
            column: (problem.column > 0).then_some(problem.column),
            message: &problem.message,
            help: &problem.help,
        }
    }
}

fn print_problem(
    printer: &mut Printer,
    source: Option<&BundleSource>,
    problem: &Problem,
) -> io::Result<()> {
    use std::fmt::Write as _;
    printer.hanging_indent(
        0,
        &format!("{}: ", problem.severity.name()),
        &problem.message,
    )?;
    let mut place = problem.bundle.clone();
    if !problem.file.is_empty() {
        place.push('/');
        place.push_str(&problem.file);
    }
    if problem.line > 0 {
        let _ = write!(place, ":{}:{}", problem.line, problem.column.max(1));
    }
    if !problem.path.is_empty() {
        let _ = write!(place, " ({})", problem.path);
    }
    printer.line(1, &format!("--> {place}"))?;
    if let Some(line) = source.and_then(|source| bundle::source_line(source, problem)) {
        let (line, caret) = excerpt_around(&line, problem.column);
        let number = problem.line.to_string();
        printer.line(0, &format!("{number} | {line}"))?;
        if let Some(caret) = caret {
            printer.line(
                0,
                &format!("{:1$} | {2}^", "", number.len(), " ".repeat(caret)),
            )?;
        }
    }
    if !problem.help.is_empty() {
        printer.hanging_indent(2, "= help: ", &problem.help)?;
    }
    printer.blank()
}

/// Cuts a long line to the neighbourhood of a column, counted in characters
/// from 1. Returns the cut and the columns of the terminal before the place.
fn excerpt_around(line: &str, column: usize) -> (String, Option<usize>) {
    let from = column.saturating_sub(1).saturating_sub(MAX_LINE_CHARS / 2);
    let cut: String = line.chars().skip(from).take(MAX_LINE_CHARS).collect();
    let cut = cut.trim_end();
    let shown = if from > 0 {
        format!("…{cut}")
    } else {
        cut.to_owned()
    };
    if column == 0 {
        return (shown, None);
    }
    let before: String = line.chars().skip(from).take(column - 1 - from).collect();
    let caret = crate::text::width::width(&before) + usize::from(from > 0);
    (shown, Some(caret))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_stands_below_the_place() {
        let (line, caret) = excerpt_around("  \"side\": \"goverment\",", 11);
        assert_eq!(line, "  \"side\": \"goverment\",");
        assert_eq!(caret, Some(10));
        let (line, caret) = excerpt_around("日本 x", 4);
        assert_eq!((line.as_str(), caret), ("日本 x", Some(5)));
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let long = format!("{}X{}", "a".repeat(300), "b".repeat(300));
        let (line, caret) = excerpt_around(&long, 301);
        let caret = caret.unwrap();
        assert_eq!(line.chars().nth(caret), Some('X'));
        assert!(line.chars().count() <= MAX_LINE_CHARS + 1);
        assert_eq!(excerpt_around("short", 0).1, None);
        assert_eq!(excerpt_around("short", 900).0, "…");
    }
}
