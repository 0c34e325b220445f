//! What other programs do for the reader: open an address, take a text through
//! a pipe, put it on the clipboard. Each is an errand on a thread of its own,
//! with a limit of time, answered in the status line.

use std::io::{self, Read, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};

use crate::app::msg::Tone;
use crate::text::clean;

/// How long a command of the reader's may run.
const PIPE_LIMIT: Duration = Duration::from_secs(30);
/// How long the helpers of the desktop and of tmux may run.
const HELPER_LIMIT: Duration = Duration::from_secs(5);
/// How much of a command's output is looked at, in bytes.
const OUTPUT_LIMIT: u64 = 64 * 1024;

/// What is known of the surroundings of the terminal.
#[derive(Clone, Copy, Debug, Default)]
pub struct Surroundings {
    /// Whether it is a pane of tmux.
    pub tmux: bool,
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
pub type Answer = (Tone, String);

/// Opens an address in the browser, or tells it where there is none to open.
#[must_use]
pub fn browse(address: &str, around: Surroundings) -> Answer {
    if !(address.starts_with("https://") || address.starts_with("http://")) {
        return (
            Tone::Nothing,
            format!("{address} is no web address, so no browser was asked"),
        );
    }
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    };
    if around.ssh || !(around.desktop != Desktop::None || cfg!(target_os = "macos")) {
        return (
            Tone::Nothing,
            format!("No browser here. The original: {address}"),
        );
    }
    match run(Command::new(opener).arg(address), "", HELPER_LIMIT) {
        // Some desktops keep the opener running as long as the browser.
        Ok(Ended {
            code: Some(0) | None,
            ..
        }) => (Tone::Done, format!("Handed to the browser: {address}")),
        Ok(_) | Err(_) => (
            Tone::Trouble,
            format!("{opener} could not open it. The original: {address}"),
        ),
    }
}

/// Hands a text to a shell command and tells the first line that it prints.
#[must_use]
pub fn pipe(command: &str, text: &str) -> Answer {
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(command);
    let ended = match run(&mut shell, text, PIPE_LIMIT) {
        Ok(ended) => ended,
        Err(error) => return (Tone::Trouble, format!("The shell did not start: {error}")),
    };
    let said = clean::clean_line(
        ended
            .output
            .lines()
            .find(|l| !l.trim().is_empty())
            .unwrap_or(""),
    );
    match ended.code {
        Some(0) if said.is_empty() => (Tone::Done, format!("{command}: done")),
        Some(0) => (Tone::Done, said),
        Some(code) if said.is_empty() => (Tone::Trouble, format!("{command}: exit code {code}")),
        Some(code) => (Tone::Trouble, format!("{said} (exit code {code})")),
        None => (
            Tone::Trouble,
            format!("{command}: stopped after {} s", PIPE_LIMIT.as_secs()),
        ),
    }
}

/// Puts a text into tmux's buffer and lets tmux hand it to the terminal.
///
/// # Errors
/// Where tmux is too old for it or cannot be run.
pub fn load_tmux_buffer(text: &str) -> io::Result<()> {
    let mut tmux = Command::new("tmux");
    tmux.args(["load-buffer", "-w", "-"]);
    match run(&mut tmux, text, HELPER_LIMIT)?.code {
        Some(0) => Ok(()),
        _ => Err(io::Error::other("tmux refused")),
    }
}

/// Hands a text to a tool that keeps the clipboard. Some such tools stay in the
/// background for it, so nothing of theirs is listened to.
///
/// # Errors
/// Where it cannot be run, fails, or does not take the text in time.
pub fn feed_tool(tool: &mut Command, text: &str) -> io::Result<()> {
    let mut child = tool
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()?;
    let group = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    feed(&mut child, text.to_owned());
    let (done, answer) = mpsc::channel();
    thread::spawn(move || {
        let _ = done.send(child.wait());
    });
    match answer.recv_timeout(HELPER_LIMIT) {
        Ok(Ok(status)) if status.success() => Ok(()),
        Ok(Ok(_)) => Err(io::Error::other("the tool refused")),
        Ok(Err(error)) => Err(error),
        Err(_) => {
            if let Some(group) = group {
                let _ = kill_process_group(group, Signal::KILL);
            }
            Err(io::ErrorKind::TimedOut.into())
        }
    }
}

/// How a command ended.
struct Ended {
    /// Its exit code, that of a shell where a signal ended it; none where the time was up.
    code: Option<i32>,
    /// The beginning of what it printed to either stream.
    output: String,
}

