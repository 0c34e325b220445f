//! A comparison for programs: the rows, and each statement once.

use serde::Serialize;

use crate::cli::json_model::{SideJson, StatementJson};
use crate::cli::labels;
use crate::model::{
    AnswerRelation, Briefing, ComparisonRow, ReplyGraph, SideIx, StatementIx, TopicIx,
};

/// A comparison for programs: its size grows with the rows and statements only.
#[derive(Serialize)]
pub struct ComparisonJson {
    briefing: String,
    title: String,
    sides: Vec<SideJson>,
    topics: Vec<ComparedTopicJson>,
    rows: Vec<ComparisonRowJson>,
    /// Every statement that a row names, once.
    statements: Vec<StatementJson>,
}

/// A topic, and which of the two sides says nothing on it.
#[derive(Serialize)]
struct ComparedTopicJson {
    id: String,
    question: String,
    silent: Vec<SideJson>,
}

/// A claim with one reply to it under one topic, or a statement alone.
#[derive(Serialize)]
struct ComparisonRowJson {
    topic: Option<String>,
    claim: String,
    reply: Option<String>,
    how: Option<&'static str>,
    /// What the briefing holds by way of answer to the claim.
    status: &'static str,
    /// What answers the claim without standing under this topic; given in its first row.
    replies_elsewhere: Vec<ReplyElsewhereJson>,
}

/// A reply that stands under other topics.
#[derive(Serialize)]
struct ReplyElsewhereJson {
    reply: String,
    how: Option<&'static str>,
    topics: Vec<String>,
}

impl ComparisonJson {
    /// Describes a whole comparison, or one topic of it.
    pub fn new(briefing: &Briefing, graph: &ReplyGraph, topic: Option<TopicIx>) -> ComparisonJson {
        let rows = match topic {
            Some(topic) => graph.topic_rows(Some(topic)),
            None => graph.rows(),
        };
        let mut named = vec![false; briefing.statements.len()];
        for ix in rows.iter().flat_map(ComparisonRow::statements) {
            named[ix.0] = true;
        }
        let statements = (0..named.len()).filter(|i| named[*i]).map(StatementIx);
        let is_asked = |i: &usize| topic.is_none_or(|topic| topic.0 == *i);
        let topics = (0..briefing.topics.len()).filter(is_asked);
        ComparisonJson {
            briefing: briefing.id.clone(),
            title: briefing.title.clone(),
            sides: (0..briefing.sides.len())
                .map(|i| SideJson::new(briefing, SideIx(i)))
                .collect(),
            topics: topics
                .map(|i| ComparedTopicJson {
                    id: briefing.topics[i].id.clone(),
                    question: briefing.topics[i].question.clone(),
                    silent: graph
                        .silent_sides(Some(TopicIx(i)))
                        .into_iter()
                        .map(|side| SideJson::new(briefing, SideIx(side)))
                        .collect(),
                })
                .collect(),
            rows: rows
                .iter()
                .map(|row| ComparisonRowJson::new(briefing, graph, row))
                .collect(),
            statements: statements
                .map(|ix| StatementJson::new(briefing, ix, graph.replies(ix)))
                .collect(),
        }
    }
}

impl ComparisonRowJson {
    fn new(briefing: &Briefing, graph: &ReplyGraph, row: &ComparisonRow) -> ComparisonRowJson {
        let topic_id = |ix: &TopicIx| briefing.topics[ix.0].id.clone();
        let elsewhere = if row.claim_repeated {
            Vec::new()
        } else {
            graph.replies_outside(row.claim, row.topic)
        };
        ComparisonRowJson {
            topic: row.topic.as_ref().map(topic_id),
            claim: labels::statement_ref(briefing, row.claim),
            reply: row.reply.map(|ix| labels::statement_ref(briefing, ix)),
            how: row.how.map(AnswerRelation::name),
            status: graph.status(row.claim).name(),
            replies_elsewhere: elsewhere
                .iter()
                .map(|answer| ReplyElsewhereJson {
                    reply: labels::statement_ref(briefing, answer.statement),
                    how: answer.how.map(AnswerRelation::name),
                    topics: {
                        let topics = &briefing.statement(answer.statement).topics;
                        topics.iter().map(topic_id).collect()
                    },
                })
                .collect(),
        }
    }
}
