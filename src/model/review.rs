//! Review of a briefing that is being made: what was found in its articles, and what a curator
//! decides of it.
//!
//! Nothing here is stored: an accepted item is a statement of `briefing.json`, a rejected one is
//! in the article's `not_statements`, and everything else is open.

use std::ops::Range;

use super::{AnswerRelation, ArticleIx, QuotationKind};

/// What a range of text is proposed as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProposalKind {
    /// The speaker's own words, in quotation marks.
    Direct,
    /// Reported speech, without marks.
    Paraphrase,
    /// That somebody would not say.
    Declined,
    /// In quotation marks, but nobody's statement.
    NotStatement,
}

impl ProposalKind {
    /// Returns the word used in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ProposalKind::Direct => "direct",
            ProposalKind::Paraphrase => "paraphrase",
            ProposalKind::Declined => "declined",
            ProposalKind::NotStatement => "not_statement",
        }
    }

    /// Returns the words used on screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            ProposalKind::Direct => "direct quotation",
            ProposalKind::Paraphrase => "reported speech",
            ProposalKind::Declined => "declined to answer",
            ProposalKind::NotStatement => "not a statement",
        }
    }
}

/// How far to trust a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// Right in more than 97 of 100 cases.
    Sure,
    /// Right more often than not.
    Likely,
    /// To be looked at.
    Look,
}

impl Doubt {
    /// Returns the word used in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Doubt::Sure => "sure",
            Doubt::Likely => "likely",
            Doubt::Look => "look",
        }
    }
}

/// What was decided of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReviewState {
    /// Nothing yet.
    Open,
    /// It is a statement of the briefing.
    Accepted,
    /// It is not a statement.
    Rejected,
}

impl ReviewState {
    /// Returns the word used in JSON, in the shell and on screen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ReviewState::Open => "open",
            ReviewState::Accepted => "accepted",
            ReviewState::Rejected => "rejected",
        }
    }

    /// Returns `true` if a curator has decided: accepted or rejected.
    #[must_use]
    pub fn is_decided(self) -> bool {
        matches!(self, ReviewState::Accepted | ReviewState::Rejected)
    }
}

/// Somebody who may be the speaker of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpeakerCandidate {
    /// The id, if it is a speaker of the briefing.
    pub id: Option<String>,
    /// The name; for a speaker of the briefing as the briefing has it.
    pub name: String,
    /// Name, role and organisation as the article prints them.
    pub described: String,
    /// The id of the side, unless nothing tells it.
    pub side: Option<String>,
    /// How far to trust the side.
    pub side_doubt: Doubt,
    /// What the side rests on, in words.
    pub side_ground: String,
}

/// Words elsewhere that an item is nearly identical to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SimilarWords {
    /// The id of the other item.
    pub item: String,
    /// The statement that the other item is, if it was accepted.
    pub statement: Option<String>,
    /// Common words in the same order, in percent of the shorter one.
    pub percent: u8,
    /// What differs so that the two are never joined without a look: a number, a negation, a
    /// name.
    pub difference: Option<&'static str>,
}

/// A range of an article that is, or may be, a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewItem {
    /// `ARTICLE@START-END`, in bytes of the canonical text. It stays the same as long as the
    /// article's text does.
    pub id: String,
    /// The article.
    pub article: ArticleIx,
    /// The parts of the quotation, in bytes of the canonical text, in order, at least one.
    pub parts: Vec<Range<usize>>,
    /// What it is proposed as, or what was decided.
    pub kind: ProposalKind,
    /// What was decided.
    pub state: ReviewState,
    /// The id of the statement, where it was accepted.
    pub statement: Option<String>,
    /// Why it was rejected, in the curator's words.
    pub reason: Option<String>,
    /// Possible speakers, the proposed one first; empty where nobody is named.
    pub candidates: Vec<SpeakerCandidate>,
    /// How far to trust kind and speaker.
    pub doubt: Doubt,
    /// What the proposal rests on, in words.
    pub ground: String,
    /// Who is said to have said it, as printed.
    pub attribution: Option<String>,
    /// Where nearly the same words stand.
    pub similar: Vec<SimilarWords>,
}

impl ReviewItem {
    /// Returns the bytes from the first part to the last.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        let start = self.parts.first().map_or(0, |part| part.start);
        start..self.parts.last().map_or(start, |part| part.end)
    }

    /// Returns the id of an item.
    #[must_use]
    pub fn id_of(article: &str, range: &Range<usize>) -> String {
        format!("{article}@{}-{}", range.start, range.end)
    }
}

/// All items of a briefing, in the order of articles and of their text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewQueue {
    items: Vec<ReviewItem>,
}

impl ReviewQueue {
    /// Creates a queue of items, which it puts in order.
    #[must_use]
    pub fn new(mut items: Vec<ReviewItem>) -> ReviewQueue {
        items.sort_by_key(|item| (item.article, item.range().start, item.range().end));
        ReviewQueue { items }
    }

