//! From a screen to SVG text, cell by cell as the program draws it. Shared by the
//! example that writes a picture and by the test that holds the pictures of the
//! documentation against the program; both have the story harness beside it.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use crate::story::Story;

/// Size of a cell in pixels of the picture.
const CELL: (usize, usize) = (9, 19);
/// Pixels around the screen.
const MARGIN: usize = 14;

/// Presses keys on the shipped briefing and returns the screen as SVG text.
///
/// `theme` is one of those that `:theme` takes.
pub fn picture(keys: &str, (width, height): (u16, u16), theme: &str) -> String {
    let mut story = Story::shipped(width, height);
    story
        .keys(":theme")
        .types(&format!(" {theme}"))
        .keys("<Enter>");
    story.keys(keys);
    let (buffer, cursor) = story.buffer();
    svg(&buffer, cursor.map(|c| (c.x, c.y)), theme == "light")
}

/// Writes the cells as SVG text, one element for each run of one style.
fn svg(buffer: &Buffer, cursor: Option<(u16, u16)>, light: bool) -> String {
    let (columns, rows) = (
        usize::from(buffer.area.width),
        usize::from(buffer.area.height),
    );
    let (width, height) = (columns * CELL.0 + 2 * MARGIN, rows * CELL.1 + 2 * MARGIN);
    let (ground, ink) = if light {
        ("#fbfaf7", "#22252a")
    } else {
        ("#16181d", "#d6d8dc")
    };
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"'DejaVu Sans Mono','Menlo','Consolas',monospace\" font-size=\"15\">\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{ground}\"/>\n"
    );
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            let first = &buffer[(x, y)];
            let begin = x;
            let mut text = String::new();
            while x < buffer.area.width && alike(first, &buffer[(x, y)]) {
                let symbol = buffer[(x, y)].symbol();
                text.push_str(symbol);
                x += (diptych::text::width::width(symbol) as u16).max(1);
            }
            run(
                &mut out,
                first,
                &text,
                (begin, x - begin, y),
                (ground, ink, light),
            );
        }
    }
    if let Some((x, y)) = cursor {
        let (px, py) = place(x, y);
        let (w, h) = CELL;
        let _ = writeln!(
            out,
            "<rect x=\"{px}\" y=\"{py}\" width=\"{w}\" height=\"{h}\" fill=\"{ink}\" opacity=\"0.35\"/>"
        );
    }
    out.push_str("</svg>\n");
    out
}

fn run(
    out: &mut String,
    cell: &Cell,
    text: &str,
    (x, width, y): (u16, u16, u16),
    (ground, ink, light): (&str, &str, bool),
) {
    let reversed = cell.modifier.contains(Modifier::REVERSED);
    let colour = hue(cell.fg, light).unwrap_or(ink);
    let (front, back) = if reversed {
        (ground, Some(colour))
    } else {
        (colour, None)
    };
    let (px, py) = place(x, y);
    if let Some(back) = back {
        let w = usize::from(width) * CELL.0;
        let h = CELL.1;
        let _ = writeln!(
            out,
            "<rect x=\"{px}\" y=\"{py}\" width=\"{w}\" height=\"{h}\" fill=\"{back}\"/>"
        );
    }
    if text.trim().is_empty() {
        return;
    }
    let mut looks = String::new();
    for (modifier, look) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
    ] {
        if cell.modifier.contains(modifier) {
            looks.push_str(look);
        }
    }
    let blanks = text.len() - text.trim_start().len();
    let px = px + blanks * CELL.0;
    let words = text.trim();
    let length = diptych::text::width::width(words) * CELL.0;
    let base = py + CELL.1 - 5;
    let escaped = words
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let _ = writeln!(
        out,
        "<text x=\"{px}\" y=\"{base}\" fill=\"{front}\"{looks} textLength=\"{length}\" \
         lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\">{escaped}</text>"
    );
}

fn alike(a: &Cell, b: &Cell) -> bool {
    (a.fg, a.bg, a.modifier) == (b.fg, b.bg, b.modifier)
}

fn place(x: u16, y: u16) -> (usize, usize) {
    (
        MARGIN + usize::from(x) * CELL.0,
        MARGIN + usize::from(y) * CELL.1,
    )
}

/// The sixteen colours as a terminal might show them.
fn hue(colour: Color, light: bool) -> Option<&'static str> {
    Some(match colour {
        Color::Black => "#22252a",
        Color::Red => "#b3261e",
        Color::Green => "#2e7d32",
        Color::Yellow => "#9a6700",
        Color::Blue => "#1f5fbf",
        Color::Magenta => "#8e3a9d",
        Color::Cyan => "#0b7285",
        Color::Gray => "#a3a8b0",
        Color::DarkGray => "#6b7178",
        Color::LightRed => "#ff7b72",
        Color::LightGreen => "#7ee787",
        Color::LightYellow => "#f2cc60",
        Color::LightBlue => "#79c0ff",
        Color::LightMagenta => "#d2a8ff",
        Color::LightCyan => "#76e3ea",
        Color::White if light => "#55595f",
        Color::White => "#f0f3f6",
        _ => return None,
    })
}
