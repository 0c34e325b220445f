//! How a session can fail, and what happened to the last changes then.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::text::plural::plural;

/// Why a session failed. The terminal has been restored when this is returned.
#[derive(Debug)]
pub enum RunError {
    /// The terminal cannot be used.
    Terminal(io::Error),
    /// A panic: its message, and what happened to the last changes.
    Internal(String, FlushOutcome),
    /// The last changes could not be saved.
    Unsaved(FlushOutcome),
    /// Exports and copies that were not finished, each as a message.
    UnfinishedTasks(Vec<String>),
}

/// What happened to the last changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FlushOutcome {
    /// They are on disk.
    AllSaved,
    /// So many could not be written to the data folder; the file that holds them instead.
    Unsaved(usize, Option<PathBuf>),
    /// Unknown: the disk did not respond in time.
    Unknown,
}

impl fmt::Display for FlushOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let changes = |count: &usize| plural(*count, "change", "changes");
        match self {
            FlushOutcome::AllSaved => f.write_str("what you kept is saved"),
            FlushOutcome::Unsaved(count, Some(file)) => write!(
                f,
                "{} could not be written to the data folder\n  help: what you kept was put into {} instead: `diptych bookmarks import` takes that file in when the folder can be written again (`diptych paths` names it)",
                changes(count),
                file.display()
            ),
            FlushOutcome::Unsaved(count, None) => write!(
                f,
                "{} could not be written, neither to the data folder nor here\n  help: look at the data folder (`diptych paths` names it) and the disk",
                changes(count)
            ),
            FlushOutcome::Unknown => f.write_str(
                "the disk did not answer in time, so the last changes may be lost\n  help: look at the data folder (`diptych paths` names it)",
            ),
        }
    }
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RunError::Terminal(error) => write!(
                f,
                "error: the terminal cannot be used: {error}\n  help: `diptych show` and `diptych compare` print the same as plain text"
            ),
            RunError::Internal(report, FlushOutcome::AllSaved) => write!(
                f,
                "internal error: {report}\n  help: what you kept is saved; start again with the same command, and please report the lines above"
            ),
            RunError::Internal(report, left) => write!(
                f,
                "internal error: {report}\n  help: start again with the same command, and please report the lines above\nerror: {left}"
            ),
            RunError::Unsaved(left) => write!(f, "error: {left}"),
            RunError::UnfinishedTasks(what) => write!(f, "error: {}", what.join("\nerror: ")),
        }
    }
}

impl std::error::Error for RunError {}
