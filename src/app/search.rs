//! What was searched for and what was found: one question at a time, its newest
//! answer, and the questions before it.

use crate::model::{Hits, Scope, Ticket};

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
