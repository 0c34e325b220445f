//! A list whose items are rows of one or two cells of any height: what every
//! screen but the article is made of. It knows its rows' heights, where the
//! cursor is and what is on top, and nothing of what the rows say.
//!
//! The rows of a long list are promises at first: an item of the list, and how
//! many lines it will have, as far as that can be told without writing it. They
//! are kept where the window comes near (`grid/fill.rs`).

mod materialize;
mod motion;

use crate::app::list::target::Target;
use crate::app::ui::layout::ColumnSpan;
use crate::app::ui::styled_text::StyledLine;

/// One cell: its lines, laid out for the width of its span.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Where it stands.
    pub span: ColumnSpan,
    /// The rows of text.
    pub lines: Vec<StyledLine>,
    /// What it is about; the cursor stands only on cells that are about something.
    pub target: Target,
    /// Whether it holds what the list is filtered by; what only stands beside it does not.
    pub is_match: bool,
}

impl Cell {
    /// Creates a cell.
    #[must_use]
    pub fn new(span: ColumnSpan, lines: Vec<StyledLine>, target: Target) -> Cell {
        Cell {
            span,
            lines,
            target,
            is_match: true,
        }
    }

    /// Creates a cell whose lines are written when it comes near the window.
    #[must_use]
    pub fn lazy(span: ColumnSpan, target: Target) -> Cell {
        Cell::new(span, Vec::new(), target)
    }

    /// Makes a cell across the screen.
    #[must_use]
    pub fn full(lines: Vec<StyledLine>, target: Target) -> Cell {
        Cell::new(ColumnSpan::Full, lines, target)
    }
}

/// What a filter keeps of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RowFilter {
    /// All of it, where one of its cells matches.
    #[default]
    Whole,
    /// Each cell for itself: they have nothing to do with each other.
    EachCell,
    /// Always all of it: a legend.
    Always,
}

/// One row of the list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// One or two cells; none, or without lines, where they are only promised.
    pub cells: Vec<Cell>,
    /// Whether it belongs together with the row below: a filter keeps both or none.
    pub keep_with_next: bool,
    /// What a filter keeps of it.
    pub filter: RowFilter,
    /// Whether it heads those that follow; `{` and `}` go from head to head.
    pub is_heading: bool,
    /// Empty rows of the screen behind it.
    pub gap: usize,
    /// The item of the list that it shows, where its screen counts its items.
    pub lazy: Option<LazyRow>,
}

/// A row that need not be written as long as nobody sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LazyRow {
    /// Which item of the list it shows.
    pub item: u32,
    /// How many lines it has; a guess before it was written for the first time.
    pub lines: u32,
}

impl Row {
    /// Makes a row of these cells.
    #[must_use]
    pub fn from_cells(cells: Vec<Cell>) -> Row {
        Row {
            cells,
            ..Row::default()
        }
    }

    /// Makes a row of one cell across the screen.
    #[must_use]
    pub fn full(lines: Vec<StyledLine>, target: Target) -> Row {
        Row::from_cells(vec![Cell::full(lines, target)])
    }

    /// Makes a row of one cell that is written when it comes near the window.
    #[must_use]
    pub fn lazy(promise: LazyRow) -> Row {
        Row {
            lazy: Some(promise),
            ..Row::default()
        }
    }

    /// Makes a row of these cells, whose lines are written when it comes near the window.
    #[must_use]
    pub fn lazy_with_cells(cells: Vec<Cell>, promise: LazyRow) -> Row {
        Row {
            cells,
            lazy: Some(promise),
            ..Row::default()
        }
    }

    /// Says that it belongs together with the row below.
    #[must_use]
    pub fn with_next(mut self) -> Row {
        self.keep_with_next = true;
        self
    }

    /// Says which item of the list it shows.
    #[must_use]
    pub fn with_item(mut self, item: u32) -> Row {
        let lines = (self.height() - self.gap) as u32;
        self.lazy = Some(LazyRow { item, lines });
        self
    }

