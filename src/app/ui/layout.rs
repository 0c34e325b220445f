//! From the window's size to rectangles. Updating and drawing use the same pure functions, so
//! that the two never disagree. The only file of `app` that names ratatui, and of it only the
//! layout.

use ratatui::layout::{Constraint, Layout, Rect};

use crate::app::message::Size;

/// Width of the window from which on the two sides are shown in columns. Each then has 47
/// columns or more: with fewer the cards become very tall, with a higher limit both sides
/// would be seen at once in large windows only.
pub const TWO_COLUMN_MIN: u16 = 100;
/// Columns before the text of an article: the sign of a bookmark, the letter of a side.
pub const GUTTER: u16 = 3;
/// Columns before the text of a list: the cursor.
pub const CURSOR_GUTTER: u16 = 2;

/// The parts of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Regions {
    /// Title and position.
    pub header: Rect,
    /// The list or the article.
    pub body: Rect,
    /// The note being written, or the preview of a bookmark; empty if there is none.
    pub panel: Rect,
    /// The status line, or the prompt.
    pub status: Rect,
    /// The hints of keys.
    pub footer: Rect,
}

/// What the window is divided for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LayoutOptions {
    /// Rows for a panel above the status line.
    pub panel: u16,
    /// Whether only the text is shown.
    pub zen: bool,
}

/// Returns `true` if the window is too small for anything but a message that it is.
#[must_use]
pub fn is_too_small(size: Size) -> bool {
    size.width < 20 || size.height < 5
}

/// Returns `true` if the two sides are shown in columns.
#[must_use]
pub fn is_wide(size: Size) -> bool {
    size.width >= TWO_COLUMN_MIN
}

/// Divides the window.
#[must_use]
pub fn regions(size: Size, wanted: LayoutOptions) -> Regions {
    let area = Rect::new(0, 0, size.width, size.height);
    let header = u16::from(!wanted.zen || size.height < 5);
    let footer = u16::from(!wanted.zen && size.height >= 8);
    let panel = wanted
        .panel
        .min(size.height.saturating_sub(header + footer + 3));
    let [header, body, panel, status, footer] = area.layout(&Layout::vertical([
        Constraint::Length(header),
        Constraint::Fill(1),
        Constraint::Length(panel),
        Constraint::Length(1),
        Constraint::Length(footer),
    ]));
    Regions {
        header,
        body,
        panel,
        status,
        footer,
    }
}

/// Which columns of a list a cell takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ColumnSpan {
    /// The left column.
    Left,
    /// The right column.
    Right,
    /// Across both.
    Full,
    /// Across both, set in from the sides.
    Middle,
}

/// The columns of a list: the first column and the width of each, cursor gutter included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListColumns {
    /// The left column.
    pub left: (u16, u16),
    /// The right column.
    pub right: (u16, u16),
    /// Across both.
    pub full: (u16, u16),
    /// Across both, set in.
    pub middle: (u16, u16),
    /// Whether the two sides are shown in columns.
    pub wide: bool,
}

/// Columns of a card at most: longer lines are hard to read.
const MAX_CARD_WIDTH: u16 = 84;

impl ListColumns {
    /// Divides the body of a list.
    #[must_use]
    pub fn new(body: Rect) -> ListColumns {
        let wide = body.width >= TWO_COLUMN_MIN;
        let margin = u16::from(body.width > 40);
        let room = body.width.saturating_sub(2 * margin);
        let inner = room.min(if wide { 2 * MAX_CARD_WIDTH + 3 } else { 100 });
        let x = body.x + (body.width - inner) / 2;
        let half = inner.saturating_sub(3) / 2;
        let inset = if wide { inner / 8 } else { 0 };
        ListColumns {
            left: (x, if wide { half } else { inner }),
            right: if wide {
                (x + inner - half, half)
            } else {
                (x, inner)
            },
            full: (x, inner),
            middle: (x + inset, inner - 2 * inset),
            wide,
        }
    }

    /// Returns first column and width of a span, cursor gutter included.
    #[must_use]
    pub fn span(&self, span: ColumnSpan) -> (u16, u16) {
        match span {
            ColumnSpan::Left => self.left,
            ColumnSpan::Right => self.right,
            ColumnSpan::Full => self.full,
            ColumnSpan::Middle => self.middle,
        }
    }

    /// Returns the columns for the text of a cell.
    #[must_use]
    pub fn text_width(&self, span: ColumnSpan) -> usize {
        usize::from(self.span(span).1.saturating_sub(CURSOR_GUTTER)).max(4)
    }

    /// Returns the distance from the text of the left column to that of the right.
    #[must_use]
    pub fn column_gap(&self) -> usize {
        usize::from(self.right.0 - self.left.0)
    }

    /// Returns the column of the line between the two sides, if they are shown in columns.
    #[must_use]
    pub fn divider(&self) -> Option<u16> {
        self.wide.then(|| self.left.0 + self.left.1 + 1)
    }
}

/// The parts of an article's screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReaderRegions {
    /// The text with its gutter.
    pub text: Rect,
    /// The card of the statement under the cursor; empty if it does not fit.
    pub card: Rect,
}

impl ReaderRegions {
    /// Returns the part of the card's pane for its text: all of it beside the article, all but
    /// the rule below it.
    #[must_use]
    pub fn card_text(&self) -> Rect {
        let card = self.card;
        let rule = u16::from(card.x < self.text.right()).min(card.height);
        Rect::new(card.x, card.y + rule, card.width, card.height - rule)
    }
}

/// Divides the body of an article's screen for a text width in columns.
#[must_use]
pub fn reader_regions(body: Rect, measure: u16, zen: bool) -> ReaderRegions {
    let wanted = measure + GUTTER;
    if zen {
        let width = wanted.min(body.width);
        let x = body.x + (body.width - width) / 2;
        return ReaderRegions {
            text: Rect::new(x, body.y, width, body.height),
            card: Rect::new(body.x, body.y, 0, 0),
        };
    }
    if body.width >= TWO_COLUMN_MIN {
        // The card has at least 34 columns and at most 60; in between the text comes first.
        let text = wanted.min(body.width.saturating_sub(34 + 3));
        let card = (body.width - text - 3).min(60);
        let x = body.x + (body.width - text - card - 3) / 2;
        return ReaderRegions {
            text: Rect::new(x, body.y, text, body.height),
            card: Rect::new(x + text + 3, body.y, card, body.height),
        };
    }
    let under = if body.height >= 8 {
        (body.height / 3).clamp(4, 10)
    } else {
        0
    };
    let width = wanted.min(body.width);
    let x = body.x + (body.width - width) / 2;
    ReaderRegions {
        text: Rect::new(x, body.y, width, body.height - under),
        card: Rect::new(x, body.y + body.height - under, width, under),
    }
}

/// Returns the columns for the text of an article.
#[must_use]
pub fn article_text_width(text: Rect) -> usize {
    usize::from(text.width.saturating_sub(GUTTER)).max(2)
}
