//! What the index keeps of a statement or a passage so that a result can be
//! shown, marked and judged without opening its briefing. What all passages of
//! an article have in common is kept once, with the article.
//!
//! All hold strings of their own, or, as they are written, what they borrow.
//!
//! The names in the stored form are short because there is one for each passage
//! of the library.

use serde::{Deserialize, Serialize};

use super::printed::{Held, Printed};
use crate::model::Kind;

/// All that is known of a candidate. Stored so for a statement; for a passage
/// put together from [`Head`] and what was printed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Record<S = String> {
    /// Id of the briefing.
    #[serde(rename = "b")]
    pub briefing: S,
    /// Title of the briefing.
    #[serde(rename = "t")]
    pub briefing_title: S,
    /// BCP 47 tag of the words.
    #[serde(rename = "l")]
    pub language: S,
    /// EDTF date of the statement, or of the article.
    #[serde(rename = "d", default, skip_serializing_if = "Option::is_none")]
    pub date: Option<S>,
    /// Each wording of a statement; the one text of a passage.
    #[serde(rename = "w")]
    pub wordings: Vec<Wording<S>>,
    /// What only a statement has.
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    pub said: Option<Said<S>>,
    /// What only a passage has.
    #[serde(skip)]
    pub passage: Option<Passage>,
}

impl Record {
    /// Puts the record of a passage together.
    pub fn of_passage(head: Head, printed: Printed<'_>) -> Record {
        let end = printed.start + printed.text.len();
        Record {
            briefing: head.briefing,
            briefing_title: head.briefing_title,
            language: head.language,
            date: head.date,
            said: None,
            passage: Some(Passage {
                number: printed.number,
                headline: printed.first.then(|| head.title.clone()),
                holds: printed.holds,
            }),
            wordings: vec![Wording {
                text: printed.text.to_owned(),
                carriers: vec![Carrier {
                    article: head.article,
                    title: head.title,
                    publisher: head.publisher,
                    range: (printed.start, end),
                }],
            }],
        }
    }
}

/// What is known of a passage besides its words.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Passage {
    /// Number in its article, counted from 1.
    pub number: usize,
    /// Headline under which it is also found, with the first passage of an article.
    pub headline: Option<String>,
    /// The statements that stand in it.
    pub holds: Vec<Held>,
}

/// What is stored of an article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Head<S = String> {
    /// Id of the briefing.
    #[serde(rename = "b")]
    pub briefing: S,
    /// Title of the briefing.
    #[serde(rename = "t")]
    pub briefing_title: S,
    /// Id of the article.
    #[serde(rename = "a")]
    pub article: S,
    /// Headline.
    #[serde(rename = "h")]
    pub title: S,
    /// Outlet.
    #[serde(rename = "o")]
    pub publisher: S,
    /// EDTF date of the article.
    #[serde(rename = "d", default, skip_serializing_if = "Option::is_none")]
    pub date: Option<S>,
    /// BCP 47 tag of the words.
    #[serde(rename = "l")]
    pub language: S,
}

/// One wording and who printed it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Wording<S = String> {
    /// The words.
    #[serde(rename = "w")]
    pub text: S,
    /// Each article that has them, at least one.
    #[serde(rename = "a")]
    pub carriers: Vec<Carrier<S>>,
}

/// An article with these words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Carrier<S = String> {
    /// Id of the article.
    #[serde(rename = "a")]
    pub article: S,
    /// Headline.
    #[serde(rename = "t")]
    pub title: S,
    /// Outlet.
    #[serde(rename = "o")]
    pub publisher: S,
    /// Bytes of the canonical text.
    #[serde(rename = "r")]
    pub range: (usize, usize),
}

/// What is known of a statement besides its words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Said<S = String> {
    /// Id of the statement.
    #[serde(rename = "i")]
    pub id: S,
    /// Quoted or reported.
    #[serde(rename = "k")]
    pub kind: Kind,
    /// Name of the speaker.
    #[serde(rename = "n")]
    pub speaker: S,
    /// Aliases, role and organisation of the speaker.
    #[serde(rename = "m", default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<S>,
    /// Label of the side.
    #[serde(rename = "s")]
    pub side: S,
    /// Column of the side.
    #[serde(rename = "c")]
    pub column: usize,
    /// Questions of the topics.
    #[serde(rename = "q", default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<S>,
    /// Number of articles that carry it.
    #[serde(rename = "a")]
    pub carriers: usize,
}

impl Said {
    /// Returns all that the speaker is called.
    pub fn called(&self) -> String {
        let names = self.names.iter().map(String::as_str);
        joined(std::iter::once(self.speaker.as_str()).chain(names))
    }

    /// Returns the questions of the topics.
    pub fn asked(&self) -> String {
        joined(self.topics.iter().map(String::as_str))
    }
}

/// Joins names so that no phrase reaches across.
fn joined<'n>(names: impl Iterator<Item = &'n str>) -> String {
    names.collect::<Vec<_>>().join(" \n ")
}

/// Returns the column and the label in the form in which the index counts them.
pub(super) fn seat(column: usize, label: &str) -> String {
    format!("{column} {label}")
}

/// Reads what [`seat`] wrote.
pub(super) fn read_seat(seat: &str) -> Option<(usize, &str)> {
    let (column, label) = seat.split_once(' ')?;
    Some((column.parse().ok()?, label))
}
