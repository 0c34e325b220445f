//! What the screens write rows with: what they are made from, and rows that many have.

use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::model::{BookmarkHits, LibraryEntry, StatementIx};
use crate::text::script::has_right_to_left;

use crate::app::input::keymap::Keymap;
use crate::app::list::grid::{LazyRow, Row};
use crate::app::list::target::Target;
use crate::app::state::open_briefing::OpenBriefing;
use crate::app::state::user_data::UserState;
use crate::app::ui::layout::{ColumnSpan, ListColumns};
use crate::app::ui::styled_text::{Role, StyledLine, StyledSpan, styled, wrap_spans, wrap_text};

/// What rows are made from.
pub struct RowContext<'a> {
    /// Where cells stand.
    pub columns: ListColumns,
    /// The open briefing, if any.
    pub open: Option<&'a Arc<OpenBriefing>>,
    /// All bundles that are known.
    pub library: &'a [LibraryEntry],
    /// Whether all bundles have been looked at.
    pub library_complete: bool,
    /// The reader's own data: bookmarks, saved searches, marks, positions.
    pub user: &'a UserState,
    /// The bookmarks that match the filter of their list; none until the search is answered.
    pub bookmark_hits: Option<&'a BookmarkHits>,
    /// The commands of the keys.
    pub keymap: &'a Keymap,
    /// The time zone in which days are shown.
    pub time_zone: &'a TimeZone,
    /// Whether two columns stay side by side where they hold right-to-left text.
    pub rtl_columns: bool,
}

impl RowContext<'_> {
    /// Returns `true` if texts that would stand in two columns must stand one below the other:
    /// a terminal that reorders rows with right-to-left text would swap the columns.
    #[must_use]
    pub fn stacks<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> bool {
        !self.rtl_columns && texts.into_iter().any(has_right_to_left)
    }
}

/// Lines of a card besides its quote, about: who, when, where it is printed.
const ESTIMATED_CARD_LINES: usize = 5;

/// Returns the lazy row of a statement's card, with its height estimated from the length of
/// the quote.
#[must_use]
pub fn estimate(open: &OpenBriefing, ix: StatementIx, width: usize) -> LazyRow {
    let first = open.briefing.statement(ix).appearances.first();
    let bytes: usize = first.map_or(0, |a| a.quote.iter().map(|q| q.exact.len()).sum());
    LazyRow {
        item: ix.0 as u32,
        lines: (bytes / width.max(1) + 1 + ESTIMATED_CARD_LINES) as u32,
    }
}

/// Creates a row that only says something.
#[must_use]
pub fn notice(context: &RowContext, text: &str) -> Row {
    let width = context.columns.text_width(ColumnSpan::Full);
    Row::full(wrap_text(text, Role::Dim, width, 0), Target::Nothing)
}

/// Creates the lines of a label above each of the two columns.
#[must_use]
pub fn column_labels(context: &RowContext, left: StyledSpan, right: StyledSpan) -> Vec<StyledLine> {
    if context.stacks([left.text.as_str(), right.text.as_str()]) {
        let width = context.columns.text_width(ColumnSpan::Full);
        return [left, right]
            .into_iter()
            .flat_map(|label| wrap_spans(&[label], width, 0, 2))
            .collect();
    }
    let width = context.columns.text_width(ColumnSpan::Left);
    let apart = context.columns.column_gap();
    let mut lines = wrap_spans(&[left], width, 0, 2);
    let beside = wrap_spans(&[right], width, 0, 2);
    lines.resize(lines.len().max(beside.len()), StyledLine::blank());
    for (line, other) in lines.iter_mut().zip(beside) {
        let blanks = apart.saturating_sub(line.width());
        line.0.push(styled(" ".repeat(blanks), Role::Plain));
        line.0.extend(other.0);
    }
    lines
}

/// Creates a heading across the list.
#[must_use]
pub fn heading(context: &RowContext, text: &str) -> Row {
    let width = context.columns.text_width(ColumnSpan::Full);
    Row::full(wrap_text(text, Role::Heading, width, 0), Target::Nothing).as_heading()
}
