//! Which tasks run, so that the program can wait for them at its end.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::app::message::StatusLevel;
use crate::runtime::support::event::{Event, EventSender};
use crate::runtime::support::threads;

/// The result of a task, for the status line.
pub type TaskResult = (StatusLevel, String);

/// The numbers of running tasks, each with what is not finished until it ends.
type Running = Arc<Mutex<Vec<(u64, String)>>>;

/// The running tasks.
#[derive(Debug, Default)]
pub struct TaskTracker {
    running: Running,
    count: AtomicU64,
}

/// A running task. It has ended when this is dropped, also by a panic.
#[derive(Debug)]
pub struct TaskGuard {
    number: u64,
    running: Running,
}

impl TaskTracker {
    /// Does some work on a thread of its own and sends its result. `unfinished` names what is lost
    /// if the program ends before. The work may call [`TaskGuard::finish`] earlier, when nothing
    /// can be lost any more.
    ///
    /// # Errors
    /// The system has no more threads.
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
        let task = TaskGuard {
            number,
            running: Arc::clone(&self.running),
        };
        let results = event_tx.clone();
        threads::spawn_named(name, event_tx, move || {
            if let Some((level, message)) = work(&task) {
                let _ = results.send(Event::TaskFinished(level, message));
            }
            // After the result is sent, so that who waits for the end has received it.
            drop(task);
        })
        .map(|_| ())
    }

    /// Returns what is not finished yet.
    #[must_use]
    pub fn unfinished(&self) -> Vec<String> {
        let running = lock(&self.running);
        running
            .iter()
            .map(|(_, unfinished)| unfinished.clone())
            .collect()
    }
}

impl TaskGuard {
    /// Removes the task from the list: the rest of it is not lost if the program ends.
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
        let tasks = TaskTracker::default();
        let (go, wait) = bounded::<()>(1);
        let work = move |_: &TaskGuard| {
            let _ = wait.recv();
            Some((StatusLevel::Info, "written".to_owned()))
        };
        let begun = tasks.spawn("export", "x.csv".to_owned(), &event_tx, work);
        begun.unwrap();
        assert_eq!(tasks.unfinished(), ["x.csv"]);
        go.send(()).unwrap();
        while !tasks.unfinished().is_empty() {
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
        let tasks = TaskTracker::default();
        let work = |_: &TaskGuard| panic!("slipped");
        tasks
            .spawn("export", "x.csv".to_owned(), &event_tx, work)
            .unwrap();
        assert!(matches!(events.recv().unwrap(), Event::WorkerPanicked(_)));
        assert!(tasks.unfinished().is_empty());
    }
}
