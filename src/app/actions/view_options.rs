//! What the reader sets about the view: colours, width, the mouse, what is shown besides the screen;
//! and taking that back one level at a time.

use crate::app::app_state::AppState;
use crate::app::app_state::screen::Screen;
use crate::app::list::{ListKind, ListScreen};
use crate::app::message::Effect;
use crate::app::reader::ArticleReader;
use crate::app::screens::spec::spec;
use crate::app::settings::{DEFAULT_TEXT_WIDTH, MAX_TEXT_WIDTH, MIN_TEXT_WIDTH, ThemeMode};
use crate::app::state::command_outcome::CommandOutcome;
use crate::app::ui::layout;

impl AppState {
    /// Cancels one level: the selection, the matches, the filter, the screen itself where it
    /// is only looked into, the text alone.
    pub(in crate::app) fn cancel(&mut self) -> CommandOutcome {
        let (cancelled, is_transient) = match self.nav.screen_mut() {
            Screen::Article(reader) => (cancel_in_article(reader), false),
            Screen::List(list) => (cancel_in_list(list), spec(&list.kind).is_transient),
        };
        match cancelled {
            Cancelled::Quietly => CommandOutcome::Changed,
            Cancelled::With(text) => self.info(text),
            Cancelled::MatchFilter => self.clear_match_filter(),
            Cancelled::Nothing if is_transient => self.close_screen(),
            Cancelled::Nothing if self.window.zen => {
                self.window.zen = false;
                CommandOutcome::Changed
            }
            Cancelled::Nothing => {
                self.hint("There is nothing to cancel; q closes this screen, Q quits.")
            }
        }
    }

    /// Shows third parties between the sides, or leaves them out.
    pub(in crate::app) fn toggle_third_parties(&mut self) -> CommandOutcome {
        let Some(list) = self.nav.list_mut() else {
            return CommandOutcome::Unchanged;
        };
        let ListKind::Compare { third_parties } = &mut list.kind else {
            return CommandOutcome::Unchanged;
        };
        *third_parties = !*third_parties;
        let text = if *third_parties {
            "Third parties stand between the sides."
        } else {
            "Third parties are left out; T shows them."
        };
        list.invalidate();
        self.info(text)
    }

    /// Sets the colours; without a name the next ones.
    pub(in crate::app) fn set_theme(&mut self, argument: &str) -> CommandOutcome {
        let theme = match argument.trim() {
            "" => Some(self.settings.theme.next()),
            name => ThemeMode::from_name(name),
        };
        let Some(theme) = theme else {
            return self.hint(format!(
                "There are no colours \"{argument}\"; write dark, light or plain."
            ));
        };
        self.settings.theme = theme;
        self.info(format!("The colours are {}.", theme.name()))
    }

    /// Lets the terminal report the mouse, or not; without a word the other way.
    pub(in crate::app) fn set_mouse_capture(&mut self, argument: &str) -> CommandOutcome {
        let is_on = match argument.trim() {
            "" => !self.settings.mouse,
            "on" => true,
            "off" => false,
            other => return self.hint(format!("\"{other}\" is neither on nor off.")),
        };
        self.settings.mouse = is_on;
        self.outbox.push(Effect::CaptureMouse(is_on));
        self.info(if is_on {
            "The mouse is used here; the terminal's own selection needs Shift."
        } else {
            "The mouse is left to the terminal."
        })
    }

    /// Sets the width of the text to what was written, or to the usual one.
    pub(in crate::app) fn set_text_width_from(&mut self, argument: &str) -> CommandOutcome {
        let text = argument.trim();
        if text.is_empty() {
            return self.set_text_width(DEFAULT_TEXT_WIDTH);
        }
        match text.parse() {
            Ok(columns) => self.set_text_width(columns),
            Err(_) => self.hint(format!(
                "\"{argument}\" is no width; write a number from 20 to 200."
            )),
        }
    }

    /// Makes the running text so many columns wide.
    pub(in crate::app) fn set_text_width(&mut self, columns: u16) -> CommandOutcome {
        let columns = columns.clamp(MIN_TEXT_WIDTH, MAX_TEXT_WIDTH);
        self.settings.text_width = columns;
        let shown = layout::article_text_width(self.reader_regions().text);
        self.info(if shown < usize::from(columns) {
            format!("The text is {columns} columns wide; this window has room for {shown}.")
        } else {
            format!("The text is {columns} columns wide.")
        })
    }

    /// Shows the text alone, or everything again.
    pub(in crate::app) fn toggle_zen(&mut self) -> CommandOutcome {
        self.window.zen = !self.window.zen;
        self.info(if self.window.zen {
            "The text alone; gz shows everything again."
        } else {
            "Everything is shown again."
        })
    }

    /// Shows the passage of the bookmark under the cursor, or no longer.
    pub(in crate::app) fn toggle_preview(&mut self) -> CommandOutcome {
        self.window.shows_preview = !self.window.shows_preview;
        if let Some(list) = self.nav.list_mut() {
            list.invalidate();
        }
        self.info(if self.window.shows_preview {
            "The passage of the bookmark under the cursor is shown below."
        } else {
            "The passage is no longer shown."
        })
    }
}

/// What was cancelled on a screen.
enum Cancelled {
    Nothing,
    /// Something that shows by itself.
    Quietly,
    /// Something of which this is said.
    With(&'static str),
    /// What does not match the last query is to be shown again.
    MatchFilter,
}

fn cancel_in_article(reader: &mut ArticleReader) -> Cancelled {
    if reader.selection.take().is_some() {
        Cancelled::With("Nothing is selected any more.")
    } else if reader.card.focused {
        reader.card.focused = false;
        Cancelled::Quietly
    } else if reader.hits.is_empty() {
        Cancelled::Nothing
    } else {
        reader.clear_hits();
        Cancelled::With("The matches are no longer marked.")
    }
}

fn cancel_in_list(list: &mut ListScreen) -> Cancelled {
    let selection = list.cell_selection.take();
    if selection.is_some_and(|s| s.range.is_some()) {
        Cancelled::With("Nothing is selected any more.")
    } else if !list.chosen.is_empty() {
        list.chosen.clear();
        Cancelled::With("Nothing is chosen any more.")
    } else if !list.filter.is_empty() {
        list.set_filter("");
        Cancelled::With("Everything is shown again.")
    } else if list.match_filter.is_some() {
        Cancelled::MatchFilter
    } else {
        Cancelled::Nothing
    }
}
