//! The terminal, the threads and the clock: this room takes what happens to
//! [`App`], has it change, draws it, and carries out what it asks for. It sleeps
//! until something happens; nothing ticks.

mod batch;
mod careful;
mod catch_up;
pub mod checked;
pub mod clip;
mod clock;
pub mod config;
pub mod decode;
mod editor;
mod effects;
mod errands;
mod event;
mod export;
mod fault;
mod file;
mod follower;
mod indexer;
mod input;
mod keeper;
mod loader;
mod outside;
mod paste;
mod recaller;
mod scanner;
mod searcher;
mod shared;
mod signals;
pub mod stock;
mod terminal;
mod thread;
mod watch;

use std::fmt;
use std::io::{self, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, unbounded};

use crate::app::message::{Effect, Msg, StatusLevel};
use crate::app::settings::{Settings, ThemeMode};
use crate::app::{App, AppInit, Start};
use crate::model::UserData;
use crate::paths;
use crate::store::Store;
use crate::text::clean;

pub use catch_up::{Caught, Others, catch_up};
pub use clock::{now, time_zone};
use editor::{Editor, Visit};
use effects::Hands;
use event::{Event, Inbox};
pub use export::{copied as copy_text, in_form as taken_in_form};
pub use fault::Fault;
pub use file::write_new;
use input::Ear;
use keeper::Rest;
pub use outside::{Desktop, Surroundings};
pub use paste::read_paste;
use signals::Lent;
use stock::Stock;
pub use terminal::window;
use terminal::{Mouse, Screen};
pub use watch::obstacle as unwatched_because;

/// How long the first picture waits for the briefing that it is to show.
const FIRST_PICTURE: Duration = Duration::from_millis(30);
/// How long the keeper may take for its last work.
const LAST_WORDS: Duration = Duration::from_secs(5);
/// How long the files and copies that the reader asked for may take after the end.
const LAST_FILES: Duration = Duration::from_secs(60);
/// How long is waited for them before it is said that they are waited for.
const SILENCE: Duration = Duration::from_secs(1);
/// How often is looked whether they are done.
const GLANCE: Duration = Duration::from_millis(20);
/// How long an answer of the terminal may be on its way.
const LATE_ANSWER: Duration = Duration::from_secs(5);
/// How much is heard between two pictures.
const BETWEEN_PICTURES: usize = 256;

/// All that a session is made of.
pub struct Session {
    /// What the reader has set.
    pub settings: Settings,
    /// Where to begin.
    pub start: Start,
    /// What the library holds, as far as it is known.
    pub stock: Stock,
    /// Where is written what the reader keeps.
    pub store: Store,
    /// What the reader has kept, as far as it is read.
    pub kept: UserData,
    /// Folder of the index; none for an index in memory.
    pub index: Option<PathBuf>,
    /// What there is to say at the start.
    pub notices: Vec<String>,
    /// Bytes that no other session has.
    pub entropy: [u8; 16],
    /// The surroundings of the terminal.
    pub around: Surroundings,
    /// Whether the terminal is to be asked for its background, which decides the colours.
    pub asks_background: bool,
    /// A fault to try.
    pub fault: Option<Fault>,
}

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The reader quit.
    Quit,
    /// This signal ended it.
    Signal(i32),
    /// The terminal went away.
    Gone,
}

/// Why a session could not be held, or not to its end. The terminal is the
/// reader's again when this is returned.
#[derive(Debug)]
pub enum RunError {
    /// The terminal cannot be used.
    Terminal(io::Error),
    /// The program has a fault: what the panic said, and what became of the last changes.
    Internal(String, Left),
    /// What became of the last changes.
    Unsaved(Left),
    /// What the reader had asked to be written or handed on, and was not.
    Unwritten(Vec<String>),
}

/// What became of the last changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Left {
    /// They are on the disk.
    Nothing,
    /// So many could not be written; where they were put instead.
    Unsaved(usize, Option<PathBuf>),
    /// Whether they were written is not known: the disk did not answer.
    Silent,
}

