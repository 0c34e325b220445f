//! What is kept of searching: saved searches, which open as views, and the
//! questions that Up brings back in the prompt.

use crate::model::{Change, ResultOrder, SavedSearch};
use crate::text::clean::clean_line;
use crate::text::plural::plural;

use crate::app::input::command::Command;
use crate::app::list::grid::Row;
use crate::app::list::kind::ListKind;
use crate::app::list::rows::{RowContext, notice};
use crate::app::list::screen::ListScreen;
use crate::app::list::target::Target;
use crate::app::message::StatusLevel;
use crate::app::prompt::Prompt;
use crate::app::prompt::text_input::TextInput;
use crate::app::ui::labels::scope_label;
use crate::app::ui::layout::ColumnSpan;
use crate::app::ui::styled_text::{Role, justify, styled, wrap_spans};
use crate::app::{App, Screen};
use crate::text::suggest;

/// Writes the rows of the saved searches.
#[must_use]
pub fn rows(context: &RowContext) -> Vec<Row> {
    let searches = context.user.searches();
    if searches.is_empty() {
        let keys = context.keymap.keys_of(Command::SaveSearch);
        let how = keys.first().map_or_else(
            || ":save-search NAME keeps".to_owned(),
            |key| format!("{key} keeps"),
        );
        let text = format!("No search is saved yet. On the results of one, {how} it.");
        return vec![notice(context, &text)];
    }
    searches.iter().map(|s| row(context, s)).collect()
}

/// Writes one saved search: its name and scope, below them the question.
#[must_use]
pub fn row(context: &RowContext, search: &SavedSearch) -> Row {
    let width = context.columns.text_width(ColumnSpan::Full);
    let open = context.open.map(|d| d.briefing.id.as_str());
    let mut scope = format!("in {}", scope_label(&search.scope, open));
    if search.order == ResultOrder::Date {
        scope = format!("{scope}, newest first");
    }
    let mut lines = justify(
        vec![styled(&search.name, Role::Name)],
        vec![styled(scope, Role::Dim)],
        width,
    );
    lines.extend(wrap_spans(
        &[styled(&search.text, Role::Plain)],
        width,
        2,
        4,
    ));
    Row::full(lines, Target::Saved(search.name.clone())).with_gap(1)
}

impl App {
    /// Returns the name under which the question of the results on the screen is saved.
    #[must_use]
    pub fn saved_name(&self, list: &ListScreen) -> Option<&str> {
        let (text, scope) = (list.search.query.trim(), list.search.scope.as_ref()?);
        let mut searches = self.user().searches().iter();
        let same = searches.find(|s| s.text == text && s.scope == *scope);
        same.map(|s| s.name.as_str())
    }

    /// Remembers a question that led somewhere.
    pub(in crate::app) fn record_query(&mut self, text: &str) {
        let text = text.trim();
        if text.is_empty()
            || self
                .user
                .query_history()
                .last()
                .is_some_and(|last| last == text)
        {
            return;
        }
        let change = self.user.record(Change::RecordQuery(text.to_owned()));
        if self.settings.query_history {
            self.persist(change);
        }
    }

    /// Forgets the questions that were remembered, when that is asked for in so many words.
    pub(in crate::app) fn clear_history(&mut self, argument: &str) {
        let count = self.user.query_history().len();
        let questions = plural(count, "question", "questions");
        if count == 0 {
            self.set_status(StatusLevel::Hint, "No question is remembered.");
        } else if argument.trim() == "yes" {
            self.apply_change("forgetting questions", Change::ClearHistory);
            self.set_status(
                StatusLevel::Info,
                format!("Forgotten for good: {questions}."),
            );
        } else {
            let text = format!("This forgets {questions} for good; write :forget-history yes.");
            self.set_status(StatusLevel::Hint, text);
        }
    }

    /// Saves the question of the results on the screen, or asks for a name.
    pub(in crate::app) fn save_search(&mut self, argument: &str) {
        let Screen::List(list) = &self.screen else {
            return;
        };
        let text = list.search.query.trim().to_owned();
        let Some(scope) = list.search.scope.clone().filter(|_| !text.is_empty()) else {
            self.set_status(
                StatusLevel::Hint,
                "Nothing was searched for that could be saved.",
            );
            return;
        };
        let name = clean_line(argument).trim().to_owned();
        if name.is_empty() {
            let field = TextInput::from_text(self.saved_name(list).unwrap_or_default());
            self.prompt = Some(Prompt::Argument(Command::SaveSearch, field));
            return;
        }
        let replaced = self.user.search(&name).is_some();
        let search = SavedSearch {
            name: name.clone(),
            text,
            scope,
            order: list.search.order,
        };
        self.apply_change("saving a search", Change::SaveSearch(Box::new(search)));
        let text = if replaced {
            format!("Saved as \"{name}\", in place of the one of that name (u takes it back).")
        } else {
            format!("Saved as \"{name}\"; g/ lists the saved searches.")
        };
        self.set_status(StatusLevel::Info, text);
    }

