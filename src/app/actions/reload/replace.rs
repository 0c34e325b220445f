//! Putting another state of a briefing in place of the old one on all screens.

use std::sync::Arc;

use crate::app::actions::reload::remap::{BriefingRemap, RemapResult};
use crate::app::app_state::AppState;
use crate::app::app_state::screen::Screen;
use crate::app::list::{ListKind, ListScreen};
use crate::app::state::open_briefing::OpenBriefing;
use crate::model::{Briefing, Ticket};

impl AppState {
    /// Puts another state of a briefing in place of the old one on all screens. Returns
    /// what became of the screen at hand; where what it was about is gone, the first page
    /// of the briefing stands there.
    pub(in crate::app) fn replace_briefing(
        &mut self,
        old: &Arc<OpenBriefing>,
        new: &Arc<OpenBriefing>,
    ) -> RemapResult {
        let remap = BriefingRemap { old, new };
        self.remap_search_origin(&remap);
        let mut result = RemapResult::Unchanged;
        let screens = &mut self.nav.screens;
        if screens.current().shows(old) {
            result = remap.screen(screens.current_mut());
            if result == RemapResult::Gone {
                // Not pushed: what is gone is no place to come back to.
                let page = ListScreen::new(ListKind::Briefing, Some(new.clone()));
                screens.replace(Screen::List(Box::new(page)));
            }
        }
        screens.retain_others(|screen| {
            !screen.shows(old) || remap.screen(screen) != RemapResult::Gone
        });
        if new.outdated.is_none() {
            for list in self.nav.lists_mut() {
                // What was found may stand elsewhere now.
                list.search.answered = Ticket::default();
            }
        }
        if self.nav.is_open(old) {
            self.set_open(new.clone());
        } else {
            self.nav.note_change();
        }
        self.remap_marks(&remap);
        // The screen may be left before it is shown again, and its place has moved.
        self.remember_position();
        result
    }

    /// Returns the open state of a briefing, and whether it takes the place of another one:
    /// the state that is on a screen already, where it is the same; else the new one, which
    /// then is on all screens of that briefing.
    pub(in crate::app) fn adopt_briefing(
        &mut self,
        briefing: Arc<Briefing>,
    ) -> (Arc<OpenBriefing>, bool) {
        let shown = self.nav.screens.iter().filter_map(Screen::open);
        let mut states: Vec<Arc<OpenBriefing>> = Vec::new();
        for open in shown.chain(self.open()) {
            let is_own = open.briefing.id == briefing.id;
            if is_own && !states.iter().any(|known| Arc::ptr_eq(known, open)) {
                states.push(open.clone());
            }
        }
        let is_same = |open: &&Arc<OpenBriefing>| {
            // Who opens the one beside a bundle that is gone wants that one from now on.
            open.outdated.is_none()
                && open.replaces.is_none()
                && (&open.briefing.hash, &open.briefing.source)
                    == (&briefing.hash, &briefing.source)
        };
        let known = states.iter().find(is_same).cloned();
        let open = known.unwrap_or_else(|| Arc::new(OpenBriefing::new(briefing)));
        states.retain(|old| !Arc::ptr_eq(old, &open));
        for old in &states {
            self.replace_briefing(old, &open);
        }
        (open, !states.is_empty())
    }
}
