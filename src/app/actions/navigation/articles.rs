//! Opening an article: at a place, the next one, or where a statement was printed.

use std::ops::Range;

use crate::app::app_state::AppState;
use crate::app::app_state::screen::Screen;
use crate::app::message::Effect;
use crate::app::reader::ArticleReader;
use crate::app::state::command_outcome::CommandOutcome;
use crate::model::{ArticleIx, ReadState, StatementIx};

impl AppState {
    /// Shows an article: at a place, or where the reader left it.
    pub(in crate::app) fn open_article(
        &mut self,
        article: ArticleIx,
        at: Option<Range<usize>>,
    ) -> CommandOutcome {
        let Some(open) = self.open().cloned() else {
            return CommandOutcome::Unchanged;
        };
        let id = &open.briefing.article(article).id;
        let left = self.user.position(&open.briefing.id, id).cloned();
        let mut reader = ArticleReader::new(open.clone(), article);
        if let (None, Some(left)) = (&at, &left) {
            reader.restore(left.offset, left.top);
        }
        self.push_screen(Screen::Article(Box::new(reader)));
        self.layout();
        if let (Some(at), Some(reader)) = (at, self.nav.reader_mut()) {
            reader.go_to(at.start);
        }
        CommandOutcome::Changed
    }

    /// Shows a statement where one of its carriers printed it.
    pub(in crate::app) fn open_passage(
        &mut self,
        statement: StatementIx,
        appearance: usize,
    ) -> CommandOutcome {
        let Some(open) = self.open().cloned() else {
            return CommandOutcome::Unchanged;
        };
        let statement = open.briefing.statement(statement);
        let Some(shown) = statement.appearances.get(appearance) else {
            return CommandOutcome::Unchanged;
        };
        let Some(start) = shown.start() else {
            self.open_article(shown.article, None);
            return self
                .error("These words were not found in the stored article; this is the article.");
        };
        self.open_article(shown.article, Some(start..start));
        let Some(reader) = self.nav.reader() else {
            return CommandOutcome::Changed;
        };
        let (n, total) = reader.statement_number();
        let outlet = &open.briefing.article(shown.article).publisher;
        self.info(format!("Statement {n} of {total} in {outlet}."))
    }

    /// Shows where the statement under the cursor was printed; without one, opens what is
    /// there.
    pub(in crate::app) fn open_passage_at_cursor(&mut self) -> CommandOutcome {
        match self.statement_at_cursor() {
            Some((statement, appearance)) => self.open_passage(statement, appearance),
            None => self.activate_selection(),
        }
    }

    /// Goes to the article before or after the one at hand.
    pub(in crate::app) fn step_article(&mut self, forward: bool, unread: bool) -> CommandOutcome {
        let Some(open) = self.open().cloned() else {
            return self.hint("No briefing is open.");
        };
        let briefing = &open.briefing;
        let here = self.article_at_cursor().map(|a| a.0);
        let count = briefing.articles.len();
        let is_wanted = |i: &usize| {
            let id = &briefing.articles[*i].id;
            !unread || self.user.read_state(&briefing.id, id) != ReadState::Read
        };
        let next = match (here, forward) {
            (None, true) => (0..count).find(is_wanted),
            (None, false) => (0..count).rev().find(is_wanted),
            (Some(i), true) => (i + 1..count).find(is_wanted),
            (Some(i), false) => (0..i).rev().find(is_wanted),
        };
        let Some(next) = next else {
            let kind = if unread { "unread " } else { "" };
            let way = if forward { "further" } else { "earlier" };
            return self.hint(format!("There is no {way} {kind}article."));
        };
        self.open_article(ArticleIx(next), None);
        let title = &briefing.articles[next].title;
        self.info(format!("Article {} of {count}: {title}", next + 1))
    }

    /// Opens the original of the article at hand in the browser.
    pub(in crate::app) fn open_original(&mut self) -> CommandOutcome {
        let (Some(article), Some(open)) = (self.article_at_cursor(), self.open()) else {
            return self.hint("There is no article under the cursor.");
        };
        let article = open.briefing.article(article);
        match article.url.clone().or(article.archived_url.clone()) {
            Some(url) => self.request(Effect::OpenUrl(url)),
            None => {
                let text = format!("The bundle gives no address for {}.", article.publisher);
                self.hint(text)
            }
        }
    }
}
