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
use crate::app::list::{ListKind, ListScreen};
use crate::app::message::{Effect, StatusLevel};
use crate::app::state::open_briefing::OpenBriefing;
use crate::app::ui::labels::source_name;
use crate::app::{App, JumpTarget, Screen};
use ids::{BriefingRemap, RemapResult};

/// Why the open briefing was read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReloadReason {
    /// Its files have changed.
    Changed,
    /// The reader asked for it.
    Requested,
    /// Its bundle is gone, and another one of the same id is beside it.
    Replaced,
    /// The bundle that was opened is back; one beside it was shown meanwhile.
    Returned,
}

/// What is followed, and what has still to be asked again after a change.
#[derive(Clone, Debug, Default)]
pub(in crate::app) struct FollowState {
    /// The files, the content hash of what is shown of them, and the bundle in whose
    /// place they are shown.
    files: Option<(BundleSource, String, Option<BundleSource>)>,
    /// The question to an article whose answer is only shown, not told.
    pub(in crate::app) quiet_search: Ticket,
}

/// What is said of a briefing that was read again.
pub(in crate::app) const CHANGED: &str =
    "This briefing has changed on the disk; it is shown as it is now.";

impl App {
    /// Reads the open briefing and the library again.
    pub(in crate::app) fn reload(&mut self) {
        self.effects.push(Effect::Rescan);
        match self.open.as_ref().map(|d| d.briefing.source.clone()) {
            Some(source) => {
                self.set_status(StatusLevel::Info, "Reading it again…");
                self.request_open(source, JumpTarget::Reload(ReloadReason::Requested));
            }
            None => self.set_status(StatusLevel::Info, "Looking at all bundles again…"),
        }
    }

    /// Has the files of the briefing on the screen followed.
    pub(in crate::app) fn follow_open_briefing(&mut self) {
        let open = self.open.as_ref().map(|open| {
            let shown = &open.briefing;
            let (source, hash) = (shown.source.clone(), shown.hash.clone());
            (source, hash, open.replaces.clone())
        });
        if open != self.following.files {
            self.following.files.clone_from(&open);
            let effect = open.map(|(source, hash, gone)| Effect::FollowBundle(source, hash, gone));
            self.effects.extend(effect);
        }
    }

    /// Takes in what the files of the open briefing hold now.
    pub(in crate::app) fn on_bundle_changed(
        &mut self,
        source: &BundleSource,
        result: Result<Arc<Briefing>, Vec<Problem>>,
    ) {
        let Some(open) = &self.open else {
            return;
        };
        if open.briefing.source == *source {
            self.on_reloaded(ReloadReason::Changed, source, result);
        } else if let Ok(briefing) = &result
            && open.replaces.as_ref() == Some(source)
            && open.briefing.id == briefing.id
        {
            self.on_reloaded(ReloadReason::Returned, source, result);
        }
    }

    /// Shows the open briefing as it was read again, or says that the old one is shown.
    pub(in crate::app) fn on_reloaded(
        &mut self,
        occasion: ReloadReason,
        source: &BundleSource,
        result: Result<Arc<Briefing>, Vec<Problem>>,
    ) {
        let Some(old) = self.open.clone() else {
            return;
        };
        let was_outdated = old.outdated.is_some();
        match result {
            Ok(new) => {
                let is_same = new.hash == old.briefing.hash && new.source == old.briefing.source;
                if is_same && !was_outdated {
                    if occasion == ReloadReason::Requested {
                        let said = match &old.replaces {
                            Some(gone) => format!(
                                "Nothing has changed on the disk; {} is still gone, {} is shown.",
                                source_name(gone),
                                source_name(source)
                            ),
                            None => "Nothing has changed on the disk.".to_owned(),
                        };
                        self.set_status(StatusLevel::Info, said);
                    }
                    return;
                }
                let said = match occasion {
                    ReloadReason::Replaced => format!(
                        "{} is gone; the one of the same id beside it is shown: {}.",
                        source_name(old.origin()),
                        source_name(source)
                    ),
                    ReloadReason::Returned => {
                        format!("{} is back and is shown again.", source_name(source))
                    }
                    _ if is_same => "The bundle can be read again, and is as it was.".to_owned(),
                    _ if was_outdated => {
                        "The bundle can be read again; it is shown as it is now.".to_owned()
                    }
                    _ => CHANGED.to_owned(),
                };
                let gone = match occasion {
                    ReloadReason::Returned => None,
                    _ => Some(old.origin().clone()).filter(|origin| *origin != new.source),
                };
                self.show_reloaded(&old, &Arc::new(OpenBriefing::replacing(new, gone)), said);
            }
            Err(_) if occasion == ReloadReason::Replaced => {}
            Err(problems) => self.show_outdated(&old, &problems, occasion),
        }
    }

