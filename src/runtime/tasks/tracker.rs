//! What is being written or handed on for the reader, on threads of their own, and what of
//! it has still to be finished when the reader quits.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::runtime::event::{Event, EventSender};
use crate::runtime::support::threads;
use crate::runtime::tasks::external::TaskResult;

/// Numbers of running errands with what is said of each where it is not finished.
type Running = Arc<Mutex<Vec<(u64, String)>>>;

/// The errands that run.
#[derive(Debug, Default)]
pub struct TaskTracker {
    running: Running,
    count: AtomicU64,
}

/// One errand that runs; it has ended when this is dropped, also by a panic.
#[derive(Debug)]
pub struct TaskGuard {
    number: u64,
    running: Running,
}

impl TaskTracker {
    /// Does something on a thread of its own and sends the answer. `unfinished` is said
    /// where the program ends before. The work may end its errand earlier, when nothing of
    /// it can be lost any more.
    ///
    /// # Errors
    /// Where the system gives no thread.
    pub fn spawn<F>(
        &self,
        name: &str,
        unfinished: String,
        event_tx: &EventSender,
        work: F,
    ) -> io::Result<()>
    where
        F: FnOnce(&TaskGuard) -> Option<TaskResult> + Send + 'static,
    {
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        lock(&self.running).push((number, unfinished));
        let errand = TaskGuard {
            number,
            running: Arc::clone(&self.running),
        };
        let answers = event_tx.clone();
        threads::spawn_named(name, event_tx, move || {
            if let Some((tone, said)) = work(&errand) {
                let _ = answers.send(Event::TaskFinished(tone, said));
            }
            // Only now, so that who waits for the end has the answer.
            drop(errand);
        })
        .map(|_| ())
    }

    /// Returns what is said of the errands that have not ended.
    #[must_use]
    pub fn unfinished(&self) -> Vec<String> {
        let running = lock(&self.running);
        running.iter().map(|(_, said)| said.clone()).collect()
    }
}

impl TaskGuard {
    /// Takes it off the list: what is left of it is not lost with this program.
    pub fn finish(&self) {
        lock(&self.running).retain(|(number, _)| *number != self.number);
    }
}

impl Drop for TaskGuard {
    fn drop(&mut self) {
        self.finish();
    }
}

fn lock(running: &Mutex<Vec<(u64, String)>>) -> std::sync::MutexGuard<'_, Vec<(u64, String)>> {
    running.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::message::StatusLevel;
    use crossbeam_channel::{bounded, unbounded};

    #[test]
    fn what_runs_is_known_until_its_answer_is_there() {
        let (event_tx, events) = unbounded();
        let errands = TaskTracker::default();
        let (go, wait) = bounded::<()>(1);
        let work = move |_: &TaskGuard| {
            let _ = wait.recv();
            Some((StatusLevel::Info, "written".to_owned()))
        };
        let begun = errands.spawn("export", "x.csv".to_owned(), &event_tx, work);
        begun.unwrap();
        assert_eq!(errands.unfinished(), ["x.csv"]);
        go.send(()).unwrap();
        while !errands.unfinished().is_empty() {
            std::thread::yield_now();
        }
        let answer = events.try_recv().unwrap();
        assert!(
            matches!(answer, Event::TaskFinished(StatusLevel::Info, said) if said == "written")
        );
    }

    #[test]
    fn a_panic_ends_an_errand_too() {
        let (event_tx, events) = unbounded();
        let errands = TaskTracker::default();
        let work = |_: &TaskGuard| panic!("slipped");
        errands
            .spawn("export", "x.csv".to_owned(), &event_tx, work)
            .unwrap();
        assert!(matches!(events.recv().unwrap(), Event::WorkerPanicked(_)));
        assert!(errands.unfinished().is_empty());
    }
}
