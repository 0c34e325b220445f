//! Going from screen to screen, and back.

use std::ops::Range;
use std::sync::Arc;

use crate::model::{
    ArticleIx, BundleSource, Change, EntryState, Position, Problem, ReadState, SpeakerIx,
    StatementIx, TopicIx,
};

use crate::app::input::command::Command;
use crate::app::input::key_context::KeyContexts;
use crate::app::list::kind::Grouping;
use crate::app::list::target::Target;
use crate::app::list::{ListKind, ListScreen};
use crate::app::message::{Effect, StatusLevel};
use crate::app::reader::ArticleReader;
use crate::app::state::open_briefing::OpenBriefing;
use crate::app::{App, CuratorWarnings, MAX_HISTORY, Screen, Status};
use crate::text::plural::plural;

/// Said while the warnings for curators are awaited.
const COLLECTING_WARNINGS: &str = "Looking through articles and statements…";

impl App {
    /// Shows a list of the open briefing.
    pub(in crate::app) fn open_list(&mut self, kind: ListKind) {
        let open = match kind {
            ListKind::Library
            | ListKind::Results
            | ListKind::Bookmarks(_)
            | ListKind::Trash
            | ListKind::SavedSearches
            | ListKind::Help(_) => None,
            _ => self.open.clone(),
        };
        if let Screen::List(list) = &self.screen
            && list.kind == kind
            && same_briefing(list.open.as_ref(), open.as_ref())
        {
            return;
        }
        self.push_screen(Screen::List(Box::new(ListScreen::new(kind, open))));
        self.layout();
    }

    /// Shows an article: at a place, or where the reader left it.
    pub(in crate::app) fn open_article(&mut self, article: ArticleIx, at: Option<Range<usize>>) {
        let Some(open) = self.open.clone() else {
            return;
        };
        let id = &open.briefing.article(article).id;
        let left = self.user.position(&open.briefing.id, id).cloned();
        let mut reader = ArticleReader::new(open.clone(), article);
        if let (None, Some(left)) = (&at, &left) {
            reader.restore(left.offset, left.top);
        }
        self.push_screen(Screen::Article(Box::new(reader)));
        self.layout();
        if let (Some(at), Screen::Article(reader)) = (at, &mut self.screen) {
            reader.go_to(at.start);
        }
    }

    /// Shows a statement where one of its carriers printed it.
    pub(in crate::app) fn open_passage(&mut self, statement: StatementIx, appearance: usize) {
        let Some(open) = self.open.clone() else {
            return;
        };
        let s = open.briefing.statement(statement);
        let Some(shown) = s.appearances.get(appearance) else {
            return;
        };
        match shown.start() {
            Some(start) => {
                self.open_article(shown.article, Some(start..start));
                if let Screen::Article(reader) = &self.screen {
                    let (n, total) = reader.statement_number();
                    let outlet = open.briefing.article(shown.article).publisher.clone();
                    self.set_status(
                        StatusLevel::Info,
                        format!("Statement {n} of {total} in {outlet}."),
                    );
                }
            }
            None => {
                self.open_article(shown.article, None);
                self.set_status(
                    StatusLevel::Error,
                    "These words were not found in the stored article; this is the article.",
                );
            }
        }
    }

    /// Sets both sides side by side at a statement.
    pub(in crate::app) fn open_compare(&mut self, at: Option<StatementIx>) {
        self.open_list(ListKind::Compare {
            third_parties: true,
        });
        if let (Some(at), Screen::List(list)) = (at, &mut self.screen)
            && !list
                .grid
                .seek_by(|t| matches!(t, Target::Statement { statement, .. } if *statement == at))
        {
            self.set_status(
                StatusLevel::Hint,
                "That statement is not shown side by side.",
            );
        }
    }

    /// Sets both sides side by side at a topic.
    pub(in crate::app) fn open_topic(&mut self, topic: TopicIx) {
        self.open_list(ListKind::Compare {
            third_parties: true,
        });
        if let Screen::List(list) = &mut self.screen {
            let found = list
                .grid
                .seek_by(|t| matches!(t, Target::Statement { under, .. } if *under == Some(topic)));
            if found {
                list.grid.scroll_to_heading();
            } else {
                self.set_status(StatusLevel::Hint, "No statement bears on this point.");
            }
        }
    }

