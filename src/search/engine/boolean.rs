//! Queries of the engine, put together from smaller ones.

use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery, Query, TermQuery,
};
use tantivy::schema::IndexRecordOption;

use crate::search::schema::Slot;

/// A query of the engine.
pub(crate) type Boxed = Box<dyn Query>;

pub(crate) fn term(slot: Slot, text: &str) -> Boxed {
    Box::new(TermQuery::new(
        slot.term(text),
        IndexRecordOption::WithFreqs,
    ))
}

/// A query that chooses but does not rank.
pub(crate) fn silent(query: Boxed) -> Boxed {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

/// A query that ranks by so much of what it ranks by.
pub(crate) fn boosted(query: Boxed, share: f32) -> Boxed {
    Box::new(BoostQuery::new(query, share))
}

pub(crate) fn either(queries: impl IntoIterator<Item = Boxed>) -> Boxed {
    let mut queries: Vec<Boxed> = queries.into_iter().collect();
    match queries.pop() {
        Some(only) if queries.is_empty() => only,
        last => {
            queries.extend(last);
            Box::new(BooleanQuery::union(queries))
        }
    }
}

/// Makes a query fit to be left out. The engine asks what is left out for documents
/// that lie behind it already, which its phrases do not stand; a union does.
pub(crate) fn passed_over(query: Boxed) -> Boxed {
    Box::new(BooleanQuery::union(vec![query.box_clone(), query]))
}

/// All of `must` and none of `not`.
pub(crate) fn combine(mut must: Vec<Boxed>, not: Vec<Boxed>) -> Boxed {
    match must.pop() {
        Some(only) if must.is_empty() && not.is_empty() => only,
        last => {
            must.extend(last);
            let must = must.into_iter().map(|q| (Occur::Must, q));
            let not = not.into_iter().map(|q| (Occur::MustNot, passed_over(q)));
            Box::new(BooleanQuery::new(must.chain(not).collect()))
        }
    }
}

/// Words one behind the other with at most `within` others between them; one
/// word alone, for which the engine knows no phrase.
pub(crate) fn placed(slot: Slot, words: &[String], within: u32) -> Boxed {
    match words {
        [only] => term(slot, only),
        words => {
            let terms = words.iter().map(|w| slot.term(w));
            if words.is_empty() {
                return Box::new(EmptyQuery);
            }
            let mut phrase = PhraseQuery::new(terms.collect());
            phrase.set_slop(within);
            Box::new(phrase)
        }
    }
}
