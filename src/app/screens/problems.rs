//! The problems of a bundle, each with its address and what to do.

use crate::model::{Problem, Severity};
use crate::text::clean::clean_line;

use crate::app::list::grid::Row;
use crate::app::list::rows::{RowContext, notice};
use crate::app::list::target::Target;
use crate::app::ui::layout::ColumnSpan;
use crate::app::ui::styled_text::{Role, styled, wrap_spans, wrap_text};

/// Writes the rows.
#[must_use]
pub fn rows(context: &RowContext, title: &str, problems: &[Problem]) -> Vec<Row> {
    let width = context.columns.text_width(ColumnSpan::Full);
    let mut rows =
        vec![Row::full(wrap_text(title, Role::Title, width, 0), Target::Nothing).with_gap(1)];
    if problems.is_empty() {
        rows.push(notice(context, "Nothing is wrong with this bundle."));
    }
    for (i, problem) in problems.iter().enumerate() {
        let role = match problem.severity {
            Severity::Warning => Role::Doubt,
            Severity::Error | Severity::Fatal => Role::Bad,
        };
        let mut lines = wrap_spans(
            &[
                styled(format!("{}: ", problem.severity.name()), role),
                styled(&problem.message, Role::Plain),
            ],
            width,
            0,
            2,
        );
        let mut address = clean_line(&problem.bundle);
        if !problem.file.is_empty() {
            address = format!("{address} · {}", problem.file);
        }
        if problem.line > 0 {
            address = format!("{address}:{}:{}", problem.line, problem.column);
        }
        if !problem.path.is_empty() {
            address = format!("{address} · {}", problem.path);
        }
        lines.extend(wrap_spans(&[styled(address, Role::Dim)], width, 2, 2));
        if !problem.help.is_empty() {
            let help = [
                styled("help: ", Role::Dim),
                styled(&problem.help, Role::Plain),
            ];
            lines.extend(wrap_spans(&help, width, 2, 8));
        }
        rows.push(Row::full(lines, Target::Problem(i)).with_gap(1));
    }
    rows
}
