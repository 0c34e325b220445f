//! The rows of an article for one width: its head, then its passages, wrapped.

use crate::app::state::open_briefing::OpenBriefing;
use crate::app::ui::styled_text::{Role, StyledLine, wrap_text};
use crate::model::{ArticleIx, PassageKind};
use crate::text::width::{offset_at, width};
use crate::text::wrap::wrap_hanging;

/// One row of the article on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextRow {
    /// First byte of the canonical text.
    pub start: usize,
    /// Byte after the last, blanks at the row's end included.
    pub end: usize,
    /// Index of the passage.
    pub passage: usize,
    /// Columns left free before the words.
    pub indent: u16,
    /// Whether it is the first row of its passage.
    pub first: bool,
    /// Whether an empty row comes before it.
    pub spaced: bool,
}

/// The rows of an article for one width.
#[derive(Clone, Debug, Default)]
pub(in crate::app) struct ArticleLayout {
    pub(in crate::app) columns: usize,
    pub(in crate::app) head: Vec<StyledLine>,
    pub(in crate::app) text: Vec<TextRow>,
    /// The line of each text row, counted below the head; empty rows are between.
    pub(in crate::app) lines: Vec<usize>,
    pub(in crate::app) total: usize,
}

/// A row of the window.
#[derive(Clone, Copy, Debug)]
pub enum WindowRow<'a> {
    /// Nothing.
    Blank,
    /// A line of the article's head.
    Head(&'a StyledLine),
    /// A row of the text.
    Text(&'a TextRow),
}

/// Returns the byte of the grapheme at a column of a row; of the last one if the column is
/// after it, as the next byte may be on the next row.
pub(in crate::app) fn grapheme_at(row: &str, column: usize) -> usize {
    let words = row.trim_end();
    let last = crate::text::segment::previous_grapheme(words, words.len());
    offset_at(words, column).min(last)
}

impl ArticleLayout {
    pub(in crate::app) fn new(
        open: &OpenBriefing,
        article: ArticleIx,
        columns: usize,
    ) -> ArticleLayout {
        let text = &open.briefing.article(article).text;
        let mut rows = ArticleLayout {
            columns,
            head: head_lines(open, article, columns),
            ..ArticleLayout::default()
        };
        let mut line = 0;
        for (i, passage) in text.passages.iter().enumerate() {
            let before = i.checked_sub(1).map(|p| &text.passages[p].kind);
            let spaced = before.is_some_and(|b| is_spaced(b, &passage.kind));
            let (first, rest) = indents(&passage.kind);
            let slice = text.slice(&passage.range);
            let wide = columns.max(2);
            let (a, b) = (first.min(wide / 2), rest.min(wide / 2));
            for (n, row) in wrap_hanging(slice, wide - a, wide - b)
                .into_iter()
                .enumerate()
            {
                let first = n == 0;
                if first && spaced {
                    line += 1;
                }
                rows.text.push(TextRow {
                    start: passage.range.start + row.start,
                    end: passage.range.start + row.end,
                    passage: i,
                    indent: if first { a } else { b } as u16,
                    first,
                    spaced: first && spaced,
                });
                rows.lines.push(line);
                line += 1;
            }
        }
        rows.total = rows.head.len() + line;
        rows
    }

    /// Returns the index of the text row that holds a byte.
    pub(in crate::app) fn row_index(&self, offset: usize) -> usize {
        self.text
            .partition_point(|r| r.start <= offset)
            .saturating_sub(1)
    }

    /// Returns the index of the text row at a line, or of the next one below.
    pub(in crate::app) fn row_index_at_line(&self, line: usize) -> usize {
        let line = line.saturating_sub(self.head.len());
        self.lines
            .partition_point(|at| *at < line)
            .min(self.text.len().saturating_sub(1))
    }

    pub(in crate::app) fn row(&self, line: usize) -> WindowRow<'_> {
        if let Some(head) = self.head.get(line) {
            return WindowRow::Head(head);
        }
        let line = line - self.head.len();
        match self.lines.binary_search(&line) {
            Ok(index) => WindowRow::Text(&self.text[index]),
            Err(_) => WindowRow::Blank,
        }
    }
}

/// Returns the head: the article's headline, outlet and dates, and the curator's note.
fn head_lines(open: &OpenBriefing, article: ArticleIx, columns: usize) -> Vec<StyledLine> {
    let a = open.briefing.article(article);
    let mut lines = wrap_text(&a.title, Role::Title, columns, 0);
    let mut facts = vec![a.publisher.clone()];
    if !a.authors.is_empty() {
        facts.push(format!(
            "by {}",
            a.author_names().collect::<Vec<_>>().join(", ")
        ));
    }
    if let Some(date) = &a.published {
        facts.push(date.to_string());
    }
    if let Some(date) = &a.modified {
        facts.push(format!("changed {date}"));
    }
    lines.extend(wrap_text(&facts.join(" · "), Role::Dim, columns, 0));
    if let Some(url) = &a.url {
        lines.extend(wrap_text(url, Role::Dim, columns, 0));
    }
    lines.push(StyledLine::blank());
    lines
}

fn indents(kind: &PassageKind) -> (usize, usize) {
    match kind {
        PassageKind::Paragraph | PassageKind::Heading(_) => (0, 0),
        PassageKind::Item { depth, marker } => {
            let indent = usize::from(*depth) * 2 + width(marker) + 1;
            (indent, indent)
        }
        PassageKind::Quote => (4, 4),
        PassageKind::Code => (2, 4),
        PassageKind::Correction => (2, 2),
    }
}

/// Returns `true` if an empty row comes between two passages.
fn is_spaced(before: &PassageKind, after: &PassageKind) -> bool {
    !matches!(
        (before, after),
        (PassageKind::Item { .. }, PassageKind::Item { .. })
            | (PassageKind::Code, PassageKind::Code)
    )
}
