//! What the program knows and how it changes: messages in, effects out. This
//! module knows no file, thread, clock, index or terminal, so that the whole
//! behaviour is tested with values and keys.
//!
//! Each part imports from those above it only:
//!
//! | folder or file | what |
//! |---|---|
//! | `message` | what can happen, and what the program asks of the runtime |
//! | `state` | parts of what the program knows, each with its own rules |
//! | `input` | keys, the command table, and from the one to the other |
//! | `settings` | what the reader has set |
//! | `ui` | rectangles, styled text, cards |
//! | `prompt` | a line or a note being written |
//! | `list` | a screen that is a list: rows, cursor, filters |
//! | `reader` | a screen that is an article |
//! | `screens` | the rows of each list |
//! | `app_state` | all that the program knows, made of these parts |
//! | `actions` | the handlers of messages and commands |
//! | `preview`, `chrome` | what the view shows around the screen |
//! | `mod` | [`App`]: one message in, effects out |

pub mod actions;
pub mod app_state;
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

use crate::app::message::{Effect, Msg, Shade, Size};
use crate::app::settings::{Settings, ThemeMode};
use crate::app::state::jump_target::JumpTarget;
use crate::app::state::user_data::UserState;
use crate::model::{BundleSource, Reference, UserData};

pub use crate::app::app_state::AppState;
pub use crate::app::app_state::screen::Screen;

/// What the program begins with.
#[derive(Clone, Debug)]
pub struct AppInit {
    /// The window.
    pub size: Size,
    /// What the reader has set.
    pub settings: Settings,
    /// Randomness for the ids of bookmarks.
    pub id_seed: [u8; 16],
    /// What the reader has stored, as far as it is read.
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

/// The program.
#[derive(Debug)]
pub struct App {
    state: AppState,
}

impl App {
    /// Creates the program. It shows nothing until [`App::start`].
    #[must_use]
    pub fn new(init: AppInit) -> App {
        let user = UserState::new(init.user_data, init.id_seed);
        let mut state = AppState::new(init.size, init.settings, user);
        if let Some(notice) = init.notices.into_iter().next() {
            state.error(notice);
        }
        state.layout();
        App { state }
    }

    /// Starts the program; returns what the runtime must do first.
    pub fn start(&mut self, start: Start) -> Vec<Effect> {
        let state = &mut self.state;
        if let Start::Open { source, at } = start {
            let target = at.map_or(JumpTarget::FrontPage, JumpTarget::Reference);
            state.request_open(source, target);
        }
        state.outbox.push(Effect::Rescan);
        if state.user.is_loading() {
            state.outbox.push(Effect::LoadUserData);
        }
        if state.settings.mouse {
            state.outbox.push(Effect::CaptureMouse(true));
        }
        state.layout();
        state.outbox.take()
    }

    /// Handles what happened; returns what the runtime must do about it.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        let state = &mut self.state;
        match msg {
            Msg::Key(_) | Msg::EscThen(_) | Msg::Paste(_) | Msg::Mouse(_) => state.on_input(msg),
            Msg::Resized(size) => state.window.size = size,
            Msg::Library { entries, complete } => state.on_library_scanned(entries, complete),
            Msg::BundleChanged(source, result) => state.on_bundle_changed(&source, result),
            Msg::Opened(ticket, source, result) => {
                state.on_opened(ticket, &source, result);
                if !state.nav.is_opening() {
                    state.replay_deferred();
                }
            }
            Msg::WarningsFound(source, found) => state.on_warnings_found(&source, &found),
            Msg::SearchFinished(ticket, hits) => state.on_search_finished(ticket, hits),
            Msg::BookmarkSearchFinished(ticket, hits) => {
                state.search.bookmarks.finish(ticket, hits);
            }
            Msg::ArticleSearched(ticket, hits) => state.on_article_searched(ticket, hits),
            Msg::CompletionsReady(ticket, values) => state.on_completions_ready(ticket, values),
            Msg::IndexProgress(progress) => {
                state.progress = progress;
                // What was found may be another text now. Before the end it cannot be found yet.
                if progress.total == 0 {
                    state.rerun_library_search();
                }
            }
            Msg::UserDataLoaded(data, lookup) => state.on_user_data_loaded(data, *lookup),
            Msg::Saved(change, result) => state.on_saved(&change, result),
            Msg::EditorClosed(result) => state.on_editor_closed(result),
            Msg::Background(shade) => match shade {
                Some(Shade::Dark) => state.settings.theme = ThemeMode::Dark,
                Some(Shade::Light) => state.settings.theme = ThemeMode::Light,
                None => {}
            },
            Msg::Notify(level, text) => state.status.notify(level, &text),
            Msg::Terminate => {
                // The terminal is going: what is written is stored as Esc would store it.
                state.close_note();
                state.outbox.push(Effect::Quit);
            }
        }
        state.settle();
        state.outbox.take()
    }

    /// Returns what the program knows, to be drawn.
    #[must_use]
    pub fn state(&self) -> &AppState {
        &self.state
    }
}
