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

use crate::app::actions::deferred_input::DeferredInput;
use crate::app::actions::{bookmark_search, filter_completion, renewal};
use crate::app::input::command::Command;
use crate::app::input::key_context::KeyContexts;
use crate::app::input::keymap::KeyMatch;
use crate::app::list::{ListKind, ListScreen, RowContext};
use crate::app::message::key::{Key, KeyCode};
use crate::app::message::{Effect, Mouse, Msg, Shade, Size, StatusLevel};
use crate::app::prompt::Prompt;
use crate::app::reader::ArticleReader;
use crate::app::screens::spec::ROW_SOURCE;
use crate::app::settings::{Settings, ThemeMode};
use crate::app::state::open_briefing::OpenBriefing;
use crate::app::state::user_data::UserState;
use crate::app::ui::layout::{self, LayoutOptions, ListColumns};

pub use crate::app::actions::navigation::jump::JumpTarget;
pub use crate::app::actions::renewal::ReloadReason;

/// What the program begins with.
#[derive(Clone, Debug)]
pub struct AppInit {
    /// The window.
    pub size: Size,
    /// What the reader has set.
    pub settings: Settings,
    /// Randomness for the names of bookmarks.
    pub id_seed: [u8; 16],
    /// What the reader has kept, as far as it is read.
    pub user_data: UserData,
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
    List(Box<ListScreen>),
    /// An article.
    Article(Box<ArticleReader>),
}

impl Screen {
    /// Makes it small, to be come back to.
    fn drop_rows(mut self) -> Screen {
        if let Screen::List(list) = &mut self {
            list.drop_rows();
        }
        self
    }
}

/// The keys pressed so far that are not yet a command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PendingKeys {
    /// The count typed before.
    pub count: Option<usize>,
    /// The beginning of a sequence.
    pub keys: Vec<Key>,
}

/// A line that answers the last action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// How it is meant.
    pub level: StatusLevel,
    /// The words.
    pub text: String,
}

/// Where one was, and where one came back from.
#[derive(Clone, Debug, Default)]
struct ScreenHistory {
    back: Vec<Screen>,
    forward: Vec<Screen>,
}

/// How many screens the way back remembers.
const MAX_HISTORY: usize = 100;

/// What a curator should look at in a bundle.
#[derive(Debug)]
struct CuratorWarnings {
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
    history: ScreenHistory,
    open: Option<Arc<OpenBriefing>>,
    library: Arc<[LibraryEntry]>,
    library_complete: bool,
    user: UserState,
    unsaved: usize,
    /// How many of them the disk did not take.
    failed_writes: usize,
    /// The last question, wherever it was asked.
    last_query: String,
    bookmark_search: bookmark_search::BookmarkSearch,
    completion: filter_completion::FilterCompletion,
    article_search: Ticket,
    following: renewal::FollowState,
    pending_open: Option<(Ticket, JumpTarget)>,
    /// What a curator should look at in the bundle that was asked about last.
    curator_warnings: Option<CuratorWarnings>,
    /// What waits for the first briefing, or for the bookmarks.
    deferred: VecDeque<DeferredInput>,
    prompt: Option<Prompt>,
    pending_keys: PendingKeys,
    status: Option<Status>,
    /// What the answer to a copy must not leave unsaid.
    pending_warning: Option<String>,
    progress: IndexProgress,
    zen: bool,
    /// Whether what stands around a bookmark is shown below the list.
    preview: preview::PreviewState,
    /// Counts every change of what lists are made from.
    data_version: u64,
    last_ticket: u64,
    effects: Vec<Effect>,
    ended: bool,
}

/// Screens that are named at most where a key means something only there.
const MAX_SCREENS_NAMED: usize = 3;

impl App {
    /// Makes the program. It shows nothing until [`App::begin`].
    #[must_use]
    pub fn new(setup: AppInit) -> App {
        let mut app = App {
            size: setup.size,
            settings: setup.settings,
            screen: Screen::List(Box::new(ListScreen::new(ListKind::Library, None))),
            history: ScreenHistory::default(),
            open: None,
            library: Arc::default(),
            library_complete: false,
            user: UserState::new(setup.user_data, setup.id_seed),
            unsaved: 0,
            failed_writes: 0,
            last_query: String::new(),
            bookmark_search: bookmark_search::BookmarkSearch::default(),
            completion: filter_completion::FilterCompletion::default(),
            article_search: Ticket::default(),
            following: renewal::FollowState::default(),
            pending_open: None,
            curator_warnings: None,
            deferred: VecDeque::new(),
            prompt: None,
            pending_keys: PendingKeys::default(),
            status: None,
            pending_warning: None,
            progress: IndexProgress::default(),
            zen: false,
            preview: preview::PreviewState::default(),
            data_version: 0,
            last_ticket: 0,
            effects: Vec::new(),
            ended: false,
        };
        if let Some(notice) = setup.notices.into_iter().next() {
            app.set_status(StatusLevel::Error, notice);
        }
        app.layout();
        app
    }

