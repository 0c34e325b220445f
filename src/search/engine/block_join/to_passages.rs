//! A query that reaches from articles to their passages: what is asked of an
//! article (its outlet, its date, its briefing) chooses the passages that follow
//! it, and what stands for itself, such as a statement, stays.

use std::sync::Arc;

use tantivy::columnar::ColumnValues;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use crate::search::engine::block_join::parent_offset;
use crate::search::engine::boolean::Boxed;
use crate::search::index::snapshot::Answer;
use crate::search::schema::HEAD;

/// Lets a query that finds articles find their passages instead. It does not rank.
pub(crate) fn spread(heads: Boxed) -> Boxed {
    Box::new(Spread(heads))
}

#[derive(Debug)]
struct Spread(Boxed);

impl Clone for Spread {
    fn clone(&self) -> Spread {
        Spread(self.0.box_clone())
    }
}

impl Query for Spread {
    fn weight(&self, enable_scoring: EnableScoring<'_>) -> Answer<Box<dyn Weight>> {
        Ok(Box::new(SpreadWeight(self.0.weight(enable_scoring)?)))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.0.query_terms(visitor);
    }
}

struct SpreadWeight(Box<dyn Weight>);

impl Weight for SpreadWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> Answer<Box<dyn Scorer>> {
        let up = parent_offset::values(segment)?;
        let heads = self.0.scorer(segment, boost)?;
        Ok(Box::new(Spreading::new(heads, up, segment.max_doc())))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> Answer<Explanation> {
        Ok(Explanation::new("what follows an article", 0.0))
    }
}

/// Goes over what stands for itself and what follows a head, in order.
struct Spreading {
    heads: Box<dyn Scorer>,
    up: Arc<dyn ColumnValues<u64>>,
    max: DocId,
    doc: DocId,
}

impl Spreading {
    fn new(heads: Box<dyn Scorer>, up: Arc<dyn ColumnValues<u64>>, max: DocId) -> Spreading {
        let mut spreading = Spreading {
            heads,
            up,
            max,
            doc: TERMINATED,
        };
        spreading.settle();
        spreading
    }

    fn up(&self, doc: DocId) -> u64 {
        if doc < self.max {
            self.up.get_val(doc)
        } else {
            0
        }
    }

    /// Goes to the first document of the heads that has one.
    fn settle(&mut self) -> DocId {
        loop {
            let head = self.heads.doc();
            self.doc = match head {
                TERMINATED => TERMINATED,
                head if self.up(head) != HEAD => head,
                head if self.up(head + 1) == HEAD + 1 => head + 1,
                _ => {
                    self.heads.advance();
                    continue;
                }
            };
            return self.doc;
        }
    }
}

impl DocSet for Spreading {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        let here = self.up(self.doc);
        if here > HEAD && self.up(self.doc + 1) == here + 1 {
            self.doc += 1;
            return self.doc;
        }
        self.heads.advance();
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        // What is left out of a question is also asked for documents that lie behind it.
        if target <= self.doc {
            return self.doc;
        }
        if target >= self.max {
            self.heads.seek(TERMINATED);
            self.doc = TERMINATED;
            return TERMINATED;
        }
        let behind = self.up(target).saturating_sub(HEAD);
        let head = target - DocId::try_from(behind).unwrap_or(0).min(target);
        if self.heads.doc() < head {
            self.heads.seek(head);
        }
        if self.heads.doc() == head && behind > 0 {
            self.doc = target;
            return target;
        }
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.heads.size_hint().saturating_mul(8).min(self.max)
    }
}

impl Scorer for Spreading {
    fn score(&mut self) -> Score {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tantivy::columnar::column_values::VecColumn;

    use super::*;
    use crate::search::engine::doc_list_query::{List, walk};
    use crate::search::schema::OWN;

    /// Articles with so many passages, and between them statements.
    fn column(blocks: &[usize]) -> Vec<u64> {
        let mut up = Vec::new();
        for block in blocks {
            up.extend(if *block == 0 {
                OWN..OWN + 1
            } else {
                HEAD..HEAD + *block as u64
            });
        }
        up
    }

    fn reached(up: &[u64], heads: &[DocId]) -> Vec<DocId> {
        (0..up.len() as DocId)
            .filter(|doc| match up[*doc as usize] {
                OWN => heads.contains(doc),
                HEAD => false,
                behind => heads.contains(&(doc - (behind - HEAD) as DocId)),
            })
            .collect()
    }

    fn spreading(up: &[u64], heads: &[DocId]) -> Spreading {
        let heads = Box::new(List::new(heads.to_vec()));
        Spreading::new(
            heads,
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
            let heads: Vec<DocId> = (0..up.len() as DocId)
                .filter(|doc| up[*doc as usize] <= HEAD && chosen[*doc as usize])
                .collect();
            let all = reached(&up, &heads);
            walk::goes_over(|| spreading(&up, &heads), &all, steps)?;
        }
    }
}
