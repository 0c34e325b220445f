//! The library: every bundle that was found, readable or not.

use crate::model::{Entry, EntryState, Severity, Source};
use crate::text::clean::clean_line;

use super::grid::{Row, Span};
use super::listing::{Context, notice};
use super::rich::{Line, Role, flow, piece};
use super::target::Target;

/// Writes the rows.
#[must_use]
pub fn rows(context: &Context) -> Vec<Row> {
    let width = context.columns.words(Span::Full);
    let mut rows: Vec<Row> = context
        .library
        .iter()
        .enumerate()
        .map(|(i, entry)| Row::full(lines(entry, width), Target::Entry(i)).gap(1))
        .collect();
    if rows.is_empty() {
        rows.push(notice(
            context,
            if context.complete {
                "No bundle was found. Give a folder with --library, or put bundles into the \
                 library folder that \"diptych paths\" names."
            } else {
                "Looking for bundles…"
            },
        ));
    } else if !context.complete {
        rows.push(notice(context, "Looking for more bundles…"));
    }
    rows
}

fn lines(entry: &Entry, width: usize) -> Vec<Line> {
    let mut title = vec![piece(&entry.title, Role::Title)];
    match entry.state {
        EntryState::Ready => {}
        EntryState::Broken => title.push(piece("  ✗ cannot be opened", Role::Bad)),
        EntryState::Hidden => title.push(piece("  hidden by another of the same id", Role::Doubt)),
    }
    let mut lines = flow(&title, width, 0, 2);
    let mut facts = vec![entry.id.clone()];
    if entry.state != EntryState::Broken {
        facts.push(counted(entry.counts.articles, "article", "articles"));
        facts.push(counted(entry.counts.statements, "statement", "statements"));
        for (label, count) in &entry.counts.sides {
            facts.push(format!("{label} {count}"));
        }
        if let Some(date) = &entry.updated {
            facts.push(format!("updated {date}"));
        }
    }
    lines.extend(flow(&[piece(facts.join(" · "), Role::Dim)], width, 2, 2));
    lines.extend(flow(
        &[piece(source_name(&entry.source), Role::Dim)],
        width,
        2,
        2,
    ));
    let errors = entry.count(Severity::Error);
    let warnings = entry.problems.len() - errors;
    if let Some(worst) = entry.problems.iter().max_by_key(|p| p.severity) {
        let mut said = Vec::new();
        if errors > 0 {
            said.push(counted(errors, "error", "errors"));
        }
        if warnings > 0 {
            said.push(counted(warnings, "warning", "warnings"));
        }
        let role = if errors > 0 { Role::Bad } else { Role::Doubt };
        let text = format!("{} (gp shows them). {worst}", said.join(", "));
        lines.extend(flow(&[piece(text, role)], width, 2, 2));
    }
    lines
}

/// Returns a number with its noun.
#[must_use]
pub fn counted(n: usize, one: &str, many: &str) -> String {
    if n == 1 {
        format!("1 {one}")
    } else {
        format!("{n} {many}")
    }
}

/// Returns where a bundle is; the name of a folder may hold anything.
#[must_use]
pub fn source_name(source: &Source) -> String {
    clean_line(&source.to_string())
}
