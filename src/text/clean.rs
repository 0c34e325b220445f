//! Makes foreign text harmless: what comes out may be drawn, printed and
//! stored. Done once, while loading, before any offset is counted.

use unicode_normalization::{UnicodeNormalization, is_nfc};
use unicode_segmentation::UnicodeSegmentation;

mod strip;

/// How many code points may make one grapheme.
const MAX_GRAPHEME_CHARS: usize = 8;

/// Cleans running text. CRLF and CR read as LF, as do the other line and
/// paragraph separators; a leading BOM goes; tabs become four blanks; control
/// characters and escape sequences (CSI, OSC, DCS and their bodies, at most to
/// the end of the line), bidirectional controls, invisible and tag characters,
/// soft hyphens, variation selectors 15 and 16 go; joiners go at the start of a
/// line; no more than 8 code points make one grapheme; the rest is normalised
/// to NFC. Line feeds stay. Cleaning what is clean changes nothing.
#[must_use]
pub fn clean(raw: &str) -> String {
    if is_plain(raw) {
        return raw.to_owned();
    }
    let mut text = strip::strip(raw);
    // What is cut from one grapheme may let its neighbours join, and what stood
    // apart may now compose: settle.
    while !is_stable(&text) {
        text = cut_graphemes(&text.nfc().collect::<String>());
    }
    text
}

/// Cleans a name, a title or any other text of one line: as [`clean`], and
/// every run of white space becomes one blank, none at the ends.
#[must_use]
pub fn clean_line(raw: &str) -> String {
    let mut line = clean(raw);
    loop {
        let mut words = line.split_whitespace();
        let mut joined = words.next().unwrap_or_default().to_owned();
        for word in words {
            joined.push(' ');
            joined.push_str(word);
        }
        // Without its blanks a line may start with a joiner.
        let next = clean(&joined);
        if next == line {
            return line;
        }
        line = next;
    }
}

/// Tells whether a text holds nothing that [`clean`] would take out (line
/// feeds are allowed): what the view asserts before it draws.
#[must_use]
pub fn is_clean(text: &str) -> bool {
    is_plain(text) || (strip::is_stripped(text) && is_stable(text))
}

fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n'))
}

fn is_stable(text: &str) -> bool {
    is_nfc(text)
        && long_graphemes(text).all(|cluster| cluster.chars().count() <= MAX_GRAPHEME_CHARS)
}

/// The graphemes that are long enough to be in question, and some others.
fn long_graphemes(text: &str) -> impl Iterator<Item = &str> {
    super::width::graphemes(text)
        .map(|grapheme| &text[grapheme.start..grapheme.end])
        .filter(|cluster| cluster.len() > MAX_GRAPHEME_CHARS)
}

/// Cuts every grapheme of more than [`MAX_GRAPHEME_CHARS`] code points, so that what is
/// left does not join what follows; one of which no such beginning is left
/// (nothing but prefixes) goes.
fn cut_graphemes(text: &str) -> String {
    let mut short = String::with_capacity(text.len());
    let mut graphemes = super::width::graphemes(text).peekable();
    while let Some(grapheme) = graphemes.next() {
        let cluster = &text[grapheme.start..grapheme.end];
        if cluster.len() <= MAX_GRAPHEME_CHARS || cluster.chars().count() <= MAX_GRAPHEME_CHARS {
            short.push_str(cluster);
            continue;
        }
        let next = graphemes
            .peek()
            .and_then(|next| text[next.start..next.end].chars().next());
        let ends = cluster
            .char_indices()
            .map(|(at, _)| at)
            .take(MAX_GRAPHEME_CHARS + 1);
        let kept = ends
            .filter(|&end| stands_alone(&cluster[..end], next))
            .last();
        short.push_str(&cluster[..kept.unwrap_or(0)]);
    }
    short
}

/// Tells whether a beginning of a grapheme ends where the next one begins.
fn stands_alone(kept: &str, next: Option<char>) -> bool {
    let Some(next) = next else {
        return true;
    };
    let mut both = kept.to_owned();
    both.push(next);
    both.graphemes(true).next() == Some(kept)
}

#[cfg(test)]
mod tests;
