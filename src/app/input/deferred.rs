//! What waits until it can be understood: keys that are typed before the first briefing is open, and
//! a command that needs the bookmarks while they are being read, with all that is typed behind it.

use std::collections::VecDeque;

use crate::app::input::command::Command;
use crate::app::message::Msg;

/// How much waits at most. A paste or a key held down for minutes stays below it.
const MAX_DEFERRED: usize = 20_000;

/// Something that waits.
#[derive(Clone, Debug)]
pub enum DeferredInput {
    /// A key, a paste or a use of the mouse.
    Input(Msg),
    /// A command that needs the bookmarks, with its count and argument.
    Command(Command, Option<usize>, String),
}

/// What waits, in its order.
#[derive(Clone, Debug, Default)]
pub struct DeferredQueue {
    waiting: VecDeque<DeferredInput>,
}

impl DeferredQueue {
    /// Returns `true` if nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Returns `true` if what waits first is a command.
    #[must_use]
    pub fn is_command_first(&self) -> bool {
        matches!(self.waiting.front(), Some(DeferredInput::Command(..)))
    }

    /// Adds an input behind all others. What is too much is lost: run before those that
    /// wait it would mean something else.
    pub fn push(&mut self, msg: Msg) {
        if self.waiting.len() < MAX_DEFERRED {
            self.waiting.push_back(DeferredInput::Input(msg));
        }
    }

    /// Puts a command before all others: it was typed before them.
    pub fn push_command(&mut self, command: Command, count: Option<usize>, argument: &str) {
        let command = DeferredInput::Command(command, count, argument.to_owned());
        self.waiting.push_front(command);
    }

    /// Takes out what waits first.
    pub fn pop(&mut self) -> Option<DeferredInput> {
        self.waiting.pop_front()
    }

    /// Takes out all.
    #[must_use]
    pub fn take(&mut self) -> DeferredQueue {
        std::mem::take(self)
    }

    /// Adds others behind those that wait.
    pub fn append(&mut self, others: &mut DeferredQueue) {
        self.waiting.append(&mut others.waiting);
    }

    /// Drops all.
    pub fn clear(&mut self) {
        self.waiting.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_comes_before_what_was_typed_behind_it() {
        let mut queue = DeferredQueue::default();
        queue.push(Msg::Paste("a".to_owned()));
        queue.push_command(Command::Bookmark, Some(2), "");
        assert!(queue.is_command_first());
        let first = queue.pop();
        assert!(matches!(
            first,
            Some(DeferredInput::Command(Command::Bookmark, Some(2), _))
        ));
        assert!(!queue.is_command_first() && !queue.is_empty());
    }

    #[test]
    fn what_is_too_much_is_lost() {
        let mut queue = DeferredQueue::default();
        for _ in 0..MAX_DEFERRED + 10 {
            queue.push(Msg::Paste(String::new()));
        }
        let mut all = queue.take();
        assert!(queue.is_empty());
        queue.append(&mut all);
        let count = std::iter::from_fn(|| queue.pop()).count();
        assert_eq!(count, MAX_DEFERRED);
    }
}
