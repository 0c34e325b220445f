//! The table of the screens that are lists: a row for each. What is true of one screen only is
//! said here and nowhere else.

use crate::app::input::command::Command as C;
use crate::app::input::key_context::KeyContexts;
use crate::app::list::kind::ListKind;

/// A key that the footer shows: the command, and a word for it.
pub type KeyHint = (C, &'static str);

/// What is known of a screen without its rows.
#[derive(Clone, Copy, Debug)]
pub struct ScreenSpec {
    /// What the header calls it.
    pub title: &'static str,
    /// Whether the header adds the title of the open briefing.
    pub shows_briefing_title: bool,
    /// The context whose keys work on it.
    pub key_context: KeyContexts,
    /// Where closing it leads.
    pub parent: Parent,
    /// Whether it is only looked into, so that Esc closes it.
    pub is_transient: bool,
    /// Whether it belongs to the briefing that is open when the screen is opened.
    pub belongs_to_briefing: bool,
    /// The keys that the footer shows, the most useful first.
    pub hints: &'static [KeyHint],
}

/// Where closing a screen leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parent {
    /// Out of the program.
    Root,
    /// To the library, if it holds more than one bundle; else out of the program.
    Library,
    /// To the first page of the open briefing.
    Briefing,
    /// To the screen before; without one, to the briefing or the library.
    Previous,
}

/// Returns the row of a screen.
#[must_use]
pub fn spec(kind: &ListKind) -> &'static ScreenSpec {
    match kind {
        ListKind::Library => &LIBRARY,
        ListKind::Briefing => &BRIEFING,
        ListKind::Compare { .. } => &COMPARE,
        ListKind::Speakers => &SPEAKERS,
        ListKind::Speaker(_) => &SPEAKER,
        ListKind::Carriers(_) => &CARRIERS,
        ListKind::Results => &RESULTS,
        ListKind::Bookmarks(_) => &BOOKMARKS,
        ListKind::Trash => &TRASH,
        ListKind::SavedSearches => &SAVED_SEARCHES,
        ListKind::Timeline => &TIMELINE,
        ListKind::Matrix => &MATRIX,
        ListKind::Unanswered => &UNANSWERED,
        ListKind::Help(_) => &HELP,
        ListKind::Problems(..) => &PROBLEMS,
    }
}

const LIBRARY: ScreenSpec = ScreenSpec {
    title: "Library",
    shows_briefing_title: false,
    key_context: KeyContexts::LIBRARY,
    parent: Parent::Root,
    is_transient: false,
    belongs_to_briefing: false,
    hints: &[
        (C::Open, "open"),
        (C::GoProblems, "problems"),
        (C::Search, "search"),
        (C::GoBookmarks, "bookmarks"),
        (C::Help, "keys"),
        (C::Close, "quit"),
    ],
};

const BRIEFING: ScreenSpec = ScreenSpec {
    title: "Briefing",
    shows_briefing_title: false,
    key_context: KeyContexts::BRIEFING,
    parent: Parent::Library,
    is_transient: false,
    belongs_to_briefing: true,
    hints: &[
        (C::Open, "open"),
        (C::GoCompare, "side by side"),
        (C::Search, "search"),
        (C::GoSpeakers, "who"),
        (C::GoBookmarks, "bookmarks"),
        (C::Help, "keys"),
        (C::Close, "close"),
    ],
};

const COMPARE: ScreenSpec = ScreenSpec {
    title: "Side by side",
    shows_briefing_title: true,
    key_context: KeyContexts::COMPARE,
    parent: Parent::Briefing,
    is_transient: false,
    belongs_to_briefing: true,
    hints: &[
        (C::Open, "passage"),
        (C::Right, "other side"),
        (C::GoCarriers, "carriers"),
        (C::NextParagraph, "topic"),
        (C::Bookmark, "keep"),
        (C::CopyCitation, "copy"),
        (C::Search, "search"),
        (C::Help, "keys"),
        (C::Close, "close"),
        (C::CycleMatchFilter, "sift"),
        (C::Export, "export"),
    ],
};

const SPEAKERS: ScreenSpec = ScreenSpec {
    title: "Who speaks",
    shows_briefing_title: true,
    key_context: KeyContexts::SPEAKERS,
    parent: Parent::Briefing,
    is_transient: false,
    belongs_to_briefing: true,
    hints: &[
        (C::Open, "open"),
        (C::Right, "other side"),
        (C::Filter, "filter"),
        (C::Help, "keys"),
        (C::Close, "close"),
    ],
};

/// All that one speaker said: as the list of speakers, but for where it leads.
const SPEAKER: ScreenSpec = ScreenSpec {
    parent: Parent::Previous,
    is_transient: true,
    ..SPEAKERS
};

