//! Keeping: bookmarks with notes and tags, and the way back from each change.

use crate::model::{Bookmark, BookmarkId, Change};

use crate::app::actions::marks::letter_of;
use crate::app::input::command::Command;
use crate::app::list::Kind;
use crate::app::list::target::Target;
use crate::app::message::{Effect, Tone};
use crate::app::prompt::Prompt;
use crate::app::prompt::text_input::Field;
use crate::app::{App, Screen};

impl App {
    /// Carries out a change that can be taken back, and sends it to disk.
    pub(in crate::app) fn change(&mut self, what: &str, change: Change) {
        self.change_all(what, vec![change]);
    }

    /// Carries out changes that are taken back together.
    pub(in crate::app) fn change_all(&mut self, what: &str, changes: Vec<Change>) {
        self.let_go();
        for change in self.keeping.change(what, changes) {
            self.send(change);
        }
    }

    /// Lets go of the list on the screen before it changes, so that it is not copied.
    fn let_go(&mut self) {
        if let Screen::List(list) = &mut self.screen {
            list.let_go();
        }
    }

    pub(in crate::app) fn send(&mut self, change: Change) {
        self.unsaved += usize::from(!matches!(change, Change::SetPosition(_)));
        self.version += 1;
        self.effects.push(Effect::Save(change));
    }

    /// Takes in whether a change is on disk.
    pub(in crate::app) fn saved(&mut self, change: &Change, result: Result<(), String>) {
        let place = matches!(change, Change::SetPosition(_));
        match result {
            Ok(()) => {
                // What could not be written stays counted until a later try is told.
                self.unsaved = self.unsaved.saturating_sub(usize::from(!place));
                let refused = self.refused;
                self.refused = refused.min(self.unsaved);
                if refused > 0 && self.refused == 0 {
                    self.say(Tone::Done, "All that you keep is on the disk again.");
                }
                if matches!(change, Change::PutBookmark(_)) {
                    self.let_go();
                }
                if self.keeping.stamped(change) {
                    self.version += 1;
                }
            }
            Err(why) => {
                self.refused += usize::from(!place);
                self.say(Tone::Trouble, format!("Not on disk: {why}"));
            }
        }
    }

    /// Takes the last change back, or makes it again.
    pub(in crate::app) fn take_back(&mut self, undo: bool) {
        self.let_go();
        let step = if undo {
            self.keeping.undo()
        } else {
            self.keeping.redo()
        };
        match step {
            Some((what, changes)) => {
                for change in changes {
                    self.send(change);
                }
                let text = if undo {
                    format!("Taken back: {what}.")
                } else {
                    format!("Done again: {what}.")
                };
                self.say(Tone::Done, text);
            }
            None => {
                let text = if undo {
                    "There is nothing to take back."
                } else {
                    "There is nothing to do again."
                };
                self.say(Tone::Nothing, text);
            }
        }
    }

    /// Returns the bookmark that the cursor stands on, or one of the words there
    /// that is not yet kept.
    fn keepsake(&mut self) -> Option<Bookmark> {
        if let Target::Bookmark(id) = self.target() {
            return self.keeping.bookmark(&id).cloned();
        }
        let desk = self.desk.clone()?;
        let (article, ranges, statement) = match (&self.screen, self.selected()) {
            (_, Some(selected)) => (selected.article, vec![selected.range], selected.statement),
            (Screen::Article(reader), None) => match reader.statement() {
                Some(at) => (reader.article, reader.parts_of(at), Some(at)),
                None => (reader.article, vec![reader.sentence()], None),
            },
            (Screen::List(_), None) => match (self.statement_here(), self.hit_here()) {
                (Some((statement, appearance)), _) => {
                    let all = &desk.briefing.statement(statement).appearances;
                    let shown = all.get(appearance)?;
                    let found = shown.quote.iter().map(|q| q.range.clone());
                    (shown.article, found.collect(), Some(statement))
                }
                (None, Some(hit)) if hit.place.briefing == desk.briefing.id => {
                    let article = desk.briefing.article_by_id(&hit.place.article)?;
                    (article, vec![hit.place.range.clone()], None)
                }
                _ => return None,
            },
        };
        let draft = self
            .keeping
            .draft(&desk.briefing, article, &ranges, statement)?;
        Some(self.keeping.at(&draft).cloned().unwrap_or(draft))
    }

