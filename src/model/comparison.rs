//! Who answers whom in a briefing: the one order of a comparison, and the one
//! meaning of "unanswered". Screen, shell, search and exports all ask here.

use serde::{Deserialize, Serialize};

use super::{Answer, AnswerRelation, Briefing, StatementIx, TopicIx};

/// One row of a comparison: a claim with one reply to it, or a statement that
/// stands alone under its topic.
///
/// Every pair of the briefing has exactly one row under each topic that both of its
/// statements bear on; a pair of two statements without topics has one row without topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ComparisonRow {
    /// The topic under which it stands; `None` for what has no topic.
    pub topic: Option<TopicIx>,
    /// The statement that is answered, or that stands alone.
    pub claim: StatementIx,
    /// What answers it, if this row is a pair.
    pub reply: Option<StatementIx>,
    /// In which way it answers, where the bundle says so.
    pub how: Option<AnswerRelation>,
    /// Whether the claim stands in a row above under the same topic.
    pub claim_repeated: bool,
    /// Whether the reply stands in a row above under the same topic.
    pub reply_repeated: bool,
}

impl ComparisonRow {
    /// Returns the statements of the row, the claim first.
    pub fn statements(&self) -> impl Iterator<Item = StatementIx> + use<> {
        [Some(self.claim), self.reply].into_iter().flatten()
    }
}

/// What a briefing holds by way of answer to a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AnswerStatus {
    /// A statement of the first two sides that answers nothing and that nothing answers.
    Unanswered,
    /// The other side answers it, but only in statements that share no topic with it.
    Elsewhere,
    /// Those who answer it are only reported to have declined, or not to have responded.
    Declined,
    /// A third party's that nothing answers, or one that has to do only with third parties,
    /// or with them and its own side.
    ThirdParty,
    /// It has to do only with statements of its own side.
    OwnSide,
    /// The other side answers it under a common topic.
    Answered,
    /// It answers the other side, and nothing answers it.
    Reply,
}

impl AnswerStatus {
    /// All of them, in the order in which they are listed.
    pub const ALL: [AnswerStatus; 7] = [
        AnswerStatus::Unanswered,
        AnswerStatus::Elsewhere,
        AnswerStatus::Declined,
        AnswerStatus::ThirdParty,
        AnswerStatus::OwnSide,
        AnswerStatus::Answered,
        AnswerStatus::Reply,
    ];

    /// Returns the word used in queries (`status:unanswered`) and in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            AnswerStatus::Unanswered => "unanswered",
            AnswerStatus::Elsewhere => "elsewhere",
            AnswerStatus::Declined => "declined",
            AnswerStatus::ThirdParty => "third-party",
            AnswerStatus::OwnSide => "own-side",
            AnswerStatus::Answered => "answered",
            AnswerStatus::Reply => "reply",
        }
    }

    /// Returns those whose name is `name`; if none is, those whose name starts with it.
    #[must_use]
    pub fn parse(name: &str) -> Vec<AnswerStatus> {
        let name = name.to_lowercase();
        let all = || AnswerStatus::ALL.into_iter();
        let exact: Vec<AnswerStatus> = all().filter(|s| s.name() == name).collect();
        if exact.is_empty() {
            all().filter(|s| s.name().starts_with(&name)).collect()
        } else {
            exact
        }
    }

    /// Returns what it means, as a heading of a list.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            AnswerStatus::Unanswered => "No answer in this briefing",
            AnswerStatus::Elsewhere => "Answered only under another topic",
            AnswerStatus::Declined => "Answered by declining, or by no response",
            AnswerStatus::ThirdParty => "Said to or by a third party",
            AnswerStatus::OwnSide => "Said to, or answered by, its own side",
            AnswerStatus::Answered => "Answered",
            AnswerStatus::Reply => "Answers, and is not answered itself",
        }
    }
}

/// A pair: one statement answers another.
#[derive(Clone, Copy, Debug)]
struct ReplyEdge {
    claim: StatementIx,
    reply: StatementIx,
    how: Option<AnswerRelation>,
}

/// The pairs of a briefing, ready to be asked: built once, in time linear in the
/// number of pairs.
#[derive(Clone, Debug, Default)]
pub struct ReplyGraph {
    edges: Vec<ReplyEdge>,
    /// For each statement, the edges in which it is the claim, in the bundle's order.
    as_claim: Vec<Vec<usize>>,
    /// For each statement, the edges in which it is the reply, in the bundle's order.
    as_reply: Vec<Vec<usize>>,
    replies: Vec<Vec<Answer>>,
    topics: Vec<Vec<TopicIx>>,
    by_topic: Vec<Vec<StatementIx>>,
    without_topic: Vec<StatementIx>,
    side: Vec<usize>,
    declines: Vec<bool>,
}

