//! An article on the screen. The cursor and the top of the window are byte
//! offsets of the canonical text; rows are worked out from them for a width, by
//! the one wrap routine, and only kept as long as article and width stay the same.

use std::ops::Range;
use std::sync::Arc;

use crate::model::{ArticleIx, Canonical, PassageKind, StatementIx};
use crate::text::context::{Dropped, dropped};
use crate::text::segment::{quotations, sentences, words};
use crate::text::width::{offset_at, width};
use crate::text::wrap::wrap_hanging;

use super::card::{Detail, card};
use super::desk::Desk;
use super::rich::{Line, Role, flow_text};

/// An article with a place in it.
#[derive(Clone, Debug)]
pub struct Reader {
    /// The briefing.
    pub desk: Arc<Desk>,
    /// The article.
    pub article: ArticleIx,
    /// Byte of the canonical text under the cursor.
    pub cursor: usize,
    /// Column that moving up and down keeps to.
    goal: Option<usize>,
    /// First row of the window.
    top: Top,
    /// The other end of the selection, and its unit.
    pub selection: Option<Selection>,
    /// What a search found, in order, not overlapping.
    pub hits: Vec<Range<usize>>,
    /// The words that were searched for.
    pub sought: String,
    /// Whether the card's pane has the keys, and how far it is scrolled.
    pub card: CardPane,
    rows: Rows,
    height: usize,
}

/// The first row of the window: a line of the article's head, or a place in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Top {
    Head(usize),
    Text(usize),
}

/// A selection that runs from here to the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selection {
    /// Where it began, in bytes.
    pub start: usize,
    /// Where it was first known to end.
    pub end: usize,
    /// What it grows by.
    pub unit: Unit,
}

/// What a selection grows by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Words.
    Word,
    /// Sentences.
    Sentence,
}

/// The pane beside or under the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CardPane {
    /// Whether it has the keys.
    pub focused: bool,
    /// Lines scrolled away at its top.
    pub scroll: usize,
}

/// One row of the article on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextRow {
    /// First byte of the canonical text.
    pub start: usize,
    /// Byte behind the last, blanks at the row's end included.
    pub end: usize,
    /// Index of the passage.
    pub passage: usize,
    /// Columns left free before the words.
    pub indent: u16,
    /// Whether it is the first row of its passage.
    pub first: bool,
    /// Whether an empty row stands before it.
    pub spaced: bool,
}

/// The rows of an article for one width.
#[derive(Clone, Debug, Default)]
struct Rows {
    columns: usize,
    head: Vec<Line>,
    text: Vec<TextRow>,
    /// Where each text row stands, in rows of the screen below the head.
    at: Vec<usize>,
    total: usize,
}

