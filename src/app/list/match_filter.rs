//! Looking at cards through the last question: what does not match it is faded,
//! then hidden, then shown again.

use std::collections::BTreeSet;

use crate::model::{Hits, Query, QueryDiagnostic, SearchScope, StatementIx, Ticket};

use crate::app::list::Context;
use crate::app::list::grid::{Cell, Row, Span};
use crate::app::list::target::Target;
use crate::app::message::{Effect, StatusLevel};
use crate::app::screens::library::counted;
use crate::app::state::open_briefing::OpenBriefing;
use crate::app::ui::styled_text::{Role, flow_text};
use crate::app::{App, Screen};

/// A question through which a list is looked at.
#[derive(Clone, Debug)]
pub struct Sieve {
    /// The question as it was typed.
    text: String,
    /// What becomes of the rest.
    rest: Rest,
    /// The question whose answer is awaited, or was given.
    pub asked: Ticket,
    /// What matches; none until it is answered.
    matching: Option<BTreeSet<StatementIx>>,
    /// How the question was taken, where not as it stands.
    notes: Vec<String>,
    counts: Counts,
    /// Whether the briefing has changed since the question was answered.
    outdated: bool,
    /// Whether the answer is only shown, not told.
    pub quiet: bool,
}

/// What becomes of statements that do not match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rest {
    /// They are faded.
    Faded,
    /// They are hidden, but for those that face one that matches.
    Hidden,
}

/// Numbers of statements on the screen, each counted once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    total: usize,
    matching: usize,
    hidden: usize,
}

impl Sieve {
    /// Begins to look through a question.
    fn new(text: String, asked: Ticket) -> Sieve {
        Sieve {
            text,
            rest: Rest::Faded,
            asked,
            matching: None,
            notes: Vec::new(),
            counts: Counts::default(),
            outdated: false,
            quiet: false,
        }
    }

    /// Takes in what the question found in a briefing.
    pub fn answered(&mut self, open: &OpenBriefing, hits: &Hits) {
        let ids = hits.results.iter().filter_map(|h| h.statement.as_deref());
        let matching = ids.filter_map(|id| open.briefing.statement_by_id(id));
        self.matching = Some(matching.collect());
        self.notes = hits.notes.iter().map(QueryDiagnostic::message).collect();
        if hits.is_partial {
            let text = "Part of the library is still being indexed.";
            self.notes.push(text.to_owned());
        }
    }

    /// Takes over other indices of the statements; those that are gone match nothing.
    pub(in crate::app) fn renew(&mut self, statement: impl Fn(StatementIx) -> Option<StatementIx>) {
        if let Some(matching) = &mut self.matching {
            *matching = matching.iter().filter_map(|s| statement(*s)).collect();
        }
        self.outdated = true;
    }

    /// Says what is shown, in a few words for the header.
    #[must_use]
    pub fn short(&self) -> String {
        let text = self.text.trim();
        let Counts {
            total,
            matching,
            hidden,
        } = self.counts;
        match (self.matching.is_some(), self.rest) {
            (false, _) => format!("looking for \"{text}\"…"),
            (true, Rest::Faded) => format!("{matching} of {total} match \"{text}\""),
            (true, Rest::Hidden) => {
                format!("{matching} of {total} match \"{text}\", {hidden} hidden")
            }
        }
    }

    /// Says what is shown, in a sentence.
    #[must_use]
    pub fn told(&self) -> String {
        let text = self.text.trim();
        if self.matching.is_none() {
            return format!("Looking for what matches \"{text}\"…");
        }
        let Counts {
            total,
            matching,
            hidden,
        } = self.counts;
        let of = counted(total, "statement matches", "statements match");
        let rest = match self.rest {
            Rest::Faded => "the others are faded (. hides them)".to_owned(),
            Rest::Hidden => format!("{hidden} hidden (. shows everything)"),
        };
        format!("{matching} of {of} \"{text}\"; {rest}.")
    }

    /// Returns `true` if something is hidden.
    #[must_use]
    pub fn hides(&self) -> bool {
        self.rest == Rest::Hidden && self.counts.hidden > 0
    }

