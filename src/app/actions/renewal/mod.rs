//! The open briefing as it is on the disk now: every screen, also those on the way back,
//! shows the new one at the same place. Indices are never carried over; what a
//! screen is about is found again by its ids. Where the files cannot be read, the old
//! text stays and is said to be old.

mod ids;
mod writing;

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use crate::model::{Briefing, BundleSource, EntryState, LibraryEntry, Problem, Ticket};

use crate::app::list::target::Target;
use crate::app::list::{Kind, Listing};
use crate::app::message::{Effect, Tone};
use crate::app::screens::library::source_name;
use crate::app::state::open_briefing::Desk;
use crate::app::{App, Goal, Screen};
use ids::{Renewal, Renewed};

/// Why the open briefing was read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// Its files have changed.
    Changed,
    /// The reader asked for it.
    Asked,
    /// Its bundle is gone, and another one of the same id is beside it.
    Replaced,
    /// The bundle that was opened is back; one beside it was shown meanwhile.
    Returned,
}

/// What is followed, and what has still to be asked again after a change.
#[derive(Clone, Debug, Default)]
pub(in crate::app) struct Following {
    /// The files, the content hash of what is shown of them, and the bundle in whose
    /// place they are shown.
    files: Option<(BundleSource, String, Option<BundleSource>)>,
    /// The question to an article whose answer is only shown, not told.
    pub(in crate::app) marking: Ticket,
}

/// What is said of a briefing that was read again.
pub(in crate::app) const CHANGED: &str =
    "This briefing has changed on the disk; it is shown as it is now.";

