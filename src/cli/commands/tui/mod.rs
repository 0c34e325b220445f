//! `diptych [PATH|REF]`: opens the reader on the terminal.

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use crate::app::Start;
use crate::app::settings::{Settings, ThemeMode};
use crate::bundle::{self, LibraryRoot};
use crate::cli::error::{CliError, Failure};
use crate::cli::file_names::SETTINGS_FILE;
use crate::cli::global_args::{GlobalArgs, ThemeArg};
use crate::cli::library::{self, Library, LibraryTarget, find_cached};
use crate::cli::terminal::{can_place_text, terminal_env};
use crate::cli::user_data::random_seed;
use crate::model::{BundleSource, Position, Reference, UserData};
use crate::paths::{self, Environment};
use crate::runtime::LibraryCache;
use crate::runtime::{self, InjectedFault, RunError, Session, SessionEnd, config};
use crate::store::{OpenedStore, Store};

/// Bundles that are opened before the first picture at most.
const MAX_STARTUP_BUNDLES: usize = 64;
/// Exit code of a program that a signal ended, without the signal's number.
const SIGNAL_EXIT_BASE: i32 = 128;
/// The signal of a terminal that went away.
const SIGHUP: i32 = 1;

/// Opens the reader and returns its exit code.
///
/// # Errors
/// Where it cannot be opened, before the screen is touched.
pub fn run(
    common: &GlobalArgs,
    theme: Option<ThemeArg>,
    target: Option<&Path>,
) -> Result<ExitCode, Failure> {
    let around = paths::environment();
    let (settings, auto) = match settings(&around, common, theme) {
        Ok(settings) => settings,
        Err(error) => return Ok(exit_with_error(&error, 2)),
    };
    let mut library = Library::from_args(common)?;
    let named = target.map(library::parse_target).transpose()?;
    require_terminal(&around)?;
    let mut notices = std::mem::take(&mut library.notices);
    let (store, kept) = open_store(&around, &mut notices)?;
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
        terminal_env: terminal_env(&around),
        queries_background: auto && answers_background_query(&around.term()),
        fault: around
            .fault()
            .and_then(|name| InjectedFault::from_name(&name)),
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

/// Returns `true` if a terminal of this kind can be asked for its background. The Linux
/// console would print the question, and GNU screen hands no answer back.
fn answers_background_query(term: &str) -> bool {
    !(term.is_empty() || term == "linux" || term.starts_with("screen"))
}

/// Puts the settings together; and whether the terminal decides the colours. Options go before the environment, this before
/// the file, this before what is usual.
fn settings(
    around: &Environment,
    common: &GlobalArgs,
    theme: Option<ThemeArg>,
) -> Result<(Settings, bool), config::ConfigError> {
    let config = match around.config() {
        Ok(folder) => config::read(&folder.path.join(SETTINGS_FILE))?,
        Err(_) => config::Config::default(),
    };
    let chosen = match theme.map(ThemeArg::palette) {
        Some(Some(palette)) => Some(palette),
        _ if around.no_color() => Some(ThemeMode::Plain),
        None => config.theme_mode,
        Some(None) => None,
    };
    let settings = Settings {
        // Until the terminal has answered.
        theme: chosen.unwrap_or_else(|| background_from_env(&around.colorfgbg())),
        text_width: common.width.unwrap_or(config.text_width),
        mouse: config.mouse,
        query_history: config.history,
        rtl_columns: config.rtl_columns,
        keymap: config.keymap,
        time_zone: runtime::time_zone(),
    };
    Ok((settings, chosen.is_none()))
}

/// Reads the background out of `COLORFGBG` ("15;0": the last number is the
/// background's, of the sixteen colours); dark where it says nothing.
fn background_from_env(colorfgbg: &str) -> ThemeMode {
    match colorfgbg.rsplit(';').next().and_then(|n| n.parse().ok()) {
        Some(7u8 | 9..=15) => ThemeMode::Light,
        _ => ThemeMode::Dark,
    }
}

fn require_terminal(around: &Environment) -> Result<(), CliError> {
    let instead =
        "`diptych show REF`, `diptych compare ID` and `diptych search WORDS` print plain text";
    let stream = if !io::stdin().is_terminal() {
        "standard input"
    } else if !io::stdout().is_terminal() {
        "standard output"
    } else if !can_place_text(&around.term()) {
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

/// Opens what the reader has kept, as far as the first picture needs it. A disk that cannot be used is no reason not
/// to read: then what is kept waits in memory, and it is said so.
fn open_store(
    around: &Environment,
    notices: &mut Vec<String>,
) -> Result<(Store, UserData), CliError> {
    let (opened, kept) = match around.data() {
        Ok(data) => Store::open_initial(&data.path, runtime::now()),
        Err(error) => {
            notices.push(error.to_string());
            let opened = Store::memory().map_err(CliError::new)?;
            (opened, Ok(UserData::default()))
        }
    };
    let OpenedStore {
        store,
        notices: told,
    } = opened;
    notices.extend(told);
    let kept = kept.unwrap_or_else(|error| {
        notices.push(error.to_string());
        UserData::default()
    });
    Ok((store, kept))
}

/// Decides what is shown first. What is named by a path goes before the library.
fn choose_start(
    library: &Library,
    stock: &mut LibraryCache,
    named: Option<LibraryTarget>,
    kept: &UserData,
) -> Result<Start, CliError> {
    match named {
        Some(LibraryTarget::Bundle(source)) => {
            if let BundleSource::Folder(path) | BundleSource::Zip(path) = &source {
                stock.prepend_root(path.clone());
            }
            Ok(Start::Open { source, at: None })
        }
        Some(LibraryTarget::Folder(_)) => Ok(Start::Library),
        Some(LibraryTarget::Reference(reference)) => Ok(Start::Open {
            source: library.find(reference.briefing())?,
            at: Some(reference),
        }),
        None => Ok(last_position(library, stock, kept)),
    }
}

/// Returns the article that was read last, where its briefing is still there;
/// else the only briefing there is; else the library. A large library that is
/// not yet known is not gone through for it.
fn last_position(library: &Library, stock: &mut LibraryCache, kept: &UserData) -> Start {
    let at = |source, position: &Position| Start::Open {
        source,
        at: Some(Reference::Article {
            briefing: position.briefing.clone(),
            article: position.article.clone(),
        }),
    };
    if !kept.positions.is_empty() {
        stock.load_remaining();
    }
    for position in &kept.positions {
        if let Some(source) = find_cached(stock, &position.briefing) {
            return at(source, position);
        }
    }
    let entries = stock.entries();
    if entries.len() > MAX_STARTUP_BUNDLES {
        return Start::Library;
    }
    let (sources, _) = library.discover();
    if sources.len() <= MAX_STARTUP_BUNDLES {
        let ids: Vec<Option<String>> = sources.iter().map(bundle::peek_id).collect();
        for position in &kept.positions {
            let there = ids.iter().any(|id| id.as_ref() == Some(&position.briefing));
            if there && let Ok(source) = library.find(&position.briefing) {
                return at(source, position);
            }
        }
    }
    match <[_; 1]>::try_from(sources) {
        Ok([source]) => Start::Open { source, at: None },
        Err(_) => Start::Library,
    }
}

/// Returns what to say where another briefing is opened than the one that was read last.
fn missing_briefing_notice(start: &Start, kept: &UserData) -> Option<String> {
    let Start::Open { at, .. } = start else {
        return None;
    };
    let last = kept.positions.first()?;
    let there = at.as_ref().is_some_and(|at| at.briefing() == last.briefing);
    let text = format!(
        "The briefing \"{}\", where you last read, is not in the library any more.",
        last.briefing
    );
    (!there).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ReadState;

    #[test]
    fn the_background_is_the_last_number() {
        for (value, palette) in [
            ("15;0", ThemeMode::Dark),
            ("0;15", ThemeMode::Light),
            ("0;default;15", ThemeMode::Light),
            ("12;8", ThemeMode::Dark),
            ("", ThemeMode::Dark),
            ("0;default", ThemeMode::Dark),
        ] {
            assert_eq!(background_from_env(value), palette, "{value}");
        }
    }

    #[test]
    fn a_briefing_that_is_gone_is_not_passed_over_in_silence() {
        let open = |at: Option<&str>| Start::Open {
            source: BundleSource::Folder("kl".into()),
            at: at.map(|at| at.parse().unwrap()),
        };
        let mut kept = UserData::default();
        assert_eq!(missing_briefing_notice(&open(None), &kept), None);
        kept.positions.push(Position {
            briefing: "lower-bridge".to_owned(),
            article: "herald".to_owned(),
            offset: 0,
            top: 0,
            state: ReadState::Opened,
            changed: 0,
        });
        assert_eq!(
            missing_briefing_notice(&open(Some("lower-bridge/herald")), &kept),
            None
        );
        for at in [None, Some("kaspersky-lab/axios-2018")] {
            let said = missing_briefing_notice(&open(at), &kept).unwrap();
            assert!(said.contains("\"lower-bridge\""), "{said}");
        }
    }
}