    /// Shows all that one speaker said.
    pub(in crate::app) fn open_speaker(&mut self, speaker: SpeakerIx) {
        self.open_list(ListKind::Speaker(speaker));
    }

    /// Goes to one of the places; false where the command names none.
    pub(in crate::app) fn navigate(&mut self, command: Command) -> bool {
        let statement = self.statement_at_cursor().map(|(s, _)| s);
        let needs_briefing = matches!(
            command,
            Command::GoArticles
                | Command::GoCompare
                | Command::GoSpeakers
                | Command::GoTimeline
                | Command::GoMatrix
                | Command::GoUnanswered
                | Command::GoAbout
        );
        if needs_briefing && self.open.is_none() {
            self.set_status(
                StatusLevel::Hint,
                "No briefing is open; Enter opens the one under the cursor.",
            );
            return true;
        }
        match command {
            Command::GoLibrary => self.open_list(ListKind::Library),
            Command::GoCompare => self.open_compare(statement),
            Command::GoSpeakers => {
                self.open_list(ListKind::Speakers);
                let speaker = statement.zip(self.open.as_ref());
                let speaker = speaker.map(|(s, open)| open.briefing.statement(s).speaker);
                if let (Some(speaker), Screen::List(list)) = (speaker, &mut self.screen) {
                    list.grid.seek(&Target::Speaker(speaker));
                }
            }
            Command::GoTimeline => {
                self.open_list(ListKind::Timeline);
                if let (Some(at), Screen::List(list)) = (statement, &mut self.screen) {
                    list.grid.seek(&Target::statement(at));
                }
            }
            Command::GoUnanswered => {
                self.open_list(ListKind::Unanswered);
                if let (Some(at), Screen::List(list)) = (statement, &mut self.screen) {
                    list.grid.seek(&Target::statement(at));
                }
            }
            Command::GoMatrix => {
                self.open_list(ListKind::Matrix);
                if let (Some(at), Screen::List(list)) = (statement, &mut self.screen) {
                    list.grid.seek_by(
                        |t| matches!(t, Target::Statement { statement, .. } if *statement == at),
                    );
                }
            }
            Command::GoBookmarks => self.open_list(ListKind::Bookmarks(Grouping::default())),
            Command::GoArticles => {
                self.open_list(ListKind::Briefing);
                if let Screen::List(list) = &mut self.screen {
                    list.grid.seek_by(|t| matches!(t, Target::Article(_)));
                }
            }
            Command::GoAbout => {
                self.open_list(ListKind::Briefing);
                if let Screen::List(list) = &mut self.screen {
                    list.grid.seek(&Target::Screen(Command::GoAbout));
                }
            }
            Command::GoTrash => self.open_list(ListKind::Trash),
            Command::GoProblems => self.open_problems(),
            Command::Help => {
                let scope = self.key_context();
                if scope == KeyContexts::HELP {
                    self.set_status(
                        StatusLevel::Hint,
                        "These are the keys; \\ filters them, Enter runs one.",
                    );
                } else {
                    self.open_list(ListKind::Help(scope));
                }
            }
            _ => return false,
        }
        true
    }

