//! The clipboard. Inside tmux it is tmux's buffer, which tmux hands on; else the
//! terminal is asked by an escape sequence (OSC 52), which works over SSH but is
//! never answered: so "sent", not "copied".

use super::event::{Event, Inbox, tell};
use super::outside::{self, Surroundings};
use crate::app::msg::{Msg, Tone};

/// Puts a text on the clipboard and tells which way it went.
pub fn copy(text: String, around: Surroundings, inbox: &Inbox) {
    if around.tmux && outside::load_tmux_buffer(&text).is_ok() {
        let size = size(&text);
        let said = format!("Copied {size} to tmux's buffer and sent to the terminal's clipboard");
        tell(inbox, Msg::Told(Tone::Done, said));
    } else {
        let _ = inbox.send(Event::Clip(text));
    }
}

/// Returns what to say when a text was sent by an escape sequence.
#[must_use]
pub fn sent(text: &str) -> String {
    format!("Sent {} to the terminal's clipboard (OSC 52)", size(text))
}

fn size(text: &str) -> String {
    match text.chars().count() {
        1 => "1 character".to_owned(),
        n => format!("{n} characters"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outside_tmux_the_loop_is_asked_to_send() {
        let (inbox, events) = crossbeam_channel::unbounded();
        copy("“no”".to_owned(), Surroundings::default(), &inbox);
        assert!(matches!(events.recv().unwrap(), Event::Clip(text) if text == "“no”"));
        assert_eq!(
            sent("“no”"),
            "Sent 4 characters to the terminal's clipboard (OSC 52)"
        );
    }
}
