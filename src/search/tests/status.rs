//! What a briefing holds by way of answer, as a filter: exactly what the core says.

use std::collections::BTreeSet;

use super::*;
use crate::model::{
    Answer, AnswerRelation, AnswerStatus, ReplyGraph, ResponseKind, SideIx, SpeakerIx, StatementIx,
    TopicIx,
};

/// A statement: its speaker, its topic, whether it only reports that nothing was said, and
/// what it answers.
type Said = (usize, usize, bool, Vec<(usize, bool)>);

fn said(count: usize) -> impl Strategy<Value = Vec<Said>> {
    let answers = prop::collection::vec((0..count, any::<bool>()), 0..3);
    let one = (0..3_usize, 0..2_usize, any::<bool>(), answers);
    prop::collection::vec(one, count)
}

/// A briefing of three sides in which all say the same, each to others.
fn briefing(said: &[Said]) -> Briefing {
    let mut briefing = sample::harbour();
    briefing.sides.push(crate::model::Side {
        id: "others".to_owned(),
        label: "Others".to_owned(),
    });
    briefing.speakers[2].side = SideIx(2);
    let pawn = briefing.statement_by_id("s-pawn").unwrap();
    let pattern = briefing.statement(pawn).clone();
    let topics = briefing.topics.len();
    let statement = |(i, (speaker, topic, declines, answers)): (usize, &Said)| {
        let others = answers.iter().filter(|(other, _)| *other != i);
        let mut statement = pattern.clone();
        statement.id = format!("s-{i}");
        statement.speaker = SpeakerIx(*speaker);
        statement.topics = vec![TopicIx(topic % topics)];
        statement.response = declines.then_some(ResponseKind::Declined);
        statement.answers = others
            .map(|(other, declines)| Answer {
                statement: StatementIx(*other),
                how: declines.then_some(AnswerRelation::Declines),
            })
            .collect();
        statement
    };
    briefing.statements = said.iter().enumerate().map(statement).collect();
    briefing
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_status_finds_exactly_the_statements_of_the_core(said in (1..9_usize).prop_flat_map(said)) {
        let briefing = briefing(&said);
        let graph = ReplyGraph::new(&briefing);
        let index = Index::in_memory().unwrap();
        index.update(&[Arc::new(briefing.clone())]).unwrap();
        for status in AnswerStatus::ALL {
            let ids = graph.with_status(status).into_iter();
            let ids: BTreeSet<String> = ids.map(|ix| briefing.statement(ix).id.clone()).collect();
            let hits = index.find(&query(&format!("status:{} ", status.name())));
            let found = hits.results.iter().filter_map(|hit| hit.statement.clone());
            prop_assert_eq!(found.collect::<BTreeSet<_>>(), ids.clone(), "{}", status.name());
            prop_assert_eq!(hits.total, ids.len());
            for id in &ids {
                prop_assert_eq!(index.answer_status("harbour", id), Some(status));
            }
        }
    }
}

#[test]
fn a_status_that_is_none_is_left_out_with_all_that_are() {
    let index = index();
    let hits = index.find(&query("pawn status:silent "));
    assert_eq!(names(&hits)[0], PAWN);
    assert_eq!(
        hits.diagnostics[0].message(),
        "status: is one of unanswered, elsewhere, declined, third-party, own-side, answered, reply; it is left out."
    );
    let offered = index.complete("status:", 7, &Bookmarks::default());
    assert_eq!(offered, AnswerStatus::ALL.map(AnswerStatus::name));
    assert_eq!(index.answer_status("harbour", "s-nobody"), None);
}

#[test]
fn a_status_chooses_in_an_article() {
    let briefing = Arc::new(sample::harbour());
    let graph = ReplyGraph::new(&briefing);
    let pawn = briefing.statement_by_id("s-pawn").unwrap();
    let status = graph.status(pawn).name();
    let appearance = &briefing.statement(pawn).appearances[0];
    let (article, span) = (appearance.article, appearance.quote[0].range.clone());
    let text = briefing.article(article).text.text.clone();
    let page = ArticleSearch::new(&briefing, article);
    let ask = |question: String| page.search(&ArticleQuery::Query(question));
    assert!(ask(format!("status:{status} ")).ranges.contains(&span));
    let other = AnswerStatus::ALL
        .into_iter()
        .find(|s| graph.with_status(*s).is_empty());
    let other = other.unwrap().name();
    assert!(ask(format!("status:{other} ")).ranges.is_empty());
    let within = ask(format!("pawn the status:{status} ")).ranges;
    assert!(!within.is_empty() && text.matches("the").count() > within.len());
    assert!(within.iter().any(|r| &text[r.clone()] == "pawn"));
    let unknown = ask("pawn status:silent ".to_owned());
    assert!(
        unknown.diagnostics[0]
            .message()
            .starts_with("status: is one of unanswered, ")
    );
}
