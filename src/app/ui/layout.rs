//! From the window's size to rectangles: one pure function for updating and for
//! drawing, so that the two never disagree. The only file of this room that
//! names ratatui, and of it only the layout.

use ratatui::layout::{Constraint, Layout, Rect};

use crate::app::message::Size;

/// From this width on the two sides stand in columns.
pub const TWO_COLUMN_MIN: u16 = 100;
/// Columns before the words of an article: sign of a bookmark, sign of a side.
pub const GUTTER: u16 = 3;
/// Columns before the words of a list: the cursor.
pub const CURSOR_GUTTER: u16 = 2;

/// The parts of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Regions {
    /// Where we are.
    pub header: Rect,
    /// What is read.
    pub body: Rect,
    /// A note being written, or what stands around a bookmark; empty where none.
    pub panel: Rect,
    /// What was done, what is being typed.
    pub status: Rect,
    /// The keys that matter now.
    pub footer: Rect,
}

/// What else the window must hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LayoutOptions {
    /// Rows for a panel above the status line.
    pub panel: u16,
    /// Whether only the text is wanted.
    pub zen: bool,
}

/// Tells whether the window is too small for anything but a word of regret.
#[must_use]
pub fn is_too_small(size: Size) -> bool {
    size.width < 20 || size.height < 5
}

/// Tells whether the two sides stand in columns.
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

/// Where a cell stands in its row.
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

/// Where the cells of a list stand: first column and width, pointer included.
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
    /// Whether the two sides stand in columns.
    pub wide: bool,
}

/// The widest that one column of cards becomes.
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

    /// Returns first column and width of a span, pointer included.
    #[must_use]
    pub fn span(&self, span: ColumnSpan) -> (u16, u16) {
        match span {
            ColumnSpan::Left => self.left,
            ColumnSpan::Right => self.right,
            ColumnSpan::Full => self.full,
            ColumnSpan::Middle => self.middle,
        }
    }

    /// Returns the columns that words have in a span.
    #[must_use]
    pub fn text_width(&self, span: ColumnSpan) -> usize {
        usize::from(self.span(span).1.saturating_sub(CURSOR_GUTTER)).max(4)
    }

    /// Returns how far the words of the right column stand from those of the left.
    #[must_use]
    pub fn column_gap(&self) -> usize {
        usize::from(self.right.0 - self.left.0)
    }

    /// Returns the column of the hinge between the two sides.
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
    /// The card of the statement under the cursor; empty where there is no room.
    pub card: Rect,
}

impl ReaderRegions {
    /// Returns where the words of the card stand: beside the text all of its
    /// pane, below it all but the rule.
    #[must_use]
    pub fn card_text(&self) -> Rect {
        let card = self.card;
        let rule = u16::from(card.x < self.text.right()).min(card.height);
        Rect::new(card.x, card.y + rule, card.width, card.height - rule)
    }
}

/// Divides the body of an article's screen for a measure in columns.
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
        // Beside the text: at least 34 columns, at most 60; text first.
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

/// Returns the columns that an article's words have.
#[must_use]
pub fn article_text_width(text: Rect) -> usize {
    usize::from(text.width.saturating_sub(GUTTER)).max(2)
}
