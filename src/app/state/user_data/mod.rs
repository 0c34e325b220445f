//! What the reader keeps, as the program sees it: bookmarks by place, marks,
//! positions, and the way back. Every change goes to disk at once as an effect;
//! what is shown here is what was asked for, and trouble with the disk is told.

mod anchors;
mod pending_writes;

use std::collections::HashSet;
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;

use crate::model::{
    ArticleIx, Bookmark, BookmarkId, Bookmarks, Briefing, Change, Mark, Place, Position,
    Provenance, ReadState, SavedSearch, StatementIx, UserData,
};
use crate::text::segment::floor_boundary;

use crate::app::state::user_data::anchors::ResolvedAnchors;
use pending_writes::PendingWrites;

pub use crate::model::bookmark_lookup::BookmarkLookup;

/// All that is kept, and the changes that can be taken back.
#[derive(Clone, Debug, Default)]
pub struct UserState {
    data: UserData,
    lookup: BookmarkLookup,
    anchors: ResolvedAnchors,
    /// What was changed and is not yet known to be on disk.
    pending_writes: PendingWrites,
    undo: Vec<UndoStep>,
    redo: Vec<UndoStep>,
    /// Where the bookmarks stood that were removed, oldest first.
    removed: Vec<(BookmarkId, usize)>,
    id_seed: [u8; 16],
    id_counter: u64,
}

/// Changes that were made together, each with its inverse.
#[derive(Clone, Debug)]
struct UndoStep {
    what: String,
    changes: Vec<(Change, Change)>,
}

/// How many characters a bookmark remembers on either side of its words.
const CONTEXT_CHARS: usize = 32;

impl UserState {
    /// Begins with what the store holds, and with randomness for names.
    #[must_use]
    pub fn new(kept: UserData, id_seed: [u8; 16]) -> UserState {
        UserState {
            lookup: BookmarkLookup::new(&kept.bookmarks),
            data: kept,
            id_seed,
            ..UserState::default()
        }
    }

    /// Takes over what the store held a moment ago, and makes again what was changed
    /// since: it is on its way there.
    pub fn reload(&mut self, kept: UserData, register: BookmarkLookup) {
        self.data = kept;
        self.lookup = register;
        for change in self.pending_writes.clone().changes() {
            self.apply(change);
        }
    }

    /// Tells whether the bookmarks are still being read.
    #[must_use]
    pub fn is_loading(&self) -> bool {
        self.data.bookmarks_pending
    }

    /// Returns the bookmarks, oldest first.
    #[must_use]
    pub fn bookmarks(&self) -> &Bookmarks {
        &self.data.bookmarks
    }

    /// Returns the bookmarks that were removed, the last first.
    #[must_use]
    pub fn trash(&self) -> &[Bookmark] {
        &self.data.trash
    }

    /// Returns the bookmark of that name.
    #[must_use]
    pub fn bookmark(&self, id: &BookmarkId) -> Option<&Bookmark> {
        self.shared_bookmark(id).map(AsRef::as_ref)
    }

    /// Returns the bookmark of that name as it stands in the list of all.
    #[must_use]
    pub fn shared_bookmark(&self, id: &BookmarkId) -> Option<&Arc<Bookmark>> {
        self.lookup.get(id)
    }

    /// Returns the bookmarks in an article.
    pub fn in_article(&self, briefing: &str, article: &str) -> impl Iterator<Item = &Bookmark> {
        let here = self.lookup.in_article(briefing, article);
        here.iter().map(AsRef::as_ref)
    }

    /// Returns the bookmarks that lie over a byte of an article, the shortest first.
    #[must_use]
    pub fn covering(&self, briefing: &str, article: &str, offset: usize) -> Vec<&Bookmark> {
        let here = self.in_article(briefing, article);
        let mut over: Vec<(usize, &Bookmark)> = here
            .map(|b| (self.anchors().ranges(b), b))
            .filter(|(ranges, _)| ranges.iter().any(|r| r.contains(&offset)))
            .map(|(ranges, b)| (ranges.iter().map(Range::len).sum(), b))
            .collect();
        over.sort_by_key(|(len, _)| *len);
        over.into_iter().map(|(_, b)| b).collect()
    }

    /// Returns the bookmark that holds exactly these words in this place.
    #[must_use]
    pub fn existing(&self, draft: &Bookmark) -> Option<&Bookmark> {
        let same =
            |b: &&Bookmark| b.place == draft.place && b.provenance.parts == draft.provenance.parts;
        let place = &draft.place;
        self.in_article(&place.briefing, &place.article).find(same)
    }

    /// Returns all tags in use, in order.
    #[must_use]
    pub fn tags(&self) -> Vec<String> {
        self.lookup.tags().cloned().collect()
    }

    /// Looks for the bookmarks of the open briefing whose articles have changed.
    pub fn resolve_anchors(&mut self, briefing: &Briefing) {
        self.anchors.update(briefing, &self.lookup);
    }

