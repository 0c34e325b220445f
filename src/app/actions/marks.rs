//! Marks with a letter, and what was read: the places a reader comes back to.

use crate::model::{ArticleIx, Briefing, Change, Mark, Place, Position, ReadState};

use crate::app::list::target::Target;
use crate::app::message::StatusLevel;
use crate::app::{App, JumpTarget, Screen};

impl App {
    /// Sets a mark at the cursor.
    pub(in crate::app) fn set_mark(&mut self, letter: &str) {
        let Some(letter) = parse_letter(letter) else {
            self.set_status(StatusLevel::Hint, "A mark is one letter, a to z or A to Z.");
            return;
        };
        let Some(mut place) = self.place_at_cursor() else {
            let text = "There are no words under the cursor to come back to.";
            self.set_status(StatusLevel::Hint, text);
            return;
        };
        place.range.end = place.range.start;
        let mark = Mark { letter, place };
        self.apply_change("setting a mark", Change::SetMark(mark));
        self.set_status(
            StatusLevel::Info,
            format!("Mark {letter} is set here; '{letter} comes back."),
        );
    }

    /// Returns the place in an article that the cursor stands for.
    fn place_at_cursor(&self) -> Option<Place> {
        let place = |briefing: &Briefing, article: ArticleIx, at: usize| Place {
            briefing: briefing.id.clone(),
            article: briefing.article(article).id.clone(),
            range: at..at,
        };
        if let Screen::Article(reader) = &self.screen {
            return Some(place(&reader.open.briefing, reader.article, reader.cursor));
        }
        if let Target::Bookmark(id) = self.target() {
            return self.user.bookmark(&id).map(|b| b.place.clone());
        }
        if let Some(hit) = self.hit_at_cursor() {
            return Some(hit.place.clone());
        }
        let (statement, appearance) = self.statement_at_cursor()?;
        let briefing = &self.open.as_ref()?.briefing;
        let carried = briefing.statement(statement).appearances.get(appearance)?;
        Some(place(briefing, carried.article, carried.start()?))
    }

    /// Goes to a mark.
    pub(in crate::app) fn goto_mark(&mut self, letter: &str) {
        let Some(letter) = parse_letter(letter) else {
            self.set_status(StatusLevel::Hint, "A mark is one letter, a to z or A to Z.");
            return;
        };
        let briefing = self.open.as_ref().map_or("", |d| &d.briefing.id).to_owned();
        match self.user.mark(letter, &briefing).map(|m| m.place.clone()) {
            Some(place) => {
                let briefing = place.briefing.clone();
                self.set_status(StatusLevel::Info, format!("Mark {letter}."));
                self.goto_place(&briefing, JumpTarget::Place(place));
            }
            None => self.set_status(
                StatusLevel::Hint,
                format!("There is no mark {letter}; m{letter} sets it."),
            ),
        }
    }

    /// Marks the article read, or unread again.
    pub(in crate::app) fn toggle_read(&mut self) {
        let (Some(article), Some(open)) = (self.article_at_cursor(), self.open.clone()) else {
            self.set_status(StatusLevel::Hint, "There is no article under the cursor.");
            return;
        };
        let a = open.briefing.article(article);
        let old = self.user.position(&open.briefing.id, &a.id).cloned();
        let read = old.as_ref().is_some_and(|p| p.state == ReadState::Read);
        let position = Position {
            state: if read {
                ReadState::Opened
            } else {
                ReadState::Read
            },
            ..old.unwrap_or(Position {
                briefing: open.briefing.id.clone(),
                article: a.id.clone(),
                offset: 0,
                top: 0,
                state: ReadState::New,
                changed: 0,
            })
        };
        let what = if read {
            "marking it unread"
        } else {
            "marking it read"
        };
        self.apply_change(what, Change::SetPosition(position));
        let word = if read { "unread" } else { "read" };
        self.set_status(StatusLevel::Info, format!("Marked {word}: {}", a.title));
    }
}

/// Reads one letter.
pub(in crate::app) fn parse_letter(text: &str) -> Option<char> {
    let mut letters = text.trim().chars();
    let letter = letters.next().filter(char::is_ascii_alphabetic)?;
    letters.next().is_none().then_some(letter)
}
