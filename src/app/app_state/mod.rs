//! All that the program knows: what commands change, and what the view draws.
//!
//! | file | what |
//! |---|---|
//! | `mod` | the state, made of its parts; layout and messages for the status line |
//! | `screen` | what the window shows: a list, or an article |
//! | `navigation` | the screen with the way back, and the open briefing |
//! | `cursor` | what the cursor stands on, whatever the screen |

pub mod cursor;
pub mod navigation;
pub mod screen;

use std::sync::Arc;

use crate::app::app_state::navigation::Navigation;
use crate::app::app_state::screen::Screen;
use crate::app::input::deferred::DeferredQueue;
use crate::app::input::key_context::KeyContexts;
use crate::app::input::pending_keys::PendingKeys;
use crate::app::list::{ListKind, ListScreen, RowContext};
use crate::app::message::{Size, StatusLevel};
use crate::app::prompt::Prompt;
use crate::app::screens::row_source::ROW_SOURCE;
use crate::app::screens::spec::spec;
use crate::app::settings::Settings;
use crate::app::state::command_outcome::CommandOutcome;
use crate::app::state::library::LibraryState;
use crate::app::state::open_briefing::OpenBriefing;
use crate::app::state::outbox::Outbox;
use crate::app::state::search_session::SearchSession;
use crate::app::state::status_line::{Status, StatusLine};
use crate::app::state::user_data::UserState;
use crate::app::state::window::Window;
use crate::app::ui::layout::{self, LayoutOptions, ListColumns, ReaderRegions, Regions};
use crate::model::IndexProgress;

/// What the program knows. Whoever reads it gets it from [`App::state`](crate::app::App::state);
/// it changes by messages only.
#[derive(Debug)]
pub struct AppState {
    pub(in crate::app) window: Window,
    pub(in crate::app) settings: Settings,
    pub(in crate::app) nav: Navigation,
    pub(in crate::app) library: LibraryState,
    pub(in crate::app) user: UserState,
    pub(in crate::app) search: SearchSession,
    pub(in crate::app) prompt: Option<Prompt>,
    pub(in crate::app) pending_keys: PendingKeys,
    pub(in crate::app) deferred: DeferredQueue,
    pub(in crate::app) status: StatusLine,
    pub(in crate::app) progress: IndexProgress,
    pub(in crate::app) outbox: Outbox,
}

impl AppState {
    /// Creates the state of a program that shows an empty library.
    #[must_use]
    pub fn new(size: Size, settings: Settings, user: UserState) -> AppState {
        AppState {
            window: Window::new(size),
            settings,
            nav: Navigation::new(),
            library: LibraryState::default(),
            user,
            search: SearchSession::default(),
            prompt: None,
            pending_keys: PendingKeys::default(),
            deferred: DeferredQueue::default(),
            status: StatusLine::default(),
            progress: IndexProgress::default(),
            outbox: Outbox::default(),
        }
    }

    /// Returns the window's size.
    #[must_use]
    pub fn size(&self) -> Size {
        self.window.size
    }

    /// Returns `true` if an article is shown without anything around it.
    #[must_use]
    pub fn zen(&self) -> bool {
        self.window.zen
    }

    /// Returns the settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Returns what is on the screen.
    #[must_use]
    pub fn screen(&self) -> &Screen {
        self.nav.screen()
    }

    /// Returns the open briefing.
    #[must_use]
    pub fn open(&self) -> Option<&Arc<OpenBriefing>> {
        self.nav.open()
    }

    /// Returns what the reader has stored.
    #[must_use]
    pub fn user(&self) -> &UserState {
        &self.user
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
        self.status.current()
    }

    /// Returns how far the index is.
    #[must_use]
    pub fn progress(&self) -> IndexProgress {
        self.progress
    }

    /// Returns the context whose keys work now.
    #[must_use]
    pub fn key_context(&self) -> KeyContexts {
        match (&self.prompt, self.nav.screen()) {
            (Some(prompt), _) => prompt.key_contexts(),
            (None, Screen::List(list)) => spec(&list.kind).key_context,
            (None, Screen::Article(reader)) if reader.selection.is_some() => KeyContexts::SELECT,
            (None, Screen::Article(_)) => KeyContexts::READER,
        }
    }

