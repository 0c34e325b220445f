//! The keys: those of the screen from which help was opened first, then all others. A loop
//! over the command table.

use crate::app::input::command::COMMANDS;
use crate::app::input::command::CommandGroup;
use crate::app::input::command::CommandSpec as CommandRow;
use crate::app::input::key_context::KeyContexts;
use crate::app::list::grid::Row;
use crate::app::list::rows::{RowContext, heading};
use crate::app::list::target::Target;
use crate::app::ui::layout::ColumnSpan;
use crate::app::ui::styled_text::{Role, styled, wrap_spans};

/// Columns for the keys before the explanation.
const KEY_COLUMNS: usize = 20;

/// Writes the rows.
#[must_use]
pub fn rows(context: &RowContext, scope: KeyContexts) -> Vec<Row> {
    let everywhere = |row: &CommandRow| row.contexts == KeyContexts::SCREENS;
    let own: Vec<_> = COMMANDS
        .iter()
        .filter(|r| r.contexts.intersects(scope) && !everywhere(r))
        .collect();
    let mut rows = Vec::new();
    if !own.is_empty() {
        rows.push(heading(context, &format!("Only here: {}", scope.name())));
        rows.extend(own.iter().map(|r| row(context, r)));
        end_group(&mut rows);
    }
    for group in CommandGroup::ALL {
        let title = match group {
            CommandGroup::Writing => format!("{} (these work only there)", group.title()),
            _ => group.title().to_owned(),
        };
        let mut list = COMMANDS
            .iter()
            .filter(|r| r.group == *group)
            .filter(|r| everywhere(r) || *group == CommandGroup::Writing)
            .peekable();
        if list.peek().is_some() {
            rows.push(heading(context, &title));
            rows.extend(list.map(|r| row(context, r)));
            end_group(&mut rows);
        }
    }
    let others: Vec<_> = COMMANDS
        .iter()
        .filter(|r| {
            !everywhere(r) && !r.contexts.intersects(scope) && r.group != CommandGroup::Writing
        })
        .collect();
    if !others.is_empty() {
        rows.push(heading(context, "On other screens"));
        rows.extend(others.iter().map(|r| row(context, r)));
    }
    rows
}

fn end_group(rows: &mut [Row]) {
    if let Some(last) = rows.last_mut() {
        last.gap = 1;
    }
}

fn row(context: &RowContext, command: &CommandRow) -> Row {
    let width = context.columns.text_width(ColumnSpan::Full);
    let keys = context.keymap.keys_of(command.command);
    let name = if command.argument.is_empty() {
        format!(":{}", command.name)
    } else {
        format!(":{} {}", command.name, command.argument)
    };
    let shown = if keys.is_empty() {
        name.clone()
    } else {
        keys.join("  ")
    };
    let column = KEY_COLUMNS.min(width / 3);
    let pad = column
        .saturating_sub(crate::text::width::width(&shown))
        .max(1);
    let mut pieces = vec![
        styled(shown, Role::Key),
        styled(" ".repeat(pad), Role::Plain),
        styled(command.help, Role::Plain),
    ];
    if !keys.is_empty() {
        pieces.push(styled(format!(" {name}"), Role::Dim));
    }
    let target = if command.group == CommandGroup::Writing {
        Target::Nothing
    } else {
        Target::Command(command.command)
    };
    Row::full(wrap_spans(&pieces, width, 0, column), target)
}
