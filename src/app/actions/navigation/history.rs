//! Going from screen to screen, and back.

use std::ops::Range;
use std::sync::Arc;

use crate::model::{
    ArticleIx, BundleSource, Change, EntryState, Position, Problem, ReadState, SpeakerIx,
    StatementIx, TopicIx,
};

use crate::app::input::command::Command;
use crate::app::input::key_context::Where;
use crate::app::list::target::Target;
use crate::app::list::{Kind, Listing};
use crate::app::message::{Effect, Tone};
use crate::app::reader::Reader;
use crate::app::screens::bookmarks::Grouping;
use crate::app::state::open_briefing::Desk;
use crate::app::{App, Screen, Status, TRAIL, Warned};

/// Said while the warnings for curators are awaited.
const LOOKING_THROUGH: &str = "Looking through articles and statements…";

impl App {
    /// Shows a list of the open briefing.
    pub(in crate::app) fn show_list(&mut self, kind: Kind) {
        let desk = match kind {
            Kind::Library
            | Kind::Results
            | Kind::Bookmarks(_)
            | Kind::Trash
            | Kind::Searches
            | Kind::Help(_) => None,
            _ => self.desk.clone(),
        };
        if let Screen::List(list) = &self.screen
            && list.kind == kind
            && same(list.desk.as_ref(), desk.as_ref())
        {
            return;
        }
        self.push(Screen::List(Box::new(Listing::new(kind, desk))));
        self.lay();
    }

    /// Shows an article: at a place, or where the reader left it.
    pub(in crate::app) fn show_article(&mut self, article: ArticleIx, at: Option<Range<usize>>) {
        let Some(desk) = self.desk.clone() else {
            return;
        };
        let id = &desk.briefing.article(article).id;
        let left = self.keeping.position(&desk.briefing.id, id).cloned();
        let mut reader = Reader::new(desk.clone(), article);
        if let (None, Some(left)) = (&at, &left) {
            reader.restore(left.offset, left.top);
        }
        self.push(Screen::Article(Box::new(reader)));
        self.lay();
        if let (Some(at), Screen::Article(reader)) = (at, &mut self.screen) {
            reader.go(at.start);
        }
    }

    /// Shows a statement where one of its carriers printed it.
    pub(in crate::app) fn show_passage(&mut self, statement: StatementIx, appearance: usize) {
        let Some(desk) = self.desk.clone() else {
            return;
        };
        let s = desk.briefing.statement(statement);
        let Some(shown) = s.appearances.get(appearance) else {
            return;
        };
        match shown.start() {
            Some(start) => {
                self.show_article(shown.article, Some(start..start));
                if let Screen::Article(reader) = &self.screen {
                    let (n, total) = reader.statement_number();
                    let outlet = desk.briefing.article(shown.article).publisher.clone();
                    self.say(Tone::Done, format!("Statement {n} of {total} in {outlet}."));
                }
            }
            None => {
                self.show_article(shown.article, None);
                self.say(
                    Tone::Trouble,
                    "These words were not found in the stored article; this is the article.",
                );
            }
        }
    }

    /// Sets both sides side by side at a statement.
    pub(in crate::app) fn show_compare(&mut self, at: Option<StatementIx>) {
        self.show_list(Kind::Compare {
            third_parties: true,
        });
        if let (Some(at), Screen::List(list)) = (at, &mut self.screen)
            && !list
                .grid
                .seek_by(|t| matches!(t, Target::Statement { statement, .. } if *statement == at))
        {
            self.say(Tone::Nothing, "That statement is not shown side by side.");
        }
    }

    /// Sets both sides side by side at a topic.
    pub(in crate::app) fn show_topic(&mut self, topic: TopicIx) {
        self.show_list(Kind::Compare {
            third_parties: true,
        });
        if let Screen::List(list) = &mut self.screen {
            let found = list
                .grid
                .seek_by(|t| matches!(t, Target::Statement { under, .. } if *under == Some(topic)));
            if found {
                list.grid.show_from_heading();
            } else {
                self.say(Tone::Nothing, "No statement bears on this point.");
            }
        }
    }

    /// Shows all that one speaker said.
    pub(in crate::app) fn show_speaker(&mut self, speaker: SpeakerIx) {
        self.show_list(Kind::Speaker(speaker));
    }

