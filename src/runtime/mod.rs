//! The terminal, the threads and the clock: this room takes what happens to
//! [`App`], has it change, draws it, and carries out what it asks for. It sleeps
//! until something happens; nothing ticks.

pub mod config;
mod effects;
mod event;
mod library;
pub mod review;
mod support;
mod tasks;
mod terminal;
mod workers;

use std::fmt;
use std::io::{self, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, unbounded};

use crate::app::message::{EditorError, Effect, Msg, StatusLevel};
use crate::app::settings::{Settings, ThemeMode};
use crate::app::{App, AppInit, Start};
use crate::model::UserData;
use crate::paths;
use crate::store::Store;
use crate::text::clean;
use crate::text::plural::plural;

pub use library::curator_warnings::{CuratorWarning, curator_warnings, load_curator_warnings};
pub use library::folder_watch::watch_obstacle;
pub use library::index_sync::{BusyPolicy, SyncReport, sync_index};
pub use library::library_cache::{LibraryCache, ScanProgress, ScanResult, ScanSink};
pub use support::atomic_write::write_new;
pub use support::clock::{now, time_zone};
pub use support::fault_injection::InjectedFault;
pub use tasks::clipboard;
pub use tasks::export::{copy_text, render_by_extension};
pub use tasks::external::{Desktop, TerminalEnv};
pub use terminal::input_decoder::InputDecoder;
pub use terminal::paste::read_paste;
pub use terminal::screen::window_size;

use effects::Workers;
use event::{Event, EventSender};
use support::{atomic_write, clock, threads};
use tasks::editor::{self, Editor, TerminalProgram};
use terminal::input_decoder;
use terminal::input_thread::{self, InputGate};
use terminal::screen::{MouseMode, TerminalScreen};
use terminal::signals::{self, TerminalOwner};
use workers::store_writer::FlushResult;

/// How long the first picture waits for the briefing that it is to show.
const FIRST_FRAME_WAIT: Duration = Duration::from_millis(30);
/// How long the keeper may take for its last work.
const FLUSH_TIMEOUT: Duration = Duration::from_secs(5);
/// How long the files and copies that the reader asked for may take after the end.
const TASKS_TIMEOUT: Duration = Duration::from_secs(60);
/// How long is waited for them before it is said that they are waited for.
const NOTICE_DELAY: Duration = Duration::from_secs(1);
/// How often is looked whether they are done.
const POLL_INTERVAL: Duration = Duration::from_millis(20);
/// How long an answer of the terminal may be on its way.
const REPLY_TIMEOUT: Duration = Duration::from_secs(5);
/// How much is heard between two pictures.
const MAX_EVENTS_PER_FRAME: usize = 256;

/// All that a session is made of.
pub struct Session {
    /// What the reader has set.
    pub settings: Settings,
    /// Where to begin.
    pub start: Start,
    /// What the library holds, as far as it is known.
    pub library: LibraryCache,
    /// Where is written what the reader keeps.
    pub store: Store,
    /// What the reader has kept, as far as it is read.
    pub user_data: UserData,
    /// Folder of the index; none for an index in memory.
    pub index: Option<PathBuf>,
    /// What there is to say at the start.
    pub notices: Vec<String>,
    /// Bytes that no other session has.
    pub entropy: [u8; 16],
    /// The surroundings of the terminal.
    pub terminal_env: TerminalEnv,
    /// Whether the terminal is to be asked for its background, which decides the colours.
    pub queries_background: bool,
    /// A fault to try.
    pub fault: Option<InjectedFault>,
}

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionEnd {
    /// The reader quit.
    Quit,
    /// This signal ended it.
    Signal(i32),
    /// The terminal went away.
    TerminalGone,
}

/// Why a session could not be held, or not to its end. The terminal is the
/// reader's again when this is returned.
#[derive(Debug)]
pub enum RunError {
    /// The terminal cannot be used.
    Terminal(io::Error),
    /// The program has a fault: what the panic said, and what became of the last changes.
    Internal(String, SaveOutcome),
    /// What became of the last changes.
    Unsaved(SaveOutcome),
    /// What the reader had asked to be written or handed on, and was not.
    UnfinishedTasks(Vec<String>),
}

/// What became of the last changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveOutcome {
    /// They are on the disk.
    AllSaved,
    /// So many could not be written; where they were put instead.
    Unsaved(usize, Option<PathBuf>),
    /// Whether they were written is not known: the disk did not answer.
    Unknown,
}

