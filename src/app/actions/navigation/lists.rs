//! Opening each list, with the cursor on what it stood on before where the list shows that.

use crate::app::actions::navigation::history::is_same;
use crate::app::app_state::AppState;
use crate::app::app_state::screen::Screen;
use crate::app::input::command::Command;
use crate::app::input::key_context::KeyContexts;
use crate::app::list::grid::Grid;
use crate::app::list::kind::Grouping;
use crate::app::list::target::Target;
use crate::app::list::{ListKind, ListScreen};
use crate::app::screens::spec::spec;
use crate::app::state::command_outcome::CommandOutcome;
use crate::model::{SpeakerIx, StatementIx, TopicIx};

impl AppState {
    /// Shows a list, unless it is on the screen.
    pub(in crate::app) fn open_list(&mut self, kind: ListKind) -> CommandOutcome {
        let belongs_to_briefing = spec(&kind).belongs_to_briefing;
        let open = self.open().filter(|_| belongs_to_briefing).cloned();
        if let Some(list) = self.nav.list()
            && list.kind == kind
            && is_same(list.open.as_ref(), open.as_ref())
        {
            return CommandOutcome::Unchanged;
        }
        self.push_screen(Screen::List(Box::new(ListScreen::new(kind, open))))
    }

    /// Puts the cursor of the list on the screen somewhere; returns whether that was
    /// found, and what it came to.
    fn seek(&mut self, find: impl FnOnce(&mut Grid) -> bool) -> (bool, CommandOutcome) {
        self.layout();
        let Some(list) = self.nav.list_mut() else {
            return (false, CommandOutcome::Unchanged);
        };
        let before = (list.grid.cursor(), list.grid.top());
        let is_found = find(&mut list.grid);
        let after = (list.grid.cursor(), list.grid.top());
        (is_found, CommandOutcome::from_changed(before != after))
    }

    /// Shows a list, with the cursor on the first cell that is about what is wanted.
    fn open_list_at(
        &mut self,
        kind: ListKind,
        is_wanted: impl Fn(&Target) -> bool,
    ) -> CommandOutcome {
        let opened = self.open_list(kind);
        let (_, sought) = self.seek(|grid| grid.seek_by(is_wanted));
        opened.and(sought)
    }

    /// Shows a list, with the cursor on the statement on which it stands now.
    fn open_list_at_cursor(
        &mut self,
        kind: ListKind,
        is_wanted: impl Fn(&Target, StatementIx) -> bool,
    ) -> CommandOutcome {
        match self.statement_at_cursor() {
            Some((statement, _)) => self.open_list_at(kind, |t| is_wanted(t, statement)),
            None => self.open_list(kind),
        }
    }

    /// Shows the library.
    pub(in crate::app) fn open_library(&mut self) -> CommandOutcome {
        self.open_list(ListKind::Library)
    }

    /// Shows the keys, those of this screen first.
    pub(in crate::app) fn open_help(&mut self) -> CommandOutcome {
        let context = self.key_context();
        if context == KeyContexts::HELP {
            return self.hint("These are the keys; \\ filters them, Enter runs one.");
        }
        self.open_list(ListKind::Help(context))
    }

    /// Shows the articles of the open briefing.
    pub(in crate::app) fn open_articles(&mut self) -> CommandOutcome {
        self.open_list_at(ListKind::Briefing, |t| matches!(t, Target::Article(_)))
    }

    /// Shows what the open briefing is.
    pub(in crate::app) fn open_about(&mut self) -> CommandOutcome {
        let about = Target::Screen(Command::GoAbout);
        self.open_list_at(ListKind::Briefing, |t| *t == about)
    }

    /// Sets both sides side by side, at the statement under the cursor.
    pub(in crate::app) fn open_compare_at_cursor(&mut self) -> CommandOutcome {
        let statement = self.statement_at_cursor();
        let opened = self.open_compare();
        let Some((statement, _)) = statement else {
            return opened;
        };
        let (is_found, sought) = self.seek(|grid| grid.seek_by(|t| is_about(t, statement)));
        if !is_found {
            return self.hint("That statement is not shown side by side.");
        }
        opened.and(sought)
    }

