//! Carrying out commands: one `match` from the table to what happens.

use std::ops::Range;

use crate::model::{ArticleIx, Hit, StatementIx};

use crate::app::input::command::{Command, CommandGroup};
use crate::app::list::ListKind;
use crate::app::list::target::Target;
use crate::app::message::{CopyForm, Effect, StatusLevel};
use crate::app::prompt::{CommandPrompt, Prompt};
use crate::app::reader::{CardPane, SelectionUnit};
use crate::app::settings::{DEFAULT_TEXT_WIDTH, ThemeMode};
use crate::app::{App, Screen};

/// What a reader sees of the state of things, as far as commands change it.
#[derive(PartialEq)]
enum ObservableState {
    List(ListKind, String, Target, usize, usize),
    Article(
        ArticleIx,
        usize,
        usize,
        Option<Range<usize>>,
        CardPane,
        usize,
    ),
}

impl App {
    /// Carries out a command that the reader gave, and says so where it changed nothing.
    pub(in crate::app) fn execute(
        &mut self,
        command: Command,
        count: Option<usize>,
        argument: &str,
    ) {
        let before = (self.observable_state(), self.history.back.len(), self.zen);
        self.dispatch(command, count, argument);
        let after = (self.observable_state(), self.history.back.len(), self.zen);
        let answered = self.status.is_some() || self.prompt.is_some() || !self.effects.is_empty();
        if !answered && before == after {
            let text = match command.spec().group {
                CommandGroup::Moving | CommandGroup::Statements => {
                    "There is nothing further that way."
                }
                CommandGroup::Places | CommandGroup::Everywhere => "You are there already.",
                _ => "There is nothing to change.",
            };
            self.set_status(StatusLevel::Hint, text);
        }
    }

    fn observable_state(&self) -> ObservableState {
        match &self.screen {
            Screen::List(list) => ObservableState::List(
                list.kind.clone(),
                list.filter.clone(),
                list.grid.target().clone(),
                list.grid.cursor().0,
                list.grid.top(),
            ),
            Screen::Article(reader) => ObservableState::Article(
                reader.article,
                reader.cursor,
                reader.top_offset(),
                reader.selected(),
                reader.card,
                reader.hits.len(),
            ),
        }
    }

