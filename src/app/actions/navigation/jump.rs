//! Going to a place of any briefing: the briefing is opened where needed, then the reader goes where
//! a reference, a result or a bookmark leads.

use std::sync::Arc;

use crate::app::actions::reload::CHANGED;
use crate::app::app_state::AppState;
use crate::app::list::ListKind;
use crate::app::message::Effect;
use crate::app::state::command_outcome::CommandOutcome;
use crate::app::state::jump_target::JumpTarget;
use crate::app::state::open_briefing::OpenBriefing;
use crate::app::state::status_line::StatusTask;
use crate::app::ui::labels::source_name;
use crate::model::{
    ArticleQuery, Bookmark, Briefing, BundleSource, Place, Problem, Reference, Ticket, TopicIx,
};
use crate::text::reanchor::AnchorStatus;

impl AppState {
    /// Asks for a briefing to be read.
    pub(in crate::app) fn request_open(
        &mut self,
        source: BundleSource,
        target: JumpTarget,
    ) -> CommandOutcome {
        let ticket = self.outbox.next_ticket();
        self.nav.start_opening(ticket, target);
        self.request(Effect::Open(ticket, source))
    }

    /// Handles a briefing that was read, or the reasons why it could not be.
    pub(in crate::app) fn on_opened(
        &mut self,
        ticket: Ticket,
        source: &BundleSource,
        result: Result<Arc<Briefing>, Vec<Problem>>,
    ) {
        let Some(target) = self.nav.finish_opening(ticket) else {
            return;
        };
        if let JumpTarget::Reload(reason) = target {
            return self.on_reloaded(reason, source, result);
        }
        let briefing = match result {
            Ok(briefing) => briefing,
            Err(problems) => {
                self.open_list(ListKind::Problems(source_name(source), problems));
                self.error("This bundle cannot be opened; its problems are listed here.");
                return;
            }
        };
        let is_first = self.open().is_none();
        let shown = self.open().map(|open| &open.briefing);
        let shown = shown.filter(|b| b.id == briefing.id);
        let is_other = shown.is_some_and(|b| b.source != briefing.source);
        let is_changed = shown.is_none_or(|b| b.hash != briefing.hash);
        let (open, is_replaced) = self.adopt_briefing(briefing);
        self.set_open(open);
        if is_first {
            // What was shown while waiting is no place to come back to.
            self.open_list(ListKind::Briefing);
            self.nav.screens.clear_back();
        }
        self.status.finish(StatusTask::Opening);
        self.jump(target);
        if is_replaced && self.status.current().is_none() {
            if is_other {
                self.info(format!("Read from {}.", source_name(source)));
            } else if is_changed {
                self.info(CHANGED);
            }
        }
    }

    /// Goes to a place of the open briefing.
    fn jump(&mut self, target: JumpTarget) -> CommandOutcome {
        let Some(open) = self.open().cloned() else {
            return CommandOutcome::Unchanged;
        };
        match target {
            JumpTarget::FrontPage => self.open_list(ListKind::Briefing),
            JumpTarget::Reference(reference) => self.jump_to_reference(&open, &reference),
            JumpTarget::Place(place) => self.jump_to_place(&open, &place),
            JumpTarget::SearchHit(place, query, needles) => {
                let outcome = self.jump_to_place(&open, &place);
                if outcome == CommandOutcome::Changed && !needles.is_empty() {
                    self.request_article_search(&query, ArticleQuery::Needles(needles));
                }
                outcome
            }
            JumpTarget::Bookmark(bookmark) => self.jump_to_bookmark(&open, &bookmark),
            JumpTarget::Reload(_) => CommandOutcome::Unchanged,
        }
    }

    fn jump_to_place(&mut self, open: &OpenBriefing, place: &Place) -> CommandOutcome {
        match open.briefing.article_by_id(&place.article) {
            Some(article) => self.open_article(article, Some(place.range.clone())),
            None => {
                let text = format!("There is no article \"{}\" any more.", place.article);
                self.error(text)
            }
        }
    }

    fn jump_to_reference(&mut self, open: &OpenBriefing, reference: &Reference) -> CommandOutcome {
        let briefing = &open.briefing;
        match reference {
            Reference::Briefing(_) => self.open_list(ListKind::Briefing),
            Reference::Fragment { fragment, .. } => {
                if let Some(statement) = briefing.statement_by_id(fragment) {
                    self.open_passage(statement, 0)
                } else if let Some(topic) = briefing.topics.iter().position(|t| t.id == *fragment) {
                    self.open_topic(TopicIx(topic))
                } else if let Some(article) = briefing.article_by_id(fragment) {
                    self.open_article(article, None)
                } else {
                    self.report_missing(reference)
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
                    return self.report_missing(reference);
                };
                let passages = &briefing.article(ix).text.passages;
                let count = passages.len();
                let shown = passages.get((*number).clamp(1, count.max(1)) - 1);
                let opened = self.open_article(ix, shown.map(|p| p.range.clone()));
                if *number > count {
                    return self.error(format!(
                        "This article has {count} passages, so there is no p{number}; this is the last."
                    ));
                }
                opened
            }
        }
    }

    fn report_missing(&mut self, reference: &Reference) -> CommandOutcome {
        if self
            .nav
            .list_if(|kind| *kind == ListKind::Library)
            .is_some()
        {
            self.open_list(ListKind::Briefing);
        }
        self.error(format!(
            "This briefing has no {reference}; its topics and articles are listed here."
        ))
    }

    fn jump_to_bookmark(&mut self, open: &OpenBriefing, bookmark: &Bookmark) -> CommandOutcome {
        let Some(article) = open.briefing.article_by_id(&bookmark.place.article) else {
            return self.error(
                "Its article is not in this briefing any more; the words stay in the bookmark.",
            );
        };
        match self.user.anchors().placement(bookmark) {
            AnchorStatus::Here(range) => self.open_article(article, Some(range)),
            AnchorStatus::Moved(range) => {
                self.open_article(article, Some(range));
                self.info("The article has changed; the same words were found again.")
            }
            AnchorStatus::Approximate(range, percent) => {
                self.open_article(article, Some(range));
                self.error(format!("The words have changed; this is {percent} % alike. The bookmark keeps the old ones."))
            }
            AnchorStatus::Unplaced(candidate) => {
                self.open_article(article, candidate.map(|(range, _)| range));
                self.error("The words are not in this article any more; the bookmark keeps them.")
            }
        }
    }

    /// Goes to a place of any briefing, opening it where needed.
    pub(in crate::app) fn goto_place(
        &mut self,
        briefing: &str,
        target: JumpTarget,
    ) -> CommandOutcome {
        let entry = self.library.by_id(briefing);
        let Some(open) = self.open().filter(|o| o.briefing.id == briefing) else {
            return match entry.map(|e| e.source.clone()) {
                Some(source) => self.request_open(source, target),
                None => self.error(format!(
                    "The briefing \"{briefing}\" is not in the library."
                )),
            };
        };
        let own = &open.briefing;
        // What is shown may be older than what the library found on the disk.
        let newer = entry.filter(|e| {
            let is_other = (&e.source, &e.hash) != (&own.source, &own.hash);
            let is_listed = || self.library.by_source(&own.source).is_some();
            let is_open = e.source == own.source || target.is_search_hit() && is_listed();
            (is_other || open.outdated.is_some()) && is_open
        });
        match newer.map(|e| e.source.clone()) {
            Some(source) => self.request_open(source, target),
            None => self.jump(target),
        }
    }
}
