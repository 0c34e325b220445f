//! Copies to the clipboard by the way that fits.
//!
//! On the reader's own machine the desktop's tools go first. Over SSH the clipboard is where the
//! terminal is: tmux passes the text on, or an escape sequence (OSC 52) does, to which no terminal
//! replies; so the message is "sent", not "copied".
//!
//! Written by hand: crates such as `arboard` know only the desktop, and on X they own the clipboard
//! only while the program runs. The escape sequence itself is crossterm's.

use std::io::{self, Write, stdout};

use crossterm::Command;
use crossterm::clipboard::CopyToClipboard;

use crate::app::message::{Msg, StatusLevel};
use crate::paths;
use crate::runtime::support::event::{Event, EventSender, send_msg};
use crate::runtime::tasks::pipe::{load_tmux_buffer, write_to_tool};
use crate::runtime::terminal::env::{Desktop, TerminalEnv};
use crate::text::plural::plural;

/// The longest text that is sent by an escape sequence, in bytes. Most terminals drop longer ones
/// silently. The limit is a cautious guess: none of them is known to take less.
const MAX_OSC52_BYTES: usize = 100 * 1024;

/// The longest piece that GNU screen passes on, in bytes: it drops a control string of 768 bytes or
/// more (MAXSTR), and the wrapping takes four of them.
const MAX_SCREEN_CHUNK: usize = 760;
/// Starts a control string to the terminal (DCS).
const DCS_START: &str = "\u{1b}P";
/// Ends a control string (ST).
const ST: &str = "\u{1b}\\";

/// A way to the clipboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClipboardRoute {
    /// tmux's buffer, which tmux passes on to the terminal.
    Tmux,
    /// A tool of the desktop: its name and arguments.
    Tool(&'static str, &'static [&'static str]),
    /// An escape sequence to the terminal.
    Escape,
}

const WAYLAND: ClipboardRoute = ClipboardRoute::Tool("wl-copy", &[]);
const X_TOOLS: [ClipboardRoute; 2] = [
    ClipboardRoute::Tool("xclip", &["-selection", "clipboard"]),
    ClipboardRoute::Tool("xsel", &["--clipboard", "--input"]),
];
const MAC: ClipboardRoute = ClipboardRoute::Tool("pbcopy", &[]);

impl ClipboardRoute {
    /// Returns the name of the way.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ClipboardRoute::Tmux => "tmux load-buffer",
            ClipboardRoute::Tool(name, _) => name,
            ClipboardRoute::Escape => "OSC 52",
        }
    }
}

/// Returns the possible ways, the best first; there is always one. `has` returns `true` if a
/// command is installed.
#[must_use]
pub fn routes(env: TerminalEnv, has: impl Fn(&str) -> bool) -> Vec<ClipboardRoute> {
    let mut routes = Vec::new();
    if !env.ssh {
        let mut tools = Vec::new();
        if env.desktop == Desktop::Wayland {
            tools.push(WAYLAND);
        }
        if env.desktop != Desktop::None {
            tools.extend(X_TOOLS);
        }
        if cfg!(target_os = "macos") {
            tools.push(MAC);
        }
        tools.retain(|tool| has(tool.name()));
        routes.append(&mut tools);
    }
    if env.tmux && has("tmux") {
        routes.push(ClipboardRoute::Tmux);
    }
    routes.push(ClipboardRoute::Escape);
    routes
}

/// Returns the possible ways on this machine.
#[must_use]
pub fn available_routes(env: TerminalEnv) -> Vec<ClipboardRoute> {
    let here = paths::environment();
    routes(env, |name| here.find_command(name).is_some())
}

/// Copies a text to the clipboard, and reports the way.
pub fn copy(text: String, env: TerminalEnv, event_tx: &EventSender) {
    for route in available_routes(env) {
        match route {
            ClipboardRoute::Escape if text.len() > MAX_OSC52_BYTES => {
                send_msg(
                    event_tx,
                    Msg::Notify(StatusLevel::Hint, too_long_message(&text)),
                );
                return;
            }
            ClipboardRoute::Escape => {
                let _ = event_tx.send(Event::ClipboardWrite(text));
                return;
            }
            route => {
                if copy_via(route, &text, env).is_ok() {
                    send_msg(
                        event_tx,
                        Msg::Notify(StatusLevel::Info, done_message(route, &text)),
                    );
                    return;
                }
            }
        }
    }
}

/// Copies a text one way, for a program that does not have the screen.
///
/// # Errors
/// That way does not work.
pub fn copy_via(route: ClipboardRoute, text: &str, env: TerminalEnv) -> io::Result<()> {
    match route {
        ClipboardRoute::Tmux => load_tmux_buffer(text),
        ClipboardRoute::Tool(name, arguments) => {
            let tool: Vec<&str> = std::iter::once(name)
                .chain(arguments.iter().copied())
                .collect();
            write_to_tool(&tool, text)
        }
        ClipboardRoute::Escape => {
            let mut out = stdout();
            out.write_all(osc52_sequence(text, env).as_bytes())?;
            out.flush()
        }
    }
}

/// Returns the escape sequence that sends a text to the terminal's clipboard (OSC 52). GNU screen
/// passes it on only if it is wrapped.
#[must_use]
pub fn osc52_sequence(text: &str, env: TerminalEnv) -> String {
    let mut sequence = String::new();
    // Writing to a string cannot fail.
    let _ = CopyToClipboard::to_clipboard_from(text).write_ansi(&mut sequence);
    if env.screen {
        wrap_for_screen(&sequence)
    } else {
        sequence
    }
}

