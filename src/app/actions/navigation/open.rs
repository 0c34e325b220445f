//! Opening what is under the cursor or named by a reference, and going from a
//! statement to its answer.

use crate::model::{StatementIx, TopicIx};

use crate::app::actions::navigation::jump::OPENING;
use crate::app::input::command::Command;
use crate::app::list::Kind;
use crate::app::list::target::Target;
use crate::app::message::{Effect, Tone};
use crate::app::prompt::Prompt;
use crate::app::prompt::text_input::Field;
use crate::app::{App, Goal, Screen};

impl App {
    /// Opens what is under the cursor.
    pub(in crate::app) fn open_here(&mut self) {
        match self.target() {
            Target::Entry(i) => self.open_entry(i),
            Target::Topic(topic) => self.show_topic(topic),
            Target::Article(article) => self.show_article(article, None),
            Target::Speaker(speaker) => self.show_speaker(speaker),
            Target::Statement {
                statement,
                appearance,
                ..
            } => self.show_passage(statement, appearance),
            Target::Elsewhere { statement, under } => self.go_to_row(statement, under),
            Target::Hit(_) => self.open_hit(),
            Target::Bookmark(id) => {
                if let Some(b) = self.keeping.bookmark(&id).cloned() {
                    let briefing = b.place.briefing.clone();
                    self.go_place(&briefing, Goal::Kept(Box::new(b)));
                }
            }
            Target::Deleted(id) => self.bring_back(&id),
            Target::Saved(name) => self.open_search(&name),
            Target::Command(command) => {
                self.close();
                if command.row().applies.meets(self.scope()) {
                    self.run(command, None, "");
                } else {
                    self.say(
                        Tone::Nothing,
                        format!("\"{}\" does not work on this screen.", command.row().name),
                    );
                }
            }
            Target::Screen(command) => self.run(command, None, ""),
            Target::Problem(_) => self.say(Tone::Nothing, "The address says where to mend it."),
            Target::Nothing => match self.statement_here() {
                Some((statement, _)) => self.show_list(Kind::Carriers(statement)),
                None => self.say(Tone::Nothing, "There is nothing to open under the cursor."),
            },
        }
    }

    /// Goes to a statement under a topic of the comparison on the screen.
    fn go_to_row(&mut self, statement: StatementIx, under: Option<TopicIx>) {
        if let Screen::List(list) = &mut self.screen {
            let target = Target::Statement {
                statement,
                appearance: 0,
                under,
            };
            if !list.grid.seek(&target) {
                self.say(Tone::Nothing, "A filter hides it. Esc shows everything.");
            }
        }
    }

    pub(in crate::app) fn open_hit(&mut self) {
        let (Some(hit), Screen::List(list)) = (self.hit_here(), &self.screen) else {
            return;
        };
        let place = hit.place.clone();
        let wanted = list.search.hits.needles.clone();
        let text = list.search.text.clone();
        self.remember_question(&text);
        let briefing = place.briefing.clone();
        self.go_place(&briefing, Goal::Found(place, text, wanted));
    }

    fn open_entry(&mut self, i: usize) {
        use crate::model::EntryState;
        let Some(entry) = self.library.get(i) else {
            return;
        };
        match entry.state {
            EntryState::Broken => {
                let (title, problems) = (entry.title.clone(), entry.problems.clone());
                self.show_list(Kind::Problems(title, problems));
                self.say(
                    Tone::Trouble,
                    "This bundle cannot be opened until these are mended.",
                );
            }
            EntryState::Ready | EntryState::Hidden => {
                // Also the one that is open: what is opened is what is there now.
                let source = entry.source.clone();
                self.say(Tone::Done, format!("{OPENING}{}…", self.library[i].title));
                self.ask_open(source, Goal::Front);
            }
        }
    }

    pub(in crate::app) fn open_reference(&mut self, argument: &str) {
        let argument = argument.trim();
        if argument.is_empty() {
            self.prompt = Some(Prompt::Argument(Command::OpenReference, Field::default()));
            return;
        }
        match argument.parse::<crate::model::Reference>() {
            Ok(reference) => {
                let briefing = reference.briefing().to_owned();
                self.go_place(&briefing, Goal::Ref(reference));
            }
            Err(error) => self.say(Tone::Nothing, error.to_string()),
        }
    }

    /// Goes to the n-th statement that answers the one under the cursor, or that it answers.
    pub(in crate::app) fn go_answer(&mut self, answers: bool, nth: usize) {
        let (Some((statement, _)), Some(desk)) = (self.statement_here(), self.desk.clone()) else {
            self.no_statement();
            return;
        };
        let list = if answers {
            desk.answers_to(statement)
        } else {
            &desk.briefing.statement(statement).answers
        };
        let Some(goal) = list.get(nth.saturating_sub(1)).or(list.last()) else {
            let text = if answers {
                "Nothing answers this statement in this briefing."
            } else {
                "This statement answers no other in this briefing."
            };
            self.say(Tone::Nothing, text);
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
                !matches!(list.kind, Kind::Carriers(_))
                    && (list.grid.seek_by(same) || list.grid.seek_by(any))
            }
            Screen::Article(_) => false,
        };
        if !seen {
            let article = self.article_here();
            let appearance = article.map_or(0, |a| desk.appearance_in(goal_ix, a));
            self.show_passage(goal_ix, appearance);
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
        self.say(
            Tone::Done,
            format!(
                "{way}{number}: {}",
                crate::app::ui::card::gist(&desk, goal_ix)
            ),
        );
    }

    pub(in crate::app) fn open_original(&mut self) {
        let (Some(article), Some(desk)) = (self.article_here(), self.desk.as_ref()) else {
            self.say(Tone::Nothing, "There is no article under the cursor.");
            return;
        };
        let a = desk.briefing.article(article);
        match a.url.clone().or(a.archived_url.clone()) {
            Some(url) => self.effects.push(Effect::Browse(url)),
            None => self.say(
                Tone::Nothing,
                format!("The bundle gives no address for {}.", a.publisher.clone()),
            ),
        }
    }
}
