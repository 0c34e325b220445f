//! Quotation marks: which words had them in print, and which to add where words were cut
//! out from between them.

use std::ops::Range;

use crate::text::segment;

/// What stands for words that were left out between two parts.
pub(super) const ELLIPSIS: &str = " […] ";

/// Puts a speaker's own words into quotation marks. Marks that the words bring with them
/// ("A,” said X. “B.") are completed and not doubled.
pub(super) fn quote(words: &str) -> String {
    if words.is_empty() || words.starts_with(may_open) && words.ends_with(may_close) {
        return words.to_owned();
    }
    let missing = missing_marks(words);
    let (before, after) = match missing {
        (false, false) => ("“", "”"),
        (open, close) => (if open { "“" } else { "" }, if close { "”" } else { "" }),
    };
    format!("{before}{words}{after}")
}

/// Joins the parts of a broken quotation. `gaps` holds what stands between
/// them in print: where that is more than blanks and marks, the cut is marked.
pub(super) fn join_parts<'a>(
    parts: &[String],
    gaps: impl Iterator<Item = Option<&'a str>>,
) -> String {
    let mut words = String::new();
    let mut gaps = gaps;
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            let whole = gaps
                .next()
                .flatten()
                .is_some_and(|gap| !gap.contains(char::is_alphanumeric));
            words += if whole { " " } else { ELLIPSIS };
        }
        words += part;
    }
    words
}

/// Returns a range of an article as it stands, with the opening or closing mark that a cut
/// through a printed quotation took away.
pub(super) fn excerpt(text: &str, passages: &[Range<usize>], range: &Range<usize>) -> String {
    let Some(words) = text.get(range.clone()) else {
        return String::new();
    };
    let within = |at: usize| {
        passages
            .iter()
            .filter(|passage| passage.start <= at && at <= passage.end)
            .filter_map(|passage| Some((passage.start, text.get(passage.clone())?)))
            .flat_map(|(start, passage)| {
                segment::quotations(passage)
                    .into_iter()
                    .map(move |q| start + q.start..start + q.end)
            })
            .any(|q| {
                text.get(q.clone()).is_some_and(|q| q.starts_with(may_open))
                    && q.start < at
                    && at < q.end
            })
    };
    let first = words.trim_start().len();
    let begin = range.end - first;
    let end = range.start + words.trim_end().len();
    let before =
        if !words.trim().is_empty() && within(begin) && !words.trim_start().starts_with(is_closing)
        {
            "“"
        } else {
            ""
        };
    let after =
        if !words.trim().is_empty() && within(end) && !words.trim_end().ends_with(is_opening) {
            "”"
        } else {
            ""
        };
    format!("{before}{words}{after}")
}

/// Returns the words of a bookmark with the marks that directly enclosed them, judged by the
/// text before and after them.
pub(super) fn restore_marks(prefix: &str, words: &str, suffix: &str) -> String {
    let mut before = prefix.chars().rev();
    let opened = match before.next() {
        Some('"') => before.next().is_none_or(char::is_whitespace),
        Some(mark) => is_opening(mark),
        None => false,
    };
    let mut after = suffix.chars();
    let closed = match after.next() {
        Some('"') => after.next().is_none_or(|c| !c.is_alphanumeric()),
        Some(mark) => is_closing(mark),
        None => false,
    };
    let (before, after) = (if opened { "“" } else { "" }, if closed { "”" } else { "" });
    if words.trim().is_empty() {
        return words.to_owned();
    }
    format!("{before}{words}{after}")
}

/// Returns whether a closing mark stands before any opening one, and whether an opening
/// one is never closed.
fn missing_marks(words: &str) -> (bool, bool) {
    let mut depth = 0_usize;
    let mut unopened = false;
    for mark in words.chars() {
        if is_opening(mark) || mark == '"' && depth == 0 {
            depth += 1;
        } else if may_close(mark) {
            unopened |= depth == 0;
            depth = depth.saturating_sub(1);
        }
    }
    (unopened, depth > 0)
}

fn may_open(mark: char) -> bool {
    mark == '"' || is_opening(mark)
}

fn may_close(mark: char) -> bool {
    mark == '"' || is_closing(mark)
}

fn is_opening(mark: char) -> bool {
    matches!(mark, '“' | '„' | '«')
}

fn is_closing(mark: char) -> bool {
    matches!(mark, '”' | '»')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_words_get_marks_once() {
        for (words, out) in [
            ("overwhelming", "“overwhelming”"),
            ("A,” said X. “B.", "“A,” said X. “B.”"),
            ("“A,” said X. “B.”", "“A,” said X. “B.”"),
            ("“A,” said X. “B.", "“A,” said X. “B.”"),
            ("A,” said X. “B.”", "“A,” said X. “B.”"),
            ("“A", "“A”"),
            ("they call it “spying”", "“they call it “spying””"),
            ("\"A\"", "\"A\""),
            ("", ""),
        ] {
            assert_eq!(quote(words), out);
        }
    }

    #[test]
    fn a_cut_is_marked_only_where_words_were_left_out() {
        let parts = ["A,".to_owned(), "B,".to_owned(), "C.".to_owned()];
        let gaps = [Some("” said X. “"), Some("”\n“")];
        assert_eq!(join_parts(&parts, gaps.into_iter()), "A, […] B, C.");
        assert_eq!(join_parts(&parts[..2], [None].into_iter()), "A, […] B,");
    }

    #[test]
    fn kept_words_take_the_marks_that_touched_them() {
        for (prefix, words, suffix, out) in [
            ("it is “", "overwhelming", ",” he said", "overwhelming|“"),
            ("it is “", "overwhelming", "” he said", "“overwhelming”"),
            ("it is \"", "overwhelming", "\" he said", "“overwhelming”"),
            ("the 5\"", "pipe", " broke", "pipe"),
            ("said “", "A,” he said", ".", "“A,” he said"),
            ("he said ", "so", " again", "so"),
            ("", "so", "", "so"),
        ] {
            let out = out
                .strip_suffix("|“")
                .map_or(out.to_owned(), |w| format!("“{w}"));
            assert_eq!(
                restore_marks(prefix, words, suffix),
                out,
                "{prefix}[{words}]{suffix}"
            );
        }
    }
}
