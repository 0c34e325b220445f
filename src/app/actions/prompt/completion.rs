//! Tab while something is written: completions of names, commands and tags, and the scope of a search.

use crate::app::app_state::AppState;
use crate::app::input::command::Command;
use crate::app::message::Effect;
use crate::app::prompt::Prompt;
use crate::app::prompt::text_input::TextInput;
use crate::app::state::command_outcome::CommandOutcome;
use crate::app::state::filter_completion::{briefing_values, filter_at};
use crate::model::{QueryField, SearchScope, Ticket};

impl AppState {
    /// Takes the next completion, or changes the scope of a search.
    pub(in crate::app) fn complete_prompt(&mut self, forward: bool) -> CommandOutcome {
        match &mut self.prompt {
            Some(Prompt::Search(_)) => {
                // A filter's value is completed; elsewhere the scope changes.
                if !self.complete_filter(forward) {
                    self.cycle_scope(forward);
                }
            }
            Some(Prompt::Command(prompt)) => prompt.complete(forward, self.user.searches()),
            Some(Prompt::Argument(Command::Tags, input)) => {
                complete_tag(input, &self.user.tags(), forward);
            }
            _ => return CommandOutcome::Unchanged,
        }
        CommandOutcome::Changed
    }

    /// Completes the value of a filter at the cursor; `false` where there is none.
    fn complete_filter(&mut self, forward: bool) -> bool {
        let Some(Prompt::Search(prompt)) = &self.prompt else {
            return false;
        };
        let (text, cursor) = (prompt.input.text(), prompt.input.cursor());
        if self.search.completion.step(text, forward) {
            self.apply_completion();
            return true;
        }
        let Some((field, range)) = filter_at(text, cursor) else {
            return false;
        };
        let ticket = self.outbox.next_ticket();
        self.search.completion.start(ticket, text, range);
        let (scope, text) = (prompt.scope.clone(), text.to_owned());
        if let Some(values) = self.briefing_values(&scope, field) {
            self.on_completions_ready(ticket, values);
            return true;
        }
        let bookmarks = self.user.bookmarks().clone();
        self.outbox
            .push(Effect::CompleteFilter(ticket, text, cursor, bookmarks));
        true
    }

    /// Returns what the open briefing offers for a filter, where only that is searched and
    /// the filter is one of names; nobody else's would find anything there.
    fn briefing_values(&self, scope: &SearchScope, field: QueryField) -> Option<Vec<String>> {
        let (SearchScope::Briefing(id) | SearchScope::Article(id, _)) = scope else {
            return None;
        };
        let briefing = &self.open().filter(|open| open.briefing.id == *id)?.briefing;
        briefing_values(briefing, field, self.search.completion.typed())
    }

    /// Handles the completions that were asked for, unless something was typed since.
    pub(in crate::app) fn on_completions_ready(&mut self, ticket: Ticket, values: Vec<String>) {
        let Some(Prompt::Search(prompt)) = &self.prompt else {
            return;
        };
        let completion = &mut self.search.completion;
        if !completion.is_awaited(ticket, prompt.input.text()) {
            return;
        }
        if values.is_empty() {
            let text = format!("No name begins with \"{}\".", completion.typed());
            self.hint(text);
            return;
        }
        completion.set_values(values);
        self.apply_completion();
    }

    /// Puts the chosen value into the prompt.
    fn apply_completion(&mut self) {
        let Some(Prompt::Search(prompt)) = &mut self.prompt else {
            return;
        };
        let Some((range, value)) = self.search.completion.replacement() else {
            return;
        };
        prompt.input.splice(range, value);
        self.search.completion.applied(prompt.input.text());
        self.on_search_edited();
    }

    /// Changes where a search looks: in the article, the open briefing or the library.
    fn cycle_scope(&mut self, forward: bool) {
        let Some(Prompt::Search(prompt)) = &self.prompt else {
            return;
        };
        let mut scopes = Vec::new();
        if let Some(open) = self.open() {
            let briefing = &open.briefing;
            let on_screen = self.nav.reader();
            // From the results one can go back to the article one came from.
            let came_from = || self.nav.screens.previous().and_then(|s| s.reader());
            let article = match (on_screen, &prompt.scope) {
                (None, SearchScope::Article(_, article)) => Some(article.clone()),
                (reader, _) => reader
                    .or_else(came_from)
                    .map(|reader| briefing.article(reader.article).id.clone()),
            };
            if let Some(article) = article {
                scopes.push(SearchScope::Article(briefing.id.clone(), article));
            }
            scopes.push(SearchScope::Briefing(briefing.id.clone()));
        }
        scopes.push(SearchScope::Library);
        let here = scopes.iter().position(|s| *s == prompt.scope).unwrap_or(0);
        let step = if forward { 1 } else { scopes.len() - 1 };
        let next = scopes.swap_remove((here + step) % scopes.len());
        if let Some(Prompt::Search(prompt)) = &mut self.prompt {
            prompt.scope = next;
        }
        self.on_search_edited();
    }
}

/// Completes the tag being written by those in use that go on from it. Once a whole tag
/// stands there, it goes on to the next one in use.
fn complete_tag(input: &mut TextInput, known: &[String], forward: bool) {
    let text = input.text();
    let start = text.rfind(',').map_or(0, |i| i + 1);
    let typed = text[start..].trim_start().to_owned();
    let start = text.len() - typed.len();
    let is_longer = |t: &&String| t.starts_with(&typed) && **t != typed;
    let exact = known.iter().position(|t| *t == typed);
    let next = match exact {
        Some(i) if forward => known.get(i + 1).or(known.first()),
        Some(i) => known.get(i.wrapping_sub(1)).or(known.last()),
        None if forward => known.iter().find(is_longer),
        None => known.iter().rev().find(is_longer),
    };
    if let Some(next) = next {
        input.splice(start..input.text().len(), next);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_tag_is_completed_and_then_stepped_through() {
        let known = ["budget", "check", "checked"].map(str::to_owned);
        let mut input = TextInput::from_text("budget, ch");
        complete_tag(&mut input, &known, true);
        assert_eq!(input.text(), "budget, check");
        complete_tag(&mut input, &known, true);
        assert_eq!(input.text(), "budget, checked");
        complete_tag(&mut input, &known, true);
        assert_eq!(input.text(), "budget, budget");
        complete_tag(&mut input, &known, false);
        assert_eq!(input.text(), "budget, checked");
    }
}