    /// Keeps the old text on the screen, and says that it is old.
    fn show_outdated(
        &mut self,
        old: &Arc<OpenBriefing>,
        problems: &[Problem],
        occasion: ReloadReason,
    ) {
        if old.outdated.as_deref() == Some(problems) {
            if occasion == ReloadReason::Changed {
                // What was broken may be gone by now.
                return self.open_successor();
            }
        } else {
            let mut outdated = OpenBriefing::outdated(&old.briefing, problems);
            outdated.replaces.clone_from(&old.replaces);
            let new = Arc::new(outdated);
            self.replace_briefing(old, &new);
        }
        let worst = problems.first().map_or("", |p| p.message.as_str());
        self.set_status(StatusLevel::Error, format!("{OUTDATED} {worst}"));
        self.warn_note_writer(OLD_WORDS);
        self.open_successor();
    }

    /// Shows another state of the open briefing in place of the old one.
    fn show_reloaded(
        &mut self,
        old: &Arc<OpenBriefing>,
        new: &Arc<OpenBriefing>,
        mut said: String,
    ) {
        let before = self.target();
        let lost = self.replace_briefing(old, new);
        let tone = match lost {
            RemapResult::Unchanged => StatusLevel::Info,
            RemapResult::SelectionLost => {
                said.push_str(" The words that were selected are not there any more.");
                StatusLevel::Error
            }
            RemapResult::Gone => {
                said.push_str(" What was on the screen is not in it any more.");
                StatusLevel::Error
            }
        };
        let wanted = self.target();
        self.layout();
        if lost == RemapResult::Unchanged && self.target() != wanted {
            self.seek_equivalent(&BriefingRemap { old, new }, &before);
        }
        self.remap_note(old, new);
        self.rerun_searches();
        self.set_status(tone, said);
    }

    /// Puts another state of a briefing in place of the old one on all screens. Returns
    /// what became of the screen at hand; where what it was about is gone, the first page
    /// of the briefing stands there.
    pub(in crate::app) fn replace_briefing(
        &mut self,
        old: &Arc<OpenBriefing>,
        new: &Arc<OpenBriefing>,
    ) -> RemapResult {
        let renewal = BriefingRemap { old, new };
        self.remap_search_origin(&renewal);
        let mut lost = RemapResult::Unchanged;
        if shows_briefing(&self.screen, old) {
            lost = renewal.screen(&mut self.screen);
            if lost == RemapResult::Gone {
                // Not pushed: what is gone is no place to come back to.
                let page = ListScreen::new(ListKind::Briefing, Some(new.clone()));
                self.screen = Screen::List(Box::new(page));
            }
        }
        for trail in [&mut self.history.back, &mut self.history.forward] {
            trail.retain_mut(|screen| {
                !shows_briefing(screen, old) || renewal.screen(screen) != RemapResult::Gone
            });
        }
        if new.outdated.is_none() {
            for list in self.list_screens_mut() {
                // What was found may stand elsewhere now.
                list.search.answered = Ticket::default();
            }
        }
        if self.open.as_ref().is_some_and(|d| Arc::ptr_eq(d, old)) {
            self.open = Some(new.clone());
        }
        self.remap_marks(&renewal);
        self.resolve_anchors();
        self.data_version += 1;
        lost
    }

