//! What is asked of the index and what it answers.

use std::cmp::Ordering;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{Bookmarks, Date, Place, QueryDiagnostic, QuotationKind, Reference};

/// Number of a question. An answer whose ticket is not the newest is dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub u64);

/// Where to look.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SearchScope {
    /// Every briefing of the library.
    Library,
    /// One briefing, by id.
    Briefing(String),
    /// One article, by the ids of briefing and article.
    Article(String, String),
}

/// A question as typed, with where to look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// Words, phrases in quotation marks and filters, in the query language.
    pub text: String,
    /// Where to look.
    pub scope: SearchScope,
    /// How many results are wanted at most.
    pub limit: usize,
    /// What the reader keeps: `has:` and `tag:` choose by it, and the words of notes
    /// find what they were written on.
    pub bookmarks: Bookmarks,
}

/// How results are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ResultOrder {
    /// The best first.
    #[default]
    Relevance,
    /// The newest first, those without a date last.
    Date,
}

impl ResultOrder {
    /// Returns its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ResultOrder::Relevance => "relevance",
            ResultOrder::Date => "date",
        }
    }
}

/// A question that is kept under a name, to be asked anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedSearch {
    /// Its name; unique.
    pub name: String,
    /// The question as it was typed, without blanks at its ends.
    pub text: String,
    /// Where it looks.
    pub scope: SearchScope,
    /// How its results are ordered.
    pub order: ResultOrder,
}

/// The names of filters, in the order in which help lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QueryField {
    /// Side, by id or label.
    Side,
    /// Speaker, by name, alias or organisation.
    Who,
    /// Organisation of the speaker.
    Org,
    /// Outlet.
    Outlet,
    /// `direct`, `paraphrase`, `statement` or `passage`.
    Kind,
    /// Topic, by id or words of its question.
    Topic,
    /// Briefing, by id or words of its title.
    Briefing,
    /// Possibly said or printed before a date begins.
    Before,
    /// Possibly said or printed after a date ends.
    After,
    /// Possibly said or printed within a date.
    On,
    /// `answered` or `unanswered`.
    Status,
    /// `note`: what the reader has written a note on.
    Has,
    /// A tag of the reader's.
    Tag,
}

impl QueryField {
    /// All filters, in the order of the help.
    pub const ALL: [QueryField; 13] = [
        QueryField::Side,
        QueryField::Who,
        QueryField::Org,
        QueryField::Outlet,
        QueryField::Kind,
        QueryField::Topic,
        QueryField::Briefing,
        QueryField::Before,
        QueryField::After,
        QueryField::On,
        QueryField::Status,
        QueryField::Has,
        QueryField::Tag,
    ];

    /// Returns the word that stands before the colon.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            QueryField::Side => "side",
            QueryField::Who => "who",
            QueryField::Org => "org",
            QueryField::Outlet => "outlet",
            QueryField::Kind => "kind",
            QueryField::Topic => "topic",
            QueryField::Briefing => "briefing",
            QueryField::Before => "before",
            QueryField::After => "after",
            QueryField::On => "on",
            QueryField::Status => "status",
            QueryField::Has => "has",
            QueryField::Tag => "tag",
        }
    }

    /// Returns a name as it is written behind the colon: in quotation marks where it
    /// holds what would end it.
    #[must_use]
    pub fn format_value(name: &str) -> String {
        let shown = name.replace(['"', '“', '”', '„', '«', '»'], "'");
        if shown.contains(|c: char| c.is_whitespace() || c == '(' || c == ')') {
            format!("\"{shown}\"")
        } else {
            shown
        }
    }
}

/// What one question found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hits {
    /// Best first.
    pub results: Vec<Hit>,
    /// How many there are in all, also beyond the limit. Where there are more
    /// than were looked at closely, passages that only repeat a statement found
    /// may be counted.
    pub total: usize,
    /// How many of the statements found stand on each side.
    pub side_counts: Vec<SideCount>,
    /// Parts of the question that were not understood or left out, in order;
    /// and, over the whole question, how it was relaxed where nothing was found.
    pub diagnostics: Vec<QueryDiagnostic>,
    /// Parts that are still open: a quotation mark, a parenthesis, a filter without
    /// its value. Each was taken as far as it goes; the note says what closes it.
    pub unfinished: Vec<QueryDiagnostic>,
    /// What was looked for: what the reader marks in the article.
    pub needles: Vec<Needle>,
    /// Whether part of the library is not yet indexed.
    pub is_partial: bool,
}

/// What a query looks for in a text, whatever the text's language; folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Needle {
    /// A word, in any of its forms.
    Word(String),
    /// Words that start so.
    Prefix(String),
    /// Words one behind the other.
    Phrase(Vec<String>),
}

