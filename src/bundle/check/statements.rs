//! The statements of a bundle: who said it, what it answers, who carries it.

use std::collections::HashSet;

use super::quotes::Bodies;
use super::{Check, Ids, article, line, lines};
use crate::bundle::raw;
use crate::bundle::read::listed;
use crate::bundle::report::{At, error, fatal, nearest, quoted, warning};
use crate::model::{
    Answer, AnswerRelation, Appearance, Article, ArticleIx, Date, QuotationKind, RelayedBy,
    ResponseKind, SpeakerIx, Statement, StatementIx, TopicIx,
};

impl Check<'_, '_> {
    /// Checks all statements, in the order of the bundle.
    pub(super) fn statements(
        &mut self,
        raw: &raw::Bundle,
        articles: &[Option<Article>],
        (speakers, topics): (&Ids, &Ids),
        bodies: &mut Bodies,
    ) -> Vec<Statement> {
        let top = At::ROOT;
        let at = top.field("statements");
        let article_ids = self.article_ids(raw);
        let ids = self.ids(&at, raw.statements.iter().map(|s| s.id));
        let mut statements = Vec::with_capacity(raw.statements.len());
        for (i, statement) in raw.statements.iter().enumerate() {
            let here = at.item(i);
            let speaker = self.lookup(
                &here.field("speaker"),
                speakers,
                statement.speaker,
                "speaker",
            );
            let date = self.date(&here.field("date"), statement.date);
            self.said_before_printed(&here, statement, date.as_ref(), &article_ids, articles);
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
                note: line(statement.note),
                accepts: lines(&statement.accepts),
            });
        }
        self.answered_before_said(&at, &statements);
        self.circles(&at, &statements);
        self.repeated(&at, &mut statements);
        statements
    }

    fn kind(&mut self, at: &At, name: Option<&str>) -> QuotationKind {
        match name {
            None | Some("direct") => QuotationKind::Direct,
            Some("paraphrase") => QuotationKind::Paraphrase,
            Some(other) => {
                let message = format!("there is no kind {}", quoted(other));
                let help =
                    "Write `direct` for the speaker's own words, `paraphrase` for the reporter's.";
                self.note(at, fatal(message, help));
                QuotationKind::Direct
            }
        }
    }

    fn topics(&mut self, at: &At, named: &[&str], ids: &Ids) -> Vec<TopicIx> {
        let at = at.field("topics");
        if named.is_empty() && !ids.is_empty() {
            let message = "this statement bears on no topic";
            let help = "Name the points in dispute that it bears on.";
            self.note(&at, warning(message, help));
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
                    self.note(&here, warning(message, "Remove one of the two."));
                }
            }
        }
        topics
    }

    fn answers(&mut self, at: &At, own: usize, raw: &[raw::Answer], ids: &Ids) -> Vec<Answer> {
        let mut answers = Vec::with_capacity(raw.len());
        let mut seen = HashSet::new();
        for (i, answer) in raw.iter().enumerate() {
            let here = at.item(i);
            let (id, how) = match *answer {
                raw::Answer::Id(id) => (id, None),
                raw::Answer::With { statement, how } => (statement, how),
            };
            let how = how.and_then(|name| self.how(&here.field("how"), name));
            let found = self.lookup(&here, ids, id, "statement");
            let Some(statement) = found.map(StatementIx) else {
                continue;
            };
            if statement.0 == own {
                let message = "the statement answers itself";
                let help = "Name the statement that it replies to.";
                self.note(&here, error(message, help));
            } else if seen.insert(statement) {
                answers.push(Answer { statement, how });
            } else {
                let message = format!("{} is answered twice here", quoted(id));
                self.note(&here, warning(message, "Remove one of the two."));
            }
        }
        answers
    }

    fn repeats(&mut self, at: &At, own: usize, raw: &[&str], ids: &Ids) -> Vec<StatementIx> {
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
                self.note(&here, error(message, help));
            } else if seen.insert(statement) {
                repeats.push(statement);
            } else {
                let message = format!("{} is named twice", quoted(id));
                self.note(&here, warning(message, "Remove one of the two."));
            }
        }
        repeats
    }

    fn via(&mut self, at: &At, raw: &[raw::Hop]) -> Vec<RelayedBy> {
        let mut hops = Vec::with_capacity(raw.len());
        for (i, hop) in raw.iter().enumerate() {
            let hop = RelayedBy {
                who: line(hop.who),
                how: line(hop.how),
            };
            if hop.who.is_none() && hop.how.is_none() {
                let message = "this hop says neither who passed the words on nor how";
                let help = "Fill in `who` or `how`, or remove the hop.";
                self.note(&at.item(i), warning(message, help));
            }
            hops.push(hop);
        }
        hops
    }

    fn response(&mut self, at: &At, name: Option<&str>) -> Option<ResponseKind> {
        let name = name?;
        let found = ResponseKind::ALL.into_iter().find(|r| r.name() == name);
        if found.is_none() {
            let message = format!("there is no response {}", quoted(name));
            let help = "Write `declined` where the speaker declined to answer, `none` where \
                        there was no response.";
            self.note(at, error(message, help));
        }
        found
    }

    /// Holds `repeats` to its rules: the same speaker, no circle, and, where both are
    /// dated, the earlier occasion first. What breaks the first two is taken out.
    fn repeated(&mut self, at: &At, statements: &mut [Statement]) {
        for i in 0..statements.len() {
            for (n, earlier) in statements[i].repeats.clone().into_iter().enumerate() {
                let here = at.item(i);
                let here = here.field("repeats");
                let (this, other) = (&statements[i], &statements[earlier.0]);
                if this.speaker != other.speaker {
                    let message = format!("{} is by another speaker", quoted(&other.id));
                    let help = "Only what the same speaker said again is repeated; for the \
                                words of another use `answers`, or nothing.";
                    self.note(&here.item(n), error(message, help));
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
                    self.note(&here.item(n), error(message, help));
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
            self.note(&at.item(*here).field("repeats"), error(message, help));
        }
        for (here, target) in circles {
            statements[here].repeats.retain(|ix| ix.0 != target);
        }
    }

    fn how(&mut self, at: &At, name: &str) -> Option<AnswerRelation> {
        let found = AnswerRelation::ALL
            .into_iter()
            .find(|how| how.name() == name);
        if found.is_none() {
            let names = AnswerRelation::ALL.map(AnswerRelation::name);
            let all = listed(&names);
            let help = match nearest(name, names) {
                Some(near) => format!("If `{near}` is meant, write it so; known are {all}."),
                None => format!("Known are {all}."),
            };
            let message = format!("{} is no way to answer", quoted(name));
            self.note(at, error(message, help));
        }
        found
    }

    fn appearances(
        &mut self,
        at: &At,
        statement: &raw::Statement,
        ids: &Ids,
        bodies: &mut Bodies,
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
                attribution: line(appearance.attribution),
                via: self.via(&here.field("via"), &appearance.via),
                note: line(appearance.note),
            });
        }
        appearances
    }

    /// Warns of a statement that is dated after an article that carries it.
    fn said_before_printed(
        &mut self,
        at: &At,
        statement: &raw::Statement,
        said: Option<&Date>,
        ids: &Ids,
        articles: &[Option<Article>],
    ) {
        let Some(first) = said.and_then(Date::first) else {
            return;
        };
        for appearance in &statement.appearances {
            let carrier = ids
                .get(appearance.article)
                .and_then(|ix| article(articles, *ix));
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
                self.note(&at.field("date"), warning(message, help));
            }
        }
    }

    fn answered_before_said(&mut self, at: &At, statements: &[Statement]) {
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
                    self.note(&at.item(i).field("date"), warning(message, help));
                }
            }
        }
    }

    /// Warns of statements that answer one another in a circle: nobody spoke first.
    fn circles(&mut self, at: &At, statements: &[Statement]) {
        let next = |i: usize, n: usize| statements[i].answers.get(n).map(|a| a.statement.0);
        for (here, target) in closing_edges(statements.len(), next) {
            let message = format!(
                "{} and {} answer each other in a circle",
                quoted(&statements[here].id),
                quoted(&statements[target].id)
            );
            let help = "Remove the answer of the one that was said first.";
            self.note(&at.item(here).field("answers"), warning(message, help));
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
    let mut marks = vec![Visit::New; count];
    for start in 0..count {
        let mut path = Vec::new();
        if marks[start] == Visit::New {
            marks[start] = Visit::Open;
            path.push((start, 0));
        }
        while let Some((here, link)) = path.last_mut() {
            let here = *here;
            let Some(target) = next(here, *link) else {
                marks[here] = Visit::Done;
                path.pop();
                continue;
            };
            *link += 1;
            match marks[target] {
                Visit::New => {
                    marks[target] = Visit::Open;
                    path.push((target, 0));
                }
                Visit::Open => found.push((here, target)),
                Visit::Done => {}
            }
        }
    }
    found
}

/// How far the search for circles is with a statement.
#[derive(Clone, Copy, PartialEq)]
enum Visit {
    New,
    Open,
    Done,
}
