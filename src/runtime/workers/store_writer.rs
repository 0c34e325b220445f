//! The keeper: writes what the reader keeps. Each change is durable before it
//! is answered; reading positions, which come with every move, wait a moment
//! for the next one, but never beyond the end of the program. What the disk
//! does not take is answered as not saved, tried again every moment, answered
//! once more when it is on the disk, and handed out at the end if it never was.

use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};

use crate::app::message::{Msg, PersistError, StatusLevel};
use crate::model::{Change, Position};
use crate::runtime::event::{EventSender, send_msg};
use crate::runtime::support::clock;
use crate::runtime::support::fault_injection::InjectedFault;
use crate::store::{Delivery, RetryQueue, Store, StoreState};

/// How long a reading position waits for the next one.
const POSITION_DEBOUNCE: Duration = Duration::from_millis(300);
/// How often the store is asked whether another window wrote, which takes
/// microseconds, and what waits is tried again.
const POLL_INTERVAL: Duration = Duration::from_millis(700);

/// Something for the keeper to do.
#[derive(Debug)]
pub enum Job {
    /// Read all that is kept. What is written after that is measured against it.
    Load,
    /// Write.
    Save(Change),
    /// Write all that still waits and answer. Where nothing is left, close the store and
    /// end; the channel of the answer is let go after that.
    Flush(Sender<FlushResult>),
}

/// What is left at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FlushResult {
    /// Nothing: all is on the disk.
    AllWritten,
    /// So many changes that the disk did not take, as JSON.
    Unwritten {
        /// How many.
        count: usize,
        /// The changes, to be saved to another disk.
        json: String,
    },
    /// The keeper did not answer in time.
    TimedOut,
}

/// Writes until nobody can ask any more.
pub fn run(
    store: Store,
    jobs: &Receiver<Job>,
    event_tx: &EventSender,
    fault: Option<InjectedFault>,
) {
    let mut desk = StoreWriter {
        queue: RetryQueue::new(store),
        positions: Vec::new(),
        debounce_deadline: None,
        next_poll: Instant::now() + POLL_INTERVAL,
    };
    loop {
        // Also under a flood of jobs the other windows are looked at in time.
        if desk.next_poll <= Instant::now() {
            desk.poll(event_tx);
        }
        let next = desk
            .debounce_deadline
            .map_or(desk.next_poll, |due| due.min(desk.next_poll));
        match jobs.recv_timeout(next.saturating_duration_since(Instant::now())) {
            Ok(Job::Load) => desk.load(event_tx),
            Ok(Job::Save(Change::SetPosition(position))) => {
                InjectedFault::StoreWriter.trigger(fault);
                desk.debounce_position(position);
            }
            Ok(Job::Save(change)) => {
                InjectedFault::StoreWriter.trigger(fault);
                desk.write_positions(event_tx);
                desk.save(change, event_tx);
            }
            Ok(Job::Flush(answer)) => {
                desk.write_all_positions(event_tx);
                let rest = desk.flush_result();
                let is_done = rest == FlushResult::AllWritten;
                let _ = answer.send(rest);
                // What the disk did not take is tried again as long as the program lives.
                if is_done {
                    desk.queue.close();
                    return;
                }
            }
            Err(RecvTimeoutError::Timeout) => {
                if desk
                    .debounce_deadline
                    .is_some_and(|due| due <= Instant::now())
                {
                    desk.write_positions(event_tx);
                }
            }
            Err(RecvTimeoutError::Disconnected) => {
                desk.write_all_positions(event_tx);
                desk.queue.close();
                return;
            }
        }
    }
}

/// Has all that waits written, and returns what could not be. Where nothing is left, the
/// store is closed, and the keeper has ended.
#[must_use]
pub fn flush(jobs: &Sender<Job>, limit: Duration) -> FlushResult {
    let (answer, rest) = bounded(1);
    if jobs.send(Job::Flush(answer)).is_err() {
        return FlushResult::TimedOut;
    }
    let deadline = Instant::now() + limit;
    let Ok(left) = rest.recv_deadline(deadline) else {
        return FlushResult::TimedOut;
    };
    // Nothing more is sent: this waits until the store is closed, else the program would
    // end in the middle of that. What is written is safe in any case.
    let _ = rest.recv_deadline(deadline);
    left
}

