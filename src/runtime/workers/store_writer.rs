//! The store writer: writes bookmarks, notes and positions.
//!
//! Each change is durable before it is acknowledged. Reading positions, which come with every
//! move, wait a moment for the next one, but never beyond the end of the program. A change that
//! cannot be written is reported, retried, reported again once it is written, and exported at the
//! end if it never was.

use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};

use crate::app::message::{Msg, PersistError, StatusLevel};
use crate::model::{Change, Position};
use crate::runtime::support::clock;
use crate::runtime::support::event::{EventSender, send_msg};
use crate::runtime::support::fault_injection::InjectedFault;
use crate::runtime::workers::jobs::{FlushResult, StoreJob};
use crate::store::{Delivery, RetryQueue, Store, StoreState};

/// How long a reading position waits for the next one: longer than between two repeats of a key
/// that is held down, so that moving writes once.
const POSITION_DEBOUNCE: Duration = Duration::from_millis(300);
/// How often the store is asked whether another process has written, which takes microseconds,
/// and unwritten changes are retried: what is kept in one window shows in another within a second.
const POLL_INTERVAL: Duration = Duration::from_millis(700);

/// Runs until every sender is dropped, or a flush has left nothing unwritten.
pub fn run(
    store: Store,
    jobs: &Receiver<StoreJob>,
    event_tx: &EventSender,
    fault: Option<InjectedFault>,
) {
    let mut writer = StoreWriter {
        queue: RetryQueue::new(store),
        positions: Vec::new(),
        debounce_deadline: None,
        next_poll: Instant::now() + POLL_INTERVAL,
    };
    loop {
        // Also under a flood of jobs other processes are asked about in time.
        if writer.next_poll <= Instant::now() {
            writer.poll(event_tx);
        }
        let next = writer
            .debounce_deadline
            .map_or(writer.next_poll, |due| due.min(writer.next_poll));
        match jobs.recv_timeout(next.saturating_duration_since(Instant::now())) {
            Ok(StoreJob::Load) => writer.load(event_tx),
            Ok(StoreJob::Save(Change::SetPosition(position))) => {
                InjectedFault::StoreWriter.trigger(fault);
                writer.debounce_position(position);
            }
            Ok(StoreJob::Save(change)) => {
                InjectedFault::StoreWriter.trigger(fault);
                writer.write_positions(event_tx);
                writer.save(change, event_tx);
            }
            Ok(StoreJob::Flush(reply)) => {
                writer.write_all_positions(event_tx);
                let result = writer.flush_result();
                let is_done = result == FlushResult::AllWritten;
                let _ = reply.send(result);
                // Unwritten changes are retried as long as the program runs.
                if is_done {
                    writer.queue.close();
                    return;
                }
            }
            Err(RecvTimeoutError::Timeout) => {
                if writer
                    .debounce_deadline
                    .is_some_and(|due| due <= Instant::now())
                {
                    writer.write_positions(event_tx);
                }
            }
            Err(RecvTimeoutError::Disconnected) => {
                writer.write_all_positions(event_tx);
                writer.queue.close();
                return;
            }
        }
    }
}

/// Has everything written, and returns what could not be. If nothing is left, the store is closed
/// and the store writer has ended.
#[must_use]
pub fn flush(jobs: &Sender<StoreJob>, limit: Duration) -> FlushResult {
    let (reply, result) = bounded(1);
    if jobs.send(StoreJob::Flush(reply)).is_err() {
        return FlushResult::TimedOut;
    }
    let deadline = Instant::now() + limit;
    let Ok(flushed) = result.recv_deadline(deadline) else {
        return FlushResult::TimedOut;
    };
    // Nothing more is sent: this waits for the sender to be dropped, after the store is closed.
    // Otherwise the program would end in the middle of that, though without losing anything.
    let _ = result.recv_deadline(deadline);
    flushed
}

/// The queue of changes, and the positions that wait.
struct StoreWriter {
    queue: RetryQueue,
    /// Reading positions not yet written, one for each article.
    positions: Vec<Position>,
    debounce_deadline: Option<Instant>,
    /// When to ask for changes of other processes and to retry.
    next_poll: Instant,
}

impl StoreWriter {
    /// Reads everything. If that fails, polling tries again.
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

    /// Writes the positions of articles of which none is queued: while nothing can be written,
    /// only the newest of an article is worth keeping.
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
            // No retry would help.
            Err(error) => send_msg(event_tx, Msg::Notify(StatusLevel::Error, error.to_string())),
        }
        self.report_notices(event_tx);
    }

    /// Reports the changes that are now on disk.
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

    /// Retries unwritten changes, and asks whether another process has written.
    fn poll(&mut self, event_tx: &EventSender) {
        if !self.queue.pending().is_empty() {
            self.queue.retry(clock::now());
            self.report_acknowledged(event_tx);
            if self.queue.pending().is_empty() && !self.positions.is_empty() {
                self.write_positions(event_tx);
            }
        }
        // A store that cannot be read is reported with the next change.
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
mod tests;
