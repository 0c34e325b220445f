//! The gate before the terminal's input: closed while another program reads it.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustix::process::{Signal, getpid, kill_process};

/// How long the reading thread may take to come to the gate.
const PATIENCE: Duration = Duration::from_secs(1);

/// A gate before the thread that reads the terminal.
#[derive(Debug, Default)]
pub struct Gate {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    closed: bool,
    /// Whether the thread stands before it.
    waits: bool,
}

impl Gate {
    /// Waits while the gate is closed.
    pub fn pass(&self) {
        let mut state = self.state();
        while state.closed {
            state.waits = true;
            self.changed.notify_all();
            state = self
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
        state.waits = false;
    }

    /// Closes the gate and returns whether the thread has come to it, so that it
    /// reads no more. `wake` gets it out of its reading.
    #[must_use]
    pub fn close(&self, wake: impl FnOnce()) -> bool {
        let mut state = self.state();
        state.closed = true;
        wake();
        let (state, _) = self
            .changed
            .wait_timeout_while(state, PATIENCE, |state| !state.waits)
            .unwrap_or_else(PoisonError::into_inner);
        state.waits
    }

    /// Opens the gate.
    pub fn open(&self) {
        self.state().closed = false;
        self.changed.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Gets the thread out of reading the terminal: the signal of a window with a
/// new size is an event that it returns with.
pub fn wake() {
    let _ = kill_process(getpid(), Signal::WINCH);
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn nothing_is_read_while_the_gate_is_closed() {
        let gate = Arc::new(Gate::default());
        let (send, read) = mpsc::channel();
        let thread = std::thread::spawn({
            let gate = Arc::clone(&gate);
            move || {
                let mut passed = 0;
                loop {
                    gate.pass();
                    passed += 1;
                    if read.recv() != Ok(()) {
                        return passed;
                    }
                }
            }
        });
        assert!(gate.close(|| send.send(()).unwrap()));
        gate.open();
        assert!(gate.close(|| send.send(()).unwrap()));
        // Nobody reads this one before the gate is open.
        send.send(()).unwrap();
        gate.open();
        drop(send);
        assert_eq!(thread.join().unwrap(), 4);
    }
}
