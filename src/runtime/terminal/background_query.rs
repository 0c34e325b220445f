//! The query for the terminal's background colour, and the reply that may still be on its way.

use std::io;
use std::time::{Duration, Instant};

use crate::runtime::terminal::input_decoder::BACKGROUND_QUERY;
use crate::runtime::terminal::input_thread::drain_replies;
use crate::runtime::terminal::screen::TerminalScreen;

/// How long a reply may be on its way: longer than any connection over which one could work.
const REPLY_TIMEOUT: Duration = Duration::from_secs(5);

/// Whether the terminal was asked for its background and has not replied yet.
#[derive(Debug, Default)]
pub struct BackgroundQuery {
    sent: Option<Instant>,
}

impl BackgroundQuery {
    /// Asks the terminal.
    ///
    /// # Errors
    /// The terminal cannot be written.
    pub fn send(&mut self, screen: &mut TerminalScreen) -> io::Result<()> {
        screen.write_raw(BACKGROUND_QUERY)?;
        self.sent = Some(Instant::now());
        Ok(())
    }

    /// Returns `true` if a reply is expected.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.sent.is_some()
    }

    /// Expects no more replies.
    pub fn close(&mut self) {
        self.sent = None;
    }

    /// Reads and drops a reply that may still come: in a shell it would appear as if it had been
    /// typed. Nothing else may be reading the terminal.
    pub fn drain(&mut self) {
        let sent = self.sent.take();
        if sent.is_some_and(|at| at.elapsed() < REPLY_TIMEOUT) {
            drain_replies();
        }
    }
}