    /// Returns where the bookmarks stand now.
    #[must_use]
    pub fn anchors(&self) -> &ResolvedAnchors {
        &self.anchors
    }

    /// Returns where the reader was in an article.
    #[must_use]
    pub fn position(&self, briefing: &str, article: &str) -> Option<&Position> {
        self.data
            .positions
            .iter()
            .find(|p| p.briefing == briefing && p.article == article)
    }

    /// Returns the read state of an article.
    #[must_use]
    pub fn read_state(&self, briefing: &str, article: &str) -> ReadState {
        self.position(briefing, article)
            .map_or(ReadState::New, |p| p.state)
    }

    /// Returns the mark of a letter: a small one within a briefing, a capital anywhere.
    #[must_use]
    pub fn mark(&self, letter: char, briefing: &str) -> Option<&Mark> {
        self.data.marks.iter().find(|m| {
            m.letter == letter && (letter.is_ascii_uppercase() || m.place.briefing == briefing)
        })
    }

    /// Returns all marks.
    #[must_use]
    pub fn marks(&self) -> &[Mark] {
        &self.data.marks
    }

    /// Returns the questions that led somewhere, oldest first.
    #[must_use]
    pub fn query_history(&self) -> &[String] {
        &self.data.query_history
    }

    /// Returns an earlier question that begins like this, counted back from the newest.
    #[must_use]
    pub fn earlier_query(&self, beginning: &str, back: usize) -> Option<&str> {
        let asked = self.data.query_history.iter().rev().map(String::as_str);
        let mut alike = asked.filter(|a| a.starts_with(beginning) && *a != beginning.trim_end());
        alike.nth(back)
    }

    /// Returns the saved searches, in the order of their names.
    #[must_use]
    pub fn searches(&self) -> &[SavedSearch] {
        &self.data.searches
    }

    /// Returns the saved search of that name.
    #[must_use]
    pub fn search(&self, name: &str) -> Option<&SavedSearch> {
        self.data.searches.iter().find(|s| s.name == name)
    }

    /// Makes changes that are taken back together; returns them for the store.
    pub fn apply_undoable(&mut self, what: &str, changes: Vec<Change>) -> Vec<Change> {
        let mut step = UndoStep {
            what: what.to_owned(),
            changes: Vec::new(),
        };
        if changes.contains(&Change::EmptyTrash) {
            self.drop_trash_steps();
        }
        for change in &changes {
            let inverse = self.inverse(change);
            self.apply_tracked(change);
            if let Some(inverse) = inverse {
                step.changes.push((change.clone(), inverse));
            }
        }
        if !step.changes.is_empty() {
            self.undo.push(step);
            self.redo.clear();
        }
        changes
    }

    /// Forgets the steps of what lies in the trash: what is forgotten for good is not
    /// brought back by undoing either.
    fn drop_trash_steps(&mut self) {
        let gone: HashSet<&BookmarkId> = self.data.trash.iter().map(|b| &b.id).collect();
        let stays = |(change, _): &(Change, Change)| match change {
            Change::PutBookmark(b) => !gone.contains(&b.id),
            Change::DeleteBookmark(id) => !gone.contains(id),
            _ => true,
        };
        for steps in [&mut self.undo, &mut self.redo] {
            for step in steps.iter_mut() {
                step.changes.retain(stays);
            }
            steps.retain(|step| !step.changes.is_empty());
        }
    }

    /// Notes a change that is not an action: where the reader is.
    pub fn record(&mut self, change: Change) -> Change {
        self.apply_tracked(&change);
        change
    }

    /// Takes back what was changed last; returns what it was and what the store must do.
    pub fn undo(&mut self) -> Option<(String, Vec<Change>)> {
        let step = self.undo.pop()?;
        let inverses = step
            .changes
            .iter()
            .rev()
            .map(|(_, inverse)| inverse.clone());
        let changes: Vec<Change> = inverses.collect();
        for change in &changes {
            self.apply_tracked(change);
        }
        let what = step.what.clone();
        self.redo.push(step);
        Some((what, changes))
    }

    /// Makes again what was taken back last.
    pub fn redo(&mut self) -> Option<(String, Vec<Change>)> {
        let step = self.redo.pop()?;
        let changes: Vec<Change> = step.changes.iter().map(|(c, _)| c.clone()).collect();
        for change in &changes {
            self.apply_tracked(change);
        }
        let what = step.what.clone();
        self.undo.push(step);
        Some((what, changes))
    }

    /// Notes that a change is on disk, and takes over the times that the store set;
    /// tells whether that changed anything.
    pub fn confirm_saved(&mut self, change: &Change) -> bool {
        self.pending_writes.acknowledge(change);
        let Change::PutBookmark(saved) = change else {
            return false;
        };
        let same = |b: &&Bookmark| {
            (&b.note, &b.tags, b.letter) == (&saved.note, &saved.tags, saved.letter)
                && (b.created, b.changed) != (saved.created, saved.changed)
        };
        let Some(b) = self.bookmark(&saved.id).filter(same) else {
            return false;
        };
        let confirm_saved = Bookmark {
            created: saved.created,
            changed: saved.changed,
            ..b.clone()
        };
        self.upsert(confirm_saved);
        true
    }

