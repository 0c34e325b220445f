//! A session of the full-screen program: sets up terminal and threads, runs the event loop, and
//! leaves everything in order, whichever way it ends.

use std::io::{self, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, unbounded};

use crate::app::message::{Msg, StatusLevel};
use crate::app::settings::Settings;
use crate::app::{App, AppInit, Start};
use crate::model::UserData;
use crate::paths;
use crate::runtime::effects::{WorkerConfig, Workers};
use crate::runtime::error::{FlushOutcome, RunError};
use crate::runtime::event_loop::{EventLoop, LoopExit, SessionEnd};
use crate::runtime::library::library_cache::LibraryCache;
use crate::runtime::support::event::Event;
use crate::runtime::support::fault_injection::InjectedFault;
use crate::runtime::support::{atomic_write, clock, threads};
use crate::runtime::tasks::clipboard;
use crate::runtime::terminal::background_query::BackgroundQuery;
use crate::runtime::terminal::env::TerminalEnv;
use crate::runtime::terminal::input_thread;
use crate::runtime::terminal::screen::{MouseMode, TerminalScreen, window_size};
use crate::runtime::terminal::signals;
use crate::runtime::workers::jobs::FlushResult;
use crate::store::Store;
use crate::text::clean;

/// How long the store may take for the last changes. After that the program ends without knowing
/// whether they were written, and says so.
const FLUSH_TIMEOUT: Duration = Duration::from_secs(5);
/// How long exports and copies may take after the reader quit: long enough for a large file on a
/// slow disk. A signal ends the wait.
const TASKS_TIMEOUT: Duration = Duration::from_secs(60);
/// How long they are waited for before a message says so.
const NOTICE_DELAY: Duration = Duration::from_secs(1);
/// How often is checked whether they are finished: often enough not to be felt.
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// What a session starts with.
pub struct Session {
    /// The reader's settings.
    pub settings: Settings,
    /// What is shown first.
    pub start: Start,
    /// The library, as far as it is known.
    pub library: LibraryCache,
    /// Where bookmarks, notes and positions are written.
    pub store: Store,
    /// Bookmarks, notes and positions, as far as they have been read.
    pub user_data: UserData,
    /// Folder of the index; `None` for an index in memory.
    pub index: Option<PathBuf>,
    /// Messages for the status line.
    pub notices: Vec<String>,
    /// Random bytes, for the ids of bookmarks.
    pub entropy: [u8; 16],
    /// What is known of the terminal.
    pub terminal_env: TerminalEnv,
    /// Whether to ask the terminal for its background, by which the theme is chosen.
    pub queries_background: bool,
    /// A fault to inject.
    pub fault: Option<InjectedFault>,
}

