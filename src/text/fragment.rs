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

/// Returns what stands around words of a passage, if they are a fragment: words before
/// which other words of their sentence stand, quoted ones too ("Should it be confirmed, “X
/// would be barred”"), and reported words (`is_direct` false) that end before their
/// sentence does. `first` and `last` are the bytes of the first and of the last part of the
/// words.
#[must_use]
pub fn fragment_context(
    passage: &str,
    first: &Range<usize>,
    last: &Range<usize>,
    is_direct: bool,
) -> Option<FragmentContext> {
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
    // What stands behind whole quoted words is mostly who said them.
    let is_fragment = has_words(&lead_in) || !is_direct && has_words(&rest);
    if !is_fragment {
        return None;
    }
    let keep = |range: Range<usize>| if has_words(&range) { range } else { 0..0 };
    Some(FragmentContext {
        lead_in: trim_start_at_word(passage, keep(lead_in)),
        rest: trim_end_at_word(passage, keep(rest)),
    })
}

/// Returns the lead-in of a fragment and the rest of its sentence as text; see [`fragment_context`].
/// The first and the last part of the words come with their passages, which may differ:
/// then the lead-in is that of the first and the rest that of the last.
#[must_use]
pub fn context_texts(
    (first_passage, first): (&str, &Range<usize>),
    (last_passage, last): (&str, &Range<usize>),
    is_direct: bool,
) -> Option<(String, String)> {
    let is_one = std::ptr::eq(first_passage, last_passage) && first.start <= last.start;
    let (lead_in, rest) = if is_one {
        let context = fragment_context(first_passage, first, last, is_direct)?;
        (
            lead_in_text(first_passage, &context),
            rest_text(last_passage, &context),
        )
    } else {
        let before = fragment_context(first_passage, first, first, is_direct).unwrap_or_default();
        let behind = fragment_context(last_passage, last, last, is_direct).unwrap_or_default();
        (
            lead_in_text(first_passage, &before),
            rest_text(last_passage, &behind),
        )
    };
    (!lead_in.is_empty() || !rest.is_empty()).then_some((lead_in, rest))
}

/// Returns a lead-in and a rest as they are shown around the fragment, without anything
/// between: in square brackets, for they are the outlet's words and not the speaker's.
#[must_use]
pub fn bracketed(lead_in: &str, rest: &str) -> (String, String) {
    let before = lead_in.trim_end();
    let before = if before.is_empty() {
        String::new()
    } else {
        format!("[{before}]{}", &lead_in[before.len()..])
    };
    // A comma or a stop right behind the words stays with them.
    let stop = rest.find(|c: char| c.is_whitespace() || c.is_alphanumeric() || c == '-');
    let (stop, behind) = rest.split_at(stop.unwrap_or(rest.len()));
    let words = behind.trim_start();
    let behind = if words.contains(char::is_alphanumeric) {
        format!("{stop}{}[{words}]", &behind[..behind.len() - words.len()])
    } else {
        rest.to_owned()
    };
    (before, behind)
}

/// Words of a lead-in that a short label keeps: those next to the fragment, where a hedge
/// mostly stands.
const MAX_LABEL_WORDS: usize = 6;

/// Returns the end of a lead-in for a short label, in square brackets.
#[must_use]
pub fn short_lead_in(lead_in: &str) -> String {
    let words: Vec<&str> = lead_in.split_whitespace().collect();
    let from = words.len().saturating_sub(MAX_LABEL_WORDS);
    match words.len() {
        0 => String::new(),
        _ if from == 0 => format!("[{}] ", words.join(" ")),
        _ => format!("[… {}] ", words[from..].join(" ")),
    }
}

/// Keeps the end of a long lead-in.
fn trim_start_at_word(text: &str, range: Range<usize>) -> Range<usize> {
    if range.len() <= MAX_CONTEXT_BYTES {
        return range;
    }
    let from = floor_boundary(text, range.end - MAX_CONTEXT_BYTES);
    let blank = text[from..range.end].find(' ').map_or(0, |at| at + 1);
    from + blank..range.end
}

/// Keeps the beginning of a long rest.
fn trim_end_at_word(text: &str, range: Range<usize>) -> Range<usize> {
    if range.len() <= MAX_CONTEXT_BYTES {
        return range;
    }
    let to = floor_boundary(text, range.start + MAX_CONTEXT_BYTES);
    let blank = text[range.start..to].rfind(' ').unwrap_or(to - range.start);
    range.start..range.start + blank
}