    fn open_problems(&mut self) {
        let outdated = self.open.as_ref().and_then(|open| {
            let problems = open.outdated.as_ref()?.to_vec();
            Some((open.briefing.title.clone(), problems))
        });
        if let (Some((title, problems)), false) =
            (outdated, matches!(self.target(), Target::Entry(_)))
        {
            let title = format!("{title}: old text. This is wrong with its bundle now:");
            return self.open_list(ListKind::Problems(title, problems));
        }
        let entry = match self.target() {
            Target::Entry(i) => self.library.get(i),
            _ => self.open.as_ref().and_then(|open| {
                let source = &open.briefing.source;
                self.library.iter().find(|e| e.source == *source)
            }),
        };
        let Some(entry) = entry.cloned() else {
            return self.set_status(
                StatusLevel::Hint,
                "No bundle is meant; choose one in the library (gl).",
            );
        };
        if entry.state == EntryState::Broken {
            return self.open_list(ListKind::Problems(entry.title, entry.problems));
        }
        let found = match self.curator_warnings.take() {
            Some(known) if known.source == entry.source => known.found,
            _ => Vec::new(),
        };
        let mut shown = entry.problems;
        shown.extend_from_slice(&found);
        self.open_list(ListKind::Problems(entry.title.clone(), shown.clone()));
        self.set_status(StatusLevel::Info, COLLECTING_WARNINGS);
        self.effects
            .push(Effect::CollectWarnings(entry.source.clone()));
        self.curator_warnings = Some(CuratorWarnings {
            source: entry.source,
            title: entry.title,
            shown,
            found,
        });
    }

    /// Adds what a curator should look at to the list of a bundle's problems.
    pub(in crate::app) fn on_warnings_found(&mut self, source: &BundleSource, found: Vec<Problem>) {
        let Some(warned) = self
            .curator_warnings
            .as_mut()
            .filter(|w| w.source == *source)
        else {
            return;
        };
        let own = warned.shown.len() - warned.found.len();
        let old = ListKind::Problems(warned.title.clone(), warned.shown.clone());
        warned.shown.truncate(own);
        warned.shown.extend_from_slice(&found);
        warned.found = found;
        let new = ListKind::Problems(warned.title.clone(), warned.shown.clone());
        // Unless something else was said since.
        if self
            .status
            .take_if(|s| s.text == COLLECTING_WARNINGS)
            .is_some()
        {
            let text = match warned.found.len() {
                0 => "There is nothing to look at in articles and statements.".to_owned(),
                n => format!(
                    "{} to look at in articles and statements.",
                    plural(n, "thing", "things")
                ),
            };
            self.status = Some(Status {
                level: StatusLevel::Info,
                text,
            });
        }
        if new == old {
            return;
        }
        for screen in self.history.back.iter_mut().chain([&mut self.screen]) {
            if let Screen::List(list) = screen
                && list.kind == old
            {
                list.kind = new.clone();
                list.invalidate();
            }
        }
    }

    /// Puts a screen in place of this one, which one can come back to.
    pub(in crate::app) fn push_screen(&mut self, screen: Screen) {
        self.remember_position();
        let left = std::mem::replace(&mut self.screen, screen);
        self.history.back.push(left.drop_rows());
        if self.history.back.len() > MAX_HISTORY {
            self.history.back.remove(0);
        }
        self.history.forward.clear();
    }

    /// Goes back, or forward again; false where there is nowhere to go.
    pub(in crate::app) fn step_history(&mut self, back: bool) -> bool {
        self.remember_position();
        let (from, to) = if back {
            (&mut self.history.back, &mut self.history.forward)
        } else {
            (&mut self.history.forward, &mut self.history.back)
        };
        let Some(screen) = from.pop() else {
            return false;
        };
        to.push(std::mem::replace(&mut self.screen, screen).drop_rows());
        self.on_screen_shown();
        true
    }

    /// Makes the briefing of the screen the open one, and has its search answered.
    fn on_screen_shown(&mut self) {
        let open = match &self.screen {
            Screen::Article(reader) => Some(reader.open.clone()),
            Screen::List(list) => list.open.clone(),
        };
        if let Some(open) = open
            && !same_briefing(self.open.as_ref(), Some(&open))
        {
            self.open = Some(open);
            self.resolve_anchors();
            self.data_version += 1;
        }
        self.retry_search();
        self.rerun_article_search();
    }

