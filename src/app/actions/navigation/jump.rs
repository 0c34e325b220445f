//! Reaching a place of any briefing: opening the one it is in, then going where a
//! reference, a result or a bookmark says.

use std::sync::Arc;

use crate::model::{
    ArticleQuery, Briefing, BundleSource, EntryState, Needle, Place, Problem, Reference, Ticket,
    TopicIx,
};
use crate::text::reanchor::Placed;

use crate::app::actions::renewal::{CHANGED, ReloadReason};
use crate::app::list::ListKind;
use crate::app::message::{Effect, StatusLevel};
use crate::app::state::open_briefing::OpenBriefing;
use crate::app::ui::labels::source_name;
use crate::app::{App, Screen};

/// How what is said of a briefing that is being opened begins.
pub(in crate::app) const OPENING: &str = "Opening ";

/// Where to go once a briefing is open.
#[derive(Clone, Debug)]
pub enum JumpTarget {
    /// Its first page.
    FrontPage,
    /// What a reference names.
    Reference(Reference),
    /// A place.
    Place(Place),
    /// A place that a search found: what was sought, and what to mark there.
    SearchHit(Place, String, Vec<Needle>),
    /// A bookmark's words, wherever they stand now.
    Bookmark(Box<crate::model::Bookmark>),
    /// Where the reader is: it was read again.
    Reload(ReloadReason),
}

impl App {
    /// Asks for a briefing to be read.
    pub(in crate::app) fn request_open(&mut self, source: BundleSource, goal: JumpTarget) {
        let ticket = self.next_ticket();
        self.pending_open = Some((ticket, goal));
        self.effects.push(Effect::Open(ticket, source));
    }

    /// Takes in a briefing that was read, or the reasons why it could not be.
    pub(in crate::app) fn on_opened(
        &mut self,
        ticket: Ticket,
        source: &BundleSource,
        result: Result<Arc<Briefing>, Vec<Problem>>,
    ) {
        let Some((_, goal)) = self.pending_open.take_if(|(asked, _)| *asked == ticket) else {
            return;
        };
        if let JumpTarget::Reload(occasion) = goal {
            return self.on_reloaded(occasion, source, result);
        }
        match result {
            Ok(briefing) => {
                let first = self.open.is_none();
                let shown = self.open.as_ref().map(|d| &d.briefing);
                let shown = shown.filter(|b| b.id == briefing.id);
                let is_other = shown.is_some_and(|b| b.source != briefing.source);
                let is_changed = shown.is_none_or(|b| b.hash != briefing.hash);
                let (open, renewed) = self.adopt_briefing(briefing);
                self.open = Some(open);
                self.resolve_anchors();
                self.data_version += 1;
                if first {
                    // What was shown while waiting is no place to come back to.
                    self.open_list(ListKind::Briefing);
                    self.history.back.clear();
                }
                // That it was being opened.
                self.status.take_if(|s| s.text.starts_with(OPENING));
                self.jump(goal);
                if renewed && self.status.is_none() {
                    if is_other {
                        self.set_status(
                            StatusLevel::Info,
                            format!("Read from {}.", source_name(source)),
                        );
                    } else if is_changed {
                        self.set_status(StatusLevel::Info, CHANGED);
                    }
                }
            }
            Err(problems) => {
                let title = source_name(source);
                self.set_status(
                    StatusLevel::Error,
                    "This bundle cannot be opened; its problems are listed here.",
                );
                self.open_list(ListKind::Problems(title, problems));
            }
        }
    }

    /// Goes to a place of the open briefing.
    fn jump(&mut self, goal: JumpTarget) {
        let Some(open) = self.open.clone() else {
            return;
        };
        match goal {
            JumpTarget::FrontPage => self.open_list(ListKind::Briefing),
            JumpTarget::Reference(reference) => self.jump_to_reference(&open, &reference),
            JumpTarget::Place(place) => {
                self.jump_to_place(&open, &place);
            }
            JumpTarget::SearchHit(place, sought, wanted) => {
                if self.jump_to_place(&open, &place) && !wanted.is_empty() {
                    self.request_article_search(&sought, ArticleQuery::Needles(wanted));
                }
            }
            JumpTarget::Bookmark(bookmark) => self.jump_to_bookmark(&open, &bookmark),
            JumpTarget::Reload(_) => {}
        }
    }

    fn jump_to_place(&mut self, open: &OpenBriefing, place: &Place) -> bool {
        let article = open.briefing.article_by_id(&place.article);
        match article {
            Some(article) => self.open_article(article, Some(place.range.clone())),
            None => self.set_status(
                StatusLevel::Error,
                format!("There is no article \"{}\" any more.", place.article),
            ),
        }
        article.is_some()
    }

