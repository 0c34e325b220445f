//! The results of a search: statements in two columns by side, with counts; then third
//! parties; then passages that are nobody's statement.

use std::borrow::Cow;

use crate::model::{Hit, HitKind, QuotationKind, ResultOrder, SearchScope};
use crate::text::plural::plural;

use crate::app::list::grid::{Cell, Row, RowFilter};
use crate::app::list::rows::{RowContext, column_labels, heading, notice};
use crate::app::list::target::Target;
use crate::app::screens::saved_searches;
use crate::app::state::search::SearchState;
use crate::app::ui::layout::ColumnSpan;
use crate::app::ui::styled_text::{Role, highlight, justify, styled, wrap_spans};

/// Lines of a bookmark's note that are shown below a result found by it.
const MAX_NOTE_LINES: usize = 3;

/// Returns a query in quotation marks, unless it has some of its own.
fn quoted(typed: &str) -> Cow<'_, str> {
    if typed.contains('"') {
        Cow::from(typed)
    } else {
        Cow::from(format!("\"{typed}\""))
    }
}

/// Writes the rows.
#[must_use]
pub fn rows(context: &RowContext, search: &SearchState) -> Vec<Row> {
    let mut rows = Vec::new();
    let width = context.columns.text_width(ColumnSpan::Full);
    for note in &search.hits.diagnostics {
        let answered = search.answered_query.trim();
        let part = search.answered_query.get(note.range.clone());
        let part = part.map(str::trim).unwrap_or_default();
        // The part is repeated unless the message names it, or is about the whole query.
        let text = if part.is_empty() || part == answered || note.names_part() {
            note.message()
        } else {
            format!("{}: {}", quoted(part), note.message())
        };
        let lines = wrap_spans(&[styled(text, Role::Doubt)], width, 0, 2);
        rows.push(Row::full(lines, Target::Nothing));
    }
    if search.hits.is_partial {
        rows.push(notice(
            context,
            "Part of the library is still being indexed.",
        ));
    }
    if search.query.trim().is_empty() {
        rows.push(tips(context).with_gap(1));
        let searches = context.user.searches();
        if !searches.is_empty() {
            rows.push(heading(context, "Saved searches"));
            rows.extend(searches.iter().map(|s| saved_searches::row(context, s)));
        }
        return rows;
    }
    if search.hits.results.is_empty() {
        let text = if search.answered == search.requested {
            let yet = if search.hits.is_partial { " yet" } else { "" };
            format!("Nothing found{yet} for {}.", quoted(search.query.trim()))
        } else {
            "Searching…".to_owned()
        };
        rows.push(notice(context, &text));
        return rows;
    }
    let mut hits: Vec<(usize, &Hit)> = search.hits.results.iter().enumerate().collect();
    if search.order == ResultOrder::Date {
        hits.sort_by(|(_, a), (_, b)| a.newest_first(b));
    }
    let column = |hit: &Hit| match (hit.kind, &hit.side) {
        (HitKind::Statement, Some((_, column))) => Some((*column).min(2)),
        (HitKind::Statement, None) => Some(2),
        (HitKind::Passage, _) => None,
    };
    let of = |wanted: Option<usize>| -> Vec<(usize, &Hit)> {
        let mine = hits.iter().filter(|(_, h)| column(h) == wanted);
        mine.copied().collect()
    };
    let (left, right) = (of(Some(0)), of(Some(1)));
    if context.columns.wide {
        rows.push(side_labels(context, search));
        for i in 0..left.len().max(right.len()) {
            let cells = [
                (left.get(i), ColumnSpan::Left),
                (right.get(i), ColumnSpan::Right),
            ];
            let hits = cells.iter().filter_map(|(hit, _)| *hit);
            if context.stacks(hits.map(|(_, hit)| hit.text.as_str())) {
                for (n, hit) in cells.iter().filter_map(|(hit, _)| *hit) {
                    rows.push(row(context, search, *n, hit));
                }
                continue;
            }
            let cells = cells.map(|(hit, span)| match hit {
                Some((n, hit)) => cell(context, search, *n, hit, span),
                None => Cell::lazy(span, Target::Nothing),
            });
            let mut row = Row::from_cells(cells.into()).with_gap(1);
            row.filter = RowFilter::EachCell;
            rows.push(row);
        }
        section(context, search, "Third parties", &of(Some(2)), &mut rows);
    } else {
        rows.push(side_labels(context, search));
        for (n, hit) in hits.iter().filter(|(_, h)| column(h).is_some()) {
            rows.push(row(context, search, *n, hit));
        }
    }
    section(
        context,
        search,
        "Passages that are no statement",
        &of(None),
        &mut rows,
    );
    rows
}

fn section(
    context: &RowContext,
    search: &SearchState,
    title: &str,
    hits: &[(usize, &Hit)],
    rows: &mut Vec<Row>,
) {
    if hits.is_empty() {
        return;
    }
    rows.push(heading(context, &format!("{title}: {}", hits.len())));
    for (n, hit) in hits {
        rows.push(row(context, search, *n, hit));
    }
}

fn row(context: &RowContext, search: &SearchState, n: usize, hit: &Hit) -> Row {
    Row::from_cells(vec![cell(context, search, n, hit, ColumnSpan::Full)]).with_gap(1)
}