    /// Returns what a note, tags or a highlight are for: the shortest bookmark at the
    /// cursor of an article, where nothing is selected, else as [`App::keepsake`].
    fn marked_here(&mut self) -> Option<Bookmark> {
        if let Screen::Article(reader) = &self.screen
            && reader.selection.is_none()
        {
            let briefing = &reader.desk.briefing;
            let article = &briefing.article(reader.article).id;
            let over = self.keeping.over(&briefing.id, article, reader.cursor);
            if let Some(bookmark) = over.first() {
                return Some((*bookmark).clone());
            }
        }
        self.keepsake()
    }

    fn nothing_to_keep(&mut self) {
        let elsewhere = self.hit_here().is_some();
        let text = if elsewhere {
            "This result is in another briefing; Enter opens it, then b keeps it."
        } else {
            "There are no words under the cursor to keep."
        };
        self.say(Tone::Nothing, text);
    }

    /// Keeps what is under the cursor, or lets it go.
    pub(in crate::app) fn toggle_bookmark(&mut self) {
        let caution = self.caution();
        let Some(bookmark) = self.keepsake() else {
            self.nothing_to_keep();
            return;
        };
        let begin = beginning(bookmark.parts()[0]);
        if self.keeping.bookmark(&bookmark.id).is_some() {
            self.change(
                "letting go of a bookmark",
                Change::DeleteBookmark(bookmark.id),
            );
            self.say(Tone::Done, format!("Let go: {begin} (u brings it back)"));
            self.let_selection_go();
        } else {
            self.change(
                "keeping a bookmark",
                Change::PutBookmark(Box::new(bookmark)),
            );
            self.say_with(caution, Tone::Done, &format!("Kept: {begin}"));
            self.let_selection_go();
        }
    }

    /// Returns the bookmarks that were chosen, else the one under the cursor.
    fn chosen_bookmarks(&self) -> Vec<Bookmark> {
        let Screen::List(list) = &self.screen else {
            return Vec::new();
        };
        // What a filter hides is not acted on.
        let is_shown = |t: &&Target| {
            !matches!(list.kind, Kind::Bookmarks(_)) || list.shown.item(t, &self.keeping).is_some()
        };
        let mut targets: Vec<Target> = list.chosen.iter().filter(is_shown).cloned().collect();
        if list.chosen.is_empty() {
            targets.push(list.grid.target().clone());
        }
        let kept = targets.iter().filter_map(|t| match t {
            Target::Bookmark(id) => self.keeping.bookmark(id).cloned(),
            _ => None,
        });
        kept.collect()
    }

    /// Deletes the bookmarks that were chosen, or the one under the cursor.
    pub(in crate::app) fn delete_bookmarks(&mut self) {
        let bookmarks = self.chosen_bookmarks();
        let text = match bookmarks.as_slice() {
            [] => {
                self.say(Tone::Nothing, "There is no bookmark under the cursor.");
                return;
            }
            [one] => format!("Deleted: {} (u brings it back)", beginning(one.parts()[0])),
            many => format!("Deleted {} bookmarks (u brings them back)", many.len()),
        };
        let what = match bookmarks.len() {
            1 => "deleting a bookmark".to_owned(),
            n => format!("deleting {n} bookmarks"),
        };
        let removals = bookmarks.into_iter().map(|b| Change::DeleteBookmark(b.id));
        self.change_all(&what, removals.collect());
        self.forget_choice();
        self.say(Tone::Done, text);
    }

    /// Brings the bookmark under the cursor back out of the trash.
    pub(in crate::app) fn bring_back(&mut self, id: &BookmarkId) {
        if let Some(bookmark) = self.keeping.trash().iter().find(|b| b.id == *id).cloned() {
            let begin = beginning(bookmark.parts()[0]);
            self.change(
                "bringing back a bookmark",
                Change::PutBookmark(Box::new(bookmark)),
            );
            self.say(Tone::Done, format!("Brought back: {begin}"));
        }
    }

