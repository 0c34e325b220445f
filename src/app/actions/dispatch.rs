//! Carrying out commands: one `match` from the command table to the handlers.

use crate::app::app_state::AppState;
use crate::app::input::command::{Command, CommandGroup, Requirement};
use crate::app::list::target::Target;
use crate::app::message::{CopyForm, Effect};
use crate::app::prompt::text_input::TextEdit;
use crate::app::prompt::{CommandPrompt, Prompt};
use crate::app::reader::SelectionUnit;
use crate::app::state::command_outcome::CommandOutcome;

impl AppState {
    /// Carries out a command that the reader gave, and says so where it changed nothing.
    pub(in crate::app) fn execute(
        &mut self,
        command: Command,
        count: Option<usize>,
        argument: &str,
    ) {
        if self.dispatch(command, count, argument) == CommandOutcome::Unchanged {
            self.hint(match command.spec().group {
                CommandGroup::Moving | CommandGroup::Statements => {
                    "There is nothing further that way."
                }
                CommandGroup::Places | CommandGroup::Everywhere => "You are there already.",
                _ => "There is nothing to change.",
            });
        }
    }

    /// Carries out a command, or lets it wait for what it requires. `argument` is what was
    /// typed behind its name, or the letter of its key sequence; empty where nothing was.
    pub(in crate::app) fn dispatch(
        &mut self,
        command: Command,
        count: Option<usize>,
        argument: &str,
    ) -> CommandOutcome {
        match command.spec().requires {
            Some(Requirement::Bookmarks) if self.user.is_loading() => {
                return self.defer_command(command, count, argument);
            }
            Some(Requirement::Briefing) if self.open().is_none() => {
                return self.hint("No briefing is open; Enter opens the one under the cursor.");
            }
            _ => {}
        }
        if !command.keeps_selection()
            && let Some(list) = self.nav.list_mut()
        {
            list.cell_selection = None;
        }
        let times = count.unwrap_or(1);
        match command {
            // Everywhere.
            Command::Help => self.open_help(),
            Command::CommandLine => self.open_prompt(Prompt::Command(CommandPrompt::default())),
            Command::Close => self.close_screen(),
            Command::Quit => self.request(Effect::Quit),
            Command::Cancel => self.cancel(),
            Command::Back => self.go_back(times),
            Command::Forward => self.go_forward(times),
            Command::NextPane => self.switch_pane(true),
            Command::PreviousPane => self.switch_pane(false),
            Command::Undo => self.undo(),
            Command::Redo => self.redo(),
            Command::Redraw => self.request(Effect::Redraw),
            Command::Reload => self.reload(),
            Command::Suspend => self.request(Effect::Suspend),
            Command::Theme => self.set_theme(argument),
            Command::MouseCapture => self.set_mouse_capture(argument),
            Command::OpenReference => self.open_reference(argument),
            // Moving.
            Command::Down => self.move_rows(true, times),
            Command::Up => self.move_rows(false, times),
            Command::HalfPageDown => self.scroll_half_page(true, times),
            Command::HalfPageUp => self.scroll_half_page(false, times),
            Command::PageDown => self.scroll_page(true, times),
            Command::PageUp => self.scroll_page(false, times),
            Command::First => self.go_first(),
            Command::Last => self.go_last(count),
            Command::NextParagraph => self.move_paragraphs(true, times),
            Command::PreviousParagraph => self.move_paragraphs(false, times),
            // Places.
            Command::GoLibrary => self.open_library(),
            Command::GoArticles => self.open_articles(),
            Command::GoCompare => self.open_compare_at_cursor(),
            Command::GoSpeakers => self.open_speakers(),
            Command::GoTimeline => self.open_timeline(),
            Command::GoMatrix => self.open_matrix(),
            Command::GoUnanswered => self.open_unanswered(),
            Command::GoBookmarks => self.open_bookmarks(),
            Command::GoAbout => self.open_about(),
            Command::GoProblems => self.open_problems(),
            // Statements.
            Command::Open => self.activate_selection(),
            Command::GoPassage => self.open_passage_at_cursor(),
            Command::NextStatement => self.move_statements(true, times),
            Command::PreviousStatement => self.move_statements(false, times),
            Command::Left => self.move_columns(false, times),
            Command::Right => self.move_columns(true, times),
            Command::GoCarriers => self.open_carriers(),
            Command::NextAnswer => self.goto_answer(true, times),
            Command::PreviousAnswer => self.goto_answer(false, times),
            Command::NextDifference => self.goto_difference(true),
            Command::PreviousDifference => self.goto_difference(false),
            Command::ThirdParties => self.toggle_third_parties(),
            // Reading.
            Command::NextArticle => self.step_article(true, false),
            Command::PreviousArticle => self.step_article(false, false),
            Command::NextUnread => self.step_article(true, true),
            Command::PreviousUnread => self.step_article(false, true),
            Command::ToggleRead => self.toggle_read(),
            Command::OpenOriginal => self.open_original(),
            Command::Wider => self.set_text_width(self.settings.text_width.saturating_add(4)),
            Command::Narrower => self.set_text_width(self.settings.text_width.saturating_sub(4)),
            Command::Width => self.set_text_width_from(argument),
            Command::Zen => self.toggle_zen(),
            // Searching.
            Command::Search => self.open_search_prompt(argument),
            Command::NextMatch => self.step_match(true),
            Command::PreviousMatch => self.step_match(false),
            Command::SearchWord => self.search_word(),
            Command::SaveSearch => self.save_search(argument),
            Command::GoSavedSearches => self.open_saved(argument),
            Command::RenameSearch => self.rename_search(argument),
            Command::ForgetHistory => self.clear_query_history(argument),
            Command::Order => self.order_results(argument),
            Command::CycleMatchFilter => self.cycle_match_filter(),
            Command::Filter => self.open_filter_prompt(argument),
            // Bookmarks.
            Command::Bookmark => self.toggle_bookmark(),
            Command::Note => self.open_note_editor(),
            Command::Tags => self.edit_tags(argument),
            Command::Highlight => self.highlight(argument),
            Command::ToggleChosen => self.toggle_chosen(),
            Command::Group => self.set_grouping(argument),
            Command::Preview => self.toggle_preview(),
            Command::AcceptAnchor => self.accept_anchor(),
            Command::GoTrash => self.open_trash(),
            Command::EmptyTrash => self.empty_trash(argument),
            Command::Delete => match self.target() {
                Target::Saved(name) => self.delete_search(&name),
                _ => self.delete_bookmarks(),
            },
            Command::SetMark => self.set_mark(argument),
            Command::GoMark => self.goto_mark(argument),
            Command::Select => self.select(SelectionUnit::Word),
            Command::SelectSentences => self.select(SelectionUnit::Sentence),
            Command::SelectSentence => self.select_sentence(),
            Command::SelectQuotation => self.select_quotation(),
            Command::SelectParagraph => self.select_paragraph(),
            Command::SelectStatement => self.select_statement(),
            Command::Copy => self.copy(CopyForm::Words),
            Command::CopyCitation => self.copy(CopyForm::Citation),
            Command::CopyReference => self.copy(CopyForm::Reference),
            Command::CopyAll => self.copy_list(argument),
            Command::Export => self.export(argument),
            Command::Pipe => self.pipe(argument),
            // While writing.
            Command::AcceptPrompt => self.accept_prompt(),
            Command::CancelPrompt => self.cancel_prompt(),
            Command::Complete => self.complete_prompt(true),
            Command::CompleteBack => self.complete_prompt(false),
            Command::Older => self.step_suggestion(false),
            Command::Newer => self.step_suggestion(true),
            Command::SaveNote => self.close_note(),
            Command::OpenEditor => self.open_editor(),
            Command::DiscardNote => self.discard_note(),
            Command::LineUp => self.move_note_rows(false),
            Command::LineDown => self.move_note_rows(true),
            Command::NewLine => self.edit_prompt(TextEdit::NewLine),
            Command::CharBack => self.edit_prompt(TextEdit::CharBack),
            Command::CharForward => self.edit_prompt(TextEdit::CharForward),
            Command::WordBack => self.edit_prompt(TextEdit::WordBack),
            Command::WordForward => self.edit_prompt(TextEdit::WordForward),
            Command::LineStart => self.edit_prompt(TextEdit::LineStart),
            Command::LineEnd => self.edit_prompt(TextEdit::LineEnd),
            Command::DeleteBack => self.edit_prompt(TextEdit::DeleteBack),
            Command::DeleteForward => self.edit_prompt(TextEdit::DeleteForward),
            Command::DeleteWord => self.edit_prompt(TextEdit::DeleteWord),
            Command::DeleteWordForward => self.edit_prompt(TextEdit::DeleteWordForward),
            Command::DeleteLine => self.edit_prompt(TextEdit::DeleteLine),
        }
    }

    /// Brings what follows from a message or a key up to date, once: the search of the
    /// bookmarks, the layout, the reader's position, the files that are followed. Each does
    /// nothing where nothing has changed.
    pub(in crate::app) fn settle(&mut self) {
        self.request_bookmark_search();
        self.layout();
        self.remember_position();
        let effect = self.nav.follow_open_briefing();
        self.outbox.extend(effect);
    }

    /// Asks the runtime for something.
    pub(in crate::app) fn request(&mut self, effect: Effect) -> CommandOutcome {
        self.outbox.push(effect);
        CommandOutcome::Changed
    }

    /// Opens a prompt.
    pub(in crate::app) fn open_prompt(&mut self, prompt: Prompt) -> CommandOutcome {
        self.prompt = Some(prompt);
        CommandOutcome::Changed
    }
}
