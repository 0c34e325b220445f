//! From a statement to what answers it, and to what it answers.

use crate::app::app_state::AppState;
use crate::app::list::ListKind;
use crate::app::list::target::Target;
use crate::app::state::command_outcome::CommandOutcome;
use crate::app::ui::card;
use crate::model::{AnswerRelation, StatementIx};

impl AppState {
    /// Goes to the n-th statement that answers the one under the cursor, or that it answers.
    pub(in crate::app) fn goto_answer(&mut self, answers: bool, nth: usize) -> CommandOutcome {
        let (Some((statement, _)), Some(open)) = (self.statement_at_cursor(), self.open().cloned())
        else {
            return self.report_no_statement();
        };
        let all = if answers {
            open.answers_to(statement)
        } else {
            &open.briefing.statement(statement).answers
        };
        let Some(answer) = all.get(nth.saturating_sub(1)).or(all.last()) else {
            return self.hint(if answers {
                "Nothing answers this statement in this briefing."
            } else {
                "This statement answers no other in this briefing."
            });
        };
        if !self.seek_statement(answer.statement) {
            let article = self.article_at_cursor();
            let appearance = article.map_or(0, |a| open.appearance_in(answer.statement, a));
            self.open_passage(answer.statement, appearance);
        }
        let how = answer.how.map_or("answers", AnswerRelation::name);
        let way = if answers {
            how.to_owned()
        } else {
            format!("what it {how}")
        };
        let total = all.len();
        let number = if total > 1 {
            let nth = nth.min(total);
            format!(" ({nth} of {total}; a count before the key chooses)")
        } else {
            String::new()
        };
        let summary = card::summary(&open, answer.statement);
        self.info(format!("{way}{number}: {summary}"))
    }

    /// Puts the cursor of the list on the screen on a statement: under the same point in
    /// dispute, else anywhere; `false` where it does not show it.
    fn seek_statement(&mut self, wanted: StatementIx) -> bool {
        let Some(list) = self.nav.list_mut() else {
            return false;
        };
        if matches!(list.kind, ListKind::Carriers(_)) {
            return false;
        }
        let topic = match list.grid.target() {
            Target::Statement { under, .. } => *under,
            _ => None,
        };
        let is_there = |t: &Target, anywhere: bool| matches!(t, Target::Statement { statement, under, .. } if *statement == wanted && (anywhere || *under == topic));
        list.grid.seek_by(|t| is_there(t, false)) || list.grid.seek_by(|t| is_there(t, true))
    }
}
