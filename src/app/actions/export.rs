//! Taking out: copies, files and pipes.

use std::collections::HashSet;
use std::path::PathBuf;

use crate::model::{BookmarkId, ComparisonRow, HitKind};

use crate::app::input::command::Command;
use crate::app::list::Kind;
use crate::app::list::grid::Row;
use crate::app::list::target::Target;
use crate::app::message::{CopyForm, Effect, Subject, Taken, Tone};
use crate::app::prompt::Prompt;
use crate::app::prompt::text_input::Field;
use crate::app::{App, Screen};

impl App {
    /// Returns what a copy is about.
    fn subject(&self) -> Option<Subject> {
        if let Target::Bookmark(id) = self.target() {
            let bookmark = self.keeping.bookmark(&id)?;
            return Some(Subject::Bookmark(Box::new(bookmark.clone())));
        }
        let desk = self.desk.as_ref()?;
        let briefing = desk.briefing.clone();
        if let Some(selected) = self.selected() {
            return Some(Subject::Range {
                briefing,
                article: selected.article,
                range: selected.range,
                statement: selected.statement,
            });
        }
        if let Some((statement, appearance)) = self.statement_here() {
            return Some(Subject::Statement {
                briefing,
                statement,
                appearance,
            });
        }
        match (&self.screen, self.hit_here()) {
            (Screen::Article(reader), _) => Some(Subject::Range {
                briefing,
                article: reader.article,
                range: reader.sentence(),
                statement: None,
            }),
            (_, Some(hit)) if hit.place.briefing == briefing.id => Some(Subject::Range {
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
        match self.subject() {
            Some(subject) => {
                self.caution = match form {
                    CopyForm::Words => self.caution_of_words(),
                    CopyForm::Citation => self.caution(),
                    // It has no words that could mislead.
                    CopyForm::Reference => None,
                };
                self.effects.push(Effect::Copy(Box::new(subject), form));
                self.let_selection_go();
            }
            None => {
                let text = if self.hit_here().is_some() {
                    "This result is in another briefing; Enter opens it, then it can be copied."
                } else {
                    "There are no words under the cursor to copy."
                };
                self.say(Tone::Nothing, text);
            }
        }
    }

    /// Writes to a file, or hands to a command: what is selected, or under the cursor in an
    /// article, all that is listed in a list.
    pub(in crate::app) fn hand_out(&mut self, command: Command, argument: &str) {
        let Some(taken) = self.taken() else {
            self.say(
                Tone::Nothing,
                "There are no statements or words on this screen to take out.",
            );
            return;
        };
        let argument = argument.trim();
        if argument.is_empty() {
            self.prompt = Some(Prompt::Argument(command, Field::default()));
            return;
        }
        self.caution = joined(self.caution(), self.part_taken());
        // The answer takes the place of this.
        if command == Command::Export {
            self.say(Tone::Done, format!("Writing {argument} …"));
            self.effects
                .push(Effect::Export(taken, PathBuf::from(argument)));
        } else {
            self.say(Tone::Done, format!("Running: {argument} …"));
            self.effects.push(Effect::Pipe(taken, argument.to_owned()));
        }
    }

    /// Copies what would be written to a file: as text, or in the form that a file's ending names.
    pub(in crate::app) fn copy_all(&mut self, form: &str) {
        let Some(taken) = self.taken() else {
            self.say(
                Tone::Nothing,
                "There are no statements or words on this screen to take out.",
            );
            return;
        };
        self.caution = joined(self.caution(), self.part_taken());
        let form = match form.trim() {
            "" => "txt",
            form => form,
        };
        self.say(Tone::Done, format!("Copying as {form} …"));
        self.effects.push(Effect::CopyAll(taken, form.to_owned()));
    }

    /// Returns what is taken out; none where there are no words. What is selected goes
    /// before all that is listed.
    fn taken(&self) -> Option<Taken> {
        if self.selected().is_some() {
            return Some(Taken::Each(self.subject().into_iter().collect()));
        }
        if let Some(pairs) = self.facing() {
            return Some(pairs);
        }
        let subjects = self.subjects();
        (!subjects.is_empty()).then_some(Taken::Each(subjects))
    }

    /// Returns the rows of the comparison that are shown or, where some of them were
    /// chosen, those.
    fn facing(&self) -> Option<Taken> {
        let Screen::List(list) = &self.screen else {
            return None;
        };
        let (Kind::Compare { .. }, Some(desk)) = (&list.kind, &list.desk) else {
            return None;
        };
        let chosen = |row: &Row| {
            list.chosen.is_empty() || row.cells.iter().any(|c| list.chosen.contains(&c.target))
        };
        let mut rows: Vec<ComparisonRow> = Vec::new();
        let shown = list.grid.rows().iter().filter(|row| chosen(row));
        for item in shown.filter_map(|row| row.promise) {
            let Some(item) = list.comparison.get(item.item as usize) else {
                continue;
            };
            // A row of the comparison may take several rows of the screen.
            if rows.last() != Some(&item.row) {
                rows.push(item.row);
            }
        }
        (!rows.is_empty()).then(|| Taken::Facing(desk.briefing.clone(), rows))
    }

    /// Says how much of the list is taken out, where that is not all of it.
    fn part_taken(&self) -> Option<String> {
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
        let sieve = list.sieve.as_ref()?;
        sieve.hides().then(|| sieve.told())
    }

    fn subjects(&self) -> Vec<Subject> {
        let Screen::List(list) = &self.screen else {
            return self.subject().into_iter().collect();
        };
        let Some(desk) = &self.desk else {
            return self.kept_subjects(&list.kind);
        };
        let briefing = &desk.briefing;
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
                    subjects.push(Subject::Statement {
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
                            subjects.push(Subject::Statement {
                                briefing: briefing.clone(),
                                statement,
                                appearance: desk.appearance_in(statement, article),
                            });
                        }
                        (_, _, Some(article)) => subjects.push(Subject::Range {
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
        subjects.extend(self.kept_subjects(&list.kind));
        subjects
    }

    fn kept_subjects(&self, kind: &Kind) -> Vec<Subject> {
        if !matches!(kind, Kind::Bookmarks(_)) {
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
        let listed = list.grid.items().filter_map(|item| list.shown.get(item));
        let listed = listed.filter(|b| list.chosen.is_empty() || chosen.contains(&b.id));
        let kept = listed.filter(|b| seen.insert(&b.id));
        kept.filter_map(|b| self.keeping.bookmark(&b.id))
            .map(|b| Subject::Bookmark(Box::new(b.clone())))
            .collect()
    }
}

/// Joins two remarks on what is taken out.
fn joined(one: Option<String>, other: Option<String>) -> Option<String> {
    match (one, other) {
        (Some(one), Some(other)) => Some(format!("{one} {other}")),
        (one, other) => one.or(other),
    }
}
