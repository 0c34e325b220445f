//! A screen that is a list: which one it is, its rows, and the words that its
//! rows must hold. The rows themselves are written in the file of each screen.

pub mod cell_selection;
pub mod filter;
pub mod grid;
pub mod match_filter;
pub mod target;

use std::collections::HashSet;
use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::model::{BookmarkHits, LibraryEntry, Problem, SpeakerIx, StatementIx};

use crate::text::script::has_right_to_left;

use crate::app::input::key_context::KeyContexts;
use crate::app::input::keymap::Keymap;
use crate::app::list::cell_selection::CellSelection;
use crate::app::list::filter::ListFilter;
use crate::app::list::grid::{Cell, Grid, LazyRow, Row};
use crate::app::list::match_filter::MatchFilter;
use crate::app::list::target::Target;
use crate::app::screens::bookmarks::{BookmarkRows, Grouping};
use crate::app::screens::{
    bookmarks, briefing, carriers, compare, help, library, matrix, problems, results,
    saved_searches, speakers, timeline, unanswered,
};
use crate::app::state::open_briefing::OpenBriefing;
use crate::app::state::search::SearchState;
use crate::app::state::user_data::UserState;
use crate::app::ui::layout::ColumnSpan;
use crate::app::ui::layout::{CURSOR_GUTTER, ListColumns};
use crate::app::ui::styled_text::{Role, StyledLine, StyledSpan, styled, wrap_spans, wrap_text};

/// Which list it is.
#[derive(Clone, Debug, PartialEq)]
pub enum ListKind {
    /// All bundles.
    Library,
    /// The first page of a briefing.
    Briefing,
    /// Both sides, topic by topic.
    Compare {
        /// Whether third parties stand between.
        third_parties: bool,
    },
    /// Who speaks.
    Speakers,
    /// All that one speaker said.
    Speaker(SpeakerIx),
    /// How each article printed a statement.
    Carriers(StatementIx),
    /// What a search found.
    Results,
    /// What is kept, in groups.
    Bookmarks(Grouping),
    /// What was deleted.
    Trash,
    /// The saved searches.
    SavedSearches,
    /// Statements by date.
    Timeline,
    /// Statements by articles.
    Matrix,
    /// What nobody answers.
    Unanswered,
    /// The keys, those of one scope first.
    Help(KeyContexts),
    /// What is wrong with a bundle, with its title.
    Problems(String, Vec<Problem>),
}

impl ListKind {
    /// Returns the scope of its keys.
    #[must_use]
    pub fn key_contexts(&self) -> KeyContexts {
        match self {
            ListKind::Library => KeyContexts::LIBRARY,
            ListKind::Briefing => KeyContexts::BRIEFING,
            ListKind::Compare { .. } => KeyContexts::COMPARE,
            ListKind::Speakers | ListKind::Speaker(_) => KeyContexts::WHO,
            ListKind::Carriers(_) => KeyContexts::CARRIERS,
            ListKind::Results => KeyContexts::RESULTS,
            ListKind::Bookmarks(_) => KeyContexts::BOOKMARKS,
            ListKind::Trash => KeyContexts::TRASH,
            ListKind::SavedSearches => KeyContexts::SEARCHES,
            ListKind::Timeline => KeyContexts::TIMELINE,
            ListKind::Matrix => KeyContexts::MATRIX,
            ListKind::Unanswered => KeyContexts::UNANSWERED,
            ListKind::Help(_) => KeyContexts::HELP,
            ListKind::Problems(..) => KeyContexts::PROBLEMS,
        }
    }

    /// Returns what the header calls it.
    #[must_use]
    pub fn title(&self) -> &'static str {
        match self {
            ListKind::Library => "Library",
            ListKind::Briefing => "Briefing",
            ListKind::Compare { .. } => "Side by side",
            ListKind::Speakers | ListKind::Speaker(_) => "Who speaks",
            ListKind::Carriers(_) => "Carriers",
            ListKind::Results => "Search",
            ListKind::Bookmarks(_) => "Bookmarks",
            ListKind::Trash => "Deleted bookmarks",
            ListKind::SavedSearches => "Saved searches",
            ListKind::Timeline => "Timeline",
            ListKind::Matrix => "Who carries what",
            ListKind::Unanswered => "Unanswered",
            ListKind::Help(_) => "Keys",
            ListKind::Problems(..) => "Problems",
        }
    }
}