impl fmt::Display for SaveOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let changes = |count: &usize| plural(*count, "change", "changes");
        match self {
            SaveOutcome::AllSaved => f.write_str("what you kept is saved"),
            SaveOutcome::Unsaved(count, Some(file)) => write!(
                f,
                "{} could not be written to the data folder\n  help: what you kept was put into {} instead: `diptych bookmarks import` takes that file in when the folder can be written again (`diptych paths` names it)",
                changes(count),
                file.display()
            ),
            SaveOutcome::Unsaved(count, None) => write!(
                f,
                "{} could not be written, neither to the data folder nor here\n  help: look at the data folder (`diptych paths` names it) and the disk",
                changes(count)
            ),
            SaveOutcome::Unknown => f.write_str(
                "the disk did not answer in time, so the last changes may be lost\n  help: look at the data folder (`diptych paths` names it)",
            ),
        }
    }
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RunError::Terminal(error) => write!(
                f,
                "error: the terminal cannot be used: {error}\n  help: `diptych show` and `diptych compare` print the same as plain text"
            ),
            RunError::Internal(report, SaveOutcome::AllSaved) => write!(
                f,
                "internal error: {report}\n  help: what you kept is saved; start again with the same command, and please report the lines above"
            ),
            RunError::Internal(report, left) => write!(
                f,
                "internal error: {report}\n  help: start again with the same command, and please report the lines above\nerror: {left}"
            ),
            RunError::Unsaved(left) => write!(f, "error: {left}"),
            RunError::UnfinishedTasks(what) => write!(f, "error: {}", what.join("\nerror: ")),
        }
    }
}

impl std::error::Error for RunError {}