    /// Forgets what was deleted, when that is asked for in so many words.
    pub(in crate::app) fn empty_trash(&mut self, argument: &str) {
        let count = self.keeping.trash().len();
        if count == 0 {
            self.say(Tone::Nothing, "Nothing was deleted.");
        } else if argument.trim() == "yes" {
            self.change("emptying the trash", Change::EmptyTrash);
            self.say(Tone::Done, format!("Forgotten for good: {count}."));
        } else {
            self.say(
                Tone::Nothing,
                format!("This forgets {count} for good; write :empty-trash yes."),
            );
        }
    }

    fn forget_choice(&mut self) {
        if let Screen::List(list) = &mut self.screen {
            list.chosen.clear();
        }
    }

    /// Chooses the row under the cursor, or lets it go again, and goes on.
    pub(in crate::app) fn choose_row(&mut self) {
        let Screen::List(list) = &mut self.screen else {
            return;
        };
        let target = list.grid.target().clone();
        if target == Target::Nothing {
            self.say(
                Tone::Nothing,
                "There is nothing to choose under the cursor.",
            );
            return;
        }
        match list.chosen.iter().position(|t| *t == target) {
            Some(i) => {
                list.chosen.remove(i);
            }
            None => list.chosen.push(target),
        }
        list.grid.step(1);
        let count = list.chosen.len();
        let text = if count == 0 {
            "Nothing is chosen.".to_owned()
        } else {
            format!("{count} chosen; dd, t, e and | handle them together, Esc lets them go.")
        };
        self.say(Tone::Done, text);
    }

    /// Groups the bookmarks by something else.
    pub(in crate::app) fn group(&mut self, name: &str) {
        let Screen::List(list) = &mut self.screen else {
            return;
        };
        if let Kind::Bookmarks(grouping) = &mut list.kind {
            match grouping.next(name.trim()) {
                Some(next) => {
                    *grouping = next;
                    list.stale();
                    self.say(Tone::Done, format!("Grouped by {}.", next.name()));
                }
                None => self.say(
                    Tone::Nothing,
                    format!("\"{name}\" is no grouping; write briefing, point, side, tag, letter or day."),
                ),
            }
        }
    }

    /// Takes over the place where the words of a bookmark were found again.
    pub(in crate::app) fn accept_place(&mut self) {
        use crate::text::reanchor::Placed;
        let (Target::Bookmark(id), Some(desk)) = (self.target(), self.desk.clone()) else {
            self.say(
                Tone::Nothing,
                "There is no bookmark of an open briefing under the cursor.",
            );
            return;
        };
        let Some(old) = self.keeping.bookmark(&id).cloned() else {
            return;
        };
        let range = match self.keeping.placings().of(&old) {
            Placed::Here(_) => None,
            Placed::Moved(_) | Placed::Approximate(..) => {
                Some(self.keeping.placings().ranges(&old))
            }
            Placed::Unplaced(candidate) => candidate.map(|(range, _)| vec![range]),
        };
        let article = desk.briefing.article_by_id(&old.place.article);
        let draft = range.zip(article).and_then(|(parts, article)| {
            let id = old.provenance.statement.as_deref();
            let statement = id.and_then(|s| desk.briefing.statement_by_id(s));
            self.keeping
                .draft(&desk.briefing, article, &parts, statement)
        });
        let Some(draft) = draft else {
            self.say(Tone::Nothing, "There is no new place to take over.");
            return;
        };
        let accepted = Bookmark {
            id: old.id,
            note: old.note,
            tags: old.tags,
            letter: old.letter,
            created: old.created,
            ..draft
        };
        self.change(
            "taking over a place",
            Change::PutBookmark(Box::new(accepted)),
        );
        self.place_bookmarks();
        self.say(
            Tone::Done,
            "The bookmark holds the words as they stand now (u takes it back).",
        );
    }

    /// Opens the panel for a note.
    pub(in crate::app) fn begin_note(&mut self) {
        match self.marked_here() {
            Some(bookmark) => {
                let field = Field::with(&bookmark.note);
                // The panel lays a list anew, and what the mouse swept is let go then.
                self.caution = self.caution();
                self.prompt = Some(Prompt::Note(Box::new(bookmark), field));
            }
            None => self.nothing_to_keep(),
        }
    }

