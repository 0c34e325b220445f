//! The searcher: answers questions to the index and marks words in the article
//! on the screen. Only the newest question of each kind is answered.

use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender};

use crate::app::message::{Msg, StatusLevel};
use crate::model::{ArticleIx, ArticleQuery, Bookmarks, Briefing, Hits, Query, Ticket};
use crate::runtime::event::{EventSender, send_msg};
use crate::runtime::support::fault_injection::InjectedFault;
use crate::runtime::workers::scanner;
use crate::runtime::workers::shared::SharedState;
use crate::search::ArticleSearch;

/// Results that are looked for before all others: more than a screen shows.
const FIRST_PAGE: usize = 30;

/// A question to the index.
#[derive(Clone, Debug)]
pub struct SearchRequest {
    /// Ticket for the answer.
    pub ticket: Ticket,
    /// The question.
    pub query: Query,
}

/// A question to one article.
#[derive(Debug)]
pub struct ArticleSearchRequest {
    /// Ticket for the answer.
    pub ticket: Ticket,
    /// The briefing.
    pub briefing: Arc<Briefing>,
    /// The article.
    pub article: ArticleIx,
    /// What to look for.
    pub query: ArticleQuery,
}

/// Something for the searcher to do.
#[derive(Debug)]
pub enum Job {
    /// Ask the index.
    Search(SearchRequest),
    /// Mark words in an article.
    SearchArticle(ArticleSearchRequest),
    /// Look for what can stand for a filter's value: the question, the cursor in bytes.
    Complete(Ticket, String, usize, Bookmarks),
    /// The index has grown: answer the last question again if more is found now.
    Reanswer(Coverage),
}

/// How much of the library the index holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coverage {
    /// A part.
    Partial,
    /// All of it.
    Complete,
}

/// What the searcher works with.
pub struct Searcher {
    /// The index, once it is there.
    pub shared: Arc<SharedState>,
    /// How much of the library it is known to hold.
    pub coverage: Coverage,
    /// The way to the loop.
    pub event_tx: EventSender,
    /// The way to the scanner.
    pub scanner: Sender<scanner::Job>,
    /// A fault to try.
    pub fault: Option<InjectedFault>,
}

/// A question that was answered from a part of the library.
struct PartialAnswer {
    request: SearchRequest,
    hits: Hits,
}

impl Searcher {
    /// Answers until nobody can ask any more.
    pub fn run(self, jobs: &Receiver<Job>) {
        let mut page: Option<ArticleSearch> = None;
        let mut reach = self.coverage;
        let mut open: Option<PartialAnswer> = None;
        while let Ok(job) = jobs.recv() {
            InjectedFault::Searcher.trigger(self.fault);
            let (mut question, mut marking) = (None, None);
            for job in std::iter::once(job).chain(jobs.try_iter()) {
                match job {
                    Job::Search(newer) => question = Some(newer),
                    Job::SearchArticle(newer) => marking = Some(newer),
                    Job::Reanswer(newer) => reach = newer,
                    Job::Complete(ticket, text, cursor, kept) => {
                        let index = self.shared.index();
                        let values = index.map(|index| index.complete(&text, cursor, &kept));
                        send_msg(
                            &self.event_tx,
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
                let found = page.search(&marking.query);
                send_msg(&self.event_tx, Msg::ArticleSearched(marking.ticket, found));
            }
            let before = open.take();
            let question = match (question, &before) {
                (None, None) => continue,
                (Some(question), _) => question,
                (None, Some(open)) => open.request.clone(),
            };
            let fresh = before
                .as_ref()
                .is_none_or(|b| b.request.ticket != question.ticket);
            if fresh && question.query.limit > FIRST_PAGE {
                // What fills the screen comes first; the rest follows.
                let first = Query {
                    limit: FIRST_PAGE,
                    ..question.query.clone()
                };
                let hits = self.search(&first, reach);
                if hits.results.len() < FIRST_PAGE {
                    send_msg(
                        &self.event_tx,
                        Msg::SearchFinished(question.ticket, hits.clone()),
                    );
                    if reach == Coverage::Partial {
                        open = Some(PartialAnswer {
                            request: question,
                            hits,
                        });
                    }
                    continue;
                }
                send_msg(&self.event_tx, Msg::SearchFinished(question.ticket, hits));
            }
            let hits = self.search(&question.query, reach);
            // The same answer again would only move the cursor.
            let news = before.is_none_or(|b| b.request.ticket != question.ticket || b.hits != hits);
            if news {
                send_msg(
                    &self.event_tx,
                    Msg::SearchFinished(question.ticket, hits.clone()),
                );
            }
            if reach == Coverage::Partial {
                open = Some(PartialAnswer {
                    request: question,
                    hits,
                });
            }
        }
    }

    /// Asks the index. Where it turns out to be damaged and is begun anew, the
    /// scanner is asked to fill it again.
    fn search(&self, query: &Query, reach: Coverage) -> Hits {
        let Some(index) = self.shared.index() else {
            return Hits::default();
        };
        let before = index.notice();
        let mut hits = index.find(query);
        hits.is_partial |= reach == Coverage::Partial;
        let notice = index.notice();
        if notice != before {
            send_msg(
                &self.event_tx,
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

    use super::*;
    use crate::bundle;
    use crate::model::{BundleSource, SearchScope};
    use crate::runtime::event::Event;
    use crate::search::Index;

    fn question(ticket: u64, text: &str) -> Job {
        Job::Search(SearchRequest {
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
        let (event_tx, events) = unbounded();
        let (scanner, _scans) = unbounded();
        let (jobs, todo) = unbounded();
        let shared = Arc::new(SharedState::default());
        let index = shared
            .publish_index(Some(Index::in_memory().unwrap()))
            .unwrap();
        let searcher = Searcher {
            shared: Arc::clone(&shared),
            coverage: Coverage::Partial,
            event_tx: event_tx,
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
        jobs.send(Job::Reanswer(Coverage::Partial)).unwrap();
        let (ticket, total, partial) = answer();
        assert!(ticket == 1 && total > 0 && partial);
        jobs.send(Job::Reanswer(Coverage::Complete)).unwrap();
        assert_eq!(answer(), (1, total, false));
        jobs.send(Job::Reanswer(Coverage::Complete)).unwrap();
        jobs.send(question(2, "pawn")).unwrap();
        assert_eq!(answer(), (2, total, false));
        drop(jobs);
        worker.join().unwrap();
        assert!(events.try_recv().is_err());
    }
}