    /// Returns all items.
    #[must_use]
    pub fn items(&self) -> &[ReviewItem] {
        &self.items
    }

    /// Returns the position of the item with this id.
    #[must_use]
    pub fn position(&self, id: &str) -> Option<usize> {
        self.items.iter().position(|item| item.id == id)
    }

    /// Returns the item with this id.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<&ReviewItem> {
        self.items.iter().find(|item| item.id == id)
    }

    /// Returns the positions of an article's items.
    #[must_use]
    pub fn of_article(&self, article: ArticleIx) -> Range<usize> {
        let start = self.items.partition_point(|item| item.article < article);
        let end = self.items.partition_point(|item| item.article <= article);
        start..end
    }

    /// Returns how many items were decided, and how many there are; of all or of one article.
    #[must_use]
    pub fn progress(&self, article: Option<ArticleIx>) -> (usize, usize) {
        let range = article.map_or(0..self.items.len(), |ix| self.of_article(ix));
        let items = &self.items[range];
        let decided = items.iter().filter(|item| item.state.is_decided()).count();
        (decided, items.len())
    }
}

/// A speaker that the briefing does not have yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewSpeaker {
    /// The name.
    pub name: String,
    /// Role.
    pub role: Option<String>,
    /// Organisation.
    pub organisation: Option<String>,
    /// Id of the side.
    pub side: Option<String>,
    /// Other forms of the name that articles print.
    pub aliases: Vec<String>,
}

/// Who is given a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpeakerChoice {
    /// A candidate of the item, by position.
    Candidate(usize),
    /// A speaker of the briefing, by id.
    Known(String),
    /// A new one.
    New(NewSpeaker),
    /// The article names nobody.
    Nobody,
}

/// What becomes of a pair of claim and reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerChange {
    /// It is a pair; how the one replies to the other, where that is said.
    Set(Option<AnswerRelation>),
    /// It is none.
    Remove,
}

/// What a curator decides. Statements, speakers, topics and articles are named by their ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Makes an item a statement, or changes the speaker of the one that it is.
    Accept {
        /// The item's id.
        item: String,
        /// Who said it.
        speaker: SpeakerChoice,
    },
    /// Makes any range of an article a statement.
    AddStatement {
        /// The article's id.
        article: String,
        /// The parts, in bytes of the canonical text.
        parts: Vec<Range<usize>>,
        /// Whether the words are the speaker's own.
        kind: QuotationKind,
        /// Who said it.
        speaker: SpeakerChoice,
    },
    /// Decides that an item is not a statement.
    Reject {
        /// The item's id.
        item: String,
        /// Why, in a word or a sentence.
        reason: Option<String>,
    },
    /// Takes back what was decided of an item: the appearance of its statement, or the entry
    /// under `not_statements`, is removed.
    Reopen {
        /// The item's id.
        item: String,
    },
    /// Sets the side of a speaker.
    SetSide {
        /// The speaker.
        speaker: String,
        /// The side.
        side: String,
    },
    /// Sets whether a statement is a quotation or reported speech.
    SetKind {
        /// The statement.
        statement: String,
        /// The kind.
        kind: QuotationKind,
    },
    /// Sets the topics of a statement.
    SetTopics {
        /// The statement.
        statement: String,
        /// All topics that it bears on.
        topics: Vec<String>,
    },
    /// Sets when a statement was made, as EDTF; `None` removes the date.
    SetDate {
        /// The statement.
        statement: String,
        /// The date.
        date: Option<String>,
    },
    /// Sets the curator's note on a statement; `None` removes it.
    SetNote {
        /// The statement.
        statement: String,
        /// The note.
        note: Option<String>,
    },
    /// Sets the extent of a statement's words in one article.
    SetParts {
        /// The statement.
        statement: String,
        /// The article.
        article: String,
        /// The parts, in bytes of the canonical text.
        parts: Vec<Range<usize>>,
    },
    /// Makes an item another appearance of a statement: the same words, printed elsewhere.
    AddAppearance {
        /// The item's id.
        item: String,
        /// The statement.
        statement: String,
    },
    /// Sets that one statement replies to another, and how; or that it does not.
    SetAnswer {
        /// The reply.
        reply: String,
        /// What it replies to.
        claim: String,
        /// What becomes of the pair.
        answer: AnswerChange,
    },
    /// Sets that a statement repeats one of an earlier occasion; or that it does not.
    SetRepeats {
        /// The later one.
        later: String,
        /// The earlier one.
        earlier: String,
        /// Whether it does.
        repeats: bool,
    },
    /// Adds a topic.
    AddTopic {
        /// The point in dispute, as a question.
        question: String,
    },
    /// Removes a statement, with the answers and repetitions that name it.
    RemoveStatement {
        /// The statement.
        statement: String,
    },
    /// Gives all statements of one speaker to another, and removes the first.
    MergeSpeakers {
        /// Who goes.
        from: String,
        /// Who stays.
        into: String,
    },
}
