//! Signals: termination, job control, the size of the window.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::Duration;

use rustix::process::{getpgrp, getsid, kill_current_process_group};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use signal_hook::low_level;

use crate::app::message::Msg;
use crate::runtime::support::event::{Event, EventSender};
use crate::runtime::terminal::screen::window_size;

/// How long the event loop may take to end in good order after a signal, saving included. Longer
/// than the time limit for that.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(10);

/// Whether another program has the terminal. The signals that keys send to the whole job are then
/// meant for that one.
static IS_TERMINAL_LENT: AtomicBool = AtomicBool::new(false);

/// Sets which program has the terminal.
pub fn set_terminal_owner(lent: TerminalOwner) {
    IS_TERMINAL_LENT.store(lent == TerminalOwner::OtherProgram, Ordering::SeqCst);
}

/// The program that has the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TerminalOwner {
    /// Another program.
    OtherProgram,
    /// This one.
    ThisProgram,
}

/// Registers for the signals, so that from here on none ends the program by itself.
///
/// # Errors
/// The system refuses.
pub fn register() -> io::Result<Signals> {
    Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGCONT, SIGWINCH])
}

/// Forwards signals to the event loop. If it does not end, for example because the terminal blocks,
/// the signal then ends the program.
pub fn forward(mut signals: Signals, event_tx: &EventSender) {
    for signal in signals.forever() {
        let of_keys = matches!(signal, SIGINT | SIGQUIT | SIGTSTP | SIGCONT);
        if of_keys && IS_TERMINAL_LENT.load(Ordering::SeqCst) {
            continue;
        }
        let event = match signal {
            SIGTSTP => Event::Suspend,
            SIGCONT => Event::Continued,
            SIGWINCH => Event::App(Msg::Resized(window_size())),
            _ => Event::Terminate(signal),
        };
        let ends = matches!(event, Event::Terminate(_));
        if event_tx.send(event).is_err() {
            return;
        }
        if ends {
            sleep(SHUTDOWN_TIMEOUT);
            let _ = low_level::emulate_default_handler(signal);
        }
    }
}

/// Returns `true` if there is a shell that can continue a stopped job.
#[must_use]
pub fn has_job_control() -> bool {
    // The group of the session's leader has no parent in the session: it would stop for good.
    getsid(None).is_ok_and(|leader| leader != getpgrp())
}

/// Asks the whole job to stop, as the terminal does for C-z; this program gets the signal like the
/// others.
///
/// # Errors
/// The system refuses.
pub fn stop_job() -> io::Result<()> {
    kill_current_process_group(rustix::process::Signal::TSTP)?;
    Ok(())
}

/// Stops this process until it is continued.
///
/// # Errors
/// The system refuses.
pub fn stop_here() -> io::Result<()> {
    low_level::emulate_default_handler(SIGTSTP)
}
