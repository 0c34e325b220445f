//! `diptych [PATH|REF]`: opens the reader on the terminal.
//!
//! | file | what it holds |
//! |---|---|
//! | `settings` | options, environment and settings file, put together |
//! | `start` | what is shown first |

mod settings;
mod start;

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use self::settings::{answers_background_query, settings};
use self::start::{choose_start, missing_briefing_notice};
use crate::bundle::LibraryRoot;
use crate::cli::error::{CliError, Failure};
use crate::cli::global_args::{GlobalArgs, ThemeArg};
use crate::cli::library::{self, Library, LibraryTarget};
use crate::cli::terminal::{can_place_text, terminal_env};
use crate::cli::user_data::random_seed;
use crate::model::UserData;
use crate::paths::{self, Environment};
use crate::runtime::{self, InjectedFault, RunError, Session, SessionEnd};
use crate::store::{OpenedStore, Store};

/// Exit code of a program that a signal ended, without the signal's number.
const SIGNAL_EXIT_BASE: i32 = 128;
/// The signal of a terminal that went away.
const SIGHUP: i32 = 1;

/// Opens the reader and returns its exit code.
///
/// # Errors
/// Where it cannot be opened, before the screen is touched.
pub fn run(
    global: &GlobalArgs,
    theme: Option<ThemeArg>,
    target: Option<&Path>,
) -> Result<ExitCode, Failure> {
    let env = paths::environment();
    let (settings, auto) = match settings(&env, global, theme) {
        Ok(settings) => settings,
        Err(error) => return Ok(exit_with_error(&error, 2)),
    };
    let mut library = Library::from_args(global)?;
    let named = target.map(library::parse_target).transpose()?;
    require_terminal(&env)?;
    let mut notices = std::mem::take(&mut library.notices);
    let (store, kept) = open_store(&env, &mut notices)?;
    if let Some(LibraryTarget::Folder(path)) = &named {
        library.roots = vec![LibraryRoot::Path(path.clone())];
    }
    let mut stock = library.cache_head();
    let start = choose_start(&library, &mut stock, named, &kept)?;
    if target.is_none() {
        notices.extend(missing_briefing_notice(&start, &kept));
    }
    let ended = runtime::run(Session {
        settings,
        start,
        library: stock,
        store,
        user_data: kept,
        index: library.cache_dir().ok(),
        notices,
        entropy: random_seed()?,
        terminal_env: terminal_env(&env),
        queries_background: auto && answers_background_query(&env.term()),
        fault: env.fault().and_then(|name| InjectedFault::from_name(&name)),
    });
    Ok(match ended {
        Ok(SessionEnd::Quit) => ExitCode::SUCCESS,
        Ok(SessionEnd::Signal(signal)) => exit_code(SIGNAL_EXIT_BASE + signal),
        Ok(SessionEnd::TerminalGone) => exit_code(SIGNAL_EXIT_BASE + SIGHUP),
        Err(error @ RunError::UnfinishedTasks(_)) => exit_with_error(&error, 1),
        Err(error) => exit_with_error(&error, 2),
    })
}

fn exit_code(code: i32) -> ExitCode {
    ExitCode::from(u8::try_from(code).unwrap_or(2))
}

fn exit_with_error(error: &dyn std::error::Error, code: u8) -> ExitCode {
    let _ = writeln!(io::stderr(), "{error}");
    ExitCode::from(code)
}

fn require_terminal(env: &Environment) -> Result<(), CliError> {
    let instead =
        "`diptych show REF`, `diptych compare ID` and `diptych search WORDS` print plain text";
    let stream = if !io::stdin().is_terminal() {
        "standard input"
    } else if !io::stdout().is_terminal() {
        "standard output"
    } else if !can_place_text(&env.term()) {
        return Err(
            CliError::new("the terminal cannot place text (TERM is \"dumb\")").with_hint(instead),
        );
    } else {
        return Ok(());
    };
    Err(
        CliError::new(format!("the reader needs a terminal, and {stream} is none"))
            .with_hint(instead),
    )
}

/// Opens the database, as far as the first frame needs it. Where the disk cannot be used,
/// the reader opens all the same: changes stay in memory, and a notice says so.
fn open_store(env: &Environment, notices: &mut Vec<String>) -> Result<(Store, UserData), CliError> {
    let (opened, kept) = match env.data() {
        Ok(data) => Store::open_initial(&data.path, runtime::now()),
        Err(error) => {
            notices.push(error.to_string());
            let opened = Store::memory().map_err(CliError::new)?;
            (opened, Ok(UserData::default()))
        }
    };
    let OpenedStore {
        store,
        notices: opened_notices,
    } = opened;
    notices.extend(opened_notices);
    let kept = kept.unwrap_or_else(|error| {
        notices.push(error.to_string());
        UserData::default()
    });
    Ok((store, kept))
}
