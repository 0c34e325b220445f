//! Queries that go from briefings to the documents of their blocks: the statements,
//! articles and passages behind a briefing, up to where the next block starts.
//!
//! They rely on the invariant of [`super`]: the documents of a briefing stay together in
//! one segment, in order, also when segments are merged.

use std::sync::Arc;

use tantivy::columnar::ColumnValues;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use crate::search::engine::block_join::parent_offset;
use crate::search::engine::boolean::{BoxQuery, term};
use crate::search::schema::{BLOCK_START, Fields, IS_BLOCK_START, IS_PARENT};

/// Returns a query for the statements and passages of the briefings that `briefings`
/// finds. Its score is 0.
pub(crate) fn children_of(briefings: BoxQuery, fields: &Fields) -> BoxQuery {
    block_query(briefings, fields, BlockPart::Children)
}

/// Returns a query for all documents of the briefings that `briefings` finds.
pub(crate) fn whole_block(briefings: BoxQuery, fields: &Fields) -> BoxQuery {
    block_query(briefings, fields, BlockPart::Whole)
}

fn block_query(briefings: BoxQuery, fields: &Fields, part: BlockPart) -> BoxQuery {
    Box::new(BlockQuery {
        briefings,
        block_starts: term(fields.class, BLOCK_START),
        part,
    })
}

/// Which documents of a block are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum BlockPart {
    /// Those that queries find: statements and passages.
    Children,
    /// All documents of the block, its root among them.
    Whole,
}

#[derive(Debug)]
struct BlockQuery {
    briefings: BoxQuery,
    block_starts: BoxQuery,
    part: BlockPart,
}

impl Clone for BlockQuery {
    fn clone(&self) -> BlockQuery {
        BlockQuery {
            briefings: self.briefings.box_clone(),
            block_starts: self.block_starts.box_clone(),
            part: self.part,
        }
    }
}

impl Query for BlockQuery {
    fn weight(&self, enable_scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(BlockWeight {
            briefings: self.briefings.weight(enable_scoring)?,
            block_starts: self.block_starts.weight(enable_scoring)?,
            part: self.part,
        }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.briefings.query_terms(visitor);
    }
}

struct BlockWeight {
    briefings: Box<dyn Weight>,
    block_starts: Box<dyn Weight>,
    part: BlockPart,
}

impl Weight for BlockWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(BlockScorer::new(
            self.briefings.scorer(segment, boost)?,
            self.block_starts.scorer(segment, boost)?,
            parent_offset::column(segment)?,
            segment.max_doc(),
            self.part,
        )))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("in the block of a matching briefing", 0.0))
    }
}

/// Iterates over the documents of the matching blocks, in order.
struct BlockScorer {
    /// At the briefing whose block is current, or at the next.
    briefings: Box<dyn Scorer>,
    /// At the start of the block behind it, where it ends.
    block_starts: Box<dyn Scorer>,
    offsets: Arc<dyn ColumnValues<u64>>,
    max: DocId,
    part: BlockPart,
    doc: DocId,
}

impl BlockScorer {
    fn new(
        briefings: Box<dyn Scorer>,
        block_starts: Box<dyn Scorer>,
        offsets: Arc<dyn ColumnValues<u64>>,
        max: DocId,
        part: BlockPart,
    ) -> BlockScorer {
        let mut scorer = BlockScorer {
            briefings,
            block_starts,
            offsets,
            max,
            part,
            doc: TERMINATED,
        };
        scorer.seek_block(0);
        scorer
    }

    /// Moves to the first document at or behind `from` in the current block, or in one
    /// of the next.
    fn seek_block(&mut self, from: DocId) -> DocId {
        loop {
            let briefing = self.briefings.doc();
            if briefing == TERMINATED {
                self.doc = TERMINATED;
                return TERMINATED;
            }
            if self.block_starts.doc() <= briefing {
                self.block_starts.seek(briefing + 1);
            }
            let end = self.block_starts.doc().min(self.max);
            let own = match self.part {
                BlockPart::Children => briefing + 1,
                BlockPart::Whole => briefing,
            };
            let first = from.max(own);
            if let Some(doc) = (first..end).find(|doc| self.includes(*doc)) {
                self.doc = doc;
                return doc;
            }
            self.briefings.advance();
        }
    }

    /// Returns `true` if a document is one of those that are asked for.
    fn includes(&self, doc: DocId) -> bool {
        self.part == BlockPart::Whole
            || !matches!(self.offsets.get_val(doc), IS_BLOCK_START | IS_PARENT)
    }
}

impl DocSet for BlockScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        self.seek_block(self.doc + 1)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        // `Exclude` may seek an excluded scorer to a document that it has passed.
        if target <= self.doc {
            return self.doc;
        }
        if target >= self.max {
            self.briefings.seek(TERMINATED);
            self.doc = TERMINATED;
            return TERMINATED;
        }
        // The last block start at or before the target is its briefing.
        let mut briefing = self.briefings.doc();
        while self.block_starts.doc() <= target {
            briefing = self.block_starts.doc();
            self.block_starts.advance();
        }
        if self.briefings.doc() < briefing {
            self.briefings.seek(briefing);
        }
        self.seek_block(target)
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.briefings.size_hint().saturating_mul(64).min(self.max)
    }
}

impl Scorer for BlockScorer {
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

    /// Briefings with so many statements, and one article with so many passages.
    fn column(briefings: &[(usize, usize)]) -> Vec<u64> {
        let mut up = Vec::new();
        for (statements, passages) in briefings {
            up.push(IS_BLOCK_START);
            up.extend(std::iter::repeat_n(NO_PARENT, *statements));
            up.extend(IS_PARENT..=IS_PARENT + *passages as u64);
        }
        up
    }

    fn block_starts(up: &[u64]) -> Vec<DocId> {
        let docs = 0..up.len() as DocId;
        docs.filter(|doc| up[*doc as usize] == IS_BLOCK_START)
            .collect()
    }

    fn inside(up: &[u64], chosen: &[DocId], part: BlockPart) -> BlockScorer {
        BlockScorer::new(
            Box::new(DocList::new(chosen.to_vec())),
            Box::new(DocList::new(block_starts(up))),
            Arc::new(VecColumn::from(up.to_vec())),
            up.len() as DocId,
            part,
        )
    }

    proptest! {
        #[test]
        fn stepping_and_seeking_reach_what_is_inside(
            briefings in prop::collection::vec((0usize..4, 0usize..4), 1..20),
            chosen in prop::collection::vec(any::<bool>(), 20),
            part in prop::sample::select(vec![BlockPart::Children, BlockPart::Whole]),
            steps in walk::steps(),
        ) {
            let up = column(&briefings);
            let choices = block_starts(&up).into_iter().zip(chosen);
            let chosen: Vec<DocId> = choices.filter(|(_, c)| *c).map(|(doc, _)| doc).collect();
            let mut briefing = 0;
            let mut all = Vec::new();
            for (doc, up) in up.iter().enumerate() {
                if *up == IS_BLOCK_START {
                    briefing = doc as DocId;
                }
                let counts = part == BlockPart::Whole || ![IS_BLOCK_START, IS_PARENT].contains(up);
                if counts && chosen.contains(&briefing) {
                    all.push(doc as DocId);
                }
            }
            walk::goes_over(|| inside(&up, &chosen, part), &all, steps)?;
        }
    }
}
