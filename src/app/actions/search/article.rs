//! The search of the article on the screen, and going through matches.

use crate::app::app_state::AppState;
use crate::app::app_state::screen::Screen;
use crate::app::list::ListKind;
use crate::app::message::Effect;
use crate::app::prompt::Prompt;
use crate::app::state::command_outcome::CommandOutcome;
use crate::model::{ArticleHits, ArticleQuery, Ticket};

impl AppState {
    /// Asks where words stand in the article on the screen: the query as it was typed, and
    /// what to look for.
    pub(in crate::app) fn request_article_search(&mut self, text: &str, query: ArticleQuery) {
        let ticket = self.outbox.next_ticket();
        let Some(reader) = self.nav.reader_mut() else {
            return;
        };
        self.search.set_last_query(text);
        text.clone_into(&mut reader.query_text);
        if text.trim().is_empty() {
            reader.clear_hits();
            self.search.cancel_article_search();
            return;
        }
        reader.query = Some(query);
        self.send_article_search(ticket, false);
    }

    /// Looks anew for what is marked in the article on the screen, where its text has
    /// changed. Nothing is said of the answer.
    pub(in crate::app) fn rerun_article_search(&mut self) {
        let ticket = self.outbox.next_ticket();
        if let Some(reader) = self.nav.reader_mut()
            && std::mem::take(&mut reader.has_stale_hits)
        {
            self.send_article_search(ticket, true);
        }
    }

    /// Sends the query of the article on the screen.
    fn send_article_search(&mut self, ticket: Ticket, is_quiet: bool) {
        let Some(reader) = self.nav.reader() else {
            return;
        };
        let Some(query) = reader.query.clone() else {
            return;
        };
        self.search.start_article_search(ticket, is_quiet);
        self.outbox.push(Effect::SearchArticle {
            ticket,
            briefing: reader.open.briefing.clone(),
            article: reader.article,
            query,
        });
    }

    /// Handles the answer to a search of the article.
    pub(in crate::app) fn on_article_searched(&mut self, ticket: Ticket, found: ArticleHits) {
        let Some(is_quiet) = self.search.finish_article_search(ticket) else {
            return;
        };
        let origin = match &self.prompt {
            Some(Prompt::Search(prompt)) => prompt.origin,
            _ => None,
        };
        let Some(reader) = self.nav.reader_mut() else {
            return;
        };
        reader.set_hits(found);
        if is_quiet {
            return;
        }
        let total = reader.hits.len();
        if let Some((origin, _)) = origin {
            // While one types, the view follows the first match behind the origin.
            let behind = reader.hits.iter().position(|h| h.start >= origin);
            let Some(i) = behind.or((total > 0).then_some(0)) else {
                self.hint("Not in this article; Tab looks further.");
                return;
            };
            let at = reader.hits[i].start;
            reader.go_to(at);
            self.info(format!("Match {} of {total}", i + 1));
            return;
        }
        let query = reader.query_text.trim().to_owned();
        if total == 0 {
            self.hint(format!("{query} is not in this article."));
        } else {
            let here = reader.hits.iter().position(|h| h.end > reader.cursor);
            let n = here.unwrap_or(0) + 1;
            self.info(format!(
                "Match {n} of {total} for {query}; n and N go through them."
            ));
        }
    }

    /// Goes to the next match of an article, or result of a list.
    pub(in crate::app) fn step_match(&mut self, forward: bool) -> CommandOutcome {
        match self.nav.screen_mut() {
            Screen::Article(reader) => {
                let total = reader.hits.len();
                match reader.step_hit(forward) {
                    Some((n, is_around)) => {
                        let note = if is_around {
                            " (from the other end)"
                        } else {
                            ""
                        };
                        self.info(format!("Match {n} of {total}{note}."))
                    }
                    None if reader.query_text.trim().is_empty() => {
                        self.hint("Nothing is searched for; / searches.")
                    }
                    None => {
                        let query = reader.query_text.trim();
                        let text = format!("{query} is not in this article.");
                        self.hint(text)
                    }
                }
            }
            Screen::List(list) if list.kind == ListKind::Results => {
                if list.grid.step(if forward { 1 } else { -1 }) {
                    CommandOutcome::Changed
                } else {
                    self.hint("There is no further result.")
                }
            }
            Screen::List(_) => self.hint("Matches are gone through in an article or in a search."),
        }
    }

    /// Searches the article for the word under the cursor, or for what is selected.
    pub(in crate::app) fn search_word(&mut self) -> CommandOutcome {
        let Some(reader) = self.nav.reader_mut() else {
            return CommandOutcome::Unchanged;
        };
        let selected = reader.selected();
        let is_phrase = selected.is_some();
        let range = selected.unwrap_or_else(|| reader.word());
        let words = reader.text().slice(&range).replace(['"', '“', '”'], " ");
        reader.selection = None;
        let query = if is_phrase {
            format!("\"{words}\"")
        } else {
            format!("{words} ")
        };
        self.request_article_search(&query, ArticleQuery::Query(query.clone()));
        CommandOutcome::Changed
    }
}
