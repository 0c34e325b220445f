//! Writes a text to another program: a shell command, or a tool that takes the clipboard.

use std::io;
use std::time::Duration;

use crate::app::message::StatusLevel;
use crate::runtime::tasks::child_process::{ExitInfo, OutputMode, run_with_timeout};
use crate::runtime::tasks::tracker::TaskResult;
use crate::text::clean;

/// How long a command of the reader's may take before a message says that it runs on by itself.
const PIPE_TIMEOUT: Duration = Duration::from_secs(10);
/// How long tmux and the tools of the desktop may take before the next way to the clipboard is
/// tried. They take milliseconds unless they hang.
const TOOL_TIMEOUT: Duration = Duration::from_secs(3);

/// Writes a text to a shell command and returns the first line that it prints. `started` is called
/// once the command has the text, and would run on by itself if this program ended.
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

/// Writes a text to tmux's buffer; tmux passes it on to the terminal.
///
/// # Errors
/// tmux is too old for that, or cannot be run.
pub fn load_tmux_buffer(text: &str) -> io::Result<()> {
    write_to_tool(&["tmux", "load-buffer", "-w", "-"], text)
}

/// Writes a text to a clipboard tool, given by name and arguments. Some stay in the background, so
/// their output is not read.
///
/// # Errors
/// The tool cannot be run, fails, or runs for too long; then it runs on.
pub fn write_to_tool(tool: &[&str], text: &str) -> io::Result<()> {
    match run_with_timeout(tool, text, OutputMode::Discard, TOOL_TIMEOUT, || {})? {
        Some(ExitInfo { code: 0, .. }) => Ok(()),
        Some(_) => Err(io::Error::other("the tool refused")),
        None => Err(io::ErrorKind::TimedOut.into()),
    }
}

#[cfg(test)]
mod tests;
