//! Diagnostics of the query that is being typed, each at a part of it: parts that are ignored
//! or guessed at, with the reason, and parts that are unfinished.

use std::ops::Range;

use crate::model::QueryDiagnostic;

/// A diagnostic of the query that is being typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PromptDiagnostic<'a> {
    /// The part of the query, and the message.
    pub diagnostic: &'a QueryDiagnostic,
    /// Whether it is only unfinished.
    pub is_unfinished: bool,
}

/// The diagnostics of the query that was answered last.
#[derive(Clone, Copy, Debug)]
pub struct AnsweredQuery<'a> {
    /// The query.
    pub text: &'a str,
    /// Parts that were ignored or guessed at.
    pub notes: &'a [QueryDiagnostic],
    /// Parts that are unfinished.
    pub unfinished: &'a [QueryDiagnostic],
}

/// Returns the diagnostics of the query that is being typed, by position. Those of the last
/// answered query are kept while the text up to the end of their part is unchanged.
#[must_use]
pub fn diagnostics<'a>(typed: &str, answered: AnsweredQuery<'a>) -> Vec<PromptDiagnostic<'a>> {
    let text = answered.text;
    // How the whole query was relaxed is shown above the results.
    let is_whole = |note: &QueryDiagnostic| note.is_about_query() && text.trim().contains(' ');
    let stands = |range: &Range<usize>| {
        let end = range.end.min(text.len());
        let begins_alike = typed.get(..end).is_some_and(|t| text.get(..end) == Some(t));
        !range.is_empty() && begins_alike
    };
    let notes = answered.notes.iter().filter(|note| !is_whole(note));
    let notes = notes.map(|note| (note, false));
    let all = notes.chain(answered.unfinished.iter().map(|note| (note, true)));
    let mut parts: Vec<PromptDiagnostic> = all
        .filter(|(note, _)| stands(&note.range))
        .map(|(diagnostic, is_unfinished)| PromptDiagnostic {
            diagnostic,
            is_unfinished,
        })
        .collect();
    parts.sort_by_key(|part| (part.diagnostic.range.start, part.is_unfinished));
    parts
}

/// Returns the diagnostic whose message is shown: the last that starts before the cursor,
/// preferably one of a part that is not merely unfinished.
#[must_use]
pub fn diagnostic_at<'a>(
    parts: &[PromptDiagnostic<'a>],
    cursor: usize,
) -> Option<PromptDiagnostic<'a>> {
    let is_before = |part: &&PromptDiagnostic| part.diagnostic.range.start <= cursor;
    let mut wrong = parts.iter().filter(|part| !part.is_unfinished);
    let last = wrong.clone().rfind(is_before).or_else(|| wrong.next());
    last.or_else(|| parts.iter().rfind(is_before)).copied()
}
