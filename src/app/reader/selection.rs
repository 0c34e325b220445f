//! What a selection in an article is, and what it leaves out of its sentences.

use std::ops::Range;

use crate::model::Article;
use crate::text::context::{DroppedQualifier, find_dropped_qualifiers};
use crate::text::segment::sentences;

/// A selection that runs from here to the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextSelection {
    /// Where it began, in bytes.
    pub start: usize,
    /// The end of the unit at which it began.
    pub end: usize,
    /// What it grows by.
    pub unit: SelectionUnit,
}

/// What a selection grows by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelectionUnit {
    /// Words.
    Word,
    /// Sentences.
    Sentence,
}

/// Returns the words that a range of an article leaves out of its own sentences and that
/// change their meaning, each with how it does.
#[must_use]
pub fn dropped_qualifiers(article: &Article, range: &Range<usize>) -> Vec<DroppedQualifier> {
    let text = &article.text;
    let mut found = Vec::new();
    for passage in &text.passages {
        if passage.range.start >= range.end || passage.range.end <= range.start {
            continue;
        }
        let base = passage.range.start;
        for sentence in sentences(text.slice(&passage.range)) {
            let (start, end) = (base + sentence.start, base + sentence.end);
            let from = range.start.clamp(start, end) - start;
            let to = range.end.clamp(start, end) - start;
            let words = text.slice(&(start..end));
            found.extend(find_dropped_qualifiers(words, from..to, &article.language));
        }
    }
    found
}
