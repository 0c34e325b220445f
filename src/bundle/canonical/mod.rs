//! Makes the canonical text of an article, once: the text on which every
//! position is counted. Plain text and CommonMark come in, passages of cleaned
//! text in NFC come out, one line feed after each but the last.

use crate::bundle::hash::sha256_hex;
use crate::model::{CanonicalText, Passage, PassageKind};
use builder::CanonicalBuilder;

mod builder;
mod markdown;

mod plain;

/// How an article's file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SourceFormat {
    /// `.txt`
    Plain,
    /// `.md`
    CommonMark,
}

impl SourceFormat {
    /// Tells the format by the ending of a path.
    pub(crate) fn from_path(path: &str) -> Option<SourceFormat> {
        let (_, ending) = path.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "txt" => Some(SourceFormat::Plain),
            "md" => Some(SourceFormat::CommonMark),
            _ => None,
        }
    }
}

/// A canonical text, and what of the source did not get into it.
pub(crate) struct Canonicalized {
    pub(crate) canonical: CanonicalText,
    /// Byte of the source at which the first raw HTML was left out.
    pub(crate) first_raw_html: Option<usize>,
}

/// Makes the canonical text of an article's source and of the corrections
/// printed under it.
pub(crate) fn canonicalize(
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
pub(crate) fn paragraphs(text: &str) -> Vec<String> {
    let mut builder = CanonicalBuilder::default();
    plain::read(text, &PassageKind::Paragraph, &mut builder);
    let slice = |p: &Passage| builder.text[p.range.clone()].to_owned();
    builder.passages.iter().map(slice).collect()
}

#[cfg(test)]
mod tests;
