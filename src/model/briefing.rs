//! A briefing as the reader sees it: checked, cross-referenced by typed
//! indices, every position a byte range of an article's canonical text.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{Answer, Article, BundleSource, Date, Statement};

/// Makes a typed index into one of a briefing's lists.
macro_rules! index {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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
    /// Names of those who sign for the choices; may be empty.
    pub curators: Vec<String>,
    /// At least two; the first two face each other, the others are third parties.
    pub sides: Vec<Side>,
    /// The points in dispute, in reading order.
    pub topics: Vec<Topic>,
    /// Everybody who is given a statement.
    pub speakers: Vec<Speaker>,
    /// In the bundle's order; empty while a briefing is being made.
    pub articles: Vec<Article>,
    /// In the bundle's order.
    pub statements: Vec<Statement>,
    /// Where the bundle was read from.
    pub source: BundleSource,
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