    /// Carries out a command. `argument` is what was typed behind its name, or
    /// the letter of its key sequence; empty where nothing was given.
    pub(in crate::app) fn dispatch(
        &mut self,
        command: Command,
        count: Option<usize>,
        argument: &str,
    ) {
        if self.defer_until_loaded(command, count, argument) {
            return;
        }
        let of_words = matches!(
            command,
            Command::Copy
                | Command::CopyCitation
                | Command::CopyReference
                | Command::CopyAll
                | Command::Bookmark
                | Command::Note
                | Command::Tags
                | Command::Highlight
                | Command::Export
                | Command::Pipe
                | Command::Cancel
        );
        if let Screen::List(list) = &mut self.screen
            && !of_words
        {
            list.cell_selection = None;
        }
        if self.move_cursor(command, count) || self.navigate(command) {
            return;
        }
        match command {
            Command::CommandLine => self.prompt = Some(Prompt::Command(CommandPrompt::default())),
            Command::Close => self.close_screen(),
            Command::Quit => self.quit(),
            Command::Cancel => self.cancel(),
            Command::Back => self.go_back_or_forward(true, count),
            Command::Forward => self.go_back_or_forward(false, count),
            Command::Undo => self.undo_or_redo(true),
            Command::Redo => self.undo_or_redo(false),
            Command::Reload => self.reload(),
            Command::Redraw => self.effects.push(Effect::Redraw),
            Command::Suspend => {
                self.remember_position();
                self.effects.push(Effect::Suspend);
            }
            Command::Theme => self.set_theme(argument),
            Command::MouseCapture => self.set_mouse(argument),
            Command::OpenReference => self.open_reference(argument),
            Command::Open => self.activate_selection(),
            Command::GoPassage => match self.statement_at_cursor() {
                Some((statement, appearance)) => self.open_passage(statement, appearance),
                None => self.activate_selection(),
            },
            Command::GoCarriers => match self.statement_at_cursor() {
                Some((statement, _)) => {
                    self.open_list(ListKind::Carriers(statement));
                    if let Screen::List(list) = &mut self.screen {
                        list.grid.seek_by(
                            |t| matches!(t, Target::Statement { statement: s, .. } if *s == statement),
                        );
                    }
                }
                None => self.report_no_statement(),
            },
            Command::NextAnswer => self.goto_answer(true, count.unwrap_or(1)),
            Command::PreviousAnswer => self.goto_answer(false, count.unwrap_or(1)),
            Command::ThirdParties => self.toggle_third_parties(),
            Command::NextArticle => self.step_article(true, false),
            Command::PreviousArticle => self.step_article(false, false),
            Command::NextUnread => self.step_article(true, true),
            Command::PreviousUnread => self.step_article(false, true),
            Command::ToggleRead => self.toggle_read(),
            Command::OpenOriginal => self.open_original(),
            Command::Wider => self.set_text_width(self.settings.text_width.saturating_add(4)),
            Command::Narrower => self.set_text_width(self.settings.text_width.saturating_sub(4)),
            Command::Width => match argument.trim().parse() {
                _ if argument.trim().is_empty() => self.set_text_width(DEFAULT_TEXT_WIDTH),
                Ok(columns) => self.set_text_width(columns),
                Err(_) => self.set_status(
                    StatusLevel::Hint,
                    format!("\"{argument}\" is no width; write a number from 20 to 200."),
                ),
            },
            Command::Zen => {
                self.zen = !self.zen;
                let text = if self.zen {
                    "The text alone; gz shows everything again."
                } else {
                    "Everything is shown again."
                };
                self.set_status(StatusLevel::Info, text);
            }
            Command::Search => self.open_search_prompt(argument),
            Command::NextMatch => self.step_match(true),
            Command::PreviousMatch => self.step_match(false),
            Command::SearchWord => self.search_word(),
            Command::Order => self.order_results(argument),
            Command::CycleMatchFilter => self.cycle_match_filter(),
            Command::Filter => self.open_filter_prompt(argument),
            Command::Bookmark => self.toggle_bookmark(),
            Command::Note => self.open_note_editor(),
            Command::Tags => self.edit_tags(argument),
            Command::Highlight => self.highlight(argument),
            Command::ToggleChosen => self.toggle_chosen(),
            Command::Group => self.set_grouping(argument),
            Command::Preview => self.toggle_preview(),
            Command::EmptyTrash => self.empty_trash(argument),
            Command::AcceptAnchor => self.accept_anchor(),
            Command::Delete => match self.target() {
                Target::Saved(name) => self.delete_search(&name),
                _ => self.delete_bookmarks(),
            },
            Command::SaveSearch => self.save_search(argument),
            Command::GoSavedSearches => self.open_saved(argument),
            Command::RenameSearch => self.rename_search(argument),
            Command::ForgetHistory => self.clear_history(argument),
            Command::SetMark => self.set_mark(argument),
            Command::GoMark => self.goto_mark(argument),
            Command::Select => self.select(SelectionUnit::Word),
            Command::SelectSentences => self.select(SelectionUnit::Sentence),
            Command::SelectSentence
            | Command::SelectQuotation
            | Command::SelectParagraph
            | Command::SelectStatement => self.select_object(command),
            Command::Copy => self.copy(CopyForm::Words),
            Command::CopyCitation => self.copy(CopyForm::Citation),
            Command::CopyReference => self.copy(CopyForm::Reference),
            Command::CopyAll => self.copy_list(argument),
            Command::Export | Command::Pipe => self.export_or_pipe(command, argument),
            // The others move, go to a place or edit a line: done above or while writing.
            _ => {}
        }
    }

    /// Returns what the cursor stands on in a list.
    pub(in crate::app) fn target(&self) -> Target {
        match &self.screen {
            Screen::List(list) => list.grid.target().clone(),
            Screen::Article(_) => Target::Nothing,
        }
    }

    /// Returns the result of the search under the cursor.
    pub(in crate::app) fn hit_at_cursor(&self) -> Option<&Hit> {
        match self.target() {
            Target::Hit(i) => match &self.screen {
                Screen::List(list) => list.search.hits.results.get(i),
                Screen::Article(_) => None,
            },
            _ => None,
        }
    }

    /// Returns the statement under the cursor, with the appearance that is shown.
    pub(in crate::app) fn statement_at_cursor(&self) -> Option<(StatementIx, usize)> {
        let open = self.open.as_ref()?;
        let of_id = |briefing: &str, id: &Option<String>, article: &str| {
            let id = id.as_deref().filter(|_| briefing == open.briefing.id)?;
            let statement = open.briefing.statement_by_id(id)?;
            let article = open.briefing.article_by_id(article)?;
            Some((statement, open.appearance_in(statement, article)))
        };
        match &self.screen {
            Screen::Article(reader) => {
                let statement = reader.statement()?;
                Some((statement, open.appearance_in(statement, reader.article)))
            }
            Screen::List(list) => match list.grid.target() {
                Target::Statement {
                    statement,
                    appearance,
                    ..
                } => Some((*statement, *appearance)),
                Target::Elsewhere { statement, .. } => Some((*statement, 0)),
                Target::Hit(i) => {
                    let hit = list.search.hits.results.get(*i)?;
                    of_id(&hit.place.briefing, &hit.statement, &hit.place.article)
                }
                Target::Bookmark(id) => {
                    let b = self.user.bookmark(id)?;
                    of_id(&b.place.briefing, &b.provenance.statement, &b.place.article)
                }
                Target::Nothing => match list.kind {
                    ListKind::Carriers(statement) => Some((statement, 0)),
                    _ => None,
                },
                _ => None,
            },
        }
    }

