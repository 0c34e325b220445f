//! Threads that cannot die unseen. A panic on any of them ends the loop in good
//! order: what it said is kept until the terminal is the reader's again.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use crate::runtime::event::{Event, EventSender};
use crate::search;

/// What the last panic said. While the screen is ours nothing may be printed.
static LAST_PANIC: Mutex<Option<String>> = Mutex::new(None);

/// Starts a named thread. Where its work panics, the loop is told.
///
/// # Errors
/// Where the system gives no thread.
pub fn spawn_named<F>(name: &str, event_tx: &EventSender, work: F) -> io::Result<JoinHandle<()>>
where
    F: FnOnce() + Send + 'static,
{
    let event_tx = event_tx.clone();
    let told = name.to_owned();
    thread::Builder::new().name(name.to_owned()).spawn(move || {
        if panic::catch_unwind(AssertUnwindSafe(work)).is_err() {
            let _ = event_tx.send(Event::WorkerPanicked(told));
        }
    })
}

/// Makes every panic be remembered instead of printed, until [`speak`].
pub fn install_panic_hook() {
    panic::set_hook(Box::new(|info| {
        if search::in_engine_call() {
            // The search engine's own: it is caught and is a notice there.
            return;
        }
        let thread = thread::current();
        let name = thread.name().unwrap_or("unnamed");
        let mut report = format!("thread {name}: {info}");
        let trace = Backtrace::capture();
        if trace.status() == BacktraceStatus::Captured {
            report.push('\n');
            report.push_str(&trace.to_string());
        }
        *LAST_PANIC.lock().unwrap_or_else(PoisonError::into_inner) = Some(report);
    }));
}

/// Gives panics their usual voice back and returns what the last one said.
#[must_use]
pub fn take_panic_report() -> Option<String> {
    // Taking the hook is itself a panic while this thread unwinds.
    if !thread::panicking() {
        let _ = panic::take_hook();
    }
    LAST_PANIC
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_told_with_the_name_of_its_thread() {
        let (event_tx, events) = crossbeam_channel::unbounded();
        let thread = spawn_named("carver", &event_tx, || panic!("slipped")).unwrap();
        thread.join().unwrap();
        assert!(matches!(events.recv().unwrap(), Event::WorkerPanicked(name) if name == "carver"));
    }
}
