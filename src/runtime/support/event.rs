//! What the event loop waits for: messages for the program, and what concerns only the runtime.

use crate::app::message::{EditorError, Msg, StatusLevel};

/// Something that the event loop handles.
#[derive(Debug)]
pub enum Event {
    /// A message for the program.
    App(Msg),
    /// A signal ends the program: its number.
    Terminate(i32),
    /// A signal asks the program to stop until it is continued.
    Suspend,
    /// The program was continued.
    Continued,
    /// The terminal is gone.
    TerminalGone,
    /// A text for the clipboard, to be sent by an escape sequence to the terminal.
    ClipboardWrite(String),
    /// The reader's editor has ended: the text, or why there is none.
    EditorClosed(Result<String, EditorError>),
    /// A program with its arguments that needs the terminal, to open an address.
    RunInTerminal(Vec<String>),
    /// A task has ended: what to show in the status line.
    TaskFinished(StatusLevel, String),
    /// A program that had the terminal has ended: what to show in the status line.
    TerminalProgramClosed(StatusLevel, String),
    /// The thread of this name panicked.
    WorkerPanicked(String),
}

/// Sends events to the event loop.
pub type EventSender = crossbeam_channel::Sender<Event>;

/// Sends a message to the program. If the event loop has ended, nobody needs it.
pub fn send_msg(event_tx: &EventSender, msg: Msg) {
    let _ = event_tx.send(Event::App(msg));
}
