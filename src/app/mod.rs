//! What the program knows and how it changes: messages in, effects out. This
//! room knows no file, thread, clock, index or terminal, so that the whole
//! behaviour is tested with values and keys.

pub mod actions;
pub mod chrome;
pub mod input;
pub mod list;
pub mod message;
pub mod preview;
pub mod prompt;
pub mod reader;
pub mod screens;
pub mod settings;
pub mod state;
pub mod ui;

use std::collections::VecDeque;
use std::sync::Arc;

use crate::model::{
    BundleSource, IndexProgress, LibraryEntry, Problem, Reference, Ticket, UserData,
};
use crate::text::clean::clean_line;

use crate::app::actions::deferred_input::Ahead;
use crate::app::actions::{bookmark_search, filter_completion, renewal};
use crate::app::input::command::Command;
use crate::app::input::key_context::Where;
use crate::app::input::keymap::Meaning;
use crate::app::list::{Context, Kind, Listing};
use crate::app::message::key::{Code, Key};
use crate::app::message::{Effect, Mouse, Msg, Shade, Size, Tone};
use crate::app::prompt::Prompt;
use crate::app::reader::Reader;
use crate::app::settings::{Palette, Settings};
use crate::app::state::open_briefing::Desk;
use crate::app::state::user_data::Keeping;
use crate::app::ui::layout::{self, Columns, Wanted};

pub use crate::app::actions::navigation::jump::Goal;
pub use crate::app::actions::renewal::Occasion;

/// What the program begins with.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The window.
    pub size: Size,
    /// What the reader has set.
    pub settings: Settings,
    /// Randomness for the names of bookmarks.
    pub entropy: [u8; 16],
    /// What the reader has kept, as far as it is read.
    pub kept: UserData,
    /// What went wrong or was noticed before the screen was ours; one line each.
    pub notices: Vec<String>,
}

/// What the program shows first.
#[derive(Clone, Debug)]
pub enum Start {
    /// The library.
    Library,
    /// A briefing, or a place in it.
    Open {
        /// Where the bundle is.
        source: BundleSource,
        /// Where in it.
        at: Option<Reference>,
    },
}

/// What is on the screen.
#[derive(Clone, Debug)]
pub enum Screen {
    /// A list.
    List(Box<Listing>),
    /// An article.
    Article(Box<Reader>),
}

impl Screen {
    /// Makes it small, to be come back to.
    fn put_by(mut self) -> Screen {
        if let Screen::List(list) = &mut self {
            list.put_by();
        }
        self
    }
}

/// The keys pressed so far that are not yet a command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pending {
    /// The count typed before.
    pub count: Option<usize>,
    /// The beginning of a sequence.
    pub keys: Vec<Key>,
}

/// A line that answers the last action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// How it is meant.
    pub tone: Tone,
    /// The words.
    pub text: String,
}

/// Where one was, and where one came back from.
#[derive(Clone, Debug, Default)]
struct Trail {
    back: Vec<Screen>,
    forward: Vec<Screen>,
}

/// How many screens the way back remembers.
const TRAIL: usize = 100;

/// What a curator should look at in a bundle.
#[derive(Debug)]
struct Warned {
    source: BundleSource,
    /// Title and problems of the list that shows it.
    title: String,
    shown: Vec<Problem>,
    found: Vec<Problem>,
}

/// The program.
#[derive(Debug)]
pub struct App {
    size: Size,
    settings: Settings,
    screen: Screen,
    trail: Trail,
    desk: Option<Arc<Desk>>,
    library: Arc<[LibraryEntry]>,
    complete: bool,
    keeping: Keeping,
    unsaved: usize,
    /// How many of them the disk did not take.
    refused: usize,
    /// The last question, wherever it was asked.
    sought: String,
    recall: bookmark_search::Recall,
    offer: filter_completion::Offer,
    marking: Ticket,
    following: renewal::Following,
    opening: Option<(Ticket, Goal)>,
    /// What a curator should look at in the bundle that was asked about last.
    warned: Option<Warned>,
    /// What waits for the first briefing, or for the bookmarks.
    ahead: VecDeque<Ahead>,
    prompt: Option<Prompt>,
    pending: Pending,
    status: Option<Status>,
    /// What the answer to a copy must not leave unsaid.
    caution: Option<String>,
    progress: IndexProgress,
    zen: bool,
    /// Whether what stands around a bookmark is shown below the list.
    previewing: preview::Previewing,
    /// Counts every change of what lists are made from.
    version: u64,
    tickets: u64,
    effects: Vec<Effect>,
    ended: bool,
}

