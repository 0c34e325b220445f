//! Marks with a letter, and what was read: the places a reader comes back to.

use crate::model::{ArticleIx, Briefing, Change, Mark, Place, Position, ReadState};

use crate::app::list::target::Target;
use crate::app::message::Tone;
use crate::app::{App, Goal, Screen};

impl App {
    /// Sets a mark at the cursor.
    pub(in crate::app) fn set_mark(&mut self, letter: &str) {
        let Some(letter) = letter_of(letter) else {
            self.say(Tone::Nothing, "A mark is one letter, a to z or A to Z.");
            return;
        };
        let Some(mut place) = self.place_here() else {
            let text = "There are no words under the cursor to come back to.";
            self.say(Tone::Nothing, text);
            return;
        };
        place.range.end = place.range.start;
        let mark = Mark { letter, place };
        self.change("setting a mark", Change::SetMark(mark));
        self.say(
            Tone::Done,
            format!("Mark {letter} is set here; '{letter} comes back."),
        );
    }

    /// Returns the place in an article that the cursor stands for.
    fn place_here(&self) -> Option<Place> {
        let place = |briefing: &Briefing, article: ArticleIx, at: usize| Place {
            briefing: briefing.id.clone(),
            article: briefing.article(article).id.clone(),
            range: at..at,
        };
        if let Screen::Article(reader) = &self.screen {
            return Some(place(&reader.desk.briefing, reader.article, reader.cursor));
        }
        if let Target::Bookmark(id) = self.target() {
            return self.keeping.bookmark(&id).map(|b| b.place.clone());
        }
        if let Some(hit) = self.hit_here() {
            return Some(hit.place.clone());
        }
        let (statement, appearance) = self.statement_here()?;
        let briefing = &self.desk.as_ref()?.briefing;
        let carried = briefing.statement(statement).appearances.get(appearance)?;
        Some(place(briefing, carried.article, carried.start()?))
    }

    /// Goes to a mark.
    pub(in crate::app) fn go_mark(&mut self, letter: &str) {
        let Some(letter) = letter_of(letter) else {
            self.say(Tone::Nothing, "A mark is one letter, a to z or A to Z.");
            return;
        };
        let briefing = self.desk.as_ref().map_or("", |d| &d.briefing.id).to_owned();
        match self
            .keeping
            .mark(letter, &briefing)
            .map(|m| m.place.clone())
        {
            Some(place) => {
                let briefing = place.briefing.clone();
                self.say(Tone::Done, format!("Mark {letter}."));
                self.go_place(&briefing, Goal::Place(place));
            }
            None => self.say(
                Tone::Nothing,
                format!("There is no mark {letter}; m{letter} sets it."),
            ),
        }
    }

    /// Marks the article read, or unread again.
    pub(in crate::app) fn toggle_read(&mut self) {
        let (Some(article), Some(desk)) = (self.article_here(), self.desk.clone()) else {
            self.say(Tone::Nothing, "There is no article under the cursor.");
            return;
        };
        let a = desk.briefing.article(article);
        let old = self.keeping.position(&desk.briefing.id, &a.id).cloned();
        let read = old.as_ref().is_some_and(|p| p.state == ReadState::Read);
        let position = Position {
            state: if read {
                ReadState::Opened
            } else {
                ReadState::Read
            },
            ..old.unwrap_or(Position {
                briefing: desk.briefing.id.clone(),
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
        self.change(what, Change::SetPosition(position));
        let word = if read { "unread" } else { "read" };
        self.say(Tone::Done, format!("Marked {word}: {}", a.title));
    }
}

/// Reads one letter.
pub(in crate::app) fn letter_of(text: &str) -> Option<char> {
    let mut letters = text.trim().chars();
    let letter = letters.next().filter(char::is_ascii_alphabetic)?;
    letters.next().is_none().then_some(letter)
}