    /// Makes it a heading.
    #[must_use]
    pub fn as_heading(mut self) -> Row {
        self.is_heading = true;
        self
    }

    /// Sets the empty rows behind it.
    #[must_use]
    pub fn with_gap(mut self, gap: usize) -> Row {
        self.gap = gap;
        self
    }

    fn height(&self) -> usize {
        let lines = match self.lazy {
            Some(promise) if self.is_lazy() => promise.lines as usize,
            _ => self.cells.iter().map(|c| c.lines.len()).max().unwrap_or(0),
        };
        lines + self.gap
    }

    fn is_selectable(&self) -> bool {
        let unknown = self.cells.is_empty() && self.lazy.is_some();
        unknown || self.cells.iter().any(|c| c.target != Target::Nothing)
    }

    pub(in crate::app) fn is_lazy(&self) -> bool {
        self.lazy.is_some() && self.cells.iter().all(|c| c.lines.is_empty())
    }
}

/// The rows with a cursor and a window onto them.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    rows: Vec<Row>,
    /// Where each row begins, in rows of the screen; one more than there are rows.
    starts: Vec<usize>,
    /// How many rows that the cursor can stand on are before each row; one more
    /// than there are rows.
    selectable_before: Vec<usize>,
    cursor: usize,
    column: usize,
    top: usize,
    height: usize,
    /// The rows that [`Grid::fill`] has written.
    materialized: Vec<usize>,
    /// How [`Grid::fill`] is to place the window once heights are known.
    pending_anchor: Option<ScrollAnchor>,
    /// Where the cursor stood when the rows were put by.
    saved_cursor: Option<CursorAnchor>,
}

/// Where the cursor stood before the rows were replaced.
#[derive(Clone, Debug)]
struct CursorAnchor {
    target: Target,
    row: usize,
    lazy: Option<LazyRow>,
    /// None where there were no rows before.
    scroll: Option<ScrollAnchor>,
}

/// Where the window stood before the rows were replaced.
#[derive(Clone, Copy, Debug)]
struct ScrollAnchor {
    /// Lines from the top of the window to the row under the cursor.
    distance: isize,
    /// Empty rows of the window below the list.
    empty: usize,
}

/// Where a part of the list stands in the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VisibleRow {
    /// Index of the row.
    pub row: usize,
    /// First line of it that is in the window.
    pub first_line: usize,
    /// Row of the window on which that line stands.
    pub y: usize,
}

impl Grid {
    /// Puts new rows in place of the old, with the cursor on the same target
    /// and at the same height of the window, where it is still there. Of rows that
    /// are promised, `item` says which one is about a target.
    pub fn replace(
        &mut self,
        rows: Vec<Row>,
        height: usize,
        item: impl FnOnce(&Target) -> Option<u32>,
    ) {
        let CursorAnchor {
            target: was,
            row: near,
            lazy: promise,
            scroll: placing,
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
            if let (true, Some(new), Some(old)) = (row.is_lazy(), &mut row.lazy, promise)
                && Some(new.item) == item
            {
                // It is as high as it was, as far as can be told.
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
        let Some(placing) = placing else {
            // What stands above the first item is shown with it.
            self.go_first();
            return;
        };
        let start = self.starts.get(self.cursor).copied().unwrap_or(0);
        let top = (start as isize - placing.distance).max(0) as usize;
        // No more empty rows below the list than there were.
        self.top = top.min(at.saturating_sub(self.height).max(self.top));
        self.scroll_into_view();
        self.pending_anchor = Some(placing);
    }

    /// Gives every cell another target: what the rows are about has got other indices. The
    /// rows are replaced before they are seen again.
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

    /// Forgets the rows of a long list, which will be replaced before it is seen again;
    /// the cursor then stands where it stood. False where the list is not long.
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

    /// Returns the items of the list, row by row, where its screen counts them.
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

    fn cell(&self) -> Option<&Cell> {
        self.rows.get(self.cursor)?.cells.get(self.column)
    }
}

#[cfg(test)]
mod tests;
