//! Reads pasted text from the terminal, outside of the full-screen program.

use std::io::{self, Read};

use rustix::stdio::stdin;
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

/// The key that ends a paste.
const CTRL_D: u8 = 4;

/// The key that cancels it.
const CTRL_C: u8 = 3;

/// Reads what is pasted or typed until C-d, at most `limit` bytes. `ask` is called as soon as keys
/// are read, so that none is lost that follows what it prints.
///
/// The terminal is read byte by byte: by default it passes whole lines, of which the system keeps
/// 4095 bytes, so a longer paragraph would silently lose its end.
///
/// # Errors
/// `Interrupted` after C-c; else the error of the terminal.
pub fn read_paste(limit: u64, ask: impl FnOnce()) -> io::Result<Vec<u8>> {
    let _raw = CbreakGuard::enter()?;
    ask();
    let mut text = Vec::new();
    let mut buffer = [0; 4096];
    let mut from = io::stdin().lock();
    while (text.len() as u64) < limit {
        let count = match from.read(&mut buffer) {
            // Interrupted by a signal.
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            read => read?,
        };
        let new = &buffer[..count];
        let end = new.iter().position(|b| matches!(*b, CTRL_D | CTRL_C));
        text.extend_from_slice(&new[..end.unwrap_or(count)]);
        match end.map(|at| new[at]) {
            Some(CTRL_C) => return Err(io::ErrorKind::Interrupted.into()),
            Some(_) => break,
            None if count == 0 => break,
            None => {}
        }
    }
    Ok(text)
}

/// The terminal in byte-wise mode; restored when dropped.
struct CbreakGuard(Termios);

impl CbreakGuard {
    fn enter() -> io::Result<CbreakGuard> {
        let before = tcgetattr(stdin())?;
        let mut modes = before.clone();
        // Without signals: a program that one ends would leave the terminal in this mode.
        modes
            .local_modes
            .remove(LocalModes::ICANON | LocalModes::ISIG);
        tcsetattr(stdin(), OptionalActions::Now, &modes)?;
        Ok(CbreakGuard(before))
    }
}

impl Drop for CbreakGuard {
    fn drop(&mut self) {
        let _ = tcsetattr(stdin(), OptionalActions::Now, &self.0);
    }
}