/// A row of the window.
#[derive(Clone, Copy, Debug)]
pub enum WindowRow<'a> {
    /// Nothing.
    Blank,
    /// A line of the article's head.
    Head(&'a Line),
    /// A row of the text.
    Text(&'a TextRow),
}

impl Reader {
    /// Opens an article at its beginning.
    #[must_use]
    pub fn new(desk: Arc<Desk>, article: ArticleIx) -> Reader {
        Reader {
            desk,
            article,
            cursor: 0,
            goal: None,
            top: Top::Head(0),
            selection: None,
            hits: Vec::new(),
            sought: String::new(),
            card: CardPane::default(),
            rows: Rows::default(),
            height: 1,
        }
    }

    /// Returns the canonical text.
    #[must_use]
    pub fn text(&self) -> &Canonical {
        &self.desk.briefing.article(self.article).text
    }

    /// Lays the article out for a width and height, if it is not.
    pub fn lay(&mut self, columns: usize, height: usize) {
        self.height = height.max(1);
        if self.rows.columns != columns {
            self.rows = Rows::lay(&self.desk, self.article, columns);
        }
        self.cursor = self.cursor.min(self.text().text.len());
    }

    /// Puts the cursor on a place, with a paragraph above it where it was not in view.
    pub fn go(&mut self, offset: usize) {
        self.cursor = offset.min(self.text().text.len());
        self.goal = None;
        self.card.scroll = 0;
        let line = self.line_of(self.cursor);
        let top = self.top_line();
        if line < top || line + 1 >= top + self.height {
            let passage = self.text().passage_at(self.cursor);
            let above = passage.saturating_sub(1);
            let start = self.text().passages.get(above).map_or(0, |p| p.range.start);
            let from = self.line_of(start);
            let room = self.height / 3;
            let from = if above == 0 && passage <= 1 { 0 } else { from };
            self.set_top(from.max(line.saturating_sub(room)));
        }
    }

    /// Puts cursor and top where they were left.
    pub fn restore(&mut self, cursor: usize, top: usize) {
        let text = self.text();
        let len = text.text.len();
        self.cursor = crate::text::segment::floor_boundary(&text.text, cursor.min(len));
        self.top = if top == 0 {
            Top::Head(0)
        } else {
            Top::Text(top.min(len))
        };
    }

    /// Returns the byte that begins the top row; 0 where the head is in view.
    #[must_use]
    pub fn top_offset(&self) -> usize {
        match self.top {
            Top::Head(_) => 0,
            Top::Text(offset) => offset,
        }
    }

    /// Returns the rows of the window from the top, as many as it has.
    #[must_use]
    pub fn window(&self) -> Vec<WindowRow<'_>> {
        let top = self.top_line();
        (top..top + self.height)
            .map(|line| self.rows.row(line))
            .collect()
    }

    /// Returns row and column of the cursor in the window, where it is in view.
    #[must_use]
    pub fn cursor_cell(&self) -> Option<(usize, usize)> {
        let row = self.rows.text.get(self.rows.index(self.cursor))?;
        let line = self.line_of(self.cursor);
        let y = line.checked_sub(self.top_line())?;
        let before = self.text().text.get(row.start..self.cursor)?;
        (y < self.height).then(|| (y, usize::from(row.indent) + width(before)))
    }

    /// Returns how far the window is, in per cent of the article.
    #[must_use]
    pub fn percent(&self) -> usize {
        let seen = self.top_line() + self.height;
        if seen >= self.rows.total {
            return 100;
        }
        self.top_line() * 100 / self.rows.total.saturating_sub(self.height).max(1)
    }

    /// Returns the statement under the cursor.
    #[must_use]
    pub fn statement(&self) -> Option<StatementIx> {
        self.desk.statement_at(self.article, self.cursor)
    }

    /// Returns which statement of the article, in the order of the text, the cursor
    /// is in or behind (from 1, 0 before the first), and how many there are.
    #[must_use]
    pub fn statement_number(&self) -> (usize, usize) {
        let list = self.desk.statements_in(self.article);
        let current = self.statement().or_else(|| {
            let spans = self.desk.spans(self.article).iter();
            let before = spans.take_while(|(r, _)| r.start <= self.cursor);
            before.last().map(|(_, s)| *s)
        });
        let number = current
            .and_then(|s| list.iter().position(|x| *x == s))
            .map_or(0, |i| i + 1);
        (number, list.len())
    }

    /// Returns the bytes of the sentence under the cursor.
    #[must_use]
    pub fn sentence(&self) -> Range<usize> {
        self.unit_at(Unit::Sentence, self.cursor)
    }

    /// Returns the bytes of the passage under the cursor.
    #[must_use]
    pub fn paragraph(&self) -> Range<usize> {
        let text = self.text();
        let passage = text.passages.get(text.passage_at(self.cursor));
        passage.map_or(0..0, |p| p.range.clone())
    }

    /// Returns the bytes between the quotation marks around the cursor.
    #[must_use]
    pub fn quotation(&self) -> Option<Range<usize>> {
        let passage = self.paragraph();
        let text = self.text().slice(&passage);
        let at = self.cursor.saturating_sub(passage.start);
        let marked = quotations(text).into_iter().find(|q| q.contains(&at))?;
        let inner = text.get(marked.clone())?;
        let first = inner.chars().next().map_or(0, char::len_utf8);
        let closed = inner[first..].trim_end_matches(['"', '”', '“', '»', '«', '’', '‘']);
        let start = passage.start + marked.start + first;
        Some(start..start + closed.len())
    }

    /// Returns where the parts of a statement stand in this article.
    #[must_use]
    pub fn parts_of(&self, statement: StatementIx) -> Vec<Range<usize>> {
        let spans = self.desk.spans(self.article).iter();
        let own = spans.filter(|(_, s)| *s == statement);
        own.map(|(range, _)| range.clone()).collect()
    }

    /// Returns the bytes of the statement under the cursor, from its first part to
    /// its last in this article.
    #[must_use]
    pub fn statement_range(&self) -> Option<Range<usize>> {
        let parts = self.parts_of(self.statement()?);
        Some(parts.first()?.start..parts.iter().map(|r| r.end).max()?)
    }

    /// Returns the bytes of the word under the cursor, or of the next one.
    #[must_use]
    pub fn word(&self) -> Range<usize> {
        self.unit_at(Unit::Word, self.cursor)
    }

    /// Returns the selected bytes.
    #[must_use]
    pub fn selected(&self) -> Option<Range<usize>> {
        let selection = self.selection?;
        let here = self.unit_at(selection.unit, self.cursor);
        let start = selection.start.min(here.start);
        let end = selection.end.max(here.end);
        (start < end).then_some(start..end)
    }

    /// Returns the card of the statement under the cursor, laid out for a width;
    /// without one, a word on where there is one.
    #[must_use]
    pub fn card_lines(&self, columns: usize) -> Vec<Line> {
        let Some(statement) = self.statement() else {
            let text = if self.desk.spans(self.article).is_empty() {
                "No statement stands in this article."
            } else {
                "No statement stands here. ]s goes to the next one."
            };
            return flow_text(text, Role::Dim, columns, 0);
        };
        let appearance = self.desk.appearance_in(statement, self.article);
        card(&self.desk, statement, appearance, Detail::Full, columns)
    }

    /// Returns how many lines of the card can be scrolled away where it has so
    /// many columns and rows.
    #[must_use]
    pub fn card_limit(&self, columns: u16, rows: u16) -> usize {
        let lines = self.card_lines(usize::from(columns).max(4)).len();
        lines.saturating_sub(usize::from(rows))
    }

    /// Returns the words that a stretch of text leaves out of its own sentences and
    /// that turn their meaning, each with what it does.
    #[must_use]
    pub fn left_out(&self, range: &Range<usize>) -> Vec<Dropped> {
        let text = self.text();
        let language = &self.desk.briefing.article(self.article).language;
        let mut found = Vec::new();
        for passage in &text.passages {
            if passage.range.start >= range.end || passage.range.end <= range.start {
                continue;
            }
            let base = passage.range.start;
            for sentence in sentences(text.slice(&passage.range)) {
                let (start, end) = (base + sentence.start, base + sentence.end);
                let from = range.start.clamp(start, end) - start;
                let to = range.end.clamp(start, end) - start;
                let words = text.slice(&(start..end));
                found.extend(dropped(words, from..to, language));
            }
        }
        found
    }

    /// Begins a selection by a unit, or takes the unit over.
    pub fn select(&mut self, unit: Unit) {
        match &mut self.selection {
            Some(selection) if selection.unit == unit => self.selection = None,
            Some(selection) => selection.unit = unit,
            None => {
                let here = self.unit_at(unit, self.cursor);
                self.selection = Some(Selection {
                    start: here.start,
                    end: here.end,
                    unit,
                });
            }
        }
    }

    /// Selects exactly these bytes, the cursor at their end.
    pub fn select_range(&mut self, range: Range<usize>) {
        let words = words(self.text().slice(&range));
        let last = words.last().map_or(range.start, |w| range.start + w.start);
        self.selection = Some(Selection {
            start: range.start,
            end: range.end,
            unit: Unit::Word,
        });
        self.cursor = last;
        self.keep_in_view();
    }

    /// Moves the cursor by rows.
    pub fn step(&mut self, down: isize) -> bool {
        let index = self.rows.index(self.cursor);
        let next = index
            .saturating_add_signed(down)
            .min(self.rows.text.len().saturating_sub(1));
        let column = self.column();
        if next == index {
            let before = self.top_line();
            self.set_top(before.saturating_add_signed(down));
            return before != self.top_line();
        }
        self.put(next, column);
        self.keep_in_view();
        true
    }

    /// Moves window and cursor by rows of the screen.
    pub fn scroll(&mut self, lines: isize) -> bool {
        let before = (self.top_line(), self.cursor);
        let column = self.column();
        let line = self.line_of(self.cursor);
        self.set_top(before.0.saturating_add_signed(lines));
        let moved = self.top_line() as isize - before.0 as isize;
        let goal = if moved == 0 {
            line.saturating_add_signed(lines)
        } else {
            line.saturating_add_signed(moved)
        };
        let index = self.rows.index_at(goal);
        self.put(index, column);
        self.keep_in_view();
        before != (self.top_line(), self.cursor)
    }

    /// Moves by words.
    pub fn step_words(&mut self, forward: bool) -> bool {
        let before = self.cursor;
        self.goal = None;
        let text = self.text();
        let mut passage = text.passage_at(self.cursor);
        while let Some(p) = text.passages.get(passage) {
            let list = words(text.slice(&p.range));
            let starts = list.iter().map(|w| p.range.start + w.start);
            let found = if forward {
                let mut starts = starts;
                starts.find(|s| *s > before)
            } else {
                starts.rev().find(|s| *s < before)
            };
            if let Some(found) = found {
                self.cursor = found;
                break;
            }
            match if forward {
                passage.checked_add(1)
            } else {
                passage.checked_sub(1)
            } {
                Some(next) => passage = next,
                None => break,
            }
        }
        self.keep_in_view();
        before != self.cursor
    }

    /// Goes to the beginning.
    pub fn first(&mut self) {
        self.cursor = 0;
        self.goal = None;
        self.top = Top::Head(0);
    }

    /// Goes to the last row, or to the n-th passage, from 1.
    pub fn last(&mut self, nth: Option<usize>) {
        match nth {
            Some(n) => {
                let passages = &self.text().passages;
                let index = n.saturating_sub(1).min(passages.len().saturating_sub(1));
                let start = passages.get(index).map_or(0, |p| p.range.start);
                self.go(start);
            }
            None => {
                self.goal = None;
                self.cursor = self.rows.text.last().map_or(0, |r| r.start);
                self.set_top(usize::MAX);
            }
        }
    }

    /// Goes to the passage after or before; before, first to the beginning of this one.
    pub fn step_passage(&mut self, forward: bool) -> bool {
        let passages = &self.text().passages;
        let here = self.text().passage_at(self.cursor);
        let start = passages.get(here).map_or(0, |p| p.range.start);
        let goal = if forward {
            here + 1
        } else if self.cursor > start {
            here
        } else {
            here.wrapping_sub(1)
        };
        let Some(goal) = passages.get(goal).map(|p| p.range.start) else {
            return false;
        };
        self.cursor = goal;
        self.goal = None;
        self.keep_in_view();
        true
    }

    /// Goes to the statement that begins next after, or last before, the cursor.
    pub fn step_statement(&mut self, forward: bool) -> bool {
        let spans = self.desk.spans(self.article);
        let mut starts = Vec::new();
        let mut seen = Vec::new();
        for (range, statement) in spans {
            if !seen.contains(statement) {
                seen.push(*statement);
                starts.push(range.start);
            }
        }
        let goal = if forward {
            starts.into_iter().find(|s| *s > self.cursor)
        } else {
            starts.into_iter().rev().find(|s| *s < self.cursor)
        };
        match goal {
            Some(goal) => {
                self.go(goal);
                true
            }
            None => false,
        }
    }

    /// Goes to the next or the last match before the cursor, around the end where
    /// needed; returns its number from 1, and whether it went around.
    pub fn step_hit(&mut self, forward: bool) -> Option<(usize, bool)> {
        if self.hits.is_empty() {
            return None;
        }
        let (index, around) = if forward {
            match self.hits.iter().position(|h| h.start > self.cursor) {
                Some(i) => (i, false),
                None => (0, true),
            }
        } else {
            match self.hits.iter().rposition(|h| h.start < self.cursor) {
                Some(i) => (i, false),
                None => (self.hits.len() - 1, true),
            }
        };
        self.go(self.hits[index].start);
        Some((index + 1, around))
    }

    /// Returns the byte that stands at a cell of the window.
    #[must_use]
    pub fn offset_at_cell(&self, y: usize, x: usize) -> Option<usize> {
        if y >= self.height {
            return None;
        }
        match self.rows.row(self.top_line() + y) {
            WindowRow::Text(row) => {
                let text = self.text().text.get(row.start..row.end)?;
                let column = x.saturating_sub(usize::from(row.indent));
                Some(row.start + letter_at(text, column))
            }
            _ => None,
        }
    }

    fn unit_at(&self, unit: Unit, offset: usize) -> Range<usize> {
        let text = self.text();
        let Some(passage) = text.passages.get(text.passage_at(offset)) else {
            return 0..0;
        };
        let base = passage.range.start;
        let slice = text.slice(&passage.range);
        let list = match unit {
            Unit::Word => words(slice),
            Unit::Sentence => sentences(slice),
        };
        let at = offset.saturating_sub(base);
        let found = list.iter().find(|r| r.end > at).or(list.last());
        found.map_or(passage.range.clone(), |r| base + r.start..base + r.end)
    }

    fn column(&mut self) -> usize {
        if let Some(goal) = self.goal {
            return goal;
        }
        let row = self.rows.text.get(self.rows.index(self.cursor)).copied();
        let column = row
            .and_then(|r| self.text().text.get(r.start..self.cursor).map(|t| (r, t)))
            .map_or(0, |(r, t)| usize::from(r.indent) + width(t));
        self.goal = Some(column);
        column
    }

    fn put(&mut self, index: usize, column: usize) {
        let Some(row) = self.rows.text.get(index).copied() else {
            return;
        };
        let text = &self.text().text[row.start..row.end];
        let column = column.saturating_sub(usize::from(row.indent));
        self.cursor = row.start + letter_at(text, column);
        self.card.scroll = 0;
    }

    fn keep_in_view(&mut self) {
        let line = self.line_of(self.cursor);
        let top = self.top_line();
        // Where the text begins, its head is shown with it.
        let wanted = if line <= self.rows.head.len() && line < self.height {
            0
        } else {
            line
        };
        if wanted < top {
            self.set_top(wanted);
        } else if line >= top + self.height {
            self.set_top(line + 1 - self.height);
        }
    }

    /// Returns the line at the top. The place that `top` names is not moved to
    /// the beginning of that line, nor up where the article ends within the
    /// window: at the next width it may be in its place again.
    fn top_line(&self) -> usize {
        let line = match self.top {
            Top::Head(line) => line.min(self.rows.head.len()),
            Top::Text(offset) => self.line_of(offset),
        };
        line.min(self.rows.total.saturating_sub(self.height))
    }

    fn set_top(&mut self, line: usize) {
        let line = line.min(self.rows.total.saturating_sub(self.height));
        if line < self.rows.head.len() || self.rows.text.is_empty() {
            self.top = Top::Head(line);
            return;
        }
        let index = self.rows.index_at(line);
        self.top = Top::Text(self.rows.text[index].start);
    }

    fn line_of(&self, offset: usize) -> usize {
        let index = self.rows.index(offset);
        self.rows.head.len() + self.rows.at.get(index).copied().unwrap_or(0)
    }
}

