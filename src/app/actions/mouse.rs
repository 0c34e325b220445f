//! From the mouse to the cursor: a click places it, dragging selects, the wheel scrolls.

use crate::app::app_state::AppState;
use crate::app::app_state::screen::Screen;
use crate::app::message::Mouse;
use crate::app::reader::SelectionUnit;
use crate::app::ui::layout::{self, ListColumns};

/// Lines that one notch of the wheel scrolls, as in most terminals.
const LINES_PER_NOTCH: isize = 3;

impl AppState {
    /// Handles a use of the mouse.
    pub(in crate::app) fn on_mouse(&mut self, mouse: Mouse) {
        match mouse {
            Mouse::Wheel(notches) => {
                self.scroll_lines(isize::from(notches) * LINES_PER_NOTCH);
            }
            Mouse::Press { column, row } => self.on_press(column, row),
            Mouse::Drag { column, row } => self.on_drag(column, row),
        }
    }

    fn on_press(&mut self, column: u16, row: u16) {
        let body = self.regions().body;
        let text = self.reader_regions().text;
        match self.nav.screen_mut() {
            Screen::List(list) => {
                list.cell_selection = None;
                let columns = ListColumns::new(body);
                let is_right = columns.divider().map(|divider| column > divider);
                if let Some(y) = row.checked_sub(body.y)
                    && list.grid.click(y.into(), is_right)
                {
                    list.start_cell_selection(columns, y.into(), column);
                }
            }
            Screen::Article(reader) => {
                let x = column.saturating_sub(text.x + layout::GUTTER);
                if let Some(y) = row.checked_sub(text.y)
                    && let Some(at) = reader.offset_at_cell(usize::from(y), usize::from(x))
                {
                    reader.selection = None;
                    reader.cursor = at;
                }
            }
        }
    }

    fn on_drag(&mut self, column: u16, row: u16) {
        let body = self.regions().body;
        let text = self.reader_regions().text;
        match self.nav.screen_mut() {
            Screen::Article(reader) => {
                let x = column.saturating_sub(text.x + layout::GUTTER);
                if let Some(y) = row.checked_sub(text.y)
                    && let Some(at) = reader.offset_at_cell(usize::from(y), usize::from(x))
                {
                    if reader.selection.is_none() {
                        reader.select(SelectionUnit::Word);
                    }
                    reader.cursor = at;
                }
            }
            Screen::List(list) => {
                let y = isize::try_from(row).unwrap_or(0) - isize::try_from(body.y).unwrap_or(0);
                if list.extend_selection(ListColumns::new(body), y, column) {
                    self.hint(
                        "y copies these words, Y with their source, b keeps them; Esc lets go.",
                    );
                }
            }
        }
    }
}
