//! Moving the cursor and the view on a screen.

use crate::app::app_state::AppState;
use crate::app::app_state::screen::Screen;
use crate::app::list::grid::Grid;
use crate::app::list::target::Target;
use crate::app::reader::ArticleReader;
use crate::app::screens::carriers;
use crate::app::state::command_outcome::CommandOutcome;
use crate::app::state::open_briefing::OpenBriefing;
use crate::app::ui::layout;

/// The highest count with which a step is repeated: it bounds the work of one key.
const MAX_REPEATS: usize = 10_000;

impl AppState {
    /// Moves by rows of an article, or items of a list.
    pub(in crate::app) fn move_rows(&mut self, down: bool, times: usize) -> CommandOutcome {
        let rows = if down {
            times as isize
        } else {
            -(times as isize)
        };
        let card = self.reader_regions().card_text();
        let is_moved = match self.nav.screen_mut() {
            Screen::List(list) => list.grid.step(rows),
            Screen::Article(reader) if reader.card.focused => {
                let limit = reader.card_limit(card.width, card.height);
                let before = reader.card.scroll.min(limit);
                reader.card.scroll = before.saturating_add_signed(rows).min(limit);
                before != reader.card.scroll
            }
            Screen::Article(reader) => reader.step(rows),
        };
        self.report_moved(is_moved)
    }

    /// Scrolls by half a screen.
    pub(in crate::app) fn scroll_half_page(&mut self, down: bool, times: usize) -> CommandOutcome {
        self.scroll_pages(down, times, (self.page_rows() / 2).max(1))
    }

    /// Scrolls by a screen; two rows stay in view.
    pub(in crate::app) fn scroll_page(&mut self, down: bool, times: usize) -> CommandOutcome {
        self.scroll_pages(down, times, (self.page_rows() - 2).max(1))
    }

    fn scroll_pages(&mut self, down: bool, times: usize, rows: isize) -> CommandOutcome {
        let rows = if down { rows } else { -rows };
        let is_moved = self.scroll_lines(rows * times as isize);
        self.report_moved(is_moved)
    }

    /// Scrolls by lines; `false` where there is nothing further that way.
    pub(in crate::app) fn scroll_lines(&mut self, lines: isize) -> bool {
        match self.nav.screen_mut() {
            Screen::List(list) => list.grid.scroll(lines),
            Screen::Article(reader) => reader.scroll(lines),
        }
    }

    fn page_rows(&self) -> isize {
        let rows = match self.nav.screen() {
            Screen::Article(_) => self.reader_regions().text.height,
            Screen::List(_) => self.regions().body.height,
        };
        isize::from(rows as i16)
    }

    /// Goes to the beginning.
    pub(in crate::app) fn go_first(&mut self) -> CommandOutcome {
        self.place_cursor(Grid::go_first, ArticleReader::go_first)
    }

    /// Goes to the end, or to the n-th paragraph or item.
    pub(in crate::app) fn go_last(&mut self, nth: Option<usize>) -> CommandOutcome {
        self.place_cursor(|grid| grid.go_last(nth), |reader| reader.go_last(nth))
    }

    /// Places the cursor on the screen, and finds out whether it was elsewhere before.
    fn place_cursor(
        &mut self,
        in_list: impl FnOnce(&mut Grid),
        in_article: impl FnOnce(&mut ArticleReader),
    ) -> CommandOutcome {
        match self.nav.screen_mut() {
            Screen::List(list) => {
                let before = (list.grid.cursor(), list.grid.top());
                in_list(&mut list.grid);
                CommandOutcome::from_changed(before != (list.grid.cursor(), list.grid.top()))
            }
            Screen::Article(reader) => {
                let before = (reader.cursor, reader.top_offset());
                in_article(reader);
                CommandOutcome::from_changed(before != (reader.cursor, reader.top_offset()))
            }
        }
    }

    /// Moves by paragraphs of an article, or headings of a list.
    pub(in crate::app) fn move_paragraphs(
        &mut self,
        forward: bool,
        times: usize,
    ) -> CommandOutcome {
        self.repeat(times, |state| match state.nav.screen_mut() {
            Screen::List(list) => list.grid.step_heading(forward),
            Screen::Article(reader) => reader.step_passage(forward),
        })
    }