    /// Begins; returns what the world must do first.
    pub fn start(&mut self, start: Start) -> Vec<Effect> {
        if let Start::Open { source, at } = start {
            let goal = at.map_or(JumpTarget::FrontPage, JumpTarget::Reference);
            self.request_open(source, goal);
        }
        self.effects.push(Effect::Rescan);
        if self.user.is_loading() {
            self.effects.push(Effect::LoadUserData);
        }
        if self.settings.mouse {
            self.effects.push(Effect::CaptureMouse(true));
        }
        self.layout();
        std::mem::take(&mut self.effects)
    }

    /// Takes in what happened; returns what the world must do about it.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Key(_) | Msg::EscThen(_) | Msg::Paste(_) | Msg::Mouse(_) => self.on_input(msg),
            Msg::Resized(size) => self.size = size,
            Msg::Library { entries, complete } => self.on_library_scanned(entries, complete),
            Msg::BundleChanged(source, result) => self.on_bundle_changed(&source, result),
            Msg::Opened(ticket, source, result) => {
                self.on_opened(ticket, &source, result);
                if self.pending_open.is_none() {
                    self.replay_deferred();
                }
            }
            Msg::Warned(source, found) => self.on_warnings_found(&source, found),
            Msg::SearchFinished(ticket, hits) => self.on_search_finished(ticket, hits),
            Msg::BookmarkSearchFinished(ticket, hits) => {
                self.on_bookmark_search_finished(ticket, hits)
            }
            Msg::ArticleSearched(ticket, hits) => self.on_article_searched(ticket, hits),
            Msg::CompletionsReady(ticket, values) => self.on_completions_ready(ticket, values),
            Msg::IndexProgress(progress) => {
                self.progress = progress;
                // What was found may be another text now. Before the end it cannot be found yet.
                if progress.total == 0 {
                    self.rerun_library_search();
                }
            }
            Msg::UserDataLoaded(kept, register) => self.on_user_data_loaded(kept, *register),
            Msg::Saved(change, result) => self.on_saved(&change, result),
            Msg::EditorClosed(result) => self.on_editor_closed(result),
            Msg::Background(shade) => match shade {
                Some(Shade::Dark) => self.settings.theme = ThemeMode::Dark,
                Some(Shade::Light) => self.settings.theme = ThemeMode::Light,
                None => {}
            },
            Msg::Notify(tone, text) => {
                let caution = self
                    .pending_warning
                    .take()
                    .filter(|_| tone == StatusLevel::Info);
                self.set_status_with_warning(caution, tone, &text);
            }
            Msg::Terminate => {
                // The terminal is going: what is written is kept as Esc would keep it.
                if let Some(Prompt::Note(bookmark, field)) = self.prompt.take() {
                    self.save_note(*bookmark, field.text());
                }
                self.quit();
            }
        }
        self.request_bookmark_search();
        self.layout();
        self.remember_position();
        self.follow_open_briefing();
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
    pub fn open(&self) -> Option<&Arc<OpenBriefing>> {
        self.open.as_ref()
    }

    /// Returns what is being written.
    #[must_use]
    pub fn prompt(&self) -> Option<&Prompt> {
        self.prompt.as_ref()
    }

    /// Returns the keys pressed so far.
    #[must_use]
    pub fn pending_keys(&self) -> &PendingKeys {
        &self.pending_keys
    }

    /// Returns the answer to the last action.
    #[must_use]
    pub fn status(&self) -> Option<&Status> {
        self.status.as_ref()
    }

    /// Returns what is kept.
    #[must_use]
    pub fn user(&self) -> &UserState {
        &self.user
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
    pub fn has_failed_writes(&self) -> bool {
        self.failed_writes > 0
    }

    /// Returns the scope whose keys work now.
    #[must_use]
    pub fn key_context(&self) -> KeyContexts {
        match (&self.prompt, &self.screen) {
            (Some(prompt), _) => prompt.key_contexts(),
            (None, Screen::List(list)) => list.kind.key_contexts(),
            (None, Screen::Article(reader)) if reader.selection.is_some() => KeyContexts::SELECT,
            (None, Screen::Article(_)) => KeyContexts::READER,
        }
    }

    /// Returns the parts of the window.
    #[must_use]
    pub fn regions(&self) -> layout::Regions {
        let panel = match &self.prompt {
            Some(Prompt::Note(..)) => (self.size.height / 3).clamp(3, 10),
            _ if self.is_preview_shown() => (self.size.height / 3).clamp(3, 16),
            _ => 0,
        };
        let zen = self.zen && matches!(self.screen, Screen::Article(_));
        layout::regions(self.size, LayoutOptions { panel, zen })
    }

    /// Returns the parts of an article's screen.
    #[must_use]
    pub fn reader_regions(&self) -> layout::ReaderRegions {
        layout::reader_regions(self.regions().body, self.settings.text_width, self.zen)
    }

    /// Looks where the bookmarks of the open briefing stand now.
    fn resolve_anchors(&mut self) {
        if let Some(open) = &self.open {
            self.user.resolve_anchors(&open.briefing);
        }
    }

    /// Says something in the status line.
    fn set_status(&mut self, level: StatusLevel, text: impl Into<String>) {
        // Not all of it is ours: the system's errors, paths and addresses are in it.
        let text = clean_line(&text.into());
        self.status = Some(Status { level, text });
    }

    /// Says what was done; before it what must be said of the words, which is not to be
    /// lost at the end of the line.
    fn set_status_with_warning(&mut self, warning: Option<String>, level: StatusLevel, text: &str) {
        match warning {
            Some(caution) => self.set_status(StatusLevel::Error, format!("{caution} {text}")),
            None => self.set_status(level, text),
        }
    }

    /// Returns a ticket that no question has had.
    fn next_ticket(&mut self) -> Ticket {
        self.last_ticket += 1;
        Ticket(self.last_ticket)
    }

    /// Brings the layout of the screen up to date.
    fn layout(&mut self) {
        let body = self.regions().body;
        let parts = self.reader_regions();
        match &mut self.screen {
            Screen::Article(reader) => {
                reader.layout(
                    layout::article_text_width(parts.text),
                    usize::from(parts.text.height),
                );
            }
            Screen::List(list) => {
                let open = list.open.clone();
                let context = RowContext {
                    columns: ListColumns::new(body),
                    open: open.as_ref().or(self.open.as_ref()),
                    library: &self.library,
                    library_complete: self.library_complete,
                    user: &self.user,
                    bookmark_hits: self.bookmark_search.hits.as_ref(),
                    keymap: &self.settings.keymap,
                    time_zone: &self.settings.time_zone,
                    rtl_columns: self.settings.rtl_columns,
                };
                list.layout(
                    &context,
                    usize::from(body.height),
                    self.data_version,
                    ROW_SOURCE,
                );
            }
        }
    }

    fn on_key(&mut self, key: Key) {
        if self.prompt.is_some() {
            self.on_prompt_key(key);
            return;
        }
        let digit = key.typed().and_then(|c| c.to_digit(10));
        if self.pending_keys.keys.is_empty()
            && let Some(digit) = digit.filter(|d| *d > 0 || self.pending_keys.count.is_some())
        {
            let count = self.pending_keys.count.unwrap_or(0);
            let count = count.saturating_mul(10).saturating_add(digit as usize);
            self.pending_keys.count = Some(count.min(1_000_000));
            return;
        }
        let waiting = self.pending_keys != PendingKeys::default();
        self.pending_keys.keys.push(key);
        let scope = self.key_context();
        let keys = &self.pending_keys.keys;
        match self.settings.keymap.match_keys(scope, keys) {
            KeyMatch::Prefix => {}
            _ if waiting && key.code == KeyCode::Esc => self.pending_keys = PendingKeys::default(),
            KeyMatch::Command(command, letter) => {
                let count = self.pending_keys.count;
                self.pending_keys = PendingKeys::default();
                self.status = None;
                self.execute(
                    command,
                    count,
                    &letter.map(String::from).unwrap_or_default(),
                );
                self.report_selection();
            }
            KeyMatch::Nothing if self.settings.keymap.is_prefix(keys) => {}
            KeyMatch::Nothing => {
                let text: String = keys.iter().map(ToString::to_string).collect();
                let elsewhere = self.settings.keymap.screens_of(keys);
                self.pending_keys = PendingKeys::default();
                let help = self.settings.keymap.keys_of(Command::Help);
                let help = help.first().map_or("", String::as_str);
                let but = match elsewhere.len() {
                    1..=MAX_SCREENS_NAMED => format!(", only on: {}", elsewhere.join(", ")),
                    _ => String::new(),
                };
                self.set_status(
                    StatusLevel::Hint,
                    format!("{text} means nothing here{but}; {help} lists the keys."),
                );
            }
        }
    }

    fn on_mouse(&mut self, mouse: Mouse) {
        let body = self.regions().body;
        let text = self.reader_regions().text;
        match (mouse, &mut self.screen) {
            (Mouse::Wheel(notches), _) => self.scroll(isize::from(notches) * 3),
            (Mouse::Press { column, row }, Screen::List(list)) => {
                list.cell_selection = None;
                let columns = ListColumns::new(body);
                if let Some(y) = row.checked_sub(body.y)
                    && list
                        .grid
                        .click(y.into(), columns.divider().map(|h| column > h))
                {
                    list.start_cell_selection(columns, y.into(), column);
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
                        reader.select(reader::SelectionUnit::Word);
                    }
                    reader.cursor = at;
                }
            }
            (Mouse::Drag { column, row }, Screen::List(list)) => {
                let y = isize::try_from(row).unwrap_or(0) - isize::try_from(body.y).unwrap_or(0);
                if list.extend_selection(ListColumns::new(body), y, column) {
                    let text =
                        "y copies these words, Y with their source, b keeps them; Esc lets go.";
                    self.set_status(StatusLevel::Hint, text);
                }
            }
        }
    }

    fn quit(&mut self) {
        self.ended = true;
        self.effects.push(Effect::Quit);
    }
}