/// Holds a session on the terminal. Standard input and output must be one.
///
/// # Errors
/// Where the terminal cannot be taken over, the program has a fault, or the last
/// changes could not be written.
pub fn run(session: Session) -> Result<SessionEnd, RunError> {
    let around = session.terminal_env;
    let (event_tx, events) = unbounded();
    let signals = signals::register().map_err(RunError::Terminal)?;
    let size = window_size();
    let mouse = if session.settings.mouse {
        MouseMode::Captured
    } else {
        MouseMode::Native
    };
    let start = session.start;
    let awaited: fn(&Msg) -> bool = match start {
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
    let hands = Workers::start(
        &event_tx,
        effects::WorkerConfig {
            library: session.library,
            store: session.store,
            index: session.index,
            terminal_env: around,
            fault: session.fault,
        },
    )
    .map_err(RunError::Terminal)?;
    // The briefing is being read while the terminal is taken over.
    let asked = app.start(start);
    let (mut ear, listener) = input_thread::input_channel().map_err(RunError::Terminal)?;
    let mut screen = TerminalScreen::enter(size, mouse).map_err(RunError::Terminal)?;
    let mut asked_at = None;
    if session.queries_background {
        screen
            .write_raw(input_decoder::BACKGROUND_QUERY)
            .map_err(RunError::Terminal)?;
        asked_at = Some(Instant::now());
    }
    let held = panic::catch_unwind(AssertUnwindSafe(|| {
        let mut turn = EventLoop {
            background_queried_at: &mut asked_at,
            initial_palette: app.state().settings().theme,
            app: &mut app,
            screen: &mut screen,
            input_gate: &mut ear,
            workers: &hands,
            events: &events,
            is_first_content: awaited,
            event_tx: &event_tx,
            foreground: None,
            terminal_env: around,
            fault: session.fault,
        };
        threads::spawn_named("signals", &event_tx, {
            let event_tx = event_tx.clone();
            move || signals::forward(signals, &event_tx)
        })?;
        threads::spawn_named("input", &event_tx, {
            let event_tx = event_tx.clone();
            move || listener.run(&event_tx)
        })?;
        Ok(turn.run(asked))
    }));
    let rest = hands.flush(FLUSH_TIMEOUT);
    // What is typed from here on is the shell's.
    ear.close();
    if screen.is_entered() && is_reply_pending(asked_at) {
        input_thread::drain_replies();
    }
    screen.leave();
    let timeout = match &held {
        Ok(Ok(LoopExit::Ended(SessionEnd::Quit))) => TASKS_TIMEOUT,
        _ => FLUSH_TIMEOUT,
    };
    let unwritten = finish_tasks(&hands, &events, timeout, |text| {
        let _ = screen.write_raw(&clipboard::osc52_sequence(text, around));
    });
    let report = threads::take_panic_report();
    let left = match rest {
        FlushResult::AllWritten => SaveOutcome::AllSaved,
        FlushResult::Unwritten { count, json } => {
            SaveOutcome::Unsaved(count, write_rescue_file(&json))
        }
        FlushResult::TimedOut => SaveOutcome::Unknown,
    };
    match (held, left) {
        (Err(_), left) => Err(RunError::Internal(report.unwrap_or_default(), left)),
        (Ok(Ok(LoopExit::WorkerPanicked(thread))), left) => Err(RunError::Internal(
            report.unwrap_or_else(|| format!("the {thread} stopped")),
            left,
        )),
        (Ok(Err(error)), SaveOutcome::AllSaved) => Err(RunError::Terminal(error)),
        (Ok(Ok(LoopExit::Ended(SessionEnd::Quit))), SaveOutcome::AllSaved)
            if !unwritten.is_empty() =>
        {
            Err(RunError::UnfinishedTasks(unwritten))
        }
        (Ok(Ok(LoopExit::Ended(ending))), SaveOutcome::AllSaved) => Ok(ending),
        (Ok(_), left) => Err(RunError::Unsaved(left)),
    }
}

/// Waits until what the reader asked to be written or handed on is, at most so long or until
/// a signal says that it has been long enough. Returns what is to be said of what was not.
fn finish_tasks(
    hands: &Workers,
    events: &Receiver<Event>,
    timeout: Duration,
    mut to_clipboard: impl FnMut(&str),
) -> Vec<String> {
    let begun = Instant::now();
    let mut failed = Vec::new();
    let mut is_told = false;
    loop {
        // Asked first: what has ended by now has sent its answer.
        let unfinished = hands.unfinished();
        let mut is_stopped = false;
        for event in events.try_iter() {
            match event {
                Event::TaskFinished(StatusLevel::Info, _) => {}
                Event::TaskFinished(_, said) => failed.push(clean::clean_line(&said)),
                Event::ClipboardWrite(text) => to_clipboard(&text),
                Event::Terminate(_) => is_stopped = true,
                _ => {}
            }
        }
        if unfinished.is_empty() {
            return failed;
        }
        if is_stopped || begun.elapsed() >= timeout {
            let unfinished = unfinished.iter().map(|what| clean::clean_line(what));
            failed.extend(unfinished.map(|what| format!("not written: {what}")));
            return failed;
        }
        if !is_told && begun.elapsed() >= NOTICE_DELAY {
            is_told = true;
            let what = clean::clean_line(&unfinished.join(", "));
            let _ = writeln!(io::stderr(), "diptych: writing {what} … (Ctrl-C ends it)");
        }
        std::thread::sleep(POLL_INTERVAL);
    }
}

/// Returns `true` if the terminal may still answer a question that it was asked then.
fn is_reply_pending(asked_at: Option<Instant>) -> bool {
    asked_at.is_some_and(|at| at.elapsed() < REPLY_TIMEOUT)
}

/// Puts what the data folder did not take where it can be found: here, else
/// with the temporary files. Returns where.
fn write_rescue_file(json: &str) -> Option<PathBuf> {
    let name = format!("diptych-unsaved-{}.json", clock::now());
    let here = Path::new(".").join(&name);
    [here, paths::environment().temp_dir().join(name)]
        .into_iter()
        .find(|path| atomic_write::write_private(path, json).is_ok())
}

/// How the loop ended.
enum LoopExit {
    Ended(SessionEnd),
    /// The thread of this name panicked.
    WorkerPanicked(String),
}

/// A program that has the terminal.
enum ForegroundProgram {
    /// The reader's editor, with the file that it writes.
    Editor(PathBuf),
    /// A browser.
    Browser,
}

/// The loop and what it works with.
struct EventLoop<'a> {
    app: &'a mut App,
    screen: &'a mut TerminalScreen,
    input_gate: &'a mut InputGate,
    workers: &'a Workers,
    events: &'a Receiver<Event>,
    /// Whether this is what the first picture is to show.
    is_first_content: fn(&Msg) -> bool,
    event_tx: &'a EventSender,
    /// Who has the terminal, where another program has it.
    foreground: Option<ForegroundProgram>,
    terminal_env: TerminalEnv,
    /// When the terminal was asked for its background, while it may still answer.
    background_queried_at: &'a mut Option<Instant>,
    /// The colours before it answers; other ones have been chosen since.
    initial_palette: ThemeMode,
    fault: Option<InjectedFault>,
}

