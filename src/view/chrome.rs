//! Draws the header, the status line and the footer.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;

use crate::app::message::StatusLevel;
use crate::app::prompt::Prompt;
use crate::app::ui::styled_text::{Role, styled};
use crate::app::{AppState, chrome};
use crate::text::width::{truncate, width};

use super::text;
use super::theme::Theme;

/// Draws the message that the window is too small, as much of it as fits.
pub fn draw_too_small(buffer: &mut Buffer, area: Rect, theme: Theme) {
    for (y, text) in (area.y..area.bottom()).zip(["Too small:", "20×5 is", "needed.", "Q quits."])
    {
        text::draw_text(
            buffer,
            area.x,
            y,
            area.width,
            text,
            theme.style(Role::Plain),
        );
    }
}

/// Draws the header: the screen's title, and the position in it on the right.
pub fn draw_header(app: &AppState, buffer: &mut Buffer, area: Rect, theme: Theme) {
    if area.is_empty() {
        return;
    }
    let (left, right) = chrome::header(app);
    buffer.set_style(area, theme.bar());
    let room = usize::from(area.width.saturating_sub(2));
    let right = if width(&right) + 12 <= room {
        right
    } else {
        String::new()
    };
    let room = room - width(&right).min(room);
    let left = truncate(
        &left,
        room.saturating_sub(usize::from(!right.is_empty()) * 2),
    );
    let style = theme.bar();
    text::draw_text(
        buffer,
        area.x + 1,
        area.y,
        area.width - 1,
        &left,
        style.add_modifier(Modifier::BOLD),
    );
    let x = area.right().saturating_sub(1 + width(&right) as u16);
    text::draw_text(buffer, x, area.y, area.width, &right, style);
}

/// Draws the status line, or the prompt in its place; returns the cursor of the prompt.
pub fn draw_status(
    app: &AppState,
    buffer: &mut Buffer,
    area: Rect,
    theme: Theme,
) -> Option<Position> {
    if area.is_empty() {
        return None;
    }
    let y = area.y;
    match app.prompt() {
        // Errors that come in meanwhile, as from the external editor, show while a note is open.
        Some(Prompt::Note(..)) => {
            let trouble = app.status().filter(|s| s.level == StatusLevel::Error);
            if let Some(status) = trouble {
                let text = truncate(&status.text, area.width.saturating_sub(2).into());
                let style = theme.style(status_role(status.level));
                text::draw_text(
                    buffer,
                    area.x + 1,
                    y,
                    area.width.saturating_sub(2),
                    &text,
                    style,
                );
            }
            return None;
        }
        Some(prompt) => {
            return Some(draw_input(app, prompt, buffer, area, theme));
        }
        None => {}
    }
    let right = chrome::status_suffix(app);
    let room = area.width.saturating_sub(2 + width(&right) as u16 + 1);
    if let Some(status) = app.status() {
        let (text, _) = chrome::status_text(app, status, area.width);
        let style = theme.style(status_role(status.level));
        text::draw_text(buffer, area.x + 1, y, room, &text, style);
    } else {
        let text = truncate(&chrome::bookmark_badge(app, room.into()), room.into());
        text::draw_text(buffer, area.x + 1, y, room, &text, theme.style(Role::Dim));
    }
    let x = area.right().saturating_sub(1 + width(&right) as u16);
    text::draw_text(buffer, x, y, area.width, &right, theme.style(Role::Key));
    None
}

/// Returns the role in which a status of this level is drawn.
fn status_role(level: StatusLevel) -> Role {
    match level {
        StatusLevel::Info => Role::Plain,
        StatusLevel::Hint => Role::Dim,
        StatusLevel::Error => Role::Bad,
    }
}

/// Columns that the input of a prompt needs before a hint is drawn beside it: shorter input
/// could not be read while typing.
const MIN_INPUT_COLUMNS: usize = 16;

