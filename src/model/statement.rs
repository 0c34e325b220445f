//! A statement: what one speaker said on one occasion, what it replies to, and
//! how each article carries it.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{ArticleIx, CanonicalText, Date, SpeakerIx, StatementIx, TopicIx};

/// One utterance by one speaker on one occasion, however many articles carry it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Statement {
    /// Slug, unique in the briefing.
    pub id: String,
    /// Who said it.
    pub speaker: SpeakerIx,
    /// The points it bears on.
    pub topics: Vec<TopicIx>,
    /// Quoted or reported.
    pub kind: QuotationKind,
    /// When it was said.
    pub date: Option<Date>,
    /// What it replies to.
    pub answers: Vec<Answer>,
    /// Earlier occasions on which the same speaker said these words.
    pub repeats: Vec<StatementIx>,
    /// Where what is reported is that the speaker did not answer: in which way.
    pub response: Option<ResponseKind>,
    /// Each article that carries it; at least one.
    pub appearances: Vec<Appearance>,
    /// The curator's remark.
    pub note: Option<String>,
    /// Names of the warnings that the curator has looked at and stands by.
    pub accepts: Vec<String>,
}

/// Whether the words are the speaker's or the reporter's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QuotationKind {
    /// The speaker's own words, in quotation marks.
    #[default]
    Direct,
    /// Reported speech.
    Paraphrase,
}

impl QuotationKind {
    /// Returns the word used on cards, in queries and in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            QuotationKind::Direct => "direct",
            QuotationKind::Paraphrase => "paraphrase",
        }
    }
}

/// That one statement replies to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What is answered.
    pub statement: StatementIx,
    /// In which way, where the curator says.
    pub how: Option<AnswerRelation>,
}

/// In which way a statement answers another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AnswerRelation {
    /// Says it is not so.
    Denies,
    /// Argues against it.
    Rebuts,
    /// Says it is so.
    Confirms,
    /// Grants a part.
    Concedes,
    /// Speaks of something else.
    Deflects,
    /// Will not say.
    Declines,
    /// Sets right.
    Corrects,
}

impl AnswerRelation {
    /// All ways, in the order of the format page.
    pub const ALL: [AnswerRelation; 7] = [
        AnswerRelation::Denies,
        AnswerRelation::Rebuts,
        AnswerRelation::Confirms,
        AnswerRelation::Concedes,
        AnswerRelation::Deflects,
        AnswerRelation::Declines,
        AnswerRelation::Corrects,
    ];

    /// Returns the word used on cards and in bundles.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            AnswerRelation::Denies => "denies",
            AnswerRelation::Rebuts => "rebuts",
            AnswerRelation::Confirms => "confirms",
            AnswerRelation::Concedes => "concedes",
            AnswerRelation::Deflects => "deflects",
            AnswerRelation::Declines => "declines",
            AnswerRelation::Corrects => "corrects",
        }
    }
}

/// How one article carries a statement.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Appearance {
    /// The carrier.
    pub article: ArticleIx,
    /// The parts of the quotation in reading order; at least one.
    pub quote: Vec<QuoteSpan>,
    /// The article's own wording of who said it and how.
    pub attribution: Option<String>,
    /// The hops from the speaker to this outlet, the nearest to the speaker first.
    pub via: Vec<RelayedBy>,
    /// The curator's remark.
    pub note: Option<String>,
}

impl Appearance {
    /// Returns the weakest proof of the parts: what the card shows.
    #[must_use]
    pub fn proof(&self) -> QuoteVerification {
        self.quote
            .iter()
            .map(|s| s.proof)
            .max()
            .unwrap_or(QuoteVerification::NotFound)
    }

    /// Returns where the first part that was found begins, in bytes of the canonical text.
    #[must_use]
    pub fn start(&self) -> Option<usize> {
        self.quote
            .iter()
            .find(|s| s.proof != QuoteVerification::NotFound)
            .map(|s| s.range.start)
    }
}

/// Where a part of a quotation stands in its passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotePosition {
    /// Bytes of the passage in the canonical text.
    pub passage: Range<usize>,
    /// Bytes of the part, counted in the passage.
    pub part: Range<usize>,
}

impl Appearance {
    /// Returns where its first and its last part stand, if both were found.
    #[must_use]
    pub fn ends(&self, text: &CanonicalText) -> Option<[QuotePosition; 2]> {
        let place = |span: &QuoteSpan| {
            let is_found = !matches!(
                span.proof,
                QuoteVerification::NotFound | QuoteVerification::Approximate(_)
            );
            let passage = &text.passages.get(text.passage_at(span.range.start))?.range;
            let within = span.range.start.checked_sub(passage.start)?
                ..span.range.end.min(passage.end).checked_sub(passage.start)?;
            (is_found && !within.is_empty()).then(|| QuotePosition {
                passage: passage.clone(),
                part: within,
            })
        };
        Some([place(self.quote.first()?)?, place(self.quote.last()?)?])
    }
}

/// One unbroken part of a quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteSpan {
    /// Where it stands, in bytes of the canonical text; empty where it was not found.
    pub range: Range<usize>,
    /// The words as the bundle gives them, cleaned.
    pub exact: String,
    /// How well the words were found in the stored article.
    pub proof: QuoteVerification,
}

/// How well a quotation was found in the stored article, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuoteVerification {
    /// Letter by letter.
    Exact,
    /// The same but for case, quotation marks, dashes, blanks or accents.
    Normalised,
    /// Similar words, with the likeness in per cent.
    Approximate(ReversedPercent),
    /// Found in a text that is old: the files it was read from cannot be read now.
    Outdated,
    /// Not there.
    NotFound,
}

/// A likeness in per cent that orders the better one first.
pub type ReversedPercent = std::cmp::Reverse<u8>;

impl QuoteVerification {
    /// Returns the word of the proof mark, without the likeness.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            QuoteVerification::Exact => "exact",
            QuoteVerification::Normalised => "normalised",
            QuoteVerification::Approximate(_) => "approximate",
            QuoteVerification::Outdated => "old text",
            QuoteVerification::NotFound => "not found",
        }
    }
}

/// In which way a speaker is reported not to have answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ResponseKind {
    /// The speaker declined to answer.
    Declined,
    /// The speaker did not respond.
    None,
}

impl ResponseKind {
    /// All ways, in the order of the format page.
    pub const ALL: [ResponseKind; 2] = [ResponseKind::Declined, ResponseKind::None];

    /// Returns the word used in bundles and in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ResponseKind::Declined => "declined",
            ResponseKind::None => "none",
        }
    }

    /// Returns what it means, for cards.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            ResponseKind::Declined => "declined to answer",
            ResponseKind::None => "did not respond",
        }
    }
}

/// One step on the way of words from the speaker to an outlet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelayedBy {
    /// Who passed them on; `None` where it is not known.
    pub who: Option<String>,
    /// In which way: "statement", "e-mails obtained by".
    pub how: Option<String>,
}

impl RelayedBy {
    /// Returns the hop in words: "Bloomberg (e-mails obtained by)".
    #[must_use]
    pub fn label(&self) -> String {
        let who = self.who.as_deref().unwrap_or("unknown");
        match &self.how {
            Some(how) => format!("{who} ({how})"),
            None => who.to_owned(),
        }
    }
}
