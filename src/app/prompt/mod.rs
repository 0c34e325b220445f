//! A line of input at the foot of the screen: a search, a command, a filter, and
//! the lines that a command asks for. And the panel in which a note is written.

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
    /// A search as one types.
    Search(SearchPrompt),
    /// A command by its name.
    Command(CommandPrompt),
    /// Words that the rows of a list must hold.
    Filter(TextInput),
    /// What a command takes: a file, a shell command, tags, a reference.
    Argument(Command, TextInput),
    /// A note, with the bookmark it belongs to.
    Note(Box<Bookmark>, TextInput),
}

/// What the line of a command may become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completion<'a> {
    /// The name of a command.
    Command(Command),
    /// The command that opens a saved search, with its name.
    SavedSearch(&'a SavedSearch),
}

impl Completion<'_> {
    /// Returns the line that it makes.
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
    /// Where it looks.
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
    /// Earlier questions.
    History {
        /// What they begin with: what was written before the first one was taken.
        stem: String,
        /// Which of them is shown, counted back from the newest.
        back: usize,
    },
}

/// A command being written.
#[derive(Clone, Debug, Default)]
pub struct CommandPrompt {
    /// What is written.
    pub input: TextInput,
    /// What was written before the first completion was taken.
    pub stem: Option<String>,
    /// Which completion is taken.
    pub selected: Option<usize>,
}

/// Columns from which on a search has room for more than the word of its scope.
const MIN_FULL_LABEL_WIDTH: usize = 60;

impl Prompt {
    /// Returns the scope of its keys.
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

    /// Returns what stands before the text in a line of so many columns; `open` is
    /// the briefing at hand.
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
    /// Returns the commands whose names begin with, then those whose names hold,
    /// what was written; behind the command that takes one, the saved searches.
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

    /// Takes the next completion, or the one before.
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

    /// Forgets the completions after what is written has changed.
    pub fn reset_completion(&mut self) {
        self.stem = None;
        self.selected = None;
    }
}
