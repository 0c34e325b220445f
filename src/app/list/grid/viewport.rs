//! The rows of a list with a cursor and a window onto them: what stands where, and how the
//! cursor keeps its place when the rows are replaced.

use crate::app::list::grid::row::{Cell, LazyRow, Row};
use crate::app::list::target::Target;

/// The rows with a cursor and a window onto them.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    pub(super) rows: Vec<Row>,
    /// Where each row begins, in rows of the screen; one more than there are rows.
    pub(super) starts: Vec<usize>,
    /// How many rows before each row the cursor can stand on; one more than there are rows.
    pub(super) selectable_before: Vec<usize>,
    pub(super) cursor: usize,
    pub(super) column: usize,
    pub(super) top: usize,
    pub(super) height: usize,
    /// The lazy rows that [`Grid::materialize`] has laid out.
    pub(super) materialized: Vec<usize>,
    /// Where [`Grid::materialize`] is to put the window once heights are known.
    pub(super) pending_anchor: Option<ScrollAnchor>,
    /// Where the cursor stood when the rows were unloaded.
    pub(super) saved_cursor: Option<CursorAnchor>,
}

/// Where the cursor stood before the rows were replaced.
#[derive(Clone, Debug)]
pub(super) struct CursorAnchor {
    target: Target,
    row: usize,
    lazy: Option<LazyRow>,
    /// None where there were no rows before.
    scroll: Option<ScrollAnchor>,
}

/// Where the window stood before the rows were replaced.
#[derive(Clone, Copy, Debug)]
pub(super) struct ScrollAnchor {
    /// Lines from the top of the window to the row under the cursor.
    pub(super) distance: isize,
    /// Empty rows of the window below the list.
    pub(super) empty: usize,
}

/// A row of the list that is in the window, or a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VisibleRow {
    /// Index of the row.
    pub row: usize,
    /// First line of it that is in the window.
    pub first_line: usize,
    /// Row of the window where that line is shown.
    pub y: usize,
}

impl Grid {
    /// Replaces the rows. The cursor stays on the same target and at the same height of the
    /// window, if the target is still there. `item` returns the item of a target, by which
    /// it is found among lazy rows without cells.
    pub fn replace(
        &mut self,
        rows: Vec<Row>,
        height: usize,
        item: impl FnOnce(&Target) -> Option<u32>,
    ) {
        let CursorAnchor {
            target: was,
            row: near,
            lazy: old_lazy,
            scroll,
        } = self
            .saved_cursor
            .take()
            .unwrap_or_else(|| self.cursor_anchor());
        let item = Some(&was).filter(|t| **t != Target::Nothing).and_then(item);
        self.rows = rows;
        self.materialized.clear();
        self.height = height.max(1);
        self.starts = Vec::with_capacity(self.rows.len() + 1);
        self.selectable_before = Vec::with_capacity(self.rows.len() + 1);
        let (mut at, mut stops) = (0, 0);
        for row in &mut self.rows {
            if let (true, Some(new), Some(old)) = (row.is_lazy(), &mut row.lazy, old_lazy)
                && Some(new.item) == item
            {
                // The best estimate is the height that it had.
                new.lines = old.lines;
            }
            self.starts.push(at);
            self.selectable_before.push(stops);
            at += row.height();
            stops += usize::from(row.is_selectable());
        }
        self.starts.push(at);
        self.selectable_before.push(stops);
        self.cursor = near.min(self.rows.len().saturating_sub(1));
        if !(was != Target::Nothing && self.seek_near(&was, item, near)) {
            self.snap_forward();
        }
        let Some(scroll) = scroll else {
            // The rows above the first item are shown with it.
            self.go_first();
            return;
        };
        let start = self.starts.get(self.cursor).copied().unwrap_or(0);
        let top = (start as isize - scroll.distance).max(0) as usize;
        // There are no more empty rows below the list than there were.
        self.top = top.min(at.saturating_sub(self.height).max(self.top));
        self.scroll_into_view();
        self.pending_anchor = Some(scroll);
    }

