//! The searcher: answers questions to the index and marks words in the article
//! on the screen. Only the newest question of each kind is answered.

use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender};

use super::event::{Inbox, tell};
use super::fault::Fault;
use super::scanner;
use super::shared::Shared;
use crate::app::message::{Msg, StatusLevel};
use crate::model::{ArticleIx, ArticleQuery, Bookmarks, Briefing, Hits, Query, Ticket};
use crate::search::ArticleSearch;

/// Results that are looked for before all others: more than a screen shows.
const AT_ONCE: usize = 30;

/// A question to the index.
#[derive(Clone, Debug)]
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
    /// What to look for.
    pub sought: ArticleQuery,
}

/// Something for the searcher to do.
#[derive(Debug)]
pub enum Job {
    /// Ask the index.
    Find(Question),
    /// Mark words in an article.
    Mark(Marking),
    /// Look for what can stand for a filter's value: the question, the cursor in bytes.
    Complete(Ticket, String, usize, Bookmarks),
    /// The index has grown: answer the last question again if more is found now.
    Again(Reach),
}

/// How much of the library the index holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// A part.
    Part,
    /// All of it.
    Whole,
}

/// What the searcher works with.
pub struct Searcher {
    /// The index, once it is there.
    pub shared: Arc<Shared>,
    /// How much of the library it is known to hold.
    pub reach: Reach,
    /// The way to the loop.
    pub inbox: Inbox,
    /// The way to the scanner.
    pub scanner: Sender<scanner::Job>,
    /// A fault to try.
    pub fault: Option<Fault>,
}

/// A question that was answered from a part of the library.
struct Open {
    question: Question,
    hits: Hits,
}

impl Searcher {
    /// Answers until nobody can ask any more.
    pub fn run(self, jobs: &Receiver<Job>) {
        let mut page: Option<ArticleSearch> = None;
        let mut reach = self.reach;
        let mut open: Option<Open> = None;
        while let Ok(job) = jobs.recv() {
            Fault::Searcher.strike(self.fault);
            let (mut question, mut marking) = (None, None);
            for job in std::iter::once(job).chain(jobs.try_iter()) {
                match job {
                    Job::Find(newer) => question = Some(newer),
                    Job::Mark(newer) => marking = Some(newer),
                    Job::Again(newer) => reach = newer,
                    Job::Complete(ticket, text, cursor, kept) => {
                        let index = self.shared.index();
                        let values = index.map(|index| index.complete(&text, cursor, &kept));
                        tell(
                            &self.inbox,
                            Msg::CompletionsReady(ticket, values.unwrap_or_default()),
                        );
                    }
                }
            }
            // The article first: it is on the screen, and it is quick.
            if let Some(marking) = marking {
                let (briefing, article) = (&marking.briefing, marking.article);
                let same = page.take().filter(|page| page.is_for(briefing, article));
                let page =
                    page.insert(same.unwrap_or_else(|| ArticleSearch::new(briefing, article)));
                let found = page.search(&marking.sought);
                tell(&self.inbox, Msg::ArticleSearched(marking.ticket, found));
            }
            let before = open.take();
            let question = match (question, &before) {
                (None, None) => continue,
                (Some(question), _) => question,
                (None, Some(open)) => open.question.clone(),
            };
            let fresh = before
                .as_ref()
                .is_none_or(|b| b.question.ticket != question.ticket);
            if fresh && question.query.limit > AT_ONCE {
                // What fills the screen comes first; the rest follows.
                let first = Query {
                    limit: AT_ONCE,
                    ..question.query.clone()
                };
                let hits = self.find(&first, reach);
                if hits.results.len() < AT_ONCE {
                    tell(
                        &self.inbox,
                        Msg::SearchFinished(question.ticket, hits.clone()),
                    );
                    if reach == Reach::Part {
                        open = Some(Open { question, hits });
                    }
                    continue;
                }
                tell(&self.inbox, Msg::SearchFinished(question.ticket, hits));
            }
            let hits = self.find(&question.query, reach);
            // The same answer again would only move the cursor.
            let news =
                before.is_none_or(|b| b.question.ticket != question.ticket || b.hits != hits);
            if news {
                tell(
                    &self.inbox,
                    Msg::SearchFinished(question.ticket, hits.clone()),
                );
            }
            if reach == Reach::Part {
                open = Some(Open { question, hits });
            }
        }
    }

    /// Asks the index. Where it turns out to be damaged and is begun anew, the
    /// scanner is asked to fill it again.
    fn find(&self, query: &Query, reach: Reach) -> Hits {
        let Some(index) = self.shared.index() else {
            return Hits::default();
        };
        let before = index.notice();
        let mut hits = index.find(query);
        hits.is_partial |= reach == Reach::Part;
        let notice = index.notice();
        if notice != before {
            tell(
                &self.inbox,
                Msg::Notify(StatusLevel::Error, notice.unwrap_or_default()),
            );
            let _ = self.scanner.send(scanner::Job::Rescan);
        }
        hits
    }
}

#[cfg(test)]
mod tests {
    use crossbeam_channel::unbounded;

    use super::super::event::Event;
    use super::*;
    use crate::bundle;
    use crate::model::{BundleSource, SearchScope};
    use crate::search::Index;

    fn question(ticket: u64, text: &str) -> Job {
        Job::Find(Question {
            ticket: Ticket(ticket),
            query: Query {
                text: text.to_owned(),
                scope: SearchScope::Library,
                limit: 10,
                bookmarks: Bookmarks::default(),
            },
        })
    }

    #[test]
    fn what_was_asked_too_early_is_answered_again_and_only_then() {
        let briefing = bundle::load(&BundleSource::BuiltIn("kaspersky-lab".to_owned()));
        let briefing = Arc::new(briefing.briefing.unwrap());
        let (inbox, events) = unbounded();
        let (scanner, _scans) = unbounded();
        let (jobs, todo) = unbounded();
        let shared = Arc::new(Shared::default());
        let index = shared.open(Some(Index::in_memory().unwrap())).unwrap();
        let searcher = Searcher {
            shared: Arc::clone(&shared),
            reach: Reach::Part,
            inbox,
            scanner,
            fault: None,
        };
        let worker = std::thread::spawn(move || searcher.run(&todo));
        let answer = || match events.recv().unwrap() {
            Event::App(Msg::SearchFinished(ticket, hits)) => {
                (ticket.0, hits.total, hits.is_partial)
            }
            other => panic!("{other:?}"),
        };
        jobs.send(question(1, "pawn")).unwrap();
        assert_eq!(answer(), (1, 0, true));
        index.update(&[briefing]).unwrap();
        jobs.send(Job::Again(Reach::Part)).unwrap();
        let (ticket, total, partial) = answer();
        assert!(ticket == 1 && total > 0 && partial);
        jobs.send(Job::Again(Reach::Whole)).unwrap();
        assert_eq!(answer(), (1, total, false));
        jobs.send(Job::Again(Reach::Whole)).unwrap();
        jobs.send(question(2, "pawn")).unwrap();
        assert_eq!(answer(), (2, total, false));
        drop(jobs);
        worker.join().unwrap();
        assert!(events.try_recv().is_err());
    }
}
