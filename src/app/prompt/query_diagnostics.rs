//! What is said of the question being written, at the part that it is about: parts
//! left out or guessed at, with the reason, and parts that are still open.

use std::ops::Range;

use crate::model::QueryDiagnostic;

use crate::app::list::Kind;
use crate::app::prompt::Prompt;
use crate::app::{App, Screen};

/// A part of the question being written that there is something to say of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Noted<'a> {
    /// The part, and what there is to say.
    pub note: &'a QueryDiagnostic,
    /// Whether it is only unfinished.
    pub open: bool,
}

/// Returns the parts of the question being written that there is something to say
/// of, in order. What was said of an older question stands as long as its words do.
#[must_use]
pub fn parts(app: &App) -> Vec<Noted<'_>> {
    let Some(Prompt::Search(prompt)) = app.prompt() else {
        return Vec::new();
    };
    let (answered, said, unfinished) = match app.screen() {
        Screen::List(list) if list.kind == Kind::Results => {
            let search = &list.search;
            let hits = &search.hits;
            (&search.answered_query, &hits.notes, &hits.unfinished)
        }
        Screen::Article(reader) => {
            let said = &reader.said;
            (&said.question, &said.notes, &said.unfinished)
        }
        Screen::List(_) => return Vec::new(),
    };
    let typed = prompt.field.text();
    // How the whole question was relaxed stands above the results.
    let whole = |note: &QueryDiagnostic| note.is_about_query() && answered.trim().contains(' ');
    let stands = |range: &Range<usize>| {
        let end = range.end.min(answered.len());
        !range.is_empty()
            && typed
                .get(..end)
                .is_some_and(|t| answered.get(..end) == Some(t))
    };
    let noted = said.iter().map(|note| Noted { note, open: false });
    let unfinished = unfinished.iter().map(|note| Noted { note, open: true });
    let mut parts: Vec<Noted> = noted
        .filter(|n| !whole(n.note))
        .chain(unfinished)
        .filter(|n| stands(&n.note.range))
        .collect();
    parts.sort_by_key(|n| (n.note.range.start, n.open));
    parts
}

/// Returns the part whose reason is shown: the last that begins before the cursor, one
/// that is not merely unfinished first.
#[must_use]
pub fn shown(app: &App) -> Option<Noted<'_>> {
    let cursor = app.prompt()?.field().cursor();
    let parts = parts(app);
    let before = |n: &&Noted| n.note.range.start <= cursor;
    let mut wrong = parts.iter().filter(|n| !n.open);
    let last = wrong.clone().rfind(before).or_else(|| wrong.next());
    last.or_else(|| parts.iter().rfind(before)).copied()
}
