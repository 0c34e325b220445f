//! What can be asked for of a briefing under edit. Edits name things by their
//! ids, so that a sequence of them can be told, kept and carried out again.

use std::fmt;

use super::entry::{
    AppearanceEntry, ArticleEntry, NotStatementEntry, SelectorEntry, SideEntry, SpeakerEntry,
    StatementEntry, TopicEntry, VersionEntry,
};
use super::json::Json;

/// A list of a briefing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BriefingList {
    /// The parties.
    Sides,
    /// The points in dispute.
    Topics,
    /// Who speaks.
    Speakers,
    /// The stored articles.
    Articles,
    /// What was said.
    Statements,
}

impl BriefingList {
    /// All lists.
    pub const ALL: [BriefingList; 5] = [
        BriefingList::Sides,
        BriefingList::Topics,
        BriefingList::Speakers,
        BriefingList::Articles,
        BriefingList::Statements,
    ];

    /// Returns the name of its field.
    #[must_use]
    pub fn field(self) -> &'static str {
        match self {
            BriefingList::Sides => "sides",
            BriefingList::Topics => "topics",
            BriefingList::Speakers => "speakers",
            BriefingList::Articles => "articles",
            BriefingList::Statements => "statements",
        }
    }

    /// Returns what one element is called.
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            BriefingList::Sides => "side",
            BriefingList::Topics => "topic",
            BriefingList::Speakers => "speaker",
            BriefingList::Articles => "article",
            BriefingList::Statements => "statement",
        }
    }

    /// Returns the fields without which an element cannot be.
    pub(crate) fn required(self) -> &'static [&'static str] {
        match self {
            BriefingList::Sides => &["id", "label"],
            BriefingList::Topics => &["id", "question"],
            BriefingList::Speakers => &["id", "name", "side"],
            BriefingList::Articles => &["id", "title", "publisher", "text"],
            BriefingList::Statements => &["id", "speaker", "appearances"],
        }
    }
}

/// What an edit is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditTarget {
    /// The briefing itself.
    Briefing,
    /// An element of one of its lists, by its id.
    Entry(BriefingList, String),
}

impl EditTarget {
    /// Names an article.
    pub fn article(id: impl Into<String>) -> EditTarget {
        EditTarget::Entry(BriefingList::Articles, id.into())
    }

    /// Names a statement.
    pub fn statement(id: impl Into<String>) -> EditTarget {
        EditTarget::Entry(BriefingList::Statements, id.into())
    }

    /// Names a speaker.
    pub fn speaker(id: impl Into<String>) -> EditTarget {
        EditTarget::Entry(BriefingList::Speakers, id.into())
    }

    /// Names a topic.
    pub fn topic(id: impl Into<String>) -> EditTarget {
        EditTarget::Entry(BriefingList::Topics, id.into())
    }

    /// Names a side.
    pub fn side(id: impl Into<String>) -> EditTarget {
        EditTarget::Entry(BriefingList::Sides, id.into())
    }
}

impl fmt::Display for EditTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EditTarget::Briefing => f.write_str("the briefing"),
            EditTarget::Entry(list, id) => write!(f, "the {} \"{id}\"", list.noun()),
        }
    }
}

/// One change of a briefing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Adds a side behind the others.
    AddSide(SideEntry),
    /// Adds a topic behind the others.
    AddTopic(TopicEntry),
    /// Adds a speaker behind the others.
    AddSpeaker(SpeakerEntry),
    /// Adds an article behind the others.
    AddArticle(Box<ArticleEntry>),
    /// Adds a statement behind the one that is named, else behind the last.
    AddStatement {
        /// The new statement.
        statement: Box<StatementEntry>,
        /// The id of the statement behind which it comes.
        after: Option<String>,
    },
    /// Makes a statement what is given, under the same id. What is equal is not
    /// touched; fields that the format does not know are kept.
    ReplaceStatement(Box<StatementEntry>),
    /// Takes something out. With a statement go the answers and repetitions that name
    /// it, with a topic its mentions. What others cannot be without is refused.
    Remove(EditTarget),
    /// Sets a field of something, or takes the field out.
    Set {
        /// What the field is of.
        item: EditTarget,
        /// The name of the field. An id is not set but renamed.
        field: String,
        /// What it holds then.
        value: Option<Json>,
    },
    /// Adds another state of an article behind those that there are.
    AddVersion {
        /// The id of the article.
        article: String,
        /// The other state.
        version: VersionEntry,
    },
    /// Adds words of an article that are not a statement.
    AddNotStatement {
        /// The id of the article.
        article: String,
        /// The words.
        words: NotStatementEntry,
    },
    /// Removes one of the words of an article that are not a statement.
    RemoveNotStatement {
        /// The id of the article.
        article: String,
        /// Its position in the article's list.
        index: usize,
    },
    /// Sets why words of an article are not a statement, or removes the reason.
    SetNotStatementReason {
        /// The id of the article.
        article: String,
        /// The position in the article's list.
        index: usize,
        /// The reason.
        why: Option<String>,
    },
    /// Adds an appearance behind those that a statement has.
    AddAppearance {
        /// The id of the statement.
        statement: String,
        /// The new appearance.
        appearance: Box<AppearanceEntry>,
    },
    /// Removes an appearance of a statement, unless it is the only one.
    RemoveAppearance {
        /// The id of the statement.
        statement: String,
        /// Its position in the statement's list.
        index: usize,
    },
    /// Sets which words of an article an appearance quotes.
    SetQuote {
        /// The id of the statement.
        statement: String,
        /// The position of the appearance in the statement's list.
        index: usize,
        /// The parts of the quotation, at least one.
        quote: Vec<SelectorEntry>,
    },
    /// Gives something another id, wherever it is named.
    Rename {
        /// What it is now.
        item: EditTarget,
        /// The new id.
        to: String,
    },
    /// Puts the elements of a list in another order: all ids, each once.
    Order(BriefingList, Vec<String>),
}

impl Edit {
    /// Sets a field to a string.
    pub fn set(item: EditTarget, field: &str, value: impl Into<Json>) -> Edit {
        Edit::Set {
            item,
            field: field.to_owned(),
            value: Some(value.into()),
        }
    }

    /// Takes a field out.
    #[must_use]
    pub fn clear(item: EditTarget, field: &str) -> Edit {
        Edit::Set {
            item,
            field: field.to_owned(),
            value: None,
        }
    }

    /// Says which warnings the curator stands by; of none the field goes.
    #[must_use]
    pub fn accepts(item: EditTarget, names: &[String]) -> Edit {
        Edit::Set {
            item,
            field: "accepts".to_owned(),
            value: (!names.is_empty()).then(|| Json::strings(names)),
        }
    }

    /// Says which words of an article are not a statement; of none the field goes.
    #[must_use]
    pub fn not_statements(article: &str, words: &[NotStatementEntry]) -> Edit {
        let list = words.iter().map(NotStatementEntry::json).collect();
        Edit::Set {
            item: EditTarget::article(article),
            field: "not_statements".to_owned(),
            value: (!words.is_empty()).then_some(Json::Array(list)),
        }
    }

    /// Sets the other states of an article; of none the field goes.
    #[must_use]
    pub fn versions(article: &str, versions: &[VersionEntry]) -> Edit {
        let list = versions.iter().map(VersionEntry::json).collect();
        Edit::Set {
            item: EditTarget::article(article),
            field: "versions".to_owned(),
            value: (!versions.is_empty()).then_some(Json::Array(list)),
        }
    }
}
