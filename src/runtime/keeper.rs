//! The keeper: writes what the reader keeps. Each change is durable before it
//! is answered; reading positions, which come with every move, wait a moment
//! for the next one, but never beyond the end of the program. What the disk
//! does not take is tried again, and handed out at the end.

use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};

use super::clock;
use super::event::{Inbox, tell};
use super::fault::Fault;
use crate::app::msg::{Msg, Tone};
use crate::model::{Change, Position};
use crate::store::{Delivery, Outbox, Store};

/// How long a reading position waits for the next one.
const PAUSE: Duration = Duration::from_millis(300);
/// How often the store is asked whether another window wrote.
const GLANCE: Duration = Duration::from_secs(1);

/// Something for the keeper to do.
#[derive(Debug)]
pub enum Job {
    /// Write.
    Save(Change),
    /// Write all that still waits, then answer.
    Flush(Sender<Rest>),
}

/// What is left at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rest {
    /// Nothing: all is on the disk.
    Nothing,
    /// So many changes that the disk did not take, as JSON.
    Unwritten {
        /// How many.
        count: usize,
        /// The changes, to be saved to another disk.
        json: String,
    },
    /// The keeper did not answer in time.
    Unknown,
}

/// Writes until nobody can ask any more.
pub fn run(store: Store, jobs: &Receiver<Job>, inbox: &Inbox, fault: Option<Fault>) {
    let mut desk = Desk {
        outbox: Outbox::new(store),
        positions: Vec::new(),
        due: None,
    };
    loop {
        let rest = desk
            .due
            .map_or(GLANCE, |due| due.saturating_duration_since(Instant::now()));
        match jobs.recv_timeout(rest) {
            Ok(Job::Save(Change::Place(position))) => {
                Fault::Keeper.strike(fault);
                desk.put_off(position);
            }
            Ok(Job::Save(change)) => {
                Fault::Keeper.strike(fault);
                desk.write_positions(inbox);
                desk.save(change, inbox);
            }
            Ok(Job::Flush(answer)) => {
                desk.write_positions(inbox);
                let _ = answer.send(desk.rest());
            }
            Err(RecvTimeoutError::Timeout) if desk.due.is_some() => desk.write_positions(inbox),
            Err(RecvTimeoutError::Timeout) => desk.glance(inbox),
            Err(RecvTimeoutError::Disconnected) => {
                desk.write_positions(inbox);
                return;
            }
        }
    }
}

/// Has all that waits written, and returns what could not be.
#[must_use]
pub fn flush(jobs: &Sender<Job>, limit: Duration) -> Rest {
    let (answer, rest) = bounded(1);
    if jobs.send(Job::Flush(answer)).is_err() {
        return Rest::Unknown;
    }
    rest.recv_timeout(limit).unwrap_or(Rest::Unknown)
}

struct Desk {
    outbox: Outbox,
    /// Reading positions not yet written, one for each article.
    positions: Vec<Position>,
    due: Option<Instant>,
}

impl Desk {
    fn put_off(&mut self, position: Position) {
        self.positions.retain(|other| {
            (&other.briefing, &other.article) != (&position.briefing, &position.article)
        });
        self.positions.push(position);
        self.due.get_or_insert_with(|| Instant::now() + PAUSE);
    }

    fn write_positions(&mut self, inbox: &Inbox) {
        self.due = None;
        for position in std::mem::take(&mut self.positions) {
            self.save(Change::Place(position), inbox);
        }
    }

    fn save(&mut self, change: Change, inbox: &Inbox) {
        let result = match self.outbox.send(change.clone(), clock::now()) {
            Ok(Delivery::Durable) => Ok(()),
            Ok(Delivery::Waiting { error, .. }) | Err(error) => Err(error.to_string()),
        };
        tell(inbox, Msg::Saved(change, result));
        self.tell_notices(inbox);
    }

    /// Tries again what waits, and looks whether another window wrote.
    fn glance(&mut self, inbox: &Inbox) {
        let waiting = self.outbox.waiting().len();
        if waiting > 0 && self.outbox.retry(clock::now()) == Delivery::Durable {
            let said = format!("The {waiting} changes that waited are saved now.");
            tell(inbox, Msg::Told(Tone::Done, said));
        }
        // A store that cannot be read now is told of with the next change.
        if let Ok(Some(kept)) = self.outbox.kept_if_changed(clock::now()) {
            tell(inbox, Msg::Kept(kept));
        }
        self.tell_notices(inbox);
    }

    fn tell_notices(&mut self, inbox: &Inbox) {
        for notice in self.outbox.store().take_notices() {
            tell(inbox, Msg::Told(Tone::Trouble, notice));
        }
    }

    fn rest(&mut self) -> Rest {
        if self.outbox.retry(clock::now()) == Delivery::Durable {
            return Rest::Nothing;
        }
        Rest::Unwritten {
            count: self.outbox.waiting().len(),
            json: self.outbox.rescue(),
        }
    }
}

#[cfg(test)]
mod tests {
    use crossbeam_channel::unbounded;

    use super::super::event::Event;
    use super::*;
    use crate::model::ReadState;

    fn position(article: &str, offset: usize) -> Change {
        Change::Place(Position {
            briefing: "b".to_owned(),
            article: article.to_owned(),
            offset,
            top: 0,
            state: ReadState::Opened,
            changed: 0,
        })
    }

    #[test]
    fn moves_in_quick_succession_are_written_once_and_none_is_lost_at_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_dir(folder.path(), 1).unwrap().store;
        let (jobs, todo) = unbounded();
        let (inbox, events) = unbounded();
        for offset in 0..50 {
            jobs.send(Job::Save(position("a", offset))).unwrap();
        }
        jobs.send(Job::Save(position("c", 7))).unwrap();
        drop(jobs);
        run(store, &todo, &inbox, None);
        let saved: Vec<_> = events
            .try_iter()
            .filter(|event| matches!(event, Event::App(Msg::Saved(_, Ok(())))))
            .collect();
        assert!((2..10).contains(&saved.len()), "{}", saved.len());
        let kept = Store::open_dir(folder.path(), 2)
            .unwrap()
            .store
            .kept()
            .unwrap();
        let mut offsets: Vec<_> = kept.positions.iter().map(|p| p.offset).collect();
        offsets.sort_unstable();
        assert_eq!(offsets, [7, 49]);
    }

    #[test]
    fn a_flush_writes_what_waits_before_it_answers() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_dir(folder.path(), 1).unwrap().store;
        let (jobs, todo) = unbounded();
        let (inbox, _events) = unbounded();
        let keeper = std::thread::spawn(move || run(store, &todo, &inbox, None));
        jobs.send(Job::Save(position("a", 3))).unwrap();
        assert_eq!(flush(&jobs, Duration::from_secs(20)), Rest::Nothing);
        let kept = Store::open_dir(folder.path(), 2)
            .unwrap()
            .store
            .kept()
            .unwrap();
        assert_eq!(kept.positions[0].offset, 3);
        drop(jobs);
        keeper.join().unwrap();
    }
}
