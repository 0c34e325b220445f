//! Signals: the ones that end the program, those of job control, and that of
//! the window's size.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::Duration;

use rustix::process::{getpgrp, getsid, kill_current_process_group};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use signal_hook::low_level;

use crate::app::message::Msg;
use crate::runtime::event::{Event, EventSender};
use crate::runtime::terminal::screen::window_size;

/// How long the loop may take to end in good order, its last writing included.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(10);

/// Whether another program has the terminal: what the keys of the terminal send
/// to the whole job is then meant for that one.
static IS_TERMINAL_LENT: AtomicBool = AtomicBool::new(false);

/// Says whether another program has the terminal.
pub fn set_terminal_owner(lent: TerminalOwner) {
    IS_TERMINAL_LENT.store(lent == TerminalOwner::OtherProgram, Ordering::SeqCst);
}

/// Who has the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TerminalOwner {
    /// Another program.
    OtherProgram,
    /// This one.
    ThisProgram,
}

/// Takes the signals over, so that from here on none ends the program unseen.
///
/// # Errors
/// Where the system refuses.
pub fn register() -> io::Result<Signals> {
    Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGCONT, SIGWINCH])
}

/// Hands signals to the loop. Where the loop does not end, as when it waits for
/// a terminal that takes nothing, the signal does what it does by nature.
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

/// Tells whether a shell stands above that can continue a stopped job.
#[must_use]
pub fn has_job_control() -> bool {
    // The group of a session's leader has no parent in the session: what stops
    // there stops for good.
    getsid(None).is_ok_and(|leader| leader != getpgrp())
}

/// Asks the whole job to stop, as the terminal would for C-z; this program
/// hears of it like the others.
///
/// # Errors
/// Where the system refuses.
pub fn stop_job() -> io::Result<()> {
    kill_current_process_group(rustix::process::Signal::TSTP)?;
    Ok(())
}

/// Stops this process until it is continued.
///
/// # Errors
/// Where the system refuses.
pub fn stop_here() -> io::Result<()> {
    low_level::emulate_default_handler(SIGTSTP)
}