impl ReplyGraph {
    /// Reads the pairs of a briefing.
    #[must_use]
    pub fn new(briefing: &Briefing) -> ReplyGraph {
        let count = briefing.statements.len();
        let mut graph = ReplyGraph {
            as_claim: vec![Vec::new(); count],
            as_reply: vec![Vec::new(); count],
            replies: vec![Vec::new(); count],
            by_topic: vec![Vec::new(); briefing.topics.len()],
            ..ReplyGraph::default()
        };
        for (i, statement) in briefing.statements.iter().enumerate() {
            let reply = StatementIx(i);
            for answer in &statement.answers {
                let (claim, how) = (answer.statement, answer.how);
                graph.as_claim[claim.0].push(graph.edges.len());
                graph.as_reply[i].push(graph.edges.len());
                let statement = reply;
                graph.replies[claim.0].push(Answer { statement, how });
                graph.edges.push(ReplyEdge { claim, reply, how });
            }
            for topic in &statement.topics {
                graph.by_topic[topic.0].push(reply);
            }
            if statement.topics.is_empty() {
                graph.without_topic.push(reply);
            }
            graph.topics.push(statement.topics.clone());
            graph.side.push(briefing.side_of(reply).0);
            graph.declines.push(statement.response.is_some());
        }
        graph
    }

    /// Returns what answers a statement, in the bundle's order.
    #[must_use]
    pub fn replies(&self, claim: StatementIx) -> &[Answer] {
        self.replies.get(claim.0).map_or(&[], Vec::as_slice)
    }

    /// Returns what a statement answers, in the bundle's order.
    #[must_use]
    pub fn claims(&self, reply: StatementIx) -> Vec<Answer> {
        let edges = self.as_reply[reply.0].iter().map(|e| self.edges[*e]);
        edges
            .map(|edge| Answer {
                statement: edge.claim,
                how: edge.how,
            })
            .collect()
    }

    /// Returns the statements of a topic in the bundle's order; of none, those without topic.
    #[must_use]
    pub fn in_topic(&self, topic: Option<TopicIx>) -> &[StatementIx] {
        match topic {
            Some(topic) => self.by_topic.get(topic.0).map_or(&[], Vec::as_slice),
            None => &self.without_topic,
        }
    }

    /// Returns `true` if a statement stands under a topic; under none, if it has no topic.
    #[must_use]
    pub fn is_in_topic(&self, statement: StatementIx, topic: Option<TopicIx>) -> bool {
        let topics = &self.topics[statement.0];
        match topic {
            Some(topic) => topics.contains(&topic),
            None => topics.is_empty(),
        }
    }

    /// Returns the topics under which a pair of two statements stands: those that both
    /// bear on; `[None]` where neither has a topic; empty where they have none in common.
    #[must_use]
    pub fn common_topics(&self, a: StatementIx, b: StatementIx) -> Vec<Option<TopicIx>> {
        let (a, b) = (&self.topics[a.0], &self.topics[b.0]);
        if a.is_empty() && b.is_empty() {
            return vec![None];
        }
        let common = a.iter().filter(|topic| b.contains(topic));
        common.map(|topic| Some(*topic)).collect()
    }

    /// Returns the topic to which one is led to see a pair: the first that both bear on,
    /// else the first of the other statement.
    #[must_use]
    pub fn topic_of_pair(&self, from: StatementIx, other: StatementIx) -> Option<TopicIx> {
        let common = self.common_topics(from, other).into_iter().next();
        let own = self.topics[other.0].first().copied();
        common.unwrap_or(own)
    }

    /// Returns which of the first two sides say nothing on a topic.
    #[must_use]
    pub fn silent_sides(&self, topic: Option<TopicIx>) -> Vec<usize> {
        let speaks = |side: usize| {
            self.in_topic(topic)
                .iter()
                .any(|ix| self.side[ix.0] == side)
        };
        (0..2).filter(|side| !speaks(*side)).collect()
    }

    /// Returns the rows of the whole comparison: topic by topic in reading order, last
    /// what has no topic.
    #[must_use]
    pub fn rows(&self) -> Vec<ComparisonRow> {
        let mut walk = RowWriter::new(self);
        for i in 0..self.by_topic.len() {
            walk.topic(Some(TopicIx(i)));
        }
        walk.topic(None);
        walk.rows
    }