    fn jump_to_reference(&mut self, open: &OpenBriefing, reference: &Reference) {
        let briefing = &open.briefing;
        match reference {
            Reference::Briefing(_) => self.open_list(ListKind::Briefing),
            Reference::Fragment { fragment, .. } => {
                if let Some(statement) = briefing.statement_by_id(fragment) {
                    self.open_passage(statement, 0);
                } else if let Some(topic) = briefing.topics.iter().position(|t| t.id == *fragment) {
                    self.open_topic(TopicIx(topic));
                } else if let Some(article) = briefing.article_by_id(fragment) {
                    self.open_article(article, None);
                } else {
                    self.report_missing(reference);
                }
            }
            Reference::Article { article, .. } => match briefing.article_by_id(article) {
                Some(article) => self.open_article(article, None),
                None => self.report_missing(reference),
            },
            Reference::Passage {
                article, number, ..
            } => {
                let Some(ix) = briefing.article_by_id(article) else {
                    self.report_missing(reference);
                    return;
                };
                let passages = &briefing.article(ix).text.passages;
                let count = passages.len();
                let shown = passages.get((*number).clamp(1, count.max(1)) - 1);
                self.open_article(ix, shown.map(|p| p.range.clone()));
                if *number > count {
                    let text = format!(
                        "This article has {count} passages, so there is no p{number}; this is the last."
                    );
                    self.set_status(StatusLevel::Error, text);
                }
            }
        }
    }

    fn report_missing(&mut self, reference: &Reference) {
        if matches!(self.screen, Screen::List(ref l) if l.kind == ListKind::Library) {
            self.open_list(ListKind::Briefing);
        }
        self.set_status(
            StatusLevel::Error,
            format!("This briefing has no {reference}; its topics and articles are listed here."),
        );
    }

    fn jump_to_bookmark(&mut self, open: &OpenBriefing, bookmark: &crate::model::Bookmark) {
        let Some(ix) = open.briefing.article_by_id(&bookmark.place.article) else {
            self.set_status(
                StatusLevel::Error,
                "Its article is not in this briefing any more; the words stay in the bookmark.",
            );
            return;
        };
        match self.user.anchors().placement(bookmark) {
            Placed::Here(range) => self.open_article(ix, Some(range)),
            Placed::Moved(range) => {
                self.open_article(ix, Some(range));
                self.set_status(
                    StatusLevel::Info,
                    "The article has changed; the same words were found again.",
                );
            }
            Placed::Approximate(range, percent) => {
                self.open_article(ix, Some(range));
                self.set_status(
                    StatusLevel::Error,
                    format!("The words have changed; this is {percent} % alike. The bookmark keeps the old ones."),
                );
            }
            Placed::Unplaced(candidate) => {
                self.open_article(ix, candidate.map(|(range, _)| range));
                self.set_status(
                    StatusLevel::Error,
                    "The words are not in this article any more; the bookmark keeps them.",
                );
            }
        }
    }

    /// Goes to a place of any briefing, opening it where needed.
    pub(in crate::app) fn goto_place(&mut self, briefing: &str, goal: JumpTarget) {
        let ready = |e: &&crate::model::LibraryEntry| e.state == EntryState::Ready;
        let entry = self.library.iter().filter(ready).find(|e| e.id == briefing);
        if let Some(open) = self.open.as_ref().filter(|d| d.briefing.id == briefing) {
            let own = &open.briefing;
            // What is shown may be older than what the library found on the disk.
            let newer = entry.filter(|e| {
                let is_other = (&e.source, &e.hash) != (&own.source, &own.hash);
                let is_listed = || self.library.iter().any(|e| e.source == own.source);
                let is_open = e.source == own.source || is_search_hit(&goal) && is_listed();
                (is_other || open.outdated.is_some()) && is_open
            });
            match newer.map(|e| e.source.clone()) {
                Some(source) => self.request_open(source, goal),
                None => self.jump(goal),
            }
            return;
        }
        match entry.map(|e| e.source.clone()) {
            Some(source) => self.request_open(source, goal),
            None => self.set_status(
                StatusLevel::Error,
                format!("The briefing \"{briefing}\" is not in the library."),
            ),
        }
    }
}

/// Returns `true` if a search of the library led there: it found what the library holds.
fn is_search_hit(goal: &JumpTarget) -> bool {
    matches!(goal, JumpTarget::SearchHit(..))
}
