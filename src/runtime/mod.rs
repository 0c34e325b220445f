//! The terminal, the threads and the clock: this room takes what happens to
//! [`App`], has it change, draws it, and carries out what it asks for. It sleeps
//! until something happens; nothing ticks.

mod catch_up;
mod clip;
mod clock;
pub mod config;
mod effects;
mod event;
mod export;
mod fault;
mod file;
mod indexer;
mod input;
mod keeper;
mod loader;
mod outside;
mod scanner;
mod searcher;
mod shared;
mod signals;
pub mod stock;
mod terminal;
mod thread;
mod watch;

use std::fmt;
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, unbounded};

use crate::app::msg::{Effect, Msg, Tone};
use crate::app::settings::Settings;
use crate::app::{App, Setup, Start};
use crate::model::Kept;
use crate::store::Store;

pub use catch_up::{Caught, Others, catch_up};
pub use clock::now;
use effects::Hands;
use event::Event;
pub use fault::Fault;
use keeper::Rest;
pub use outside::Surroundings;
use stock::Stock;
pub use terminal::window;
use terminal::{Mouse, Screen};

/// How long the first picture waits for the briefing that it is to show.
const FIRST_PICTURE: Duration = Duration::from_millis(30);
/// How long the keeper may take for its last work.
const LAST_WORDS: Duration = Duration::from_secs(5);
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
    /// What the reader has kept.
    pub kept: Kept,
    /// Folder of the index; none for an index in memory.
    pub index: Option<PathBuf>,
    /// What there is to say at the start.
    pub notices: Vec<String>,
    /// Bytes that no other session has.
    pub entropy: [u8; 16],
    /// The surroundings of the terminal.
    pub around: Surroundings,
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
    /// The program has a fault: what the panic said.
    Internal(String),
    /// So many changes could not be written; where they were put instead.
    Unsaved(usize, Option<PathBuf>),
    /// Whether the last changes were written is not known: the disk did not answer.
    Silent,
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RunError::Terminal(error) => write!(
                f,
                "error: the terminal cannot be used: {error}\n  help: `diptych show` and `diptych compare` print the same as plain text"
            ),
            RunError::Internal(report) => write!(
                f,
                "internal error: {report}\n  help: what you kept is saved; start again with the same command, and please report the lines above"
            ),
            RunError::Unsaved(count, Some(file)) => write!(
                f,
                "error: {count} changes could not be written to the data folder\n  help: they were put into {} instead: keep that file, and look at the folder (`diptych paths` names it)",
                file.display()
            ),
            RunError::Unsaved(count, None) => write!(
                f,
                "error: {count} changes could not be written, neither to the data folder nor here\n  help: look at the data folder (`diptych paths` names it) and the disk"
            ),
            RunError::Silent => f.write_str(
                "error: the disk did not answer in time, so the last changes may be lost\n  help: look at the data folder (`diptych paths` names it)",
            ),
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
    let (inbox, events) = unbounded();
    let signals = signals::catch().map_err(RunError::Terminal)?;
    let size = terminal::window();
    let mouse = match session.settings.mouse {
        true => Mouse::Reported,
        false => Mouse::Left,
    };
    let start = session.start;
    let awaited: fn(&Msg) -> bool = match start {
        Start::Library => |msg| matches!(msg, Msg::Library { .. }),
        Start::Open { .. } => |msg| matches!(msg, Msg::Opened(..)),
    };
    let mut app = App::new(Setup {
        size,
        settings: session.settings,
        entropy: session.entropy,
        kept: session.kept,
        notices: session.notices,
    });
    thread::hush();
    let hands = Hands::start(
        &inbox,
        effects::Tools {
            stock: session.stock,
            store: session.store,
            index: session.index,
            around: session.around,
            fault: session.fault,
        },
    )
    .map_err(RunError::Terminal)?;
    // The briefing is being read while the terminal is taken over.
    let asked = app.begin(start);
    let mut screen = Screen::enter(size, mouse).map_err(RunError::Terminal)?;
    let held = panic::catch_unwind(AssertUnwindSafe(|| {
        let mut turn = Loop {
            app: &mut app,
            screen: &mut screen,
            hands: &hands,
            events: &events,
            awaited,
            fault: session.fault,
        };
        thread::start("signals", &inbox, {
            let inbox = inbox.clone();
            move || signals::forward(signals, &inbox)
        })?;
        for (name, work) in [
            ("input", input::read as fn(&event::Inbox)),
            ("hangup", input::watch_for_hangup),
        ] {
            let ear = inbox.clone();
            thread::start(name, &inbox, move || work(&ear))?;
        }
        Ok(turn.hold(asked))
    }));
    let rest = hands.flush(LAST_WORDS);
    screen.leave();
    let report = thread::speak();
    match held {
        Err(_) => Err(RunError::Internal(report.unwrap_or_default())),
        Ok(Err(error)) => Err(RunError::Terminal(error)),
        Ok(Ok(Held::Died(thread))) => Err(RunError::Internal(
            report.unwrap_or_else(|| format!("the {thread} stopped")),
        )),
        Ok(Ok(Held::Ended(ending))) => match rest {
            Rest::Nothing => Ok(ending),
            Rest::Unwritten { count, json } => Err(RunError::Unsaved(count, rescue(&json))),
            Rest::Unknown => Err(RunError::Silent),
        },
    }
}

