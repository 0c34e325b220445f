//! Draws an article: gutter, text with statements, matches and bookmarks marked in it, and the
//! card of the statement under the cursor.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use crate::app::AppState;
use crate::app::reader::{ArticleReader, TextRow, WindowRow};
use crate::app::state::user_data::gutter_sign;
use crate::app::ui::layout::{GUTTER, ReaderRegions};
use crate::app::ui::styled_text::Role;
use crate::model::{InlineStyle, PassageKind, QuotationKind, StatementIx};

use super::text;
use super::theme::Theme;

/// Draws the article; returns the position of the cursor.
pub fn draw(
    app: &AppState,
    reader: &ArticleReader,
    buffer: &mut Buffer,
    regions: ReaderRegions,
    theme: Theme,
) -> Option<Position> {
    let window = reader.window();
    let marks = VisibleMarks::new(app, reader, &window, theme);
    for (row, y) in window.iter().zip(regions.text.y..regions.text.bottom()) {
        match row {
            WindowRow::Blank => {}
            WindowRow::Head(line) => {
                let room = regions.text.width.saturating_sub(GUTTER);
                text::draw_line(buffer, regions.text.x + GUTTER, y, room, line, theme);
            }
            WindowRow::Text(row) => marks.draw_row(row, buffer, regions.text, y),
        }
    }
    draw_card(reader, buffer, regions, theme);
    let (y, x) = reader.cursor_cell()?;
    let x = regions.text.x + GUTTER + (x as u16).min(regions.text.width.saturating_sub(GUTTER + 1));
    (y < usize::from(regions.text.height)).then(|| Position::new(x, regions.text.y + y as u16))
}

/// The marks in the visible part of an article.
struct VisibleMarks<'a> {
    reader: &'a ArticleReader,
    theme: Theme,
    statements: Vec<&'a (Range<usize>, StatementIx)>,
    hits: &'a [Range<usize>],
    /// Each part of a bookmark, with the letter of its highlight.
    bookmarks: Vec<(Range<usize>, Option<char>)>,
    selected: Option<Range<usize>>,
    current: Option<StatementIx>,
}