impl EventLoop<'_> {
    /// Goes on until something ends the session. A terminal that cannot be
    /// written any more has gone away.
    fn run(&mut self, asked: Vec<Effect>) -> LoopExit {
        self.run_inner(asked)
            .unwrap_or_else(|_| self.shutdown(LoopExit::Ended(SessionEnd::TerminalGone)))
    }

    fn run_inner(&mut self, asked: Vec<Effect>) -> io::Result<LoopExit> {
        if let Some(held) = self.perform(asked)? {
            return Ok(held);
        }
        if let Some(held) = self.wait_first_content()? {
            return Ok(held);
        }
        if self.screen.is_entered() {
            self.screen.draw(self.app)?;
        }
        self.workers.notify_first_frame();
        loop {
            let first = self.events.recv().map_err(io::Error::other)?;
            let news = std::iter::once(first).chain(self.events.try_iter());
            for event in news.take(MAX_EVENTS_PER_FRAME) {
                if let Some(held) = self.handle_event(event)? {
                    return Ok(held);
                }
            }
            if self.screen.is_entered() {
                self.screen.draw(self.app)?;
            }
        }
    }

    /// Waits a moment for the briefing or the library, so that the first picture shows it.
    fn wait_first_content(&mut self) -> io::Result<Option<LoopExit>> {
        let limit = Instant::now() + FIRST_FRAME_WAIT;
        while let Ok(event) = self.events.recv_deadline(limit) {
            let there = matches!(&event, Event::App(msg) if (self.is_first_content)(msg));
            let held = self.handle_event(event)?;
            if there || held.is_some() {
                return Ok(held);
            }
        }
        Ok(None)
    }

    fn handle_event(&mut self, event: Event) -> io::Result<Option<LoopExit>> {
        match event {
            Event::App(msg) => {
                match &msg {
                    Msg::Key(_) => InjectedFault::EventLoop.trigger(self.fault),
                    Msg::Resized(size) if self.screen.is_entered() => self.screen.resize(*size)?,
                    // The last answer has come.
                    Msg::Background(None) => *self.background_queried_at = None,
                    // Nobody asked, or the reader has chosen other colours since.
                    Msg::Background(Some(_))
                        if self.background_queried_at.is_none()
                            || self.app.state().settings().theme != self.initial_palette =>
                    {
                        return Ok(None);
                    }
                    _ => {}
                }
                let asked = self.app.update(msg);
                self.perform(asked)
            }
            Event::Terminate(signal) => Ok(Some(
                self.shutdown(LoopExit::Ended(SessionEnd::Signal(signal))),
            )),
            Event::TerminalGone => Ok(Some(
                self.shutdown(LoopExit::Ended(SessionEnd::TerminalGone)),
            )),
            Event::WorkerPanicked(thread) => {
                Ok(Some(self.shutdown(LoopExit::WorkerPanicked(thread))))
            }
            Event::ClipboardWrite(text) => {
                self.screen
                    .write_raw(&clipboard::osc52_sequence(&text, self.terminal_env))?;
                self.show_status(StatusLevel::Info, clipboard::sent_message(&text))
            }
            Event::EditorClosed(result) => {
                let held = self.reclaim_terminal()?;
                Ok(self.on_editor_closed(result)?.or(held))
            }
            Event::TaskFinished(tone, said) => self.show_status(tone, said),
            Event::RunInTerminal(words) => self.run_in_terminal(&words),
            Event::TerminalProgramClosed(tone, said) => {
                let held = self.reclaim_terminal()?;
                Ok(self.show_status(tone, said)?.or(held))
            }
            // The other program has the terminal, and the keys that stop a job.
            Event::Suspend | Event::Continued if self.foreground.is_some() => Ok(None),
            Event::Suspend => {
                if signals::has_job_control() {
                    self.release_terminal();
                    signals::stop_here()?;
                }
                Ok(None)
            }
            Event::Continued => {
                // Also after a stop that could not be heard: whoever held the
                // terminal meanwhile may have set it otherwise.
                self.release_terminal();
                let size = window_size();
                self.screen.resume(size)?;
                self.input_gate.open();
                let asked = self.app.update(Msg::Resized(size));
                self.perform(asked)
            }
        }
    }

    /// Lets the program do its last work.
    fn shutdown(&mut self, held: LoopExit) -> LoopExit {
        if let Some(ForegroundProgram::Editor(file)) = self.foreground.take() {
            // It may go on, and nobody is left to take its text in.
            let file = clean::clean_line(&file.display().to_string());
            let _ = writeln!(
                io::stderr(),
                "diptych: the note in the editor is not kept; its text is in {file}"
            );
        }
        for effect in self.app.update(Msg::Terminate) {
            if let Effect::Save(_) = effect {
                self.workers.handle(effect);
            }
        }
        held
    }

    fn perform(&mut self, asked: Vec<Effect>) -> io::Result<Option<LoopExit>> {
        let mut held = None;
        for effect in asked {
            match effect {
                Effect::Quit => held = Some(LoopExit::Ended(SessionEnd::Quit)),
                Effect::Redraw => self.screen.resize(window_size())?,
                Effect::CaptureMouse(true) => self.screen.set_mouse_mode(MouseMode::Captured)?,
                Effect::CaptureMouse(false) => self.screen.set_mouse_mode(MouseMode::Native)?,
                Effect::Suspend => self.suspend()?,
                Effect::OpenEditor(text) => held = self.open_editor(&text)?.or(held),
                effect => self.workers.handle(effect),
            }
        }
        Ok(held)
    }

    /// Gives the terminal back and stops the job; [`Event::Continued`] takes it again.
    fn suspend(&mut self) -> io::Result<()> {
        if !signals::has_job_control() {
            let why = "There is no shell to go back to, so the program goes on.";
            return self
                .show_status(StatusLevel::Hint, why.to_owned())
                .map(|_| ());
        }
        // First, for the shell takes the terminal as soon as its own child stops.
        self.release_terminal();
        signals::stop_job()
    }

    /// Takes no more keys and gives the terminal back.
    fn release_terminal(&mut self) {
        if self.screen.is_entered() {
            self.input_gate.close();
            if is_reply_pending(self.background_queried_at.take()) {
                input_thread::drain_replies();
            }
            self.screen.leave();
        }
    }

    /// Gives the terminal to the reader's editor; [`Event::Edited`] takes it again.
    fn open_editor(&mut self, text: &str) -> io::Result<Option<LoopExit>> {
        let around = paths::environment();
        let Some(command) = around.visual().or_else(|| around.editor()) else {
            let why = "No editor is named: set VISUAL or EDITOR, as in EDITOR=vim";
            return self.on_editor_closed(Err(why.to_owned()));
        };
        if self.foreground.is_some() {
            return self.on_editor_closed(Err("An editor has the terminal already".to_owned()));
        }
        self.release_terminal();
        signals::set_terminal_owner(TerminalOwner::OtherProgram);
        match Editor::start(&command, text, &around.temp_dir()) {
            Ok(editor) => {
                self.foreground = Some(ForegroundProgram::Editor(editor.file().to_owned()));
                let event_tx = self.event_tx.clone();
                threads::spawn_named("editor", self.event_tx, move || {
                    editor::wait_and_notify(editor, &event_tx)
                })?;
                Ok(None)
            }
            Err(why) => {
                let held = self.reclaim_terminal()?;
                Ok(self.on_editor_closed(Err(why))?.or(held))
            }
        }
    }

    /// Gives the terminal to a browser; [`Event::Visited`] takes it again.
    fn run_in_terminal(&mut self, words: &[String]) -> io::Result<Option<LoopExit>> {
        if self.foreground.is_some() {
            let why = "Another program has the terminal, so no browser was started";
            return self.show_status(StatusLevel::Hint, why.to_owned());
        }
        self.release_terminal();
        signals::set_terminal_owner(TerminalOwner::OtherProgram);
        match TerminalProgram::start(words) {
            Ok(visit) => {
                self.foreground = Some(ForegroundProgram::Browser);
                let event_tx = self.event_tx.clone();
                threads::spawn_named("browser", self.event_tx, move || {
                    visit.wait_and_notify(&event_tx)
                })?;
                Ok(None)
            }
            Err(why) => {
                let held = self.reclaim_terminal()?;
                Ok(self.show_status(StatusLevel::Error, why)?.or(held))
            }
        }
    }

    /// Takes the terminal again after another program.
    fn reclaim_terminal(&mut self) -> io::Result<Option<LoopExit>> {
        self.foreground = None;
        signals::set_terminal_owner(TerminalOwner::ThisProgram);
        self.screen.restore();
        let size = window_size();
        self.screen.resume(size)?;
        self.input_gate.open();
        let asked = self.app.update(Msg::Resized(size));
        self.perform(asked)
    }

    fn on_editor_closed(&mut self, result: Result<String, String>) -> io::Result<Option<LoopExit>> {
        let asked = self
            .app
            .update(Msg::EditorClosed(result.map_err(EditorError::new)));
        self.perform(asked)
    }

    fn show_status(&mut self, tone: StatusLevel, text: String) -> io::Result<Option<LoopExit>> {
        let asked = self.app.update(Msg::Notify(tone, text));
        self.perform(asked)
    }
}
