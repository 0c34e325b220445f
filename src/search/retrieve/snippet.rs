//! Which part of a long passage is shown: whole sentences around the densest
//! part, or, of a sentence that is too long itself, the words around it.

use std::ops::Range;

use crate::search::query::matcher::{Match, QueryTerms};
use crate::text::segment;
use crate::text::words::AnalyzedWord;

/// Bytes that are shown at most, the dots apart.
const MAX_SNIPPET_BYTES: usize = 300;
/// Bytes shown before the first mark where a sentence is cut.
const LEAD_BYTES: usize = 60;

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Snippet {
    /// Bytes of the text, on word boundaries.
    pub range: Range<usize>,
    /// Whether its first sentence is cut.
    pub cut_before: bool,
    /// Whether its last sentence is cut.
    pub cut_behind: bool,
}

impl Snippet {
    /// Returns the part with dots where a sentence is cut, and the marks in it.
    pub fn apply(&self, text: &str, marks: &[Range<usize>]) -> (String, Vec<Range<usize>>) {
        let mut shown = String::new();
        if self.cut_before {
            shown.push_str("… ");
        }
        let shift = shown.len();
        shown.push_str(text.get(self.range.clone()).unwrap_or_default());
        if self.cut_behind {
            shown.push_str(" …");
        }
        let marks = marks
            .iter()
            .filter_map(|mark| {
                let start = mark.start.max(self.range.start);
                let end = mark.end.min(self.range.end);
                (start < end)
                    .then(|| start - self.range.start + shift..end - self.range.start + shift)
            })
            .collect();
        (shown, marks)
    }
}

/// Chooses the part of a text that is shown.
pub(crate) fn snippet(
    text: &str,
    words: &[AnalyzedWord],
    terms: &QueryTerms,
    matches: &[Match],
) -> Snippet {
    if text.len() <= MAX_SNIPPET_BYTES {
        return Snippet {
            range: 0..text.len(),
            cut_before: false,
            cut_behind: false,
        };
    }
    let value = |range: &Range<usize>| {
        let mut credits = vec![0.0f32; terms.words.len()];
        let mut count = 0.0;
        for m in matches {
            let word = &words[m.at].range;
            if range.start <= word.start && word.end <= range.end {
                credits[m.term] = credits[m.term].max(m.quality * terms.words[m.term].weight);
                count += 1.0;
            }
        }
        credits.iter().sum::<f32>() + 0.01 * count
    };
    let sentences = segment::sentences(text);
    let mut best: Option<(f32, Range<usize>)> = None;
    for (i, first) in sentences.iter().enumerate() {
        let range = sentences[i..]
            .iter()
            .take_while(|s| s.end - first.start <= MAX_SNIPPET_BYTES)
            .last()
            .map_or(first.clone(), |last| first.start..last.end);
        let value = value(&range);
        // Of equals the last: it begins with the first sentence that matters.
        if best
            .as_ref()
            .is_none_or(|(v, _)| value >= *v && value > 0.0)
        {
            best = Some((value, range));
        }
    }
    let sentence = best.map_or(0..text.len(), |(_, range)| range);
    if sentence.len() <= MAX_SNIPPET_BYTES {
        return Snippet {
            range: sentence,
            cut_before: false,
            cut_behind: false,
        };
    }
    cut_sentence(text, &sentence, words, matches, value)
}

/// Chooses the words of a long sentence that are shown.
fn cut_sentence(
    text: &str,
    sentence: &Range<usize>,
    words: &[AnalyzedWord],
    matches: &[Match],
    value: impl Fn(&Range<usize>) -> f32,
) -> Snippet {
    let inside = |w: &&AnalyzedWord| sentence.start <= w.range.start && w.range.end <= sentence.end;
    let window = |from: usize| {
        let start = words
            .iter()
            .filter(inside)
            .map(|w| w.range.start)
            .find(|start| start + LEAD_BYTES >= from)
            .unwrap_or(sentence.start);
        let start = if from <= sentence.start + LEAD_BYTES {
            sentence.start
        } else {
            start
        };
        let end = words
            .iter()
            .filter(inside)
            .map(|w| w.range.end)
            .take_while(|end| *end <= start + MAX_SNIPPET_BYTES)
            .last()
            .filter(|end| *end > start)
            // A word without end is cut as well.
            .unwrap_or_else(|| {
                let end = segment::floor_boundary(text, start + MAX_SNIPPET_BYTES);
                segment::previous_grapheme(text, end)
            });
        let end = if sentence.end <= start + MAX_SNIPPET_BYTES {
            sentence.end
        } else {
            end
        };
        start..end
    };
    let mut best: Option<(f32, Range<usize>)> = None;
    let begins = matches
        .iter()
        .map(|m| &words[m.at])
        .filter(inside)
        .map(|w| w.range.start)
        .chain([sentence.start]);
    for begin in begins {
        let range = window(begin);
        let value = value(&range);
        if best.as_ref().is_none_or(|(v, _)| value > *v) {
            best = Some((value, range));
        }
    }
    let range = best.map_or(sentence.clone(), |(_, range)| range);
    Snippet {
        cut_before: range.start > sentence.start,
        cut_behind: range.end < sentence.end,
        range,
    }
}
