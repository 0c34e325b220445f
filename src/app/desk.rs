//! An open briefing with what is worked out once when it is opened: who answers
//! whom, where the statements stand in each article, one sign for each side.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::model::{Answer, ArticleIx, Briefing, Exchange, SideIx, StatementIx, TopicIx};

/// An open briefing.
#[derive(Debug)]
pub struct Desk {
    /// The briefing.
    pub briefing: Arc<Briefing>,
    answered_by: BTreeMap<StatementIx, Vec<Answer>>,
    spans: Vec<Vec<(Range<usize>, StatementIx)>>,
    signs: Vec<char>,
}

/// One row of the comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pair {
    /// A statement of the first side, one of the second, or both; how the
    /// later answers the earlier.
    Facing {
        /// On the left.
        left: Option<StatementIx>,
        /// On the right.
        right: Option<StatementIx>,
        /// Which of them stood in a row above already.
        seen: Seen,
    },
    /// A statement of a third party.
    Between(StatementIx),
}

/// Whether a cell repeats a statement of a row above.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// The left cell does.
    pub left: bool,
    /// The right cell does.
    pub right: bool,
}

impl Desk {
    /// Works out what an open briefing needs.
    #[must_use]
    pub fn new(briefing: Arc<Briefing>) -> Desk {
        let spans = (0..briefing.articles.len())
            .map(|i| briefing.spans_in(ArticleIx(i)))
            .collect();
        Desk {
            answered_by: briefing.answered_by(),
            spans,
            signs: signs(&briefing),
            briefing,
        }
    }

    /// Returns the letter that stands for a side in the margin.
    #[must_use]
    pub fn sign(&self, side: SideIx) -> char {
        self.signs[side.0]
    }

    /// Returns the column of a side: 0 left, 1 right, 2 for all third parties.
    #[must_use]
    pub fn column(side: SideIx) -> u8 {
        side.0.min(2) as u8
    }

    /// Returns the column of a statement's side.
    #[must_use]
    pub fn column_of(&self, statement: StatementIx) -> u8 {
        Self::column(self.briefing.side_of(statement))
    }

    /// Returns what answers a statement.
    #[must_use]
    pub fn answers_to(&self, statement: StatementIx) -> &[Answer] {
        self.answered_by.get(&statement).map_or(&[], Vec::as_slice)
    }

    /// Returns the parts of statements in an article, in the order of the text.
    #[must_use]
    pub fn spans(&self, article: ArticleIx) -> &[(Range<usize>, StatementIx)] {
        &self.spans[article.0]
    }

    /// Returns the statements of an article in the order in which they begin.
    #[must_use]
    pub fn statements_in(&self, article: ArticleIx) -> Vec<StatementIx> {
        let mut list = Vec::new();
        for (_, statement) in self.spans(article) {
            if !list.contains(statement) {
                list.push(*statement);
            }
        }
        list
    }

    /// Returns the statement whose words stand at an offset; the shortest where several do.
    #[must_use]
    pub fn statement_at(&self, article: ArticleIx, offset: usize) -> Option<StatementIx> {
        self.spans(article)
            .iter()
            .filter(|(range, _)| range.contains(&offset))
            .min_by_key(|(range, _)| range.len())
            .map(|(_, statement)| *statement)
    }

    /// Returns the position of a statement's appearance in an article, the first of
    /// all where that article does not carry it.
    #[must_use]
    pub fn appearance_in(&self, statement: StatementIx, article: ArticleIx) -> usize {
        let appearances = &self.briefing.statement(statement).appearances;
        appearances
            .iter()
            .position(|a| a.article == article)
            .unwrap_or(0)
    }

    /// Returns the statements of a topic; of none, those that have no topic.
    #[must_use]
    pub fn in_topic(&self, topic: Option<TopicIx>) -> Vec<StatementIx> {
        let all = self.briefing.statements.iter().enumerate();
        all.filter(|(_, s)| match topic {
            Some(topic) => s.topics.contains(&topic),
            None => s.topics.is_empty(),
        })
        .map(|(i, _)| StatementIx(i))
        .collect()
    }

