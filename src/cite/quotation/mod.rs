//! [`Quotation`]: words with all that is known of their source. Every format is written
//! from it.
//!
//! | file | what it holds |
//! |---|---|
//! | `part` | one unbroken part of a quotation, with its place |
//! | `context` | the rest of the sentence of which the words are a fragment |
//! | `statement` | quotes a statement or a range of an article |
//! | `bookmark` | quotes a bookmark |

mod bookmark;
mod context;
mod part;
mod statement;

pub use self::part::QuotedPart;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::model::Provenance;
use crate::text::fragment;

/// Words that [`Quotation::summary`] shows at most, about a line: enough to recognise a
/// quotation that stands in full elsewhere.
const MAX_SUMMARY_WORDS: usize = 14;

/// Words that leave the program, with their source. What is unknown is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Quotation {
    /// Short reference, as `kaspersky-lab#s-overwhelming` or `kaspersky-lab/axios-2018#p3`;
    /// empty for words that stand in no article of a briefing.
    pub reference: String,
    /// The words as they leave: own words in quotation marks, cuts marked.
    pub words: String,
    /// The unbroken parts, letter by letter, without added marks.
    pub parts: Vec<QuotedPart>,
    /// How well a statement's words were found in the stored article:
    /// `exact`, `normalised`, `approximate 87 %`, `old text` or `not found`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proof: Option<String>,
    /// Where the words are a fragment of a sentence: what stands before them in it, in the
    /// outlet's words; without it a hedge may be lost. Empty where they are none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub lead_in: String,
    /// The rest of that sentence.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub rest: String,
    /// The article's own wording of who said it and how.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribution: Option<String>,
    /// For whom the speaker speaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// The earlier occasions on which the same speaker said these words: references, with
    /// the date where it is known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub repeats: Vec<String>,
    /// `declined to answer` or `did not respond`, where that is what is reported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response: Option<String>,
    /// The hops from the speaker to the outlet, the nearest to the speaker first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub via: Vec<String>,
    /// Id of the briefing.
    pub briefing: String,
    /// Id of the article.
    pub article: String,
    /// The source.
    pub source: Provenance,
    /// The reader's note.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The reader's tags.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The letter of the reader's highlight.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub letter: Option<char>,
    /// Lower-case hex SHA-256 of the canonical text in which ranges are counted.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text_hash: String,
    /// The bookmark that holds the words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bookmark: Option<BookmarkMeta>,
}

/// The bookmark from which a quotation was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookmarkMeta {
    /// Its name.
    pub id: String,
    /// Seconds since 1970 UTC.
    pub created: i64,
    /// Seconds since 1970 UTC.
    pub changed: i64,
}

impl Quotation {
    /// Returns the words as they stand in their sentence: where they are a fragment, with
    /// its lead-in and the rest of it, in square brackets: they are the outlet's words.
    #[must_use]
    pub fn in_sentence(&self) -> String {
        let (before, behind) = fragment::bracketed(&self.lead_in, &self.rest);
        [before.as_str(), &self.words, &behind].concat()
    }

    /// Returns what else has to be known of the words, a line each: other occasions, and
    /// the way that they came to the outlet.
    #[must_use]
    pub fn remarks(&self) -> Vec<String> {
        let mut lines = Vec::new();
        // The curator's wording may hold a hedge that the sentence itself does not.
        if let Some(attribution) = &self.attribution
            && (!self.lead_in.is_empty() || !self.rest.is_empty())
            && !self.lead_in.contains(attribution.as_str())
            && !self.rest.contains(attribution.as_str())
        {
            lines.push(format!("Attribution: {attribution}"));
        }
        if let Some(response) = &self.response {
            lines.push(format!("Response: {response}"));
        }
        if !self.repeats.is_empty() {
            lines.push(format!("Said before: {}", self.repeats.join("; ")));
        }
        if !self.via.is_empty() {
            lines.push(format!("Via: {}", self.via.join(" → ")));
        }
        lines
    }

    /// Returns who speaks and how the words begin, to recognise them by.
    #[must_use]
    pub fn summary(&self) -> String {
        let lead_in = fragment::short_lead_in(&self.lead_in);
        let whole = format!("{lead_in}{}", self.words);
        let mut words: Vec<&str> = whole.split_whitespace().collect();
        let is_cut = words.len() > MAX_SUMMARY_WORDS;
        words.truncate(MAX_SUMMARY_WORDS);
        let mut words = words.join(" ");
        if is_cut {
            words.push('…');
            if words.matches('“').count() > words.matches('”').count() {
                words.push('”');
            }
        }
        match &self.source.speaker {
            Some(speaker) => format!("{speaker}: {words}"),
            None => words,
        }
    }

    /// Returns what quotations are sorted by: briefing, article, place.
    fn sort_key(&self) -> (&str, &str, usize, usize, &str) {
        let range = |pick: fn(&Range<usize>) -> usize| {
            self.parts
                .first()
                .and_then(|part| part.bytes.as_ref())
                .map_or(0, pick)
        };
        (
            &self.briefing,
            &self.article,
            range(|r| r.start),
            range(|r| r.end),
            &self.reference,
        )
    }
}

/// Sorts quotations by briefing, article and place.
pub fn sort_by_place(quotations: &mut [Quotation]) {
    quotations.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
}