/// Screens that are named at most where a key means something only there.
const FEW: usize = 3;

impl App {
    /// Makes the program. It shows nothing until [`App::begin`].
    #[must_use]
    pub fn new(setup: Setup) -> App {
        let mut app = App {
            size: setup.size,
            settings: setup.settings,
            screen: Screen::List(Box::new(Listing::new(Kind::Library, None))),
            trail: Trail::default(),
            desk: None,
            library: Arc::default(),
            complete: false,
            keeping: Keeping::new(setup.kept, setup.entropy),
            unsaved: 0,
            refused: 0,
            sought: String::new(),
            recall: bookmark_search::Recall::default(),
            offer: filter_completion::Offer::default(),
            marking: Ticket::default(),
            following: renewal::Following::default(),
            opening: None,
            warned: None,
            ahead: VecDeque::new(),
            prompt: None,
            pending: Pending::default(),
            status: None,
            caution: None,
            progress: IndexProgress::default(),
            zen: false,
            previewing: preview::Previewing::default(),
            version: 0,
            tickets: 0,
            effects: Vec::new(),
            ended: false,
        };
        if let Some(notice) = setup.notices.into_iter().next() {
            app.say(Tone::Trouble, notice);
        }
        app.lay();
        app
    }

    /// Begins; returns what the world must do first.
    pub fn begin(&mut self, start: Start) -> Vec<Effect> {
        if let Start::Open { source, at } = start {
            let goal = at.map_or(Goal::Front, Goal::Ref);
            self.ask_open(source, goal);
        }
        self.effects.push(Effect::Rescan);
        if self.keeping.is_unread() {
            self.effects.push(Effect::ReadKept);
        }
        if self.settings.mouse {
            self.effects.push(Effect::CaptureMouse(true));
        }
        self.lay();
        std::mem::take(&mut self.effects)
    }

