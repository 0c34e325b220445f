//! What other programs do for the reader: open an address, take a text through
//! a pipe, put it on the clipboard. Each is an errand on a thread of its own,
//! answered in the status line when the program that was started has ended, whatever it
//! left in the background; one that takes longer is not waited for, and never killed.

mod browser;
mod program;

use std::io;
use std::time::Duration;

use crate::app::message::StatusLevel;
use crate::text::clean;
pub use browser::{BrowseOutcome, open_url};
use program::{ExitInfo, OutputMode, run_with_timeout};

/// How long the end of a command of the reader's is waited for.
const PIPE_TIMEOUT: Duration = Duration::from_secs(10);
/// How long the tools of the desktop and tmux are waited for: they take a moment, and
/// where they take longer another way to the clipboard is tried.
const TOOL_TIMEOUT: Duration = Duration::from_secs(3);

/// What is known of the surroundings of the terminal.
#[derive(Clone, Copy, Debug, Default)]
pub struct TerminalEnv {
    /// Whether it is a pane of tmux.
    pub tmux: bool,
    /// Whether it is a window of GNU screen.
    pub screen: bool,
    /// Whether it stands at the other end of an SSH connection.
    pub ssh: bool,
    /// The graphical desktop that can be reached.
    pub desktop: Desktop,
}

/// A graphical desktop.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Desktop {
    /// None.
    #[default]
    None,
    /// One of X.
    X,
    /// One of Wayland, mostly with X beside it.
    Wayland,
}

/// An answer for the status line.
pub type TaskResult = (StatusLevel, String);

/// Hands a text to a shell command and tells the first line that it prints. `started` is
/// called once the command has the text, and goes on by itself when this program ends.
#[must_use]
pub fn pipe(command: &str, text: &str, started: impl FnOnce()) -> TaskResult {
    pipe_with_timeout(command, text, PIPE_TIMEOUT, started)
}

fn pipe_with_timeout(
    command: &str,
    text: &str,
    timeout: Duration,
    started: impl FnOnce(),
) -> TaskResult {
    let shell = ["sh", "-c", command];
    let ended = match run_with_timeout(&shell, text, OutputMode::Capture, timeout, started) {
        Ok(ended) => ended,
        Err(error) => {
            return (
                StatusLevel::Error,
                format!("The shell did not start: {error}"),
            );
        }
    };
    let Some(ExitInfo { code, output }) = ended else {
        let seconds = timeout.as_secs();
        let message = format!("{command}: still running after {seconds} s; it goes on by itself");
        return (StatusLevel::Hint, message);
    };
    let first = output.lines().find(|line| !line.trim().is_empty());
    let message = clean::clean_line(first.unwrap_or(""));
    match code {
        0 if message.is_empty() => (StatusLevel::Info, format!("{command}: done")),
        0 => (StatusLevel::Info, message),
        code if message.is_empty() => (StatusLevel::Error, format!("{command}: exit code {code}")),
        code => (StatusLevel::Error, format!("{message} (exit code {code})")),
    }
}

/// Puts a text into tmux's buffer and lets tmux hand it to the terminal.
///
/// # Errors
/// Where tmux is too old for it or cannot be run.
pub fn load_tmux_buffer(text: &str) -> io::Result<()> {
    write_to_tool(&["tmux", "load-buffer", "-w", "-"], text)
}

/// Hands a text to a tool that keeps the clipboard: its name and arguments. Some such
/// tools stay in the background for it, so nothing of theirs is listened to.
///
/// # Errors
/// Where it cannot be run, fails, or has not ended after a while; it then goes on.
pub fn write_to_tool(tool: &[&str], text: &str) -> io::Result<()> {
    match run_with_timeout(tool, text, OutputMode::Discard, TOOL_TIMEOUT, || {})? {
        Some(ExitInfo { code: 0, .. }) => Ok(()),
        Some(_) => Err(io::Error::other("the tool refused")),
        None => Err(io::ErrorKind::TimedOut.into()),
    }
}

#[cfg(test)]
mod tests;
