//! What the cursor stands on, whatever the screen: commands act on this, not on screens.

use std::ops::Range;

use crate::app::app_state::AppState;
use crate::app::app_state::screen::Screen;
use crate::app::list::ListKind;
use crate::app::list::target::Target;
use crate::model::{ArticleIx, Hit, StatementIx};

/// Words of an article that are selected, by keys in an article or by the mouse on a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectedText {
    /// The article.
    pub article: ArticleIx,
    /// Bytes of its canonical text.
    pub range: Range<usize>,
    /// The statement that holds all of them.
    pub statement: Option<StatementIx>,
}

impl AppState {
    /// Returns what the cursor stands on in a list.
    #[must_use]
    pub fn target(&self) -> Target {
        let list = self.nav.list();
        list.map_or(Target::Nothing, |list| list.grid.target().clone())
    }

    /// Returns the result of the search under the cursor.
    #[must_use]
    pub fn hit_at_cursor(&self) -> Option<&Hit> {
        let list = self.nav.list()?;
        match list.grid.target() {
            Target::Hit(i) => list.search.hits.results.get(*i),
            _ => None,
        }
    }

    /// Returns the statement under the cursor, with the appearance that is shown.
    #[must_use]
    pub fn statement_at_cursor(&self) -> Option<(StatementIx, usize)> {
        let open = self.open()?;
        let by_id = |briefing: &str, id: &Option<String>, article: &str| {
            let id = id.as_deref().filter(|_| briefing == open.briefing.id)?;
            let statement = open.briefing.statement_by_id(id)?;
            let article = open.briefing.article_by_id(article)?;
            Some((statement, open.appearance_in(statement, article)))
        };
        let list = match self.nav.screen() {
            Screen::Article(reader) => {
                let statement = reader.statement()?;
                return Some((statement, open.appearance_in(statement, reader.article)));
            }
            Screen::List(list) => list,
        };
        match list.grid.target() {
            Target::Statement {
                statement,
                appearance,
                ..
            } => Some((*statement, *appearance)),
            Target::Elsewhere { statement, .. } => Some((*statement, 0)),
            Target::Hit(i) => {
                let hit = list.search.hits.results.get(*i)?;
                by_id(&hit.place.briefing, &hit.statement, &hit.place.article)
            }
            Target::Bookmark(id) => {
                let b = self.user.bookmark(id)?;
                by_id(&b.place.briefing, &b.provenance.statement, &b.place.article)
            }
            Target::Nothing => match list.kind {
                ListKind::Carriers(statement) => Some((statement, 0)),
                _ => None,
            },
            _ => None,
        }
    }

    /// Returns the article that is read, or under the cursor of a list.
    #[must_use]
    pub fn article_at_cursor(&self) -> Option<ArticleIx> {
        match self.nav.screen() {
            Screen::Article(reader) => Some(reader.article),
            Screen::List(list) => match list.grid.target() {
                Target::Article(article) => Some(*article),
                _ => None,
            },
        }
    }

    /// Returns what is selected.
    #[must_use]
    pub fn selected_text(&self) -> Option<SelectedText> {
        let open = self.open()?;
        let (article, range, here) = match self.nav.screen() {
            Screen::Article(reader) => (reader.article, reader.selected()?, reader.statement()),
            Screen::List(list) => {
                let selection = list.cell_selection.as_ref()?;
                let here = Some(selection.statement);
                (selection.article, selection.range.clone()?, here)
            }
        };
        // A selection within a statement is still that speaker's words: of the one at
        // hand, else of the shortest around it.
        let spans = open.spans(article).iter();
        let around = spans.filter(|(r, _)| r.start <= range.start && range.end <= r.end);
        let statement = around
            .min_by_key(|(r, s)| (Some(*s) != here, r.len()))
            .map(|(_, s)| *s);
        Some(SelectedText {
            article,
            range,
            statement,
        })
    }
}
