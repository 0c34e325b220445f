//! The loader: reads bundles. What is to be opened goes before the scan of the
//! library, which goes on bundle by bundle in between.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, TryRecvError};

use super::event::{Inbox, tell};
use super::fault::Fault;
use super::indexer;
use crate::app::msg::{Msg, Tone};
use crate::bundle::{self, Root};
use crate::model::{Briefing, Entry, EntryState, Progress, Source, Ticket};
use crate::search::Index;

/// How often the library screen hears of a scan.
const NEWS: Duration = Duration::from_millis(200);
/// How many briefings go to the indexer at once.
const BATCH: usize = 16;
/// How many opened briefings stay in memory.
const RECENT: usize = 8;

/// Something for the loader to do.
#[derive(Debug)]
pub enum Job {
    /// Read a bundle.
    Open(Ticket, Source),
    /// Look at all bundles.
    Rescan,
}

/// What the loader works with.
pub struct Loader {
    /// Where bundles are looked for; the first goes before the others.
    pub roots: Vec<Root>,
    /// The way to the loop.
    pub inbox: Inbox,
    /// The way to the indexer.
    pub indexer: Sender<indexer::Job>,
    /// The index, once it is there.
    pub index: Arc<OnceLock<Option<Index>>>,
    /// A fault to try.
    pub fault: Option<Fault>,
}

/// A scan that is under way.
struct Scan {
    sources: VecDeque<Source>,
    total: usize,
    entries: Vec<Entry>,
    ids: BTreeSet<String>,
    batch: Vec<Arc<Briefing>>,
    told: Instant,
}

impl Loader {
    /// Works until nobody can ask any more.
    pub fn run(self, jobs: &Receiver<Job>) {
        let mut recent = VecDeque::new();
        let mut scan = None;
        loop {
            let job = match &scan {
                None => jobs.recv().map_err(|_| TryRecvError::Disconnected),
                Some(_) => jobs.try_recv(),
            };
            match job {
                Ok(Job::Open(ticket, source)) => {
                    Fault::Loader.strike(self.fault);
                    self.open(ticket, source, &mut recent);
                }
                Ok(Job::Rescan) => scan = Some(self.begin()),
                Err(TryRecvError::Disconnected) => return,
                Err(TryRecvError::Empty) => {
                    scan = scan.and_then(|scan| self.go_on(scan));
                }
            }
        }
    }

    /// Reads a bundle for the screen. The files are read each time, for they
    /// may have changed; where they have not, the briefing is the same value as before.
    fn open(&self, ticket: Ticket, source: Source, recent: &mut VecDeque<Arc<Briefing>>) {
        let loaded = bundle::load(&source);
        let result = match loaded.briefing {
            None => Err(loaded.problems),
            Some(briefing) => {
                let known = recent
                    .iter()
                    .position(|old| old.source == source && old.hash == briefing.hash);
                let briefing = known
                    .and_then(|i| recent.remove(i))
                    .unwrap_or_else(|| Arc::new(briefing));
                recent.push_front(Arc::clone(&briefing));
                recent.truncate(RECENT);
                self.index_first(&briefing);
                Ok(briefing)
            }
        };
        tell(&self.inbox, Msg::Opened(ticket, source, result));
    }

    /// Has what is on the screen indexed before the rest of the library. Where
    /// the indexer is busy or not there yet, the scan sees to it.
    fn index_first(&self, briefing: &Arc<Briefing>) {
        if let Some(Some(index)) = self.index.get()
            && !index.is_current(&briefing.id, &briefing.hash)
        {
            let batch = vec![Arc::clone(briefing)];
            let _ = self.indexer.try_send(indexer::Job::Update(batch, None));
        }
    }

    fn begin(&self) -> Scan {
        let (sources, problems) = bundle::discover(&self.roots);
        if let Some(problem) = problems.first() {
            tell(
                &self.inbox,
                Msg::Told(Tone::Trouble, problem.message.clone()),
            );
        }
        Scan {
            total: sources.len(),
            sources: sources.into(),
            entries: Vec::new(),
            ids: BTreeSet::new(),
            batch: Vec::new(),
            told: Instant::now(),
        }
    }

    /// Looks at the next bundle; none where there is no next one.
    fn go_on(&self, mut scan: Scan) -> Option<Scan> {
        let Some(source) = scan.sources.pop_front() else {
            self.finish(scan);
            return None;
        };
        let loaded = bundle::load(&source);
        if loaded.entry.state == EntryState::Ready
            && let Some(briefing) = loaded.briefing
            && scan.ids.insert(briefing.id.clone())
            && let Some(index) = self.index.wait()
            && !index.is_current(&briefing.id, &briefing.hash)
        {
            scan.batch.push(Arc::new(briefing));
        }
        scan.entries.push(loaded.entry);
        if scan.batch.len() >= BATCH {
            self.hand_over(&mut scan);
        }
        if scan.told.elapsed() >= NEWS {
            scan.told = Instant::now();
            self.tell_library(scan.entries.clone(), Completeness::Partial);
        }
        Some(scan)
    }

    fn finish(&self, mut scan: Scan) {
        self.tell_library(std::mem::take(&mut scan.entries), Completeness::Whole);
        self.hand_over(&mut scan);
        let _ = self.indexer.send(indexer::Job::Retain(scan.ids));
    }

    fn hand_over(&self, scan: &mut Scan) {
        let progress = Progress {
            done: scan.total - scan.sources.len(),
            total: scan.total,
        };
        let batch = std::mem::take(&mut scan.batch);
        let _ = self
            .indexer
            .send(indexer::Job::Update(batch, Some(progress)));
    }

    fn tell_library(&self, entries: Vec<Entry>, completeness: Completeness) {
        let msg = Msg::Library {
            entries: bundle::settle(entries),
            complete: completeness == Completeness::Whole,
        };
        tell(&self.inbox, msg);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Completeness {
    Partial,
    Whole,
}
