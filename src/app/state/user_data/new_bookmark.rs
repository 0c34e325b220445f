//! A bookmark of words that are not stored yet: where they stand, what stands around them, and an
//! id that nobody else makes.

use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;

use crate::app::state::user_data::UserState;
use crate::model::{ArticleIx, Bookmark, BookmarkId, Briefing, Place, Provenance, StatementIx};
use crate::text::segment::floor_boundary;

/// How many characters a bookmark remembers on either side of its words. More would tell apart more
/// repetitions of a phrase; fewer stay the same more often when the article changes.
const CONTEXT_CHARS: usize = 32;

impl UserState {
    /// Creates a bookmark of the parts of a quotation, or of one range of text, without
    /// storing it; `None` where the parts hold no words.
    #[must_use]
    pub fn new_bookmark(
        &mut self,
        briefing: &Briefing,
        article: ArticleIx,
        parts: &[Range<usize>],
        statement: Option<StatementIx>,
    ) -> Option<Bookmark> {
        let a = briefing.article(article);
        let text = &a.text.text;
        let mut parts: Vec<Range<usize>> = parts
            .iter()
            .map(|r| floor_boundary(text, r.start)..floor_boundary(text, r.end))
            .filter(|r| r.start < r.end)
            .collect();
        parts.sort_by_key(|r| r.start);
        let start = parts.first()?.start;
        let end = parts.iter().map(|r| r.end).max()?;
        let before = text[..start].chars().rev().take(CONTEXT_CHARS);
        let prefix: String = before.collect::<Vec<_>>().into_iter().rev().collect();
        let mut provenance = Provenance::from_statement(briefing, article, statement);
        if parts.len() > 1 {
            let within = parts.iter().map(|r| r.start - start..r.end - start);
            provenance.parts = within.collect();
        }
        Some(Bookmark {
            id: self.next_id(),
            place: Place {
                briefing: briefing.id.clone(),
                article: a.id.clone(),
                range: start..end,
            },
            text_hash: a.text.hash.clone(),
            exact: text[start..end].to_owned(),
            prefix,
            suffix: text[end..].chars().take(CONTEXT_CHARS).collect(),
            provenance: Arc::new(provenance),
            note: String::new(),
            tags: Vec::new(),
            letter: None,
            created: 0,
            changed: 0,
        })
    }

    /// Returns an id that no other machine or session makes.
    fn next_id(&mut self) -> BookmarkId {
        self.id_counter += 1;
        let mut bytes = self.id_seed;
        for (byte, count) in bytes.iter_mut().skip(8).zip(self.id_counter.to_be_bytes()) {
            *byte ^= count;
        }
        BookmarkId(bytes.iter().fold(String::new(), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        }))
    }
}

/// Returns a bookmark with the words and the place of a new one: it stays the same, with its
/// note, tags and highlight.
#[must_use]
pub fn moved_to(old: Bookmark, new: Bookmark) -> Bookmark {
    Bookmark {
        id: old.id,
        note: old.note,
        tags: old.tags,
        letter: old.letter,
        created: old.created,
        ..new
    }
}