    /// Gives every cell another target, after the briefing was reloaded and its indices have
    /// changed. The rows themselves are replaced before they are drawn again.
    pub fn retarget(&mut self, target: impl Fn(&Target) -> Target) {
        let cells = self.rows.iter_mut().flat_map(|row| &mut row.cells);
        let stand = self.saved_cursor.as_mut().map(|stand| &mut stand.target);
        for old in cells.map(|cell| &mut cell.target).chain(stand) {
            *old = target(old);
        }
    }

    fn cursor_anchor(&self) -> CursorAnchor {
        let end = self.starts.last().copied().unwrap_or(0);
        let start = self.starts.get(self.cursor);
        CursorAnchor {
            target: self.target().clone(),
            row: self.cursor,
            lazy: self.rows.get(self.cursor).and_then(|row| row.lazy),
            scroll: start.map(|start| ScrollAnchor {
                distance: *start as isize - self.top as isize,
                empty: (self.top + self.height).saturating_sub(end),
            }),
        }
    }

    /// Drops the rows of a list with lazy rows, which are replaced before it is shown again;
    /// the cursor then stands where it stood. Returns `false` for a list without lazy rows.
    pub fn unload(&mut self) -> bool {
        if !self.rows.iter().any(Row::is_lazy) {
            return false;
        }
        self.saved_cursor = Some(self.cursor_anchor());
        self.rows = Vec::new();
        self.starts = Vec::new();
        self.selectable_before = Vec::new();
        self.materialized = Vec::new();
        true
    }

    /// Returns the rows.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Returns the row and the cell under the cursor.
    #[must_use]
    pub fn cursor(&self) -> (usize, usize) {
        (self.cursor, self.column)
    }

    /// Returns how many rows of the screen are above the window.
    #[must_use]
    pub fn top(&self) -> usize {
        self.top
    }

    /// Returns what the cell under the cursor is about.
    #[must_use]
    pub fn target(&self) -> &Target {
        self.cell().map_or(&Target::Nothing, |c| &c.target)
    }

    /// Returns the items of the list, row by row, if its screen numbers them.
    pub fn items(&self) -> impl Iterator<Item = u32> {
        self.rows.iter().filter_map(|r| Some(r.lazy?.item))
    }

    /// Returns every target that is known, row by row.
    pub fn targets(&self) -> impl Iterator<Item = &Target> {
        let cells = self.rows.iter().flat_map(|r| &r.cells);
        cells.map(|c| &c.target).filter(|t| **t != Target::Nothing)
    }

    /// Returns the position of the cursor among the rows that it can stand on,
    /// from 1, and their number.
    #[must_use]
    pub fn position(&self) -> (usize, usize) {
        let total = self.selectable_before.last().copied().unwrap_or(0);
        let here = self.selectable_before.get(self.cursor + 1).copied();
        (here.unwrap_or(total), total)
    }

    /// Returns how far down the window is, in per cent.
    #[must_use]
    pub fn percent(&self) -> usize {
        let total = self.starts.last().copied().unwrap_or(0);
        if total <= self.height {
            return 100;
        }
        (self.top * 100 / (total - self.height)).min(100)
    }

    /// Returns the rows that are in the window, from the top.
    pub fn visible(&self) -> impl Iterator<Item = VisibleRow> + '_ {
        let first = self
            .starts
            .partition_point(|s| *s <= self.top)
            .saturating_sub(1);
        let bottom = self.top + self.height;
        (first..self.rows.len())
            .take_while(move |row| self.starts[*row] < bottom)
            .map(|row| VisibleRow {
                row,
                first_line: self.top.saturating_sub(self.starts[row]),
                y: self.starts[row].saturating_sub(self.top),
            })
    }

    pub(super) fn cell(&self) -> Option<&Cell> {
        self.rows.get(self.cursor)?.cells.get(self.column)
    }
}
