//! A query that goes from articles to their passages, as Lucene's `ToChildBlockJoinQuery`:
//! a filter on an article (outlet, date) lets through the passages behind it. What has no
//! parent, such as a statement, is let through as it is.
//!
//! It relies on the invariant of [`super`]: the passages of an article stand right behind it,
//! so that their distance, kept in a column, leads back to it.

use std::sync::Arc;

use tantivy::columnar::ColumnValues;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use crate::search::engine::block_join::parent_offset;
use crate::search::engine::boolean::BoxQuery;
use crate::search::schema::IS_PARENT;

/// Returns a query for the passages of the articles that `articles` finds, and for what
/// it finds that has no parent. Its score is 0.
pub(crate) fn to_passages(articles: BoxQuery) -> BoxQuery {
    Box::new(ToPassagesQuery(articles))
}

#[derive(Debug)]
struct ToPassagesQuery(BoxQuery);

impl Clone for ToPassagesQuery {
    fn clone(&self) -> ToPassagesQuery {
        ToPassagesQuery(self.0.box_clone())
    }
}

impl Query for ToPassagesQuery {
    fn weight(&self, enable_scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(ToPassagesWeight(self.0.weight(enable_scoring)?)))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.0.query_terms(visitor);
    }
}

struct ToPassagesWeight(Box<dyn Weight>);

impl Weight for ToPassagesWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let offsets = parent_offset::column(segment)?;
        let articles = self.0.scorer(segment, boost)?;
        Ok(Box::new(ToPassagesScorer::new(
            articles,
            offsets,
            segment.max_doc(),
        )))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("a passage of a matching article", 0.0))
    }
}

/// Iterates over what has no parent and what stands behind a matching article, in order.
struct ToPassagesScorer {
    articles: Box<dyn Scorer>,
    offsets: Arc<dyn ColumnValues<u64>>,
    max: DocId,
    doc: DocId,
}

impl ToPassagesScorer {
    fn new(
        articles: Box<dyn Scorer>,
        offsets: Arc<dyn ColumnValues<u64>>,
        max: DocId,
    ) -> ToPassagesScorer {
        let mut scorer = ToPassagesScorer {
            articles,
            offsets,
            max,
            doc: TERMINATED,
        };
        scorer.advance_to_match();
        scorer
    }

    fn offset(&self, doc: DocId) -> u64 {
        if doc < self.max {
            self.offsets.get_val(doc)
        } else {
            0
        }
    }

    /// Moves to the first document that the current article, or one of the next, gives.
    fn advance_to_match(&mut self) -> DocId {
        loop {
            let article = self.articles.doc();
            self.doc = match article {
                TERMINATED => TERMINATED,
                article if self.offset(article) != IS_PARENT => article,
                article if self.offset(article + 1) == IS_PARENT + 1 => article + 1,
                _ => {
                    self.articles.advance();
                    continue;
                }
            };
            return self.doc;
        }
    }
}

impl DocSet for ToPassagesScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        let here = self.offset(self.doc);
        if here > IS_PARENT && self.offset(self.doc + 1) == here + 1 {
            self.doc += 1;
            return self.doc;
        }
        self.articles.advance();
        self.advance_to_match()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        // `Exclude` may seek an excluded scorer to a document that it has passed.
        if target <= self.doc {
            return self.doc;
        }
        if target >= self.max {
            self.articles.seek(TERMINATED);
            self.doc = TERMINATED;
            return TERMINATED;
        }
        let distance = self.offset(target).saturating_sub(IS_PARENT);
        let article = target - DocId::try_from(distance).unwrap_or(0).min(target);
        if self.articles.doc() < article {
            self.articles.seek(article);
        }
        if self.articles.doc() == article && distance > 0 {
            self.doc = target;
            return target;
        }
        self.advance_to_match()
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.articles.size_hint().saturating_mul(8).min(self.max)
    }
}

impl Scorer for ToPassagesScorer {
    fn score(&mut self) -> Score {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tantivy::columnar::column_values::VecColumn;

    use super::*;
    use crate::search::engine::doc_list_query::{DocList, walk};
    use crate::search::schema::NO_PARENT;

    /// A column of articles with so many passages; 0 stands for a statement.
    fn column(blocks: &[usize]) -> Vec<u64> {
        let mut up = Vec::new();
        for block in blocks {
            up.extend(if *block == 0 {
                NO_PARENT..NO_PARENT + 1
            } else {
                IS_PARENT..IS_PARENT + *block as u64
            });
        }
        up
    }

    fn expected(up: &[u64], articles: &[DocId]) -> Vec<DocId> {
        (0..up.len() as DocId)
            .filter(|doc| match up[*doc as usize] {
                NO_PARENT => articles.contains(doc),
                IS_PARENT => false,
                behind => articles.contains(&(doc - (behind - IS_PARENT) as DocId)),
            })
            .collect()
    }

    fn scorer(up: &[u64], articles: &[DocId]) -> ToPassagesScorer {
        let articles = Box::new(DocList::new(articles.to_vec()));
        ToPassagesScorer::new(
            articles,
            Arc::new(VecColumn::from(up.to_vec())),
            up.len() as DocId,
        )
    }

    proptest! {
        #[test]
        fn stepping_and_seeking_reach_the_same(
            blocks in prop::collection::vec(0usize..6, 1..30),
            chosen in prop::collection::vec(any::<bool>(), 180),
            steps in walk::steps(),
        ) {
            let up = column(&blocks);
            let articles: Vec<DocId> = (0..up.len() as DocId)
                .filter(|doc| up[*doc as usize] <= IS_PARENT && chosen[*doc as usize])
                .collect();
            let all = expected(&up, &articles);
            walk::goes_over(|| scorer(&up, &articles), &all, steps)?;
        }
    }
}
