//! Opening what is under the cursor, or what a reference names.

use crate::app::app_state::AppState;
use crate::app::input::command::Command;
use crate::app::list::ListKind;
use crate::app::list::target::Target;
use crate::app::prompt::Prompt;
use crate::app::prompt::text_input::TextInput;
use crate::app::state::command_outcome::CommandOutcome;
use crate::app::state::jump_target::JumpTarget;
use crate::app::state::status_line::StatusTask;
use crate::model::{EntryState, Reference};

impl AppState {
    /// Opens what is under the cursor.
    pub(in crate::app) fn activate_selection(&mut self) -> CommandOutcome {
        match self.target() {
            Target::Entry(i) => self.open_entry(i),
            Target::Topic(topic) => self.open_topic(topic),
            Target::Article(article) => self.open_article(article, None),
            Target::Speaker(speaker) => self.open_speaker(speaker),
            Target::Statement {
                statement,
                appearance,
                ..
            } => self.open_passage(statement, appearance),
            Target::Elsewhere { statement, under } => self.goto_row(statement, under),
            Target::Hit(_) => self.open_hit(),
            Target::Bookmark(id) => match self.user.bookmark(&id).cloned() {
                Some(bookmark) => {
                    let briefing = bookmark.place.briefing.clone();
                    self.goto_place(&briefing, JumpTarget::Bookmark(Box::new(bookmark)))
                }
                None => CommandOutcome::Unchanged,
            },
            Target::Deleted(id) => self.restore_from_trash(&id),
            Target::Saved(name) => self.open_saved_search(&name),
            Target::Command(command) => {
                self.close_screen();
                if command.spec().contexts.intersects(self.key_context()) {
                    CommandOutcome::Changed.and(self.dispatch(command, None, ""))
                } else {
                    self.report_not_here(command)
                }
            }
            Target::Screen(command) => self.dispatch(command, None, ""),
            Target::Problem(_) => self.hint("The address says where to mend it."),
            Target::Nothing => match self.statement_at_cursor() {
                Some((statement, _)) => self.open_list(ListKind::Carriers(statement)),
                None => self.hint("There is nothing to open under the cursor."),
            },
        }
    }

    /// Opens the result of a search under the cursor.
    pub(in crate::app) fn open_hit(&mut self) -> CommandOutcome {
        let (Some(hit), Some(list)) = (self.hit_at_cursor(), self.nav.list()) else {
            return CommandOutcome::Unchanged;
        };
        let place = hit.place.clone();
        let needles = list.search.hits.needles.clone();
        let query = list.search.query.clone();
        self.record_query(&query);
        let briefing = place.briefing.clone();
        self.goto_place(&briefing, JumpTarget::SearchHit(place, query, needles))
    }

    /// Opens a bundle of the library, or lists why it cannot be opened.
    fn open_entry(&mut self, i: usize) -> CommandOutcome {
        let Some(entry) = self.library.entries().get(i) else {
            return CommandOutcome::Unchanged;
        };
        match entry.state {
            EntryState::Broken => {
                let list = ListKind::Problems(entry.title.clone(), entry.problems.clone());
                self.open_list(list);
                self.error("This bundle cannot be opened until these are mended.")
            }
            EntryState::Ready | EntryState::Hidden => {
                // Also the one that is open: what is opened is what is there now.
                let source = entry.source.clone();
                let text = format!("Opening {}…", entry.title);
                self.status.set_until(StatusTask::Opening, text);
                self.request_open(source, JumpTarget::FrontPage)
            }
        }
    }

    /// Goes to what a reference names, or asks for one.
    pub(in crate::app) fn open_reference(&mut self, argument: &str) -> CommandOutcome {
        let argument = argument.trim();
        if argument.is_empty() {
            let prompt = Prompt::Argument(Command::OpenReference, TextInput::default());
            return self.open_prompt(prompt);
        }
        match argument.parse::<Reference>() {
            Ok(reference) => {
                let briefing = reference.briefing().to_owned();
                self.goto_place(&briefing, JumpTarget::Reference(reference))
            }
            Err(error) => self.hint(error.to_string()),
        }
    }

    /// Says that a command does not work on this screen.
    pub(in crate::app) fn report_not_here(&mut self, command: Command) -> CommandOutcome {
        let name = command.spec().name;
        self.hint(format!("\"{name}\" does not work on this screen."))
    }

    /// Says that the cursor stands on no statement.
    pub(in crate::app) fn report_no_statement(&mut self) -> CommandOutcome {
        self.hint("There is no statement under the cursor; ]s goes to the next one.")
    }
}
