//! What the window shows: a list, or an article.

use std::sync::Arc;

use crate::app::list::ListScreen;
use crate::app::reader::ArticleReader;
use crate::app::state::history::HistoryEntry;
use crate::app::state::open_briefing::OpenBriefing;

/// What is on the screen.
#[derive(Clone, Debug)]
pub enum Screen {
    /// A list.
    List(Box<ListScreen>),
    /// An article.
    Article(Box<ArticleReader>),
}

impl Screen {
    /// Returns the briefing that it shows.
    #[must_use]
    pub fn open(&self) -> Option<&Arc<OpenBriefing>> {
        match self {
            Screen::Article(reader) => Some(&reader.open),
            Screen::List(list) => list.open.as_ref(),
        }
    }

    /// Returns `true` if it shows this very state of a briefing.
    #[must_use]
    pub fn shows(&self, open: &Arc<OpenBriefing>) -> bool {
        self.open().is_some_and(|own| Arc::ptr_eq(own, open))
    }

    /// Returns the list that it is.
    #[must_use]
    pub fn list(&self) -> Option<&ListScreen> {
        match self {
            Screen::List(list) => Some(list),
            Screen::Article(_) => None,
        }
    }

    /// Returns the list that it is, to change it.
    pub fn list_mut(&mut self) -> Option<&mut ListScreen> {
        match self {
            Screen::List(list) => Some(list),
            Screen::Article(_) => None,
        }
    }

    /// Returns the article that it is.
    #[must_use]
    pub fn reader(&self) -> Option<&ArticleReader> {
        match self {
            Screen::Article(reader) => Some(reader),
            Screen::List(_) => None,
        }
    }

    /// Returns the article that it is, to change it.
    pub fn reader_mut(&mut self) -> Option<&mut ArticleReader> {
        match self {
            Screen::Article(reader) => Some(reader),
            Screen::List(_) => None,
        }
    }
}

impl HistoryEntry for Screen {
    fn drop_rows(&mut self) {
        if let Screen::List(list) = self {
            list.drop_rows();
        }
    }
}