    /// Makes a bookmark of the parts of a quotation, or of one stretch of text; not
    /// yet kept. None where the parts hold no words.
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

    /// Makes a name that no other machine or session makes.
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

    fn inverse(&self, change: &Change) -> Option<Change> {
        Some(match change {
            Change::PutBookmark(b) => match self.bookmark(&b.id) {
                Some(old) => Change::PutBookmark(Box::new(old.clone())),
                None => Change::DeleteBookmark(b.id.clone()),
            },
            Change::DeleteBookmark(id) => Change::PutBookmark(Box::new(self.bookmark(id)?.clone())),
            Change::EmptyTrash | Change::RecordQuery(_) | Change::ClearHistory => return None,
            Change::SetMark(m) => match self.mark(m.letter, &m.place.briefing) {
                Some(old) => Change::SetMark(old.clone()),
                None => Change::ClearMark(m.clone()),
            },
            Change::ClearMark(m) => Change::SetMark(m.clone()),
            Change::SetPosition(p) => {
                Change::SetPosition(match self.position(&p.briefing, &p.article) {
                    Some(old) => Position {
                        state: old.state,
                        ..p.clone()
                    },
                    None => Position {
                        state: ReadState::New,
                        ..p.clone()
                    },
                })
            }
            Change::SaveSearch(s) => match self.search(&s.name) {
                Some(old) => Change::SaveSearch(Box::new(old.clone())),
                None => Change::RemoveSearch(s.name.clone()),
            },
            Change::RemoveSearch(name) => Change::SaveSearch(Box::new(self.search(name)?.clone())),
        })
    }

    /// Makes a change that is to be sent to the store.
    fn apply_tracked(&mut self, change: &Change) {
        self.apply(change);
        self.pending_writes.add(change);
    }

    fn apply(&mut self, change: &Change) {
        let kept = &mut self.data;
        match change {
            Change::PutBookmark(b) => self.upsert((**b).clone()),
            Change::EmptyTrash => kept.trash.clear(),
            Change::DeleteBookmark(id) => {
                if let Some(at) = self.index_of(id) {
                    let removed = Arc::make_mut(&mut self.data.bookmarks).remove(at);
                    self.lookup.remove(&removed);
                    let trash = &mut self.data.trash;
                    trash.insert(0, Arc::unwrap_or_clone(removed));
                    self.removed.push((id.clone(), at));
                }
            }
            Change::SetMark(m) => {
                kept.marks.retain(|old| !same_mark(old, m));
                kept.marks.push(m.clone());
            }
            Change::ClearMark(m) => kept.marks.retain(|old| !same_mark(old, m)),
            Change::SetPosition(p) => {
                kept.positions
                    .retain(|old| old.briefing != p.briefing || old.article != p.article);
                kept.positions.insert(0, p.clone());
            }
            Change::RecordQuery(text) => kept.record_query(text),
            Change::ClearHistory => kept.query_history.clear(),
            Change::SaveSearch(search) => kept.save_search(search),
            Change::RemoveSearch(name) => kept.remove_search(name),
        }
    }

    /// Returns where a bookmark stands in the list.
    fn index_of(&self, id: &BookmarkId) -> Option<usize> {
        let b = self.shared_bookmark(id)?;
        let mut all = self.data.bookmarks.iter();
        all.position(|other| Arc::ptr_eq(other, b))
    }

    /// Puts a bookmark in place of the one of its name; a new one behind all others,
    /// and one that was removed back where it was.
    fn upsert(&mut self, bookmark: Bookmark) {
        let bookmark = Arc::new(bookmark);
        let at = self.index_of(&bookmark.id);
        let all = Arc::make_mut(&mut self.data.bookmarks);
        if let Some(at) = at {
            all[at] = bookmark;
            self.lookup.replace(all, at);
            return;
        }
        self.data.trash.retain(|old| old.id != bookmark.id);
        let removed = self.removed.iter().rposition(|(id, _)| *id == bookmark.id);
        match removed.map(|i| self.removed.remove(i).1) {
            Some(at) if at < all.len() => {
                all.insert(at, bookmark);
                self.lookup.insert(all, at);
            }
            _ => {
                all.push(Arc::clone(&bookmark));
                self.lookup.add(&bookmark);
            }
        }
    }
}

fn same_mark(a: &Mark, b: &Mark) -> bool {
    a.letter == b.letter && (a.letter.is_ascii_uppercase() || a.place.briefing == b.place.briefing)
}

/// Returns the sign of a bookmark: the letter of its highlight, else a star.
#[must_use]
pub fn gutter_sign(letter: Option<char>) -> char {
    letter.unwrap_or('*')
}
