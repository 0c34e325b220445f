//! The open briefing as it is on the disk now: every screen, also those on the way back,
//! shows the new one at the same place. Indices are never carried over; what a
//! screen is about is found again by its ids. Where the files cannot be read, the old
//! text stays and is said to be old.

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::{
    Bookmark, Briefing, Change, Entry, EntryState, Mark, Place, Problem, Source, SpeakerIx,
    StatementIx, Ticket, TopicIx,
};
use crate::text::shift::Shift;

use super::desk::Desk;
use super::library::source_name;
use super::listing::{Kind, Listing};
use super::msg::{Effect, Tone};
use super::prompt::Prompt;
use super::target::Target;
use super::{App, Goal, Screen};

/// Why the open briefing was read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// Its files have changed.
    Changed,
    /// The reader asked for it.
    Asked,
    /// Its bundle is gone, and another one of the same id is there.
    Replaced,
}

/// From the indices of one state of a briefing to those of another, by ids.
struct Renewal<'a> {
    old: &'a Arc<Desk>,
    new: &'a Arc<Desk>,
}

impl Renewal<'_> {
    /// Returns how the text of an article has shifted; `None` where it is the same, or
    /// the article is gone.
    fn shift(&self, article: &str) -> Option<Shift<'_>> {
        let old = self.old.briefing.article_by_id(article)?;
        let new = self.new.briefing.article_by_id(article)?;
        let old = &self.old.briefing.article(old).text;
        let new = &self.new.briefing.article(new).text;
        (old.hash != new.hash).then(|| Shift::new(&old.text, &new.text))
    }

    fn statement(&self, old: StatementIx) -> Option<StatementIx> {
        let id = &self.old.briefing.statement(old).id;
        self.new.briefing.statement_by_id(id)
    }

    /// Returns the appearance in the same article; the first where that does not carry
    /// the statement any more.
    fn appearance(&self, old: StatementIx, appearance: usize, new: StatementIx) -> usize {
        let carried = self.old.briefing.statement(old).appearances.get(appearance);
        let article = carried.map(|a| &self.old.briefing.article(a.article).id);
        let article = article.and_then(|id| self.new.briefing.article_by_id(id));
        article.map_or(0, |article| self.new.appearance_in(new, article))
    }

    fn topic(&self, old: TopicIx) -> Option<TopicIx> {
        let id = &self.old.briefing.topics[old.0].id;
        let mut topics = self.new.briefing.topics.iter();
        topics.position(|t| t.id == *id).map(TopicIx)
    }

    /// Returns the topic under which a statement stands now.
    fn under(&self, old: Option<TopicIx>, statement: StatementIx) -> Option<TopicIx> {
        let same = self.topic(old?);
        let own = &self.new.briefing.statement(statement).topics;
        same.filter(|t| own.contains(t)).or(own.first().copied())
    }

    fn target(&self, old: &Target) -> Option<Target> {
        Some(match old {
            Target::Topic(topic) => Target::Topic(self.topic(*topic)?),
            Target::Article(article) => {
                let id = &self.old.briefing.article(*article).id;
                Target::Article(self.new.briefing.article_by_id(id)?)
            }
            Target::Speaker(speaker) => Target::Speaker(self.speaker(*speaker)?),
            Target::Statement {
                statement,
                appearance,
                under,
            } => {
                let new = self.statement(*statement)?;
                Target::Statement {
                    statement: new,
                    appearance: self.appearance(*statement, *appearance, new),
                    under: self.under(*under, new),
                }
            }
            Target::Elsewhere { statement, under } => {
                let new = self.statement(*statement)?;
                Target::Elsewhere {
                    statement: new,
                    under: self.under(*under, new),
                }
            }
            other => other.clone(),
        })
    }

    fn speaker(&self, old: SpeakerIx) -> Option<SpeakerIx> {
        let id = &self.old.briefing.speaker(old).id;
        let mut speakers = self.new.briefing.speakers.iter();
        let position = speakers.position(|s| s.id == *id)?;
        Some(SpeakerIx(position))
    }

    /// Returns which list it is in the new state; `None` where what it is about is gone.
    fn kind(&self, old: &Kind) -> Option<Kind> {
        Some(match old {
            Kind::Speaker(speaker) => Kind::Speaker(self.speaker(*speaker)?),
            Kind::Carriers(statement) => Kind::Carriers(self.statement(*statement)?),
            other => other.clone(),
        })
    }

    /// Brings a screen of the old state to the new one.
    fn screen(&self, screen: &mut Screen) -> Renewed {
        match screen {
            Screen::Article(reader) => {
                let id = &self.old.briefing.article(reader.article).id;
                match self.new.briefing.article_by_id(id) {
                    Some(article) if reader.renew(self.new.clone(), article) => Renewed::Whole,
                    Some(_) => Renewed::SelectionLost,
                    None => Renewed::Gone,
                }
            }
            Screen::List(list) => match self.kind(&list.kind) {
                Some(kind) => {
                    self.list(list, kind);
                    Renewed::Whole
                }
                None => Renewed::Gone,
            },
        }
    }

    fn list(&self, list: &mut Listing, kind: Kind) {
        list.kind = kind;
        list.desk = Some(self.new.clone());
        list.stretch = None;
        list.grid
            .retarget(|target| self.target(target).unwrap_or_default());
        list.chosen = list.chosen.iter().filter_map(|t| self.target(t)).collect();
        if let Some(sieve) = &mut list.sieve {
            sieve.renew(|statement| self.statement(statement));
        }
        list.stale();
    }
}

