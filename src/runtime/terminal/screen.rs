//! The screen: the one owner of everything that is changed about the terminal
//! (raw mode, alternate screen, bracketed paste, mouse, cursor). What it has
//! changed it restores once, whichever way the program ends.
//!
//! Nothing here waits for an answer of the terminal: the input belongs to the input
//! thread, which passes on what the terminal says.

use std::io::{self, BufWriter, Stdout, Write, stdout};

use crossterm::cursor::Show;
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::style::ResetColor;
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, DisableLineWrap, EnableLineWrap,
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use crossterm::{execute, queue};
use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};

use crate::app::App;
use crate::app::message::Size;
use crate::runtime::terminal::width_safe_backend::WidthSafeBackend;
use crate::text::clean;
use crate::view;

/// What a terminal is taken to be that does not know its size.
const DEFAULT_SIZE: Size = Size {
    width: 80,
    height: 24,
};

/// Puts a terminal that a program has left in any state into its usual one (DECSTR):
/// character sets, margins, insert mode, colours, cursor.
const SOFT_RESET: &str = "\u{1b}[!p";

/// Whether the terminal reports the mouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseMode {
    /// It does; the terminal's own selection then needs Shift.
    Captured,
    /// It does not.
    Native,
}

/// The screen while it is ours.
pub struct TerminalScreen {
    terminal: Terminal<WidthSafeBackend<CrosstermBackend<BufWriter<Stdout>>>>,
    mouse: MouseMode,
    entered: bool,
    /// How the terminal was set when it was last given back.
    modes: Option<Termios>,
}

impl TerminalScreen {
    /// Takes the terminal over.
    ///
    /// # Errors
    /// Where the terminal cannot be written or set; it is then as it was.
    pub fn enter(size: Size, mouse: MouseMode) -> io::Result<TerminalScreen> {
        let backend = CrosstermBackend::new(BufWriter::with_capacity(1 << 16, stdout()));
        let backend = WidthSafeBackend::new(backend);
        let viewport = Viewport::Fixed(rect(size));
        let terminal = Terminal::with_options(backend, TerminalOptions { viewport })?;
        let mut screen = TerminalScreen {
            terminal,
            mouse,
            entered: false,
            modes: None,
        };
        screen.resume(size)?;
        Ok(screen)
    }

    /// Takes the terminal over again after [`Screen::leave`].
    ///
    /// # Errors
    /// As for [`Screen::enter`].
    pub fn resume(&mut self, size: Size) -> io::Result<()> {
        // Set first: whatever fails below is undone by `leave`.
        self.entered = true;
        let taken = enable_raw_mode().and_then(|()| {
            let out = self.terminal.backend_mut().inner_mut();
            // Where the terminal counts more columns than there are, a letter at the end of
            // a row must not go on in the next.
            queue!(
                out,
                EnterAlternateScreen,
                EnableBracketedPaste,
                DisableLineWrap
            )?;
            if self.mouse == MouseMode::Captured {
                queue!(out, EnableMouseCapture)?;
            }
            Ok(())
        });
        let taken = taken.and_then(|()| self.resize(size));
        if taken.is_err() {
            self.leave();
        }
        taken
    }

    /// Tells whether the terminal is ours.
    #[must_use]
    pub fn is_entered(&self) -> bool {
        self.entered
    }

    /// Gives the terminal back as it was found. Does nothing where that was
    /// done already. A terminal that is gone cannot be restored, so errors
    /// are passed over.
    pub fn leave(&mut self) {
        if !self.entered {
            return;
        }
        self.entered = false;
        let out = self.terminal.backend_mut().inner_mut();
        if self.mouse == MouseMode::Captured {
            let _ = queue!(out, DisableMouseCapture);
        }
        let _ = execute!(
            out,
            EndSynchronizedUpdate,
            DisableBracketedPaste,
            EnableLineWrap,
            ResetColor,
            Show,
            LeaveAlternateScreen
        );
        let _ = disable_raw_mode();
        self.modes = tcgetattr(rustix::stdio::stdin()).ok();
    }