    /// Closes this screen: goes to the one it belongs to, and quits at the root.
    pub(in crate::app) fn close_screen(&mut self) {
        let parent = match &self.screen {
            Screen::Article(_) => Some(ListKind::Briefing),
            Screen::List(list) => match list.kind {
                ListKind::Library => None,
                ListKind::Briefing => (self.library.len() > 1).then_some(ListKind::Library),
                ListKind::Compare { .. }
                | ListKind::Speakers
                | ListKind::Timeline
                | ListKind::Matrix
                | ListKind::Unanswered => Some(ListKind::Briefing),
                ListKind::Help(_)
                | ListKind::Problems(..)
                | ListKind::Carriers(_)
                | ListKind::Speaker(_)
                | ListKind::Results
                | ListKind::Trash
                | ListKind::SavedSearches
                | ListKind::Bookmarks(_) => {
                    if let Some(screen) = self.history.back.pop() {
                        self.screen = screen;
                        self.on_screen_shown();
                        return;
                    }
                    Some(if self.open.is_some() {
                        ListKind::Briefing
                    } else {
                        ListKind::Library
                    })
                }
            },
        };
        let Some(parent) = parent else {
            self.quit();
            return;
        };
        self.remember_position();
        let open = self.open.clone();
        let is_parent = |screen: &Screen| match screen {
            Screen::List(list) => {
                list.kind == parent
                    && (parent == ListKind::Library
                        || same_briefing(list.open.as_ref(), open.as_ref()))
            }
            Screen::Article(_) => false,
        };
        if let Some(i) = self.history.back.iter().rposition(is_parent) {
            self.history.back.truncate(i + 1);
            if let Some(screen) = self.history.back.pop() {
                self.screen = screen;
            }
        } else {
            let open = if parent == ListKind::Library {
                None
            } else {
                open
            };
            self.screen = Screen::List(Box::new(ListScreen::new(parent, open)));
            self.history.back.clear();
        }
    }

    /// Goes to the article before or after the one at hand.
    pub(in crate::app) fn step_article(&mut self, forward: bool, unread: bool) {
        let Some(open) = self.open.clone() else {
            self.set_status(StatusLevel::Hint, "No briefing is open.");
            return;
        };
        let briefing = &open.briefing;
        let here = self.article_at_cursor().map(|a| a.0);
        let count = briefing.articles.len();
        let wanted = |i: &usize| {
            let id = &briefing.articles[*i].id;
            !unread || self.user.read_state(&briefing.id, id) != ReadState::Read
        };
        let next = match (here, forward) {
            (None, true) => (0..count).find(wanted),
            (None, false) => (0..count).rev().find(wanted),
            (Some(i), true) => (i + 1..count).find(wanted),
            (Some(i), false) => (0..i).rev().find(wanted),
        };
        match next {
            Some(next) => {
                self.open_article(ArticleIx(next), None);
                let title = &briefing.articles[next].title;
                self.set_status(
                    StatusLevel::Info,
                    format!("Article {} of {count}: {title}", next + 1),
                );
            }
            None => {
                let kind = if unread { "unread " } else { "" };
                let way = if forward { "further" } else { "earlier" };
                self.set_status(
                    StatusLevel::Hint,
                    format!("There is no {way} {kind}article."),
                );
            }
        }
    }

    /// Remembers where the reader is, if it has changed since it was last remembered.
    pub(in crate::app) fn remember_position(&mut self) {
        let Screen::Article(reader) = &self.screen else {
            return;
        };
        let briefing = &reader.open.briefing;
        let article = &briefing.article(reader.article).id;
        let old = self.user.position(&briefing.id, article);
        let position = Position {
            briefing: briefing.id.clone(),
            article: article.clone(),
            offset: reader.cursor,
            top: reader.top_offset(),
            state: match old.map(|p| p.state) {
                Some(ReadState::Read) => ReadState::Read,
                _ => ReadState::Opened,
            },
            changed: 0,
        };
        let unchanged = old.is_some_and(|o| {
            (o.offset, o.top, o.state) == (position.offset, position.top, position.state)
        });
        if !unchanged {
            if old.map(|o| o.state) != Some(position.state) {
                self.data_version += 1;
            }
            let change = self.user.record(Change::SetPosition(position));
            self.effects.push(Effect::Save(change));
        }
    }
}

fn same_briefing(a: Option<&Arc<OpenBriefing>>, b: Option<&Arc<OpenBriefing>>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => Arc::ptr_eq(a, b),
        (None, None) => true,
        _ => false,
    }
}
