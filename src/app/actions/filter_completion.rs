//! Completion of what stands behind a filter's colon in the search prompt. The
//! names of the library come from the index, so they are asked for, and come as a message;
//! those of the open briefing are at hand.

use std::ops::Range;

use crate::model::{QueryField, SearchScope, Ticket};
use crate::text::fold::fold;

use crate::app::App;
use crate::app::message::{Effect, StatusLevel};
use crate::app::prompt::Prompt;

/// Values that are offered for the filter being typed.
#[derive(Clone, Debug, Default)]
pub struct FilterCompletion {
    /// The question whose answer is awaited, or was given.
    requested: Ticket,
    /// Bytes of the prompt that a value takes the place of.
    range: Range<usize>,
    /// The values, the best first.
    values: Vec<String>,
    /// Which of them stands in the prompt.
    chosen: usize,
    /// What the prompt then holds; anything else was typed since.
    query: String,
}

impl App {
    /// Completes the value of a filter at the cursor; false where there is none.
    pub(in crate::app) fn complete_filter(&mut self, forward: bool) -> bool {
        let Some(Prompt::Search(prompt)) = &self.prompt else {
            return false;
        };
        let (text, cursor) = (prompt.input.text().to_owned(), prompt.input.cursor());
        if !self.completion.values.is_empty() && self.completion.query == text {
            let count = self.completion.values.len();
            let step = if forward { 1 } else { count - 1 };
            self.completion.chosen = (self.completion.chosen + step) % count;
            self.apply_completion();
            return true;
        }
        let Some(range) = value_at(&text, cursor) else {
            return false;
        };
        let asked = self.next_ticket();
        self.completion = FilterCompletion {
            requested: asked,
            range,
            query: text.clone(),
            ..FilterCompletion::default()
        };
        if let Some(values) = self.briefing_values() {
            self.on_completions_ready(asked, values);
            return true;
        }
        let kept = self.user.bookmarks().clone();
        self.effects
            .push(Effect::CompleteFilter(asked, text, cursor, kept));
        true
    }

    /// Returns what the open briefing offers for the value, where only that is searched and
    /// the filter is one of names; nobody else's would find anything there.
    fn briefing_values(&self) -> Option<Vec<String>> {
        let Some(Prompt::Search(prompt)) = &self.prompt else {
            return None;
        };
        let (SearchScope::Briefing(id) | SearchScope::Article(id, _)) = &prompt.scope else {
            return None;
        };
        let briefing = &self.open.as_ref()?.briefing;
        let (field, _) = filter_at(&self.completion.query, prompt.input.cursor())?;
        if briefing.id != *id {
            return None;
        }
        let speakers = || briefing.speakers.iter();
        let organisations = || speakers().filter_map(|s| s.organisation.as_deref());
        let names: Vec<&str> = match field {
            QueryField::Side => briefing.sides.iter().map(|s| s.label.as_str()).collect(),
            QueryField::Who => speakers().map(|s| s.name.as_str()).collect(),
            QueryField::Org => organisations().collect(),
            QueryField::Outlet => briefing
                .articles
                .iter()
                .map(|a| a.publisher.as_str())
                .collect(),
            QueryField::Topic => briefing.topics.iter().map(|t| t.id.as_str()).collect(),
            _ => return None,
        };
        let typed = self.completion.query.get(self.completion.range.clone())?;
        Some(matching_names(&names, typed.trim_start_matches('"')))
    }

    /// Takes in what can stand for the value, unless something was typed since.
    pub(in crate::app) fn on_completions_ready(&mut self, ticket: Ticket, values: Vec<String>) {
        let Some(Prompt::Search(prompt)) = &self.prompt else {
            return;
        };
        if ticket != self.completion.requested || prompt.input.text() != self.completion.query {
            return;
        }
        if values.is_empty() {
            let typed = self.completion.query.get(self.completion.range.clone());
            let typed = typed.unwrap_or_default().to_owned();
            self.set_status(
                StatusLevel::Hint,
                format!("No name begins with \"{typed}\"."),
            );
            return;
        }
        self.completion.values = values;
        self.completion.chosen = 0;
        self.apply_completion();
    }

    /// Puts the chosen value into the prompt.
    fn apply_completion(&mut self) {
        let Some(Prompt::Search(prompt)) = &mut self.prompt else {
            return;
        };
        let Some(value) = self.completion.values.get(self.completion.chosen) else {
            return;
        };
        let begin = self.completion.range.start;
        prompt.input.splice(self.completion.range.clone(), value);
        self.completion.range = begin..begin + value.len();
        prompt.input.text().clone_into(&mut self.completion.query);
        self.on_search_edited();
    }
}

/// Returns the names that begin as typed, then those of which a later word does, each
/// once and as it is written behind a filter.
fn matching_names(names: &[&str], typed: &str) -> Vec<String> {
    let typed = fold(typed);
    let later = |name: &str| {
        let mut words = name.split(|c: char| !c.is_alphanumeric());
        words.any(|word| !word.is_empty() && word.starts_with(&typed))
    };
    let mut found: Vec<String> = Vec::new();
    let begin = names.iter().filter(|n| fold(n).starts_with(&typed));
    let hold = names.iter().filter(|n| later(&fold(n)));
    for name in begin.chain(hold) {
        let written = QueryField::format_value(name);
        if !found.contains(&written) {
            found.push(written);
        }
    }
    found
}

/// Returns the bytes of the filter's value that ends at the cursor.
fn value_at(text: &str, cursor: usize) -> Option<Range<usize>> {
    filter_at(text, cursor).map(|(_, value)| value)
}

/// Returns the filter whose value ends at the cursor, and the bytes of that value.
fn filter_at(text: &str, cursor: usize) -> Option<(QueryField, Range<usize>)> {
    let before = text.get(..cursor)?;
    let colon = before.rfind(':')?;
    let letters = before[..colon].bytes().rev();
    let letters = letters.take_while(u8::is_ascii_alphabetic).count();
    let name = &before[colon - letters..colon];
    let field = QueryField::ALL
        .into_iter()
        .find(|f| f.name().eq_ignore_ascii_case(name))?;
    let value = &before[colon + 1..];
    let open = match value.strip_prefix('"') {
        Some(quoted) => !quoted.contains('"'),
        None => !value.contains([' ', '(', ')']),
    };
    open.then_some((field, colon + 1..cursor))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_behind_a_filter_is_found() {
        for (text, value) in [
            ("who:sha", Some("sha")),
            ("ban -who:sha", Some("sha")),
            ("(side:", Some("")),
            ("outlet:\"The New", Some("\"The New")),
            ("outlet:\"The New\" x", None),
            ("who:shaheen ban", None),
            ("http:x", None),
            ("桥:x", None),
            ("桥who:x", Some("x")),
            ("pawn", None),
        ] {
            let found = value_at(text, text.len()).map(|range| &text[range]);
            assert_eq!(found, value, "{text}");
        }
        assert_eq!(value_at("who:sha ban", 6), Some(4..6));
    }
}
