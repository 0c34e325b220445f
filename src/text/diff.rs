//! How two wordings differ, word by word, whatever the typography.

use std::collections::HashMap;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::words::plain_words;

/// Words of either text beyond which only the common beginning and end are
/// compared.
const MAX_ALIGNED_WORDS: usize = 200_000;

/// One stretch of a comparison. Ranges are bytes of the one and of the other text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DiffSpan {
    /// The same words in both (case, quotes, dashes and blanks do not count).
    Same(Range<usize>, Range<usize>),
    /// Words that only the first text has.
    Removed(Range<usize>),
    /// Words that only the second text has.
    Added(Range<usize>),
}

/// Compares two wordings word by word. Differences of typography alone are no
/// difference, nor is punctuation; signs that are read as a word ("$", "%")
/// count. The pieces cover all words of both texts in order.
#[must_use]
pub fn diff_words(a: &str, b: &str) -> Vec<DiffSpan> {
    let sides = TokenizedPair::new(a, b);
    let mut pieces = Vec::new();
    for op in sides.compare() {
        let old = span_of(&sides.a.ranges, op.old_range());
        let new = span_of(&sides.b.ranges, op.new_range());
        match (op, old, new) {
            (DiffOp::Equal { .. }, Some(old), Some(new)) => pieces.push(DiffSpan::Same(old, new)),
            (_, old, new) => {
                pieces.extend(old.map(DiffSpan::Removed));
                pieces.extend(new.map(DiffSpan::Added));
            }
        }
    }
    pieces
}

/// Returns how alike two wordings are, in per cent of their words (0–100);
/// 100 only where all words are the same.
#[must_use]
pub fn similarity(a: &str, b: &str) -> u8 {
    let sides = TokenizedPair::new(a, b);
    let total = sides.a.ids.len() + sides.b.ids.len();
    if total == 0 {
        return 100;
    }
    let same: usize = sides.compare().iter().map(same_words).sum();
    u8::try_from(200 * same / total).unwrap_or(100)
}

/// Returns how many words an operation keeps.
fn same_words(op: &DiffOp) -> usize {
    match op {
        DiffOp::Equal { len, .. } => *len,
        _ => 0,
    }
}

