//! Programs that get the terminal for a while: a browser, and the reader's own editor,
//! which gets a file with the text; what stands in the file afterwards is the answer.
//! None of them is ended by this program: what ends the terminal or the whole job reaches
//! them by itself, and they save what they can.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{self, Child, Command};

use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};

use crate::app::message::StatusLevel;
use crate::runtime::event::{Event, EventSender};
use crate::runtime::support::{atomic_write, clock};
use crate::runtime::terminal::signals;
use crate::text::clean;

/// How long a note may be, in bytes.
const MAX_NOTE_BYTES: u64 = 1024 * 1024;

/// The exit code of a shell that does not find the program.
const EXIT_NOT_FOUND: i32 = 127;

/// An editor that was started.
#[derive(Debug)]
pub struct Editor {
    pid: Pid,
    file: PathBuf,
    initial_text: String,
    /// The command, for what is said of it.
    command: String,
}

impl Editor {
    /// Starts an editor (a command of the shell) on a new file of a folder. The
    /// terminal must be free for it.
    ///
    /// # Errors
    /// Where it cannot be started: why, and what to do.
    pub fn start(command: &OsStr, text: &str, folder: &Path) -> Result<Editor, String> {
        let name = format!("diptych-note-{}-{}.md", process::id(), clock::now());
        let file = folder.join(name);
        let mut before = text.to_owned();
        if !before.is_empty() && !before.ends_with('\n') {
            before.push('\n');
        }
        atomic_write::write_private(&file, &before)
            .map_err(|error| format!("{} could not be written: {error}", file.display()))?;
        // With a trap the shell waits for the editor also where C-c is one of its keys.
        let mut line = OsString::from("trap : INT QUIT\n");
        line.push(command);
        line.push(" \"$@\"");
        let started = Command::new("sh")
            .arg("-c")
            .arg(line)
            .arg(command)
            .arg(&file)
            .spawn()
            .and_then(|child| pid_of(&child));
        match started {
            Ok(pid) => Ok(Editor {
                pid,
                file,
                initial_text: before,
                command: clean::clean_line(&command.to_string_lossy()),
            }),
            Err(error) => {
                let _ = fs::remove_file(&file);
                Err(format!("The editor did not start: {error}"))
            }
        }
    }

