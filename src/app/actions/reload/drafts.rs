//! What the reader has set or is writing while the text changes under it: marks, a note,
//! a search in the article.

use std::sync::Arc;

use crate::app::actions::reload::remap::BriefingRemap;
use crate::app::app_state::AppState;
use crate::app::prompt::Prompt;
use crate::app::state::open_briefing::OpenBriefing;
use crate::app::state::user_data::new_bookmark::moved_to;
use crate::model::{Change, Mark, Place};
use crate::text::shift::PositionMap;

impl AppState {
    /// Moves the place from which a search in the article began.
    pub(in crate::app) fn remap_search_origin(&mut self, remap: &BriefingRemap) {
        let (Some(reader), Some(Prompt::Search(prompt))) = (self.nav.reader(), &mut self.prompt)
        else {
            return;
        };
        if let Some((cursor, top)) = &mut prompt.origin
            && Arc::ptr_eq(&reader.open, remap.old)
            && let Some(shift) = remap.shift(&remap.old.briefing.article(reader.article).id)
        {
            (*cursor, *top) = (shift.map_offset(*cursor), shift.map_offset(*top));
        }
    }

    /// Moves the marks of a briefing with the words they stand at.
    pub(in crate::app) fn remap_marks(&mut self, remap: &BriefingRemap) {
        let own = &remap.old.briefing.id;
        let marks = self.user.marks().iter();
        let moved = marks.filter(|m| m.place.briefing == *own).filter_map(|m| {
            let shift = remap.shift(&m.place.article)?;
            let at = shift.map_offset(m.place.range.start);
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
            self.persist([change]);
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
        let is_stored = self.user.bookmark(&bookmark.id).is_some();
        let text = &new.briefing.article(article).text;
        if is_stored || text.hash == bookmark.text_hash {
            return;
        }
        let printed = old.briefing.article_by_id(&bookmark.place.article);
        let printed = printed.map(|a| &old.briefing.article(a).text.text);
        let parts = printed.and_then(|printed| {
            let shift = PositionMap::new(printed, &text.text);
            let parts = bookmark.ranges().into_iter();
            parts
                .map(|part| shift.map_words(&part))
                .collect::<Option<Vec<_>>>()
        });
        let statement = bookmark.provenance.statement.as_deref();
        let statement = statement.and_then(|id| new.briefing.statement_by_id(id));
        let moved = parts.and_then(|parts| {
            self.user
                .new_bookmark(&new.briefing, article, &parts, statement)
        });
        match (moved, &mut self.prompt) {
            (Some(moved), Some(Prompt::Note(written, _))) => {
                **written = moved_to(*bookmark, moved);
            }
            _ => self.warn_note_writer("These words are not in the article any more as they were."),
        }
    }

    /// Keeps a warning for the answer to a note that is being written.
    pub(in crate::app) fn warn_note_writer(&mut self, text: &str) {
        if matches!(self.prompt, Some(Prompt::Note(..))) {
            self.status.add_pending_warning(text);
        }
    }
}
