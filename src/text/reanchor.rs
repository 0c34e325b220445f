//! Finds the place of kept words in a text that may have changed since. What
//! is not certain is said to be so: words that stand in two places alike, or
//! nowhere as they were, are never passed off as found.

use std::cmp::Reverse;
use std::ops::Range;

use super::anchor::{Haystack, MatchQuality, TextQuote};
use super::diff::similarity;
use super::fold::fold;
use super::segment;

/// Likeness of the surroundings (0 to 1) from which words that stand letter by
/// letter are taken for the same.
const MIN_CONTEXT_SIMILARITY: f64 = 0.5;
/// The same for short words, which stand everywhere.
const MIN_SHORT_CONTEXT_SIMILARITY: f64 = 0.7;
/// Words of a text below which they are short.
const MIN_LONG_WORDS: usize = 4;
/// How much better than the next place the best one must be.
const MIN_LEAD: f64 = 0.15;
/// Per cent from which a likeness is a place and not only a candidate.
const MIN_PLACED_PERCENT: u8 = 60;
/// Share of the words in a likeness; the rest are the surroundings.
const WORDS_WEIGHT: f64 = 0.75;

/// Words as they were kept, with where they stood.
#[derive(Clone, Debug)]
pub struct Anchor<'a> {
    /// The words.
    pub exact: &'a str,
    /// Up to 32 characters before them.
    pub prefix: &'a str,
    /// Up to 32 characters after them.
    pub suffix: &'a str,
    /// Bytes of the text they stood in.
    pub range: Range<usize>,
}

/// Where kept words stand now, in bytes of the text looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnchorStatus {
    /// Where they stood, letter by letter.
    Here(Range<usize>),
    /// Elsewhere, letter by letter, in the same surroundings.
    Moved(Range<usize>),
    /// Probably here: the words or their surroundings have changed, or they
    /// stand in several places alike. With the likeness of words and
    /// surroundings in per cent, 60 to 99.
    Approximate(Range<usize>, u8),
    /// Nowhere with any certainty. With the most similar stretch, if there is
    /// one, and its likeness in per cent.
    Unplaced(Option<(Range<usize>, u8)>),
}

impl AnchorStatus {
    /// Returns where the words are shown; nothing for those that are not placed.
    #[must_use]
    pub fn range(&self) -> Option<Range<usize>> {
        match self {
            AnchorStatus::Here(range)
            | AnchorStatus::Moved(range)
            | AnchorStatus::Approximate(range, _) => Some(range.clone()),
            AnchorStatus::Unplaced(_) => None,
        }
    }
}

/// Places kept words in a text: at their old position, if they stand there;
/// else where they stand letter by letter in their surroundings; else where
/// something most like them stands.
#[must_use]
pub fn reanchor(anchor: &Anchor, text: &str) -> AnchorStatus {
    reanchor_in(anchor, &Haystack::new(text))
}

/// As [`reanchor`], for many words of one text.
#[must_use]
pub fn reanchor_in(anchor: &Anchor, haystack: &Haystack) -> AnchorStatus {
    let text = haystack.text();
    if anchor.exact.is_empty() {
        return AnchorStatus::Unplaced(None);
    }
    if is_unmoved(anchor, text) {
        return AnchorStatus::Here(anchor.range.clone());
    }
    match exact_match(anchor, text) {
        Some(AnchorStatus::Moved(range)) if range == anchor.range => AnchorStatus::Here(range),
        Some(placed) => placed,
        None => approximate_match(anchor, haystack),
    }
}

/// Whether the words stand at their old position between the same
/// surroundings. In an unchanged text they do.
fn is_unmoved(anchor: &Anchor, text: &str) -> bool {
    let Range { start, end } = anchor.range;
    let same = |then: &str, whole: bool, now: bool| if then.is_empty() { whole } else { now };
    text.get(start..end) == Some(anchor.exact)
        && same(
            anchor.prefix,
            start == 0,
            text[..start].ends_with(anchor.prefix),
        )
        && same(
            anchor.suffix,
            end == text.len(),
            text[end..].starts_with(anchor.suffix),
        )
}

fn exact_match(anchor: &Anchor, text: &str) -> Option<AnchorStatus> {
    let mut places: Vec<(Range<usize>, f64)> = text
        .match_indices(anchor.exact)
        .map(|(at, words)| at..at + words.len())
        .filter(|range| is_cut_alike(anchor, text, range))
        .map(|range| {
            let alike = context_similarity(anchor, text, &range);
            (range, alike)
        })
        .collect();
    // The best surroundings first, then the nearest to the old position.
    places.sort_by(|(a, x), (b, y)| {
        y.total_cmp(x).then_with(|| {
            a.start
                .abs_diff(anchor.range.start)
                .cmp(&b.start.abs_diff(anchor.range.start))
        })
    });
    let (range, alike) = places.first()?.clone();
    let next = places.get(1).map_or(0.0, |(_, alike)| *alike);
    let short = segment::words(anchor.exact).len() < MIN_LONG_WORDS;
    let sure = if short {
        MIN_SHORT_CONTEXT_SIMILARITY
    } else {
        MIN_CONTEXT_SIMILARITY
    };
    if alike >= sure && alike >= next + MIN_LEAD {
        return Some(AnchorStatus::Moved(range));
    }
    // A short phrase in strange surroundings is some other phrase.
    if short && alike < MIN_CONTEXT_SIMILARITY {
        return None;
    }
    Some(AnchorStatus::Approximate(range, total_percent(100, alike)))
}

