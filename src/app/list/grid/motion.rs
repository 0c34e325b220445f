//! Moving the cursor through a list, and the window after it.

use crate::app::list::grid::{Cell, Grid, Row};
use crate::app::list::target::Target;
use crate::app::ui::layout::ColumnSpan;

impl Grid {
    /// Puts the cursor on the cell that is about this; false where there is none.
    pub fn seek(&mut self, target: &Target) -> bool {
        self.seek_by(|t| t == target)
    }

    /// Puts the cursor on the first cell whose target fits; false where none does.
    pub fn seek_by(&mut self, fits: impl Fn(&Target) -> bool) -> bool {
        for (i, row) in self.rows.iter().enumerate() {
            let mut cells = row.cells.iter();
            if let Some(column) = cells.position(|c| fits(&c.target)) {
                self.cursor = i;
                self.column = column;
                self.scroll_into_view();
                return true;
            }
        }
        false
    }

    /// Puts the cursor on the cell that is about this, of several on the one in
    /// the row nearest to `near`; false where there is none. Among rows that are
    /// not written it is the one of that item.
    pub(in crate::app) fn seek_near(
        &mut self,
        target: &Target,
        item: Option<u32>,
        near: usize,
    ) -> bool {
        let column = |row: &Row| {
            if row.cells.is_empty() {
                let promised = row.lazy.map(|promise| promise.item);
                return (item.is_some() && promised == item).then_some(0);
            }
            row.cells.iter().position(|c| c.target == *target)
        };
        let found = self.rows.iter().enumerate();
        let found = found.filter_map(|(i, row)| Some((i, column(row)?)));
        let Some((row, column)) = found.min_by_key(|(i, _)| i.abs_diff(near)) else {
            return false;
        };
        self.cursor = row;
        self.column = column;
        self.scroll_into_view();
        true
    }

    /// Puts the cursor on the nearest cell that holds what the list is filtered by, in
    /// the same row first; false where none does.
    pub fn seek_match(&mut self) -> bool {
        let fits = |c: &Cell| c.is_match && c.target != Target::Nothing;
        if self.cell().is_some_and(fits) {
            return true;
        }
        let find = |row: &Row| row.cells.iter().position(fits);
        let here = self.rows.get(self.cursor).and_then(find);
        let below = || (self.cursor..self.rows.len()).find_map(|i| Some((i, find(&self.rows[i])?)));
        let above = || {
            let mut above = (0..self.cursor).rev();
            above.find_map(|i| Some((i, find(&self.rows[i])?)))
        };
        let found = here.map(|column| (self.cursor, column));
        let found = found.or_else(below).or_else(above);
        if let Some((row, column)) = found {
            self.cursor = row;
            self.column = column;
            self.scroll_into_view();
        }
        found.is_some()
    }

    /// Puts the cursor on the nearest row, this way down first, with a cell whose
    /// target fits; false where none does.
    pub fn seek_nearest(&mut self, fits: impl Fn(&Target) -> bool) -> bool {
        let cell = |row: &Row| row.cells.iter().position(|c| fits(&c.target));
        let below = self.cursor + 1..self.rows.len();
        let below = below.clone().find_map(|i| Some((i, cell(&self.rows[i])?)));
        let above = (0..self.cursor).rev();
        let found = below.or_else(|| above.clone().find_map(|i| Some((i, cell(&self.rows[i])?))));
        if let Some((row, column)) = found {
            self.cursor = row;
            self.column = column;
            self.scroll_into_view();
        }
        found.is_some()
    }

    /// Puts the cursor on the cell at a row of the window and in a span; false
    /// where nothing can be pointed at there.
    pub fn click(&mut self, y: usize, right: Option<bool>) -> bool {
        if y >= self.height {
            return false;
        }
        let line = self.top + y;
        let row = self
            .starts
            .partition_point(|s| *s <= line)
            .saturating_sub(1);
        let Some(found) = self.rows.get(row) else {
            return false;
        };
        let column = found.cells.iter().position(|c| {
            let other = (c.span == ColumnSpan::Left && right == Some(true))
                || (c.span == ColumnSpan::Right && right == Some(false));
            !other && c.target != Target::Nothing
        });
        if let Some(column) = column {
            self.cursor = row;
            self.column = column;
        }
        column.is_some()
    }

    /// Returns which line of a row stands at a row of the window, the first for all above it.
    #[must_use]
    pub fn line_of(&self, row: usize, y: isize) -> usize {
        let start = self.starts.get(row).copied().unwrap_or(0);
        (self.top as isize + y - start as isize).max(0) as usize
    }

