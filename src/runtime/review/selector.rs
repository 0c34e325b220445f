//! How a range of an article is named in `briefing.json`: by its words, and by what stands around
//! them where the words stand more than once.

use std::ops::Range;

use crate::bundle::write::SelectorEntry;
use crate::text::anchor::{Haystack, TextQuote};
use crate::text::segment::{floor_boundary, next_grapheme};

/// Bytes of prefix and suffix that are tried, from none to the reach of the search for quotations.
/// Short ones are tried first: what a curator reads in the file should be words, not paragraphs.
const CONTEXT_BYTES: [usize; 4] = [0, 24, 48, 96];

/// Returns the selector by which exactly this range is found in the text, with as little around
/// the words as is needed.
#[must_use]
pub fn selector(text: &str, range: &Range<usize>) -> SelectorEntry {
    let exact = &text[range.clone()];
    let haystack = Haystack::new(text);
    let mut entry = SelectorEntry {
        exact: exact.to_owned(),
        ..SelectorEntry::default()
    };
    for bytes in CONTEXT_BYTES {
        let prefix = prefix(text, range.start, bytes);
        let suffix = suffix(text, range.end, bytes);
        let quote = TextQuote {
            exact,
            prefix,
            suffix,
        };
        entry.prefix = (!prefix.is_empty()).then(|| prefix.to_owned());
        entry.suffix = (!suffix.is_empty()).then(|| suffix.to_owned());
        let found = haystack.find(&quote, 0);
        if found.is_some_and(|found| found.range == *range && found.places == 1) {
            break;
        }
    }
    entry
}

/// Returns whole words before an offset, of the same paragraph.
fn prefix(text: &str, at: usize, bytes: usize) -> &str {
    let line = text[..at].rfind('\n').map_or(0, |n| n + 1);
    let from = floor_boundary(text, at.saturating_sub(bytes)).max(line);
    let before = &text[from..at];
    if from == line {
        return before;
    }
    // The first word may be cut.
    before.find(' ').map_or("", |n| &before[n + 1..])
}

/// Returns whole words behind an offset, of the same paragraph.
fn suffix(text: &str, at: usize, bytes: usize) -> &str {
    let line = text[at..].find('\n').map_or(text.len(), |n| at + n);
    let mut to = at;
    while to < line && to - at < bytes {
        to = next_grapheme(text, to);
    }
    let behind = &text[at..to.min(line)];
    if to >= line {
        return behind;
    }
    behind.rfind(' ').map_or("", |n| &behind[..n])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_stand_once_need_nothing_around_them() {
        let text = "It has no ties, he said.";
        let entry = selector(text, &(7..14));
        assert_eq!(entry.exact, "no ties");
        assert_eq!((entry.prefix, entry.suffix), (None, None));
    }

    #[test]
    fn words_that_stand_twice_are_told_apart() {
        let text = "The firm said no. Later, and to everyone's surprise, the minister said no.";
        let second = text.rfind("said no").unwrap_or_default();
        let range = second..second + 7;
        let entry = selector(text, &range);
        let haystack = Haystack::new(text);
        let quote = TextQuote {
            exact: &entry.exact,
            prefix: entry.prefix.as_deref().unwrap_or(""),
            suffix: entry.suffix.as_deref().unwrap_or(""),
        };
        assert_eq!(haystack.find(&quote, 0).map(|f| f.range), Some(range));
        assert!(entry.prefix.is_some());
    }
}
