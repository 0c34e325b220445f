//! The statements of a bundle: who said it, what it answers, who carries it.

use std::collections::HashSet;

use crate::bundle::diagnostics::diagnostic::{closest_name, error, fatal, quoted, warning};
use crate::bundle::diagnostics::json_path::JsonPath;
use crate::bundle::parse::object::list_names;
use crate::bundle::parse::raw;
use crate::bundle::validate::quotes::ArticleTexts;
use crate::bundle::validate::validator::{
    IdIndex, Validator, article_at, clean_lines, optional_line,
};
use crate::model::{
    Answer, AnswerRelation, Appearance, Article, ArticleIx, Date, QuotationKind, RelayedBy,
    ResponseKind, SpeakerIx, Statement, StatementIx, TopicIx,
};

impl Validator<'_, '_> {
    /// Checks all statements, in the order of the bundle.
    pub(crate) fn statements(
        &mut self,
        raw: &raw::RawBundle,
        articles: &[Option<Article>],
        (speakers, topics): (&IdIndex, &IdIndex),
        bodies: &mut ArticleTexts,
    ) -> Vec<Statement> {
        let top = JsonPath::ROOT;
        let at = top.field("statements");
        let article_ids = self.article_ids(raw);
        let ids = self.index_ids(&at, raw.statements.iter().map(|s| s.id));
        let mut statements = Vec::with_capacity(raw.statements.len());
        for (i, statement) in raw.statements.iter().enumerate() {
            let here = at.item(i);
            let speaker = self.lookup(
                &here.field("speaker"),
                speakers,
                statement.speaker,
                "speaker",
            );
            let date = self.parse_date(&here.field("date"), statement.date);
            self.check_statement_dates(&here, statement, date.as_ref(), &article_ids, articles);
            statements.push(Statement {
                id: statement.id.to_owned(),
                speaker: SpeakerIx(speaker.unwrap_or(0)),
                topics: self.topics(&here, &statement.topics, topics),
                kind: self.kind(&here.field("kind"), statement.kind),
                date,
                answers: self.answers(&here.field("answers"), i, &statement.answers, &ids),
                repeats: self.repeats(&here.field("repeats"), i, &statement.repeats, &ids),
                response: self.response(&here.field("response"), statement.response),
                appearances: self.appearances(&here, statement, &article_ids, bodies),
                note: optional_line(statement.note),
                accepts: clean_lines(&statement.accepts),
            });
        }
        self.check_answer_dates(&at, &statements);
        self.check_reply_cycles(&at, &statements);
        self.check_repeats(&at, &mut statements);
        statements
    }

    fn kind(&mut self, at: &JsonPath, name: Option<&str>) -> QuotationKind {
        match name {
            None | Some("direct") => QuotationKind::Direct,
            Some("paraphrase") => QuotationKind::Paraphrase,
            Some(other) => {
                let message = format!("there is no kind {}", quoted(other));
                let help =
                    "Write `direct` for the speaker's own words, `paraphrase` for the reporter's.";
                self.report_at(at, fatal(message, help));
                QuotationKind::Direct
            }
        }
    }

    fn topics(&mut self, at: &JsonPath, named: &[&str], ids: &IdIndex) -> Vec<TopicIx> {
        let at = at.field("topics");
        if named.is_empty() && !ids.is_empty() {
            let message = "this statement bears on no topic";
            let help = "Name the points in dispute that it bears on.";
            self.report_at(&at, warning(message, help));
        }
        let mut topics = Vec::with_capacity(named.len());
        let mut seen = HashSet::new();
        for (i, id) in named.iter().enumerate() {
            let here = at.item(i);
            if let Some(ix) = self.lookup(&here, ids, id, "topic").map(TopicIx) {
                if seen.insert(ix) {
                    topics.push(ix);
                } else {
                    let message = format!("the topic {} is named twice", quoted(id));
                    self.report_at(&here, warning(message, "Remove one of the two."));
                }
            }
        }
        topics
    }

    fn answers(
        &mut self,
        at: &JsonPath,
        own: usize,
        raw: &[raw::RawAnswer],
        ids: &IdIndex,
    ) -> Vec<Answer> {
        let mut answers = Vec::with_capacity(raw.len());
        let mut seen = HashSet::new();
        for (i, answer) in raw.iter().enumerate() {
            let here = at.item(i);
            let (id, how) = match *answer {
                raw::RawAnswer::Id(id) => (id, None),
                raw::RawAnswer::With { statement, how } => (statement, how),
            };
            let how = how.and_then(|name| self.answer_relation(&here.field("how"), name));
            let found = self.lookup(&here, ids, id, "statement");
            let Some(statement) = found.map(StatementIx) else {
                continue;
            };
            if statement.0 == own {
                let message = "the statement answers itself";
                let help = "Name the statement that it replies to.";
                self.report_at(&here, error(message, help));
            } else if seen.insert(statement) {
                answers.push(Answer { statement, how });
            } else {
                let message = format!("{} is answered twice here", quoted(id));
                self.report_at(&here, warning(message, "Remove one of the two."));
            }
        }
        answers
    }

