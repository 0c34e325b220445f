//! Makes the canonical text of an article, once: the text on which every
//! position is counted. Plain text and CommonMark come in, passages of cleaned
//! text in NFC come out, one line feed after each but the last.

mod markdown;
mod plain;

use std::ops::Range;

use super::hash::sha256_hex;
use crate::model::{CanonicalText, InlineSpan, InlineStyle, Passage, PassageKind};
use crate::text::clean::{clean, is_clean};
use crate::text::segment::floor_boundary;

/// How an article's file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SourceFormat {
    /// `.txt`
    Plain,
    /// `.md`
    CommonMark,
}

impl SourceFormat {
    /// Tells the format by the ending of a path.
    pub(super) fn from_path(path: &str) -> Option<SourceFormat> {
        let (_, ending) = path.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "txt" => Some(SourceFormat::Plain),
            "md" => Some(SourceFormat::CommonMark),
            _ => None,
        }
    }
}

/// A canonical text, and what of the source did not get into it.
pub(super) struct Canonicalized {
    pub(super) canonical: CanonicalText,
    /// Byte of the source at which the first raw HTML was left out.
    pub(super) first_raw_html: Option<usize>,
}

/// Makes the canonical text of an article's source and of the corrections
/// printed under it.
pub(super) fn canonicalize(
    source: &str,
    format: SourceFormat,
    corrections: &[&str],
) -> Canonicalized {
    let mut builder = CanonicalBuilder::default();
    let html = match format {
        SourceFormat::Plain => {
            plain::read(source, &PassageKind::Paragraph, &mut builder);
            None
        }
        SourceFormat::CommonMark => markdown::read(source, &mut builder),
    };
    let body_end = builder.text.len();
    for correction in corrections {
        plain::read(correction, &PassageKind::Correction, &mut builder);
    }
    Canonicalized {
        canonical: CanonicalText {
            hash: sha256_hex(builder.text.as_bytes()),
            text: builder.text,
            passages: builder.passages,
            inlines: builder.inlines,
            body_end,
        },
        first_raw_html: html,
    }
}

/// Returns the paragraphs of a text: cleaned, parted by blank lines, in one line each.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    let mut builder = CanonicalBuilder::default();
    plain::read(text, &PassageKind::Paragraph, &mut builder);
    let slice = |p: &Passage| builder.text[p.range.clone()].to_owned();
    builder.passages.iter().map(slice).collect()
}

/// A canonical text in the making.
#[derive(Default)]
struct CanonicalBuilder {
    text: String,
    passages: Vec<Passage>,
    inlines: Vec<InlineSpan>,
}

impl CanonicalBuilder {
    /// Appends a passage that is clean and in one line; none where it is empty.
    fn push(&mut self, passage: &str, kind: PassageKind) -> usize {
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
    fn push_styled(
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

#[cfg(test)]
mod tests;
