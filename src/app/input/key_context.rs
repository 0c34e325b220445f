//! In which contexts a command's keys work: on which screens, or while something is written.

bitflags::bitflags! {
    /// A set of contexts. Exactly one context is current at any time.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub struct KeyContexts: u32 {
        /// The library.
        const LIBRARY = 1;
        /// The briefing's first page.
        const BRIEFING = 1 << 1;
        /// An article.
        const READER = 1 << 2;
        /// An article, with a selection begun.
        const SELECT = 1 << 3;
        /// Side by side.
        const COMPARE = 1 << 4;
        /// Who speaks.
        const SPEAKERS = 1 << 5;
        /// All carriers of a statement.
        const CARRIERS = 1 << 6;
        /// The results of a search.
        const RESULTS = 1 << 7;
        /// The bookmarks.
        const BOOKMARKS = 1 << 8;
        /// The timeline.
        const TIMELINE = 1 << 9;
        /// Statements by articles.
        const MATRIX = 1 << 10;
        /// The keys.
        const HELP = 1 << 11;
        /// What is wrong with a bundle.
        const PROBLEMS = 1 << 12;
        /// What was deleted.
        const TRASH = 1 << 13;
        /// The saved searches.
        const SEARCHES = 1 << 14;
        /// What nobody answers.
        const UNANSWERED = 1 << 15;
        /// A line of input.
        const PROMPT = 1 << 16;
        /// A note being written.
        const NOTE = 1 << 17;

        /// Every screen, nothing being written.
        const SCREENS = (1 << 16) - 1;
        /// An article, with or without a selection.
        const READING = Self::READER.bits() | Self::SELECT.bits();
        /// Every screen that is a list.
        const LISTS = Self::SCREENS.bits() & !Self::READING.bits();
        /// Screens on which the cursor can stand on a statement.
        const STATEMENTS = Self::READING.bits()
            | Self::COMPARE.bits()
            | Self::SPEAKERS.bits()
            | Self::CARRIERS.bits()
            | Self::RESULTS.bits()
            | Self::BOOKMARKS.bits()
            | Self::TIMELINE.bits()
            | Self::MATRIX.bits()
            | Self::UNANSWERED.bits();
        /// Screens on which the cursor can stand on an article.
        const ARTICLES = Self::READING.bits() | Self::BRIEFING.bits();
        /// While something is written.
        const WRITING = Self::PROMPT.bits() | Self::NOTE.bits();
    }
}

impl KeyContexts {
    /// Every single context with its name for people.
    pub const ALL: [(KeyContexts, &'static str); 18] = [
        (Self::LIBRARY, "library"),
        (Self::BRIEFING, "briefing"),
        (Self::READER, "article"),
        (Self::SELECT, "article, selecting"),
        (Self::COMPARE, "side by side"),
        (Self::SPEAKERS, "who speaks"),
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

    /// Returns the name of a single context, for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(context, _)| *context == self)
            .map_or("several screens", |(_, name)| name)
    }
}
