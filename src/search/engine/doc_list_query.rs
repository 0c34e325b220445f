//! A query that finds the documents of a list, and does not rank.

use std::sync::Arc;

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

use crate::search::bookmarks::docs::Documents;
use crate::search::engine::boolean::Boxed;
use crate::search::index::snapshot::Answer;

/// Finds these documents.
pub(crate) fn listed(documents: Documents) -> Boxed {
    Box::new(Listed(Arc::new(documents)))
}

#[derive(Clone, Debug)]
struct Listed(Arc<Documents>);

impl Query for Listed {
    fn weight(&self, _: EnableScoring<'_>) -> Answer<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Listed {
    fn scorer(&self, segment: &SegmentReader, _: Score) -> Answer<Box<dyn Scorer>> {
        let documents = self.0.get(&segment.segment_id());
        Ok(Box::new(List::new(documents.cloned().unwrap_or_default())))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> Answer<Explanation> {
        Ok(Explanation::new("one of a list", 0.0))
    }
}

/// Documents from a list in ascending order.
pub(crate) struct List {
    documents: Vec<DocId>,
    at: usize,
}

impl List {
    pub fn new(documents: Vec<DocId>) -> List {
        List { documents, at: 0 }
    }
}

impl DocSet for List {
    fn advance(&mut self) -> DocId {
        self.at += 1;
        self.doc()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let rest = self.documents.get(self.at..).unwrap_or_default();
        self.at += rest.partition_point(|doc| *doc < target);
        self.doc()
    }

    fn doc(&self) -> DocId {
        self.documents.get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        self.documents.len() as u32
    }
}

impl Scorer for List {
    fn score(&mut self) -> Score {
        0.0
    }
}

#[cfg(test)]
pub(crate) mod walk {
    use proptest::prelude::*;

    use super::*;

    /// Steps, and how far each seeks; none where it goes to the next document.
    pub type Steps = Vec<Option<u32>>;

    pub fn steps() -> impl Strategy<Value = Steps> {
        prop::collection::vec(prop::option::of(0u32..30), 0..60)
    }

    /// Fails where documents are not `all`, or are left out or repeated on some way over them.
    pub fn goes_over<D: DocSet>(
        begin: impl Fn() -> D,
        all: &[DocId],
        steps: Steps,
    ) -> Result<(), TestCaseError> {
        let mut docs = begin();
        let mut stepped = Vec::new();
        while docs.doc() != TERMINATED {
            stepped.push(docs.doc());
            docs.advance();
        }
        prop_assert_eq!(stepped, all);
        let mut docs = begin();
        for step in steps {
            let here = docs.doc();
            if here == TERMINATED {
                break;
            }
            let (target, landed) = match step {
                None => (here + 1, docs.advance()),
                Some(far) => (here + far, docs.seek(here + far)),
            };
            let next = all.iter().copied().find(|doc| *doc >= target);
            prop_assert_eq!(landed, next.unwrap_or(TERMINATED));
            prop_assert_eq!(docs.doc(), landed);
        }
        Ok(())
    }
}
