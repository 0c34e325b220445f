//! Text pasted into the terminal, outside of the reader.

use std::io::{self, Read};

use rustix::stdio::stdin;
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

/// The key that ends a paste: C-d.
const CTRL_D: u8 = 4;

/// The key that takes it back: C-c.
const CTRL_C: u8 = 3;

/// Reads what is pasted or typed until C-d, at most `limit` bytes. `ask` is called as
/// soon as keys are read, so that none that follows what it shows is lost.
///
/// The terminal hands lines over whole, of which the system keeps 4095 bytes: a longer
/// paragraph would lose its end without a word. So it is read byte by byte.
///
/// # Errors
/// `Interrupted` where it was cancelled with C-c; else what the terminal says.
pub fn read_paste(limit: u64, ask: impl FnOnce()) -> io::Result<Vec<u8>> {
    let _raw = CbreakGuard::enter()?;
    ask();
    let mut text = Vec::new();
    let mut buffer = [0; 4096];
    let mut from = io::stdin().lock();
    while (text.len() as u64) < limit {
        let count = match from.read(&mut buffer) {
            // A signal that is none of ours.
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

/// The terminal, handing over each byte as it comes; as it was when this is dropped.
struct CbreakGuard(Termios);

impl CbreakGuard {
    fn enter() -> io::Result<CbreakGuard> {
        let before = tcgetattr(stdin())?;
        let mut modes = before.clone();
        // Without signals, for a program killed by one would leave the terminal so.
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