    /// Goes to one of the places; false where the command names none.
    pub(in crate::app) fn go(&mut self, command: Command) -> bool {
        let statement = self.statement_here().map(|(s, _)| s);
        let needs_briefing = matches!(
            command,
            Command::GoArticles
                | Command::GoCompare
                | Command::GoWho
                | Command::GoTimeline
                | Command::GoMatrix
                | Command::GoUnanswered
                | Command::GoAbout
        );
        if needs_briefing && self.desk.is_none() {
            self.say(
                Tone::Nothing,
                "No briefing is open; Enter opens the one under the cursor.",
            );
            return true;
        }
        match command {
            Command::GoLibrary => self.show_list(Kind::Library),
            Command::GoCompare => self.show_compare(statement),
            Command::GoWho => {
                self.show_list(Kind::Who);
                let speaker = statement.zip(self.desk.as_ref());
                let speaker = speaker.map(|(s, desk)| desk.briefing.statement(s).speaker);
                if let (Some(speaker), Screen::List(list)) = (speaker, &mut self.screen) {
                    list.grid.seek(&Target::Speaker(speaker));
                }
            }
            Command::GoTimeline => {
                self.show_list(Kind::Timeline);
                if let (Some(at), Screen::List(list)) = (statement, &mut self.screen) {
                    list.grid.seek(&Target::statement(at));
                }
            }
            Command::GoUnanswered => {
                self.show_list(Kind::Unanswered);
                if let (Some(at), Screen::List(list)) = (statement, &mut self.screen) {
                    list.grid.seek(&Target::statement(at));
                }
            }
            Command::GoMatrix => {
                self.show_list(Kind::Matrix);
                if let (Some(at), Screen::List(list)) = (statement, &mut self.screen) {
                    list.grid.seek_by(
                        |t| matches!(t, Target::Statement { statement, .. } if *statement == at),
                    );
                }
            }
            Command::GoBookmarks => self.show_list(Kind::Bookmarks(Grouping::default())),
            Command::GoArticles => {
                self.show_list(Kind::Briefing);
                if let Screen::List(list) = &mut self.screen {
                    list.grid.seek_by(|t| matches!(t, Target::Article(_)));
                }
            }
            Command::GoAbout => {
                self.show_list(Kind::Briefing);
                if let Screen::List(list) = &mut self.screen {
                    list.grid.seek(&Target::Screen(Command::GoAbout));
                }
            }
            Command::GoTrash => self.show_list(Kind::Trash),
            Command::GoProblems => self.show_problems(),
            Command::Help => {
                let scope = self.scope();
                if scope == Where::HELP {
                    self.say(
                        Tone::Nothing,
                        "These are the keys; \\ filters them, Enter runs one.",
                    );
                } else {
                    self.show_list(Kind::Help(scope));
                }
            }
            _ => return false,
        }
        true
    }

    fn show_problems(&mut self) {
        let outdated = self.desk.as_ref().and_then(|desk| {
            let problems = desk.outdated.as_ref()?.to_vec();
            Some((desk.briefing.title.clone(), problems))
        });
        if let (Some((title, problems)), false) =
            (outdated, matches!(self.target(), Target::Entry(_)))
        {
            let title = format!("{title}: old text. This is wrong with its bundle now:");
            return self.show_list(Kind::Problems(title, problems));
        }
        let entry = match self.target() {
            Target::Entry(i) => self.library.get(i),
            _ => self.desk.as_ref().and_then(|desk| {
                let source = &desk.briefing.source;
                self.library.iter().find(|e| e.source == *source)
            }),
        };
        let Some(entry) = entry.cloned() else {
            return self.say(
                Tone::Nothing,
                "No bundle is meant; choose one in the library (gl).",
            );
        };
        if entry.state == EntryState::Broken {
            return self.show_list(Kind::Problems(entry.title, entry.problems));
        }
        let found = match self.warned.take() {
            Some(known) if known.source == entry.source => known.found,
            _ => Vec::new(),
        };
        let mut shown = entry.problems;
        shown.extend_from_slice(&found);
        self.show_list(Kind::Problems(entry.title.clone(), shown.clone()));
        self.say(Tone::Done, LOOKING_THROUGH);
        self.effects.push(Effect::Warn(entry.source.clone()));
        self.warned = Some(Warned {
            source: entry.source,
            title: entry.title,
            shown,
            found,
        });
    }

    /// Adds what a curator should look at to the list of a bundle's problems.
    pub(in crate::app) fn warned(&mut self, source: &BundleSource, found: Vec<Problem>) {
        let Some(warned) = self.warned.as_mut().filter(|w| w.source == *source) else {
            return;
        };
        let own = warned.shown.len() - warned.found.len();
        let old = Kind::Problems(warned.title.clone(), warned.shown.clone());
        warned.shown.truncate(own);
        warned.shown.extend_from_slice(&found);
        warned.found = found;
        let new = Kind::Problems(warned.title.clone(), warned.shown.clone());
        // Unless something else was said since.
        if self.status.take_if(|s| s.text == LOOKING_THROUGH).is_some() {
            let text = match warned.found.len() {
                0 => "There is nothing to look at in articles and statements.".to_owned(),
                1 => "1 thing to look at in articles and statements.".to_owned(),
                n => format!("{n} things to look at in articles and statements."),
            };
            self.status = Some(Status {
                tone: Tone::Done,
                text,
            });
        }
        if new == old {
            return;
        }
        for screen in self.trail.back.iter_mut().chain([&mut self.screen]) {
            if let Screen::List(list) = screen
                && list.kind == old
            {
                list.kind = new.clone();
                list.stale();
            }
        }
    }

