//! Queries that reach from briefings to what is in them: the statements, articles and
//! passages that follow a briefing, up to the next border.

use std::sync::Arc;

use tantivy::columnar::ColumnValues;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use crate::search::engine::block_join::parent_offset;
use crate::search::engine::boolean::{Boxed, term};
use crate::search::index::snapshot::Answer;
use crate::search::schema::{BORDER, Fields, HEAD, ON_BORDER};

/// Lets a query that finds briefings find what is in them instead. It does not rank.
pub(crate) fn within(briefings: Boxed, fields: &Fields) -> Boxed {
    reaching(briefings, fields, Reach::Inside)
}

/// Lets a query that finds briefings find all documents of them.
pub(crate) fn whole(briefings: Boxed, fields: &Fields) -> Boxed {
    reaching(briefings, fields, Reach::All)
}

fn reaching(briefings: Boxed, fields: &Fields, reach: Reach) -> Boxed {
    Box::new(Within {
        briefings,
        borders: term(fields.class, BORDER),
        reach,
    })
}

/// What is reached of a briefing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// What questions find: its statements and passages.
    Inside,
    /// All its documents, itself among them.
    All,
}

#[derive(Debug)]
struct Within {
    briefings: Boxed,
    borders: Boxed,
    reach: Reach,
}

impl Clone for Within {
    fn clone(&self) -> Within {
        Within {
            briefings: self.briefings.box_clone(),
            borders: self.borders.box_clone(),
            reach: self.reach,
        }
    }
}

impl Query for Within {
    fn weight(&self, enable_scoring: EnableScoring<'_>) -> Answer<Box<dyn Weight>> {
        Ok(Box::new(WithinWeight {
            briefings: self.briefings.weight(enable_scoring)?,
            borders: self.borders.weight(enable_scoring)?,
            reach: self.reach,
        }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.briefings.query_terms(visitor);
    }
}

struct WithinWeight {
    briefings: Box<dyn Weight>,
    borders: Box<dyn Weight>,
    reach: Reach,
}

impl Weight for WithinWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> Answer<Box<dyn Scorer>> {
        Ok(Box::new(Inside::new(
            self.briefings.scorer(segment, boost)?,
            self.borders.scorer(segment, boost)?,
            parent_offset::values(segment)?,
            segment.max_doc(),
            self.reach,
        )))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> Answer<Explanation> {
        Ok(Explanation::new("what is in a briefing", 0.0))
    }
}

/// Goes over what is inside of the briefings, in order.
struct Inside {
    /// At the briefing in which it is, or at the next.
    briefings: Box<dyn Scorer>,
    /// At the border where that briefing ends.
    borders: Box<dyn Scorer>,
    up: Arc<dyn ColumnValues<u64>>,
    max: DocId,
    reach: Reach,
    doc: DocId,
}

impl Inside {
    fn new(
        briefings: Box<dyn Scorer>,
        borders: Box<dyn Scorer>,
        up: Arc<dyn ColumnValues<u64>>,
        max: DocId,
        reach: Reach,
    ) -> Inside {
        let mut inside = Inside {
            briefings,
            borders,
            up,
            max,
            reach,
            doc: TERMINATED,
        };
        inside.enter(0);
        inside
    }

    /// Goes to the first document at or behind `from` in the briefing at which it stands, or
    /// in one of the next.
    fn enter(&mut self, from: DocId) -> DocId {
        loop {
            let briefing = self.briefings.doc();
            if briefing == TERMINATED {
                self.doc = TERMINATED;
                return TERMINATED;
            }
            if self.borders.doc() <= briefing {
                self.borders.seek(briefing + 1);
            }
            let end = self.borders.doc().min(self.max);
            let own = match self.reach {
                Reach::Inside => briefing + 1,
                Reach::All => briefing,
            };
            let first = from.max(own);
            if let Some(doc) = (first..end).find(|doc| self.counts(*doc)) {
                self.doc = doc;
                return doc;
            }
            self.briefings.advance();
        }
    }

    /// Tells whether a document is one that is reached.
    fn counts(&self, doc: DocId) -> bool {
        self.reach == Reach::All || !matches!(self.up.get_val(doc), ON_BORDER | HEAD)
    }
}

impl DocSet for Inside {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        self.enter(self.doc + 1)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        // What is left out of a question is also asked for documents that lie behind it.
        if target <= self.doc {
            return self.doc;
        }
        if target >= self.max {
            self.briefings.seek(TERMINATED);
            self.doc = TERMINATED;
            return TERMINATED;
        }
        // The last border at or before the target is its briefing.
        let mut briefing = self.briefings.doc();
        while self.borders.doc() <= target {
            briefing = self.borders.doc();
            self.borders.advance();
        }
        if self.briefings.doc() < briefing {
            self.briefings.seek(briefing);
        }
        self.enter(target)
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.briefings.size_hint().saturating_mul(64).min(self.max)
    }
}

impl Scorer for Inside {
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

    /// Briefings with so many statements, and one article with so many passages.
    fn column(briefings: &[(usize, usize)]) -> Vec<u64> {
        let mut up = Vec::new();
        for (statements, passages) in briefings {
            up.push(ON_BORDER);
            up.extend(std::iter::repeat_n(OWN, *statements));
            up.extend(HEAD..=HEAD + *passages as u64);
        }
        up
    }

    fn borders(up: &[u64]) -> Vec<DocId> {
        let docs = 0..up.len() as DocId;
        docs.filter(|doc| up[*doc as usize] == ON_BORDER).collect()
    }

    fn inside(up: &[u64], chosen: &[DocId], reach: Reach) -> Inside {
        Inside::new(
            Box::new(List::new(chosen.to_vec())),
            Box::new(List::new(borders(up))),
            Arc::new(VecColumn::from(up.to_vec())),
            up.len() as DocId,
            reach,
        )
    }

    proptest! {
        #[test]
        fn stepping_and_seeking_reach_what_is_inside(
            briefings in prop::collection::vec((0usize..4, 0usize..4), 1..20),
            chosen in prop::collection::vec(any::<bool>(), 20),
            reach in prop::sample::select(vec![Reach::Inside, Reach::All]),
            steps in walk::steps(),
        ) {
            let up = column(&briefings);
            let choices = borders(&up).into_iter().zip(chosen);
            let chosen: Vec<DocId> = choices.filter(|(_, c)| *c).map(|(doc, _)| doc).collect();
            let mut briefing = 0;
            let mut all = Vec::new();
            for (doc, up) in up.iter().enumerate() {
                if *up == ON_BORDER {
                    briefing = doc as DocId;
                }
                let counts = reach == Reach::All || ![ON_BORDER, HEAD].contains(up);
                if counts && chosen.contains(&briefing) {
                    all.push(doc as DocId);
                }
            }
            walk::goes_over(|| inside(&up, &chosen, reach), &all, steps)?;
        }
    }
}
