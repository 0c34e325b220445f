//! Named threads. A panic on any of them ends the event loop in good order; its report is kept
//! until the terminal has been restored.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use crate::runtime::support::event::{Event, EventSender};
use crate::search;

/// The report of the last panic. Nothing may be printed while the screen is in use.
static LAST_PANIC: Mutex<Option<String>> = Mutex::new(None);

/// Starts a named thread. If its work panics, the event loop gets [`Event::WorkerPanicked`].
///
/// # Errors
/// The system has no more threads.
pub fn spawn_named<F>(name: &str, event_tx: &EventSender, work: F) -> io::Result<JoinHandle<()>>
where
    F: FnOnce() + Send + 'static,
{
    let event_tx = event_tx.clone();
    let thread_name = name.to_owned();
    thread::Builder::new().name(name.to_owned()).spawn(move || {
        if panic::catch_unwind(AssertUnwindSafe(work)).is_err() {
            let _ = event_tx.send(Event::WorkerPanicked(thread_name));
        }
    })
}

/// Has panics recorded instead of printed, until [`take_panic_report`].
pub fn install_panic_hook() {
    panic::set_hook(Box::new(|info| {
        if search::in_engine_call() {
            // A panic of tantivy: the search catches it and reports a notice.
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

/// Has panics printed again, and returns the report of the last one.
#[must_use]
pub fn take_panic_report() -> Option<String> {
    // Taking the hook while this thread unwinds would panic itself.
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