    /// Returns the rows of one topic. First the pairs of the first two sides, those of one
    /// argument together and each claim before what answers it as far as the pairs form no
    /// circle; then the pairs with a third party or within a side; then third parties that
    /// stand alone; last the statements of the sides that stand alone, so that no gap stands
    /// between pairs. Takes time linear in the statements and pairs of the topic.
    #[must_use]
    pub fn topic_rows(&self, topic: Option<TopicIx>) -> Vec<ComparisonRow> {
        let mut walk = RowWriter::new(self);
        walk.topic(topic);
        walk.rows
    }

    /// Returns what answers a statement without standing under a topic itself: a row of the
    /// statement under that topic has to point to it.
    #[must_use]
    pub fn replies_outside(&self, claim: StatementIx, topic: Option<TopicIx>) -> Vec<Answer> {
        let replies = self.replies(claim).iter();
        let outside = replies.filter(|reply| !self.is_in_topic(reply.statement, topic));
        outside.copied().collect()
    }

    /// Returns what a statement answers that does not stand under a topic itself.
    #[must_use]
    pub fn claims_outside(&self, reply: StatementIx, topic: Option<TopicIx>) -> Vec<Answer> {
        let claims = self.claims(reply).into_iter();
        let outside = claims.filter(|claim| !self.is_in_topic(claim.statement, topic));
        outside.collect()
    }

    /// Returns `true` if a statement is of the first two sides, answers nothing, and
    /// nothing answers it: the one meaning of "unanswered" everywhere.
    #[must_use]
    pub fn is_unanswered(&self, statement: StatementIx) -> bool {
        let i = statement.0;
        self.side[i] < 2 && self.as_claim[i].is_empty() && self.as_reply[i].is_empty()
    }

    /// Returns what the briefing holds by way of answer to a statement.
    #[must_use]
    pub fn status(&self, statement: StatementIx) -> AnswerStatus {
        let i = statement.0;
        if self.is_unanswered(statement) {
            return AnswerStatus::Unanswered;
        }
        let as_claim = || self.as_claim[i].iter().map(|e| &self.edges[*e]);
        if self.side[i] >= 2 {
            return if as_claim().next().is_none() {
                AnswerStatus::ThirdParty
            } else if as_claim().all(|edge| self.is_declined(edge)) {
                AnswerStatus::Declined
            } else {
                AnswerStatus::Answered
            };
        }
        let from_other_side = || as_claim().filter(|edge| self.is_across(edge));
        if from_other_side().next().is_none() {
            let as_reply = || self.as_reply[i].iter().map(|e| &self.edges[*e]);
            if as_reply().any(|edge| self.is_across(edge)) && as_claim().next().is_none() {
                return AnswerStatus::Reply;
            }
            let is_third =
                |edge: &ReplyEdge| self.side[edge.claim.0] >= 2 || self.side[edge.reply.0] >= 2;
            return if as_claim().chain(as_reply()).any(is_third) {
                AnswerStatus::ThirdParty
            } else {
                AnswerStatus::OwnSide
            };
        }
        let mut substantive = from_other_side().filter(|edge| !self.is_declined(edge));
        let shares_topic =
            |edge: &ReplyEdge| !self.common_topics(edge.claim, edge.reply).is_empty();
        match substantive.next() {
            None => AnswerStatus::Declined,
            Some(edge) if shares_topic(edge) || substantive.any(shares_topic) => {
                AnswerStatus::Answered
            }
            Some(_) => AnswerStatus::Elsewhere,
        }
    }

    /// Returns the statements of a status, in the bundle's order.
    #[must_use]
    pub fn with_status(&self, status: AnswerStatus) -> Vec<StatementIx> {
        let all = (0..self.side.len()).map(StatementIx);
        all.filter(|ix| self.status(*ix) == status).collect()
    }

    /// Returns how many statements of the first and of the second side are unanswered.
    #[must_use]
    pub fn unanswered_counts(&self) -> [usize; 2] {
        let mut counts = [0; 2];
        for ix in self.with_status(AnswerStatus::Unanswered) {
            counts[self.side[ix.0].min(1)] += 1;
        }
        counts
    }

    /// Returns `true` if a pair stands across the first two sides.
    fn is_across(&self, edge: &ReplyEdge) -> bool {
        let (a, b) = (self.side[edge.claim.0], self.side[edge.reply.0]);
        a < 2 && b < 2 && a != b
    }

    /// Returns `true` if a reply is only a report that nothing was said.
    fn is_declined(&self, edge: &ReplyEdge) -> bool {
        edge.how == Some(AnswerRelation::Declines) || self.declines[edge.reply.0]
    }
}