/// Returns the byte of the letter at a column of a row: of the last one where the
/// column is behind it, as what follows may stand on the next row.
fn letter_at(row: &str, column: usize) -> usize {
    let words = row.trim_end();
    let last = crate::text::segment::previous_grapheme(words, words.len());
    offset_at(words, column).min(last)
}

impl Rows {
    fn lay(desk: &Desk, article: ArticleIx, columns: usize) -> Rows {
        let text = &desk.briefing.article(article).text;
        let mut rows = Rows {
            columns,
            head: head(desk, article, columns),
            ..Rows::default()
        };
        let mut line = 0;
        for (i, passage) in text.passages.iter().enumerate() {
            let before = i.checked_sub(1).map(|p| &text.passages[p].kind);
            let spaced = before.is_some_and(|b| apart(b, &passage.kind));
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
                rows.at.push(line);
                line += 1;
            }
        }
        rows.total = rows.head.len() + line;
        rows
    }

    /// Returns the index of the text row that holds a byte.
    fn index(&self, offset: usize) -> usize {
        self.text
            .partition_point(|r| r.start <= offset)
            .saturating_sub(1)
    }

    /// Returns the index of the text row at a line, or of the next below.
    fn index_at(&self, line: usize) -> usize {
        let line = line.saturating_sub(self.head.len());
        self.at
            .partition_point(|at| *at < line)
            .min(self.text.len().saturating_sub(1))
    }

    fn row(&self, line: usize) -> WindowRow<'_> {
        if let Some(head) = self.head.get(line) {
            return WindowRow::Head(head);
        }
        let line = line - self.head.len();
        match self.at.binary_search(&line) {
            Ok(index) => WindowRow::Text(&self.text[index]),
            Err(_) => WindowRow::Blank,
        }
    }
}