    /// Returns the parts of the window.
    #[must_use]
    pub fn regions(&self) -> Regions {
        let panel = match &self.prompt {
            Some(Prompt::Note(..)) => self.window.note_rows(),
            _ if self.is_preview_shown() => self.window.preview_rows(),
            _ => 0,
        };
        let zen = self.window.zen && self.nav.reader().is_some();
        layout::regions(self.window.size, LayoutOptions { panel, zen })
    }

    /// Returns the parts of an article's screen.
    #[must_use]
    pub fn reader_regions(&self) -> ReaderRegions {
        let body = self.regions().body;
        layout::reader_regions(body, self.settings.text_width, self.window.zen)
    }

    /// Returns the columns in which a note is wrapped.
    #[must_use]
    pub fn note_columns(&self) -> usize {
        usize::from(self.regions().panel.width.saturating_sub(4)).max(2)
    }

    /// Returns `true` if the passage of the bookmark under the cursor is shown.
    #[must_use]
    pub fn is_preview_shown(&self) -> bool {
        let is_bookmarks = |kind: &ListKind| matches!(kind, ListKind::Bookmarks(_));
        self.window.shows_preview && self.nav.list_if(is_bookmarks).is_some()
    }

    /// Returns the name under which the query of a list of results is saved.
    #[must_use]
    pub fn saved_name(&self, list: &ListScreen) -> Option<&str> {
        let (text, scope) = (list.search.query.trim(), list.search.scope.as_ref()?);
        let mut searches = self.user.searches().iter();
        let same = searches.find(|s| s.text == text && s.scope == *scope);
        same.map(|s| s.name.as_str())
    }

    /// Makes a briefing the open one, and looks where its bookmarks stand now.
    pub(in crate::app) fn set_open(&mut self, open: Arc<OpenBriefing>) {
        self.user.resolve_anchors(&open.briefing);
        self.nav.set_open(open);
    }

    /// Looks where the bookmarks of the open briefing stand now.
    pub(in crate::app) fn resolve_anchors(&mut self) {
        if let Some(open) = self.nav.open() {
            self.user.resolve_anchors(&open.briefing);
        }
    }

    /// Says in the status line what was done.
    pub(in crate::app) fn info(&mut self, text: impl Into<String>) -> CommandOutcome {
        self.status.set(StatusLevel::Info, text);
        CommandOutcome::Reported
    }

    /// Says in the status line why nothing was done.
    pub(in crate::app) fn hint(&mut self, text: impl Into<String>) -> CommandOutcome {
        self.status.set(StatusLevel::Hint, text);
        CommandOutcome::Reported
    }

    /// Says in the status line what is wrong.
    pub(in crate::app) fn error(&mut self, text: impl Into<String>) -> CommandOutcome {
        self.status.set(StatusLevel::Error, text);
        CommandOutcome::Reported
    }

    /// Lays out the screen, unless nothing has changed since it was.
    pub(in crate::app) fn layout(&mut self) {
        let body = self.regions().body;
        let text = self.reader_regions().text;
        let open = self.nav.open().cloned();
        let version = self.data_version();
        match self.nav.screen_mut() {
            Screen::Article(reader) => {
                let columns = layout::article_text_width(text);
                reader.layout(columns, usize::from(text.height));
            }
            Screen::List(list) => {
                let own = list.open.clone();
                let context = RowContext {
                    columns: ListColumns::new(body),
                    open: own.as_ref().or(open.as_ref()),
                    library: self.library.entries(),
                    library_complete: self.library.is_complete(),
                    user: &self.user,
                    bookmark_hits: self.search.bookmarks.hits(),
                    keymap: &self.settings.keymap,
                    time_zone: &self.settings.time_zone,
                    rtl_columns: self.settings.rtl_columns,
                };
                list.layout(&context, usize::from(body.height), version, ROW_SOURCE);
            }
        }
    }

    /// Returns a number that is another one after each change of what lists are made from.
    /// Each part counts its own changes, and none ever counts down.
    fn data_version(&self) -> u64 {
        self.nav.version()
            + self.library.version()
            + self.user.version()
            + self.search.bookmarks.version()
    }
}
