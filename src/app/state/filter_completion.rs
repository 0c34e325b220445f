//! Completion of the value behind a filter's colon in the search prompt: the values, and which
//! of them stands in the prompt. The names of the library come from the index, so they are asked
//! for and come as a message; those of the open briefing are at hand.

use std::ops::Range;

use crate::model::{Briefing, QueryField, Ticket};
use crate::text::fold::fold;

/// Values that are offered for the filter being typed.
#[derive(Clone, Debug, Default)]
pub struct FilterCompletion {
    /// The ticket of the answer that is awaited, or was given.
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

impl FilterCompletion {
    /// Starts to complete a part of the prompt's text; values are awaited.
    pub fn start(&mut self, ticket: Ticket, query: &str, range: Range<usize>) {
        *self = FilterCompletion {
            requested: ticket,
            range,
            query: query.to_owned(),
            ..FilterCompletion::default()
        };
    }

    /// Returns what was typed of the value.
    #[must_use]
    pub fn typed(&self) -> &str {
        self.query.get(self.range.clone()).unwrap_or_default()
    }

    /// Chooses the next value, or the one before; `false` where there are none for what
    /// the prompt holds.
    pub fn step(&mut self, query: &str, forward: bool) -> bool {
        if self.values.is_empty() || self.query != query {
            return false;
        }
        let count = self.values.len();
        let step = if forward { 1 } else { count - 1 };
        self.chosen = (self.chosen + step) % count;
        true
    }

    /// Returns `true` if values with that ticket are awaited for what the prompt holds.
    #[must_use]
    pub fn is_awaited(&self, ticket: Ticket, query: &str) -> bool {
        ticket == self.requested && query == self.query
    }

    /// Takes over the values, and chooses the first.
    pub fn set_values(&mut self, values: Vec<String>) {
        self.values = values;
        self.chosen = 0;
    }

    /// Returns the chosen value, and the bytes of the prompt that it takes the place of.
    #[must_use]
    pub fn replacement(&self) -> Option<(Range<usize>, &str)> {
        let value = self.values.get(self.chosen)?;
        Some((self.range.clone(), value))
    }

    /// Notes that the chosen value stands in the prompt, which now holds `query`.
    pub fn applied(&mut self, query: &str) {
        let len = self.values.get(self.chosen).map_or(0, String::len);
        self.range.end = self.range.start + len;
        query.clone_into(&mut self.query);
    }
}

/// Returns what a briefing offers for the value of a filter, where that is one of names.
#[must_use]
pub fn briefing_values(briefing: &Briefing, field: QueryField, typed: &str) -> Option<Vec<String>> {
    let speakers = || briefing.speakers.iter();
    let organisations = || speakers().filter_map(|s| s.organisation.as_deref());
    let outlets = || briefing.articles.iter().map(|a| a.publisher.as_str());
    let names: Vec<&str> = match field {
        QueryField::Side => briefing.sides.iter().map(|s| s.label.as_str()).collect(),
        QueryField::Who => speakers().map(|s| s.name.as_str()).collect(),
        QueryField::Org => organisations().collect(),
        QueryField::Outlet => outlets().collect(),
        QueryField::Topic => briefing.topics.iter().map(|t| t.id.as_str()).collect(),
        _ => return None,
    };
    Some(matching_names(&names, typed.trim_start_matches('"')))
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

/// Returns the filter whose value ends at the cursor, and the bytes of that value.
#[must_use]
pub fn filter_at(text: &str, cursor: usize) -> Option<(QueryField, Range<usize>)> {
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
            let found = filter_at(text, text.len()).map(|(_, range)| &text[range]);
            assert_eq!(found, value, "{text}");
        }
        let found = filter_at("who:sha ban", 6);
        assert_eq!(found, Some((QueryField::Who, 4..6)));
    }

    #[test]
    fn values_are_stepped_through_until_something_else_is_typed() {
        let mut completion = FilterCompletion::default();
        completion.start(Ticket(1), "who:sh x", 4..6);
        assert_eq!(completion.typed(), "sh");
        assert!(!completion.step("who:sh x", true));
        assert!(completion.is_awaited(Ticket(1), "who:sh x"));
        assert!(!completion.is_awaited(Ticket(1), "who:sha x"));
        completion.set_values(vec!["shaheen".to_owned(), "\"Shi, A\"".to_owned()]);
        assert_eq!(completion.replacement(), Some((4..6, "shaheen")));
        completion.applied("who:shaheen x");
        assert!(completion.step("who:shaheen x", false));
        assert_eq!(completion.replacement(), Some((4..11, "\"Shi, A\"")));
        completion.applied("who:\"Shi, A\" x");
        assert!(!completion.step("who:x", true));
    }
}
