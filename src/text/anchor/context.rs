//! Which of several places is meant: by what stands around it.

use std::ops::Range;

use super::{MatchQuality, QuoteMatch, TextQuote};
use crate::text::fold::fold;
use crate::text::script::is_unspaced;

/// Characters of prefix and suffix that are looked at.
const MAX_CONTEXT_CHARS: usize = 128;

/// What stands around a quotation, folded and without the blanks and marks
/// next to it.
pub(super) struct QuoteContext {
    prefix: String,
    suffix: String,
}

impl QuoteContext {
    pub(super) fn new(quote: &TextQuote) -> QuoteContext {
        let prefix = text_before(quote.prefix, quote.prefix.len());
        let suffix = text_after(quote.suffix, 0);
        QuoteContext { prefix, suffix }
    }

    /// Chooses among places: whole words first, then the best surroundings,
    /// then the first at or behind `after`, then the first.
    pub(super) fn best(
        &self,
        text: &str,
        places: impl Iterator<Item = Range<usize>>,
        after: usize,
        fit: MatchQuality,
    ) -> Option<QuoteMatch> {
        let mut best: Option<(bool, usize)> = None;
        let mut chosen: Option<Range<usize>> = None;
        let mut count = 0;
        for range in places {
            let score = (
                is_at_word_boundaries(text, &range),
                self.score(text, &range),
            );
            if best.is_none_or(|best| score > best) {
                best = Some(score);
                chosen = Some(range);
                count = 1;
            } else if best == Some(score) {
                count += 1;
                let early = chosen.as_ref().is_some_and(|chosen| chosen.start < after);
                if early && range.start >= after {
                    chosen = Some(range);
                }
            }
        }
        chosen.map(|range| QuoteMatch {
            range,
            quality: fit,
            places: count,
        })
    }

    /// Returns how much of prefix and suffix stands around a place, in bytes of
    /// whole words.
    pub(super) fn score(&self, text: &str, place: &Range<usize>) -> usize {
        let mut score = 0;
        if !self.prefix.is_empty() {
            let before = text_before(text, place.start);
            let backwards = |text: &str| text.chars().rev().collect::<String>();
            score += common_prefix_len(&backwards(&self.prefix), &backwards(&before));
        }
        if !self.suffix.is_empty() {
            score += common_prefix_len(&self.suffix, &text_after(text, place.end));
        }
        score
    }
}

/// Returns how many bytes two texts have in common at their beginning, whole
/// words only, unless all of `wanted` is there.
fn common_prefix_len(wanted: &str, found: &str) -> usize {
    let shared = wanted
        .chars()
        .zip(found.chars())
        .take_while(|(a, b)| a == b)
        .map(|(a, _)| a.len_utf8())
        .sum();
    if shared == wanted.len() {
        return shared;
    }
    let next = wanted[shared..].chars().next();
    if next.is_some_and(|c| !c.is_alphanumeric()) || found.len() == shared {
        return shared;
    }
    wanted[..shared]
        .char_indices()
        .rev()
        .find(|&(_, c)| !c.is_alphanumeric() || is_unspaced(c))
        .map_or(0, |(at, c)| at + c.len_utf8())
}

/// Returns what stands before an offset, folded.
fn text_before(text: &str, offset: usize) -> String {
    let start = text[..offset]
        .char_indices()
        .rev()
        .take(MAX_CONTEXT_CHARS)
        .last()
        .map_or(offset, |(at, _)| at);
    fold(&text[start..offset])
        .trim_end_matches(is_separator)
        .to_owned()
}

/// Returns what stands behind an offset, folded.
fn text_after(text: &str, offset: usize) -> String {
    let end = text[offset..]
        .char_indices()
        .nth(MAX_CONTEXT_CHARS)
        .map_or(text.len(), |(at, _)| offset + at);
    fold(&text[offset..end])
        .trim_start_matches(is_separator)
        .to_owned()
}

/// What may stand between a quotation and its surroundings without belonging to
/// either.
fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '"' | '\'')
}

/// Tells whether a place neither starts nor ends inside a word.
fn is_at_word_boundaries(text: &str, place: &Range<usize>) -> bool {
    let inside = |offset: usize| {
        let before = text[..offset].chars().next_back();
        let behind = text[offset..].chars().next();
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_unspaced(c));
        letter(before) && letter(behind)
    };
    !inside(place.start) && !inside(place.end)
}
