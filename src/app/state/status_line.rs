//! The status line: what the last action came to, and warnings that belong to an answer still awaited.

use crate::app::message::StatusLevel;
use crate::text::clean::clean_line;

/// A line that answers the last action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// How it is meant.
    pub level: StatusLevel,
    /// The words.
    pub text: String,
}

/// Something that is said to be under way, until it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusTask {
    /// Reading a briefing.
    Opening,
    /// Looking for what a curator should look at.
    CuratorWarnings,
}

/// What the status line says, and what it has yet to say.
#[derive(Clone, Debug, Default)]
pub struct StatusLine {
    current: Option<Status>,
    /// What it says to be under way.
    task: Option<StatusTask>,
    /// Said before the answer to what was asked for last, if that succeeds.
    pending_warning: Option<String>,
}

impl StatusLine {
    /// Returns what is said.
    #[must_use]
    pub fn current(&self) -> Option<&Status> {
        self.current.as_ref()
    }

    /// Says something in place of what was said before.
    pub fn set(&mut self, level: StatusLevel, text: impl Into<String>) {
        // Not all of it is ours: the system's errors, paths and addresses are in it.
        let text = clean_line(&text.into());
        self.current = Some(Status { level, text });
        self.task = None;
    }

    /// Says that something is under way.
    pub fn set_until(&mut self, task: StatusTask, text: impl Into<String>) {
        self.set(StatusLevel::Info, text);
        self.task = Some(task);
    }

    /// Says no more that something is under way; `false` where something else has been said
    /// since.
    pub fn finish(&mut self, task: StatusTask) -> bool {
        let is_said = self.task == Some(task);
        if is_said {
            self.clear();
        }
        is_said
    }

    /// Says what was done and, before it, what must be known of the words it was done to:
    /// at the end of the line it might be cut off.
    pub fn set_with_warning(&mut self, warning: Option<String>, level: StatusLevel, text: &str) {
        match warning {
            Some(warning) => self.set(StatusLevel::Error, format!("{warning} {text}")),
            None => self.set(level, text),
        }
    }

    /// Says the answer to something asked for earlier, with the warning that was waiting
    /// for it: of words that went nowhere there is nothing to warn.
    pub fn notify(&mut self, level: StatusLevel, text: &str) {
        let warning = self.pending_warning.take();
        let warning = warning.filter(|_| level == StatusLevel::Info);
        self.set_with_warning(warning, level, text);
    }

    /// Says nothing any more.
    pub fn clear(&mut self) {
        self.current = None;
        self.task = None;
    }

    /// Says nothing any more, unless it is of an error.
    pub fn clear_unless_error(&mut self) {
        if self
            .current
            .as_ref()
            .is_some_and(|s| s.level != StatusLevel::Error)
        {
            self.clear();
        }
    }

    /// Sets what the next answer is to be preceded by.
    pub fn set_pending_warning(&mut self, warning: Option<String>) {
        self.pending_warning = warning;
    }

    /// Adds to what the next answer is to be preceded by.
    pub fn add_pending_warning(&mut self, text: &str) {
        let before = self.pending_warning.take();
        let before = before.map_or(String::new(), |before| before + " ");
        self.pending_warning = Some(before + text);
    }

    /// Returns what the next answer is to be preceded by, and forgets it.
    pub fn take_pending_warning(&mut self) -> Option<String> {
        self.pending_warning.take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(line: &StatusLine) -> Option<(StatusLevel, &str)> {
        line.current().map(|s| (s.level, s.text.as_str()))
    }

    #[test]
    fn a_warning_is_said_once_before_the_answer_it_waited_for() {
        let mut line = StatusLine::default();
        line.set_pending_warning(Some("Old text.".to_owned()));
        line.add_pending_warning("Without \"not\".");
        line.notify(StatusLevel::Info, "Copied.");
        let said = "Old text. Without \"not\". Copied.";
        assert_eq!(text(&line), Some((StatusLevel::Error, said)));
        line.notify(StatusLevel::Info, "Copied.");
        assert_eq!(text(&line), Some((StatusLevel::Info, "Copied.")));
    }

    #[test]
    fn a_failure_drops_the_warning() {
        let mut line = StatusLine::default();
        line.set_pending_warning(Some("Old text.".to_owned()));
        line.notify(StatusLevel::Error, "There is no clipboard.");
        let said = Some((StatusLevel::Error, "There is no clipboard."));
        assert_eq!(text(&line), said);
        assert_eq!(line.take_pending_warning(), None);
    }

    #[test]
    fn errors_stay_until_something_else_is_said() {
        let mut line = StatusLine::default();
        line.set(StatusLevel::Error, "not\u{1b}[31m on disk");
        line.clear_unless_error();
        assert!(text(&line).is_some_and(|(_, text)| !text.contains('\u{1b}')));
        line.set(StatusLevel::Info, "Done.");
        line.clear_unless_error();
        assert_eq!(text(&line), None);
    }

    #[test]
    fn what_is_under_way_is_said_until_it_is_done_or_something_else_is_said() {
        let mut line = StatusLine::default();
        line.set_until(StatusTask::Opening, "Opening…");
        assert!(!line.finish(StatusTask::CuratorWarnings));
        assert!(line.finish(StatusTask::Opening) && line.current().is_none());
        line.set_until(StatusTask::Opening, "Opening…");
        line.set(StatusLevel::Hint, "Nothing there.");
        assert!(!line.finish(StatusTask::Opening));
        assert_eq!(text(&line), Some((StatusLevel::Hint, "Nothing there.")));
    }
}