impl fmt::Display for Left {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let changes = |count: &usize| match count {
            1 => "1 change".to_owned(),
            count => format!("{count} changes"),
        };
        match self {
            Left::Nothing => f.write_str("what you kept is saved"),
            Left::Unsaved(count, Some(file)) => write!(
                f,
                "{} could not be written to the data folder\n  help: what you kept was put into {} instead: `diptych bookmarks import` takes that file in when the folder can be written again (`diptych paths` names it)",
                changes(count),
                file.display()
            ),
            Left::Unsaved(count, None) => write!(
                f,
                "{} could not be written, neither to the data folder nor here\n  help: look at the data folder (`diptych paths` names it) and the disk",
                changes(count)
            ),
            Left::Silent => f.write_str(
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
            RunError::Internal(report, Left::Nothing) => write!(
                f,
                "internal error: {report}\n  help: what you kept is saved; start again with the same command, and please report the lines above"
            ),
            RunError::Internal(report, left) => write!(
                f,
                "internal error: {report}\n  help: start again with the same command, and please report the lines above\nerror: {left}"
            ),
            RunError::Unsaved(left) => write!(f, "error: {left}"),
            RunError::Unwritten(what) => write!(f, "error: {}", what.join("\nerror: ")),
        }
    }
}

impl std::error::Error for RunError {}

/// Holds a session on the terminal. Standard input and output must be one.
///
/// # Errors
/// Where the terminal cannot be taken over, the program has a fault, or the last
/// changes could not be written.
pub fn run(session: Session) -> Result<Ending, RunError> {
    let around = session.around;
    let (inbox, events) = unbounded();
    let signals = signals::catch().map_err(RunError::Terminal)?;
    let size = terminal::window();
    let mouse = if session.settings.mouse {
        Mouse::Reported
    } else {
        Mouse::Left
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
        user_data: session.kept,
        notices: session.notices,
    });
    thread::hush();
    let hands = Hands::start(
        &inbox,
        effects::Tools {
            stock: session.stock,
            store: session.store,
            index: session.index,
            around,
            fault: session.fault,
        },
    )
    .map_err(RunError::Terminal)?;
    // The briefing is being read while the terminal is taken over.
    let asked = app.start(start);
    let (mut ear, listener) = input::ear().map_err(RunError::Terminal)?;
    let mut screen = Screen::enter(size, mouse).map_err(RunError::Terminal)?;
    let mut asked_at = None;
    if session.asks_background {
        screen.send(decode::QUESTION).map_err(RunError::Terminal)?;
        asked_at = Some(Instant::now());
    }
    let held = panic::catch_unwind(AssertUnwindSafe(|| {
        let mut turn = Loop {
            asked_at: &mut asked_at,
            palette: app.settings().theme,
            app: &mut app,
            screen: &mut screen,
            ear: &mut ear,
            hands: &hands,
            events: &events,
            awaited,
            inbox: &inbox,
            lent: None,
            around,
            fault: session.fault,
        };
        thread::start("signals", &inbox, {
            let inbox = inbox.clone();
            move || signals::forward(signals, &inbox)
        })?;
        thread::start("input", &inbox, {
            let inbox = inbox.clone();
            move || listener.listen(&inbox)
        })?;
        Ok(turn.hold(asked))
    }));
    let rest = hands.flush(LAST_WORDS);
    // What is typed from here on is the shell's.
    ear.close();
    if screen.is_entered() && is_pending(asked_at) {
        input::drain();
    }
    screen.leave();
    let patience = match &held {
        Ok(Ok(Held::Ended(Ending::Quit))) => LAST_FILES,
        _ => LAST_WORDS,
    };
    let unwritten = finish(&hands, &events, patience, |text| {
        let _ = screen.send(&clip::escape(text, around));
    });
    let report = thread::speak();
    let left = match rest {
        Rest::Nothing => Left::Nothing,
        Rest::Unwritten { count, json } => Left::Unsaved(count, rescue(&json)),
        Rest::Unknown => Left::Silent,
    };
    match (held, left) {
        (Err(_), left) => Err(RunError::Internal(report.unwrap_or_default(), left)),
        (Ok(Ok(Held::Died(thread))), left) => Err(RunError::Internal(
            report.unwrap_or_else(|| format!("the {thread} stopped")),
            left,
        )),
        (Ok(Err(error)), Left::Nothing) => Err(RunError::Terminal(error)),
        (Ok(Ok(Held::Ended(Ending::Quit))), Left::Nothing) if !unwritten.is_empty() => {
            Err(RunError::Unwritten(unwritten))
        }
        (Ok(Ok(Held::Ended(ending))), Left::Nothing) => Ok(ending),
        (Ok(_), left) => Err(RunError::Unsaved(left)),
    }
}

