//! Draws an article: gutter, rows of text with all that is marked in them, and the
//! card of the statement under the cursor beside or below it.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use crate::app::App;
use crate::app::card::{Detail, card};
use crate::app::layout::{GUTTER, ReaderRegions};
use crate::app::reader::{Reader, TextRow, WindowRow};
use crate::app::rich::{Role, flow};
use crate::model::{InlineStyle, Kind, PassageKind, StatementIx};

use super::rich;
use super::theme::Theme;

/// Draws the article; returns where the cursor stands.
pub fn draw(
    app: &App,
    reader: &Reader,
    buffer: &mut Buffer,
    regions: ReaderRegions,
    theme: &Theme,
) -> Option<Position> {
    let marks = Marks::of(app, reader);
    for (row, y) in reader
        .window()
        .into_iter()
        .zip(regions.text.y..regions.text.bottom())
    {
        match row {
            WindowRow::Blank => {}
            WindowRow::Head(line) => {
                let room = regions.text.width.saturating_sub(GUTTER);
                rich::line(buffer, regions.text.x + GUTTER, y, room, line, theme);
            }
            WindowRow::Text(row) => draw_row(reader, row, &marks, buffer, regions.text, y, theme),
        }
    }
    draw_card(reader, buffer, regions, theme);
    let (y, x) = reader.cursor_cell()?;
    let x = regions.text.x + GUTTER + (x as u16).min(regions.text.width.saturating_sub(GUTTER + 1));
    (y < usize::from(regions.text.height)).then(|| Position::new(x, regions.text.y + y as u16))
}

/// What is marked in an article, each list in the order of the text.
struct Marks<'a> {
    statements: &'a [(Range<usize>, StatementIx)],
    hits: &'a [Range<usize>],
    kept: Vec<Range<usize>>,
    selected: Option<Range<usize>>,
}

impl<'a> Marks<'a> {
    fn of(app: &App, reader: &'a Reader) -> Marks<'a> {
        let briefing = &reader.desk.briefing;
        let article = &briefing.article(reader.article).id;
        let kept = app.keeping().in_article(&briefing.id, article);
        Marks {
            statements: reader.desk.spans(reader.article),
            hits: &reader.hits,
            kept: kept.map(|b| b.place.range.clone()).collect(),
            selected: reader.selected(),
        }
    }
}

fn draw_row(
    reader: &Reader,
    row: &TextRow,
    marks: &Marks,
    buffer: &mut Buffer,
    area: Rect,
    y: u16,
    theme: &Theme,
) {
    let text = reader.text();
    let end = row.start
        + text
            .text
            .get(row.start..row.end)
            .unwrap_or("")
            .trim_end()
            .len();
    let range = row.start..end;
    let passage = &text.passages[row.passage];
    gutter(reader, row, &range, marks, buffer, area, y, theme);
    let mut x = area.x + GUTTER;
    let limit = area.right();
    if row.indent > 0 {
        if row.first
            && let PassageKind::Item { marker, depth } = &passage.kind
        {
            let from = x + u16::from(*depth) * 2;
            rich::text(
                buffer,
                from,
                y,
                limit.saturating_sub(from),
                marker,
                Style::new(),
            );
        }
        if matches!(passage.kind, PassageKind::Quote) {
            rich::text(buffer, x + 1, y, 1, ">", theme.style(Role::Dim));
        }
        if matches!(passage.kind, PassageKind::Correction) {
            rich::text(buffer, x, y, 1, "!", theme.style(Role::Doubt));
        }
        x += row.indent;
    }
    // Statements that can touch this row: those that begin before its end.
    let spans: Vec<&(Range<usize>, StatementIx)> = marks
        .statements
        .iter()
        .take_while(|(r, _)| r.start < range.end)
        .filter(|(r, _)| r.end > range.start)
        .collect();
    let inlines: Vec<_> = text
        .inlines
        .iter()
        .filter(|i| i.range.start < range.end && i.range.end > range.start)
        .collect();
    let from = marks.hits.partition_point(|h| h.end <= range.start);
    let hits: Vec<&Range<usize>> = marks.hits[from..]
        .iter()
        .take_while(|h| h.start < range.end)
        .collect();
    let mut cuts = vec![range.start, range.end];
    let mut cut = |r: &Range<usize>| {
        cuts.push(r.start.clamp(range.start, range.end));
        cuts.push(r.end.clamp(range.start, range.end));
    };
    spans.iter().for_each(|(r, _)| cut(r));
    inlines.iter().for_each(|i| cut(&i.range));
    hits.iter().for_each(|h| cut(h));
    marks.selected.iter().for_each(&mut cut);
    cuts.sort_unstable();
    cuts.dedup();
    let current = reader.statement();
    for pair in cuts.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let holds = |r: &Range<usize>| r.start <= a && b <= r.end;
        let mut style = match passage.kind {
            PassageKind::Heading(_) => theme.style(Role::Title),
            PassageKind::Correction => theme.style(Role::Curator),
            _ => Style::new(),
        };
        for inline in inlines.iter().filter(|i| holds(&i.range)) {
            style = style.add_modifier(match inline.style {
                InlineStyle::Emphasis => Modifier::ITALIC,
                InlineStyle::Strong => Modifier::BOLD,
                InlineStyle::Code => Modifier::DIM,
                InlineStyle::Link(_) => Modifier::UNDERLINED,
            });
        }
        let inner = spans
            .iter()
            .filter(|(r, _)| holds(r))
            .min_by_key(|(r, _)| r.len());
        if let Some((_, statement)) = inner {
            let column = reader.desk.column_of(*statement);
            let role = match reader.desk.briefing.statement(*statement).kind {
                Kind::Direct => Role::Quoted(column),
                Kind::Paraphrase => Role::Reported(column),
            };
            style = style.patch(theme.style(role));
            if current == Some(*statement) {
                style = style.add_modifier(Modifier::BOLD);
            }
        }
        if hits.iter().any(|h| holds(h)) {
            let here = hits.iter().any(|h| holds(h) && h.contains(&reader.cursor));
            style = style.patch(if here {
                theme.here()
            } else {
                theme.style(Role::Hit)
            });
        }
        if marks.selected.as_ref().is_some_and(&holds) {
            style = style.patch(theme.selected());
        }
        let words = text.text.get(a..b).unwrap_or("");
        x = rich::text(buffer, x, y, limit.saturating_sub(x), words, style);
    }
}

