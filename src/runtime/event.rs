//! What the loop waits for: news for the program, and what concerns only the
//! runtime.

use crate::app::message::{Msg, StatusLevel};

/// Something that reached the loop.
#[derive(Debug)]
pub enum Event {
    /// News for the program.
    App(Msg),
    /// A signal asks the program to end.
    End(i32),
    /// A signal asks the program to stop until it is continued.
    Stop,
    /// The program was continued.
    Continued,
    /// The terminal is gone.
    Gone,
    /// A text for the terminal's clipboard that found no better way.
    Clip(String),
    /// The reader's editor has ended: the text, or why there is none.
    Edited(Result<String, String>),
    /// An address is to be opened by this program with these arguments, which needs the
    /// terminal.
    Visit(Vec<String>),
    /// What the reader asked to be written or handed on was, or was not; what to say of it.
    Answered(StatusLevel, String),
    /// A program that had the terminal has ended; what to say of it.
    Visited(StatusLevel, String),
    /// A thread of ours ended by a panic: its name.
    Died(String),
}

/// The way to the loop.
pub type Inbox = crossbeam_channel::Sender<Event>;

/// Sends news to the program. Where the loop has ended, nobody needs it.
pub fn tell(inbox: &Inbox, msg: Msg) {
    let _ = inbox.send(Event::App(msg));
}
