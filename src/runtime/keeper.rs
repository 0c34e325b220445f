//! The keeper: writes what the reader keeps. Each change is durable before it
//! is answered; reading positions, which come with every move, wait a moment
//! for the next one, but never beyond the end of the program. What the disk
//! does not take is answered as not saved, tried again every moment, answered
//! once more when it is on the disk, and handed out at the end if it never was.

use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};

use super::clock;
use super::event::{Inbox, tell};
use super::fault::Fault;
use crate::app::message::{Msg, StatusLevel};
use crate::model::{Change, Position};
use crate::store::{Delivery, RetryQueue, State, Store};

/// How long a reading position waits for the next one.
const PAUSE: Duration = Duration::from_millis(300);
/// How often the store is asked whether another window wrote, which takes
/// microseconds, and what waits is tried again.
const GLANCE: Duration = Duration::from_millis(700);

/// Something for the keeper to do.
#[derive(Debug)]
pub enum Job {
    /// Read all that is kept. What is written after that is measured against it.
    Read,
    /// Write.
    Save(Change),
    /// Write all that still waits and answer. Where nothing is left, close the store and
    /// end; the channel of the answer is let go after that.
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
    let mut desk = OpenBriefing {
        outbox: RetryQueue::new(store),
        positions: Vec::new(),
        due: None,
        glance: Instant::now() + GLANCE,
    };
    loop {
        // Also under a flood of jobs the other windows are looked at in time.
        if desk.glance <= Instant::now() {
            desk.look(inbox);
        }
        let next = desk.due.map_or(desk.glance, |due| due.min(desk.glance));
        match jobs.recv_timeout(next.saturating_duration_since(Instant::now())) {
            Ok(Job::Read) => desk.read(inbox),
            Ok(Job::Save(Change::SetPosition(position))) => {
                Fault::Keeper.strike(fault);
                desk.put_off(position);
            }
            Ok(Job::Save(change)) => {
                Fault::Keeper.strike(fault);
                desk.write_positions(inbox);
                desk.save(change, inbox);
            }
            Ok(Job::Flush(answer)) => {
                desk.write_all_positions(inbox);
                let rest = desk.rest();
                let is_done = rest == Rest::Nothing;
                let _ = answer.send(rest);
                // What the disk did not take is tried again as long as the program lives.
                if is_done {
                    desk.outbox.close();
                    return;
                }
            }
            Err(RecvTimeoutError::Timeout) => {
                if desk.due.is_some_and(|due| due <= Instant::now()) {
                    desk.write_positions(inbox);
                }
            }
            Err(RecvTimeoutError::Disconnected) => {
                desk.write_all_positions(inbox);
                desk.outbox.close();
                return;
            }
        }
    }
}

/// Has all that waits written, and returns what could not be. Where nothing is left, the
/// store is closed, and the keeper has ended.
#[must_use]
pub fn flush(jobs: &Sender<Job>, limit: Duration) -> Rest {
    let (answer, rest) = bounded(1);
    if jobs.send(Job::Flush(answer)).is_err() {
        return Rest::Unknown;
    }
    let deadline = Instant::now() + limit;
    let Ok(left) = rest.recv_deadline(deadline) else {
        return Rest::Unknown;
    };
    // Nothing more is sent: this waits until the store is closed, else the program would
    // end in the middle of that. What is written is safe in any case.
    let _ = rest.recv_deadline(deadline);
    left
}

struct OpenBriefing {
    outbox: RetryQueue,
    /// Reading positions not yet written, one for each article.
    positions: Vec<Position>,
    due: Option<Instant>,
    /// When the store is looked at next.
    glance: Instant,
}

impl OpenBriefing {
    /// Reads everything. Where that cannot be done now, the looks at the store try it again.
    fn read(&mut self, inbox: &Inbox) {
        match self.outbox.kept(clock::now()) {
            Ok(kept) => tell(inbox, Msg::user_data_loaded(kept)),
            Err(error) => tell(inbox, Msg::Notify(StatusLevel::Error, error.to_string())),
        }
        self.tell_notices(inbox);
    }

    fn put_off(&mut self, position: Position) {
        self.positions.retain(|other| {
            (&other.briefing, &other.article) != (&position.briefing, &position.article)
        });
        self.positions.push(position);
        self.due.get_or_insert_with(|| Instant::now() + PAUSE);
    }

    /// Writes the positions of which none waits already: while the disk takes
    /// nothing, only the newest is worth keeping.
    fn write_positions(&mut self, inbox: &Inbox) {
        self.due = None;
        let (wait, write) = std::mem::take(&mut self.positions)
            .into_iter()
            .partition(|position| {
                self.outbox
                    .pending()
                    .iter()
                    .any(|c| same_article(c, position))
            });
        self.positions = wait;
        for position in write {
            self.save(Change::SetPosition(position), inbox);
        }
    }