/// What of the bookmarks a question found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BookmarkHits {
    /// In the order in which they were given.
    pub bookmarks: Bookmarks,
    /// Parts of the question that were left out, in order.
    pub diagnostics: Vec<QueryDiagnostic>,
    /// What was looked for, as in [`Hits::needles`].
    pub needles: Vec<Needle>,
}

/// How many statements of one side a question found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SideCount {
    /// Label of the side.
    pub label: String,
    /// Column: 0 left, 1 right, others third parties.
    pub column: usize,
    /// Number of statements found.
    pub count: usize,
}

/// What is to be marked in an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArticleQuery {
    /// What a question wants, as it was typed.
    Query(String),
    /// These.
    Needles(Vec<Needle>),
}

/// What of a question stands in an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleHits {
    /// Bytes of the canonical text, in order, not overlapping.
    pub ranges: Vec<Range<usize>>,
    /// Parts of the question that were left out or guessed at, with the reason.
    pub diagnostics: Vec<QueryDiagnostic>,
    /// Parts that are still open.
    pub unfinished: Vec<QueryDiagnostic>,
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HitKind {
    /// A curated statement.
    Statement,
    /// A passage that is nobody's statement.
    Passage,
}

/// Why a result matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MatchReason {
    /// Its words.
    Words,
    /// Its speaker.
    Speaker,
    /// Its topic.
    Topic,
    /// The title of its article.
    Title,
    /// A note of the reader's.
    Note,
}

impl MatchReason {
    /// Returns the word shown with a result.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            MatchReason::Words => "words",
            MatchReason::Speaker => "speaker",
            MatchReason::Topic => "topic",
            MatchReason::Title => "title",
            MatchReason::Note => "note",
        }
    }
}

/// One result, with all that is needed to show it without opening its briefing.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Statement or passage.
    pub kind: HitKind,
    /// Its short reference.
    pub reference: Reference,
    /// Title of the briefing.
    pub briefing_title: String,
    /// Where it stands: for a statement the first carrier that printed `text`.
    pub place: Place,
    /// Headline of that article.
    pub article_title: String,
    /// Outlet of that article.
    pub publisher: String,
    /// Date of the statement, or of the article where the statement has none.
    pub date: Option<Date>,
    /// Id of the statement.
    pub statement: Option<String>,
    /// Quoted or reported.
    pub statement_kind: Option<QuotationKind>,
    /// Name of the speaker.
    pub speaker: Option<String>,
    /// Label of the side and its column (0 left, 1 right, others third parties).
    pub side: Option<(String, usize)>,
    /// Number of articles that carry the statement; 1 for a passage.
    pub carriers: usize,
    /// The words: of a statement all of them, as the carrier printed them whose
    /// wording matches best (broken parts joined by " … "); of a passage the
    /// densest sentences.
    pub text: String,
    /// What matched, in bytes of `text`, in order, not overlapping.
    pub highlights: Vec<Range<usize>>,
    /// Why it matched.
    pub match_reasons: Vec<MatchReason>,
    /// Words of the query that it does not have, as they are looked for (folded), in order.
    pub missing_terms: Vec<String>,
    /// What of the reader's note on it matched, where it was found by that.
    pub note: Option<NoteHit>,
    /// Greater is better; comparable within one answer only.
    pub score: f32,
}

/// The words of a note by which a result was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteHit {
    /// The note or, of a long one, the densest sentences.
    pub text: String,
    /// What matched, in bytes of `text`, in order, not overlapping.
    pub highlights: Vec<Range<usize>>,
}

impl Hit {
    /// Says why it matched, where that is more than its words.
    #[must_use]
    pub fn match_reasons_label(&self) -> Option<String> {
        let why: Vec<&str> = self.match_reasons.iter().map(|why| why.name()).collect();
        (!why.is_empty() && why != ["words"]).then(|| why.join(", "))
    }

    /// Says which words of the query it does not have, if any: `without "ban", "court"`.
    #[must_use]
    pub fn missing_label(&self) -> Option<String> {
        let quoted: Vec<String> = self
            .missing_terms
            .iter()
            .map(|word| format!("\"{word}\""))
            .collect();
        (!quoted.is_empty()).then(|| format!("without {}", quoted.join(", ")))
    }

    /// Returns which of two stands first where the newest do, and those without a
    /// date last.
    #[must_use]
    pub fn newest_first(&self, other: &Hit) -> Ordering {
        match (&self.date, &other.date) {
            (Some(a), Some(b)) => b.chronological(a),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        }
    }
}

/// How far the index is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IndexProgress {
    /// Bundles done.
    pub done: usize,
    /// Bundles in all.
    pub total: usize,
    /// How fast it goes; 0 where that is not known.
    pub passages_per_second: usize,
    /// How many seconds it may still take; 0 where that is not known.
    pub seconds_left: u64,
}
