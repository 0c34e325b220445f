//! One unbroken part of a quotation, with what identifies its place.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::model::{CanonicalText, QuoteSpan, QuoteVerification};

/// How many characters before and after the words identify them.
pub(super) const CONTEXT_CHARS: usize = 32;

/// One unbroken part of a quotation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct QuotedPart {
    /// The words, letter by letter.
    pub exact: String,
    /// Up to 32 characters before them.
    pub prefix: String,
    /// Up to 32 characters after them.
    pub suffix: String,
    /// Bytes of the canonical text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<Range<usize>>,
    /// Code points of the canonical text, where that was at hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code_points: Option<Range<usize>>,
}

impl QuotedPart {
    pub(super) fn from_span(text: &CanonicalText, span: &QuoteSpan) -> QuotedPart {
        if span.proof == QuoteVerification::NotFound || text.slice(&span.range).is_empty() {
            return QuotedPart {
                exact: span.exact.clone(),
                ..QuotedPart::default()
            };
        }
        QuotedPart::from_range(text, span.range.clone())
    }

    pub(super) fn from_range(text: &CanonicalText, range: Range<usize>) -> QuotedPart {
        let whole = &text.text;
        let before = whole.get(..range.start).unwrap_or("");
        let cut = before
            .char_indices()
            .rev()
            .nth(CONTEXT_CHARS - 1)
            .map_or(0, |(at, _)| at);
        let after = whole.get(range.end..).unwrap_or("");
        QuotedPart {
            exact: text.slice(&range).to_owned(),
            prefix: before[cut..].to_owned(),
            suffix: after.chars().take(CONTEXT_CHARS).collect(),
            code_points: code_point_range(whole, &range),
            bytes: Some(range),
        }
    }
}

/// Counts a byte range in code points, as W3C annotations do.
pub(super) fn code_point_range(text: &str, bytes: &Range<usize>) -> Option<Range<usize>> {
    let start = text.get(..bytes.start)?.chars().count();
    Some(start..start + text.get(bytes.clone())?.chars().count())
}
