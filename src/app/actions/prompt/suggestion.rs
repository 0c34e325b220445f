//! Up and Down while something is written: completions, results, and earlier queries.

use crate::app::app_state::AppState;
use crate::app::list::ListKind;
use crate::app::prompt::text_input::TextInput;
use crate::app::prompt::{BrowseMode, Prompt};
use crate::app::state::command_outcome::CommandOutcome;

impl AppState {
    /// Goes up or down: in completions, in results, in what was searched before.
    pub(in crate::app) fn step_suggestion(&mut self, down: bool) -> CommandOutcome {
        match &mut self.prompt {
            Some(Prompt::Command(prompt)) => {
                prompt.complete(down, self.user.searches());
                CommandOutcome::Changed
            }
            Some(Prompt::Search(_)) => self.step_query_history(down),
            _ => CommandOutcome::Unchanged,
        }
    }

    /// Goes up or down beside a search being written: first chosen, then kept to
    /// until the words change, are its results, or the earlier queries that
    /// begin as it does.
    fn step_query_history(&mut self, down: bool) -> CommandOutcome {
        let Some(Prompt::Search(prompt)) = &mut self.prompt else {
            return CommandOutcome::Unchanged;
        };
        let text = prompt.input.text().to_owned();
        let (stem, back) = match (&prompt.browse_mode, down) {
            (BrowseMode::History { stem, back }, false) => (stem.clone(), Some(back + 1)),
            (BrowseMode::History { stem, back }, true) => (stem.clone(), back.checked_sub(1)),
            (BrowseMode::Undecided, false) => (text, Some(0)),
            (BrowseMode::Results, _) | (BrowseMode::Undecided, true) => {
                return self.step_result(down);
            }
        };
        let (text, browse_mode) = match back {
            None => (stem, BrowseMode::Undecided),
            Some(back) => match self.user.earlier_query(&stem, back) {
                Some(text) => (text.to_owned(), BrowseMode::History { stem, back }),
                None if back == 0 => return self.step_result(down),
                None => return CommandOutcome::Unchanged,
            },
        };
        prompt.input = TextInput::from_text(&text);
        prompt.browse_mode = browse_mode;
        self.on_search_edited();
        CommandOutcome::Changed
    }

    fn step_result(&mut self, down: bool) -> CommandOutcome {
        if let Some(list) = self.nav.list_mut()
            && let Some(Prompt::Search(prompt)) = &mut self.prompt
            && list.kind == ListKind::Results
        {
            prompt.browse_mode = BrowseMode::Results;
            return CommandOutcome::from_changed(list.grid.step(if down { 1 } else { -1 }));
        }
        CommandOutcome::Unchanged
    }
}
