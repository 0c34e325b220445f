//! Reaching a place of any briefing: opening the one it is in, then going where a
//! reference, a result or a bookmark says.

use std::sync::Arc;

use crate::model::{
    ArticleQuery, Briefing, BundleSource, EntryState, Needle, Place, Problem, Reference, Ticket,
    TopicIx,
};
use crate::text::reanchor::Placed;

use crate::app::actions::renewal::{CHANGED, Occasion};
use crate::app::list::Kind;
use crate::app::message::{Effect, Tone};
use crate::app::screens::library::source_name;
use crate::app::state::open_briefing::Desk;
use crate::app::{App, Screen};

/// How what is said of a briefing that is being opened begins.
pub(in crate::app) const OPENING: &str = "Opening ";

/// Where to go once a briefing is open.
#[derive(Clone, Debug)]
pub enum Goal {
    /// Its first page.
    Front,
    /// What a reference names.
    Ref(Reference),
    /// A place.
    Place(Place),
    /// A place that a search found: what was sought, and what to mark there.
    Found(Place, String, Vec<Needle>),
    /// A bookmark's words, wherever they stand now.
    Kept(Box<crate::model::Bookmark>),
    /// Where the reader is: it was read again.
    Renewed(Occasion),
}

impl App {
    /// Asks for a briefing to be read.
    pub(in crate::app) fn ask_open(&mut self, source: BundleSource, goal: Goal) {
        let ticket = self.ticket();
        self.opening = Some((ticket, goal));
        self.effects.push(Effect::Open(ticket, source));
    }

    /// Takes in a briefing that was read, or the reasons why it could not be.
    pub(in crate::app) fn opened(
        &mut self,
        ticket: Ticket,
        source: &BundleSource,
        result: Result<Arc<Briefing>, Vec<Problem>>,
    ) {
        let Some((_, goal)) = self.opening.take_if(|(asked, _)| *asked == ticket) else {
            return;
        };
        if let Goal::Renewed(occasion) = goal {
            return self.renewed(occasion, source, result);
        }
        match result {
            Ok(briefing) => {
                let first = self.desk.is_none();
                let shown = self.desk.as_ref().map(|d| &d.briefing);
                let shown = shown.filter(|b| b.id == briefing.id);
                let is_other = shown.is_some_and(|b| b.source != briefing.source);
                let is_changed = shown.is_none_or(|b| b.hash != briefing.hash);
                let (desk, renewed) = self.desk_of(briefing);
                self.desk = Some(desk);
                self.place_bookmarks();
                self.version += 1;
                if first {
                    // What was shown while waiting is no place to come back to.
                    self.show_list(Kind::Briefing);
                    self.trail.back.clear();
                }
                // That it was being opened.
                self.status.take_if(|s| s.text.starts_with(OPENING));
                self.reach(goal);
                if renewed && self.status.is_none() {
                    if is_other {
                        self.say(Tone::Done, format!("Read from {}.", source_name(source)));
                    } else if is_changed {
                        self.say(Tone::Done, CHANGED);
                    }
                }
            }
            Err(problems) => {
                let title = source_name(source);
                self.say(
                    Tone::Trouble,
                    "This bundle cannot be opened; its problems are listed here.",
                );
                self.show_list(Kind::Problems(title, problems));
            }
        }
    }

    /// Goes to a place of the open briefing.
    fn reach(&mut self, goal: Goal) {
        let Some(desk) = self.desk.clone() else {
            return;
        };
        match goal {
            Goal::Front => self.show_list(Kind::Briefing),
            Goal::Ref(reference) => self.reach_ref(&desk, &reference),
            Goal::Place(place) => {
                self.reach_place(&desk, &place);
            }
            Goal::Found(place, sought, wanted) => {
                if self.reach_place(&desk, &place) && !wanted.is_empty() {
                    self.ask_marks(&sought, ArticleQuery::Needles(wanted));
                }
            }
            Goal::Kept(bookmark) => self.reach_kept(&desk, &bookmark),
            Goal::Renewed(_) => {}
        }
    }

    fn reach_place(&mut self, desk: &Desk, place: &Place) -> bool {
        let article = desk.briefing.article_by_id(&place.article);
        match article {
            Some(article) => self.show_article(article, Some(place.range.clone())),
            None => self.say(
                Tone::Trouble,
                format!("There is no article \"{}\" any more.", place.article),
            ),
        }
        article.is_some()
    }