    /// Returns the file with the text.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Waits until it ends and returns the text, cleaned, without the line ends
    /// at its end. Where it is stopped, this program stops with it.
    ///
    /// # Errors
    /// Where it failed or its file cannot be read: why, and where the text is.
    pub fn wait(self) -> Result<String, String> {
        let code = wait_exit(self.pid);
        let text = self.read_text();
        let shown = self.file.display();
        let command = &self.command;
        let failed = match code {
            Ok(0) => None,
            Ok(EXIT_NOT_FOUND) => Some(format!("{command}: there is no such program")),
            Ok(code) => Some(format!("{command} ended with exit code {code}")),
            Err(error) => Some(format!("{command} was lost: {error}")),
        };
        let Ok(text) = text.as_deref() else {
            let why = match text {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    "it removed the file".to_owned()
                }
                Err(error) => format!("{shown} could not be read: {error}"),
                Ok(_) => String::new(),
            };
            let failed = failed.unwrap_or_else(|| command.clone());
            return Err(format!("{failed}: {why}; the note is as it was"));
        };
        match failed {
            Some(failed) if text == self.initial_text => {
                let _ = fs::remove_file(&self.file);
                Err(format!("{failed}; the note is as it was"))
            }
            Some(failed) => Err(format!(
                "{failed}; the note is as it was, the editor's text is in {shown}"
            )),
            None => {
                let _ = fs::remove_file(&self.file);
                if text.trim().is_empty() && !self.initial_text.trim().is_empty() {
                    return Err(format!(
                        "{command} left an empty file; the note is as it was (delete its text here, if you mean to)"
                    ));
                }
                Ok(clean::clean(text.trim_end_matches(['\n', '\r'])))
            }
        }
    }

    fn read_text(&self) -> io::Result<String> {
        let mut bytes = Vec::new();
        // Opening a pipe that it left there would wait for ever.
        if !fs::metadata(&self.file)?.is_file() {
            return Err(io::Error::other("it is no file any more"));
        }
        File::open(&self.file)?
            .take(MAX_NOTE_BYTES + 1)
            .read_to_end(&mut bytes)?;
        if bytes.len() as u64 > MAX_NOTE_BYTES {
            return Err(io::Error::other("it is longer than a note can be (1 MiB)"));
        }
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// Waits for an editor and tells the loop.
pub fn wait_and_notify(editor: Editor, event_tx: &EventSender) {
    let _ = event_tx.send(Event::EditorClosed(editor.wait()));
}

/// A program that was started on the terminal.
#[derive(Debug)]
pub struct TerminalProgram {
    pid: Pid,
    name: String,
}

impl TerminalProgram {
    /// Starts a program with its arguments. The terminal must be free for it.
    ///
    /// # Errors
    /// Where it cannot be started: why.
    pub fn start(words: &[String]) -> Result<TerminalProgram, String> {
        let mut words = words.iter();
        let name = words.next().cloned().unwrap_or_default();
        let started = Command::new(&name)
            .args(words)
            .spawn()
            .and_then(|child| pid_of(&child));
        match started {
            Ok(pid) => Ok(TerminalProgram { pid, name }),
            Err(error) => Err(format!("{name} did not start: {error}")),
        }
    }

    /// Waits until it ends and tells the loop. Where it is stopped, this program stops
    /// with it.
    pub fn wait_and_notify(self, event_tx: &EventSender) {
        let TerminalProgram { pid, name } = self;
        let (tone, message) = match wait_exit(pid) {
            Ok(0) => (StatusLevel::Info, format!("{name} has ended.")),
            Ok(code) => (
                StatusLevel::Error,
                format!("{name} ended with exit code {code}"),
            ),
            Err(error) => (StatusLevel::Error, format!("{name} was lost: {error}")),
        };
        let _ = event_tx.send(Event::TerminalProgramClosed(tone, message));
    }
}

fn pid_of(child: &Child) -> io::Result<Pid> {
    i32::try_from(child.id())
        .ok()
        .and_then(Pid::from_raw)
        .ok_or_else(|| io::Error::other("it has no number"))
}

/// Waits until a program ends and returns its exit code.
fn wait_exit(pid: Pid) -> io::Result<i32> {
    loop {
        match waitpid(Some(pid), WaitOptions::UNTRACED) {
            Err(rustix::io::Errno::INTR) | Ok(None) => {}
            Err(error) => return Err(error.into()),
            Ok(Some((_, status))) if status.stopped() => {
                if signals::has_job_control() {
                    signals::stop_here()?;
                } else {
                    // Nobody is there who could continue the two.
                    kill_process(pid, Signal::CONT)?;
                }
            }
            Ok(Some((_, status))) => {
                let signal = status.terminating_signal().map(|signal| 128 + signal);
                return Ok(status.exit_status().or(signal).unwrap_or(1));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(command: &str, text: &str) -> (Result<String, String>, usize) {
        let folder = tempfile::tempdir().unwrap();
        let answer = Editor::start(command.as_ref(), text, folder.path())
            .unwrap()
            .wait();
        (answer, fs::read_dir(folder.path()).unwrap().count())
    }

    #[test]
    fn what_the_editor_leaves_is_the_text() {
        let (answer, left) = edited("sed -i -e s/one/two/", "one\nmore");
        assert_eq!(answer, Ok("two\nmore".to_owned()));
        assert_eq!(left, 0);
        assert_eq!(edited("true", "").0, Ok(String::new()));
        assert_eq!(edited("true", "same").0, Ok("same".to_owned()));
    }

    #[test]
    fn an_editor_that_fails_changes_nothing_and_loses_nothing() {
        let (answer, left) = edited("false", "one");
        assert_eq!(left, 0);
        assert!(
            answer
                .unwrap_err()
                .contains("false ended with exit code 1; the note is as it was")
        );
        let (answer, left) = edited("f() { echo more >> \"$1\"; exit 3; }; f", "one");
        assert_eq!(left, 1);
        let message = answer.unwrap_err();
        assert!(
            message.contains("exit code 3") && message.contains("diptych-note-"),
            "{message}"
        );
        let (answer, _) = edited("no-such-editor-here 2>/dev/null", "one");
        assert!(answer.unwrap_err().contains("there is no such program"));
        let (answer, left) = edited("rm", "one");
        assert_eq!(left, 0);
        let message = answer.unwrap_err();
        assert!(message.contains("removed the file"), "{message}");
        let (answer, left) = edited("f() { : > \"$1\"; }; f", "one");
        assert_eq!(left, 0);
        assert!(answer.unwrap_err().contains("left an empty file"));
        let (answer, _) = edited("f() { rm \"$1\"; mkfifo \"$1\"; }; f", "one");
        assert!(answer.unwrap_err().contains("no file any more"));
    }

    #[test]
    fn what_comes_back_is_clean_and_not_endless() {
        let (answer, _) = edited("f() { printf 'a\\033[31mb\\r\\n\\n' > \"$1\"; }; f", "");
        assert!(clean::is_clean(&answer.unwrap()));
        let (answer, left) = edited("f() { yes | head -c 2000000 > \"$1\"; }; f", "");
        assert_eq!(left, 1);
        assert!(answer.unwrap_err().contains("1 MiB"));
    }
}
