//! Which article carries which statement: a row for each statement, a column for each
//! article; and how many of the statements each article has.

use std::sync::Arc;

use crate::model::{ArticleIx, QuotationKind, StatementIx, TopicIx};

use crate::app::list::grid::{Cell, LazyRow, Row, RowFilter};
use crate::app::list::rows::{RowContext, heading};
use crate::app::list::target::Target;
use crate::app::state::open_briefing::OpenBriefing;
use crate::app::ui::card::summary;
use crate::app::ui::layout::ColumnSpan;
use crate::app::ui::styled_text::{Role, StyledLine, StyledSpan, styled, wrap_spans};

/// Columns of the screen for one article.
const ARTICLE_COLUMNS: usize = 3;

/// Writes the rows.
#[must_use]
pub fn rows(context: &RowContext, open: &Arc<OpenBriefing>) -> Vec<Row> {
    let briefing = &open.briefing;
    let width = context.columns.text_width(ColumnSpan::Full);
    let total = briefing.statements.len();
    let mut rows = Vec::new();
    let mut lines = wrap_spans(
        &[
            styled("D", Role::Key),
            styled(" all the words  ", Role::Dim),
            styled("d", Role::Key),
            styled(" part of them  ", Role::Dim),
            styled("p", Role::Key),
            styled(" in the reporter's words  ", Role::Dim),
            styled("·", Role::Key),
            styled(" not in the stored article", Role::Dim),
        ],
        width,
        0,
        0,
    );
    lines.push(StyledLine::blank());
    let mut legend = Row::full(lines, Target::Nothing);
    legend.filter = RowFilter::Always;
    rows.push(legend);
    for (i, article) in briefing.articles.iter().enumerate() {
        let count = open.statements_in(ArticleIx(i)).len();
        let mut facts = article.publisher.clone();
        if let Some(date) = &article.published {
            facts = format!("{facts}, {date}");
        }
        let text = [
            styled(format!("{:>2} ", i + 1), Role::Key),
            styled(facts, Role::Plain),
            styled(format!(": {count} of {total} statements"), Role::Dim),
        ];
        let mut row = Row::full(
            wrap_spans(&text, width, 0, 3),
            Target::Article(ArticleIx(i)),
        );
        row.filter = RowFilter::Always;
        rows.push(row);
    }
    if let Some(last) = rows.last_mut() {
        last.gap = 1;
    }
    let columns = briefing.articles.len();
    let table = is_table(open, width);
    for i in 0..=briefing.topics.len() {
        let topic = (i < briefing.topics.len()).then_some(TopicIx(i));
        let listed = open.graph.in_topic(topic);
        if listed.is_empty() {
            continue;
        }
        let question = topic.map_or("No topic given", |t| &briefing.topics[t.0].question);
        let mut head = heading(context, question);
        if table && let Some(cell) = head.cells.first_mut() {
            let numbers: Vec<String> = (1..=columns).map(|n| format!("{n:>2} ")).collect();
            cell.lines
                .push(StyledLine::from_text(numbers.concat(), Role::Key));
        }
        rows.push(head);
        for ix in listed {
            let target = Target::Statement {
                statement: *ix,
                appearance: 0,
                under: topic,
            };
            let lazy = LazyRow { item: 0, lines: 1 };
            rows.push(Row::lazy_with_cells(
                vec![Cell::lazy(ColumnSpan::Full, target)],
                lazy,
            ));
        }
        if let Some(last) = rows.last_mut() {
            last.gap = 1;
        }
    }
    rows
}

/// Returns `true` if there is room for a column for each article.
fn is_table(open: &OpenBriefing, width: usize) -> bool {
    open.briefing.articles.len() * ARTICLE_COLUMNS + 24 <= width
}

/// Lays out the row of a statement.
#[must_use]
pub fn cells(context: &RowContext, open: &OpenBriefing, cell: &Cell) -> Vec<Cell> {
    let Target::Statement { statement: ix, .. } = cell.target else {
        return Vec::new();
    };
    let width = context.columns.text_width(ColumnSpan::Full);
    let table = is_table(open, width);
    let briefing = &open.briefing;
    let column = open.column_of(ix);
    let sign = open.side_letter(briefing.side_of(ix));
    let mut pieces: Vec<StyledSpan> = Vec::new();
    let mut indent = 0;
    if table {
        for i in 0..briefing.articles.len() {
            let sign = carriage_letter(open, ix, ArticleIx(i));
            let role = if sign == '·' { Role::Dim } else { Role::Key };
            pieces.push(styled(format!(" {sign} "), role));
        }
        indent = briefing.articles.len() * ARTICLE_COLUMNS;
    } else {
        let carriers = briefing.statement(ix).appearances.iter();
        let numbers: Vec<String> = carriers
            .map(|a| {
                format!(
                    "{}{}",
                    a.article.0 + 1,
                    carriage_letter(open, ix, a.article)
                )
            })
            .collect();
        pieces.push(styled(format!("{} ", numbers.join(" ")), Role::Key));
    }
    pieces.push(styled(format!("{sign} "), Role::Side(column)));
    pieces.push(styled(summary(open, ix), Role::Plain));
    let lines = wrap_spans(&pieces, width, 0, indent + 2);
    vec![Cell::new(ColumnSpan::Full, lines, cell.target.clone())]
}

/// Returns the letter for how an article carries a statement; the legend explains them.
fn carriage_letter(open: &OpenBriefing, ix: StatementIx, article: ArticleIx) -> char {
    let s = open.briefing.statement(ix);
    let length = |a: &crate::model::Appearance| -> usize {
        a.quote
            .iter()
            .map(|q| q.exact.split_whitespace().count())
            .sum()
    };
    let longest = s.appearances.iter().map(length).max().unwrap_or(0);
    match s.appearances.iter().find(|a| a.article == article) {
        None => '·',
        Some(_) if s.kind == QuotationKind::Paraphrase => 'p',
        Some(a) if length(a) == longest => 'D',
        Some(_) => 'd',
    }
}
