//! Where the reader is: the screen with the way back and forward, the open briefing, and the one
//! that is being opened.

use std::sync::Arc;

use crate::app::app_state::screen::Screen;
use crate::app::list::{ListKind, ListScreen};
use crate::app::message::Effect;
use crate::app::reader::ArticleReader;
use crate::app::state::followed_bundle::FollowedBundle;
use crate::app::state::history::History;
use crate::app::state::jump_target::{JumpTarget, PendingOpen};
use crate::app::state::open_briefing::OpenBriefing;
use crate::model::Ticket;

/// Where the reader is.
#[derive(Debug)]
pub struct Navigation {
    /// The screen, with those before and after it.
    pub screens: History<Screen>,
    open: Option<Arc<OpenBriefing>>,
    pending_open: Option<PendingOpen>,
    followed: FollowedBundle,
    version: u64,
}

impl Navigation {
    /// Begins at the library.
    #[must_use]
    pub fn new() -> Navigation {
        let library = ListScreen::new(ListKind::Library, None);
        Navigation {
            screens: History::new(Screen::List(Box::new(library))),
            open: None,
            pending_open: None,
            followed: FollowedBundle::default(),
            version: 0,
        }
    }

    /// Returns a number that is another one after each change of the open briefing.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Returns what is on the screen.
    #[must_use]
    pub fn screen(&self) -> &Screen {
        self.screens.current()
    }

    /// Returns what is on the screen, to change it.
    pub fn screen_mut(&mut self) -> &mut Screen {
        self.screens.current_mut()
    }

    /// Returns the list on the screen.
    #[must_use]
    pub fn list(&self) -> Option<&ListScreen> {
        self.screen().list()
    }

    /// Returns the list on the screen, to change it.
    pub fn list_mut(&mut self) -> Option<&mut ListScreen> {
        self.screen_mut().list_mut()
    }

    /// Returns the list on the screen if it is of a kind that is wanted.
    #[must_use]
    pub fn list_if(&self, is_wanted: impl Fn(&ListKind) -> bool) -> Option<&ListScreen> {
        self.list().filter(|list| is_wanted(&list.kind))
    }

    /// Returns the article on the screen.
    #[must_use]
    pub fn reader(&self) -> Option<&ArticleReader> {
        self.screen().reader()
    }

    /// Returns the article on the screen, to change it.
    pub fn reader_mut(&mut self) -> Option<&mut ArticleReader> {
        self.screen_mut().reader_mut()
    }

    /// Returns the lists on the screen and on the way back and forward, to change them.
    pub fn lists_mut(&mut self) -> impl Iterator<Item = &mut ListScreen> {
        self.screens.iter_mut().filter_map(Screen::list_mut)
    }

    /// Returns the open briefing.
    #[must_use]
    pub fn open(&self) -> Option<&Arc<OpenBriefing>> {
        self.open.as_ref()
    }

    /// Returns `true` if this very state of a briefing is the open one.
    #[must_use]
    pub fn is_open(&self, open: &Arc<OpenBriefing>) -> bool {
        self.open().is_some_and(|own| Arc::ptr_eq(own, open))
    }

    /// Makes a briefing the open one.
    pub fn set_open(&mut self, open: Arc<OpenBriefing>) {
        self.open = Some(open);
        self.version += 1;
    }

    /// Notes that lists are made from another state of a briefing than before.
    pub fn note_change(&mut self) {
        self.version += 1;
    }

    /// Awaits a briefing in place of any that was asked for before.
    pub fn start_opening(&mut self, ticket: Ticket, target: JumpTarget) {
        self.pending_open = Some(PendingOpen { ticket, target });
    }

    /// Returns where to go in the briefing that was read for a ticket; `None` where another
    /// one, or none, is awaited.
    pub fn finish_opening(&mut self, ticket: Ticket) -> Option<JumpTarget> {
        let finished = self.pending_open.take_if(|p| p.ticket == ticket)?;
        Some(finished.target)
    }

    /// Returns `true` if a briefing is being read.
    #[must_use]
    pub fn is_opening(&self) -> bool {
        self.pending_open.is_some()
    }

    /// Returns `true` if the first briefing is still being read.
    #[must_use]
    pub fn is_waiting_for_briefing(&self) -> bool {
        self.is_opening() && self.open.is_none()
    }

    /// Returns what to ask of the runtime where other files are to be followed than before.
    pub fn follow_open_briefing(&mut self) -> Option<Effect> {
        self.followed.update(self.open.as_deref())
    }
}

impl Default for Navigation {
    fn default() -> Self {
        Navigation::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_begins_at_the_library_with_nothing_open() {
        let nav = Navigation::new();
        assert!(nav.list_if(|kind| *kind == ListKind::Library).is_some());
        assert!(nav.reader().is_none() && nav.open().is_none());
        assert!(!nav.is_waiting_for_briefing());
    }

    #[test]
    fn only_the_briefing_that_was_asked_for_last_is_awaited() {
        let mut nav = Navigation::new();
        nav.start_opening(Ticket(1), JumpTarget::FrontPage);
        nav.start_opening(Ticket(2), JumpTarget::FrontPage);
        assert!(nav.is_waiting_for_briefing());
        assert!(nav.finish_opening(Ticket(1)).is_none() && nav.is_opening());
        assert!(nav.finish_opening(Ticket(2)).is_some() && !nav.is_opening());
    }

    #[test]
    fn lists_are_found_on_every_screen() {
        let mut nav = Navigation::new();
        let help = ListScreen::new(ListKind::Trash, None);
        nav.screens.push(Screen::List(Box::new(help)));
        nav.screens.go_back();
        assert_eq!(nav.lists_mut().count(), 2);
    }
}
