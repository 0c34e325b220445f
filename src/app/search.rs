//! What was searched for and what was found: one question at a time, its newest
//! answer, and the questions before it.

use crate::model::{Hits, Scope, Ticket};

use super::App;
use super::msg::Tone;

/// How results are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The best first.
    #[default]
    Relevance,
    /// The newest first, those without a date last.
    Date,
}

/// The state of searching.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// What was asked last.
    pub text: String,
    /// Where it looked.
    pub scope: Option<Scope>,
    /// The newest answer. While a newer question is open it stays in view.
    pub hits: Hits,
    /// The question whose answer is awaited.
    pub asked: Ticket,
    /// The question that the answer in view belongs to.
    pub answered: Ticket,
    /// How the results are shown.
    pub order: Order,
    /// Earlier questions, oldest first, none twice.
    history: Vec<String>,
}

/// How many earlier questions are remembered.
const HISTORY: usize = 200;

impl Search {
    /// Remembers a question that led somewhere.
    pub fn remember(&mut self, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        self.history.retain(|h| h != text);
        self.history.push(text.to_owned());
        if self.history.len() > HISTORY {
            self.history.remove(0);
        }
    }

    /// Returns an earlier question, counted back from the newest.
    #[must_use]
    pub fn recall(&self, back: usize) -> Option<&str> {
        let index = self.history.len().checked_sub(back + 1)?;
        self.history.get(index).map(String::as_str)
    }
}

impl App {
    /// Orders the results; without an argument the other way than they are.
    pub(super) fn order_results(&mut self, argument: &str) {
        let order = match (argument.trim(), self.search.order) {
            ("relevance", _) | ("", Order::Date) => Order::Relevance,
            ("date", _) | ("", Order::Relevance) => Order::Date,
            (other, _) => {
                let text = format!("\"{other}\" is no order; write relevance or date.");
                return self.say(Tone::Nothing, text);
            }
        };
        self.search.order = order;
        self.version += 1;
        self.say(
            Tone::Done,
            match order {
                Order::Relevance => "The best results first.",
                Order::Date => "The newest of these results first.",
            },
        );
    }
}
