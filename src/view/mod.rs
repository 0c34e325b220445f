//! Draws `App` into the cells of the terminal. No state, no decisions: `app` decides what is
//! shown; here it gets colours and cells.
//!
//! | file | what it draws |
//! |---|---|
//! | `list` | the body of every screen but the article: rows of cells |
//! | `reader` | the article: gutter, text with its marks, the card of a statement |
//! | `chrome` | header, status line or prompt, footer |
//! | `overlay` | panels over the body: completions, key hints, preview, note |
//! | `text` | spans, lines and texts into cells, clipped to the columns there are |
//! | [`theme`] | what each role looks like |

mod chrome;
mod list;
mod overlay;
mod reader;
mod text;
pub mod theme;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::ui::layout;
use crate::app::{AppState, Screen};

use theme::Theme;

/// Draws the whole screen and sets the terminal's cursor.
pub fn draw(app: &AppState, frame: &mut Frame) {
    let area = frame.area();
    if let Some(cursor) = paint(app, frame.buffer_mut(), area) {
        frame.set_cursor_position(cursor);
    }
}

/// Draws into a buffer; returns the position of the terminal's cursor.
pub fn paint(app: &AppState, buffer: &mut Buffer, area: Rect) -> Option<Position> {
    let theme = Theme::new(app.settings().theme);
    let size = app.size();
    if area.is_empty() {
        return None;
    }
    if layout::is_too_small(size) || area.width < size.width || area.height < size.height {
        chrome::draw_too_small(buffer, area, theme);
        return None;
    }
    let regions = app.regions();
    let cursor = match app.screen() {
        Screen::List(list) => list::draw(list, buffer, regions.body, theme),
        Screen::Article(reader) => reader::draw(app, reader, buffer, app.reader_regions(), theme),
    };
    chrome::draw_header(app, buffer, regions.header, theme);
    chrome::draw_footer(app, buffer, regions.footer, theme);
    let status = chrome::draw_status(app, buffer, regions.status, theme);
    overlay::draw_popup(app, buffer, regions.body, theme);
    overlay::draw_preview(app, buffer, regions, theme);
    let note = overlay::draw_note(app, buffer, regions.panel, theme);
    note.or(status).or(cursor)
}
