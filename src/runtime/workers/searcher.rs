//! The searcher: searches the index and the article on the screen. Of each kind only the newest
//! request is answered.

use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender};

use crate::app::message::{Msg, StatusLevel};
use crate::model::{Bookmarks, Hits, Query, Ticket};
use crate::runtime::support::event::{EventSender, send_msg};
use crate::runtime::support::fault_injection::InjectedFault;
use crate::runtime::workers::jobs::{
    ArticleSearchRequest, Coverage, ScanJob, SearchJob, SearchRequest,
};
use crate::runtime::workers::shared::SharedState;
use crate::search::ArticleSearch;

/// Results that are searched for and shown before all others: more than a screen shows.
const FIRST_PAGE: usize = 30;

/// The searcher, with what it works with.
pub struct Searcher {
    /// What the workers share.
    pub shared: Arc<SharedState>,
    /// How much of the library the index is known to hold.
    pub coverage: Coverage,
    /// Where messages are sent.
    pub event_tx: EventSender,
    /// The scanner.
    pub scanner: Sender<ScanJob>,
    /// A fault to inject.
    pub fault: Option<InjectedFault>,
}

/// A search that was answered from a part of the library.
struct PartialAnswer {
    request: SearchRequest,
    hits: Hits,
}

/// The newest request of each kind.
#[derive(Default)]
struct Newest {
    search: Option<SearchRequest>,
    article: Option<ArticleSearchRequest>,
}

impl Searcher {
    /// Runs until every sender is dropped.
    pub fn run(mut self, jobs: &Receiver<SearchJob>) {
        let mut article_search: Option<ArticleSearch> = None;
        let mut partial: Option<PartialAnswer> = None;
        while let Ok(job) = jobs.recv() {
            InjectedFault::Searcher.trigger(self.fault);
            let newest = self.take_newest(job, jobs);
            // The article first: it is on the screen, and its search is quick.
            if let Some(request) = newest.article {
                self.search_article(&request, &mut article_search);
            }
            partial = match (newest.search, partial.take()) {
                // The same request again, as after a change of the briefing.
                (Some(request), Some(before)) if before.request.ticket == request.ticket => {
                    self.answer_again(PartialAnswer { request, ..before })
                }
                (Some(request), _) => self.answer(request),
                (None, Some(partial)) => self.answer_again(partial),
                (None, None) => None,
            };
        }
    }

    /// Takes all jobs that have queued up, and returns the newest request of each kind. Completions
    /// are answered at once.
    fn take_newest(&mut self, first: SearchJob, jobs: &Receiver<SearchJob>) -> Newest {
        let mut newest = Newest::default();
        for job in std::iter::once(first).chain(jobs.try_iter()) {
            match job {
                SearchJob::Search(request) => newest.search = Some(request),
                SearchJob::SearchArticle(request) => newest.article = Some(request),
                SearchJob::Reanswer(coverage) => self.coverage = coverage,
                SearchJob::Complete(ticket, text, cursor, bookmarks) => {
                    self.complete(ticket, &text, cursor, &bookmarks);
                }
            }
        }
        newest
    }

    fn complete(&self, ticket: Ticket, text: &str, cursor: usize, bookmarks: &Bookmarks) {
        let index = self.shared.index();
        let values = index.map(|index| index.complete(text, cursor, bookmarks));
        let values = values.unwrap_or_default();
        send_msg(&self.event_tx, Msg::CompletionsReady(ticket, values));
    }

    fn search_article(&self, request: &ArticleSearchRequest, cache: &mut Option<ArticleSearch>) {
        let (briefing, article) = (&request.briefing, request.article);
        let known = cache.take().filter(|known| known.is_for(briefing, article));
        let search = cache.insert(known.unwrap_or_else(|| ArticleSearch::new(briefing, article)));
        let hits = search.search(&request.query);
        send_msg(&self.event_tx, Msg::ArticleSearched(request.ticket, hits));
    }

    /// Answers a new request: first with what fills the screen, then with everything. Returns the
    /// answer if it is partial.
    fn answer(&self, request: SearchRequest) -> Option<PartialAnswer> {
        if request.query.limit > FIRST_PAGE {
            let first_page = Query {
                limit: FIRST_PAGE,
                ..request.query.clone()
            };
            let hits = self.search(&first_page);
            self.send(request.ticket, hits.clone());
            if hits.results.len() < FIRST_PAGE {
                return self.partial(request, hits);
            }
        }
        let hits = self.search(&request.query);
        self.send(request.ticket, hits.clone());
        self.partial(request, hits)
    }

    /// Answers a request again after the index has changed, if the answer is another one: the same
    /// answer would only move the cursor.
    fn answer_again(&self, before: PartialAnswer) -> Option<PartialAnswer> {
        let hits = self.search(&before.request.query);
        if hits != before.hits {
            self.send(before.request.ticket, hits.clone());
        }
        self.partial(before.request, hits)
    }

    fn send(&self, ticket: Ticket, hits: Hits) {
        send_msg(&self.event_tx, Msg::SearchFinished(ticket, hits));
    }

    fn partial(&self, request: SearchRequest, hits: Hits) -> Option<PartialAnswer> {
        (self.coverage == Coverage::Partial).then_some(PartialAnswer { request, hits })
    }

    /// Searches the index. If it turns out to be damaged and is replaced by an empty one, the
    /// scanner is asked to fill that.
    fn search(&self, query: &Query) -> Hits {
        let Some(index) = self.shared.index() else {
            return Hits::default();
        };
        let notice_before = index.notice();
        let mut hits = index.find(query);
        hits.is_partial |= self.coverage == Coverage::Partial;
        let notice = index.notice();
        if notice != notice_before {
            let message = notice.unwrap_or_default();
            send_msg(&self.event_tx, Msg::Notify(StatusLevel::Error, message));
            let _ = self.scanner.send(ScanJob::Rescan);
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
    use crate::runtime::support::event::Event;
    use crate::search::Index;

    fn question(ticket: u64, text: &str) -> SearchJob {
        SearchJob::Search(SearchRequest {
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
            event_tx,
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
        jobs.send(SearchJob::Reanswer(Coverage::Partial)).unwrap();
        let (ticket, total, partial) = answer();
        assert!(ticket == 1 && total > 0 && partial);
        jobs.send(SearchJob::Reanswer(Coverage::Complete)).unwrap();
        assert_eq!(answer(), (1, total, false));
        jobs.send(SearchJob::Reanswer(Coverage::Complete)).unwrap();
        jobs.send(question(2, "pawn")).unwrap();
        assert_eq!(answer(), (2, total, false));
        drop(jobs);
        worker.join().unwrap();
        assert!(events.try_recv().is_err());
    }
}
