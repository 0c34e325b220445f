//! Moving the cursor through a list by rows, headings and columns; the window follows.

use crate::app::list::grid::row::Row;
use crate::app::list::grid::viewport::Grid;
use crate::app::list::target::Target;
use crate::app::ui::layout::ColumnSpan;

impl Grid {
    /// Moves the cursor by so many rows; a row taller than the window is scrolled through first.
    pub fn step(&mut self, down: isize) -> bool {
        for _ in 0..down.unsigned_abs() {
            if !self.step_once(down > 0) {
                return false;
            }
        }
        true
    }

    /// Goes to the first row that the cursor can stand on.
    pub fn go_first(&mut self) {
        self.cursor = 0;
        self.top = 0;
        self.snap_forward();
        let start = self.starts.get(self.cursor).copied().unwrap_or(0);
        if start >= self.height {
            self.scroll_into_view();
        }
    }

    /// Goes to the last row, or to the n-th that the cursor can stand on, from 1.
    pub fn go_last(&mut self, nth: Option<usize>) {
        let mut rows = (0..self.rows.len()).filter(|i| self.rows[*i].is_selectable());
        let goal = match nth {
            Some(n) => rows.nth(n.saturating_sub(1)),
            None => rows.next_back(),
        };
        if let Some(goal) = goal.or_else(|| self.last_selectable()) {
            self.cursor = goal;
            self.snap_column();
        }
        self.scroll_into_view();
    }

    /// Goes to the first row below the next heading, or below the one above.
    pub fn step_heading(&mut self, down: bool) -> bool {
        let head = if down {
            (self.cursor + 1..self.rows.len()).find(|i| self.rows[*i].is_heading)
        } else {
            let heads = |i: &usize| self.rows.get(*i).is_some_and(|r| r.is_heading);
            let own = (0..=self.cursor).rev().find(heads);
            // From the first row of a section this goes to the section before.
            let first = own.map(|h| self.first_selectable_from(h));
            if first == Some(self.cursor) || own == Some(self.cursor) {
                own.and_then(|h| (0..h).rev().find(|i| self.rows[*i].is_heading))
            } else {
                own
            }
        };
        let Some(head) = head else {
            return false;
        };
        self.cursor = self.first_selectable_from(head);
        self.snap_forward();
        self.top = self.starts[head];
        self.scroll_into_view();
        true
    }

    /// Goes to the other cell of the row, or of the nearest row that has one there.
    pub fn move_column(&mut self, right: bool) -> bool {
        let wanted = if right {
            ColumnSpan::Right
        } else {
            ColumnSpan::Left
        };
        let find = |row: &Row| {
            row.cells
                .iter()
                .position(|c| c.span == wanted && c.target != Target::Nothing)
        };
        if self.cell().is_some_and(|c| c.span == wanted) {
            return false;
        }
        let after = (self.cursor..self.rows.len()).find_map(|i| Some((i, find(&self.rows[i])?)));
        let before = (0..self.cursor)
            .rev()
            .find_map(|i| Some((i, find(&self.rows[i])?)));
        let nearest = match (after, before) {
            (Some(a), Some(b)) if self.cursor - b.0 < a.0 - self.cursor => Some(b),
            (Some(a), _) => Some(a),
            (None, b) => b,
        };
        let Some((row, column)) = nearest else {
            return false;
        };
        self.cursor = row;
        self.column = column;
        self.scroll_into_view();
        true
    }

    fn first_selectable_from(&self, head: usize) -> usize {
        (head..self.rows.len())
            .find(|i| self.rows[*i].is_selectable())
            .unwrap_or(head)
    }

    pub(in crate::app) fn last_selectable(&self) -> Option<usize> {
        (0..self.rows.len())
            .rev()
            .find(|i| self.rows[*i].is_selectable())
    }

    fn step_once(&mut self, down: bool) -> bool {
        let bottom = self.top + self.height;
        let (start, end) = (
            self.starts.get(self.cursor).copied().unwrap_or(0),
            self.starts.get(self.cursor + 1).copied().unwrap_or(0),
        );
        let jump = (self.height / 2).max(1);
        if down && end > bottom && start < bottom && end - start > self.height {
            self.top += jump.min(end - bottom);
            return true;
        }
        if !down && start < self.top {
            self.top -= jump.min(self.top - start);
            return true;
        }
        let next = if down {
            (self.cursor + 1..self.rows.len()).find(|i| self.rows[*i].is_selectable())
        } else {
            (0..self.cursor)
                .rev()
                .find(|i| self.rows[*i].is_selectable())
        };
        // Long rows without a target are scrolled through, not jumped over, so that they can
        // be read.
        if let Some(next) = next {
            let end = self.starts[next + 1] - self.rows[next].gap;
            if down && end > bottom + jump && self.starts[next] > bottom {
                self.top += jump;
                return true;
            }
            if !down && self.starts[next] + jump < self.top && self.starts[next + 1] < self.top {
                self.top -= jump;
                return true;
            }
        }
        match next {
            Some(next) => {
                self.cursor = next;
                self.snap_column();
                self.scroll_into_view();
                true
            }
            None if down => {
                // No further row can have the cursor: scroll to what is below.
                let total = self.starts.last().copied().unwrap_or(0);
                let before = self.top;
                self.top = (self.top + 1).min(total.saturating_sub(self.height).max(self.top));
                before != self.top
            }
            None => {
                let before = self.top;
                self.top = 0;
                before != self.top
            }
        }
    }

    pub(in crate::app) fn snap_forward(&mut self) {
        let next = (self.cursor..self.rows.len()).find(|i| self.rows[*i].is_selectable());
        if let Some(next) = next.or_else(|| self.last_selectable()) {
            self.cursor = next;
        }
        self.snap_column();
    }

    pub(super) fn snap_back(&mut self) {
        let next = (0..=self.cursor.min(self.rows.len().saturating_sub(1)))
            .rev()
            .find(|i| self.rows.get(*i).is_some_and(Row::is_selectable));
        match next {
            Some(next) => {
                self.cursor = next;
                self.snap_column();
            }
            None => self.snap_forward(),
        }
    }

    /// Keeps the column, or takes the nearest cell that has a target.
    fn snap_column(&mut self) {
        let Some(row) = self.rows.get(self.cursor) else {
            self.column = 0;
            return;
        };
        let can = |c: usize| {
            row.cells
                .get(c)
                .is_some_and(|cell| cell.target != Target::Nothing)
        };
        if !can(self.column) {
            self.column = (0..row.cells.len()).find(|c| can(*c)).unwrap_or(0);
        }
    }
}
