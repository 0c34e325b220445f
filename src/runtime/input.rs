//! Keys, pastes and the mouse, as the terminal reports them.

use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::time::Duration;

use crossterm::event::{
    self, Event as Raw, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;

use super::event::{Event, Inbox};
use crate::app::key::{Code, Key};
use crate::app::msg::{Mouse, Msg};
use crate::text::clean;

/// How long the terminal library is asked for what it has read already. It
/// answers at once; with no time at all it would not look.
const AT_ONCE: Duration = Duration::from_millis(1);
/// How long [`Ear::close`] waits for the thread, which may be in the middle of
/// an escape sequence that never ends.
const PATIENCE: Duration = Duration::from_millis(100);

const CLOSE: u8 = b'c';
const OPEN: u8 = b'o';

/// The loop's end of the input thread: closes and opens its ear, so that a
/// program that gave the terminal back takes no keys from the shell.
pub struct Ear {
    control: UnixStream,
}

/// The input thread's end.
pub struct Listener {
    control: UnixStream,
}

/// Makes the two ends.
///
/// # Errors
/// Where the system refuses.
pub fn ear() -> io::Result<(Ear, Listener)> {
    let (ours, theirs) = UnixStream::pair()?;
    ours.set_read_timeout(Some(PATIENCE))?;
    Ok((Ear { control: ours }, Listener { control: theirs }))
}

impl Ear {
    /// Has nothing read any more, from when this returns.
    pub fn close(&mut self) {
        // A thread that is gone reads nothing either.
        let _ = self.control.write_all(&[CLOSE]);
        let _ = self.control.read(&mut [0]);
    }

    /// Has the terminal read again.
    pub fn open(&mut self) {
        let _ = self.control.write_all(&[OPEN]);
    }
}

impl Listener {
    /// Reads the terminal until it is gone or the loop has ended. Sleeps between
    /// events; nothing else in the program may read from the terminal.
    pub fn listen(mut self, inbox: &Inbox) {
        while let Some(heard) = self.wait() {
            let told = match heard {
                Heard::Keys => forward(inbox),
                Heard::Control => self.obey(),
                Heard::Hangup => Err(io::ErrorKind::UnexpectedEof.into()),
            };
            if told.is_err() {
                let _ = inbox.send(Event::Gone);
                return;
            }
        }
    }

    /// Sleeps until there is something; none where the system cannot tell.
    fn wait(&self) -> Option<Heard> {
        let stdin = rustix::stdio::stdin();
        loop {
            // A hangup is reported without being asked for.
            let mut ends = [
                PollFd::new(&self.control, PollFlags::IN),
                PollFd::new(&stdin, PollFlags::IN),
            ];
            match poll(&mut ends, None) {
                Err(Errno::INTR) => continue,
                Err(_) => return None,
                Ok(_) => {}
            }
            let (control, keys) = (ends[0].revents(), ends[1].revents());
            if !control.is_empty() {
                return Some(Heard::Control);
            }
            if keys.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
                return Some(Heard::Hangup);
            }
            if keys.contains(PollFlags::IN) {
                return Some(Heard::Keys);
            }
        }
    }

    /// Stays deaf until the ear is opened again.
    fn obey(&mut self) -> io::Result<()> {
        let mut word = [OPEN];
        self.control.read_exact(&mut word)?;
        if word == [CLOSE] {
            self.control.write_all(&word)?;
            while word != [OPEN] {
                self.control.read_exact(&mut word)?;
            }
        }
        Ok(())
    }
}

enum Heard {
    Keys,
    Control,
    Hangup,
}

/// Reads what there is and sends it to the loop.
fn forward(inbox: &Inbox) -> io::Result<()> {
    loop {
        for msg in translate(event::read()?) {
            let _ = inbox.send(Event::App(msg));
        }
        if !event::poll(AT_ONCE)? {
            return Ok(());
        }
    }
}