const CARRIERS: ScreenSpec = ScreenSpec {
    title: "Carriers",
    shows_briefing_title: true,
    key_context: KeyContexts::CARRIERS,
    parent: Parent::Previous,
    is_transient: true,
    belongs_to_briefing: true,
    hints: &[
        (C::Open, "passage"),
        (C::NextDifference, "difference"),
        (C::CopyCitation, "copy"),
        (C::Bookmark, "keep"),
        (C::Help, "keys"),
        (C::Close, "close"),
    ],
};

const RESULTS: ScreenSpec = ScreenSpec {
    title: "Search",
    shows_briefing_title: false,
    key_context: KeyContexts::RESULTS,
    parent: Parent::Previous,
    is_transient: true,
    belongs_to_briefing: false,
    hints: &[
        (C::Open, "passage"),
        (C::Search, "change"),
        (C::Right, "other side"),
        (C::Bookmark, "keep"),
        (C::SaveSearch, "save"),
        (C::Export, "export"),
        (C::Help, "keys"),
        (C::Close, "close"),
    ],
};

const BOOKMARKS: ScreenSpec = ScreenSpec {
    title: "Bookmarks",
    shows_briefing_title: false,
    key_context: KeyContexts::BOOKMARKS,
    parent: Parent::Previous,
    is_transient: false,
    belongs_to_briefing: false,
    hints: &[
        (C::Open, "passage"),
        (C::Note, "note"),
        (C::Tags, "tags"),
        (C::Delete, "delete"),
        (C::Undo, "undo"),
        (C::ToggleChosen, "choose"),
        (C::Group, "group"),
        (C::Preview, "preview"),
        (C::Export, "export"),
        (C::Help, "keys"),
        (C::Close, "close"),
    ],
};

const TRASH: ScreenSpec = ScreenSpec {
    title: "Deleted bookmarks",
    shows_briefing_title: true,
    key_context: KeyContexts::TRASH,
    parent: Parent::Previous,
    is_transient: false,
    belongs_to_briefing: false,
    hints: &[
        (C::Open, "bring back"),
        (C::Undo, "undo"),
        (C::Help, "keys"),
        (C::Close, "close"),
    ],
};

const SAVED_SEARCHES: ScreenSpec = ScreenSpec {
    title: "Saved searches",
    shows_briefing_title: false,
    key_context: KeyContexts::SEARCHES,
    parent: Parent::Previous,
    is_transient: false,
    belongs_to_briefing: false,
    hints: &[
        (C::Open, "ask anew"),
        (C::RenameSearch, "rename"),
        (C::Delete, "delete"),
        (C::Undo, "undo"),
        (C::Help, "keys"),
        (C::Close, "close"),
    ],
};

const TIMELINE: ScreenSpec = ScreenSpec {
    title: "Timeline",
    shows_briefing_title: true,
    key_context: KeyContexts::TIMELINE,
    parent: Parent::Briefing,
    is_transient: false,
    belongs_to_briefing: true,
    hints: &[
        (C::Open, "passage"),
        (C::NextParagraph, "date"),
        (C::GoCompare, "side by side"),
        (C::Bookmark, "keep"),
        (C::Filter, "filter"),
        (C::Help, "keys"),
        (C::Close, "close"),
        (C::CycleMatchFilter, "sift"),
    ],
};

const MATRIX: ScreenSpec = ScreenSpec {
    title: "Who carries what",
    shows_briefing_title: true,
    key_context: KeyContexts::MATRIX,
    parent: Parent::Briefing,
    is_transient: false,
    belongs_to_briefing: true,
    hints: &[
        (C::Open, "passage"),
        (C::GoCarriers, "carriers"),
        (C::NextParagraph, "topic"),
        (C::Filter, "filter"),
        (C::Help, "keys"),
        (C::Close, "close"),
    ],
};

const UNANSWERED: ScreenSpec = ScreenSpec {
    title: "Unanswered",
    shows_briefing_title: true,
    key_context: KeyContexts::UNANSWERED,
    parent: Parent::Briefing,
    is_transient: false,
    belongs_to_briefing: true,
    hints: &[
        (C::Open, "passage"),
        (C::GoCarriers, "carriers"),
        (C::GoCompare, "side by side"),
        (C::Bookmark, "keep"),
        (C::CopyCitation, "copy"),
        (C::Export, "export"),
        (C::Help, "keys"),
        (C::Close, "close"),
        (C::Filter, "filter"),
    ],
};

const HELP: ScreenSpec = ScreenSpec {
    title: "Keys",
    shows_briefing_title: false,
    key_context: KeyContexts::HELP,
    parent: Parent::Previous,
    is_transient: true,
    belongs_to_briefing: false,
    hints: &[
        (C::Open, "run"),
        (C::Filter, "filter"),
        (C::Cancel, "close"),
    ],
};

const PROBLEMS: ScreenSpec = ScreenSpec {
    title: "Problems",
    shows_briefing_title: false,
    key_context: KeyContexts::PROBLEMS,
    parent: Parent::Previous,
    is_transient: true,
    belongs_to_briefing: true,
    hints: &[
        (C::Down, "next"),
        (C::Filter, "filter"),
        (C::Close, "close"),
    ],
};