/// A list on the screen.
#[derive(Clone, Debug)]
pub struct ListScreen {
    /// Which one.
    pub kind: ListKind,
    /// The briefing it belongs to.
    pub open: Option<Arc<OpenBriefing>>,
    /// Its rows.
    pub grid: Grid,
    /// The words that its rows must hold; empty where all are shown.
    pub filter: String,
    /// What was chosen to be handled together.
    pub chosen: Vec<Target>,
    /// What was asked and found, where these are the results of a search.
    pub search: SearchState,
    /// The question through which it is looked at, if any.
    pub match_filter: Option<MatchFilter>,
    /// What the mouse swept over, if anything.
    pub cell_selection: Option<CellSelection>,
    /// The bookmarks that it shows, where these are what is kept.
    pub bookmark_rows: BookmarkRows,
    /// What its rows are written from, where it sets the sides face to face.
    pub comparison_items: Vec<compare::ComparisonItem>,
    /// How many rows a filter could keep, and how many it does: those on which the cursor
    /// can stand.
    pub counts: Option<(usize, usize)>,
    /// For which columns, height and state of the world it is laid out.
    layout_key: Option<(ListColumns, usize, u64)>,
    /// The filter with which it is laid out.
    applied_filter: String,
}

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
    /// What is kept.
    pub user: &'a UserState,
    /// What the filter of the bookmarks found; none while it is looked for.
    pub bookmark_hits: Option<&'a BookmarkHits>,
    /// What the keys do.
    pub keymap: &'a Keymap,
    /// Where the reader's days begin and end.
    pub time_zone: &'a TimeZone,
    /// Whether two columns stay side by side where they hold right-to-left text.
    pub rtl_columns: bool,
}

impl RowContext<'_> {
    /// Returns `true` if texts that would stand in two columns are laid one below the
    /// other: a terminal that turns rows with right-to-left text round would swap them.
    #[must_use]
    pub fn stacks<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> bool {
        !self.rtl_columns && texts.into_iter().any(has_right_to_left)
    }
}

impl ListScreen {
    /// Makes a list that is not yet laid out.
    #[must_use]
    pub fn new(kind: ListKind, open: Option<Arc<OpenBriefing>>) -> ListScreen {
        ListScreen {
            kind,
            open,
            grid: Grid::default(),
            filter: String::new(),
            chosen: Vec::new(),
            search: SearchState::default(),
            match_filter: None,
            cell_selection: None,
            bookmark_rows: BookmarkRows::default(),
            comparison_items: Vec::new(),
            counts: None,
            layout_key: None,
            applied_filter: String::new(),
        }
    }

    /// Begins to sweep over the words of the card under the cursor, at a row of the window.
    pub(in crate::app) fn start_cell_selection(
        &mut self,
        columns: ListColumns,
        y: usize,
        column: u16,
    ) {
        let cell = self.grid.cursor();
        let Some(found) = self.grid.rows()[cell.0].cells.get(cell.1) else {
            return;
        };
        let Target::Statement {
            statement,
            appearance,
            ..
        } = found.target
        else {
            return;
        };
        let Some(open) = &self.open else {
            return;
        };
        let line = self.grid.line_of(cell.0, y as isize);
        let spot = (line, column_in_span(columns, found.span, column));
        let what = (statement, appearance);
        self.cell_selection = CellSelection::start(cell, &found.lines, &open.briefing, what, spot);
    }

    /// Sweeps on to a row of the window; returns whether there are words now, and were
    /// none before.
    pub(in crate::app) fn extend_selection(
        &mut self,
        columns: ListColumns,
        y: isize,
        column: u16,
    ) -> bool {
        let Some(stretch) = &mut self.cell_selection else {
            return false;
        };
        let (row, cell) = stretch.cell;
        let Some(found) = self.grid.rows().get(row).and_then(|r| r.cells.get(cell)) else {
            return false;
        };
        let line = self.grid.line_of(row, y);
        let Some(open) = &self.open else {
            return false;
        };
        let text = &open.briefing.article(stretch.article).text.text;
        let had = stretch.range.is_some();
        stretch.extend_to((line, column_in_span(columns, found.span, column)), text);
        !had && stretch.range.is_some()
    }

