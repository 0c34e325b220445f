//! The filter of a list: words that a cell must hold, and `status:` for how a statement is
//! answered. A row that stays can still be acted on.

use std::borrow::Cow;

use crate::model::{AnswerStatus, StatementIx};
use crate::text::fold::fold;

use crate::app::list::grid::{Cell, Row, RowFilter};
use crate::app::list::target::Target;
use crate::app::state::open_briefing::OpenBriefing;

/// The prefix of a word that asks for an [`AnswerStatus`].
const STATUS_FIELD: &str = "status:";

/// A parsed filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListFilter {
    /// Folded words; a cell must hold all of them.
    words: Vec<String>,
    /// The status that a statement must have. With two different ones nothing matches.
    statuses: Vec<AnswerStatus>,
    /// Values of `status:` that no status has.
    unknown_statuses: Vec<String>,
}

impl ListFilter {
    /// Parses a filter. The value of the last `status:` may still be incomplete.
    #[must_use]
    pub fn parse(text: &str) -> ListFilter {
        let mut filter = ListFilter::default();
        for word in text.split_whitespace() {
            let Some(value) = word.strip_prefix(STATUS_FIELD) else {
                let folded = fold(word);
                filter
                    .words
                    .extend(folded.split_whitespace().map(str::to_owned));
                continue;
            };
            match AnswerStatus::ALL.into_iter().find(|s| s.name() == value) {
                Some(status) => filter.statuses.push(status),
                None => filter.unknown_statuses.push(value.to_owned()),
            }
        }
        filter
    }

    /// Returns `true` if everything matches it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.statuses.is_empty() && self.unknown_statuses.is_empty()
    }

    /// Returns what the list shows instead of rows if a value of `status:` is unknown.
    #[must_use]
    pub fn unknown_status_message(&self) -> Option<String> {
        let value = self.unknown_statuses.first()?;
        let names = AnswerStatus::ALL.map(AnswerStatus::name).join(", ");
        Some(format!(
            "There is no status \"{value}\". Write one of: {names}."
        ))
    }

    /// Keeps the groups of rows in which a cell matches, with the headings above them. Which
    /// cells of a row stay is up to its [`RowFilter`]; `is_match` is set for each.
    #[must_use]
    pub fn apply(&self, rows: Vec<Row>, open: Option<&OpenBriefing>) -> Vec<Row> {
        let mut kept = Vec::new();
        let mut head: Option<Row> = None;
        let mut rows = rows.into_iter().peekable();
        let mut is_any = false;
        while let Some(mut row) = rows.next() {
            if row.filter == RowFilter::Always {
                for cell in &mut row.cells {
                    cell.is_match = self.matches(cell, open);
                    is_any |= cell.is_match;
                }
                kept.push(row);
                continue;
            }
            if row.is_heading {
                let selectable = row.cells.iter().any(|c| c.target != Target::Nothing);
                let text = fold(&row_text(&row));
                let whole = !self.words.is_empty()
                    && self.statuses.is_empty()
                    && self.words.iter().all(|w| text.contains(w.as_str()));
                if selectable && (whole || self.row_matches(&row, open)) {
                    kept.push(row);
                    is_any = true;
                    head = None;
                } else {
                    head = Some(row);
                }
                continue;
            }
            let mut group = vec![row];
            while group.last().is_some_and(|r| r.keep_with_next)
                && let Some(next) = rows.next_if(|r| !r.is_heading)
            {
                group.push(next);
            }
            let mut found = false;
            for row in &mut group {
                for cell in &mut row.cells {
                    cell.is_match = self.matches(cell, open);
                    found |= cell.is_match;
                }
            }
            if !found {
                continue;
            }
            is_any = true;
            for row in &mut group {
                if row.filter == RowFilter::EachCell {
                    for cell in row.cells.iter_mut().filter(|c| !c.is_match) {
                        cell.lines = Vec::new();
                        cell.target = Target::Nothing;
                    }
                }
            }
            kept.extend(head.take());
            kept.append(&mut group);
        }
        if is_any { kept } else { Vec::new() }
    }

    fn row_matches(&self, row: &Row, open: Option<&OpenBriefing>) -> bool {
        row.cells.iter().any(|cell| self.matches(cell, open))
    }

    /// Returns `true` if a cell matches: by what it shows, or by what is known of the
    /// statement or speaker that it shows, whose lines may not be laid out yet.
    fn matches(&self, cell: &Cell, open: Option<&OpenBriefing>) -> bool {
        if !self.unknown_statuses.is_empty() {
            return false;
        }
        if !self.statuses.is_empty() {
            let has = |status: AnswerStatus| {
                open.is_some_and(|open| {
                    let statements = statements_of(&cell.target, open);
                    statements
                        .into_iter()
                        .any(|ix| open.graph.status(ix) == status)
                })
            };
            if !self.statuses.iter().all(|status| has(*status)) {
                return false;
            }
        }
        if self.words.is_empty() {
            return cell.target != Target::Nothing || self.statuses.is_empty();
        }
        let shown: String = cell.lines.iter().map(|l| l.plain() + " ").collect();
        let shown = fold(&shown);
        let known = match (&cell.target, open) {
            (Target::Statement { statement, .. }, Some(open)) => {
                Cow::from(open.statement_filter_text(*statement))
            }
            (Target::Speaker(speaker), Some(open)) => Cow::from(open.speaker_filter_text(*speaker)),
            _ => Cow::default(),
        };
        let holds = |word: &String| shown.contains(word.as_str()) || known.contains(word.as_str());
        self.words.iter().all(holds)
    }
}

fn row_text(row: &Row) -> String {
    let lines = row.cells.iter().flat_map(|c| &c.lines);
    lines.map(|l| l.plain() + " ").collect()
}

/// Returns the statements of a target: its own, or all of a speaker, an article or a topic.
fn statements_of(target: &Target, open: &OpenBriefing) -> Vec<StatementIx> {
    match target {
        Target::Statement { statement, .. } => vec![*statement],
        Target::Speaker(speaker) => open.statements_by(*speaker).to_vec(),
        Target::Article(article) => open.statements_in(*article),
        Target::Topic(topic) => open.graph.in_topic(Some(*topic)).to_vec(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_statuses_are_told_apart() {
        let filter = ListFilter::parse("Joyce  status:unanswered FSB");
        assert_eq!(filter.words, ["joyce", "fsb"]);
        assert_eq!(filter.statuses, [AnswerStatus::Unanswered]);
        assert_eq!(filter.unknown_status_message(), None);
        assert!(ListFilter::parse("  ").is_empty());
    }

    #[test]
    fn a_status_that_is_none_is_told_and_keeps_nothing() {
        let filter = ListFilter::parse("status:silent");
        let advice = filter.unknown_status_message().unwrap();
        assert!(
            advice.contains("silent") && advice.contains("unanswered"),
            "{advice}"
        );
        let rows = vec![Row::full(Vec::new(), Target::Problem(0))];
        assert_eq!(filter.apply(rows, None), []);
    }
}