/// What became of a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Renewed {
    /// It is at the same place.
    Whole,
    /// The words that were selected do not stand there any more.
    SelectionLost,
    /// What it is about is not in the briefing any more.
    Gone,
}

/// What is said of a briefing that was read again.
pub(super) const CHANGED: &str = "This briefing has changed on the disk; it is shown as it is now.";

impl App {
    /// Reads the open briefing and the library again.
    pub(super) fn reload(&mut self) {
        self.effects.push(Effect::Rescan);
        match self.desk.as_ref().map(|d| d.briefing.source.clone()) {
            Some(source) => {
                self.say(Tone::Done, "Reading it again…");
                self.ask_open(source, Goal::Renewed(Occasion::Asked));
            }
            None => self.say(Tone::Done, "Looking at all bundles again…"),
        }
    }

    /// Has the files of the briefing on the screen followed.
    pub(super) fn follow(&mut self) {
        let open = self.desk.as_ref().map(|d| &d.briefing);
        let open = open.map(|b| (b.source.clone(), b.hash.clone()));
        if open != self.followed {
            self.followed.clone_from(&open);
            let effect = open.map(|(source, hash)| Effect::Follow(source, hash));
            self.effects.extend(effect);
        }
    }

    /// Takes in what the files of the open briefing hold now.
    pub(super) fn changed_on_disk(
        &mut self,
        source: &Source,
        result: Result<Arc<Briefing>, Vec<Problem>>,
    ) {
        let open = self.desk.as_ref().map(|d| &d.briefing.source);
        if open == Some(source) {
            self.renewed(Occasion::Changed, source, result);
        }
    }

    /// Shows the open briefing as it was read again, or says that the old one is shown.
    pub(super) fn renewed(
        &mut self,
        occasion: Occasion,
        source: &Source,
        result: Result<Arc<Briefing>, Vec<Problem>>,
    ) {
        let Some(old) = self.desk.clone() else {
            return;
        };
        let was_outdated = old.outdated.is_some();
        match result {
            Ok(new) => {
                let is_same = new.hash == old.briefing.hash && new.source == old.briefing.source;
                if is_same && !was_outdated {
                    if occasion == Occasion::Asked {
                        self.say(Tone::Done, "Nothing has changed on the disk.");
                    }
                    return;
                }
                let said = match occasion {
                    Occasion::Replaced => format!(
                        "The bundle is gone; the one of the same id is shown: {}.",
                        source_name(source)
                    ),
                    _ if is_same => "The bundle can be read again, and is as it was.".to_owned(),
                    _ if was_outdated => {
                        "The bundle can be read again; it is shown as it is now.".to_owned()
                    }
                    _ => CHANGED.to_owned(),
                };
                self.show_renewed(&old, &Arc::new(Desk::new(new)), said);
            }
            Err(_) if occasion == Occasion::Replaced => {}
            Err(problems) => self.show_outdated(&old, problems, occasion),
        }
    }

    /// Keeps the old text on the screen, and says that it is old.
    fn show_outdated(&mut self, old: &Arc<Desk>, problems: Vec<Problem>, occasion: Occasion) {
        if old.outdated.as_deref() == Some(problems.as_slice()) {
            if occasion == Occasion::Changed {
                return;
            }
        } else {
            let new = Arc::new(Desk::outdated(&old.briefing, problems));
            self.put_in_place(old, &new);
        }
        self.say(Tone::Trouble, OUTDATED);
        self.warn_writer(OLD_WORDS);
        self.follow_successor();
    }

