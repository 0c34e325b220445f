//! The folded shadow of a text: what is left when case, accents, the shapes of
//! quotation marks and dashes, ligatures, soft hyphens and the kinds of blank
//! do not count; with a map back to the bytes of the original.

use std::ops::Range;

pub(super) mod table;

use super::segment::floor_boundary;
use table::FoldAction;

/// A text as search and anchoring see it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// The folded text: lower case without diacritics, straight quotation
    /// marks, hyphen-minus for every dash, one blank for every run of white
    /// space (line feeds too).
    pub text: String,
    /// The stretches of the folded text, adjoining and in order.
    segments: Vec<FoldSegment>,
}

/// A stretch of the folded text and what it was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct FoldSegment {
    /// Where it starts in the folded text, in bytes. It ends where the next
    /// one starts.
    folded: u32,
    /// Where it starts in the original.
    start: u32,
    /// Where it ends in the original.
    end: u32,
    kind: FoldSegmentKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FoldSegmentKind {
    /// Character for character, each as long as its original.
    CharByChar,
    /// One or more characters made from one piece of the original.
    Opaque,
}

impl Folded {
    /// Folds a text.
    #[must_use]
    pub fn new(original: &str) -> Folded {
        let mut folded = Folded {
            text: String::with_capacity(original.len()),
            segments: Vec::new(),
        };
        for (at, c) in original.char_indices() {
            folded.push(c, at, at + c.len_utf8());
        }
        folded
    }

    /// Returns the bytes of the original from which a byte range of the folded
    /// text was made. Both ends are character boundaries of the original. A
    /// range that cuts a character of the folded text is widened to hold it.
    #[must_use]
    pub fn to_original(&self, range: Range<usize>) -> Range<usize> {
        let start = floor_boundary(&self.text, range.start);
        let end = ceil_boundary(&self.text, range.end.max(start));
        if start == end {
            let at = self.start_of(start);
            return at..at;
        }
        self.start_of(start)..self.end_of(end)
    }

    /// Returns where the original of the character at a folded offset starts.
    fn start_of(&self, folded: usize) -> usize {
        let after = self
            .segments
            .partition_point(|s| s.folded as usize <= folded);
        let Some(stretch) = after.checked_sub(1).map(|at| self.segments[at]) else {
            return 0;
        };
        if folded >= self.text.len() {
            return stretch.end as usize;
        }
        match stretch.kind {
            FoldSegmentKind::CharByChar => {
                stretch.start as usize + (folded - stretch.folded as usize)
            }
            FoldSegmentKind::Opaque => stretch.start as usize,
        }
    }

    /// Returns where the original of the character before a folded offset ends.
    fn end_of(&self, folded: usize) -> usize {
        let after = self
            .segments
            .partition_point(|s| (s.folded as usize) < folded);
        let Some(stretch) = after.checked_sub(1).map(|at| self.segments[at]) else {
            return 0;
        };
        match stretch.kind {
            FoldSegmentKind::CharByChar => {
                stretch.start as usize + (folded - stretch.folded as usize)
            }
            FoldSegmentKind::Opaque => stretch.end as usize,
        }
    }

    /// Takes in one character of the original, which stands at `start..end`.
    fn push(&mut self, c: char, start: usize, end: usize) {
        if c.is_ascii() && !c.is_ascii_whitespace() && c != '\u{B}' {
            self.push_mapped(c.to_ascii_lowercase(), start, end);
            return;
        }
        match table::fold_action(c) {
            FoldAction::Blank => self.push_blank(c, start, end),
            FoldAction::Dropped => self.extend_last(end),
            FoldAction::Mark(mark) => self.push_mark(mark, start, end),
            FoldAction::Letter(letter) if letter.len_utf8() == end - start => {
                self.push_mapped(letter, start, end);
            }
            FoldAction::Letter(letter) => {
                self.push_opaque(start, end);
                self.text.push(letter);
            }
            FoldAction::Letters => {
                let mut letters = String::new();
                table::push_expansion(c, &mut letters);
                if letters.is_empty() {
                    self.extend_last(end);
                    return;
                }
                self.push_opaque(start, end);
                self.text.push_str(&letters);
            }
        }
    }

    fn push_mapped(&mut self, letter: char, start: usize, end: usize) {
        match self.segments.last_mut() {
            Some(last)
                if last.kind == FoldSegmentKind::CharByChar && last.end as usize == start =>
            {
                last.end = offset_u32(end);
            }
            _ => self.begin_segment(FoldSegmentKind::CharByChar, start, end),
        }
        self.text.push(letter);
    }

    fn push_opaque(&mut self, start: usize, end: usize) {
        self.begin_segment(FoldSegmentKind::Opaque, start, end);
    }

    fn begin_segment(&mut self, kind: FoldSegmentKind, start: usize, end: usize) {
        self.segments.push(FoldSegment {
            folded: offset_u32(self.text.len()),
            start: offset_u32(start),
            end: offset_u32(end),
            kind,
        });
    }

    /// Takes in a blank; after another one it only makes that one wider.
    fn push_blank(&mut self, c: char, start: usize, end: usize) {
        if self.text.ends_with(' ') {
            self.extend_last(end);
        } else if c.len_utf8() == 1 {
            self.push_mapped(' ', start, end);
        } else {
            self.push_opaque(start, end);
            self.text.push(' ');
        }
    }

    /// Takes in a mark that some letters keep as a part of them.
    fn push_mark(&mut self, mark: char, start: usize, end: usize) {
        let composed = self
            .text
            .chars()
            .next_back()
            .and_then(|last| Some((last, table::compose(last, mark)?)));
        match composed {
            Some((last, composed)) => {
                self.extend_last(end);
                self.text.truncate(self.text.len() - last.len_utf8());
                self.text.push(composed);
            }
            None if table::is_dropped_mark(mark) => self.extend_last(end),
            None => {
                self.push_opaque(start, end);
                self.text.push(mark);
            }
        }
    }

    /// Lets the last character of the folded text stand for the original up to
    /// `end`, so that what is dropped behind a letter goes with it.
    fn extend_last(&mut self, end: usize) {
        let (Some(last), Some(stretch)) = (self.text.chars().next_back(), self.segments.last_mut())
        else {
            return;
        };
        let folded = self.text.len() - last.len_utf8();
        if stretch.kind == FoldSegmentKind::CharByChar && stretch.folded as usize != folded {
            let start = stretch.end as usize - last.len_utf8();
            stretch.end = offset_u32(start);
            self.segments.push(FoldSegment {
                folded: offset_u32(folded),
                start: offset_u32(start),
                end: offset_u32(end),
                kind: FoldSegmentKind::Opaque,
            });
        } else {
            stretch.kind = FoldSegmentKind::Opaque;
            stretch.end = offset_u32(end);
        }
    }
}

/// Folds a text without a map back.
#[must_use]
pub fn fold(original: &str) -> String {
    if original.bytes().all(|byte| byte.is_ascii_graphic()) {
        return original.to_ascii_lowercase();
    }
    Folded::new(original).text
}

/// No text of more than 4 GiB is ever loaded.
fn offset_u32(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// Moves an offset up to the nearest character boundary.
fn ceil_boundary(text: &str, offset: usize) -> usize {
    let floor = floor_boundary(text, offset);
    if floor < offset {
        let next = text[floor..].chars().next();
        floor + next.map_or(0, char::len_utf8)
    } else {
        floor
    }
}

#[cfg(test)]
mod tests;
