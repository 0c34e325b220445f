//! What stands around a quotation that is only a fragment of a sentence: without its
//! lead-in and the rest of the sentence a hedge is lost.

use std::ops::Range;

use super::segment::{self, floor_boundary};

/// Bytes of a lead-in, or of the rest of a sentence, at most; longer ones are cut at a word.
const MAX_CONTEXT_BYTES: usize = 240;

/// The words around a fragment, in bytes of the passage; either may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FragmentContext {
    /// From the beginning of the sentence to the fragment.
    pub lead_in: Range<usize>,
    /// From the end of the fragment to the end of its sentence.
    pub rest: Range<usize>,
}

/// Returns what stands around words of a passage, if they are a fragment: reported words
/// (`is_direct` false) that are not a whole sentence, or quoted words that go on a
/// sentence of the reporter's, which begin with a small letter or a digit. `first` and
/// `last` are the bytes of the first and of the last part of the words.
#[must_use]
pub fn context(
    passage: &str,
    first: &Range<usize>,
    last: &Range<usize>,
    is_direct: bool,
) -> Option<FragmentContext> {
    let words = passage.get(first.start..last.end)?;
    let sentences = segment::sentences(passage);
    let at = |offset: usize| {
        let found = sentences
            .iter()
            .find(|s| s.start <= offset && offset < s.end);
        found.cloned()
    };
    let begin = at(first.start)?;
    let end = at(last.end.saturating_sub(1)).unwrap_or_else(|| begin.clone());
    let lead_in = begin.start..first.start;
    let rest = last.end.max(begin.start)..end.end.max(last.end);
    let has_words = |range: &Range<usize>| {
        let text = passage.get(range.clone()).unwrap_or("");
        text.contains(char::is_alphanumeric)
    };
    let begins_small = words
        .chars()
        .find(|c| c.is_alphanumeric())
        .is_some_and(|c| c.is_lowercase() || c.is_numeric());
    let is_fragment = if is_direct {
        begins_small && has_words(&lead_in)
    } else {
        has_words(&lead_in) || has_words(&rest)
    };
    if !is_fragment {
        return None;
    }
    let keep = |range: Range<usize>| if has_words(&range) { range } else { 0..0 };
    Some(FragmentContext {
        lead_in: cut_before(passage, keep(lead_in)),
        rest: cut_behind(passage, keep(rest)),
    })
}

/// Returns the lead-in of a fragment and the rest of its sentence as text; see [`context`].
#[must_use]
pub fn around(
    passage: &str,
    first: &Range<usize>,
    last: &Range<usize>,
    is_direct: bool,
) -> Option<(String, String)> {
    let context = context(passage, first, last, is_direct)?;
    Some((
        lead_in_text(passage, &context),
        rest_text(passage, &context),
    ))
}

/// Keeps the end of a long lead-in.
fn cut_before(text: &str, range: Range<usize>) -> Range<usize> {
    if range.len() <= MAX_CONTEXT_BYTES {
        return range;
    }
    let from = floor_boundary(text, range.end - MAX_CONTEXT_BYTES);
    let blank = text[from..range.end].find(' ').map_or(0, |at| at + 1);
    from + blank..range.end
}

/// Keeps the beginning of a long rest.
fn cut_behind(text: &str, range: Range<usize>) -> Range<usize> {
    if range.len() <= MAX_CONTEXT_BYTES {
        return range;
    }
    let to = floor_boundary(text, range.start + MAX_CONTEXT_BYTES);
    let blank = text[range.start..to].rfind(' ').unwrap_or(to - range.start);
    range.start..range.start + blank
}

/// Returns the words of a lead-in without the quotation mark that opens the fragment, with
/// an ellipsis where its beginning was cut off.
#[must_use]
pub fn lead_in_text(passage: &str, context: &FragmentContext) -> String {
    let text = passage.get(context.lead_in.clone()).unwrap_or("");
    let text = text.trim_end_matches(is_mark_or_blank);
    let starts_sentence = segment::sentences(passage)
        .iter()
        .any(|s| s.start == context.lead_in.start);
    if text.is_empty() || starts_sentence {
        text.to_owned()
    } else {
        format!("… {text}")
    }
}

/// Returns the words of the rest of the sentence without the mark that closes the
/// fragment, with an ellipsis where its end was cut off.
#[must_use]
pub fn rest_text(passage: &str, context: &FragmentContext) -> String {
    let text = passage.get(context.rest.clone()).unwrap_or("");
    let text = text.trim_start_matches(['”', '"', '’', '»', '“']).trim();
    let ends_sentence = segment::sentences(passage)
        .iter()
        .any(|s| s.end == context.rest.end);
    if text.is_empty() || ends_sentence {
        text.to_owned()
    } else {
        format!("{text} …")
    }
}

fn is_mark_or_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '“' | '"' | '„' | '«' | '‘' | '\u{a0}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(passage: &str, words: &str, is_direct: bool) -> Option<(String, String)> {
        let start = passage.find(words).unwrap();
        let range = start..start + words.len();
        let context = context(passage, &range, &range, is_direct)?;
        Some((
            lead_in_text(passage, &context),
            rest_text(passage, &context),
        ))
    }

    #[test]
    fn a_quoted_fragment_has_its_lead_in_and_the_rest_of_its_sentence() {
        let passage =
            "One. Director Ann Roe claimed she was “personally involved” in the case. Two.";
        assert_eq!(
            around(passage, "personally involved", true),
            Some((
                "Director Ann Roe claimed she was".to_owned(),
                "in the case.".to_owned()
            ))
        );
    }

    #[test]
    fn a_whole_quotation_needs_none() {
        let passage = "The company stated: “We deny it.” “Nobody asked,” said Doe.";
        assert_eq!(around(passage, "We deny it.", true), None);
        assert_eq!(around(passage, "Nobody asked,", true), None);
    }

    #[test]
    fn reported_words_are_a_fragment_unless_they_are_a_sentence() {
        let passage = "A thread of e-mails supposedly shows Doe at work. The ban is off.";
        assert_eq!(
            around(passage, "Doe at work.", false),
            Some((
                "A thread of e-mails supposedly shows".to_owned(),
                String::new()
            ))
        );
        assert_eq!(around(passage, "The ban is off.", false), None);
    }

    #[test]
    fn a_long_lead_in_is_cut_at_a_word() {
        let passage = format!("{}he was “involved” then.", "word ".repeat(100));
        let (before, after) = around(&passage, "involved", true).unwrap();
        assert!(
            before.starts_with("… word") && before.ends_with("he was"),
            "{before}"
        );
        assert!(before.len() <= MAX_CONTEXT_BYTES + 8);
        assert_eq!(after, "then.");
    }
}
