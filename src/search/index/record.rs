//! What the index keeps of a statement or a passage so that a result can be
//! shown, marked and judged without opening its briefing. What all passages of
//! an article have in common is kept once, with the article.
//!
//! All hold strings of their own, or, as they are written, what they borrow.

use crate::model::Kind;
use crate::search::index::codec::{Read, Write, written};
use crate::search::index::printed::{Held, Printed};

/// All that is known of a candidate. Stored so for a statement; for a passage
/// put together from [`Head`] and what was printed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Record<S = String> {
    /// Id of the briefing.
    pub briefing: S,
    /// Title of the briefing.
    pub briefing_title: S,
    /// BCP 47 tag of the words.
    pub language: S,
    /// EDTF date of the statement, or of the article.
    pub date: Option<S>,
    /// Each wording of a statement; the one text of a passage.
    pub wordings: Vec<Wording<S>>,
    /// What only a statement has.
    pub said: Option<Said<S>>,
    /// What only a passage has.
    pub passage: Option<Passage>,
}

impl Record {
    /// Puts the record of a passage together.
    pub fn of_passage(head: Head, printed: Printed<&str>) -> Record {
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
                holds: printed.holds.into_iter().map(Held::owned).collect(),
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
pub(crate) struct Passage {
    /// Number in its article, counted from 1.
    pub number: usize,
    /// Headline under which it is also found, with the first passage of an article.
    pub headline: Option<String>,
    /// The statements that stand in it.
    pub holds: Vec<Held>,
}

/// What is stored of an article.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Head<S = String> {
    /// Id of the briefing.
    pub briefing: S,
    /// Title of the briefing.
    pub briefing_title: S,
    /// Id of the article.
    pub article: S,
    /// Headline.
    pub title: S,
    /// Outlet.
    pub publisher: S,
    /// EDTF date of the article.
    pub date: Option<S>,
    /// BCP 47 tag of the words.
    pub language: S,
}

/// One wording and who printed it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Wording<S = String> {
    /// The words.
    pub text: S,
    /// Each article that has them, at least one.
    pub carriers: Vec<Carrier<S>>,
}

/// An article with these words.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Carrier<S = String> {
    /// Id of the article.
    pub article: S,
    /// Headline.
    pub title: S,
    /// Outlet.
    pub publisher: S,
    /// Bytes of the canonical text.
    pub range: (usize, usize),
}

/// What is known of a statement besides its words.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Said<S = String> {
    /// Id of the statement.
    pub id: S,
    /// Quoted or reported.
    pub kind: Kind,
    /// Name of the speaker.
    pub speaker: S,
    /// Aliases, role and organisation of the speaker.
    pub names: Vec<S>,
    /// Label of the side.
    pub side: S,
    /// Column of the side.
    pub column: usize,
    /// Questions of the topics.
    pub topics: Vec<S>,
    /// Number of articles that carry it.
    pub carriers: usize,
}

written! {
    Record { briefing, briefing_title, language, date, wordings, said; passage }
    Head { briefing, briefing_title, article, title, publisher, date, language }
    Wording { text, carriers }
    Carrier { article, title, publisher, range }
    Said { id, kind, speaker, names, side, column, topics, carriers }
}

impl Write for Kind {
    fn write(&self, out: &mut String) {
        self.name().write(out);
    }
}

impl Read<'_> for Kind {
    fn read(from: &mut &str) -> Option<Kind> {
        let name = <&str>::read(from)?;
        [Kind::Direct, Kind::Paraphrase]
            .into_iter()
            .find(|kind| kind.name() == name)
    }
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
