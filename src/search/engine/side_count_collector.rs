//! Goes once over all that a question finds: counts it, counts the statements
//! of each side, and keeps the best of all and the best statements.

use std::collections::BTreeMap;
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::StrColumn;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use crate::model::SideCount;
use crate::search::engine::block_join::parent_offset::Said;
use crate::search::index::record::read_seat;
use crate::search::index::snapshot::Answer;
use crate::search::schema::SEAT;

/// Goes over all that is found.
pub(crate) struct Sweep {
    /// Which documents are statements, for each segment.
    pub said: Vec<Arc<Said>>,
    /// How many of all are kept at least; the best, and of equals the first.
    pub best: usize,
    /// How many statements are kept at least.
    pub statements: usize,
}

/// What was found.
#[derive(Default)]
pub(crate) struct Swept {
    /// How many documents.
    pub total: usize,
    /// How many statements of each side.
    pub sides: Vec<SideCount>,
    /// The best of all and the best statements, each once.
    pub best: BTreeMap<DocAddress, Score>,
}

/// What was found in one segment.
pub(crate) struct Part {
    total: usize,
    seats: Vec<(String, usize)>,
    all: Vec<(Score, DocAddress)>,
    statements: Vec<(Score, DocAddress)>,
}

/// Goes over one segment.
pub(crate) struct SweepOfSegment {
    segment: SegmentOrdinal,
    said: Option<Arc<Said>>,
    column: Option<StrColumn>,
    counts: Vec<usize>,
    total: usize,
    all: Best,
    statements: Best,
}

impl Collector for Sweep {
    type Fruit = Swept;
    type Child = SweepOfSegment;

    fn for_segment(&self, ord: SegmentOrdinal, segment: &SegmentReader) -> Answer<SweepOfSegment> {
        let fast = segment.fast_fields();
        let column = fast.str(SEAT)?;
        let counts = vec![0; column.as_ref().map_or(0, |c| c.num_terms())];
        Ok(SweepOfSegment {
            segment: ord,
            said: self.said.get(ord as usize).cloned(),
            column,
            counts,
            total: 0,
            all: Best::new(self.best),
            statements: Best::new(self.statements),
        })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, parts: Vec<Part>) -> Answer<Swept> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let mut swept = Swept::default();
        let (mut all, mut statements) = (Vec::new(), Vec::new());
        for part in parts {
            swept.total += part.total;
            all.extend(part.all);
            statements.extend(part.statements);
            for (seat, count) in part.seats {
                *counts.entry(seat).or_default() += count;
            }
        }
        for (mut found, most) in [(all, self.best), (statements, self.statements)] {
            found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
            found.truncate(most);
            swept.best.extend(found.into_iter().map(|(s, a)| (a, s)));
        }
        swept.sides = counts
            .iter()
            .filter_map(|(seat, count)| {
                let (column, label) = read_seat(seat)?;
                Some(SideCount {
                    label: label.to_owned(),
                    column,
                    count: *count,
                })
            })
            .collect();
        swept
            .sides
            .sort_by(|a, b| (a.column, b.count, &a.label).cmp(&(b.column, a.count, &b.label)));
        Ok(swept)
    }
}

impl SegmentCollector for SweepOfSegment {
    type Fruit = Part;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        self.all.take(score, doc);
        // Most of what is found are passages, which have no side: that is told quickly.
        if let Some(said) = &self.said
            && said.has(doc)
            && let Some(column) = &self.column
            && let Some(ord) = column.ords().first(doc)
        {
            if let Some(count) = self.counts.get_mut(ord as usize) {
                *count += 1;
            }
            self.statements.take(score, doc);
        }
    }

    fn harvest(self) -> Part {
        let mut seats = Vec::new();
        if let Some(column) = &self.column {
            for (ord, count) in self.counts.iter().enumerate().filter(|(_, n)| **n > 0) {
                let mut seat = String::new();
                if column.ord_to_str(ord as u64, &mut seat).is_ok() {
                    seats.push((seat, *count));
                }
            }
        }
        let here = |best: Best| {
            let address = |(score, doc)| (score, DocAddress::new(self.segment, doc));
            best.into_found().into_iter().map(address).collect()
        };
        Part {
            total: self.total,
            seats,
            all: here(self.all),
            statements: here(self.statements),
        }
    }
}

/// The best of a segment. Documents come in order, so that of equal ones the
/// first stays.
struct Best {
    most: usize,
    least: Score,
    found: Vec<(Score, DocId)>,
}

impl Best {
    fn new(most: usize) -> Best {
        Best {
            most: most.max(1),
            least: Score::NEG_INFINITY,
            found: Vec::new(),
        }
    }

    fn take(&mut self, score: Score, doc: DocId) {
        if score <= self.least {
            return;
        }
        self.found.push((score, doc));
        if self.found.len() >= 2 * self.most {
            self.cut();
        }
    }

    fn cut(&mut self) {
        if self.found.len() <= self.most {
            return;
        }
        let order =
            |a: &(Score, DocId), b: &(Score, DocId)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        self.found.select_nth_unstable_by(self.most - 1, order);
        self.found.truncate(self.most);
        let scores = self.found.iter().map(|(score, _)| *score);
        self.least = scores.fold(Score::INFINITY, Score::min);
    }

    fn into_found(mut self) -> Vec<(Score, DocId)> {
        self.cut();
        self.found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_stay_and_of_equals_the_first() {
        let mut best = Best::new(3);
        for (doc, score) in [1.0, 5.0, 2.0, 5.0, 4.0, 5.0, 0.5, 4.0, 6.0]
            .into_iter()
            .enumerate()
        {
            best.take(score, doc as DocId);
        }
        let mut docs: Vec<DocId> = best.into_found().into_iter().map(|(_, d)| d).collect();
        docs.sort_unstable();
        assert_eq!(docs, [1, 3, 8]);
    }
}
