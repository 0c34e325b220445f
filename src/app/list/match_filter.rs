//! The match filter of a list: statements that do not match the last search are faded, then
//! hidden, then shown again.

use std::collections::BTreeSet;

use crate::model::{
    Bookmarks, Briefing, Hits, Query, QueryDiagnostic, SearchScope, StatementIx, Ticket,
};
use crate::text::plural::plural;

use crate::app::list::grid::{Cell, Row};
use crate::app::list::rows::RowContext;
use crate::app::list::target::Target;
use crate::app::state::open_briefing::OpenBriefing;
use crate::app::ui::layout::ColumnSpan;
use crate::app::ui::styled_text::{Role, wrap_text};

/// Fades or hides the statements of a list that do not match a query.
#[derive(Clone, Debug)]
pub struct MatchFilter {
    /// The query as it was typed.
    text: String,
    /// What becomes of statements that do not match.
    non_matching: NonMatching,
    /// The ticket of the search that was requested last.
    pub ticket: Ticket,
    /// What matches; none until it is answered.
    matching: Option<BTreeSet<StatementIx>>,
    /// How the query was read, if not literally.
    notes: Vec<String>,
    counts: MatchCounts,
    /// Whether the briefing has changed since the search was answered.
    is_outdated: bool,
    /// Whether the status line says nothing of the answer.
    pub is_silent: bool,
}

/// What becomes of statements that do not match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NonMatching {
    /// They are faded.
    Faded,
    /// They are hidden, unless they face one that matches.
    Hidden,
}

/// Numbers of statements on the screen, each counted once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct MatchCounts {
    total: usize,
    matching: usize,
    hidden: usize,
}

impl MatchFilter {
    /// Creates a filter whose answer is awaited under a ticket.
    #[must_use]
    pub fn new(query: &str, ticket: Ticket) -> MatchFilter {
        MatchFilter {
            text: query.to_owned(),
            non_matching: NonMatching::Faded,
            ticket,
            matching: None,
            notes: Vec::new(),
            counts: MatchCounts::default(),
            is_outdated: false,
            is_silent: false,
        }
    }

    /// Hides what was faded so far; `false` where it is hidden already.
    pub fn hide_rest(&mut self) -> bool {
        let is_faded = self.non_matching == NonMatching::Faded;
        self.non_matching = NonMatching::Hidden;
        is_faded
    }

    /// Returns the search to request.
    #[must_use]
    pub fn query(&self, briefing: &Briefing, bookmarks: &Bookmarks) -> Query {
        Query {
            text: self.text.clone(),
            scope: SearchScope::Briefing(briefing.id.clone()),
            // As many of the results may be passages that are no statement.
            limit: 2 * briefing.statements.len().max(1),
            bookmarks: bookmarks.clone(),
        }
    }

    /// Awaits another answer, if the briefing has changed since the last; returns `false` if
    /// it has not. The status line says nothing of that answer.
    pub fn rerun(&mut self, ticket: Ticket) -> bool {
        let is_outdated = std::mem::take(&mut self.is_outdated);
        if is_outdated {
            self.is_silent = true;
            self.ticket = ticket;
        }
        is_outdated
    }

    /// Sets what matches, after the search was answered.
    pub fn on_answer(&mut self, open: &OpenBriefing, hits: &Hits) {
        let ids = hits.results.iter().filter_map(|h| h.statement.as_deref());
        let matching = ids.filter_map(|id| open.briefing.statement_by_id(id));
        self.matching = Some(matching.collect());
        self.notes = hits
            .diagnostics
            .iter()
            .map(QueryDiagnostic::message)
            .collect();
        if hits.is_partial {
            let text = "Part of the library is still being indexed.";
            self.notes.push(text.to_owned());
        }
    }

    /// Replaces the indices of statements after the briefing was reloaded; those that are gone
    /// no longer match.
    pub(in crate::app) fn remap(&mut self, statement: impl Fn(StatementIx) -> Option<StatementIx>) {
        if let Some(matching) = &mut self.matching {
            *matching = matching.iter().filter_map(|s| statement(*s)).collect();
        }
        self.is_outdated = true;
    }

