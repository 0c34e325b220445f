//! What is stored of a statement or a passage, so that a result can be shown, marked and
//! scored without opening its briefing. What the passages of an article have in common is
//! stored once, with the article.
//!
//! Generic over the string type: `String` when decoded, borrowed while encoding.

use crate::model::QuotationKind;
use crate::search::index::codec::{Decode, Encode, impl_codec};

/// All that is known of a candidate. Stored like this for a statement; of a passage it is
/// put together from [`ArticleRecord`] and [`PassageRecord`].
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
    pub statement: Option<StatementDetails<S>>,
    /// What only a passage has.
    pub passage: Option<PassageDetails>,
}

impl Record {
    /// Puts the record of a passage together.
    pub fn from_passage(head: ArticleRecord, printed: PassageRecord<&str>) -> Record {
        let end = printed.start + printed.text.len();
        Record {
            briefing: head.briefing,
            briefing_title: head.briefing_title,
            language: head.language,
            date: head.date,
            statement: None,
            passage: Some(PassageDetails {
                number: printed.number,
                headline: printed.first.then(|| head.title.clone()),
                statements: printed
                    .statements
                    .into_iter()
                    .map(ContainedStatement::owned)
                    .collect(),
            }),
            wordings: vec![Wording {
                text: printed.text.to_owned(),
                carriers: vec![CarrierRecord {
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
pub(crate) struct PassageDetails {
    /// Number in its article, counted from 1.
    pub number: usize,
    /// Headline under which it is also found, with the first passage of an article.
    pub headline: Option<String>,
    /// The statements that stand in it.
    pub statements: Vec<ContainedStatement>,
}

/// What is stored of an article.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ArticleRecord<S = String> {
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
    pub carriers: Vec<CarrierRecord<S>>,
}

/// An article with these words.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CarrierRecord<S = String> {
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
pub(crate) struct StatementDetails<S = String> {
    /// Id of the statement.
    pub id: S,
    /// Quoted or reported.
    pub kind: QuotationKind,
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

/// What is stored of a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PassageRecord<S = String> {
    /// Number in its article, counted from 1.
    pub number: usize,
    /// Byte of the canonical text at which it begins.
    pub start: usize,
    /// Whether it is also found by the article's headline.
    pub first: bool,
    /// The statements that stand in it.
    pub statements: Vec<ContainedStatement<S>>,
    /// The words.
    pub text: S,
}

/// A statement, or a part of one, that stands in a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ContainedStatement<S = String> {
    /// Id of the statement.
    pub id: S,
    /// Bytes of the passage.
    pub spans: Vec<(usize, usize)>,
}

impl_codec! {
    Record { briefing, briefing_title, language, date, wordings, statement; passage }
    ArticleRecord { briefing, briefing_title, article, title, publisher, date, language }
    Wording { text, carriers }
    CarrierRecord { article, title, publisher, range }
    PassageRecord { number, start, first, statements, text }
    ContainedStatement { id, spans }
    StatementDetails { id, kind, speaker, names, side, column, topics, carriers }
}

impl ContainedStatement<&str> {
    pub fn owned(self) -> ContainedStatement {
        ContainedStatement {
            id: self.id.to_owned(),
            spans: self.spans,
        }
    }
}

impl Encode for QuotationKind {
    fn encode(&self, out: &mut String) {
        self.name().encode(out);
    }
}

impl Decode<'_> for QuotationKind {
    fn decode(from: &mut &str) -> Option<QuotationKind> {
        let name = <&str>::decode(from)?;
        [QuotationKind::Direct, QuotationKind::Paraphrase]
            .into_iter()
            .find(|kind| kind.name() == name)
    }
}

impl StatementDetails {
    /// Returns all that the speaker is called.
    pub fn all_names(&self) -> String {
        let names = self.names.iter().map(String::as_str);
        joined(std::iter::once(self.speaker.as_str()).chain(names))
    }

    /// Returns the questions of the topics.
    pub fn topic_questions(&self) -> String {
        joined(self.topics.iter().map(String::as_str))
    }
}

/// Joins names so that no phrase reaches across.
fn joined<'n>(names: impl Iterator<Item = &'n str>) -> String {
    names.collect::<Vec<_>>().join(" \n ")
}