/// The article's headline, outlet and dates, and what the curator says of it.
fn head(desk: &Desk, article: ArticleIx, columns: usize) -> Vec<Line> {
    let a = desk.briefing.article(article);
    let mut lines = flow_text(&a.title, Role::Title, columns, 0);
    let mut facts = vec![a.publisher.clone()];
    if !a.authors.is_empty() {
        facts.push(format!("by {}", a.authors.join(", ")));
    }
    if let Some(date) = &a.published {
        facts.push(date.to_string());
    }
    lines.extend(flow_text(&facts.join(" · "), Role::Dim, columns, 0));
    if let Some(url) = &a.url {
        lines.extend(flow_text(url, Role::Dim, columns, 0));
    }
    lines.push(Line::blank());
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

/// Tells whether an empty row stands between two passages.
fn apart(before: &PassageKind, after: &PassageKind) -> bool {
    !matches!(
        (before, after),
        (PassageKind::Item { .. }, PassageKind::Item { .. })
            | (PassageKind::Code, PassageKind::Code)
    )
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use proptest::prelude::*;

    use super::*;
    use crate::bundle::load;
    use crate::model::Source;

    /// The small bundle of the tests, and the shipped one.
    fn desks() -> &'static [Arc<Desk>] {
        static DESKS: std::sync::OnceLock<Vec<Arc<Desk>>> = std::sync::OnceLock::new();
        DESKS.get_or_init(|| {
            let folders = ["tests/fixtures/small", "briefings/kaspersky-lab"];
            let loaded = folders.map(|folder| load(&Source::Folder(PathBuf::from(folder))));
            let briefings = loaded.into_iter().filter_map(|l| l.briefing);
            briefings
                .map(|b| Arc::new(Desk::new(Arc::new(b))))
                .collect()
        })
    }

    /// A briefing and an article, by number.
    fn articles() -> impl Strategy<Value = (usize, usize)> {
        let articles = desks().iter().enumerate();
        let articles: Vec<(usize, usize)> = articles
            .flat_map(|(d, desk)| (0..desk.briefing.articles.len()).map(move |a| (d, a)))
            .collect();
        prop::sample::select(articles)
    }

    fn open((desk, article): (usize, usize)) -> Reader {
        Reader::new(desks()[desk].clone(), ArticleIx(article))
    }

    #[derive(Clone, Copy, Debug)]
    enum Act {
        Step(isize),
        Scroll(isize),
        Words(bool),
        Passage(bool),
        Statement(bool),
        Last(Option<usize>),
        First,
        Lay(usize, usize),
        Select(Unit),
        Point(usize, usize),
    }

    fn act() -> impl Strategy<Value = Act> {
        prop_oneof![
            (-9_isize..=9).prop_map(Act::Step),
            (-40_isize..=40).prop_map(Act::Scroll),
            any::<bool>().prop_map(Act::Words),
            any::<bool>().prop_map(Act::Passage),
            any::<bool>().prop_map(Act::Statement),
            prop::option::of(0_usize..40).prop_map(Act::Last),
            Just(Act::First),
            (1_usize..=300, 1_usize..60).prop_map(|(columns, rows)| Act::Lay(columns, rows)),
            prop::sample::select(vec![Unit::Word, Unit::Sentence]).prop_map(Act::Select),
            (0_usize..70, 0_usize..300).prop_map(|(y, x)| Act::Point(y, x)),
        ]
    }

    fn perform(reader: &mut Reader, act: Act) {
        match act {
            Act::Step(down) => drop(reader.step(down)),
            Act::Scroll(lines) => drop(reader.scroll(lines)),
            Act::Words(forward) => drop(reader.step_words(forward)),
            Act::Passage(forward) => drop(reader.step_passage(forward)),
            Act::Statement(forward) => drop(reader.step_statement(forward)),
            Act::Last(nth) => reader.last(nth),
            Act::First => reader.first(),
            Act::Lay(columns, rows) => reader.lay(columns, rows),
            Act::Select(unit) => reader.select(unit),
            Act::Point(y, x) => {
                if let Some(at) = reader.offset_at_cell(y, x) {
                    reader.cursor = at;
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) })]

        #[test]
        fn rows_cover_the_article_for_every_width(article in articles(), columns in 1_usize..=300) {
            let mut reader = open(article);
            reader.lay(columns, 10);
            let text = reader.text().text.clone();
            let drawn = (0..reader.rows.total).filter(|line| !matches!(reader.rows.row(*line), WindowRow::Blank));
            let blank = reader.rows.text.iter().filter(|r| r.spaced).count();
            prop_assert_eq!(drawn.count() + blank, reader.rows.total, "rows drawn are rows counted");
            let mut at = 0;
            for row in &reader.rows.text {
                prop_assert!(text.is_char_boundary(row.start) && text.is_char_boundary(row.end));
                let words = &text[row.start..row.end];
                let room = columns.max(2).saturating_sub(row.indent.into()).max(2);
                let taken = width(words.trim_end());
                prop_assert!(taken <= room || crate::text::width::graphemes(words).count() == 1, "{words:?} in {room}");
                prop_assert!(text[at..row.start].trim().is_empty(), "{:?} is in no row", &text[at..row.start]);
                at = row.end;
            }
            prop_assert!(text[at..].trim().is_empty());
        }

        #[test]
        fn the_cursor_stays_on_a_letter_and_in_the_window(article in articles(), acts in prop::collection::vec(act(), 1..40)) {
            let mut reader = open(article);
            reader.lay(72, 20);
            for act in acts {
                perform(&mut reader, act);
                let text = reader.text();
                prop_assert!(reader.cursor <= text.text.len() && text.text.is_char_boundary(reader.cursor), "{act:?}");
                if let Some(range) = reader.selected() {
                    prop_assert!(text.text.get(range).is_some(), "{act:?}");
                }
                for range in [reader.word(), reader.sentence(), reader.paragraph()] {
                    prop_assert!(text.text.get(range).is_some(), "{act:?}");
                }
                // A change of the window leaves the top where it is, whatever becomes of the cursor.
                let seen = reader.cursor_cell();
                if !matches!(act, Act::Lay(..) | Act::Select(_) | Act::Point(..) | Act::First) {
                    // The head of an article may fill the window, with no letter to stand on.
                    let in_head = matches!(reader.top, Top::Head(_));
                    prop_assert!(seen.is_some() || in_head, "{act:?} left the cursor outside");
                } else if matches!(act, Act::Lay(..)) {
                    reader.scroll(0);
                }
                if let Some((y, _)) = seen {
                    prop_assert!(y < reader.height);
                }
                prop_assert!(reader.percent() <= 100);
                prop_assert_eq!(reader.window().len(), reader.height);
                let (n, total) = reader.statement_number();
                prop_assert!(n <= total);
            }
        }

        #[test]
        fn a_cell_names_the_letter_that_is_drawn_there(article in articles(), columns in 4_usize..=120, down in 0_isize..60) {
            let mut reader = open(article);
            reader.lay(columns, 30);
            reader.scroll(down);
            for y in 0..30 {
                for x in [0, 1, 7, columns / 2, columns - 1] {
                    let Some(at) = reader.offset_at_cell(y, x) else { continue };
                    reader.cursor = at;
                    let cell = reader.cursor_cell();
                    let Some((row, column)) = cell else { panic!("{y} {x} is not in view") };
                    prop_assert!(row == y || column == 0, "{:?} for {:?}", cell, (y, x));
                    prop_assert!(row != y || column <= x.max(8), "{:?} for {:?}", cell, (y, x));
                }
            }
        }

        #[test]
        fn the_top_is_the_same_after_any_widths(article in articles(), down in 1_isize..200, sizes in prop::collection::vec((1_usize..=300, 1_usize..60), 1..10)) {
            let mut reader = open(article);
            reader.lay(72, 20);
            reader.scroll(down);
            let (top, line) = (reader.top, reader.top_line());
            for (columns, rows) in sizes {
                reader.lay(columns, rows);
            }
            reader.lay(72, 20);
            prop_assert_eq!(reader.top, top);
            prop_assert_eq!(reader.top_line(), line);
        }
    }
}
