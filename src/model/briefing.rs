//! A briefing as the reader sees it: checked, cross-referenced by typed
//! indices, every position a byte range of an article's canonical text.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{Date, Source};

/// Makes a typed index into one of a briefing's lists.
macro_rules! index {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub usize);
    };
}
index!(
    /// A position in [`Briefing::sides`].
    SideIx
);
index!(
    /// A position in [`Briefing::topics`].
    TopicIx
);
index!(
    /// A position in [`Briefing::speakers`].
    SpeakerIx
);
index!(
    /// A position in [`Briefing::articles`].
    ArticleIx
);
index!(
    /// A position in [`Briefing::statements`].
    StatementIx
);

/// What a bundle holds, after the check. All indices are in range: the
/// `bundle` room is the only one that builds a briefing from files.
#[derive(Clone, Debug, PartialEq)]
pub struct Briefing {
    /// Slug, unique in a library.
    pub id: String,
    /// Headline of the briefing.
    pub title: String,
    /// Plain paragraphs, in order; empty where the curator wrote none.
    pub summary: Vec<String>,
    /// BCP 47 tag, `en` where the bundle says nothing.
    pub language: String,
    /// When the curator last changed it.
    pub updated: Option<Date>,
    /// At least two; the first two face each other, the others are third parties.
    pub sides: Vec<Side>,
    /// The points in dispute, in reading order.
    pub topics: Vec<Topic>,
    /// Everybody who is given a statement.
    pub speakers: Vec<Speaker>,
    /// At least one.
    pub articles: Vec<Article>,
    /// In the bundle's order.
    pub statements: Vec<Statement>,
    /// Where the bundle was read from.
    pub source: Source,
    /// Lower-case hex SHA-256 over `briefing.json` and all article files.
    pub hash: String,
}

/// A party to the controversy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// Slug, unique in the briefing.
    pub id: String,
    /// As shown on every card.
    pub label: String,
}

/// A point in dispute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Slug, unique in the briefing.
    pub id: String,
    /// The question that the sides answer differently.
    pub question: String,
}

/// A person, a group or an organisation that speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// Slug, unique in the briefing.
    pub id: String,
    /// The name as it is shown.
    pub name: String,
    /// The role as the articles give it.
    pub role: Option<String>,
    /// For whom the speaker speaks.
    pub organisation: Option<String>,
    /// The side on which the speaker stands.
    pub side: SideIx,
    /// Other printed forms of the name.
    pub aliases: Vec<String>,
}

/// One stored article.
#[derive(Clone, Debug, PartialEq)]
pub struct Article {
    /// Slug, unique in the briefing.
    pub id: String,
    /// Headline.
    pub title: String,
    /// The outlet.
    pub publisher: String,
    /// Names as printed; may be empty.
    pub authors: Vec<String>,
    /// When it was printed.
    pub published: Option<Date>,
    /// Address of the original.
    pub url: Option<String>,
    /// Address of an archived copy.
    pub archived_url: Option<String>,
    /// When the curator took the copy.
    pub retrieved: Option<Date>,
    /// BCP 47 tag; the briefing's where the bundle says nothing.
    pub language: String,
    /// Path of the text inside the bundle, with `/`.
    pub path: String,
    /// Lower-case hex SHA-256 of the text file as stored.
    pub sha256: String,
    /// In words, what the curator left out of the page.
    pub omitted: Option<String>,
    /// The curator's remark.
    pub note: Option<String>,
    /// The one text on which every position is counted.
    pub text: Canonical,
}

/// The canonical text of an article: cleaned, NFC, one `\n` after each
/// passage but the last. Corrections printed under the article follow its
/// body as passages of their own kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Canonical {
    /// The text. Holds no control character but `\n`, no bidirectional override.
    pub text: String,
    /// In order, not overlapping, none empty.
    pub passages: Vec<Passage>,
    /// Emphasis, code and links of a CommonMark source, in order of their start.
    pub inlines: Vec<Inline>,
    /// Bytes of the article's own body; quotations are matched against `..body_end`.
    pub body_end: usize,
    /// Lower-case hex SHA-256 of `text`: what a bookmark remembers.
    pub hash: String,
}

