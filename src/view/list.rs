//! Draws a list: the rows in the window, the pointer beside the cell under the cursor, and the
//! line between the two columns.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::list::{ListKind, ListScreen};
use crate::app::ui::layout::ColumnSpan;
use crate::app::ui::layout::{CURSOR_GUTTER, ListColumns};
use crate::app::ui::styled_text::Role;

use super::text;
use super::theme::Theme;

/// Draws the list; returns the position of the cursor.
pub fn draw(list: &ListScreen, buffer: &mut Buffer, body: Rect, theme: Theme) -> Option<Position> {
    let columns = ListColumns::new(body);
    let (cursor_row, cursor_cell) = list.grid.cursor();
    let mut place = None;
    for visible in list.grid.visible() {
        let Some(row) = list.grid.rows().get(visible.row) else {
            continue;
        };
        let two = row
            .cells
            .iter()
            .any(|c| matches!(c.span, ColumnSpan::Left | ColumnSpan::Right));
        let height = row.cells.iter().map(|c| c.lines.len()).max().unwrap_or(0);
        for (i, cell) in row.cells.iter().enumerate() {
            let (x, width) = columns.span(cell.span);
            let here = visible.row == cursor_row && i == cursor_cell;
            if let Some(y) = screen_row(body, visible.y)
                && list.chosen.contains(&cell.target)
            {
                text::draw_text(buffer, x + 1, y, 1, "x", theme.style(Role::Bookmark));
            }
            for (line, y) in cell.lines.iter().skip(visible.first_line).zip(visible.y..) {
                let Some(y) = screen_row(body, y) else {
                    break;
                };
                let words = x + CURSOR_GUTTER;
                text::draw_line(
                    buffer,
                    words,
                    y,
                    width.saturating_sub(CURSOR_GUTTER),
                    line,
                    theme,
                );
                if here && list.grid.target() != &crate::app::list::target::Target::Nothing {
                    text::draw_text(buffer, x, y, 1, "▌", theme.style(Role::Key));
                    place.get_or_insert(Position::new(x, y));
                }
            }
        }
        if let Some(selection) = &list.cell_selection
            && selection.cell.0 == visible.row
            && let Some(cell) = row.cells.get(selection.cell.1)
        {
            let words = columns.span(cell.span).0 + CURSOR_GUTTER;
            for (line, swept) in selection.columns() {
                let y = (visible.y + line).checked_sub(visible.first_line);
                if let Some(y) = y.and_then(|y| screen_row(body, y)) {
                    let (x, width) = (words + swept.start as u16, swept.len() as u16);
                    let area = Rect::new(x, y, width, 1).intersection(buffer.area);
                    buffer.set_style(area, theme.selected());
                }
            }
        }
        if two && let Some(hinge) = columns.divider() {
            for y in visible.y..visible.y + (height + row.gap).saturating_sub(visible.first_line) {
                if let Some(y) = screen_row(body, y) {
                    text::draw_text(buffer, hinge, y, 1, "│", theme.style(Role::Dim));
                }
            }
        } else if row.is_heading
            && matches!(
                list.kind,
                ListKind::Compare { .. } | ListKind::Results | ListKind::Speakers
            )
            && let Some(hinge) = columns.divider()
            && let Some(y) = screen_row(
                body,
                visible.y + height.saturating_sub(visible.first_line + 1),
            )
            && height > 1
        {
            text::draw_text(buffer, hinge, y, 1, "│", theme.style(Role::Dim));
        }
    }
    place
}

fn screen_row(body: Rect, y: usize) -> Option<u16> {
    (y < usize::from(body.height)).then(|| body.y + y as u16)
}
