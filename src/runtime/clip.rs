//! The clipboard, by the way that fits. At the other end of an SSH connection
//! the clipboard is where the terminal is: tmux hands it on, or an escape
//! sequence (OSC 52) does, which is never answered: so "sent", not "copied". On
//! the reader's own machine the desktop's tools go first.

use std::io::{self, Write, stdout};

use crossterm::Command;
use crossterm::clipboard::CopyToClipboard;

use super::event::{Event, Inbox, tell};
use super::outside::{self, Desktop, Surroundings};
use crate::app::message::{Msg, StatusLevel};
use crate::paths;

/// The longest text that goes by an escape sequence, in bytes. Most terminals
/// drop longer ones without a word.
const LONGEST: usize = 100 * 1024;

/// The longest piece that GNU screen hands on, in bytes: it drops a control string of 768
/// bytes or more (MAXSTR), and the wrapping needs four of them.
const MAX_SCREEN: usize = 760;
/// What begins a control string to the terminal (DCS).
const STRING_BEGIN: &str = "\u{1b}P";
/// What ends a control string (ST).
const STRING_END: &str = "\u{1b}\\";

/// A way to the clipboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// tmux's buffer, which tmux hands to the terminal.
    Tmux,
    /// A tool of the desktop: its name and arguments.
    Tool(&'static str, &'static [&'static str]),
    /// An escape sequence to the terminal.
    Escape,
}

const WAYLAND: Route = Route::Tool("wl-copy", &[]);
const DESKTOP: [Route; 2] = [
    Route::Tool("xclip", &["-selection", "clipboard"]),
    Route::Tool("xsel", &["--clipboard", "--input"]),
];
const MAC: Route = Route::Tool("pbcopy", &[]);

impl Route {
    /// Returns what the way is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Route::Tmux => "tmux load-buffer",
            Route::Tool(name, _) => name,
            Route::Escape => "OSC 52",
        }
    }
}

/// Returns the ways that there are, the best first; the last always is one.
/// `has` tells whether a command is to be had.
#[must_use]
pub fn routes(around: Surroundings, has: impl Fn(&str) -> bool) -> Vec<Route> {
    let mut routes = Vec::new();
    if !around.ssh {
        let mut tools = Vec::new();
        if around.desktop == Desktop::Wayland {
            tools.push(WAYLAND);
        }
        if around.desktop != Desktop::None {
            tools.extend(DESKTOP);
        }
        if cfg!(target_os = "macos") {
            tools.push(MAC);
        }
        tools.retain(|tool| has(tool.name()));
        routes.append(&mut tools);
    }
    if around.tmux && has("tmux") {
        routes.push(Route::Tmux);
    }
    routes.push(Route::Escape);
    routes
}

/// Returns the ways of this machine.
#[must_use]
pub fn routes_here(around: Surroundings) -> Vec<Route> {
    let here = paths::environment();
    routes(around, |name| here.find_command(name).is_some())
}

/// Puts a text on the clipboard and tells which way it went.
pub fn copy(text: String, around: Surroundings, inbox: &Inbox) {
    for route in routes_here(around) {
        match route {
            Route::Escape if text.len() > LONGEST => {
                tell(inbox, Msg::Notify(StatusLevel::Hint, too_long(&text)));
                return;
            }
            Route::Escape => {
                let _ = inbox.send(Event::Clip(text));
                return;
            }
            route => {
                if deliver(route, &text, around).is_ok() {
                    tell(inbox, Msg::Notify(StatusLevel::Info, said(route, &text)));
                    return;
                }
            }
        }
    }
}

/// Sends a text one way, from a program that is not on the screen.
///
/// # Errors
/// Where that way takes nothing.
pub fn deliver(route: Route, text: &str, around: Surroundings) -> io::Result<()> {
    match route {
        Route::Tmux => outside::load_tmux_buffer(text),
        Route::Tool(name, arguments) => {
            let tool: Vec<&str> = std::iter::once(name)
                .chain(arguments.iter().copied())
                .collect();
            outside::feed_tool(&tool, text)
        }
        Route::Escape => {
            let mut out = stdout();
            out.write_all(escape(text, around).as_bytes())?;
            out.flush()
        }
    }
}

/// Returns the escape sequence that hands a text to the terminal's clipboard (OSC 52).
/// GNU screen keeps it from the terminal unless it is wrapped.
#[must_use]
pub fn escape(text: &str, around: Surroundings) -> String {
    let mut sequence = String::new();
    // Writing to a text cannot fail.
    let _ = CopyToClipboard::to_clipboard_from(text).write_ansi(&mut sequence);
    if around.screen {
        wrap_for_screen(&sequence)
    } else {
        sequence
    }
}