    fn reach_ref(&mut self, desk: &Desk, reference: &Reference) {
        let briefing = &desk.briefing;
        match reference {
            Reference::Briefing(_) => self.show_list(Kind::Briefing),
            Reference::Fragment { fragment, .. } => {
                if let Some(statement) = briefing.statement_by_id(fragment) {
                    self.show_passage(statement, 0);
                } else if let Some(topic) = briefing.topics.iter().position(|t| t.id == *fragment) {
                    self.show_topic(TopicIx(topic));
                } else if let Some(article) = briefing.article_by_id(fragment) {
                    self.show_article(article, None);
                } else {
                    self.missing(reference);
                }
            }
            Reference::Article { article, .. } => match briefing.article_by_id(article) {
                Some(article) => self.show_article(article, None),
                None => self.missing(reference),
            },
            Reference::Passage {
                article, number, ..
            } => {
                let Some(ix) = briefing.article_by_id(article) else {
                    self.missing(reference);
                    return;
                };
                let passages = &briefing.article(ix).text.passages;
                let count = passages.len();
                let shown = passages.get((*number).clamp(1, count.max(1)) - 1);
                self.show_article(ix, shown.map(|p| p.range.clone()));
                if *number > count {
                    let text = format!(
                        "This article has {count} passages, so there is no p{number}; this is the last."
                    );
                    self.say(Tone::Trouble, text);
                }
            }
        }
    }

    fn missing(&mut self, reference: &Reference) {
        if matches!(self.screen, Screen::List(ref l) if l.kind == Kind::Library) {
            self.show_list(Kind::Briefing);
        }
        self.say(
            Tone::Trouble,
            format!("This briefing has no {reference}; its topics and articles are listed here."),
        );
    }

    fn reach_kept(&mut self, desk: &Desk, bookmark: &crate::model::Bookmark) {
        let Some(ix) = desk.briefing.article_by_id(&bookmark.place.article) else {
            self.say(
                Tone::Trouble,
                "Its article is not in this briefing any more; the words stay in the bookmark.",
            );
            return;
        };
        match self.keeping.placings().of(bookmark) {
            Placed::Here(range) => self.show_article(ix, Some(range)),
            Placed::Moved(range) => {
                self.show_article(ix, Some(range));
                self.say(
                    Tone::Done,
                    "The article has changed; the same words were found again.",
                );
            }
            Placed::Approximate(range, percent) => {
                self.show_article(ix, Some(range));
                self.say(
                    Tone::Trouble,
                    format!("The words have changed; this is {percent} % alike. The bookmark keeps the old ones."),
                );
            }
            Placed::Unplaced(candidate) => {
                self.show_article(ix, candidate.map(|(range, _)| range));
                self.say(
                    Tone::Trouble,
                    "The words are not in this article any more; the bookmark keeps them.",
                );
            }
        }
    }

    /// Goes to a place of any briefing, opening it where needed.
    pub(in crate::app) fn go_place(&mut self, briefing: &str, goal: Goal) {
        let ready = |e: &&crate::model::LibraryEntry| e.state == EntryState::Ready;
        let entry = self.library.iter().filter(ready).find(|e| e.id == briefing);
        if let Some(desk) = self.desk.as_ref().filter(|d| d.briefing.id == briefing) {
            let own = &desk.briefing;
            // What is shown may be older than what the library found on the disk.
            let newer = entry.filter(|e| {
                let is_other = (&e.source, &e.hash) != (&own.source, &own.hash);
                let is_listed = || self.library.iter().any(|e| e.source == own.source);
                let is_open = e.source == own.source || is_found(&goal) && is_listed();
                (is_other || desk.outdated.is_some()) && is_open
            });
            match newer.map(|e| e.source.clone()) {
                Some(source) => self.ask_open(source, goal),
                None => self.reach(goal),
            }
            return;
        }
        match entry.map(|e| e.source.clone()) {
            Some(source) => self.ask_open(source, goal),
            None => self.say(
                Tone::Trouble,
                format!("The briefing \"{briefing}\" is not in the library."),
            ),
        }
    }
}

/// Returns `true` if a search of the library led there: it found what the library holds.
fn is_found(goal: &Goal) -> bool {
    matches!(goal, Goal::Found(..))
}