    /// Shows another state of the open briefing in place of the old one.
    fn show_renewed(&mut self, old: &Arc<Desk>, new: &Arc<Desk>, mut said: String) {
        let before = self.target();
        let lost = self.put_in_place(old, new);
        let tone = match lost {
            Renewed::Whole => Tone::Done,
            Renewed::SelectionLost => {
                said.push_str(" The words that were selected are not there any more.");
                Tone::Trouble
            }
            Renewed::Gone => {
                said.push_str(" What was on the screen is not in it any more.");
                Tone::Trouble
            }
        };
        let wanted = self.target();
        self.lay();
        if lost == Renewed::Whole && self.target() != wanted {
            self.seek_alike(&Renewal { old, new }, &before);
        }
        self.renew_note(old, new);
        self.ask_renewed();
        self.say(tone, said);
    }

    /// Puts another state of a briefing in place of the old one on all screens. Returns
    /// what became of the screen at hand; where what it was about is gone, the first page
    /// of the briefing stands there.
    pub(super) fn put_in_place(&mut self, old: &Arc<Desk>, new: &Arc<Desk>) -> Renewed {
        let renewal = Renewal { old, new };
        self.move_origin(&renewal);
        let mut lost = Renewed::Whole;
        if is_of(&self.screen, old) {
            lost = renewal.screen(&mut self.screen);
            if lost == Renewed::Gone {
                // Not pushed: what is gone is no place to come back to.
                let page = Listing::new(Kind::Briefing, Some(new.clone()));
                self.screen = Screen::List(Box::new(page));
            }
        }
        for trail in [&mut self.trail.back, &mut self.trail.forward] {
            trail.retain_mut(|screen| {
                !is_of(screen, old) || renewal.screen(screen) != Renewed::Gone
            });
        }
        if new.outdated.is_none() {
            for list in self.lists() {
                // What was found may stand elsewhere now.
                list.search.answered = Ticket::default();
            }
        }
        if self.desk.as_ref().is_some_and(|d| Arc::ptr_eq(d, old)) {
            self.desk = Some(new.clone());
        }
        self.move_marks(&renewal);
        self.place_bookmarks();
        self.version += 1;
        lost
    }

    /// Returns the open state of a briefing: the one that is on a screen already, where it
    /// is the same; else the new one, which then is on all screens of that briefing.
    pub(super) fn desk_of(&mut self, briefing: Arc<Briefing>) -> (Arc<Desk>, bool) {
        let trail = self.trail.back.iter().chain(&self.trail.forward);
        let screens = std::iter::once(&self.screen).chain(trail).map(desk_of);
        let mut desks: Vec<Arc<Desk>> = Vec::new();
        for desk in screens.flatten().chain(&self.desk) {
            let is_own = desk.briefing.id == briefing.id;
            if is_own && !desks.iter().any(|known| Arc::ptr_eq(known, desk)) {
                desks.push(desk.clone());
            }
        }
        let is_same = |desk: &&Arc<Desk>| {
            desk.outdated.is_none()
                && (&desk.briefing.hash, &desk.briefing.source)
                    == (&briefing.hash, &briefing.source)
        };
        let known = desks.iter().find(is_same).cloned();
        let desk = known.unwrap_or_else(|| Arc::new(Desk::new(briefing)));
        desks.retain(|old| !Arc::ptr_eq(old, &desk));
        for old in &desks {
            self.put_in_place(old, &desk);
        }
        (desk, !desks.is_empty())
    }

    /// Puts the cursor on the same statement, or else on the same topic, where the very
    /// row on which it stood is not there any more.
    fn seek_alike(&mut self, renewal: &Renewal, before: &Target) {
        let Target::Statement {
            statement, under, ..
        } = before
        else {
            return;
        };
        let (statement, topic) = (
            renewal.statement(*statement),
            under.and_then(|topic| renewal.topic(topic)),
        );
        let is_said = |t: &Target| matches!(t, Target::Statement { statement: s, .. } if Some(*s) == statement);
        let is_near = |t: &Target| matches!(t, Target::Statement { under, .. } if topic.is_some() && *under == topic);
        if let Screen::List(list) = &mut self.screen {
            let _ = list.grid.seek_by(is_said) || list.grid.seek_by(is_near);
        }
    }

    /// Moves the place from which a search in the article began.
    fn move_origin(&mut self, renewal: &Renewal) {
        let (Screen::Article(reader), Some(Prompt::Search(prompt))) =
            (&self.screen, &mut self.prompt)
        else {
            return;
        };
        if let Some((cursor, top)) = &mut prompt.origin
            && Arc::ptr_eq(&reader.desk, renewal.old)
            && let Some(shift) = renewal.shift(&renewal.old.briefing.article(reader.article).id)
        {
            (*cursor, *top) = (shift.offset(*cursor), shift.offset(*top));
        }
    }

