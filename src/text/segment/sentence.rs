//! Sentences: the boundaries of UAX 29, less those that are none to a reader.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::abbreviation::{DotKind, dot_kind, goes_on};

/// Returns the sentences of a passage, in order, without the blanks between.
pub(super) fn sentences(passage: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, piece) in passage.split_sentence_bound_indices() {
        let mut piece = trimmed(passage, at..at + piece.len());
        if let Some(last) = found.last_mut() {
            let gap = &passage[last.end..piece.start];
            if !gap.contains('\n') {
                // A closing mark set apart by a blank still closes.
                let closing = closing_marks(&passage[piece.clone()], &passage[last.clone()]);
                if closing > 0 {
                    last.end = piece.start + closing;
                    piece = trimmed(passage, last.end..piece.end);
                }
                if joins(&passage[last.clone()], &passage[piece.clone()]) {
                    last.end = last.end.max(piece.end);
                    continue;
                }
            }
        }
        if !piece.is_empty() {
            found.push(piece);
        }
    }
    found
}

/// Tells whether two pieces are one sentence.
fn joins(last: &str, next: &str) -> bool {
    if next.is_empty() || !next.contains(char::is_alphanumeric) {
        return true;
    }
    let dot = dot_kind(last);
    if dot != DotKind::Ends {
        return goes_on(dot, next);
    }
    // "“Is it so?” he asked." is one sentence, and so is "Yahoo! said".
    last.ends_with(['?', '!', '”', '"', '’', '\'', '»', '…', ')'])
        && next.starts_with(char::is_lowercase)
}

/// Returns how many bytes at the start of a piece are marks that close a
/// quotation of the sentence before.
fn closing_marks(piece: &str, last: &str) -> usize {
    let marks = piece.len() - piece.trim_start_matches(['”', '’', '"', '»']).len();
    let after = piece[marks..].chars().next();
    if marks == 0 || !after.is_none_or(|c| c.is_whitespace() || c == ',') {
        return 0;
    }
    let straight = piece[..marks].contains('"');
    if straight && last.matches('"').count().is_multiple_of(2) {
        return 0;
    }
    marks
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = &text[range.clone()];
    let start = range.start + (inner.len() - inner.trim_start().len());
    start..start + inner.trim().len()
}
