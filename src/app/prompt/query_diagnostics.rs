//! What is said of the question being written, at the part that it is about: parts
//! left out or guessed at, with the reason, and parts that are still open.

use std::ops::Range;

use crate::model::QueryDiagnostic;

use crate::app::list::ListKind;
use crate::app::prompt::Prompt;
use crate::app::{App, Screen};

/// A part of the question being written that there is something to say of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PromptDiagnostic<'a> {
    /// The part, and what there is to say.
    pub diagnostic: &'a QueryDiagnostic,
    /// Whether it is only unfinished.
    pub is_unfinished: bool,
}

/// Returns the parts of the question being written that there is something to say
/// of, in order. What was said of an older question stands as long as its words do.
#[must_use]
pub fn diagnostics(app: &App) -> Vec<PromptDiagnostic<'_>> {
    let Some(Prompt::Search(prompt)) = app.prompt() else {
        return Vec::new();
    };
    let (answered, said, unfinished) = match app.screen() {
        Screen::List(list) if list.kind == ListKind::Results => {
            let search = &list.search;
            let hits = &search.hits;
            (&search.answered_query, &hits.notes, &hits.unfinished)
        }
        Screen::Article(reader) => {
            let said = &reader.feedback;
            (&said.query_text, &said.notes, &said.unfinished)
        }
        Screen::List(_) => return Vec::new(),
    };
    let typed = prompt.input.text();
    // How the whole question was relaxed stands above the results.
    let whole = |note: &QueryDiagnostic| note.is_about_query() && answered.trim().contains(' ');
    let stands = |range: &Range<usize>| {
        let end = range.end.min(answered.len());
        !range.is_empty()
            && typed
                .get(..end)
                .is_some_and(|t| answered.get(..end) == Some(t))
    };
    let noted = said.iter().map(|note| PromptDiagnostic {
        diagnostic: note,
        is_unfinished: false,
    });
    let unfinished = unfinished.iter().map(|note| PromptDiagnostic {
        diagnostic: note,
        is_unfinished: true,
    });
    let mut parts: Vec<PromptDiagnostic> = noted
        .filter(|n| !whole(n.diagnostic))
        .chain(unfinished)
        .filter(|n| stands(&n.diagnostic.range))
        .collect();
    parts.sort_by_key(|n| (n.diagnostic.range.start, n.is_unfinished));
    parts
}

/// Returns the part whose reason is shown: the last that begins before the cursor, one
/// that is not merely unfinished first.
#[must_use]
pub fn diagnostic_at_cursor(app: &App) -> Option<PromptDiagnostic<'_>> {
    let cursor = app.prompt()?.input().cursor();
    let parts = diagnostics(app);
    let before = |n: &&PromptDiagnostic| n.diagnostic.range.start <= cursor;
    let mut wrong = parts.iter().filter(|n| !n.is_unfinished);
    let last = wrong.clone().rfind(before).or_else(|| wrong.next());
    last.or_else(|| parts.iter().rfind(before)).copied()
}