/// Draws a prompt with the cursor in view, and a hint beside it where there is room; returns
/// the cursor.
fn draw_input(
    app: &AppState,
    prompt: &Prompt,
    buffer: &mut Buffer,
    area: Rect,
    theme: Theme,
) -> Position {
    let beside = chrome::prompt_suffix(app);
    let open = app.open().map(|d| d.briefing.id.as_str());
    let label = prompt.label(open, area.width.into());
    // In a narrow window the label takes half of the row at most.
    let label = truncate(&label, usize::from(area.width / 2));
    let x = text::draw_text(
        buffer,
        area.x + 1,
        area.y,
        area.width,
        &label,
        theme.style(Role::Key),
    );
    let mut room = usize::from(area.right().saturating_sub(x + 1));
    let taken = width(&beside) + 3;
    if !beside.is_empty() && room >= taken + MIN_INPUT_COLUMNS {
        room -= taken;
        let x = area.right().saturating_sub(width(&beside) as u16 + 1);
        let style = theme.style(Role::Dim);
        text::draw_text(buffer, x, area.y, area.width, &beside, style);
    }
    let field = prompt.input();
    let cursor = field.cursor();
    let before = &field.text()[..cursor];
    // Drop whole graphemes at the front until the cursor fits.
    let mut shown = before;
    while width(shown) > room {
        let first = crate::text::segment::next_grapheme(shown, 0).max(1);
        shown = shown.get(first..).unwrap_or("");
    }
    let marks: Vec<Range<usize>> = chrome::query_diagnostics(app)
        .iter()
        .map(|n| n.diagnostic.range.clone())
        .collect();
    // One more column than the text before the cursor may take, for the cursor itself.
    let limit = x + room as u16 + 1;
    let (mut end, mut at) = (x, x);
    for part in split_at_marks(field.text(), before.len() - shown.len(), cursor, &marks) {
        if part.start == cursor {
            end = at;
        }
        let role = if marks.iter().any(|m| m.contains(&part.start)) {
            Role::Diagnostic
        } else {
            Role::Plain
        };
        let words = field.text().get(part).unwrap_or("");
        at = text::draw_text(
            buffer,
            at,
            area.y,
            limit.saturating_sub(at),
            words,
            theme.style(role),
        );
    }
    if cursor == field.text().len() {
        end = at;
    }
    Position::new(end.min(area.right() - 1), area.y)
}

/// Splits a text from `start` on, at the cursor and at both ends of each mark.
fn split_at_marks(
    text: &str,
    start: usize,
    cursor: usize,
    marks: &[Range<usize>],
) -> Vec<Range<usize>> {
    let mut cuts = vec![start, cursor, text.len()];
    cuts.extend(marks.iter().flat_map(|m| [m.start, m.end]));
    cuts.retain(|at| (start..=text.len()).contains(at) && text.is_char_boundary(*at));
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2).map(|pair| pair[0]..pair[1]).collect()
}

/// Draws the footer: the diagnostic of the query in the prompt, else the rest of a status that
/// is too long for its line, else key hints, as many as fit.
pub fn draw_footer(app: &AppState, buffer: &mut Buffer, area: Rect, theme: Theme) {
    if area.is_empty() {
        return;
    }
    if let Some(noted) = chrome::query_diagnostic_at_cursor(app) {
        let role = if noted.is_unfinished {
            Role::Plain
        } else {
            Role::Doubt
        };
        let room = area.width.saturating_sub(2);
        let text = truncate(&noted.diagnostic.message(), usize::from(room));
        text::draw_text(buffer, area.x + 1, area.y, room, &text, theme.style(role));
        return;
    }
    if let (Some(status), None) = (app.status(), app.prompt()) {
        let (_, rest) = chrome::status_text(app, status, area.width);
        if !rest.is_empty() {
            let room = area.width.saturating_sub(2);
            let style = theme.style(status_role(status.level));
            text::draw_text(buffer, area.x + 1, area.y, room, &rest, style);
            return;
        }
    }
    let hints = chrome::key_hints(app);
    let help = hints.iter().position(|(_, label)| *label == "keys");
    let columns = |i: usize| width(&hints[i].0) + 1 + width(hints[i].1) + 2;
    let mut room = usize::from(area.width).saturating_sub(2 + help.map_or(0, columns));
    let mut x = area.x + 1;
    let mut full = false;
    for (i, (key, label)) in hints.iter().enumerate() {
        // The key that lists all keys is never left out.
        if Some(i) != help {
            full |= columns(i) > room;
            if full {
                continue;
            }
            room -= columns(i);
        }
        let line = [
            styled(key, Role::Key),
            styled(format!(" {label}"), Role::Dim),
        ];
        x = text::draw_spans(buffer, x, area.y, area.width, &line, theme) + 2;
    }
}
