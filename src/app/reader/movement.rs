//! Moving the cursor and the window through an article: by rows, words, passages,
//! statements and matches.

use crate::app::reader::article_reader::{ArticleReader, ScrollTop};
use crate::app::reader::layout::grapheme_at;
use crate::text::segment::words;
use crate::text::width::width;

impl ArticleReader {
    /// Moves the cursor to a byte. If it was not in view, the paragraph above is shown too.
    pub fn go_to(&mut self, offset: usize) {
        self.cursor = offset.min(self.text().text.len());
        self.goal_column = None;
        self.card.scroll = 0;
        let line = self.line_of(self.cursor);
        let top = self.top_line();
        if line < top || line + 1 >= top + self.height {
            let passage = self.text().passage_at(self.cursor);
            let above = passage.saturating_sub(1);
            let start = self.text().passages.get(above).map_or(0, |p| p.range.start);
            let from = self.line_of(start);
            let room = self.height / 3;
            let from = if above == 0 && passage <= 1 { 0 } else { from };
            self.set_top(from.max(line.saturating_sub(room)));
        }
    }

    /// Moves the cursor by rows.
    pub fn step(&mut self, down: isize) -> bool {
        let index = self.rows.row_index(self.cursor);
        let next = index
            .saturating_add_signed(down)
            .min(self.rows.text.len().saturating_sub(1));
        let column = self.column();
        if next == index {
            let before = self.top_line();
            self.set_top(before.saturating_add_signed(down));
            return before != self.top_line();
        }
        self.place_cursor(next, column);
        self.keep_in_view();
        true
    }

    /// Moves window and cursor by rows of the screen.
    pub fn scroll(&mut self, lines: isize) -> bool {
        let before = (self.top_line(), self.cursor);
        let column = self.column();
        let line = self.line_of(self.cursor);
        self.set_top(before.0.saturating_add_signed(lines));
        let moved = self.top_line() as isize - before.0 as isize;
        let goal = if moved == 0 {
            line.saturating_add_signed(lines)
        } else {
            line.saturating_add_signed(moved)
        };
        let index = self.rows.row_index_at_line(goal);
        self.place_cursor(index, column);
        self.keep_in_view();
        before != (self.top_line(), self.cursor)
    }

    /// Moves by words.
    pub fn step_words(&mut self, forward: bool) -> bool {
        let before = self.cursor;
        self.goal_column = None;
        let text = self.text();
        let mut passage = text.passage_at(self.cursor);
        while let Some(p) = text.passages.get(passage) {
            let list = words(text.slice(&p.range));
            let starts = list.iter().map(|w| p.range.start + w.start);
            let found = if forward {
                let mut starts = starts;
                starts.find(|s| *s > before)
            } else {
                starts.rev().find(|s| *s < before)
            };
            if let Some(found) = found {
                self.cursor = found;
                break;
            }
            match if forward {
                passage.checked_add(1)
            } else {
                passage.checked_sub(1)
            } {
                Some(next) => passage = next,
                None => break,
            }
        }
        self.keep_in_view();
        before != self.cursor
    }

    /// Goes to the beginning.
    pub fn go_first(&mut self) {
        self.cursor = 0;
        self.goal_column = None;
        self.top = ScrollTop::Head(0);
    }

    /// Goes to the last row, or to the n-th passage, from 1.
    pub fn go_last(&mut self, nth: Option<usize>) {
        match nth {
            Some(n) => {
                let passages = &self.text().passages;
                let index = n.saturating_sub(1).min(passages.len().saturating_sub(1));
                let start = passages.get(index).map_or(0, |p| p.range.start);
                self.go_to(start);
            }
            None => {
                self.goal_column = None;
                self.cursor = self.rows.text.last().map_or(0, |r| r.start);
                self.set_top(usize::MAX);
                if self.selection.is_some() {
                    // A selection to the end must include the last word.
                    while self.step_words(true) {}
                }
            }
        }
    }

    /// Goes to the next passage, or to the beginning of this one and then of the one before.
    pub fn step_passage(&mut self, forward: bool) -> bool {
        let passages = &self.text().passages;
        let here = self.text().passage_at(self.cursor);
        let start = passages.get(here).map_or(0, |p| p.range.start);
        let goal = if forward {
            here + 1
        } else if self.cursor > start {
            here
        } else {
            here.wrapping_sub(1)
        };
        let Some(goal) = passages.get(goal).map(|p| p.range.start) else {
            return false;
        };
        self.cursor = goal;
        self.goal_column = None;
        self.keep_in_view();
        true
    }

    /// Goes to the statement that begins next after, or last before, the cursor.
    pub fn step_statement(&mut self, forward: bool) -> bool {
        let spans = self.open.spans(self.article);
        let mut starts = Vec::new();
        let mut seen = Vec::new();
        for (range, statement) in spans {
            if !seen.contains(statement) {
                seen.push(*statement);
                starts.push(range.start);
            }
        }
        let goal = if forward {
            starts.into_iter().find(|s| *s > self.cursor)
        } else {
            starts.into_iter().rev().find(|s| *s < self.cursor)
        };
        match goal {
            Some(goal) => {
                self.go_to(goal);
                true
            }
            None => false,
        }
    }

    /// Goes to the next match, or to the one before the cursor, and around the end if there is
    /// none; returns its number from 1, and whether it went around.
    pub fn step_hit(&mut self, forward: bool) -> Option<(usize, bool)> {
        if self.hits.is_empty() {
            return None;
        }
        let (index, around) = if forward {
            match self.hits.iter().position(|h| h.start > self.cursor) {
                Some(i) => (i, false),
                None => (0, true),
            }
        } else {
            match self.hits.iter().rposition(|h| h.start < self.cursor) {
                Some(i) => (i, false),
                None => (self.hits.len() - 1, true),
            }
        };
        self.go_to(self.hits[index].start);
        Some((index + 1, around))
    }

    fn column(&mut self) -> usize {
        if let Some(goal) = self.goal_column {
            return goal;
        }
        let row = self
            .rows
            .text
            .get(self.rows.row_index(self.cursor))
            .copied();
        let column = row
            .and_then(|r| self.text().text.get(r.start..self.cursor).map(|t| (r, t)))
            .map_or(0, |(r, t)| usize::from(r.indent) + width(t));
        self.goal_column = Some(column);
        column
    }

    fn place_cursor(&mut self, index: usize, column: usize) {
        let Some(row) = self.rows.text.get(index).copied() else {
            return;
        };
        let text = &self.text().text[row.start..row.end];
        let column = column.saturating_sub(usize::from(row.indent));
        self.cursor = row.start + grapheme_at(text, column);
        self.card.scroll = 0;
    }

    pub(in crate::app) fn keep_in_view(&mut self) {
        let line = self.line_of(self.cursor);
        let top = self.top_line();
        // At the beginning of the text the head is shown with it.
        let wanted = if line <= self.rows.head.len() && line < self.height {
            0
        } else {
            line
        };
        if wanted < top {
            self.set_top(wanted);
        } else if line >= top + self.height {
            self.set_top(line + 1 - self.height);
        }
    }

    pub(in crate::app) fn set_top(&mut self, line: usize) {
        let line = line.min(self.rows.total.saturating_sub(self.height));
        if line < self.rows.head.len() || self.rows.text.is_empty() {
            self.top = ScrollTop::Head(line);
            return;
        }
        let index = self.rows.row_index_at_line(line);
        self.top = ScrollTop::Text(self.rows.text[index].start);
    }
}
