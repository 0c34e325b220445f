//! The searcher: answers questions to the index and marks words in the article
//! on the screen. Only the newest question of each kind is answered.

use std::ops::Range;
use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender};

use super::event::{Inbox, tell};
use super::fault::Fault;
use super::scanner;
use super::shared::Shared;
use crate::app::msg::{Msg, Tone};
use crate::model::{ArticleIx, Briefing, Hits, Query, Ticket};
use crate::text::find;
use crate::text::words::{Analyser, Word};

/// A question to the index.
#[derive(Debug)]
pub struct Question {
    /// Ticket for the answer.
    pub ticket: Ticket,
    /// The question.
    pub query: Query,
}

/// A question to one article.
#[derive(Debug)]
pub struct Marking {
    /// Ticket for the answer.
    pub ticket: Ticket,
    /// The briefing.
    pub briefing: Arc<Briefing>,
    /// The article.
    pub article: ArticleIx,
    /// What to look for, each as it would be typed.
    pub wanted: Vec<String>,
}

/// Something for the searcher to do.
#[derive(Debug)]
pub enum Job {
    /// Ask the index.
    Find(Question),
    /// Mark words in an article.
    Mark(Marking),
}

/// Answers until nobody can ask any more. Where the index turns out to be
/// damaged and is begun anew, the scanner is asked to fill it again.
pub fn run(
    shared: &Shared,
    jobs: &Receiver<Job>,
    inbox: &Inbox,
    scanner: &Sender<scanner::Job>,
    fault: Option<Fault>,
) {
    let mut page: Option<Page> = None;
    while let Ok(job) = jobs.recv() {
        Fault::Searcher.strike(fault);
        let (mut question, mut marking) = (None, None);
        for job in std::iter::once(job).chain(jobs.try_iter()) {
            match job {
                Job::Find(newer) => question = Some(newer),
                Job::Mark(newer) => marking = Some(newer),
            }
        }
        // The article first: it is on the screen, and it is quick.
        if let Some(marking) = marking {
            let same = page.take().filter(|page| page.is_of(&marking));
            let page = page.insert(same.unwrap_or_else(|| Page::of(&marking)));
            tell(
                inbox,
                Msg::Marked(marking.ticket, page.marks(&marking.wanted)),
            );
        }
        if let Some(Question { ticket, query }) = question {
            let Some(index) = shared.index() else {
                tell(inbox, Msg::Found(ticket, Hits::default()));
                continue;
            };
            let before = index.notice();
            let mut hits = index.find(&query);
            hits.partial |= shared.is_behind();
            tell(inbox, Msg::Found(ticket, hits));
            let notice = index.notice();
            if notice != before {
                tell(inbox, Msg::Told(Tone::Trouble, notice.unwrap_or_default()));
                shared.fall_behind();
                let _ = scanner.send(scanner::Job::Rescan);
            }
        }
    }
}

/// The words of the article that was searched last.
struct Page {
    briefing: Arc<Briefing>,
    article: ArticleIx,
    analyser: Analyser,
    words: Vec<Word>,
}

impl Page {
    fn of(marking: &Marking) -> Page {
        let article = marking.briefing.article(marking.article);
        let analyser = Analyser::new(&article.language);
        Page {
            briefing: Arc::clone(&marking.briefing),
            article: marking.article,
            words: analyser.words(&article.text.text),
            analyser,
        }
    }

    fn is_of(&self, marking: &Marking) -> bool {
        Arc::ptr_eq(&self.briefing, &marking.briefing) && self.article == marking.article
    }

    fn marks(&self, wanted: &[String]) -> Vec<Range<usize>> {
        let needles = wanted.iter().flat_map(|w| find::needles(w, &self.analyser));
        find::marks(&self.words, &needles.collect::<Vec<_>>())
    }
}
