//! A stored article: what is known of it, its canonical text, and what the
//! curator has set beside it.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{Date, QuoteVerification};

/// One stored article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Article {
    /// Slug, unique in the briefing.
    pub id: String,
    /// Headline.
    pub title: String,
    /// The outlet.
    pub publisher: String,
    /// In the printed order; may be empty.
    pub authors: Vec<Author>,
    /// When it was printed.
    pub published: Option<Date>,
    /// When the outlet says that it last changed the article.
    pub modified: Option<Date>,
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
    /// Path inside the bundle of the file from which the text was taken, and that
    /// file's lower-case hex SHA-256 where the bundle gives it; evidence, never shown raw.
    pub original: Option<StoredFile>,
    /// Words that a curator has seen and decided not to take as a statement.
    pub not_statements: Vec<NotStatement>,
    /// Other states of the article, oldest first. Quotations are held against `text`.
    pub versions: Vec<ArticleVersion>,
    /// Names of the warnings that the curator has looked at and stands by.
    pub accepts: Vec<String>,
    /// The one text on which every position is counted.
    pub text: CanonicalText,
}

impl Article {
    /// Returns the authors' names as printed.
    pub fn author_names(&self) -> impl Iterator<Item = &str> {
        self.authors.iter().map(|author| author.name.as_str())
    }
}

/// The canonical text of an article: cleaned, NFC, one `\n` after each
/// passage but the last. Corrections printed under the article follow its
/// body as passages of their own kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CanonicalText {
    /// The text. Holds no control character but `\n`, no bidirectional override.
    pub text: String,
    /// In order, not overlapping, none empty.
    pub passages: Vec<Passage>,
    /// Emphasis, code and links of a CommonMark source, in order of their start.
    pub inlines: Vec<InlineSpan>,
    /// Bytes of the article's own body; quotations are matched against `..body_end`.
    pub body_end: usize,
    /// Lower-case hex SHA-256 of `text`: what a bookmark remembers.
    pub hash: String,
}

impl CanonicalText {
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
pub struct InlineSpan {
    /// Bytes of the canonical text.
    pub range: Range<usize>,
    /// How it looks.
    pub style: InlineStyle,
}

/// The look of an [`InlineSpan`].
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

/// Somebody named as an author. In JSON a name alone, or `{"name", "kind"}` where more is
/// known, as in bundles.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "AuthorJson", into = "AuthorJson")]
pub struct Author {
    /// The name as printed.
    pub name: String,
    /// What bears the name, where the bundle says so.
    pub kind: Option<AuthorKind>,
}

impl Author {
    /// Creates an author of whom nothing but the printed name is known.
    #[must_use]
    pub fn from_name(name: impl Into<String>) -> Author {
        Author {
            name: name.into(),
            kind: None,
        }
    }
}

/// An author as JSON has it.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum AuthorJson {
    Name(String),
    // A word that is not known says no more than none.
    Known { name: String, kind: Option<String> },
}

impl From<AuthorJson> for Author {
    fn from(shape: AuthorJson) -> Author {
        match shape {
            AuthorJson::Name(name) => Author::from_name(name),
            AuthorJson::Known { name, kind } => Author {
                name,
                kind: AuthorKind::ALL
                    .into_iter()
                    .find(|known| kind.as_deref() == Some(known.name())),
            },
        }
    }
}

impl From<Author> for AuthorJson {
    fn from(author: Author) -> AuthorJson {
        match author.kind {
            None => AuthorJson::Name(author.name),
            Some(kind) => AuthorJson::Known {
                name: author.name,
                kind: Some(kind.name().to_owned()),
            },
        }
    }
}

/// What bears an author's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AuthorKind {
    /// A person; a style may print the family name first.
    Person,
    /// A body, an outlet, a desk; its name is never turned round.
    Organisation,
}

impl AuthorKind {
    /// All kinds, in the order of the format page.
    pub const ALL: [AuthorKind; 2] = [AuthorKind::Person, AuthorKind::Organisation];

    /// Returns the word used in bundles and in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            AuthorKind::Person => "person",
            AuthorKind::Organisation => "organisation",
        }
    }
}

/// A file of the bundle that is kept as evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// Path inside the bundle, with `/`.
    pub path: String,
    /// Lower-case hex SHA-256, where the bundle gives it.
    pub sha256: Option<String>,
    /// Whether it was there, and had that hash, when the bundle was read.
    pub is_sound: bool,
}

/// Words of an article that a curator has decided not to take as a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotStatement {
    /// Where they stand, in bytes of the canonical text; empty where they were not found.
    pub range: Range<usize>,
    /// The words as the bundle gives them, cleaned.
    pub exact: String,
    /// How well they were found.
    pub verification: QuoteVerification,
    /// The curator's reason.
    pub why: Option<String>,
}

/// Another state of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleVersion {
    /// Path of its text inside the bundle, with `/`.
    pub path: String,
    /// Lower-case hex SHA-256 of that file as stored.
    pub sha256: String,
    /// When the curator took the copy.
    pub retrieved: Option<Date>,
    /// The file from which the text was taken.
    pub original: Option<StoredFile>,
    /// The curator's remark.
    pub note: Option<String>,
}
