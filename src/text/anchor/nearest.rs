//! Finds the stretch of a text whose words are most like those of a quotation.

use std::collections::HashMap;
use std::ops::Range;

use similar::DiffOp;

use super::context::QuoteContext;
use super::{MatchQuality, QuoteMatch, TextQuote};
use crate::text::diff::{diff_numbers, similarity, tokens};

/// Windows that are looked at closely.
const MAX_WINDOWS: usize = 12;

/// Runs of common words up to which every choice of first and last is tried.
const MAX_RUNS: usize = 200;

/// The words of a text, numbered.
#[derive(Clone, Debug)]
pub(super) struct NumberedWords {
    ranges: Vec<Range<usize>>,
    ids: Vec<u32>,
    known: HashMap<String, u32>,
    /// How often each word stands in the text, by its number.
    counts: Vec<u32>,
}

impl NumberedWords {
    pub(super) fn new(text: &str) -> NumberedWords {
        let mut made = NumberedWords {
            ranges: Vec::new(),
            ids: Vec::new(),
            known: HashMap::new(),
            counts: Vec::new(),
        };
        for (range, word) in tokens(text) {
            let next = u32::try_from(made.counts.len()).unwrap_or(u32::MAX);
            let id = *made.known.entry(word).or_insert(next);
            if id == next {
                made.counts.push(0);
            }
            made.counts[id as usize] += 1;
            made.ranges.push(range);
            made.ids.push(id);
        }
        made
    }

    /// Numbers the words of a quotation; those that the text does not have get
    /// a number that no word has.
    fn number_words(&self, quote: &str) -> Vec<u32> {
        tokens(quote)
            .into_iter()
            .map(|(_, word)| self.known.get(&word).copied().unwrap_or(u32::MAX))
            .collect()
    }

    /// Returns the weight of a word: rare words tell more about a place.
    fn weight(&self, id: u32) -> u32 {
        let count = self.counts.get(id as usize).copied().unwrap_or(1);
        1 + 16 / (1 + count.ilog2().min(15))
    }
}

/// Finds the stretch most like a quotation, if it has half of its words.
pub(super) fn nearest(text: &str, tokens: &NumberedWords, quote: &TextQuote) -> Option<QuoteMatch> {
    let wanted = tokens.number_words(quote.exact);
    if wanted.is_empty() || tokens.ids.is_empty() {
        return None;
    }
    let context = QuoteContext::new(quote);
    let mut found: Vec<(Range<usize>, u8, usize)> = Vec::new();
    for start in candidate_windows(tokens, &wanted) {
        let margin = wanted.len() / 2 + 2;
        let region =
            start.saturating_sub(margin)..(start + wanted.len() + margin).min(tokens.ids.len());
        let Some(held) = align(&wanted, &tokens.ids[region.clone()]) else {
            continue;
        };
        let range = tokens.ranges[region.start + held.start].start
            ..tokens.ranges[region.start + held.end - 1].end;
        let likeness = similarity(quote.exact, &text[range.clone()]).min(99);
        if likeness >= 50 && found.iter().all(|(other, ..)| *other != range) {
            let score = context.score(text, &range);
            found.push((range, likeness, score));
        }
    }
    let rank = |&(_, likeness, score): &(Range<usize>, u8, usize)| (likeness, score);
    let best = found.iter().map(rank).max()?;
    let places = found.iter().filter(|place| rank(place) == best).count();
    let (range, likeness, _) = found
        .into_iter()
        .filter(|place| rank(place) == best)
        .min_by_key(|(range, ..)| range.start)?;
    Some(QuoteMatch {
        range,
        quality: MatchQuality::Approximate(likeness),
        places,
    })
}

/// Returns where the windows of the quotation's length start that share most
/// words with it, the best first, no two of them overlapping much.
fn candidate_windows(tokens: &NumberedWords, wanted: &[u32]) -> Vec<usize> {
    let mut missing: HashMap<u32, i64> = HashMap::new();
    for &id in wanted {
        *missing.entry(id).or_default() += 1;
    }
    let least = wanted.len().div_ceil(2);
    let (mut shared, mut weight) = (0_usize, 0_u32);
    let mut tops: Vec<(u32, usize)> = Vec::new();
    for (at, &id) in tokens.ids.iter().enumerate() {
        if let Some(left) = missing.get_mut(&id) {
            if *left > 0 {
                shared += 1;
                weight += tokens.weight(id);
            }
            *left -= 1;
        }
        let start = (at + 1).saturating_sub(wanted.len());
        // A window may stretch: words left out or put in move the others.
        if 3 * shared >= least {
            // Of windows that share the same words, the one that begins and
            // ends as the quotation does is the one that holds it.
            let begins = u32::from(wanted.first() == Some(&tokens.ids[start]));
            let ends = u32::from(wanted.last() == Some(&id));
            insert_window(&mut tops, weight + 4 * (begins + ends), start, wanted.len());
        }
        if at + 1 >= wanted.len()
            && let Some(left) = missing.get_mut(&tokens.ids[start])
        {
            *left += 1;
            if *left > 0 {
                shared -= 1;
                weight -= tokens.weight(tokens.ids[start]);
            }
        }
    }
    tops.sort_by_key(|&(weight, start)| (std::cmp::Reverse(weight), start));
    tops.into_iter().map(|(_, start)| start).collect()
}

/// Keeps a window among the best ones; of those near each other only the best.
fn insert_window(tops: &mut Vec<(u32, usize)>, weight: u32, start: usize, length: usize) {
    let near = tops
        .iter()
        .position(|&(_, other)| start - other.min(start) < length.div_ceil(2));
    if let Some(near) = near {
        if weight > tops[near].0 {
            tops[near] = (weight, start);
        }
        return;
    }
    if tops.len() < MAX_WINDOWS {
        tops.push((weight, start));
        return;
    }
    let worst = tops.iter_mut().min_by_key(|(weight, _)| *weight);
    if let Some(worst) = worst.filter(|worst| worst.0 < weight) {
        *worst = (weight, start);
    }
}

/// Aligns the words of a quotation with a region of the text and returns the
/// part of the region most like them.
fn align(wanted: &[u32], region: &[u32]) -> Option<Range<usize>> {
    let runs: Vec<Range<usize>> = diff_numbers(wanted, region)
        .into_iter()
        .filter_map(|op| match op {
            DiffOp::Equal { new_index, len, .. } if len > 0 => Some(new_index..new_index + len),
            _ => None,
        })
        .collect();
    let (first, last) = (runs.first()?, runs.last()?);
    if runs.len() > MAX_RUNS {
        return Some(first.start..last.end);
    }
    let mut best: Option<(f64, Range<usize>)> = None;
    for (at, first) in runs.iter().enumerate() {
        let mut same = 0;
        for last in &runs[at..] {
            same += last.len();
            let held = first.start..last.end;
            let ratio = 2.0 * same as f64 / (wanted.len() + held.len()) as f64;
            if best.as_ref().is_none_or(|(best, _)| ratio > *best) {
                best = Some((ratio, held));
            }
        }
    }
    best.map(|(_, held)| held)
}