    /// Returns the article at hand.
    pub(in crate::app) fn article_at_cursor(&self) -> Option<ArticleIx> {
        match &self.screen {
            Screen::Article(reader) => Some(reader.article),
            Screen::List(list) => match list.grid.target() {
                Target::Article(article) => Some(*article),
                _ => None,
            },
        }
    }

    pub(in crate::app) fn report_no_statement(&mut self) {
        self.set_status(
            StatusLevel::Hint,
            "There is no statement under the cursor; ]s goes to the next one.",
        );
    }

    fn go_back_or_forward(&mut self, back: bool, count: Option<usize>) {
        for i in 0..count.unwrap_or(1).min(1000) {
            if !self.step_history(back) {
                if i == 0 {
                    let text = if back {
                        "There is nowhere to go back to."
                    } else {
                        "There is nowhere to go forward to."
                    };
                    self.set_status(StatusLevel::Hint, text);
                }
                return;
            }
        }
    }

    /// Cancels one level.
    fn cancel(&mut self) {
        let transient = match &mut self.screen {
            Screen::Article(reader) => {
                if reader.selection.take().is_some() {
                    self.set_status(StatusLevel::Info, "Nothing is selected any more.");
                    return;
                }
                if reader.card.focused {
                    reader.card.focused = false;
                    return;
                }
                if !reader.hits.is_empty() {
                    reader.clear_hits();
                    self.set_status(StatusLevel::Info, "The matches are no longer marked.");
                    return;
                }
                false
            }
            Screen::List(list) => {
                if list
                    .cell_selection
                    .take()
                    .is_some_and(|s| s.range.is_some())
                {
                    self.set_status(StatusLevel::Info, "Nothing is selected any more.");
                    return;
                }
                if !list.chosen.is_empty() {
                    list.chosen.clear();
                    self.set_status(StatusLevel::Info, "Nothing is chosen any more.");
                    return;
                }
                if !list.filter.is_empty() {
                    list.filter.clear();
                    list.invalidate();
                    self.set_status(StatusLevel::Info, "Everything is shown again.");
                    return;
                }
                if list.match_filter.is_some() {
                    self.clear_match_filter();
                    return;
                }
                matches!(
                    list.kind,
                    ListKind::Help(_)
                        | ListKind::Problems(..)
                        | ListKind::Carriers(_)
                        | ListKind::Speaker(_)
                        | ListKind::Results
                )
            }
        };
        if transient {
            self.close_screen();
        } else if self.zen {
            self.zen = false;
        } else {
            self.set_status(
                StatusLevel::Hint,
                "There is nothing to cancel; q closes this screen, Q quits.",
            );
        }
    }

    fn toggle_third_parties(&mut self) {
        if let Screen::List(list) = &mut self.screen
            && let ListKind::Compare { third_parties } = &mut list.kind
        {
            *third_parties = !*third_parties;
            let text = if *third_parties {
                "Third parties stand between the sides."
            } else {
                "Third parties are left out; T shows them."
            };
            list.invalidate();
            self.set_status(StatusLevel::Info, text);
        }
    }

    fn set_theme(&mut self, argument: &str) {
        let next = match argument.trim() {
            "" => {
                let here = self.settings.theme;
                let at = ThemeMode::ALL
                    .iter()
                    .position(|(_, p)| *p == here)
                    .unwrap_or(0);
                Some(ThemeMode::ALL[(at + 1) % ThemeMode::ALL.len()].1)
            }
            name => ThemeMode::from_name(name),
        };
        match next {
            Some(palette) => {
                self.settings.theme = palette;
                let name = ThemeMode::ALL
                    .iter()
                    .find(|(_, p)| *p == palette)
                    .map_or("", |(n, _)| n);
                self.set_status(StatusLevel::Info, format!("The colours are {name}."));
            }
            None => self.set_status(
                StatusLevel::Hint,
                format!("There are no colours \"{argument}\"; write dark, light or plain."),
            ),
        }
    }

    fn set_mouse(&mut self, argument: &str) {
        let on = match argument.trim() {
            "" => !self.settings.mouse,
            "on" => true,
            "off" => false,
            other => {
                self.set_status(
                    StatusLevel::Hint,
                    format!("\"{other}\" is neither on nor off."),
                );
                return;
            }
        };
        self.settings.mouse = on;
        self.effects.push(Effect::CaptureMouse(on));
        let text = if on {
            "The mouse is used here; the terminal's own selection needs Shift."
        } else {
            "The mouse is left to the terminal."
        };
        self.set_status(StatusLevel::Info, text);
    }
}
