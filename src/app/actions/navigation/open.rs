//! Opening what is under the cursor or named by a reference, and going from a
//! statement to its answer.

use crate::model::{StatementIx, TopicIx};

use crate::app::actions::navigation::jump::OPENING;
use crate::app::input::command::Command;
use crate::app::list::ListKind;
use crate::app::list::target::Target;
use crate::app::message::{Effect, StatusLevel};
use crate::app::prompt::Prompt;
use crate::app::prompt::text_input::TextInput;
use crate::app::{App, JumpTarget, Screen};

impl App {
    /// Opens what is under the cursor.
    pub(in crate::app) fn activate_selection(&mut self) {
        match self.target() {
            Target::Entry(i) => self.open_entry(i),
            Target::Topic(topic) => self.open_topic(topic),
            Target::Article(article) => self.open_article(article, None),
            Target::Speaker(speaker) => self.open_speaker(speaker),
            Target::Statement {
                statement,
                appearance,
                ..
            } => self.open_passage(statement, appearance),
            Target::Elsewhere { statement, under } => self.goto_row(statement, under),
            Target::Hit(_) => self.open_hit(),
            Target::Bookmark(id) => {
                if let Some(b) = self.user.bookmark(&id).cloned() {
                    let briefing = b.place.briefing.clone();
                    self.goto_place(&briefing, JumpTarget::Bookmark(Box::new(b)));
                }
            }
            Target::Deleted(id) => self.restore_from_trash(&id),
            Target::Saved(name) => self.open_saved_search(&name),
            Target::Command(command) => {
                self.close_screen();
                if command.spec().contexts.intersects(self.key_context()) {
                    self.dispatch(command, None, "");
                } else {
                    self.set_status(
                        StatusLevel::Hint,
                        format!("\"{}\" does not work on this screen.", command.spec().name),
                    );
                }
            }
            Target::Screen(command) => self.dispatch(command, None, ""),
            Target::Problem(_) => {
                self.set_status(StatusLevel::Hint, "The address says where to mend it.")
            }
            Target::Nothing => match self.statement_at_cursor() {
                Some((statement, _)) => self.open_list(ListKind::Carriers(statement)),
                None => self.set_status(
                    StatusLevel::Hint,
                    "There is nothing to open under the cursor.",
                ),
            },
        }
    }

    /// Goes to a statement under a topic of the comparison on the screen.
    fn goto_row(&mut self, statement: StatementIx, under: Option<TopicIx>) {
        if let Screen::List(list) = &mut self.screen {
            let target = Target::Statement {
                statement,
                appearance: 0,
                under,
            };
            if !list.grid.seek(&target) {
                self.set_status(
                    StatusLevel::Hint,
                    "A filter hides it. Esc shows everything.",
                );
            }
        }
    }

    pub(in crate::app) fn open_hit(&mut self) {
        let (Some(hit), Screen::List(list)) = (self.hit_at_cursor(), &self.screen) else {
            return;
        };
        let place = hit.place.clone();
        let wanted = list.search.hits.needles.clone();
        let text = list.search.query.clone();
        self.record_query(&text);
        let briefing = place.briefing.clone();
        self.goto_place(&briefing, JumpTarget::SearchHit(place, text, wanted));
    }

    fn open_entry(&mut self, i: usize) {
        use crate::model::EntryState;
        let Some(entry) = self.library.get(i) else {
            return;
        };
        match entry.state {
            EntryState::Broken => {
                let (title, problems) = (entry.title.clone(), entry.problems.clone());
                self.open_list(ListKind::Problems(title, problems));
                self.set_status(
                    StatusLevel::Error,
                    "This bundle cannot be opened until these are mended.",
                );
            }
            EntryState::Ready | EntryState::Hidden => {
                // Also the one that is open: what is opened is what is there now.
                let source = entry.source.clone();
                self.set_status(
                    StatusLevel::Info,
                    format!("{OPENING}{}…", self.library[i].title),
                );
                self.request_open(source, JumpTarget::FrontPage);
            }
        }
    }

    pub(in crate::app) fn open_reference(&mut self, argument: &str) {
        let argument = argument.trim();
        if argument.is_empty() {
            self.prompt = Some(Prompt::Argument(
                Command::OpenReference,
                TextInput::default(),
            ));
            return;
        }
        match argument.parse::<crate::model::Reference>() {
            Ok(reference) => {
                let briefing = reference.briefing().to_owned();
                self.goto_place(&briefing, JumpTarget::Reference(reference));
            }
            Err(error) => self.set_status(StatusLevel::Hint, error.to_string()),
        }
    }

    /// Goes to the n-th statement that answers the one under the cursor, or that it answers.
    pub(in crate::app) fn goto_answer(&mut self, answers: bool, nth: usize) {
        let (Some((statement, _)), Some(open)) = (self.statement_at_cursor(), self.open.clone())
        else {
            self.report_no_statement();
            return;
        };
        let list = if answers {
            open.answers_to(statement)
        } else {
            &open.briefing.statement(statement).answers
        };
        let Some(goal) = list.get(nth.saturating_sub(1)).or(list.last()) else {
            let text = if answers {
                "Nothing answers this statement in this briefing."
            } else {
                "This statement answers no other in this briefing."
            };
            self.set_status(StatusLevel::Hint, text);
            return;
        };
        let goal_ix = goal.statement;
        let total = list.len();
        let how = goal
            .how
            .map_or("answers", crate::model::AnswerRelation::name);
        let seen = match &mut self.screen {
            Screen::List(list) => {
                // The same point in dispute first, then anywhere on this screen.
                let under = match list.grid.target() {
                    Target::Statement { under, .. } => *under,
                    _ => None,
                };
                let same = |t: &Target| matches!(t, Target::Statement { statement, under: u, .. } if *statement == goal_ix && *u == under);
                let any = |t: &Target| matches!(t, Target::Statement { statement, .. } if *statement == goal_ix);
                !matches!(list.kind, ListKind::Carriers(_))
                    && (list.grid.seek_by(same) || list.grid.seek_by(any))
            }
            Screen::Article(_) => false,
        };
        if !seen {
            let article = self.article_at_cursor();
            let appearance = article.map_or(0, |a| open.appearance_in(goal_ix, a));
            self.open_passage(goal_ix, appearance);
        }
        let way = if answers {
            how.to_owned()
        } else {
            format!("what it {how}")
        };
        let number = if total > 1 {
            format!(
                " ({} of {total}; a count before the key chooses)",
                nth.min(total)
            )
        } else {
            String::new()
        };
        self.set_status(
            StatusLevel::Info,
            format!(
                "{way}{number}: {}",
                crate::app::ui::card::summary(&open, goal_ix)
            ),
        );
    }

    pub(in crate::app) fn open_original(&mut self) {
        let (Some(article), Some(open)) = (self.article_at_cursor(), self.open.as_ref()) else {
            self.set_status(StatusLevel::Hint, "There is no article under the cursor.");
            return;
        };
        let a = open.briefing.article(article);
        match a.url.clone().or(a.archived_url.clone()) {
            Some(url) => self.effects.push(Effect::OpenUrl(url)),
            None => self.set_status(
                StatusLevel::Hint,
                format!("The bundle gives no address for {}.", a.publisher.clone()),
            ),
        }
    }
}