/// Finds the stretch most like the words: by their own wording, or else
/// between what stood before and after them.
fn approximate_match(anchor: &Anchor, haystack: &Haystack) -> AnchorStatus {
    let text = haystack.text();
    let quote = TextQuote {
        exact: anchor.exact,
        prefix: anchor.prefix,
        suffix: anchor.suffix,
    };
    let folded = haystack
        .find(&quote, 0)
        .filter(|found| found.quality == MatchQuality::Normalised)
        .map(|found| (found.range, 99));
    let nearest = haystack.nearest(&quote).map(|found| {
        let words = match found.quality {
            MatchQuality::Approximate(words) => words,
            MatchQuality::Exact | MatchQuality::Normalised => 99,
        };
        (found.range, words)
    });
    let gap = between_contexts(anchor, haystack).map(|range| {
        let words = similarity(anchor.exact, &text[range.clone()]);
        (range, words)
    });
    let best = [folded, nearest, gap]
        .into_iter()
        .flatten()
        .map(|(range, words)| {
            let whole = total_percent(words, context_similarity(anchor, text, &range));
            (range, whole)
        })
        .max_by_key(|(range, whole)| (*whole, Reverse(range.start)));
    match best {
        Some((range, percent)) if percent >= MIN_PLACED_PERCENT => {
            AnchorStatus::Approximate(range, percent)
        }
        candidate => AnchorStatus::Unplaced(candidate),
    }
}

/// Returns what stands between the former surroundings, where both still stand
/// once, in order and about as far apart as the words were long.
fn between_contexts(anchor: &Anchor, haystack: &Haystack) -> Option<Range<usize>> {
    let once = |words: &str| {
        let exact = words.trim();
        (exact.chars().count() >= 12)
            .then(|| {
                haystack.find(
                    &TextQuote {
                        exact,
                        ..TextQuote::default()
                    },
                    0,
                )
            })
            .flatten()
            .filter(|found| found.places == 1)
            .map(|found| found.range)
    };
    let (before, after) = (once(anchor.prefix)?, once(anchor.suffix)?);
    let gap = haystack.text().get(before.end..after.start)?;
    let range = before.end + gap.len() - gap.trim_start().len()
        ..after.start - (gap.len() - gap.trim_end().len());
    (range.start < range.end && range.len() <= 2 * anchor.exact.len() + 24).then_some(range)
}

/// Whether a place begins and ends within a word just where the kept words did.
fn is_cut_alike(anchor: &Anchor, text: &str, range: &Range<usize>) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let before = letter(text[..range.start].chars().next_back());
    let after = letter(text[range.end..].chars().next());
    let first = letter(anchor.exact.chars().next());
    let last = letter(anchor.exact.chars().next_back());
    (!first || before == letter(anchor.prefix.chars().next_back()))
        && (!last || after == letter(anchor.suffix.chars().next()))
}

/// Returns how alike the surroundings of a place are to the former ones, 0 to
/// 1: each side as far as it was kept, whatever the typography.
fn context_similarity(anchor: &Anchor, text: &str, range: &Range<usize>) -> f64 {
    let before: Vec<char> = text[..range.start]
        .chars()
        .rev()
        .take(anchor.prefix.chars().count().max(1))
        .collect();
    let before: String = before.into_iter().rev().collect();
    let after: String = text[range.end..]
        .chars()
        .take(anchor.suffix.chars().count().max(1))
        .collect();
    f64::midpoint(
        side_similarity(anchor.prefix, &before),
        side_similarity(anchor.suffix, &after),
    )
}

/// Compares one side. Where nothing was kept the text began or ended there:
/// that it does so now is as good as the same words.
fn side_similarity(then: &str, now: &str) -> f64 {
    if then.is_empty() {
        return if now.is_empty() { 1.0 } else { 0.5 };
    }
    strsim::normalized_levenshtein(&fold(then), &fold(now))
}

fn total_percent(words: u8, surroundings: f64) -> u8 {
    let whole = WORDS_WEIGHT * f64::from(words) + (1.0 - WORDS_WEIGHT) * 100.0 * surroundings;
    (whole as u8).min(99)
}

#[cfg(test)]
mod tests;
