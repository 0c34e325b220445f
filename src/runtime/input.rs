//! Keys, pastes, the mouse and the window's size, as the terminal reports them.

use crossterm::event::{
    self, Event as Raw, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

use super::event::{Event, Inbox};
use super::gate::Gate;
use crate::app::key::{Code, Key};
use crate::app::msg::{Mouse, Msg};
use crate::text::clean;

/// Reads the terminal until it is gone or the loop has ended. Sleeps between
/// events; nothing else in the program may read from the terminal. While the
/// gate is closed another program does.
pub fn read(inbox: &Inbox, gate: &Gate) {
    loop {
        gate.pass();
        match event::read() {
            Ok(raw) => {
                for msg in translate(raw) {
                    if inbox.send(Event::App(msg)).is_err() {
                        return;
                    }
                }
            }
            Err(_) => {
                let _ = inbox.send(Event::Gone);
                return;
            }
        }
    }
}

/// Tells the loop when the terminal is gone. The terminal library would go on
/// reading nothing from it for ever.
pub fn watch_for_hangup(inbox: &Inbox) {
    use rustix::event::{PollFd, PollFlags, poll};
    let stdin = rustix::stdio::stdin();
    loop {
        // A hangup is reported even where nothing is asked for.
        let mut ends = [PollFd::new(&stdin, PollFlags::empty())];
        match poll(&mut ends, None) {
            Err(rustix::io::Errno::INTR) => {}
            Ok(_) if ends[0].revents().contains(PollFlags::NVAL) => return,
            Ok(_) if ends[0].revents().is_empty() => {}
            Ok(_) => {
                let _ = inbox.send(Event::Gone);
                return;
            }
            Err(_) => return,
        }
    }
}

fn translate(raw: Raw) -> Vec<Msg> {
    match raw {
        Raw::Key(key) if key.is_release() => Vec::new(),
        Raw::Key(key) => keys(key).into_iter().map(Msg::Key).collect(),
        Raw::Paste(text) => vec![Msg::Paste(clean::clean(&text))],
        Raw::Resize(..) => vec![Msg::Resized(super::terminal::window())],
        Raw::Mouse(mouse) => pointer(mouse).map(Msg::Mouse).into_iter().collect(),
        Raw::FocusGained | Raw::FocusLost => Vec::new(),
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