    /// Returns the open state of a briefing: the one that is on a screen already, where it
    /// is the same; else the new one, which then is on all screens of that briefing.
    pub(in crate::app) fn adopt_briefing(
        &mut self,
        briefing: Arc<Briefing>,
    ) -> (Arc<OpenBriefing>, bool) {
        let trail = self.history.back.iter().chain(&self.history.forward);
        let screens = std::iter::once(&self.screen).chain(trail).map(briefing_of);
        let mut desks: Vec<Arc<OpenBriefing>> = Vec::new();
        for open in screens.flatten().chain(&self.open) {
            let is_own = open.briefing.id == briefing.id;
            if is_own && !desks.iter().any(|known| Arc::ptr_eq(known, open)) {
                desks.push(open.clone());
            }
        }
        let is_same = |open: &&Arc<OpenBriefing>| {
            // Who opens the one beside a bundle that is gone wants that one from now on.
            open.outdated.is_none()
                && open.replaces.is_none()
                && (&open.briefing.hash, &open.briefing.source)
                    == (&briefing.hash, &briefing.source)
        };
        let known = desks.iter().find(is_same).cloned();
        let open = known.unwrap_or_else(|| Arc::new(OpenBriefing::new(briefing)));
        desks.retain(|old| !Arc::ptr_eq(old, &open));
        for old in &desks {
            self.replace_briefing(old, &open);
        }
        (open, !desks.is_empty())
    }

    /// Puts the cursor on the same statement, or else on the same topic, where the very
    /// row on which it stood is not there any more.
    fn seek_equivalent(&mut self, renewal: &BriefingRemap, before: &Target) {
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
    pub(in crate::app) fn rerun_searches(&mut self) {
        self.rerun_article_search();
        self.rerun_library_search();
    }

    /// Looks anew for what is marked in the article on the screen, where its text has changed.
    pub(in crate::app) fn rerun_article_search(&mut self) {
        let ticket = self.next_ticket();
        if let Screen::Article(reader) = &mut self.screen
            && std::mem::take(&mut reader.has_stale_hits)
            && let Some(sought) = &reader.query
        {
            self.article_search = ticket;
            self.following.quiet_search = ticket;
            self.effects.push(Effect::SearchArticle {
                ticket,
                briefing: reader.open.briefing.clone(),
                article: reader.article,
                sought: sought.clone(),
            });
        }
    }

    /// Asks anew what a search of the library answered for the list on the screen.
    pub(in crate::app) fn rerun_library_search(&mut self) {
        self.rerun_search();
        if let Screen::List(list) = &mut self.screen
            && let Some(sieve) = &mut list.match_filter
        {
            sieve.remap(Some);
        }
        self.rerun_match_filter();
    }

    /// Opens the bundle that has taken the place of the open one, where that is gone: one of
    /// the same id in the same folder. No other one, and never a built-in one, is what the
    /// reader opened. Whether the open one is gone or only broken is looked up on the disk.
    pub(in crate::app) fn open_successor(&mut self) {
        let Some(open) = self.open.as_ref().filter(|d| d.outdated.is_some()) else {
            return;
        };
        let briefing = &open.briefing;
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
            && self.pending_open.is_none()
        {
            let gone = briefing.source.clone();
            let ticket = self.next_ticket();
            self.pending_open = Some((ticket, JumpTarget::Reload(ReloadReason::Replaced)));
            self.effects
                .push(Effect::OpenReplacement(ticket, gone, successor));
        }
    }

    /// Takes in which bundles there are, with the cursor of the library on the same one.
    pub(in crate::app) fn on_library_scanned(
        &mut self,
        entries: Arc<[LibraryEntry]>,
        complete: bool,
    ) {
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
            for list in self
                .list_screens_mut()
                .filter(|list| list.kind == ListKind::Library)
            {
                list.grid.retarget(moved);
                list.chosen = list.chosen.iter().map(moved).collect();
                list.chosen.retain(|t| *t != Target::Nothing);
            }
        }
        self.library_complete = complete;
        self.data_version += 1;
        self.open_successor();
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
fn briefing_of(screen: &Screen) -> Option<&Arc<OpenBriefing>> {
    match screen {
        Screen::Article(reader) => Some(&reader.open),
        Screen::List(list) => list.open.as_ref(),
    }
}

fn shows_briefing(screen: &Screen, open: &Arc<OpenBriefing>) -> bool {
    briefing_of(screen).is_some_and(|own| Arc::ptr_eq(own, open))
}