    /// Lists the saved searches, or opens the one that a name or its beginning means.
    pub(in crate::app) fn open_saved(&mut self, argument: &str) {
        let wanted = argument.trim();
        if wanted.is_empty() {
            self.open_list(ListKind::SavedSearches);
            return;
        }
        let searches = self.user.searches();
        let exact = searches.iter().find(|s| s.name == wanted);
        let mut begins = searches.iter().filter(|s| s.name.starts_with(wanted));
        let only = begins.next().filter(|_| begins.next().is_none());
        match exact.or(only).map(|s| s.name.clone()) {
            Some(name) => self.open_saved_search(&name),
            None => {
                let near = suggest::nearest(wanted, searches.iter().map(|s| s.name.as_str()));
                let hint = near.map_or(String::new(), |n| format!(" Did you mean \"{n}\"?"));
                let text = format!("No search is saved as \"{wanted}\".{hint}");
                self.set_status(StatusLevel::Hint, text);
            }
        }
    }

    /// Asks a saved search anew, on a screen of its own.
    pub(in crate::app) fn open_saved_search(&mut self, name: &str) {
        let Some(search) = self.user.search(name).cloned() else {
            return;
        };
        let mut list = ListScreen::new(ListKind::Results, None);
        list.search.order = search.order;
        let fresh = matches!(&self.screen, Screen::List(l) if l.kind == ListKind::Results && l.search.query.is_empty());
        if fresh {
            // It was chosen below an empty prompt, whose screen nobody would come back to.
            self.screen = Screen::List(Box::new(list));
        } else {
            self.push_screen(Screen::List(Box::new(list)));
        }
        self.request_search(search.text, search.scope);
        self.layout();
    }

    /// Gives the saved search under the cursor another name, or asks for it.
    pub(in crate::app) fn rename_search(&mut self, argument: &str) {
        let Target::Saved(old) = self.target() else {
            self.set_status(
                StatusLevel::Hint,
                "There is no saved search under the cursor.",
            );
            return;
        };
        let name = clean_line(argument).trim().to_owned();
        if name.is_empty() {
            self.prompt = Some(Prompt::Argument(
                Command::RenameSearch,
                TextInput::from_text(&old),
            ));
            return;
        }
        if name != old && self.user.search(&name).is_some() {
            let text = format!("Another search is saved as \"{name}\"; choose another name.");
            self.set_status(StatusLevel::Hint, text);
            return;
        }
        let Some(search) = self.user.search(&old).cloned().filter(|_| name != old) else {
            return;
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
        if let Screen::List(list) = &mut self.screen {
            list.grid.seek(&Target::Saved(name.clone()));
        }
        self.set_status(
            StatusLevel::Info,
            format!("Its name is \"{name}\" now (u takes it back)."),
        );
    }

    /// Deletes a saved search.
    pub(in crate::app) fn delete_search(&mut self, name: &str) {
        self.apply_change(
            "deleting a saved search",
            Change::RemoveSearch(name.to_owned()),
        );
        self.set_status(
            StatusLevel::Info,
            format!("Deleted: \"{name}\" (u brings it back)."),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::AppInit;
    use crate::app::message::{Effect, Size};
    use crate::app::settings::Settings;
    use crate::model::UserData;

    #[test]
    fn with_remembering_off_a_question_stays_in_the_session() {
        for history in [true, false] {
            let mut app = App::new(AppInit {
                size: Size {
                    width: 80,
                    height: 24,
                },
                settings: Settings {
                    query_history: history,
                    ..Settings::default()
                },
                id_seed: [0; 16],
                user_data: UserData::default(),
                notices: Vec::new(),
            });
            app.record_query("pawn");
            assert_eq!(app.user().query_history(), ["pawn"]);
            let written = matches!(
                app.effects.as_slice(),
                [Effect::Save(Change::RecordQuery(_))]
            );
            assert_eq!(written, history);
            assert!(written || app.effects.is_empty());
        }
    }
}
