//! Adding and removing a bookmark at the cursor.

use crate::app::app_state::AppState;
use crate::app::app_state::screen::Screen;
use crate::app::list::target::Target;
use crate::app::message::StatusLevel;
use crate::app::state::command_outcome::CommandOutcome;
use crate::model::{Bookmark, Change};

/// How many words of a bookmark are shown in the status line.
const EXCERPT_WORDS: usize = 8;

impl AppState {
    /// Returns the bookmark that the cursor stands on, or a new one of the words there.
    pub(in crate::app) fn bookmark_at_cursor(&mut self) -> Option<Bookmark> {
        if let Target::Bookmark(id) = self.target() {
            return self.user.bookmark(&id).cloned();
        }
        let open = self.open()?.clone();
        let (article, ranges, statement) = match (self.nav.screen(), self.selected_text()) {
            (_, Some(selected)) => (selected.article, vec![selected.range], selected.statement),
            (Screen::Article(reader), None) => match reader.statement() {
                Some(at) => (reader.article, reader.parts_of(at), Some(at)),
                None => (reader.article, vec![reader.sentence()], None),
            },
            (Screen::List(_), None) => match (self.statement_at_cursor(), self.hit_at_cursor()) {
                (Some((statement, appearance)), _) => {
                    let all = &open.briefing.statement(statement).appearances;
                    let shown = all.get(appearance)?;
                    let found = shown.quote.iter().map(|q| q.range.clone());
                    (shown.article, found.collect(), Some(statement))
                }
                (None, Some(hit)) if hit.place.briefing == open.briefing.id => {
                    let article = open.briefing.article_by_id(&hit.place.article)?;
                    (article, vec![hit.place.range.clone()], None)
                }
                _ => return None,
            },
        };
        let new = self
            .user
            .new_bookmark(&open.briefing, article, &ranges, statement)?;
        Some(self.user.existing(&new).cloned().unwrap_or(new))
    }

    /// Says that there is nothing to bookmark under the cursor.
    pub(in crate::app) fn report_nothing_to_bookmark(&mut self) -> CommandOutcome {
        let is_elsewhere = self.hit_at_cursor().is_some();
        self.hint(if is_elsewhere {
            "This result is in another briefing; Enter opens it, then b keeps it."
        } else {
            "There are no words under the cursor to keep."
        })
    }

    /// Adds a bookmark of what is under the cursor, or removes the one that is there.
    pub(in crate::app) fn toggle_bookmark(&mut self) -> CommandOutcome {
        let warning = self.context_warning();
        let Some(bookmark) = self.bookmark_at_cursor() else {
            return self.report_nothing_to_bookmark();
        };
        let excerpt = excerpt_start(bookmark.parts()[0]);
        if self.user.bookmark(&bookmark.id).is_some() {
            self.apply_change(
                "letting go of a bookmark",
                Change::DeleteBookmark(bookmark.id),
            );
            self.info(format!("Let go: {excerpt} (u brings it back)"));
        } else {
            self.apply_change(
                "keeping a bookmark",
                Change::PutBookmark(Box::new(bookmark)),
            );
            let text = format!("Kept: {excerpt}");
            self.status
                .set_with_warning(warning, StatusLevel::Info, &text);
        }
        self.clear_selection();
        CommandOutcome::Reported
    }
}

/// Returns how some words begin, for the status line.
pub(in crate::app) fn excerpt_start(words: &str) -> String {
    let first: Vec<&str> = words.split_whitespace().take(EXCERPT_WORDS).collect();
    let mut text = first.join(" ");
    if text.len() < words.trim().len() {
        text.push('…');
    }
    format!("“{text}”")
}
