//! A list on the screen: its rows, what filters them, and what was chosen or selected in it.

use std::collections::HashSet;
use std::sync::Arc;

use crate::app::list::cell_selection::CellSelection;
use crate::app::list::comparison_item::ComparisonItem;
use crate::app::list::filter::ListFilter;
use crate::app::list::grid::{Cell, Grid, Row};
use crate::app::list::kind::ListKind;
use crate::app::list::listed_bookmarks::ListedBookmarks;
use crate::app::list::match_filter::MatchFilter;
use crate::app::list::rows::{RowContext, notice};
use crate::app::list::target::Target;
use crate::app::state::open_briefing::OpenBriefing;
use crate::app::state::search::SearchState;
use crate::app::ui::layout::{CURSOR_GUTTER, ColumnSpan, ListColumns};

/// A list on the screen.
#[derive(Clone, Debug)]
pub struct ListScreen {
    /// Which one.
    pub kind: ListKind,
    /// The briefing it belongs to.
    pub open: Option<Arc<OpenBriefing>>,
    /// Its rows.
    pub grid: Grid,
    /// What was typed to filter its rows; empty if all are shown.
    pub filter: String,
    /// The rows that were chosen for a command on several.
    pub chosen: Vec<Target>,
    /// The search that it shows the results of; empty for other kinds.
    pub search: SearchState,
    /// Fades or hides what does not match the last search, if switched on.
    pub match_filter: Option<MatchFilter>,
    /// What is selected with the mouse, if anything.
    pub cell_selection: Option<CellSelection>,
    /// The bookmarks that it shows; empty for other kinds.
    pub listed_bookmarks: ListedBookmarks,
    /// What its rows are laid out from, if it is the comparison; empty for other kinds.
    pub comparison_items: Vec<ComparisonItem>,
    /// How many items match the filter, and how many there are without it; none if there is
    /// no filter.
    pub counts: Option<(usize, usize)>,
    /// The columns, height and version of the data for which it is laid out.
    layout_key: Option<(ListColumns, usize, u64)>,
    /// The filter that was applied by the last layout.
    applied_filter: String,
}

impl ListScreen {
    /// Creates a list that is not yet laid out.
    #[must_use]
    pub fn new(kind: ListKind, open: Option<Arc<OpenBriefing>>) -> ListScreen {
        ListScreen {
            kind,
            open,
            grid: Grid::default(),
            filter: String::new(),
            chosen: Vec::new(),
            search: SearchState::default(),
            match_filter: None,
            cell_selection: None,
            listed_bookmarks: ListedBookmarks::default(),
            comparison_items: Vec::new(),
            counts: None,
            layout_key: None,
            applied_filter: String::new(),
        }
    }

    /// Starts a selection in the card under the cursor, at a row of the window.
    pub(in crate::app) fn start_cell_selection(
        &mut self,
        columns: ListColumns,
        y: usize,
        column: u16,
    ) {
        let cell = self.grid.cursor();
        let Some(found) = self.grid.rows()[cell.0].cells.get(cell.1) else {
            return;
        };
        let Target::Statement {
            statement,
            appearance,
            ..
        } = found.target
        else {
            return;
        };
        let Some(open) = &self.open else {
            return;
        };
        let line = self.grid.line_of(cell.0, y as isize);
        let spot = (line, column_in_span(columns, found.span, column));
        let what = (statement, appearance);
        self.cell_selection = CellSelection::start(cell, &found.lines, &open.briefing, what, spot);
    }

    /// Extends the selection to a row of the window; returns `true` if it holds words now and
    /// held none before.
    pub(in crate::app) fn extend_selection(
        &mut self,
        columns: ListColumns,
        y: isize,
        column: u16,
    ) -> bool {
        let Some(selection) = &mut self.cell_selection else {
            return false;
        };
        let (row, cell) = selection.cell;
        let Some(found) = self.grid.rows().get(row).and_then(|r| r.cells.get(cell)) else {
            return false;
        };
        let line = self.grid.line_of(row, y);
        let Some(open) = &self.open else {
            return false;
        };
        let text = &open.briefing.article(selection.article).text.text;
        let had = selection.range.is_some();
        selection.extend_to((line, column_in_span(columns, found.span, column)), text);
        !had && selection.range.is_some()
    }

