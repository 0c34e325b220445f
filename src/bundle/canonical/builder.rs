//! Collects passages into a canonical text.

use crate::model::{InlineSpan, InlineStyle, Passage, PassageKind};
use crate::text::clean::{clean, is_clean};
use crate::text::segment::floor_boundary;
use std::ops::Range;

/// A canonical text in the making.
#[derive(Default)]
pub(crate) struct CanonicalBuilder {
    pub(crate) text: String,
    pub(crate) passages: Vec<Passage>,
    pub(crate) inlines: Vec<InlineSpan>,
}

impl CanonicalBuilder {
    /// Appends a passage that is clean and in one line; none where it is empty.
    pub(crate) fn push(&mut self, passage: &str, kind: PassageKind) -> usize {
        if !passage.is_empty() {
            if !self.text.is_empty() {
                self.text.push('\n');
            }
            let start = self.text.len();
            self.text.push_str(passage);
            self.passages.push(Passage {
                range: start..self.text.len(),
                kind,
            });
        }
        self.text.len() - passage.len()
    }

    /// Appends a passage of foreign text with its looks; each `Range` is bytes of `raw`.
    pub(crate) fn push_styled(
        &mut self,
        raw: &str,
        looks: Vec<(Range<usize>, InlineStyle)>,
        kind: PassageKind,
    ) {
        let mut cuts: Vec<usize> = looks.iter().flat_map(|(r, _)| [r.start, r.end]).collect();
        cuts.push(raw.len());
        cuts.sort_unstable();
        cuts.dedup();
        // Cleaned piece by piece, so that each cut is known in the cleaned text.
        let mut text = String::with_capacity(raw.len());
        let mut moved = Vec::with_capacity(cuts.len());
        let mut from = 0;
        for cut in &cuts {
            text.push_str(&clean(&raw[from..*cut]));
            moved.push(text.len());
            from = *cut;
        }
        // What came of a character reference may be a line end; a passage is one line.
        if text.contains('\n') {
            text = text.replace('\n', " ");
        }
        // Two clean pieces may still meet badly, as a letter and its accent do.
        if !is_clean(&text) {
            text = clean(&text);
        }
        let code = matches!(kind, PassageKind::Code);
        let trimmed = if code { text.trim_end() } else { text.trim() };
        let lead = text.len()
            - if code {
                text.len()
            } else {
                text.trim_start().len()
            };
        let start = self.push(trimmed, kind);
        let place = |at: usize| {
            let found = cuts.binary_search(&at).unwrap_or_else(|i| i);
            let moved = moved.get(found).copied().unwrap_or(text.len());
            floor_boundary(trimmed, moved.saturating_sub(lead).min(trimmed.len()))
        };
        for (range, style) in looks {
            let range = place(range.start)..place(range.end);
            if range.start < range.end {
                self.inlines.push(InlineSpan {
                    range: start + range.start..start + range.end,
                    style,
                });
            }
        }
    }
}