    /// Moves the marks of a briefing with the words they stand at.
    fn move_marks(&mut self, renewal: &Renewal) {
        let own = &renewal.old.briefing.id;
        let marks = self.keeping.marks().iter();
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
            let change = self.keeping.note(Change::SetMark(mark));
            self.send(change);
        }
    }

    /// Takes a note that is being written along: to where its words stand now.
    fn renew_note(&mut self, old: &Desk, new: &Arc<Desk>) {
        let Some(Prompt::Note(bookmark, _)) = &self.prompt else {
            return;
        };
        if bookmark.place.briefing != old.briefing.id {
            return;
        }
        let bookmark = bookmark.clone();
        let Some(article) = new.briefing.article_by_id(&bookmark.place.article) else {
            return self.warn_writer("The article of these words is not in the briefing any more.");
        };
        let is_kept = self.keeping.bookmark(&bookmark.id).is_some();
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
            self.keeping
                .draft(&new.briefing, article, &parts, statement)
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
            _ => self.warn_writer("These words are not in the article any more as they were."),
        }
    }

    /// Has it said with the answer to a note that is being written.
    fn warn_writer(&mut self, text: &str) {
        if matches!(self.prompt, Some(Prompt::Note(..))) {
            let before = self.caution.take().map_or(String::new(), |c| c + " ");
            self.caution = Some(before + text);
        }
    }

    /// Asks anew what the screen shows an answer to: the article's matches, results, a sieve.
    pub(super) fn ask_renewed(&mut self) {
        let ticket = self.ticket();
        match &mut self.screen {
            Screen::Article(reader) => {
                if let Some(sought) = &reader.asked
                    && !reader.sought.trim().is_empty()
                {
                    self.marking = ticket;
                    self.marking_quietly = true;
                    self.effects.push(Effect::Mark {
                        ticket,
                        briefing: reader.desk.briefing.clone(),
                        article: reader.article,
                        sought: sought.clone(),
                    });
                }
            }
            Screen::List(_) => self.ask_renewed_search(),
        }
        // The index may not have it yet.
        self.asking_again = true;
    }

    /// Asks anew what a search of the library answered for the list on the screen.
    pub(super) fn ask_renewed_search(&mut self) {
        self.ask_anew();
        if let Screen::List(list) = &mut self.screen
            && let Some(sieve) = &mut list.sieve
        {
            sieve.renew(Some);
        }
        self.sift_anew();
    }

    /// Opens the bundle that has taken the place of the open one, where that is gone.
    pub(super) fn follow_successor(&mut self) {
        let Some(desk) = self.desk.as_ref().filter(|d| d.outdated.is_some()) else {
            return;
        };
        let briefing = &desk.briefing;
        let is_there = self.library.iter().any(|e| e.source == briefing.source);
        let mut ready = self.library.iter();
        let successor = ready.find(|e| e.id == briefing.id && e.state == EntryState::Ready);
        if let Some(source) = successor.filter(|_| !is_there).map(|e| e.source.clone())
            && self.opening.is_none()
        {
            self.ask_open(source, Goal::Renewed(Occasion::Replaced));
        }
    }

    /// Takes in which bundles there are, with the cursor of the library on the same one.
    pub(super) fn take_library(&mut self, entries: Arc<[Entry]>, complete: bool) {
        let old = std::mem::replace(&mut self.library, entries);
        let new = self.library.clone();
        if old
            .iter()
            .zip(new.iter())
            .any(|(a, b)| a.source != b.source)
        {
            let at: HashMap<&Source, usize> = new.iter().map(|e| &e.source).zip(0..).collect();
            let moved = |target: &Target| match target {
                Target::Entry(i) => {
                    let source = old.get(*i).map(|e| &e.source);
                    let moved = source.and_then(|source| at.get(source));
                    moved.map_or(Target::Nothing, |i| Target::Entry(*i))
                }
                other => other.clone(),
            };
            for list in self.lists().filter(|list| list.kind == Kind::Library) {
                list.grid.retarget(moved);
                list.chosen = list.chosen.iter().map(moved).collect();
                list.chosen.retain(|t| *t != Target::Nothing);
            }
        }
        self.complete = complete;
        self.version += 1;
        self.follow_successor();
    }
}

/// What is said where the old text stays on the screen.
const OUTDATED: &str =
    "The bundle cannot be read now: this is the old text (gp tells what is wrong).";

/// What is said of words that were taken from the old text.
pub(super) const OLD_WORDS: &str = "Old text: the bundle cannot be read now.";

/// Returns the briefing that a screen shows.
fn desk_of(screen: &Screen) -> Option<&Arc<Desk>> {
    match screen {
        Screen::Article(reader) => Some(&reader.desk),
        Screen::List(list) => list.desk.as_ref(),
    }
}

fn is_of(screen: &Screen, desk: &Arc<Desk>) -> bool {
    desk_of(screen).is_some_and(|own| Arc::ptr_eq(own, desk))
}
