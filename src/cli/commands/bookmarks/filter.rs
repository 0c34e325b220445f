//! Which bookmarks are meant: by tag, briefing and question, or by the beginning of an id.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use crate::cli::error::CliError;
use crate::cli::global_args::GlobalArgs;
use crate::cli::library::{self, Library};
use crate::model::{Bookmark, ReplyGraph};
use crate::search::BookmarkIndex;
use crate::text::fold::fold;

/// Which bookmarks are meant.
#[derive(Debug, clap::Args)]
pub struct BookmarkFilter {
    /// Only those with this tag; may be repeated, all must be there.
    #[arg(long, value_name = "TAG")]
    pub tag: Vec<String>,
    /// Only those of this briefing.
    #[arg(long = "in", value_name = "ID")]
    pub within: Option<String>,
    /// Only those that answer a question in the language of the search: words,
    /// notes, tags, has:note, who:, side:, before: …
    #[arg(long, value_name = "QUESTION")]
    pub query: Option<String>,
}

impl BookmarkFilter {
    /// Returns the bookmarks that are meant, in their order; prints which parts of the
    /// question were left out.
    pub fn apply(
        &self,
        global: &GlobalArgs,
        mut bookmarks: Vec<Arc<Bookmark>>,
    ) -> Vec<Arc<Bookmark>> {
        bookmarks.retain(|bookmark| self.matches(bookmark));
        let Some(question) = &self.query else {
            return bookmarks;
        };
        let graphs = RefCell::new(HashMap::new());
        let status_of = |briefing: &str, statement: &str| {
            let mut graphs = graphs.borrow_mut();
            let graph = graphs.entry(briefing.to_owned()).or_insert_with(|| {
                let source = Library::from_args(global).ok()?.find(briefing).ok()?;
                let briefing = library::load_briefing(&source).ok()?;
                Some((ReplyGraph::new(&briefing), briefing))
            });
            let (graph, briefing) = graph.as_ref()?;
            Some(graph.status(briefing.statement_by_id(statement)?))
        };
        let hits =
            BookmarkIndex::default().search_with(&Arc::new(bookmarks), question, Some(&status_of));
        for note in &hits.diagnostics {
            crate::cli::output::warn(&note.message());
        }
        Arc::unwrap_or_clone(hits.bookmarks)
    }

    fn matches(&self, bookmark: &Bookmark) -> bool {
        let within = self.within.as_ref();
        // As the search does: without regard to case, accents and how they are written.
        let has = |tag: &String| bookmark.tags.iter().any(|t| fold(t) == fold(tag));
        self.tag.iter().all(has) && within.is_none_or(|id| *id == bookmark.place.briefing)
    }
}

/// Returns the bookmark that a beginning of a name means.
pub fn find_by_prefix<'a>(
    id: &str,
    all: impl Iterator<Item = &'a Bookmark>,
    whither: &str,
) -> Result<&'a Bookmark, CliError> {
    let mut found: Vec<&Bookmark> = all.filter(|b| b.id.0.starts_with(id)).collect();
    if let Some(at) = found.iter().position(|b| b.id.0 == id) {
        return Ok(found.remove(at));
    }
    match found.as_slice() {
        [one] if !id.is_empty() => Ok(one),
        [] => Err(
            CliError::new(format!("there is no bookmark \"{id}\"{whither}"))
                .with_hint("`diptych bookmarks list --json` shows their names")
                .not_found(),
        ),
        several => Err(CliError::new(format!(
            "{} bookmarks have names that begin like that",
            several.len()
        ))
        .with_hint("write more of the name")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{BookmarkId, Place};

    fn tagged(tag: &str) -> Bookmark {
        Bookmark {
            id: BookmarkId("a".into()),
            place: Place {
                briefing: "b".into(),
                article: "a".into(),
                range: 0..1,
            },
            text_hash: String::new(),
            exact: String::new(),
            prefix: String::new(),
            suffix: String::new(),
            provenance: Arc::default(),
            note: String::new(),
            tags: vec![tag.to_owned()],
            letter: None,
            created: 0,
            changed: 0,
        }
    }

    #[test]
    fn tags_are_compared_without_regard_to_case_and_writing() {
        for (tag, asked, is_meant) in [
            ("London", "london", true),
            ("london", "LONDON", true),
            ("cafe\u{301}", "caf\u{e9}", true),
            ("Caf\u{e9}", "cafe\u{301}", true),
            ("London", "londo", false),
            ("London", "paris", false),
        ] {
            let only = BookmarkFilter {
                tag: vec![asked.to_owned()],
                query: None,
                within: None,
            };
            assert_eq!(only.matches(&tagged(tag)), is_meant, "{tag} {asked}");
        }
    }
}