    fn repeats(
        &mut self,
        at: &JsonPath,
        own: usize,
        raw: &[&str],
        ids: &IdIndex,
    ) -> Vec<StatementIx> {
        let mut repeats = Vec::with_capacity(raw.len());
        let mut seen = HashSet::new();
        for (i, id) in raw.iter().enumerate() {
            let here = at.item(i);
            let Some(statement) = self.lookup(&here, ids, id, "statement").map(StatementIx) else {
                continue;
            };
            if statement.0 == own {
                let message = "the statement repeats itself";
                let help = "Name the statement of the earlier occasion.";
                self.report_at(&here, error(message, help));
            } else if seen.insert(statement) {
                repeats.push(statement);
            } else {
                let message = format!("{} is named twice", quoted(id));
                self.report_at(&here, warning(message, "Remove one of the two."));
            }
        }
        repeats
    }

    fn via(&mut self, at: &JsonPath, raw: &[raw::RawHop]) -> Vec<RelayedBy> {
        let mut hops = Vec::with_capacity(raw.len());
        for (i, hop) in raw.iter().enumerate() {
            let hop = RelayedBy {
                who: optional_line(hop.who),
                how: optional_line(hop.how),
            };
            if hop.who.is_none() && hop.how.is_none() {
                let message = "this hop says neither who passed the words on nor how";
                let help = "Fill in `who` or `how`, or remove the hop.";
                self.report_at(&at.item(i), warning(message, help));
            }
            hops.push(hop);
        }
        hops
    }

    fn response(&mut self, at: &JsonPath, name: Option<&str>) -> Option<ResponseKind> {
        let name = name?;
        let found = ResponseKind::ALL.into_iter().find(|r| r.name() == name);
        if found.is_none() {
            let message = format!("there is no response {}", quoted(name));
            let help = "Write `declined` where the speaker declined to answer, `none` where \
                        there was no response.";
            self.report_at(at, error(message, help));
        }
        found
    }

    /// Holds `repeats` to its rules: the same speaker, no circle, and, where both are
    /// dated, the earlier occasion first. What breaks the first two is taken out.
    fn check_repeats(&mut self, at: &JsonPath, statements: &mut [Statement]) {
        for i in 0..statements.len() {
            for (n, earlier) in statements[i].repeats.clone().into_iter().enumerate() {
                let here = at.item(i);
                let here = here.field("repeats");
                let (this, other) = (&statements[i], &statements[earlier.0]);
                if this.speaker != other.speaker {
                    let message = format!("{} is by another speaker", quoted(&other.id));
                    let help = "Only what the same speaker said again is repeated; for the \
                                words of another use `answers`, or nothing.";
                    self.report_at(&here.item(n), error(message, help));
                } else if let (Some(last), Some(first)) = (
                    this.date.as_ref().and_then(Date::last),
                    other.date.as_ref().and_then(Date::first),
                ) && last < first
                {
                    let message = format!(
                        "the statement is dated before {}, which it repeats",
                        quoted(&other.id)
                    );
                    let help = "Name the earlier occasion in the later one, or correct a date.";
                    self.report_at(&here.item(n), error(message, help));
                }
            }
        }
        let speakers: Vec<SpeakerIx> = statements.iter().map(|s| s.speaker).collect();
        for statement in &mut *statements {
            let speaker = statement.speaker;
            statement.repeats.retain(|ix| speakers[ix.0] == speaker);
        }
        let next = |i: usize, n: usize| statements[i].repeats.get(n).map(|ix| ix.0);
        let circles = closing_edges(statements.len(), next);
        for (here, target) in &circles {
            let message = format!(
                "{} and {} repeat each other in a circle",
                quoted(&statements[*here].id),
                quoted(&statements[*target].id)
            );
            let help = "Only the later occasion names the earlier one.";
            self.report_at(&at.item(*here).field("repeats"), error(message, help));
        }
        for (here, target) in circles {
            statements[here].repeats.retain(|ix| ix.0 != target);
        }
    }