    /// Lays the list out, unless nothing has changed since it was.
    pub fn layout(&mut self, context: &RowContext, height: usize, version: u64) {
        let key = (context.columns, height, version);
        if self.layout_key != Some(key) {
            let mut rows = self.build_rows(context);
            if rows.len() <= LAZY_THRESHOLD {
                for row in rows.iter_mut().filter(|row| row.is_lazy()) {
                    row.materialize(&|item, cells| self.materialize_cells(context, item, cells));
                }
            }
            if let Some(sieve) = &mut self.match_filter {
                rows = sieve.apply(rows, context);
            }
            // A long library and the bookmarks are written as they are filtered.
            let done = match self.kind {
                ListKind::Library => library::is_lazy(context) && !rows.is_empty(),
                ListKind::Bookmarks(_) => true,
                _ => false,
            };
            self.counts = None;
            if !(self.filter.trim().is_empty() || done) {
                let total = self.count_items(&rows);
                rows = self.apply_filter(rows, context);
                self.counts = Some((self.count_items(&rows), total));
            }
            let before = self.grid.target().clone();
            let shown = &self.bookmark_rows;
            self.grid.replace(rows, height, |target| match target {
                Target::Entry(i) => u32::try_from(*i).ok(),
                target => shown.item(target, context.user),
            });
            if matches!(self.kind, ListKind::Bookmarks(_)) && !self.filter.trim().is_empty() {
                let mut shown: Vec<u32> = self.grid.items().collect();
                shown.sort_unstable();
                shown.dedup();
                self.counts = Some((shown.len(), context.user.bookmarks().len()));
            }
            if self.filter != self.applied_filter {
                self.applied_filter.clone_from(&self.filter);
                // The cursor stays where it was if that matches, else the first match has it.
                if !(self.filter.trim().is_empty() || done) {
                    if *self.grid.target() != before {
                        self.grid.go_first();
                    }
                    self.grid.seek_match();
                }
            }
            self.cell_selection = None;
            self.layout_key = Some(key);
        }
        let mut grid = std::mem::take(&mut self.grid);
        grid.materialize(|item, cells| self.materialize_cells(context, item, cells));
        self.grid = grid;
    }

    /// Writes the cells of a row that is promised, from its item or from what its cells
    /// are about.
    fn materialize_cells(
        &self,
        context: &RowContext,
        item: u32,
        cells: &[Cell],
    ) -> Option<Vec<Cell>> {
        let Some(open) = self.open.as_deref() else {
            return match &self.kind {
                ListKind::Library => library::cell(context, item).map(|cell| vec![cell]),
                _ => self
                    .bookmark_rows
                    .cell(context, item)
                    .map(|cell| vec![cell]),
            };
        };
        let statement = || match cells.first().map(|cell| &cell.target) {
            Some(Target::Statement { statement, .. }) => Some(*statement),
            _ => None,
        };
        match &self.kind {
            ListKind::Library => library::cell(context, item).map(|cell| vec![cell]),
            ListKind::Compare { .. } => {
                let item = self.comparison_items.get(item as usize)?;
                Some(compare::cells(context, open, item))
            }
            ListKind::Timeline => Some(timeline::cells(context, open, statement()?)),
            ListKind::Matrix => Some(matrix::cells(context, open, cells.first()?)),
            ListKind::Unanswered => Some(unanswered::cells(context, open, statement()?)),
            ListKind::Speaker(_) => Some(speakers::statement_cells(context, open, statement()?)),
            ListKind::Speakers => {
                let written = cells.iter().map(|cell| match cell.target {
                    Target::Speaker(ix) => speakers::cell(context, open, ix, cell.span),
                    _ => Cell::lazy(cell.span, Target::Nothing),
                });
                Some(written.collect())
            }
            _ => self
                .bookmark_rows
                .cell(context, item)
                .map(|cell| vec![cell]),
        }
    }

    /// Forgets the layout, after the filter or the kind has changed.
    pub fn invalidate(&mut self) {
        self.layout_key = None;
    }

    /// Lets go of the bookmarks on the screen; they are fetched again with the next layout.
    pub fn release_bookmarks(&mut self) {
        if matches!(self.kind, ListKind::Bookmarks(_)) {
            self.bookmark_rows = BookmarkRows::default();
            self.invalidate();
        }
    }

    /// Forgets what a long list is made of, which would fill the memory behind many
    /// screens; what answers a question would have to be asked for again, and stays.
    pub fn drop_rows(&mut self) {
        if self.filter.is_empty() && self.grid.unload() {
            self.bookmark_rows = BookmarkRows::default();
            self.invalidate();
        }
    }

