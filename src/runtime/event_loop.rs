//! The event loop: hands each event to [`App`], draws, and has the effects performed.
//!
//! It sleeps on one channel until something happens; nothing ticks. Before it draws it handles all
//! events that have queued up, so that a burst of keys costs one frame.

use std::io::{self, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crossbeam_channel::Receiver;

use crate::app::App;
use crate::app::message::{EditorError, Effect, Msg, StatusLevel};
use crate::app::settings::ThemeMode;
use crate::paths;
use crate::runtime::effects::Workers;
use crate::runtime::support::event::{Event, EventSender};
use crate::runtime::support::fault_injection::InjectedFault;
use crate::runtime::support::threads;
use crate::runtime::tasks::clipboard;
use crate::runtime::tasks::editor::{self, Editor, NoteError};
use crate::runtime::tasks::terminal_program::TerminalProgram;
use crate::runtime::terminal::background_query::BackgroundQuery;
use crate::runtime::terminal::env::TerminalEnv;
use crate::runtime::terminal::input_thread::InputGate;
use crate::runtime::terminal::screen::{MouseMode, TerminalScreen, window_size};
use crate::runtime::terminal::signals::{self, TerminalOwner};
use crate::text::clean;

/// How long the first frame waits for what it is to show. The shipped briefing takes some 2 ms
/// (`docs/benchmarks.md`); beyond 30 ms an empty frame is better than none.
const FIRST_FRAME_WAIT: Duration = Duration::from_millis(30);
/// Events that are handled before the next frame at most, so that a flood of them cannot keep the
/// screen from being drawn.
const MAX_EVENTS_PER_FRAME: usize = 256;

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionEnd {
    /// The reader quit.
    Quit,
    /// This signal ended it.
    Signal(i32),
    /// The terminal is gone.
    TerminalGone,
}

/// Why the event loop returned.
#[derive(Debug)]
pub enum LoopExit {
    /// The session has ended.
    Ended(SessionEnd),
    /// The thread of this name panicked.
    WorkerPanicked(String),
}

/// A program that has the terminal instead of this one.
#[derive(Debug)]
pub enum ForegroundProgram {
    /// The reader's editor, with the file that it edits.
    Editor(PathBuf),
    /// A text browser.
    Browser,
}

/// The event loop and what it works with.
pub struct EventLoop<'a> {
    /// The state of the program.
    pub app: &'a mut App,
    /// The screen.
    pub screen: &'a mut TerminalScreen,
    /// Stops and continues the reading of the terminal.
    pub input_gate: &'a mut InputGate,
    /// The worker threads.
    pub workers: &'a Workers,
    /// The events to come.
    pub events: &'a Receiver<Event>,
    /// Where threads that the loop starts send their events.
    pub event_tx: &'a EventSender,
    /// Returns `true` for the message that brings what the first frame is to show.
    pub is_first_content: fn(&Msg) -> bool,
    /// The program that has the terminal, if it is another one.
    pub foreground: Option<ForegroundProgram>,
    /// What is known of the terminal.
    pub terminal_env: TerminalEnv,
    /// The query for the terminal's background.
    pub background_query: &'a mut BackgroundQuery,
    /// The theme before the reply to it: a theme chosen since is kept.
    pub initial_theme: ThemeMode,
    /// A fault to inject.
    pub fault: Option<InjectedFault>,
}

