//! Runs a program on the terminal, such as a text browser. It is never ended by this program: what
//! ends the terminal or the whole job reaches it by itself.

use std::io;
use std::process::{Child, Command};

use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};

use crate::app::message::StatusLevel;
use crate::runtime::support::event::{Event, EventSender};
use crate::runtime::terminal::signals;

/// A program that runs on the terminal.
#[derive(Debug)]
pub struct TerminalProgram {
    pid: Pid,
    name: String,
}

impl TerminalProgram {
    /// Starts a program with its arguments. The terminal must have been released.
    ///
    /// # Errors
    /// It cannot be started: a message.
    pub fn start(words: &[String]) -> io::Result<TerminalProgram> {
        let mut words = words.iter();
        let name = words.next().cloned().unwrap_or_default();
        let started = Command::new(&name)
            .args(words)
            .spawn()
            .and_then(|child| pid_of(&child));
        Ok(TerminalProgram {
            pid: started?,
            name,
        })
    }

    /// Waits for its end and sends the result. If it is stopped, this program stops with it.
    pub fn wait_and_notify(self, event_tx: &EventSender) {
        let TerminalProgram { pid, name } = self;
        let (level, message) = match wait_exit(pid) {
            Ok(0) => (StatusLevel::Info, format!("{name} has ended.")),
            Ok(code) => (
                StatusLevel::Error,
                format!("{name} ended with exit code {code}"),
            ),
            Err(error) => (StatusLevel::Error, format!("{name} was lost: {error}")),
        };
        let _ = event_tx.send(Event::TerminalProgramClosed(level, message));
    }
}

/// Returns the process id of a child.
///
/// # Errors
/// The child has none, which should not happen.
pub fn pid_of(child: &Child) -> io::Result<Pid> {
    i32::try_from(child.id())
        .ok()
        .and_then(Pid::from_raw)
        .ok_or_else(|| io::Error::other("it has no number"))
}

/// Waits for the end of a program, and returns its exit code. If it is stopped, this program stops
/// with it.
///
/// # Errors
/// The system does not know the process.
pub fn wait_exit(pid: Pid) -> io::Result<i32> {
    loop {
        match waitpid(Some(pid), WaitOptions::UNTRACED) {
            Err(rustix::io::Errno::INTR) | Ok(None) => {}
            Err(error) => return Err(error.into()),
            Ok(Some((_, status))) if status.stopped() => {
                if signals::has_job_control() {
                    signals::stop_here()?;
                } else {
                    // There is no shell that could continue the two.
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
