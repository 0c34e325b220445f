//! Draws panels over the body: completions, the keys that may follow a prefix, the note editor,
//! and the preview of a bookmark's surroundings.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::preview::preview;
use crate::app::prompt::Prompt;
use crate::app::ui::layout::Regions;
use crate::app::ui::styled_text::{Role, StyledSpan, styled};
use crate::app::{AppState, chrome};
use crate::text::width::{truncate, width};
use crate::text::wrap::wrap;

use super::text;
use super::theme::Theme;

/// Draws completions, or the keys that may follow those pressed so far, at the bottom of the body.
pub fn draw_popup(app: &AppState, buffer: &mut Buffer, body: Rect, theme: Theme) {
    let completions = chrome::completions(app);
    let follow = chrome::continuations(app);
    if !completions.is_empty() {
        draw_popup_rows(buffer, body, &completions, theme);
    } else if !follow.is_empty() {
        let list: Vec<(Vec<StyledSpan>, bool)> = follow
            .into_iter()
            .map(|(key, help)| {
                let pad = 7usize.saturating_sub(width(&key));
                let key = styled(format!("{key}{}", " ".repeat(pad)), Role::Key);
                (vec![key, styled(help, Role::Plain)], false)
            })
            .collect();
        draw_popup_rows(buffer, body, &list, theme);
    }
}

fn draw_popup_rows(
    buffer: &mut Buffer,
    body: Rect,
    list: &[(Vec<StyledSpan>, bool)],
    theme: Theme,
) {
    let height = (list.len() as u16 + 1).min(body.height);
    let area = Rect::new(body.x, body.bottom() - height, body.width, height);
    clear(buffer, area);
    let rule = "─".repeat(usize::from(area.width));
    text::draw_text(
        buffer,
        area.x,
        area.y,
        area.width,
        &rule,
        theme.style(Role::Dim),
    );
    for ((pieces, chosen), y) in list.iter().zip(area.y + 1..area.bottom()) {
        let room = area.width.saturating_sub(3);
        text::draw_truncated(buffer, area.x + 2, y, room, pieces, theme);
        if *chosen {
            buffer.set_style(Rect::new(area.x, y, area.width, 1), theme.bar());
        }
    }
}

/// Draws the preview of a bookmark: the text around it.
pub fn draw_preview(app: &AppState, buffer: &mut Buffer, regions: Regions, theme: Theme) {
    let area = regions.panel;
    let Some(preview) = preview(app, regions).filter(|_| area.height > 1) else {
        return;
    };
    clear(buffer, area);
    draw_titled_rule(buffer, area, &format!(" {} ", preview.title), theme);
    for (line, y) in preview.lines.iter().zip(area.y + 1..area.bottom()) {
        let room = area.width.saturating_sub(2);
        text::draw_truncated(buffer, area.x + 2, y, room, &line.0, theme);
    }
}

/// Draws the upper edge of a panel, with its title.
fn draw_titled_rule(buffer: &mut Buffer, area: Rect, title: &str, theme: Theme) {
    let rule = "─".repeat(usize::from(area.width));
    let style = theme.style(Role::Key);
    text::draw_text(buffer, area.x, area.y, area.width, &rule, style);
    let title = truncate(title, usize::from(area.width.saturating_sub(4)));
    text::draw_text(buffer, area.x + 2, area.y, area.width, &title, style);
}

/// Draws the note editor; returns the cursor.
pub fn draw_note(
    app: &AppState,
    buffer: &mut Buffer,
    area: Rect,
    theme: Theme,
) -> Option<Position> {
    let Some(Prompt::Note(bookmark, field)) = app.prompt() else {
        return None;
    };
    if area.height < 2 {
        return None;
    }
    clear(buffer, area);
    let words: String = bookmark
        .exact
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let title = format!(" note on “{words}");
    let title = truncate(&title, usize::from(area.width.saturating_sub(6)));
    draw_titled_rule(buffer, area, &format!("{title}” "), theme);
    let columns = app.note_columns();
    let (row, column) = field.cursor_cell(columns);
    let height = usize::from(area.height - 1);
    let top = (row + 1).saturating_sub(height);
    let rows = wrap(field.text(), columns);
    for (range, y) in rows.iter().skip(top).zip(area.y + 1..area.bottom()) {
        let text = field.text().get(range.clone()).unwrap_or("");
        let text = text.trim_end_matches('\n');
        text::draw_text(
            buffer,
            area.x + 2,
            y,
            area.width.saturating_sub(2),
            text,
            theme.style(Role::Plain),
        );
    }
    let x = (area.x + 2 + column as u16).min(area.right() - 1);
    Some(Position::new(x, area.y + 1 + (row - top) as u16))
}

/// Clears a part of the screen.
fn clear(buffer: &mut Buffer, area: Rect) {
    let area = area.intersection(buffer.area);
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            if let Some(cell) = buffer.cell_mut((x, y)) {
                cell.reset();
            }
        }
    }
}