    fn build_rows(&mut self, context: &RowContext) -> Vec<Row> {
        let open = self.open.as_ref();
        match (&self.kind, open) {
            (ListKind::Library, _) => library::rows(context, &fold_words(&self.filter)),
            (ListKind::Results, _) => results::rows(context, &self.search),
            (ListKind::Trash, _) => bookmarks::trash_rows(context),
            (ListKind::SavedSearches, _) => saved_searches::rows(context),
            (ListKind::Bookmarks(grouping), _) => {
                let (rows, shown) = bookmarks::rows(context, *grouping, &self.filter);
                self.bookmark_rows = shown;
                rows
            }
            (ListKind::Help(scope), _) => help::rows(context, *scope),
            (ListKind::Problems(title, list), _) => problems::rows(context, title, list),
            (ListKind::Briefing, Some(open)) => briefing::rows(context, open),
            (ListKind::Compare { third_parties }, Some(open)) => {
                let (rows, items) = compare::rows(context, open, *third_parties);
                self.comparison_items = items;
                rows
            }
            (ListKind::Speakers, Some(open)) => speakers::rows(context, open),
            (ListKind::Speaker(speaker), Some(open)) => {
                speakers::speaker_rows(context, open, *speaker)
            }
            (ListKind::Carriers(statement), Some(open)) => {
                carriers::rows(context, open, *statement)
            }
            (ListKind::Timeline, Some(open)) => timeline::rows(context, open),
            (ListKind::Matrix, Some(open)) => matrix::rows(context, open),
            (ListKind::Unanswered, Some(open)) => unanswered::rows(context, open),
            (_, None) => vec![notice(
                context,
                "No briefing is open. Go to the library (gl).",
            )],
        }
    }

    /// Counts what a list is made of: rows of the comparison, else what matches of what
    /// it is about, each once however often it is listed.
    fn count_items(&self, rows: &[Row]) -> usize {
        if matches!(self.kind, ListKind::Compare { .. }) {
            let items = rows.iter().filter_map(|row| row.lazy);
            let items = items.filter_map(|p| self.comparison_items.get(p.item as usize));
            let mut count = 0;
            let mut last = None;
            for item in items {
                if last != Some(item.row) {
                    count += 1;
                    last = Some(item.row);
                }
            }
            return count;
        }
        let cells = rows.iter().flat_map(|row| &row.cells);
        let matching = cells.filter(|c| c.is_match && c.target != Target::Nothing);
        let mut statements = HashSet::new();
        let mut others = 0;
        for cell in matching {
            match &cell.target {
                Target::Statement {
                    statement,
                    appearance,
                    ..
                } => {
                    statements.insert((*statement, *appearance));
                }
                _ => others += 1,
            }
        }
        if statements.is_empty() {
            others
        } else {
            statements.len()
        }
    }

    fn apply_filter(&self, rows: Vec<Row>, context: &RowContext) -> Vec<Row> {
        let filter = ListFilter::parse(&self.filter);
        let open = self.open.as_deref();
        let kept = filter.apply(rows, open);
        if !kept.is_empty() {
            return kept;
        }
        let nothing = || format!("No rows contain \"{}\". Esc shows everything.", self.filter);
        vec![notice(
            context,
            &filter.unknown_status_message().unwrap_or_else(nothing),
        )]
    }
}

/// Rows up to which a list is written at once, so that its heights are known.
const LAZY_THRESHOLD: usize = 300;

/// Lines of a card besides its words, about: who, when, where it is printed.
const ESTIMATED_CARD_LINES: usize = 5;

/// Returns the promise of a statement's card, with a guess of its height from the length
/// of its words.
#[must_use]
pub fn estimate(open: &OpenBriefing, ix: StatementIx, width: usize) -> LazyRow {
    let first = open.briefing.statement(ix).appearances.first();
    let bytes: usize = first.map_or(0, |a| a.quote.iter().map(|q| q.exact.len()).sum());
    LazyRow {
        item: ix.0 as u32,
        lines: (bytes / width.max(1) + 1 + ESTIMATED_CARD_LINES) as u32,
    }
}

/// Makes a row that only says something.
#[must_use]
pub fn notice(context: &RowContext, text: &str) -> Row {
    let width = context.columns.text_width(ColumnSpan::Full);
    Row::full(wrap_text(text, Role::Dim, width, 0), Target::Nothing)
}

/// Sets a label above each of the two columns, wrapped within its own.
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

/// Makes a heading across the list.
#[must_use]
pub fn heading(context: &RowContext, text: &str) -> Row {
    let width = context.columns.text_width(ColumnSpan::Full);
    Row::full(wrap_text(text, Role::Heading, width, 0), Target::Nothing).as_heading()
}
/// Returns the column among the words of a span.
fn column_in_span(columns: ListColumns, span: ColumnSpan, column: u16) -> usize {
    usize::from(column.saturating_sub(columns.span(span).0 + CURSOR_GUTTER))
}

/// Returns the folded words of a filter.
fn fold_words(filter: &str) -> Vec<String> {
    let folded = crate::text::fold::fold(filter);
    folded.split_whitespace().map(str::to_owned).collect()
}
