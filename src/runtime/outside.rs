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
pub use browser::{Browsed, browse};
use program::{Ended, Output, run};

/// How long the end of a command of the reader's is waited for.
const PIPE_PATIENCE: Duration = Duration::from_secs(10);
/// How long the tools of the desktop and tmux are waited for: they take a moment, and
/// where they take longer another way to the clipboard is tried.
const TOOL_PATIENCE: Duration = Duration::from_secs(3);

/// What is known of the surroundings of the terminal.
#[derive(Clone, Copy, Debug, Default)]
pub struct Surroundings {
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
pub type Answer = (StatusLevel, String);

/// Hands a text to a shell command and tells the first line that it prints. `started` is
/// called once the command has the text, and goes on by itself when this program ends.
#[must_use]
pub fn pipe(command: &str, text: &str, started: impl FnOnce()) -> Answer {
    pipe_within(command, text, PIPE_PATIENCE, started)
}

fn pipe_within(command: &str, text: &str, patience: Duration, started: impl FnOnce()) -> Answer {
    let shell = ["sh", "-c", command];
    let ended = match run(&shell, text, Output::Heard, patience, started) {
        Ok(ended) => ended,
        Err(error) => {
            return (
                StatusLevel::Error,
                format!("The shell did not start: {error}"),
            );
        }
    };
    let Some(Ended { code, output }) = ended else {
        let seconds = patience.as_secs();
        let said = format!("{command}: still running after {seconds} s; it goes on by itself");
        return (StatusLevel::Hint, said);
    };
    let first = output.lines().find(|line| !line.trim().is_empty());
    let said = clean::clean_line(first.unwrap_or(""));
    match code {
        0 if said.is_empty() => (StatusLevel::Info, format!("{command}: done")),
        0 => (StatusLevel::Info, said),
        code if said.is_empty() => (StatusLevel::Error, format!("{command}: exit code {code}")),
        code => (StatusLevel::Error, format!("{said} (exit code {code})")),
    }
}

/// Puts a text into tmux's buffer and lets tmux hand it to the terminal.
///
/// # Errors
/// Where tmux is too old for it or cannot be run.
pub fn load_tmux_buffer(text: &str) -> io::Result<()> {
    feed_tool(&["tmux", "load-buffer", "-w", "-"], text)
}

/// Hands a text to a tool that keeps the clipboard: its name and arguments. Some such
/// tools stay in the background for it, so nothing of theirs is listened to.
///
/// # Errors
/// Where it cannot be run, fails, or has not ended after a while; it then goes on.
pub fn feed_tool(tool: &[&str], text: &str) -> io::Result<()> {
    match run(tool, text, Output::Dropped, TOOL_PATIENCE, || {})? {
        Some(Ended { code: 0, .. }) => Ok(()),
        Some(_) => Err(io::Error::other("the tool refused")),
        None => Err(io::ErrorKind::TimedOut.into()),
    }
}

#[cfg(test)]
mod tests;
