//! How many columns of the terminal a text takes. The one place that measures,
//! by grapheme, as the terminal library does when it draws.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// One grapheme of a text: what fills a cell of the terminal, or two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grapheme {
    /// Byte offset of its first byte.
    pub start: usize,
    /// Byte offset behind its last byte.
    pub end: usize,
    /// Columns that it takes; 0 for controls, which are never drawn.
    pub width: usize,
}

/// Returns the columns that a text of one line takes.
#[must_use]
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        text.bytes().filter(|byte| !byte.is_ascii_control()).count()
    } else {
        graphemes(text).map(|grapheme| grapheme.width).sum()
    }
}

/// Returns the longest beginning of a text that takes at most `columns`, cut
/// between graphemes.
#[must_use]
pub fn clip(text: &str, columns: usize) -> &str {
    let mut taken = 0;
    for grapheme in graphemes(text) {
        taken += grapheme.width;
        if taken > columns {
            return &text[..grapheme.start];
        }
    }
    text
}

/// Returns a text of at most `columns`: whole where it fits, otherwise cut
/// between graphemes with "…" at its end.
#[must_use]
pub fn truncate(text: &str, columns: usize) -> String {
    if columns == 0 {
        return String::new();
    }
    if clip(text, columns).len() == text.len() {
        return text.to_owned();
    }
    let mut short = clip(text, columns - 1).trim_end().to_owned();
    short.push('…');
    short
}

/// Returns the byte offset of the grapheme that stands at a column, the length
/// of the text beyond its end.
#[must_use]
pub fn offset_at(text: &str, column: usize) -> usize {
    let mut taken = 0;
    for grapheme in graphemes(text) {
        taken += grapheme.width;
        if taken > column {
            return grapheme.start;
        }
    }
    text.len()
}

/// Goes through the graphemes of a text, with their widths.
pub fn graphemes(text: &str) -> impl Iterator<Item = Grapheme> + '_ {
    Graphemes { text, at: 0 }
}

struct Graphemes<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Graphemes<'_> {
    type Item = Grapheme;

    fn next(&mut self) -> Option<Grapheme> {
        let start = self.at;
        // Two plain characters never make one grapheme, so most of a text
        // needs no look at the tables.
        let bytes = self.text.as_bytes();
        if matches!(bytes.get(start), Some(b' '..=b'~'))
            && bytes
                .get(start + 1)
                .is_none_or(|next| matches!(next, b' '..=b'~'))
        {
            self.at = start + 1;
            return Some(Grapheme {
                start,
                end: self.at,
                width: 1,
            });
        }
        let mut chars = self.text[start..].chars();
        let first = chars.next()?;
        if is_plain(first) && chars.next().is_none_or(is_plain) {
            self.at = start + first.len_utf8();
            return Some(Grapheme {
                start,
                end: self.at,
                width: first.width().unwrap_or(0),
            });
        }
        let cluster = self.text[start..].graphemes(true).next()?;
        self.at = start + cluster.len();
        Some(Grapheme {
            start,
            end: self.at,
            width: cluster_width(cluster),
        })
    }
}

/// Tells whether a character always stands for itself beside another of its
/// kind: Latin, Greek, Cyrillic, general punctuation, kana, Han.
fn is_plain(c: char) -> bool {
    matches!(c,
        '\n' | ' '..='~'
        | '\u{A0}'..='\u{AC}' | '\u{AE}'..='\u{2FF}'
        | '\u{391}'..='\u{482}' | '\u{48A}'..='\u{52F}'
        | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{203B}' | '\u{20A0}'..='\u{20BF}'
        | '\u{3001}'..='\u{3029}' | '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}'
        | '\u{4E00}'..='\u{9FFF}')
}

/// Measures one grapheme as the terminal library does: the halfwidth sound
/// marks of katakana count although they extend a grapheme, a grapheme with a
/// control in it is not drawn at all.
fn cluster_width(cluster: &str) -> usize {
    if cluster.chars().any(char::is_control) {
        return 0;
    }
    let sound_marks = cluster
        .chars()
        .filter(|c| matches!(c, '\u{FF9E}' | '\u{FF9F}'))
        .count();
    cluster.width() + sound_marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn columns_are_counted_as_drawn() {
        assert_eq!(width("Kaspersky Lab"), 13);
        assert_eq!(width("“naïve” – 1"), 11);
        assert_eq!(width("卡巴斯基"), 8);
        assert_eq!(width("e\u{301}"), 1);
        assert_eq!(width("👩\u{200D}👩\u{200D}👧"), 2);
        // The terminal library gives a sound mark a column more than the
        // tables do, and what it draws is what counts.
        assert_eq!(width("ｶ\u{FF9E}"), "ｶ\u{FF9E}".width() + 1);
        assert_eq!(width("a\nb\r\n"), 2);
        assert_eq!(width(""), 0);
    }

    #[test]
    fn cutting_never_splits_a_grapheme() {
        assert_eq!(clip("卡巴斯基", 5), "卡巴");
        assert_eq!(clip("e\u{301}e\u{301}", 1), "e\u{301}");
        assert_eq!(clip("abc", 3), "abc");
        assert_eq!(clip("abc", 0), "");
        assert_eq!(truncate("a logical next step", 10), "a logical…");
        assert_eq!(truncate("a logical next step", 9), "a logica…");
        assert_eq!(truncate("short", 5), "short");
        assert_eq!(truncate("short", 1), "…");
        assert_eq!(truncate("short", 0), "");
        assert_eq!(truncate("卡巴斯基", 6), "卡巴…");
    }

    #[test]
    fn a_column_names_the_grapheme_that_covers_it() {
        assert_eq!(offset_at("卡巴", 0), 0);
        assert_eq!(offset_at("卡巴", 1), 0);
        assert_eq!(offset_at("卡巴", 2), 3);
        assert_eq!(offset_at("卡巴", 4), 6);
        assert_eq!(offset_at("e\u{301}x", 1), 3);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]

        #[test]
        fn graphemes_are_those_of_unicode(text in "[a-zé“”—\r\n\u{301}\u{200D}\u{AD}\u{600}卡ガ👩🇩\u{1F3FB}\u{E33}ᄀ가\u{FF9E} ]{0,40}") {
            let ours: Vec<&str> = graphemes(&text).map(|g| &text[g.start..g.end]).collect();
            let theirs: Vec<&str> = text.graphemes(true).collect();
            prop_assert_eq!(&ours, &theirs);
            for cell in graphemes(&text) {
                prop_assert_eq!(cell.width, cluster_width(&text[cell.start..cell.end]));
            }
        }

        #[test]
        fn what_is_cut_fits(text in "[a-z卡👩e\u{301} ]{0,40}", columns in 0_usize..30) {
            prop_assert!(width(&truncate(&text, columns)) <= columns);
            let clipped = clip(&text, columns);
            prop_assert!(width(clipped) <= columns);
            prop_assert!(text.starts_with(clipped));
            prop_assert!(text.is_char_boundary(offset_at(&text, columns)));
        }
    }
}
