//! Which list a screen shows, with what it is about.

use crate::model::{Problem, SpeakerIx, StatementIx};

use crate::app::input::key_context::KeyContexts;

/// Which list it is.
#[derive(Clone, Debug, PartialEq)]
pub enum ListKind {
    /// All bundles.
    Library,
    /// The first page of a briefing.
    Briefing,
    /// Both sides face to face, topic by topic.
    Compare {
        /// Whether third parties are shown between them.
        third_parties: bool,
    },
    /// Who speaks.
    Speakers,
    /// All that one speaker said.
    Speaker(SpeakerIx),
    /// How each article printed a statement.
    Carriers(StatementIx),
    /// What a search found.
    Results,
    /// The bookmarks, in groups.
    Bookmarks(Grouping),
    /// The deleted bookmarks.
    Trash,
    /// The saved searches.
    SavedSearches,
    /// Statements by date.
    Timeline,
    /// Statements by articles.
    Matrix,
    /// Statements that nobody answers.
    Unanswered,
    /// The keys, those of one context first.
    Help(KeyContexts),
    /// The problems of a bundle, with its title.
    Problems(String, Vec<Problem>),
}

/// By what bookmarks are grouped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grouping {
    /// The briefing.
    #[default]
    Briefing,
    /// The topic.
    Topic,
    /// The side.
    Side,
    /// The tag.
    Tag,
    /// The letter of the highlight.
    Letter,
    /// The day on which they were created.
    Day,
}

impl Grouping {
    /// All groupings with their names in commands.
    pub const ALL: [(&'static str, Grouping); 6] = [
        ("briefing", Grouping::Briefing),
        ("point", Grouping::Topic),
        ("side", Grouping::Side),
        ("tag", Grouping::Tag),
        ("letter", Grouping::Letter),
        ("day", Grouping::Day),
    ];

    /// Returns the grouping of that name; the one after this for an empty name.
    #[must_use]
    pub fn next(self, name: &str) -> Option<Grouping> {
        if name.is_empty() {
            let here = Self::ALL.iter().position(|(_, g)| *g == self)?;
            return Some(Self::ALL[(here + 1) % Self::ALL.len()].1);
        }
        let found = Self::ALL.iter().find(|(n, _)| *n == name);
        found.map(|(_, grouping)| *grouping)
    }

    /// Returns its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        let found = Self::ALL.iter().find(|(_, g)| *g == self);
        found.map_or("", |(name, _)| name)
    }
}
