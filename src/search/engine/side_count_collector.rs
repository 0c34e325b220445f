//! A tantivy `Collector` that goes once over all that a query finds: counts it, counts the
//! statements of each side, and keeps the best of all and the best statements.

use std::collections::BTreeMap;
use std::sync::Arc;

use tantivy::collector::sort_key::NaturalComparator;
use tantivy::collector::{Collector, SegmentCollector, TopNComputer};
use tantivy::columnar::StrColumn;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use crate::model::SideCount;
use crate::search::engine::block_join::parent_offset::StatementBitSet;
use crate::search::schema::SIDE_FACET;
use crate::search::schema::decode_side_facet;

/// Counts what is found and keeps the best.
pub(crate) struct SideCountCollector {
    /// Which documents are statements, for each segment.
    pub statement_bits: Vec<Arc<StatementBitSet>>,
    /// Size of the top-k of all (of equal scores the lowest document id).
    pub best: usize,
    /// Size of the top-k of statements.
    pub statements: usize,
}

/// What was found.
#[derive(Default)]
pub(crate) struct SideCountFruit {
    /// How many documents.
    pub total: usize,
    /// How many statements of each side.
    pub sides: Vec<SideCount>,
    /// The best of all and the best statements, each once.
    pub best: BTreeMap<DocAddress, Score>,
}

/// What was found in one segment.
pub(crate) struct SegmentFruit {
    total: usize,
    side_counts: Vec<(String, usize)>,
    all: Vec<(Score, DocAddress)>,
    statements: Vec<(Score, DocAddress)>,
}

/// Counts in one segment.
pub(crate) struct SideCountSegmentCollector {
    segment: SegmentOrdinal,
    statement_bits: Option<Arc<StatementBitSet>>,
    column: Option<StrColumn>,
    counts: Vec<usize>,
    total: usize,
    all: TopDocs,
    statements: TopDocs,
}

impl Collector for SideCountCollector {
    type Fruit = SideCountFruit;
    type Child = SideCountSegmentCollector;

    fn for_segment(
        &self,
        ord: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<SideCountSegmentCollector> {
        let fast = segment.fast_fields();
        let column = fast.str(SIDE_FACET)?;
        let counts = vec![0; column.as_ref().map_or(0, |c| c.num_terms())];
        Ok(SideCountSegmentCollector {
            segment: ord,
            statement_bits: self.statement_bits.get(ord as usize).cloned(),
            column,
            counts,
            total: 0,
            all: top_docs(self.best),
            statements: top_docs(self.statements),
        })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, parts: Vec<SegmentFruit>) -> tantivy::Result<SideCountFruit> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let mut fruit = SideCountFruit::default();
        let (mut all, mut statements) = (Vec::new(), Vec::new());
        for part in parts {
            fruit.total += part.total;
            all.extend(part.all);
            statements.extend(part.statements);
            for (facet, count) in part.side_counts {
                *counts.entry(facet).or_default() += count;
            }
        }
        for (mut found, most) in [(all, self.best), (statements, self.statements)] {
            found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
            found.truncate(most);
            fruit.best.extend(found.into_iter().map(|(s, a)| (a, s)));
        }
        fruit.sides = counts
            .iter()
            .filter_map(|(facet, count)| {
                let (column, label) = decode_side_facet(facet)?;
                Some(SideCount {
                    label: label.to_owned(),
                    column,
                    count: *count,
                })
            })
            .collect();
        fruit
            .sides
            .sort_by(|a, b| (a.column, b.count, &a.label).cmp(&(b.column, a.count, &b.label)));
        Ok(fruit)
    }
}

impl SegmentCollector for SideCountSegmentCollector {
    type Fruit = SegmentFruit;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        self.all.push(score, doc);
        // Most of what is found are passages, which have no side: the bit set is quicker than the column.
        if let Some(statement_bits) = &self.statement_bits
            && statement_bits.has(doc)
            && let Some(column) = &self.column
            && let Some(ord) = column.ords().first(doc)
        {
            if let Some(count) = self.counts.get_mut(ord as usize) {
                *count += 1;
            }
            self.statements.push(score, doc);
        }
    }

    fn harvest(self) -> SegmentFruit {
        let mut side_counts = Vec::new();
        if let Some(column) = &self.column {
            for (ord, count) in self.counts.iter().enumerate().filter(|(_, n)| **n > 0) {
                let mut facet = String::new();
                if column.ord_to_str(ord as u64, &mut facet).is_ok() {
                    side_counts.push((facet, *count));
                }
            }
        }
        let here = |top: TopDocs| {
            let top = top.into_vec().into_iter();
            top.map(|d| (d.sort_key, DocAddress::new(self.segment, d.doc)))
                .collect()
        };
        SegmentFruit {
            total: self.total,
            side_counts,
            all: here(self.all),
            statements: here(self.statements),
        }
    }
}

/// The best of a segment. Documents come in ascending order, so that of equal scores the
/// first stays.
type TopDocs = TopNComputer<Score, DocId, NaturalComparator>;

fn top_docs(count: usize) -> TopDocs {
    TopNComputer::new_with_comparator(count.max(1), NaturalComparator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_stay_and_of_equals_the_first() {
        let mut best = top_docs(3);
        for (doc, score) in [1.0, 5.0, 2.0, 5.0, 4.0, 5.0, 0.5, 4.0, 6.0]
            .into_iter()
            .enumerate()
        {
            best.push(score, doc as DocId);
        }
        let mut docs: Vec<DocId> = best.into_vec().into_iter().map(|d| d.doc).collect();
        docs.sort_unstable();
        assert_eq!(docs, [1, 3, 8]);
    }
}
