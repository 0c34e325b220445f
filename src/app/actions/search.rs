//! Searching: beginning it, or a filter; asking while one types; marking an article and going
//! through its matches; selecting words.

use crate::model::{ArticleHits, ArticleQuery, SearchScope, Ticket};

use crate::app::input::command::Command;
use crate::app::list::ListKind;
use crate::app::list::target::Target;
use crate::app::message::{Effect, StatusLevel};
use crate::app::prompt::text_input::TextInput;
use crate::app::prompt::{BrowseMode, Prompt, SearchPrompt};
use crate::app::reader::SelectionUnit;
use crate::app::{App, Screen};

impl App {
    pub(in crate::app) fn open_search_prompt(&mut self, argument: &str) {
        let scope = match (&self.screen, &self.open) {
            (Screen::Article(reader), _) => {
                let briefing = &reader.open.briefing;
                SearchScope::Article(
                    briefing.id.clone(),
                    briefing.article(reader.article).id.clone(),
                )
            }
            (Screen::List(list), Some(open)) if list.kind != ListKind::Library => {
                match (&list.kind, &list.search.scope) {
                    (ListKind::Results, Some(scope)) => scope.clone(),
                    _ => SearchScope::Briefing(open.briefing.id.clone()),
                }
            }
            _ => SearchScope::Library,
        };
        let text = match &self.screen {
            Screen::List(list) if argument.is_empty() => list.search.query.clone(),
            _ => argument.to_owned(),
        };
        let origin = match &self.screen {
            Screen::Article(reader) => Some((reader.cursor, reader.top_offset())),
            Screen::List(_) => None,
        };
        self.prompt = Some(Prompt::Search(SearchPrompt {
            input: TextInput::from_text(&text),
            scope,
            browse_mode: BrowseMode::default(),
            origin,
        }));
        self.on_search_edited();
    }

    pub(in crate::app) fn open_filter_prompt(&mut self, argument: &str) {
        if let Screen::List(list) = &mut self.screen {
            if argument.is_empty() {
                self.prompt = Some(Prompt::Filter(TextInput::from_text(&list.filter)));
            } else {
                argument.clone_into(&mut list.filter);
                list.invalidate();
            }
        }
    }

    pub(in crate::app) fn step_match(&mut self, forward: bool) {
        match &mut self.screen {
            Screen::Article(reader) => {
                let total = reader.hits.len();
                match reader.step_hit(forward) {
                    Some((n, around)) => {
                        let note = if around { " (from the other end)" } else { "" };
                        self.set_status(StatusLevel::Info, format!("Match {n} of {total}{note}."));
                    }
                    None if reader.query_text.trim().is_empty() => {
                        self.set_status(StatusLevel::Hint, "Nothing is searched for; / searches.");
                    }
                    None => {
                        let text = format!("{} is not in this article.", reader.query_text.trim());
                        self.set_status(StatusLevel::Hint, text);
                    }
                }
            }
            Screen::List(list) if list.kind == ListKind::Results => {
                if !list.grid.step(if forward { 1 } else { -1 }) {
                    self.set_status(StatusLevel::Hint, "There is no further result.");
                }
            }
            Screen::List(_) => {
                self.set_status(
                    StatusLevel::Hint,
                    "Matches are gone through in an article or in a search.",
                );
            }
        }
    }

    pub(in crate::app) fn search_word(&mut self) {
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
        self.request_article_search(&words, ArticleQuery::Query(words.clone()));
    }

    pub(in crate::app) fn select(&mut self, unit: SelectionUnit) {
        if let Screen::Article(reader) = &mut self.screen {
            reader.select(unit);
            let text = if reader.selection.is_some() {
                "Selecting: move to grow; is, iq, ip, im: sentence, quotation, paragraph, statement."
            } else {
                "Nothing is selected any more."
            };
            self.set_status(StatusLevel::Info, text);
        }
    }

