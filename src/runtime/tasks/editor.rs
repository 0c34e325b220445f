//! Edits a note in the reader's own editor: the note is written to a file, the editor runs on the
//! terminal, and the file is read again. The editor is never ended by this program: what ends the
//! terminal or the whole job reaches it by itself, and it saves what it can.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{self, Command};

use rustix::process::Pid;

use crate::app::message::EditorError;
use crate::runtime::support::event::{Event, EventSender};
use crate::runtime::support::{atomic_write, clock};
use crate::runtime::tasks::terminal_program::{pid_of, wait_exit};
use crate::text::clean;

/// Length of a note at most. The editor may leave a file of any size.
const MAX_NOTE_BYTES: u64 = 1024 * 1024;

/// A shell's exit code if it does not find the program.
const EXIT_NOT_FOUND: i32 = 127;

/// Why a note could not be edited.
#[derive(Debug, thiserror::Error)]
pub enum NoteError {
    /// No editor is configured.
    #[error("No editor is named: set VISUAL or EDITOR, as in EDITOR=vim")]
    NoEditor,
    /// Another program has the terminal.
    #[error("An editor has the terminal already")]
    Busy,
    /// The file for the editor could not be written.
    #[error("{} could not be written: {error}", file.display())]
    NotWritten {
        /// The file.
        file: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// The editor could not be started.
    #[error("The editor did not start: {0}")]
    NotStarted(io::Error),
    /// The editor failed and left the text as it was.
    #[error("{0}; the note is as it was")]
    Failed(EditorFailure),
    /// The editor failed, but left another text.
    #[error("{failure}; the note is as it was, the editor's text is in {}", file.display())]
    FailedWithText {
        /// How it failed.
        failure: EditorFailure,
        /// The file with the text.
        file: PathBuf,
    },
    /// The editor's file could not be read.
    #[error("{editor}: {why}; the note is as it was")]
    NoText {
        /// The editor, or how it failed.
        editor: String,
        /// Why there is no text.
        why: String,
    },
    /// The editor left an empty file instead of a text: rather a mistake than a wish.
    #[error("{0} left an empty file; the note is as it was (delete its text here, if you mean to)")]
    Empty(String),
}

/// How an editor failed.
#[derive(Debug, thiserror::Error)]
pub enum EditorFailure {
    /// There is no such program.
    #[error("{0}: there is no such program")]
    NotFound(String),
    /// It ended with an exit code.
    #[error("{0} ended with exit code {1}")]
    ExitCode(String, i32),
    /// The system does not know what became of it.
    #[error("{0} was lost: {1}")]
    Lost(String, io::Error),
}

/// A running editor.
#[derive(Debug)]
pub struct Editor {
    pid: Pid,
    file: PathBuf,
    initial_text: String,
    /// The command, for messages.
    command: String,
}

impl Editor {
    /// Starts an editor (a shell command) on a new file in a folder. The terminal must have been
    /// released.
    ///
    /// # Errors
    /// It could not be started.
    pub fn start(command: &OsStr, text: &str, folder: &Path) -> Result<Editor, NoteError> {
        let name = format!("diptych-note-{}-{}.md", process::id(), clock::now());
        let file = folder.join(name);
        let mut initial_text = text.to_owned();
        if !initial_text.is_empty() && !initial_text.ends_with('\n') {
            initial_text.push('\n');
        }
        if let Err(error) = atomic_write::write_private(&file, &initial_text) {
            return Err(NoteError::NotWritten { file, error });
        }
        // With a trap the shell waits for the editor even if C-c is one of its keys.
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
                initial_text,
                command: clean::clean_line(&command.to_string_lossy()),
            }),
            Err(error) => {
                let _ = fs::remove_file(&file);
                Err(NoteError::NotStarted(error))
            }
        }
    }

    /// Returns the file with the text.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Waits for the end of the editor and returns the text, cleaned, without line ends at its
    /// end. If the editor is stopped, this program stops with it.
    ///
    /// # Errors
    /// It failed, or its file cannot be read. A text that differs from the note is kept.
    pub fn wait(self) -> Result<String, NoteError> {
        let failure = self.failure(wait_exit(self.pid));
        let text = match self.read_text() {
            Ok(text) => text,
            Err(error) => {
                let why = if error.kind() == io::ErrorKind::NotFound {
                    "it removed the file".to_owned()
                } else {
                    format!("{} could not be read: {error}", self.file.display())
                };
                let editor = failure.map_or(self.command, |failure| failure.to_string());
                return Err(NoteError::NoText { editor, why });
            }
        };
        match failure {
            Some(failure) if text == self.initial_text => {
                let _ = fs::remove_file(&self.file);
                Err(NoteError::Failed(failure))
            }
            Some(failure) => Err(NoteError::FailedWithText {
                failure,
                file: self.file,
            }),
            None => {
                let _ = fs::remove_file(&self.file);
                if text.trim().is_empty() && !self.initial_text.trim().is_empty() {
                    return Err(NoteError::Empty(self.command));
                }
                Ok(clean::clean(text.trim_end_matches(['\n', '\r'])))
            }
        }
    }

    fn failure(&self, exit: io::Result<i32>) -> Option<EditorFailure> {
        let command = self.command.clone();
        match exit {
            Ok(0) => None,
            Ok(EXIT_NOT_FOUND) => Some(EditorFailure::NotFound(command)),
            Ok(code) => Some(EditorFailure::ExitCode(command, code)),
            Err(error) => Some(EditorFailure::Lost(command, error)),
        }
    }

    fn read_text(&self) -> io::Result<String> {
        let mut bytes = Vec::new();
        // Opening a pipe that the editor left there would wait for ever.
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

/// Waits for an editor and sends the text.
pub fn wait_and_notify(editor: Editor, event_tx: &EventSender) {
    let text = editor.wait().map_err(EditorError::new);
    let _ = event_tx.send(Event::EditorClosed(text));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(command: &str, text: &str) -> (Result<String, NoteError>, usize) {
        let folder = tempfile::tempdir().unwrap();
        let answer = Editor::start(command.as_ref(), text, folder.path())
            .unwrap()
            .wait();
        (answer, fs::read_dir(folder.path()).unwrap().count())
    }

    #[test]
    fn what_the_editor_leaves_is_the_text() {
        let (answer, left) = edited("sed -i -e s/one/two/", "one\nmore");
        assert_eq!(answer.unwrap(), "two\nmore");
        assert_eq!(left, 0);
        assert_eq!(edited("true", "").0.unwrap(), "");
        assert_eq!(edited("true", "same").0.unwrap(), "same");
    }

    #[test]
    fn an_editor_that_fails_changes_nothing_and_loses_nothing() {
        let (answer, left) = edited("false", "one");
        assert_eq!(left, 0);
        assert!(
            answer
                .unwrap_err()
                .to_string()
                .contains("false ended with exit code 1; the note is as it was")
        );
        let (answer, left) = edited("f() { echo more >> \"$1\"; exit 3; }; f", "one");
        assert_eq!(left, 1);
        let message = answer.unwrap_err().to_string();
        assert!(
            message.contains("exit code 3") && message.contains("diptych-note-"),
            "{message}"
        );
        let (answer, _) = edited("no-such-editor-here 2>/dev/null", "one");
        assert!(
            answer
                .unwrap_err()
                .to_string()
                .contains("there is no such program")
        );
        let (answer, left) = edited("rm", "one");
        assert_eq!(left, 0);
        let message = answer.unwrap_err().to_string();
        assert!(message.contains("removed the file"), "{message}");
        let (answer, left) = edited("f() { : > \"$1\"; }; f", "one");
        assert_eq!(left, 0);
        assert!(
            answer
                .unwrap_err()
                .to_string()
                .contains("left an empty file")
        );
        let (answer, _) = edited("f() { rm \"$1\"; mkfifo \"$1\"; }; f", "one");
        let message = answer.unwrap_err().to_string();
        assert!(message.contains("no file any more"), "{message}");
    }

    #[test]
    fn what_comes_back_is_clean_and_not_endless() {
        let (answer, _) = edited("f() { printf 'a\\033[31mb\\r\\n\\n' > \"$1\"; }; f", "");
        assert!(clean::is_clean(&answer.unwrap()));
        let (answer, left) = edited("f() { yes | head -c 2000000 > \"$1\"; }; f", "");
        assert_eq!(left, 1);
        assert!(answer.unwrap_err().to_string().contains("1 MiB"));
    }
}
