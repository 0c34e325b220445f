//! Puts the cursor on a cell that is looked for: by its target, by the filter, or under the
//! mouse.

use crate::app::list::grid::row::{Cell, Row};
use crate::app::list::grid::viewport::Grid;
use crate::app::list::target::Target;
use crate::app::ui::layout::ColumnSpan;

impl Grid {
    /// Puts the cursor on the cell with this target; returns `false` if there is none.
    pub fn seek(&mut self, target: &Target) -> bool {
        self.seek_by(|t| t == target)
    }

    /// Puts the cursor on the first cell whose target fits; returns `false` if none does.
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

    /// Puts the cursor on the cell with this target, of several on the one in the row nearest
    /// to `near`; returns `false` if there is none. Lazy rows without cells are told by `item`.
    pub(in crate::app) fn seek_near(
        &mut self,
        target: &Target,
        item: Option<u32>,
        near: usize,
    ) -> bool {
        let column = |row: &Row| {
            if row.cells.is_empty() {
                let lazy_item = row.lazy.map(|lazy| lazy.item);
                return (item.is_some() && lazy_item == item).then_some(0);
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

    /// Puts the cursor on the nearest cell that matches the filter, in the same row first;
    /// returns `false` if none does.
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

    /// Puts the cursor on the nearest cell whose target fits, first below, then above; returns
    /// `false` if none does.
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

    /// Puts the cursor on the cell at a row of the window, in the left or right column if the
    /// list has two; returns `false` if there is nothing to point at.
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

    /// Returns which line of a row is shown at a row of the window; the first for all above it.
    #[must_use]
    pub fn line_of(&self, row: usize, y: isize) -> usize {
        let start = self.starts.get(row).copied().unwrap_or(0);
        (self.top as isize + y - start as isize).max(0) as usize
    }
}
