//! What a cell of a list is about. Commands act on targets, not on screens: to bookmark a
//! statement is the same in the timeline and side by side.

use crate::model::{ArticleIx, BookmarkId, SpeakerIx, StatementIx, TopicIx};

use crate::app::input::command::Command;

/// What the cell under the cursor is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Target {
    /// Nothing that a command could act on.
    #[default]
    Nothing,
    /// A bundle, by its position in the library.
    Entry(usize),
    /// A topic.
    Topic(TopicIx),
    /// An article.
    Article(ArticleIx),
    /// A speaker.
    Speaker(SpeakerIx),
    /// A statement, as one of its carriers printed it.
    Statement {
        /// The statement.
        statement: StatementIx,
        /// Position in its list of appearances.
        appearance: usize,
        /// The topic under which it stands, where a screen shows it more than once.
        under: Option<TopicIx>,
    },
    /// A pointer to where a statement stands under another topic of the comparison.
    Elsewhere {
        /// The statement.
        statement: StatementIx,
        /// The topic under which it stands; none if it has none.
        under: Option<TopicIx>,
    },
    /// A result of the search, by its position.
    Hit(usize),
    /// A bookmark.
    Bookmark(BookmarkId),
    /// A bookmark that was deleted.
    Deleted(BookmarkId),
    /// A saved search, by its name.
    Saved(String),
    /// A command.
    Command(Command),
    /// A problem of a bundle, by its position.
    Problem(usize),
    /// A screen of this briefing.
    Screen(Command),
}

impl Target {
    /// Creates the target of a statement as its first carrier printed it.
    #[must_use]
    pub fn statement(statement: StatementIx) -> Target {
        Target::Statement {
            statement,
            appearance: 0,
            under: None,
        }
    }
}
