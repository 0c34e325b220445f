//! What a search has to say about its query: parts left out or guessed at, parts that are
//! still open, and how the whole was relaxed. Decisions go by the kind; the sentence for
//! the reader is rendered last.

use std::ops::Range;

use super::QueryField;

/// Something to say about a part of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryDiagnostic {
    /// Bytes of the query's text.
    pub range: Range<usize>,
    /// What it is.
    pub kind: DiagnosticKind,
    /// What it is about, as far as the kind names something: a word, a name, a value.
    pub subject: String,
}

/// What there is to say about a part of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DiagnosticKind {
    /// The query is longer than is read; the rest is left out.
    QueryTooLong,
    /// More words, phrases and filters than this are asked for; the rest is left out.
    TooManyParts(usize),
    /// More parentheses are open than are read.
    TooManyParentheses,
    /// A parenthesis closes that was not opened.
    StrayParenthesis,
    /// An `OR` without something on both sides.
    MisplacedOr,
    /// A star without letters before it.
    BareStar,
    /// No filter has this name (the subject); perhaps this one is meant.
    UnknownFilter(Option<&'static str>),
    /// A filter without its value.
    MissingValue(QueryField),
    /// Still open: something has to follow `OR`.
    OpenOr,
    /// Still open: a parenthesis.
    OpenParenthesis,
    /// Still open: a quotation mark.
    OpenQuotation,
    /// Still open: the value of a filter, which is one of these.
    OpenFilter(QueryField, &'static str),
    /// A filter's value is none of these.
    UnknownChoice(QueryField, String),
    /// No bookmark has this tag (the subject).
    UnknownTag,
    /// There are no bookmarks.
    NoBookmarks,
    /// No bookmark has such a thing (the subject): a note, a tag, a highlight.
    NoBookmarkHas,
    /// A filter's value (the subject) is no date.
    NoDate(QueryField),
    /// Of a filter's value this much (the subject) was taken for a date.
    ReadAs,
    /// Nothing of this sort is called so (the subject); advice in one sentence, or nothing.
    UnknownName(&'static str, String),
    /// The library does not have a word (the subject); perhaps this one is meant.
    UnknownWord(Option<String>),
    /// The query was relaxed: without what is being typed (the subject).
    WithoutLast,
    /// The query was relaxed: the words of a phrase need not stand together.
    LoosePhrases,
    /// The query was relaxed: with similar spellings.
    AnySpelling,
    /// The query was relaxed: with most of so many words.
    AnyWord(usize),
    /// What is not wanted can't be marked in an article.
    NegationInArticle,
    /// A filter that chooses among results has nothing to choose from in an article.
    FilterInArticle(QueryField),
    /// An article does not have a word (the subject); perhaps this one is meant.
    NotInArticle(Option<String>),
    /// Bookmarks do not hold what a filter asks for.
    NotKnownOfBookmarks(QueryField),
    /// The index could not be read, for this reason (the subject).
    SearchFailed,
    /// The index was damaged and is rebuilt.
    IndexDamaged,
}

impl QueryDiagnostic {
    /// Creates one about a part of a query.
    pub fn new(
        range: Range<usize>,
        kind: DiagnosticKind,
        subject: impl Into<String>,
    ) -> QueryDiagnostic {
        QueryDiagnostic {
            range,
            kind,
            subject: subject.into(),
        }
    }

    /// Returns `true` if it is about the query as a whole: how it was relaxed, or that it
    /// could not be answered.
    #[must_use]
    pub fn is_about_query(&self) -> bool {
        matches!(
            self.kind,
            DiagnosticKind::LoosePhrases
                | DiagnosticKind::AnySpelling
                | DiagnosticKind::AnyWord(_)
                | DiagnosticKind::SearchFailed
                | DiagnosticKind::IndexDamaged
        )
    }

    /// Returns `true` if its message names the part that it is about, so that the part need
    /// not be repeated beside it.
    #[must_use]
    pub fn names_part(&self) -> bool {
        matches!(
            self.kind,
            DiagnosticKind::UnknownFilter(_)
                | DiagnosticKind::UnknownTag
                | DiagnosticKind::NoDate(_)
                | DiagnosticKind::UnknownName(..)
                | DiagnosticKind::UnknownWord(_)
                | DiagnosticKind::NotInArticle(_)
        )
    }

    /// Returns the sentence for the reader: why, and what to write instead.
    #[must_use]
    pub fn message(&self) -> String {
        let subject = &self.subject;
        let fixed = match &self.kind {
            DiagnosticKind::QueryTooLong => "The question is too long; this part is left out.",
            DiagnosticKind::TooManyParentheses => {
                "Too many parentheses are open; this one is left out."
            }
            DiagnosticKind::StrayParenthesis => {
                "No parenthesis is open here; this one is left out."
            }
            DiagnosticKind::MisplacedOr => "OR stands between two words; this one is left out.",
            DiagnosticKind::BareStar => "A star needs letters before it; this one is left out.",
            DiagnosticKind::OpenOr => "OR waits for another word.",
            DiagnosticKind::OpenParenthesis => "The parenthesis is still open; ) closes it.",
            DiagnosticKind::OpenQuotation => {
                "The quotation is still open; a quotation mark closes it."
            }
            DiagnosticKind::NoBookmarks => "You keep no bookmark yet; it is left out.",
            DiagnosticKind::LoosePhrases => {
                "The phrase stands nowhere like this; its words are looked for."
            }
            DiagnosticKind::AnySpelling => {
                "Nothing has all these words; similar spellings are let through."
            }
            DiagnosticKind::NegationInArticle => {
                "What is not wanted has nothing to mark in an article."
            }
            DiagnosticKind::IndexDamaged => "The search index was damaged; it is rebuilt.",
            DiagnosticKind::TooManyParts(most) => {
                return format!("Only {most} parts are looked for; the rest is left out.");
            }
            DiagnosticKind::UnknownFilter(nearest) => {
                let advice = nearest.map_or_else(String::new, |n| format!(" Did you mean {n}:?"));
                return format!(
                    "There is no filter \"{subject}\".{advice} What follows is looked for as words."
                );
            }
            DiagnosticKind::MissingValue(field) => {
                return format!(
                    "{}: has no value; write it right behind the colon.",
                    field.name()
                );
            }
            DiagnosticKind::OpenFilter(field, expected) => {
                return format!("{}: waits for {expected}.", field.name());
            }
            DiagnosticKind::UnknownChoice(field, choices) => {
                return format!("{}: is one of {choices}; it is left out.", field.name());
            }
            DiagnosticKind::UnknownTag => {
                return format!("Nothing that you keep is tagged \"{subject}\"; it is left out.");
            }
            DiagnosticKind::NoBookmarkHas => {
                return format!("Nothing that you keep has a {subject}; it is left out.");
            }
            DiagnosticKind::NoDate(field) => {
                let name = field.name();
                return format!(
                    "\"{subject}\" is no date; write {name}:2018, 2018-04 or 2018-04-17. It is left out."
                );
            }
            DiagnosticKind::ReadAs => return format!("Read as {subject}."),
            DiagnosticKind::UnknownName(sort, advice) => {
                let blank = if advice.is_empty() { "" } else { " " };
                return format!(
                    "No {sort} is called \"{subject}\"; it is left out.{blank}{advice}"
                );
            }
            DiagnosticKind::UnknownWord(None) => {
                return format!("Nothing in the library has \"{subject}\"; it is left out.");
            }
            DiagnosticKind::UnknownWord(Some(near)) => {
                return format!(
                    "Nothing in the library has \"{subject}\"; did you mean \"{near}\"?"
                );
            }
            DiagnosticKind::WithoutLast => {
                return format!(
                    "Nothing has all of this together with {subject}; that is left out."
                );
            }
            DiagnosticKind::AnyWord(2) => "Nothing has both words; shown is what has one of them.",
            DiagnosticKind::AnyWord(count) => {
                return format!("Nothing has all {count} words; shown is what has most of them.");
            }
            DiagnosticKind::FilterInArticle(field) => {
                return format!(
                    "{}: chooses among results and is left out in an article; Tab looks further.",
                    field.name()
                );
            }
            DiagnosticKind::NotInArticle(None) => {
                return format!("This article has no \"{subject}\"; it is left out.");
            }
            DiagnosticKind::NotInArticle(Some(near)) => {
                return format!("This article has no \"{subject}\"; did you mean \"{near}\"?");
            }
            DiagnosticKind::NotKnownOfBookmarks(field) => {
                return format!(
                    "{}: is not known of what you keep; it is left out.",
                    field.name()
                );
            }
            DiagnosticKind::SearchFailed => return format!("The search failed: {subject}."),
        };
        fixed.to_owned()
    }
}
