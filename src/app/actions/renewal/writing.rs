//! What the reader has set or is writing while the text changes under it: marks, a note,
//! a search in the article.

use std::sync::Arc;

use crate::app::actions::renewal::ids::BriefingRemap;
use crate::app::prompt::Prompt;
use crate::app::state::open_briefing::OpenBriefing;
use crate::app::{App, Screen};
use crate::model::{Bookmark, Change, Mark, Place};
use crate::text::shift::Shift;

impl App {
    /// Moves the place from which a search in the article began.
    pub(in crate::app) fn remap_search_origin(&mut self, renewal: &BriefingRemap) {
        let (Screen::Article(reader), Some(Prompt::Search(prompt))) =
            (&self.screen, &mut self.prompt)
        else {
            return;
        };
        if let Some((cursor, top)) = &mut prompt.origin
            && Arc::ptr_eq(&reader.open, renewal.old)
            && let Some(shift) = renewal.shift(&renewal.old.briefing.article(reader.article).id)
        {
            (*cursor, *top) = (shift.offset(*cursor), shift.offset(*top));
        }
    }

    /// Moves the marks of a briefing with the words they stand at.
    pub(in crate::app) fn remap_marks(&mut self, renewal: &BriefingRemap) {
        let own = &renewal.old.briefing.id;
        let marks = self.user.marks().iter();
        let moved = marks.filter(|m| m.place.briefing == *own).filter_map(|m| {
            let shift = renewal.shift(&m.place.article)?;
            let at = shift.offset(m.place.range.start);
            (at != m.place.range.start).then(|| Mark {
                place: Place {
                    range: at..at,
                    ..m.place.clone()
                },
                ..m.clone()
            })
        });
        let moved: Vec<Mark> = moved.collect();
        for mark in moved {
            let change = self.user.record(Change::SetMark(mark));
            self.persist(change);
        }
    }

    /// Takes a note that is being written along: to where its words stand now.
    pub(in crate::app) fn remap_note(&mut self, old: &OpenBriefing, new: &Arc<OpenBriefing>) {
        let Some(Prompt::Note(bookmark, _)) = &self.prompt else {
            return;
        };
        if bookmark.place.briefing != old.briefing.id {
            return;
        }
        let bookmark = bookmark.clone();
        let Some(article) = new.briefing.article_by_id(&bookmark.place.article) else {
            return self
                .warn_note_writer("The article of these words is not in the briefing any more.");
        };
        let is_kept = self.user.bookmark(&bookmark.id).is_some();
        let text = &new.briefing.article(article).text;
        if is_kept || text.hash == bookmark.text_hash {
            return;
        }
        let printed = old.briefing.article_by_id(&bookmark.place.article);
        let printed = printed.map(|a| &old.briefing.article(a).text.text);
        let parts = printed.and_then(|printed| {
            let shift = Shift::new(printed, &text.text);
            let parts = bookmark.ranges().into_iter();
            parts
                .map(|part| shift.words(&part))
                .collect::<Option<Vec<_>>>()
        });
        let statement = bookmark.provenance.statement.as_deref();
        let statement = statement.and_then(|id| new.briefing.statement_by_id(id));
        let draft = parts.and_then(|parts| {
            self.user
                .new_bookmark(&new.briefing, article, &parts, statement)
        });
        match (draft, &mut self.prompt) {
            (Some(draft), Some(Prompt::Note(written, _))) => {
                **written = Bookmark {
                    id: bookmark.id,
                    note: bookmark.note,
                    tags: bookmark.tags,
                    letter: bookmark.letter,
                    created: bookmark.created,
                    ..draft
                };
            }
            _ => self.warn_note_writer("These words are not in the article any more as they were."),
        }
    }

    /// Has it said with the answer to a note that is being written.
    pub(in crate::app) fn warn_note_writer(&mut self, text: &str) {
        if matches!(self.prompt, Some(Prompt::Note(..))) {
            let before = self
                .pending_warning
                .take()
                .map_or(String::new(), |c| c + " ");
            self.pending_warning = Some(before + text);
        }
    }
}
