//! Counts the statements of each side over all that a question finds.

use std::collections::BTreeMap;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::StrColumn;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::record::read_seat;
use super::snapshot::Answer;
use crate::model::SideCount;

/// Counts the statements of each side.
pub(super) struct Seats;

/// Counts within one segment.
pub(super) struct SeatsOfSegment {
    column: Option<StrColumn>,
    counts: Vec<usize>,
}

impl Collector for Seats {
    type Fruit = Vec<SideCount>;
    type Child = SeatsOfSegment;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> Answer<SeatsOfSegment> {
        let column = segment.fast_fields().str("seat")?;
        let counts = vec![0; column.as_ref().map_or(0, |c| c.num_terms())];
        Ok(SeatsOfSegment { column, counts })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<Vec<(String, usize)>>) -> Answer<Vec<SideCount>> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for (seat, count) in segments.into_iter().flatten() {
            *counts.entry(seat).or_default() += count;
        }
        let mut sides: Vec<SideCount> = counts
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
        sides.sort_by(|a, b| (a.column, b.count, &a.label).cmp(&(b.column, a.count, &b.label)));
        Ok(sides)
    }
}

impl SegmentCollector for SeatsOfSegment {
    type Fruit = Vec<(String, usize)>;

    fn collect(&mut self, doc: DocId, _: Score) {
        if let Some(column) = &self.column {
            for ord in column.term_ords(doc) {
                if let Some(count) = self.counts.get_mut(ord as usize) {
                    *count += 1;
                }
            }
        }
    }

    fn harvest(self) -> Self::Fruit {
        let Some(column) = &self.column else {
            return Vec::new();
        };
        let mut seats = Vec::new();
        for (ord, count) in self.counts.iter().enumerate().filter(|(_, n)| **n > 0) {
            let mut seat = String::new();
            if column.ord_to_str(ord as u64, &mut seat).is_ok() {
                seats.push((seat, *count));
            }
        }
        seats
    }
}