/// Returns the words of a lead-in without the quotation mark that opens the fragment, with
/// the blank before that mark, if any, and an ellipsis where its beginning was cut off. The
/// fragment follows it without anything between.
#[must_use]
pub fn lead_in_text(passage: &str, context: &FragmentContext) -> String {
    let whole = passage.get(context.lead_in.clone()).unwrap_or("");
    let text = whole.trim_end_matches(is_mark_or_blank);
    if text.is_empty() {
        return String::new();
    }
    let starts_sentence = segment::sentences(passage)
        .iter()
        .any(|s| s.start == context.lead_in.start);
    let cut = if starts_sentence { "" } else { "… " };
    let blank = if whole[text.len()..].contains(char::is_whitespace) {
        " "
    } else {
        ""
    };
    format!("{cut}{text}{blank}")
}

/// Returns the rest of the sentence without the mark that closes the fragment, with the
/// blank behind that mark, if any, and an ellipsis where its end was cut off. It follows the
/// fragment without anything between.
#[must_use]
pub fn rest_text(passage: &str, context: &FragmentContext) -> String {
    let text = passage.get(context.rest.clone()).unwrap_or("");
    let text = text
        .trim_start_matches(['”', '"', '’', '»', '“'])
        .trim_end();
    if text.trim().is_empty() {
        return String::new();
    }
    let ends_sentence = segment::sentences(passage)
        .iter()
        .any(|s| s.end == context.rest.end);
    let cut = if ends_sentence { "" } else { " …" };
    format!("{text}{cut}")
}

fn is_mark_or_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '“' | '"' | '„' | '«' | '‘' | '\u{a0}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn surroundings(passage: &str, words: &str, is_direct: bool) -> Option<(String, String)> {
        let start = passage.find(words).unwrap();
        let range = start..start + words.len();
        let context = fragment_context(passage, &range, &range, is_direct)?;
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
            surroundings(passage, "personally involved", true),
            Some((
                "Director Ann Roe claimed she was ".to_owned(),
                " in the case.".to_owned()
            ))
        );
    }

    #[test]
    fn a_whole_quotation_needs_none() {
        let passage = "“We deny it,” they said. “Nobody asked,” said Doe.";
        assert_eq!(surroundings(passage, "We deny it,", true), None);
        assert_eq!(surroundings(passage, "Nobody asked,", true), None);
    }

    #[test]
    fn reported_words_are_a_fragment_unless_they_are_a_sentence() {
        let passage = "A thread of e-mails supposedly shows Doe at work. The ban is off.";
        assert_eq!(
            surroundings(passage, "Doe at work.", false),
            Some((
                "A thread of e-mails supposedly shows ".to_owned(),
                String::new()
            ))
        );
        assert_eq!(surroundings(passage, "The ban is off.", false), None);
    }

    #[test]
    fn parts_in_two_passages_keep_the_lead_in_of_the_first() {
        let one = "Doe responded that it “has no ties” to anybody.";
        let two = "“It works with the police,” it went on.";
        let first = one.find("has").unwrap()..one.find('”').unwrap();
        let last = two.find("It works").unwrap()..two.find(",”").unwrap();
        assert_eq!(
            context_texts((one, &first), (two, &last), true),
            Some(("Doe responded that it ".to_owned(), String::new()))
        );
    }

    #[test]
    fn a_condition_before_whole_quoted_words_is_kept() {
        let passage = "Should it be confirmed, “Doe would be barred,” writes the Post.";
        let found = surroundings(passage, "Doe would be barred,", true).unwrap();
        assert_eq!(found.0, "Should it be confirmed, ");
    }

    #[test]
    fn the_outlets_words_stand_in_brackets() {
        let shown = |lead_in: &str, rest: &str| {
            let (before, behind) = bracketed(lead_in, rest);
            format!("{before}x{behind}")
        };
        assert_eq!(shown("She is accused, ", ""), "[She is accused,] x");
        assert_eq!(shown("", ", which he denies."), "x, [which he denies.]");
        assert_eq!(
            shown("he was ", " in the case."),
            "[he was] x [in the case.]"
        );
        assert_eq!(shown("", "-a concern."), "x[-a concern.]");
        assert_eq!(shown("he was ", "."), "[he was] x.");
        assert_eq!(
            short_lead_in("a b c d e f g supposedly shows "),
            "[… d e f g supposedly shows] "
        );
        assert_eq!(short_lead_in("he was "), "[he was] ");
    }

    #[test]
    fn no_blank_is_put_in_where_none_was_printed() {
        let passage = "It is wary of cyberespionage-a concern for all.";
        let found = surroundings(passage, "It is wary of cyberespionage", false).unwrap();
        assert_eq!(found.1, "-a concern for all.");
    }

    #[test]
    fn a_long_lead_in_is_cut_at_a_word() {
        let passage = format!("{}he was “involved” then.", "word ".repeat(100));
        let (before, after) = surroundings(&passage, "involved", true).unwrap();
        assert!(
            before.starts_with("… word") && before.ends_with("he was "),
            "{before}"
        );
        assert!(before.len() <= MAX_CONTEXT_BYTES + 8);
        assert_eq!(after, " then.");
    }
}