    /// Takes in what happened; returns what the world must do about it.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Key(_) | Msg::EscThen(_) | Msg::Paste(_) | Msg::Mouse(_) => self.heard(msg),
            Msg::Resized(size) => self.size = size,
            Msg::Library { entries, complete } => self.take_library(entries, complete),
            Msg::Followed(source, result) => self.changed_on_disk(&source, result),
            Msg::Opened(ticket, source, result) => {
                self.opened(ticket, &source, result);
                if self.opening.is_none() {
                    self.catch_up();
                }
            }
            Msg::Warned(source, found) => self.warned(&source, found),
            Msg::Found(ticket, hits) => self.found(ticket, hits),
            Msg::FoundKept(ticket, hits) => self.recalled(ticket, hits),
            Msg::Marked(ticket, hits) => self.marked(ticket, hits),
            Msg::Completed(ticket, values) => self.completed(ticket, values),
            Msg::Indexed(progress) => {
                self.progress = progress;
                // What was found may be another text now. Before the end it cannot be found yet.
                if progress.total == 0 {
                    self.ask_renewed_search();
                }
            }
            Msg::Kept(kept, register) => self.take_over(kept, *register),
            Msg::Saved(change, result) => self.saved(&change, result),
            Msg::Edited(result) => self.edited(result),
            Msg::Background(shade) => match shade {
                Some(Shade::Dark) => self.settings.palette = Palette::Dark,
                Some(Shade::Light) => self.settings.palette = Palette::Light,
                None => {}
            },
            Msg::Told(tone, text) => {
                let caution = self.caution.take().filter(|_| tone == Tone::Done);
                self.say_with(caution, tone, &text);
            }
            Msg::Terminate => {
                // The terminal is going: what is written is kept as Esc would keep it.
                if let Some(Prompt::Note(bookmark, field)) = self.prompt.take() {
                    self.keep_note(*bookmark, field.text());
                }
                self.end();
            }
        }
        self.recall();
        self.lay();
        self.remember_place();
        self.follow();
        std::mem::take(&mut self.effects)
    }

    /// Returns the window's size.
    #[must_use]
    pub fn size(&self) -> Size {
        self.size
    }

    /// Returns the settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Returns what is on the screen.
    #[must_use]
    pub fn screen(&self) -> &Screen {
        &self.screen
    }

    /// Returns the open briefing.
    #[must_use]
    pub fn desk(&self) -> Option<&Arc<Desk>> {
        self.desk.as_ref()
    }

    /// Returns what is being written.
    #[must_use]
    pub fn prompt(&self) -> Option<&Prompt> {
        self.prompt.as_ref()
    }

    /// Returns the keys pressed so far.
    #[must_use]
    pub fn pending(&self) -> &Pending {
        &self.pending
    }

    /// Returns the answer to the last action.
    #[must_use]
    pub fn status(&self) -> Option<&Status> {
        self.status.as_ref()
    }

    /// Returns what is kept.
    #[must_use]
    pub fn keeping(&self) -> &Keeping {
        &self.keeping
    }

    /// Returns how far the index is.
    #[must_use]
    pub fn progress(&self) -> IndexProgress {
        self.progress
    }

    /// Tells whether only the text is wanted.
    #[must_use]
    pub fn zen(&self) -> bool {
        self.zen
    }

    /// Tells how many changes are not yet known to be on disk.
    #[must_use]
    pub fn unsaved(&self) -> usize {
        self.unsaved
    }

    /// Tells whether the disk did not take some of them.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.refused > 0
    }

    /// Returns the scope whose keys work now.
    #[must_use]
    pub fn scope(&self) -> Where {
        match (&self.prompt, &self.screen) {
            (Some(prompt), _) => prompt.scope(),
            (None, Screen::List(list)) => list.kind.scope(),
            (None, Screen::Article(reader)) if reader.selection.is_some() => Where::SELECT,
            (None, Screen::Article(_)) => Where::READER,
        }
    }

    /// Returns the parts of the window.
    #[must_use]
    pub fn regions(&self) -> layout::Regions {
        let panel = match &self.prompt {
            Some(Prompt::Note(..)) => (self.size.height / 3).clamp(3, 10),
            _ if self.previews() => (self.size.height / 3).clamp(3, 16),
            _ => 0,
        };
        let zen = self.zen && matches!(self.screen, Screen::Article(_));
        layout::regions(self.size, Wanted { panel, zen })
    }

    /// Returns the parts of an article's screen.
    #[must_use]
    pub fn reader_regions(&self) -> layout::ReaderRegions {
        layout::reader(self.regions().body, self.settings.measure, self.zen)
    }

    /// Looks where the bookmarks of the open briefing stand now.
    fn place_bookmarks(&mut self) {
        if let Some(desk) = &self.desk {
            self.keeping.place_in(&desk.briefing);
        }
    }

    /// Says something in the status line.
    fn say(&mut self, tone: Tone, text: impl Into<String>) {
        // Not all of it is ours: the system's errors, paths and addresses are in it.
        let text = clean_line(&text.into());
        self.status = Some(Status { tone, text });
    }

    /// Says what was done; before it what must be said of the words, which is not to be
    /// lost at the end of the line.
    fn say_with(&mut self, caution: Option<String>, tone: Tone, text: &str) {
        match caution {
            Some(caution) => self.say(Tone::Trouble, format!("{caution} {text}")),
            None => self.say(tone, text),
        }
    }

    /// Returns a ticket that no question has had.
    fn ticket(&mut self) -> Ticket {
        self.tickets += 1;
        Ticket(self.tickets)
    }

    /// Brings the layout of the screen up to date.
    fn lay(&mut self) {
        let body = self.regions().body;
        let parts = self.reader_regions();
        match &mut self.screen {
            Screen::Article(reader) => {
                reader.lay(
                    layout::measure_of(parts.text),
                    usize::from(parts.text.height),
                );
            }
            Screen::List(list) => {
                let desk = list.desk.clone();
                let context = Context {
                    columns: Columns::of(body),
                    desk: desk.as_ref().or(self.desk.as_ref()),
                    library: &self.library,
                    complete: self.complete,
                    keeping: &self.keeping,
                    recalled: self.recall.hits.as_ref(),
                    keymap: &self.settings.keymap,
                    zone: &self.settings.zone,
                    rtl_columns: self.settings.rtl_columns,
                };
                list.lay(&context, usize::from(body.height), self.version);
            }
        }
    }

    fn key(&mut self, key: Key) {
        if self.prompt.is_some() {
            self.type_key(key);
            return;
        }
        let digit = key.typed().and_then(|c| c.to_digit(10));
        if self.pending.keys.is_empty()
            && let Some(digit) = digit.filter(|d| *d > 0 || self.pending.count.is_some())
        {
            let count = self.pending.count.unwrap_or(0);
            let count = count.saturating_mul(10).saturating_add(digit as usize);
            self.pending.count = Some(count.min(1_000_000));
            return;
        }
        let waiting = self.pending != Pending::default();
        self.pending.keys.push(key);
        let scope = self.scope();
        let keys = &self.pending.keys;
        match self.settings.keymap.meaning(scope, keys) {
            Meaning::Prefix => {}
            _ if waiting && key.code == Code::Esc => self.pending = Pending::default(),
            Meaning::Command(command, letter) => {
                let count = self.pending.count;
                self.pending = Pending::default();
                self.status = None;
                self.obey(
                    command,
                    count,
                    &letter.map(String::from).unwrap_or_default(),
                );
                self.tell_selection();
            }
            Meaning::Nothing if self.settings.keymap.begins(keys) => {}
            Meaning::Nothing => {
                let text: String = keys.iter().map(ToString::to_string).collect();
                let elsewhere = self.settings.keymap.screens_of(keys);
                self.pending = Pending::default();
                let help = self.settings.keymap.keys_of(Command::Help);
                let help = help.first().map_or("", String::as_str);
                let but = match elsewhere.len() {
                    1..=FEW => format!(", only on: {}", elsewhere.join(", ")),
                    _ => String::new(),
                };
                self.say(
                    Tone::Nothing,
                    format!("{text} means nothing here{but}; {help} lists the keys."),
                );
            }
        }
    }

    fn mouse(&mut self, mouse: Mouse) {
        let body = self.regions().body;
        let text = self.reader_regions().text;
        match (mouse, &mut self.screen) {
            (Mouse::Wheel(notches), _) => self.scroll(isize::from(notches) * 3),
            (Mouse::Press { column, row }, Screen::List(list)) => {
                list.stretch = None;
                let columns = Columns::of(body);
                if let Some(y) = row.checked_sub(body.y)
                    && list
                        .grid
                        .point(y.into(), columns.hinge().map(|h| column > h))
                {
                    list.begin_stretch(columns, y.into(), column);
                }
            }
            (Mouse::Press { column, row }, Screen::Article(reader)) => {
                let x = column.saturating_sub(text.x + layout::GUTTER);
                if let Some(y) = row.checked_sub(text.y)
                    && let Some(at) = reader.offset_at_cell(usize::from(y), usize::from(x))
                {
                    reader.selection = None;
                    reader.cursor = at;
                }
            }
            (Mouse::Drag { column, row }, Screen::Article(reader)) => {
                let x = column.saturating_sub(text.x + layout::GUTTER);
                if let Some(y) = row.checked_sub(text.y)
                    && let Some(at) = reader.offset_at_cell(usize::from(y), usize::from(x))
                {
                    if reader.selection.is_none() {
                        reader.select(reader::Unit::Word);
                    }
                    reader.cursor = at;
                }
            }
            (Mouse::Drag { column, row }, Screen::List(list)) => {
                let y = isize::try_from(row).unwrap_or(0) - isize::try_from(body.y).unwrap_or(0);
                if list.reach(Columns::of(body), y, column) {
                    let text =
                        "y copies these words, Y with their source, b keeps them; Esc lets go.";
                    self.say(Tone::Nothing, text);
                }
            }
        }
    }

    fn end(&mut self) {
        self.ended = true;
        self.effects.push(Effect::Quit);
    }
}