    /// Undoes what a program that had the terminal since [`Screen::leave`] has left of its
    /// own, as one does that was killed. Else the reader would give back that at its end.
    pub fn restore(&mut self) {
        if self.entered {
            return;
        }
        if let Some(modes) = &self.modes {
            let _ = tcsetattr(rustix::stdio::stdin(), OptionalActions::Now, modes);
        }
        let out = self.terminal.backend_mut().inner_mut();
        let _ = out.write_all(SOFT_RESET.as_bytes());
        let _ = execute!(out, DisableMouseCapture, DisableBracketedPaste);
    }

    /// Draws the program as it stands; the terminal shows it at once, not in parts.
    ///
    /// # Errors
    /// Where the terminal cannot be written.
    pub fn draw(&mut self, app: &App) -> io::Result<()> {
        queue!(
            self.terminal.backend_mut().inner_mut(),
            BeginSynchronizedUpdate
        )?;
        self.terminal.draw(|frame| {
            view::draw(app.state(), frame);
            sanitize_cells(frame.buffer_mut());
        })?;
        execute!(
            self.terminal.backend_mut().inner_mut(),
            EndSynchronizedUpdate
        )
    }

    /// Gives the picture a new size and draws all of it next time.
    ///
    /// # Errors
    /// Where the terminal cannot be written.
    pub fn resize(&mut self, size: Size) -> io::Result<()> {
        let backend = self.terminal.backend_mut();
        backend.invalidate();
        queue!(backend.inner_mut(), Clear(ClearType::All))?;
        self.terminal.resize(rect(size))
    }

    /// Lets the terminal report the mouse, or not.
    ///
    /// # Errors
    /// Where the terminal cannot be written.
    pub fn set_mouse_mode(&mut self, mouse: MouseMode) -> io::Result<()> {
        self.mouse = mouse;
        let out = self.terminal.backend_mut().inner_mut();
        match mouse {
            MouseMode::Captured => execute!(out, EnableMouseCapture),
            MouseMode::Native => execute!(out, DisableMouseCapture),
        }
    }

    /// Hands a sequence to the terminal as it is, beside the picture. What the terminal
    /// makes of it cannot be known.
    ///
    /// # Errors
    /// Where the terminal cannot be written.
    pub fn write_raw(&mut self, sequence: &str) -> io::Result<()> {
        let out = self.terminal.backend_mut().inner_mut();
        out.write_all(sequence.as_bytes())?;
        Write::flush(out)
    }
}

impl Drop for TerminalScreen {
    fn drop(&mut self) {
        self.leave();
    }
}

/// Returns the size of the window. A terminal that does not say how big it is
/// is taken to be 80 by 24.
#[must_use]
pub fn window_size() -> Size {
    let Ok(size) = rustix::termios::tcgetwinsize(rustix::stdio::stdout()) else {
        return DEFAULT_SIZE;
    };
    if size.ws_col == 0 || size.ws_row == 0 {
        return DEFAULT_SIZE;
    }
    Size {
        width: size.ws_col,
        height: size.ws_row,
    }
}

fn rect(size: Size) -> Rect {
    Rect::new(0, 0, size.width, size.height)
}

/// The last wall before the terminal: a cell that holds anything but clean
/// text is replaced. All text was cleaned while loading, so that in a debug
/// build such a cell is a fault of the program and ends it.
fn sanitize_cells(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        let symbol = cell.symbol();
        if !is_safe_symbol(symbol) {
            debug_assert!(false, "a cell holds {symbol:?}, which is not clean text");
            cell.set_symbol("\u{fffd}");
        }
    }
}

fn is_safe_symbol(symbol: &str) -> bool {
    match symbol.as_bytes() {
        [byte] => (b' '..=b'~').contains(byte),
        _ => !symbol.contains('\n') && clean::is_clean(symbol),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_controls_and_overrides_never_pass() {
        for symbol in [
            "\u{1b}", "\u{7}", "\u{9b}", "\n", "\r", "\u{202e}", "a\u{1b}", "\t",
        ] {
            assert!(!is_safe_symbol(symbol), "{symbol:?}");
        }
        for symbol in [" ", "a", "é", "日", "“", "👩‍👩‍👧", ""] {
            assert!(is_safe_symbol(symbol), "{symbol:?}");
        }
    }

    #[test]
    #[should_panic(expected = "not clean text")]
    fn a_cell_that_is_not_clean_is_a_fault() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 3, 1));
        buffer[(1, 0)].set_symbol("\u{1b}[31m");
        sanitize_cells(&mut buffer);
    }
}
