//! The prompt: a line at the bottom of the window in which a search, a command, a filter or a
//! command's argument is typed; and the panel in which a note is written.
//!
//! | file | what |
//! |---|---|
//! | `mod` | which prompt it is, and the completions of the command line |
//! | `text_input` | a text with a cursor |
//! | `query_diagnostics` | what there is to say of a query while it is typed |

pub mod query_diagnostics;
pub mod text_input;

use crate::model::{Bookmark, SavedSearch, SearchScope};

use crate::app::input::command::{COMMANDS, Command};
use crate::app::input::key_context::KeyContexts;
use crate::app::prompt::text_input::TextInput;
use crate::app::ui::labels::scope_label;

/// What is being written.
#[derive(Clone, Debug)]
pub enum Prompt {
    /// A search, which runs while it is typed.
    Search(SearchPrompt),
    /// A command by its name.
    Command(CommandPrompt),
    /// The filter of a list.
    Filter(TextInput),
    /// The argument of a command: a file, a shell command, tags, a reference.
    Argument(Command, TextInput),
    /// A note, with the bookmark it belongs to.
    Note(Box<Bookmark>, TextInput),
}

/// A completion of the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completion<'a> {
    /// The name of a command.
    Command(Command),
    /// The command that opens a saved search, with its name.
    SavedSearch(&'a SavedSearch),
}

impl Completion<'_> {
    /// Returns the command line after this completion.
    #[must_use]
    pub fn line(self) -> String {
        match self {
            Completion::Command(command) => {
                let row = command.spec();
                let blank = if row.argument.is_empty() { "" } else { " " };
                format!("{}{blank}", row.name)
            }
            Completion::SavedSearch(search) => {
                format!("{} {}", Command::GoSavedSearches.spec().name, search.name)
            }
        }
    }
}

/// A search being written.
#[derive(Clone, Debug)]
pub struct SearchPrompt {
    /// What is written.
    pub input: TextInput,
    /// Where to search.
    pub scope: SearchScope,
    /// What Up and Down go through.
    pub browse_mode: BrowseMode,
    /// Where the cursor of the article was when the search began.
    pub origin: Option<(usize, usize)>,
}

/// What Up and Down go through beside a search being written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum BrowseMode {
    /// Nothing yet.
    #[default]
    Undecided,
    /// What it has found.
    Results,
    /// Earlier queries.
    History {
        /// What they start with: what was typed before the first one was taken.
        stem: String,
        /// Which of them is shown, counted back from the newest.
        back: usize,
    },
}

/// The command line.
#[derive(Clone, Debug, Default)]
pub struct CommandPrompt {
    /// What is written.
    pub input: TextInput,
    /// What was typed before the first completion was taken; completions are for it.
    pub stem: Option<String>,
    /// Which completion the line shows.
    pub selected: Option<usize>,
}

/// Width of the window from which on the label of a search names its scope in full.
const MIN_FULL_LABEL_WIDTH: usize = 60;

impl Prompt {
    /// Returns the context of its keys.
    #[must_use]
    pub fn key_contexts(&self) -> KeyContexts {
        match self {
            Prompt::Note(..) => KeyContexts::NOTE,
            _ => KeyContexts::PROMPT,
        }
    }

    /// Returns the text being written.
    #[must_use]
    pub fn input(&self) -> &TextInput {
        match self {
            Prompt::Search(p) => &p.input,
            Prompt::Command(p) => &p.input,
            Prompt::Filter(field) | Prompt::Argument(_, field) | Prompt::Note(_, field) => field,
        }
    }

    /// Returns the text being written, to change it.
    pub fn input_mut(&mut self) -> &mut TextInput {
        match self {
            Prompt::Search(p) => &mut p.input,
            Prompt::Command(p) => &mut p.input,
            Prompt::Filter(field) | Prompt::Argument(_, field) | Prompt::Note(_, field) => field,
        }
    }

    /// Returns the label before the text, for a window of so many columns; `open` is the id of
    /// the open briefing.
    #[must_use]
    pub fn label(&self, open: Option<&str>, columns: usize) -> String {
        match self {
            Prompt::Search(p) if columns < MIN_FULL_LABEL_WIDTH => match &p.scope {
                SearchScope::Library => "library: ".to_owned(),
                SearchScope::Briefing(_) => "briefing: ".to_owned(),
                SearchScope::Article(..) => "article: ".to_owned(),
            },
            Prompt::Search(p) => match &p.scope {
                SearchScope::Library => "search the library: ".to_owned(),
                scope => format!("search {}: ", scope_label(scope, open)),
            },
            Prompt::Command(_) => ":".to_owned(),
            Prompt::Filter(_) => "show only rows with: ".to_owned(),
            Prompt::Argument(command, _) => match command {
                Command::Export => "write to the file: ".to_owned(),
                Command::Pipe => "hand to the command: ".to_owned(),
                Command::Tags => "tags: ".to_owned(),
                Command::SaveSearch => "save this search as: ".to_owned(),
                Command::RenameSearch => "its new name: ".to_owned(),
                other => format!("{} ", other.spec().name),
            },
            Prompt::Note(..) => "note".to_owned(),
        }
    }
}

impl CommandPrompt {
    /// Returns the commands whose names start with, then those whose names contain, what was
    /// typed; after the command that takes one, the saved searches.
    #[must_use]
    pub fn completions<'a>(&self, saved: &'a [SavedSearch]) -> Vec<Completion<'a>> {
        let typed = self
            .stem
            .as_deref()
            .unwrap_or(self.input.text())
            .trim_start();
        if let Some((name, beginning)) = typed.split_once(' ') {
            let beginning = beginning.trim_start();
            let fits = |s: &&SavedSearch| s.name.starts_with(beginning);
            return match Command::from_name(name) {
                Some(Command::GoSavedSearches) => saved
                    .iter()
                    .filter(fits)
                    .map(Completion::SavedSearch)
                    .collect(),
                _ => Vec::new(),
            };
        }
        let rows = || {
            COMMANDS
                .iter()
                .filter(|r| r.contexts.intersects(KeyContexts::SCREENS))
        };
        let begins = rows().filter(|r| r.name.starts_with(typed));
        let holds = rows().filter(|r| !r.name.starts_with(typed) && r.name.contains(typed));
        begins
            .chain(holds)
            .map(|r| Completion::Command(r.command))
            .collect()
    }

    /// Replaces the line by the next completion, or by the one before.
    pub fn complete(&mut self, forward: bool, saved: &[SavedSearch]) {
        let list = self.completions(saved);
        if list.is_empty() {
            return;
        }
        self.stem
            .get_or_insert_with(|| self.input.text().to_owned());
        let next = match (self.selected, forward) {
            (None, true) => 0,
            (None, false) => list.len() - 1,
            (Some(i), true) => (i + 1) % list.len(),
            (Some(i), false) => (i + list.len() - 1) % list.len(),
        };
        self.selected = Some(next);
        self.input = TextInput::from_text(&list[next].line());
    }

    /// Starts completion anew, after the line was edited.
    pub fn reset_completion(&mut self) {
        self.stem = None;
        self.selected = None;
    }
}
