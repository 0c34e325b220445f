//! Who writes the rows of each screen that is a list.

use crate::app::list::grid::Cell;
use crate::app::list::kind::ListKind;
use crate::app::list::rows::{RowContext, notice};
use crate::app::list::screen::{BuiltRows, ListScreen, RowSource};
use crate::app::list::target::Target;
use crate::app::screens::{
    bookmarks, briefing, carriers, compare, help, library, matrix, problems, results,
    saved_searches, speakers, timeline, unanswered,
};

/// Writes the rows of every list.
pub const ROW_SOURCE: RowSource = RowSource {
    rows: build_rows,
    materialize: materialize_cells,
};

/// Writes all rows of a list.
fn build_rows(context: &RowContext, list: &mut ListScreen) -> BuiltRows {
    let rows = match (&list.kind, &list.open) {
        (ListKind::Library, _) => return library::rows(context, &list.filter),
        (ListKind::Bookmarks(grouping), _) => {
            let (rows, shown) = bookmarks::rows(context, *grouping, &list.filter);
            list.listed_bookmarks = shown;
            return BuiltRows {
                rows,
                is_filtered: true,
            };
        }
        (ListKind::Results, _) => results::rows(context, &list.search),
        (ListKind::Trash, _) => bookmarks::trash_rows(context),
        (ListKind::SavedSearches, _) => saved_searches::rows(context),
        (ListKind::Help(scope), _) => help::rows(context, *scope),
        (ListKind::Problems(title, problems), _) => problems::rows(context, title, problems),
        (ListKind::Briefing, Some(open)) => briefing::rows(context, open),
        (ListKind::Compare { third_parties }, Some(open)) => {
            let (rows, items) = compare::rows(context, open, *third_parties);
            list.comparison_items = items;
            rows
        }
        (ListKind::Speakers, Some(open)) => speakers::rows(context, open),
        (ListKind::Speaker(ix), Some(open)) => speakers::speaker_rows(context, open, *ix),
        (ListKind::Carriers(ix), Some(open)) => carriers::rows(context, open, *ix),
        (ListKind::Timeline, Some(open)) => timeline::rows(context, open),
        (ListKind::Matrix, Some(open)) => matrix::rows(context, open),
        (ListKind::Unanswered, Some(open)) => unanswered::rows(context, open),
        (_, None) => {
            let text = "No briefing is open. Go to the library (gl).";
            vec![notice(context, text)]
        }
    };
    rows.into()
}

/// Lays out the cells of a lazy row, from its item or from the targets of its cells.
fn materialize_cells(
    context: &RowContext,
    list: &ListScreen,
    item: u32,
    cells: &[Cell],
) -> Option<Vec<Cell>> {
    let statement = || match cells.first()?.target {
        Target::Statement { statement, .. } => Some(statement),
        _ => None,
    };
    let open = list.open.as_deref();
    match &list.kind {
        ListKind::Library => library::cell(context, item).map(|cell| vec![cell]),
        ListKind::Bookmarks(_) => {
            let cell = bookmarks::lazy_cell(context, &list.listed_bookmarks, item)?;
            Some(vec![cell])
        }
        ListKind::Compare { .. } => {
            let item = list.comparison_items.get(item as usize)?;
            Some(compare::cells::cells(context, open?, item))
        }
        ListKind::Timeline => Some(timeline::cells(context, open?, statement()?)),
        ListKind::Matrix => Some(matrix::cells(context, open?, cells.first()?)),
        ListKind::Unanswered => Some(unanswered::cells(context, open?, statement()?)),
        ListKind::Speaker(_) => Some(speakers::statement_cells(context, open?, statement()?)),
        ListKind::Speakers => {
            let open = open?;
            let written = cells.iter().map(|cell| match cell.target {
                Target::Speaker(ix) => speakers::cell(context, open, ix, cell.span),
                _ => Cell::lazy(cell.span, Target::Nothing),
            });
            Some(written.collect())
        }
        // These write all their rows at once.
        ListKind::Briefing
        | ListKind::Carriers(_)
        | ListKind::Results
        | ListKind::Trash
        | ListKind::SavedSearches
        | ListKind::Help(_)
        | ListKind::Problems(..) => None,
    }
}