fn translate(raw: Raw) -> Vec<Msg> {
    match raw {
        Raw::Key(key) if key.is_release() => Vec::new(),
        Raw::Key(key) => keys(key).into_iter().map(Msg::Key).collect(),
        Raw::Paste(text) => vec![Msg::Paste(clean::clean(&text))],
        Raw::Mouse(mouse) => pointer(mouse).map(Msg::Mouse).into_iter().collect(),
        // The size comes as a signal, which is heard also when no key is pressed.
        Raw::Resize(..) | Raw::FocusGained | Raw::FocusLost => Vec::new(),
    }
}

/// Returns the keys that an event stands for. A key with Alt held is the same
/// bytes as Esc and the key right after it; as nothing here is bound to Alt,
/// it is the latter: Esc is never swallowed by a slow line.
fn keys(event: KeyEvent) -> Vec<Key> {
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    let key = match (event.code, ctrl) {
        // Bytes that the terminal cannot tell from a key of their own.
        (KeyCode::Char('h'), true) => Key::plain(Code::Backspace),
        (KeyCode::Char('j'), true) => Key::plain(Code::Enter),
        // 0x1C to 0x1F come named after the digits of old terminals.
        (KeyCode::Char('4'), true) => control('\\'),
        (KeyCode::Char('5'), true) => control(']'),
        (KeyCode::Char('6'), true) => control('^'),
        (KeyCode::Char('7'), true) => control('_'),
        (KeyCode::Char(c), true) => control(c.to_ascii_lowercase()),
        (KeyCode::Tab, _) if event.modifiers.contains(KeyModifiers::SHIFT) => {
            Key::plain(Code::BackTab)
        }
        (code, _) => Key {
            code: plain_code(code),
            ctrl: ctrl && !matches!(code, KeyCode::BackTab),
            alt: false,
        },
    };
    if event.modifiers.contains(KeyModifiers::ALT) {
        vec![Key::plain(Code::Esc), key]
    } else {
        vec![key]
    }
}

fn control(c: char) -> Key {
    Key {
        code: Code::Char(c),
        ctrl: true,
        alt: false,
    }
}

fn plain_code(code: KeyCode) -> Code {
    match code {
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => Code::BackTab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        _ => Code::Other,
    }
}

fn pointer(event: MouseEvent) -> Option<Mouse> {
    let (column, row) = (event.column, event.row);
    match event.kind {
        MouseEventKind::Down(MouseButton::Left) => Some(Mouse::Press { column, row }),
        MouseEventKind::Drag(MouseButton::Left) => Some(Mouse::Drag { column, row }),
        MouseEventKind::ScrollDown => Some(Mouse::Wheel(1)),
        MouseEventKind::ScrollUp => Some(Mouse::Wheel(-1)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crossterm::event::KeyEventKind;

    use super::*;

    fn written(code: KeyCode, modifiers: KeyModifiers) -> String {
        keys(KeyEvent::new(code, modifiers))
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn keys_are_those_of_the_command_table() {
        let none = KeyModifiers::NONE;
        let ctrl = KeyModifiers::CONTROL;
        for (code, modifiers, expected) in [
            (KeyCode::Char('j'), none, "j"),
            (KeyCode::Char('G'), KeyModifiers::SHIFT, "G"),
            (KeyCode::Char('d'), ctrl, "C-d"),
            (KeyCode::Char('5'), ctrl, "C-]"),
            (KeyCode::Char('h'), ctrl, "Backspace"),
            (KeyCode::BackTab, KeyModifiers::SHIFT, "S-Tab"),
            (KeyCode::Tab, KeyModifiers::SHIFT, "S-Tab"),
            (KeyCode::Char(' '), none, "Space"),
            (KeyCode::Esc, none, "Esc"),
            (KeyCode::Char('q'), KeyModifiers::ALT, "Esc q"),
        ] {
            assert_eq!(written(code, modifiers), expected, "{code:?}");
        }
    }

    #[test]
    fn a_released_key_is_no_key() {
        let release = KeyEvent::new_with_kind(
            KeyCode::Char('j'),
            KeyModifiers::NONE,
            KeyEventKind::Release,
        );
        assert!(translate(Raw::Key(release)).is_empty());
    }
}
