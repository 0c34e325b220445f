//! Where on the screens a command works: a set of scopes.

use std::ops::BitOr;

/// A set of scopes. Exactly one scope is current at any time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KeyContexts(u32);

impl KeyContexts {
    /// The library.
    pub const LIBRARY: KeyContexts = KeyContexts(1);
    /// The briefing's first page.
    pub const BRIEFING: KeyContexts = KeyContexts(1 << 1);
    /// An article.
    pub const READER: KeyContexts = KeyContexts(1 << 2);
    /// An article, with a selection begun.
    pub const SELECT: KeyContexts = KeyContexts(1 << 3);
    /// Side by side.
    pub const COMPARE: KeyContexts = KeyContexts(1 << 4);
    /// Who speaks.
    pub const WHO: KeyContexts = KeyContexts(1 << 5);
    /// All carriers of a statement.
    pub const CARRIERS: KeyContexts = KeyContexts(1 << 6);
    /// The results of a search.
    pub const RESULTS: KeyContexts = KeyContexts(1 << 7);
    /// The bookmarks.
    pub const BOOKMARKS: KeyContexts = KeyContexts(1 << 8);
    /// The timeline.
    pub const TIMELINE: KeyContexts = KeyContexts(1 << 9);
    /// Statements by articles.
    pub const MATRIX: KeyContexts = KeyContexts(1 << 10);
    /// The keys.
    pub const HELP: KeyContexts = KeyContexts(1 << 11);
    /// What is wrong with a bundle.
    pub const PROBLEMS: KeyContexts = KeyContexts(1 << 12);
    /// What was deleted.
    pub const TRASH: KeyContexts = KeyContexts(1 << 13);
    /// The saved searches.
    pub const SEARCHES: KeyContexts = KeyContexts(1 << 14);
    /// What nobody answers.
    pub const UNANSWERED: KeyContexts = KeyContexts(1 << 15);
    /// A line of input.
    pub const PROMPT: KeyContexts = KeyContexts(1 << 16);
    /// A note being written.
    pub const NOTE: KeyContexts = KeyContexts(1 << 17);

    /// An article, with or without a selection.
    pub const READING: KeyContexts = KeyContexts(Self::READER.0 | Self::SELECT.0);
    /// Every screen that is a list.
    pub const LISTS: KeyContexts = KeyContexts(Self::SCREENS.0 & !Self::READING.0);
    /// Every screen, nothing being written.
    pub const SCREENS: KeyContexts = KeyContexts((1 << 16) - 1);
    /// Screens on which the cursor can stand on a statement.
    pub const STATEMENTS: KeyContexts = KeyContexts(
        Self::READING.0
            | Self::COMPARE.0
            | Self::WHO.0
            | Self::CARRIERS.0
            | Self::RESULTS.0
            | Self::BOOKMARKS.0
            | Self::TIMELINE.0
            | Self::MATRIX.0
            | Self::UNANSWERED.0,
    );
    /// Screens on which the cursor can stand on an article.
    pub const ARTICLES: KeyContexts = KeyContexts(Self::READING.0 | Self::BRIEFING.0);
    /// While something is written.
    pub const WRITING: KeyContexts = KeyContexts(Self::PROMPT.0 | Self::NOTE.0);

    /// Every single scope with its name for people.
    pub const ALL: [(KeyContexts, &'static str); 18] = [
        (Self::LIBRARY, "library"),
        (Self::BRIEFING, "briefing"),
        (Self::READER, "article"),
        (Self::SELECT, "article, selecting"),
        (Self::COMPARE, "side by side"),
        (Self::WHO, "who speaks"),
        (Self::CARRIERS, "carriers"),
        (Self::RESULTS, "search"),
        (Self::BOOKMARKS, "bookmarks"),
        (Self::TIMELINE, "timeline"),
        (Self::MATRIX, "matrix"),
        (Self::UNANSWERED, "unanswered"),
        (Self::HELP, "keys"),
        (Self::PROBLEMS, "problems"),
        (Self::TRASH, "deleted bookmarks"),
        (Self::SEARCHES, "saved searches"),
        (Self::PROMPT, "a line of input"),
        (Self::NOTE, "a note"),
    ];

    /// Returns the scopes that are in either set.
    #[must_use]
    pub const fn union(self, other: KeyContexts) -> KeyContexts {
        KeyContexts(self.0 | other.0)
    }

    /// Tells whether the sets share a scope.
    #[must_use]
    pub const fn intersects(self, other: KeyContexts) -> bool {
        self.0 & other.0 != 0
    }

    /// Returns the name of a single scope, for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(scope, _)| *scope == self)
            .map_or("several screens", |(_, name)| name)
    }
}

impl BitOr for KeyContexts {
    type Output = KeyContexts;

    fn bitor(self, other: KeyContexts) -> KeyContexts {
        KeyContexts(self.0 | other.0)
    }
}