    /// Fades or hides what does not match, and says so in a row above.
    pub fn apply(&mut self, rows: Vec<Row>, context: &Context) -> Vec<Row> {
        let before = statements(&rows);
        let rows = match &self.matching {
            Some(matching) => sifted(rows, matching, self.rest),
            None => rows,
        };
        let shown = statements(&rows);
        let matching = self.matching.as_ref();
        self.counts = Counts {
            total: before.len(),
            matching: matching.map_or(0, |m| m.intersection(&before).count()),
            hidden: before.len() - shown.len(),
        };
        let width = context.columns.words(Span::Full);
        let mut lines = flow_text(&self.told(), Role::Doubt, width, 0);
        for note in &self.notes {
            lines.extend(flow_text(note, Role::Dim, width, 0));
        }
        let mut all = vec![Row::full(lines, Target::Nothing).gap(1)];
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

/// Goes through the rows group by group: a statement with what faces it. A heading stays
/// where something below it does.
fn sifted(rows: Vec<Row>, matching: &BTreeSet<StatementIx>, rest: Rest) -> Vec<Row> {
    let fits = |c: &Cell| statement(&c.target).is_some_and(|s| matching.contains(&s));
    let mut kept = Vec::new();
    let mut head = None;
    let mut rows = rows.into_iter().peekable();
    while let Some(row) = rows.next() {
        if row.heading {
            head = Some(row);
            continue;
        }
        let mut group = vec![row];
        while group.last().is_some_and(|r| r.keep_with_next)
            && let Some(next) = rows.next_if(|r| !r.heading)
        {
            group.push(next);
        }
        let found = group.iter().flat_map(|r| &r.cells).any(fits);
        if !found && rest == Rest::Hidden {
            continue;
        }
        for cell in group.iter_mut().flat_map(|r| &mut r.cells) {
            // What says that nothing faces a statement belongs to it.
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

impl App {
    /// Fades what does not match the last question, then hides it, then shows it again.
    pub(in crate::app) fn cycle_match_filter(&mut self) {
        let asked = self.next_ticket();
        let text = self.last_query.clone();
        let Screen::List(list) = &mut self.screen else {
            return;
        };
        match &mut list.sieve {
            Some(sieve) if sieve.rest == Rest::Faded => sieve.rest = Rest::Hidden,
            Some(_) => return self.clear_match_filter(),
            None if text.trim().is_empty() => {
                let text =
                    "Nothing was searched for yet: / searches, then . fades what does not match.";
                return self.set_status(StatusLevel::Hint, text);
            }
            None => {
                if list.open.is_none() {
                    return;
                }
                list.sieve = Some(Sieve::new(text, asked));
                self.request_match_filter();
            }
        }
        if let Screen::List(list) = &mut self.screen {
            list.stale();
        }
        self.report_match_filter();
    }

    /// Asks the question of the sieve on the screen.
    fn request_match_filter(&mut self) {
        let Screen::List(list) = &self.screen else {
            return;
        };
        let (Some(sieve), Some(open)) = (&list.sieve, &list.open) else {
            return;
        };
        let query = Query {
            text: sieve.text.clone(),
            scope: SearchScope::Briefing(open.briefing.id.clone()),
            // As many of the results may be passages that are no statement.
            limit: 2 * open.briefing.statements.len().max(1),
            bookmarks: self.user.bookmarks().clone(),
        };
        self.effects.push(Effect::Search(sieve.asked, query));
    }

    /// Asks the question of the sieve on the screen again, where the briefing has changed
    /// since it was answered.
    pub(in crate::app) fn rerun_match_filter(&mut self) {
        let asked = self.next_ticket();
        let Screen::List(list) = &mut self.screen else {
            return;
        };
        let outdated = list.sieve.as_mut().filter(|sieve| sieve.outdated);
        if let Some(sieve) = outdated {
            sieve.outdated = false;
            sieve.quiet = true;
            sieve.asked = asked;
            self.request_match_filter();
        }
    }

    /// Shows what was faded or hidden.
    pub(in crate::app) fn clear_match_filter(&mut self) {
        if let Screen::List(list) = &mut self.screen {
            list.sieve = None;
            list.stale();
        }
        self.set_status(StatusLevel::Info, "Everything is shown again.");
    }

    /// Says what the list on the screen shows.
    pub(in crate::app) fn report_match_filter(&mut self) {
        self.layout();
        if let Screen::List(list) = &self.screen
            && let Some(sieve) = &list.sieve
        {
            let told = sieve.told();
            self.set_status(StatusLevel::Info, told);
        }
    }
}