impl Canonical {
    /// Returns the index of the passage that holds `offset` or stands next before it.
    #[must_use]
    pub fn passage_at(&self, offset: usize) -> usize {
        self.passages
            .partition_point(|p| p.range.start <= offset)
            .saturating_sub(1)
    }

    /// Returns the words of a byte range, empty where the range does not fit the text.
    #[must_use]
    pub fn slice(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or("")
    }
}

/// One paragraph of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Bytes of the canonical text, without the closing line end.
    pub range: Range<usize>,
    /// What the paragraph is.
    pub kind: PassageKind,
}

/// What a passage is on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PassageKind {
    /// Running text.
    Paragraph,
    /// A heading of level 1 to 6.
    Heading(u8),
    /// An item of a list, nested `depth` deep (0 outermost), with its mark
    /// ("•" or "3."); the mark is not part of the text.
    Item {
        /// Depth of nesting, 0 outermost.
        depth: u8,
        /// What stands before the item.
        marker: String,
    },
    /// A block quotation.
    Quote,
    /// A line of preformatted text.
    Code,
    /// A correction printed under the article.
    Correction,
}

/// A stretch of a CommonMark source with a look of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inline {
    /// Bytes of the canonical text.
    pub range: Range<usize>,
    /// How it looks.
    pub style: InlineStyle,
}

/// The look of an [`Inline`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InlineStyle {
    /// Emphasis.
    Emphasis,
    /// Strong emphasis.
    Strong,
    /// Code.
    Code,
    /// A link, with its cleaned address.
    Link(String),
}

/// One utterance by one speaker, however many articles carry it.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Slug, unique in the briefing.
    pub id: String,
    /// Who said it.
    pub speaker: SpeakerIx,
    /// The points it bears on.
    pub topics: Vec<TopicIx>,
    /// Quoted or reported.
    pub kind: Kind,
    /// When it was said.
    pub date: Option<Date>,
    /// What it replies to.
    pub answers: Vec<Answer>,
    /// Each article that carries it; at least one.
    pub appearances: Vec<Appearance>,
    /// The curator's remark.
    pub note: Option<String>,
}

/// Whether the words are the speaker's or the reporter's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The speaker's own words, in quotation marks.
    #[default]
    Direct,
    /// Reported speech.
    Paraphrase,
}

impl Kind {
    /// Returns the word used on cards, in queries and in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Kind::Direct => "direct",
            Kind::Paraphrase => "paraphrase",
        }
    }
}

/// That one statement replies to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What is answered.
    pub statement: StatementIx,
    /// In which way, where the curator says.
    pub how: Option<How>,
}

/// In which way a statement answers another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum How {
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

impl How {
    /// All ways, in the order of the format page.
    pub const ALL: [How; 7] = [
        How::Denies,
        How::Rebuts,
        How::Confirms,
        How::Concedes,
        How::Deflects,
        How::Declines,
        How::Corrects,
    ];

    /// Returns the word used on cards and in bundles.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            How::Denies => "denies",
            How::Rebuts => "rebuts",
            How::Confirms => "confirms",
            How::Concedes => "concedes",
            How::Deflects => "deflects",
            How::Declines => "declines",
            How::Corrects => "corrects",
        }
    }
}

/// How one article carries a statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Appearance {
    /// The carrier.
    pub article: ArticleIx,
    /// The parts of the quotation in reading order; at least one.
    pub quote: Vec<QuoteSpan>,
    /// The article's own wording of who said it and how.
    pub attribution: Option<String>,
    /// The curator's remark.
    pub note: Option<String>,
}

impl Appearance {
    /// Returns the weakest proof of the parts: what the card shows.
    #[must_use]
    pub fn proof(&self) -> Proof {
        self.quote
            .iter()
            .map(|s| s.proof)
            .max()
            .unwrap_or(Proof::NotFound)
    }