/// Puts what the data folder did not take where it can be found: here, else
/// with the temporary files. Returns where.
fn rescue(json: &str) -> Option<PathBuf> {
    let name = format!("diptych-unsaved-{}.json", clock::now());
    let here = Path::new(".").join(&name);
    [here, Path::new("/tmp").join(name)]
        .into_iter()
        .find(|path| file::write_new(path, json).is_ok())
}

/// How the loop ended.
enum Held {
    Ended(Ending),
    /// The thread of this name panicked.
    Died(String),
}

/// The loop and what it works with.
struct Loop<'a> {
    app: &'a mut App,
    screen: &'a mut Screen,
    hands: &'a Hands,
    events: &'a Receiver<Event>,
    /// Whether this is what the first picture is to show.
    awaited: fn(&Msg) -> bool,
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
        loop {
            if self.screen.is_entered() {
                self.screen.draw(self.app)?;
            }
            let first = self.events.recv().map_err(io::Error::other)?;
            let news = std::iter::once(first).chain(self.events.try_iter());
            for event in news.take(BETWEEN_PICTURES) {
                if let Some(held) = self.hear(event)? {
                    return Ok(held);
                }
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
                    _ => {}
                }
                let asked = self.app.update(msg);
                self.perform(asked)
            }
            Event::End(signal) => Ok(Some(self.end(Held::Ended(Ending::Signal(signal))))),
            Event::Gone => Ok(Some(self.end(Held::Ended(Ending::Gone)))),
            Event::Died(thread) => Ok(Some(self.end(Held::Died(thread)))),
            Event::Clip(text) => {
                self.screen.send_to_clipboard(&text)?;
                self.answer(Tone::Done, clip::sent(&text))
            }
            Event::Stop => {
                if signals::has_job_control() {
                    self.screen.leave();
                    signals::stop_here()?;
                }
                Ok(None)
            }
            Event::Continued => {
                // Also after a stop that could not be heard: whoever held the
                // terminal meanwhile may have set it otherwise.
                self.screen.leave();
                let size = terminal::window();
                self.screen.resume(size)?;
                let asked = self.app.update(Msg::Resized(size));
                self.perform(asked)
            }
        }
    }

    /// Lets the program do its last work.
    fn end(&mut self, held: Held) -> Held {
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
                effect => self.hands.perform(effect),
            }
        }
        Ok(held)
    }

    /// Gives the terminal back and stops the job; [`Event::Continued`] takes it again.
    fn suspend(&mut self) -> io::Result<()> {
        if !signals::has_job_control() {
            let why = "There is no shell to go back to, so the program goes on.";
            return self.answer(Tone::Nothing, why.to_owned()).map(|_| ());
        }
        // First, for the shell takes the terminal as soon as its own child stops.
        self.screen.leave();
        signals::stop_job()
    }

    fn answer(&mut self, tone: Tone, text: String) -> io::Result<Option<Held>> {
        let asked = self.app.update(Msg::Told(tone, text));
        self.perform(asked)
    }
}