    fn open_compare(&mut self) -> CommandOutcome {
        self.open_list(ListKind::Compare {
            third_parties: true,
        })
    }

    /// Sets both sides side by side at a topic.
    pub(in crate::app) fn open_topic(&mut self, topic: TopicIx) -> CommandOutcome {
        let opened = self.open_compare();
        let is_of_topic =
            |t: &Target| matches!(t, Target::Statement { under, .. } if *under == Some(topic));
        let (is_found, sought) = self.seek(|grid| {
            let is_found = grid.seek_by(is_of_topic);
            if is_found {
                grid.scroll_to_heading();
            }
            is_found
        });
        if !is_found {
            return self.hint("No statement bears on this point.");
        }
        opened.and(sought)
    }

    /// Lists who speaks, at the speaker of the statement under the cursor.
    pub(in crate::app) fn open_speakers(&mut self) -> CommandOutcome {
        let open = self.open().cloned();
        self.open_list_at_cursor(ListKind::Speakers, |target, statement| {
            let speaker = open
                .as_ref()
                .map(|o| o.briefing.statement(statement).speaker);
            speaker.is_some_and(|speaker| *target == Target::Speaker(speaker))
        })
    }

    /// Shows all that one speaker said.
    pub(in crate::app) fn open_speaker(&mut self, speaker: SpeakerIx) -> CommandOutcome {
        self.open_list(ListKind::Speaker(speaker))
    }

    /// Lists the statements by their dates, at the one under the cursor.
    pub(in crate::app) fn open_timeline(&mut self) -> CommandOutcome {
        let is_first = |t: &Target, s| *t == Target::statement(s);
        self.open_list_at_cursor(ListKind::Timeline, is_first)
    }

    /// Lists the statements without an answer, at the one under the cursor.
    pub(in crate::app) fn open_unanswered(&mut self) -> CommandOutcome {
        let is_first = |t: &Target, s| *t == Target::statement(s);
        self.open_list_at_cursor(ListKind::Unanswered, is_first)
    }

    /// Shows which article carries which statement, at the one under the cursor.
    pub(in crate::app) fn open_matrix(&mut self) -> CommandOutcome {
        self.open_list_at_cursor(ListKind::Matrix, is_about)
    }

    /// Shows how each article printed the statement under the cursor.
    pub(in crate::app) fn open_carriers(&mut self) -> CommandOutcome {
        let Some((statement, _)) = self.statement_at_cursor() else {
            return self.report_no_statement();
        };
        self.open_list_at(ListKind::Carriers(statement), |t| is_about(t, statement))
    }

    /// Lists the bookmarks.
    pub(in crate::app) fn open_bookmarks(&mut self) -> CommandOutcome {
        self.open_list(ListKind::Bookmarks(Grouping::default()))
    }

    /// Lists the bookmarks that were deleted.
    pub(in crate::app) fn open_trash(&mut self) -> CommandOutcome {
        self.open_list(ListKind::Trash)
    }

    /// Goes to a statement under a topic of the comparison on the screen.
    pub(in crate::app) fn goto_row(
        &mut self,
        statement: StatementIx,
        under: Option<TopicIx>,
    ) -> CommandOutcome {
        let target = Target::Statement {
            statement,
            appearance: 0,
            under,
        };
        let (is_found, sought) = self.seek(|grid| grid.seek(&target));
        if !is_found {
            return self.hint("A filter hides it. Esc shows everything.");
        }
        sought
    }
}

/// Returns `true` if a cell shows a statement, as any of its carriers printed it.
fn is_about(target: &Target, wanted: StatementIx) -> bool {
    matches!(target, Target::Statement { statement, .. } if *statement == wanted)
}