/// Runs a command in a process group of its own, which is ended when the time is up.
fn run(command: &mut Command, input: &str, limit: Duration) -> io::Result<Ended> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0)
        .spawn()?;
    let group = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    feed(&mut child, input.to_owned());
    let (done, answer) = mpsc::channel();
    thread::spawn(move || {
        let output = listen(&mut child);
        let _ = done.send((child.wait(), output));
    });
    match answer.recv_timeout(limit) {
        Ok((status, output)) => {
            use std::os::unix::process::ExitStatusExt;
            let status = status?;
            let code = status.code().or_else(|| status.signal().map(|s| 128 + s));
            Ok(Ended { code, output })
        }
        Err(RecvTimeoutError::Timeout) => {
            if let Some(group) = group {
                let _ = kill_process_group(group, Signal::KILL);
            }
            Ok(Ended {
                code: None,
                output: String::new(),
            })
        }
        Err(RecvTimeoutError::Disconnected) => Err(io::Error::other("the command was lost")),
    }
}

/// Writes the input beside the reading of the output, so that neither waits
/// for the other. A command that reads no further is no error.
fn feed(child: &mut Child, input: String) {
    if let Some(mut stdin) = child.stdin.take() {
        thread::spawn(move || {
            let _ = stdin.write_all(input.as_bytes());
        });
    }
}

/// Reads all output, keeping its beginning: first what was printed, then the errors.
fn listen(child: &mut Child) -> String {
    let errors = child
        .stderr
        .take()
        .map(|stream| thread::spawn(|| beginning(stream)));
    let mut output = child.stdout.take().map(beginning).unwrap_or_default();
    if let Some(Ok(errors)) = errors.map(thread::JoinHandle::join) {
        output.push('\n');
        output.push_str(&errors);
    }
    output
}

fn beginning(mut stream: impl Read) -> String {
    let mut bytes = Vec::new();
    let _ = stream.by_ref().take(OUTPUT_LIMIT).read_to_end(&mut bytes);
    let _ = io::copy(&mut stream, &mut io::sink());
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_gets_the_text_and_its_first_line_is_told() {
        assert_eq!(pipe("wc -l", "a\nb\n"), (Tone::Done, "2".to_owned()));
        assert_eq!(
            pipe("cat >/dev/null", "x"),
            (Tone::Done, "cat >/dev/null: done".to_owned())
        );
    }

    #[test]
    fn a_command_that_fails_says_so() {
        let (tone, said) = pipe("echo no such list >&2; exit 3", "x");
        assert_eq!(tone, Tone::Trouble);
        assert_eq!(said, "no such list (exit code 3)");
    }

    #[test]
    fn what_a_command_prints_is_cleaned() {
        let (_, said) = pipe("printf '\\033[31mred\\033[0m\\007'", "");
        assert!(clean::is_clean(&said) && said.contains("red"), "{said:?}");
    }

    #[test]
    fn a_text_larger_than_a_pipe_passes_a_command_that_reads_nothing() {
        let (tone, _) = pipe("true", &"word ".repeat(100_000));
        assert_eq!(tone, Tone::Done);
    }

    #[test]
    fn a_command_that_does_not_end_is_ended() {
        let mut shell = Command::new("sh");
        shell.arg("-c").arg("sleep 60 & sleep 60");
        let ended = run(&mut shell, "", Duration::from_millis(100)).unwrap();
        assert_eq!(ended.code, None);
    }

    #[test]
    fn a_tool_that_stays_in_the_background_has_taken_the_text() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("clip");
        let mut tool = Command::new("sh");
        tool.arg("-c").arg("cat > \"$0\"; sleep 20 &").arg(&file);
        let begun = std::time::Instant::now();
        feed_tool(&mut tool, "“words”").unwrap();
        assert!(begun.elapsed() < HELPER_LIMIT);
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "“words”");
        assert!(feed_tool(&mut Command::new("false"), "x").is_err());
        assert!(feed_tool(&mut Command::new("no-such-tool-here"), "x").is_err());
    }

    #[test]
    fn only_web_addresses_reach_the_browser() {
        let around = Surroundings {
            desktop: Desktop::X,
            ..Surroundings::default()
        };
        for address in ["file:///etc/passwd", "--help", "javascript:alert(1)"] {
            assert_eq!(browse(address, around).0, Tone::Nothing);
        }
        let far = Surroundings {
            ssh: true,
            ..around
        };
        let (tone, said) = browse("https://example.org/a", far);
        assert_eq!(tone, Tone::Nothing);
        assert!(said.contains("https://example.org/a"));
    }
}