    /// Returns what is shown, in a few words for the header.
    #[must_use]
    pub fn header_text(&self) -> String {
        let text = self.text.trim();
        let MatchCounts {
            total,
            matching,
            hidden,
        } = self.counts;
        match (self.matching.is_some(), self.non_matching) {
            (false, _) => format!("looking for \"{text}\"…"),
            (true, NonMatching::Faded) => format!("{matching} of {total} match \"{text}\""),
            (true, NonMatching::Hidden) => {
                format!("{matching} of {total} match \"{text}\", {hidden} hidden")
            }
        }
    }

    /// Returns what is shown, in a sentence.
    #[must_use]
    pub fn describe(&self) -> String {
        let text = self.text.trim();
        if self.matching.is_none() {
            return format!("Looking for what matches \"{text}\"…");
        }
        let MatchCounts {
            total,
            matching,
            hidden,
        } = self.counts;
        let of = plural(total, "statement matches", "statements match");
        let rest = match self.non_matching {
            NonMatching::Faded => "the others are faded (. hides them)".to_owned(),
            NonMatching::Hidden => format!("{hidden} hidden (. shows everything)"),
        };
        format!("{matching} of {of} \"{text}\"; {rest}.")
    }

    /// Returns `true` if something is hidden.
    #[must_use]
    pub fn has_hidden(&self) -> bool {
        self.non_matching == NonMatching::Hidden && self.counts.hidden > 0
    }

    /// Fades or hides what does not match, and adds a row above that says so.
    pub fn apply(&mut self, rows: Vec<Row>, context: &RowContext) -> Vec<Row> {
        let before = statements(&rows);
        let rows = match &self.matching {
            Some(matching) => filter_rows(rows, matching, self.non_matching),
            None => rows,
        };
        let shown = statements(&rows);
        let matching = self.matching.as_ref();
        self.counts = MatchCounts {
            total: before.len(),
            matching: matching.map_or(0, |m| m.intersection(&before).count()),
            hidden: before.len() - shown.len(),
        };
        let width = context.columns.text_width(ColumnSpan::Full);
        let mut lines = wrap_text(&self.describe(), Role::Doubt, width, 0);
        for note in &self.notes {
            lines.extend(wrap_text(note, Role::Dim, width, 0));
        }
        let mut all = vec![Row::full(lines, Target::Nothing).with_gap(1)];
        all.extend(rows);
        all
    }
}

/// Returns the statements of some rows.
fn statements(rows: &[Row]) -> BTreeSet<StatementIx> {
    let cells = rows.iter().flat_map(|r| &r.cells);
    cells.filter_map(|c| statement(&c.target)).collect()
}

fn statement(target: &Target) -> Option<StatementIx> {
    match target {
        Target::Statement { statement, .. } => Some(*statement),
        _ => None,
    }
}

/// Filters the rows group by group: a statement with what faces it. A heading stays if a row
/// below it does.
fn filter_rows(rows: Vec<Row>, matching: &BTreeSet<StatementIx>, rest: NonMatching) -> Vec<Row> {
    let fits = |c: &Cell| statement(&c.target).is_some_and(|s| matching.contains(&s));
    let mut kept = Vec::new();
    let mut head = None;
    let mut rows = rows.into_iter().peekable();
    while let Some(row) = rows.next() {
        if row.is_heading {
            head = Some(row);
            continue;
        }
        let mut group = vec![row];
        while group.last().is_some_and(|r| r.keep_with_next)
            && let Some(next) = rows.next_if(|r| !r.is_heading)
        {
            group.push(next);
        }
        let found = group.iter().flat_map(|r| &r.cells).any(fits);
        if !found && rest == NonMatching::Hidden {
            continue;
        }
        for cell in group.iter_mut().flat_map(|r| &mut r.cells) {
            // The text of a gap belongs to the statement beside it.
            if !(fits(cell) || found && cell.target == Target::Nothing) {
                fade(cell);
            }
        }
        kept.extend(head.take());
        kept.append(&mut group);
    }
    kept
}

fn fade(cell: &mut Cell) {
    for piece in cell.lines.iter_mut().flat_map(|line| &mut line.0) {
        piece.role = Role::Faded;
    }
}
