//! Draws spans, lines and texts into cells, by grapheme, never beyond the columns given.

use ratatui::buffer::Buffer;
use ratatui::style::Style;

use crate::app::ui::styled_text::{StyledLine, StyledSpan};
use crate::text::clean::{clean_line, is_clean};
use crate::text::width::{clip, width};

use super::theme::Theme;

/// Draws spans on one row; returns the column after the last.
pub fn draw_spans(
    buffer: &mut Buffer,
    x: u16,
    y: u16,
    room: u16,
    line: &[StyledSpan],
    theme: Theme,
) -> u16 {
    let mut at = x;
    let end = x.saturating_add(room);
    for piece in line {
        at = draw_text(
            buffer,
            at,
            y,
            end.saturating_sub(at),
            &piece.text,
            theme.style(piece.role),
        );
    }
    at
}

/// Draws spans on one row, with "…" at its end where they do not fit.
pub fn draw_truncated(
    buffer: &mut Buffer,
    x: u16,
    y: u16,
    room: u16,
    line: &[StyledSpan],
    theme: Theme,
) {
    let wanted: usize = line.iter().map(|p| width(&p.text)).sum();
    if wanted <= usize::from(room) || room == 0 {
        draw_spans(buffer, x, y, room, line, theme);
    } else {
        let after = draw_spans(buffer, x, y, room - 1, line, theme);
        draw_text(buffer, after, y, 1, "…", Style::new());
    }
}

/// Draws a line; returns the column after it.
pub fn draw_line(
    buffer: &mut Buffer,
    x: u16,
    y: u16,
    room: u16,
    line: &StyledLine,
    theme: Theme,
) -> u16 {
    draw_spans(buffer, x, y, room, &line.0, theme)
}

/// Draws a text in one style; returns the column after it. What does not fit in `room` columns
/// or in the buffer is not drawn.
pub fn draw_text(buffer: &mut Buffer, x: u16, y: u16, room: u16, text: &str, style: Style) -> u16 {
    let area = buffer.area;
    if y < area.top() || y >= area.bottom() || x < area.left() || x >= area.right() {
        return x;
    }
    let room = room.min(area.right() - x);
    // All text is cleaned on the way in; this catches what was missed.
    let cleaned = (!is_clean(text)).then(|| clean_line(text));
    let shown = clip(cleaned.as_deref().unwrap_or(text), usize::from(room));
    let (after, _) = buffer.set_stringn(x, y, shown, usize::from(room), style);
    after
}
