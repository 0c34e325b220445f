//! The screen: the only owner of the terminal's modes (raw mode, alternate screen, bracketed paste,
//! mouse, cursor). It restores what it has changed, once, however the program ends.
//!
//! Nothing here waits for a reply of the terminal: only the input thread reads.

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

/// The size of a terminal that does not know its own.
const DEFAULT_SIZE: Size = Size {
    width: 80,
    height: 24,
};

/// Puts a terminal that a program has left in any state into its usual one (DECSTR):
/// character sets, margins, insert mode, colours, cursor.
const SOFT_RESET: &str = "\u{1b}[!p";

/// Who handles the mouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseMode {
    /// This program; the terminal's own selection then needs Shift.
    Captured,
    /// The terminal.
    Native,
}

/// The terminal as a screen.
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
    /// The terminal cannot be written or set; it has been restored then.
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

    /// Takes the terminal over again after [`TerminalScreen::leave`].
    ///
    /// # Errors
    /// As for [`TerminalScreen::enter`].
    pub fn resume(&mut self, size: Size) -> io::Result<()> {
        // First: `leave` undoes whatever fails below.
        self.entered = true;
        let taken = enable_raw_mode().and_then(|()| {
            let out = self.terminal.backend_mut().inner_mut();
            // If the terminal counts more columns than this program, the end of a row must not
            // continue in the next.
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

    /// Returns `true` while the terminal is taken over.
    #[must_use]
    pub fn is_entered(&self) -> bool {
        self.entered
    }

    /// Restores the terminal, unless that has been done. Errors are ignored: a terminal that is gone
    /// cannot be restored.
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

    /// Undoes what a program that had the terminal since [`TerminalScreen::leave`] has left of its
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

    /// Draws a frame; the terminal shows it all at once.
    ///
    /// # Errors
    /// The terminal cannot be written.
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

    /// Changes the size; the next frame is drawn as a whole.
    ///
    /// # Errors
    /// The terminal cannot be written.
    pub fn resize(&mut self, size: Size) -> io::Result<()> {
        let backend = self.terminal.backend_mut();
        backend.invalidate();
        queue!(backend.inner_mut(), Clear(ClearType::All))?;
        self.terminal.resize(rect(size))
    }

    /// Sets who handles the mouse.
    ///
    /// # Errors
    /// The terminal cannot be written.
    pub fn set_mouse_mode(&mut self, mouse: MouseMode) -> io::Result<()> {
        self.mouse = mouse;
        let out = self.terminal.backend_mut().inner_mut();
        match mouse {
            MouseMode::Captured => execute!(out, EnableMouseCapture),
            MouseMode::Native => execute!(out, DisableMouseCapture),
        }
    }

    /// Writes an escape sequence to the terminal, apart from the frame. Whether the terminal obeys
    /// cannot be known.
    ///
    /// # Errors
    /// The terminal cannot be written.
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

/// Returns the size of the window; 80 by 24 if the terminal does not know.
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

/// Replaces cells that hold anything but clean text, so that no escape sequence of a bundle reaches
/// the terminal. All text was cleaned while loading, so such a cell is a bug, and panics in a debug
/// build.
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