    /// Moves by statements of an article, or items of a list.
    pub(in crate::app) fn move_statements(
        &mut self,
        forward: bool,
        times: usize,
    ) -> CommandOutcome {
        self.repeat(times, |state| match state.nav.screen_mut() {
            Screen::Article(reader) => reader.step_statement(forward),
            Screen::List(list) => list.grid.step(if forward { 1 } else { -1 }),
        })
    }

    /// Moves by words of an article, or to the other side of a list.
    pub(in crate::app) fn move_columns(&mut self, right: bool, times: usize) -> CommandOutcome {
        self.repeat(times, |state| state.move_column(right))
    }

    /// Repeats a step until it is not possible any more.
    fn repeat(
        &mut self,
        times: usize,
        mut step: impl FnMut(&mut AppState) -> bool,
    ) -> CommandOutcome {
        let mut is_moved = false;
        for _ in 0..times.min(MAX_REPEATS) {
            if !step(self) {
                break;
            }
            is_moved = true;
        }
        self.report_moved(is_moved)
    }

    /// Says so where a movement was not possible.
    fn report_moved(&mut self, is_moved: bool) -> CommandOutcome {
        if is_moved {
            CommandOutcome::Changed
        } else {
            self.hint("There is nothing further that way.")
        }
    }

    fn move_column(&mut self, right: bool) -> bool {
        let is_wide = layout::is_wide(self.window.size);
        let list = match self.nav.screen_mut() {
            Screen::List(list) => list,
            Screen::Article(reader) => return reader.step_words(right),
        };
        if list.grid.move_column(right) {
            return true;
        }
        // Where the sides stand below each other: the next card of that side.
        let (Some(open), false) = (list.open.clone(), is_wide) else {
            return false;
        };
        let wanted = u8::from(right);
        let side = |t: &Target| match t {
            Target::Statement { statement, .. } => Some(open.column_of(*statement)),
            Target::Speaker(s) => Some(OpenBriefing::column(open.briefing.speaker(*s).side)),
            _ => None,
        };
        side(list.grid.target()) != Some(wanted)
            && list.grid.seek_nearest(|t| side(t) == Some(wanted))
    }

    /// Goes to the other pane of an article, or column of a list.
    pub(in crate::app) fn switch_pane(&mut self, next: bool) -> CommandOutcome {
        let card = self.reader_regions().card;
        match self.nav.screen_mut() {
            Screen::Article(reader) if card.height > 0 => {
                reader.card.focused = !reader.card.focused;
                let text = if reader.card.focused {
                    "The card has the keys; j and k scroll it, Tab goes back to the text."
                } else {
                    "The text has the keys."
                };
                self.info(text)
            }
            Screen::Article(_) => self.report_moved(false),
            Screen::List(list) => {
                let is_moved = list.grid.move_column(next) || list.grid.move_column(!next);
                self.report_moved(is_moved)
            }
        }
    }

    /// Goes to the next carrier whose wording differs.
    pub(in crate::app) fn goto_difference(&mut self, forward: bool) -> CommandOutcome {
        let list = self.nav.list_mut();
        let Some((list, open)) = list.and_then(|list| list.open.clone().map(|open| (list, open)))
        else {
            return self.report_moved(false);
        };
        let (row, _) = list.grid.cursor();
        let differs = |target: &Target| match target {
            Target::Statement {
                statement,
                appearance,
                ..
            } => carriers::differs(&open, *statement, *appearance),
            _ => false,
        };
        let rows = list.grid.rows().iter().enumerate();
        let mut rows = rows.filter(|(_, r)| r.cells.iter().any(|c| differs(&c.target)));
        let found = if forward {
            rows.find(|(i, _)| *i > row)
        } else {
            rows.rfind(|(i, _)| *i < row)
        };
        let target = found.map(|(_, r)| r.cells[0].target.clone());
        match target {
            Some(target) => {
                list.grid.seek(&target);
                CommandOutcome::Changed
            }
            None => self.hint("No carrier differs further that way."),
        }
    }
}