    /// Keeps a note that was written.
    pub(in crate::app) fn keep_note(&mut self, mut bookmark: Bookmark, note: &str) {
        let caution = self.caution.take();
        let note = note.trim_end();
        if bookmark.note == note && self.keeping.bookmark(&bookmark.id).is_some() {
            self.say(Tone::Nothing, "The note is as it was.");
            return;
        }
        if note.is_empty() && self.keeping.bookmark(&bookmark.id).is_none() {
            self.say(Tone::Nothing, "No note was written; nothing was kept.");
            return;
        }
        note.clone_into(&mut bookmark.note);
        self.change("writing a note", Change::PutBookmark(Box::new(bookmark)));
        // The article may have changed while it was written.
        self.place_bookmarks();
        self.say_with(caution, Tone::Done, "The note is kept.");
        self.let_selection_go();
    }

    /// Gives what is chosen, or under the cursor, a highlight with a letter; takes it
    /// away where all of it has that letter.
    pub(in crate::app) fn highlight(&mut self, letter: &str) {
        let letter = letter_of(letter).filter(char::is_ascii_lowercase);
        let Some(letter) = letter else {
            self.say(Tone::Nothing, "A highlight is one letter, a to z.");
            return;
        };
        let bookmarks = self.meant_bookmarks();
        if bookmarks.is_empty() {
            self.nothing_to_keep();
            return;
        }
        let away = bookmarks.iter().all(|b| b.letter == Some(letter));
        let count = bookmarks.len();
        let caution = self.caution().filter(|_| !away);
        let changes = bookmarks.into_iter().map(|mut bookmark| {
            bookmark.letter = (!away).then_some(letter);
            Change::PutBookmark(Box::new(bookmark))
        });
        let changes = changes.collect();
        self.change_all("highlighting", changes);
        self.forget_choice();
        self.let_selection_go();
        let text = match (away, count) {
            (true, 1) => "No highlight any more; it stays kept.".to_owned(),
            (true, _) => format!("{count} bookmarks: no highlight any more; they stay kept."),
            (false, 1) => format!("Highlighted {letter}."),
            (false, _) => format!("{count} bookmarks: highlighted {letter}."),
        };
        self.say_with(caution, Tone::Done, &text);
    }

    /// Returns the bookmarks that a command means: those chosen, else the one here.
    fn meant_bookmarks(&mut self) -> Vec<Bookmark> {
        let mut bookmarks = self.chosen_bookmarks();
        if bookmarks.is_empty() {
            bookmarks.extend(self.marked_here());
        }
        bookmarks
    }

    /// Asks for tags, or sets those given on all that is chosen.
    pub(in crate::app) fn begin_tags(&mut self, argument: &str) {
        let mut bookmarks = self.meant_bookmarks();
        if bookmarks.is_empty() {
            self.nothing_to_keep();
            return;
        }
        if argument.is_empty() {
            let field = Field::with(&bookmarks[0].tags.join(", "));
            self.prompt = Some(Prompt::Argument(Command::Tags, field));
            return;
        }
        let mut tags: Vec<String> = argument
            .split(',')
            .map(|t| t.trim().to_owned())
            .filter(|t| !t.is_empty())
            .collect();
        tags.sort();
        tags.dedup();
        if tags.is_empty() {
            // What is not yet kept is not kept for want of tags.
            bookmarks.retain(|b| self.keeping.bookmark(&b.id).is_some());
        }
        let count = bookmarks.len();
        if count == 0 {
            self.say(Tone::Nothing, "No tags were written; nothing was kept.");
            return;
        }
        let caution = self.caution();
        let changes = bookmarks.into_iter().map(|mut bookmark| {
            bookmark.tags.clone_from(&tags);
            Change::PutBookmark(Box::new(bookmark))
        });
        self.change_all("setting tags", changes.collect());
        self.forget_choice();
        self.let_selection_go();
        let written = tags.join(", ");
        let text = match (tags.is_empty(), count) {
            (true, 1) => "No tags any more.".to_owned(),
            (true, _) => format!("{count} bookmarks: no tags any more."),
            (false, 1) => format!("Tagged: {written}"),
            (false, _) => format!("{count} bookmarks tagged: {written}"),
        };
        self.say_with(caution, Tone::Done, &text);
    }
}

/// Returns how some words begin, for the status line.
fn beginning(words: &str) -> String {
    let mut text: String = words
        .split_whitespace()
        .take(8)
        .collect::<Vec<_>>()
        .join(" ");
    if text.len() < words.trim().len() {
        text.push('…');
    }
    format!("“{text}”")
}