struct StoreWriter {
    queue: RetryQueue,
    /// Reading positions not yet written, one for each article.
    positions: Vec<Position>,
    debounce_deadline: Option<Instant>,
    /// When the store is looked at next.
    next_poll: Instant,
}

impl StoreWriter {
    /// Reads everything. Where that cannot be done now, the looks at the store try it again.
    fn load(&mut self, event_tx: &EventSender) {
        match self.queue.user_data(clock::now()) {
            Ok(kept) => send_msg(event_tx, Msg::user_data_loaded(kept)),
            Err(error) => send_msg(event_tx, Msg::Notify(StatusLevel::Error, error.to_string())),
        }
        self.report_notices(event_tx);
    }

    fn debounce_position(&mut self, position: Position) {
        self.positions.retain(|other| {
            (&other.briefing, &other.article) != (&position.briefing, &position.article)
        });
        self.positions.push(position);
        self.debounce_deadline
            .get_or_insert_with(|| Instant::now() + POSITION_DEBOUNCE);
    }

    /// Writes the positions of which none waits already: while the disk takes
    /// nothing, only the newest is worth keeping.
    fn write_positions(&mut self, event_tx: &EventSender) {
        self.debounce_deadline = None;
        let (wait, write) = std::mem::take(&mut self.positions)
            .into_iter()
            .partition(|position| {
                self.queue
                    .pending()
                    .iter()
                    .any(|c| same_article(c, position))
            });
        self.positions = wait;
        for position in write {
            self.save(Change::SetPosition(position), event_tx);
        }
    }

    fn write_all_positions(&mut self, event_tx: &EventSender) {
        self.debounce_deadline = None;
        for position in std::mem::take(&mut self.positions) {
            self.save(Change::SetPosition(position), event_tx);
        }
    }

    fn save(&mut self, change: Change, event_tx: &EventSender) {
        match self.queue.send(change.clone(), clock::now()) {
            Ok(Delivery::Durable) => self.report_acknowledged(event_tx),
            Ok(Delivery::Waiting { error, .. }) => {
                self.report_acknowledged(event_tx);
                send_msg(
                    event_tx,
                    Msg::Saved(change, Err(PersistError::Store(error.to_string()))),
                );
            }
            // No later try would help.
            Err(error) => send_msg(event_tx, Msg::Notify(StatusLevel::Error, error.to_string())),
        }
        self.report_notices(event_tx);
    }

    /// Answers what is on the disk by now.
    fn report_acknowledged(&mut self, event_tx: &EventSender) {
        let memory = self.queue.store().state() == StoreState::Memory;
        for change in self.queue.take_acknowledged() {
            let result = if memory {
                Err(PersistError::NoDataFolder)
            } else {
                Ok(())
            };
            send_msg(event_tx, Msg::Saved(change, result));
        }
    }

    /// Tries again what waits, and looks whether another window wrote.
    fn poll(&mut self, event_tx: &EventSender) {
        if !self.queue.pending().is_empty() {
            self.queue.retry(clock::now());
            self.report_acknowledged(event_tx);
            if self.queue.pending().is_empty() && !self.positions.is_empty() {
                self.write_positions(event_tx);
            }
        }
        // A store that cannot be read now is told of with the next change.
        if let Ok(Some(kept)) = self.queue.user_data_if_changed(clock::now()) {
            send_msg(event_tx, Msg::user_data_loaded(kept));
        }
        self.report_notices(event_tx);
        self.next_poll = Instant::now() + POLL_INTERVAL;
    }

    fn report_notices(&mut self, event_tx: &EventSender) {
        for notice in self.queue.store().take_notices() {
            send_msg(event_tx, Msg::Notify(StatusLevel::Error, notice));
        }
    }

    fn flush_result(&mut self) -> FlushResult {
        self.queue.retry(clock::now());
        match self.queue.unwritten() {
            0 => FlushResult::AllWritten,
            count => FlushResult::Unwritten {
                count,
                json: self.queue.pending_json(),
            },
        }
    }
}

fn same_article(change: &Change, position: &Position) -> bool {
    matches!(change, Change::SetPosition(other)
        if (&other.briefing, &other.article) == (&position.briefing, &position.article))
}

