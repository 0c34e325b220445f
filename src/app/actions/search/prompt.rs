//! Opening the line of a search or a filter, and what follows when it is edited or accepted.

use crate::app::app_state::AppState;
use crate::app::app_state::screen::Screen;
use crate::app::list::ListKind;
use crate::app::list::target::Target;
use crate::app::prompt::text_input::TextInput;
use crate::app::prompt::{BrowseMode, Prompt, SearchPrompt};
use crate::app::state::command_outcome::CommandOutcome;
use crate::model::{ArticleQuery, SearchScope};

impl AppState {
    /// Opens the line of a search: in an article, in the open briefing or the library.
    pub(in crate::app) fn open_search_prompt(&mut self, argument: &str) -> CommandOutcome {
        let scope = self.search_scope();
        let text = match self.nav.list() {
            Some(list) if argument.is_empty() => &list.search.query,
            _ => argument,
        };
        let reader = self.nav.reader();
        let prompt = SearchPrompt {
            input: TextInput::from_text(text),
            scope,
            browse_mode: BrowseMode::default(),
            origin: reader.map(|reader| (reader.cursor, reader.top_offset())),
        };
        self.prompt = Some(Prompt::Search(prompt));
        self.on_search_edited();
        CommandOutcome::Changed
    }

    /// Returns where a search looks that begins on this screen.
    fn search_scope(&self) -> SearchScope {
        match (self.nav.screen(), self.open()) {
            (Screen::Article(reader), _) => {
                let briefing = &reader.open.briefing;
                let article = briefing.article(reader.article).id.clone();
                SearchScope::Article(briefing.id.clone(), article)
            }
            (Screen::List(list), Some(open)) if list.kind != ListKind::Library => {
                match (&list.kind, &list.search.scope) {
                    (ListKind::Results, Some(scope)) => scope.clone(),
                    _ => SearchScope::Briefing(open.briefing.id.clone()),
                }
            }
            _ => SearchScope::Library,
        }
    }

    /// Opens the line of a filter, or filters the list by what was given.
    pub(in crate::app) fn open_filter_prompt(&mut self, argument: &str) -> CommandOutcome {
        let Some(list) = self.nav.list_mut() else {
            return CommandOutcome::Unchanged;
        };
        if argument.is_empty() {
            let input = TextInput::from_text(&list.filter);
            return self.open_prompt(Prompt::Filter(input));
        }
        let is_changed = list.filter != argument;
        list.set_filter(argument);
        CommandOutcome::from_changed(is_changed)
    }

    /// Asks anew after the words or the scope of a search have changed.
    pub(in crate::app) fn on_search_edited(&mut self) {
        let Some(Prompt::Search(prompt)) = &self.prompt else {
            return;
        };
        let (text, scope) = (prompt.input.text().to_owned(), prompt.scope.clone());
        let is_reading = self.nav.reader().is_some();
        let in_article = is_reading && matches!(scope, SearchScope::Article(..));
        if !in_article || text.trim().is_empty() {
            // The number of a match in the article says nothing of what comes now.
            self.status.clear_unless_error();
        }
        if in_article {
            self.request_article_search(&text, ArticleQuery::Query(text.clone()));
            return;
        }
        if self
            .nav
            .list_if(|kind| *kind == ListKind::Results)
            .is_none()
        {
            if let Some(reader) = self.nav.reader_mut() {
                reader.clear_hits();
            }
            self.open_list(ListKind::Results);
        }
        self.request_search(text, scope);
    }

    /// Ends the line of a search: goes where it leads.
    pub(in crate::app) fn accept_search(&mut self, prompt: &SearchPrompt) -> CommandOutcome {
        let text = prompt.input.text().trim().to_owned();
        let is_pending = self.search.is_article_search_pending();
        if let Some(reader) = self.nav.reader()
            && (is_pending || !reader.hits.is_empty())
        {
            self.record_query(&text);
        }
        match self.nav.screen_mut() {
            Screen::Article(_) => self.accept_article_search(&text),
            Screen::List(list) if list.kind == ListKind::Results => {
                match list.grid.target().clone() {
                    Target::Saved(name) => self.open_saved_search(&name),
                    Target::Hit(_) => self.open_hit(),
                    _ if text.is_empty() => self.close_screen(),
                    _ => self.hint("There is no result to open."),
                }
            }
            Screen::List(_) => CommandOutcome::Unchanged,
        }
    }

    fn accept_article_search(&mut self, text: &str) -> CommandOutcome {
        let is_pending = self.search.is_article_search_pending();
        let Some(reader) = self.nav.reader_mut() else {
            return CommandOutcome::Unchanged;
        };
        if text.is_empty() {
            reader.clear_hits();
        } else if reader.hits.is_empty() && !is_pending {
            let query = &reader.query_text;
            let text =
                format!("\"{query}\" is not in this article; Tab in the prompt looks further.");
            return self.hint(text);
        } else if let (Some(note), Some(status)) =
            (reader.feedback.notes.last(), self.status.current())
        {
            // With the prompt goes the line on which it was said.
            let text = format!("{}. {}", status.text, note.message());
            return self.info(text);
        }
        CommandOutcome::Changed
    }
}
