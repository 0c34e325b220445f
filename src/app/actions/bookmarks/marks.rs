//! Marks with a letter, and which articles were read.

use crate::app::app_state::AppState;
use crate::app::list::target::Target;
use crate::app::state::command_outcome::CommandOutcome;
use crate::app::state::jump_target::JumpTarget;
use crate::model::{ArticleIx, Briefing, Change, Mark, Place, Position, ReadState};

impl AppState {
    /// Sets a mark at the cursor.
    pub(in crate::app) fn set_mark(&mut self, letter: &str) -> CommandOutcome {
        let Some(letter) = parse_letter(letter) else {
            return self.report_no_letter();
        };
        let Some(mut place) = self.place_at_cursor() else {
            return self.hint("There are no words under the cursor to come back to.");
        };
        place.range.end = place.range.start;
        let mark = Mark { letter, place };
        self.apply_change("setting a mark", Change::SetMark(mark));
        self.info(format!("Mark {letter} is set here; '{letter} comes back."))
    }

    fn report_no_letter(&mut self) -> CommandOutcome {
        self.hint("A mark is one letter, a to z or A to Z.")
    }

    /// Returns the place in an article that the cursor stands for.
    fn place_at_cursor(&self) -> Option<Place> {
        let place = |briefing: &Briefing, article: ArticleIx, at: usize| Place {
            briefing: briefing.id.clone(),
            article: briefing.article(article).id.clone(),
            range: at..at,
        };
        if let Some(reader) = self.nav.reader() {
            return Some(place(&reader.open.briefing, reader.article, reader.cursor));
        }
        if let Target::Bookmark(id) = self.target() {
            return self.user.bookmark(&id).map(|b| b.place.clone());
        }
        if let Some(hit) = self.hit_at_cursor() {
            return Some(hit.place.clone());
        }
        let (statement, appearance) = self.statement_at_cursor()?;
        let briefing = &self.open()?.briefing;
        let carried = briefing.statement(statement).appearances.get(appearance)?;
        Some(place(briefing, carried.article, carried.start()?))
    }

    /// Goes to a mark.
    pub(in crate::app) fn goto_mark(&mut self, letter: &str) -> CommandOutcome {
        let Some(letter) = parse_letter(letter) else {
            return self.report_no_letter();
        };
        let briefing = self.open().map_or("", |open| &open.briefing.id);
        match self.user.mark(letter, briefing).map(|m| m.place.clone()) {
            Some(place) => {
                let briefing = place.briefing.clone();
                self.info(format!("Mark {letter}."));
                self.goto_place(&briefing, JumpTarget::Place(place))
            }
            None => self.hint(format!("There is no mark {letter}; m{letter} sets it.")),
        }
    }

    /// Marks the article read, or unread again.
    pub(in crate::app) fn toggle_read(&mut self) -> CommandOutcome {
        let (Some(article), Some(open)) = (self.article_at_cursor(), self.open().cloned()) else {
            return self.hint("There is no article under the cursor.");
        };
        let briefing = &open.briefing;
        let article = briefing.article(article);
        let old = self.user.position(&briefing.id, &article.id).cloned();
        let is_read = old.as_ref().is_some_and(|p| p.state == ReadState::Read);
        let old = old.unwrap_or(Position {
            briefing: briefing.id.clone(),
            article: article.id.clone(),
            offset: 0,
            top: 0,
            state: ReadState::New,
            changed: 0,
        });
        let (state, what, word) = if is_read {
            (ReadState::Opened, "marking it unread", "unread")
        } else {
            (ReadState::Read, "marking it read", "read")
        };
        self.apply_change(what, Change::SetPosition(Position { state, ..old }));
        self.info(format!("Marked {word}: {}", article.title))
    }
}

/// Parses one letter.
pub(in crate::app) fn parse_letter(text: &str) -> Option<char> {
    let mut letters = text.trim().chars();
    let letter = letters.next().filter(char::is_ascii_alphabetic)?;
    letters.next().is_none().then_some(letter)
}