/// Wraps a sequence in control strings that GNU screen hands on to its terminal (DCS),
/// in pieces that it takes.
fn wrap_for_screen(sequence: &str) -> String {
    // Its own end would end the wrapping.
    let inner = sequence.strip_suffix(STRING_END).unwrap_or(sequence);
    let mut wrapped = String::new();
    for piece in format!("{inner}\u{7}").as_bytes().chunks(MAX_SCREEN) {
        wrapped.push_str(STRING_BEGIN);
        // Base64 and the beginning of the sequence: all ASCII.
        wrapped.extend(piece.iter().copied().map(char::from));
        wrapped.push_str(STRING_END);
    }
    wrapped
}

/// Returns what to say of a text that went some way.
#[must_use]
pub fn said(route: Route, text: &str) -> String {
    let size = size(text);
    match route {
        Route::Tmux => {
            format!("Copied {size} to tmux's buffer and sent to the terminal's clipboard")
        }
        Route::Tool(name, _) => format!("Copied {size} ({name})"),
        Route::Escape => sent(text),
    }
}

/// Returns what to say when a text was sent by an escape sequence.
#[must_use]
pub fn sent(text: &str) -> String {
    format!("Sent {} to the terminal's clipboard (OSC 52)", size(text))
}

fn too_long(text: &str) -> String {
    format!(
        "{} KB are too long for the terminal's clipboard (at most {} KB): export it to a file or pipe it",
        text.len().div_ceil(1024),
        LONGEST / 1024
    )
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

    fn names(around: Surroundings, tools: &[&str]) -> Vec<&'static str> {
        let routes = routes(around, |name| tools.contains(&name));
        routes.into_iter().map(Route::name).collect()
    }

    #[test]
    fn the_ways_are_tried_in_the_order_that_fits() {
        let bare = Surroundings::default();
        let all = ["tmux", "xclip", "xsel", "wl-copy"];
        let desk = Surroundings {
            desktop: Desktop::X,
            ..bare
        };
        let wayland = Surroundings {
            desktop: Desktop::Wayland,
            ..desk
        };
        let tmux = Surroundings { tmux: true, ..desk };
        let far = Surroundings {
            ssh: true,
            ..wayland
        };
        let far_tmux = Surroundings { tmux: true, ..far };
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
        let plain = Surroundings::default();
        let screen = Surroundings {
            screen: true,
            ..plain
        };
        assert_eq!(escape("foo", plain), "\u{1b}]52;c;Zm9v\u{1b}\\");
        assert_eq!(
            escape("foo", screen),
            "\u{1b}P\u{1b}]52;c;Zm9v\u{7}\u{1b}\\"
        );
        for length in [0, 1, 500, 560, 570, 3_000, 50_000] {
            let text = "w".repeat(length);
            let wrapped = escape(&text, screen);
            let mut handed_on = String::new();
            for piece in wrapped.split_inclusive(STRING_END) {
                assert!(piece.len() < 768, "{}", piece.len());
                let inner = piece.strip_prefix(STRING_BEGIN).unwrap();
                handed_on.push_str(inner.strip_suffix(STRING_END).unwrap());
            }
            let sequence = escape(&text, plain);
            let inner = sequence.strip_suffix(STRING_END).unwrap();
            assert_eq!(handed_on, format!("{inner}\u{7}"), "{length}");
        }
    }

    #[test]
    fn without_tools_the_loop_is_asked_to_send() {
        let (inbox, events) = crossbeam_channel::unbounded();
        copy("“no”".to_owned(), Surroundings::default(), &inbox);
        assert!(matches!(events.recv().unwrap(), Event::Clip(text) if text == "“no”"));
        assert_eq!(
            sent("“no”"),
            "Sent 4 characters to the terminal's clipboard (OSC 52)"
        );
    }

    #[test]
    fn what_is_too_long_for_the_terminal_is_refused_with_advice() {
        let (inbox, events) = crossbeam_channel::unbounded();
        copy("w".repeat(LONGEST + 1), Surroundings::default(), &inbox);
        let Event::App(Msg::Notify(StatusLevel::Hint, said)) = events.recv().unwrap() else {
            panic!("it was sent");
        };
        assert!(
            said.starts_with("101 KB") && said.contains("export"),
            "{said}"
        );
    }
}
