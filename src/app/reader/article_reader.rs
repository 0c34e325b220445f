//! An article on the screen. The cursor and the top of the window are byte offsets of the
//! canonical text, so that they survive another width; rows are worked out from them by the
//! one wrap routine, and only kept as long as article and width stay the same.

use std::ops::Range;
use std::sync::Arc;

use crate::model::{
    ArticleHits, ArticleIx, ArticleQuery, CanonicalText, QueryDiagnostic, StatementIx,
};
use crate::text::shift::PositionMap;
use crate::text::width::width;

use crate::app::reader::layout::{ArticleLayout, WindowRow, grapheme_at};
use crate::app::reader::selection::TextSelection;
use crate::app::state::open_briefing::OpenBriefing;
use crate::app::ui::card::{CardDetail, card};
use crate::app::ui::styled_text::{Role, StyledLine, wrap_text};

/// An article with a cursor and a window.
#[derive(Clone, Debug)]
pub struct ArticleReader {
    /// The briefing.
    pub open: Arc<OpenBriefing>,
    /// The article.
    pub article: ArticleIx,
    /// Byte of the canonical text under the cursor.
    pub cursor: usize,
    /// Column that moving up and down keeps.
    pub(super) goal_column: Option<usize>,
    /// First row of the window.
    pub(super) top: ScrollTop,
    /// The other end of the selection, and its unit.
    pub selection: Option<TextSelection>,
    /// The matches of the search, in order, not overlapping.
    pub hits: Vec<Range<usize>>,
    /// The query as it was typed.
    pub query_text: String,
    /// The query as it was sent.
    pub query: Option<ArticleQuery>,
    /// Whether the text has changed since the matches were found.
    pub has_stale_hits: bool,
    /// The diagnostics of the last answered query.
    pub feedback: SearchFeedback,
    /// The pane with the card.
    pub card: CardPane,
    /// The rows for the width that was laid out last.
    pub(super) rows: ArticleLayout,
    /// Rows of the window.
    pub(super) height: usize,
}

/// The diagnostics of a search in the article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchFeedback {
    /// The query.
    pub query_text: String,
    /// Parts that were left out or guessed at.
    pub notes: Vec<QueryDiagnostic>,
    /// Parts that are still open.
    pub unfinished: Vec<QueryDiagnostic>,
}

/// The first row of the window: a line of the article's head, or a byte of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScrollTop {
    Head(usize),
    Text(usize),
}

/// The pane beside or under the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CardPane {
    /// Whether it has the keys.
    pub focused: bool,
    /// Lines scrolled away at its top.
    pub scroll: usize,
}

impl ArticleReader {
    /// Opens an article at its beginning.
    #[must_use]
    pub fn new(open: Arc<OpenBriefing>, article: ArticleIx) -> ArticleReader {
        ArticleReader {
            open,
            article,
            cursor: 0,
            goal_column: None,
            top: ScrollTop::Head(0),
            selection: None,
            hits: Vec::new(),
            query_text: String::new(),
            query: None,
            has_stale_hits: false,
            feedback: SearchFeedback::default(),
            card: CardPane::default(),
            rows: ArticleLayout::default(),
            height: 1,
        }
    }

    /// Sets the matches of the query.
    pub fn set_hits(&mut self, found: ArticleHits) {
        self.hits = found.ranges;
        self.feedback = SearchFeedback {
            query_text: self.query_text.clone(),
            notes: found.diagnostics,
            unfinished: found.unfinished,
        };
    }

    /// Clears the query and its matches.
    pub fn clear_hits(&mut self) {
        self.query_text.clear();
        self.hits.clear();
        self.feedback = SearchFeedback::default();
    }

    /// Replaces the briefing by another version of it, and keeps the place in the article.
    /// Returns `false` if words were selected that are no longer in the article.
    pub fn replace_briefing(&mut self, open: Arc<OpenBriefing>, article: ArticleIx) -> bool {
        let selected = self.selected();
        let (old_open, old_article) = (self.open.clone(), self.article);
        let old = &old_open.briefing.article(old_article).text.text;
        let new = &open.briefing.article(article).text.text;
        let shift = PositionMap::new(old, new);
        let kept = selected.as_ref().and_then(|range| shift.map_words(range));
        match (&selected, &kept) {
            (Some(from), Some(to)) => {
                let moved = |at: usize| (to.start + at).saturating_sub(from.start);
                self.cursor = moved(self.cursor);
                self.selection = self.selection.map(|s| TextSelection {
                    start: moved(s.start),
                    end: moved(s.end),
                    ..s
                });
            }
            _ => {
                self.cursor = shift.map_offset(self.cursor);
                self.selection = None;
            }
        }
        if let ScrollTop::Text(top) = &mut self.top {
            *top = shift.map_offset(*top);
        }
        // They are searched for again when the screen is shown, and are old until then.
        self.has_stale_hits |= !self.query_text.trim().is_empty();
        let hits = self.hits.iter().filter_map(|h| shift.map_untouched(h));
        self.hits = hits.collect();
        self.goal_column = None;
        self.article = article;
        // The head of the article may have changed, too.
        self.rows = ArticleLayout::default();
        drop(shift);
        self.open = open;
        selected.is_none() || kept.is_some()
    }