    /// Sets the statements of a topic face to face: first each beside what answers
    /// it, or what it answers, on the other side; then third parties with what the
    /// sides say to them; then what has no counterpart.
    #[must_use]
    pub fn pairs(&self, topic: Option<TopicIx>) -> Vec<Pair> {
        let listed = self.in_topic(topic);
        let mut rows: Vec<Pair> = Vec::new();
        let mut placed: Vec<StatementIx> = Vec::new();
        let mut done: Vec<(StatementIx, StatementIx)> = Vec::new();
        let sided = |s: &&StatementIx| self.column_of(**s) < 2;
        for &statement in listed.iter().filter(sided) {
            self.face(statement, &listed, &mut rows, &mut placed, &mut done);
        }
        for &third in listed.iter().filter(|s| self.column_of(**s) == 2) {
            rows.push(Pair::Between(third));
            for answer in self.answers_to(third) {
                let ix = answer.statement;
                if self.column_of(ix) < 2 {
                    rows.push(self.alone(ix, placed.contains(&ix)));
                    placed.push(ix);
                }
            }
        }
        for &statement in listed.iter().filter(sided) {
            if !placed.contains(&statement) {
                rows.push(self.alone(statement, false));
            }
        }
        rows
    }

    /// Returns the whole comparison in the order of the screen: point by point, and
    /// last what bears on none.
    #[must_use]
    pub fn exchanges(&self) -> Vec<Exchange> {
        let topics = (0..self.briefing.topics.len()).map(|i| Some(TopicIx(i)));
        let rows = topics.chain([None]).flat_map(|topic| {
            let pairs = self.pairs(topic).into_iter();
            pairs.map(move |pair| Exchange {
                topic,
                statements: match pair {
                    Pair::Facing { left, right, .. } => left.into_iter().chain(right).collect(),
                    Pair::Between(statement) => vec![statement],
                },
            })
        });
        rows.collect()
    }

    /// Makes the row of a statement that faces a gap.
    fn alone(&self, statement: StatementIx, again: bool) -> Pair {
        let left = self.column_of(statement) == 0;
        Pair::Facing {
            left: left.then_some(statement),
            right: (!left).then_some(statement),
            seen: Seen {
                left: left && again,
                right: !left && again,
            },
        }
    }

    /// Adds the rows of one statement of the first two sides.
    fn face(
        &self,
        statement: StatementIx,
        listed: &[StatementIx],
        rows: &mut Vec<Pair>,
        placed: &mut Vec<StatementIx>,
        done: &mut Vec<(StatementIx, StatementIx)>,
    ) {
        let column = self.column_of(statement);
        let mut partners = self.partners(statement);
        // A pair stands under each point that both of them bear on.
        partners.retain(|p| listed.contains(p));
        for partner in partners {
            let (l, r) = if column == 0 {
                (statement, partner)
            } else {
                (partner, statement)
            };
            if done.contains(&(l, r)) {
                continue;
            }
            done.push((l, r));
            let seen = Seen {
                left: placed.contains(&l),
                right: placed.contains(&r),
            };
            rows.push(Pair::Facing {
                left: Some(l),
                right: Some(r),
                seen,
            });
            for one in [l, r] {
                if !placed.contains(&one) {
                    placed.push(one);
                }
            }
            // A partner's other counterparts follow it, so that the rows of one
            // argument stay together.
            if partner > statement {
                let more = self.partners(partner);
                for other in more {
                    if listed.contains(&other) && !placed.contains(&other) {
                        self.face(other, listed, rows, placed, done);
                    }
                }
            }
        }
    }

    /// Returns what stands opposite a statement on the other of the first two sides.
    #[must_use]
    pub fn partners(&self, statement: StatementIx) -> Vec<StatementIx> {
        let other = 1 - self.column_of(statement).min(1);
        let mut partners: Vec<StatementIx> = Vec::new();
        let answers = self.answers_to(statement).iter();
        let answered = self.briefing.statement(statement).answers.iter();
        for answer in answers.chain(answered) {
            let ix = answer.statement;
            if self.column_of(ix) == other && !partners.contains(&ix) {
                partners.push(ix);
            }
        }
        partners
    }

    /// Returns in which way one statement answers another, if it does.
    #[must_use]
    pub fn answer_between(&self, from: StatementIx, to: StatementIx) -> Option<&Answer> {
        let answers = &self.briefing.statement(from).answers;
        answers.iter().find(|a| a.statement == to)
    }
}

/// Chooses one letter for each side: the first of its label that no side before
/// it has, else a digit.
fn signs(briefing: &Briefing) -> Vec<char> {
    let mut signs: Vec<char> = Vec::new();
    for (i, side) in briefing.sides.iter().enumerate() {
        let initials = side.label.chars().flat_map(char::to_uppercase);
        let free = initials
            .filter(char::is_ascii_alphanumeric)
            .find(|c| !signs.contains(c));
        let digit = char::from_digit((i as u32 + 1) % 10, 10).unwrap_or('?');
        signs.push(free.unwrap_or(digit));
    }
    signs
}
