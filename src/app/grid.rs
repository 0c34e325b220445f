//! A list whose items are rows of one or two cells of any height: what every
//! screen but the article is made of. It knows its rows' heights, where the
//! cursor is and what is on top, and nothing of what the rows say.

mod motion;

use super::rich::Line;
use super::target::Target;

/// Where a cell stands in its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Span {
    /// The left column.
    Left,
    /// The right column.
    Right,
    /// Across both.
    Full,
    /// Across both, set in from the sides.
    Middle,
}

/// One cell: its lines, laid out for the width of its span.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Where it stands.
    pub span: Span,
    /// The rows of text.
    pub lines: Vec<Line>,
    /// What it is about; the cursor stands only on cells that are about something.
    pub target: Target,
}

/// One row of the list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// One or two cells.
    pub cells: Vec<Cell>,
    /// Whether it heads those that follow; `{` and `}` go from head to head.
    pub heading: bool,
    /// Empty rows of the screen behind it.
    pub gap: usize,
}

impl Row {
    /// Makes a row of one cell across the screen.
    #[must_use]
    pub fn full(lines: Vec<Line>, target: Target) -> Row {
        Row {
            cells: vec![Cell {
                span: Span::Full,
                lines,
                target,
            }],
            heading: false,
            gap: 0,
        }
    }

    /// Makes it a heading.
    #[must_use]
    pub fn head(mut self) -> Row {
        self.heading = true;
        self
    }

    /// Sets the empty rows behind it.
    #[must_use]
    pub fn gap(mut self, gap: usize) -> Row {
        self.gap = gap;
        self
    }

    fn height(&self) -> usize {
        let lines = self.cells.iter().map(|c| c.lines.len()).max();
        lines.unwrap_or(0) + self.gap
    }

    fn selectable(&self) -> bool {
        self.cells.iter().any(|c| c.target != Target::Nothing)
    }

    fn words(&self) -> String {
        let lines = self.cells.iter().flat_map(|c| &c.lines);
        lines.map(|l| l.plain() + " ").collect()
    }
}

/// The rows with a cursor and a window onto them.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    rows: Vec<Row>,
    /// Where each row begins, in rows of the screen; one more than there are rows.
    starts: Vec<usize>,
    cursor: usize,
    column: usize,
    top: usize,
    height: usize,
    /// The rows that [`Grid::fill`] has written.
    filled: Vec<usize>,
}

/// Where a part of the list stands in the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visible {
    /// Index of the row.
    pub row: usize,
    /// First line of it that is in the window.
    pub first_line: usize,
    /// Row of the window on which that line stands.
    pub y: usize,
}

impl Grid {
    /// Puts new rows in place of the old, with the cursor on the same target
    /// and at the same height of the window, where it is still there.
    pub fn replace(&mut self, rows: Vec<Row>, height: usize) {
        let was = self.target().clone();
        let distance = self
            .starts
            .get(self.cursor)
            .map(|s| *s as isize - self.top as isize);
        let near = self.cursor;
        self.rows = rows;
        self.filled.clear();
        self.height = height.max(1);
        self.starts = Vec::with_capacity(self.rows.len() + 1);
        let mut at = 0;
        for row in &self.rows {
            self.starts.push(at);
            at += row.height();
        }
        self.starts.push(at);
        self.cursor = near.min(self.rows.len().saturating_sub(1));
        if !(was != Target::Nothing && self.seek_near(&was, near)) {
            self.settle_forward();
        }
        let Some(distance) = distance else {
            // What stands above the first item is shown with it.
            self.first();
            return;
        };
        let start = self.starts.get(self.cursor).copied().unwrap_or(0);
        let top = (start as isize - distance).max(0) as usize;
        // No more empty rows below the list than there were.
        self.top = top.min(at.saturating_sub(self.height).max(self.top));
        self.reveal();
    }

    /// Writes the rows in view that are only placeholders so far (of blank
    /// lines), and makes those placeholders again that have left it. What is
    /// written has as many lines as the placeholder.
    pub fn fill(&mut self, write: impl Fn(&Target) -> Option<Vec<Line>>) {
        let view: Vec<usize> = self.visible().map(|v| v.row).collect();
        for row in std::mem::take(&mut self.filled) {
            if !view.contains(&row)
                && let Some(row) = self.rows.get_mut(row)
            {
                for line in row.cells.iter_mut().flat_map(|c| &mut c.lines) {
                    *line = Line::blank();
                }
            }
        }
        for row in &view {
            for cell in self
                .rows
                .get_mut(*row)
                .into_iter()
                .flat_map(|r| &mut r.cells)
            {
                if cell.lines.iter().all(|line| line.0.is_empty())
                    && let Some(mut lines) = write(&cell.target)
                {
                    lines.resize(cell.lines.len(), Line::blank());
                    cell.lines = lines;
                }
            }
        }
        self.filled = view;
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

    /// Returns every target, row by row.
    pub fn targets(&self) -> impl Iterator<Item = &Target> {
        let cells = self.rows.iter().flat_map(|r| &r.cells);
        cells.map(|c| &c.target).filter(|t| **t != Target::Nothing)
    }

    /// Returns the position of the cursor among the rows that it can stand on,
    /// from 1, and their number.
    #[must_use]
    pub fn position(&self) -> (usize, usize) {
        let total = self.rows.iter().filter(|r| r.selectable()).count();
        let rows = self.rows.iter().take(self.cursor + 1);
        (rows.filter(|r| r.selectable()).count(), total)
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
    pub fn visible(&self) -> impl Iterator<Item = Visible> + '_ {
        let first = self
            .starts
            .partition_point(|s| *s <= self.top)
            .saturating_sub(1);
        let bottom = self.top + self.height;
        (first..self.rows.len())
            .take_while(move |row| self.starts[*row] < bottom)
            .map(|row| Visible {
                row,
                first_line: self.top.saturating_sub(self.starts[row]),
                y: self.starts[row].saturating_sub(self.top),
            })
    }

    fn cell(&self) -> Option<&Cell> {
        self.rows.get(self.cursor)?.cells.get(self.column)
    }

    /// Returns the indices of the rows that hold all the (folded) words, with the
    /// headings above them.
    #[must_use]
    pub fn matching(rows: &[Row], words: &[String]) -> Vec<usize> {
        use crate::text::fold::fold;
        let mut kept = Vec::new();
        let mut head = None;
        for (i, row) in rows.iter().enumerate() {
            if row.heading {
                head = Some(i);
                if !row.selectable() {
                    continue;
                }
            }
            let text = fold(&row.words());
            if words.iter().all(|w| text.contains(w.as_str())) {
                if let Some(head) = head.take()
                    && head != i
                {
                    kept.push(head);
                }
                kept.push(i);
            }
        }
        kept
    }
}

#[cfg(test)]
mod tests;
