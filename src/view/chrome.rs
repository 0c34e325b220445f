//! Draws the header, the status line and the footer.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;

use crate::app::msg::Tone;
use crate::app::prompt::Prompt;
use crate::app::rich::{Role, piece};
use crate::app::{App, chrome};
use crate::text::width::{ellipsis, width};

use super::rich;
use super::theme::Theme;

/// Says that the window is too small, as far as there is room.
pub fn too_small(buffer: &mut Buffer, area: Rect, theme: Theme) {
    for (y, text) in (area.y..area.bottom()).zip(["Too small:", "20×5 is", "needed.", "Q quits."])
    {
        rich::text(
            buffer,
            area.x,
            y,
            area.width,
            text,
            theme.style(Role::Plain),
        );
    }
}

/// Draws where we are and how far.
pub fn header(app: &App, buffer: &mut Buffer, area: Rect, theme: Theme) {
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
    let left = ellipsis(
        &left,
        room.saturating_sub(usize::from(!right.is_empty()) * 2),
    );
    let style = theme.bar();
    rich::text(
        buffer,
        area.x + 1,
        area.y,
        area.width - 1,
        &left,
        style.add_modifier(Modifier::BOLD),
    );
    let x = area.right().saturating_sub(1 + width(&right) as u16);
    rich::text(buffer, x, area.y, area.width, &right, style);
}

/// Draws what was done, or what is being typed; returns the cursor of what is typed.
pub fn status(app: &App, buffer: &mut Buffer, area: Rect, theme: Theme) -> Option<Position> {
    if area.is_empty() {
        return None;
    }
    let y = area.y;
    match app.prompt() {
        Some(Prompt::Note(..)) => return None,
        Some(prompt) => {
            let beside = chrome::beside_prompt(app);
            return Some(typed(prompt, beside, buffer, area, theme));
        }
        None => {}
    }
    let pending = chrome::pending(app);
    let mut right = pending;
    if right.is_empty() && app.unsaved() > 0 {
        "saving…".clone_into(&mut right);
    }
    let progress = app.progress();
    if right.is_empty() && progress.done < progress.total {
        right = chrome::progress(progress);
    }
    let room = area.width.saturating_sub(2 + width(&right) as u16 + 1);
    if let Some(status) = app.status() {
        let (sign, role) = match status.tone {
            Tone::Done => ("", Role::Plain),
            Tone::Nothing => ("", Role::Dim),
            Tone::Trouble => ("! ", Role::Bad),
        };
        let text = ellipsis(&format!("{sign}{}", status.text), usize::from(room));
        rich::text(buffer, area.x + 1, y, room, &text, theme.style(role));
    }
    let x = area.right().saturating_sub(1 + width(&right) as u16);
    rich::text(buffer, x, y, area.width, &right, theme.style(Role::Key));
    None
}

/// Columns that a line being typed has before anything else stands beside it.
const TYPED: usize = 16;

/// Draws a line being typed, its end in view, with a word beside it where there
/// is room; returns the cursor.
fn typed(prompt: &Prompt, beside: &str, buffer: &mut Buffer, area: Rect, theme: Theme) -> Position {
    let label = prompt.label();
    // In a narrow window the label must leave half of the row to what is typed.
    let label = ellipsis(&label, usize::from(area.width / 2));
    let x = rich::text(
        buffer,
        area.x + 1,
        area.y,
        area.width,
        &label,
        theme.style(Role::Key),
    );
    let mut room = usize::from(area.right().saturating_sub(x + 1));
    let taken = width(beside) + 3;
    if !beside.is_empty() && room >= taken + TYPED {
        room -= taken;
        let x = area.right().saturating_sub(width(beside) as u16 + 1);
        let style = theme.style(Role::Dim);
        rich::text(buffer, x, area.y, area.width, beside, style);
    }
    let field = prompt.field();
    let (before, after) = field.text().split_at(field.cursor());
    // Drop whole graphemes at the front until the cursor fits.
    let mut shown = before;
    while width(shown) > room {
        let first = crate::text::segment::next_grapheme(shown, 0).max(1);
        shown = shown.get(first..).unwrap_or("");
    }
    let end = rich::text(
        buffer,
        x,
        area.y,
        room as u16,
        shown,
        theme.style(Role::Plain),
    );
    let rest = (room as u16 + 1).saturating_sub(end - x);
    rich::text(buffer, end, area.y, rest, after, theme.style(Role::Plain));
    Position::new(end.min(area.right() - 1), area.y)
}

/// Draws the keys that matter now, as many as fit whole.
pub fn footer(app: &App, buffer: &mut Buffer, area: Rect, theme: Theme) {
    if area.is_empty() {
        return;
    }
    let hints = chrome::hints(app);
    let help = hints.iter().position(|(_, label)| *label == "keys");
    let columns = |i: usize| width(&hints[i].0) + 1 + width(hints[i].1) + 2;
    let mut room = usize::from(area.width).saturating_sub(2 + help.map_or(0, columns));
    let mut x = area.x + 1;
    let mut full = false;
    for (i, (key, label)) in hints.iter().enumerate() {
        // The way to all keys is never the one that is left out.
        if Some(i) != help {
            full |= columns(i) > room;
            if full {
                continue;
            }
            room -= columns(i);
        }
        let line = [piece(key, Role::Key), piece(format!(" {label}"), Role::Dim)];
        x = rich::pieces(buffer, x, area.y, area.width, &line, theme) + 2;
    }
}
