//! What the loop waits for: news for the program, and what concerns only the
//! runtime.

use crate::app::message::{Msg, StatusLevel};

/// Something that reached the loop.
#[derive(Debug)]
pub enum Event {
    /// News for the program.
    App(Msg),
    /// A signal asks the program to end.
    Terminate(i32),
    /// A signal asks the program to stop until it is continued.
    Suspend,
    /// The program was continued.
    Continued,
    /// The terminal is gone.
    TerminalGone,
    /// A text for the terminal's clipboard that found no better way.
    ClipboardWrite(String),
    /// The reader's editor has ended: the text, or why there is none.
    EditorClosed(Result<String, String>),
    /// An address is to be opened by this program with these arguments, which needs the
    /// terminal.
    RunInTerminal(Vec<String>),
    /// What the reader asked to be written or handed on was, or was not; what to say of it.
    TaskFinished(StatusLevel, String),
    /// A program that had the terminal has ended; what to say of it.
    TerminalProgramClosed(StatusLevel, String),
    /// A thread of ours ended by a panic: its name.
    WorkerPanicked(String),
}

/// The way to the loop.
pub type EventSender = crossbeam_channel::Sender<Event>;

/// Sends news to the program. Where the loop has ended, nobody needs it.
pub fn send_msg(event_tx: &EventSender, msg: Msg) {
    let _ = event_tx.send(Event::App(msg));
}
