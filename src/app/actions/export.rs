//! Exporting: copies, files and pipes.

use std::collections::HashSet;
use std::path::PathBuf;

use crate::app::app_state::AppState;
use crate::app::app_state::screen::Screen;
use crate::app::input::command::Command;
use crate::app::list::grid::Row;
use crate::app::list::target::Target;
use crate::app::list::{ListKind, ListScreen};
use crate::app::message::{CopyForm, Effect, ExportItem, ExportPayload};
use crate::app::prompt::Prompt;
use crate::app::prompt::text_input::TextInput;
use crate::app::state::command_outcome::CommandOutcome;
use crate::app::state::open_briefing::OpenBriefing;
use crate::model::{BookmarkId, ComparisonRow, Hit, HitKind};

impl AppState {
    /// Returns what a copy is about.
    fn item_at_cursor(&self) -> Option<ExportItem> {
        if let Target::Bookmark(id) = self.target() {
            let bookmark = self.user.bookmark(&id)?;
            return Some(ExportItem::Bookmark(Box::new(bookmark.clone())));
        }
        let open = self.open()?;
        let briefing = open.briefing.clone();
        if let Some(selected) = self.selected_text() {
            return Some(ExportItem::Range {
                briefing,
                article: selected.article,
                range: selected.range,
                statement: selected.statement,
            });
        }
        if let Some((statement, appearance)) = self.statement_at_cursor() {
            return Some(ExportItem::Statement {
                briefing,
                statement,
                appearance,
            });
        }
        match (self.nav.screen(), self.hit_at_cursor()) {
            (Screen::Article(reader), _) => Some(ExportItem::Range {
                briefing,
                article: reader.article,
                range: reader.sentence(),
                statement: None,
            }),
            (_, Some(hit)) if hit.place.briefing == briefing.id => Some(ExportItem::Range {
                article: briefing.article_by_id(&hit.place.article)?,
                briefing,
                range: hit.place.range.clone(),
                statement: None,
            }),
            _ => None,
        }
    }

    /// Copies what is under the cursor.
    pub(in crate::app) fn copy(&mut self, form: CopyForm) -> CommandOutcome {
        let Some(item) = self.item_at_cursor() else {
            let is_elsewhere = self.hit_at_cursor().is_some();
            return self.hint(if is_elsewhere {
                "This result is in another briefing; Enter opens it, then it can be copied."
            } else {
                "There are no words under the cursor to copy."
            });
        };
        let warning = match form {
            CopyForm::Words => self.words_warning(),
            CopyForm::Citation => self.context_warning(),
            // It has no words that could mislead.
            CopyForm::Reference => None,
        };
        self.status.set_pending_warning(warning);
        self.clear_selection();
        self.request(Effect::Copy(Box::new(item), form))
    }

    /// Writes to a file what is selected, or under the cursor in an article, or all that is
    /// listed in a list.
    pub(in crate::app) fn export(&mut self, path: &str) -> CommandOutcome {
        let path = path.trim();
        let Some(payload) = self.export_payload() else {
            return self.report_nothing_to_export();
        };
        if path.is_empty() {
            let prompt = Prompt::Argument(Command::Export, TextInput::default());
            return self.open_prompt(prompt);
        }
        self.warn_of_parts();
        self.info(format!("Writing {path} …"));
        self.request(Effect::Export(payload, PathBuf::from(path)))
    }

    /// Hands to a shell command what [`AppState::export`] would write.
    pub(in crate::app) fn pipe(&mut self, command: &str) -> CommandOutcome {
        let command = command.trim();
        let Some(payload) = self.export_payload() else {
            return self.report_nothing_to_export();
        };
        if command.is_empty() {
            let prompt = Prompt::Argument(Command::Pipe, TextInput::default());
            return self.open_prompt(prompt);
        }
        self.warn_of_parts();
        self.info(format!("Running: {command} …"));
        self.request(Effect::Pipe(payload, command.to_owned()))
    }

    /// Copies what [`AppState::export`] would write: as text, or in the form that a file's
    /// ending names.
    pub(in crate::app) fn copy_list(&mut self, form: &str) -> CommandOutcome {
        let Some(payload) = self.export_payload() else {
            return self.report_nothing_to_export();
        };
        self.warn_of_parts();
        let form = match form.trim() {
            "" => "txt",
            form => form,
        };
        self.info(format!("Copying as {form} …"));
        self.request(Effect::CopyAll(payload, form.to_owned()))
    }

    fn report_nothing_to_export(&mut self) -> CommandOutcome {
        self.hint("There are no statements or words on this screen to take out.")
    }

    /// Keeps for the answer a warning about what is not exported.
    fn warn_of_parts(&mut self) {
        let warnings = [self.context_warning(), self.partial_note()];
        let warnings: Vec<String> = warnings.into_iter().flatten().collect();
        let warning = (!warnings.is_empty()).then(|| warnings.join(" "));
        self.status.set_pending_warning(warning);
    }