    /// Returns the canonical text.
    #[must_use]
    pub fn text(&self) -> &CanonicalText {
        &self.open.briefing.article(self.article).text
    }

    /// Lays the article out for a width and height, unless it is already.
    pub fn layout(&mut self, columns: usize, height: usize) {
        self.height = height.max(1);
        if self.rows.columns != columns {
            self.rows = ArticleLayout::new(&self.open, self.article, columns);
        }
        self.cursor = self.cursor.min(self.text().text.len());
    }

    /// Restores cursor and top of the window.
    pub fn restore(&mut self, cursor: usize, top: usize) {
        let text = self.text();
        let len = text.text.len();
        self.cursor = crate::text::segment::floor_boundary(&text.text, cursor.min(len));
        self.top = if top == 0 {
            ScrollTop::Head(0)
        } else {
            ScrollTop::Text(top.min(len))
        };
    }

    /// Returns the first byte of the top row; 0 if the head of the article is in view.
    #[must_use]
    pub fn top_offset(&self) -> usize {
        match self.top {
            ScrollTop::Head(_) => 0,
            ScrollTop::Text(offset) => offset,
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

    /// Returns row and column of the cursor in the window, if it is in view.
    #[must_use]
    pub fn cursor_cell(&self) -> Option<(usize, usize)> {
        let row = self.rows.text.get(self.rows.row_index(self.cursor))?;
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
        self.open.statement_at(self.article, self.cursor)
    }

    /// Returns which statement of the article, in the order of the text, the cursor
    /// is in or after (from 1, 0 before the first), and how many there are.
    #[must_use]
    pub fn statement_number(&self) -> (usize, usize) {
        let list = self.open.statements_in(self.article);
        let current = self.statement().or_else(|| {
            let spans = self.open.spans(self.article).iter();
            let before = spans.take_while(|(r, _)| r.start <= self.cursor);
            before.last().map(|(_, s)| *s)
        });
        let number = current
            .and_then(|s| list.iter().position(|x| *x == s))
            .map_or(0, |i| i + 1);
        (number, list.len())
    }

    /// Returns the card of the statement under the cursor, laid out for a width;
    /// without one, how to get to one.
    #[must_use]
    pub fn card_lines(&self, columns: usize) -> Vec<StyledLine> {
        let Some(statement) = self.statement() else {
            let text = if self.open.spans(self.article).is_empty() {
                "No statement stands in this article."
            } else {
                "No statement stands here. ]s goes to the next one."
            };
            return wrap_text(text, Role::Dim, columns, 0);
        };
        let appearance = self.open.appearance_in(statement, self.article);
        card(&self.open, statement, appearance, CardDetail::Full, columns)
    }

    /// Returns how many lines of the card can be scrolled away in a pane of so many columns
    /// and rows.
    #[must_use]
    pub fn card_limit(&self, columns: u16, rows: u16) -> usize {
        let lines = self.card_lines(usize::from(columns).max(4)).len();
        lines.saturating_sub(usize::from(rows))
    }

    /// Returns the byte that is shown at a cell of the window.
    #[must_use]
    pub fn offset_at_cell(&self, y: usize, x: usize) -> Option<usize> {
        if y >= self.height {
            return None;
        }
        match self.rows.row(self.top_line() + y) {
            WindowRow::Text(row) => {
                let text = self.text().text.get(row.start..row.end)?;
                let column = x.saturating_sub(usize::from(row.indent));
                Some(row.start + grapheme_at(text, column))
            }
            _ => None,
        }
    }

    /// Returns the line at the top of the window. `top` itself is not moved to the first byte
    /// of that line, nor up if the article ends within the window, so that after a change of
    /// the width and back the window is where it was.
    pub(super) fn top_line(&self) -> usize {
        let line = match self.top {
            ScrollTop::Head(line) => line.min(self.rows.head.len()),
            ScrollTop::Text(offset) => self.line_of(offset),
        };
        line.min(self.rows.total.saturating_sub(self.height))
    }

    pub(super) fn line_of(&self, offset: usize) -> usize {
        let index = self.rows.row_index(offset);
        self.rows.head.len() + self.rows.lines.get(index).copied().unwrap_or(0)
    }
}