/// Compares two lists of word numbers, within reasonable time for any length.
pub(super) fn diff_numbers(a: &[u32], b: &[u32]) -> Vec<DiffOp> {
    if a.len() <= MAX_ALIGNED_WORDS && b.len() <= MAX_ALIGNED_WORDS {
        return capture_diff_slices(Algorithm::Myers, a, b);
    }
    let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let end = a[start..]
        .iter()
        .rev()
        .zip(b[start..].iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let equal = |old_index, new_index, len| DiffOp::Equal {
        old_index,
        new_index,
        len,
    };
    vec![
        equal(0, 0, start),
        DiffOp::Replace {
            old_index: start,
            old_len: a.len() - start - end,
            new_index: start,
            new_len: b.len() - start - end,
        },
        equal(a.len() - end, b.len() - end, end),
    ]
}

/// A text as the comparison sees it.
struct TokenizedText {
    ranges: Vec<Range<usize>>,
    ids: Vec<u32>,
}

struct TokenizedPair {
    a: TokenizedText,
    b: TokenizedText,
}

impl TokenizedPair {
    fn new(a: &str, b: &str) -> TokenizedPair {
        let mut known = HashMap::new();
        let mut side = |text: &str| {
            let (ranges, ids) = tokens(text)
                .into_iter()
                .map(|(range, word)| {
                    let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
                    (range, *known.entry(word).or_insert(next))
                })
                .unzip();
            TokenizedText { ranges, ids }
        };
        TokenizedPair {
            a: side(a),
            b: side(b),
        }
    }

    fn compare(&self) -> Vec<DiffOp> {
        diff_numbers(&self.a.ids, &self.b.ids)
    }
}

/// Returns the words of a text and the signs that are read as one.
pub(super) fn tokens(text: &str) -> Vec<(Range<usize>, String)> {
    let words = plain_words(text);
    if !text.contains(is_sign) {
        return words;
    }
    let mut tokens = Vec::with_capacity(words.len() + 1);
    let mut end = 0;
    for word in words {
        push_signs(text, end..word.0.start, &mut tokens);
        end = word.0.end;
        tokens.push(word);
    }
    push_signs(text, end..text.len(), &mut tokens);
    tokens
}

/// Takes in the signs of a gap between words.
fn push_signs(text: &str, gap: Range<usize>, tokens: &mut Vec<(Range<usize>, String)>) {
    for (at, sign) in text[gap.clone()].match_indices(is_sign) {
        let start = gap.start + at;
        tokens.push((start..start + sign.len(), sign.to_owned()));
    }
}

fn is_sign(c: char) -> bool {
    matches!(
        c,
        '$' | '€' | '£' | '¥' | '%' | '&' | '§' | '+' | '=' | '<' | '>'
    )
}

/// Returns the bytes from the first to the last of some tokens.
fn span_of(ranges: &[Range<usize>], tokens: Range<usize>) -> Option<Range<usize>> {
    let held = &ranges[tokens];
    Some(held.first()?.start..held.last()?.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn show(a: &str, b: &str) -> String {
        diff_words(a, b)
            .into_iter()
            .map(|piece| match piece {
                DiffSpan::Same(old, _) => format!("={} ", &a[old]),
                DiffSpan::Removed(old) => format!("-{} ", &a[old]),
                DiffSpan::Added(new) => format!("+{} ", &b[new]),
            })
            .collect()
    }

    #[test]
    fn typography_is_no_difference() {
        let a = "“Kaspersky Lab’s products – all of them – left the U.S.,” it said";
        let b = "\"kaspersky lab's products, all of them,\nleft the US\" it said.";
        assert_eq!(diff_words(a, b).len(), 1);
        assert_eq!(similarity(a, b), 100);
    }

    #[test]
    fn changed_words_are_told_apart() {
        assert_eq!(
            show("a logical next step", "a natural next step forward"),
            "=a -logical +natural =next step +forward "
        );
        assert_eq!(show("it paid $50", "it paid €50"), "=it paid -$ +€ =50 ");
        assert_eq!(show("Kaspersky's", "Kaspersky"), "-Kaspersky's +Kaspersky ");
        assert_eq!(show("卡巴斯基", "卡巴司基"), "=卡巴 -斯 +司 =基 ");
        assert_eq!(show("", "one"), "+one ");
        assert_eq!(show("“”", "–"), "");
    }

    #[test]
    fn likeness_is_a_share_of_the_words() {
        assert_eq!(similarity("a b c d", "a b c x"), 75);
        assert_eq!(similarity("", ""), 100);
        assert_eq!(similarity("a", ""), 0);
        assert_eq!(similarity("a b", "c d"), 0);
    }

    #[test]
    fn very_long_texts_are_compared_from_both_ends() {
        let middle = "word ".repeat(MAX_ALIGNED_WORDS);
        let a = format!("one {middle} two");
        let b = format!("one {middle} more two");
        let pieces = diff_words(&a, &b);
        assert_eq!(pieces.len(), 3);
        assert!(matches!(&pieces[1], DiffSpan::Added(new) if b[new.clone()] == *"more"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn pieces_cover_all_words_in_order(a in "([a-d]{1,2}|[卡巴]|[ ,.“”$]){0,30}", b in "([a-d]{1,2}|[卡巴]|[ ,.“”$]){0,30}") {
            let (mut old, mut new) = (Vec::new(), Vec::new());
            for piece in diff_words(&a, &b) {
                match piece {
                    DiffSpan::Same(x, y) => {
                        let fold = |text: &str| -> Vec<String> { tokens(text).into_iter().map(|(_, w)| w).collect() };
                        prop_assert_eq!(fold(&a[x.clone()]), fold(&b[y.clone()]));
                        old.push(x);
                        new.push(y);
                    }
                    DiffSpan::Removed(x) => old.push(x),
                    DiffSpan::Added(y) => new.push(y),
                }
            }
            for (text, held) in [(&a, old), (&b, new)] {
                prop_assert!(held.windows(2).all(|pair| pair[0].end <= pair[1].start));
                for (range, _) in tokens(text) {
                    prop_assert!(held.iter().any(|piece| piece.start <= range.start && range.end <= piece.end));
                }
            }
            prop_assert_eq!(similarity(&a, &b) == 100, diff_words(&a, &b).iter().all(|piece| matches!(piece, DiffSpan::Same(..))));
            prop_assert_eq!(similarity(&a, &a), 100);
        }
    }
}