/// Waits until what the reader asked to be written or handed on is, at most so long or until
/// a signal says that it has been long enough. Returns what is to be said of what was not.
fn finish(
    hands: &Hands,
    events: &Receiver<Event>,
    patience: Duration,
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
                Event::Answered(StatusLevel::Info, _) => {}
                Event::Answered(_, said) => failed.push(clean::clean_line(&said)),
                Event::Clip(text) => to_clipboard(&text),
                Event::End(_) => is_stopped = true,
                _ => {}
            }
        }
        if unfinished.is_empty() {
            return failed;
        }
        if is_stopped || begun.elapsed() >= patience {
            let unfinished = unfinished.iter().map(|what| clean::clean_line(what));
            failed.extend(unfinished.map(|what| format!("not written: {what}")));
            return failed;
        }
        if !is_told && begun.elapsed() >= SILENCE {
            is_told = true;
            let what = clean::clean_line(&unfinished.join(", "));
            let _ = writeln!(io::stderr(), "diptych: writing {what} … (Ctrl-C ends it)");
        }
        std::thread::sleep(GLANCE);
    }
}

/// Returns `true` if the terminal may still answer a question that it was asked then.
fn is_pending(asked_at: Option<Instant>) -> bool {
    asked_at.is_some_and(|at| at.elapsed() < LATE_ANSWER)
}

/// Puts what the data folder did not take where it can be found: here, else
/// with the temporary files. Returns where.
fn rescue(json: &str) -> Option<PathBuf> {
    let name = format!("diptych-unsaved-{}.json", clock::now());
    let here = Path::new(".").join(&name);
    [here, paths::environment().temp_dir().join(name)]
        .into_iter()
        .find(|path| file::write_private(path, json).is_ok())
}

/// How the loop ended.
enum Held {
    Ended(Ending),
    /// The thread of this name panicked.
    Died(String),
}

/// A program that has the terminal.
enum Borrower {
    /// The reader's editor, with the file that it writes.
    Editor(PathBuf),
    /// A browser.
    Browser,
}

/// The loop and what it works with.
struct Loop<'a> {
    app: &'a mut App,
    screen: &'a mut Screen,
    ear: &'a mut Ear,
    hands: &'a Hands,
    events: &'a Receiver<Event>,
    /// Whether this is what the first picture is to show.
    awaited: fn(&Msg) -> bool,
    inbox: &'a Inbox,
    /// Who has the terminal, where another program has it.
    lent: Option<Borrower>,
    around: Surroundings,
    /// When the terminal was asked for its background, while it may still answer.
    asked_at: &'a mut Option<Instant>,
    /// The colours before it answers; other ones have been chosen since.
    palette: ThemeMode,
    fault: Option<Fault>,
}