impl<'a> VisibleMarks<'a> {
    fn new(
        app: &AppState,
        reader: &'a ArticleReader,
        window: &[WindowRow],
        theme: Theme,
    ) -> VisibleMarks<'a> {
        let rows = || {
            window.iter().filter_map(|row| match row {
                WindowRow::Text(row) => Some(**row),
                _ => None,
            })
        };
        let first = rows().next().map_or(0, |row| row.start);
        let last = rows().next_back().map_or(0, |row| row.end);
        let in_view = |r: &Range<usize>| r.start < last && r.end > first;
        let briefing = &reader.open.briefing;
        let article = &briefing.article(reader.article).id;
        let placings = app.user().anchors();
        let kept = app.user().in_article(&briefing.id, article);
        let spans = reader.open.spans(reader.article).iter();
        let hits = &reader.hits;
        let from = hits.partition_point(|h| h.end <= first);
        let to = hits.partition_point(|h| h.start < last).max(from);
        VisibleMarks {
            reader,
            theme,
            statements: spans.filter(|(r, _)| in_view(r)).collect(),
            hits: &hits[from..to],
            bookmarks: kept
                .flat_map(|b| placings.ranges(b).into_iter().map(|r| (r, b.letter)))
                .filter(|(r, _)| in_view(r))
                .collect(),
            selected: reader.selected(),
            current: reader.statement(),
        }
    }

    fn draw_row(&self, row: &TextRow, buffer: &mut Buffer, area: Rect, y: u16) {
        let text = self.reader.text();
        let words = text.text.get(row.start..row.end).unwrap_or("").trim_end();
        let range = row.start..row.start + words.len();
        let passage = &text.passages[row.passage];
        self.draw_gutter(row, &range, buffer, area, y);
        let mut x = area.x + GUTTER;
        let limit = area.right();
        if row.indent > 0 {
            let (sign, at, role) = match &passage.kind {
                PassageKind::Item { marker, depth } if row.first => {
                    (marker.as_str(), u16::from(*depth) * 2, Role::Plain)
                }
                PassageKind::Quote => (">", 1, Role::Dim),
                PassageKind::Correction => ("!", 0, Role::Doubt),
                _ => ("", 0, Role::Plain),
            };
            let room = row.indent.saturating_sub(at);
            text::draw_text(buffer, x + at, y, room, sign, self.theme.style(role));
            x += row.indent;
        }
        for (range, style) in self.styled_ranges(row, &range) {
            let words = text.text.get(range).unwrap_or("");
            x = text::draw_text(buffer, x, y, limit.saturating_sub(x), words, style);
        }
    }

    /// Splits a row where its style changes.
    fn styled_ranges(&self, row: &TextRow, range: &Range<usize>) -> Vec<(Range<usize>, Style)> {
        let text = self.reader.text();
        let passage = &text.passages[row.passage];
        let touches = |r: &Range<usize>| r.start < range.end && r.end > range.start;
        let spans: Vec<_> = self.statements.iter().filter(|s| touches(&s.0)).collect();
        let hits: Vec<_> = self.hits.iter().filter(|h| touches(h)).collect();
        let from = text
            .inlines
            .partition_point(|i| i.range.start < passage.range.start);
        let inlines: Vec<_> = text.inlines[from..]
            .iter()
            .take_while(|i| i.range.start < range.end)
            .filter(|i| touches(&i.range))
            .collect();
        let marked = spans.iter().map(|s| &s.0);
        let marked = marked.chain(hits.iter().copied());
        let marked = marked.chain(inlines.iter().map(|i| &i.range));
        let mut cuts = vec![range.start, range.end];
        for r in marked.chain(&self.selected) {
            cuts.push(r.start.clamp(range.start, range.end));
            cuts.push(r.end.clamp(range.start, range.end));
        }
        cuts.sort_unstable();
        cuts.dedup();
        let looks = cuts.windows(2).map(|pair| {
            let (a, b) = (pair[0], pair[1]);
            let holds = |r: &Range<usize>| r.start <= a && b <= r.end;
            let mut style = match passage.kind {
                PassageKind::Heading(_) => self.theme.style(Role::Title),
                PassageKind::Correction => self.theme.style(Role::Curator),
                _ => Style::new(),
            };
            for inline in inlines.iter().filter(|i| holds(&i.range)) {
                style = style.add_modifier(inline_modifier(&inline.style));
            }
            let inner = spans.iter().filter(|s| holds(&s.0));
            if let Some((_, statement)) = inner.min_by_key(|s| s.0.len()) {
                style = style.patch(self.theme.style(self.role(*statement)));
                if self.current == Some(*statement) {
                    style = style.add_modifier(Modifier::BOLD);
                }
            }
            if let Some(hit) = hits.iter().find(|h| holds(h)) {
                style = style.patch(if hit.contains(&self.reader.cursor) {
                    self.theme.current_match()
                } else {
                    self.theme.style(Role::Match)
                });
            }
            if self.selected.as_ref().is_some_and(holds) {
                style = style.patch(self.theme.selected());
            }
            (a..b, style)
        });
        looks.collect()
    }

    fn role(&self, statement: StatementIx) -> Role {
        let column = self.reader.open.column_of(statement);
        match self.reader.open.briefing.statement(statement).kind {
            QuotationKind::Direct => Role::Quoted(column),
            QuotationKind::Paraphrase => Role::Reported(column),
        }
    }

    /// Draws the signs beside a row: its bookmarks, and the side whose statement begins or
    /// continues here.
    fn draw_gutter(
        &self,
        row: &TextRow,
        range: &Range<usize>,
        buffer: &mut Buffer,
        area: Rect,
        y: u16,
    ) {
        let touches = |r: &Range<usize>| r.start < range.end && r.end > range.start;
        // Of several overlapping bookmarks, the only one that begins on the row is shown,
        // else their number.
        let kept: Vec<_> = self.bookmarks.iter().filter(|(r, _)| touches(r)).collect();
        if !kept.is_empty() {
            let mut beginning = kept.iter().filter(|(r, _)| r.start >= row.start);
            let sign = match (kept.as_slice(), beginning.next(), beginning.next()) {
                ([(_, letter)], ..) | (_, Some((_, letter)), None) => {
                    gutter_sign(*letter).to_string()
                }
                (all, ..) => all.len().min(9).to_string(),
            };
            text::draw_text(
                buffer,
                area.x,
                y,
                1,
                &sign,
                self.theme.style(Role::Bookmark),
            );
        }
        let spans = || self.statements.iter().filter(|s| touches(&s.0));
        // Where one ends and another begins on the same row, the one that begins is shown.
        let begins = spans().find(|s| s.0.start >= row.start);
        let Some((range, statement)) = begins.or_else(|| spans().next()).copied() else {
            return;
        };
        let open = &self.reader.open;
        let whose = if range.start >= row.start {
            open.side_letter(open.briefing.side_of(*statement))
                .to_string()
        } else {
            "│".to_owned()
        };
        let style = self.theme.style(Role::Side(open.column_of(*statement)));
        text::draw_text(buffer, area.x + 1, y, 1, &whose, style);
    }
}

fn inline_modifier(style: &InlineStyle) -> Modifier {
    match style {
        InlineStyle::Emphasis => Modifier::ITALIC,
        InlineStyle::Strong => Modifier::BOLD,
        InlineStyle::Code => Modifier::DIM,
        InlineStyle::Link(_) => Modifier::UNDERLINED,
    }
}

fn draw_card(reader: &ArticleReader, buffer: &mut Buffer, regions: ReaderRegions, theme: Theme) {
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
    if beside {
        for y in area.y..area.bottom() {
            text::draw_text(buffer, area.x.saturating_sub(2), y, 1, "│", frame);
        }
    } else {
        let rule = "─".repeat(usize::from(area.width));
        text::draw_text(buffer, area.x, area.y, area.width, &rule, frame);
    }
    let inner = regions.card_text();
    let lines = reader.card_lines(usize::from(inner.width).max(4));
    let height = usize::from(inner.height);
    let scroll = reader.card.scroll.min(lines.len().saturating_sub(height));
    let more = lines.len() > scroll + height;
    for (i, line) in lines.iter().skip(scroll).take(height).enumerate() {
        let y = inner.y + i as u16;
        if more && i + 1 == height {
            let rest = lines.len() - scroll - i;
            let text = format!("… {rest} more lines (Tab, then j)");
            text::draw_text(
                buffer,
                inner.x,
                y,
                inner.width,
                &text,
                theme.style(Role::Dim),
            );
        } else {
            text::draw_line(buffer, inner.x, y, inner.width, line, theme);
        }
    }
}