    /// Returns what is taken out; `None` where there are no words. What is selected goes
    /// before all that is listed.
    fn export_payload(&self) -> Option<ExportPayload> {
        let items: Vec<ExportItem> = match self.nav.list() {
            Some(list) if self.selected_text().is_none() => {
                if let Some(rows) = comparison_payload(list) {
                    return Some(rows);
                }
                self.list_items(list)
            }
            _ => self.item_at_cursor().into_iter().collect(),
        };
        (!items.is_empty()).then_some(ExportPayload::Quotations(items))
    }

    /// Returns how much of the list is taken out, where that is not all of it.
    fn partial_note(&self) -> Option<String> {
        let list = self.nav.list()?;
        if !list.chosen.is_empty() {
            let shown = list.grid.targets().filter(|t| list.chosen.contains(t));
            let hidden = list.chosen.len().saturating_sub(shown.count());
            let note = format!(
                "{hidden} of the {} marked are hidden and left out.",
                list.chosen.len()
            );
            return (hidden > 0).then_some(note);
        }
        if let Some((shown, total)) = list.counts.filter(|(shown, total)| shown < total) {
            return Some(format!("Only what the filter shows: {shown} of {total}."));
        }
        let filter = list.match_filter.as_ref()?;
        filter.has_hidden().then(|| filter.describe())
    }

    /// Returns what is listed or, where some of it was chosen, that.
    fn list_items(&self, list: &ListScreen) -> Vec<ExportItem> {
        let Some(open) = self.open() else {
            return self.bookmark_items(list);
        };
        let briefing = &open.briefing;
        let mut statements = HashSet::new();
        let mut items = Vec::new();
        let is_chosen = |t: &&Target| list.chosen.is_empty() || list.chosen.contains(t);
        // What only stands beside a match is not what the filter shows.
        let cells = list.grid.rows().iter().flat_map(|row| &row.cells);
        let matching = cells.filter(|cell| cell.is_match).map(|cell| &cell.target);
        for target in matching.filter(is_chosen) {
            match target {
                Target::Statement {
                    statement,
                    appearance,
                    ..
                } if statements.insert((*statement, *appearance)) => {
                    items.push(ExportItem::Statement {
                        briefing: briefing.clone(),
                        statement: *statement,
                        appearance: *appearance,
                    });
                }
                Target::Hit(i) => {
                    let hit = list.search.hits.results.get(*i);
                    items.extend(hit.and_then(|hit| hit_item(open, hit)));
                }
                _ => {}
            }
        }
        items.extend(self.bookmark_items(list));
        items
    }

    /// Returns the bookmarks that are listed or, where some were chosen, those.
    fn bookmark_items(&self, list: &ListScreen) -> Vec<ExportItem> {
        if !matches!(list.kind, ListKind::Bookmarks(_)) {
            return Vec::new();
        }
        let chosen = list.chosen.iter().filter_map(|t| match t {
            Target::Bookmark(id) => Some(id),
            _ => None,
        });
        let chosen: HashSet<&BookmarkId> = chosen.collect();
        // A bookmark stands in the group of each of its tags.
        let mut seen = HashSet::new();
        let items = list.grid.items();
        let listed = items.filter_map(|item| list.listed_bookmarks.get(item));
        let listed = listed.filter(|b| list.chosen.is_empty() || chosen.contains(&b.id));
        let listed = listed.filter(|b| seen.insert(&b.id));
        listed
            .filter_map(|b| self.user.bookmark(&b.id))
            .map(|b| ExportItem::Bookmark(Box::new(b.clone())))
            .collect()
    }
}

/// Returns the rows of the comparison that are shown or, where some of them were chosen,
/// those; `None` where the list sets nothing face to face.
fn comparison_payload(list: &ListScreen) -> Option<ExportPayload> {
    let (ListKind::Compare { .. }, Some(open)) = (&list.kind, &list.open) else {
        return None;
    };
    let is_chosen = |row: &Row| {
        list.chosen.is_empty() || row.cells.iter().any(|c| list.chosen.contains(&c.target))
    };
    let mut rows: Vec<ComparisonRow> = Vec::new();
    let shown = list.grid.rows().iter().filter(|row| is_chosen(row));
    for item in shown.filter_map(|row| row.lazy) {
        let Some(item) = list.comparison_items.get(item.item as usize) else {
            continue;
        };
        // A row of the comparison may take several rows of the screen.
        if rows.last() != Some(&item.row) {
            rows.push(item.row);
        }
    }
    (!rows.is_empty()).then(|| ExportPayload::Comparison(open.briefing.clone(), rows))
}

/// Returns what a result of a search in the open briefing stands for.
fn hit_item(open: &OpenBriefing, hit: &Hit) -> Option<ExportItem> {
    let briefing = &open.briefing;
    if hit.place.briefing != briefing.id {
        return None;
    }
    let article = briefing.article_by_id(&hit.place.article)?;
    let id = hit
        .statement
        .as_ref()
        .filter(|_| hit.kind == HitKind::Statement);
    Some(match id.and_then(|id| briefing.statement_by_id(id)) {
        Some(statement) => ExportItem::Statement {
            briefing: briefing.clone(),
            statement,
            appearance: open.appearance_in(statement, article),
        },
        None => ExportItem::Range {
            briefing: briefing.clone(),
            article,
            range: hit.place.range.clone(),
            statement: None,
        },
    })
}