impl Loop<'_> {
    /// Goes on until something ends the session. A terminal that cannot be
    /// written any more has gone away.
    fn hold(&mut self, asked: Vec<Effect>) -> Held {
        self.go_on(asked)
            .unwrap_or_else(|_| self.end(Held::Ended(Ending::Gone)))
    }

    fn go_on(&mut self, asked: Vec<Effect>) -> io::Result<Held> {
        if let Some(held) = self.perform(asked)? {
            return Ok(held);
        }
        if let Some(held) = self.first_picture()? {
            return Ok(held);
        }
        if self.screen.is_entered() {
            self.screen.draw(self.app)?;
        }
        self.hands.shown_now();
        loop {
            let first = self.events.recv().map_err(io::Error::other)?;
            let news = std::iter::once(first).chain(self.events.try_iter());
            for event in news.take(BETWEEN_PICTURES) {
                if let Some(held) = self.hear(event)? {
                    return Ok(held);
                }
            }
            if self.screen.is_entered() {
                self.screen.draw(self.app)?;
            }
        }
    }

    /// Waits a moment for the briefing or the library, so that the first picture shows it.
    fn first_picture(&mut self) -> io::Result<Option<Held>> {
        let limit = Instant::now() + FIRST_PICTURE;
        while let Ok(event) = self.events.recv_deadline(limit) {
            let there = matches!(&event, Event::App(msg) if (self.awaited)(msg));
            let held = self.hear(event)?;
            if there || held.is_some() {
                return Ok(held);
            }
        }
        Ok(None)
    }

    fn hear(&mut self, event: Event) -> io::Result<Option<Held>> {
        match event {
            Event::App(msg) => {
                match &msg {
                    Msg::Key(_) => Fault::Main.strike(self.fault),
                    Msg::Resized(size) if self.screen.is_entered() => self.screen.resize(*size)?,
                    // The last answer has come.
                    Msg::Background(None) => *self.asked_at = None,
                    // Nobody asked, or the reader has chosen other colours since.
                    Msg::Background(Some(_))
                        if self.asked_at.is_none() || self.app.settings().theme != self.palette =>
                    {
                        return Ok(None);
                    }
                    _ => {}
                }
                let asked = self.app.update(msg);
                self.perform(asked)
            }
            Event::End(signal) => Ok(Some(self.end(Held::Ended(Ending::Signal(signal))))),
            Event::Gone => Ok(Some(self.end(Held::Ended(Ending::Gone)))),
            Event::Died(thread) => Ok(Some(self.end(Held::Died(thread)))),
            Event::Clip(text) => {
                self.screen.send(&clip::escape(&text, self.around))?;
                self.answer(StatusLevel::Info, clip::sent(&text))
            }
            Event::Edited(result) => {
                let held = self.take_back()?;
                Ok(self.edited(result)?.or(held))
            }
            Event::Answered(tone, said) => self.answer(tone, said),
            Event::Visit(words) => self.visit(&words),
            Event::Visited(tone, said) => {
                let held = self.take_back()?;
                Ok(self.answer(tone, said)?.or(held))
            }
            // The other program has the terminal, and the keys that stop a job.
            Event::Stop | Event::Continued if self.lent.is_some() => Ok(None),
            Event::Stop => {
                if signals::has_job_control() {
                    self.give_back();
                    signals::stop_here()?;
                }
                Ok(None)
            }
            Event::Continued => {
                // Also after a stop that could not be heard: whoever held the
                // terminal meanwhile may have set it otherwise.
                self.give_back();
                let size = terminal::window();
                self.screen.resume(size)?;
                self.ear.open();
                let asked = self.app.update(Msg::Resized(size));
                self.perform(asked)
            }
        }
    }

    /// Lets the program do its last work.
    fn end(&mut self, held: Held) -> Held {
        if let Some(Borrower::Editor(file)) = self.lent.take() {
            // It may go on, and nobody is left to take its text in.
            let file = clean::clean_line(&file.display().to_string());
            let _ = writeln!(
                io::stderr(),
                "diptych: the note in the editor is not kept; its text is in {file}"
            );
        }
        for effect in self.app.update(Msg::Terminate) {
            if let Effect::Save(_) = effect {
                self.hands.perform(effect);
            }
        }
        held
    }

    fn perform(&mut self, asked: Vec<Effect>) -> io::Result<Option<Held>> {
        let mut held = None;
        for effect in asked {
            match effect {
                Effect::Quit => held = Some(Held::Ended(Ending::Quit)),
                Effect::Redraw => self.screen.resize(terminal::window())?,
                Effect::CaptureMouse(true) => self.screen.set_mouse(Mouse::Reported)?,
                Effect::CaptureMouse(false) => self.screen.set_mouse(Mouse::Left)?,
                Effect::Suspend => self.suspend()?,
                Effect::OpenEditor(text) => held = self.edit(&text)?.or(held),
                effect => self.hands.perform(effect),
            }
        }
        Ok(held)
    }

    /// Gives the terminal back and stops the job; [`Event::Continued`] takes it again.
    fn suspend(&mut self) -> io::Result<()> {
        if !signals::has_job_control() {
            let why = "There is no shell to go back to, so the program goes on.";
            return self.answer(StatusLevel::Hint, why.to_owned()).map(|_| ());
        }
        // First, for the shell takes the terminal as soon as its own child stops.
        self.give_back();
        signals::stop_job()
    }

    /// Takes no more keys and gives the terminal back.
    fn give_back(&mut self) {
        if self.screen.is_entered() {
            self.ear.close();
            if is_pending(self.asked_at.take()) {
                input::drain();
            }
            self.screen.leave();
        }
    }

    /// Gives the terminal to the reader's editor; [`Event::Edited`] takes it again.
    fn edit(&mut self, text: &str) -> io::Result<Option<Held>> {
        let around = paths::environment();
        let Some(command) = around.visual().or_else(|| around.editor()) else {
            let why = "No editor is named: set VISUAL or EDITOR, as in EDITOR=vim";
            return self.edited(Err(why.to_owned()));
        };
        if self.lent.is_some() {
            return self.edited(Err("An editor has the terminal already".to_owned()));
        }
        self.give_back();
        signals::lend(Lent::Lent);
        match Editor::start(&command, text, &around.temp_dir()) {
            Ok(editor) => {
                self.lent = Some(Borrower::Editor(editor.file().to_owned()));
                let inbox = self.inbox.clone();
                thread::start("editor", self.inbox, move || editor::attend(editor, &inbox))?;
                Ok(None)
            }
            Err(why) => {
                let held = self.take_back()?;
                Ok(self.edited(Err(why))?.or(held))
            }
        }
    }

    /// Gives the terminal to a browser; [`Event::Visited`] takes it again.
    fn visit(&mut self, words: &[String]) -> io::Result<Option<Held>> {
        if self.lent.is_some() {
            let why = "Another program has the terminal, so no browser was started";
            return self.answer(StatusLevel::Hint, why.to_owned());
        }
        self.give_back();
        signals::lend(Lent::Lent);
        match Visit::start(words) {
            Ok(visit) => {
                self.lent = Some(Borrower::Browser);
                let inbox = self.inbox.clone();
                thread::start("browser", self.inbox, move || visit.attend(&inbox))?;
                Ok(None)
            }
            Err(why) => {
                let held = self.take_back()?;
                Ok(self.answer(StatusLevel::Error, why)?.or(held))
            }
        }
    }

    /// Takes the terminal again after another program.
    fn take_back(&mut self) -> io::Result<Option<Held>> {
        self.lent = None;
        signals::lend(Lent::Ours);
        self.screen.restore();
        let size = terminal::window();
        self.screen.resume(size)?;
        self.ear.open();
        let asked = self.app.update(Msg::Resized(size));
        self.perform(asked)
    }

    fn edited(&mut self, result: Result<String, String>) -> io::Result<Option<Held>> {
        let asked = self.app.update(Msg::EditorClosed(result));
        self.perform(asked)
    }

    fn answer(&mut self, tone: StatusLevel, text: String) -> io::Result<Option<Held>> {
        let asked = self.app.update(Msg::Notify(tone, text));
        self.perform(asked)
    }
}
