//! The indexer: keeps the index of the library up to date. The index is a
//! cache: where it cannot be kept on disk it is built in memory, and where it
//! cannot be built at all the program says so and reads on.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use crossbeam_channel::{Receiver, Sender};

use super::event::{Inbox, tell};
use super::searcher::{self, Reach};
use crate::app::msg::{Msg, Tone};
use crate::model::{Briefing, Progress};
use crate::search::Index;

/// Something for the indexer to do.
#[derive(Debug)]
pub enum Job {
    /// Index these briefings, anew where it knows them; a scan is then so far.
    Update(Vec<Arc<Briefing>>, Option<Progress>),
    /// Forget all briefings but these.
    Retain(BTreeSet<String>),
}

/// Opens the index, hands it to those who wait for it, and updates it until
/// nobody can ask any more.
pub fn run(
    folder: Option<&Path>,
    cell: &OnceLock<Option<Index>>,
    jobs: &Receiver<Job>,
    inbox: &Inbox,
    searcher: &Sender<searcher::Job>,
) {
    let trouble = |message: String| tell(inbox, Msg::Told(Tone::Trouble, message));
    let opened = match folder {
        Some(folder) => Index::open_dir(folder).or_else(|error| {
            trouble(error.to_string());
            Index::in_memory()
        }),
        None => Index::in_memory(),
    };
    let index = opened.map_err(|error| trouble(error.to_string())).ok();
    if let Some(index) = &index {
        // Before anybody uses it: a damaged one is then filled by the first scan.
        let _ = index.verify();
    }
    let Some(index) = cell.get_or_init(|| index) else {
        return;
    };
    if let Some(notice) = index.notice() {
        tell(inbox, Msg::Told(Tone::Nothing, notice));
    }
    for job in jobs {
        let (result, reach) = match job {
            Job::Update(briefings, progress) => {
                let result = index.update(&briefings);
                if let Some(progress) = progress {
                    tell(inbox, Msg::Indexed(progress));
                }
                (result, Reach::Part)
            }
            Job::Retain(ids) => (index.retain(&ids), Reach::Whole),
        };
        let _ = searcher.send(searcher::Job::Again(reach));
        if let Err(error) = result {
            trouble(error.to_string());
        }
    }
}
