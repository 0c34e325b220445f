//! What was searched for and what was found. Each screen of results has a question
//! of its own with its newest answer, so that the way back leads to the results
//! that one left.

use crate::model::{Hits, Query, ResultOrder, SearchScope, Ticket};

use crate::app::list::target::Target;
use crate::app::list::{Kind, Listing};
use crate::app::message::{Effect, Tone};
use crate::app::{App, Screen};

/// What one screen of results was asked and what it was answered.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// What was asked last.
    pub text: String,
    /// Where it looked.
    pub scope: Option<SearchScope>,
    /// The newest answer. While a newer question is open it stays in view.
    pub hits: Hits,
    /// The text that this answer belongs to.
    pub answered_text: String,
    /// The question whose answer is awaited.
    pub asked: Ticket,
    /// The question that the answer in view belongs to.
    pub answered: Ticket,
    /// How the results are shown.
    pub order: ResultOrder,
    /// Whether the answer to come is looked at from its beginning.
    pub afresh: bool,
}

impl Search {
    /// Tells whether the screen has yet to be answered, or was answered from a part
    /// of the library.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.answered != self.asked || self.hits.is_partial
    }
}

/// How many results a search on the screen asks for.
const LIMIT: usize = 100;

impl App {
    /// Asks the question of the results on the screen.
    pub(in crate::app) fn ask(&mut self, text: String, scope: SearchScope) {
        let ticket = self.ticket();
        if !text.trim().is_empty() {
            self.sought.clone_from(&text);
        }
        let Screen::List(list) = &mut self.screen else {
            return;
        };
        list.stale();
        let search = &mut list.search;
        search.text.clone_from(&text);
        search.scope = Some(scope.clone());
        search.asked = ticket;
        search.afresh = true;
        if text.trim().is_empty() {
            search.hits = Hits::default();
            search.answered_text.clear();
            search.answered = ticket;
            return;
        }
        self.effects.push(Effect::Find(
            ticket,
            Query {
                text,
                scope,
                limit: LIMIT,
                bookmarks: self.keeping.bookmarks().clone(),
            },
        ));
    }

    /// Asks again where results that one came back to were not fully answered: a
    /// newer question may have taken the place of theirs.
    pub(in crate::app) fn ask_again(&mut self) {
        let Screen::List(list) = &self.screen else {
            return;
        };
        if list.search.is_open() {
            self.ask_anew();
        }
        self.sift_anew();
    }

    /// Asks again where what is kept was not there yet when the results on the screen
    /// were asked for.
    pub(in crate::app) fn ask_anew(&mut self) {
        let Screen::List(list) = &self.screen else {
            return;
        };
        if list.kind != Kind::Results {
            return;
        }
        if let Some(scope) = list.search.scope.clone() {
            let (text, afresh) = (list.search.text.clone(), list.search.afresh);
            self.ask(text, scope);
            if let Screen::List(list) = &mut self.screen {
                list.search.afresh = afresh;
            }
        }
    }

    /// Takes in the answer to a search; one that no screen waits for is dropped.
    pub(in crate::app) fn found(&mut self, ticket: Ticket, hits: Hits) {
        let waits = |list: &&mut Listing| {
            list.search.asked == ticket || list.sieve.as_ref().is_some_and(|s| s.asked == ticket)
        };
        let Some(list) = self.lists().find(waits) else {
            return;
        };
        if let (Some(sieve), Some(desk)) = (&mut list.sieve, &list.desk) {
            sieve.answered(desk, &hits);
            let quiet = sieve.quiet;
            list.stale();
            let here = matches!(&self.screen, Screen::List(l) if l.sieve.as_ref().is_some_and(|s| s.asked == ticket));
            if here && !quiet && self.prompt.is_none() {
                self.tell_sieve();
            }
            return;
        }
        let search = &mut list.search;
        let afresh = search.afresh || search.hits.results.is_empty();
        search.hits = hits;
        search.answered_text.clone_from(&search.text);
        search.answered = ticket;
        search.afresh = false;
        list.stale();
        self.lay();
        if let Screen::List(list) = &mut self.screen
            && list.search.answered == ticket
            && afresh
        {
            // What is said of the question stands above, and stays in view where it can.
            list.grid.first();
            if *list.grid.target() != Target::Hit(0) {
                list.grid.seek(&Target::Hit(0));
            }
        }
    }

    /// Returns the lists on the screen and on the way back and forward.
    pub(in crate::app) fn lists(&mut self) -> impl Iterator<Item = &mut Listing> {
        let trail = self.trail.back.iter_mut().chain(&mut self.trail.forward);
        let screens = std::iter::once(&mut self.screen).chain(trail);
        screens.filter_map(|screen| match screen {
            Screen::List(list) => Some(list.as_mut()),
            Screen::Article(_) => None,
        })
    }

    /// Orders the results; without an argument the other way than they are.
    pub(in crate::app) fn order_results(&mut self, argument: &str) {
        let Screen::List(list) = &mut self.screen else {
            return;
        };
        let order = match (argument.trim(), list.search.order) {
            ("relevance", _) | ("", ResultOrder::Date) => ResultOrder::Relevance,
            ("date", _) | ("", ResultOrder::Relevance) => ResultOrder::Date,
            (other, _) => {
                let text = format!("\"{other}\" is no order; write relevance or date.");
                return self.say(Tone::Nothing, text);
            }
        };
        list.search.order = order;
        list.stale();
        self.say(
            Tone::Done,
            match order {
                ResultOrder::Relevance => "The best results first.",
                ResultOrder::Date => "The newest of these results first.",
            },
        );
    }
}