#[cfg(test)]
mod tests {
    use crossbeam_channel::unbounded;

    use super::*;
    use crate::model::{Bookmark, BookmarkId, Mark, Place, ReadState};
    use crate::runtime::event::Event;

    fn position(article: &str, offset: usize) -> Change {
        Change::SetPosition(Position {
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
        let (event_tx, events) = unbounded();
        for offset in 0..50 {
            jobs.send(Job::Save(position("a", offset))).unwrap();
        }
        jobs.send(Job::Save(position("c", 7))).unwrap();
        drop(jobs);
        run(store, &todo, &event_tx, None);
        let saved: Vec<_> = events
            .try_iter()
            .filter(|event| matches!(event, Event::App(Msg::Saved(_, Ok(())))))
            .collect();
        assert!((2..10).contains(&saved.len()), "{}", saved.len());
        let kept = Store::open_dir(folder.path(), 2)
            .unwrap()
            .store
            .user_data()
            .unwrap();
        let mut offsets: Vec<_> = kept.positions.iter().map(|p| p.offset).collect();
        offsets.sort_unstable();
        assert_eq!(offsets, [7, 49]);
    }

    fn bookmark(n: usize) -> Bookmark {
        Bookmark {
            id: BookmarkId(format!("{n:032x}")),
            place: Place {
                briefing: "b".to_owned(),
                article: "a".to_owned(),
                range: 0..4,
            },
            text_hash: String::new(),
            exact: "word".to_owned(),
            prefix: String::new(),
            suffix: String::new(),
            provenance: std::sync::Arc::default(),
            note: String::new(),
            tags: Vec::new(),
            letter: None,
            created: 1,
            changed: 1,
        }
    }

    /// What became of changes, in order, until the last one is saved.
    fn answers(events: &Receiver<Event>, last: &Change) -> Vec<(Change, bool)> {
        let mut heard = Vec::new();
        while !heard.contains(&(last.clone(), true)) {
            if let Event::App(Msg::Saved(change, result)) =
                events.recv_timeout(Duration::from_secs(20)).unwrap()
            {
                heard.push((change, result.is_ok()));
            }
        }
        heard
    }

    #[test]
    fn what_the_disk_does_not_take_is_told_tried_again_and_told_when_it_is_safe() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        std::fs::write(&data, "in the way").unwrap();
        let store = Store::open_dir_or_defer(&data, 1).store;
        let (jobs, todo) = unbounded();
        let (event_tx, events) = unbounded();
        let keeper = std::thread::spawn(move || run(store, &todo, &event_tx, None));
        let (one, two) = (bookmark(1), bookmark(2));
        let (one, two) = (
            Change::PutBookmark(Box::new(one)),
            Change::PutBookmark(Box::new(two)),
        );
        for change in [&one, &two] {
            jobs.send(Job::Save(change.clone())).unwrap();
        }
        for offset in 0..9 {
            jobs.send(Job::Save(position("a", offset))).unwrap();
            jobs.send(Job::Save(Change::ClearMark(Mark {
                letter: 'x',
                place: bookmark(1).place,
            })))
            .unwrap();
        }
        let FlushResult::Unwritten { count, json } = flush(&jobs, Duration::from_secs(20)) else {
            panic!("what could not be written is not handed out");
        };
        assert_eq!(count, 11, "positions alone are not offered");
        assert!(json.contains(&bookmark(2).id.0));

        std::fs::remove_file(&data).unwrap();
        let heard = answers(&events, &position("a", 8));
        for change in [one, two] {
            let told: Vec<bool> = heard
                .iter()
                .filter(|h| h.0 == change)
                .map(|h| h.1)
                .collect();
            assert_eq!(told, [false, true]);
        }
        assert_eq!(
            flush(&jobs, Duration::from_secs(20)),
            FlushResult::AllWritten
        );
        drop(jobs);
        keeper.join().unwrap();
        let kept = Store::open_dir(&data, 2)
            .unwrap()
            .store
            .user_data()
            .unwrap();
        assert_eq!((kept.bookmarks.len(), kept.positions[0].offset), (2, 8));
    }

    #[test]
    fn what_another_window_writes_is_seen_within_a_second() {
        let folder = tempfile::tempdir().unwrap();
        let mut other = Store::open_dir(folder.path(), 1).unwrap().store;
        let mut store = Store::open_dir(folder.path(), 1).unwrap().store;
        store.user_data().unwrap();
        let (jobs, todo) = unbounded();
        let (event_tx, events) = unbounded();
        let keeper = std::thread::spawn(move || run(store, &todo, &event_tx, None));
        let keep = Change::PutBookmark(Box::new(bookmark(1)));
        other.apply(&keep, 5).unwrap();
        let written = Instant::now();
        loop {
            // This window is busy all the while.
            jobs.send(Job::Save(position("a", 3))).unwrap();
            match events.recv_timeout(Duration::from_millis(20)) {
                Ok(Event::App(Msg::UserDataLoaded(kept, _))) => {
                    assert_eq!(kept.bookmarks[0].id, bookmark(1).id);
                    break;
                }
                _ => assert!(written.elapsed() < Duration::from_secs(5)),
            }
        }
        assert!(POLL_INTERVAL < Duration::from_secs(1));
        drop(jobs);
        keeper.join().unwrap();
    }

    #[test]
    fn all_is_read_before_anything_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open_dir(folder.path(), 1).unwrap().store;
        let keep = |n| Change::PutBookmark(Box::new(bookmark(n)));
        store.apply(&keep(1), 5).unwrap();
        let store = Store::open_initial(folder.path(), 2).0.store;
        let (jobs, todo) = unbounded();
        let (event_tx, events) = unbounded();
        jobs.send(Job::Load).unwrap();
        jobs.send(Job::Save(keep(2))).unwrap();
        drop(jobs);
        run(store, &todo, &event_tx, None);
        let heard: Vec<Event> = events.try_iter().collect();
        let [
            Event::App(Msg::UserDataLoaded(kept, register)),
            Event::App(Msg::Saved(_, Ok(()))),
        ] = &heard[..]
        else {
            panic!("{heard:?}");
        };
        assert_eq!(kept.bookmarks.len(), 1);
        assert_eq!(register.get(&bookmark(1).id), kept.bookmarks.first());
    }

