//! Saved searches, which open as lists of results, and the queries that Up brings back in the prompt.

use crate::app::app_state::AppState;
use crate::app::app_state::screen::Screen;
use crate::app::input::command::Command;
use crate::app::list::target::Target;
use crate::app::list::{ListKind, ListScreen};
use crate::app::prompt::Prompt;
use crate::app::prompt::text_input::TextInput;
use crate::app::state::command_outcome::CommandOutcome;
use crate::model::{Change, SavedSearch};
use crate::text::clean::clean_line;
use crate::text::plural::plural;
use crate::text::suggest::nearest;

impl AppState {
    /// Remembers a query that led somewhere.
    pub(in crate::app) fn record_query(&mut self, text: &str) {
        let text = text.trim();
        let last = self.user.query_history().last();
        if text.is_empty() || last.is_some_and(|last| last == text) {
            return;
        }
        let change = Change::RecordQuery(text.to_owned());
        if self.settings.query_history {
            let change = self.user.record(change);
            self.persist([change]);
        } else {
            self.user.record_unsent(&change);
        }
    }

    /// Forgets the queries that were remembered, when that is asked for in so many words.
    pub(in crate::app) fn clear_query_history(&mut self, argument: &str) -> CommandOutcome {
        let count = self.user.query_history().len();
        let questions = plural(count, "question", "questions");
        if count == 0 {
            self.hint("No question is remembered.")
        } else if argument.trim() == "yes" {
            self.apply_change("forgetting questions", Change::ClearHistory);
            self.info(format!("Forgotten for good: {questions}."))
        } else {
            self.hint(format!(
                "This forgets {questions} for good; write :forget-history yes."
            ))
        }
    }

    /// Saves the search of the results on the screen, or asks for a name.
    pub(in crate::app) fn save_search(&mut self, argument: &str) -> CommandOutcome {
        let Some(list) = self.nav.list() else {
            return CommandOutcome::Unchanged;
        };
        let text = list.search.query.trim().to_owned();
        let Some(scope) = list.search.scope.clone().filter(|_| !text.is_empty()) else {
            return self.hint("Nothing was searched for that could be saved.");
        };
        let order = list.search.order;
        let name = clean_line(argument).trim().to_owned();
        if name.is_empty() {
            let input = TextInput::from_text(self.saved_name(list).unwrap_or_default());
            return self.open_prompt(Prompt::Argument(Command::SaveSearch, input));
        }
        let is_replaced = self.user.search(&name).is_some();
        let search = SavedSearch {
            name: name.clone(),
            text,
            scope,
            order,
        };
        self.apply_change("saving a search", Change::SaveSearch(Box::new(search)));
        self.info(if is_replaced {
            format!("Saved as \"{name}\", in place of the one of that name (u takes it back).")
        } else {
            format!("Saved as \"{name}\"; g/ lists the saved searches.")
        })
    }

    /// Lists the saved searches, or opens the one that a name or its beginning means.
    pub(in crate::app) fn open_saved(&mut self, argument: &str) -> CommandOutcome {
        let wanted = argument.trim();
        if wanted.is_empty() {
            return self.open_list(ListKind::SavedSearches);
        }
        let searches = self.user.searches();
        let exact = searches.iter().find(|s| s.name == wanted);
        let mut begins = searches.iter().filter(|s| s.name.starts_with(wanted));
        let only = begins.next().filter(|_| begins.next().is_none());
        if let Some(name) = exact.or(only).map(|s| s.name.clone()) {
            return self.open_saved_search(&name);
        }
        let near = nearest(wanted, searches.iter().map(|s| s.name.as_str()));
        let near = near.map_or(String::new(), |name| format!(" Did you mean \"{name}\"?"));
        self.hint(format!("No search is saved as \"{wanted}\".{near}"))
    }

    /// Asks a saved search anew, on a screen of its own.
    pub(in crate::app) fn open_saved_search(&mut self, name: &str) -> CommandOutcome {
        let Some(search) = self.user.search(name).cloned() else {
            return CommandOutcome::Unchanged;
        };
        let mut list = ListScreen::new(ListKind::Results, None);
        list.search.order = search.order;
        let screen = Screen::List(Box::new(list));
        let results = self.nav.list_if(|kind| *kind == ListKind::Results);
        if results.is_some_and(|list| list.search.query.is_empty()) {
            // It was chosen below an empty prompt, whose screen nobody would come back to.
            self.nav.screens.replace(screen);
        } else {
            self.push_screen(screen);
        }
        self.request_search(search.text, search.scope);
        CommandOutcome::Changed
    }

    /// Gives the saved search under the cursor another name, or asks for it.
    pub(in crate::app) fn rename_search(&mut self, argument: &str) -> CommandOutcome {
        let Target::Saved(old) = self.target() else {
            return self.hint("There is no saved search under the cursor.");
        };
        let name = clean_line(argument).trim().to_owned();
        if name.is_empty() {
            let input = TextInput::from_text(&old);
            return self.open_prompt(Prompt::Argument(Command::RenameSearch, input));
        }
        if name != old && self.user.search(&name).is_some() {
            return self.hint(format!(
                "Another search is saved as \"{name}\"; choose another name."
            ));
        }
        let Some(search) = self.user.search(&old).cloned().filter(|_| name != old) else {
            return CommandOutcome::Unchanged;
        };
        let renamed = SavedSearch {
            name: name.clone(),
            ..search
        };
        let changes = vec![
            Change::RemoveSearch(old),
            Change::SaveSearch(Box::new(renamed)),
        ];
        self.apply_changes("renaming a search", changes);
        self.layout();
        if let Some(list) = self.nav.list_mut() {
            list.grid.seek(&Target::Saved(name.clone()));
        }
        self.info(format!("Its name is \"{name}\" now (u takes it back)."))
    }

    /// Deletes a saved search.
    pub(in crate::app) fn delete_search(&mut self, name: &str) -> CommandOutcome {
        let change = Change::RemoveSearch(name.to_owned());
        self.apply_change("deleting a saved search", change);
        self.info(format!("Deleted: \"{name}\" (u brings it back)."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::message::{Effect, Size};
    use crate::app::settings::Settings;
    use crate::app::state::user_data::UserState;

    #[test]
    fn with_remembering_off_a_query_stays_in_the_session() {
        for query_history in [true, false] {
            let settings = Settings {
                query_history,
                ..Settings::default()
            };
            let size = Size {
                width: 80,
                height: 24,
            };
            let mut state = AppState::new(size, settings, UserState::default());
            state.record_query("pawn");
            assert_eq!(state.user().query_history(), ["pawn"]);
            let effects = state.outbox.take();
            let is_written = matches!(effects.as_slice(), [Effect::Save(Change::RecordQuery(_))]);
            assert_eq!(is_written, query_history);
            assert!(is_written || effects.is_empty());
        }
    }
}
