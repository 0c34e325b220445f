//! The one routine that breaks text into rows. It serves measuring, drawing,
//! hit-testing, selecting and copying, so that they never disagree.

use std::iter::Peekable;
use std::ops::Range;

use unicode_linebreak::{BreakOpportunity, linebreaks};

use super::width::{Grapheme, graphemes};

/// Breaks a text of one paragraph into rows of at most `width` columns, at the
/// opportunities of UAX 14, between graphemes where a word is wider than a row.
/// The rows are byte ranges of `text`, in order, adjoining, covering it all
/// (blanks at a row's end belong to it and do not count for its width). An
/// empty text has one empty row. A width below 2 is taken as 2, so that a wide
/// grapheme always fits; one that is wider still has a row of its own. Line
/// feeds end a row.
#[must_use]
pub fn wrap(text: &str, width: usize) -> Vec<Range<usize>> {
    wrap_hanging(text, width, width)
}

/// As [`wrap`], with a narrower first row: `first` columns for the first,
/// `rest` for the others. Where the first word fits into one of the others but
/// not into the first, the first row is empty.
#[must_use]
pub fn wrap_hanging(text: &str, first: usize, rest: usize) -> Vec<Range<usize>> {
    let mut rows = RowBuilder {
        text,
        rest: rest.max(2),
        limit: first.max(2),
        done: Vec::new(),
        start: 0,
        taken: 0,
        word: 0,
        before_word: 0,
    };
    let mut breaks = linebreaks(text).peekable();
    for grapheme in graphemes(text) {
        match break_at(&mut breaks, grapheme.start) {
            Some(BreakOpportunity::Mandatory) => rows.end_row(grapheme.start),
            Some(BreakOpportunity::Allowed) => rows.allow_break(grapheme.start),
            None => {}
        }
        rows.add(grapheme);
    }
    rows.finish()
}

/// Returns the opportunity at an offset. Those before it, inside a grapheme,
/// are passed over.
fn break_at(
    breaks: &mut Peekable<impl Iterator<Item = (usize, BreakOpportunity)>>,
    offset: usize,
) -> Option<BreakOpportunity> {
    while breaks.next_if(|&(at, _)| at < offset).is_some() {}
    breaks
        .next_if(|&(at, _)| at == offset)
        .map(|(_, opportunity)| opportunity)
}

/// The rows made so far and the one being filled.
struct RowBuilder<'a> {
    text: &'a str,
    rest: usize,
    /// Columns of the row being filled.
    limit: usize,
    done: Vec<Range<usize>>,
    /// Where the row being filled starts.
    start: usize,
    /// Columns taken in it, blanks included.
    taken: usize,
    /// Where the word being read starts: the last opportunity to break. The
    /// start of the row as long as it has none.
    word: usize,
    /// Columns taken in the row before that word.
    before_word: usize,
}

impl RowBuilder<'_> {
    /// Notes an opportunity to break.
    fn allow_break(&mut self, offset: usize) {
        self.word = offset;
        self.before_word = self.taken;
    }

    /// Ends the row; the next one starts at `offset` with nothing in it.
    fn end_row(&mut self, offset: usize) {
        self.done.push(self.start..offset);
        self.start = offset;
        self.word = offset;
        self.limit = self.rest;
        self.taken = 0;
        self.before_word = 0;
    }

    fn add(&mut self, grapheme: Grapheme) {
        let overflows = self.taken + grapheme.width > self.limit;
        if overflows && !is_blank(&self.text[grapheme.start..grapheme.end]) {
            self.break_before_word(grapheme);
        }
        self.taken += grapheme.width;
    }

    /// Starts a new row for a grapheme that does not fit: before the word it
    /// belongs to, or before itself where the word is wider than a row.
    fn break_before_word(&mut self, grapheme: Grapheme) {
        let (word, carried) = (self.word, self.taken - self.before_word);
        let narrow_first = self.done.is_empty() && self.limit < self.rest;
        if word > self.start || (narrow_first && self.fits_below(word)) {
            self.end_row(word);
            if carried + grapheme.width <= self.limit {
                self.taken = carried;
                return;
            }
            // The word is wider than the new row too: fill rows with it.
            for piece in graphemes(&self.text[word..grapheme.start]) {
                self.fill(word + piece.start, piece.width);
            }
        }
        if grapheme.start > self.start && self.taken + grapheme.width > self.limit {
            self.end_row(grapheme.start);
        }
    }

    fn fill(&mut self, offset: usize, width: usize) {
        if offset > self.start && self.taken + width > self.limit {
            self.end_row(offset);
        }
        self.taken += width;
    }

    /// Tells whether the word at `offset` is no wider than one of the other rows.
    fn fits_below(&self, offset: usize) -> bool {
        let text = &self.text[offset..];
        let end = linebreaks(text).next().map_or(text.len(), |(at, _)| at);
        let mut taken = 0;
        for grapheme in graphemes(&text[..end]) {
            if is_blank(&text[grapheme.start..grapheme.end]) {
                continue;
            }
            taken += grapheme.width;
            if taken > self.rest {
                return false;
            }
        }
        true
    }

    fn finish(mut self) -> Vec<Range<usize>> {
        if self.done.is_empty() || self.start < self.text.len() {
            self.done.push(self.start..self.text.len());
        }
        self.done
    }
}

/// Tells whether a grapheme may hang over the end of a row unseen. Blanks that
/// glue (no-break space, figure space) may not.
fn is_blank(grapheme: &str) -> bool {
    grapheme.chars().all(|c| {
        (c.is_whitespace() || c.is_control()) && !matches!(c, '\u{A0}' | '\u{2007}' | '\u{202F}')
    })
}

#[cfg(test)]
mod tests;
