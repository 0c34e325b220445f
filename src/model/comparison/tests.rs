use std::collections::BTreeSet;

use proptest::prelude::*;

use super::super::{
    BundleSource, ResponseKind, Side, SideIx, Speaker, SpeakerIx, Statement, Topic,
};
use super::*;

/// A statement: its side, its topics, and what it answers.
type Said = (usize, Vec<usize>, Vec<(usize, Option<AnswerRelation>)>);

/// Builds a briefing of three sides with one speaker each.
fn briefing(topics: usize, said: &[Said]) -> Briefing {
    let side = |i: usize| Side {
        id: format!("side-{i}"),
        label: format!("Side {i}"),
    };
    let speaker = |i: usize| Speaker {
        id: format!("speaker-{i}"),
        name: format!("Speaker {i}"),
        role: None,
        organisation: None,
        side: SideIx(i),
        aliases: Vec::new(),
    };
    let statement = |(i, (side, topics, answers)): (usize, &Said)| Statement {
        id: format!("s-{i}"),
        speaker: SpeakerIx(*side),
        topics: topics.iter().copied().map(TopicIx).collect(),
        answers: answers
            .iter()
            .map(|(statement, how)| Answer {
                statement: StatementIx(*statement),
                how: *how,
            })
            .collect(),
        ..Statement::default()
    };
    Briefing {
        id: "b".into(),
        title: "B".into(),
        summary: Vec::new(),
        language: "en".into(),
        updated: None,
        curators: Vec::new(),
        sides: (0..3).map(side).collect(),
        topics: (0..topics)
            .map(|i| Topic {
                id: format!("t-{i}"),
                question: format!("T {i}?"),
            })
            .collect(),
        speakers: (0..3).map(speaker).collect(),
        articles: Vec::new(),
        statements: said.iter().enumerate().map(statement).collect(),
        source: BundleSource::BuiltIn("b".into()),
        hash: String::new(),
    }
}

type Triple = (Option<TopicIx>, StatementIx, StatementIx);

/// The pairs of a briefing under each topic that both bear on, straight from its fields.
fn triples(briefing: &Briefing) -> BTreeSet<Triple> {
    let mut set = BTreeSet::new();
    for (i, reply) in briefing.statements.iter().enumerate() {
        for answer in &reply.answers {
            let claim = briefing.statement(answer.statement);
            for topic in reply.topics.iter().filter(|t| claim.topics.contains(t)) {
                set.insert((Some(*topic), answer.statement, StatementIx(i)));
            }
            if reply.topics.is_empty() && claim.topics.is_empty() {
                set.insert((None, answer.statement, StatementIx(i)));
            }
        }
    }
    set
}

fn any_briefing() -> impl Strategy<Value = Briefing> {
    let how = proptest::option::of(prop_oneof![
        Just(AnswerRelation::Denies),
        Just(AnswerRelation::Declines)
    ]);
    let said = (
        0..3usize,
        proptest::collection::btree_set(0..3usize, 0..3),
        proptest::collection::btree_map(0..12usize, how, 0..4),
        any::<bool>(),
    );
    proptest::collection::vec(said, 1..12).prop_map(|said| {
        let count = said.len();
        let list: Vec<Said> = said
            .iter()
            .enumerate()
            .map(|(i, (side, topics, answers, _))| {
                let answers = answers.iter().map(|(a, how)| (*a, *how));
                let answers = answers.filter(|(a, _)| *a < count && *a != i).collect();
                (*side, topics.iter().copied().collect(), answers)
            })
            .collect();
        let mut briefing = briefing(3, &list);
        for (statement, (.., declines)) in briefing.statements.iter_mut().zip(&said) {
            statement.response = declines.then_some(ResponseKind::Declined);
        }
        briefing
    })
}

