//! How a place is named: as a short reference that a person can type
//! (`kaspersky-lab/axios-2018#p3`), or as bytes of a canonical text.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A byte range of one article's canonical text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Id of the briefing.
    pub briefing: String,
    /// Id of the article.
    pub article: String,
    /// Bytes of the canonical text.
    pub range: Range<usize>,
}

/// What a person can name on the command line or paste from a citation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Reference {
    /// `ID`
    Briefing(String),
    /// `ID#FRAGMENT`: a statement, a topic or an article of the briefing,
    /// looked up in this order.
    Fragment {
        /// Id of the briefing.
        briefing: String,
        /// Id of the statement, topic or article.
        fragment: String,
    },
    /// `ID/ARTICLE`
    Article {
        /// Id of the briefing.
        briefing: String,
        /// Id of the article.
        article: String,
    },
    /// `ID/ARTICLE#pN`
    Passage {
        /// Id of the briefing.
        briefing: String,
        /// Id of the article.
        article: String,
        /// Number of the passage, counted from 1.
        number: usize,
    },
}

impl Reference {
    /// Returns the id of the briefing.
    #[must_use]
    pub fn briefing(&self) -> &str {
        match self {
            Reference::Briefing(briefing)
            | Reference::Fragment { briefing, .. }
            | Reference::Article { briefing, .. }
            | Reference::Passage { briefing, .. } => briefing,
        }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reference::Briefing(briefing) => f.write_str(briefing),
            Reference::Fragment { briefing, fragment } => write!(f, "{briefing}#{fragment}"),
            Reference::Article { briefing, article } => write!(f, "{briefing}/{article}"),
            Reference::Passage {
                briefing,
                article,
                number,
            } => write!(f, "{briefing}/{article}#p{number}"),
        }
    }
}

/// Why a text is no reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceError(String);

impl fmt::Display for ReferenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "\"{}\" is not a reference; write ID, ID#STATEMENT, ID/ARTICLE or ID/ARTICLE#pN",
            self.0
        )
    }
}

impl std::error::Error for ReferenceError {}

impl FromStr for Reference {
    type Err = ReferenceError;

    fn from_str(text: &str) -> Result<Self, ReferenceError> {
        let bad = || ReferenceError(text.to_owned());
        let (head, fragment) = match text.split_once('#') {
            Some((head, fragment)) => (head, Some(fragment)),
            None => (text, None),
        };
        let (briefing, article) = match head.split_once('/') {
            Some((briefing, article)) => (briefing, Some(article)),
            None => (head, None),
        };
        for part in [Some(briefing), article, fragment].into_iter().flatten() {
            if !is_slug(part) {
                return Err(bad());
            }
        }
        let briefing = briefing.to_owned();
        Ok(match (article, fragment) {
            (None, None) => Reference::Briefing(briefing),
            (None, Some(fragment)) => Reference::Fragment {
                briefing,
                fragment: fragment.to_owned(),
            },
            (Some(article), None) => Reference::Article {
                briefing,
                article: article.to_owned(),
            },
            (Some(article), Some(fragment)) => Reference::Passage {
                briefing,
                article: article.to_owned(),
                number: fragment
                    .strip_prefix('p')
                    .and_then(|n| n.parse().ok())
                    .filter(|n| *n > 0)
                    .ok_or_else(bad)?,
            },
        })
    }
}

/// Tells whether a text is a slug of the format: `[a-z0-9]` and inner `-`, 1 to 64.
#[must_use]
pub fn is_slug(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && !text.starts_with('-')
        && !text.ends_with('-')
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_back_as_written() {
        for text in [
            "kaspersky-lab",
            "kaspersky-lab#s-shaheen-overwhelming",
            "kaspersky-lab/axios-2018",
            "kaspersky-lab/axios-2018#p3",
        ] {
            assert_eq!(text.parse::<Reference>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn nonsense_is_refused() {
        for text in [
            "", "#", "/", "a/b#3", "a/b#p0", "A", "a b", "-a", "a#", "a/../b",
        ] {
            assert!(text.parse::<Reference>().is_err(), "{text}");
        }
    }
}