    /// Returns where the first part that was found begins, in bytes of the canonical text.
    #[must_use]
    pub fn start(&self) -> Option<usize> {
        self.quote
            .iter()
            .find(|s| s.proof != Proof::NotFound)
            .map(|s| s.range.start)
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
    pub proof: Proof,
}

/// How well a quotation was found in the stored article, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Proof {
    /// Letter by letter.
    Exact,
    /// The same but for case, quotation marks, dashes, blanks or accents.
    Normalised,
    /// Similar words, with the likeness in per cent.
    Approximate(ReversedPercent),
    /// Not there.
    NotFound,
}

/// A likeness in per cent that orders the better one first.
pub type ReversedPercent = std::cmp::Reverse<u8>;

impl Proof {
    /// Returns the word of the proof mark, without the likeness.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Proof::Exact => "exact",
            Proof::Normalised => "normalised",
            Proof::Approximate(_) => "approximate",
            Proof::NotFound => "not found",
        }
    }
}

impl Briefing {
    /// Returns the bytes of the texts of all articles.
    #[must_use]
    pub fn text_bytes(&self) -> usize {
        self.articles.iter().map(|a| a.text.text.len()).sum()
    }

    /// Returns the statement of that id.
    #[must_use]
    pub fn statement_by_id(&self, id: &str) -> Option<StatementIx> {
        self.statements
            .iter()
            .position(|s| s.id == id)
            .map(StatementIx)
    }

    /// Returns the article of that id.
    #[must_use]
    pub fn article_by_id(&self, id: &str) -> Option<ArticleIx> {
        self.articles.iter().position(|a| a.id == id).map(ArticleIx)
    }

    /// Returns a statement.
    #[must_use]
    pub fn statement(&self, ix: StatementIx) -> &Statement {
        &self.statements[ix.0]
    }

    /// Returns an article.
    #[must_use]
    pub fn article(&self, ix: ArticleIx) -> &Article {
        &self.articles[ix.0]
    }

    /// Returns a speaker.
    #[must_use]
    pub fn speaker(&self, ix: SpeakerIx) -> &Speaker {
        &self.speakers[ix.0]
    }

    /// Returns the speaker of a statement.
    #[must_use]
    pub fn speaker_of(&self, ix: StatementIx) -> &Speaker {
        self.speaker(self.statement(ix).speaker)
    }

    /// Returns the side on which a statement's speaker stands.
    #[must_use]
    pub fn side_of(&self, ix: StatementIx) -> SideIx {
        self.speaker_of(ix).side
    }

    /// Returns the label of a side.
    #[must_use]
    pub fn side_label(&self, ix: SideIx) -> &str {
        &self.sides[ix.0].label
    }

    /// Returns the number of statements of each side, in the order of the sides.
    #[must_use]
    pub fn counts_by_side(&self) -> Vec<usize> {
        let mut counts = vec![0; self.sides.len()];
        for statement in &self.statements {
            counts[self.speaker(statement.speaker).side.0] += 1;
        }
        counts
    }

    /// Returns, for each statement, those that answer it, with the way they do.
    #[must_use]
    pub fn answered_by(&self) -> BTreeMap<StatementIx, Vec<Answer>> {
        let mut map: BTreeMap<StatementIx, Vec<Answer>> = BTreeMap::new();
        for (i, statement) in self.statements.iter().enumerate() {
            for answer in &statement.answers {
                map.entry(answer.statement).or_default().push(Answer {
                    statement: StatementIx(i),
                    how: answer.how,
                });
            }
        }
        map
    }

    /// Returns every part of a statement that stands in an article, in the
    /// order of the text: where, whose, and which of its appearances.
    #[must_use]
    pub fn spans_in(&self, article: ArticleIx) -> Vec<(Range<usize>, StatementIx)> {
        let mut spans = Vec::new();
        for (i, statement) in self.statements.iter().enumerate() {
            for appearance in &statement.appearances {
                if appearance.article == article {
                    for part in &appearance.quote {
                        if !part.range.is_empty() {
                            spans.push((part.range.clone(), StatementIx(i)));
                        }
                    }
                }
            }
        }
        spans.sort_by_key(|(range, ix)| (range.start, std::cmp::Reverse(range.end), *ix));
        spans
    }
}
