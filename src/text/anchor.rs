//! Finds quoted words in a text again: letter by letter, then up to folding,
//! then approximately.

use std::ops::Range;
use std::sync::OnceLock;

use super::fold::{Folded, fold};

mod context;
mod nearest;
mod occurrences;

use context::QuoteContext;
use nearest::NumberedWords;
use occurrences::occurrences;

/// The words to find and what stands around them (W3C Web Annotation
/// `TextQuoteSelector`).
#[derive(Clone, Copy, Debug, Default)]
pub struct TextQuote<'a> {
    /// The words.
    pub exact: &'a str,
    /// What stands before them, if known.
    pub prefix: &'a str,
    /// What stands behind them, if known.
    pub suffix: &'a str,
}

/// Where a quotation was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteMatch {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// How well.
    pub quality: MatchQuality,
    /// In how many places the words stand equally well, this one included;
    /// more than one where neither prefix nor suffix singles one out.
    pub places: usize,
}

/// How well a quotation was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatchQuality {
    /// Letter by letter.
    Exact,
    /// Up to case, quotation marks, dashes, blanks and accents.
    Normalised,
    /// Similar, with the likeness of the words in per cent (below 100).
    Approximate(u8),
}

/// A text made ready for many searches.
#[derive(Clone, Debug)]
pub struct Haystack<'a> {
    text: &'a str,
    folded: OnceLock<Folded>,
    tokens: OnceLock<NumberedWords>,
}

impl<'a> Haystack<'a> {
    /// Makes a text ready. The text is folded when the first quotation is not
    /// found letter by letter, and split into words when the first one is
    /// looked for approximately; each once.
    #[must_use]
    pub fn new(text: &'a str) -> Haystack<'a> {
        Haystack {
            text,
            folded: OnceLock::new(),
            tokens: OnceLock::new(),
        }
    }

    /// Returns the text.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Finds a quotation, the best place first: exact before normalised, and
    /// among equals the one whose surroundings fit prefix and suffix best, then the
    /// first at or behind `after`, then the first of all. Places where the words
    /// stand inside longer words count only if there are no others.
    #[must_use]
    pub fn find(&self, quote: &TextQuote, after: usize) -> Option<QuoteMatch> {
        let context = QuoteContext::new(quote);
        if quote.exact.is_empty() {
            return None;
        }
        let exact = occurrences(self.text, quote.exact);
        context
            .best(self.text, exact, after, MatchQuality::Exact)
            .or_else(|| self.find_folded(quote, &context, after))
    }

    fn find_folded(
        &self,
        quote: &TextQuote,
        context: &QuoteContext,
        after: usize,
    ) -> Option<QuoteMatch> {
        let needle = fold(quote.exact);
        let needle = needle.trim_matches(' ');
        if needle.is_empty() {
            return None;
        }
        let folded = self.folded.get_or_init(|| Folded::new(self.text));
        let places = occurrences(&folded.text, needle).map(|place| folded.to_original(place));
        context.best(self.text, places, after, MatchQuality::Normalised)
    }

    /// Finds the stretch most like a quotation, with at least half of its words;
    /// the nearest passage for an error message, the candidate for a lost bookmark.
    /// The fit is always approximate, 99 per cent where all words are there.
    #[must_use]
    pub fn nearest(&self, quote: &TextQuote) -> Option<QuoteMatch> {
        let tokens = self.tokens.get_or_init(|| NumberedWords::new(self.text));
        nearest::nearest(self.text, tokens, quote)
    }
}

#[cfg(test)]
mod tests;
