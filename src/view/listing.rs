//! Draws a list: the rows that are in the window, the pointer beside the cell
//! under the cursor, the hinge between the two sides.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::list::grid::Span;
use crate::app::list::{Kind, Listing};
use crate::app::ui::layout::{Columns, POINTER};
use crate::app::ui::styled_text::Role;

use super::rich;
use super::theme::Theme;

/// Draws the list; returns where the cursor stands.
pub fn draw(list: &Listing, buffer: &mut Buffer, body: Rect, theme: Theme) -> Option<Position> {
    let columns = Columns::of(body);
    let (cursor_row, cursor_cell) = list.grid.cursor();
    let mut place = None;
    for visible in list.grid.visible() {
        let Some(row) = list.grid.rows().get(visible.row) else {
            continue;
        };
        let two = row
            .cells
            .iter()
            .any(|c| matches!(c.span, Span::Left | Span::Right));
        let height = row.cells.iter().map(|c| c.lines.len()).max().unwrap_or(0);
        for (i, cell) in row.cells.iter().enumerate() {
            let (x, width) = columns.span(cell.span);
            let here = visible.row == cursor_row && i == cursor_cell;
            if let Some(y) = row_of(body, visible.y)
                && list.chosen.contains(&cell.target)
            {
                rich::text(buffer, x + 1, y, 1, "x", theme.style(Role::Kept));
            }
            for (line, y) in cell.lines.iter().skip(visible.first_line).zip(visible.y..) {
                let Some(y) = row_of(body, y) else {
                    break;
                };
                let words = x + POINTER;
                rich::line(buffer, words, y, width.saturating_sub(POINTER), line, theme);
                if here && list.grid.target() != &crate::app::list::target::Target::Nothing {
                    rich::text(buffer, x, y, 1, "▌", theme.style(Role::Key));
                    place.get_or_insert(Position::new(x, y));
                }
            }
        }
        if let Some(stretch) = &list.stretch
            && stretch.cell.0 == visible.row
            && let Some(cell) = row.cells.get(stretch.cell.1)
        {
            let words = columns.span(cell.span).0 + POINTER;
            for (line, swept) in stretch.columns() {
                let y = (visible.y + line).checked_sub(visible.first_line);
                if let Some(y) = y.and_then(|y| row_of(body, y)) {
                    let (x, width) = (words + swept.start as u16, swept.len() as u16);
                    let area = Rect::new(x, y, width, 1).intersection(buffer.area);
                    buffer.set_style(area, theme.selected());
                }
            }
        }
        if two && let Some(hinge) = columns.hinge() {
            for y in visible.y..visible.y + (height + row.gap).saturating_sub(visible.first_line) {
                if let Some(y) = row_of(body, y) {
                    rich::text(buffer, hinge, y, 1, "│", theme.style(Role::Dim));
                }
            }
        } else if row.heading
            && matches!(list.kind, Kind::Compare { .. } | Kind::Results | Kind::Who)
            && let Some(hinge) = columns.hinge()
            && let Some(y) = row_of(
                body,
                visible.y + height.saturating_sub(visible.first_line + 1),
            )
            && height > 1
        {
            rich::text(buffer, hinge, y, 1, "│", theme.style(Role::Dim));
        }
    }
    place
}

fn row_of(body: Rect, y: usize) -> Option<u16> {
    (y < usize::from(body.height)).then(|| body.y + y as u16)
}