    pub(in crate::app) fn select_object(&mut self, command: Command) {
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
                self.set_status(
                    StatusLevel::Hint,
                    "The cursor is not between quotation marks.",
                );
            }
            _ => self.report_no_statement(),
        }
    }

    /// Asks anew after the words or the scope of a search have changed.
    pub(in crate::app) fn on_search_edited(&mut self) {
        let Some(Prompt::Search(prompt)) = &self.prompt else {
            return;
        };
        let (text, scope) = (prompt.input.text().to_owned(), prompt.scope.clone());
        let in_article = matches!(scope, SearchScope::Article(..));
        if !(in_article && matches!(self.screen, Screen::Article(_))) || text.trim().is_empty() {
            // The number of a match in the article says nothing of what comes now.
            self.status.take_if(|s| s.level != StatusLevel::Error);
        }
        if let (true, Screen::Article(_)) = (in_article, &self.screen) {
            self.request_article_search(&text, ArticleQuery::Query(text.clone()));
            return;
        }
        if !matches!(&self.screen, Screen::List(l) if l.kind == ListKind::Results) {
            if let Screen::Article(reader) = &mut self.screen {
                reader.clear_hits();
            }
            self.open_list(ListKind::Results);
        }
        self.request_search(text, scope);
    }

    /// Ends the prompt of a search: goes where it leads.
    pub(in crate::app) fn accept_search(&mut self, prompt: &SearchPrompt) {
        let text = prompt.input.text().trim().to_owned();
        let awaited = self.article_search != Ticket::default();
        if matches!(&self.screen, Screen::Article(r) if awaited || !r.hits.is_empty()) {
            self.record_query(&text);
        }
        match &mut self.screen {
            Screen::Article(reader) => {
                let (total, sought) = (reader.hits.len(), reader.query_text.clone());
                if text.is_empty() {
                    reader.clear_hits();
                } else if total == 0 && self.article_search == Ticket::default() {
                    self.set_status(
                        StatusLevel::Hint,
                        format!(
                            "\"{sought}\" is not in this article; Tab in the prompt looks further."
                        ),
                    );
                } else if let (Some(note), Some(status)) =
                    (reader.feedback.notes.last(), &self.status)
                {
                    // With the prompt goes the line on which it was said.
                    let text = format!("{}. {}", status.text, note.message());
                    self.set_status(StatusLevel::Info, text);
                }
            }
            Screen::List(list) if list.kind == ListKind::Results => {
                if let Target::Saved(name) = list.grid.target().clone() {
                    self.open_saved_search(&name);
                } else if matches!(list.grid.target(), Target::Hit(_)) {
                    self.open_hit();
                } else if text.is_empty() {
                    self.close_screen();
                } else {
                    self.set_status(StatusLevel::Hint, "There is no result to open.");
                }
            }
            Screen::List(_) => {}
        }
    }

    /// Marks words in the article on the screen: what was sought, for people, and
    /// what to look for.
    pub(in crate::app) fn request_article_search(&mut self, text: &str, sought: ArticleQuery) {
        let ticket = self.next_ticket();
        let Screen::Article(reader) = &mut self.screen else {
            return;
        };
        if !text.trim().is_empty() {
            text.clone_into(&mut self.last_query);
        }
        text.clone_into(&mut reader.query_text);
        if text.trim().is_empty() {
            reader.clear_hits();
            self.article_search = Ticket::default();
            return;
        }
        self.article_search = ticket;
        reader.query = Some(sought.clone());
        let (briefing, article) = (reader.open.briefing.clone(), reader.article);
        self.effects.push(Effect::SearchArticle {
            ticket,
            briefing,
            article,
            sought,
        });
    }

    /// Takes in where the words stand in the article.
    pub(in crate::app) fn on_article_searched(&mut self, ticket: Ticket, found: ArticleHits) {
        if ticket != self.article_search {
            return;
        }
        self.article_search = Ticket::default();
        let quietly = self.following.quiet_search == ticket;
        let typing = match &self.prompt {
            Some(Prompt::Search(prompt)) => prompt.origin,
            _ => None,
        };
        let Screen::Article(reader) = &mut self.screen else {
            return;
        };
        reader.set_hits(found);
        if quietly {
            return;
        }
        let total = reader.hits.len();
        if let Some((origin, _)) = typing {
            // While one types, the view follows the first match behind the origin.
            let next = reader
                .hits
                .iter()
                .position(|h| h.start >= origin)
                .or((total > 0).then_some(0));
            match next {
                Some(i) => {
                    let at = reader.hits[i].start;
                    reader.go_to(at);
                    self.set_status(StatusLevel::Info, format!("Match {} of {total}", i + 1));
                }
                None => {
                    self.set_status(StatusLevel::Hint, "Not in this article; Tab looks further.")
                }
            }
            return;
        }
        let sought = reader.query_text.trim().to_owned();
        if total == 0 {
            self.set_status(
                StatusLevel::Hint,
                format!("{sought} is not in this article."),
            );
        } else {
            let here = reader
                .hits
                .iter()
                .position(|h| h.end > reader.cursor)
                .unwrap_or(0);
            self.set_status(
                StatusLevel::Info,
                format!(
                    "Match {} of {total} for {sought}; n and N go through them.",
                    here + 1
                ),
            );
        }
    }
}
