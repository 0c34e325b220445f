//! The review of a bundle on disk: what is open in it, and decisions that are written to its
//! `briefing.json` before they are said to be.
//!
//! | file | what |
//! |---|---|
//! | `mod` | a session: read, decide, write, read again |
//! | `decide` | from a decision to edits of the bundle |
//! | `selector` | how a range of an article is named in the file |

mod decide;
mod selector;

use std::path::PathBuf;
use std::sync::Arc;

use thiserror::Error;

use crate::bundle::write::{
    Document, DocumentError, Edit, EditError, SaveError, SaveOutcome, save,
};
use crate::bundle::{load, read_file};
use crate::curate::quotes::Proposal;
use crate::curate::review::{proposals, queue};
use crate::model::{ArticleIx, Briefing, BundleSource, Decision, Problem, ReviewQueue};

pub use self::decide::{DecisionError, edits};

/// How often a decision is tried again where somebody else wrote the file meanwhile.
const MAX_ATTEMPTS: usize = 5;

/// Why a bundle cannot be reviewed, or a decision was not written. The file is then as it was.
#[derive(Debug, Error)]
pub enum ReviewError {
    /// The bundle cannot be read.
    #[error("the bundle cannot be read")]
    Unreadable(Vec<Problem>),
    /// The file cannot be read.
    #[error("briefing.json cannot be read: {0}")]
    File(String),
    /// The file cannot be edited.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// The decision does not fit the briefing.
    #[error(transparent)]
    Decision(#[from] DecisionError),
    /// An edit does not fit the file.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// The file cannot be written.
    #[error(transparent)]
    Save(#[from] SaveError),
}

impl ReviewError {
    /// Returns what to do.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            ReviewError::Unreadable(_) => "Run `diptych check` on it, and fix what it names.",
            ReviewError::File(_) => "Check who may read it.",
            ReviewError::Document(_) => "Fix the file at that place; nothing was changed.",
            ReviewError::Decision(DecisionError::SideNeeded(_)) => {
                "Name the speaker's side with --side ID."
            }
            ReviewError::Decision(_) | ReviewError::Edit(_) => {
                "List what there is with `diptych review REF --list`; nothing was changed."
            }
            ReviewError::Save(error) => error.help(),
        }
    }
}

/// A bundle under review.
pub struct ReviewSession {
    source: BundleSource,
    briefing: Arc<Briefing>,
    /// For each article the hash of its text and what is proposed for it. The search for
    /// quotations is what takes time, and a decision changes no text.
    proposals: Vec<(String, Vec<Proposal>)>,
    queue: ReviewQueue,
}

impl ReviewSession {
    /// Opens a bundle.
    ///
    /// # Errors
    /// Where the bundle cannot be read.
    pub fn open(source: BundleSource) -> Result<ReviewSession, ReviewError> {
        let briefing = read(&source)?;
        let mut session = ReviewSession {
            source,
            briefing,
            proposals: Vec::new(),
            queue: ReviewQueue::default(),
        };
        session.refresh();
        Ok(session)
    }

    /// Returns the briefing as it was read last.
    #[must_use]
    pub fn briefing(&self) -> &Arc<Briefing> {
        &self.briefing
    }

    /// Returns all items.
    #[must_use]
    pub fn queue(&self) -> &ReviewQueue {
        &self.queue
    }

    /// Writes decisions, all or none. Where somebody else has written the file meanwhile, it is
    /// read again, and the decisions are made on what it holds then.
    ///
    /// # Errors
    /// Where a decision does not fit, or the file cannot be written. The file is then as it was.
    pub fn decide(&mut self, decisions: &[Decision]) -> Result<Option<PathBuf>, ReviewError> {
        let mut attempt = 1;
        loop {
            match self.write(decisions) {
                Err(ReviewError::Save(SaveError::Conflict(_))) if attempt < MAX_ATTEMPTS => {
                    attempt += 1;
                    self.reload()?;
                }
                Err(error) => return Err(error),
                Ok(saved) => {
                    self.reload()?;
                    return Ok(saved.backup);
                }
            }
        }
    }

    fn write(&self, decisions: &[Decision]) -> Result<SaveOutcome, ReviewError> {
        let bytes = read_file(&self.source, "briefing.json").map_err(ReviewError::File)?;
        let mut document = Document::parse(&bytes)?;
        let mut all: Vec<Edit> = Vec::new();
        for decision in decisions {
            for edit in edits(&self.briefing, &self.queue, decision)? {
                // Two decisions may need the same new speaker or side.
                let adds = matches!(edit, Edit::AddSpeaker(_) | Edit::AddSide(_));
                if !(adds && all.contains(&edit)) {
                    all.push(edit);
                }
            }
        }
        for edit in &all {
            document.apply(edit)?;
        }
        Ok(save(&self.source, &document, &[])?)
    }

    /// Reads the bundle again.
    ///
    /// # Errors
    /// Where it cannot be read any more.
    pub fn reload(&mut self) -> Result<(), ReviewError> {
        self.briefing = read(&self.source)?;
        self.refresh();
        Ok(())
    }

    fn refresh(&mut self) {
        let briefing = &self.briefing;
        let mut known = std::mem::take(&mut self.proposals);
        let all = briefing.articles.iter().enumerate().map(|(n, article)| {
            let hash = &article.text.hash;
            match known.iter().position(|(known, _)| known == hash) {
                Some(at) => known.swap_remove(at),
                None => (hash.clone(), proposals(briefing, ArticleIx(n))),
            }
        });
        self.proposals = all.collect();
        let lists: Vec<&[Proposal]> = self.proposals.iter().map(|(_, p)| p.as_slice()).collect();
        self.queue = queue(briefing, &lists);
    }
}

fn read(source: &BundleSource) -> Result<Arc<Briefing>, ReviewError> {
    let loaded = load(source);
    match loaded.briefing {
        Some(briefing) => Ok(Arc::new(briefing)),
        None => Err(ReviewError::Unreadable(loaded.problems)),
    }
}
