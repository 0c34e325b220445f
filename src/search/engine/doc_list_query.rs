//! A query for the documents of a list. Its score is 0.
//!
//! tantivy has `BitSetDocSet` for this; here a list holds a handful of documents of an
//! index of millions, so a sorted list is smaller and quicker than a bit for each.

use std::collections::HashMap;
use std::sync::Arc;

use tantivy::index::SegmentId;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

use crate::search::engine::boolean::BoxQuery;

/// Document ids by segment, ascending.
pub(crate) type DocIds = HashMap<SegmentId, Vec<DocId>>;

/// Returns a query for these documents.
pub(crate) fn doc_list_query(docs: DocIds) -> BoxQuery {
    Box::new(DocListQuery(Arc::new(docs)))
}

#[derive(Clone, Debug)]
struct DocListQuery(Arc<DocIds>);

impl Query for DocListQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for DocListQuery {
    fn scorer(&self, segment: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let documents = self.0.get(&segment.segment_id());
        Ok(Box::new(DocList::new(
            documents.cloned().unwrap_or_default(),
        )))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("one of a list", 0.0))
    }
}

/// Documents from a list in ascending order.
pub(crate) struct DocList {
    documents: Vec<DocId>,
    at: usize,
}

impl DocList {
    pub fn new(documents: Vec<DocId>) -> DocList {
        DocList { documents, at: 0 }
    }
}

impl DocSet for DocList {
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

impl Scorer for DocList {
    fn score(&mut self) -> Score {
        0.0
    }
}

#[cfg(test)]
pub(crate) mod walk {
    use proptest::prelude::*;

    use super::*;

    /// Steps, and how far each seeks; `None` if it goes to the next document.
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
