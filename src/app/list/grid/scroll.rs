//! Moves the window of a list: by rows of the screen, or as little as shows the cursor.

use crate::app::list::grid::row::Row;
use crate::app::list::grid::viewport::Grid;

impl Grid {
    /// Moves window and cursor by so many rows of the screen.
    pub fn scroll(&mut self, lines: isize) -> bool {
        let total = self.starts.last().copied().unwrap_or(0);
        let limit = total.saturating_sub(self.height);
        let before = (self.top, self.cursor);
        self.top = self.top.saturating_add_signed(lines).min(limit);
        let goal = if before.0 == self.top {
            // At an end of the list the window cannot move, so the cursor goes to the end.
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

    /// Scrolls so that the row under the cursor is shown. Of a row taller than the window, the
    /// beginning is shown if it was below the window, the end if it was above.
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
            // The heading above is shown too, as long as a line of the row fits below it.
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

    /// Moves the window from `top` as little as needed to show the row under the cursor, with
    /// the heading directly above it if it fits.
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
            // The rows above the first item are shown with it.
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