    #[test]
    fn a_flush_writes_what_waits_before_it_answers() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_dir(folder.path(), 1).unwrap().store;
        let (jobs, todo) = unbounded();
        let (event_tx, _events) = unbounded();
        let keeper = std::thread::spawn(move || run(store, &todo, &event_tx, None));
        jobs.send(Job::Save(position("a", 3))).unwrap();
        assert_eq!(
            flush(&jobs, Duration::from_secs(20)),
            FlushResult::AllWritten
        );
        let kept = Store::open_dir(folder.path(), 2)
            .unwrap()
            .store
            .user_data()
            .unwrap();
        assert_eq!(kept.positions[0].offset, 3);
        drop(jobs);
        keeper.join().unwrap();
    }

    #[test]
    fn after_a_flush_the_database_alone_holds_all_that_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_dir(folder.path(), 1).unwrap().store;
        let (jobs, todo) = unbounded();
        let (event_tx, _events) = unbounded();
        let keeper = std::thread::spawn(move || run(store, &todo, &event_tx, None));
        let mut window = Store::open_dir(folder.path(), 1).unwrap().store;
        // The file is made, and open in both.
        let asked = Change::RecordQuery("who answered?".to_owned());
        window.apply(&asked, 1).unwrap();
        let mark = Mark {
            letter: 'q',
            place: Place {
                briefing: "b".to_owned(),
                article: "a".to_owned(),
                range: 1..2,
            },
        };
        jobs.send(Job::Save(Change::SetMark(mark))).unwrap();
        jobs.send(Job::Save(position("a", 3))).unwrap();
        assert_eq!(
            flush(&jobs, Duration::from_secs(20)),
            FlushResult::AllWritten
        );
        // At this moment the program ends.
        let copy = tempfile::tempdir().unwrap();
        let file = crate::store::FILE;
        std::fs::copy(folder.path().join(file), copy.path().join(file)).unwrap();
        let alone = Store::open_dir(copy.path(), 2).unwrap().store.user_data();
        let alone = alone.unwrap();
        assert_eq!((alone.marks.len(), alone.positions.len()), (1, 1));
        assert_eq!(window.user_data().unwrap().marks, alone.marks);
        keeper.join().unwrap();
    }
}