impl App {
    /// Reads the open briefing and the library again.
    pub(in crate::app) fn reload(&mut self) {
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
    pub(in crate::app) fn follow(&mut self) {
        let open = self.desk.as_ref().map(|desk| {
            let shown = &desk.briefing;
            let (source, hash) = (shown.source.clone(), shown.hash.clone());
            (source, hash, desk.instead_of.clone())
        });
        if open != self.following.files {
            self.following.files.clone_from(&open);
            let effect = open.map(|(source, hash, gone)| Effect::Follow(source, hash, gone));
            self.effects.extend(effect);
        }
    }

    /// Takes in what the files of the open briefing hold now.
    pub(in crate::app) fn changed_on_disk(
        &mut self,
        source: &BundleSource,
        result: Result<Arc<Briefing>, Vec<Problem>>,
    ) {
        let Some(desk) = &self.desk else {
            return;
        };
        if desk.briefing.source == *source {
            self.renewed(Occasion::Changed, source, result);
        } else if let Ok(briefing) = &result
            && desk.instead_of.as_ref() == Some(source)
            && desk.briefing.id == briefing.id
        {
            self.renewed(Occasion::Returned, source, result);
        }
    }

    /// Shows the open briefing as it was read again, or says that the old one is shown.
    pub(in crate::app) fn renewed(
        &mut self,
        occasion: Occasion,
        source: &BundleSource,
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
                        let said = match &old.instead_of {
                            Some(gone) => format!(
                                "Nothing has changed on the disk; {} is still gone, {} is shown.",
                                source_name(gone),
                                source_name(source)
                            ),
                            None => "Nothing has changed on the disk.".to_owned(),
                        };
                        self.say(Tone::Done, said);
                    }
                    return;
                }
                let said = match occasion {
                    Occasion::Replaced => format!(
                        "{} is gone; the one of the same id beside it is shown: {}.",
                        source_name(old.origin()),
                        source_name(source)
                    ),
                    Occasion::Returned => {
                        format!("{} is back and is shown again.", source_name(source))
                    }
                    _ if is_same => "The bundle can be read again, and is as it was.".to_owned(),
                    _ if was_outdated => {
                        "The bundle can be read again; it is shown as it is now.".to_owned()
                    }
                    _ => CHANGED.to_owned(),
                };
                let gone = match occasion {
                    Occasion::Returned => None,
                    _ => Some(old.origin().clone()).filter(|origin| *origin != new.source),
                };
                self.show_renewed(&old, &Arc::new(Desk::in_place_of(new, gone)), said);
            }
            Err(_) if occasion == Occasion::Replaced => {}
            Err(problems) => self.show_outdated(&old, &problems, occasion),
        }
    }

    /// Keeps the old text on the screen, and says that it is old.
    fn show_outdated(&mut self, old: &Arc<Desk>, problems: &[Problem], occasion: Occasion) {
        if old.outdated.as_deref() == Some(problems) {
            if occasion == Occasion::Changed {
                // What was broken may be gone by now.
                return self.follow_successor();
            }
        } else {
            let mut outdated = Desk::outdated(&old.briefing, problems);
            outdated.instead_of.clone_from(&old.instead_of);
            let new = Arc::new(outdated);
            self.put_in_place(old, &new);
        }
        let worst = problems.first().map_or("", |p| p.message.as_str());
        self.say(Tone::Trouble, format!("{OUTDATED} {worst}"));
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
    pub(in crate::app) fn put_in_place(&mut self, old: &Arc<Desk>, new: &Arc<Desk>) -> Renewed {
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
    pub(in crate::app) fn desk_of(&mut self, briefing: Arc<Briefing>) -> (Arc<Desk>, bool) {
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
            // Who opens the one beside a bundle that is gone wants that one from now on.
            desk.outdated.is_none()
                && desk.instead_of.is_none()
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

    /// Asks anew what the screen shows an answer to: the article's matches, results, a sieve.
    pub(in crate::app) fn ask_renewed(&mut self) {
        self.mark_anew();
        self.ask_renewed_search();
    }

    /// Looks anew for what is marked in the article on the screen, where its text has changed.
    pub(in crate::app) fn mark_anew(&mut self) {
        let ticket = self.ticket();
        if let Screen::Article(reader) = &mut self.screen
            && std::mem::take(&mut reader.has_old_hits)
            && let Some(sought) = &reader.asked
        {
            self.marking = ticket;
            self.following.marking = ticket;
            self.effects.push(Effect::Mark {
                ticket,
                briefing: reader.desk.briefing.clone(),
                article: reader.article,
                sought: sought.clone(),
            });
        }
    }

    /// Asks anew what a search of the library answered for the list on the screen.
    pub(in crate::app) fn ask_renewed_search(&mut self) {
        self.ask_anew();
        if let Screen::List(list) = &mut self.screen
            && let Some(sieve) = &mut list.sieve
        {
            sieve.renew(Some);
        }
        self.sift_anew();
    }

    /// Opens the bundle that has taken the place of the open one, where that is gone: one of
    /// the same id in the same folder. No other one, and never a built-in one, is what the
    /// reader opened. Whether the open one is gone or only broken is looked up on the disk.
    pub(in crate::app) fn follow_successor(&mut self) {
        let Some(desk) = self.desk.as_ref().filter(|d| d.outdated.is_some()) else {
            return;
        };
        let briefing = &desk.briefing;
        let folder = folder_of(&briefing.source);
        let is_successor = |e: &&LibraryEntry| {
            e.id == briefing.id
                && matches!(e.state, EntryState::Ready | EntryState::Hidden)
                && e.source != briefing.source
                && folder.is_some()
                && folder_of(&e.source) == folder
        };
        let successor = self.library.iter().find(is_successor);
        if let Some(successor) = successor.map(|e| e.source.clone())
            && self.opening.is_none()
        {
            let gone = briefing.source.clone();
            let ticket = self.ticket();
            self.opening = Some((ticket, Goal::Renewed(Occasion::Replaced)));
            self.effects.push(Effect::Replace(ticket, gone, successor));
        }
    }

    /// Takes in which bundles there are, with the cursor of the library on the same one.
    pub(in crate::app) fn take_library(&mut self, entries: Arc<[LibraryEntry]>, complete: bool) {
        let old = std::mem::replace(&mut self.library, entries);
        let new = self.library.clone();
        if old
            .iter()
            .zip(new.iter())
            .any(|(a, b)| a.source != b.source)
        {
            let sources = new.iter().enumerate().map(|(i, e)| (&e.source, i));
            let at: HashMap<&BundleSource, usize> = sources.collect();
            let moved = |target: &Target| match target {
                Target::Entry(i) => {
                    let source = old.get(*i).map(|e| &e.source);
                    let stays = source.is_some() && new.get(*i).map(|e| &e.source) == source;
                    let moved = source.and_then(|source| at.get(source));
                    let moved = if stays { Some(i) } else { moved };
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

/// Returns the folder in which a bundle stands; none of one that is built in.
fn folder_of(source: &BundleSource) -> Option<&Path> {
    match source {
        BundleSource::Folder(path) | BundleSource::Zip(path) => path.parent(),
        BundleSource::BuiltIn(_) => None,
    }
}

/// What is said where the old text stays on the screen.
const OUTDATED: &str = "The bundle cannot be read now: this is the old text (gp tells more).";

/// What is said of words that were taken from the old text.
pub(in crate::app) const OLD_WORDS: &str = "Old text: the bundle cannot be read now.";

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
