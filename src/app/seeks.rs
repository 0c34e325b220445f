//! Beginning a search or a filter, going through matches, and selecting words.

use crate::model::{Scope, Sought};

use super::command::Command;
use super::field::Field;
use super::listing::Kind;
use super::msg::Tone;
use super::prompt::{Browsing, Prompt, SearchPrompt};
use super::reader::Unit;
use super::{App, Screen};

impl App {
    pub(super) fn begin_search(&mut self, argument: &str) {
        let scope = match (&self.screen, &self.desk) {
            (Screen::Article(reader), _) => {
                let briefing = &reader.desk.briefing;
                Scope::Article(
                    briefing.id.clone(),
                    briefing.article(reader.article).id.clone(),
                )
            }
            (Screen::List(list), Some(desk)) if list.kind != Kind::Library => {
                match (&list.kind, &list.search.scope) {
                    (Kind::Results, Some(scope)) => scope.clone(),
                    _ => Scope::Briefing(desk.briefing.id.clone()),
                }
            }
            _ => Scope::Library,
        };
        let text = match &self.screen {
            Screen::List(list) if argument.is_empty() => list.search.text.clone(),
            _ => argument.to_owned(),
        };
        let origin = match &self.screen {
            Screen::Article(reader) => Some((reader.cursor, reader.top_offset())),
            Screen::List(_) => None,
        };
        self.prompt = Some(Prompt::Search(SearchPrompt {
            field: Field::with(&text),
            scope,
            browsing: Browsing::default(),
            origin,
        }));
        self.search_changed();
    }

    pub(super) fn begin_filter(&mut self, argument: &str) {
        if let Screen::List(list) = &mut self.screen {
            if argument.is_empty() {
                self.prompt = Some(Prompt::Filter(Field::with(&list.filter)));
            } else {
                argument.clone_into(&mut list.filter);
                list.stale();
            }
        }
    }

    pub(super) fn step_match(&mut self, forward: bool) {
        match &mut self.screen {
            Screen::Article(reader) => {
                let total = reader.hits.len();
                match reader.step_hit(forward) {
                    Some((n, around)) => {
                        let note = if around { " (from the other end)" } else { "" };
                        self.say(Tone::Done, format!("Match {n} of {total}{note}."));
                    }
                    None if reader.sought.trim().is_empty() => {
                        self.say(Tone::Nothing, "Nothing is searched for; / searches.");
                    }
                    None => {
                        let text = format!("{} is not in this article.", reader.sought.trim());
                        self.say(Tone::Nothing, text);
                    }
                }
            }
            Screen::List(list) if list.kind == Kind::Results => {
                if !list.grid.step(if forward { 1 } else { -1 }) {
                    self.say(Tone::Nothing, "There is no further result.");
                }
            }
            Screen::List(_) => {
                self.say(
                    Tone::Nothing,
                    "Matches are gone through in an article or in a search.",
                );
            }
        }
    }

    pub(super) fn search_word(&mut self) {
        let Screen::Article(reader) = &mut self.screen else {
            return;
        };
        let (range, phrase) = match reader.selected() {
            Some(range) => (range, true),
            None => (reader.word(), false),
        };
        let words = reader.text().slice(&range).replace(['"', '“', '”'], " ");
        reader.selection = None;
        let words = if phrase {
            format!("\"{words}\"")
        } else {
            format!("{words} ")
        };
        self.ask_marks(&words, Sought::Question(words.clone()));
    }

    pub(super) fn select(&mut self, unit: Unit) {
        if let Screen::Article(reader) = &mut self.screen {
            reader.select(unit);
            let text = if reader.selection.is_some() {
                "Selecting: move to grow; is, iq, ip, im: sentence, quotation, paragraph, statement."
            } else {
                "Nothing is selected any more."
            };
            self.say(Tone::Done, text);
        }
    }

    pub(super) fn select_object(&mut self, command: Command) {
        let Screen::Article(reader) = &mut self.screen else {
            return;
        };
        let range = match command {
            Command::SelectSentence => Some(reader.sentence()),
            Command::SelectQuotation => reader.quotation(),
            Command::SelectStatement => reader.statement_range(),
            _ => Some(reader.paragraph()),
        };
        match range {
            Some(range) if !range.is_empty() => reader.select_range(range),
            _ if command == Command::SelectQuotation => {
                self.say(Tone::Nothing, "The cursor is not between quotation marks.");
            }
            _ => self.no_statement(),
        }
    }
}
