//! Accepting and leaving a prompt.

use crate::app::app_state::AppState;
use crate::app::input::command::Command;
use crate::app::prompt::text_input::TextInput;
use crate::app::prompt::{Prompt, SearchPrompt};
use crate::app::state::command_outcome::CommandOutcome;

impl AppState {
    /// Accepts what is written.
    pub(in crate::app) fn accept_prompt(&mut self) -> CommandOutcome {
        match self.prompt.take() {
            Some(Prompt::Search(prompt)) => self.accept_search(&prompt),
            Some(Prompt::Command(prompt)) => self.run_command_line(prompt.input.text()),
            Some(Prompt::Argument(command, input)) => self.accept_argument(command, &input),
            Some(Prompt::Filter(input)) => self.accept_filter(&input),
            Some(note @ Prompt::Note(..)) => self.open_prompt(note),
            None => CommandOutcome::Unchanged,
        }
    }

    fn accept_argument(&mut self, command: Command, input: &TextInput) -> CommandOutcome {
        let text = input.text().trim();
        if command == Command::Tags {
            // No tags at all is a choice; a blank line says it.
            self.edit_tags(if text.is_empty() { "," } else { text })
        } else if text.is_empty() {
            self.hint("Nothing was written, nothing was done.")
        } else {
            self.dispatch(command, None, text)
        }
    }

    fn accept_filter(&mut self, input: &TextInput) -> CommandOutcome {
        let text = input.text().trim();
        if text.is_empty() {
            self.clear_filter();
            return self.info("Everything is shown.");
        }
        match self.nav.list().and_then(|list| list.counts) {
            Some((0, _)) => self.info(format!("No rows contain \"{text}\". Esc shows everything.")),
            Some((shown, total)) => {
                self.info(format!("{shown} of {total} shown; Esc shows everything."))
            }
            None => self.info("Only rows with these words are shown; Esc shows everything."),
        }
    }

    /// Leaves the line.
    pub(in crate::app) fn cancel_prompt(&mut self) -> CommandOutcome {
        match self.prompt.take() {
            Some(Prompt::Search(prompt)) => self.cancel_search(&prompt),
            Some(Prompt::Filter(_)) => self.clear_filter(),
            _ => CommandOutcome::Changed,
        }
    }

    fn cancel_search(&mut self, prompt: &SearchPrompt) -> CommandOutcome {
        let text = prompt.input.text();
        if let (Some((cursor, top)), Some(reader)) = (prompt.origin, self.nav.reader_mut()) {
            reader.clear_hits();
            reader.restore(cursor, top);
            self.search.cancel_article_search();
            self.status.clear();
        } else if text.trim().is_empty() {
            self.close_screen();
        } else if let Some(list) = self.nav.list()
            && !list.search.hits.results.is_empty()
        {
            self.record_query(text);
        }
        CommandOutcome::Changed
    }

    fn clear_filter(&mut self) -> CommandOutcome {
        if let Some(list) = self.nav.list_mut() {
            list.set_filter("");
        }
        CommandOutcome::Changed
    }
}