proptest! {
    #[test]
    fn every_pair_stands_once_under_each_topic_that_both_bear_on(briefing in any_briefing()) {
        let rows = ReplyGraph::new(&briefing).rows();
        let pairs: Vec<Triple> =
            rows.iter().filter_map(|r| Some((r.topic, r.claim, r.reply?))).collect();
        let set: BTreeSet<Triple> = pairs.iter().copied().collect();
        prop_assert_eq!(pairs.len(), set.len(), "no pair twice under one topic");
        prop_assert_eq!(set, triples(&briefing));
    }

    #[test]
    fn every_statement_stands_under_each_of_its_topics(briefing in any_briefing()) {
        let graph = ReplyGraph::new(&briefing);
        for (i, statement) in briefing.statements.iter().enumerate() {
            let ix = StatementIx(i);
            let topics: Vec<Option<TopicIx>> = if statement.topics.is_empty() {
                vec![None]
            } else {
                statement.topics.iter().copied().map(Some).collect()
            };
            for topic in topics {
                let rows = graph.topic_rows(topic);
                let here: Vec<&ComparisonRow> =
                    rows.iter().filter(|r| r.statements().any(|s| s == ix)).collect();
                prop_assert!(!here.is_empty());
                let alone = here.iter().any(|row| row.reply.is_none());
                prop_assert!(!alone || here.len() == 1, "alone only where it has no pair");
                let fresh = here.iter().filter(|row| {
                    (row.claim == ix && !row.claim_repeated)
                        || (row.reply == Some(ix) && !row.reply_repeated)
                });
                prop_assert_eq!(fresh.count(), 1, "in full once");
            }
        }
    }

    #[test]
    fn rows_are_those_of_the_topics_in_order(briefing in any_briefing()) {
        let graph = ReplyGraph::new(&briefing);
        let mut rows = Vec::new();
        for topic in [Some(TopicIx(0)), Some(TopicIx(1)), Some(TopicIx(2)), None] {
            rows.extend(graph.topic_rows(topic));
        }
        prop_assert_eq!(graph.rows(), rows);
    }

    #[test]
    fn unanswered_is_what_answers_nothing_and_nothing_answers(briefing in any_briefing()) {
        let graph = ReplyGraph::new(&briefing);
        for (i, statement) in briefing.statements.iter().enumerate() {
            let ix = StatementIx(i);
            let answered =
                briefing.statements.iter().flat_map(|s| &s.answers).any(|a| a.statement == ix);
            let expected =
                briefing.side_of(ix).0 < 2 && statement.answers.is_empty() && !answered;
            prop_assert_eq!(graph.is_unanswered(ix), expected);
            prop_assert_eq!(graph.status(ix) == AnswerStatus::Unanswered, expected);
        }
        let counted: usize = graph.unanswered_counts().iter().sum();
        prop_assert_eq!(counted, graph.with_status(AnswerStatus::Unanswered).len());
    }
}

/// The rows of a topic as text: "0<1" where 1 answers 0, "2" alone; `*` behind what
/// stands above already.
fn written(graph: &ReplyGraph, topic: Option<TopicIx>) -> String {
    let star = |repeated: bool| if repeated { "*" } else { "" };
    let rows = graph.topic_rows(topic);
    let rows = rows.iter().map(|row| {
        let claim = format!("{}{}", row.claim.0, star(row.claim_repeated));
        match row.reply {
            Some(reply) => format!("{claim}<{}{}", reply.0, star(row.reply_repeated)),
            None => claim,
        }
    });
    rows.collect::<Vec<_>>().join(" ")
}

#[test]
fn claims_stand_before_replies_and_gaps_behind_pairs() {
    let b = briefing(
        1,
        &[
            (0, vec![0], vec![]),
            // Answers what stands behind it in the bundle.
            (1, vec![0], vec![(2, None)]),
            (0, vec![0], vec![]),
            (1, vec![0], vec![(2, Some(AnswerRelation::Denies))]),
            // The other side again, to the reply.
            (0, vec![0], vec![(3, None)]),
            (2, vec![0], vec![]),
            (1, vec![0], vec![(5, None)]),
            (2, vec![0], vec![]),
        ],
    );
    let graph = ReplyGraph::new(&b);
    assert_eq!(written(&graph, Some(TopicIx(0))), "2<1 2*<3 3*<4 5<6 7 0");
    assert_eq!(
        graph.topic_rows(Some(TopicIx(0)))[1].how,
        Some(AnswerRelation::Denies)
    );
}

#[test]
fn a_reply_to_two_claims_stands_beside_each_under_each_topic() {
    let b = briefing(
        2,
        &[
            (0, vec![0], vec![]),
            (0, vec![0, 1], vec![]),
            (1, vec![0, 1], vec![(0, None), (1, None)]),
        ],
    );
    let graph = ReplyGraph::new(&b);
    assert_eq!(written(&graph, Some(TopicIx(0))), "0<2 1<2*");
    assert_eq!(written(&graph, Some(TopicIx(1))), "1<2");
}

