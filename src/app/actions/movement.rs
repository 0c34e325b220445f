//! Moving about on a screen.

use crate::app::input::command::Command;
use crate::app::list::target::Target;
use crate::app::message::StatusLevel;
use crate::app::screens::carriers;
use crate::app::state::open_briefing::OpenBriefing;
use crate::app::ui::layout;
use crate::app::{App, Screen};

impl App {
    /// Carries out a command that moves the cursor; false where it is none.
    pub(in crate::app) fn move_cursor(&mut self, command: Command, count: Option<usize>) -> bool {
        let times = count.unwrap_or(1) as isize;
        let page = match &self.screen {
            Screen::Article(_) => self.reader_regions().text.height,
            Screen::List(_) => self.regions().body.height,
        };
        let page = isize::from(page as i16);
        let moved = match command {
            Command::Down => self.move_rows(times),
            Command::Up => self.move_rows(-times),
            Command::HalfPageDown => self.scroll_by((page / 2).max(1) * times),
            Command::HalfPageUp => self.scroll_by(-(page / 2).max(1) * times),
            Command::PageDown => self.scroll_by((page - 2).max(1) * times),
            Command::PageUp => self.scroll_by(-(page - 2).max(1) * times),
            Command::First => {
                self.goto_end(None, true);
                true
            }
            Command::Last => {
                self.goto_end(count, false);
                true
            }
            Command::NextParagraph => self.repeat(times, |app| app.move_paragraph(true)),
            Command::PreviousParagraph => self.repeat(times, |app| app.move_paragraph(false)),
            Command::Left => self.repeat(times, |app| app.move_column(false)),
            Command::Right => self.repeat(times, |app| app.move_column(true)),
            Command::NextPane => self.switch_pane(true),
            Command::PreviousPane => self.switch_pane(false),
            Command::NextStatement => self.repeat(times, |app| app.move_statement(true)),
            Command::PreviousStatement => self.repeat(times, |app| app.move_statement(false)),
            Command::NextDifference => self.goto_difference(true),
            Command::PreviousDifference => self.goto_difference(false),
            _ => return false,
        };
        if !moved && self.status.is_none() {
            self.set_status(StatusLevel::Hint, "There is nothing further that way.");
        }
        true
    }

    pub(in crate::app) fn scroll(&mut self, lines: isize) {
        self.scroll_by(lines);
    }

    fn repeat(&mut self, times: isize, mut act: impl FnMut(&mut App) -> bool) -> bool {
        let mut moved = false;
        for _ in 0..times.min(10_000) {
            if !act(self) {
                break;
            }
            moved = true;
        }
        moved
    }

    fn move_rows(&mut self, down: isize) -> bool {
        let card = self.reader_regions().card_text();
        match &mut self.screen {
            Screen::List(list) => list.grid.step(down),
            Screen::Article(reader) if reader.card.focused => {
                let limit = reader.card_limit(card.width, card.height);
                let before = reader.card.scroll.min(limit);
                reader.card.scroll = before.saturating_add_signed(down).min(limit);
                before != reader.card.scroll
            }
            Screen::Article(reader) => reader.step(down),
        }
    }

    fn scroll_by(&mut self, lines: isize) -> bool {
        match &mut self.screen {
            Screen::List(list) => list.grid.scroll(lines),
            Screen::Article(reader) => reader.scroll(lines),
        }
    }

    fn goto_end(&mut self, nth: Option<usize>, first: bool) {
        match (&mut self.screen, first) {
            (Screen::List(list), true) => list.grid.go_first(),
            (Screen::List(list), false) => list.grid.go_last(nth),
            (Screen::Article(reader), true) => reader.go_first(),
            (Screen::Article(reader), false) => reader.go_last(nth),
        }
    }

    fn move_paragraph(&mut self, forward: bool) -> bool {
        match &mut self.screen {
            Screen::List(list) => list.grid.step_heading(forward),
            Screen::Article(reader) => reader.step_passage(forward),
        }
    }

    fn move_column(&mut self, right: bool) -> bool {
        let wide = layout::is_wide(self.size);
        match &mut self.screen {
            Screen::List(list) => {
                if list.grid.move_column(right) {
                    return true;
                }
                // Where the sides stand below each other: the next card of that side.
                let (Some(open), false) = (list.open.clone(), wide) else {
                    return false;
                };
                let wanted = u8::from(right);
                let side = |t: &Target| match t {
                    Target::Statement { statement, .. } => Some(open.column_of(*statement)),
                    Target::Speaker(s) => {
                        Some(OpenBriefing::column(open.briefing.speaker(*s).side))
                    }
                    _ => None,
                };
                side(list.grid.target()) != Some(wanted)
                    && list.grid.seek_nearest(|t| side(t) == Some(wanted))
            }
            Screen::Article(reader) => reader.step_words(right),
        }
    }

    fn switch_pane(&mut self, next: bool) -> bool {
        let card = self.reader_regions().card;
        match &mut self.screen {
            Screen::Article(reader) if card.height > 0 => {
                reader.card.focused = !reader.card.focused;
                let text = if reader.card.focused {
                    "The card has the keys; j and k scroll it, Tab goes back to the text."
                } else {
                    "The text has the keys."
                };
                self.set_status(StatusLevel::Info, text);
                true
            }
            Screen::Article(_) => false,
            Screen::List(list) => {
                let moved = list.grid.move_column(next);
                moved || list.grid.move_column(!next)
            }
        }
    }

    fn move_statement(&mut self, forward: bool) -> bool {
        match &mut self.screen {
            Screen::Article(reader) => reader.step_statement(forward),
            Screen::List(list) => list.grid.step(if forward { 1 } else { -1 }),
        }
    }

    /// Goes to the next carrier whose wording differs.
    fn goto_difference(&mut self, forward: bool) -> bool {
        let Screen::List(list) = &mut self.screen else {
            return false;
        };
        let Some(open) = list.open.clone() else {
            return false;
        };
        let (row, _) = list.grid.cursor();
        let differing = |target: &Target| match target {
            Target::Statement {
                statement,
                appearance,
                ..
            } => carriers::differs(&open, *statement, *appearance),
            _ => false,
        };
        let rows = list.grid.rows().iter().enumerate();
        let mut rows = rows.filter(|(_, r)| r.cells.iter().any(|c| differing(&c.target)));
        let found = if forward {
            rows.find(|(i, _)| *i > row)
        } else {
            rows.rfind(|(i, _)| *i < row)
        };
        let goal = found.map(|(_, r)| r.cells[0].target.clone());
        if let Some(goal) = goal {
            return list.grid.seek(&goal);
        }
        self.set_status(StatusLevel::Hint, "No carrier differs further that way.");
        false
    }

    /// Makes the running text wider or narrower.
    pub(in crate::app) fn set_text_width(&mut self, columns: u16) {
        let columns = columns.clamp(20, 200);
        self.settings.text_width = columns;
        let shown = layout::article_text_width(self.reader_regions().text);
        if shown < usize::from(columns) {
            self.set_status(
                StatusLevel::Info,
                format!("The text is {columns} columns wide; this window has room for {shown}."),
            );
        } else {
            self.set_status(
                StatusLevel::Info,
                format!("The text is {columns} columns wide."),
            );
        }
    }
}
