//! Which bundles there are, and which one takes the place of the open one where that is gone.

use std::sync::Arc;

use crate::app::app_state::AppState;
use crate::app::list::ListKind;
use crate::app::list::target::Target;
use crate::app::message::Effect;
use crate::app::state::jump_target::{JumpTarget, ReloadReason};
use crate::model::LibraryEntry;

impl AppState {
    /// Handles a new state of the library; its cursor stays on the same bundle.
    pub(in crate::app) fn on_library_scanned(
        &mut self,
        entries: Arc<[LibraryEntry]>,
        is_complete: bool,
    ) {
        if let Some(moved) = self.library.replace(entries, is_complete) {
            let moved = |target: &Target| match target {
                Target::Entry(i) => moved.position(*i).map_or(Target::Nothing, Target::Entry),
                other => other.clone(),
            };
            let lists = self.nav.lists_mut();
            for list in lists.filter(|list| list.kind == ListKind::Library) {
                list.grid.retarget(moved);
                list.chosen = list.chosen.iter().map(moved).collect();
                list.chosen.retain(|t| *t != Target::Nothing);
            }
        }
        self.open_successor();
    }

    /// Opens the bundle that has taken the place of the open one, where that is gone.
    /// Whether it is gone or only broken is looked up on the disk.
    pub(in crate::app) fn open_successor(&mut self) {
        let Some(open) = self.open().filter(|open| open.outdated.is_some()) else {
            return;
        };
        let gone = open.briefing.source.clone();
        let successor = self.library.successor_of(&open.briefing);
        if let Some(successor) = successor.map(|e| e.source.clone())
            && !self.nav.is_opening()
        {
            let ticket = self.outbox.next_ticket();
            let target = JumpTarget::Reload(ReloadReason::Replaced);
            self.nav.start_opening(ticket, target);
            self.outbox
                .push(Effect::OpenReplacement(ticket, gone, successor));
        }
    }
}