    /// Moves the cursor by so many rows; a row taller than the window is scrolled through first.
    pub fn step(&mut self, down: isize) -> bool {
        for _ in 0..down.unsigned_abs() {
            if !self.step_once(down > 0) {
                return false;
            }
        }
        true
    }

    /// Moves window and cursor by so many rows of the screen.
    pub fn scroll(&mut self, lines: isize) -> bool {
        let total = self.starts.last().copied().unwrap_or(0);
        let limit = total.saturating_sub(self.height);
        let before = (self.top, self.cursor);
        self.top = self.top.saturating_add_signed(lines).min(limit);
        let goal = if before.0 == self.top {
            // At an end of the list the cursor goes where the window cannot.
            if lines > 0 { total } else { 0 }
        } else {
            let line = self.starts.get(self.cursor).copied().unwrap_or(0);
            line.saturating_add_signed(self.top as isize - before.0 as isize)
        };
        let row = self
            .starts
            .partition_point(|s| *s <= goal)
            .saturating_sub(1);
        self.cursor = row.min(self.rows.len().saturating_sub(1));
        if lines > 0 {
            self.snap_forward();
        } else {
            self.snap_back();
        }
        // The cursor stays within the window unless its row is taller than it.
        self.scroll_into_view_from(self.top);
        let stands = self.rows.get(self.cursor).is_some_and(Row::is_selectable);
        before.0 != self.top || (before.1 != self.cursor && stands)
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

    /// Puts the heading of the row under the cursor on top of the window.
    pub fn scroll_to_heading(&mut self) {
        let head = (0..=self.cursor.min(self.rows.len().saturating_sub(1)))
            .rev()
            .find(|i| self.rows.get(*i).is_some_and(|r| r.is_heading));
        if let Some(head) = head {
            self.top = self.starts[head];
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

    /// Goes to the first row behind the next heading, or before the one above.
    pub fn step_heading(&mut self, down: bool) -> bool {
        let head = if down {
            (self.cursor + 1..self.rows.len()).find(|i| self.rows[*i].is_heading)
        } else {
            let heads = |i: &usize| self.rows.get(*i).is_some_and(|r| r.is_heading);
            let own = (0..=self.cursor).rev().find(heads);
            // From the first row of a part one goes to the part before.
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
        // What no cursor can stand on is read by scrolling, not jumped over.
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
                // Nothing further to stand on: show what is below.
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

    fn snap_back(&mut self) {
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

    /// Keeps to the column, or takes the nearest cell that is about something.
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

    /// Shows the row under the cursor: as much as fits of one taller than the
    /// window, from its beginning where it was below, to its end where it was above.
    pub(in crate::app) fn scroll_into_view(&mut self) {
        let start = self.starts.get(self.cursor).copied().unwrap_or(0);
        let gap = self.rows.get(self.cursor).map_or(0, |r| r.gap);
        let end = self.starts.get(self.cursor + 1).copied().unwrap_or(0);
        let end = end.saturating_sub(gap);
        if end > start + self.height {
            let above = self.cursor.checked_sub(1);
            let above =
                above.filter(|i| self.rows[*i].is_heading && !self.rows[*i].is_selectable());
            let head = above.map_or(start, |i| self.starts[i]);
            // A heading stands above it as long as something of the row is seen, too.
            let first = if start - head < self.height {
                head
            } else {
                start
            };
            self.top = self.top.clamp(first, end - self.height);
        } else {
            self.scroll_into_view_from(self.top);
        }
    }

    /// Moves the window as little as needed to show the row under the cursor,
    /// with the heading straight above it where there is room.
    fn scroll_into_view_from(&mut self, top: usize) {
        let total = self.starts.last().copied().unwrap_or(0);
        let mut start = self.starts.get(self.cursor).copied().unwrap_or(0);
        let end = self
            .starts
            .get(self.cursor + 1)
            .copied()
            .unwrap_or(0)
            .saturating_sub(self.rows.get(self.cursor).map_or(0, |r| r.gap));
        if let Some(above) = self.cursor.checked_sub(1)
            && self.rows[above].is_heading
            && !self.rows[above].is_selectable()
            && end - self.starts[above] <= self.height
        {
            start = self.starts[above];
        }
        if !(0..self.cursor).any(|i| self.rows[i].is_selectable()) && end <= self.height {
            // What stands above the first item is shown with it.
            start = 0;
        }
        let mut top = top;
        if end > top + self.height {
            top = end - self.height;
        }
        if start < top && !(end - start > self.height && end > top) {
            top = start;
        }
        self.top = top.min(total.saturating_sub(1));
        if total <= self.height {
            self.top = 0;
        }
    }
}
