//! What waits: keys that are typed before the first briefing is open; and what needs
//! the bookmarks while they are still being read, with all that is typed behind
//! it. So nothing is kept twice, and no note is written over one that was not seen yet.

use crate::model::UserData;

use crate::app::App;
use crate::app::input::command::Command;
use crate::app::message::key::{Key, KeyCode};
use crate::app::message::{Msg, StatusLevel};
use crate::app::state::user_data::BookmarkLookup;

/// How much waits at most.
const MAX_DEFERRED: usize = 20_000;

/// Something that waits.
#[derive(Clone, Debug)]
pub(in crate::app) enum DeferredInput {
    /// A key, a paste or a use of the mouse.
    Input(Msg),
    /// A command that needs the bookmarks, with its count and argument.
    Command(Command, Option<usize>, String),
}

impl App {
    /// Takes in a key, a paste or a use of the mouse, or lets it wait.
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
                self.set_status(
                    StatusLevel::Hint,
                    "Given up: what is kept is still being read.",
                );
            } else if self.deferred.len() < MAX_DEFERRED {
                self.deferred.push_back(DeferredInput::Input(msg));
            }
        } else if self.is_waiting_for_briefing()
            && !matches!(&msg, Msg::Key(key) if is_quit_key(*key))
            && matches!(&msg, Msg::Key(_) | Msg::EscThen(_))
        {
            // What is too much is lost: run before those that wait it would mean something else.
            if self.deferred.len() < MAX_DEFERRED {
                self.deferred.push_back(DeferredInput::Input(msg));
            }
        } else {
            self.handle_input(msg);
        }
    }

    /// Lets a command wait that needs the bookmarks while they are being read; false
    /// where it need not.
    pub(in crate::app) fn defer_until_loaded(
        &mut self,
        command: Command,
        count: Option<usize>,
        argument: &str,
    ) -> bool {
        let needed = matches!(
            command,
            Command::Bookmark
                | Command::Note
                | Command::Tags
                | Command::Highlight
                | Command::GoBookmarks
                | Command::GoTrash
                | Command::Group
                | Command::Delete
                | Command::AcceptAnchor
                | Command::EmptyTrash
        );
        if !(needed && self.user.is_loading()) {
            return false;
        }
        let waits = DeferredInput::Command(command, count, argument.to_owned());
        self.deferred.push_front(waits);
        self.set_status(StatusLevel::Info, "Reading what is kept…");
        true
    }

    /// Takes over what the store holds.
    pub(in crate::app) fn on_user_data_loaded(&mut self, kept: UserData, register: BookmarkLookup) {
        let first = self.user.is_loading();
        self.user.reload(kept, register);
        self.resolve_anchors();
        self.data_version += 1;
        if first {
            // It may have asked for tags or notes.
            self.rerun_search();
            self.replay_deferred();
        }
    }

    /// Takes in what waited, in its order, as far as nothing has to wait any longer.
    pub(in crate::app) fn replay_deferred(&mut self) {
        if self.is_waiting_for_briefing() || self.is_waiting_for_bookmarks() {
            return;
        }
        let mut waiting = std::mem::take(&mut self.deferred);
        while let Some(next) = waiting.pop_front() {
            self.layout();
            match next {
                DeferredInput::Input(msg) => self.handle_input(msg),
                DeferredInput::Command(command, count, argument) => {
                    self.status = None;
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
            Msg::Paste(text) => self.paste(&text),
            Msg::Mouse(mouse) => self.on_mouse(mouse),
            _ => {}
        }
    }

    /// Returns the keys that Esc and a key are which came as one. While something is
    /// written they are Alt and the key: readers who edit as in a shell press it, and Esc
    /// with a letter would leave the line and run the letter.
    fn split_esc(&self, key: Key) -> Vec<Key> {
        if self.prompt.is_some() {
            vec![Key { alt: true, ..key }]
        } else {
            vec![Key::new(KeyCode::Esc), key]
        }
    }

    /// Tells whether the first briefing is still being read.
    fn is_waiting_for_briefing(&self) -> bool {
        self.pending_open.is_some() && self.open.is_none()
    }

    /// Tells whether a command waits for the bookmarks.
    fn is_waiting_for_bookmarks(&self) -> bool {
        self.user.is_loading() && matches!(self.deferred.front(), Some(DeferredInput::Command(..)))
    }
}

/// Tells whether a key may end the program, which does not wait for a briefing.
fn is_quit_key(key: Key) -> bool {
    key.ctrl || matches!(key.code, KeyCode::Esc | KeyCode::Char('q' | 'Q'))
}

/// Tells whether a key gives up what waits for a disk that does not answer.
fn is_abort_key(key: Key) -> bool {
    key.ctrl && key.code == KeyCode::Char('c')
}