    /// Lays the list out, unless nothing has changed since it was. `source` is what writes
    /// the rows of its kind.
    pub fn layout(&mut self, context: &RowContext, height: usize, version: u64, source: RowSource) {
        let key = (context.columns, height, version);
        if self.layout_key != Some(key) {
            let BuiltRows {
                mut rows,
                is_filtered,
            } = (source.rows)(context, self);
            if rows.len() <= MAX_EAGER_ROWS {
                for row in rows.iter_mut().filter(|row| row.is_lazy()) {
                    row.materialize(&|item, cells| {
                        (source.materialize)(context, self, item, cells)
                    });
                }
            }
            if let Some(filter) = &mut self.match_filter {
                rows = filter.apply(rows, context);
            }
            let has_filter = !self.filter.trim().is_empty();
            self.counts = None;
            if has_filter && !is_filtered {
                let total = self.count_items(&rows);
                rows = self.apply_filter(rows, context);
                self.counts = Some((self.count_items(&rows), total));
            }
            let before = self.grid.target().clone();
            let shown = &self.listed_bookmarks;
            self.grid.replace(rows, height, |target| match target {
                Target::Entry(i) => u32::try_from(*i).ok(),
                target => shown.item(target, context.user),
            });
            if matches!(self.kind, ListKind::Bookmarks(_)) && has_filter {
                // A bookmark may stand in several groups, and is counted once.
                let mut shown: Vec<u32> = self.grid.items().collect();
                shown.sort_unstable();
                shown.dedup();
                self.counts = Some((shown.len(), context.user.bookmarks().len()));
            }
            if self.filter != self.applied_filter {
                self.applied_filter.clone_from(&self.filter);
                // The cursor stays where it was if that matches, else goes to the first match.
                if has_filter && !is_filtered {
                    if *self.grid.target() != before {
                        self.grid.go_first();
                    }
                    self.grid.seek_match();
                }
            }
            self.cell_selection = None;
            self.layout_key = Some(key);
        }
        let mut grid = std::mem::take(&mut self.grid);
        grid.materialize(|item, cells| (source.materialize)(context, self, item, cells));
        self.grid = grid;
    }

    /// Sets the filter of its rows.
    pub fn set_filter(&mut self, filter: &str) {
        filter.clone_into(&mut self.filter);
        self.invalidate();
    }

    /// Has the list laid out anew, after its filter or its kind has changed.
    pub fn invalidate(&mut self) {
        self.layout_key = None;
    }

    /// Drops the bookmarks that are shown; the next layout fetches them again. A change of
    /// the stored bookmarks would copy the whole list while it is still shared here.
    pub fn release_bookmarks(&mut self) {
        if matches!(self.kind, ListKind::Bookmarks(_)) {
            self.listed_bookmarks = ListedBookmarks::default();
            self.invalidate();
        }
    }

    /// Drops the rows of a long list that goes into the history, where many such lists would
    /// fill the memory. With a filter they stay: its search would have to be run again.
    pub fn drop_rows(&mut self) {
        if self.filter.is_empty() && self.grid.unload() {
            self.listed_bookmarks = ListedBookmarks::default();
            self.invalidate();
        }
    }

    /// Counts the items in some rows: the rows of the comparison, else the statements, else
    /// the cells with a target. Each counts once, however often it is listed.
    fn count_items(&self, rows: &[Row]) -> usize {
        if matches!(self.kind, ListKind::Compare { .. }) {
            let items = rows.iter().filter_map(|row| row.lazy);
            let items = items.filter_map(|p| self.comparison_items.get(p.item as usize));
            let mut count = 0;
            let mut last = None;
            for item in items {
                if last != Some(item.row) {
                    count += 1;
                    last = Some(item.row);
                }
            }
            return count;
        }
        let cells = rows.iter().flat_map(|row| &row.cells);
        let matching = cells.filter(|c| c.is_match && c.target != Target::Nothing);
        let mut statements = HashSet::new();
        let mut others = 0;
        for cell in matching {
            match &cell.target {
                Target::Statement {
                    statement,
                    appearance,
                    ..
                } => {
                    statements.insert((*statement, *appearance));
                }
                _ => others += 1,
            }
        }
        if statements.is_empty() {
            others
        } else {
            statements.len()
        }
    }

    fn apply_filter(&self, rows: Vec<Row>, context: &RowContext) -> Vec<Row> {
        let filter = ListFilter::parse(&self.filter);
        let open = self.open.as_deref();
        let kept = filter.apply(rows, open);
        if !kept.is_empty() {
            return kept;
        }
        let nothing = || format!("No rows contain \"{}\". Esc shows everything.", self.filter);
        vec![notice(
            context,
            &filter.unknown_status_message().unwrap_or_else(nothing),
        )]
    }
}

/// Rows up to which all rows of a list are laid out at once, so that their heights are known
/// and the position in per cent is exact. In a longer list only rows near the window are, so
/// that opening it does not take time for rows that nobody looks at.
const MAX_EAGER_ROWS: usize = 300;

/// Lays out the cells of a lazy row of a list, from its item and its cells so far.
pub type CellWriter = fn(&RowContext, &ListScreen, u32, &[Cell]) -> Option<Vec<Cell>>;

/// The functions that write the rows of a list. They belong to the screens, which lists do
/// not know.
#[derive(Clone, Copy, Debug)]
pub struct RowSource {
    /// Writes all rows, and keeps with the list what lazy rows are laid out from.
    pub rows: fn(&RowContext, &mut ListScreen) -> BuiltRows,
    /// Lays out the cells of a lazy row, from its item or from the targets of its cells.
    pub materialize: CellWriter,
}

/// The rows of a list before they are filtered.
#[derive(Clone, Debug, Default)]
pub struct BuiltRows {
    /// The rows.
    pub rows: Vec<Row>,
    /// Whether the filter of the list is applied already, because writing all rows first would
    /// take too long.
    pub is_filtered: bool,
}

impl From<Vec<Row>> for BuiltRows {
    fn from(rows: Vec<Row>) -> BuiltRows {
        BuiltRows {
            rows,
            is_filtered: false,
        }
    }
}

/// Returns the column within the text of a span.
fn column_in_span(columns: ListColumns, span: ColumnSpan, column: u16) -> usize {
    usize::from(column.saturating_sub(columns.span(span).0 + CURSOR_GUTTER))
}