#[test]
fn what_answers_under_another_topic_is_pointed_to() {
    let b = briefing(2, &[(0, vec![0], vec![]), (1, vec![1], vec![(0, None)])]);
    let graph = ReplyGraph::new(&b);
    let (claim, reply) = (StatementIx(0), StatementIx(1));
    assert_eq!(written(&graph, Some(TopicIx(0))), "0");
    assert_eq!(written(&graph, Some(TopicIx(1))), "1");
    let ids = |answers: Vec<Answer>| answers.iter().map(|a| a.statement).collect::<Vec<_>>();
    assert_eq!(ids(graph.replies_outside(claim, Some(TopicIx(0)))), [reply]);
    assert_eq!(ids(graph.claims_outside(reply, Some(TopicIx(1)))), [claim]);
    assert_eq!(graph.common_topics(claim, reply), []);
    assert_eq!(graph.status(claim), AnswerStatus::Elsewhere);
    assert_eq!(graph.status(reply), AnswerStatus::Reply);
}

#[test]
fn statuses_tell_declining_third_parties_and_answers_apart() {
    let denies = Some(AnswerRelation::Denies);
    let b = briefing(
        1,
        &[
            (0, vec![0], vec![]),            // 0 answered by 1
            (1, vec![0], vec![(0, denies)]), // 1 a reply
            (0, vec![0], vec![]),            // 2 only declined by 3
            (1, vec![0], vec![(2, Some(AnswerRelation::Declines))]),
            (0, vec![0], vec![]),            // 4 answered by a third party
            (2, vec![0], vec![(4, denies)]), // 5 third party
            (1, vec![0], vec![(5, denies)]), // 6 said to a third party
            (0, vec![0], vec![]),            // 7 unanswered
            (0, vec![0], vec![]),            // 8 declined and answered
            (1, vec![0], vec![(8, Some(AnswerRelation::Declines))]),
            (1, vec![0], vec![(8, denies)]),
            (0, vec![0], vec![]), // 11 answered by its own side
            (0, vec![0], vec![(11, denies)]),
            (2, vec![0], vec![]), // 13 a third party's, declined
            (1, vec![0], vec![(13, Some(AnswerRelation::Declines))]),
        ],
    );
    let graph = ReplyGraph::new(&b);
    let status = |i: usize| graph.status(StatementIx(i));
    assert_eq!(status(0), AnswerStatus::Answered);
    assert_eq!(status(1), AnswerStatus::Reply);
    assert_eq!(status(2), AnswerStatus::Declined);
    assert_eq!(status(4), AnswerStatus::ThirdParty);
    assert_eq!(status(6), AnswerStatus::ThirdParty);
    assert_eq!(status(11), AnswerStatus::OwnSide);
    assert_eq!(status(12), AnswerStatus::OwnSide);
    assert_eq!(status(13), AnswerStatus::Declined);
    assert_eq!(status(7), AnswerStatus::Unanswered);
    assert_eq!(status(8), AnswerStatus::Answered);
    assert_eq!(graph.unanswered_counts(), [1, 0]);
}

#[test]
fn a_reported_refusal_declines_whatever_the_pair_says() {
    let mut b = briefing(1, &[(0, vec![0], vec![]), (1, vec![0], vec![(0, None)])]);
    b.statements[1].response = Some(ResponseKind::None);
    let graph = ReplyGraph::new(&b);
    assert_eq!(graph.status(StatementIx(0)), AnswerStatus::Declined);
}

#[test]
fn a_chain_of_a_hundred_thousand_answers_needs_no_stack() {
    let count = 100_000;
    let chain: Vec<Said> = (0..count)
        .map(|i: usize| {
            let answers = i.checked_sub(1).map(|before| (before, None));
            (i % 2, vec![0], answers.into_iter().collect())
        })
        .collect();
    let b = briefing(1, &chain);
    assert_eq!(ReplyGraph::new(&b).rows().len(), count - 1);
}

#[test]
fn four_hundred_statements_that_all_answer_each_other_give_each_pair_once() {
    let count = 400;
    let all: Vec<Said> = (0..count)
        .map(|i: usize| (i % 2, vec![0], (0..i).map(|k| (k, None)).collect()))
        .collect();
    let b = briefing(1, &all);
    assert_eq!(ReplyGraph::new(&b).rows().len(), count * (count - 1) / 2);
}
