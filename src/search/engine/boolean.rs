//! tantivy queries, put together from smaller ones.

use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery, Query, TermQuery,
};
use tantivy::schema::IndexRecordOption;

use crate::search::schema::TermNamespace;

/// A tantivy query of any kind.
pub(crate) type BoxQuery = Box<dyn Query>;

/// Returns a query for one term.
pub(crate) fn term(namespace: TermNamespace, text: &str) -> BoxQuery {
    Box::new(TermQuery::new(
        namespace.term(text),
        IndexRecordOption::WithFreqs,
    ))
}

/// Returns a query that filters: its score is 0.
pub(crate) fn unscored(query: BoxQuery) -> BoxQuery {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

/// Returns a query whose score is multiplied.
pub(crate) fn boost_query(query: BoxQuery, factor: f32) -> BoxQuery {
    Box::new(BoostQuery::new(query, factor))
}

/// Returns a query for any of these.
pub(crate) fn union(queries: impl IntoIterator<Item = BoxQuery>) -> BoxQuery {
    let mut queries: Vec<BoxQuery> = queries.into_iter().collect();
    match queries.pop() {
        Some(only) if queries.is_empty() => only,
        last => {
            queries.extend(last);
            Box::new(BooleanQuery::union(queries))
        }
    }
}

/// Makes a query safe under `MustNot`. tantivy's `Exclude` may seek an excluded scorer to a
/// document that it has passed; its phrase scorer panics or skips there, a union does not.
pub(crate) fn exclusion_safe(query: BoxQuery) -> BoxQuery {
    Box::new(BooleanQuery::union(vec![query.box_clone(), query]))
}

/// Returns a query for all of `must` and none of `not`.
pub(crate) fn bool_query(mut must: Vec<BoxQuery>, not: Vec<BoxQuery>) -> BoxQuery {
    match must.pop() {
        Some(only) if must.is_empty() && not.is_empty() => only,
        last => {
            must.extend(last);
            let must = must.into_iter().map(|q| (Occur::Must, q));
            let not = not.into_iter().map(|q| (Occur::MustNot, exclusion_safe(q)));
            Box::new(BooleanQuery::new(must.chain(not).collect()))
        }
    }
}

/// Returns a query for words one behind the other with at most `slop` others between them;
/// a term query for one word, as tantivy panics on a phrase of one.
pub(crate) fn phrase_query(namespace: TermNamespace, words: &[String], slop: u32) -> BoxQuery {
    match words {
        [only] => term(namespace, only),
        words => {
            let terms = words.iter().map(|w| namespace.term(w));
            if words.is_empty() {
                return Box::new(EmptyQuery);
            }
            let mut phrase = PhraseQuery::new(terms.collect());
            phrase.set_slop(slop);
            Box::new(phrase)
        }
    }
}