    fn answer_relation(&mut self, at: &JsonPath, name: &str) -> Option<AnswerRelation> {
        let found = AnswerRelation::ALL
            .into_iter()
            .find(|how| how.name() == name);
        if found.is_none() {
            let names = AnswerRelation::ALL.map(AnswerRelation::name);
            let all = list_names(&names);
            let help = match closest_name(name, names) {
                Some(near) => format!("If `{near}` is meant, write it so; known are {all}."),
                None => format!("Known are {all}."),
            };
            let message = format!("{} is no way to answer", quoted(name));
            self.report_at(at, error(message, help));
        }
        found
    }

    fn appearances(
        &mut self,
        at: &JsonPath,
        statement: &raw::RawStatement,
        ids: &IdIndex,
        bodies: &mut ArticleTexts,
    ) -> Vec<Appearance> {
        let at = at.field("appearances");
        let mut appearances = Vec::with_capacity(statement.appearances.len());
        for (i, appearance) in statement.appearances.iter().enumerate() {
            let here = at.item(i);
            let found = self.lookup(&here.field("article"), ids, appearance.article, "article");
            let Some(ix) = found else {
                continue;
            };
            appearances.push(Appearance {
                article: ArticleIx(ix),
                quote: self.quote(&here.field("quote"), statement.id, appearance, ix, bodies),
                attribution: optional_line(appearance.attribution),
                via: self.via(&here.field("via"), &appearance.via),
                note: optional_line(appearance.note),
            });
        }
        appearances
    }

    /// Warns of a statement that is dated after an article that carries it.
    fn check_statement_dates(
        &mut self,
        at: &JsonPath,
        statement: &raw::RawStatement,
        said: Option<&Date>,
        ids: &IdIndex,
        articles: &[Option<Article>],
    ) {
        let Some(first) = said.and_then(Date::first) else {
            return;
        };
        for appearance in &statement.appearances {
            let carrier = ids
                .get(appearance.article)
                .and_then(|ix| article_at(articles, *ix));
            let printed = carrier.and_then(|a| a.published.as_ref());
            if printed
                .and_then(Date::last)
                .is_some_and(|last| last < first)
            {
                let message = format!(
                    "the statement is dated after {} printed it",
                    quoted(appearance.article)
                );
                let help = "Correct the date of the statement or of the article.";
                self.report_at(&at.field("date"), warning(message, help));
            }
        }
    }

    fn check_answer_dates(&mut self, at: &JsonPath, statements: &[Statement]) {
        for (i, statement) in statements.iter().enumerate() {
            let Some(last) = statement.date.as_ref().and_then(Date::last) else {
                continue;
            };
            for answer in &statement.answers {
                let answered = &statements[answer.statement.0];
                let first = answered.date.as_ref().and_then(Date::first);
                if first.is_some_and(|first| last < first) {
                    let message = format!(
                        "the statement is dated before {}, which it answers",
                        quoted(&answered.id)
                    );
                    let help = "Correct one of the two dates, or who answers whom.";
                    self.report_at(&at.item(i).field("date"), warning(message, help));
                }
            }
        }
    }

    /// Warns of statements that answer one another in a circle: nobody spoke first.
    fn check_reply_cycles(&mut self, at: &JsonPath, statements: &[Statement]) {
        let next = |i: usize, n: usize| statements[i].answers.get(n).map(|a| a.statement.0);
        for (here, target) in closing_edges(statements.len(), next) {
            let message = format!(
                "{} and {} answer each other in a circle",
                quoted(&statements[here].id),
                quoted(&statements[target].id)
            );
            let help = "Remove the answer of the one that was said first.";
            self.report_at(&at.item(here).field("answers"), warning(message, help));
        }
    }
}

/// Returns the links that close a circle, each as the statement that has it and the one
/// that it names; `next` gives the n-th link of a statement. Keeps its own stack: a
/// chain may be as long as the bundle.
fn closing_edges(
    count: usize,
    next: impl Fn(usize, usize) -> Option<usize>,
) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut marks = vec![VisitState::New; count];
    for start in 0..count {
        let mut path = Vec::new();
        if marks[start] == VisitState::New {
            marks[start] = VisitState::Open;
            path.push((start, 0));
        }
        while let Some((here, link)) = path.last_mut() {
            let here = *here;
            let Some(target) = next(here, *link) else {
                marks[here] = VisitState::Done;
                path.pop();
                continue;
            };
            *link += 1;
            match marks[target] {
                VisitState::New => {
                    marks[target] = VisitState::Open;
                    path.push((target, 0));
                }
                VisitState::Open => found.push((here, target)),
                VisitState::Done => {}
            }
        }
    }
    found
}

/// How far the search for circles is with a statement.
#[derive(Clone, Copy, PartialEq)]
enum VisitState {
    New,
    Open,
    Done,
}