    /// Puts a screen in place of this one, which one can come back to.
    pub(in crate::app) fn push(&mut self, screen: Screen) {
        self.remember_place();
        let left = std::mem::replace(&mut self.screen, screen);
        self.trail.back.push(left.put_by());
        if self.trail.back.len() > TRAIL {
            self.trail.back.remove(0);
        }
        self.trail.forward.clear();
    }

    /// Goes back, or forward again; false where there is nowhere to go.
    pub(in crate::app) fn travel(&mut self, back: bool) -> bool {
        self.remember_place();
        let (from, to) = if back {
            (&mut self.trail.back, &mut self.trail.forward)
        } else {
            (&mut self.trail.forward, &mut self.trail.back)
        };
        let Some(screen) = from.pop() else {
            return false;
        };
        to.push(std::mem::replace(&mut self.screen, screen).put_by());
        self.arrived();
        true
    }

    /// Makes the briefing of the screen the open one, and has its search answered.
    fn arrived(&mut self) {
        let desk = match &self.screen {
            Screen::Article(reader) => Some(reader.desk.clone()),
            Screen::List(list) => list.desk.clone(),
        };
        if let Some(desk) = desk
            && !same(self.desk.as_ref(), Some(&desk))
        {
            self.desk = Some(desk);
            self.place_bookmarks();
            self.version += 1;
        }
        self.ask_again();
        self.mark_anew();
    }

    /// Closes this screen: goes to the one it belongs to, and quits at the root.
    pub(in crate::app) fn close(&mut self) {
        let parent = match &self.screen {
            Screen::Article(_) => Some(Kind::Briefing),
            Screen::List(list) => match list.kind {
                Kind::Library => None,
                Kind::Briefing => (self.library.len() > 1).then_some(Kind::Library),
                Kind::Compare { .. }
                | Kind::Who
                | Kind::Timeline
                | Kind::Matrix
                | Kind::Unanswered => Some(Kind::Briefing),
                Kind::Help(_)
                | Kind::Problems(..)
                | Kind::Carriers(_)
                | Kind::Speaker(_)
                | Kind::Results
                | Kind::Trash
                | Kind::Searches
                | Kind::Bookmarks(_) => {
                    if let Some(screen) = self.trail.back.pop() {
                        self.screen = screen;
                        self.arrived();
                        return;
                    }
                    Some(if self.desk.is_some() {
                        Kind::Briefing
                    } else {
                        Kind::Library
                    })
                }
            },
        };
        let Some(parent) = parent else {
            self.end();
            return;
        };
        self.remember_place();
        let desk = self.desk.clone();
        let is_parent = |screen: &Screen| match screen {
            Screen::List(list) => {
                list.kind == parent
                    && (parent == Kind::Library || same(list.desk.as_ref(), desk.as_ref()))
            }
            Screen::Article(_) => false,
        };
        if let Some(i) = self.trail.back.iter().rposition(is_parent) {
            self.trail.back.truncate(i + 1);
            if let Some(screen) = self.trail.back.pop() {
                self.screen = screen;
            }
        } else {
            let desk = if parent == Kind::Library { None } else { desk };
            self.screen = Screen::List(Box::new(Listing::new(parent, desk)));
            self.trail.back.clear();
        }
    }

    /// Goes to the article before or after the one at hand.
    pub(in crate::app) fn step_article(&mut self, forward: bool, unread: bool) {
        let Some(desk) = self.desk.clone() else {
            self.say(Tone::Nothing, "No briefing is open.");
            return;
        };
        let briefing = &desk.briefing;
        let here = self.article_here().map(|a| a.0);
        let count = briefing.articles.len();
        let wanted = |i: &usize| {
            let id = &briefing.articles[*i].id;
            !unread || self.keeping.read_state(&briefing.id, id) != ReadState::Read
        };
        let next = match (here, forward) {
            (None, true) => (0..count).find(wanted),
            (None, false) => (0..count).rev().find(wanted),
            (Some(i), true) => (i + 1..count).find(wanted),
            (Some(i), false) => (0..i).rev().find(wanted),
        };
        match next {
            Some(next) => {
                self.show_article(ArticleIx(next), None);
                let title = &briefing.articles[next].title;
                self.say(
                    Tone::Done,
                    format!("Article {} of {count}: {title}", next + 1),
                );
            }
            None => {
                let kind = if unread { "unread " } else { "" };
                let way = if forward { "further" } else { "earlier" };
                self.say(Tone::Nothing, format!("There is no {way} {kind}article."));
            }
        }
    }

    /// Remembers where the reader is, if it has changed since it was last remembered.
    pub(in crate::app) fn remember_place(&mut self) {
        let Screen::Article(reader) = &self.screen else {
            return;
        };
        let briefing = &reader.desk.briefing;
        let article = &briefing.article(reader.article).id;
        let old = self.keeping.position(&briefing.id, article);
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
                self.version += 1;
            }
            let change = self.keeping.note(Change::SetPosition(position));
            self.effects.push(Effect::Save(change));
        }
    }
}

fn same(a: Option<&Arc<Desk>>, b: Option<&Arc<Desk>>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => Arc::ptr_eq(a, b),
        (None, None) => true,
        _ => false,
    }
}
