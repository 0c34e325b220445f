//! Taking out: copies, files and pipes.

use std::collections::HashSet;
use std::path::PathBuf;

use crate::model::{BookmarkId, ComparisonRow, HitKind};

use crate::app::input::command::Command;
use crate::app::list::ListKind;
use crate::app::list::grid::Row;
use crate::app::list::target::Target;
use crate::app::message::{CopyForm, Effect, ExportItem, ExportPayload, StatusLevel};
use crate::app::prompt::Prompt;
use crate::app::prompt::text_input::TextInput;
use crate::app::{App, Screen};

impl App {
    /// Returns what a copy is about.
    fn item_at_cursor(&self) -> Option<ExportItem> {
        if let Target::Bookmark(id) = self.target() {
            let bookmark = self.user.bookmark(&id)?;
            return Some(ExportItem::Bookmark(Box::new(bookmark.clone())));
        }
        let open = self.open.as_ref()?;
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
        match (&self.screen, self.hit_at_cursor()) {
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
    pub(in crate::app) fn copy(&mut self, form: CopyForm) {
        match self.item_at_cursor() {
            Some(subject) => {
                self.pending_warning = match form {
                    CopyForm::Words => self.words_warning(),
                    CopyForm::Citation => self.context_warning(),
                    // It has no words that could mislead.
                    CopyForm::Reference => None,
                };
                self.effects.push(Effect::Copy(Box::new(subject), form));
                self.clear_selection();
            }
            None => {
                let text = if self.hit_at_cursor().is_some() {
                    "This result is in another briefing; Enter opens it, then it can be copied."
                } else {
                    "There are no words under the cursor to copy."
                };
                self.set_status(StatusLevel::Hint, text);
            }
        }
    }

    /// Writes to a file, or hands to a command: what is selected, or under the cursor in an
    /// article, all that is listed in a list.
    pub(in crate::app) fn export_or_pipe(&mut self, command: Command, argument: &str) {
        let Some(taken) = self.export_payload() else {
            self.set_status(
                StatusLevel::Hint,
                "There are no statements or words on this screen to take out.",
            );
            return;
        };
        let argument = argument.trim();
        if argument.is_empty() {
            self.prompt = Some(Prompt::Argument(command, TextInput::default()));
            return;
        }
        self.pending_warning = join_notes(self.context_warning(), self.partial_note());
        // The answer takes the place of this.
        if command == Command::Export {
            self.set_status(StatusLevel::Info, format!("Writing {argument} …"));
            self.effects
                .push(Effect::Export(taken, PathBuf::from(argument)));
        } else {
            self.set_status(StatusLevel::Info, format!("Running: {argument} …"));
            self.effects.push(Effect::Pipe(taken, argument.to_owned()));
        }
    }

    /// Copies what would be written to a file: as text, or in the form that a file's ending names.
    pub(in crate::app) fn copy_list(&mut self, form: &str) {
        let Some(taken) = self.export_payload() else {
            self.set_status(
                StatusLevel::Hint,
                "There are no statements or words on this screen to take out.",
            );
            return;
        };
        self.pending_warning = join_notes(self.context_warning(), self.partial_note());
        let form = match form.trim() {
            "" => "txt",
            form => form,
        };
        self.set_status(StatusLevel::Info, format!("Copying as {form} …"));
        self.effects.push(Effect::CopyAll(taken, form.to_owned()));
    }

    /// Returns what is taken out; none where there are no words. What is selected goes
    /// before all that is listed.
    fn export_payload(&self) -> Option<ExportPayload> {
        if self.selected_text().is_some() {
            return Some(ExportPayload::Quotations(
                self.item_at_cursor().into_iter().collect(),
            ));
        }
        if let Some(pairs) = self.comparison_payload() {
            return Some(pairs);
        }
        let subjects = self.list_items();
        (!subjects.is_empty()).then_some(ExportPayload::Quotations(subjects))
    }

    /// Returns the rows of the comparison that are shown or, where some of them were
    /// chosen, those.
    fn comparison_payload(&self) -> Option<ExportPayload> {
        let Screen::List(list) = &self.screen else {
            return None;
        };
        let (ListKind::Compare { .. }, Some(open)) = (&list.kind, &list.open) else {
            return None;
        };
        let chosen = |row: &Row| {
            list.chosen.is_empty() || row.cells.iter().any(|c| list.chosen.contains(&c.target))
        };
        let mut rows: Vec<ComparisonRow> = Vec::new();
        let shown = list.grid.rows().iter().filter(|row| chosen(row));
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

    /// Says how much of the list is taken out, where that is not all of it.
    fn partial_note(&self) -> Option<String> {
        let Screen::List(list) = &self.screen else {
            return None;
        };
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
        let sieve = list.match_filter.as_ref()?;
        sieve.has_hidden().then(|| sieve.describe())
    }

    fn list_items(&self) -> Vec<ExportItem> {
        let Screen::List(list) = &self.screen else {
            return self.item_at_cursor().into_iter().collect();
        };
        let Some(open) = &self.open else {
            return self.bookmark_items(&list.kind);
        };
        let briefing = &open.briefing;
        let mut statements = HashSet::new();
        let mut subjects = Vec::new();
        let chosen = |t: &&Target| list.chosen.is_empty() || list.chosen.contains(t);
        // What only stands beside a match is not what the filter shows.
        let matching = list.grid.rows().iter().flat_map(|row| &row.cells);
        let matching = matching
            .filter(|cell| cell.is_match)
            .map(|cell| &cell.target);
        for target in matching.filter(chosen) {
            match target {
                Target::Statement {
                    statement,
                    appearance,
                    ..
                } if statements.insert((*statement, *appearance)) => {
                    subjects.push(ExportItem::Statement {
                        briefing: briefing.clone(),
                        statement: *statement,
                        appearance: *appearance,
                    });
                }
                Target::Hit(i) => {
                    let Some(hit) = list.search.hits.results.get(*i) else {
                        continue;
                    };
                    if hit.place.briefing != briefing.id {
                        continue;
                    }
                    let article = briefing.article_by_id(&hit.place.article);
                    let statement = hit
                        .statement
                        .as_ref()
                        .and_then(|s| briefing.statement_by_id(s));
                    match (hit.kind, statement, article) {
                        (HitKind::Statement, Some(statement), Some(article)) => {
                            subjects.push(ExportItem::Statement {
                                briefing: briefing.clone(),
                                statement,
                                appearance: open.appearance_in(statement, article),
                            });
                        }
                        (_, _, Some(article)) => subjects.push(ExportItem::Range {
                            briefing: briefing.clone(),
                            article,
                            range: hit.place.range.clone(),
                            statement: None,
                        }),
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        subjects.extend(self.bookmark_items(&list.kind));
        subjects
    }

    fn bookmark_items(&self, kind: &ListKind) -> Vec<ExportItem> {
        if !matches!(kind, ListKind::Bookmarks(_)) {
            return Vec::new();
        }
        let Screen::List(list) = &self.screen else {
            return Vec::new();
        };
        let chosen = list.chosen.iter().filter_map(|t| match t {
            Target::Bookmark(id) => Some(id),
            _ => None,
        });
        let chosen: HashSet<&BookmarkId> = chosen.collect();
        // A bookmark stands in the group of each of its tags.
        let mut seen = HashSet::new();
        let listed = list
            .grid
            .items()
            .filter_map(|item| list.bookmark_rows.get(item));
        let listed = listed.filter(|b| list.chosen.is_empty() || chosen.contains(&b.id));
        let kept = listed.filter(|b| seen.insert(&b.id));
        kept.filter_map(|b| self.user.bookmark(&b.id))
            .map(|b| ExportItem::Bookmark(Box::new(b.clone())))
            .collect()
    }
}

/// Joins two remarks on what is taken out.
fn join_notes(one: Option<String>, other: Option<String>) -> Option<String> {
    match (one, other) {
        (Some(one), Some(other)) => Some(format!("{one} {other}")),
        (one, other) => one.or(other),
    }
}