impl EventLoop<'_> {
    /// Runs until something ends the session. A terminal that cannot be written is gone.
    pub fn run(&mut self, effects: Vec<Effect>) -> LoopExit {
        self.run_inner(effects)
            .unwrap_or_else(|_| self.shutdown(LoopExit::Ended(SessionEnd::TerminalGone)))
    }

    fn run_inner(&mut self, effects: Vec<Effect>) -> io::Result<LoopExit> {
        if let Some(exit) = self.perform(effects)? {
            return Ok(exit);
        }
        if let Some(exit) = self.wait_first_content()? {
            return Ok(exit);
        }
        self.draw()?;
        self.workers.notify_first_frame();
        loop {
            let first = self.events.recv().map_err(io::Error::other)?;
            let queued = std::iter::once(first).chain(self.events.try_iter());
            for event in queued.take(MAX_EVENTS_PER_FRAME) {
                if let Some(exit) = self.handle_event(event)? {
                    return Ok(exit);
                }
            }
            self.draw()?;
        }
    }

    /// Draws a frame, unless another program has the terminal.
    fn draw(&mut self) -> io::Result<()> {
        if self.screen.is_entered() {
            self.screen.draw(self.app)?;
        }
        Ok(())
    }

    /// Waits a moment for the briefing or the library, so that the first frame shows it.
    fn wait_first_content(&mut self) -> io::Result<Option<LoopExit>> {
        let deadline = Instant::now() + FIRST_FRAME_WAIT;
        while let Ok(event) = self.events.recv_deadline(deadline) {
            let is_content = matches!(&event, Event::App(msg) if (self.is_first_content)(msg));
            let exit = self.handle_event(event)?;
            if is_content || exit.is_some() {
                return Ok(exit);
            }
        }
        Ok(None)
    }

    fn handle_event(&mut self, event: Event) -> io::Result<Option<LoopExit>> {
        match event {
            Event::App(msg) => self.handle_msg(msg),
            Event::Terminate(signal) => {
                let end = LoopExit::Ended(SessionEnd::Signal(signal));
                Ok(Some(self.shutdown(end)))
            }
            Event::TerminalGone => {
                let end = LoopExit::Ended(SessionEnd::TerminalGone);
                Ok(Some(self.shutdown(end)))
            }
            Event::WorkerPanicked(thread) => {
                Ok(Some(self.shutdown(LoopExit::WorkerPanicked(thread))))
            }
            Event::ClipboardWrite(text) => {
                let sequence = clipboard::osc52_sequence(&text, self.terminal_env);
                self.screen.write_raw(&sequence)?;
                self.show_status(StatusLevel::Info, clipboard::sent_message(&text))
            }
            Event::EditorClosed(result) => {
                let exit = self.reclaim_terminal()?;
                Ok(self.on_editor_closed(result)?.or(exit))
            }
            Event::TaskFinished(level, message) => self.show_status(level, message),
            Event::RunInTerminal(words) => self.run_in_terminal(&words),
            Event::TerminalProgramClosed(level, message) => {
                let exit = self.reclaim_terminal()?;
                Ok(self.show_status(level, message)?.or(exit))
            }
            // The other program has the terminal; the keys that stop a job are meant for it.
            Event::Suspend | Event::Continued if self.foreground.is_some() => Ok(None),
            Event::Suspend => {
                if signals::has_job_control() {
                    self.release_terminal();
                    signals::stop_here()?;
                }
                Ok(None)
            }
            Event::Continued => {
                // Released also after a stop that could not be handled (SIGSTOP): whichever
                // program had the terminal meanwhile may have changed its settings.
                self.release_terminal();
                self.take_terminal()
            }
        }
    }

    fn handle_msg(&mut self, msg: Msg) -> io::Result<Option<LoopExit>> {
        match &msg {
            Msg::Key(_) => InjectedFault::EventLoop.trigger(self.fault),
            Msg::Resized(size) if self.screen.is_entered() => self.screen.resize(*size)?,
            // The last reply.
            Msg::Background(None) => self.background_query.close(),
            // Nobody asked, or the reader has chosen another theme since.
            Msg::Background(Some(_))
                if !self.background_query.is_open()
                    || self.app.state().settings().theme != self.initial_theme =>
            {
                return Ok(None);
            }
            _ => {}
        }
        self.update(msg)
    }

    /// Changes the state of the program and performs what that asks for.
    fn update(&mut self, msg: Msg) -> io::Result<Option<LoopExit>> {
        let effects = self.app.update(msg);
        self.perform(effects)
    }

    /// Lets the program save what is unsaved before the loop ends.
    fn shutdown(&mut self, exit: LoopExit) -> LoopExit {
        if let Some(ForegroundProgram::Editor(file)) = self.foreground.take() {
            // The editor may go on, but nobody will read its file any more.
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
        exit
    }

    fn perform(&mut self, effects: Vec<Effect>) -> io::Result<Option<LoopExit>> {
        let mut exit = None;
        for effect in effects {
            match effect {
                Effect::Quit => exit = Some(LoopExit::Ended(SessionEnd::Quit)),
                Effect::Redraw => self.screen.resize(window_size())?,
                Effect::CaptureMouse(true) => self.screen.set_mouse_mode(MouseMode::Captured)?,
                Effect::CaptureMouse(false) => self.screen.set_mouse_mode(MouseMode::Native)?,
                Effect::Suspend => self.suspend()?,
                Effect::OpenEditor(text) => exit = self.open_editor(&text)?.or(exit),
                effect => self.workers.handle(effect),
            }
        }
        Ok(exit)
    }

    /// Releases the terminal and stops the job; [`Event::Continued`] takes it again.
    fn suspend(&mut self) -> io::Result<()> {
        if !signals::has_job_control() {
            let why = "There is no shell to go back to, so the program goes on.";
            return self
                .show_status(StatusLevel::Hint, why.to_owned())
                .map(|_| ());
        }
        // Before the job stops: the shell takes the terminal as soon as its child has stopped.
        self.release_terminal();
        signals::stop_job()
    }

    /// Stops reading the terminal and restores it.
    fn release_terminal(&mut self) {
        if self.screen.is_entered() {
            self.input_gate.close();
            self.background_query.drain();
            self.screen.leave();
        }
    }

    /// Takes the terminal over again.
    fn take_terminal(&mut self) -> io::Result<Option<LoopExit>> {
        let size = window_size();
        self.screen.resume(size)?;
        self.input_gate.open();
        self.update(Msg::Resized(size))
    }

    /// Gives the terminal to the reader's editor; [`Event::EditorClosed`] takes it again.
    fn open_editor(&mut self, text: &str) -> io::Result<Option<LoopExit>> {
        let environment = paths::environment();
        let Some(command) = environment.visual().or_else(|| environment.editor()) else {
            return self.on_editor_closed(Err(EditorError::new(NoteError::NoEditor)));
        };
        if self.foreground.is_some() {
            return self.on_editor_closed(Err(EditorError::new(NoteError::Busy)));
        }
        self.release_terminal();
        signals::set_terminal_owner(TerminalOwner::OtherProgram);
        match Editor::start(&command, text, &environment.temp_dir()) {
            Ok(editor) => {
                self.foreground = Some(ForegroundProgram::Editor(editor.file().to_owned()));
                let event_tx = self.event_tx.clone();
                threads::spawn_named("editor", self.event_tx, move || {
                    editor::wait_and_notify(editor, &event_tx);
                })?;
                Ok(None)
            }
            Err(error) => {
                let exit = self.reclaim_terminal()?;
                let error = EditorError::new(error);
                Ok(self.on_editor_closed(Err(error))?.or(exit))
            }
        }
    }

    /// Gives the terminal to a text browser; [`Event::TerminalProgramClosed`] takes it again.
    fn run_in_terminal(&mut self, words: &[String]) -> io::Result<Option<LoopExit>> {
        if self.foreground.is_some() {
            let why = "Another program has the terminal, so no browser was started";
            return self.show_status(StatusLevel::Hint, why.to_owned());
        }
        self.release_terminal();
        signals::set_terminal_owner(TerminalOwner::OtherProgram);
        match TerminalProgram::start(words) {
            Ok(program) => {
                self.foreground = Some(ForegroundProgram::Browser);
                let event_tx = self.event_tx.clone();
                threads::spawn_named("browser", self.event_tx, move || {
                    program.wait_and_notify(&event_tx);
                })?;
                Ok(None)
            }
            Err(error) => {
                let exit = self.reclaim_terminal()?;
                let name = words.first().map_or("", String::as_str);
                let message = format!("{name} did not start: {error}");
                Ok(self.show_status(StatusLevel::Error, message)?.or(exit))
            }
        }
    }

    /// Takes the terminal again after another program.
    fn reclaim_terminal(&mut self) -> io::Result<Option<LoopExit>> {
        self.foreground = None;
        signals::set_terminal_owner(TerminalOwner::ThisProgram);
        self.screen.restore();
        self.take_terminal()
    }

    fn on_editor_closed(
        &mut self,
        result: Result<String, EditorError>,
    ) -> io::Result<Option<LoopExit>> {
        self.update(Msg::EditorClosed(result))
    }

    fn show_status(&mut self, level: StatusLevel, text: String) -> io::Result<Option<LoopExit>> {
        self.update(Msg::Notify(level, text))
    }
}