    fn write_all_positions(&mut self, inbox: &Inbox) {
        self.due = None;
        for position in std::mem::take(&mut self.positions) {
            self.save(Change::SetPosition(position), inbox);
        }
    }

    fn save(&mut self, change: Change, inbox: &Inbox) {
        match self.outbox.send(change.clone(), clock::now()) {
            Ok(Delivery::Durable) => self.tell_delivered(inbox),
            Ok(Delivery::Waiting { error, .. }) => {
                self.tell_delivered(inbox);
                tell(inbox, Msg::Saved(change, Err(error.to_string())));
            }
            // No later try would help.
            Err(error) => tell(inbox, Msg::Notify(StatusLevel::Error, error.to_string())),
        }
        self.tell_notices(inbox);
    }

    /// Answers what is on the disk by now.
    fn tell_delivered(&mut self, inbox: &Inbox) {
        let memory = self.outbox.store().state() == State::Memory;
        for change in self.outbox.take_acknowledged() {
            let result = if memory {
                Err("no data folder: this is kept in memory, until you quit".to_owned())
            } else {
                Ok(())
            };
            tell(inbox, Msg::Saved(change, result));
        }
    }

    /// Tries again what waits, and looks whether another window wrote.
    fn look(&mut self, inbox: &Inbox) {
        if !self.outbox.pending().is_empty() {
            self.outbox.retry(clock::now());
            self.tell_delivered(inbox);
            if self.outbox.pending().is_empty() && !self.positions.is_empty() {
                self.write_positions(inbox);
            }
        }
        // A store that cannot be read now is told of with the next change.
        if let Ok(Some(kept)) = self.outbox.kept_if_changed(clock::now()) {
            tell(inbox, Msg::user_data_loaded(kept));
        }
        self.tell_notices(inbox);
        self.glance = Instant::now() + GLANCE;
    }

    fn tell_notices(&mut self, inbox: &Inbox) {
        for notice in self.outbox.store().take_notices() {
            tell(inbox, Msg::Notify(StatusLevel::Error, notice));
        }
    }

    fn rest(&mut self) -> Rest {
        self.outbox.retry(clock::now());
        match self.outbox.unwritten() {
            0 => Rest::Nothing,
            count => Rest::Unwritten {
                count,
                json: self.outbox.pending_json(),
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

    use super::super::event::Event;
    use super::*;
    use crate::model::{Bookmark, BookmarkId, Mark, Place, ReadState};

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
        let (inbox, events) = unbounded();
        let keeper = std::thread::spawn(move || run(store, &todo, &inbox, None));
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
        let Rest::Unwritten { count, json } = flush(&jobs, Duration::from_secs(20)) else {
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
        assert_eq!(flush(&jobs, Duration::from_secs(20)), Rest::Nothing);
        drop(jobs);
        keeper.join().unwrap();
        let kept = Store::open_dir(&data, 2).unwrap().store.kept().unwrap();
        assert_eq!((kept.bookmarks.len(), kept.positions[0].offset), (2, 8));
    }

    #[test]
    fn what_another_window_writes_is_seen_within_a_second() {
        let folder = tempfile::tempdir().unwrap();
        let mut other = Store::open_dir(folder.path(), 1).unwrap().store;
        let mut store = Store::open_dir(folder.path(), 1).unwrap().store;
        store.kept().unwrap();
        let (jobs, todo) = unbounded();
        let (inbox, events) = unbounded();
        let keeper = std::thread::spawn(move || run(store, &todo, &inbox, None));
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
        assert!(GLANCE < Duration::from_secs(1));
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
        let (inbox, events) = unbounded();
        jobs.send(Job::Read).unwrap();
        jobs.send(Job::Save(keep(2))).unwrap();
        drop(jobs);
        run(store, &todo, &inbox, None);
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

    #[test]
    fn after_a_flush_the_database_alone_holds_all_that_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_dir(folder.path(), 1).unwrap().store;
        let (jobs, todo) = unbounded();
        let (inbox, _events) = unbounded();
        let keeper = std::thread::spawn(move || run(store, &todo, &inbox, None));
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
        assert_eq!(flush(&jobs, Duration::from_secs(20)), Rest::Nothing);
        // At this moment the program ends.
        let copy = tempfile::tempdir().unwrap();
        let file = crate::store::FILE;
        std::fs::copy(folder.path().join(file), copy.path().join(file)).unwrap();
        let alone = Store::open_dir(copy.path(), 2).unwrap().store.kept();
        let alone = alone.unwrap();
        assert_eq!((alone.marks.len(), alone.positions.len()), (1, 1));
        assert_eq!(window.kept().unwrap().marks, alone.marks);
        keeper.join().unwrap();
    }
}