/// Runs a session on the terminal. Standard input and output must be one.
///
/// # Errors
/// The terminal cannot be taken over, the program panicked, or the last changes could not be
/// saved.
pub fn run(session: Session) -> Result<SessionEnd, RunError> {
    let terminal_env = session.terminal_env;
    let (event_tx, events) = unbounded();
    let signals = signals::register().map_err(RunError::Terminal)?;
    let size = window_size();
    let mouse = if session.settings.mouse {
        MouseMode::Captured
    } else {
        MouseMode::Native
    };
    let start = session.start;
    let is_first_content: fn(&Msg) -> bool = match start {
        Start::Library => |msg| matches!(msg, Msg::Library { .. }),
        Start::Open { .. } => |msg| matches!(msg, Msg::Opened(..)),
    };
    let mut app = App::new(AppInit {
        size,
        settings: session.settings,
        id_seed: session.entropy,
        user_data: session.user_data,
        notices: session.notices,
    });
    threads::install_panic_hook();
    let config = WorkerConfig {
        library: session.library,
        store: session.store,
        index: session.index,
        terminal_env,
        fault: session.fault,
    };
    let workers = Workers::start(&event_tx, config).map_err(RunError::Terminal)?;
    // The briefing is read while the terminal is taken over.
    let effects = app.start(start);
    let (mut input_gate, input) = input_thread::input_channel().map_err(RunError::Terminal)?;
    let mut screen = TerminalScreen::enter(size, mouse).map_err(RunError::Terminal)?;
    let mut background_query = BackgroundQuery::default();
    if session.queries_background {
        background_query
            .send(&mut screen)
            .map_err(RunError::Terminal)?;
    }
    let exit = panic::catch_unwind(AssertUnwindSafe(|| {
        let mut event_loop = EventLoop {
            initial_theme: app.state().settings().theme,
            app: &mut app,
            screen: &mut screen,
            input_gate: &mut input_gate,
            workers: &workers,
            events: &events,
            event_tx: &event_tx,
            is_first_content,
            foreground: None,
            terminal_env,
            background_query: &mut background_query,
            fault: session.fault,
        };
        threads::spawn_named("signals", &event_tx, {
            let event_tx = event_tx.clone();
            move || signals::forward(signals, &event_tx)
        })?;
        threads::spawn_named("input", &event_tx, {
            let event_tx = event_tx.clone();
            move || input.run(&event_tx)
        })?;
        Ok(event_loop.run(effects))
    }));
    let flushed = workers.flush(FLUSH_TIMEOUT);
    // What is typed from here on is meant for the shell.
    input_gate.close();
    if screen.is_entered() {
        background_query.drain();
    }
    screen.leave();
    let timeout = match &exit {
        Ok(Ok(LoopExit::Ended(SessionEnd::Quit))) => TASKS_TIMEOUT,
        _ => FLUSH_TIMEOUT,
    };
    let unfinished = finish_tasks(&workers, &events, timeout, |text| {
        let _ = screen.write_raw(&clipboard::osc52_sequence(text, terminal_env));
    });
    let panic_report = threads::take_panic_report();
    let saved = match flushed {
        FlushResult::AllWritten => FlushOutcome::AllSaved,
        FlushResult::Unwritten { count, json } => {
            FlushOutcome::Unsaved(count, write_rescue_file(&json))
        }
        FlushResult::TimedOut => FlushOutcome::Unknown,
    };
    match (exit, saved) {
        (Err(_), saved) => Err(RunError::Internal(panic_report.unwrap_or_default(), saved)),
        (Ok(Ok(LoopExit::WorkerPanicked(thread))), saved) => Err(RunError::Internal(
            panic_report.unwrap_or_else(|| format!("the {thread} stopped")),
            saved,
        )),
        (Ok(Err(error)), FlushOutcome::AllSaved) => Err(RunError::Terminal(error)),
        (Ok(Ok(LoopExit::Ended(SessionEnd::Quit))), FlushOutcome::AllSaved)
            if !unfinished.is_empty() =>
        {
            Err(RunError::UnfinishedTasks(unfinished))
        }
        (Ok(Ok(LoopExit::Ended(end))), FlushOutcome::AllSaved) => Ok(end),
        (Ok(_), saved) => Err(RunError::Unsaved(saved)),
    }
}

/// Waits for exports and copies, until `timeout` or a signal. Returns a message for each that
/// failed or was not finished.
fn finish_tasks(
    workers: &Workers,
    events: &Receiver<Event>,
    timeout: Duration,
    mut copy_to_clipboard: impl FnMut(&str),
) -> Vec<String> {
    let started = Instant::now();
    let mut failed = Vec::new();
    let mut is_announced = false;
    loop {
        // Before the events are read: a task that is no longer listed has sent its result.
        let unfinished = workers.unfinished();
        let mut is_stopped = false;
        for event in events.try_iter() {
            match event {
                Event::TaskFinished(StatusLevel::Info, _) => {}
                Event::TaskFinished(_, message) => failed.push(clean::clean_line(&message)),
                Event::ClipboardWrite(text) => copy_to_clipboard(&text),
                Event::Terminate(_) => is_stopped = true,
                _ => {}
            }
        }
        if unfinished.is_empty() {
            return failed;
        }
        if is_stopped || started.elapsed() >= timeout {
            let unfinished = unfinished.iter().map(|what| clean::clean_line(what));
            failed.extend(unfinished.map(|what| format!("not written: {what}")));
            return failed;
        }
        if !is_announced && started.elapsed() >= NOTICE_DELAY {
            is_announced = true;
            let what = clean::clean_line(&unfinished.join(", "));
            let _ = writeln!(io::stderr(), "diptych: writing {what} … (Ctrl-C ends it)");
        }
        std::thread::sleep(POLL_INTERVAL);
    }
}

/// Writes changes that the data folder did not accept to a file in the working directory, else to
/// one in the folder of temporary files. Returns its path.
fn write_rescue_file(json: &str) -> Option<PathBuf> {
    let name = format!("diptych-unsaved-{}.json", clock::now());
    let here = Path::new(".").join(&name);
    [here, paths::environment().temp_dir().join(name)]
        .into_iter()
        .find(|path| atomic_write::write_private(path, json).is_ok())
}