/// Writes the side labels, each with the number of its statements that were found.
fn side_labels(context: &RowContext, search: &SearchState) -> Row {
    let label = |column: usize| {
        let sides = search.hits.side_counts.iter();
        let mine: Vec<_> = sides.filter(|s| s.column.min(2) == column).collect();
        let count: usize = mine.iter().map(|s| s.count).sum();
        // In the library each briefing has sides of its own.
        let most = mine.iter().rev().max_by_key(|s| s.count);
        let name = match (most, mine.len()) {
            (None, _) => side_name(context, search, column),
            (Some(most), 1) => most.label.clone(),
            (Some(most), n) => format!("{} and {}", most.label, plural(n - 1, "other", "others")),
        };
        (name, count)
    };
    let mut lines = Vec::new();
    if context.columns.wide {
        let text = |(name, count): (String, usize)| format!("{name}: {}", found_label(count));
        let left = styled(text(label(0)), Role::Side(0));
        let right = styled(text(label(1)), Role::Side(1));
        lines.extend(column_labels(context, left, right));
    } else {
        let width = context.columns.text_width(ColumnSpan::Full);
        let mut pieces = Vec::new();
        for column in 0..3 {
            let (name, count) = label(column);
            if column < 2 || count > 0 {
                let gap = if pieces.is_empty() { "" } else { " · " };
                pieces.push(styled(gap, Role::Dim));
                pieces.push(styled(format!("{name}: {count}"), Role::Side(column as u8)));
            }
        }
        lines = wrap_spans(&pieces, width, 0, 0);
    }
    Row::full(lines, Target::Nothing).as_heading()
}

fn found_label(count: usize) -> String {
    if count == 0 {
        "nothing found".to_owned()
    } else {
        plural(count, "statement", "statements")
    }
}

/// Returns the label of a column in which nothing was found: the side, if one briefing was
/// searched.
fn side_name(context: &RowContext, search: &SearchState, column: usize) -> String {
    let whole = search.scope == Some(SearchScope::Library);
    let sides = context.open.filter(|_| !whole).map(|d| &d.briefing.sides);
    let label = sides.and_then(|s| s.get(column)).map(|s| s.label.clone());
    label.unwrap_or_else(|| ["Left side", "Right side", "Third parties"][column.min(2)].to_owned())
}

fn cell(context: &RowContext, search: &SearchState, n: usize, hit: &Hit, span: ColumnSpan) -> Cell {
    let width = context.columns.text_width(span);
    let column = hit.side.as_ref().map(|(_, c)| (*c).min(2) as u8);
    let mut lines = Vec::new();
    if let (Some((label, _)), Some(speaker), Some(column)) = (&hit.side, &hit.speaker, column) {
        let mut right = Vec::new();
        if let Some(date) = &hit.date {
            right.push(styled(date.to_string(), Role::Dim));
        }
        let left = vec![
            styled(format!("{label}: "), Role::Side(column)),
            styled(speaker, Role::Name),
        ];
        lines.extend(justify(left, right, width));
    }
    let role = match (hit.statement_kind, column) {
        (Some(QuotationKind::Direct), Some(c)) => Role::Quoted(c),
        (Some(QuotationKind::Paraphrase), Some(c)) => Role::Reported(c),
        _ => Role::Plain,
    };
    let mut words = highlight(&hit.text, &hit.highlights, role, Role::Match);
    if hit.statement_kind == Some(QuotationKind::Direct) {
        words.insert(0, styled("“", role));
        words.push(styled("”", role));
    }
    lines.extend(wrap_spans(&words, width, 0, 0));
    let mut facts = Vec::new();
    if hit.carriers > 1 {
        facts.push(format!("{} carriers, first", hit.carriers));
    }
    facts.push(hit.publisher.clone());
    if hit.kind == HitKind::Passage {
        facts.push(hit.article_title.clone());
    }
    let mut facts = facts.join(" ");
    if hit.kind == HitKind::Passage {
        facts = format!("{} · {}", hit.publisher, hit.article_title);
    }
    if search.scope == Some(SearchScope::Library) {
        facts = format!("{facts} · {}", hit.briefing_title);
    }
    if let Some(why) = hit.match_reasons_label() {
        facts = format!("{facts} · matched by {why}");
    }
    if let Some(lacks) = hit.missing_label() {
        facts = format!("{facts} · {lacks}");
    }
    lines.extend(wrap_spans(&[styled(facts, Role::Dim)], width, 0, 2));
    if let Some(note) = &hit.note {
        let mut words = vec![styled("your note: ", Role::Dim)];
        words.extend(highlight(
            &note.text,
            &note.highlights,
            Role::Bookmark,
            Role::Match,
        ));
        let mut note_lines = wrap_spans(&words, width, 0, 2);
        if note_lines.len() > MAX_NOTE_LINES {
            note_lines.truncate(MAX_NOTE_LINES);
            if let Some(last) = note_lines.last_mut() {
                last.0.push(styled(" …", Role::Dim));
            }
        }
        lines.extend(note_lines);
    }
    Cell::new(span, lines, Target::Hit(n))
}

/// Returns examples of queries, for those who open the search for the first time.
fn tips(context: &RowContext) -> Row {
    let width = context.columns.text_width(ColumnSpan::Full);
    let mut lines = Vec::new();
    for (form, meaning) in [
        ("pawn geopolitical", "words, near and in order first"),
        (
            "\"ties with any government\"",
            "these words, one behind the other",
        ),
        (
            "side:kaspersky  who:shaheen",
            "a side, a speaker (also -who:…)",
        ),
        ("outlet:axios  kind:direct", "an outlet; quoted or reported"),
        (
            "topic:evidence  before:2018",
            "a point in dispute; dates, also after:",
        ),
        ("has:note  tag:check", "what you keep"),
    ] {
        let pieces = [
            styled(format!("{form:<32}"), Role::Key),
            styled(meaning, Role::Dim),
        ];
        lines.extend(wrap_spans(&pieces, width, 0, 4));
    }
    Row::full(lines, Target::Nothing)
}
