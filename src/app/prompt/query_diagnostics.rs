//! What is said of the query being written, at the part that it is about: parts
//! left out or guessed at, with the reason, and parts that are still open.

use std::ops::Range;

use crate::model::QueryDiagnostic;

/// A part of the query being written that there is something to say of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PromptDiagnostic<'a> {
    /// The part, and what there is to say.
    pub diagnostic: &'a QueryDiagnostic,
    /// Whether it is only unfinished.
    pub is_unfinished: bool,
}

/// What was said of the query that was answered last.
#[derive(Clone, Copy, Debug)]
pub struct AnsweredQuery<'a> {
    /// The query.
    pub text: &'a str,
    /// Parts that were left out or guessed at.
    pub notes: &'a [QueryDiagnostic],
    /// Parts that are still open.
    pub unfinished: &'a [QueryDiagnostic],
}

/// Returns the parts of a query being written that there is something to say of, in order.
/// What was said of an older query stands as long as its words do.
#[must_use]
pub fn diagnostics<'a>(typed: &str, answered: AnsweredQuery<'a>) -> Vec<PromptDiagnostic<'a>> {
    let text = answered.text;
    // How the whole query was relaxed stands above the results.
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

/// Returns the part whose reason is shown: the last that begins before the cursor, one
/// that is not merely unfinished first.
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
