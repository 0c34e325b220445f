//! What waits: keys that are typed before the first briefing is open; and what needs
//! the bookmarks while they are still being read, with all that is typed behind
//! it. So nothing is kept twice, and no note is written over one that was not seen yet.

use crate::model::UserData;

use crate::app::App;
use crate::app::input::command::Command;
use crate::app::message::key::{Code, Key};
use crate::app::message::{Msg, Tone};
use crate::app::state::user_data::Register;

/// How much waits at most.
const AHEAD: usize = 20_000;

/// Something that waits.
#[derive(Clone, Debug)]
pub(in crate::app) enum Ahead {
    /// A key, a paste or a use of the mouse.
    Heard(Msg),
    /// A command that needs the bookmarks, with its count and argument.
    Command(Command, Option<usize>, String),
}

impl App {
    /// Takes in a key, a paste or a use of the mouse, or lets it wait.
    pub(in crate::app) fn heard(&mut self, msg: Msg) {
        if let Msg::EscThen(key) = msg
            && self.ahead.is_empty()
        {
            for key in self.parted(key) {
                self.heard(Msg::Key(key));
            }
        } else if self.waits_for_bookmarks() {
            if matches!(&msg, Msg::Key(key) if gives_up(*key)) {
                self.ahead.clear();
                self.say(Tone::Nothing, "Given up: what is kept is still being read.");
            } else if self.ahead.len() < AHEAD {
                self.ahead.push_back(Ahead::Heard(msg));
            }
        } else if self.waits_for_briefing()
            && !matches!(&msg, Msg::Key(key) if leaves(*key))
            && matches!(&msg, Msg::Key(_) | Msg::EscThen(_))
        {
            // What is too much is lost: run before those that wait it would mean something else.
            if self.ahead.len() < AHEAD {
                self.ahead.push_back(Ahead::Heard(msg));
            }
        } else {
            self.take_in(msg);
        }
    }

    /// Lets a command wait that needs the bookmarks while they are being read; false
    /// where it need not.
    pub(in crate::app) fn put_off(
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
                | Command::AcceptPlace
                | Command::EmptyTrash
        );
        if !(needed && self.keeping.is_unread()) {
            return false;
        }
        let waits = Ahead::Command(command, count, argument.to_owned());
        self.ahead.push_front(waits);
        self.say(Tone::Done, "Reading what is kept…");
        true
    }

    /// Takes over what the store holds.
    pub(in crate::app) fn take_over(&mut self, kept: UserData, register: Register) {
        let first = self.keeping.is_unread();
        self.keeping.refresh(kept, register);
        self.place_bookmarks();
        self.version += 1;
        if first {
            // It may have asked for tags or notes.
            self.ask_anew();
            self.catch_up();
        }
    }

    /// Takes in what waited, in its order, as far as nothing has to wait any longer.
    pub(in crate::app) fn catch_up(&mut self) {
        if self.waits_for_briefing() || self.waits_for_bookmarks() {
            return;
        }
        let mut waiting = std::mem::take(&mut self.ahead);
        while let Some(next) = waiting.pop_front() {
            self.lay();
            match next {
                Ahead::Heard(msg) => self.take_in(msg),
                Ahead::Command(command, count, argument) => {
                    self.status = None;
                    self.obey(command, count, &argument);
                }
            }
            if self.waits_for_bookmarks() {
                self.ahead.append(&mut waiting);
            }
        }
    }

    fn take_in(&mut self, msg: Msg) {
        match msg {
            Msg::Key(key) => self.key(key),
            Msg::EscThen(key) => {
                for key in self.parted(key) {
                    self.key(key);
                }
            }
            Msg::Paste(text) => self.paste(&text),
            Msg::Mouse(mouse) => self.mouse(mouse),
            _ => {}
        }
    }

    /// Returns the keys that Esc and a key are which came as one. While something is
    /// written they are Alt and the key: readers who edit as in a shell press it, and Esc
    /// with a letter would leave the line and run the letter.
    fn parted(&self, key: Key) -> Vec<Key> {
        if self.prompt.is_some() {
            vec![Key { alt: true, ..key }]
        } else {
            vec![Key::plain(Code::Esc), key]
        }
    }

    /// Tells whether the first briefing is still being read.
    fn waits_for_briefing(&self) -> bool {
        self.opening.is_some() && self.desk.is_none()
    }

    /// Tells whether a command waits for the bookmarks.
    fn waits_for_bookmarks(&self) -> bool {
        self.keeping.is_unread() && matches!(self.ahead.front(), Some(Ahead::Command(..)))
    }
}

/// Tells whether a key may end the program, which does not wait for a briefing.
fn leaves(key: Key) -> bool {
    key.ctrl || matches!(key.code, Code::Esc | Code::Char('q' | 'Q'))
}

/// Tells whether a key gives up what waits for a disk that does not answer.
fn gives_up(key: Key) -> bool {
    key.ctrl && key.code == Code::Char('c')
}