/// The signs beside a row: kept, and whose statement begins or goes on here.
#[allow(clippy::too_many_arguments)]
fn gutter(
    reader: &Reader,
    row: &TextRow,
    range: &Range<usize>,
    marks: &Marks,
    buffer: &mut Buffer,
    area: Rect,
    y: u16,
    theme: &Theme,
) {
    let touches = |r: &Range<usize>| r.start < range.end && r.end > range.start;
    if marks.kept.iter().any(touches) {
        rich::text(buffer, area.x, y, 1, "*", theme.style(Role::Kept));
    }
    let spans = marks
        .statements
        .iter()
        .take_while(|(r, _)| r.start < range.end);
    let mut spans = spans.filter(|(r, _)| touches(r));
    let Some((first, statement)) = spans.next() else {
        return;
    };
    // Where one ends and another begins on the same row, the beginning is told.
    let begins = spans.find(|(r, _)| r.start >= row.start);
    let (first, statement) = match begins {
        Some((r, s)) if first.start < row.start => (r, s),
        _ => (first, statement),
    };
    let column = reader.desk.column_of(*statement);
    let side = reader.desk.briefing.side_of(*statement);
    let sign = if first.start >= row.start {
        reader.desk.sign(side).to_string()
    } else {
        "│".to_owned()
    };
    rich::text(
        buffer,
        area.x + 1,
        y,
        1,
        &sign,
        theme.style(Role::Side(column)),
    );
}

fn draw_card(reader: &Reader, buffer: &mut Buffer, regions: ReaderRegions, theme: &Theme) {
    let area = regions.card;
    if area.is_empty() {
        return;
    }
    let beside = area.x >= regions.text.right();
    let frame = if reader.card.focused {
        theme.style(Role::Key)
    } else {
        theme.style(Role::Dim)
    };
    let inner = if beside {
        for y in area.y..area.bottom() {
            rich::text(buffer, area.x.saturating_sub(2), y, 1, "│", frame);
        }
        area
    } else {
        let rule = "─".repeat(usize::from(area.width));
        rich::text(buffer, area.x, area.y, area.width, &rule, frame);
        Rect::new(area.x, area.y + 1, area.width, area.height - 1)
    };
    let width = usize::from(inner.width).max(4);
    let lines = match reader.statement() {
        Some(statement) => {
            let appearance = reader.desk.appearance_in(statement, reader.article);
            card(&reader.desk, statement, appearance, Detail::Full, width)
        }
        None => {
            let text = if reader.desk.spans(reader.article).is_empty() {
                "No statement stands in this article."
            } else {
                "No statement stands here. ]s goes to the next one."
            };
            flow(&[crate::app::rich::piece(text, Role::Dim)], width, 0, 0)
        }
    };
    let height = usize::from(inner.height);
    let scroll = reader.card.scroll.min(lines.len().saturating_sub(height));
    let more = lines.len() > scroll + height;
    for (i, line) in lines.iter().skip(scroll).take(height).enumerate() {
        let y = inner.y + i as u16;
        if more && i + 1 == height {
            let rest = lines.len() - scroll - i;
            let text = format!("… {rest} more lines (Tab, then j)");
            rich::text(
                buffer,
                inner.x,
                y,
                inner.width,
                &text,
                theme.style(Role::Dim),
            );
        } else {
            rich::line(buffer, inner.x, y, inner.width, line, theme);
        }
    }
}
