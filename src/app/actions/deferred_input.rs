//! Input that waits: keys that are typed before the first briefing is open; and what needs
//! the bookmarks while they are still being read, with all that is typed behind
//! it. So nothing is stored twice, and no note is written over one that was not seen yet.

use crate::app::app_state::AppState;
use crate::app::input::command::Command;
use crate::app::input::deferred::DeferredInput;
use crate::app::message::Msg;
use crate::app::message::key::{Key, KeyCode};
use crate::app::state::command_outcome::CommandOutcome;
use crate::model::UserData;
use crate::model::bookmark_lookup::BookmarkLookup;

impl AppState {
    /// Handles a key, a paste or a use of the mouse, or lets it wait.
    pub(in crate::app) fn on_input(&mut self, msg: Msg) {
        if let Msg::EscThen(key) = msg
            && self.deferred.is_empty()
        {
            for key in self.split_esc(key) {
                self.on_input(Msg::Key(key));
            }
        } else if self.is_waiting_for_bookmarks() {
            if matches!(&msg, Msg::Key(key) if is_abort_key(*key)) {
                self.deferred.clear();
                self.hint("Given up: what is kept is still being read.");
            } else {
                self.deferred.push(msg);
            }
        } else if self.nav.is_waiting_for_briefing()
            && !matches!(&msg, Msg::Key(key) if is_quit_key(*key))
            && matches!(&msg, Msg::Key(_) | Msg::EscThen(_))
        {
            self.deferred.push(msg);
        } else {
            self.handle_input(msg);
        }
    }

    /// Lets a command wait that needs the bookmarks while they are being read.
    pub(in crate::app) fn defer_command(
        &mut self,
        command: Command,
        count: Option<usize>,
        argument: &str,
    ) -> CommandOutcome {
        self.deferred.push_command(command, count, argument);
        self.info("Reading what is kept…")
    }

    /// Takes over what the store holds.
    pub(in crate::app) fn on_user_data_loaded(&mut self, data: UserData, lookup: BookmarkLookup) {
        let is_first = self.user.is_loading();
        self.user.reload(data, lookup);
        self.resolve_anchors();
        if is_first {
            // It may have asked for tags or notes.
            self.rerun_search();
            self.replay_deferred();
        }
    }

    /// Handles the deferred input, in its order, as far as nothing has to wait any longer.
    pub(in crate::app) fn replay_deferred(&mut self) {
        if self.nav.is_waiting_for_briefing() || self.is_waiting_for_bookmarks() {
            return;
        }
        let mut waiting = self.deferred.take();
        while let Some(next) = waiting.pop() {
            self.settle();
            match next {
                DeferredInput::Input(msg) => self.handle_input(msg),
                DeferredInput::Command(command, count, argument) => {
                    self.status.clear();
                    self.execute(command, count, &argument);
                }
            }
            if self.is_waiting_for_bookmarks() {
                self.deferred.append(&mut waiting);
            }
        }
    }

    fn handle_input(&mut self, msg: Msg) {
        match msg {
            Msg::Key(key) => self.on_key(key),
            Msg::EscThen(key) => {
                for key in self.split_esc(key) {
                    self.on_key(key);
                }
            }
            Msg::Paste(text) => self.on_paste(&text),
            Msg::Mouse(mouse) => self.on_mouse(mouse),
            _ => {}
        }
    }

    /// Returns `true` if a command waits for the bookmarks.
    fn is_waiting_for_bookmarks(&self) -> bool {
        self.user.is_loading() && self.deferred.is_command_first()
    }
}

/// Returns `true` if a key may end the program, which does not wait for a briefing.
fn is_quit_key(key: Key) -> bool {
    key.ctrl || matches!(key.code, KeyCode::Esc | KeyCode::Char('q' | 'Q'))
}

/// Returns `true` if a key gives up what waits for a disk that does not answer.
fn is_abort_key(key: Key) -> bool {
    key.ctrl && key.code == KeyCode::Char('c')
}
