//! What is being written or handed on for the reader, on threads of their own, and what of
//! it has still to be finished when the reader quits.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::event::{Event, Inbox};
use super::outside::Answer;
use super::thread;

/// Numbers of running errands with what is said of each where it is not finished.
type Running = Arc<Mutex<Vec<(u64, String)>>>;

/// The errands that run.
#[derive(Debug, Default)]
pub struct Errands {
    running: Running,
    count: AtomicU64,
}

/// One errand that runs; it has ended when this is dropped, also by a panic.
#[derive(Debug)]
pub struct Errand {
    number: u64,
    running: Running,
}

impl Errands {
    /// Does something on a thread of its own and sends the answer. `unfinished` is said
    /// where the program ends before. The work may end its errand earlier, when nothing of
    /// it can be lost any more.
    ///
    /// # Errors
    /// Where the system gives no thread.
    pub fn start<F>(&self, name: &str, unfinished: String, inbox: &Inbox, work: F) -> io::Result<()>
    where
        F: FnOnce(&Errand) -> Option<Answer> + Send + 'static,
    {
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        lock(&self.running).push((number, unfinished));
        let errand = Errand {
            number,
            running: Arc::clone(&self.running),
        };
        let answers = inbox.clone();
        thread::start(name, inbox, move || {
            if let Some((tone, said)) = work(&errand) {
                let _ = answers.send(Event::Answered(tone, said));
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

impl Errand {
    /// Takes it off the list: what is left of it is not lost with this program.
    pub fn end(&self) {
        lock(&self.running).retain(|(number, _)| *number != self.number);
    }
}

impl Drop for Errand {
    fn drop(&mut self) {
        self.end();
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
        let (inbox, events) = unbounded();
        let errands = Errands::default();
        let (go, wait) = bounded::<()>(1);
        let work = move |_: &Errand| {
            let _ = wait.recv();
            Some((StatusLevel::Info, "written".to_owned()))
        };
        let begun = errands.start("export", "x.csv".to_owned(), &inbox, work);
        begun.unwrap();
        assert_eq!(errands.unfinished(), ["x.csv"]);
        go.send(()).unwrap();
        while !errands.unfinished().is_empty() {
            std::thread::yield_now();
        }
        let answer = events.try_recv().unwrap();
        assert!(matches!(answer, Event::Answered(StatusLevel::Info, said) if said == "written"));
    }

    #[test]
    fn a_panic_ends_an_errand_too() {
        let (inbox, events) = unbounded();
        let errands = Errands::default();
        let work = |_: &Errand| panic!("slipped");
        errands
            .start("export", "x.csv".to_owned(), &inbox, work)
            .unwrap();
        assert!(matches!(events.recv().unwrap(), Event::Died(_)));
        assert!(errands.unfinished().is_empty());
    }
}
