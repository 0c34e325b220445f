//! The saved searches.

use crate::model::{ResultOrder, SavedSearch};

use crate::app::input::command::Command;
use crate::app::list::grid::Row;
use crate::app::list::rows::{RowContext, notice};
use crate::app::list::target::Target;
use crate::app::ui::labels::scope_label;
use crate::app::ui::layout::ColumnSpan;
use crate::app::ui::styled_text::{Role, justify, styled, wrap_spans};

/// Writes the rows of the saved searches.
#[must_use]
pub fn rows(context: &RowContext) -> Vec<Row> {
    let searches = context.user.searches();
    if searches.is_empty() {
        let keys = context.keymap.keys_of(Command::SaveSearch);
        let how = keys.first().map_or_else(
            || ":save-search NAME keeps".to_owned(),
            |key| format!("{key} keeps"),
        );
        let text = format!("No search is saved yet. On the results of one, {how} it.");
        return vec![notice(context, &text)];
    }
    searches.iter().map(|s| row(context, s)).collect()
}

/// Writes one saved search: its name and scope, below them the query.
#[must_use]
pub fn row(context: &RowContext, search: &SavedSearch) -> Row {
    let width = context.columns.text_width(ColumnSpan::Full);
    let open = context.open.map(|d| d.briefing.id.as_str());
    let mut scope = format!("in {}", scope_label(&search.scope, open));
    if search.order == ResultOrder::Date {
        scope = format!("{scope}, newest first");
    }
    let mut lines = justify(
        vec![styled(&search.name, Role::Name)],
        vec![styled(scope, Role::Dim)],
        width,
    );
    lines.extend(wrap_spans(
        &[styled(&search.text, Role::Plain)],
        width,
        2,
        4,
    ));
    Row::full(lines, Target::Saved(search.name.clone())).with_gap(1)
}
