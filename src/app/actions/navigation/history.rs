//! Putting a screen on the way back, going back and forward, and closing.

use std::sync::Arc;

use crate::app::app_state::AppState;
use crate::app::app_state::screen::Screen;
use crate::app::list::{ListKind, ListScreen};
use crate::app::message::Effect;
use crate::app::screens::spec::{Parent, spec};
use crate::app::state::command_outcome::CommandOutcome;
use crate::app::state::open_briefing::OpenBriefing;

/// The highest count with which one goes back: more than the way back holds.
const MAX_STEPS: usize = 1000;

impl AppState {
    /// Puts a screen in place of this one, which one can come back to.
    pub(in crate::app) fn push_screen(&mut self, screen: Screen) -> CommandOutcome {
        self.nav.screens.push(screen);
        CommandOutcome::Changed
    }

    /// Goes back by so many screens.
    pub(in crate::app) fn go_back(&mut self, times: usize) -> CommandOutcome {
        let steps = self.step_history(times, |state| state.nav.screens.go_back());
        if steps == 0 {
            return self.hint("There is nowhere to go back to.");
        }
        CommandOutcome::Changed
    }

    /// Goes forward again by so many screens.
    pub(in crate::app) fn go_forward(&mut self, times: usize) -> CommandOutcome {
        let steps = self.step_history(times, |state| state.nav.screens.go_forward());
        if steps == 0 {
            return self.hint("There is nowhere to go forward to.");
        }
        CommandOutcome::Changed
    }

    /// Takes up to so many steps; returns how many were possible.
    fn step_history(&mut self, times: usize, step: impl Fn(&mut AppState) -> bool) -> usize {
        for done in 0..times.min(MAX_STEPS) {
            if !step(self) {
                return done;
            }
            self.on_screen_shown();
        }
        times
    }

    /// Makes the briefing of a screen that one came back to the open one, and has its
    /// search answered.
    fn on_screen_shown(&mut self) {
        if let Some(open) = self.nav.screen().open().cloned()
            && !self.nav.is_open(&open)
        {
            self.set_open(open);
        }
        self.retry_search();
        self.rerun_article_search();
    }

    /// Closes this screen: goes to the one it belongs to, and quits at the root.
    pub(in crate::app) fn close_screen(&mut self) -> CommandOutcome {
        let parent = match self.nav.screen() {
            Screen::Article(_) => Parent::Briefing,
            Screen::List(list) => spec(&list.kind).parent,
        };
        if parent == Parent::Previous && self.nav.screens.close() {
            self.on_screen_shown();
            return CommandOutcome::Changed;
        }
        let parent = match parent {
            Parent::Library if self.library.entries().len() > 1 => ListKind::Library,
            Parent::Root | Parent::Library => return self.request(Effect::Quit),
            Parent::Previous if self.open().is_none() => ListKind::Library,
            Parent::Briefing | Parent::Previous => ListKind::Briefing,
        };
        let open = self.open().filter(|_| parent != ListKind::Library).cloned();
        let is_parent = |screen: &Screen| {
            screen.list().is_some_and(|list| {
                list.kind == parent
                    && (parent == ListKind::Library || is_same(list.open.as_ref(), open.as_ref()))
            })
        };
        if !self.nav.screens.return_to(is_parent) {
            let list = ListScreen::new(parent, open);
            self.nav.screens.replace(Screen::List(Box::new(list)));
            self.nav.screens.clear_back();
        }
        CommandOutcome::Changed
    }

    /// Remembers where the reader is in the article on the screen.
    pub(in crate::app) fn remember_position(&mut self) {
        let Some(reader) = self.nav.reader() else {
            return;
        };
        let briefing = &reader.open.briefing;
        let article = &briefing.article(reader.article).id;
        let (cursor, top) = (reader.cursor, reader.top_offset());
        let change = self
            .user
            .record_position(&briefing.id, article, cursor, top);
        if let Some(change) = change {
            self.outbox.push(Effect::Save(change));
        }
    }
}

/// Returns `true` if both are the same state of a briefing, or none.
pub(in crate::app) fn is_same(
    a: Option<&Arc<OpenBriefing>>,
    b: Option<&Arc<OpenBriefing>>,
) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => Arc::ptr_eq(a, b),
        (None, None) => true,
        _ => false,
    }
}