/// Wraps a sequence in control strings that GNU screen passes on to its terminal (DCS), in pieces
/// that it accepts.
fn wrap_for_screen(sequence: &str) -> String {
    // The end of the sequence itself would end the wrapping.
    let inner = sequence.strip_suffix(ST).unwrap_or(sequence);
    let mut wrapped = String::new();
    for piece in format!("{inner}\u{7}").as_bytes().chunks(MAX_SCREEN_CHUNK) {
        wrapped.push_str(DCS_START);
        // Base64 and the start of the sequence: all ASCII.
        wrapped.extend(piece.iter().copied().map(char::from));
        wrapped.push_str(ST);
    }
    wrapped
}

/// Returns the message after a text was copied.
#[must_use]
pub fn done_message(route: ClipboardRoute, text: &str) -> String {
    let size = character_count(text);
    match route {
        ClipboardRoute::Tmux => {
            format!("Copied {size} to tmux's buffer and sent to the terminal's clipboard")
        }
        ClipboardRoute::Tool(name, _) => format!("Copied {size} ({name})"),
        ClipboardRoute::Escape => sent_message(text),
    }
}

/// Returns the message after a text was sent by an escape sequence.
#[must_use]
pub fn sent_message(text: &str) -> String {
    format!(
        "Sent {} to the terminal's clipboard (OSC 52)",
        character_count(text)
    )
}

fn too_long_message(text: &str) -> String {
    format!(
        "{} KB are too long for the terminal's clipboard (at most {} KB): export it to a file or pipe it",
        text.len().div_ceil(1024),
        MAX_OSC52_BYTES / 1024
    )
}

fn character_count(text: &str) -> String {
    plural(text.chars().count(), "character", "characters")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(env: TerminalEnv, tools: &[&str]) -> Vec<&'static str> {
        let routes = routes(env, |name| tools.contains(&name));
        routes.into_iter().map(ClipboardRoute::name).collect()
    }

    #[test]
    fn the_ways_are_tried_in_the_order_that_fits() {
        let bare = TerminalEnv::default();
        let all = ["tmux", "xclip", "xsel", "wl-copy"];
        let desk = TerminalEnv {
            desktop: Desktop::X,
            ..bare
        };
        let wayland = TerminalEnv {
            desktop: Desktop::Wayland,
            ..desk
        };
        let tmux = TerminalEnv { tmux: true, ..desk };
        let far = TerminalEnv {
            ssh: true,
            ..wayland
        };
        let far_tmux = TerminalEnv { tmux: true, ..far };
        assert_eq!(names(bare, &all), ["OSC 52"]);
        assert_eq!(names(desk, &all), ["xclip", "xsel", "OSC 52"]);
        assert_eq!(names(desk, &["xsel"]), ["xsel", "OSC 52"]);
        assert_eq!(names(wayland, &all), ["wl-copy", "xclip", "xsel", "OSC 52"]);
        assert_eq!(names(tmux, &["tmux"]), ["tmux load-buffer", "OSC 52"]);
        assert_eq!(names(far, &all), ["OSC 52"]);
        assert_eq!(names(far_tmux, &all), ["tmux load-buffer", "OSC 52"]);
    }

    #[test]
    fn gnu_screen_gets_the_sequence_wrapped_in_pieces_that_it_takes() {
        let plain = TerminalEnv::default();
        let screen = TerminalEnv {
            screen: true,
            ..plain
        };
        assert_eq!(osc52_sequence("foo", plain), "\u{1b}]52;c;Zm9v\u{1b}\\");
        assert_eq!(
            osc52_sequence("foo", screen),
            "\u{1b}P\u{1b}]52;c;Zm9v\u{7}\u{1b}\\"
        );
        for length in [0, 1, 500, 560, 570, 3_000, 50_000] {
            let text = "w".repeat(length);
            let wrapped = osc52_sequence(&text, screen);
            let mut handed_on = String::new();
            for piece in wrapped.split_inclusive(ST) {
                assert!(piece.len() < 768, "{}", piece.len());
                let inner = piece.strip_prefix(DCS_START).unwrap();
                handed_on.push_str(inner.strip_suffix(ST).unwrap());
            }
            let sequence = osc52_sequence(&text, plain);
            let inner = sequence.strip_suffix(ST).unwrap();
            assert_eq!(handed_on, format!("{inner}\u{7}"), "{length}");
        }
    }

    #[test]
    fn without_tools_the_loop_is_asked_to_send() {
        let (event_tx, events) = crossbeam_channel::unbounded();
        copy("“no”".to_owned(), TerminalEnv::default(), &event_tx);
        assert!(matches!(events.recv().unwrap(), Event::ClipboardWrite(text) if text == "“no”"));
        assert_eq!(
            sent_message("“no”"),
            "Sent 4 characters to the terminal's clipboard (OSC 52)"
        );
    }

    #[test]
    fn what_is_too_long_for_the_terminal_is_refused_with_advice() {
        let (event_tx, events) = crossbeam_channel::unbounded();
        copy(
            "w".repeat(MAX_OSC52_BYTES + 1),
            TerminalEnv::default(),
            &event_tx,
        );
        let Event::App(Msg::Notify(StatusLevel::Hint, message)) = events.recv().unwrap() else {
            panic!("it was sent");
        };
        assert!(
            message.starts_with("101 KB") && message.contains("export"),
            "{message}"
        );
    }
}
