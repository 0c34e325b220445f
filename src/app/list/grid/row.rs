//! The rows of a grid and their cells. A row of a long list is lazy at first: it knows its
//! item and about how many lines it will have, and its cells are laid out when the window
//! comes near.

use crate::app::list::target::Target;
use crate::app::ui::layout::ColumnSpan;
use crate::app::ui::styled_text::StyledLine;

/// One cell: its lines, laid out for the width of its span.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Which columns it takes.
    pub span: ColumnSpan,
    /// Its lines of text.
    pub lines: Vec<StyledLine>,
    /// What it is about; the cursor stands only on cells that are about something.
    pub target: Target,
    /// Whether it matches the filter of the list. A cell that is shown only because another cell
    /// of its row matches does not.
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

    /// Creates a cell whose lines are laid out when it comes near the window.
    #[must_use]
    pub fn lazy(span: ColumnSpan, target: Target) -> Cell {
        Cell::new(span, Vec::new(), target)
    }

    /// Creates a cell across the screen.
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
    /// One or two cells; none, or without lines, while the row is lazy.
    pub cells: Vec<Cell>,
    /// Whether it belongs together with the row below: a filter keeps both or none.
    pub keep_with_next: bool,
    /// What a filter keeps of it.
    pub filter: RowFilter,
    /// Whether it is the heading of those that follow; `{` and `}` go from heading to heading.
    pub is_heading: bool,
    /// Empty rows of the screen after it.
    pub gap: usize,
    /// The item of the list that it shows; none where the screen does not number its items.
    pub lazy: Option<LazyRow>,
}

/// What is known of a row before its cells are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LazyRow {
    /// Which item of the list it shows.
    pub item: u32,
    /// How many lines it has; an estimate until it has been laid out once.
    pub lines: u32,
}

impl Row {
    /// Creates a row of these cells.
    #[must_use]
    pub fn from_cells(cells: Vec<Cell>) -> Row {
        Row {
            cells,
            ..Row::default()
        }
    }

    /// Creates a row of one cell across the screen.
    #[must_use]
    pub fn full(lines: Vec<StyledLine>, target: Target) -> Row {
        Row::from_cells(vec![Cell::full(lines, target)])
    }

    /// Creates a row without cells, which are laid out when it comes near the window.
    #[must_use]
    pub fn lazy(lazy: LazyRow) -> Row {
        Row {
            lazy: Some(lazy),
            ..Row::default()
        }
    }

    /// Creates a row of these cells, whose lines are laid out when it comes near the window.
    #[must_use]
    pub fn lazy_with_cells(cells: Vec<Cell>, lazy: LazyRow) -> Row {
        Row {
            cells,
            lazy: Some(lazy),
            ..Row::default()
        }
    }

    /// Keeps it together with the row below.
    #[must_use]
    pub fn with_next(mut self) -> Row {
        self.keep_with_next = true;
        self
    }

    /// Sets the item of the list that it shows.
    #[must_use]
    pub fn with_item(mut self, item: u32) -> Row {
        let lines = (self.height() - self.gap) as u32;
        self.lazy = Some(LazyRow { item, lines });
        self
    }

    /// Marks it as a heading.
    #[must_use]
    pub fn as_heading(mut self) -> Row {
        self.is_heading = true;
        self
    }

    /// Sets the empty rows after it.
    #[must_use]
    pub fn with_gap(mut self, gap: usize) -> Row {
        self.gap = gap;
        self
    }

    pub(super) fn height(&self) -> usize {
        let lines = match self.lazy {
            Some(lazy) if self.is_lazy() => lazy.lines as usize,
            _ => self.cells.iter().map(|c| c.lines.len()).max().unwrap_or(0),
        };
        lines + self.gap
    }

    pub(super) fn is_selectable(&self) -> bool {
        let unknown = self.cells.is_empty() && self.lazy.is_some();
        unknown || self.cells.iter().any(|c| c.target != Target::Nothing)
    }

    pub(in crate::app) fn is_lazy(&self) -> bool {
        self.lazy.is_some() && self.cells.iter().all(|c| c.lines.is_empty())
    }

    /// Lays out the cells of a lazy row; returns `false` if there was nothing to lay out.
    pub(in crate::app) fn materialize(
        &mut self,
        layout: &impl Fn(u32, &[Cell]) -> Option<Vec<Cell>>,
    ) -> bool {
        let Some(lazy) = self.lazy.as_mut() else {
            return false;
        };
        let Some(mut cells) = layout(lazy.item, &self.cells) else {
            return false;
        };
        for (cell, before) in cells.iter_mut().zip(&self.cells) {
            cell.is_match = before.is_match;
        }
        let lines = cells.iter().map(|c| c.lines.len()).max().unwrap_or(0);
        lazy.lines = lines as u32;
        self.cells = cells;
        true
    }
}
