//! The library: every bundle that was found, readable or not.

use crate::model::{EntryState, LibraryEntry, Severity};
use crate::text::fold::fold;
use crate::text::plural::plural;
use crate::text::width::{truncate, width as columns_of};

use crate::app::list::grid::{Cell, LazyRow, Row};
use crate::app::list::rows::{RowContext, notice};
use crate::app::list::screen::BuiltRows;
use crate::app::list::target::Target;
use crate::app::ui::labels::source_name;
use crate::app::ui::layout::ColumnSpan;
use crate::app::ui::styled_text::{Role, StyledLine, styled, wrap_spans};

/// Bundles from which on a library is lazy: each then has two rows of the screen, and only
/// those near the window are laid out. Below it every fact of a bundle is shown, which
/// takes more rows and time.
const LAZY_THRESHOLD: usize = 300;
/// Rows of the screen that a bundle of a lazy library has.
const LAZY_ENTRY_LINES: u32 = 2;

/// Returns `true` if rows are laid out only near the window, by [`cell`].
#[must_use]
pub fn is_lazy(context: &RowContext) -> bool {
    context.library.len() >= LAZY_THRESHOLD
}

/// Writes the rows; of a lazy library those that match the filter, to be laid out later.
#[must_use]
pub fn rows(context: &RowContext, filter: &str) -> BuiltRows {
    let words = fold(filter);
    let words: Vec<&str> = words.split_whitespace().collect();
    let rows = entry_rows(context, &words);
    BuiltRows {
        is_filtered: is_lazy(context) && !rows.is_empty(),
        rows,
    }
}

fn entry_rows(context: &RowContext, words: &[&str]) -> Vec<Row> {
    let width = context.columns.text_width(ColumnSpan::Full);
    let entries = context.library.iter().enumerate();
    let mut rows: Vec<Row> = if is_lazy(context) {
        let held = entries.filter(|(_, entry)| matches(entry, words));
        held.map(|(i, _)| {
            Row::lazy(LazyRow {
                item: i as u32,
                lines: LAZY_ENTRY_LINES,
            })
        })
        .collect()
    } else {
        entries
            .map(|(i, entry)| Row::full(lines(entry, width), Target::Entry(i)).with_gap(1))
            .collect()
    };
    if rows.is_empty() && !words.is_empty() {
        return rows;
    }
    if rows.is_empty() {
        rows.push(notice(
            context,
            if context.library_complete {
                "No bundle was found. Give a folder with --library, or put bundles into the \
                 library folder that \"diptych paths\" names."
            } else {
                "Looking for bundles…"
            },
        ));
    } else if !context.library_complete {
        rows.push(notice(context, "Looking for more bundles…"));
    }
    rows
}

/// Lays out a bundle of a lazy library.
#[must_use]
pub fn cell(context: &RowContext, item: u32) -> Option<Cell> {
    let item = item as usize;
    let entry = context.library.get(item)?;
    let lines = short_lines(entry, context.columns.text_width(ColumnSpan::Full));
    Some(Cell::full(lines, Target::Entry(item)))
}

/// Returns `true` if an entry has all the folded words.
fn matches(entry: &LibraryEntry, words: &[&str]) -> bool {
    if words.is_empty() {
        return true;
    }
    let sides = entry.counts.sides.iter().map(|(label, _)| label.as_str());
    let source = entry.source.to_string();
    let texts = [entry.title.as_str(), &entry.id, &source];
    let text: Vec<&str> = texts.into_iter().chain(sides).collect();
    let text = fold(&text.join(" "));
    words.iter().all(|word| text.contains(word))
}

/// Lays out an entry in two rows; "…" says where there is more.
fn short_lines(entry: &LibraryEntry, width: usize) -> Vec<StyledLine> {
    let (state, role) = match entry.state {
        EntryState::Broken => ("  ✗ cannot be opened", Role::Bad),
        EntryState::Hidden => ("  hidden by another of the same id", Role::Doubt),
        EntryState::Ready if entry.count(Severity::Error) > 0 => ("  has errors", Role::Bad),
        EntryState::Ready if !entry.problems.is_empty() => ("  has warnings", Role::Doubt),
        EntryState::Ready => ("", Role::Plain),
    };
    let room = width.saturating_sub(columns_of(state));
    let title = truncate(&entry.title, room);
    let facts = format!("  {}", facts(entry).join(" · "));
    vec![
        StyledLine(vec![styled(title, Role::Title), styled(state, role)]),
        StyledLine::from_text(truncate(&facts, width), Role::Dim),
    ]
}

fn lines(entry: &LibraryEntry, width: usize) -> Vec<StyledLine> {
    let mut title = vec![styled(&entry.title, Role::Title)];
    match entry.state {
        EntryState::Ready => {}
        EntryState::Broken => title.push(styled("  ✗ cannot be opened", Role::Bad)),
        EntryState::Hidden => title.push(styled("  hidden by another of the same id", Role::Doubt)),
    }
    let mut lines = wrap_spans(&title, width, 0, 2);
    let facts = facts(entry);
    lines.extend(wrap_spans(
        &[styled(facts.join(" · "), Role::Dim)],
        width,
        2,
        2,
    ));
    lines.extend(wrap_spans(
        &[styled(source_name(&entry.source), Role::Dim)],
        width,
        2,
        2,
    ));
    let errors = entry.count(Severity::Error);
    let warnings = entry.problems.len() - errors;
    if let Some(worst) = entry.problems.iter().max_by_key(|p| p.severity) {
        let mut counts = Vec::new();
        if errors > 0 {
            counts.push(plural(errors, "error", "errors"));
        }
        if warnings > 0 {
            counts.push(plural(warnings, "warning", "warnings"));
        }
        let role = if errors > 0 { Role::Bad } else { Role::Doubt };
        let text = format!("{} (gp shows them). {worst}", counts.join(", "));
        lines.extend(wrap_spans(&[styled(text, role)], width, 2, 2));
    }
    lines
}

/// Returns the facts of an entry besides its title.
fn facts(entry: &LibraryEntry) -> Vec<String> {
    let mut facts = vec![entry.id.clone()];
    if entry.state != EntryState::Broken {
        facts.push(plural(entry.counts.articles, "article", "articles"));
        facts.push(plural(entry.counts.statements, "statement", "statements"));
        for (label, count) in &entry.counts.sides {
            facts.push(format!("{label} {count}"));
        }
        if let Some(date) = &entry.updated {
            facts.push(format!("updated {date}"));
        }
    }
    facts
}