/// A walk over the pairs of one topic after the other, which writes each as a row once.
///
/// The walk keeps its own stack: a chain of 100,000 answers must not overflow the
/// thread's. What is done is marked with the number of the round in which it was, so that
/// a topic costs what stands under it and not what the briefing holds.
struct RowWriter<'g> {
    graph: &'g ReplyGraph,
    topic: Option<TopicIx>,
    rows: Vec<ComparisonRow>,
    /// The current topic's number, from 1.
    round: u32,
    /// For each statement, the last round under whose topic it stood.
    member: Vec<u32>,
    /// For each statement, the last round in which a row held it.
    placed: Vec<u32>,
    /// For each edge, the last round in which it became a row.
    written: Vec<u32>,
    /// The current kind of pairs, from 1.
    pass: u32,
    /// For each statement, the last pass in which its edges were looked at.
    expanded: Vec<u32>,
}

impl<'g> RowWriter<'g> {
    fn new(graph: &'g ReplyGraph) -> RowWriter<'g> {
        let statements = graph.side.len();
        RowWriter {
            graph,
            topic: None,
            rows: Vec::new(),
            round: 0,
            member: vec![0; statements],
            placed: vec![0; statements],
            written: vec![0; graph.edges.len()],
            pass: 0,
            expanded: vec![0; statements],
        }
    }

    /// Writes the rows of a topic.
    fn topic(&mut self, topic: Option<TopicIx>) {
        let graph = self.graph;
        let members = graph.in_topic(topic);
        self.topic = topic;
        self.round += 1;
        for ix in members {
            self.member[ix.0] = self.round;
        }
        let (thirds, sided): (Vec<StatementIx>, Vec<StatementIx>) =
            members.iter().partition(|ix| graph.side[ix.0] >= 2);
        let thirds_first: Vec<StatementIx> = thirds.into_iter().chain(sided).collect();
        self.components(members, &|edge| graph.is_across(edge));
        self.components(&thirds_first, &|edge| !graph.is_across(edge));
        for ix in thirds_first {
            if self.placed[ix.0] != self.round {
                self.push_alone(ix);
            }
        }
    }

    /// Returns `true` if a pair stands under the topic and is of the kind that is wanted.
    fn is_wanted(&self, edge: usize, wanted: &impl Fn(&ReplyEdge) -> bool) -> bool {
        let edge = &self.graph.edges[edge];
        let is_member = |ix: StatementIx| self.member[ix.0] == self.round;
        is_member(edge.claim) && is_member(edge.reply) && wanted(edge)
    }

    /// Writes all pairs of a kind: first from the statements that answer none of the
    /// kind, so that claims stand before replies, then what is left in circles.
    fn components(&mut self, starts: &[StatementIx], wanted: &impl Fn(&ReplyEdge) -> bool) {
        let graph = self.graph;
        self.pass += 1;
        for ix in starts {
            let mut answers = graph.as_reply[ix.0].iter();
            if answers.all(|e| !self.is_wanted(*e, wanted)) {
                self.component(*ix, wanted);
            }
        }
        for ix in starts {
            self.component(*ix, wanted);
        }
    }

    /// Writes the pairs of a kind that hang together with a statement.
    fn component(&mut self, start: StatementIx, wanted: &impl Fn(&ReplyEdge) -> bool) {
        let graph = self.graph;
        let mut stack = vec![start];
        while let Some(ix) = stack.pop() {
            if std::mem::replace(&mut self.expanded[ix.0], self.pass) == self.pass {
                continue;
            }
            let first = stack.len();
            for e in graph.as_claim[ix.0].iter().chain(&graph.as_reply[ix.0]) {
                if self.written[*e] == self.round || !self.is_wanted(*e, wanted) {
                    continue;
                }
                self.written[*e] = self.round;
                let edge = graph.edges[*e];
                self.push_pair(edge);
                let partner = if edge.claim == ix {
                    edge.reply
                } else {
                    edge.claim
                };
                if self.expanded[partner.0] != self.pass {
                    stack.push(partner);
                }
            }
            // The first partner is followed first.
            stack[first..].reverse();
        }
    }

    fn push_pair(&mut self, edge: ReplyEdge) {
        let is_placed = |ix: StatementIx| self.placed[ix.0] == self.round;
        self.rows.push(ComparisonRow {
            topic: self.topic,
            claim: edge.claim,
            reply: Some(edge.reply),
            how: edge.how,
            claim_repeated: is_placed(edge.claim),
            reply_repeated: is_placed(edge.reply),
        });
        self.placed[edge.claim.0] = self.round;
        self.placed[edge.reply.0] = self.round;
    }

    fn push_alone(&mut self, statement: StatementIx) {
        self.rows.push(ComparisonRow {
            topic: self.topic,
            claim: statement,
            reply: None,
            how: None,
            claim_repeated: false,
            reply_repeated: false,
        });
        self.placed[statement.0] = self.round;
    }
}

#[cfg(test)]
mod tests;
